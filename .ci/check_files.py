"""Opens exported workbooks and Word documents with other people's libraries and compares them, cell by cell, with the CSV of the same matrix."""

import csv
import os
import re
import sys
import tempfile

import docx
import openpyxl
from docx.oxml.ns import qn

import study

checked = {"xlsx cells": 0, "docx cells": 0, "links": 0, "quotes": 0, "pages": 0}


def same(text):
    """A text as it is compared: white space is layout."""
    return " ".join(str(text if text is not None else "").split())


def plain(text):
    """A value of the CSV without the apostrophe that keeps spreadsheets from running it."""
    return text[1:] if re.match(r"^'[=+\-@\t\r\n]", text) else text


def equal(ours, theirs):
    if same(ours) == same(theirs):
        return True
    try:
        return float(ours) == float(theirs)
    except (TypeError, ValueError):
        return False


def read_csv(path):
    with open(path, encoding="utf-8", newline="") as source:
        rows = [[plain(cell) for cell in row] for row in csv.reader(source)]
    grouped = rows[0][0] == "group"
    head = rows[0][1:] if grouped else rows[0]
    body = [(row[0], row[1:]) if grouped else ("", row) for row in rows[1:]]
    return head, body


def check_xlsx(path, head, body):
    book = openpyxl.load_workbook(path)
    for sheet in book:
        for row in sheet.iter_rows():
            assert all(cell.data_type != "f" for cell in row), f"{path}: a formula in {sheet.title}"
    sheet = book["Matrix"]
    above = {}
    for merged in sheet.merged_cells.ranges:
        if merged.min_row == 2:
            above.update({column: sheet.cell(2, merged.min_col).value for column in range(merged.min_col, merged.max_col + 1)})
    places, titles = [], []
    for column in range(1, sheet.max_column + 1):
        title = sheet.cell(3, column).value
        small = title == "n" and sheet.cell(3, column).font.size == 8
        if title is None and column > 1 or small:
            continue
        places.append(column)
        band = above.get(column) or (sheet.cell(2, column).value if column > 1 else None)
        titles.append(f"{band}: {title}" if band else title)
    assert [same(t) for t in titles] == [same(h if h != "row" else "") or same(h) for h in head], f"{path}: {titles} {head}"
    rows, group = iter(body), ""
    last = sheet.max_column
    wholes = {m.min_row: m for m in sheet.merged_cells.ranges if m.min_col == 1 and m.min_row > 3}
    row = 4
    for wanted_group, wanted in rows:
        while row in wholes:
            group = re.sub(r" \(\d+\)$", "", str(sheet.cell(row, 1).value))
            row += 1
        if wanted[0] != "Total":
            assert same(group) == same(wanted_group), f"{path} row {row}: group {group!r}, not {wanted_group!r}"
        for place, value in zip(places, wanted):
            found = sheet.cell(row, place).value
            assert equal(found, value), f"{path} {sheet.cell(row, place).coordinate}: {found!r}, not {value!r}"
            checked["xlsx cells"] += 1
        row += 1
    assert last >= len(head)
    check_links(path, book)


def check_links(path, book):
    matrix, evidence = book["Matrix"], book["Evidence"] if "Evidence" in book.sheetnames else None
    for row in matrix.iter_rows():
        for cell in row:
            if cell.hyperlink is None:
                continue
            name, place = cell.hyperlink.location.replace("'", "").split("!")
            target = book[name][place]
            assert same(evidence.cell(target.row, 2).value) == same(matrix.cell(cell.row, 1).value), f"{path} {cell.coordinate}"
            checked["links"] += 1


def check_docx(path, head, body):
    document = docx.Document(path)
    # What is wider than a page stands in several tables, each with the labels first.
    titles, rows = None, None
    for table in document.tables:
        lines = [[cell.text for cell in row.cells] for row in table.rows]
        heads = sum(1 for row in table.rows if row._tr.find(qn("w:trPr") + "/" + qn("w:tblHeader")) is not None)
        names = lines[heads - 1]
        if heads == 2:
            names = [low if up == low else f"{up}: {low}" for up, low in zip(lines[0], lines[1])]
        group, part = "", []
        for line in lines[heads:]:
            if len(line) > 1 and len(set(line)) == 1 and re.search(r" \(\d+\)$", line[0]):
                group = re.sub(r" \(\d+\)$", "", line[0])
            else:
                part.append((group, line))
        if titles is None:
            titles, rows = names, part
        else:
            assert [r[1][0] for r in rows] == [r[1][0] for r in part], f"{path}: the parts have other labels"
            titles = titles + names[1:]
            rows = [(group, line + more[1:]) for (group, line), (_, more) in zip(rows, part)]
    assert [same(t) for t in titles] == [same(h) for h in head], f"{path}: {titles} {head}"
    assert len(rows) == len(body), f"{path}: {len(rows)} rows, not {len(body)}"
    for (group, line), (wanted_group, wanted) in zip(rows, body):
        assert wanted[0] == "Total" or same(group) == same(wanted_group), f"{path}: group {group!r}, not {wanted_group!r}"
        for found, value in zip(line, wanted):
            assert equal(found, value), f"{path}: {found!r}, not {value!r}"
            checked["docx cells"] += 1


def check_quotes(folder, query):
    study.run(folder, "find", query, "--out", "q.csv")
    study.run(folder, "find", query, "--out", "q.xlsx")
    study.run(folder, "find", query, "--out", "q.docx")
    with open(os.path.join(folder, "q.csv"), encoding="utf-8", newline="") as source:
        rows = [[plain(cell) for cell in row] for row in csv.reader(source)]
    sheet = openpyxl.load_workbook(os.path.join(folder, "q.xlsx"))["Quotes"]
    found = [[cell for cell in row] for row in sheet.iter_rows(values_only=True)]
    assert len(found) == len(rows) > 1
    for ours, theirs in zip(rows, found):
        assert all(equal(b, a) for a, b in zip(ours, theirs)), f"{ours} {theirs}"
        checked["quotes"] += 1
    text = same(" ".join(p.text for p in docx.Document(os.path.join(folder, "q.docx")).paragraphs))
    for row in rows[1:]:
        assert same(row[rows[0].index("quote")]) in text, row


def check_report(folder):
    study.run(folder, "report", "--out", "report.docx")
    document = docx.Document(os.path.join(folder, "report.docx"))
    headings = [p.text for p in document.paragraphs if p.style.name == "heading 1" or p.style.name == "Heading 1"]
    assert "Material and coding" in headings and "Codebook" in headings, headings
    checked["pages"] += 1


def same_bytes(folder, matrix):
    for extension in ["csv", "xlsx", "docx", "html", "md", "tex", "json"]:
        study.run(folder, "matrix", matrix, "--out", f"one.{extension}")
        study.run(folder, "matrix", matrix, "--out", f"two.{extension}")
        one, two = (open(os.path.join(folder, f"{n}.{extension}"), "rb").read() for n in ("one", "two"))
        assert one == two, f"{matrix}.{extension} differs from run to run"


def main():
    for build, query in [(study.sample, "code:backbone+"), (study.hostile, "code:first")]:
        with tempfile.TemporaryDirectory() as folder:
            matrices = build(folder)
            for matrix in matrices:
                for extension in ["csv", "xlsx", "docx"]:
                    study.run(folder, "matrix", matrix, "--out", f"t.{extension}")
                head, body = read_csv(os.path.join(folder, "t.csv"))
                check_xlsx(os.path.join(folder, "t.xlsx"), head, body)
                check_docx(os.path.join(folder, "t.docx"), head, body)
            check_quotes(folder, query)
            check_report(folder)
            same_bytes(folder, matrices[-1])
    print("files:", ", ".join(f"{n} {what}" for what, n in checked.items()))
    assert all(checked.values()), checked


if __name__ == "__main__":
    sys.exit(main())

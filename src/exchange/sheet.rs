//! Small tables as CSV: read with forgiveness for delimiters, written the same on every machine, and safe to open in a spreadsheet.
//!
//! **Formulas.** A spreadsheet runs a cell that begins with `=`, `+`, `-`, `@`, a tab or a line end. Such a cell is written with an apostrophe before it, and
//! the apostrophe is taken off again when it is read. Plain numbers (`-5`) are left alone. A text that itself begins with apostrophes and
//! such a sign gets one apostrophe more, so that every text comes back as it was.

use super::lines::place;
use crate::fault::{Fault, Outcome};

/// A table with headings.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Sheet {
    /// Name of the file, for faults.
    file: String,
    /// Headings as written, trimmed.
    pub headings: Vec<String>,
    /// The rows; blank ones are left out.
    pub rows: Vec<Row>,
}

/// A row of a [`Sheet`].
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Row {
    /// Line of the file in which it begins, counted from 1.
    pub line: usize,
    cells: Vec<String>,
}

impl Row {
    /// What stands in a column; empty when the column is not there or the row is too short.
    pub fn cell(&self, column: Option<usize>) -> &str {
        column.and_then(|c| self.cells.get(c)).map_or("", String::as_str)
    }
}

impl Sheet {
    /// Reads a table delimited by commas, semicolons or tabs (whichever the heading line has most of).
    ///
    /// Errors: no headings, a quotation mark that is never closed, a row with more cells than there are headings; each with its line.
    pub fn read(file: &str, text: &str) -> Outcome<Self> {
        let text = text.strip_prefix('\u{FEFF}').unwrap_or(text).replace("\r\n", "\n");
        let delimiter = delimiter(&text);
        if let Some(line) = unclosed_quote(&text, delimiter) {
            return Err(Fault::data("the quotation mark that opens here is never closed").at(place(file, line)));
        }
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(delimiter)
            .from_reader(text.as_bytes());
        let (mut rows, mut line, mut counted) = (Vec::new(), 1, 0);
        for record in reader.records() {
            let record = record.map_err(|e| Fault::data(format!("this is no CSV: {e}")).at(file))?;
            // The position is that of the blank lines before the record, where there are some.
            let from = record.position().map_or(0, |p| p.byte() as usize);
            let start = from + text.as_bytes()[from..].iter().take_while(|b| **b == b'\n').count();
            line += text.as_bytes()[counted..start].iter().filter(|b| **b == b'\n').count();
            counted = start;
            rows.push(Row { line, cells: record.iter().map(unguard).collect() });
        }
        if rows.is_empty() {
            return Err(Fault::data("the file is empty").at(file).hint("it needs a line of headings at least"));
        }
        let headings: Vec<String> = rows.remove(0).cells.iter().map(|h| h.trim().to_owned()).collect();
        rows.retain(|r| r.cells.iter().any(|c| !c.trim().is_empty()));
        for row in &rows {
            if row.cells.iter().skip(headings.len()).any(|c| !c.trim().is_empty()) {
                let (cells, under) = (row.cells.len(), headings.len());
                return Err(Fault::data(format!("the row has {cells} cells, but there are {under} headings"))
                    .at(place(file, row.line))
                    .hint("a cell with a delimiter in it must stand in quotation marks"));
            }
        }
        Ok(Self { file: file.to_owned(), headings, rows })
    }

    /// The column with one of these headings (compared without case); the first name that is there wins.
    pub fn column(&self, names: &[&str]) -> Option<usize> {
        names.iter().find_map(|name| self.headings.iter().position(|h| h.to_lowercase() == *name))
    }

    /// The column with this heading.
    ///
    /// Errors: there is none.
    pub fn need(&self, name: &str) -> Outcome<usize> {
        self.column(&[name]).ok_or_else(|| {
            let have = self.headings.join(", ");
            Fault::data(format!("there is no column “{name}”"))
                .at(place(&self.file, 1))
                .hint(format!("columns: {have}"))
        })
    }

    /// A fault in a row.
    pub fn fault(&self, row: &Row, what: impl Into<String>) -> Fault {
        Fault::data(what).at(place(&self.file, row.line))
    }
}

/// Writes a table with commas, LF, and quotation marks where a cell needs them.
pub fn write<'a>(headings: impl IntoIterator<Item = &'a str>, rows: impl IntoIterator<Item = Vec<String>>) -> String {
    let mut out = String::new();
    line(&mut out, headings.into_iter().map(guard));
    for row in rows {
        line(&mut out, row.iter().map(|c| guard(c)));
    }
    out
}

fn line(out: &mut String, cells: impl Iterator<Item = String>) {
    let before = out.len();
    for (n, cell) in cells.enumerate() {
        if n > 0 {
            out.push(',');
        }
        // Semicolons and tabs too: a heading full of them must not be taken for a line with another delimiter.
        if cell.contains([',', ';', '\t', '"', '\n', '\r']) || cell.starts_with(' ') || cell.ends_with(' ') {
            out.push('"');
            out.push_str(&cell.replace('"', "\"\""));
            out.push('"');
        } else {
            out.push_str(&cell);
        }
    }
    if out.len() == before {
        out.push_str("\"\""); // a row of one empty cell, which would otherwise be a blank line
    }
    out.push('\n');
}

/// A cell made safe for a spreadsheet.
pub fn guard(cell: &str) -> String {
    let bare = cell.trim_start_matches('\'');
    let formula = bare.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']);
    let number = bare.len() == cell.len() && is_number(cell);
    if formula && !number { format!("'{cell}") } else { cell.to_owned() }
}

/// A guarded cell as it was.
pub fn unguard(cell: &str) -> String {
    let bare = cell.trim_start_matches('\'');
    let guarded = bare.len() < cell.len() && bare.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']);
    if guarded { cell[1..].to_owned() } else { cell.to_owned() }
}

fn is_number(cell: &str) -> bool {
    let digits = cell.strip_prefix(['+', '-']).unwrap_or(cell);
    !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit() || b == b'.') && digits.matches('.').count() <= 1
}

/// The delimiter of which the first line has most, outside quotation marks.
fn delimiter(text: &str) -> u8 {
    let (mut counts, mut quoted) = ([0_usize; 3], false);
    for byte in text.bytes() {
        match byte {
            b'"' => quoted = !quoted,
            b'\n' if !quoted => break,
            b',' if !quoted => counts[0] += 1,
            b';' if !quoted => counts[1] += 1,
            b'\t' if !quoted => counts[2] += 1,
            _ => {}
        }
    }
    match counts {
        [commas, semicolons, tabs] if tabs > commas && tabs > semicolons => b'\t',
        [commas, semicolons, _] if semicolons > commas => b';',
        _ => b',',
    }
}

/// The line in which a quotation mark opens that is never closed.
fn unclosed_quote(text: &str, delimiter: u8) -> Option<usize> {
    let (mut line, mut opened, mut fresh) = (1, None, true);
    let mut bytes = text.bytes().peekable();
    while let Some(byte) = bytes.next() {
        line += usize::from(byte == b'\n');
        match (byte, opened) {
            (b'"', Some(_)) if bytes.next_if_eq(&b'"').is_some() => {}
            (b'"', Some(_)) => opened = None,
            (_, Some(_)) => {}
            (b'"', None) if fresh => opened = Some(line),
            _ => {}
        }
        fresh = opened.is_none() && (byte == delimiter || byte == b'\n');
    }
    opened
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn cells(sheet: &Sheet) -> Vec<Vec<String>> {
        sheet.rows.iter().map(|r| r.cells.clone()).collect()
    }

    #[test]
    fn delimiters_are_found_and_lines_counted() {
        for text in ["a,b\n\"x\ny\",2\n3,4\n", "a;b\r\n\"x\r\ny\";2\r\n3;4\r\n", "\u{FEFF}a\tb\n\"x\ny\"\t2\n\n3\t4"] {
            let sheet = Sheet::read("t.csv", text).unwrap();
            assert_eq!(sheet.headings, ["a", "b"]);
            assert_eq!(cells(&sheet), [["x\ny", "2"], ["3", "4"]]);
        }
        let sheet = Sheet::read("t.csv", "a,b\n\"x\ny\",2\n\n3,4\n").unwrap();
        assert_eq!(sheet.rows.iter().map(|r| r.line).collect::<Vec<_>>(), [2, 5]);
    }

    #[test]
    fn damage_is_named_with_its_line() {
        let place = |text: &str| Sheet::read("t.csv", text).unwrap_err().place.unwrap();
        assert_eq!(place("a,b\n1,2\n\"3,4\n5,6\n"), "t.csv, line 3");
        assert_eq!(place("a,b\n1,2,3\n"), "t.csv, line 2");
        assert_eq!(place(""), "t.csv");
        assert_eq!(Sheet::read("t.csv", "a\n").unwrap().need("b").unwrap_err().place.unwrap(), "t.csv, line 1");
    }

    #[test]
    fn formulas_are_guarded_and_numbers_are_not() {
        assert_eq!(guard("=1+1"), "'=1+1");
        assert_eq!(guard("-5.5"), "-5.5");
        assert_eq!(guard("- yes"), "'- yes");
        assert_eq!(guard("'tis"), "'tis");
        assert_eq!(guard("'=x"), "''=x");
    }

    proptest! {
        #[test]
        fn every_table_comes_back_as_it_was(rows in proptest::collection::vec(
            proptest::collection::vec("([=+@'\"-]{0,2}[ -~\n\té漢🙂שلا;]{0,8}){1}", 3), 0..6))
        {
            let text = write(["a;b;c;d;e", "=b", "c"], rows.clone());
            let sheet = Sheet::read("t.csv", &text).unwrap();
            prop_assert_eq!(&sheet.headings, &["a;b;c;d;e", "=b", "c"]);
            let kept: Vec<Vec<String>> = rows.into_iter().filter(|r| r.iter().any(|c| !c.trim().is_empty())).collect();
            prop_assert_eq!(cells(&sheet), kept);
        }
    }
}

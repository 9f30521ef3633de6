use super::Passages;
use crate::matrix::{Cell, State, Table};
use crate::report::TOTAL;
use crate::report::frame::{Frame, Line};
use crate::report::listing::columns;
use crate::report::markup::{backwards, escaped};
use std::fmt::Write;

/// Texts from this width on get a wide column.
const LONG: usize = 28;

/// Labels up to this width are not broken, however many columns want room.
const SHORT: usize = 24;

/// Tables with fewer rows need no filter.
const FEW: usize = 6;

/// A table with its filter above and its notes below.
pub(super) fn write<'p>(out: &mut String, table: &'p Table, passages: &mut Passages<'p>) {
    let frame = Frame::of(table);
    let way = if backwards(&table.label, &table.title) { " dir=\"rtl\"" } else { "" };
    let _ = writeln!(out, "<section class=\"matrix\"{way}>");
    if !table.title.is_empty() {
        let _ = writeln!(out, "<h2 dir=\"auto\">{}</h2>", escaped(&table.title));
    }
    let quotes = table.cells().any(|(.., cell)| !cell.evidence.is_empty());
    let few = table.rows.len() < FEW;
    let hint = if quotes { "Click a cell, or press Enter in it, to read its quotes." } else { "" };
    let filter = "<input type=\"search\" placeholder=\"Filter rows  /\" aria-label=\"Filter rows\" dir=\"auto\"><output></output>";
    if !few || quotes {
        let filter = if few { "" } else { filter };
        let _ = writeln!(out, "<div class=\"bar\">{filter}<span class=\"hint\" dir=\"ltr\">{hint}</span></div>");
    }
    out.push_str("<div class=\"scroll\"><table role=\"grid\">\n<thead>");
    for (n, line) in frame.head.iter().enumerate() {
        out.push_str("<tr>");
        for head in line {
            let mut classes = Vec::new();
            classes.extend((head.column == 0).then_some("label"));
            let over = n + head.down < frame.head.len();
            classes.extend(over.then_some("over"));
            classes.extend((!over && frame.numeric[head.column]).then_some("n"));
            classes.extend((head.shade > 0).then(|| ["s0", "s1", "s2", "s3", "s4"][usize::from(head.shade)]));
            let class = if classes.is_empty() { String::new() } else { format!(" class=\"{}\"", classes.join(" ")) };
            let across = if head.across > 1 { format!(" colspan=\"{}\"", head.across) } else { String::new() };
            let down = if head.down > 1 { format!(" rowspan=\"{}\"", head.down) } else { String::new() };
            let place = if over { String::new() } else { format!(" data-c=\"{}\"", head.column) };
            let scope = if over { "colgroup" } else { "col" };
            let text = escaped(head.text);
            let _ = write!(out, "<th scope=\"{scope}\"{class}{across}{down}{place} dir=\"auto\">{text}</th>");
        }
        out.push_str("</tr>\n");
    }
    out.push_str("</thead>\n");
    rows(out, table, &frame, passages);
    out.push_str("</table></div>\n");
    if !table.notes.is_empty() {
        let notes: Vec<String> =
            table.notes.iter().map(|n| format!("<span dir=\"auto\">{}</span>", escaped(n))).collect();
        let _ = writeln!(out, "<p class=\"notes\">{}</p>", notes.join("<br>\n"));
    }
    out.push_str("</section>\n");
}

fn rows<'p>(out: &mut String, table: &'p Table, frame: &Frame<'p>, passages: &mut Passages<'p>) {
    let mut open = false;
    let begin = |out: &mut String, open: &mut bool, group: bool| {
        if *open {
            out.push_str("</tbody>\n");
        }
        out.push_str(if group { "<tbody class=\"group\">\n" } else { "<tbody>\n" });
        *open = true;
    };
    let long: Vec<bool> = frame.needs(LONG).iter().map(|(_, line)| *line >= LONG).collect();
    for line in &frame.lines {
        match line {
            Line::Group { name, shade } => {
                begin(out, &mut open, true);
                let (all, name) = (frame.width(), escaped(name));
                let _ = writeln!(
                    out,
                    "<tr class=\"group s{shade}\"><th scope=\"rowgroup\" colspan=\"{all}\" dir=\"auto\"><span>{name}</span></th></tr>"
                );
            }
            Line::Row { label, shade, cells } => {
                if !open {
                    begin(out, &mut open, false);
                }
                let _ = write!(
                    out,
                    "<tr class=\"row s{shade}\"><th scope=\"row\" class=\"label{}\" dir=\"auto\">{}</th>",
                    if columns(label) <= SHORT { " short" } else { "" },
                    escaped(label)
                );
                for (c, cell) in cells.iter().enumerate() {
                    let opens = c < table.columns.len();
                    write_cell(out, *cell, (frame.numeric[c + 1], long[c + 1]), passages, opens);
                }
                out.push_str("</tr>\n");
            }
            Line::Totals(cells) => {
                begin(out, &mut open, false);
                let _ = write!(out, "<tr class=\"totals\"><th scope=\"row\" class=\"label\">{TOTAL}</th>");
                for (c, cell) in cells.iter().enumerate() {
                    write_cell(out, *cell, (frame.numeric[c + 1], false), passages, false);
                }
                out.push_str("</tr>\n");
            }
        }
    }
    if open {
        out.push_str("</tbody>\n");
    }
}

fn write_cell<'p>(
    out: &mut String,
    cell: Option<&'p Cell>,
    (numeric, long): (bool, bool),
    passages: &mut Passages<'p>,
    opens: bool,
) {
    let Some(cell) = cell else {
        out.push_str("<td></td>");
        return;
    };
    let mut classes = Vec::new();
    classes.extend(numeric.then_some("n"));
    classes.extend((long && columns(&cell.value) > 0).then_some("long"));
    if !matches!(cell.state, State::Value | State::Count | State::Essence) {
        classes.push(cell.state.word());
    }
    let class = if classes.is_empty() { String::new() } else { format!(" class=\"{}\"", classes.join(" ")) };
    let mut more = String::new();
    if opens && !cell.evidence.is_empty() {
        let numbers: Vec<String> = cell.evidence.iter().map(|e| passages.number(e).to_string()).collect();
        more = format!(" data-e=\"{}\"", numbers.join(" "));
    }
    let title = match cell.state {
        State::Stale => " title=\"the evidence changed after this was written\"",
        State::Unsupported => " title=\"no passage behind it\"",
        State::NotCoded => " title=\"not coded yet\"",
        State::Undefined => " title=\"this number cannot be had\"",
        State::NotApplicable => " title=\"does not apply\"",
        _ => "",
    };
    let _ = write!(out, "<td{class}{more}{title} dir=\"auto\">{}</td>", escaped(&cell.value));
}

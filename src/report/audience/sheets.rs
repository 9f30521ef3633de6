//! The cells of a spreadsheet under the names by which a person finds them: `sheet Matrix, cell B3`.

use super::readings::{Reading, Run, unescaped};
use quick_xml::events::Event;
use std::collections::BTreeMap;

/// The texts of all cells, sheet by sheet in the order of the cells; nothing for archives that are no spreadsheets. What cannot be read here is read with the
/// parts of the archive all the same.
pub(super) fn cells(parts: &[(String, Vec<u8>)]) -> Vec<Run> {
    let part = |name: &str| parts.iter().find(|(n, _)| n == name).and_then(|(_, b)| std::str::from_utf8(b).ok());
    let Some(strings) = part("xl/sharedStrings.xml").map(shared) else { return Vec::new() };
    let names = part("xl/workbook.xml").map(sheet_names).unwrap_or_default();
    let mut sheets: BTreeMap<usize, Run> = BTreeMap::new();
    for (name, content) in parts {
        let number =
            name.strip_prefix("xl/worksheets/sheet").and_then(|n| n.strip_suffix(".xml")?.parse::<usize>().ok());
        if let (Some(number), Ok(text)) = (number, std::str::from_utf8(content)) {
            let sheet = names.get(number - 1).cloned().unwrap_or_else(|| number.to_string());
            sheets.insert(number, cells_of(text, &sheet, &strings));
        }
    }
    sheets.into_values().collect()
}

fn attribute(tag: &quick_xml::events::BytesStart<'_>, key: &str) -> Option<String> {
    let found = tag.attributes().flatten().find(|a| a.key.as_ref() == key)?;
    Some(unescaped(&found.value))
}

/// The text of every string, its runs put together.
fn shared(xml: &str) -> Vec<String> {
    let mut reader = quick_xml::Reader::from_str(xml);
    let (mut out, mut open) = (Vec::new(), None::<String>);
    while let Ok(event) = reader.read_event() {
        match event {
            Event::Start(tag) if tag.name().as_ref() == "si" => open = Some(String::new()),
            Event::End(tag) if tag.name().as_ref() == "si" => out.extend(open.take()),
            event => add_text(event, &mut open),
        }
        if reader.buffer_position() as usize >= xml.len() {
            break;
        }
    }
    out
}

/// Adds what an event says to an open text.
fn add_text(event: Event<'_>, open: &mut Option<String>) {
    let Some(text) = open else { return };
    match event {
        Event::Text(t) => text.push_str(&t),
        Event::CData(t) => text.push_str(&t),
        Event::GeneralRef(name) => {
            text.push_str(&unescaped(&format!("&{};", &*name)));
        }
        _ => {}
    }
}

fn sheet_names(xml: &str) -> Vec<String> {
    let mut reader = quick_xml::Reader::from_str(xml);
    let mut out = Vec::new();
    while let Ok(event) = reader.read_event() {
        match event {
            Event::Start(tag) | Event::Empty(tag) if tag.name().as_ref() == "sheet" => {
                out.extend(attribute(&tag, "name"));
            }
            Event::Eof => break,
            _ => {}
        }
    }
    out
}

fn cells_of(xml: &str, sheet: &str, strings: &[String]) -> Run {
    let mut reader = quick_xml::Reader::from_str(xml);
    let mut out = Run::new();
    let (mut cell, mut kind, mut value) = (String::new(), String::new(), None::<String>);
    while let Ok(event) = reader.read_event() {
        match event {
            Event::Eof => break,
            Event::Start(tag) if tag.name().as_ref() == "c" => {
                cell = attribute(&tag, "r").unwrap_or_default();
                kind = attribute(&tag, "t").unwrap_or_default();
                value = Some(String::new());
            }
            Event::End(tag) if tag.name().as_ref() == "c" => {
                let raw = value.take().unwrap_or_default();
                let shared =
                    (kind == "s").then(|| raw.trim().parse::<usize>().ok().and_then(|n| strings.get(n)).cloned());
                let text = shared.flatten().unwrap_or(raw);
                out.push(Reading { place: format!("sheet {sheet}, cell {cell}"), text });
            }
            event => add_text(event, &mut value),
        }
    }
    out
}

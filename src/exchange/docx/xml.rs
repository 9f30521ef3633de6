//! Small helpers over quick-xml: names without prefixes, text with its references resolved, no document type.

use super::package::damaged;
use crate::fault::{Fault, Outcome};
use quick_xml::Reader;
use quick_xml::events::{BytesRef, BytesStart, Event};

/// A part's bytes as text: UTF-8, or UTF-16 with its mark.
pub(super) fn decode(bytes: Vec<u8>, name: &str) -> Outcome<String> {
    if let Some((encoding, skip)) = encoding_rs::Encoding::for_bom(&bytes) {
        return Ok(encoding.decode_without_bom_handling(&bytes[skip..]).0.into_owned());
    }
    String::from_utf8(bytes).map_err(|_| damaged(&format!("the part {name} is not UTF-8")))
}

/// Calls `see` with every event. A document type is refused: no entity is ever expanded.
pub(super) fn walk(xml: &str, mut see: impl FnMut(Event)) -> Outcome<()> {
    let mut reader = Reader::from_str(xml);
    let config = reader.config_mut();
    config.check_end_names = false;
    config.allow_dangling_amp = true;
    loop {
        match reader.read_event() {
            Ok(Event::Eof) => return Ok(()),
            Ok(Event::DocType(_)) => {
                return Err(Fault::data("the document's XML declares a document type (DOCTYPE), which can hide harmful entities: it is not read")
                    .hint("open it in a word processor and save it again"));
            }
            Ok(event) => see(event),
            Err(e) => return Err(damaged(&format!("its XML breaks off at byte {} ({e})", reader.error_position()))),
        }
    }
}

/// An element's name without its prefix.
pub(super) fn local<'a>(element: &'a BytesStart) -> &'a str {
    let name = element.name().into_inner();
    name.rsplit_once(':').map_or(name, |(_, local)| local)
}

/// An attribute's value by its name without prefix.
pub(super) fn attribute(element: &BytesStart, name: &str) -> Option<String> {
    element.attributes().with_checks(false).flatten().find_map(|a| {
        let key = a.key.into_inner();
        let local = key.rsplit_once(':').map_or(key, |(_, local)| local);
        (local == name)
            .then(|| quick_xml::escape::unescape(&a.value).map_or_else(|_| a.value.to_string(), |v| v.into_owned()))
    })
}

/// What a reference stands for; an unknown one becomes U+FFFD.
pub(super) fn resolve(reference: &BytesRef) -> char {
    if let Ok(Some(c)) = reference.resolve_char_ref() {
        return c;
    }
    match &**reference {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        _ => '\u{FFFD}',
    }
}

/// The attributes of every element of one name.
pub(super) fn elements(xml: &str, name: &str) -> Outcome<Vec<Vec<(String, String)>>> {
    let mut out = Vec::new();
    walk(xml, |event| {
        if let Event::Start(e) | Event::Empty(e) = &event
            && local(e) == name
        {
            let owned =
                |a: quick_xml::events::attributes::Attribute| (a.key.into_inner().to_owned(), a.value.to_string());
            out.push(e.attributes().with_checks(false).flatten().map(owned).collect());
        }
    })?;
    Ok(out)
}

/// Every element that holds nothing but text: its name and the text.
pub(super) fn leaves(xml: &str) -> Outcome<Vec<(String, String)>> {
    let mut out = Vec::new();
    let mut open: Option<(String, String)> = None;
    walk(xml, |event| match event {
        Event::Start(e) => open = Some((local(&e).to_owned(), String::new())),
        Event::Text(t) => {
            if let Some((_, text)) = &mut open {
                text.push_str(&t);
            }
        }
        Event::GeneralRef(r) => {
            if let Some((_, text)) = &mut open {
                text.push(resolve(&r));
            }
        }
        Event::End(_) => out.extend(open.take()),
        _ => {}
    })?;
    Ok(out)
}

//! Which paragraph styles are headings, whatever they are called in the language of the program.

use super::xml::{attribute, local, walk};
use crate::fault::Outcome;
use quick_xml::events::Event;
use std::collections::HashMap;

/// Heading levels by the styles' ids.
#[derive(Debug, Default)]
pub(super) struct Levels {
    by_id: HashMap<String, u8>,
}

/// One style as its part describes it.
#[derive(Default)]
struct Style {
    level: Option<u8>,
    based_on: Option<String>,
}

impl Levels {
    /// The level of a style, if it is a heading. Ids of Word's own heading styles count even when the part that describes them is missing.
    pub(super) fn of(&self, id: &str) -> Option<u8> {
        self.by_id.get(id).copied().or_else(|| by_name(id))
    }
}

/// Reads the part that describes the styles.
pub(super) fn headings(xml: &str) -> Outcome<Levels> {
    let mut styles: HashMap<String, Style> = HashMap::new();
    let mut now = String::new();
    walk(xml, |event| {
        let (Event::Start(e) | Event::Empty(e)) = &event else { return };
        let value = || attribute(e, "val").unwrap_or_default();
        match local(e) {
            "style" => {
                now = attribute(e, "styleId").unwrap_or_default();
                styles.insert(now.clone(), Style::default());
            }
            "name" => {
                if let (Some(style), Some(level)) = (styles.get_mut(&now), by_name(&value())) {
                    style.level = Some(level);
                }
            }
            "basedOn" => {
                if let Some(style) = styles.get_mut(&now) {
                    style.based_on = Some(value());
                }
            }
            "outlineLvl" => {
                if let Some(style) = styles.get_mut(&now) {
                    style.level = style.level.or_else(|| outline(&value()));
                }
            }
            _ => {}
        }
    })?;
    let level = |id: &String| {
        let mut at = id;
        // Styles that are based on one another in a circle end here too.
        for _ in 0..12 {
            let style = styles.get(at)?;
            if style.level.is_some() {
                return style.level;
            }
            at = style.based_on.as_ref()?;
        }
        None
    };
    Ok(Levels { by_id: styles.keys().filter_map(|id| Some((id.clone(), level(id)?))).collect() })
}

/// `heading 2`, `Heading2`, `Title`: the built-in names are English in every language's Word.
fn by_name(name: &str) -> Option<u8> {
    let lower = name.to_lowercase();
    if lower == "title" {
        return Some(1);
    }
    let number = lower.strip_prefix("heading")?.trim();
    number.parse().ok().filter(|n| (1..=9).contains(n))
}

/// An outline level, counted from 0; 9 means body text.
pub(super) fn outline(value: &str) -> Option<u8> {
    value.parse::<u8>().ok().filter(|n| *n < 9).map(|n| n + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_are_known_by_name_by_outline_and_by_what_they_are_based_on() {
        let xml = r#"<w:styles xmlns:w="w"><w:style w:styleId="Titre2"><w:name w:val="heading 2"/></w:style>
            <w:style w:styleId="Mine"><w:name w:val="Mine"/><w:basedOn w:val="Titre2"/></w:style>
            <w:style w:styleId="Out"><w:name w:val="Out"/><w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style>
            <w:style w:styleId="A"><w:basedOn w:val="B"/></w:style><w:style w:styleId="B"><w:basedOn w:val="A"/></w:style></w:styles>"#;
        let levels = headings(xml).unwrap();
        assert_eq!(
            ["Titre2", "Mine", "Out", "A", "Heading3", "Normal"].map(|id| levels.of(id)),
            [Some(2), Some(2), Some(1), None, Some(3), None]
        );
    }
}

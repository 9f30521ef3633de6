//! The zip archive of a Word document. Nothing it states about itself is believed: every part is read up to a limit of our own.

use super::xml;
use crate::fault::{Fault, Outcome};
use std::io::{Cursor, Read};
use zip::ZipArchive;
use zip::result::ZipError;

/// The largest part that is unpacked, in bytes.
const LARGEST: u64 = 512 << 20;
/// How many times larger than the whole file a part may be.
const RATIO: u64 = 200;
/// What a part may have in any case, in bytes.
const SMALL: u64 = 1 << 20;

/// An opened archive.
pub(super) struct Package<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
    limit: u64,
}

/// A fault that says what is damaged.
pub(super) fn damaged(what: &str) -> Fault {
    Fault::data(format!("the Word document is damaged: {what}")).hint("open it in a word processor and save it again")
}

impl<'a> Package<'a> {
    pub(super) fn open(bytes: &'a [u8]) -> Outcome<Self> {
        let archive =
            ZipArchive::new(Cursor::new(bytes)).map_err(|e| damaged(&format!("its archive cannot be read ({e})")))?;
        Ok(Self { archive, limit: LARGEST.min((bytes.len() as u64).saturating_mul(RATIO).max(SMALL)) })
    }

    /// The part that holds the text: what the package's relations name, else `word/document.xml`.
    pub(super) fn main_part(&mut self) -> Outcome<String> {
        let usual = "word/document.xml";
        let Some(relations) = self.part("_rels/.rels")? else { return Ok(usual.to_owned()) };
        let target = xml::elements(&relations, "Relationship")?.into_iter().find_map(|attributes| {
            let of = |name: &str| attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str());
            of("Type").filter(|kind| kind.ends_with("/officeDocument")).and_then(|_| of("Target")).map(str::to_owned)
        });
        let target = target
            .map(|t| t.trim_start_matches(['/', '.']).to_owned())
            .filter(|t| self.archive.index_for_name(t).is_some());
        Ok(target.unwrap_or_else(|| usual.to_owned()))
    }

    /// A part as text; `None` when there is none of that name.
    pub(super) fn part(&mut self, name: &str) -> Outcome<Option<String>> {
        let limit = self.limit;
        let entry = match self.archive.by_name(name) {
            Ok(entry) => entry,
            Err(ZipError::FileNotFound) => return Ok(None),
            Err(ZipError::UnsupportedArchive(why)) if why.to_ascii_lowercase().contains("password") => {
                return Err(
                    Fault::data("the Word document is protected by a password").hint("save it without a password")
                );
            }
            Err(e) => return Err(damaged(&format!("the part {name} cannot be read ({e})"))),
        };
        let mut bytes = Vec::new();
        let read = entry.take(limit + 1).read_to_end(&mut bytes);
        if bytes.len() as u64 > limit {
            return Err(Fault::data(format!(
                "the part {name} unpacks to more than {} MB out of a far smaller file: it is made to fill memory",
                limit >> 20
            ))
            .hint("it is not read; where a real document is that large, save it again in a word processor"));
        }
        read.map_err(|e| damaged(&format!("the part {name} cannot be unpacked ({e})")))?;
        xml::decode(bytes, name).map(Some)
    }
}

//! Places in small text files: what is wrong is said with file and line.

use crate::fault::{Fault, Outcome};
use serde::de::DeserializeOwned;

/// `codings.csv, line 12`.
pub(super) fn place(file: &str, line: usize) -> String {
    format!("{file}, line {line}")
}

/// The line, counted from 1, in which a byte stands.
pub(super) fn line_of(text: &str, byte: usize) -> usize {
    text.as_bytes()[..byte.min(text.len())].iter().filter(|b| **b == b'\n').count() + 1
}

/// The bytes of a file as text, without a byte-order mark.
///
/// Errors: a byte sequence that is no UTF-8, with its line.
pub(super) fn utf8<'a>(file: &str, bytes: &'a [u8]) -> Outcome<&'a str> {
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok(text.strip_prefix('\u{FEFF}').unwrap_or(text)),
        Err(fault) => {
            let line = bytes[..fault.valid_up_to()].iter().filter(|b| **b == b'\n').count() + 1;
            Err(Fault::data("this is no UTF-8").at(place(file, line)).hint("save the file as UTF-8"))
        }
    }
}

/// Reads TOML into a type.
///
/// Errors: what TOML or the type does not allow, with its line.
pub(super) fn toml<T: DeserializeOwned>(file: &str, text: &str) -> Outcome<T> {
    toml::from_str(text).map_err(|fault| {
        let at = match fault.span() {
            Some(span) => place(file, line_of(text, span.start)),
            None => file.to_owned(),
        };
        Fault::data(fault.message().trim().replace('\n', "; ")).at(at)
    })
}

/// A line `key = "value"` of TOML.
pub(super) fn toml_line(out: &mut String, key: &str, value: &str) {
    out.push_str(key);
    out.push_str(" = ");
    out.push_str(&literal(value));
    out.push('\n');
}

/// A string as TOML writes it.
pub(super) fn literal(value: &str) -> String {
    toml::Value::String(value.to_owned()).to_string()
}

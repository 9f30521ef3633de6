//! Lines to cues, for SubRip and WebVTT alike.

use crate::document::Warning;

/// One cue: times in milliseconds and its lines with their markup.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Cue {
    pub start: u64,
    pub end: u64,
    pub text: String,
}

/// Reads cues. A line with two times opens one; a number or name on the line before it is its identifier; blocks that begin with `NOTE`, `STYLE` or
/// `REGION` are left out; a blank line inside a cue belongs to it.
pub(super) fn cues(text: &str, warnings: &mut Vec<Warning>) -> Vec<Cue> {
    let lines: Vec<&str> = text.split('\n').collect();
    let vtt = text.trim_start().starts_with("WEBVTT");
    let mut out: Vec<Cue> = Vec::new();
    let mut skipping = vtt;
    let mut blank = true;
    let mut lost = 0usize;
    for (n, line) in lines.iter().enumerate() {
        if let Some((start, end)) = timing(line) {
            if end < start {
                warnings.push(Warning::at(n + 1, "a cue ends before it begins"));
            }
            out.push(Cue { start, end: end.max(start), text: String::new() });
            (skipping, blank) = (false, false);
            continue;
        }
        if line.trim().is_empty() {
            (skipping, blank) = (false, true);
            continue;
        }
        if line.contains("-->") && line.trim_start().starts_with(|c: char| c.is_ascii_digit()) {
            warnings
                .push(Warning::at(n + 1, "times that cannot be read: the words after them stay with the cue before"));
            continue;
        }
        if blank && vtt && is_block(line) {
            skipping = true;
        }
        if skipping || is_identifier(&lines, n, blank, vtt) {
            blank = false;
            continue;
        }
        match out.last_mut() {
            Some(cue) => {
                if !cue.text.is_empty() {
                    cue.text.push('\n');
                }
                cue.text.push_str(line);
            }
            None => lost += 1,
        }
        blank = false;
    }
    if lost > 0 {
        warnings.push(Warning::new(format!(
            "{lost} line{} before the first cue left out",
            if lost == 1 { "" } else { "s" }
        )));
    }
    out
}

/// `NOTE …`, `STYLE`, `REGION`: blocks of WebVTT that are not spoken.
fn is_block(line: &str) -> bool {
    ["NOTE", "STYLE", "REGION"].iter().any(|word| {
        line.trim_end() == *word || line.strip_prefix(word).is_some_and(|rest| rest.starts_with([' ', '\t', ':']))
    })
}

/// A cue's number (SubRip) or name (WebVTT): the line just before its times.
fn is_identifier(lines: &[&str], n: usize, blank: bool, vtt: bool) -> bool {
    let before_times = lines.get(n + 1).is_some_and(|next| next.contains("-->"));
    let number = lines[n].trim().bytes().all(|b| b.is_ascii_digit());
    before_times && (number || vtt && blank)
}

/// `00:00:01.000 --> 00:00:02.000 align:start`
fn timing(line: &str) -> Option<(u64, u64)> {
    let (from, to) = line.split_once("-->")?;
    let to = to.trim_start();
    let to = to.find(|c: char| c.is_whitespace()).map_or(to, |at| &to[..at]);
    Some((timestamp(from)?, timestamp(to)?))
}

/// A time in milliseconds: hours may be missing, the fraction may follow `.`, `,` or `:`, numbers may have fewer digits than they should.
pub(in crate::exchange) fn timestamp(text: &str) -> Option<u64> {
    let text = text.trim();
    if text.len() > 24 || !text.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let (clock, fraction) = match text.rsplit_once(['.', ',']) {
        Some((clock, fraction)) => (clock, Some(fraction)),
        None => (text, None),
    };
    let parts: Option<Vec<u64>> = clock.split(':').map(|p| p.trim().parse().ok()).collect();
    let parts = parts?;
    let (seconds, extra) = match (parts.as_slice(), fraction) {
        ([m, s], _) => (m.checked_mul(60)?.checked_add(*s)?, 0),
        ([h, m, s], _) => (h.checked_mul(3600)?.checked_add(m.checked_mul(60)?)?.checked_add(*s)?, 0),
        ([h, m, s, ms], None) => (h.checked_mul(3600)?.checked_add(m.checked_mul(60)?)?.checked_add(*s)?, *ms),
        _ => return None,
    };
    let ms = match fraction {
        Some(f) if f.bytes().all(|b| b.is_ascii_digit()) && !f.is_empty() => {
            let three: String = f.chars().chain("00".chars()).take(3).collect();
            three.parse().ok()?
        }
        Some(_) => return None,
        None => extra,
    };
    seconds.checked_mul(1000)?.checked_add(ms)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_however_they_are_written() {
        assert_eq!(timestamp("00:00:01,500"), Some(1500));
        assert_eq!(timestamp("01:01.5"), Some(61_500));
        assert_eq!(timestamp("1:00:00:250"), Some(3_600_250));
        assert_eq!(timestamp("0:0:1"), Some(1000));
        assert_eq!(timestamp("18446744073709551615:00"), None);
        assert_eq!(timestamp("noon"), None);
        assert_eq!(timing("00:01.000-->00:02.000 line:0 align:start"), Some((1000, 2000)));
    }
}

//! What the terminal can show: from the environment, the settings and its own answers.

use super::look::{Depth, Look};
use crate::session::{Origin, Settings};

/// How many colours the environment speaks for: `NO_COLOR` and `CLICOLOR=0` mean none; `CLICOLOR_FORCE` means some even where `TERM` promises none
/// (<https://no-color.org>, <https://bixense.com/clicolors>); `COLORTERM` and `TERM` say how many.
pub fn depth(var: &impl Fn(&str) -> Option<String>) -> Depth {
    let set = |name: &str| var(name).filter(|v| !v.is_empty());
    let forced = set("CLICOLOR_FORCE").is_some_and(|v| v != "0");
    if set("NO_COLOR").is_some() || (set("CLICOLOR").is_some_and(|v| v == "0") && !forced) {
        return Depth::None;
    }
    let term = set("TERM").unwrap_or_default();
    if set("COLORTERM").is_some_and(|v| v.contains("truecolor") || v.contains("24bit")) || term.ends_with("-direct") {
        Depth::True
    } else if term.contains("256color") || term.contains("kitty") {
        Depth::Palette
    } else if (term == "dumb" || term.starts_with("vt1") || term.starts_with("vt2")) && !forced {
        Depth::None
    } else {
        Depth::Sixteen
    }
}

/// How things look by the settings and the environment, and whether the terminal should be asked for its ground.
pub fn look(settings: &Settings, var: impl Fn(&str) -> Option<String>) -> (Look, bool) {
    let set = |name: &str| match name {
        "CASEBOOK_COLOUR" => Some(settings.word("colour").to_owned()),
        "CASEBOOK_GLYPHS" => Some(settings.word("glyphs").to_owned()),
        "CASEBOOK_BIDI" => Some(settings.word("bidi").to_owned()),
        _ => var(name),
    };
    let mut look = Look::detect(set);
    if settings.word("glyphs") == "unicode" {
        look.ascii = false;
    }
    // Where lines and marks take two cells, every column would be off: ASCII has no such characters.
    look.wide = settings.word("ambiguous") == "wide";
    look.ascii |= look.wide;
    let term = var("TERM").unwrap_or_default();
    let answers = !matches!(term.as_str(), "" | "dumb" | "linux") && look.depth != Depth::None;
    match settings.word("theme") {
        "dark" => look.light = false,
        "light" => look.light = true,
        _ => return (look, answers),
    }
    (look, false)
}

/// Whether nothing can be drawn, so that lines have to do: asked for, or a terminal that cannot move its cursor. `plain = false` in the environment or on the
/// command line goes before `TERM`.
pub fn is_plain(settings: &Settings, var: impl Fn(&str) -> Option<String>) -> bool {
    let (value, origin) = settings.value("plain");
    let told = matches!(origin, Origin::Variable | Origin::Option);
    value == "true" || (!told && var("TERM").is_some_and(|t| t == "dumb"))
}

/// What stands in a terminal's answer to OSC 11 and the request for its attributes.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Answer {
    /// Whether the ground is light, when it said.
    pub light: Option<bool>,
    /// Whether the attributes came, after which nothing more is to be waited for.
    pub complete: bool,
    /// What was typed meanwhile.
    pub typed: Vec<u8>,
}

/// Takes an answer apart: `ESC ] 11 ; rgb:RRRR/GGGG/BBBB` with BEL or `ESC \` at its end, and `ESC [ ? … c`.
pub fn answer(bytes: &[u8]) -> Answer {
    let mut out = Answer::default();
    let mut rest = bytes;
    while let Some(first) = rest.first() {
        if rest.starts_with(b"\x1b]11;") {
            let body = &rest[5..];
            let Some(end) = body.iter().position(|b| matches!(b, 7 | 0x1b)) else { return out };
            out.light = std::str::from_utf8(&body[..end]).ok().and_then(is_light).or(out.light);
            rest = &body[end..];
            rest = rest.strip_prefix(b"\x1b\\").or(rest.strip_prefix(b"\x07")).unwrap_or(rest);
            continue;
        }
        if rest.starts_with(b"\x1b[?") {
            let Some(end) = rest.iter().position(|b| b.is_ascii_alphabetic()) else { return out };
            out.complete |= rest[end] == b'c';
            rest = &rest[end + 1..];
            continue;
        }
        out.typed.push(*first);
        rest = &rest[1..];
    }
    out
}

/// Whether a colour as X11 writes it (`rgb:ffff/ffff/ffff`, one to four digits each, or `rgba:`) is nearer to white than to black.
fn is_light(colour: &str) -> Option<bool> {
    let digits = colour.strip_prefix("rgb:").or(colour.strip_prefix("rgba:"))?;
    let mut parts = digits.split('/').map(|part| {
        let most = (1u32 << (4 * part.len().clamp(1, 4))) - 1;
        u32::from_str_radix(part, 16).ok().filter(|v| *v <= most).map(|v| f64::from(v) / f64::from(most))
    });
    let (r, g, b) = (parts.next()??, parts.next()??, parts.next()??);
    // Luma of ITU-R BT.601.
    Some(0.299 * r + 0.587 * g + 0.114 * b > 0.5)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn vars<'a>(set: &'a [(&'a str, &'a str)]) -> impl Fn(&str) -> Option<String> + 'a {
        |name| set.iter().find(|(n, _)| *n == name).map(|(_, v)| (*v).to_owned())
    }

    #[test]
    fn the_environment_says_how_many_colours() {
        for (set, wanted) in [
            (&[("TERM", "xterm-256color")][..], Depth::Palette),
            (&[("TERM", "xterm"), ("COLORTERM", "24bit")], Depth::True),
            (&[("TERM", "xterm-direct")], Depth::True),
            (&[("TERM", "xterm-256color"), ("NO_COLOR", "1"), ("CLICOLOR_FORCE", "1")], Depth::None),
            (&[("TERM", "xterm-256color"), ("NO_COLOR", "")], Depth::Palette),
            (&[("TERM", "xterm"), ("CLICOLOR", "0")], Depth::None),
            (&[("TERM", "dumb")], Depth::None),
            (&[("TERM", "vt100")], Depth::None),
            (&[("TERM", "dumb"), ("CLICOLOR_FORCE", "1")], Depth::Sixteen),
            (&[("TERM", "dumb"), ("CLICOLOR_FORCE", "0")], Depth::None),
            (&[], Depth::Sixteen),
        ] {
            assert_eq!(depth(&vars(set)), wanted, "{set:?}");
        }
    }

    #[test]
    fn settings_go_before_the_environment() {
        let mut settings = Settings::default();
        let dark = [("TERM", "xterm-256color"), ("COLORFGBG", "0;15")];
        assert_eq!((look(&settings, vars(&dark)).0.light, look(&settings, vars(&dark)).1), (true, true));
        settings.set("theme", "dark", Origin::Option).unwrap();
        settings.set("colour", "true", Origin::Option).unwrap();
        settings.set("ambiguous", "wide", Origin::Option).unwrap();
        let (found, ask) = look(&settings, vars(&dark));
        assert!(!found.light && !ask && found.ascii);
        assert_eq!(found.depth, Depth::True);
        assert!(!is_plain(&settings, vars(&dark)) && is_plain(&settings, vars(&[("TERM", "dumb")])));
        settings.set("plain", "false", Origin::Variable).unwrap();
        assert!(!is_plain(&settings, vars(&[("TERM", "dumb")])));
    }

    #[test]
    fn answers_are_parted_from_what_was_typed() {
        let all = answer(b"j\x1b]11;rgb:fafa/fafa/f5f5\x1b\\\rk\x1b[?62;4c");
        assert_eq!(all, Answer { light: Some(true), complete: true, typed: b"j\rk".to_vec() });
        assert_eq!(answer(b"\x1b]11;rgb:1e/1e/2e\x07").light, Some(false));
        assert_eq!(answer(b"\x1b[?6c"), Answer { complete: true, ..Answer::default() });
        for broken in ["\x1b]11;rgb:zz/0/0\x07", "\x1b]11;rgb:", "\x1b]11;?\x07", "\x1b[?", "\x1b]11;rgb:1/2\x07"] {
            assert_eq!(answer(broken.as_bytes()).light, None, "{broken:?}");
        }
    }
}

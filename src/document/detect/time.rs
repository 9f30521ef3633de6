//! Time stamps as transcripts write them: `0:05`, `01:02:03`, `00:01:02.345`, alone, in brackets, or as a range.

/// A time stamp at the beginning of a string.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Stamp {
    /// Milliseconds; of a range, its beginning.
    pub ms: u64,
    /// Bytes it takes.
    pub len: usize,
    /// True when it stands in brackets or between number signs.
    pub enclosed: bool,
    /// True when hours are given (`0:01:02`), which no time of day in a sentence has.
    pub long: bool,
}

/// A time stamp at the very beginning of `text`: `0:05`, `[00:01:02]`, `(0:01 - 0:11)`, `#00:01:02-3#`, `00:00:01,500 --> 00:00:02,000`.
pub(crate) fn stamp(text: &str) -> Option<Stamp> {
    let open = text.chars().next()?;
    let Some(close) = closing(open) else {
        let (first, long) = clock(text)?;
        let len = range_end(text, first.1).unwrap_or(first.1);
        return Some(Stamp { ms: first.0, len, enclosed: false, long });
    };
    let start = open.len_utf8() + spaces(&text[open.len_utf8()..]);
    let ((ms, len), long) = clock(&text[start..])?;
    let mut at = start + len;
    at = range_end(text, at).unwrap_or(at);
    if open == '#' && text[at..].starts_with('-') {
        // The tenth of a second that f4 writes: `#00:01:02-3#`.
        at += 1 + text[at + 1..].bytes().take(3).take_while(u8::is_ascii_digit).count();
    }
    at += spaces(&text[at..]);
    text[at..].starts_with(close).then(|| Stamp { ms, len: at + close.len_utf8(), enclosed: true, long })
}

fn closing(open: char) -> Option<char> {
    Some(match open {
        '[' => ']',
        '(' => ')',
        '<' => '>',
        '{' => '}',
        '（' => '）',
        '【' => '】',
        '#' => '#',
        _ => return None,
    })
}

/// Where the range ends whose first stamp ends at `at`.
fn range_end(text: &str, at: usize) -> Option<usize> {
    let mut end = at + spaces(&text[at..]);
    let dash = ["-->", "->", "-", "–", "—", "~", "～"].into_iter().find(|dash| text[end..].starts_with(dash))?;
    end += dash.len();
    end += spaces(&text[end..]);
    let ((_, len), _) = clock(&text[end..])?;
    Some(end + len)
}

fn spaces(text: &str) -> usize {
    text.bytes().take_while(|b| matches!(b, b' ' | b'\t')).count()
}

/// `m:ss`, `h:mm:ss`, with a fraction after `.` or `,`: milliseconds and bytes, and whether there are hours.
pub(crate) fn clock(text: &str) -> Option<((u64, usize), bool)> {
    let bytes = text.as_bytes();
    let mut parts = [0u64; 3];
    let mut count = 0;
    let mut at = 0;
    loop {
        let digits = bytes[at..].iter().take(4).take_while(|b| b.is_ascii_digit()).count();
        let fits = if count == 0 { (1..=3).contains(&digits) } else { digits == 2 };
        if !fits {
            return None;
        }
        parts[count] = text[at..at + digits].parse().ok()?;
        at += digits;
        count += 1;
        let more = bytes.get(at) == Some(&b':') && bytes.get(at + 1).is_some_and(u8::is_ascii_digit);
        if count == 3 || !more {
            break;
        }
        at += 1;
    }
    if count < 2
        || parts[1] > 59
        || (count == 3 && parts[2] > 59)
        || bytes.get(at) == Some(&b':') && digit(bytes, at + 1)
    {
        return None;
    }
    let seconds = if count == 3 { parts[0] * 3600 + parts[1] * 60 + parts[2] } else { parts[0] * 60 + parts[1] };
    let mut ms = seconds * 1000;
    if matches!(bytes.get(at), Some(b'.' | b',')) && digit(bytes, at + 1) {
        let digits = bytes[at + 1..].iter().take(9).take_while(|b| b.is_ascii_digit()).count();
        let used = digits.min(3);
        let value: u64 = text[at + 1..at + 1 + used].parse().ok()?;
        ms += value * 10u64.pow(3 - used as u32);
        at += 1 + digits;
    }
    if digit(bytes, at) || bytes.get(at).is_some_and(u8::is_ascii_alphabetic) {
        return None;
    }
    Some(((ms, at), count == 3))
}

fn digit(bytes: &[u8], at: usize) -> bool {
    bytes.get(at).is_some_and(u8::is_ascii_digit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stamps_in_every_dress_are_read() {
        let of = |text: &str| stamp(text).map(|s| (s.ms, s.len));
        assert_eq!(of("0:05 and"), Some((5_000, 4)));
        assert_eq!(of("[00:01:02] So"), Some((62_000, 10)));
        assert_eq!(of("(0:01 - 0:11)"), Some((1_000, 13)));
        assert_eq!(of("(6:43  – 6:49)").map(|s| s.0), Some(403_000));
        assert_eq!(of("00:00:01,500 --> 00:00:02,000"), Some((1_500, 29)));
        assert_eq!(of("#00:01:02-3# ja"), Some((62_000, 12)));
        assert_eq!(of("1:02:03.5"), Some((3_723_500, 9)));
    }

    #[test]
    fn numbers_that_are_no_times_are_left() {
        for text in ["1:2", "12", "1:75", "1:234", "10:30am", "1:02:03:04", "", "(laughs)", "[x 0:05]", "::"] {
            assert_eq!(stamp(text), None, "{text}");
        }
    }
}

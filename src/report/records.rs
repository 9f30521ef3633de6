use super::csv::{finish, guarded, record};
use crate::fault::Outcome;

/// A field of a record.
#[derive(Clone, PartialEq, Debug)]
pub enum Field {
    /// Text: it never starts a formula in a spreadsheet.
    Text(String),
    /// A whole number.
    Count(u64),
    /// Any number; written with six decimals at most.
    Number(f64),
    /// Nothing.
    None,
}

impl Field {
    fn written(&self) -> String {
        match self {
            Self::Text(text) => guarded(text),
            Self::Count(n) => n.to_string(),
            Self::Number(n) if n.is_finite() => {
                let text = format!("{n:.6}");
                let text = text.trim_end_matches('0').trim_end_matches('.');
                if text == "-0" { "0".to_owned() } else { text.to_owned() }
            }
            Self::Number(_) | Self::None => String::new(),
        }
    }
}

impl From<&str> for Field {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

/// Records as CSV: a line of headings, then a line a record; UTF-8 without a byte-order mark, RFC 4180 quoting, lines ended by LF.
///
/// Errors: none that a caller can cause.
pub fn records(headings: &[&str], rows: &[Vec<Field>]) -> Outcome<Vec<u8>> {
    let mut out = csv::Writer::from_writer(Vec::new());
    record(&mut out, &headings.iter().map(|h| (*h).to_owned()).collect::<Vec<_>>())?;
    for row in rows {
        record(&mut out, &row.iter().map(Field::written).collect::<Vec<_>>())?;
    }
    finish(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_start_no_formula_and_numbers_stay_numbers() {
        let row = vec!["=1+1".into(), Field::Number(-1.25), Field::Count(7), Field::Number(f64::NAN), "a,\"b".into()];
        let csv = records(&["a", "b", "c", "d", "e"], &[row]).unwrap();
        assert_eq!(String::from_utf8(csv).unwrap(), "a,b,c,d,e\n'=1+1,-1.25,7,,\"a,\"\"b\"\n");
    }
}

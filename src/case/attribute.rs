use super::natural;
use crate::id::AttributeId;
use serde::{Deserialize, Serialize};
use std::cmp::Ordering;
use std::fmt;

/// A property that cases can have a value of.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Attribute {
    /// Identity.
    pub id: AttributeId,
    /// Unique name, as in `case.industry`.
    pub name: String,
    /// Heading in tables; the name when empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub title: String,
    /// What its values are.
    pub kind: AttributeKind,
    /// Place among the attributes, counted from 0.
    pub position: u32,
}

/// What the values of an attribute are.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(tag = "kind", content = "values")]
pub enum AttributeKind {
    /// Any words.
    #[serde(rename = "text")]
    Text,
    /// A decimal number.
    #[serde(rename = "number")]
    Number,
    /// A date as ISO 8601: `2015`, `2015-03`, `2015-03-12`.
    #[serde(rename = "date")]
    Date,
    /// Yes or no.
    #[serde(rename = "yes/no")]
    YesNo,
    /// One of a list whose order means something, lowest first.
    #[serde(rename = "ordered")]
    Ordered(Vec<String>),
}

/// The value of an attribute for one case.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Value {
    /// Yes or no.
    YesNo(bool),
    /// A number.
    Number(f64),
    /// Words, a category, or a date in ISO 8601.
    Text(String),
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::YesNo(true) => f.write_str("yes"),
            Self::YesNo(false) => f.write_str("no"),
            Self::Number(n) => write!(f, "{n}"),
            Self::Text(t) => f.write_str(t),
        }
    }
}

impl AttributeKind {
    /// The word used in files.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Number => "number",
            Self::Date => "date",
            Self::YesNo => "yes/no",
            Self::Ordered(_) => "ordered",
        }
    }

    /// Reads a value of this kind; the error says what was expected. `None` for an empty string: no value.
    pub fn parse(&self, raw: &str) -> Result<Option<Value>, String> {
        let raw = raw.trim();
        if raw.is_empty() {
            return Ok(None);
        }
        let value = match self {
            Self::Text => Value::Text(raw.to_owned()),
            Self::Number => Value::Number(number(raw).ok_or_else(|| format!("“{raw}” is no number"))?),
            Self::Date => Value::Text(date(raw).ok_or_else(|| format!("“{raw}” is no date: write it as 2015-03-12"))?),
            Self::YesNo => Value::YesNo(yes_no(raw).ok_or_else(|| format!("“{raw}” is neither yes nor no"))?),
            Self::Ordered(values) => {
                let known = values.iter().find(|v| v.to_lowercase() == raw.to_lowercase());
                let listed = || format!("“{raw}” is none of: {}", values.join("; "));
                Value::Text(known.ok_or_else(listed)?.clone())
            }
        };
        Ok(Some(value))
    }

    /// Orders two values: categories by their list, numbers by size, words as people sort them.
    pub fn compare(&self, a: &Value, b: &Value) -> Ordering {
        match (self, a, b) {
            (Self::Ordered(values), Value::Text(a), Value::Text(b)) => {
                let at = |v: &String| values.iter().position(|known| known == v).unwrap_or(values.len());
                at(a).cmp(&at(b)).then_with(|| natural(a, b))
            }
            (_, Value::Number(a), Value::Number(b)) => a.total_cmp(b),
            (_, Value::YesNo(a), Value::YesNo(b)) => b.cmp(a),
            (_, a, b) => natural(&a.to_string(), &b.to_string()),
        }
    }
}

/// The narrowest kind that fits every value that is not empty. Categories with an order are never guessed: nobody but the researcher knows the order.
pub fn infer_kind<'a>(values: impl Iterator<Item = &'a str> + Clone) -> AttributeKind {
    let filled = values.map(str::trim).filter(|v| !v.is_empty());
    if filled.clone().next().is_none() {
        return AttributeKind::Text;
    }
    if filled.clone().all(|v| yes_no(v).is_some()) && filled.clone().any(|v| number(v).is_none()) {
        return AttributeKind::YesNo;
    }
    // 007 and 0049 are labels, not quantities.
    let label = |v: &str| v.len() > 1 && v.starts_with('0') && !v.starts_with("0.") && !v.starts_with("0,");
    if filled.clone().all(|v| number(v).is_some() && !label(v)) {
        return AttributeKind::Number;
    }
    if filled.clone().all(|v| date(v).is_some()) {
        return AttributeKind::Date;
    }
    AttributeKind::Text
}

/// Reads a decimal number with a point, or with a single comma as continental tables have it.
fn number(raw: &str) -> Option<f64> {
    let raw = raw.replace(['\u{A0}', '\u{202F}', ' '], "");
    let plain = raw.parse::<f64>().ok().filter(|n| n.is_finite());
    let decimal_comma = || (raw.matches(',').count() == 1).then(|| raw.replace(',', ".").parse::<f64>().ok()).flatten();
    // “1,200” is a grouped number in English, “1,2” a decimal in most of Europe: three digits after the comma mean grouping.
    let grouped = || {
        let mut parts = raw.split(',');
        let first = parts.next()?;
        let rest: Vec<&str> = parts.collect();
        let whole = !rest.is_empty() && rest.iter().all(|p| p.len() == 3 && p.bytes().all(|b| b.is_ascii_digit()));
        let head = (1..=3).contains(&first.len()) && first.bytes().all(|b| b.is_ascii_digit());
        (whole && head).then(|| raw.replace(',', "").parse::<f64>().ok()).flatten()
    };
    if raw.chars().any(|c| c.is_alphabetic() && c != 'e' && c != 'E') {
        return None;
    }
    plain.or_else(grouped).or_else(decimal_comma)
}

/// Reads a date as ISO 8601 with four-digit year; `12.3.2015` and `12/3/2015` are left to the researcher, who knows which is the month.
fn date(raw: &str) -> Option<String> {
    let parts: Vec<&str> = raw.split('-').collect();
    let digits = |s: &str, n: usize| s.len() == n && s.bytes().all(|b| b.is_ascii_digit());
    let within = |s: &str, top: u32| s.parse::<u32>().is_ok_and(|n| (1..=top).contains(&n));
    let fits = match parts[..] {
        [y] => digits(y, 4),
        [y, m] => digits(y, 4) && digits(m, 2) && within(m, 12),
        [y, m, d] => digits(y, 4) && digits(m, 2) && within(m, 12) && digits(d, 2) && within(d, days(y, m)),
        _ => false,
    };
    fits.then(|| raw.to_owned())
}

fn days(year: &str, month: &str) -> u32 {
    let year: u32 = year.parse().unwrap_or(0);
    match month {
        "02" if (year.is_multiple_of(4) && !year.is_multiple_of(100)) || year.is_multiple_of(400) => 29,
        "02" => 28,
        "04" | "06" | "09" | "11" => 30,
        _ => 31,
    }
}

fn yes_no(raw: &str) -> Option<bool> {
    match raw.to_lowercase().as_str() {
        "yes" | "y" | "true" | "1" | "sí" | "si" | "ja" | "kyllä" | "oui" | "نعم" | "כן" | "是" => Some(true),
        "no" | "n" | "false" | "0" | "nein" | "ei" | "non" | "لا" | "לא" | "否" => Some(false),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind(values: &[&str]) -> AttributeKind {
        infer_kind(values.iter().copied())
    }

    #[test]
    fn kinds_are_inferred_and_labels_stay_text() {
        assert_eq!(kind(&["1,200", "3.5", ""]), AttributeKind::Number);
        assert_eq!(kind(&["007", "012"]), AttributeKind::Text);
        assert_eq!(kind(&["yes", "No"]), AttributeKind::YesNo);
        assert_eq!(kind(&["1", "0"]), AttributeKind::Number);
        assert_eq!(kind(&["2015-02-28", "2016-02-29"]), AttributeKind::Date);
        assert_eq!(kind(&["2015-02-29"]), AttributeKind::Text);
        assert_eq!(kind(&["Less than 10", "More than 10"]), AttributeKind::Text);
        assert_eq!(AttributeKind::Number.parse("1,5"), Ok(Some(Value::Number(1.5))));
        assert_eq!(AttributeKind::Number.parse("12,000"), Ok(Some(Value::Number(12_000.0))));
    }

    #[test]
    fn ordered_values_sort_by_their_list() {
        let kind = AttributeKind::Ordered(vec!["small".into(), "large".into()]);
        let value = |v: &str| kind.parse(v).unwrap().unwrap();
        assert_eq!(kind.compare(&value("Large"), &value("small")), Ordering::Greater);
        assert!(kind.parse("huge").is_err());
    }
}

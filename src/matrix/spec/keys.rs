use crate::fault::{Fault, Outcome};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// One table of a specification, read key by key; every fault says its line.
pub(super) struct Keys<'a> {
    /// The whole specification.
    pub(super) text: &'a str,
    /// The table.
    pub(super) table: &'a DeTable<'a>,
    /// What it is, for faults: `[[column]]`.
    pub(super) name: &'static str,
    /// Where it begins, in bytes.
    pub(super) start: usize,
}

impl<'a> Keys<'a> {
    /// Refuses keys that are not among the known ones, naming the nearest.
    pub(super) fn only(&self, known: &[&str]) -> Outcome<()> {
        let mut strange: Vec<_> = self.table.keys().filter(|k| !known.contains(&k.get_ref().as_ref())).collect();
        strange.sort_by_key(|k| k.span().start);
        let Some(key) = strange.first() else { return Ok(()) };
        let name = key.get_ref();
        let fault = fault_at(self.text, key.span().start, format!("{} knows no key “{name}”", self.name));
        Err(match nearest(name, known) {
            Some(near) => fault.hint(format!("did you mean “{near}”?")),
            None => fault.hint(format!("it knows: {}", known.join(", "))),
        })
    }

    /// A value, if the key is there.
    pub(super) fn get(&self, key: &str) -> Option<&'a Spanned<DeValue<'a>>> {
        self.table.get(key)
    }

    /// Refuses a value of the wrong type.
    pub(super) fn wrong(&self, key: &str, value: &Spanned<DeValue<'_>>, wanted: &str) -> Fault {
        let what = format!("“{key}” must be {wanted}, but is {}", kind(value.get_ref()));
        fault_at(self.text, value.span().start, what)
    }

    /// A fault at the value of a key, or at the table's beginning when it is not there.
    pub(super) fn fault(&self, key: &str, what: impl Into<String>) -> Fault {
        let at = self.get(key).map_or(self.start, |v| v.span().start);
        fault_at(self.text, at, what.into())
    }

    /// A text.
    pub(super) fn string(&self, key: &str) -> Outcome<Option<String>> {
        let Some(value) = self.get(key) else { return Ok(None) };
        let text = value.get_ref().as_str().ok_or_else(|| self.wrong(key, value, "a text in quotation marks"))?;
        Ok(Some(text.to_owned()))
    }

    /// A text that has to be there and not be blank.
    pub(super) fn required(&self, key: &str) -> Outcome<String> {
        let missing = || self.fault(key, format!("{} needs “{key}”", self.name));
        self.string(key)?.filter(|t| !t.trim().is_empty()).ok_or_else(missing)
    }

    /// A text or a list of texts.
    pub(super) fn strings(&self, key: &str) -> Outcome<Vec<(usize, String)>> {
        let Some(value) = self.get(key) else { return Ok(Vec::new()) };
        let one = |v: &Spanned<DeValue<'_>>| {
            let text = v.get_ref().as_str().map(|t| (v.span().start, t.to_owned()));
            text.ok_or_else(|| self.wrong(key, v, "a text or a list of texts"))
        };
        match value.get_ref().as_array() {
            Some(list) => list.iter().map(one).collect(),
            None => Ok(vec![one(value)?]),
        }
    }

    /// True or false; false when the key is not there.
    pub(super) fn truth(&self, key: &str) -> Outcome<bool> {
        let Some(value) = self.get(key) else { return Ok(false) };
        value.get_ref().as_bool().ok_or_else(|| self.wrong(key, value, "true or false"))
    }

    /// A whole number within bounds.
    pub(super) fn number(&self, key: &str, low: u32, high: u32) -> Outcome<Option<u32>> {
        let Some(value) = self.get(key) else { return Ok(None) };
        let wrong = || self.wrong(key, value, &format!("a whole number from {low} to {high}"));
        let integer = value.get_ref().as_integer().ok_or_else(wrong)?;
        let read = u32::from_str_radix(&integer.as_str().replace('_', ""), integer.radix()).ok();
        let outside =
            || self.fault(key, format!("“{key}” must be a whole number from {low} to {high}, but is {integer}"));
        Ok(Some(read.filter(|n| (low..=high).contains(n)).ok_or_else(outside)?))
    }

    /// A table of texts, in the order in which it was written.
    pub(super) fn pairs(&self, key: &str) -> Outcome<Vec<(String, String)>> {
        let Some(value) = self.get(key) else { return Ok(Vec::new()) };
        let table = value.get_ref().as_table().ok_or_else(|| self.wrong(key, value, "a table of texts"))?;
        let mut pairs = Vec::new();
        for (name, value) in table.iter() {
            let text = value.get_ref().as_str().ok_or_else(|| self.wrong(name.get_ref(), value, "a text"))?;
            pairs.push((name.span().start, name.get_ref().to_string(), text.to_owned()));
        }
        pairs.sort();
        Ok(pairs.into_iter().map(|(_, name, text)| (name, text)).collect())
    }

    /// The entries of `[[key]]`.
    pub(super) fn tables(&self, key: &str, name: &'static str) -> Outcome<Vec<Keys<'a>>> {
        let Some(value) = self.get(key) else { return Ok(Vec::new()) };
        let wrong = |v: &Spanned<DeValue<'_>>| self.wrong(key, v, &format!("a list of tables, each under {name}"));
        let list = value.get_ref().as_array().ok_or_else(|| wrong(value))?;
        let one = |v: &'a Spanned<DeValue<'a>>| {
            let table = v.get_ref().as_table().ok_or_else(|| wrong(v))?;
            Ok(Keys { text: self.text, table, name, start: v.span().start })
        };
        list.iter().map(one).collect()
    }
}

/// A fault with the line on which a byte stands.
pub(super) fn fault_at(text: &str, byte: usize, what: String) -> Fault {
    let before = text.as_bytes().get(..byte.min(text.len())).unwrap_or_default();
    let line = before.iter().filter(|b| **b == b'\n').count() + 1;
    Fault::asked(what).at(format!("line {line} of the specification"))
}

fn kind(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "a text",
        DeValue::Integer(_) | DeValue::Float(_) => "a number",
        DeValue::Boolean(_) => "true or false",
        DeValue::Datetime(_) => "a date",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}

/// The known word that a person may have meant: at most a third of its letters differ.
pub(in crate::matrix) fn nearest<'k>(word: &str, known: &[&'k str]) -> Option<&'k str> {
    let folded = crate::text::fold(word).replace(['-', ' '], "_");
    let ranked = known.iter().map(|k| (distance(&folded, k), *k));
    let longer = |k: &str| k.chars().count().max(folded.chars().count()).max(3);
    ranked.min().filter(|(d, k)| *d * 3 <= longer(k)).map(|(_, k)| k)
}

/// Levenshtein's edit distance in characters.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().enumerate() {
        let mut corner = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let best = (corner + usize::from(x != *y)).min(row[j] + 1).min(row[j + 1] + 1);
            corner = std::mem::replace(&mut row[j + 1], best);
        }
    }
    row[b.len()]
}

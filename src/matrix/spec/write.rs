use super::{CellStyle, Column, RowSource, Rows, Source, Spec, Test, Totals};
use std::fmt::Write;

impl Spec {
    /// The specification as TOML, in a fixed order of keys; reading it gives the same specification.
    pub fn to_toml(&self) -> String {
        let mut out = String::new();
        pair(&mut out, "title", &self.title);
        if let Rows::Listed(listing) = &self.rows {
            pair(&mut out, "rows", &listing.to_string());
        }
        if let Some((listing, style)) = &self.generated {
            pair(&mut out, "columns", &listing.to_string());
            write_style(&mut out, style);
        }
        optional(&mut out, "label", self.label.as_deref());
        optional(&mut out, "where", self.filter.as_deref());
        if !self.sort.is_empty() {
            let keys = self.sort.iter().map(|k| quoted(&format!("{}{}", if k.descending { "-" } else { "" }, k.by)));
            line(&mut out, "sort", &format!("[{}]", keys.collect::<Vec<_>>().join(", ")));
        }
        match self.totals {
            Totals::None => {}
            Totals::Rows => pair(&mut out, "totals", "rows"),
            Totals::Columns => pair(&mut out, "totals", "columns"),
            Totals::Both => pair(&mut out, "totals", "both"),
        }
        self.write_rest(&mut out);
        if let Some((_, style)) = &self.generated {
            write_labels(&mut out, "labels", style);
        }
        if let Rows::These(rows) = &self.rows {
            for row in rows {
                out.push_str("\n[[row]]\n");
                pair(&mut out, "title", &row.title);
                match &row.source {
                    RowSource::Query(query) => pair(&mut out, "query", query),
                    RowSource::Code(code) => pair(&mut out, "code", code),
                }
            }
        }
        for column in &self.columns {
            write_column(&mut out, column);
        }
        for group in &self.groups {
            out.push_str("\n[[group]]\n");
            pair(&mut out, "name", &group.name);
            pair(&mut out, "when", &group.when);
            line(&mut out, "shade", &group.shade.to_string());
        }
        if !self.abbreviations.is_empty() {
            out.push_str("\n[abbreviations]\n");
            for (short, long) in &self.abbreviations {
                pair(&mut out, &key(short), long);
            }
        }
        out
    }

    /// The keys that few specifications have.
    fn write_rest(&self, out: &mut String) {
        if let Some(top) = self.top {
            line(out, "top", &top.to_string());
        }
        if self.transpose {
            line(out, "transpose", "true");
        }
        if !self.tests.is_empty() {
            let word = |test: &Test| Test::ALL.iter().find(|(t, ..)| t == test).map_or("", |(_, word, _)| *word);
            let words: Vec<String> = self.tests.iter().map(|t| quoted(word(t))).collect();
            line(out, "tests", &format!("[{}]", words.join(", ")));
        }
        optional(out, "over", self.over.as_ref().map(ToString::to_string).as_deref());
        optional(out, "correlate", self.correlate.as_deref());
    }
}

fn write_column(out: &mut String, column: &Column) {
    out.push_str("\n[[column]]\n");
    optional(out, "title", column.title.as_deref());
    match &column.source {
        Source::Attribute(name) => pair(out, "attribute", name),
        Source::Code(path) => pair(out, "code", path),
        Source::Query(query) => pair(out, "query", query),
        Source::Derive(expression) => pair(out, "derive", expression),
        Source::Vignette(section) => pair(out, "vignette", section),
        Source::Agreement(_) => pair(out, "agreement", column.source.name()),
        Source::Saturation(_) => pair(out, "saturation", column.source.name()),
    }
    if column.expand {
        line(out, "expand", "true");
    }
    write_style(out, &column.style);
    write_labels(out, "column.labels", &column.style);
}

fn write_style(out: &mut String, style: &CellStyle) {
    optional(out, "cell", style.cell.map(|m| m.word()));
    optional(out, "empty", style.empty.as_deref());
    optional(out, "not_applicable", style.not_applicable.as_deref());
    if let Some(n) = style.at_most {
        line(out, "at_most", &n.to_string());
    }
    optional(out, "of", style.of.map(|m| m.word()));
    for (name, number) in [("within", style.within), ("decimals", style.decimals.map(|n| n as u32))] {
        if let Some(number) = number {
            line(out, name, &number.to_string());
        }
    }
}

/// Labels are a table of their own: they come after the plain keys of what they belong to.
fn write_labels(out: &mut String, table: &str, style: &CellStyle) {
    if style.labels.is_empty() {
        return;
    }
    let _ = writeln!(out, "\n[{table}]");
    for (code, label) in &style.labels {
        pair(out, &key(code), label);
    }
}

fn optional(out: &mut String, name: &str, value: Option<&str>) {
    if let Some(value) = value {
        pair(out, name, value);
    }
}

fn pair(out: &mut String, name: &str, value: &str) {
    line(out, name, &quoted(value));
}

fn line(out: &mut String, name: &str, value: &str) {
    let _ = writeln!(out, "{name} = {value}");
}

/// A text as TOML writes it, in the kind of quotation marks that needs the fewest escapes.
fn quoted(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}

fn key(name: &str) -> String {
    let bare = !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'-');
    if bare { name.to_owned() } else { quoted_key(name) }
}

/// Keys may not be multi-line texts.
fn quoted_key(name: &str) -> String {
    let mut out = String::from("\"");
    for c in name.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            c if c.is_control() => {
                let _ = write!(out, "\\u{:04X}", c as u32);
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

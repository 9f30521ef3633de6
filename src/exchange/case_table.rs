//! Cases as a table: `cases.csv`, one row a case, and `attributes.toml`, which says what the values are.
//!
//! Columns are found by their headings: `name`, `case` or `company` (else the first column) names the case, `alias`, `clearance` and `documents` (names
//! separated by `;`) are understood, every other column is an attribute. An attribute whose name is one of those words is headed `attribute:alias`.

use super::lines::{literal, place, toml, toml_line};
use super::sheet::{self, Row, Sheet};
use crate::case::{Attribute, AttributeKind, Case, Clearance};
use crate::document::Warning;
use crate::fault::{Fault, Outcome};
use crate::project::{CaseRow, CsvCases, Project};
use serde::Deserialize;
use std::collections::HashSet;

const NAMES: [&str; 3] = ["name", "case", "company"];
const RESERVED: [&str; 4] = ["name", "alias", "clearance", "documents"];
const PREFIX: &str = "attribute:";

/// What `attributes.toml` says of an attribute.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct AttributeRow {
    /// Name, as the table's column is headed.
    pub name: String,
    /// What its values are; inferred when the file does not say.
    pub kind: Option<AttributeKind>,
    /// Heading in tables.
    pub title: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TomlAttributes {
    #[serde(default)]
    attribute: Vec<toml::Spanned<TomlAttribute>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TomlAttribute {
    name: String,
    kind: Option<String>,
    title: Option<String>,
    values: Option<Vec<String>>,
}

/// Reads `attributes.toml`: `[[attribute]]` with `name`, and where wanted `kind` (`text`, `number`, `date`, `yes/no`, `ordered`), `values` (of an ordered one,
/// lowest first) and `title`.
///
/// Errors: what cannot be read, with file and line.
pub fn read_attributes(file: &str, text: &str) -> Outcome<Vec<AttributeRow>> {
    let read: TomlAttributes = toml(file, text)?;
    let mut seen = HashSet::new();
    let mut rows = Vec::new();
    for raw in read.attribute {
        let at = place(file, super::lines::line_of(text, raw.span().start));
        let raw = raw.into_inner();
        let name = crate::text::normalise_line(&raw.name);
        let fault = |what: String| Err(Fault::data(what).at(at.clone()));
        if name.is_empty() {
            return fault("the attribute has no name".to_owned());
        }
        if !seen.insert(name.to_lowercase()) {
            return fault(format!("the attribute “{name}” stands here twice"));
        }
        let kind = match (raw.kind.as_deref(), raw.values) {
            (Some("ordered") | None, Some(values)) => Some(AttributeKind::Ordered(values)),
            (Some("ordered"), None) => return fault(format!("the ordered attribute “{name}” needs its `values`")),
            (Some(word), Some(_)) => return fault(format!("an attribute that is {word} has no list of `values`")),
            (Some("text"), None) => Some(AttributeKind::Text),
            (Some("number"), None) => Some(AttributeKind::Number),
            (Some("date"), None) => Some(AttributeKind::Date),
            (Some("yes/no"), None) => Some(AttributeKind::YesNo),
            (Some(word), None) => {
                return fault(format!("“{word}” is no kind: text, number, date, yes/no or ordered"));
            }
            (None, None) => None,
        };
        rows.push(AttributeRow { name, kind, title: raw.title });
    }
    Ok(rows)
}

/// Which column is what.
struct Columns {
    name: usize,
    alias: Option<usize>,
    clearance: Option<usize>,
    documents: Option<usize>,
    /// Column and name of each attribute.
    attributes: Vec<(usize, String)>,
}

impl Columns {
    fn of(file: &str, sheet: &Sheet) -> Outcome<Self> {
        let name = sheet.column(&NAMES).unwrap_or(0);
        let mut columns = Self {
            name,
            alias: sheet.column(&["alias"]),
            clearance: sheet.column(&["clearance"]),
            documents: sheet.column(&["documents"]),
            attributes: Vec::new(),
        };
        let taken = [Some(name), columns.alias, columns.clearance, columns.documents];
        let mut seen = HashSet::new();
        for (n, heading) in sheet.headings.iter().enumerate() {
            let own = heading.strip_prefix(PREFIX).unwrap_or(heading);
            let own = crate::text::normalise_line(own);
            if taken.contains(&Some(n)) || own.is_empty() {
                continue;
            }
            if !seen.insert(own.to_lowercase()) {
                return Err(Fault::data(format!("two columns are headed “{own}”")).at(place(file, 1)));
            }
            columns.attributes.push((n, own));
        }
        Ok(columns)
    }
}

/// Reads a table of cases; `kinds` says what the values of its attributes are, and the others' kinds are left to be inferred.
///
/// Errors, each with its line: a row without a name, an unknown clearance, a value that its attribute cannot have.
/// Warnings: a case that stands in it twice, an attribute of `kinds` without a column.
pub fn read(file: &str, text: &str, kinds: &[AttributeRow]) -> Outcome<(CsvCases, Vec<Warning>)> {
    let sheet = Sheet::read(file, text)?;
    let columns = Columns::of(file, &sheet)?;
    let mut warnings = Vec::new();
    let kind_of = |name: &str| kinds.iter().find(|k| k.name.to_lowercase() == name.to_lowercase());
    let mut attributes: Vec<(String, Option<AttributeKind>, Option<String>)> = Vec::new();
    for (_, name) in &columns.attributes {
        let known = kind_of(name);
        attributes.push((name.clone(), known.and_then(|k| k.kind.clone()), known.and_then(|k| k.title.clone())));
    }
    for kind in kinds {
        if !columns.attributes.iter().any(|(_, name)| name.to_lowercase() == kind.name.to_lowercase()) {
            warnings.push(Warning::at(1, format!("no column for the attribute “{}”", kind.name)));
            attributes.push((kind.name.clone(), kind.kind.clone(), kind.title.clone()));
        }
    }
    let mut seen = HashSet::new();
    let mut rows = Vec::new();
    for row in &sheet.rows {
        let case = read_row(&sheet, &columns, row)?;
        if !seen.insert(case.name.to_lowercase()) {
            warnings.push(Warning::at(row.line, format!("the case “{}” stands in the table twice", case.name)));
        }
        for ((name, kind, _), raw) in attributes.iter().zip(&case.values) {
            if let Some(fault) = kind.as_ref().and_then(|k| k.parse(raw).err()) {
                return Err(sheet.fault(row, format!("{name}: {fault}")));
            }
        }
        rows.push(case);
    }
    Ok((CsvCases { attributes, rows }, warnings))
}

fn read_row(sheet: &Sheet, columns: &Columns, row: &Row) -> Outcome<CaseRow> {
    let name = crate::text::normalise_line(row.cell(Some(columns.name)));
    if name.is_empty() {
        return Err(sheet.fault(row, "the case has no name"));
    }
    let filled = |column: Option<usize>| Some(row.cell(column).trim().to_owned()).filter(|c| !c.is_empty());
    let clearance = match filled(columns.clearance) {
        None => None,
        Some(word) => Some(Clearance::parse(&word).ok_or_else(|| {
            sheet
                .fault(row, format!("“{word}” is no clearance"))
                .hint("write named, anonymous or background; anonymous when the cell is empty")
        })?),
    };
    let documents = row.cell(columns.documents).split(';').map(|d| d.trim().to_owned()).filter(|d| !d.is_empty());
    Ok(CaseRow {
        name,
        alias: filled(columns.alias),
        clearance,
        values: columns.attributes.iter().map(|(n, _)| row.cell(Some(*n)).to_owned()).collect(),
        documents: documents.collect(),
    })
}

fn heading(attribute: &Attribute) -> String {
    let lower = attribute.name.to_lowercase();
    if RESERVED.contains(&lower.as_str()) || lower.starts_with(PREFIX) {
        format!("{PREFIX}{}", attribute.name)
    } else {
        attribute.name.clone()
    }
}

/// Writes the cases in order of creation, with name, alias, clearance and all attributes. Links to documents are written elsewhere.
pub fn write(project: &Project) -> String {
    let attributes = project.attributes_in_order();
    let mut headings = vec!["name".to_owned(), "alias".to_owned(), "clearance".to_owned()];
    headings.extend(attributes.iter().map(|a| heading(a)));
    let row = |case: &Case| {
        let mut cells =
            vec![case.name.clone(), case.alias.clone().unwrap_or_default(), case.clearance.word().to_owned()];
        cells.extend(attributes.iter().map(|a| case.values.get(&a.id).map(ToString::to_string).unwrap_or_default()));
        cells
    };
    sheet::write(headings.iter().map(String::as_str), project.cases.values().map(row))
}

/// Writes what the attributes are as TOML, in their order.
pub fn write_attributes(project: &Project) -> String {
    let mut out = String::new();
    for (n, attribute) in project.attributes_in_order().into_iter().enumerate() {
        if n > 0 {
            out.push('\n');
        }
        out.push_str("[[attribute]]\n");
        toml_line(&mut out, "name", &attribute.name);
        toml_line(&mut out, "kind", attribute.kind.word());
        if let AttributeKind::Ordered(values) = &attribute.kind {
            let lines: String = values.iter().map(|v| format!("  {},\n", literal(v))).collect();
            out.push_str(&format!("values = [\n{lines}]\n"));
        }
        if !attribute.title.is_empty() {
            toml_line(&mut out, "title", &attribute.title);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    const TABLE: &str =
        "Company;Alias;Clearance;Documents;size;founded\n7;Firm S;named;a; 12;1898\n\"8\";;;\"b; c\";\"1,5\";\n";

    #[test]
    fn columns_are_found_by_their_headings() {
        let (cases, warnings) = read("cases.csv", &TABLE.replace("a; 12", "a;12"), &[]).unwrap();
        assert_eq!(warnings, []);
        let names: Vec<&str> = cases.attributes.iter().map(|a| a.0.as_str()).collect();
        assert_eq!(names, ["size", "founded"]);
        let [first, second] = &cases.rows[..] else { panic!("two rows") };
        assert_eq!((first.name.as_str(), first.alias.as_deref()), ("7", Some("Firm S")));
        assert_eq!((first.clearance, second.clearance), (Some(Clearance::Named), None));
        assert_eq!(second.documents, ["b", "c"]);
        assert_eq!(first.values, ["12", "1898"]);
        let (first_column, _) = read("cases.csv", "site,size\nOulu,3\n", &[]).unwrap();
        assert_eq!(first_column.rows[0].name, "Oulu");
    }

    #[test]
    fn a_wrong_row_is_named_with_its_line() {
        let kinds =
            read_attributes("attributes.toml", "[[attribute]]\nname = \"Size\"\nvalues = [\"small\", \"large\"]\n")
                .unwrap();
        let fault = |text: &str| {
            let fault = read("cases.csv", text, &kinds).unwrap_err();
            (fault.place.unwrap(), fault.what)
        };
        assert_eq!(fault("name,size\na,small\nb,huge\n").0, "cases.csv, line 3");
        assert_eq!(fault("name,clearance\na,secret\n").0, "cases.csv, line 2");
        assert!(fault("name,size\n,small\n").1.contains("no name"));
        assert!(fault("name,size,Size\na,small,small\n").1.contains("two columns"));
        let wrong = |text: &str| read_attributes("attributes.toml", text).unwrap_err().place.unwrap();
        assert_eq!(
            wrong("[[attribute]]\nname = \"a\"\n\n[[attribute]]\nname = \"b\"\nkind = \"numbr\"\n"),
            "attributes.toml, line 4"
        );
        assert_eq!(wrong("[[attribute]]\nname = \"a\"\nkind = \"ordered\"\n"), "attributes.toml, line 1");
        let (_, warnings) = read("cases.csv", "name\na\na\n", &kinds).unwrap();
        assert_eq!(warnings.iter().map(|w| w.line).collect::<Vec<_>>(), [Some(1), Some(3)]);
    }
}

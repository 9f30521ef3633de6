use super::keys::{Keys, fault_at, nearest};
use super::{CellStyle, Column, GroupSpec, Listing, RowSource, RowSpec, Rows, SortKey, Source, Spec, Totals};
use crate::fault::{Fault, Outcome};
use crate::matrix::Measure;
use std::collections::BTreeMap;
use toml::de::DeTable;

const TOP: &[&str] = &[
    "title",
    "rows",
    "row",
    "columns",
    "column",
    "label",
    "where",
    "filter",
    "sort",
    "group",
    "abbreviations",
    "totals",
    "cell",
    "empty",
    "not_applicable",
    "labels",
    "at_most",
];
const STYLE: &[&str] = &["cell", "empty", "not_applicable", "labels", "at_most"];
const SOURCES: &[&str] = &["attribute", "code", "query", "derive"];
const LISTINGS: &[&str] =
    &["cases", "documents", "codes", "codes under X", "values of ATTRIBUTE", "speakers", "questions", "coders"];

impl Spec {
    /// Reads a specification from TOML.
    ///
    /// Errors (kind *asked*), each with its line: no TOML; a key that is not known, with the nearest one that is; a value of the wrong type; a column that says
    /// nothing or several things of what it shows; a measure that does not fit what the column shows; two columns or groups of one name.
    pub fn parse(text: &str) -> Outcome<Self> {
        let table = DeTable::parse(text).map_err(|e| {
            fault_at(text, e.span().map_or(0, |s| s.start), format!("this is no TOML: {}", e.message()))
                .hint("texts stand in quotation marks; inside '…' or \"…\" the other kind can be used freely")
        })?;
        let keys = Keys { text, table: table.get_ref(), name: "a matrix", start: 0 };
        keys.only(TOP)?;
        let spec = Self {
            title: keys.required("title")?,
            rows: rows(&keys)?,
            label: keys.string("label")?,
            filter: filter(&keys)?,
            sort: sort(&keys)?,
            columns: keys.tables("column", "[[column]]")?.iter().map(column).collect::<Outcome<_>>()?,
            generated: generated(&keys)?,
            groups: keys.tables("group", "[[group]]")?.iter().map(group).collect::<Outcome<_>>()?,
            abbreviations: keys.pairs("abbreviations")?,
            totals: totals(&keys)?,
        };
        if spec.columns.is_empty() && spec.generated.is_none() {
            return Err(
                Fault::asked("the matrix has no columns").hint("add [[column]] entries, or columns = \"codes\"")
            );
        }
        let titles = spec.columns.iter().map(|c| c.heading());
        no_doubles(&keys, "column", "[[column]]", titles)?;
        no_doubles(&keys, "group", "[[group]]", spec.groups.iter().map(|g| g.name.as_str()))?;
        Ok(spec)
    }
}

fn no_doubles<'n>(keys: &Keys<'_>, key: &str, name: &'static str, names: impl Iterator<Item = &'n str>) -> Outcome<()> {
    let mut seen: Vec<&str> = Vec::new();
    for (table, name) in keys.tables(key, name)?.iter().zip(names) {
        if seen.contains(&name) {
            return Err(table
                .fault("title", format!("there are two {key}s called “{name}”"))
                .hint("give each its own"));
        }
        seen.push(name);
    }
    Ok(())
}

fn rows(keys: &Keys<'_>) -> Outcome<Rows> {
    let these = keys.tables("row", "[[row]]")?;
    match (keys.string("rows")?, these.is_empty()) {
        (Some(_), false) => {
            Err(keys.fault("rows", "the rows are given twice: by “rows” and by [[row]]").hint("keep one of them"))
        }
        (Some(listed), true) => Ok(Rows::Listed(listing(keys, "rows", &listed)?)),
        (None, false) => Ok(Rows::These(these.iter().map(row).collect::<Outcome<_>>()?)),
        (None, true) => {
            Err(keys.fault("rows", "a matrix needs “rows”").hint(format!("one of: {}", LISTINGS.join(", "))))
        }
    }
}

fn row(keys: &Keys<'_>) -> Outcome<RowSpec> {
    keys.only(&["title", "query", "code"])?;
    let source = match (keys.string("query")?, keys.string("code")?) {
        (Some(query), None) => RowSource::Query(query),
        (None, Some(code)) => RowSource::Code(code),
        _ => return Err(keys.fault("query", "a [[row]] needs either “query” or “code”")),
    };
    Ok(RowSpec { title: keys.required("title")?, source })
}

fn listing(keys: &Keys<'_>, key: &str, words: &str) -> Outcome<Listing> {
    let words = words.trim();
    let after = |prefix: &str| {
        let rest = words.get(prefix.len()..).filter(|_| words.to_lowercase().starts_with(prefix))?;
        Some(rest.trim().trim_matches(['\'', '"']).to_owned()).filter(|r| !r.is_empty())
    };
    if let Some(under) = after("codes under ") {
        return Ok(Listing::Codes(Some(under)));
    }
    if let Some(attribute) = after("values of ") {
        return Ok(Listing::Values(attribute));
    }
    Ok(match words.to_lowercase().as_str() {
        "cases" => Listing::Cases,
        "documents" => Listing::Documents,
        "codes" => Listing::Codes(None),
        "speakers" => Listing::Speakers,
        "questions" => Listing::Questions,
        "coders" => Listing::Coders,
        _ => {
            let fault = keys.fault(key, format!("“{key}” cannot be “{words}”"));
            let plain = ["cases", "documents", "codes", "speakers", "questions", "coders"];
            return Err(match nearest(words, &plain) {
                Some(near) => fault.hint(format!("did you mean “{near}”?")),
                None => fault.hint(format!("one of: {}", LISTINGS.join(", "))),
            });
        }
    })
}

fn filter(keys: &Keys<'_>) -> Outcome<Option<String>> {
    match (keys.string("where")?, keys.string("filter")?) {
        (Some(_), Some(_)) => Err(keys.fault("filter", "“where” and “filter” mean the same").hint("keep one of them")),
        (given, other) => Ok(given.or(other).filter(|q| !q.trim().is_empty())),
    }
}

fn sort(keys: &Keys<'_>) -> Outcome<Vec<SortKey>> {
    let mut out = Vec::new();
    for (at, key) in keys.strings("sort")? {
        let key = key.trim();
        let (descending, by) = key.strip_prefix('-').map_or((false, key), |rest| (true, rest.trim()));
        if by.is_empty() {
            return Err(fault_at(keys.text, at, "an empty key in “sort”".to_owned()));
        }
        out.push(SortKey { by: by.to_owned(), descending });
    }
    Ok(out)
}

fn totals(keys: &Keys<'_>) -> Outcome<Totals> {
    match keys.string("totals")?.as_deref().map(str::trim) {
        None | Some("none") => Ok(Totals::None),
        Some("rows") => Ok(Totals::Rows),
        Some("columns") => Ok(Totals::Columns),
        Some("both") => Ok(Totals::Both),
        Some(other) => {
            Err(keys.fault("totals", format!("“totals” cannot be “{other}”")).hint("rows, columns, both or none"))
        }
    }
}

fn style(keys: &Keys<'_>) -> Outcome<CellStyle> {
    let cell = keys.string("cell")?.map(|word| {
        Measure::parse(&word).ok_or_else(|| {
            let fault = keys.fault("cell", format!("no measure “{word}”"));
            let words: Vec<&str> = Measure::ALL.iter().map(|m| m.word()).collect();
            match nearest(&word, &words) {
                Some(near) => fault.hint(format!("did you mean “{near}”?")),
                None => fault.hint(format!("one of: {}", words.join(", "))),
            }
        })
    });
    Ok(CellStyle {
        cell: cell.transpose()?,
        empty: keys.string("empty")?,
        not_applicable: keys.string("not_applicable")?,
        labels: keys.pairs("labels")?.into_iter().collect::<BTreeMap<_, _>>(),
        at_most: keys.number("at_most", 1, 10_000)?.map(|n| n as usize),
    })
}

fn generated(keys: &Keys<'_>) -> Outcome<Option<(Listing, CellStyle)>> {
    let Some(words) = keys.string("columns")? else {
        // A measure that no column would use must not be passed over in silence.
        return match STYLE.iter().find(|k| keys.get(k).is_some()) {
            Some(key) => Err(keys
                .fault(key, format!("“{key}” at the top belongs to “columns = …”, which is not there"))
                .hint("write it under the [[column]] that it is meant for")),
            None => Ok(None),
        };
    };
    let listing = listing(keys, "columns", &words)?;
    let style = style(keys)?;
    if style.cell == Some(Measure::Value) {
        return Err(keys.fault("cell", "the measure “value” is for attributes and expressions"));
    }
    Ok(Some((listing, style)))
}

fn column(keys: &Keys<'_>) -> Outcome<Column> {
    keys.only(&[
        "title",
        "attribute",
        "code",
        "query",
        "derive",
        "cell",
        "empty",
        "not_applicable",
        "labels",
        "at_most",
    ])?;
    let mut given = Vec::new();
    for key in SOURCES {
        if let Some(text) = keys.string(key)?.filter(|t| !t.trim().is_empty()) {
            given.push((*key, text));
        }
    }
    let [(key, text)] = &given[..] else {
        let names: Vec<&str> = given.iter().map(|(k, _)| *k).collect();
        let what = match names[..] {
            [] => "a [[column]] must say what it shows".to_owned(),
            _ => format!("a [[column]] shows one thing, but this one says {}", names.join(" and ")),
        };
        return Err(keys
            .fault(names.get(1).unwrap_or(&"title"), what)
            .hint("give one of: attribute, code, query, derive"));
    };
    let source = match *key {
        "attribute" => Source::Attribute(text.clone()),
        "code" => Source::Code(text.clone()),
        "query" => Source::Query(text.clone()),
        _ => Source::Derive(text.clone()),
    };
    let style = style(keys)?;
    let plain = matches!(source, Source::Attribute(_) | Source::Derive(_));
    match style.cell {
        Some(Measure::Value) | None if plain => {}
        Some(measure) if plain => {
            return Err(
                keys.fault("cell", format!("a column from “{key}” has the measure “value”, not “{}”", measure.word()))
            );
        }
        Some(Measure::Value) => {
            return Err(keys.fault("cell", "the measure “value” is for attributes and expressions").hint(
                "for a code or a query: count, passages, cases, documents, words, present, codes, quotes, essence",
            ));
        }
        _ => {}
    }
    if !style.labels.is_empty() && style.cell != Some(Measure::Codes) {
        return Err(keys.fault("labels", "“labels” belongs to cell = \"codes\""));
    }
    if style.at_most.is_some() && style.cell != Some(Measure::Quotes) {
        return Err(keys.fault("at_most", "“at_most” belongs to cell = \"quotes\""));
    }
    Ok(Column { title: keys.string("title")?.filter(|t| !t.trim().is_empty()), source, style })
}

fn group(keys: &Keys<'_>) -> Outcome<GroupSpec> {
    keys.only(&["name", "when", "shade"])?;
    Ok(GroupSpec {
        name: keys.required("name")?,
        when: keys.required("when")?,
        shade: keys.number("shade", 0, 4)?.unwrap_or(0) as u8,
    })
}

impl Column {
    /// The heading: the title, or else the name of what is shown.
    pub fn heading(&self) -> &str {
        let named = match &self.source {
            Source::Attribute(name) | Source::Code(name) | Source::Query(name) | Source::Derive(name) => name,
        };
        self.title.as_deref().unwrap_or(named)
    }
}

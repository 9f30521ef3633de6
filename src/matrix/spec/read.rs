use super::keys::{Keys, fault_at, nearest};
use super::{
    CellStyle, Coefficient, Column, Curve, Grain, GroupSpec, Listing, RowSource, RowSpec, Rows, SortKey, Source, Spec,
    Test, Totals,
};
use crate::fault::{Fault, Outcome};
use crate::matrix::Measure;
use crate::matrix::measure::Needs;
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
    "top",
    "transpose",
    "tests",
    "over",
    "correlate",
    "cell",
    "empty",
    "not_applicable",
    "labels",
    "at_most",
    "of",
    "within",
    "decimals",
];
const STYLE: &[&str] = &["cell", "empty", "not_applicable", "labels", "at_most", "of", "within", "decimals"];
const SOURCES: &[&str] = &["attribute", "code", "query", "derive", "vignette", "agreement", "saturation"];
const LISTINGS: &[&str] = &[
    "cases",
    "documents",
    "codes",
    "codes under X",
    "values of ATTRIBUTE",
    "groups",
    "years of date",
    "months of date",
    "waves",
    "dates",
    "speakers",
    "questions",
    "coders",
];

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
            top: keys.number("top", 1, 1_000_000)?.map(|n| n as usize),
            transpose: keys.truth("transpose")?,
            tests: tests(&keys)?,
            over: keys.string("over")?.map(|words| listing(&keys, "over", &words)).transpose()?,
            correlate: keys.string("correlate")?,
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
    for grain in [Grain::Years, Grain::Months] {
        if let Some(property) = after(&format!("{} of ", grain.word())) {
            return Ok(Listing::Periods(grain, property));
        }
    }
    Ok(match words.to_lowercase().as_str() {
        "cases" => Listing::Cases,
        "documents" => Listing::Documents,
        "codes" => Listing::Codes(None),
        "speakers" => Listing::Speakers,
        "questions" => Listing::Questions,
        "coders" => Listing::Coders,
        "groups" => Listing::Groups,
        "waves" => Listing::Values("wave".to_owned()),
        "dates" => Listing::Values("date".to_owned()),
        _ => {
            let fault = keys.fault(key, format!("“{key}” cannot be “{words}”"));
            let plain = ["cases", "documents", "codes", "speakers", "questions", "coders", "groups", "waves", "dates"];
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

/// A word of a list of words, or the fault that names them.
fn chosen<T: Copy>(
    keys: &Keys<'_>,
    key: &str,
    word: &str,
    what: &str,
    known: impl Iterator<Item = (T, &'static str)> + Clone,
) -> Outcome<T> {
    let folded = word.trim().to_lowercase().replace([' ', '-'], "_");
    known.clone().find(|(_, w)| *w == folded).map(|(t, _)| t).ok_or_else(|| {
        let words: Vec<&str> = known.map(|(_, w)| w).collect();
        let fault = keys.fault(key, format!("no {what} “{word}”"));
        match nearest(word, &words) {
            Some(near) => fault.hint(format!("did you mean “{near}”?")),
            None => fault.hint(format!("one of: {}", words.join(", "))),
        }
    })
}

fn tests(keys: &Keys<'_>) -> Outcome<Vec<Test>> {
    let known = Test::ALL.into_iter().map(|(test, word, _)| (test, word));
    let words = keys.strings("tests")?;
    if !words.is_empty() && keys.get("columns").is_none() {
        return Err(keys
            .fault("tests", "“tests” needs columns that part the cases")
            .hint("columns = \"values of ATTRIBUTE\" or \"groups\""));
    }
    words.iter().map(|(_, word)| chosen(keys, "tests", word, "test", known.clone())).collect()
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
        of: of(keys)?,
        within: keys.number("within", 0, 1_000_000)?,
        decimals: keys.number("decimals", 0, 12)?.map(|n| n as usize),
    })
}

/// What percentages are of.
fn of(keys: &Keys<'_>) -> Outcome<Option<Measure>> {
    let counts = Measure::ALL.into_iter().filter(|m| m.has_total()).map(|m| (m, m.word()));
    keys.string("of")?.map(|word| chosen(keys, "of", &word, "count", counts)).transpose()
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
    if let Some(measure) = style.cell.filter(|m| matches!(m.needs(), Needs::Value | Needs::Numbers)) {
        return Err(keys.fault("cell", format!("the measure “{}” is for attributes and expressions", measure.word())));
    }
    Ok(Some((listing, style)))
}

fn column(keys: &Keys<'_>) -> Outcome<Column> {
    let mut known = vec!["title", "expand"];
    known.extend(SOURCES.iter().chain(STYLE));
    keys.only(&known)?;
    let source = source(keys)?;
    let style = style(keys)?;
    fitting(keys, &source, &style)?;
    let expand = keys.truth("expand")?;
    if expand && !matches!(source, Source::Code(_)) {
        return Err(keys.fault("expand", "only a code can be expanded into its sub-codes"));
    }
    Ok(Column { title: keys.string("title")?.filter(|t| !t.trim().is_empty()), source, style, expand })
}

/// What a column shows: exactly one thing.
fn source(keys: &Keys<'_>) -> Outcome<Source> {
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
            .hint(format!("give one of: {}", SOURCES.join(", "))));
    };
    Ok(match *key {
        "attribute" => Source::Attribute(text.clone()),
        "code" => Source::Code(text.clone()),
        "query" => Source::Query(text.clone()),
        "vignette" => Source::Vignette(text.clone()),
        "agreement" => Source::Agreement(chosen(keys, key, text, "figure of agreement", Coefficient::ALL.into_iter())?),
        "saturation" => Source::Saturation(chosen(keys, key, text, "curve", Curve::ALL.into_iter())?),
        _ => Source::Derive(text.clone()),
    })
}

/// Refuses a measure, or a key of another measure, that does not go with what the column shows.
fn fitting(keys: &Keys<'_>, source: &Source, style: &CellStyle) -> Outcome<()> {
    let lines = matches!(source, Source::Code(_) | Source::Query(_));
    match style.cell {
        None => {}
        Some(measure) if lines => {
            if matches!(measure.needs(), Needs::Value | Needs::Numbers) {
                return Err(keys
                    .fault("cell", format!("the measure “{}” is for attributes and expressions", measure.word()))
                    .hint("for a code or a query: count, passages, cases, documents, words, present, codes, quotes, essence …"));
            }
        }
        Some(Measure::Value) => {}
        Some(measure) if matches!(source, Source::Attribute(_)) && measure.needs() == Needs::Numbers => {}
        Some(measure) => {
            let key = SOURCES.iter().find(|k| keys.get(k).is_some()).copied().unwrap_or_default();
            let what = format!("a column from “{key}” has the measure “value”, not “{}”", measure.word());
            return Err(keys.fault("cell", what));
        }
    }
    belongs(keys, "labels", !style.labels.is_empty(), style.cell == Some(Measure::Codes), "cell = \"codes\"")?;
    belongs(keys, "at_most", style.at_most.is_some(), style.cell == Some(Measure::Quotes), "cell = \"quotes\"")?;
    let percent = matches!(style.cell, Some(Measure::RowPercent | Measure::ColumnPercent));
    belongs(keys, "of", style.of.is_some(), percent, "cell = \"row%\" or \"column%\"")?;
    belongs(keys, "within", style.within.is_some(), style.cell == Some(Measure::Near), "cell = \"near\"")
}

fn belongs(keys: &Keys<'_>, key: &str, given: bool, fits: bool, to: &str) -> Outcome<()> {
    if given && !fits { Err(keys.fault(key, format!("“{key}” belongs to {to}"))) } else { Ok(()) }
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
        self.title.as_deref().unwrap_or_else(|| self.source.name())
    }
}

impl Source {
    /// The name of what is shown.
    pub fn name(&self) -> &str {
        let word = |found: Option<&'static str>| found.unwrap_or_default();
        match self {
            Self::Attribute(name)
            | Self::Code(name)
            | Self::Query(name)
            | Self::Derive(name)
            | Self::Vignette(name) => name,
            Self::Agreement(which) => word(Coefficient::ALL.iter().find(|(c, _)| c == which).map(|(_, w)| *w)),
            Self::Saturation(which) => word(Curve::ALL.iter().find(|(c, _)| c == which).map(|(_, w)| *w)),
        }
    }
}

//! A codebook as TOML and as CSV.
//!
//! TOML: one `[[code]]` a code in reading order, with `path` and, where filled, `short`, `definition`, `use`, `not`, `example`, `colour` (`color` is read
//! too). CSV: the same as columns. Tables of other tools are read by the headings they use (`tag`, `name` and `parent`, `description` …).

use super::lines::{line_of, literal, place, toml, toml_line};
use super::sheet::{self, Row, Sheet};
use crate::codebook::{Codebook, Colour, join_path, split_path};
use crate::document::Warning;
use crate::fault::{Fault, Outcome};
use crate::project::{CodeFields, CodeRow};
use serde::Deserialize;
use std::collections::{HashMap, HashSet};

/// Headings of the CSV form, in order.
pub const HEADINGS: [&str; 8] = ["path", "name", "short", "definition", "use", "not", "example", "colour"];

/// Reads a codebook: TOML when the file's name ends in `.toml`, a table otherwise.
///
/// Errors: what cannot be read, with file and line. Warnings: codes that stand in it twice, columns that nobody knows.
pub fn read(file: &str, text: &str) -> Outcome<(Vec<CodeRow>, Vec<Warning>)> {
    let mut warnings = Vec::new();
    let lined = if file.to_lowercase().ends_with(".toml") {
        read_toml(file, text)?
    } else {
        read_csv(file, text, &mut warnings)?
    };
    let mut seen = HashSet::new();
    for (line, row) in &lined {
        if !seen.insert(row.path.to_lowercase()) {
            warnings.push(Warning::at(*line, format!("the code “{}” stands in the codebook twice", row.path)));
        }
    }
    Ok((lined.into_iter().map(|(_, row)| row).collect(), warnings))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TomlBook {
    #[serde(default)]
    code: Vec<toml::Spanned<TomlCode>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TomlCode {
    path: Option<String>,
    name: Option<String>,
    parent: Option<String>,
    short: Option<String>,
    #[serde(alias = "description")]
    definition: Option<String>,
    #[serde(rename = "use")]
    use_when: Option<String>,
    #[serde(rename = "not")]
    not_when: Option<String>,
    example: Option<String>,
    #[serde(alias = "color")]
    colour: Option<toml::Spanned<String>>,
}

fn read_toml(file: &str, text: &str) -> Outcome<Vec<(usize, CodeRow)>> {
    let book: TomlBook = toml(file, text)?;
    let mut rows = Vec::new();
    for code in book.code {
        let line = line_of(text, code.span().start);
        let code = code.into_inner();
        let fault = |what: String| Fault::data(what).at(place(file, line));
        let path = match (code.path, code.name) {
            (Some(path), name) => {
                let names = split_path(&path);
                let last = names.last().ok_or_else(|| fault("the code has an empty path".to_owned()))?;
                if name.as_ref().is_some_and(|n| n.trim() != last) {
                    return Err(fault(format!("the name “{}” is not the end of “{path}”", name.unwrap_or_default())));
                }
                join_path(names.iter().map(String::as_str))
            }
            (None, Some(name)) => {
                let mut names = split_path(&code.parent.unwrap_or_default());
                names.push(name.trim().to_owned());
                join_path(names.iter().map(String::as_str))
            }
            (None, None) => return Err(fault("the code has neither path nor name".to_owned())),
        };
        let colour = match code.colour {
            None => None,
            Some(raw) => {
                let line = line_of(text, raw.span().start);
                let bad = |what: String| Fault::data(what).at(place(file, line));
                Some(Some(raw.get_ref().parse::<Colour>().map_err(bad)?))
            }
        };
        let fields = CodeFields {
            short: code.short,
            definition: code.definition,
            use_when: code.use_when,
            not_when: code.not_when,
            example: code.example,
            colour,
        };
        rows.push((line, CodeRow { path, fields }));
    }
    Ok(rows)
}

/// The columns of a table of codes, under any of the headings that tools use.
struct Columns {
    path: Option<usize>,
    name: Option<usize>,
    parent: Option<usize>,
    fields: [Option<usize>; 6],
}

impl Columns {
    fn of(sheet: &Sheet) -> Outcome<Self> {
        let columns = Self {
            path: sheet.column(&["path", "tag", "code", "code path"]),
            name: sheet.column(&["name", "code name", "theme", "label"]),
            parent: sheet.column(&["parent", "parent code", "category"]),
            fields: [
                sheet.column(&["short", "short definition", "summary"]),
                sheet.column(&["definition", "description", "full definition", "memo", "comment"]),
                sheet.column(&["use", "when to use", "inclusion"]),
                sheet.column(&["not", "when not to use", "exclusion"]),
                sheet.column(&["example"]),
                sheet.column(&["colour", "color"]),
            ],
        };
        if columns.path.is_none() && columns.name.is_none() {
            sheet.need("path")?;
        }
        Ok(columns)
    }

    fn unknown<'a>(&self, sheet: &'a Sheet) -> Vec<&'a str> {
        let known: Vec<usize> = [self.path, self.name, self.parent].into_iter().chain(self.fields).flatten().collect();
        let all = sheet.headings.iter().enumerate();
        all.filter(|(n, h)| !known.contains(n) && !h.is_empty()).map(|(_, h)| h.as_str()).collect()
    }
}

fn read_csv(file: &str, text: &str, warnings: &mut Vec<Warning>) -> Outcome<Vec<(usize, CodeRow)>> {
    let sheet = Sheet::read(file, text)?;
    let columns = Columns::of(&sheet)?;
    let unknown = columns.unknown(&sheet);
    if !unknown.is_empty() {
        warnings.push(Warning::at(1, format!("columns left out: {}", unknown.join(", "))));
    }
    let tree = Parents::of(&sheet, &columns);
    let mut rows = Vec::new();
    for row in &sheet.rows {
        let names = match columns.path.map(|p| row.cell(Some(p))) {
            // With a column of parents, what a tool calls tag or code is a bare name.
            Some(path) if columns.parent.is_none() && !path.trim().is_empty() => split_path(path),
            _ => tree.line(&sheet, row)?,
        };
        if names.is_empty() {
            return Err(sheet.fault(row, "the code has no name"));
        }
        let filled = |n: usize| Some(row.cell(columns.fields[n]).to_owned()).filter(|c| !c.trim().is_empty());
        let colour = match filled(5) {
            None => None,
            Some(raw) => Some(Some(raw.parse::<Colour>().map_err(|what| sheet.fault(row, what))?)),
        };
        let fields = CodeFields {
            short: filled(0),
            definition: filled(1),
            use_when: filled(2),
            not_when: filled(3),
            example: filled(4),
            colour,
        };
        rows.push((row.line, CodeRow { path: join_path(names.iter().map(String::as_str)), fields }));
    }
    Ok(rows)
}

/// Who hangs under whom in a table with a column of parents.
struct Parents<'a> {
    name: Option<usize>,
    parent: Option<usize>,
    rows: HashMap<&'a str, &'a Row>,
}

impl<'a> Parents<'a> {
    fn of(sheet: &'a Sheet, columns: &Columns) -> Self {
        let name = columns.name.or(columns.path);
        let rows = sheet.rows.iter().rev().map(|r| (r.cell(name).trim(), r)).collect();
        Self { name, parent: columns.parent, rows }
    }

    /// The names from the top down to this row. A parent that is no row of the table is a path from the top.
    fn line(&self, sheet: &Sheet, row: &Row) -> Outcome<Vec<String>> {
        let mut names = Vec::new();
        let mut at = row;
        loop {
            let (name, parent) = (at.cell(self.name).trim(), at.cell(self.parent).trim());
            if name.is_empty() {
                return Ok(Vec::new());
            }
            names.insert(0, name.to_owned());
            match self.rows.get(parent) {
                _ if parent.is_empty() => return Ok(names),
                Some(next) if names.len() <= sheet.rows.len() => at = next,
                Some(_) => return Err(sheet.fault(row, format!("the code “{name}” hangs under itself"))),
                None => return Ok(split_path(parent).into_iter().chain(names).collect()),
            }
        }
    }
}

/// Writes a codebook as TOML.
pub fn write_toml(book: &Codebook) -> String {
    let mut out = String::new();
    for (n, (_, code)) in book.tree().into_iter().enumerate() {
        if n > 0 {
            out.push('\n');
        }
        out.push_str("[[code]]\n");
        toml_line(&mut out, "path", &book.path(code.id));
        let fields = [
            ("short", &code.short),
            ("definition", &code.definition),
            ("use", &code.use_when),
            ("not", &code.not_when),
            ("example", &code.example),
        ];
        for (key, value) in fields.into_iter().filter(|(_, value)| !value.is_empty()) {
            toml_line(&mut out, key, value);
        }
        if let Some(colour) = code.colour {
            out.push_str(&format!("colour = {}\n", literal(&colour.to_string())));
        }
    }
    out
}

/// Writes a codebook as CSV under [`HEADINGS`].
pub fn write_csv(book: &Codebook) -> String {
    let rows = book.tree().into_iter().map(|(_, code)| {
        let colour = code.colour.map(|c| c.to_string()).unwrap_or_default();
        let fields = [&code.name, &code.short, &code.definition, &code.use_when, &code.not_when, &code.example];
        let mut cells = vec![book.path(code.id)];
        cells.extend(fields.into_iter().cloned());
        cells.push(colour);
        cells
    });
    sheet::write(HEADINGS, rows)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codebook::Code;
    use crate::id::CodeId;
    use proptest::prelude::*;
    use uuid::Uuid;

    fn paths(file: &str, text: &str) -> Vec<String> {
        read(file, text).unwrap().0.into_iter().map(|r| r.path).collect()
    }

    #[test]
    fn toml_is_read_with_either_spelling_of_colour() {
        let text = "[[code]]\npath = \"cost\"\ncolour = \"#0268a4\"\n[[code]]\nparent = \"cost\"\nname = \"and/or\"\ncolor = \"#fff\"\nuse = \"so\"\n";
        let (rows, warnings) = read("b.toml", text).unwrap();
        assert_eq!(rows[1].path, r"cost/and\/or");
        assert_eq!(rows[1].fields.colour, Some(Some(Colour(255, 255, 255))));
        assert_eq!(rows[1].fields.use_when.as_deref(), Some("so"));
        assert_eq!((rows[0].fields.short.as_deref(), warnings.len()), (None, 0));
    }

    #[test]
    fn faults_are_named_with_file_and_line() {
        let place = |file: &str, text: &str| read(file, text).unwrap_err().place.unwrap();
        assert_eq!(
            place("b.toml", "[[code]]\npath = \"a\"\n\n[[code]]\npath = \"b\"\ncolour = \"blue\"\n"),
            "b.toml, line 6"
        );
        assert_eq!(place("b.toml", "[[code]]\nshort = \"a\"\n"), "b.toml, line 1");
        assert_eq!(place("b.toml", "[[code]]\npath = \"a\"\ndefintion = \"x\"\n"), "b.toml, line 3");
        assert_eq!(place("b.csv", "path;colour\na;#123456\nb;blue\n"), "b.csv, line 3");
        assert_eq!(place("b.csv", "thing,colour\na,#123456\n"), "b.csv, line 1");
        assert_eq!(place("b.csv", "name,parent\na,b\nb,a\n"), "b.csv, line 2");
    }

    #[test]
    fn tables_of_other_tools_are_read() {
        let tags = "tag,description,number of highlights\nacceso/barreras,Lo que estorba,12\n";
        let (rows, warnings) = read("tags.csv", tags).unwrap();
        assert_eq!(
            (rows[0].path.as_str(), rows[0].fields.definition.as_deref()),
            ("acceso/barreras", Some("Lo que estorba"))
        );
        assert!(warnings[0].what.contains("number of highlights"));
        assert_eq!(
            paths("b.csv", "name\tparent\tmemo\nlow/mid\tprice\t\nprice\tmoney\tx\n"),
            [r"money/price/low\/mid", "money/price"]
        );
        assert_eq!(paths("b.csv", "Name;Category\nа;家/庭\n"), ["家/庭/а"]);
    }

    #[test]
    fn duplicate_names_under_different_parents_merged() {
        let text = "path\nhome/cost\ntravel/cost\nTravel/Cost\n";
        let (rows, warnings) = read("b.csv", text).unwrap();
        assert_eq!(rows.len(), 3);
        assert_eq!(warnings.len(), 1);
        assert_eq!(warnings[0].line, Some(4));
    }

    #[test]
    fn code_names_restricted_to_ascii() {
        assert_eq!(
            paths("b.csv", "path\nвера/доверие\n信頼\nثقة\ncafé 🙂\n"),
            ["вера/доверие", "信頼", "ثقة", "café 🙂"]
        );
    }

    #[test]
    fn parent_codes_or_descriptions_missing_from_exports() {
        let text = |n: &str| n.to_owned();
        let fields = [text("s"), text("d"), text("u"), text("n"), text("e")];
        let book = book(&[(0, text("top"), fields.clone(), None), (1, text("mid"), fields, Some(7))]);
        for written in [write_toml(&book), write_csv(&book)] {
            let file = if written.starts_with("[[") { "b.toml" } else { "b.csv" };
            assert_eq!(read(file, &written).unwrap().0, rows_of(&book));
            assert!(written.contains("top/mid"));
        }
        assert_eq!(rows_of(&book).len(), 2);
    }

    fn book(specs: &[(usize, String, [String; 5], Option<u32>)]) -> Codebook {
        let mut book = Codebook::default();
        for (n, (parent, name, texts, colour)) in specs.iter().enumerate() {
            let parent = (*parent > 0 && n > 0).then(|| CodeId(Uuid::from_u128(1 + (*parent % n) as u128)));
            let parent = parent.filter(|p| book.get(*p).is_some());
            let name = crate::text::normalise_line(name);
            if name.is_empty() || book.child(parent, &name).is_some() {
                continue;
            }
            let clean = |n: usize| crate::text::normalise(&texts[n]).0.trim().to_owned();
            book.put(Code {
                id: CodeId(Uuid::from_u128(n as u128 + 1)),
                parent,
                name,
                position: n as u32,
                short: clean(0),
                definition: clean(1),
                use_when: clean(2),
                not_when: clean(3),
                example: clean(4),
                colour: colour.map(|c| Colour((c >> 16) as u8, (c >> 8) as u8, c as u8)),
            });
        }
        book
    }

    fn rows_of(book: &Codebook) -> Vec<CodeRow> {
        let some = |text: &String| Some(text.clone()).filter(|t| !t.is_empty());
        let row = |code: &Code| CodeRow {
            path: book.path(code.id),
            fields: CodeFields {
                short: some(&code.short),
                definition: some(&code.definition),
                use_when: some(&code.use_when),
                not_when: some(&code.not_when),
                example: some(&code.example),
                colour: code.colour.map(Some),
            },
        };
        book.tree().into_iter().map(|(_, code)| row(code)).collect()
    }

    proptest! {
        #[test]
        fn every_codebook_comes_back_as_it_was(specs in proptest::collection::vec(
            (0_usize..6, "[=+@' -~/\\\\é漢🙂של]{1,10}", proptest::array::uniform5("[=@\"' -~\n\té漢🙂של]{0,12}"), proptest::option::of(0_u32..0xff_ffff)), 0..9))
        {
            let book = book(&specs);
            let wanted = rows_of(&book);
            prop_assert_eq!(&read("b.toml", &write_toml(&book)).unwrap().0, &wanted);
            prop_assert_eq!(&read("b.csv", &write_csv(&book)).unwrap().0, &wanted);
        }
    }
}

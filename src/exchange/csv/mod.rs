//! Tables with one row a turn, as transcription programs and surveys write them.

mod columns;

use super::{Parts, Source, warn_harmless};
use crate::document::{Assembly, Draft, Piece, Speakers, Warning, clock};
use crate::fault::{Fault, Outcome};
use crate::text::fold;
use columns::{Column, find};

/// Reads a table.
pub(super) fn read(source: &Source) -> Outcome<Draft> {
    let (text, mut warnings) = source.text()?;
    let table = Table::read(&text)?;
    if table.ragged > 0 {
        warnings.push(Warning::new(format!("{} rows have more or fewer cells than the first row", table.ragged)));
    }
    let mut parts = Parts { warnings, ..Parts::default() };
    if let Some(case) = table.one_case(&mut parts.warnings) {
        parts.properties.insert("case".to_owned(), case);
    }
    let mut pieces = table.pieces();
    if source.options.speakers == Speakers::None {
        pieces.iter_mut().for_each(|p| p.speaker = None);
    }
    if is_subtitles(&pieces) {
        pieces = merge(pieces);
    }
    let mut assembly = Assembly::default();
    pieces.iter().for_each(|p| assembly.push(p));
    let (text, structure, harmless) = assembly.finish(&format!("column “{}”", table.title(Column::Speaker)));
    warn_harmless(harmless, &mut parts.warnings);
    source.draft("csv", text, structure, parts)
}

struct Table {
    titles: Vec<String>,
    columns: Vec<(Column, usize)>,
    rows: Vec<::csv::StringRecord>,
    ragged: usize,
}

impl Table {
    fn read(text: &str) -> Outcome<Self> {
        let tables =
            [b',', b';', b'\t', b'|'].map(|delimiter| columns(text, delimiter).map(|found| (found, delimiter)));
        // The delimiter under which most columns are known; the first of equals.
        let best =
            tables.into_iter().flatten().reduce(|best, next| if score(&next.0) > score(&best.0) { next } else { best });
        let Some(((titles, columns), delimiter)) = best else {
            return Err(Fault::data("there is no first row with the names of the columns"));
        };
        if !columns.iter().any(|(c, _)| *c == Column::Text) {
            let seen = titles.iter().filter(|t| !t.is_empty()).map(|t| format!("“{t}”")).collect::<Vec<_>>().join(", ");
            return Err(Fault::data(format!("no column of text: the first row has {seen}"))
                .hint("name the columns in the first row, for instance speaker,start,text"));
        }
        let (mut rows, mut ragged) = (Vec::new(), 0);
        for record in reader(text, delimiter).into_records() {
            let record = record.map_err(|e| Fault::data(format!("a row cannot be read: {e}")))?;
            ragged += usize::from(record.len() != titles.len());
            rows.push(record);
        }
        Ok(Self { titles, columns, rows, ragged })
    }

    fn cell<'a>(&self, row: &'a ::csv::StringRecord, column: Column) -> Option<&'a str> {
        let at = self.columns.iter().find(|(c, _)| *c == column)?.1;
        row.get(at).map(str::trim).filter(|cell| !cell.is_empty())
    }

    fn title(&self, column: Column) -> &str {
        self.columns.iter().find(|(c, _)| *c == column).map_or("", |(_, at)| &self.titles[*at])
    }

    /// One piece a row.
    fn pieces(&self) -> Vec<Piece> {
        let title = fold(self.title(Column::Time));
        let piece = |row: &::csv::StringRecord| {
            let (speaker, role) = self.cell(row, Column::Speaker).map(name_and_role).unzip();
            Piece {
                speaker,
                role: role.flatten(),
                time_ms: self.cell(row, Column::Time).and_then(|cell| time(cell, title.ends_with("ms"))),
                words: self.cell(row, Column::Text).unwrap_or_default().to_owned(),
            }
        };
        self.rows.iter().map(piece).filter(|p| !p.words.is_empty()).collect()
    }

    /// The case that all rows name; rows of several cases are told.
    fn one_case(&self, warnings: &mut Vec<Warning>) -> Option<String> {
        let mut cases: Vec<&str> = self.rows.iter().filter_map(|row| self.cell(row, Column::Case)).collect();
        cases.sort_unstable();
        cases.dedup();
        match cases.as_slice() {
            [one] => Some((*one).to_owned()),
            [] => None,
            many => {
                let what = format!(
                    "the rows name {} different values in “{}” and become one document",
                    many.len(),
                    self.title(Column::Case)
                );
                warnings.push(Warning::new(what));
                None
            }
        }
    }
}

fn reader(text: &str, delimiter: u8) -> ::csv::Reader<&[u8]> {
    ::csv::ReaderBuilder::new().delimiter(delimiter).flexible(true).from_reader(text.as_bytes())
}

type Columns = (Vec<String>, Vec<(Column, usize)>);

/// The titles of a table and which column is which; `None` when there is no row at all.
fn columns(text: &str, delimiter: u8) -> Option<Columns> {
    let mut reader = reader(text, delimiter);
    let titles: Vec<String> =
        reader.headers().ok()?.iter().map(|t| t.split_whitespace().collect::<Vec<_>>().join(" ")).collect();
    if titles.iter().all(String::is_empty) {
        return None;
    }
    let known = find(&titles);
    Some((titles, known))
}

fn score(found: &Columns) -> (usize, usize) {
    (found.1.len(), found.0.len())
}

/// `Marta (CIO)` → name and role.
fn name_and_role(cell: &str) -> (String, Option<String>) {
    let cell = cell.trim_end_matches([':', '：']).trim();
    let split = cell.strip_suffix(')').and_then(|c| c.split_once('(')).filter(|(name, _)| !name.trim().is_empty());
    match split {
        Some((name, role)) => (name.trim().to_owned(), Some(role.trim().to_owned())),
        None => (cell.to_owned(), None),
    }
}

/// A time in milliseconds: `0:01:02`, or a number of seconds (of milliseconds, where the column's name says so).
fn time(cell: &str, milliseconds: bool) -> Option<u64> {
    if let Some(ms) = clock(cell).or_else(|| super::subtitle::timestamp(cell)) {
        return Some(ms);
    }
    let number: f64 = cell.replace(',', ".").parse().ok()?;
    let ms = if milliseconds { number } else { number * 1000.0 };
    (0.0..1e12).contains(&ms).then(|| ms.round() as u64)
}

/// Whether rows are bits of speech rather than turns: mostly shorter than a sentence, mostly without a sentence's end, with runs of one speaker.
fn is_subtitles(pieces: &[Piece]) -> bool {
    if pieces.len() < 8 {
        return false;
    }
    let width = |p: &Piece| p.words.chars().map(|c| if crate::text::is_cjk(c) { 3 } else { 1 }).sum::<usize>();
    let mut widths: Vec<usize> = pieces.iter().map(width).collect();
    widths.sort_unstable();
    let ended = pieces
        .iter()
        .filter(|p| {
            p.words.trim_end_matches(['"', '”', ')', '’']).ends_with(['.', '?', '!', '…', '。', '？', '！', '؟', ':'])
        })
        .count();
    let same = pieces.windows(2).filter(|two| two[0].speaker == two[1].speaker).count();
    widths[widths.len() / 2] <= 110 && ended * 2 < pieces.len() && same * 2 >= pieces.len()
}

/// Joins consecutive rows of one speaker; without speakers up to a few sentences.
fn merge(pieces: Vec<Piece>) -> Vec<Piece> {
    let mut out: Vec<Piece> = Vec::new();
    for piece in pieces {
        match out.last_mut() {
            Some(last) if last.speaker == piece.speaker && (piece.speaker.is_some() || last.words.len() < 600) => {
                last.words.push(' ');
                last.words.push_str(&piece.words);
            }
            _ => out.push(piece),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exchange::{ReadOptions, read as bring};
    use crate::text::Text;

    fn draft(text: &str) -> Draft {
        let draft = bring("t.csv", text.as_bytes(), &ReadOptions::default()).unwrap();
        assert_eq!(draft.structure.fault(&Text::new(draft.text.clone())), None);
        draft
    }

    #[test]
    fn one_row_is_one_turn() {
        let d = draft(
            "speaker,start,text\nAna (host),0:01,\"Why, then?\"\nBo,0:00:04,\"First line\nsecond line\"\nBo,5.5,=1+1\n",
        );
        assert_eq!(d.text, "Ana: Why, then?\n\nBo: First line\nsecond line\n\nBo: =1+1");
        assert_eq!(
            d.structure.turns.iter().map(|t| t.time_ms).collect::<Vec<_>>(),
            [Some(1000), Some(4000), Some(5500)]
        );
        assert_eq!(d.structure.speakers[0].role.as_deref(), Some("host"));
        assert_eq!(d.structure.style, "column “speaker”");
    }

    #[test]
    fn columns_are_found_in_other_languages_and_with_other_delimiters() {
        assert_eq!(draft("Hablante;Texto\nAna;Sí, claro\nBo;No\n").text, "Ana: Sí, claro\n\nBo: No");
        assert_eq!(draft("发言人\t内容\n王\t好\n李\t不好\n").text, "王: 好\n\n李: 不好");
        assert_eq!(draft("Nr;Sprecher;Zeit;Inhalt\n1;A;0:01;ja, gut\n").text, "A: ja, gut");
        assert_eq!(draft("case,answer\nAcme,We sell boats\n").properties["case"], "Acme");
    }

    #[test]
    fn bits_of_speech_become_turns() {
        let mut text = "segment,from,to,speaker,text\n".to_owned();
        for n in 0..20 {
            text.push_str(&format!("{n},0:00:{n:02},0:00:{n:02},{},就是这样\n", if n < 12 { "王" } else { "李" }));
        }
        let d = draft(&text);
        assert_eq!(d.structure.turns.len(), 2);
        assert_eq!(d.structure.turns[1].time_ms, Some(12_000));
    }

    #[test]
    fn a_table_without_text_says_which_columns_it_has() {
        let fault = bring("t.csv", b"id,colour\n1,red\n", &ReadOptions::default()).unwrap_err();
        assert_eq!(fault.exit_code(), 3);
        assert!(fault.what.contains("“id”, “colour”"), "{fault}");
        assert!(bring("t.csv", b"speaker,text\n", &ReadOptions::default()).is_err());
    }
}

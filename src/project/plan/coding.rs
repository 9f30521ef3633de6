use super::{CodeSpec, Planner, count};
use crate::coding::{Coding, Passage, context_hash};
use crate::fault::{Fault, Outcome};
use crate::id::{CodeId, CoderId, CodingId, DocumentId, Stamp};
use crate::project::{Change, Edit, place_name};
use crate::text::{Points, Span};
use std::collections::HashMap;

/// Which codings to take away.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Uncode {
    /// These ones.
    These(Vec<CodingId>),
    /// Of these codes (any, when empty) on exactly this passage, or else overlapping it; of this coder, or of all.
    At(Passage, Vec<CodeId>, Option<String>),
}

/// A coding as another file has it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CodingRow {
    /// Name of the document.
    pub document: String,
    /// Path of the code; made when it is not there.
    pub code: String,
    /// Who; the one who brings it in when empty.
    pub coder: String,
    /// Where, in code points; `None` when only the quote is known.
    pub points: Option<Points>,
    /// The words; empty when only the points are known.
    pub quote: String,
    /// Marked as telling.
    pub telling: bool,
    /// When; now when `None`.
    pub at: Option<Stamp>,
}

impl Planner<'_, '_> {
    /// Whether this coder has this code on exactly this passage, in the project or in this plan.
    pub(super) fn is_coded(&self, passage: Passage, code: CodeId, coder: CoderId) -> bool {
        self.placed.contains_key(&(passage, code, coder))
            || self
                .base
                .codings
                .on(passage)
                .any(|c| c.span == passage.span && c.code == code && c.coder == coder && !self.gone.contains(&c.id))
    }

    /// Makes one coding; false when it is there already.
    fn place(&mut self, passage: Passage, code: CodeId, coder: CoderId, telling: bool, at: Stamp) -> Outcome<bool> {
        let content = self.content(passage.document)?;
        let text = content.text.as_str();
        if passage.span.is_empty() || !content.text.holds(passage.span) {
            return Err(Fault::asked("that passage lies outside the document"));
        }
        if self.is_coded(passage, code, coder) {
            return Ok(false);
        }
        let coding = Coding {
            id: self.id(),
            document: passage.document,
            code,
            coder,
            span: passage.span,
            points: content.text.to_points(passage.span),
            quote: passage.span.of(text).into(),
            context: context_hash(text, passage.span),
            telling,
            at,
        };
        self.placed.insert((passage, code, coder), coding.id);
        self.push(Change::Coding(Box::new(Edit::add(coding))));
        Ok(true)
    }

    pub(super) fn code(&mut self, passages: &[Passage], specs: &[CodeSpec]) -> Outcome<String> {
        if passages.is_empty() || specs.is_empty() {
            return Err(Fault::asked("nothing to code: no passage or no code"));
        }
        let coder = self.me()?;
        let mut codes: Vec<CodeId> = Vec::new();
        for spec in specs {
            let (id, _) = self.code_for(spec)?;
            if !codes.contains(&id) {
                codes.push(id);
            }
        }
        let (mut placed, mut there) = (0, 0);
        for passage in passages {
            for code in &codes {
                if self.place(*passage, *code, coder, false, self.context.now)? { placed += 1 } else { there += 1 }
            }
        }
        let names: Vec<String> = codes.iter().map(|c| format!("“{}”", self.codebook.path(*c))).collect();
        let names = names.join(" and ");
        if placed == 0 {
            return Err(Fault::new(crate::fault::Kind::Nothing, format!("already coded {names}")));
        }
        if there > 0 {
            self.note(format!("{} already there", count(there, "coding")));
        }
        let place = match passages {
            [one] => self.name_of_place(*one)?,
            many => count(many.len(), "passage"),
        };
        Ok(format!("Coded {place} with {names}"))
    }

    /// `13:2 of interview-1`.
    fn name_of_place(&self, passage: Passage) -> Outcome<String> {
        let content = self.content(passage.document)?;
        Ok(format!("{} of “{}”", place_name(passage.span, &content), self.document(passage.document)?.name))
    }

    pub(super) fn uncode(&mut self, what: &Uncode) -> Outcome<String> {
        let found: Vec<Coding> = match what {
            Uncode::These(ids) => ids.iter().filter_map(|id| self.base.codings.get(*id)).cloned().collect(),
            Uncode::At(passage, codes, coder) => self.codings_at(*passage, codes, coder.as_deref())?,
        };
        let found: Vec<Coding> = found.into_iter().filter(|c| !self.gone.contains(&c.id)).collect();
        let Some(first) = found.first() else {
            return Err(Fault::new(crate::fault::Kind::Nothing, "nothing is coded so there"));
        };
        let place = self.name_of_place(first.passage())?;
        let path = self.codebook.path(first.code);
        let sentence = match found.len() {
            1 => format!("Took “{path}” off {place}"),
            n => format!("Took {} away", count(n, "coding")),
        };
        for coding in found {
            self.gone.insert(coding.id);
            self.push(Change::Coding(Box::new(Edit::remove(coding))));
        }
        Ok(sentence)
    }

    fn codings_at(&self, passage: Passage, codes: &[CodeId], coder: Option<&str>) -> Outcome<Vec<Coding>> {
        let coder = match coder {
            None => None,
            Some(name) => Some(self.base.coder(name).ok_or_else(|| Fault::unknown("coder", name, &[]))?.id),
        };
        let wanted =
            |c: &&Coding| (codes.is_empty() || codes.contains(&c.code)) && coder.is_none_or(|id| c.coder == id);
        let all: Vec<Coding> = self.base.codings.on(passage).filter(wanted).cloned().collect();
        let exact: Vec<Coding> = all.iter().filter(|c| c.span == passage.span).cloned().collect();
        Ok(if exact.is_empty() { all } else { exact })
    }

    pub(super) fn resize(&mut self, id: CodingId, passage: Passage) -> Outcome<String> {
        let was = self.base.codings.get(id).cloned().ok_or_else(|| Fault::asked("that coding is no longer there"))?;
        let content = self.content(was.document)?;
        if passage.document != was.document || passage.span.is_empty() || !content.text.holds(passage.span) {
            return Err(Fault::asked("that passage lies outside the document"));
        }
        let text = content.text.as_str();
        let now = Coding {
            span: passage.span,
            points: content.text.to_points(passage.span),
            quote: passage.span.of(text).into(),
            context: context_hash(text, passage.span),
            ..was.clone()
        };
        let sentence =
            format!("Changed the extent of “{}” to {}", self.codebook.path(was.code), self.name_of_place(passage)?);
        self.gone.insert(id);
        self.push(Change::Coding(Box::new(Edit::alter(was, now))));
        Ok(sentence)
    }

    pub(super) fn set_telling(&mut self, id: CodingId, telling: bool) -> Outcome<String> {
        let was = self.base.codings.get(id).cloned().ok_or_else(|| Fault::asked("that coding is no longer there"))?;
        let place = self.name_of_place(was.passage())?;
        let now = Coding { telling, ..was.clone() };
        self.push(Change::Coding(Box::new(Edit::alter(was, now))));
        Ok(if telling { format!("Marked {place} as telling") } else { format!("Unmarked {place} as telling") })
    }

    /// Brings codings in, each verified by its quote: where the code points do not give the words, the one place where the words stand is taken; where there is
    /// none or several, the coding is left out and named in a note, never guessed.
    pub(super) fn import_codings(&mut self, rows: Vec<CodingRow>) -> Outcome<String> {
        let (mut placed, mut moved, mut there, mut lost) = (0, 0, 0, 0);
        // A study has codings by the hundred thousand, and names by the hundred: each name is looked up once.
        let documents: HashMap<String, DocumentId> = self.documents.values().map(|d| (d.name.clone(), d.id)).collect();
        let mut codes: HashMap<String, CodeId> = HashMap::new();
        for row in rows {
            let Some(document) = documents.get(&row.document).copied() else {
                lost += 1;
                self.note(format!("left out a coding “{}”: no document “{}”", row.code, row.document));
                continue;
            };
            let content = self.content(document)?;
            let (span, repaired) = match anchor(&row, &content) {
                Ok(found) => found,
                Err(reason) => {
                    lost += 1;
                    self.note(format!("left out a coding “{}” on “{}”: {reason}", row.code, row.document));
                    continue;
                }
            };
            moved += usize::from(repaired);
            let me = self.context.coder.to_owned();
            let coder = self.coder(if row.coder.is_empty() { &me } else { &row.coder })?;
            let code = match codes.get(&row.code) {
                Some(code) => *code,
                None => {
                    let (code, _) = self.code_for(&CodeSpec::New(row.code.clone(), Box::default()))?;
                    codes.insert(row.code.clone(), code);
                    code
                }
            };
            let at = row.at.unwrap_or(self.context.now);
            if self.place(Passage { document, span }, code, coder, row.telling, at)? { placed += 1 } else { there += 1 }
        }
        if moved > 0 {
            self.note(format!("{} found again by the words, at another place than given", count(moved, "coding")));
        }
        if there > 0 {
            self.note(format!("{} already there", count(there, "coding")));
        }
        let left = if lost > 0 { format!(", left out {lost}") } else { String::new() };
        Ok(format!("Brought in {}{left}", count(placed, "coding")))
    }
}

/// Where a coding of another file stands, and whether its place had to be repaired by its words.
fn anchor(row: &CodingRow, content: &crate::document::Content) -> Result<(Span, bool), String> {
    let text = content.text.as_str();
    let quote = crate::text::normalise(&row.quote).0;
    let given = row.points.and_then(|p| content.text.to_span(p)).filter(|s| !s.is_empty());
    if let Some(span) = given
        && (quote.is_empty() || span.of(text) == quote)
    {
        return Ok((span, false));
    }
    if quote.trim().is_empty() {
        return Err("its place lies outside the document, and it has no words to find it by".to_owned());
    }
    let place = crate::project::Place::Quote(quote);
    crate::project::resolve(&place, content).map(|span| (span, row.points.is_some())).map_err(|fault| fault.what)
}

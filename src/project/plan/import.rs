use super::documents::{NewDocument, Prepared};
use super::study::{
    DocumentRow, EssenceRow, LinkRow, MatrixRow, MemoRow, Named, PartRow, PassageRow, SavedRow, StudyRows, VignetteRow,
};
use super::{CodingRow, CsvCases, LinkPart, Planner, count};
use crate::coding::Passage;
use crate::fault::{Fault, Kind, Outcome};
use crate::id::DocumentId;
use crate::memo::{About, Axis, Essence, Memo, Verdict, Vignette};
use crate::project::{Change, Edit, Saved, SavedMatrix};
use crate::text::Span;
use std::collections::HashMap;

/// The documents of the study by the names that its files give them, which are not always the names they have in the project.
type ByName = HashMap<String, DocumentId>;

impl Planner<'_, '_> {
    /// Brings a whole study in, as one step. What is in the project already stays as it is: the same bytes are one document, a phrase or write-up that the
    /// project has is not replaced. What names something unknown is left out and said so in a note.
    pub(super) fn import_study(&mut self, study: StudyRows) -> Outcome<String> {
        let base = self.base;
        let blank = base.documents.is_empty() && base.codebook.is_empty() && base.cases.is_empty();
        if !study.title.is_empty() && study.title != base.title && (blank || base.title.is_empty()) {
            self.retitle(study.title.clone())?;
        }
        for coder in &study.coders {
            self.coder(coder)?;
        }
        let documents = self.import_documents(study.documents)?;
        self.import_codes(study.codes)?;
        self.import_case_table(study.cases, &documents)?;
        self.import_links(study.links, &documents)?;
        self.import_study_codings(study.codings, &documents)?;
        self.import_memos(study.memos, &documents)?;
        // Before the phrases: a phrase may be about a value of a derived attribute.
        self.import_saved(study.saved)?;
        self.import_essences(study.essences, &documents)?;
        self.import_writing(study.matrices, study.templates, study.vignettes)?;
        if self.plan.changes.is_empty() {
            return Err(Fault::new(Kind::Nothing, "everything in it is in the project already"));
        }
        let title = if study.title.is_empty() { String::new() } else { format!(" “{}”", study.title) };
        Ok(format!("Brought in the study{title}: {}", self.tally()))
    }

    /// `3 documents, 12 codes and 40 codings`: what this plan adds.
    fn tally(&self) -> String {
        let added = |fits: &dyn Fn(&Change) -> bool| self.plan.changes.iter().filter(|c| fits(c)).count();
        let counts = [
            (added(&|c| matches!(c, Change::Document(e) if e.was.is_none())), "document"),
            (added(&|c| matches!(c, Change::Code(e) if e.was.is_none())), "code"),
            (added(&|c| matches!(c, Change::Case(e) if e.was.is_none())), "case"),
            (added(&|c| matches!(c, Change::Coding(e) if e.was.is_none())), "coding"),
            (added(&|c| matches!(c, Change::Memo(e) if e.was.is_none())), "memo"),
            (added(&|c| matches!(c, Change::Essence(e) if e.was.is_none())), "phrase"),
            (added(&|c| matches!(c, Change::Vignette(e) if e.was.is_none())), "vignette"),
        ];
        let named: Vec<String> = counts.iter().filter(|(n, _)| *n > 0).map(|(n, what)| count(*n, what)).collect();
        match &named[..] {
            [] => "small things".to_owned(),
            [one] => one.clone(),
            [most @ .., last] => format!("{} and {last}", most.join(", ")),
        }
    }

    fn import_documents(&mut self, rows: Vec<DocumentRow>) -> Outcome<ByName> {
        let (mut by_name, mut taken) = (ByName::new(), self.taken());
        for row in rows {
            let name = row.draft.name.clone();
            let new = NewDocument { draft: row.draft, original: row.original, cases: Vec::new() };
            let prepared = Prepared::new(new)?;
            let (id, _) = self.bring_in(prepared, &mut taken)?;
            self.link_to_named_cases(id, &row.cases)?;
            let own = &self.documents[&id].name;
            if *own != name {
                let note = format!("“{name}” of the study is called “{own}” in the project");
                self.note(note);
            }
            by_name.insert(name, id);
        }
        Ok(by_name)
    }

    /// A document by the name that the study has for it, or else by its exact name in the project.
    fn study_document(&self, name: &str, documents: &ByName) -> Option<DocumentId> {
        documents.get(name).copied().or_else(|| self.documents.values().find(|d| d.name == name).map(|d| d.id))
    }

    fn import_case_table(&mut self, mut table: CsvCases, documents: &ByName) -> Outcome<()> {
        for name in table.rows.iter_mut().flat_map(|r| &mut r.documents) {
            if let Some(id) = documents.get(name.trim()) {
                *name = self.documents[id].name.clone();
            }
        }
        self.import_cases(table).map(drop)
    }

    fn import_links(&mut self, rows: Vec<LinkRow>, documents: &ByName) -> Outcome<()> {
        for row in rows {
            let Some(document) = self.study_document(&row.document, documents) else {
                self.note(format!("left out a link to the case “{}”: no document “{}”", row.case, row.document));
                continue;
            };
            let part = match row.part {
                PartRow::Whole => LinkPart::Whole,
                PartRow::Speaker(name) => LinkPart::Speaker(name),
                PartRow::Passage(points) => match self.content(document)?.text.to_span(points) {
                    Some(span) => LinkPart::Passage(span),
                    None => {
                        let (start, end) = (points.start, points.end);
                        self.note(format!("left out a link: @{start}-{end} lies outside “{}”", row.document));
                        continue;
                    }
                },
            };
            let case = self.case_for(&row.case)?;
            if let Err(fault) = self.link(case, document, part) {
                self.note(format!("left out a link of “{}” to the case “{}”: {}", row.document, row.case, fault.what));
            }
        }
        Ok(())
    }

    fn import_study_codings(&mut self, mut rows: Vec<CodingRow>, documents: &ByName) -> Outcome<()> {
        for row in &mut rows {
            if let Some(id) = documents.get(&row.document) {
                row.document.clone_from(&self.documents[id].name);
            }
        }
        if rows.is_empty() { Ok(()) } else { self.import_codings(rows).map(drop) }
    }

    /// The passage that a row means; the error says why there is none.
    fn passage_named(&self, row: &PassageRow, documents: &ByName) -> Result<Passage, String> {
        let (name, points) = match row {
            PassageRow::Gone(passage) => return Ok(*passage),
            PassageRow::Of(name, points) => (name, points),
        };
        let document = self.study_document(name, documents).ok_or_else(|| format!("no document “{name}”"))?;
        let content = self.content(document).map_err(|fault| fault.what)?;
        let span = content.text.to_span(*points).filter(|s| !s.is_empty());
        let outside = || format!("@{}-{} lies outside “{name}”", points.start, points.end);
        Ok(Passage { document, span: span.ok_or_else(outside)? })
    }

    fn axis_named(&self, name: &Named, documents: &ByName) -> Result<Axis, String> {
        Ok(match name {
            Named::Query(query) => Axis::Query(query.clone()),
            Named::Case(name) => {
                let folded = name.trim().to_lowercase();
                let case = self.cases.values().find(|c| c.name.to_lowercase() == folded);
                Axis::Case(case.ok_or_else(|| format!("no case “{name}”"))?.id)
            }
            Named::Document(name) => {
                Axis::Document(self.study_document(name, documents).ok_or_else(|| format!("no document “{name}”"))?)
            }
            Named::Code(path) => Axis::Code(self.codebook.at(path).ok_or_else(|| format!("no code “{path}”"))?.id),
            Named::Value(name, value) => {
                let stored = self.attributes.values().find(|a| a.name == *name).map(|a| a.id);
                let attribute = stored.or_else(|| self.derived_named(name));
                Axis::Value(attribute.ok_or_else(|| format!("no attribute “{name}”"))?, value.clone())
            }
            Named::Project | Named::Passage(_) => return Err("a cell stands for no such thing".to_owned()),
        })
    }

    fn about_named(&self, name: &Named, documents: &ByName) -> Result<About, String> {
        if let Named::Passage(passage) = name {
            return self.passage_named(passage, documents).map(About::Passage);
        }
        if *name == Named::Project {
            return Ok(About::Project);
        }
        Ok(match self.axis_named(name, documents)? {
            Axis::Case(id) => About::Case(id),
            Axis::Document(id) => About::Document(id),
            Axis::Code(id) => About::Code(id),
            Axis::Value(..) | Axis::Query(_) => return Err("a memo is about no such thing".to_owned()),
        })
    }

    fn coder_or_me(&mut self, name: &str) -> Outcome<crate::id::CoderId> {
        if name.is_empty() { self.me() } else { self.coder(name) }
    }

    fn import_memos(&mut self, rows: Vec<MemoRow>, documents: &ByName) -> Outcome<()> {
        for row in rows {
            let about = match self.about_named(&row.about, documents) {
                Ok(about) => about,
                Err(reason) => {
                    self.note(format!("left out a memo: {reason}"));
                    continue;
                }
            };
            let coder = self.coder_or_me(&row.coder)?;
            let known = self.base.memos.values().any(|m| m.about == about && m.coder == coder && m.text == row.text);
            if !known && !row.text.trim().is_empty() {
                let now = Memo { id: self.id(), about, text: row.text, coder, at: row.at.unwrap_or(self.context.now) };
                self.push(Change::Memo(Box::new(Edit::add(now))));
            }
        }
        Ok(())
    }

    fn import_essences(&mut self, rows: Vec<EssenceRow>, documents: &ByName) -> Outcome<()> {
        for row in rows {
            let coder = self.coder_or_me(&row.coder)?;
            let (Verdict::Phrase(words) | Verdict::NotApplicable(words)) = &row.verdict;
            let words = words.clone();
            match self.essence_named(row, coder, documents) {
                Ok(now) => {
                    let there = self.base.essences.values().find(|e| e.row == now.row && e.column == now.column);
                    match there {
                        Some(e) if e.verdict == now.verdict => {}
                        Some(_) => self.note(format!("the project has another phrase in the cell of “{words}”: kept")),
                        None => self.push(Change::Essence(Box::new(Edit::add(now)))),
                    }
                }
                Err(reason) => self.note(format!("left out the phrase “{words}”: {reason}")),
            }
        }
        Ok(())
    }

    fn essence_named(
        &mut self,
        row: EssenceRow,
        coder: crate::id::CoderId,
        documents: &ByName,
    ) -> Result<Essence, String> {
        let evidence = row.evidence.iter().filter_map(|p| self.passage_named(p, documents).ok()).collect();
        let mut basis = Vec::new();
        for passage in &row.basis {
            basis.push(match (self.passage_named(passage, documents), passage) {
                (Ok(found), _) => found,
                (Err(reason), PassageRow::Of(_, points)) => {
                    self.note(format!("a phrase rests on a passage that is not there: {reason}"));
                    // Something that no document holds: the phrase stays, and stays stale.
                    Passage { document: self.id(), span: Span { start: points.start, end: points.end } }
                }
                (Err(reason), PassageRow::Gone(_)) => return Err(reason),
            });
        }
        let sorted = |mut passages: Vec<Passage>| {
            passages.sort_unstable();
            passages.dedup();
            passages
        };
        let (evidence, basis) = (sorted(evidence), sorted(basis));
        let (own, across) = (self.axis_named(&row.row, documents)?, self.axis_named(&row.column, documents)?);
        Ok(Essence {
            id: self.id(),
            row: own,
            column: across,
            verdict: row.verdict,
            evidence,
            basis,
            coder,
            at: row.at.unwrap_or(self.context.now),
        })
    }

    fn import_writing(
        &mut self,
        matrices: Vec<MatrixRow>,
        templates: Vec<(String, String)>,
        vignettes: Vec<VignetteRow>,
    ) -> Outcome<()> {
        for row in matrices {
            let folded = row.name.trim().to_lowercase();
            match self.base.matrices.values().find(|m| m.name.to_lowercase() == folded) {
                Some(known) if known.spec == row.spec => {}
                Some(_) => self.note(format!("the project has another matrix “{}”: kept", row.name)),
                None => {
                    let at = row.at.unwrap_or(self.context.now);
                    let now = SavedMatrix {
                        id: self.id(),
                        name: super::name_of("matrix's name", &row.name)?,
                        spec: row.spec,
                        at,
                    };
                    self.push(Change::Matrix(Edit::add(now)));
                }
            }
        }
        for (name, text) in templates {
            match self.template_named(&name) {
                Some(known) if known.text == text => {}
                Some(_) => self.note(format!("the project has another template “{name}”: kept")),
                None => self.save_template(&name, text).map(drop)?,
            }
        }
        for row in vignettes {
            self.import_vignette(row)?;
        }
        Ok(())
    }

    fn import_saved(&mut self, rows: Vec<SavedRow>) -> Outcome<()> {
        for row in rows {
            match self.base.saved_named(row.kind, &row.name) {
                Some(known) if known.text == row.text => {}
                Some(_) => self.note(format!("the project has another {} “{}”: kept", row.kind.called(), row.name)),
                None => {
                    let name = super::name_of("saved text's name", &row.name)?;
                    let at = row.at.unwrap_or(self.context.now);
                    let now = Saved { id: self.id(), kind: row.kind, name, text: row.text, at };
                    self.push(Change::Saved(Box::new(Edit::add(now))));
                }
            }
        }
        Ok(())
    }

    fn import_vignette(&mut self, row: VignetteRow) -> Outcome<()> {
        let Some(template) = self.template_named(&row.template).map(|t| t.id) else {
            self.note(format!("left out the vignette of “{}”: no template “{}”", row.case, row.template));
            return Ok(());
        };
        let case = self.case_for(&row.case)?;
        match self.base.vignettes.values().find(|v| v.case == case && v.template == template) {
            Some(known) if known.text == row.text => {}
            Some(_) => self.note(format!("the project has another vignette of “{}”: kept", row.case)),
            None => {
                let coder = self.coder_or_me(&row.coder)?;
                let at = row.at.unwrap_or(self.context.now);
                let now = Vignette { id: self.id(), case, template, text: row.text, coder, at };
                self.push(Change::Vignette(Box::new(Edit::add(now))));
            }
        }
        Ok(())
    }
}

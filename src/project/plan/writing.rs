use super::{Planner, name_of};
use crate::coding::Passage;
use crate::fault::{Fault, Outcome};
use crate::id::CaseId;
use crate::memo::{About, Axis, Essence, Memo, Template, Verdict, Vignette};
use crate::project::{Change, Edit, Saved, SavedKind, SavedMatrix};

/// The cell that a phrase is written for, with what is in it now.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct EssenceTarget {
    /// Row.
    pub row: Axis,
    /// Column.
    pub column: Axis,
    /// How the cell is called in the step's name: `7 × backbone/operational`.
    pub name: String,
    /// All passages in the cell.
    pub basis: Vec<Passage>,
    /// The passages chosen as support; all of them when empty.
    pub evidence: Vec<Passage>,
}

impl Planner<'_, '_> {
    pub(super) fn write_essence(&mut self, target: EssenceTarget, verdict: Option<Verdict>) -> Outcome<String> {
        let was = self.base.essences.values().find(|e| e.row == target.row && e.column == target.column).cloned();
        let Some(verdict) = verdict else {
            let was = was.ok_or_else(|| Fault::asked(format!("nothing is written for {}", target.name)))?;
            self.push(Change::Essence(Box::new(Edit::remove(was))));
            return Ok(format!("Took the phrase for {} away", target.name));
        };
        let clean = |text: &str, what: &str| {
            let text = crate::text::normalise(text).0.trim().to_owned();
            if text.is_empty() { Err(Fault::asked(format!("{what} cannot be empty"))) } else { Ok(text) }
        };
        let verdict = match verdict {
            Verdict::Phrase(text) => Verdict::Phrase(clean(&text, "the phrase")?),
            Verdict::NotApplicable(why) => Verdict::NotApplicable(clean(&why, "the reason")?),
        };
        let sorted = |mut passages: Vec<Passage>| {
            passages.sort_unstable();
            passages.dedup();
            passages
        };
        let basis = sorted(target.basis);
        let evidence = if target.evidence.is_empty() { basis.clone() } else { sorted(target.evidence) };
        let sentence = match &verdict {
            Verdict::Phrase(_) => format!("Wrote the phrase for {}", target.name),
            Verdict::NotApplicable(_) => format!("Said that {} does not apply", target.name),
        };
        let coder = self.me()?;
        let id = match &was {
            Some(old) => old.id,
            None => self.id(),
        };
        let now = Essence {
            id,
            row: target.row,
            column: target.column,
            verdict,
            evidence,
            basis,
            coder,
            at: self.context.now,
        };
        self.push(Change::Essence(Box::new(Edit { was, now: Some(now) })));
        Ok(sentence)
    }

    pub(super) fn write_memo(&mut self, about: About, text: &str) -> Outcome<String> {
        let text = crate::text::normalise(text).0.trim().to_owned();
        let coder = self.me()?;
        let was = self.base.memos.values().find(|m| m.about == about && m.coder == coder).cloned();
        if text.is_empty() {
            let was = was.ok_or_else(|| Fault::asked("there is no memo to take away"))?;
            self.push(Change::Memo(Box::new(Edit::remove(was))));
            return Ok("Took a memo away".to_owned());
        }
        let id = match &was {
            Some(old) => old.id,
            None => self.id(),
        };
        let now = Memo { id, about, text, coder, at: self.context.now };
        self.push(Change::Memo(Box::new(Edit { was, now: Some(now) })));
        Ok(match about {
            About::Project => "Wrote a memo on the study".to_owned(),
            About::Document(id) => format!("Wrote a memo on “{}”", self.document(id)?.name),
            About::Code(id) => format!("Wrote a memo on the code “{}”", self.codebook.path(id)),
            About::Case(id) => format!("Wrote a memo on the case “{}”", self.case_of(id)?.name),
            About::Passage(p) => format!("Wrote a memo on a passage of “{}”", self.document(p.document)?.name),
        })
    }

    pub(super) fn save_matrix(&mut self, name: &str, spec: String) -> Outcome<String> {
        let name = name_of("matrix's name", name)?;
        let folded = name.to_lowercase();
        let was = self.base.matrices.values().find(|m| m.name.to_lowercase() == folded).cloned();
        let id = match &was {
            Some(old) => old.id,
            None => self.id(),
        };
        let now = SavedMatrix { id, name: name.clone(), spec, at: self.context.now };
        self.push(Change::Matrix(Edit { was, now: Some(now) }));
        Ok(format!("Saved the matrix “{name}”"))
    }

    pub(super) fn remove_matrix(&mut self, name: &str) -> Outcome<String> {
        let was = self.base.matrix(name)?.clone();
        let name = was.name.clone();
        self.push(Change::Matrix(Edit::remove(was)));
        Ok(format!("Removed the matrix “{name}”"))
    }

    pub(super) fn save(&mut self, kind: SavedKind, name: &str, text: String) -> Outcome<String> {
        let name = name_of(&format!("name of a {}", kind.called()), name)?;
        let text = crate::text::normalise(&text).0;
        let folded = name.to_lowercase();
        // Several of one name may be saved in one step: the last counts.
        let planned = self.plan.changes.iter().rev().find_map(|c| match c {
            Change::Saved(e) => {
                let known = e.now.as_ref().or(e.was.as_ref());
                known.filter(|s| s.kind == kind && s.name.to_lowercase() == folded).map(|_| e.now.clone())
            }
            _ => None,
        });
        let was = planned.unwrap_or_else(|| self.base.saved_named(kind, &name).cloned());
        let id = match &was {
            Some(old) => old.id,
            None => self.id(),
        };
        let now = Saved { id, kind, name: name.clone(), text, at: self.context.now };
        self.push(Change::Saved(Box::new(Edit { was, now: Some(now) })));
        Ok(format!("Saved the {} “{name}”", kind.called()))
    }

    pub(super) fn unsave(&mut self, kind: SavedKind, name: &str) -> Outcome<String> {
        let names: Vec<String> = self.base.saved_of(kind).iter().map(|s| s.name.clone()).collect();
        let was = self.base.saved_named(kind, name).cloned();
        let was = was.ok_or_else(|| Fault::unknown(kind.called(), name, &names))?;
        let name = was.name.clone();
        self.push(Change::Saved(Box::new(Edit::remove(was))));
        Ok(format!("Took the {} “{name}” away", kind.called()))
    }

    pub(super) fn template_named(&self, name: &str) -> Option<&Template> {
        let folded = name.trim().to_lowercase();
        let planned = self.plan.changes.iter().rev().find_map(|c| match c {
            Change::Template(edit) => edit.now.as_ref().filter(|t| t.name.to_lowercase() == folded),
            _ => None,
        });
        planned.or_else(|| self.base.templates.values().find(|t| t.name.to_lowercase() == folded))
    }

    pub(super) fn save_template(&mut self, name: &str, text: String) -> Outcome<String> {
        let name = name_of("template's name", name)?;
        let was = self.template_named(&name).cloned();
        let id = match &was {
            Some(old) => old.id,
            None => self.id(),
        };
        let now = Template { id, name: name.clone(), text: crate::text::normalise(&text).0 };
        self.push(Change::Template(Edit { was, now: Some(now) }));
        Ok(format!("Saved the template “{name}”"))
    }

    pub(super) fn write_vignette(&mut self, case: CaseId, template: &str, text: String) -> Outcome<String> {
        let case_name = self.case_of(case)?.name.clone();
        let found = self.template_named(template).map(|t| t.id);
        let template = found.ok_or_else(|| Fault::unknown("template", template, &[]))?;
        let text = crate::text::normalise(&text).0.trim().to_owned();
        let was = self.base.vignettes.values().find(|v| v.case == case && v.template == template).cloned();
        if text.is_empty() {
            let was = was.ok_or_else(|| Fault::asked(format!("the case “{case_name}” has no vignette")))?;
            self.push(Change::Vignette(Box::new(Edit::remove(was))));
            return Ok(format!("Took the vignette of the case “{case_name}” away"));
        }
        let coder = self.me()?;
        let id = match &was {
            Some(old) => old.id,
            None => self.id(),
        };
        let now = Vignette { id, case, template, text, coder, at: self.context.now };
        self.push(Change::Vignette(Box::new(Edit { was, now: Some(now) })));
        Ok(format!("Wrote the vignette of the case “{case_name}”"))
    }
}

use super::{Appended, Store};
use crate::document::{Content, Document, Structure};
use crate::fault::{Fault, Outcome};
use crate::project::{Project, Staged, Step, StepHead};
use std::collections::HashMap;
use std::sync::Arc;
use uuid::Uuid;

/// A project in memory: the same contract as the file, gone with the process.
#[derive(Default)]
pub struct MemoryStore {
    project: Project,
    steps: Vec<Step>,
    texts: HashMap<String, Arc<Content>>,
    structures: HashMap<String, String>,
    originals: HashMap<String, Arc<[u8]>>,
}

impl Store for MemoryStore {
    fn project_id(&self) -> Outcome<Uuid> {
        Ok(Uuid::nil())
    }

    fn load(&self) -> Outcome<(Project, u64)> {
        Ok((self.project.clone(), self.steps.len() as u64))
    }

    fn last(&self) -> Outcome<u64> {
        Ok(self.steps.len() as u64)
    }

    fn texts_as_of(&self) -> Outcome<Option<u64>> {
        Ok(None)
    }

    fn stow(&mut self, staged: &[Staged]) -> Outcome<()> {
        for item in staged {
            match item {
                Staged::Text(key, content) => {
                    self.texts.insert(key.clone(), content.clone());
                }
                Staged::Structure(key, json) => {
                    self.structures.insert(key.clone(), json.clone());
                }
                Staged::Original(key, bytes) => {
                    self.originals.insert(key.clone(), bytes.clone());
                }
            }
        }
        Ok(())
    }

    fn append(&mut self, step: &Step, staged: &[Staged]) -> Outcome<Appended> {
        if step.head.number != self.steps.len() as u64 + 1 {
            return Ok(Appended::Behind);
        }
        self.project.apply(&step.changes)?;
        self.steps.push(step.clone());
        self.stow(staged)?;
        Ok(Appended::Done)
    }

    fn since(&self, number: u64) -> Outcome<Vec<Step>> {
        Ok(self.steps.iter().skip(number as usize).cloned().collect())
    }

    fn heads(&self) -> Outcome<Vec<StepHead>> {
        Ok(self.steps.iter().map(|s| s.head.clone()).collect())
    }

    fn step(&self, number: u64) -> Outcome<Option<Step>> {
        Ok(number.checked_sub(1).and_then(|i| self.steps.get(i as usize)).cloned())
    }

    fn content(&self, document: &Document) -> Outcome<Content> {
        let missing = || Fault::data(format!("the text of “{}” is missing", document.name));
        let text = self.texts.get(&document.text).ok_or_else(missing)?.text.clone();
        let json = self.structures.get(&document.structure).ok_or_else(missing)?;
        let structure: Structure = serde_json::from_str(json).map_err(|e| Fault::data(e.to_string()))?;
        Ok(Content { text, structure })
    }

    fn original(&self, document: &Document) -> Outcome<Vec<u8>> {
        let missing = || Fault::data(format!("the original of “{}” is missing", document.name));
        self.originals.get(&document.sha256).map(|b| b.to_vec()).ok_or_else(missing)
    }

    fn check(&self) -> Outcome<Vec<String>> {
        Ok(Vec::new())
    }
}

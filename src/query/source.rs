//! Where passages come from.

use super::Relation;
use super::density::{dense, lone};
use super::resolve::CodeSet;
use crate::coding::{Coding, Codings, Passage};
use crate::id::{CoderId, DocumentId, Stamp};
use crate::project::Project;
use crate::text::Span;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Where passages come from.
#[derive(Clone, Debug)]
pub(super) enum Source {
    Codes(CodeSet),
    Density(Relation, u32),
    /// Every coding that a filter admits.
    Filtered(Filter),
    /// Codings that no other code touches.
    Lone(CodeSet),
    /// Passages that are known already, in order.
    Spans(Arc<BTreeMap<DocumentId, Vec<Span>>>),
}

/// Which codings count: each with whether it must hold or must not.
#[derive(Clone, Default, Debug)]
pub(super) struct Filter {
    coders: Vec<(CoderId, bool)>,
    telling: Option<bool>,
    /// Made then or later.
    since: Option<Stamp>,
    /// Made earlier.
    before: Option<Stamp>,
    /// Asked for telling and not telling at once.
    none: bool,
}

impl Filter {
    #[inline]
    pub fn admits(&self, coding: &Coding) -> bool {
        !self.none
            && self.telling.is_none_or(|t| coding.telling == t)
            && self.since.is_none_or(|at| coding.at >= at)
            && self.before.is_none_or(|at| coding.at < at)
            && self.coders.iter().all(|(id, wanted)| (coding.coder == *id) == *wanted)
    }

    pub fn of_coder(id: CoderId, wanted: bool) -> Self {
        Self { coders: vec![(id, wanted)], ..Self::default() }
    }

    pub fn of_telling(wanted: bool) -> Self {
        Self { telling: Some(wanted), ..Self::default() }
    }

    /// Codings made at a moment or later; or earlier.
    pub fn of_time(at: Stamp, later: bool) -> Self {
        let (since, before) = if later { (Some(at), None) } else { (None, Some(at)) };
        Self { since, before, ..Self::default() }
    }

    pub fn and(&mut self, other: Self) {
        self.since = self.since.max(other.since);
        self.before = [self.before, other.before].into_iter().flatten().min();
        self.coders.extend(other.coders);
        self.none |= other.none;
        match (self.telling, other.telling) {
            (Some(a), Some(b)) if a != b => self.none = true,
            (_, telling @ Some(_)) => self.telling = telling,
            _ => {}
        }
    }
}

impl Source {
    /// The distinct passages of a document, in order. The filter is ignored by [`Source::Filtered`].
    pub fn spans(&self, document: DocumentId, filter: &Filter, turns: &[Span], codings: &Codings) -> Vec<Span> {
        let codings = codings.of(document);
        let mut spans: Vec<Span> = match self {
            Self::Codes(codes) => {
                codings.iter().filter(|c| codes.holds(c) && filter.admits(c)).map(|c| c.span).collect()
            }
            Self::Filtered(own) => codings.iter().filter(|c| own.admits(c)).map(|c| c.span).collect(),
            Self::Lone(codes) => {
                let counted: Vec<&Coding> = codings.iter().filter(|c| filter.admits(c)).collect();
                lone(&counted, codes)
            }
            Self::Spans(spans) => spans.get(&document).cloned().unwrap_or_default(),
            Self::Density(relation, n) => {
                let codings: Vec<&Coding> = codings.iter().filter(|c| filter.admits(c)).collect();
                turns.iter().flat_map(|turn| dense(*turn, &codings, *relation, *n)).collect()
            }
        };
        spans.dedup();
        spans
    }

    /// Whether the document's text is needed.
    pub fn needs_turns(&self) -> bool {
        matches!(self, Self::Density(..))
    }

    /// Whether a document can have such passages, as far as one sees without opening it.
    pub fn may_hold(&self, document: DocumentId, filter: &Filter, project: &Project) -> bool {
        let mut codings = project.codings.of(document).iter();
        match self {
            Self::Density(relation, n) if relation.holds(0.cmp(n)) => true,
            Self::Spans(spans) => spans.contains_key(&document),
            Self::Codes(codes) | Self::Lone(codes) => codings.any(|c| codes.holds(c) && filter.admits(c)),
            Self::Filtered(own) => codings.any(|c| own.admits(c)),
            Self::Density(..) => codings.any(|c| filter.admits(c)),
        }
    }

    /// Of passages in any order.
    pub fn spans_of(passages: impl IntoIterator<Item = Passage>) -> Self {
        let mut by_document: BTreeMap<DocumentId, Vec<Span>> = BTreeMap::new();
        for passage in passages {
            by_document.entry(passage.document).or_default().push(passage.span);
        }
        for spans in by_document.values_mut() {
            spans.sort_unstable();
            spans.dedup();
        }
        Self::Spans(Arc::new(by_document))
    }
}

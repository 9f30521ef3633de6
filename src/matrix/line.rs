use super::ground::Ground;
use crate::fault::{Fault, Outcome};
use crate::id::{CaseId, CodeId, CoderId, IdSet};
use crate::memo::Axis;
use crate::query::{self, Atom, Expr, Query, Reach};
use crate::text::{Span, fold, joined};
use std::collections::BTreeMap;
use std::sync::Arc;

/// A row or a column: a set of places, codings or passages with a name.
#[derive(Clone, Debug)]
pub(super) struct Line {
    /// Its label or heading.
    pub(super) label: String,
    /// What phrases are tied to; `None` for columns of values.
    pub(super) axis: Option<Axis>,
    /// What it holds.
    pub(super) set: Set,
    /// Whose values attributes are.
    pub(super) subject: Subject,
    /// True when only coding can put something into its cells.
    pub(super) by_coding: bool,
    /// The cases that it stands for, where it is made of cases; otherwise they are those to which something in it belongs.
    pub(super) cases: Option<Vec<CaseId>>,
}

/// What a row or column holds.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Set {
    /// Parts of documents: sorted spans that are apart, by number of the document. A coding or passage belongs to it when it shares text with it.
    Places(Arc<BTreeMap<u32, Vec<Span>>>),
    /// The codings of these codes.
    Codes(IdSet<CodeId>),
    /// The codings of a coder.
    Coder(CoderId),
    /// Passages, by number of the document.
    Passages(Vec<(u32, Span)>),
    /// Nothing to be looked for: a column of values.
    Nothing,
}

/// Whose values attributes are.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Subject {
    /// Of a case.
    Case(CaseId),
    /// Of the cases to which the document with this number belongs.
    Document(u32),
    /// There are none.
    Nobody,
}

impl Line {
    /// A column that shows values.
    pub(super) fn of_values(label: String) -> Self {
        Self { label, axis: None, set: Set::Nothing, subject: Subject::Nobody, by_coding: false, cases: None }
    }

    fn places(label: String, axis: Axis, places: BTreeMap<u32, Vec<Span>>, subject: Subject) -> Self {
        Self { label, axis: Some(axis), set: Set::Places(places.into()), subject, by_coding: false, cases: None }
    }

    fn codings(label: String, axis: Axis, set: Set) -> Self {
        Self { label, axis: Some(axis), set, subject: Subject::Nobody, by_coding: true, cases: None }
    }

    /// A case: the parts of documents that are linked to it.
    pub(super) fn case(ground: &Ground<'_>, id: CaseId, label: String) -> Outcome<Self> {
        let line = Self::places(label, Axis::Case(id), ground.places_of(id)?, Subject::Case(id));
        Ok(Self { cases: Some(vec![id]), ..line })
    }

    /// A document: all of it.
    pub(super) fn document(ground: &Ground<'_>, number: u32) -> Outcome<Self> {
        let document = ground.documents[number as usize];
        let places = BTreeMap::from([(number, vec![query::WHOLE])]);
        Ok(Self::places(document.name.clone(), Axis::Document(document.id), places, Subject::Document(number)))
    }

    /// A code and everything under it.
    pub(super) fn code(ground: &Ground<'_>, id: CodeId, label: String) -> Self {
        Self::codings(label, Axis::Code(id), Set::Codes(ground.family(id)))
    }

    /// A coder.
    pub(super) fn coder(ground: &Ground<'_>, id: CoderId) -> Self {
        let name = ground.world.project.coder_name(id).to_owned();
        let axis = Axis::Query(Expr::atom(Atom::Coder(name.clone())).to_string());
        Self::codings(name, axis, Set::Coder(id))
    }

    /// The cases that have a value of an attribute, together.
    pub(super) fn value(ground: &Ground<'_>, axis: Axis, label: String) -> Outcome<Self> {
        let mut cases = Vec::new();
        if let Axis::Value(attribute, value) = &axis {
            let having = |c: &&crate::case::Case| {
                ground.world.project.value(c, *attribute).is_some_and(|v| v.to_string() == *value)
            };
            cases.extend(ground.world.project.cases.values().filter(having).map(|c| c.id));
        }
        Self::value_of(ground, axis, label, cases)
    }

    /// The same for a value of which it is known which cases have it.
    pub(super) fn value_of(ground: &Ground<'_>, axis: Axis, label: String, cases: Vec<CaseId>) -> Outcome<Self> {
        Ok(Self { axis: Some(axis), ..Self::of_cases(ground, cases, label)? })
    }

    /// Several cases together.
    pub(super) fn of_cases(ground: &Ground<'_>, cases: Vec<CaseId>, label: String) -> Outcome<Self> {
        let mut places: BTreeMap<u32, Vec<Span>> = BTreeMap::new();
        match ground.whole_of(&cases) {
            // They are sorted: the whole map is made in one go.
            Some(documents) => places = documents.into_iter().map(|number| (number, vec![query::WHOLE])).collect(),
            None => {
                for case in &cases {
                    for (number, spans) in ground.places_of(*case)? {
                        places.entry(number).or_default().extend(spans);
                    }
                }
                places.values_mut().for_each(|spans| *spans = joined(std::mem::take(spans)));
            }
        }
        let set = Set::Places(places.into());
        Ok(Self { label, axis: None, set, subject: Subject::Nobody, by_coding: false, cases: Some(cases) })
    }

    /// Several documents together.
    pub(super) fn of_documents(label: String, documents: Vec<u32>) -> Self {
        let places: BTreeMap<u32, Vec<Span>> = documents.into_iter().map(|n| (n, vec![query::WHOLE])).collect();
        let set = Set::Places(places.into());
        Self { label, axis: None, set, subject: Subject::Nobody, by_coding: false, cases: None }
    }

    /// The codings of a code itself, without those under it.
    pub(super) fn code_itself(ground: &Ground<'_>, id: CodeId, label: String) -> Self {
        let path = ground.world.project.codebook.path(id);
        let axis = Axis::Query(Expr::atom(Atom::Code { path, reach: Reach::Only }).to_string());
        Self::codings(label, axis, Set::Codes([id].into_iter().collect()))
    }

    /// Everything said by speakers of this name.
    pub(super) fn speaker(ground: &Ground<'_>, name: &str) -> Outcome<Self> {
        let mut places = BTreeMap::new();
        for (number, document) in ground.documents.iter().enumerate() {
            if document.speakers.iter().any(|s| s == name) {
                let content = ground.content(number as u32)?;
                let turns = content.structure.turns.iter().enumerate();
                let own = turns.filter(|(n, _)| content.structure.speaker_of(*n) == Some(name)).map(|(_, t)| t.span);
                places.insert(number as u32, joined(own.collect()));
            }
        }
        let axis = Axis::Query(Expr::atom(Atom::Speaker(name.to_owned())).to_string());
        Ok(Self::places(name.to_owned(), axis, places, Subject::Nobody))
    }

    /// The passages of a query. One that only says where (cases, documents, speakers, turns) is a set of places; a single code is that code.
    pub(super) fn query(ground: &Ground<'_>, text: &str, label: String) -> Outcome<Self> {
        let project = ground.world.project;
        let query = query::understand(text, project)?;
        let axis = Axis::Query(query.to_string());
        if let (Expr::Atom(Atom::Code { path, reach }, _), None) = (&query.expr, query.unit)
            && path != "*"
        {
            let code = project.codebook.find(path)?.id;
            let mut codes = match reach {
                Reach::Only => [code].into_iter().collect(),
                _ => ground.family(code),
            };
            if *reach == Reach::Below {
                codes.remove(&code);
            }
            let axis = if *reach == Reach::Family { Axis::Code(code) } else { axis };
            return Ok(Self::codings(label, axis, Set::Codes(codes)));
        }
        if let (Expr::Atom(Atom::Question(words), _), None) = (&query.expr, query.unit)
            && let Some(question) = questions(ground)?.into_iter().find(|q| q.key == key_of(words))
        {
            return Ok(Self { label, ..question.line() });
        }
        let found = query::evaluate(&query, ground.world)?;
        let placed = found.iter().filter_map(|hit| Some((ground.number(hit.passage.document)?, hit.passage.span)));
        if query.unit.is_none() && says_only_where(&query) {
            let mut places: BTreeMap<u32, Vec<Span>> = BTreeMap::new();
            placed.for_each(|(number, span)| places.entry(number).or_default().push(span));
            places.values_mut().for_each(|spans| *spans = joined(std::mem::take(spans)));
            return Ok(Self::places(label, axis, places, Subject::Nobody));
        }
        let mut passages: Vec<(u32, Span)> = placed.collect();
        passages.sort_unstable();
        passages.dedup();
        let by_coding = asks_for_codings(&query);
        let set = Set::Passages(passages);
        Ok(Self { label, axis: Some(axis), set, subject: Subject::Nobody, by_coding, cases: None })
    }

    /// The line that an axis stands for.
    pub(super) fn of_axis(ground: &Ground<'_>, axis: &Axis) -> Outcome<Self> {
        let project = ground.world.project;
        let gone = |what: &str| Fault::asked(format!("that {what} is no longer in the project"));
        match axis {
            Axis::Case(id) => {
                let case = project.cases.get(id).ok_or_else(|| gone("case"))?;
                Self::case(ground, *id, case.name.clone())
            }
            Axis::Document(id) => Self::document(ground, ground.number(*id).ok_or_else(|| gone("document"))?),
            Axis::Code(id) => {
                project.codebook.get(*id).ok_or_else(|| gone("code"))?;
                Ok(Self::code(ground, *id, project.codebook.path(*id)))
            }
            Axis::Value(_, value) => Self::value(ground, axis.clone(), value.clone()),
            Axis::Query(text) => Self::query(ground, text, text.clone()),
        }
    }
}

fn each(query: &Query, mut test: impl FnMut(&Atom) -> bool) -> (usize, usize) {
    let (mut fits, mut all) = (0, 0);
    query.expr.each_atom(&mut |atom, _| {
        all += 1;
        fits += usize::from(test(atom));
    });
    (fits, all)
}

/// Whether a query says only where to look: whole turns are what it finds.
fn says_only_where(query: &Query) -> bool {
    let (places, all) = each(query, |atom| {
        matches!(
            atom,
            Atom::Document(_)
                | Atom::Case(_)
                | Atom::Attribute { .. }
                | Atom::Speaker(_)
                | Atom::Role(_)
                | Atom::Question(_)
                | Atom::Turns(..)
        )
    });
    places == all
}

/// Whether the answer to a query rests on what has been coded.
fn asks_for_codings(query: &Query) -> bool {
    let about = |atom: &Atom| matches!(atom, Atom::Code { .. } | Atom::Coder(_) | Atom::Telling | Atom::Codes(..));
    each(query, about).0 > 0
}

/// A question of the interviews, wherever it was asked.
pub(super) struct QuestionLine {
    /// Its words, folded and without number: what makes two questions the same.
    pub(super) key: String,
    number: Option<u32>,
    words: String,
    places: BTreeMap<u32, Vec<Span>>,
}

impl QuestionLine {
    pub(super) fn line(self) -> Line {
        let label = match self.number {
            Some(number) => format!("{number}. {}", self.words),
            None => self.words.clone(),
        };
        let axis = Axis::Query(Expr::atom(Atom::Question(self.words)).to_string());
        Line::places(label, axis, self.places, Subject::Nobody)
    }
}

fn key_of(words: &str) -> String {
    fold(bare(words)).split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).collect::<Vec<_>>().join(" ")
}

/// A question without the number and signs before it.
fn bare(words: &str) -> &str {
    let words = words.trim().trim_start_matches(['#', '*', ' ']);
    let digits = words.trim_start_matches(['Q', 'q']).trim_start_matches(|c: char| c.is_ascii_digit());
    let numbered = digits.len() < words.len() && digits.starts_with(['.', ')', ':']);
    let rest = if numbered { digits.trim_start_matches(['.', ')', ':']).trim() } else { words };
    rest.trim_end_matches(['*', '#', ' '])
}

/// The questions in the order in which they are first asked, numbered ones by their number. A question's place is what answers it: the turns up to the next
/// question, without headings and without the question's own turn.
pub(super) fn questions(ground: &Ground<'_>) -> Outcome<Vec<QuestionLine>> {
    let mut found: Vec<QuestionLine> = Vec::new();
    let mut known: BTreeMap<String, usize> = BTreeMap::new();
    for number in 0..ground.documents.len() as u32 {
        let content = ground.content(number)?;
        let (text, structure) = (content.text.as_str(), &content.structure);
        for question in &structure.questions {
            let words = crate::text::normalise_line(bare(question.span.of(text)));
            let key = key_of(&words);
            if key.is_empty() {
                continue;
            }
            let asked = key.clone();
            let at = *known.entry(key.clone()).or_insert_with(|| {
                found.push(QuestionLine { key, number: question.number, words, places: BTreeMap::new() });
                found.len() - 1
            });
            let answers = (question.first as usize..question.last as usize).filter_map(|n| {
                let turn = structure.turns.get(n)?;
                let speaker = turn.speaker.and_then(|s| structure.speakers.get(s as usize));
                // The question's own turn may hold its number besides, or words of the interviewer around it.
                let asks = turn.span.overlaps(question.span)
                    && (key_of(turn.span.of(text)) == asked || speaker.is_some_and(|s| s.interviewer));
                (turn.kind != crate::document::TurnKind::Heading && !asks).then_some(turn.span)
            });
            found[at].places.entry(number).or_default().extend(answers);
        }
    }
    for question in &mut found {
        question.places.values_mut().for_each(|spans| *spans = joined(std::mem::take(spans)));
    }
    found.sort_by_key(|q| q.number.unwrap_or(u32::MAX));
    Ok(found)
}

use super::ordinary::ordinary;
use super::roles::{Roles, roles};
use super::swap::{Swaps, Voice};
use super::withheld::{Secret, Withheld, distinctive_parts};
use super::{Audience, Ban, BanKind};
use crate::case::{AttributeKind, Case, Clearance, Rule, Subject, Terms};
use crate::coding::Passage;
use crate::fault::{Fault, Outcome};
use crate::id::{AttributeId, CaseId, DocumentId};
use crate::project::{Project, SavedKind, Texts};
use crate::query::{WHOLE, case_parts};
use crate::text::Span;
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

/// What may leave the project for an audience, and under which names. For the team everything may, under its own name.
#[derive(Debug, Default)]
pub struct Clearing {
    pub(super) audience: Audience,
    pub(super) withheld: Withheld,
    pub(super) swaps: Swaps,
    pub(super) cases: BTreeMap<CaseId, Standing>,
    pub(super) documents: BTreeMap<DocumentId, String>,
    pub(super) bans: BTreeMap<DocumentId, Vec<(Span, Ban)>>,
    pub(super) roles: Roles,
    pub(super) coders: BTreeMap<String, String>,
    pub(super) allowed: Vec<(String, String)>,
    pub(super) identifying: BTreeSet<AttributeId>,
    pub(super) tally: RefCell<BTreeMap<String, usize>>,
}

/// How a case appears.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Standing {
    /// Its own name, which is looked for in labels.
    pub(super) name: String,
    /// The name under which it appears; [`super::WITHHELD`] for one that is neither named nor quoted.
    pub label: String,
    /// Its clearance.
    pub clearance: Clearance,
    /// Why its words may not be quoted, where they may not.
    pub ban: Option<Ban>,
}

/// Names of attributes whose values name the case, folded. Others are named with [`Rule::Identifying`].
const IDENTIFYING: &[&str] = &[
    "name",
    "full name",
    "fullname",
    "real name",
    "realname",
    "legal name",
    "firm",
    "company",
    "company name",
    "organisation",
    "organization",
    "employer",
    "person",
    "participant",
    "participant name",
    "respondent",
    "email",
    "e-mail",
    "mail",
    "phone",
    "telephone",
    "address",
    "website",
    "url",
    "firma",
    "unternehmen",
    "vorname",
    "nachname",
    "nombre",
    "nombre completo",
    "apellido",
    "apellidos",
    "empresa",
    "organizacion",
    "correo",
    "telefono",
    "direccion",
    "yritys",
    "nimi",
    "etunimi",
    "sukunimi",
    "organisaatio",
    "sahkoposti",
    "puhelin",
    "osoite",
    "nom",
    "prenom",
    "entreprise",
    "公司",
    "姓名",
    "名字",
    "الاسم",
    "الشركة",
    "שם",
    "חברה",
];

impl Clearing {
    /// For the team: nothing is held back.
    pub fn team() -> Self {
        Self::default()
    }

    /// For publication, as of a day (ISO 8601), which decides about embargoes.
    ///
    /// Errors (kind *asked*): anonymous cases without an alias; an alias or a replacement that holds a withheld name itself; and whatever loading a text says.
    pub fn publication(project: &Project, texts: &dyn Texts, today: &str) -> Outcome<Self> {
        let rules: Vec<(String, Rule)> =
            project.saved_of(SavedKind::Replacement).into_iter().map(|s| Rule::parse(&s.name, &s.text)).collect();
        let terms: Vec<(Subject, Terms)> = project
            .saved_of(SavedKind::Clearance)
            .into_iter()
            .filter_map(|s| Some((Subject::parse(&s.name)?, Terms::parse(&s.text))))
            .collect();
        let mut clearing = Self { audience: Audience::Publication, ..Self::default() };
        clearing.identifying = identifying(project, &rules);
        clearing.cases = standings(project, &terms, today)?;
        clearing.bans = bans(project, texts, &clearing.cases, &terms, today)?;
        clearing.roles = roles(project, texts)?;
        clearing.name_secrets(project, texts, &rules)?;
        clearing.name_documents(project);
        clearing.name_coders(project);
        clearing.verify(&rules)?;
        Ok(clearing)
    }

    /// Gathers the names that must not be read, and what stands in for each.
    fn name_secrets(&mut self, project: &Project, texts: &dyn Texts, rules: &[(String, Rule)]) -> Outcome<()> {
        let (mut secrets, mut allowed): (Vec<Secret>, Vec<String>) = (Vec::new(), Vec::new());
        let mut swaps = Swaps::default();
        for (name, rule) in rules {
            match rule {
                Rule::Replace { with, inflected } => {
                    swaps.add(name, with, with, *inflected);
                    secrets.push(Secret { name: name.clone(), what: "on the list of replacements" });
                }
                Rule::Allow { why } => {
                    allowed.push(name.clone());
                    self.allowed.push((name.clone(), why.clone()));
                }
                Rule::Identifying => {}
            }
        }
        for case in project.cases.values() {
            let standing = &self.cases[&case.id];
            let mut names = vec![case.name.clone()];
            let valued = self.identifying.iter().filter_map(|id| case.values.get(id));
            names.extend(valued.map(ToString::to_string));
            if standing.clearance == Clearance::Named
                && standing.ban.as_ref().is_none_or(|b| b.kind == BanKind::Paraphrase)
            {
                allowed.extend(names);
                continue;
            }
            let what = if standing.clearance == Clearance::Anonymous {
                "name of an anonymous case"
            } else {
                "name of a case in the background"
            };
            for name in names {
                let bracketed = format!("[{}]", standing.label);
                swaps.add(&name, &bracketed, &standing.label, false);
                secrets.push(Secret { name, what });
            }
            // A case that is not named does not appear under its alias either where nobody may know that it is there.
            if let Some(alias) = case.alias.as_ref().filter(|a| **a != standing.label) {
                swaps.add(alias, super::WITHHELD, super::WITHHELD, false);
            }
        }
        // A person who is a case of their own and may be named is no secret as a speaker either.
        let public: BTreeSet<String> = allowed.iter().skip(self.allowed.len()).map(|n| crate::text::fold(n)).collect();
        for (name, role) in self.roles.names().filter(|(name, _)| !public.contains(&crate::text::fold(name))) {
            swaps.add(name, &format!("[{role}]"), role, false);
            secrets.push(Secret { name: name.to_owned(), what: "name of a speaker" });
        }
        for spelling in &allowed {
            swaps.keep(spelling);
        }
        let parts = secrets.iter().flat_map(|s| distinctive_parts(&s.name)).map(|p| crate::text::fold(&p)).collect();
        self.withheld = Withheld::among(secrets, &allowed, &ordinary(project, texts, &parts)?);
        self.swaps = swaps;
        Ok(())
    }

    fn name_documents(&mut self, project: &Project) {
        for (n, document) in project.documents.values().enumerate() {
            let whole = |(span, _): &&(Span, Ban)| *span == WHOLE;
            let banned = self.bans.get(&document.id).and_then(|bans| bans.iter().find(whole));
            let label = match banned {
                Some((_, ban)) if ban.kind != BanKind::Paraphrase => super::WITHHELD.to_owned(),
                // Numbers have no words in them: a document that is called like a case that is withheld gets another name too.
                _ if self.withheld.shows_in(&document.name) || self.is_unsearchable(&document.name) => {
                    self.count("document names replaced, since they held a withheld name");
                    format!("Document {}", n + 1)
                }
                _ => document.name.clone(),
            };
            self.documents.insert(document.id, label);
        }
    }

    fn is_unsearchable(&self, name: &str) -> bool {
        self.withheld.beyond().iter().any(|s| s.name == name)
    }

    fn name_coders(&mut self, project: &Project) {
        for (n, coder) in project.coders.values().enumerate() {
            if self.withheld.shows_in(&coder.name) {
                self.coders.insert(coder.name.clone(), format!("Coder {}", n + 1));
            }
        }
    }

    /// Refuses stand-ins that give away what they stand for.
    fn verify(&self, rules: &[(String, Rule)]) -> Outcome<()> {
        for standing in self.cases.values().filter(|s| s.clearance == Clearance::Anonymous) {
            if self.withheld.shows_in(&standing.label) {
                return Err(Fault::asked(format!("the alias “{}” holds a name that is withheld", standing.label))
                    .hint(format!("give the case “{}” another one: `casebook cases alias`", standing.name)));
            }
        }
        for (name, rule) in rules {
            if let Rule::Replace { with, .. } = rule
                && self.withheld.shows_in(with)
            {
                return Err(Fault::asked(format!(
                    "what stands in for “{name}” holds a name that is withheld: “{with}”"
                ))
                .hint("`casebook replacements add` gives it another one"));
            }
        }
        Ok(())
    }

    /// Whether this is for publication.
    pub fn is_public(&self) -> bool {
        self.audience == Audience::Publication
    }

    /// The names that must not be read.
    pub fn withheld(&self) -> &Withheld {
        &self.withheld
    }

    /// How a case appears; `None` for the team.
    pub fn case(&self, id: CaseId) -> Option<&Standing> {
        self.cases.get(&id)
    }

    /// The name under which a case appears.
    pub fn case_label(&self, case: &Case) -> String {
        self.cases.get(&case.id).map_or_else(|| case.name.clone(), |s| s.label.clone())
    }

    /// The name under which a document appears.
    pub fn document(&self, id: DocumentId, name: &str) -> String {
        self.documents.get(&id).cloned().unwrap_or_else(|| name.to_owned())
    }

    /// The name under which a speaker of a document appears.
    pub fn speaker(&self, document: DocumentId, name: &str) -> String {
        if self.is_public() { self.phrase(&self.roles.of(document, name)) } else { name.to_owned() }
    }

    /// The name under which a coder appears.
    pub fn coder(&self, name: &str) -> String {
        self.coders.get(name).cloned().unwrap_or_else(|| name.to_owned())
    }

    /// Why a passage may not be quoted; the strictest reason of all that stand on any part of it.
    pub fn ban(&self, passage: Passage) -> Option<&Ban> {
        let here = self.bans.get(&passage.document)?;
        here.iter().filter(|(span, _)| span.overlaps(passage.span)).map(|(_, ban)| ban).min_by_key(|b| b.kind)
    }

    /// What participants said in a passage, with stand-ins for names; `None` where it may not be quoted.
    pub fn quote(&self, passage: Passage, words: &str) -> Option<String> {
        if let Some(ban) = self.ban(passage) {
            self.count(&format!("quotes withheld: {}", ban.why));
            return None;
        }
        Some(self.swap(words, Voice::Quote))
    }

    /// What analysts wrote, with stand-ins for names.
    pub fn phrase(&self, words: &str) -> String {
        self.swap(words, Voice::Own)
    }

    /// What is said beside a table, for this audience; nothing where a withheld name would show in it.
    pub fn remark(&self, words: &str) -> Option<String> {
        if !self.is_public() {
            return Some(words.to_owned());
        }
        Some(self.phrase(words)).filter(|said| !self.withheld.shows_in(said))
    }

    fn swap(&self, words: &str, voice: Voice) -> String {
        if !self.is_public() {
            return words.to_owned();
        }
        let swapped = self.swaps.apply(words, voice);
        for with in &swapped.stood_in {
            self.count(&format!("names replaced: {with}"));
        }
        swapped.text
    }

    /// Notes something for the manifest.
    pub(super) fn count(&self, what: &str) {
        *self.tally.borrow_mut().entry(what.to_owned()).or_default() += 1;
    }
}

/// The attributes whose values name their case.
fn identifying(project: &Project, rules: &[(String, Rule)]) -> BTreeSet<AttributeId> {
    let said = |name: &str| {
        let folded = crate::text::fold(name);
        let ruled = rules.iter().any(|(n, r)| *r == Rule::Identifying && crate::text::fold(n) == folded);
        ruled || IDENTIFYING.contains(&folded.replace('_', " ").trim())
    };
    let named =
        project.attributes.values().filter(|a| a.kind == AttributeKind::Text || a.kind == AttributeKind::Number);
    named.filter(|a| said(&a.name)).map(|a| a.id).collect()
}

/// How each case appears.
fn standings(project: &Project, terms: &[(Subject, Terms)], today: &str) -> Outcome<BTreeMap<CaseId, Standing>> {
    let mut standings = BTreeMap::new();
    let mut nameless: Vec<&str> = Vec::new();
    for case in project.cases_by_name() {
        let more = terms.iter().find(|(s, _)| matches!(s, Subject::Case(name) if *name == case.name)).map(|(_, t)| t);
        let mut clearance = case.clearance;
        let mut ban = more.and_then(|t| Ban::of(t, today));
        if ban.as_ref().is_some_and(|b| b.kind != BanKind::Paraphrase) {
            clearance = Clearance::Background;
        }
        if clearance == Clearance::Background && ban.as_ref().is_none_or(|b| b.kind == BanKind::Paraphrase) {
            ban = Some(Ban { kind: BanKind::Background, why: "background".to_owned() });
        }
        let label = match (clearance, &case.alias) {
            (Clearance::Named, _) => case.name.clone(),
            (Clearance::Background, _) => super::WITHHELD.to_owned(),
            (Clearance::Anonymous, Some(alias)) => alias.clone(),
            (Clearance::Anonymous, None) => {
                nameless.push(&case.name);
                continue;
            }
        };
        standings.insert(case.id, Standing { name: case.name.clone(), label, clearance, ban });
    }
    if nameless.is_empty() {
        return Ok(standings);
    }
    let shown: Vec<String> = nameless.iter().take(6).map(|n| format!("“{n}”")).collect();
    let more = if nameless.len() > 6 { " …" } else { "" };
    let what = if nameless.len() == 1 {
        "an anonymous case has".to_owned()
    } else {
        format!("{} anonymous cases have", nameless.len())
    };
    Err(Fault::asked(format!("{what} no alias to be published under: {}{more}", shown.join(", "))).hint(
        "`casebook cases aliases` proposes some, with --yes it gives them; `casebook cases alias CASE ALIAS` gives one",
    ))
}

/// Which parts of documents may not be quoted, and why.
fn bans(
    project: &Project,
    texts: &dyn Texts,
    cases: &BTreeMap<CaseId, Standing>,
    terms: &[(Subject, Terms)],
    today: &str,
) -> Outcome<BTreeMap<DocumentId, Vec<(Span, Ban)>>> {
    let mut out: BTreeMap<DocumentId, Vec<(Span, Ban)>> = BTreeMap::new();
    for (id, standing) in cases {
        let Some(ban) = &standing.ban else { continue };
        for (document, spans) in case_parts(project, texts, *id)? {
            out.entry(document).or_default().extend(spans.into_iter().map(|s| (s, ban.clone())));
        }
    }
    for (subject, terms) in terms {
        let Some(ban) = Ban::of(terms, today) else { continue };
        let (name, points) = match subject {
            Subject::Case(_) => continue,
            Subject::Document(name) => (name, None),
            Subject::Passage(name, points) => (name, Some(*points)),
        };
        let Some(document) = project.documents.values().find(|d| d.name == *name) else { continue };
        let span = match points {
            None => WHOLE,
            // A place outside the text means that something is wrong: nothing of the document is quoted then.
            Some(points) => texts.content(document)?.text.to_span(points).unwrap_or(WHOLE),
        };
        out.entry(document.id).or_default().push((span, ban));
    }
    Ok(out)
}

use crate::case::Clearance;
use crate::fault::Outcome;
use crate::id::DocumentId;
use crate::project::{Project, Texts};
use crate::text::fold;
use std::collections::BTreeMap;

/// Under which roles speakers appear.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(super) struct Roles {
    /// By document and name.
    by_document: BTreeMap<DocumentId, BTreeMap<String, String>>,
    /// By name alone, for lists of speakers over all documents.
    by_name: BTreeMap<String, String>,
    /// Names of persons, which must not be read.
    persons: BTreeMap<String, String>,
}

/// Words of labels that name nobody, folded.
const LABELS: &str = " interviewer interviewee interviewers interviewees respondent respondents participant informant researcher moderator facilitator narrator speaker \
    host guest student teacher patient nurse doctor employee manager user customer client person man woman mother father unknown unidentified all both group \
    befragter befragte teilnehmer teilnehmerin sprecher sprecherin frage antwort moderatorin interviewerin entrevistador entrevistadora entrevistado entrevistada \
    participante moderador moderadora haastattelija haastateltava vastaaja osallistuja puhuja tutkija question answer \
    ceo cio cto cfo coo cdo cmo ciso chro vp svp evp chief executive information technology technical digital data financial operating marketing officer head director \
    president vice senior manager of the it ";

/// Whether a speaker's label is no person's name: one letter, a number, a word for the part they play.
pub(super) fn is_label(name: &str) -> bool {
    let folded = fold(name);
    let words: Vec<&str> = folded.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).collect();
    let label = |word: &&str| {
        let bare = word.trim_end_matches(|c: char| c.is_ascii_digit());
        (bare.chars().count() <= 1 && bare.is_ascii()) || LABELS.contains(&format!(" {bare} "))
    };
    words.iter().all(label)
}

/// Finds a role for every speaker: the one the transcript gives, `Interviewer` for those who ask, else `Interviewee` with a number.
///
/// Errors: a text that cannot be loaded.
pub(super) fn roles(project: &Project, texts: &dyn Texts) -> Outcome<Roles> {
    let mut roles = Roles::default();
    // Transcripts that were made anonymous before have the alias for a label already.
    let aliased = project.cases.values().filter(|c| c.clearance == Clearance::Anonymous);
    let public: Vec<String> = aliased.filter_map(|c| c.alias.as_deref().map(fold)).collect();
    let is_label = |name: &str| is_label(name) || public.contains(&fold(name));
    let mut numbers = 0;
    for document in project.documents.values() {
        if document.speakers.is_empty() {
            continue;
        }
        let content = texts.content(document)?;
        let speakers = &content.structure.speakers;
        let answering = speakers.iter().filter(|s| !s.interviewer).count();
        for speaker in speakers {
            let said = document.properties.get("role").filter(|_| answering == 1 && !speaker.interviewer);
            let role = match speaker.role.as_ref().or(said) {
                _ if speaker.interviewer => "Interviewer".to_owned(),
                _ if is_label(&speaker.name) => speaker.name.clone(),
                Some(role) => role.clone(),
                None => match roles.persons.get(&speaker.name) {
                    Some(known) => known.clone(),
                    None => {
                        numbers += 1;
                        format!("Interviewee {numbers}")
                    }
                },
            };
            let here = roles.by_document.entry(document.id).or_default();
            let role = distinct(role, here);
            here.insert(speaker.name.clone(), role.clone());
            roles.by_name.entry(speaker.name.clone()).or_insert_with(|| role.clone());
            if !is_label(&speaker.name) {
                roles.persons.entry(speaker.name.clone()).or_insert(role);
            }
        }
    }
    Ok(roles)
}

/// Two people with the same role in one document are told apart by a number.
fn distinct(role: String, here: &BTreeMap<String, String>) -> String {
    let taken = |role: &str| here.values().any(|r| r == role);
    if !taken(&role) {
        return role;
    }
    (2..).map(|n| format!("{role} {n}")).find(|r| !taken(r)).unwrap_or(role)
}

impl Roles {
    pub(super) fn of(&self, document: DocumentId, name: &str) -> String {
        let here = self.by_document.get(&document).and_then(|names| names.get(name));
        here.or_else(|| self.by_name.get(name)).cloned().unwrap_or_else(|| super::WITHHELD.to_owned())
    }

    /// The role of a name, whatever the document; `None` for what is no speaker.
    pub(super) fn named(&self, name: &str) -> Option<&str> {
        self.by_name.get(name).map(String::as_str)
    }

    /// Names of persons with their roles.
    pub(super) fn names(&self) -> impl Iterator<Item = (&str, &str)> {
        self.persons.iter().map(|(name, role)| (name.as_str(), role.as_str()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_told_from_names() {
        for label in ["I", "R2", "Interviewer 1", "CIO", "Vice President", "P1", "", "12"] {
            assert!(is_label(label), "{label}");
        }
        for name in ["Marta", "LENA", "Dr. Ruiz", "王", "Chief Marta", "Li"] {
            assert!(!is_label(name), "{name}");
        }
    }
}

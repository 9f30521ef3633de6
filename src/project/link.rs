use super::{Place, Project, Texts, resolve};
use crate::coding::Passage;
use crate::fault::{Fault, Outcome};

/// The passage that a person names in one text: `interview-3@120-260`, `interview-3:13:2`, `interview-3: "the words"`.
///
/// Errors (kind *asked*): no document of that name, no such place in it, words that stand nowhere in it or several times.
pub fn passage(project: &Project, texts: &dyn Texts, text: &str) -> Outcome<Passage> {
    let text = text.trim();
    let fault = || {
        Fault::asked(format!("“{text}” is no passage"))
            .hint("write DOCUMENT@120-260, DOCUMENT:13:2 or DOCUMENT: \"the words\"")
    };
    let cut = |at: usize| if text[at..].starts_with('@') { &text[at..] } else { &text[at + 1..] };
    // A document's name may itself hold the signs: the longest name that there is.
    let signs = || text.char_indices().filter(|(_, c)| matches!(c, '@' | ':')).map(|(at, _)| at);
    let exact = signs().rfind(|at| project.documents.values().any(|d| d.name == text[..*at].trim()));
    let at = exact.or_else(|| signs().next()).ok_or_else(fault)?;
    let document = project.document(&text[..at])?;
    let place: Place = cut(at).parse()?;
    let content = texts.content(document)?;
    let span = resolve(&place, &content).map_err(|f| f.at(document.name.clone()))?;
    Ok(Passage { document: document.id, span })
}

//! Declaring a pass over a document done, and coding without seeing what others code.

use super::action::Act;
use super::state::State;
use super::update::Effect;
use crate::id::DocumentId;
use crate::project::Project;

/// Declares one's own pass over the document done, or takes it up again; begins or ends blind coding.
pub fn act(state: &State, project: &Project, act: Act) -> Vec<Effect> {
    if act == Act::Blind {
        return vec![Effect::Run(Project::blind(!project.is_blind()), Vec::new())];
    }
    let Some(document) = state.reader().map(|r| r.document) else { return Vec::new() };
    let done = project.passes_done(&state.coder).contains(&document);
    vec![Effect::Run(project.declare(&state.coder, &[document], !done), Vec::new())]
}

/// What the header says: that one's own pass is done, and whose work is hidden.
pub fn words(state: &State, project: &Project, document: DocumentId) -> (Option<String>, Option<String>) {
    let done = project.passes_done(&state.coder).contains(&document).then(|| "pass done".to_owned());
    let hidden = match state.facts.hidden(document) {
        [] => None,
        [one] => Some(format!("{} hidden", super::facts::one_line(project.coder_name(*one)))),
        many => Some(format!("{} coders hidden", many.len())),
    };
    (done, hidden)
}

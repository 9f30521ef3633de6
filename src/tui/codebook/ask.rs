use super::{COLOURS, chosen, codings_in_hand, doubles, open, options, then};
use crate::codebook::Colour;
use crate::id::{CodeId, CodingId};
use crate::project::{CodeFields, CodeSpec, Command, Project, Removal, count};
use crate::tui::form::{Form, Given, Opt, Token};
use crate::tui::state::State;
use crate::tui::update::Effect;

/// What the codebook asked.
#[derive(Clone, PartialEq, Debug)]
pub enum Asked {
    /// Path and definition of a new code.
    New,
    /// Name and fields of a code.
    Edit(CodeId),
    /// Name of a code.
    Rename(CodeId),
    /// Into which code these are to be merged.
    Merge(Vec<CodeId>),
    /// What becomes of the codings of a code that is removed.
    Removal(CodeId),
    /// To which code they go.
    RemoveTo(CodeId),
    /// Which colour a code is to have.
    Colour(CodeId),
    /// Which two codes that look alike are to be one.
    Alike,
    /// Which code these codings are to have instead.
    MoveTo(Vec<CodingId>),
}

/// Asks for a new code beside the chosen one.
pub fn new(state: &mut State, project: &Project) {
    let above = chosen(state).and_then(|c| project.codebook.get(c)?.parent);
    let begun = above.map(|p| format!("{}/", project.codebook.path(p))).unwrap_or_default();
    let help = "a/b nests: the codes of the path that are not there are made too";
    open(state, Form::fields("New code", help, &[("name", &begun), ("definition", "")], then(Asked::New)));
}

/// Asks for everything that a code says of itself.
pub fn edit(state: &mut State, project: &Project, code: CodeId) {
    let Some(known) = project.codebook.get(code) else { return };
    let fields = [
        ("name", known.name.as_str()),
        ("in short", &known.short),
        ("definition", &known.definition),
        ("use when", &known.use_when),
        ("not when", &known.not_when),
        ("example", &known.example),
    ];
    let title = format!("Code {}", state.facts.code(code).path);
    open(state, Form::fields(title, "", &fields, then(Asked::Edit(code))));
}

/// Asks for another name.
pub fn rename(state: &mut State, project: &Project, code: CodeId) {
    let Some(known) = project.codebook.get(code) else { return };
    let title = format!("Another name for {}", state.facts.code(code).path);
    let help = "its codings, memos and phrases stay with it";
    open(state, Form::line(title, help, &known.name, then(Asked::Rename(code))));
}

/// Asks into which code some are to be merged; each says what would come to it.
pub fn merge(state: &mut State, project: &Project, from: Vec<CodeId>, typed: &str) {
    let names: Vec<String> = from.iter().map(|c| state.facts.code(*c).path).collect();
    let moved = |into: CodeId| project.codings.iter().filter(|c| from.contains(&c.code) && c.code != into).count();
    let all = moved(CodeId(uuid::Uuid::nil()));
    let both = doubles(project, &from);
    let names = names.join(", ");
    let note = |into: CodeId| {
        let taken = if from.contains(&into) { moved(into) } else { all };
        let twice = both.get(&into).copied().unwrap_or(0);
        let name = state.facts.code(into).name;
        match twice {
            0 => format!("{name} takes {}", count(taken, "coding")),
            n => format!("{name} takes {}; {n} were coded both", count(taken, "coding")),
        }
    };
    // A code can stay only when it does not hang under one that goes.
    let several = from.len() > 1;
    let under = |c: CodeId| from.iter().any(|f| *f != c && project.codebook.family(*f).contains(&c));
    let mut list = options(state, note);
    list.retain(|o| matches!(o.token, Token::Code(c) if !under(c) && (several || !from.contains(&c))));
    if several {
        list.sort_by_key(|o| !matches!(o.token, Token::Code(c) if from.contains(&c)));
    }
    let title =
        if several { format!("Merge {names}: which one stays?") } else { format!("Merge {names} into which code?") };
    let help = "the code that stays keeps its name and definition; sub-codes, memos and phrases go over to it";
    let mut form = Form::choice(title, help, list, then(Asked::Merge(from)));
    super::super::form::paste(&mut form, typed);
    open(state, form);
}

/// Asks what becomes of the codings of a code that is removed.
pub fn removal(state: &mut State, project: &Project, code: CodeId, used: usize) {
    let parent = project.codebook.get(code).and_then(|c| c.parent);
    let codings = count(used, "coding");
    let mut list = Vec::new();
    if let Some(parent) = parent {
        let name = state.facts.code(parent).path;
        list.push(Opt::new(format!("keep {codings} as {name}"), "", Token::Code(parent)));
    }
    list.push(Opt::new(format!("keep {codings} as another code"), "", Token::Words("other".to_owned())));
    list.push(Opt::new(format!("remove {codings} too"), "u brings them back", Token::Nothing));
    let title = format!("Remove the code {}", state.facts.code(code).path);
    open(state, Form::choice(title, "", list, then(Asked::Removal(code))));
}

/// Asks for a colour.
pub fn colour_of(state: &mut State, code: CodeId) {
    let mut list: Vec<Opt> =
        COLOURS.iter().map(|(name, c)| Opt::new(*name, c.to_string(), Token::Colour(Some(*c)))).collect();
    list.push(Opt::new("none", "the colour of the code above it", Token::Colour(None)));
    let title = format!("Colour of {}", state.facts.code(code).path);
    open(state, Form::choice(title, "or type #rrggbb", list, then(Asked::Colour(code))).or_typed("colour"));
}

/// Shows the codes whose names look alike, two by two.
pub fn alike(state: &mut State, project: &Project) {
    let book = &project.codebook;
    let mut list = Vec::new();
    for (n, one) in state.facts.tree.iter().enumerate() {
        let Some(code) = book.get(*one) else { continue };
        let likes: Vec<CodeId> = book.look_alikes(&code.name, Some(*one)).iter().map(|c| c.id).collect();
        for other in state.facts.tree[n + 1..].iter().filter(|c| likes.contains(c)) {
            let (a, b) = (state.facts.code(*one), state.facts.code(*other));
            let note = format!("{} and {}", count(a.codings, "coding"), count(b.codings, "coding"));
            list.push(Opt::new(format!("{} · {}", a.path, b.path), note, Token::Pair(*one, *other)));
        }
    }
    if list.is_empty() {
        return state.say(true, "no two codes have names that look alike");
    }
    let help = "Enter asks how the two are to be merged; Esc leaves them apart";
    open(state, Form::choice("Codes that look alike", help, list, then(Asked::Alike)));
}

/// Asks which code the passages in hand are to have instead.
pub fn move_to(state: &mut State, project: &Project) {
    let codings = codings_in_hand(state, project);
    if codings.is_empty() {
        return state.say(false, "nothing in hand has the code that this list is about");
    }
    let title = format!("Another code for {}", count(codings.len(), "coding"));
    let help = "a new name makes a new code: so one code is split into two, as one step";
    let list = options(state, |c| count(state.facts.code(c).codings, "coding"));
    open(state, Form::choice(title, help, list, then(Asked::MoveTo(codings))).or_typed("new code"));
}

fn run(command: Command) -> Vec<Effect> {
    vec![Effect::Run(command, Vec::new())]
}

/// Does what was answered.
pub fn answer(state: &mut State, project: &Project, asked: Asked, given: &Given) -> Vec<Effect> {
    match (asked, given, given.token()) {
        (Asked::New, Given::Words(words), _) => made(state, words),
        (Asked::Edit(code), Given::Words(words), _) => edited(state, project, code, words),
        (Asked::Rename(code), ..) => run(Command::RenameCode(code, given.words().to_owned())),
        (Asked::Merge(from), _, Token::Code(into)) => {
            let from: Vec<CodeId> = from.into_iter().filter(|c| *c != into).collect();
            state.book.marks.clear();
            state.book.follow = Some(project.codebook.path(into));
            run(Command::MergeCodes(from, into))
        }
        (Asked::Removal(code), _, Token::Code(into)) | (Asked::RemoveTo(code), _, Token::Code(into)) => {
            run(Command::RemoveCode(code, Removal::RecodeTo(into)))
        }
        (Asked::Removal(code), _, Token::Nothing) => run(Command::RemoveCode(code, Removal::WithCodings)),
        (Asked::Removal(code), ..) => {
            let family = project.codebook.family(code);
            let mut list = options(state, |c| count(state.facts.code(c).codings, "coding"));
            list.retain(|o| !matches!(o.token, Token::Code(c) if family.contains(&c)));
            let title = format!("Remove {}: its codings go to", state.facts.code(code).path);
            open(state, Form::choice(title, "", list, then(Asked::RemoveTo(code))));
            Vec::new()
        }
        (Asked::Colour(code), _, token) => coloured(state, code, token),
        (Asked::Alike, _, Token::Pair(a, b)) => {
            let (few, many) = if state.facts.code(a).codings <= state.facts.code(b).codings { (a, b) } else { (b, a) };
            let path = state.facts.code(many).path;
            merge(state, project, vec![few], &path);
            Vec::new()
        }
        (Asked::MoveTo(codings), _, Token::Code(code)) => run(Command::Recode(codings, CodeSpec::Known(code))),
        (Asked::MoveTo(codings), _, Token::Words(path)) => {
            run(Command::Recode(codings, CodeSpec::New(path, Box::default())))
        }
        _ => Vec::new(),
    }
}

fn made(state: &mut State, words: &[String]) -> Vec<Effect> {
    let path = words.first().cloned().unwrap_or_default();
    // The same short way as when a code is made while coding.
    let (path, inline) = match path.split_once("::") {
        Some((path, definition)) => (path.trim().to_owned(), definition.trim().to_owned()),
        None => (path, String::new()),
    };
    let definition = words.get(1).filter(|d| !d.is_empty()).cloned().unwrap_or(inline);
    let fields = CodeFields { definition: Some(definition).filter(|d| !d.is_empty()), ..CodeFields::default() };
    state.book.follow = Some(path.clone());
    run(Command::AddCode(CodeSpec::New(path, Box::new(fields))))
}

fn edited(state: &mut State, project: &Project, code: CodeId, words: &[String]) -> Vec<Effect> {
    let Some(known) = project.codebook.get(code) else { return Vec::new() };
    let [name, short, definition, use_when, not_when, example] = words else { return Vec::new() };
    let new = |now: &String, was: &String| (now.trim() != was.trim()).then(|| now.clone());
    let fields = CodeFields {
        short: new(short, &known.short),
        definition: new(definition, &known.definition),
        use_when: new(use_when, &known.use_when),
        not_when: new(not_when, &known.not_when),
        example: new(example, &known.example),
        colour: None,
    };
    let renamed = *name != known.name;
    let altered = fields != CodeFields::default();
    let edit = Command::EditCode(code, Box::new(fields));
    let rename = Command::RenameCode(code, name.clone());
    match (renamed, altered) {
        (false, false) => {
            state.say(true, "left as it was");
            Vec::new()
        }
        (false, true) => run(edit),
        (true, false) => run(rename),
        (true, true) => {
            let step = format!("Edited the code “{}”, now “{name}”", project.codebook.path(code));
            run(Command::Together(step, vec![rename, edit]))
        }
    }
}

fn coloured(state: &mut State, code: CodeId, token: Token) -> Vec<Effect> {
    let colour = match token {
        Token::Colour(colour) => Ok(colour),
        Token::Words(typed) => typed.parse::<Colour>().map(Some),
        _ => return Vec::new(),
    };
    match colour {
        Ok(colour) => {
            let fields = CodeFields { colour: Some(colour), ..CodeFields::default() };
            run(Command::EditCode(code, Box::new(fields)))
        }
        Err(reason) => {
            // Asked again, with the reason.
            colour_of(state, code);
            state.say(false, reason);
            Vec::new()
        }
    }
}

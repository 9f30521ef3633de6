use super::Column;
use crate::case::{AttributeKind, Case, Clearance};
use crate::id::{AttributeId, CaseId, DocumentId};
use crate::project::{Command, LinkPart, Project};
use crate::tui::form::{Form, Given, Opt, Then, Token};
use crate::tui::state::{Overlay, State};
use crate::tui::update::Effect;

/// What the table of cases asked.
#[derive(Clone, PartialEq, Debug)]
pub enum Asked {
    /// The name of a new case.
    New,
    /// Name and kind of a new attribute.
    NewAttribute,
    /// What kind an attribute is.
    Kind(AttributeId),
    /// The values of an attribute that has an order.
    Order(AttributeId),
    /// Another name.
    Name(CaseId),
    /// The name in publications.
    Alias(CaseId),
    /// What may be published.
    Clearance(CaseId),
    /// The value of an attribute.
    Value(CaseId, AttributeId),
    /// Which documents belong to it; these did.
    Documents(CaseId, Vec<DocumentId>),
    /// Which of its documents is opened.
    Which,
}

fn open(state: &mut State, mut form: Form) {
    if let Some(draft) = state.kept.get(&form.title) {
        form.resume(draft);
    }
    state.overlay = Some(Overlay::Form(Box::new(form)));
}

fn then(asked: Asked) -> Then {
    Then::Cases(asked)
}

/// Asks for the name of a new case.
pub fn new_case(state: &mut State) {
    open(state, Form::line("New case", "a person, a company, a site: what is compared", "", then(Asked::New)));
}

/// Asks for a new attribute.
pub fn new_attribute(state: &mut State) {
    let help = "kind: text, number, date, yes/no, or values in their order from the lowest: small; medium; large";
    let fields = [("name", ""), ("kind", "text")];
    open(state, Form::fields("New attribute of cases", help, &fields, then(Asked::NewAttribute)));
}

fn name_of(project: &Project, attribute: AttributeId) -> String {
    project.attributes.get(&attribute).map(|a| crate::tui::facts::one_line(&a.name)).unwrap_or_default()
}

/// Asks for the cell in hand.
pub fn edit(state: &mut State, project: &Project, case: &Case, column: Column) {
    let name = crate::tui::facts::one_line(&case.name);
    let form = match column {
        Column::Alias => Form::line(
            format!("Alias of {name}"),
            "the name it has in publications; nothing takes it away",
            case.alias.as_deref().unwrap_or(""),
            then(Asked::Alias(case.id)),
        ),
        Column::Clearance => {
            let notes = [
                (Clearance::Named, "may be named"),
                (Clearance::Anonymous, "appears under its alias"),
                (Clearance::Background, "informs counts, is neither named nor quoted"),
            ];
            let options = notes.iter().map(|(c, note)| Opt::new(c.word(), *note, Token::Clearance(*c))).collect();
            Form::choice(format!("What may be published of {name}?"), "", options, then(Asked::Clearance(case.id)))
        }
        Column::Attribute(id) => value(project, case, id, &name),
        _ => Form::line(format!("Another name for {name}"), "", &case.name, then(Asked::Name(case.id))),
    };
    open(state, form);
}

fn value(project: &Project, case: &Case, id: AttributeId, name: &str) -> Form {
    let was = case.values.get(&id).map(ToString::to_string).unwrap_or_default();
    let (title, asked) = (format!("{} of {name}", name_of(project, id)), then(Asked::Value(case.id, id)));
    let listed = |values: Vec<String>| {
        let mut options: Vec<Opt> = values.into_iter().map(|v| Opt::new(v.clone(), "", Token::Words(v))).collect();
        options.sort_by_key(|o| o.label != was);
        options.push(Opt::new("no value", "", Token::Nothing));
        Form::choice(title.clone(), "", options, asked.clone())
    };
    match project.attributes.get(&id).map(|a| &a.kind) {
        Some(AttributeKind::Ordered(values)) => listed(values.clone()),
        Some(AttributeKind::YesNo) => listed(vec!["yes".to_owned(), "no".to_owned()]),
        Some(AttributeKind::Number) => Form::line(title, "a number; nothing takes it away", &was, asked),
        Some(AttributeKind::Date) => {
            Form::line(title, "a date: 2015, 2015-03 or 2015-03-12; nothing takes it away", &was, asked)
        }
        _ => Form::line(title, "any words; nothing takes them away", &was, asked),
    }
}

/// Asks what kind an attribute is.
pub fn kind(state: &mut State, project: &Project, id: AttributeId) {
    let Some(attribute) = project.attributes.get(&id) else { return };
    let notes = [
        ("text", "any words"),
        ("number", "a decimal number"),
        ("date", "2015-03-12"),
        ("yes/no", "yes or no"),
        ("ordered", "one of a list whose order means something"),
    ];
    let mut options: Vec<Opt> =
        notes.iter().map(|(word, note)| Opt::new(*word, *note, Token::Words((*word).to_owned()))).collect();
    options.sort_by_key(|o| o.label != attribute.kind.word());
    let title = format!("What are the values of {}?", name_of(project, id));
    open(state, Form::choice(title, "values that do not fit are named", options, then(Asked::Kind(id))));
}

/// Asks which documents belong to a case.
pub fn documents(state: &mut State, project: &Project, case: &Case) {
    let linked = super::documents(state, project, case.id);
    let option = |d: &DocumentId| {
        let known = state.facts.document(*d);
        let note = if known.cases.is_empty() { String::new() } else { format!("of {}", known.cases) };
        Opt::new(known.name, note, Token::Document(*d))
    };
    let mut options: Vec<Opt> = state.facts.list.iter().map(option).collect();
    options.sort_by_key(|o| !matches!(o.token, Token::Document(d) if linked.contains(&d)));
    let picked = linked.iter().map(|d| Token::Document(*d)).collect();
    let title = format!("Documents of {}", crate::tui::facts::one_line(&case.name));
    let help = "Tab links a document or lets it go; Enter keeps what is ticked";
    open(state, Form::choice(title, help, options, then(Asked::Documents(case.id, linked))).several(picked));
}

/// Asks which of the documents of a case is to be opened.
pub fn which(state: &mut State, case: &Case, all: &[DocumentId]) {
    let options = all.iter().map(|d| {
        let known = state.facts.document(*d);
        Opt::new(known.name, format!("{} codings, coded {}%", known.codings, known.coded), Token::Document(*d))
    });
    let title = format!("Which document of {}?", crate::tui::facts::one_line(&case.name));
    let form = Form::choice(title, "", options.collect(), then(Asked::Which));
    open(state, form);
}

/// Reads a kind: its word, or values parted by semicolons.
fn read_kind(words: &str) -> Option<AttributeKind> {
    Some(match words.trim().to_lowercase().as_str() {
        "" | "text" => AttributeKind::Text,
        "number" => AttributeKind::Number,
        "date" => AttributeKind::Date,
        "yes/no" | "yes" | "yesno" => AttributeKind::YesNo,
        _ => {
            let values: Vec<String> =
                words.split(';').map(crate::text::normalise_line).filter(|v| !v.is_empty()).collect();
            return (values.len() > 1).then_some(AttributeKind::Ordered(values));
        }
    })
}

fn run(command: Command) -> Vec<Effect> {
    vec![Effect::Run(command, Vec::new())]
}

/// Does what was answered.
pub fn answer(state: &mut State, project: &Project, asked: Asked, given: &Given) -> Vec<Effect> {
    let words = given.words().to_owned();
    match asked {
        Asked::New => run(Command::AddCase(words)),
        Asked::Name(case) => run(Command::RenameCase(case, words)),
        Asked::Alias(case) => run(Command::SetAlias(case, Some(words))),
        Asked::Clearance(case) => match given.token() {
            Token::Clearance(clearance) => run(Command::SetClearance(case, clearance)),
            _ => Vec::new(),
        },
        Asked::Value(case, attribute) => {
            let Some(attribute) = project.attributes.get(&attribute) else { return Vec::new() };
            run(Command::SetValue(case, attribute.name.clone(), words))
        }
        Asked::Which => match given.token() {
            Token::Document(document) => vec![Effect::Open(document, None)],
            _ => Vec::new(),
        },
        Asked::Documents(case, linked) => relinked(state, project, case, &linked, given),
        Asked::NewAttribute => {
            let Given::Words(fields) = given else { return Vec::new() };
            match read_kind(fields.get(1).map_or("", String::as_str)) {
                Some(kind) => run(Command::AddAttribute(words, kind)),
                None => {
                    // Asked again as it stands.
                    state.overlay = state.asked.take().map(Overlay::Form);
                    state.say(false, "the kind is text, number, date, yes/no, or values parted by ;");
                    Vec::new()
                }
            }
        }
        Asked::Kind(id) if words == "ordered" => {
            ask_order(state, project, id);
            Vec::new()
        }
        Asked::Kind(id) => match read_kind(&words) {
            Some(kind) => run(Command::SetAttribute(id, kind, None)),
            None => Vec::new(),
        },
        Asked::Order(id) => {
            let values: Vec<String> =
                words.split(';').map(crate::text::normalise_line).filter(|v| !v.is_empty()).collect();
            run(Command::SetAttribute(id, AttributeKind::Ordered(values), None))
        }
    }
}

/// Asks for the values of an attribute in their order, beginning with those that occur.
fn ask_order(state: &mut State, project: &Project, id: AttributeId) {
    let Some(attribute) = project.attributes.get(&id) else { return };
    let mut found: Vec<_> = project.cases.values().filter_map(|c| c.values.get(&id)).collect();
    found.sort_by(|a, b| attribute.kind.compare(a, b));
    let mut values: Vec<String> = match &attribute.kind {
        AttributeKind::Ordered(values) => values.clone(),
        _ => Vec::new(),
    };
    for value in found {
        let value = value.to_string();
        if !values.contains(&value) {
            values.push(value);
        }
    }
    let title = format!("Values of {} in their order", name_of(project, id));
    let help = "parted by ; from the lowest to the highest";
    open(state, Form::line(title, help, &values.join("; "), then(Asked::Order(id))));
}

/// Links and lets go as it was ticked, in one step.
fn relinked(state: &mut State, project: &Project, case: CaseId, linked: &[DocumentId], given: &Given) -> Vec<Effect> {
    let Given::Chosen(tokens) = given else { return Vec::new() };
    let wanted: Vec<DocumentId> = tokens
        .iter()
        .filter_map(|t| match t {
            Token::Document(document) => Some(*document),
            _ => None,
        })
        .collect();
    let added = wanted.iter().filter(|d| !linked.contains(d)).map(|d| Command::Link(case, *d, LinkPart::Whole));
    let gone = linked.iter().filter(|d| !wanted.contains(d)).map(|d| Command::Unlink(case, *d));
    let mut commands: Vec<Command> = added.chain(gone).collect();
    match commands.len() {
        0 => {
            state.say(true, "left as it was");
            Vec::new()
        }
        1 => run(commands.remove(0)),
        _ => {
            let name = project.cases.get(&case).map_or("", |c| c.name.as_str());
            run(Command::Together(format!("Changed the documents of the case “{name}”"), commands))
        }
    }
}

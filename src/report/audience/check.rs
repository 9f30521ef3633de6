use super::readings::{Run, readings};
use super::withheld::Withheld;
use crate::fault::{Fault, Outcome};

/// A name that would get out.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Leak {
    /// The name that is withheld.
    pub name: String,
    /// What it is: `name of an anonymous case`.
    pub what: &'static str,
    /// Where in the file: `sheet Evidence, cell H12`, `line 7`.
    pub place: String,
    /// The words around it.
    pub context: String,
}

/// How many characters of context are given on either side.
const AROUND: usize = 30;

/// Looks in a finished file for every name that is withheld, in every way in which the file can be read. `format` is the file's extension without its dot;
/// empty for plain text. Each name is reported once a place.
///
/// Errors: the file cannot be searched, which is as bad as a leak: it must not be written then.
pub fn check(bytes: &[u8], format: &str, withheld: &Withheld) -> Outcome<Vec<Leak>> {
    let mut leaks: Vec<Leak> = Vec::new();
    for run in readings(bytes, &format.to_lowercase())? {
        look(&run, withheld, &mut leaks);
    }
    Ok(leaks)
}

/// Looks in the name of a file.
pub fn check_name(name: &str, withheld: &Withheld) -> Vec<Leak> {
    let mut leaks = Vec::new();
    let reading = super::readings::Reading { place: "name of the file".to_owned(), text: name.to_owned() };
    look(&vec![reading], withheld, &mut leaks);
    leaks
}

fn look(run: &Run, withheld: &Withheld, leaks: &mut Vec<Leak>) {
    let texts: Vec<&str> = run.iter().map(|r| r.text.as_str()).collect();
    for (secret, at) in withheld.find(&texts) {
        let reading = &run[at.piece];
        // The same words in a second reading of the file say nothing new.
        let in_cell = |place: &str| place.starts_with("sheet ");
        let said = |l: &Leak| l.place == reading.place || (in_cell(&l.place) && !in_cell(&reading.place));
        if leaks.iter().any(|l| l.name == secret.name && said(l)) {
            continue;
        }
        leaks.push(Leak {
            name: secret.name.clone(),
            what: secret.what,
            place: reading.place.clone(),
            context: context(&reading.text, at.from, at.to),
        });
    }
}

/// The words around a place, on one line.
pub(super) fn context(text: &str, from: usize, to: usize) -> String {
    let before: String = text[..from].chars().rev().take(AROUND).collect::<Vec<_>>().into_iter().rev().collect();
    let after: String = text[to..].chars().take(AROUND).collect();
    let words = format!("{before}{}{after}", &text[from..to]);
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The fault that refuses a file, with the first few places.
pub fn refusal(file: &str, leaks: &[Leak]) -> Fault {
    let shown =
        leaks.iter().take(8).map(|l| format!("\n    {}: “{}” ({}): … {} …", l.place, l.name, l.what, l.context));
    let more = leaks.len().saturating_sub(8);
    let more = if more > 0 { format!("\n    and {more} more") } else { String::new() };
    let places = if leaks.len() == 1 { "a withheld name" } else { "withheld names" };
    Fault::data(format!("nothing was written: {places} can still be read{}{more}", shown.collect::<String>())).at(file).hint(
        "`casebook replacements add NAME WITH` says what stands in for a name; `casebook replacements allow WORD` says that a word is no name",
    )
}

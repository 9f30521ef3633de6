//! The settings as the interface needs them, and as its documentation tells of them.

use super::action::ACTIONS;
use super::detect;
use super::key::Key;
use super::keymap::Keymap;
use super::look::Look;
use super::reader::units::Unit;
use crate::fault::{Fault, Outcome};
use crate::session::{SETTINGS, Settings};

/// How the interface behaves for whoever uses it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Manner {
    /// Which keys do what.
    pub keys: Keymap,
    /// Only what was refused is said; what was done is seen on the passage.
    pub calm: bool,
    /// A narrow column.
    pub big: bool,
    /// What a document is walked by when it is opened.
    pub unit: Unit,
    /// The widest column of text, in cells.
    pub measure: u16,
}

/// The column of text with `big`, in cells.
const BIG: u16 = 44;

impl Default for Manner {
    fn default() -> Self {
        Self { keys: Keymap::default(), calm: false, big: false, unit: Unit::Sentence, measure: 72 }
    }
}

/// Everything that is settled before the interface starts.
#[derive(Clone, Debug)]
pub struct Setup {
    /// How things look.
    pub look: Look,
    /// Whether the terminal is asked for its ground.
    pub ask: bool,
    /// Whether the mouse is taken.
    pub mouse: bool,
    /// Whether lines are spoken in place of a screen.
    pub plain: bool,
    /// How it behaves.
    pub manner: Manner,
}

impl Setup {
    /// From the settings and the environment.
    ///
    /// Errors: a name under `[keys]` that is no act or no key, or a key that means two things: the first such fault.
    pub fn new(settings: &Settings) -> Outcome<Self> {
        let var = |name: &str| std::env::var(name).ok();
        let (keys, mut faults) = Keymap::with(&settings.keys);
        if !faults.is_empty() {
            return Err(faults.swap_remove(0).hint("`casebook settings --check` says everything that is wrong"));
        }
        let (look, ask) = detect::look(settings, var);
        let unit = match settings.word("unit") {
            "word" => Unit::Word,
            "paragraph" => Unit::Paragraph,
            "turn" => Unit::Turn,
            _ => Unit::Sentence,
        };
        let big = settings.is_on("big");
        let measure = settings.number("measure").min(if big { BIG } else { u16::MAX });
        let manner = Manner { keys, calm: settings.is_on("calm"), big, unit, measure };
        Ok(Self { look, ask, mouse: settings.is_on("mouse"), plain: detect::is_plain(settings, var), manner })
    }
}

/// Everything that is wrong with the keys of the settings.
pub fn check_keys(settings: &Settings) -> Vec<Fault> {
    Keymap::with(&settings.keys).1
}

/// The acts whose keys the settings alter, with their keys as the settings write them.
pub fn altered_keys(settings: &Settings) -> Vec<(&'static str, String)> {
    let map = Keymap::with(&settings.keys).0;
    let altered = ACTIONS.iter().filter(|a| !map.is_standard(a));
    altered.map(|a| (a.name, map.shown(a, true))).collect()
}

/// The documentation of the settings, in Markdown.
pub fn settings_markdown() -> String {
    let mut out = String::from(
        "# Settings\n\n\
        `settings.toml` in the configuration folder (`~/.config/casebook`; `casebook settings` prints the path and what holds, \
        `casebook settings --check` says everything that is wrong with the file). Every line is optional. \
        An option of the command line goes before an environment variable, and that before the file.\n\n\
        | setting | values | without it | what it does | variable, option |\n|---|---|---|---|---|\n",
    );
    for setting in SETTINGS {
        let default = if setting.default.is_empty() { String::new() } else { format!("`{}`", setting.default) };
        let before: Vec<String> =
            [setting.variable, setting.option].iter().filter(|n| !n.is_empty()).map(|n| format!("`{n}`")).collect();
        out.push_str(&format!(
            "| `{}` | {} | {default} | {} | {} |\n",
            setting.name,
            setting.values,
            setting.help,
            before.join(", ")
        ));
    }
    out.push_str(
        "\n```toml\ncoder = \"lena\"\ntheme = \"light\"\ncolour = 256\nunit = \"turn\"\n\n[keys]\n\"code\" = [\"c\", \"enter\", \"f2\"]\n\
        \"mark\" = \",\"\n\"telling\" = []\n```\n\n\
        ## Keys\n\n\
        Under `[keys]` stands the name of an act (in quotation marks where it has a space, or with a hyphen), and after it a key or a list of keys, which \
        take the place of the act's own; an empty list takes its keys away. The first key is the one that the bar at the bottom shows. The same key may do \
        different things on different screens, but not two things on one: then Casebook says which two, and in which line, and does not start. \
        The keys inside a box in which one types (`Enter`, `Tab`, `Esc`, `^S` …) are always the same.\n\n\
        A key is one character (`c`, `G`, `;`) or one of ",
    );
    let names: Vec<String> = Key::names().map(|n| format!("`{n}`")).collect();
    out.push_str(&names.join(", "));
    out.push_str(
        ", `f1` to `f12`; two keys in a row, of which the first opens a menu, stand in one pair of quotation marks (`\"g u\"`). `ctrl-` goes before a letter or a named key, `shift-` before a named key (`ctrl-r`, `shift-down`). \
        Alt is not used, since many terminals keep it for themselves, and terminals do not tell `ctrl-i` from `tab`, `ctrl-m` or `ctrl-j` from `enter`, `ctrl-h` \
        from `backspace`.\n\n\
        The acts with their keys:\n\n",
    );
    out.push_str(&super::action::key_table_markdown());
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::session::Origin;

    #[test]
    fn settings_become_manners_and_keys_that_clash_are_refused() {
        let mut settings = Settings::default();
        settings.set("big", "true", Origin::Option).unwrap();
        settings.set("unit", "turn", Origin::Option).unwrap();
        let setup = Setup::new(&settings).unwrap();
        assert_eq!((setup.manner.measure, setup.manner.unit), (44, Unit::Turn));
        assert!(altered_keys(&settings).is_empty() && check_keys(&settings).is_empty());
        let keys =
            |act: &str, key: &str| crate::session::KeySetting { act: act.into(), keys: vec![key.into()], line: 9 };
        settings.keys = vec![keys("mark", ",")];
        assert_eq!(altered_keys(&settings), [("mark", ",".to_owned())]);
        settings.keys = vec![keys("mark", "x")];
        assert_eq!(check_keys(&settings).len(), 1);
        assert!(Setup::new(&settings).unwrap_err().to_string().contains("line 9"));
        assert!(settings_markdown().contains("| `calm` | true or false | `false` |"));
    }
}

use crate::fault::{Fault, Outcome};
use serde::Deserialize;

/// What a user has set for all projects (`settings.toml` in the configuration folder).
#[derive(Clone, PartialEq, Eq, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    /// Who codes; the login name when empty.
    pub coder: String,
}

impl Settings {
    /// The coder's name: as set, else the login name, else `me`.
    pub fn coder(&self) -> String {
        let set = Some(self.coder.trim().to_owned()).filter(|c| !c.is_empty());
        let login =
            || ["USER", "USERNAME", "LOGNAME"].iter().find_map(|v| std::env::var(v).ok()).filter(|n| !n.is_empty());
        set.or_else(login).unwrap_or_else(|| "me".to_owned())
    }
}

/// Reads the settings; a missing file means none are set.
///
/// Errors: the file cannot be read, or has a key or value that is not known, with the line.
pub fn load_settings() -> Outcome<Settings> {
    let Ok(folder) = super::config_folder() else { return Ok(Settings::default()) };
    let file = folder.join("settings.toml");
    let place = file.display().to_string();
    match std::fs::read_to_string(&file) {
        Ok(text) => {
            toml::from_str(&text).map_err(|e| Fault::asked(format!("the settings cannot be read: {e}")).at(place))
        }
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => Ok(Settings::default()),
        Err(e) => Err(Fault::disk(e.to_string()).at(place)),
    }
}

//! `casebook settings`: where they are kept, what holds, and what is wrong with them.

use super::Io;
use super::arguments::{Ways, Wishes};
use crate::fault::{Fault, Outcome};
use crate::session::{self, Origin, SETTINGS, Settings};
use crate::tui;
use serde_json::json;

pub(super) fn run(args: &Ways, io: &mut Io) -> Outcome<u8> {
    let file = session::settings_file()?.display().to_string();
    let (settings, mut faults) = session::look_at_settings()?;
    faults.extend(tui::check_keys(&settings));
    if io.json {
        say_json(&settings, &file, &faults, io);
    } else if args.check {
        for fault in &faults {
            io.print(&fault.to_string());
        }
        if faults.is_empty() {
            io.say(&format!("{file}: nothing is wrong"));
        }
    } else {
        say(&settings, &file, io);
        for fault in &faults {
            io.note(&fault.to_string());
        }
    }
    Ok(if faults.is_empty() { 0 } else { Fault::asked("").exit_code() })
}

fn source(name: &str, origin: Origin) -> String {
    let variable = SETTINGS.iter().find(|s| s.name == name).map_or("", |s| s.variable);
    match origin {
        Origin::Default => String::new(),
        Origin::File(line) => format!("line {line}"),
        Origin::Variable => variable.to_owned(),
        Origin::Option => "the command line".to_owned(),
    }
}

fn say(settings: &Settings, file: &str, io: &mut Io) {
    let there = std::path::Path::new(file).exists();
    io.print(&format!("{file}{}", if there { "" } else { " (not there: these are the defaults)" }));
    for setting in SETTINGS {
        let (value, origin) = settings.value(setting.name);
        let value = if setting.name == "coder" { settings.coder() } else { value.to_owned() };
        let source = source(setting.name, origin);
        let line = format!("{:10} = {value:10} {}", setting.name, if source.is_empty() { "" } else { "# " });
        io.print(format!("{line}{source}").trim_end());
    }
    let keys = tui::altered_keys(settings);
    if !keys.is_empty() {
        io.print("[keys]");
    }
    for (act, keys) in keys {
        io.print(&format!("{act:20} {keys}"));
    }
}

fn say_json(settings: &Settings, file: &str, faults: &[Fault], io: &mut Io) {
    let all: serde_json::Map<String, serde_json::Value> = SETTINGS
        .iter()
        .map(|s| {
            let (value, origin) = settings.value(s.name);
            (s.name.to_owned(), json!({ "value": value, "from": source(s.name, origin), "default": s.default }))
        })
        .collect();
    let keys: serde_json::Map<String, serde_json::Value> =
        tui::altered_keys(settings).into_iter().map(|(act, keys)| (act.to_owned(), json!(keys))).collect();
    let faults: Vec<String> = faults.iter().map(ToString::to_string).collect();
    io.json(&json!({ "file": file, "settings": all, "keys": keys, "wrong": faults }));
}

/// The settings with what the command line wishes.
///
/// Errors: something in the settings is wrong.
pub(super) fn wished(wishes: &[&Wishes]) -> Outcome<Settings> {
    let mut settings = session::load_settings()?;
    for wish in wishes {
        for (name, on) in [("plain", wish.plain), ("calm", wish.calm), ("big", wish.big)] {
            if on {
                settings.set(name, "true", Origin::Option)?;
            }
        }
        if let Some(colour) = &wish.colour {
            settings.set("colour", colour, Origin::Option)?;
        }
    }
    Ok(settings)
}

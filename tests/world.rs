//! A sealed world for the command line: a folder of its own, a fixed clock, coder and width, no colour, no settings of whoever runs the tests.

use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

pub struct World {
    folder: PathBuf,
}

/// What a command said.
pub struct Said {
    pub out: String,
    pub err: String,
    pub code: i32,
}

impl World {
    pub fn new(name: &str) -> Self {
        Self { folder: crate::store::tempdir(name) }
    }

    /// With a project `study.casebook` in it.
    pub fn with_project(name: &str) -> Self {
        let world = Self::new(name);
        world.ok(&["new", "study", "--title", "Study"]);
        world
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    pub fn write(&self, name: &str, text: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, text).unwrap();
        path
    }

    pub fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.path(name)).unwrap()
    }

    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_casebook"));
        command.args(arguments);
        self.seal(command)
    }

    /// A shell in which `casebook` is the program under test.
    #[cfg(unix)]
    pub fn shell(&self, script: &str) -> Command {
        let mut command = Command::new("sh");
        command.args(["-c", script]);
        let mut command = self.seal(command);
        let folder = std::path::Path::new(env!("CARGO_BIN_EXE_casebook")).parent().unwrap();
        let rest = std::env::var_os("PATH").unwrap_or_default();
        let all = std::iter::once(folder.to_owned()).chain(std::env::split_paths(&rest));
        command.env("PATH", std::env::join_paths(all).unwrap());
        command
    }

    fn seal(&self, mut command: Command) -> Command {
        command.current_dir(&self.folder).env_clear().stdin(Stdio::null());
        command.env("HOME", self.folder.join("home")).env("XDG_CONFIG_HOME", self.folder.join("home/config"));
        command
            .env("XDG_DATA_HOME", self.folder.join("home/data"))
            .env("XDG_CACHE_HOME", self.folder.join("home/cache"));
        command
            .env("TZ", "UTC")
            .env("LANG", "C.UTF-8")
            .env("COLUMNS", "100")
            .env("TERM", "dumb")
            .env("PATH", std::env::var("PATH").unwrap_or_default());
        command.env("CASEBOOK_NOW", "1420070400000").env("CASEBOOK_CODER", "lena");
        command
    }

    pub fn run(&self, arguments: &[&str]) -> Said {
        let Output { status, stdout, stderr } = self.command(arguments).output().unwrap();
        let text = |bytes| String::from_utf8(bytes).expect("output is UTF-8");
        Said { out: text(stdout), err: text(stderr), code: status.code().expect("ended by itself") }
    }

    /// Runs what must succeed, and gives its output.
    #[track_caller]
    pub fn ok(&self, arguments: &[&str]) -> String {
        let said = self.run(arguments);
        assert_eq!(said.code, 0, "casebook {}: {}{}", arguments.join(" "), said.out, said.err);
        said.out
    }

    /// Runs what must fail with an exit code, and gives what it said on standard error.
    #[track_caller]
    pub fn fails(&self, code: i32, arguments: &[&str]) -> String {
        let said = self.run(arguments);
        assert_eq!(said.code, code, "casebook {}: {}{}", arguments.join(" "), said.out, said.err);
        said.err
    }

    /// Runs with `--json` and reads the answer.
    #[track_caller]
    pub fn json(&self, arguments: &[&str]) -> serde_json::Value {
        let mut all = arguments.to_vec();
        all.push("--json");
        let out = self.ok(&all);
        serde_json::from_str(&out).unwrap_or_else(|e| panic!("{e}: {out}"))
    }
}

impl Drop for World {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

/// Words at code points of a text, as scripts that read the JSON would cut them.
pub fn cut(text: &str, start: u64, end: u64) -> String {
    text.chars().skip(start as usize).take((end - start) as usize).collect()
}

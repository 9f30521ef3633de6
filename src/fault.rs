//! What went wrong, where, and what to do about it: the one error type, and the one place where recurring errors are worded.

use std::fmt;

/// What kind of fault it is; decides the exit code.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// Nothing was found (exit code 1).
    Nothing,
    /// The request itself is wrong: an unknown name, a bad option (exit code 2).
    Asked,
    /// The data are wrong: a file that cannot be read as what it claims to be (exit code 3).
    Data,
    /// The disk or the project file failed (exit code 4).
    Disk,
    /// A mistake in Casebook (exit code 70).
    Bug,
}

/// An error in three parts.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Fault {
    /// Which kind, for the exit code.
    pub kind: Kind,
    /// What happened, as a clause without a full stop.
    pub what: String,
    /// Where: a file, line, place in a document or in a query.
    pub place: Option<String>,
    /// What can be done about it.
    pub hint: Option<String>,
}

/// A result whose error is a [`Fault`].
pub type Outcome<T> = Result<T, Fault>;

impl Fault {
    /// A fault of a kind, saying what happened.
    pub fn new(kind: Kind, what: impl Into<String>) -> Self {
        Self { kind, what: what.into(), place: None, hint: None }
    }

    /// The request is wrong.
    pub fn asked(what: impl Into<String>) -> Self {
        Self::new(Kind::Asked, what)
    }

    /// The data are wrong.
    pub fn data(what: impl Into<String>) -> Self {
        Self::new(Kind::Data, what)
    }

    /// The disk or the project file failed.
    pub fn disk(what: impl Into<String>) -> Self {
        Self::new(Kind::Disk, what)
    }

    /// A mistake in Casebook itself.
    pub fn bug(what: impl Into<String>) -> Self {
        Self::new(Kind::Bug, what).hint("This is a mistake in Casebook: please report it. Nothing was written.")
    }

    /// Says where.
    #[must_use]
    pub fn at(mut self, place: impl Into<String>) -> Self {
        self.place = Some(place.into());
        self
    }

    /// Says what to do about it.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// A name that does not exist, with the nearest ones that do.
    pub fn unknown(what: &str, name: &str, near: &[String]) -> Self {
        let fault = Self::asked(format!("no {what} “{name}”"));
        match near {
            [] => fault,
            near => {
                let names: Vec<String> = near.iter().map(|n| format!("“{n}”")).collect();
                fault.hint(format!("did you mean {}?", names.join(" or ")))
            }
        }
    }

    /// A name that fits several things.
    pub fn ambiguous(what: &str, name: &str, fits: &[String]) -> Self {
        Self::asked(format!("“{name}” fits {} {what}s", fits.len())).hint(format!("say which: {}", fits.join(", ")))
    }

    /// The exit code of the command line.
    pub fn exit_code(&self) -> u8 {
        match self.kind {
            Kind::Nothing => 1,
            Kind::Asked => 2,
            Kind::Data => 3,
            Kind::Disk => 4,
            Kind::Bug => 70,
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(place) = &self.place {
            write!(f, "{place}: ")?;
        }
        f.write_str(&self.what)?;
        if let Some(hint) = &self.hint {
            write!(f, "\n  {hint}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Fault {}

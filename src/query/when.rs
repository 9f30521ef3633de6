//! Moments as a query names them: a named point of the history, a step, or a date.

use super::near::nearest;
use crate::fault::{Fault, Outcome};
use crate::id::Stamp;
use crate::project::{Project, SavedKind, Texts};

/// A moment as it was named.
#[derive(Clone, Debug)]
pub(super) enum When {
    /// When a step was made.
    Step(u64),
    /// After a step, which somebody has given a name: what is named is how the study stood then.
    After(u64),
    /// When a day, or a minute of one, began.
    Date(jiff::civil::DateTime),
}

/// What is meant: a point of the history by its name, a step by its number, or a date. Four digits are a year; `step 2015` is a step.
///
/// Errors: nothing of these.
pub(super) fn when(said: &str, project: &Project) -> Outcome<When> {
    let said = said.trim();
    if let Some(point) = project.saved_named(SavedKind::Point, said) {
        let number = point.text.split_whitespace().next().and_then(|n| n.parse().ok());
        return number.map(When::After).ok_or_else(|| Fault::data(format!("the point “{said}” names no step")));
    }
    let step = said.strip_prefix("step").map(str::trim_start);
    if let Some(number) = step.or_else(|| (said.len() != 4).then_some(said)).and_then(|n| n.parse().ok()) {
        return Ok(When::Step(number));
    }
    date(said).map(When::Date).ok_or_else(|| unknown(said, project))
}

fn unknown(said: &str, project: &Project) -> Fault {
    let points: Vec<&str> = project.saved_of(SavedKind::Point).into_iter().map(|p| p.name.as_str()).collect();
    let near = nearest(said, points.iter().copied());
    let fault = Fault::asked(format!("“{said}” is no named point of the history, no date and no step"));
    match (&near[..], points.is_empty()) {
        ([], true) => fault.hint("write a date (2015-03-12), or the number of a step (`casebook history` lists them)"),
        ([], false) => fault.hint(format!("named points: {}", points.join(", "))),
        (near, _) => fault.hint(format!("did you mean “{}”?", near.join("” or “"))),
    }
}

impl When {
    /// The moment, as whoever has the history and the calendar knows it.
    ///
    /// Errors: a step that the history does not have.
    pub fn stamp(&self, texts: &dyn Texts) -> Outcome<Stamp> {
        let made = |number: u64| {
            let missing = || Fault::asked(format!("the history has no step {number}"));
            texts.made(number).ok_or_else(|| missing().hint("`casebook history` lists the steps"))
        };
        match self {
            Self::Step(number) => made(*number),
            Self::After(number) => made(*number).map(|at| Stamp(at.0.saturating_add(1))),
            Self::Date(date) => {
                texts.begins(*date).ok_or_else(|| Fault::asked(format!("{date} is outside the calendar")))
            }
        }
    }
}

/// `2015`, `2015-03`, `2015-03-12` or `2015-03-12 14:05`: the moment at which that begins.
fn date(said: &str) -> Option<jiff::civil::DateTime> {
    let (day, time) = said.split_once([' ', 'T']).unwrap_or((said, "00:00"));
    let mut parts = day.split('-');
    let year = parts.next().filter(|y| y.len() == 4)?.parse().ok()?;
    let mut next = || parts.next().map_or(Some(1), |p| p.parse::<i8>().ok());
    let (month, day) = (next()?, next()?);
    let (hour, minute) = time.split_once(':')?;
    if parts.next().is_some() {
        return None;
    }
    jiff::civil::DateTime::new(year, month, day, hour.parse().ok()?, minute.parse().ok()?, 0, 0).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_begin_where_they_begin() {
        let at = |said: &str| date(said).map(|d| d.to_string());
        assert_eq!(at("2015"), Some("2015-01-01T00:00:00".to_owned()));
        assert_eq!(at("2015-03"), Some("2015-03-01T00:00:00".to_owned()));
        assert_eq!(at("2015-03-12 14:05"), Some("2015-03-12T14:05:00".to_owned()));
        assert_eq!((at("2015-02-30"), at("15"), at("2015-03-12-1"), at("soon")), (None, None, None, None));
    }
}

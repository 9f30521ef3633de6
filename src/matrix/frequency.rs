use super::{Cell, State};
use crate::case::natural;

/// Up to so many different numbers each stand for themselves; more are put into intervals.
const NUMBERS: usize = 12;
/// Into so many intervals.
const INTERVALS: usize = 8;

/// What cells of a column have in common.
#[derive(Clone, PartialEq, Debug)]
pub enum Bin {
    /// The same words.
    Value(String),
    /// A number from one to another, the last one counted in where the third is true.
    Between(f64, f64, bool),
    /// No answer, of this kind: that nothing was found is told apart from that nobody has looked.
    State(State),
}

/// How many cells of a column say one thing.
#[derive(Clone, PartialEq, Debug)]
pub struct Frequency {
    /// What they say.
    pub bin: Bin,
    /// What it is called.
    pub label: String,
    /// How many cells.
    pub count: usize,
}

impl Bin {
    /// Whether a cell is one of these.
    pub fn holds(&self, cell: &Cell) -> bool {
        match (self, said(cell)) {
            (Self::Value(value), Said::Words(words)) => value == words,
            (Self::Between(from, to, closed), Said::Number(n)) => *from <= n && (n < *to || (*closed && n <= *to)),
            (Self::State(state), Said::Nothing(other)) => *state == other,
            _ => false,
        }
    }
}

enum Said<'c> {
    Words(&'c str),
    Number(f64),
    Nothing(State),
}

fn said(cell: &Cell) -> Said<'_> {
    match (cell.state, cell.number) {
        (State::Count, Some(number)) => Said::Number(number),
        (State::Value, Some(number)) if cell.value.parse() == Ok(number) => Said::Number(number),
        (State::Value | State::Essence | State::Stale | State::Unsupported, _) if !cell.value.is_empty() => {
            Said::Words(&cell.value)
        }
        (State::Value | State::Count, _) => Said::Nothing(State::None),
        (state, _) => Said::Nothing(state),
    }
}

/// How often each thing is said in the cells of a column: words by how often, most often first; numbers in their order, many different ones in intervals of the
/// same width; at the end the cells that say nothing, by why. The counts add up to the number of cells.
pub fn frequencies<'c>(cells: impl Iterator<Item = &'c Cell>) -> Vec<Frequency> {
    let (mut words, mut numbers, mut nothing) = (Vec::<(&str, usize)>::new(), Vec::new(), Vec::<(State, usize)>::new());
    let mut at = std::collections::HashMap::new();
    for cell in cells {
        match said(cell) {
            Said::Words(value) => {
                let n = *at.entry(value).or_insert_with(|| {
                    words.push((value, 0));
                    words.len() - 1
                });
                words[n].1 += 1;
            }
            Said::Number(number) => numbers.push(number),
            Said::Nothing(state) => match nothing.iter_mut().find(|(s, _)| *s == state) {
                Some((_, count)) => *count += 1,
                None => nothing.push((state, 1)),
            },
        }
    }
    words.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| natural(a.0, b.0)));
    nothing.sort();
    let said = words.into_iter().map(|(value, count)| Frequency {
        bin: Bin::Value(value.to_owned()),
        label: value.to_owned(),
        count,
    });
    let unsaid =
        nothing.into_iter().map(|(state, count)| Frequency { bin: Bin::State(state), label: called(state), count });
    said.chain(of_numbers(numbers)).chain(unsaid).collect()
}

/// What cells are called that say nothing.
fn called(state: State) -> String {
    match state {
        State::NotCoded => "not coded yet".to_owned(),
        State::NotApplicable => "does not apply".to_owned(),
        State::None => "none".to_owned(),
        State::Evidence => "passages, no phrase yet".to_owned(),
        State::Undefined => "cannot be worked out".to_owned(),
        other => other.word().replace('_', " "),
    }
}

fn of_numbers(mut numbers: Vec<f64>) -> Vec<Frequency> {
    numbers.retain(|n| n.is_finite());
    numbers.sort_by(f64::total_cmp);
    let mut different = numbers.clone();
    different.dedup();
    let (Some(low), Some(high)) = (different.first().copied(), different.last().copied()) else { return Vec::new() };
    let counted = |bin: Bin, label: String, holds: &dyn Fn(f64) -> bool| Frequency {
        bin,
        label,
        count: numbers.iter().filter(|n| holds(**n)).count(),
    };
    if different.len() <= NUMBERS {
        let one = |n: &f64| counted(Bin::Between(*n, *n, true), shown(*n), &|other| other == *n);
        return different.iter().map(one).collect();
    }
    let whole = different.iter().all(|n| n.fract() == 0.0);
    let width = (high - low) / INTERVALS as f64;
    // Whole numbers are parted between whole numbers.
    let width = if whole { ((high - low + 1.0) / INTERVALS as f64).ceil() } else { width };
    let mut out = Vec::new();
    for n in 0..INTERVALS {
        let (from, to) = (low + width * n as f64, low + width * (n + 1) as f64);
        let last = n + 1 == INTERVALS || to > high;
        let to = if last { high.max(to) } else { to };
        let label = match whole {
            true if width == 1.0 => shown(from),
            true => format!("{} to {}", shown(from), shown((to - 1.0).min(high).max(from))),
            false => format!("{} to {}", shown(from), shown(to.min(high))),
        };
        out.push(counted(Bin::Between(from, to, last), label, &|n| from <= n && (n < to || (last && n <= to))));
        if last {
            break;
        }
    }
    out
}

fn shown(number: f64) -> String {
    let text = format!("{number:.2}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn cell(value: &str, number: Option<f64>, state: State) -> Cell {
        Cell { value: value.to_owned(), number, state, evidence: Vec::new() }
    }

    fn told(cells: &[Cell]) -> Vec<(String, usize)> {
        frequencies(cells.iter()).into_iter().map(|f| (f.label, f.count)).collect()
    }

    #[test]
    fn what_nobody_looked_at_is_told_apart_from_nothing_found() {
        let cells = [
            cell("town", None, State::Value),
            cell("rural", None, State::Value),
            cell("rural", None, State::Value),
            cell("", None, State::None),
            cell("", None, State::NotCoded),
            cell("", None, State::NotCoded),
        ];
        let wanted = [("rural", 2), ("town", 1), ("not coded yet", 2), ("none", 1)];
        assert_eq!(told(&cells), wanted.map(|(label, n)| (label.to_owned(), n)));
    }

    #[test]
    fn many_numbers_stand_in_intervals_and_few_for_themselves() {
        let counts = |n: usize| (0..n).map(|n| cell(&n.to_string(), Some(n as f64), State::Count)).collect::<Vec<_>>();
        assert_eq!(told(&counts(3)), [("0".to_owned(), 1), ("1".to_owned(), 1), ("2".to_owned(), 1)]);
        let told = told(&counts(40));
        assert_eq!((told.len(), told[0].clone(), told[7].clone()), (8, ("0 to 4".into(), 5), ("35 to 39".into(), 5)));
    }

    proptest! {
        #[test]
        fn every_cell_is_counted_once(
            cells in prop::collection::vec((prop::option::of(-50i32..900), 0u8..3, 1u8..4), 0..60),
        ) {
            let cells: Vec<Cell> = cells
                .into_iter()
                .map(|(number, kind, by)| match (number, kind) {
                    (Some(n), 0) => cell(&n.to_string(), Some(f64::from(n) / f64::from(by)), State::Count),
                    (Some(n), _) => cell(&format!("value {}", n % 5), None, State::Value),
                    (None, 0) => cell("", None, State::NotCoded),
                    (None, _) => cell("", None, State::None),
                })
                .collect();
            let all = frequencies(cells.iter());
            prop_assert_eq!(all.iter().map(|f| f.count).sum::<usize>(), cells.len());
            for one in &all {
                prop_assert_eq!(cells.iter().filter(|c| one.bin.holds(c)).count(), one.count, "{}", one.label);
            }
        }
    }
}

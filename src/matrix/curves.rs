use super::cell::{plain, written};
use super::columns::What;
use super::compute::Frame;
use super::figures::{accumulation, chao2, new_codes, saturated};
use super::spec::Curve;
use super::table::{Cell, Row, State};

/// Fills the columns that tell how many codes the rows bring, in the order in which they are shown; `profiles[r]` says how often row r has each code. Adds the
/// figures of saturation to the notes.
pub(super) fn fill(
    frame: &Frame<'_, '_, '_>,
    profiles: &[Vec<f64>],
    rows: &mut [(usize, Row)],
    notes: &mut Vec<String>,
) {
    let columns: Vec<(usize, Curve)> = (0..frame.plans.len())
        .filter_map(|c| match frame.plans[c].what {
            What::Saturation(curve) => Some((c, curve)),
            _ => None,
        })
        .collect();
    if columns.is_empty() {
        return;
    }
    let has = |row: usize| (0..profiles[row].len()).filter(|code| profiles[row][*code] > 0.0).collect::<Vec<usize>>();
    let interviews: Vec<Vec<usize>> = rows.iter().map(|(r, _)| has(*r)).collect();
    let new = new_codes(&interviews);
    let codes = profiles.first().map_or(0, Vec::len);
    let occurs_in: Vec<usize> =
        (0..codes).map(|code| interviews.iter().filter(|own| own.contains(&code)).count()).collect();
    let expected = accumulation(&occurs_in, rows.len());
    let mut total = 0;
    for (n, (_, row)) in rows.iter_mut().enumerate() {
        total += new[n];
        for (column, curve) in &columns {
            let (number, decimals) = match curve {
                Curve::New => (new[n] as f64, 0),
                Curve::Total => (total as f64, 0),
                Curve::Expected => (expected[n], 1),
            };
            let decimals = frame.plans[*column].style.decimals.unwrap_or(decimals);
            row.cells[*column] = Cell { number: Some(number), ..plain(written(number, decimals), State::Count) };
        }
    }
    notes.extend(said(&new, &occurs_in, rows.len()));
}

/// Base sizes, run lengths and thresholds as Guest, Namey & Chen (2020) propose them.
fn said(new: &[usize], occurs_in: &[usize], n: usize) -> Vec<String> {
    let mut out = Vec::new();
    for (threshold, words) in [(0.05, "at most 5 % new codes"), (0.0, "no new code")] {
        let mut found = Vec::new();
        for base in [4, 5, 6] {
            for length in [2, 3] {
                let at = saturated(new, base, length, threshold);
                let reached = at.map_or_else(|| "not reached".to_owned(), |at| format!("{at}+{length}"));
                found.push(format!("base {base}, runs of {length}: {reached}"));
            }
        }
        let line = format!("Saturation (Guest, Namey & Chen 2020), {words} in a run: {}.", found.join("; "));
        out.push(line);
    }
    let seen = occurs_in.iter().filter(|f| **f > 0).count();
    if let Some(all) = chao2(occurs_in, n) {
        out.push(format!("{seen} codes occur; Chao2 estimates that there are {}, met or not.", written(all, 1)));
    }
    out
}

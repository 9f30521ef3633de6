use crate::text::fold;

/// The names nearest to one that is not there, at most three: misspelt by a third of its letters, or containing it.
pub(super) fn nearest<'a>(wanted: &str, names: impl Iterator<Item = &'a str>) -> Vec<String> {
    let wanted = fold(wanted.trim());
    let reach = (wanted.chars().count() / 3).max(1);
    let mut near: Vec<(usize, &str)> = names
        .filter_map(|name| {
            let own = fold(name);
            let distance = distance(&own, &wanted);
            let inside = wanted.chars().count() > 2 && (own.contains(&wanted) || wanted.contains(&own));
            (!own.is_empty() && (distance <= reach || inside)).then_some((distance, name))
        })
        .collect();
    near.sort_by(|a, b| a.0.cmp(&b.0).then_with(|| crate::case::natural(a.1, b.1)));
    near.dedup();
    near.into_iter().take(3).map(|(_, name)| name.to_owned()).collect()
}

/// Edit distance in characters, where two neighbours changed about count as one edit (optimal string alignment).
pub(super) fn distance(a: &str, b: &str) -> usize {
    let a: Vec<char> = a.chars().collect();
    let b: Vec<char> = b.chars().collect();
    let mut two_up: Vec<usize> = Vec::new();
    let mut up: Vec<usize> = (0..=b.len()).collect();
    for i in 1..=a.len() {
        let mut row = vec![i];
        for j in 1..=b.len() {
            let mut best = (up[j - 1] + usize::from(a[i - 1] != b[j - 1])).min(up[j] + 1).min(row[j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                best = best.min(two_up[j - 2] + 1);
            }
            row.push(best);
        }
        two_up = std::mem::replace(&mut up, row);
    }
    up[b.len()]
}

/// Whether a name fits a pattern in which `*` stands for any letters and `?` for one; case and accents make no difference.
pub(super) fn fits(pattern: &str, name: &str) -> bool {
    let (pattern, name): (Vec<char>, Vec<char>) =
        (fold(pattern.trim()).chars().collect(), fold(name.trim()).chars().collect());
    let (mut p, mut n) = (0, 0);
    // Where to take up again when a star has to swallow one more letter.
    let mut again: Option<(usize, usize)> = None;
    while n < name.len() {
        match pattern.get(p) {
            Some('*') => {
                again = Some((p, n));
                p += 1;
            }
            Some(c) if *c == '?' || *c == name[n] => {
                p += 1;
                n += 1;
            }
            _ => match again {
                Some((star, from)) => {
                    again = Some((star, from + 1));
                    p = star + 1;
                    n = from + 1;
                }
                None => return false,
            },
        }
    }
    pattern[p..].iter().all(|c| *c == '*')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distance_counts_edits_and_swaps() {
        assert_eq!(distance("trust", "tursts"), 2);
        assert_eq!(distance("", "abc"), 3);
        assert_eq!(distance("same", "same"), 0);
    }

    #[test]
    fn globs_fit_whole_names() {
        assert!(fits("int*-0?", "Interview-03") && fits("*", "") && fits("é*", "Elan"));
        assert!(!fits("cost", "costume") && !fits("?", "") && !fits("a*b", "abc"));
        assert!(fits("*a*a*b", "aaaaaab"));
    }
}

use super::listing::columns;

/// Divides `room` among columns that would like to be so wide: narrow ones get what they want, the others share the rest evenly; nobody gets less than
/// their least.
pub(super) fn share(wanted: &[usize], least: &[usize], room: usize) -> Vec<usize> {
    let mut given: Vec<usize> = least.to_vec();
    let mut left = room.saturating_sub(least.iter().sum());
    loop {
        let mut open: Vec<usize> = (0..wanted.len()).filter(|i| given[*i] < wanted[*i]).collect();
        if open.is_empty() || left == 0 {
            return given;
        }
        // The narrowest grow first, so that the widest are left to wrap.
        open.sort_by_key(|i| given[*i]);
        let lowest = given[open[0]];
        for i in open.into_iter().filter(|i| given[*i] == lowest).collect::<Vec<_>>() {
            if left > 0 {
                given[i] += 1;
                left -= 1;
            }
        }
    }
}

/// Fills a line up with spaces.
pub(super) fn pad(text: &str, room: usize, right: bool) -> String {
    let space = " ".repeat(room.saturating_sub(columns(text)));
    if right { format!("{space}{text}") } else { format!("{text}{space}") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn sharing_never_gives_more_than_there_is_or_than_is_wanted(wanted in prop::collection::vec(1usize..60, 1..8), room in 0usize..200) {
            let least: Vec<usize> = wanted.iter().map(|w| *w.min(&5)).collect();
            let given = share(&wanted, &least, room);
            prop_assert!(given.iter().sum::<usize>() <= room.max(least.iter().sum()));
            prop_assert!(given.iter().zip(&wanted).all(|(g, w)| g <= w));
            let all = wanted.iter().sum::<usize>() <= room;
            prop_assert!(!all || given == wanted);
        }
    }
}

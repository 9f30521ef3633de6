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

/// What a cell holds: lines, and the length of all of them together, in columns of a terminal.
#[derive(Clone, Copy, Default)]
pub(super) struct Bulk {
    pub(super) lines: usize,
    pub(super) length: usize,
}

impl Bulk {
    /// How many lines it makes in a column, roughly: the last line of a paragraph is half full.
    fn height(self, room: usize) -> f64 {
        let room = room.max(1);
        if self.lines <= 1 && self.length <= room {
            return 1.0;
        }
        (self.length as f64 / room as f64 + 0.5 * self.lines as f64).max(1.0)
    }
}

/// The same as [`share`], but where texts of very different length stand side by side, long ones take room from those that need little of it, so that the table
/// becomes as low as may be. `rows` is what stands in each row, column by column; `sides` is the space that is part of a width and holds no text.
pub(super) fn fit(wanted: &[usize], least: &[usize], room: usize, sides: usize, rows: &[Vec<Bulk>]) -> Vec<usize> {
    let even = share(wanted, least, room);
    let height = |widths: &[usize]| -> f64 {
        let one = |row: &Vec<Bulk>| {
            let cells = row.iter().zip(widths).map(|(bulk, width)| bulk.height(width.saturating_sub(sides)));
            cells.fold(1.0, f64::max)
        };
        rows.iter().map(one).sum()
    };
    let before = height(&even);
    let (mut widths, mut now) = (even.clone(), before);
    // Every step moves one column of the terminal's; there are no more of them than the page has.
    for _ in 0..room {
        let tried = |widths: &mut Vec<usize>, at: usize, by: isize| {
            widths[at] = widths[at].saturating_add_signed(by);
            let height = height(widths);
            widths[at] = widths[at].saturating_add_signed(-by);
            height
        };
        let all = 0..widths.len();
        let taker = all.clone().map(|c| (tried(&mut widths, c, 1), c)).min_by(|a, b| a.0.total_cmp(&b.0));
        let Some((_, taker)) = taker else { break };
        let givers = all.filter(|c| *c != taker && widths[*c] > least[*c]).collect::<Vec<_>>();
        let giver = givers.into_iter().map(|c| (tried(&mut widths, c, -1), c)).min_by(|a, b| a.0.total_cmp(&b.0));
        let Some((_, giver)) = giver else { break };
        widths[taker] += 1;
        widths[giver] -= 1;
        let then = height(&widths);
        if then >= now {
            widths[taker] -= 1;
            widths[giver] += 1;
            break;
        }
        now = then;
    }
    // For little it is not worth breaking what stands on one line.
    if now < before * 0.85 { widths } else { even }
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

    #[test]
    fn a_long_text_takes_room_from_its_short_neighbours() {
        let bulk = |length| Bulk { lines: 1, length };
        // A name, a definition, a number, a quote.
        let rows = vec![vec![bulk(24), bulk(700), bulk(2), bulk(150)]; 6];
        let (wanted, least) = ([27, 47, 10, 47], [15, 19, 10, 19]);
        let even = share(&wanted, &least, 101);
        let widths = fit(&wanted, &least, 101, 3, &rows);
        assert_eq!(widths.iter().sum::<usize>(), even.iter().sum::<usize>());
        assert!(widths[1] > 50 && widths[1] > even[1] + 15, "{widths:?} after {even:?}");
        assert!(widths.iter().zip(&least).all(|(w, l)| w >= l), "{widths:?}");
        assert_eq!(widths[2], 10);
        // Where all is alike nothing moves.
        let rows = vec![vec![bulk(5), bulk(60), bulk(2), bulk(60)]; 6];
        assert_eq!(fit(&wanted, &least, 101, 3, &rows), even);
        assert_eq!(fit(&[], &[], 101, 3, &[]), Vec::<usize>::new());
    }

    proptest! {
        #[test]
        fn fitting_never_takes_more_room_than_sharing_nor_goes_below_the_least(
            lengths in prop::collection::vec(prop::collection::vec(0usize..900, 5), 0..6),
            room in 0usize..160,
        ) {
            let wanted: Vec<usize> = (0..5).map(|c| lengths.iter().map(|r| r[c]).max().unwrap_or(1).clamp(1, 44)).collect();
            let least: Vec<usize> = wanted.iter().map(|w| *w.min(&12)).collect();
            let rows: Vec<Vec<Bulk>> =
                lengths.iter().map(|r| r.iter().map(|l| Bulk { lines: 1, length: *l }).collect()).collect();
            let widths = fit(&wanted, &least, room, 2, &rows);
            prop_assert_eq!(widths.iter().sum::<usize>(), share(&wanted, &least, room).iter().sum::<usize>());
            prop_assert!(widths.iter().zip(&least).all(|(w, l)| w >= l));
        }

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

//! Which codes the codebook shows, and in which order: the tree with what is folded left out, all codes by how often they are used, or those that fit a filter.

use super::{BookAct, chosen};
use crate::id::CodeId;
use crate::project::{Project, count};
use crate::text::fold;
use crate::tui::facts::Facts;
use crate::tui::state::{Screen, State};

/// How the codebook is shown.
#[derive(Clone, Debug, Default)]
pub struct View {
    /// Codes whose sub-codes are not shown.
    pub folded: Vec<CodeId>,
    /// Whether the codes stand by how often they are used, not as a tree.
    pub by_count: bool,
}

impl View {
    /// The codes in the order in which they are shown, of those whose path holds the folded words `wanted`.
    pub fn codes(&self, facts: &Facts, wanted: &str) -> Vec<CodeId> {
        let fits = |id: &CodeId| wanted.is_empty() || fold(&facts.code(*id).path).contains(wanted);
        let mut out: Vec<CodeId> = facts.tree.iter().filter(|id| fits(id)).copied().collect();
        if self.by_count {
            // A stable order: what is used equally often stays in the order of the tree.
            out.sort_by_key(|id| std::cmp::Reverse(facts.code(*id).codings));
        } else if wanted.is_empty() {
            let mut below = usize::MAX;
            out.retain(|id| {
                let depth = facts.code(*id).depth;
                if depth > below {
                    return false;
                }
                below = if self.folded.contains(id) { depth } else { usize::MAX };
                true
            });
        }
        out
    }

    /// Unfolds what stands above a code.
    pub fn reveal(&mut self, project: &Project, code: CodeId) {
        let mut above = project.codebook.get(code).and_then(|c| c.parent);
        while let Some(parent) = above {
            self.folded.retain(|c| *c != parent);
            above = project.codebook.get(parent).and_then(|c| c.parent);
        }
    }

    /// Whether codes stand in their tree: then they can be folded, and moved in it.
    pub fn is_tree(&self, filter: &str) -> bool {
        !self.by_count && filter.is_empty()
    }
}

/// The row of a code among those that are shown without a filter; what stands above it is unfolded.
pub fn row_of(state: &mut State, project: &Project, code: Option<CodeId>) -> usize {
    let Some(code) = code else { return 0 };
    state.book.view.reveal(project, code);
    state.book.view.codes(&state.facts, "").iter().position(|c| *c == code).unwrap_or(0)
}

/// Folds and unfolds, and puts the codes in another order; the chosen code stays chosen.
pub fn act(state: &mut State, project: &Project, act: BookAct) {
    let Some(code) = chosen(state) else { return };
    let view = &mut state.book.view;
    let children = project.codebook.children(Some(code));
    let folded = view.folded.contains(&code);
    let mut choose = code;
    match act {
        BookAct::Order => {
            view.by_count = !view.by_count;
            view.reveal(project, code);
            // What is used most is what one wants to see; back in the tree, the chosen code is.
            if let (true, Some(first)) = (view.by_count, view.codes(&state.facts, "").first()) {
                choose = *first;
            }
            let words = if view.by_count { "codes by how often they are used" } else { "codes in their tree" };
            state.say(true, words);
        }
        BookAct::Unfold if folded => view.folded.retain(|c| *c != code),
        BookAct::Unfold => choose = children.first().map_or(code, |c| c.id),
        BookAct::Fold if !children.is_empty() && !folded => view.folded.push(code),
        BookAct::Fold => choose = project.codebook.get(code).and_then(|c| c.parent).unwrap_or(code),
        _ if view.folded.is_empty() => {
            view.folded = project.codebook.iter().filter_map(|c| c.parent).collect();
            view.folded.sort_unstable();
            view.folded.dedup();
            // The chosen code is out of sight now: what it stands under is chosen.
            while let Some(parent) = project.codebook.get(choose).and_then(|c| c.parent) {
                choose = parent;
            }
        }
        _ => view.folded.clear(),
    }
    let at = state.codes().iter().position(|c| *c == choose);
    if let (Some(at), Screen::Codes(list)) = (at, state.screen_mut()) {
        list.at = at;
    }
}

/// What a folded code leaves out, `5 sub-codes`, and how many codings it has together with them.
pub fn left_out(state: &State, project: &Project, code: CodeId) -> Option<(String, usize)> {
    let filter = state.list().map_or("", |l| l.filter.text().trim());
    let folded = state.book.view.is_tree(filter) && state.book.view.folded.contains(&code);
    folded.then(|| {
        let family = project.codebook.family(code);
        let codings = family.iter().map(|c| state.facts.code(*c).codings).sum();
        (count(family.len().saturating_sub(1), "sub-code"), codings)
    })
}

/// A bar of at most `room` cells for a code that is used so often, beside one that is used most.
pub fn bar(codings: usize, most: usize, room: u16, ascii: bool) -> String {
    let cells = (codings * usize::from(room)).div_ceil(most.max(1)).min(room.into());
    (if ascii { "=" } else { "━" }).repeat(cells)
}

#[cfg(test)]
mod tests {
    use super::bar;
    use crate::tui::tests::drive::Drive;

    fn names(d: &Drive) -> Vec<String> {
        d.app.state.codes().iter().map(|c| d.app.state.facts.code(*c).name).collect()
    }

    #[test]
    fn the_tree_is_folded_and_what_is_chosen_stays_in_sight() {
        let mut d = Drive::talk();
        d.keys("C g left");
        assert_eq!(names(&d), ["access", "trust", "double work"]);
        assert!(d.screen().contains("access  ▸ 2 sub-codes"), "{}", d.screen());
        d.keys("right right");
        assert_eq!((names(&d).len(), d.app.state.list().unwrap().at), (5, 1), "unfolded, then into it");
        d.keys("left");
        assert_eq!(
            (names(&d).len(), d.app.state.list().unwrap().at),
            (5, 0),
            "a code without others under it goes out"
        );
        d.keys("j -");
        assert_eq!((names(&d).len(), d.app.state.list().unwrap().at), (3, 0));
        d.keys("/ 'dig' enter");
        assert_eq!(names(&d), ["digital"], "a filter looks into what is folded");
        d.keys("esc -");
        assert_eq!(names(&d).len(), 5);
        d.keys("g left q j c 'digital' enter C");
        let at = d.app.state.list().unwrap().at;
        assert_eq!(names(&d)[at], "digital", "the code in hand is unfolded for");
    }

    #[test]
    fn codes_stand_by_how_often_they_are_used() {
        let mut d = Drive::talk();
        d.keys("j c 'trust' enter j . j . c 'distance' enter C o");
        assert_eq!(names(&d)[..2], ["trust", "distance"]);
        assert!(d.screen().contains("━━━━"), "{}", d.screen());
        d.keys("J");
        assert!(d.toast().contains("in the tree: o shows it"), "{}", d.toast());
        d.keys("o");
        assert_eq!(names(&d)[0], "access");
        assert_eq!(
            (bar(1, 100, 8, true), bar(100, 100, 8, true), bar(0, 0, 8, true)),
            ("=".to_owned(), "=".repeat(8), String::new())
        );
    }
}

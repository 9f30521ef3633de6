use super::clearing::Clearing;
use super::swap::Voice;
use crate::case::Clearance;
use crate::project::count;
use std::fmt::Write;

impl Clearing {
    /// What was withheld from a file and why, for whoever receives it. It names nobody itself: cases are counted or called by their aliases.
    #[must_use]
    pub fn manifest(&self, file: &str, today: &str) -> String {
        let mut out = format!(
            "What was withheld from {file}\nMade for publication on {today} by Casebook {}.\n\n",
            env!("CARGO_PKG_VERSION")
        );
        self.write_cases(&mut out);
        let tally = self.tally.borrow();
        if !tally.is_empty() {
            out.push_str("\nIn this file:\n");
            for (what, n) in tally.iter() {
                let _ = writeln!(out, "- {}: {n}", self.harmless(what));
            }
        }
        let _ = writeln!(out, "\nSpeakers appear by their roles. Memos and the history of the coding are left out.");
        let searched = self.withheld.secrets().len();
        let _ = writeln!(
            out,
            "The finished file was searched for {} with their parts, endings and other spellings; none is in it.",
            count(searched, "name")
        );
        let beyond = self.withheld.beyond().len();
        if beyond > 0 {
            let _ = writeln!(
                out,
                "{} a single letter or a short number, which cannot be searched for; none is a label in the file.",
                if beyond == 1 { "One more name is".to_owned() } else { format!("{beyond} more names are") }
            );
        }
        if !self.allowed.is_empty() {
            out.push_str("\nAllowed, since they name nobody:\n");
            for (word, why) in &self.allowed {
                let _ = writeln!(
                    out,
                    "- {word}{}",
                    if why.is_empty() {
                        String::new()
                    } else {
                        format!(": {}", self.harmless(&self.swaps.apply(why, Voice::Own).text))
                    }
                );
            }
        }
        out
    }

    /// Words that were not written for publication, unless a name shows in them.
    fn harmless(&self, words: &str) -> String {
        if self.withheld.shows_in(words) { "…".to_owned() } else { words.to_owned() }
    }

    fn write_cases(&self, out: &mut String) {
        let of = |clearance: Clearance| self.cases.values().filter(move |s| s.clearance == clearance);
        let _ = writeln!(out, "Cases:");
        let _ = writeln!(out, "- named: {}", of(Clearance::Named).count());
        let aliases: Vec<&str> = of(Clearance::Anonymous).map(|s| s.label.as_str()).collect();
        let list = if aliases.is_empty() { String::new() } else { format!(" ({})", sorted(aliases).join(", ")) };
        let _ = writeln!(out, "- anonymous, under an alias: {}{list}", of(Clearance::Anonymous).count());
        let _ = writeln!(
            out,
            "- in the background, adding to numbers but neither named nor quoted: {}",
            of(Clearance::Background).count()
        );
        let mut reasons: Vec<&str> = self.bans.values().flatten().map(|(_, ban)| ban.why.as_str()).collect();
        reasons.sort_unstable();
        for same in reasons.chunk_by(|a, b| a == b) {
            let _ = writeln!(out, "- stretches that are not quoted, {}: {}", same[0], same.len());
        }
    }

    /// What was withheld so far, in one line for the terminal; `None` when nothing was.
    #[must_use]
    pub fn summary(&self) -> Option<String> {
        let tally = self.tally.borrow();
        let sum =
            |beginning: &str| tally.iter().filter(|(k, _)| k.starts_with(beginning)).map(|(_, n)| n).sum::<usize>();
        let parts = [
            (sum("quotes withheld"), "quote"),
            (sum("cells withheld"), "cell"),
            (sum("names replaced"), "name replaced"),
        ];
        let said: Vec<String> = parts
            .iter()
            .filter(|(n, _)| *n > 0)
            .map(|(n, what)| match *what {
                "name replaced" => format!("{} replaced", count(*n, "name")),
                what => format!("{} withheld", count(*n, what)),
            })
            .collect();
        (!said.is_empty()).then(|| format!("For publication: {}", said.join(", ")))
    }
}

fn sorted(mut names: Vec<&str>) -> Vec<&str> {
    names.sort_by(|a, b| crate::case::natural(a, b));
    names
}

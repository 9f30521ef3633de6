use super::stream::{Needle, Needles, Stream};
use crate::text::fold;
use std::collections::HashSet;
use std::ops::Range;

/// A name that must not be read in what is published.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Secret {
    /// The name.
    pub name: String,
    /// What it is: `name of an anonymous case`.
    pub what: &'static str,
}

/// All names that must not be read, ready to be looked for.
#[derive(Clone, Debug, Default)]
pub struct Withheld {
    secrets: Vec<Secret>,
    needles: Needles,
    allowed: Needles,
    /// As written, by the number in `allowed`.
    spellings: Vec<String>,
    /// Names too short or too common to be looked for.
    beyond: Vec<Secret>,
}

/// Words in names of firms and people that name nobody by themselves, folded.
const COMMON: &str = " ag sa se nv bv ab as oy oyj plc inc ltd llc llp lp co corp corporation company gmbh kg ohg ug mbh sas sarl srl spa slu sl ltda pte pty \
    limited incorporated holding holdings group gruppe grupo groupe konzern firma empresa entreprise yritys bank banco banque pankki versicherung insurance \
    services service solutions systems system technologies technology technik tech industries industry industrie international global national universal general \
    european american nordic united first new old great north south east west northern southern eastern western equipment energy power health care healthcare medical pharma chemical chemicals food foods motor motors automotive airlines railway foundation fund federal royal \
    financial finance capital retail trading logistics software digital media consulting partners associates brothers sons university universitat universidad \
    universite yliopisto college school institute hospital clinic city town county state department ministry office foundation association society union council \
    team project study case participant respondent interviewee interviewer speaker interview document transcript notes note manager director head chief officer \
    president vice senior junior executive \
    dr prof professor mr mrs ms miss sir herr frau fru senor senora sr sra srta mme mlle monsieur madame don dona von van der den des del della de da di du la le \
    las los les el al bin ibn abu ben bar ter ten zu zum zur the and und y et ja og och of for im in fur by ";

/// The parts of a name that say whose it is by themselves: words of three letters and more (in scripts without spaces none) that are not common ones.
pub fn distinctive_parts(name: &str) -> Vec<String> {
    let parts: Vec<&str> = name.split(|c: char| !(c.is_alphanumeric() || matches!(c, '\'' | '’'))).collect();
    let letters = |part: &str| part.chars().filter(|c| c.is_alphabetic()).count();
    let distinctive = |part: &&str| {
        letters(part) >= 3
            && !COMMON.contains(&format!(" {} ", fold(part)))
            && !part.contains(|c: char| c.is_ascii_digit())
    };
    let whole = parts.iter().filter(|p| !p.is_empty()).count() < 2;
    let mut out: Vec<String> = Vec::new();
    for part in parts.into_iter().filter(distinctive).filter(|_| !whole) {
        if !out.iter().any(|known| known == part) {
            out.push(part.to_owned());
        }
    }
    out
}

/// The other ways in which a name with umlauts and the like is often written: `Mueller` for `Müller`.
fn spelled_out(name: &str) -> Option<String> {
    let mut out = String::new();
    for c in name.chars() {
        match c {
            'ä' | 'Ä' => out.push_str("ae"),
            'ö' | 'Ö' | 'ø' | 'Ø' => out.push_str("oe"),
            'ü' | 'Ü' => out.push_str("ue"),
            'å' | 'Å' => out.push_str("aa"),
            'ñ' | 'Ñ' => out.push_str("ny"),
            c => out.push(c),
        }
    }
    (out != name).then_some(out)
}

/// What is left of a name when an ending does not follow it but takes its last letters: `Virtanen` in *Virtasella*, `Heikki` in *Heikin*, `Kowalski` in *Kowalska*.
fn stems(name: &str) -> Vec<String> {
    let letters: Vec<char> = name.chars().collect();
    let ends = |ending: &str| letters.len() >= 6 && name.ends_with(ending);
    let but =
        |cut: usize, add: &str| letters[..letters.len() - cut].iter().chain(&add.chars().collect::<Vec<_>>()).collect();
    let mut out = Vec::new();
    if ends("nen") {
        out.extend([but(3, "se"), but(3, "si")]);
    }
    if ["ski", "ska", "sky", "ský", "ská", "cki", "cka", "cky", "cký", "cká"].iter().any(|e| ends(e)) {
        out.push(but(1, ""));
    }
    if let [.., a, b, last] = letters.as_slice()
        && letters.len() >= 5
        && a == b
        && matches!(a, 'k' | 'p' | 't')
        && matches!(last, 'a' | 'e' | 'i' | 'o' | 'u' | 'y' | 'ä' | 'ö')
    {
        out.push(but(2, &last.to_string()));
    }
    out
}

impl Withheld {
    /// The same where no part of a name is known to be an ordinary word.
    pub fn new(secrets: Vec<Secret>, allowed: &[String]) -> Self {
        Self::among(secrets, allowed, &HashSet::new())
    }

    /// Makes the names ready. With each come its distinctive parts and its other spellings. `allowed` holds words that may be read although a name shows in
    /// them, written exactly so: names of cases that may be named, and what the researcher has allowed.
    /// A part of a name that is among `ordinary` words (folded) is looked for where it begins with a capital; the whole name however it is written.
    pub fn among(secrets: Vec<Secret>, allowed: &[String], ordinary: &HashSet<String>) -> Self {
        let mut all = Self::default();
        for (n, spelling) in allowed.iter().enumerate() {
            if let Some(needle) = Needle::of(spelling) {
                all.allowed.add(n, needle);
            }
        }
        all.spellings = allowed.to_vec();
        for secret in secrets {
            let number = all.secrets.len();
            let mut known = false;
            let whole: Vec<String> = std::iter::once(secret.name.clone()).chain(spelled_out(&secret.name)).collect();
            let parts: Vec<String> = whole.iter().flat_map(|name| distinctive_parts(name)).collect();
            let stems: Vec<String> = whole.iter().chain(&parts).flat_map(|form| stems(form)).collect();
            let forms = whole.iter().map(|w| (w, false)).chain(parts.iter().chain(&stems).map(|p| (p, true)));
            for (form, part) in forms {
                if let Some(needle) = Needle::of(form) {
                    let common = part && ordinary.contains(&fold(form));
                    all.needles.add(number, if common { needle.ordinary() } else { needle });
                    known = true;
                }
            }
            if known { all.secrets.push(secret) } else { all.beyond.push(secret) }
        }
        all
    }

    /// The names that are looked for.
    pub fn secrets(&self) -> &[Secret] {
        &self.secrets
    }

    /// Names that cannot be looked for: a single letter, a number of up to four digits.
    pub fn beyond(&self) -> &[Secret] {
        &self.beyond
    }

    /// Whether any name shows in a text.
    pub fn shows_in(&self, text: &str) -> bool {
        !self.find(&[text]).is_empty()
    }

    /// Every place in which a name shows: the name, the number of the text in which it begins, and where it begins there and ends (in the last text that it
    /// reaches into, which is the same one but for names that stretch over several).
    pub(super) fn find(&self, texts: &[&str]) -> Vec<(&Secret, Place)> {
        let mut stream = Stream::default();
        for (n, text) in texts.iter().enumerate() {
            stream.push(n as u32, text);
        }
        let mut found: Vec<(&Secret, Place)> = Vec::new();
        let mut free: Range<usize> = 0..0;
        for at in 0..stream.letters.len() {
            if let Some(end) = self.allowed_at(&stream, at, texts) {
                free = if free.end > at { free.start..free.end.max(end) } else { at..end };
            }
            for (number, needle) in self.needles.at(&stream, at) {
                let Some(end) = needle.shows(&stream, at) else { continue };
                if free.contains(&at) && end <= free.end {
                    continue;
                }
                let (first, last) = (&stream.letters[at], &stream.letters[end - 1]);
                let place = Place {
                    piece: first.piece as usize,
                    from: first.from as usize,
                    to: if first.piece == last.piece { last.to as usize } else { texts[first.piece as usize].len() },
                };
                let secret = &self.secrets[*number];
                if !found
                    .iter()
                    .rev()
                    .take(8)
                    .any(|(s, p)| p.piece == place.piece && p.from == place.from && *s == secret)
                {
                    found.push((secret, place));
                }
            }
        }
        found
    }

    /// Where an allowed spelling that begins here ends.
    fn allowed_at(&self, stream: &Stream, at: usize, texts: &[&str]) -> Option<usize> {
        let exact = |(n, needle): &(usize, Needle)| {
            let end = needle.stands(stream, at, false)?;
            let (first, last) = (&stream.letters[at], &stream.letters[end - 1]);
            let same_text = first.piece == last.piece;
            let words = texts[first.piece as usize].get(first.from as usize..last.to as usize)?;
            let alike = words.split_whitespace().eq(self.spellings[*n].split_whitespace());
            (same_text && alike).then_some(end)
        };
        self.allowed.at(stream, at).iter().filter_map(exact).max()
    }
}

/// Where a name shows.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Place {
    pub(super) piece: usize,
    /// In bytes of that text.
    pub(super) from: usize,
    pub(super) to: usize,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn withheld(names: &[&str], allowed: &[&str]) -> Withheld {
        let secrets = names.iter().map(|n| Secret { name: (*n).to_owned(), what: "name" }).collect();
        Withheld::new(secrets, &allowed.iter().map(|a| (*a).to_owned()).collect::<Vec<_>>())
    }

    #[test]
    fn parts_that_name_somebody_are_looked_for_and_common_ones_are_not() {
        assert_eq!(distinctive_parts("Kestrum Energy Group AG"), ["Kestrum"]);
        assert_eq!(distinctive_parts("Dr. Marta von Keller"), ["Marta", "Keller"]);
        assert!(distinctive_parts("Kestrum").is_empty(), "the whole is looked for anyway");
        assert!(withheld(&["Kestrum Energy"], &[]).shows_in("at Kestrum’s"));
        assert!(!withheld(&["Kestrum Energy"], &[]).shows_in("energy prices"));
        assert!(withheld(&["Jürgen Müller"], &[]).shows_in("juergen mueller"));
    }

    #[test]
    fn what_is_allowed_is_allowed_as_written_only() {
        let names = withheld(&["Will", "Marta Keller"], &["will", "Keller AG"]);
        assert!(!names.shows_in("we will see what Keller AG does"));
        assert!(names.shows_in("Will said") && names.shows_in("WILL said") && names.shows_in("KELLER AG"));
        assert!(names.shows_in("Keller, AG"), "other words between them");
        assert!(names.shows_in("Marta of Keller AG"));
    }

    #[test]
    fn a_part_that_is_an_ordinary_word_shows_with_a_capital_only() {
        let secret = Secret { name: "Pensions Board".into(), what: "name" };
        let names = Withheld::among(vec![secret], &[], &HashSet::from(["board".to_owned()]));
        assert!(!names.shows_in("approved by the board"));
        assert!(
            names.shows_in("the Board said") && names.shows_in("THE BOARD") && names.shows_in("the pensions board")
        );
    }

    #[test]
    fn endings_that_take_letters_of_the_name_do_not_hide_it() {
        let names = withheld(&["Aino Virtanen", "Kowalski", "Heikki", "Dvořák Novotný"], &[]);
        for text in
            ["puhuin Virtasen kanssa", "Virtasella oli", "pani Kowalska", "o Kowalskiej", "Heikin mukaan", "HEIKILLÄ"]
        {
            assert!(names.shows_in(text), "{text}");
        }
        for text in ["virta vie", "the walls", "heinikko", "a new skill"] {
            assert!(!names.shows_in(text), "{text}");
        }
        assert_eq!(stems("Pekka"), ["Peka"]);
        assert!(stems("Anna").is_empty() && stems("Ikka").is_empty() && stems("Maria").is_empty());
    }

    #[test]
    fn a_name_over_two_texts_is_found() {
        let names = withheld(&["Nordic Star"], &[]);
        assert_eq!(names.find(&["so Nordic", "Star it was"])[0].1, Place { piece: 0, from: 3, to: 9 });
        assert_eq!(withheld(&["7", "P1"], &[]).beyond().len(), 1);
    }
}

//! The plain scan judges the index, over random texts and questions.

use super::tests::{Folder, agree, open};
use super::{Index, Scan};
use crate::fault::Outcome;
use crate::query::sample::Sample;
use crate::query::{Among, Found, TextAtom, TextExpr, WordSearch};
use proptest::prelude::*;

const WORDS: &[&str] = &[
    "cost",
    "costs",
    "costume",
    "Trust",
    "trusted",
    "trusting",
    "l'homme",
    "homme",
    "hommes",
    "Häuser",
    "Haus",
    "talo",
    "talossa",
    "工",
    "工作",
    "时间工",
    "ไทย",
    "don’t",
    "don't",
    "1,200",
    "e-mail",
    "🙂",
    "—",
    "שלום",
    "שָׁלוֹם",
    "ισα",
    "ёлка",
    "елка",
    "trabajó",
    "trabajo",
    "Élevés",
    "eleve",
    "ELEVÉ",
];

const LANGUAGES: &[&str] = &["en", "de", "fi", "fr", "zh", "und", "el", "ru", "es"];

fn line() -> impl Strategy<Value = String> {
    prop::collection::vec((0..WORDS.len(), prop::sample::select(vec![" ", ", ", "\n", "", "; "])), 0..9)
        .prop_map(|picks| picks.into_iter().map(|(i, gap)| format!("{}{gap}", WORDS[i])).collect())
}

fn atom() -> impl Strategy<Value = TextAtom> {
    let word = || prop::sample::select(WORDS).prop_filter("words alone", |w| !["🙂", "—"].contains(w));
    let phrase = prop::collection::vec(word(), 1..4).prop_map(|words| words.join(" "));
    let part = || {
        let two = (word(), word()).prop_map(|(a, b)| TextAtom::Phrase(format!("{a} {b}")));
        prop_oneof![
            4 => word().prop_map(|w| TextAtom::Word(w.to_owned())),
            2 => word().prop_map(|w| TextAtom::Phrase(w.to_owned())),
            2 => two,
            2 => word().prop_map(|w| TextAtom::Prefix(w.chars().take(2).collect())),
            1 => word().prop_map(|w| TextAtom::Prefix(format!("cost-{w}"))),
            1 => word().prop_map(|w| TextAtom::Fuzzy(w.to_owned())),
            1 => word().prop_map(|w| TextAtom::Exact(w.to_owned())),
        ]
    };
    let near = (part(), part(), 1..6u32, any::<bool>()).prop_map(|(first, second, within, ordered)| {
        TextAtom::Near(Box::new(crate::query::Near { first, second, within, ordered }))
    });
    prop_oneof![
        3 => word().prop_map(|w| TextAtom::Word(w.to_owned())),
        3 => phrase.prop_map(TextAtom::Phrase),
        2 => word().prop_map(|w| TextAtom::Prefix(w.chars().take(3).collect())),
        1 => word().prop_map(|w| TextAtom::Prefix(format!("cost-{w}"))),
        1 => word().prop_map(|w| TextAtom::Fuzzy(w.to_owned())),
        3 => near,
        1 => word().prop_map(|w| TextAtom::Exact(w.to_owned())),
        1 => prop::sample::select(vec!["cost\\w+", "工|t", "x"]).prop_map(|r| TextAtom::Regex(r.to_owned())),
    ]
}

fn text() -> impl Strategy<Value = TextExpr> {
    atom().prop_map(TextExpr::Atom).prop_recursive(3, 8, 3, |inner| {
        prop_oneof![
            inner.clone().prop_map(|e| TextExpr::Not(Box::new(e))),
            prop::collection::vec(inner.clone(), 2..4).prop_map(TextExpr::And),
            prop::collection::vec(inner, 2..4).prop_map(TextExpr::Or),
        ]
    })
}

/// The scan, of every text whatever other conditions have told: what these may only make quicker.
struct Everywhere<'a>(Scan<'a>);

impl WordSearch for Everywhere<'_> {
    fn turns(&self, text: &TextExpr, _: Option<&Among>) -> Outcome<Vec<Found>> {
        self.0.turns(text, None)
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(24) })]

    #[test]
    fn any_two_examples_joined_yield_the_same_over_the_index(
        picks in prop::collection::vec((0..1000usize, 0..1000usize, 0..12usize), 32),
    ) {
        use crate::query::examples::{Chronicle, EXAMPLES, clinic, yields};
        let (s, folder) = (clinic(), Folder::new());
        let texts = Chronicle(&s.texts);
        let index = Index::open_or_build(&folder.0, &s.project, None, &texts, &mut |_, _| true).unwrap();
        let (scan, asked) = (Scan { project: &s.project, texts: &texts }, index.ask(&s.project, &texts));
        let everywhere = Everywhere(Scan { project: &s.project, texts: &texts });
        let all: Vec<&str> = EXAMPLES.iter().flat_map(|(_, queries)| queries.iter().copied()).collect();
        for (a, b, how) in picks {
            let (a, b) = (all[a % all.len()], all[b % all.len()]);
            let query = match how {
                0 => format!("({a}) ({b})"),
                1 => format!("({a}) or ({b})"),
                2 => format!("({a}) -({b})"),
                3 => format!("within({a}, {b})"),
                4 => format!("before({a}, {b}, 2 turns)"),
                5 => format!("same(case, {a}, {b})"),
                6 => format!("overlaps({a}, {b}) sort:relevance"),
                8 => format!("({a}) ({b}) unit:case"),
                9 => format!("({a}) ({b}) unit:turn"),
                10 => format!("({a}) -({b}) unit:sentence"),
                7 => format!("({a}) ({b}) unit:document"),
                _ => format!("contains({a}, {b}) unit:sentence"),
            };
            let judged = yields(&query, &s, &scan);
            prop_assert_eq!(yields(&query, &s, &asked), judged.clone(), "{}", query);
            prop_assert_eq!(yields(&query, &s, &everywhere), judged, "{}", query);
        }
    }

    #[test]
    fn what_is_like_something_is_the_same_over_the_index(
        documents in prop::collection::vec((prop::sample::select(LANGUAGES), prop::collection::vec(line(), 2..9)), 2..5),
        asked in prop::collection::vec((any::<prop::sample::Index>(), any::<prop::sample::Index>()), 6),
        gone in any::<bool>(),
    ) {
        use crate::coding::Passage;
        use crate::query::{World, like, suggest};
        let (mut s, folder) = (Sample::default(), Folder::new());
        let mut ids = Vec::new();
        for (i, (language, lines)) in documents.iter().enumerate() {
            ids.push(s.document(&format!("d{i}"), language, &lines.iter().map(String::as_str).collect::<Vec<_>>()));
        }
        let mut index = open(&folder.0, &s);
        if gone {
            // What the index holds no longer must not count either.
            let last = ids.pop().expect("there are two");
            s.project.documents.remove(&last);
            index.sync(&s.project, None, &s.texts, &mut |_, _| true).unwrap();
        }
        let picks = asked.iter().map(|(document, turn)| {
            let document = *document.get(&ids);
            Passage { document, span: turn.get(&s.texts[&document].structure.turns).span }
        });
        let picks: Vec<Passage> = picks.collect();
        for (n, passage) in picks.iter().enumerate() {
            s.coding_at(passage.document, passage.span, ["theme", "other"][n % 2], "ana");
        }
        let codes = [s.code("theme")].into_iter().collect();
        let (scan, indexed) = (Scan { project: &s.project, texts: &s.texts }, index.ask(&s.project, &s.texts));
        prop_assert!(indexed.weigher(&[]).unwrap().is_some());
        let world = |words| World { project: &s.project, texts: &s.texts, words };
        for passage in picks {
            let [read, quick] = [&scan as &dyn WordSearch, &indexed].map(|words| like(passage, &world(words), 5));
            prop_assert_eq!(format!("{quick:?}"), format!("{read:?}"));
        }
        let [read, quick] = [&scan as &dyn WordSearch, &indexed].map(|words| suggest(&codes, &world(words), 5));
        prop_assert_eq!(format!("{quick:?}"), format!("{read:?}"));
    }

    #[test]
    fn index_answer_is_scan_answer(
        documents in prop::collection::vec((prop::sample::select(LANGUAGES), prop::collection::vec(line(), 1..5)), 1..6),
        later in prop::collection::vec(line(), 1..3),
        // With many turns most words are rare in them, and are looked for in another way.
        many in prop::sample::select(vec![0, 700]),
        texts in prop::collection::vec(text(), 12),
    ) {
        let (mut s, folder) = (Sample::default(), Folder::new());
        for (i, (language, lines)) in documents.iter().enumerate() {
            let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
            s.document(&format!("d{i}"), language, &lines);
        }
        let lines: Vec<String> = (0..many).map(|n| format!("Trust, don't cost {} talo", WORDS[n % WORDS.len()])).collect();
        s.document("many", "en", &lines.iter().map(String::as_str).collect::<Vec<_>>());
        let index = open(&folder.0, &s);
        prop_assert_eq!(index.holds(&s.project), documents.len() + 1);
        for text in &texts {
            agree(&index, &s, text);
        }
        s.document("later", "en", &later.iter().map(String::as_str).collect::<Vec<_>>());
        for text in &texts {
            agree(&index, &s, text);
        }
    }
}

use super::{Atom, Expr, Gap, Near, Query, Reach, Related, Relation, Sort, TextAtom, Tie, Unit, explain, parse};
use crate::text::Points;
use proptest::prelude::*;

fn read(text: &str) -> Query {
    let parsed = parse(text);
    assert!(parsed.problems.is_empty(), "{text}: {:?}", parsed.problems);
    parsed.query
}

#[test]
fn queries_are_read_as_they_are_meant_and_written_in_one_way() {
    for (text, canonical) in [
        ("trust", "trust"),
        ("  trust   and access ", "trust access"),
        ("a OR b AND c", "a or b c"),
        ("(a or b) c", "(a or b) c"),
        ("((a)) (b (c d))", "a b c d"),
        ("not -a", "a"),
        ("a -(b or c)", "a -(b or c)"),
        ("a not b", "a -b"),
        ("“press the button”", "\"press the button\""),
        ("„so sagt man“ «dit»", "\"so sagt man\" \"dit\""),
        (r#""he said \"no\" \\ so""#, r#""he said \"no\" \\ so""#),
        ("wait* trsut~ re:/colou?r\\/s/", "wait* trsut~ re:/colou?r\\/s/"),
        ("a near/8 b then/3 \"c d\"", "a near/8 b then/3 \"c d\""),
        ("a near/2 (b near/3 c) d", "a near/2 (b near/3 c) d"),
        (
            "code:access+ code:access/* code:\"digital services\"+",
            "code:access+ code:access/* code:\"digital services\"+",
        ),
        ("code:backbone/\"digital services\"/*", "code:\"backbone/digital services\"/*"),
        ("code:\"c+\" code:*", "code:\"c+\" code:*"),
        ("CASE:P07 document:x", "case:P07 doc:x"),
        ("case.industry:\"Health Care\" case.founded < 1900", "case.industry:\"Health Care\" case.founded<1900"),
        ("case.\"year founded\">=1900 case.x≠2", "case.\"year founded\">=1900 case.x!=2"),
        ("codes >= 2 uncoded telling", "codes>=2 uncoded telling"),
        ("turn:13 turn:13–17", "turn:13 turn:13-17"),
        ("unit:case a or b", "(a or b) unit:case"),
        ("question:\"what changed\" role:CIO", "question:\"what changed\" role:CIO"),
        ("don't e-mail 12:30 http://x.org/a codes case", "don't e-mail 12:30 http://x.org/a codes case"),
        ("工作 -שלום", "工作 -שלום"),
        ("in:P07 lone:trust+ memo:\"her name\" #hinge/1", "in:P07 lone:trust+ memo:\"her name\" #hinge/1"),
        ("since:\"before axial coding\" since:2015-03-12", "since:\"before axial coding\" since:2015-03-12"),
        ("exact:US near/3 exact:\"más que\"", "exact:US near/3 exact:\"más que\""),
        ("saved:shut-out @“shut out”", "@shut-out @\"shut out\""),
        ("a,b 1,200 sort:relevance unit:turn", "a,b 1,200 unit:turn sort:relevance"),
        ("sort:time a or b", "(a or b) sort:time"),
        ("overlaps(code:a,code:b) Within( press , code:a -c )", "overlaps(code:a, code:b) within(press, code:a -c)"),
        ("before(a,b,3 turns) after(a,b, 1 word)", "before(a, b, 3 turns) after(a, b, 1 word)"),
        ("same-turn(a, b) same(doc,a unit:sentence,b)", "same(turn, a, b) same(document, a unit:sentence, b)"),
        ("-contains(within(a or b,c),(d))", "-contains(within(a or b, c), d)"),
        ("same within overlaps", "same within overlaps"),
        ("", ""),
    ] {
        let query = read(text);
        assert_eq!(query.to_string(), canonical, "{text}");
        assert_eq!(read(canonical), query, "{text}");
    }
}

#[test]
fn what_cannot_be_read_is_told_with_its_place_and_the_rest_is_kept() {
    for (text, place, what, kept) in [
        ("trust \"open", (6, 11), "never closed", "trust \"open\""),
        ("(a b", (0, 1), "never closed", "a b"),
        ("a ) b", (2, 3), "never opened", "a b"),
        ("a or", (2, 4), "between two things", "a"),
        ("and a", (0, 3), "between two things", "a"),
        ("a () b", (2, 3), "empty", "a b"),
        ("é code: b", (2, 7), "nothing stands after", "é b"),
        ("cod:trust", (0, 9), "nothing is known of `cod:`", ""),
        ("a | b", (2, 3), "holds no word", "a b"),
        ("🙂 b", (0, 1), "holds no word", "b"),
        ("a #t+g", (2, 6), "no tag", "a"),
        ("sort:size a", (0, 9), "cannot be sorted by", "a"),
        ("sort:case sort:code a", (10, 19), "one order", "a sort:code"),
        ("memo:🙂 a", (0, 6), "holds no word", "a"),
        ("@\" \" a", (0, 4), "no saved query is named", "a"),
        ("overlaps(a) b", (0, 8), "relates two things", "b"),
        ("overlaps(a,b,c) d", (0, 8), "not more", "overlaps(a, b) d"),
        ("before(a,b,soon) d", (0, 6), "in turns or words", "before(a, b) d"),
        ("before(a,b,0 words)", (0, 6), "in turns or words", "before(a, b)"),
        ("same(a,b) d", (0, 4), "first what is the same", "d"),
        ("within(a,b", (0, 6), "never closed", "within(a, b)"),
        ("within(,) a", (0, 6), "relates two things", "a"),
        ("turn:9-3 a", (0, 8), "no turn", "a"),
        ("unit:page a", (0, 9), "no unit", "a"),
        ("unit:turn unit:case a", (10, 19), "one unit", "a unit:case"),
        ("a near/3", (2, 8), "two words", "a"),
        ("code:x near/3 b", (7, 13), "two words", "code:x b"),
        ("wa*it", (0, 5), "end of a word", ""),
        ("re:/(/ a", (0, 6), "no regular expression", "a"),
        ("re:/a", (0, 5), "never closed", ""),
        ("case.x a", (0, 6), "a name, a relation and a value", "a"),
        ("codes>many", (0, 6), "number", "many"),
        ("a - b", (2, 3), "holds no word", "a b"),
        ("a -", (2, 3), "holds no word", "a"),
        ("a -(", (3, 4), "never closed", "a"),
    ] {
        let parsed = parse(text);
        assert_eq!(parsed.query.to_string(), kept, "{text}");
        let problem = &parsed.problems[0];
        assert!(problem.what.contains(what), "{text}: {}", problem.what);
        assert_eq!(problem.points, Points { start: place.0, end: place.1 }, "{text}: {}", problem.what);
    }
    let deep = format!("{}a{}", "(".repeat(10_000), ")".repeat(10_000));
    assert!(parse(&deep).problems.iter().any(|p| p.what.contains("deep")));
    assert!(parse(&"-".repeat(10_000)).problems.iter().any(|p| p.what.contains("deep")));
}

#[test]
fn a_query_is_explained_in_plain_words() {
    for (text, said) in [
        ("", "all turns"),
        ("trust -cost", "turns with a form of “trust” and not with a form of “cost”"),
        ("code:access+ \"the app\"", "passages coded “access” or a code under it and with the exact words “the app”"),
        (
            "code:trust -code:cost role:nurse press near/8 button",
            "passages coded “trust” and not coded “cost” and said by somebody whose role is nurse and with a form of “press” near a form of “button” within 8 words",
        ),
        (
            "case.founded<1900 (wait* or re:/x+/) unit:sentence",
            "sentences in cases whose founded is less than “1900” and (with a word that begins with “wait” or with text that fits the expression x+)",
        ),
        ("case.industry:Banking unit:case", "cases in cases whose industry is “Banking”"),
        (
            "codes>2 coder:lena telling",
            "passages with more than 2 different codes and coded by lena and marked as telling",
        ),
    ] {
        assert_eq!(explain(&read(text)), said, "{text}");
    }
}

fn name() -> impl Strategy<Value = String> {
    prop::sample::select(vec![
        "trust",
        "digital services",
        "a\"b",
        "c\\",
        "and\\/or",
        "x/*",
        "c+",
        "工作",
        "a (b)",
        "-no",
        "é",
        "or",
        "*",
        "1",
        "a:b",
        "«q»",
    ])
    .prop_map(str::to_owned)
}

fn text_atom() -> impl Strategy<Value = TextAtom> {
    let word = || prop::sample::select(vec!["trust", "don't", "e-mail", "工作", "12:30", "x_y", "Ärger"]);
    let plain = prop_oneof![
        word().prop_map(|w| TextAtom::Word(w.to_owned())),
        prop::sample::select(vec!["press the button", "a \"b\" \\", "and", "x\\", "so-so."])
            .prop_map(|p| TextAtom::Phrase(p.to_owned())),
        word().prop_map(|w| TextAtom::Prefix(w.to_owned())),
        Just(TextAtom::Fuzzy("trsut".to_owned())),
        prop::sample::select(vec!["US", "más, que", "工作"]).prop_map(|p| TextAtom::Exact(p.to_owned())),
        prop::sample::select(vec!["a/b", "colou?r", "\\\\x", "[\"(] "]).prop_map(|r| TextAtom::Regex(r.to_owned())),
    ];
    plain.prop_recursive(2, 4, 2, |inner| {
        (inner.clone(), inner, 1..9u32, any::<bool>()).prop_map(|(first, second, within, ordered)| {
            TextAtom::Near(Box::new(Near { first, second, within, ordered }))
        })
    })
}

fn atom() -> impl Strategy<Value = Atom> {
    use Relation::{AtLeast, AtMost, Is, IsNot, Less, More};
    let relation = || prop::sample::select(vec![Is, IsNot, Less, AtMost, More, AtLeast]);
    let reach = prop::sample::select(vec![Reach::Only, Reach::Family, Reach::Below]);
    prop_oneof![
        4 => text_atom().prop_map(Atom::Text),
        2 => (name(), reach).prop_map(|(path, reach)| Atom::Code { path, reach }),
        1 => (name(), relation(), name()).prop_map(|(name, relation, value)| Atom::Attribute { name, relation, value }),
        1 => name().prop_map(Atom::Case),
        1 => name().prop_map(Atom::Document),
        1 => name().prop_map(Atom::Speaker),
        1 => name().prop_map(Atom::Role),
        1 => name().prop_map(Atom::Coder),
        1 => name().prop_map(Atom::Question),
        1 => (1..20u32, 0..9u32).prop_map(|(a, more)| Atom::Turns(a, a + more)),
        1 => (relation(), 0..9u32).prop_map(|(relation, n)| Atom::Codes(relation, n)),
        1 => Just(Atom::Telling),
        1 => name().prop_map(Atom::In),
        1 => name().prop_map(Atom::Since),
        1 => prop::sample::select(vec!["*", "her name", "工作", "wait*"]).prop_map(|w| Atom::Memo(w.to_owned())),
        1 => prop::sample::select(vec!["hinge", "a/b-c", "über_1"]).prop_map(|t| Atom::Tag(t.to_owned())),
        1 => (name(), prop::sample::select(vec![Reach::Only, Reach::Family, Reach::Below]))
            .prop_map(|(path, reach)| Atom::Lone { path, reach }),
        1 => name().prop_map(Atom::Saved),
        1 => Just(Atom::Uncoded),
    ]
}

fn expr() -> impl Strategy<Value = Expr> {
    atom().prop_map(Expr::atom).prop_recursive(4, 24, 4, |inner| {
        prop_oneof![
            inner.clone().prop_map(Expr::negated),
            prop::collection::vec(inner.clone(), 2..4).prop_map(Expr::and),
            prop::collection::vec(inner.clone(), 2..4).prop_map(Expr::or),
            (tie(), inner.clone(), units(), inner, units()).prop_map(|(tie, first, one, second, other)| {
                let first = Query { expr: first, unit: one, sort: None };
                let second = Query { expr: second, unit: other, sort: None };
                Expr::atom(Atom::Related(Box::new(Related { tie, first, second })))
            }),
        ]
    })
}

fn tie() -> impl Strategy<Value = Tie> {
    let gap = || prop::option::of(prop_oneof![(0..4u32).prop_map(Gap::Turns), (1..4u32).prop_map(Gap::Words)]);
    prop_oneof![
        Just(Tie::Overlaps),
        Just(Tie::Within),
        Just(Tie::Contains),
        gap().prop_map(Tie::Before),
        gap().prop_map(Tie::After),
        prop::sample::select(vec![Unit::Sentence, Unit::Turn, Unit::Document, Unit::Case]).prop_map(Tie::Same),
    ]
}

fn units() -> impl Strategy<Value = Option<Unit>> {
    use Unit::{Case, Document, Match, Sentence, Turn};
    prop::option::of(prop::sample::select(vec![Match, Sentence, Turn, Document, Case]))
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(800) })]

    #[test]
    fn what_is_printed_reads_as_the_same_tree(
        expr in expr(),
        unit in units(),
        sort in prop::option::of(prop::sample::select(Sort::ALL.to_vec())),
    ) {
        let query = Query { expr, unit, sort };
        let printed = query.to_string();
        let parsed = parse(&printed);
        prop_assert_eq!(&parsed.problems, &vec![], "{}", printed);
        prop_assert_eq!(parsed.query, query, "{}", printed);
    }

    #[test]
    fn any_text_is_read_without_panic_and_what_is_kept_prints_stably(text in "[a-c \"“”()\\-:.*~/#<>=!|or n工🙂\\\\@,]{0,40}|(within|same|before|\\(|\\)|,|[ a-b@#]|turn|3 turns){0,14}|.{0,30}") {
        let parsed = parse(&text);
        for problem in &parsed.problems {
            prop_assert!(problem.points.start <= problem.points.end);
            prop_assert!(problem.points.end as usize <= text.chars().count());
            let _ = problem.fault(&text);
        }
        let printed = parsed.query.to_string();
        let again = parse(&printed);
        prop_assert_eq!(&again.query, &parsed.query, "{} became {}", text, printed);
        let _ = explain(&parsed.query);
    }
}

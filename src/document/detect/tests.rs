use super::*;
use crate::document::TurnKind;
use crate::text::Text;
use proptest::prelude::*;

/// Who says what: `name|words`, headings as `#|words`, paragraphs as `|words`.
fn said(text: &str) -> Vec<String> {
    let s = detect(text, &Speakers::Auto);
    assert_eq!(s.fault(&Text::new(text)), None);
    let who = |n: usize| match s.turns[n].kind {
        TurnKind::Heading => "#".to_owned(),
        _ => s.speaker_of(n).unwrap_or("").to_owned(),
    };
    (0..s.turns.len()).map(|n| format!("{}|{}", who(n), s.turns[n].span.of(text))).collect()
}

fn asked(text: &str) -> Vec<(Option<u32>, String, u32, u32)> {
    let s = detect(text, &Speakers::Auto);
    s.questions.iter().map(|q| (q.number, q.span.of(text).to_owned(), q.first, q.last)).collect()
}

#[test]
fn bold_labels_with_continued_paragraphs() {
    let text = "**Interviewer:** How did it start?\n\n**Marta (CIO):** In a shed.\n\nIt had no heating.\n\n**Interviewer**: And then?\n\n**Marta:** Then we moved.";
    assert_eq!(
        said(text),
        [
            "Interviewer|How did it start?",
            "Marta|In a shed.\n\nIt had no heating.",
            "Interviewer|And then?",
            "Marta|Then we moved."
        ]
    );
    let s = detect(text, &Speakers::Auto);
    assert_eq!(s.turns[1].label.of(text), "**Marta (CIO):**");
    assert_eq!(s.speakers[1].role.as_deref(), Some("CIO"));
    assert!(s.speakers[0].interviewer);
    assert_eq!(s.questions.len(), 2);
    assert_eq!(s.style, "`**Name:**` labels");
}

#[test]
fn brackets_with_ranges_on_their_own_lines() {
    let text = "Talk 4\n\n[Chair] (0:01 - 0:11)\nOff we go.\n1 - What do you make, and for whom?\n\n[Guest]\nBells.\n\nMostly small ones.\n\n[Chair] (0:47- 0:49)\n2 - And large ones?\n\n[Guest] (0:50  - 1:02)\nNo.";
    let s = detect(text, &Speakers::Auto);
    assert_eq!(
        said(text),
        [
            "|Talk 4",
            "Chair|Off we go.\n1 - What do you make, and for whom?",
            "Guest|Bells.\n\nMostly small ones.",
            "Chair|2 - And large ones?",
            "Guest|No."
        ]
    );
    assert_eq!(
        s.turns.iter().map(|t| t.time_ms).collect::<Vec<_>>(),
        [None, Some(1000), None, Some(47_000), Some(50_000)]
    );
    assert_eq!(
        asked(text),
        [(Some(1), "What do you make, and for whom?".into(), 1, 3), (Some(2), "And large ones?".into(), 3, 5)]
    );
}

#[test]
fn short_codes_on_consecutive_lines() {
    let text = "I:  Wie ging es los?\nS1: Mit einem Kran.\nS2: Vielleicht noch: Wir hatten Glück.\nI: Und dann?\nS2: Dann kam der Winter.";
    assert_eq!(said(text).len(), 5);
    assert_eq!(detect(text, &Speakers::Auto).speakers.len(), 3);
    let qa = "Q: Why boats?\nA: Water, mostly.\n\nQ: And now?\nA: Still water.";
    assert_eq!(said(qa)[1], "A|Water, mostly.");
    assert_eq!(asked("Q1: Why?\nA1: So.\nQ2: And?\nA2: Yes.")[1], (Some(2), "And?".into(), 2, 4));
}

#[test]
fn label_lines_with_times_and_times_before_names() {
    let text = "## Start\n\nAino van Dijk: 00:00:07\n\nHello there.\nSecond line.\n\nBo Ek: 00:00:20\n\nHello.\n\nAino van Dijk: 00:00:31\n\nFine.";
    assert_eq!(
        said(text),
        ["#|Start", "Aino van Dijk|Hello there.\nSecond line.", "Bo Ek|Hello.", "Aino van Dijk|Fine."]
    );
    for form in ["[00:01:02] ", "00:01:02 ", "(1:02) - "] {
        let text = format!("{form}Ana: So.\n{form}Ben: Yes.\n{form}Ana: Fine.");
        let s = detect(&text, &Speakers::Auto);
        assert_eq!(said(&text), ["Ana|So.", "Ben|Yes.", "Ana|Fine."]);
        assert_eq!(s.turns[0].time_ms, Some(62_000));
    }
    let own_line = "00:01\nAna: So.\n\n00:05\nBen: Yes.\n\n00:09\nAna: Fine.";
    assert_eq!(said(own_line), ["Ana|So.", "Ben|Yes.", "Ana|Fine."]);
    let export = "[Ana Gil] 10:02:03\nHello\n\n[Bo Ek] 10:02:09\nHi";
    assert_eq!(said(export), ["Ana Gil|Hello", "Bo Ek|Hi"]);
    let otter = "Ana Gil  0:03\nHello there.\n\nBo Ek  0:09\nHi.\n\nAna Gil  0:12\nSo.\n\nBo Ek  0:15\nYes.";
    assert_eq!(said(otter)[3], "Bo Ek|Yes.");
}

#[test]
fn labels_of_other_scripts() {
    let zh = "主持人：今天谈什么？\n王芳：谈数字化。\n我们开始了。\n主持人：为什么？\n王芳：因为客户变了。";
    assert_eq!(
        said(zh),
        ["主持人|今天谈什么？", "王芳|谈数字化。\n我们开始了。", "主持人|为什么？", "王芳|因为客户变了。"]
    );
    assert_eq!(asked(zh).len(), 2);
    let ar = "الباحث: كيف بدأتم؟\n\nسلمى: بدأنا من الصفر.\n\nالباحث: ولماذا؟\n\nسلمى: لأن السوق تغير.";
    assert_eq!((said(ar).len(), asked(ar).len()), (4, 2));
    let he = "מראיין: איך התחלתם?\n\nנועה: מאפס.\n\nמראיין: ולמה?\n\nנועה: כי השוק השתנה.";
    assert_eq!((said(he).len(), asked(he).len()), (4, 2));
    let fi = "Haastattelija: Miten alku sujui?\n\nSirpa 🙂: Hyvin.\n\nHaastattelija: Entä nyt?\n\nSirpa 🙂: Yhä hyvin.";
    assert_eq!(said(fi)[3], "Sirpa 🙂|Yhä hyvin.");
    let es = "Entrevistadora: ¿Cómo empezó?\n\nJosé Ñáñez: Con nada: un taller.\n\nEntrevistadora: ¿Y ahora?\n\nJosé Ñáñez: Igual.";
    assert_eq!(said(es)[1], "José Ñáñez|Con nada: un taller.");
}

#[test]
fn an_article_is_paragraphs() {
    let text = "# A city and its trams\n\nThe line opened late.\nIt was full at once.\n\nOne thing: nobody had counted.\n\nNote: the figures are old.\n\nThe end.";
    let s = detect(text, &Speakers::Auto);
    assert!(s.speakers.is_empty() && s.questions.is_empty());
    assert_eq!(
        said(text),
        [
            "#|A city and its trams",
            "|The line opened late.\nIt was full at once.",
            "|One thing: nobody had counted.",
            "|Note: the figures are old.",
            "|The end."
        ]
    );
    assert_eq!(said("one\ntwo\n"), ["|one", "|two"], "without blank lines each line is a paragraph");
}

#[test]
fn questions_as_headings_and_as_paragraphs() {
    let text = "# Talk with a baker\n\n## Why bread?\n\nIt sells.\n\nIt smells.\n\n## What next?\n\nCake.\n\n## Sources\n\nNone.";
    assert_eq!(asked(text), [(None, "Why bread?".into(), 1, 4), (None, "What next?".into(), 4, 6)]);
    let numbered = "## 1. Beginnings\n\nIn May.\n\n## 2. Growth\n\nSlow.";
    assert_eq!(asked(numbered).iter().map(|q| q.0).collect::<Vec<_>>(), [Some(1), Some(2)]);
    let plain = "A visit.\n\nHow did it begin?\n\nIn May.\n\nWith two looms.\n\nAnd who paid for that?\n\nMy aunt.";
    assert_eq!(asked(plain), [(None, "How did it begin?".into(), 1, 4), (None, "And who paid for that?".into(), 4, 6)]);
    assert!(asked("He came. Who was he?\n\nNobody knew.\n\nHe left.").is_empty());
}

#[test]
fn the_given_form_is_used() {
    let text = "<ana> so\n<ben> no\nreally no\n<ana> fine";
    let s = detect(text, &Speakers::Pattern("<{name}> ".into()));
    assert_eq!(s.speakers.iter().map(|s| s.name.as_str()).collect::<Vec<_>>(), ["ana", "ben"]);
    assert_eq!(s.turns[1].span.of(text), "no\nreally no");
    let none = detect("Ana: a\n\nBen: b\n\nAna: c", &Speakers::None);
    assert!(none.speakers.is_empty() && none.turns.len() == 3);
    assert!(detect(text, &Speakers::Pattern("oops".into())).style.contains("no {name}"));
}

#[test]
fn emphasis_around_label_and_words_is_left_out() {
    let text = "**Ana: Why?**\n\nBecause.\n\n**Ana: And now?**\n\nNow too.\n\n**Ana: Last one?**";
    assert_eq!(detect(text, &Speakers::Auto).turns[4 / 2].span.of(text), "Last one?");
}

#[test]
fn a_line_of_two_megabytes_takes_no_time() {
    let text = "word: [0:01] (".repeat(150_000);
    let s = detect(&text, &Speakers::Auto);
    assert_eq!(s.turns.len(), 1);
}

proptest! {
    #[test]
    fn structures_hold_for_any_text(pieces in prop::collection::vec(prop::sample::select(PIECES), 0..60)) {
        let text: String = pieces.concat();
        for speakers in [Speakers::Auto, Speakers::None, Speakers::Pattern("{time} <{name}>".into()), Speakers::Pattern("{name}:".into())] {
            let s = detect(&text, &speakers);
            prop_assert_eq!(s.fault(&Text::new(text.clone())), None);
            prop_assert!(s.turns.iter().all(|t| t.span.trimmed(&text) == t.span));
        }
    }

    #[test]
    fn structures_hold_for_random_characters(text in "[\\PC\n\t]{0,200}") {
        prop_assert_eq!(detect(&text, &Speakers::Auto).fault(&Text::new(text.clone())), None);
    }
}

const PIECES: &[&str] = &[
    "\n",
    "\n\n",
    " ",
    "\t",
    "Ana",
    "Ben",
    "I",
    "Q1",
    "A2",
    ":",
    "：",
    "**",
    "__",
    "*",
    "[",
    "]",
    "(",
    ")",
    "<",
    ">",
    "0:05",
    "00:01:02",
    " - ",
    "-->",
    "#",
    "## ",
    "1. ",
    "2) ",
    "0-",
    "?",
    "؟",
    "？",
    ";",
    ".",
    "---",
    "```",
    "主持人",
    "سلمى",
    "🙂",
    "é",
    "Interviewer",
    "why",
    "Note",
    ">>",
    "【",
    "】",
    "（",
    "）",
    "\u{a0}",
    "\u{200f}",
    "words and more",
    "#0:01-2#",
];

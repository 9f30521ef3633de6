use crate::case::{AttributeKind, Part};
use crate::coding::Passage;
use crate::document::{Content, Document};
use crate::fault::Outcome;
use crate::id::{DocumentId, Stamp};
use crate::memo::About;
use crate::project::{SavedKind, Texts};
use crate::query::sample::Sample;
use crate::text::Span;
use std::collections::HashMap;
use std::sync::Arc;

/// When a step of the invented study was made: step 1 on 11 March 2015 at midnight UTC, one a day.
fn day(step: u64) -> Stamp {
    Stamp(1_425_945_600_000 + i64::try_from(step).unwrap_or_default() * 86_400_000)
}

/// The texts of the invented study, with its history of nine steps.
pub(crate) struct Chronicle<'a>(pub &'a HashMap<DocumentId, Arc<Content>>);

impl Texts for Chronicle<'_> {
    fn content(&self, document: &Document) -> Outcome<Arc<Content>> {
        self.0.content(document)
    }

    fn made(&self, step: u64) -> Option<Stamp> {
        (1..10).contains(&step).then(|| day(step))
    }
}

/// The documents: name, language, turns.
pub(crate) const DOCUMENTS: &[(&str, &str, &[&str])] = &[
    (
        "oak",
        "en",
        &[
            "I: What changed last year?",
            "Marta: We trusted the vendors. Their backbone cost us a costume drama, honestly.",
            "I: And who pays for it?",
            "Marta: Customers trust us; the customers' trust is the asset. Press the\nbutton and wait.",
            "Jo: I was waiting for the cost report.",
            "Marta: In the US they told us: wait. So we waited, colour by colour.",
        ],
    ),
    (
        "birch",
        "en",
        &[
            "I: Who do you trust?",
            "Ruth: My neighbour, not the portal. The portal never waits for me.",
            "Ruth: I trust the nurse. She presses the green button, and the button works.",
            "I: What does it cost you?",
            "Ruth: Two hours. I write everything in my own book; the book is mine.",
            "Ben: It costs nothing. The app is free!",
        ],
    ),
    (
        "encina",
        "es",
        &[
            "I: ¿Qué cambió?",
            "Luz: Trabajábamos con proveedores antiguos. El coste subió 🙂 mucho.",
            "Luz: El papá espera; la papa no.",
        ],
    ),
    (
        "eiche",
        "de",
        &["Die Häuser waren alt.", "Das Haus ist neu und die Kosten sinken.", "In der Straße warten die Nachbarn."],
    ),
    ("tammi", "fi", &["Asuimme vanhassa talossa.", "Talo on uusi ja lämmin."]),
    ("chene", "fr", &["L’entreprise a changé.", "Les entreprises attendent l'été."]),
    ("xiang", "zh", &["我觉得很累，因为工作时间太长了。", "手机很好用。"]),
    ("kashi", "ja", &["とても疲れていました。", "仕事は楽しいです。"]),
    ("alon", "he", &["שָׁלוֹם לכולם", "העבודה קשה"]),
    ("ballut", "ar", &["الشركة كبيرة", "هذه شركة صغيرة"]),
];

/// Document, words, code, coder, step; in the order in which they were coded.
pub(crate) const CODINGS: &[(&str, &str, &str, &str, u64)] = &[
    ("oak", "We trusted the vendors.", "trust", "lena", 1),
    ("oak", "Their backbone cost us a costume drama", "cost", "lena", 1),
    ("oak", "Customers trust us; the customers' trust is the asset.", "trust", "lena", 2),
    ("encina", "El coste subió", "cost", "omar", 2),
    ("eiche", "die Kosten sinken", "cost", "lena", 2),
    ("oak", "We trusted the vendors.", "trust", "omar", 3),
    ("oak", "for the cost report", "cost", "omar", 3),
    ("oak", "I was waiting for the cost report.", "waiting", "omar", 3),
    ("birch", "My neighbour, not the portal.", "trust", "lena", 4),
    ("birch", "not the portal", "access/portal", "omar", 4),
    ("birch", "The portal never waits for me.", "access/portal", "lena", 4),
    ("birch", "The portal never waits for me.", "waiting", "omar", 5),
    ("birch", "I trust the nurse.", "trust", "lena", 5),
    ("birch", "I write everything in my own book; the book is mine.", "access/paper", "lena", 6),
    ("xiang", "工作时间太长了", "waiting", "lena", 6),
];

/// A small invented study in ten languages.
pub(crate) fn clinic() -> Sample {
    let mut s = Sample::default();
    for (name, language, lines) in DOCUMENTS {
        s.document(name, language, lines);
    }
    for path in ["trust", "access/portal", "access/paper", "cost", "waiting"] {
        s.code(path);
    }
    let id = |s: &Sample, name: &str| s.project.document(name).expect("it is there").id;
    for (document, words, code, coder, step) in CODINGS {
        let document = id(&s, document);
        let coding = s.coding(document, words, code, coder);
        s.made_at(coding, day(*step));
        if words.starts_with("Customers") {
            s.tell(coding);
        }
    }
    cases(&mut s);
    let passage = |s: &Sample, name: &str, words: &str| {
        let document = id(s, name);
        let at = s.texts[&document].text.as_str().find(words).expect("the words stand there");
        About::Passage(Passage { document, span: Span::new(at, at + words.len()) })
    };
    let vendors = passage(&s, "oak", "We trusted the vendors.");
    s.memo(vendors, "A #hinge: trust moves from people to vendors.");
    let book = passage(&s, "birch", "I write everything in my own book; the book is mine.");
    s.memo(book, "Her own name in her own book. #hinge #paper");
    let cost = s.code("cost");
    s.memo(About::Code(cost), "Money, not time. #definition");
    for (name, text) in [
        ("shut out", "code:access+"),
        ("trusting", "trust unit:sentence"),
        ("both", "@\"shut out\" or code:trust"),
        ("ring", "@round"),
        ("round", "trust or @ring"),
    ] {
        s.save(SavedKind::Query, name, text);
    }
    s.save(SavedKind::Point, "before axial coding", "4");
    s
}

fn cases(s: &mut Sample) {
    let industry = s.attribute("industry", AttributeKind::Text);
    let founded = s.attribute("founded", AttributeKind::Number);
    let size = s.attribute("size", AttributeKind::Ordered(vec!["small".into(), "middling".into(), "large".into()]));
    let visited = s.attribute("visited", AttributeKind::Date);
    let public = s.attribute("public", AttributeKind::YesNo);
    let id = |s: &Sample, name: &str| s.project.document(name).expect("it is there").id;
    let (oak, birch, encina) = (id(s, "oak"), id(s, "birch"), id(s, "encina"));
    let oak_values =
        [(industry, "Forestry"), (founded, "1893"), (size, "small"), (visited, "2015-03-12"), (public, "yes")];
    s.case("Oak", &oak_values, &[(oak, Part::Whole)]);
    let ruth_values = [(industry, "Health Care"), (founded, "1999"), (size, "large"), (visited, "2016-01-20")];
    s.case("Ruth", &ruth_values, &[(birch, Part::Speaker("Ruth".into()))]);
    s.case("Ben", &[(industry, "Health Care"), (public, "no")], &[(birch, Part::Speaker("Ben".into()))]);
    s.case("Encina", &[(industry, "Forestry"), (founded, "2001"), (size, "middling")], &[(encina, Part::Whole)]);
}

//! The pages of `docs` that follow from examples. `CASEBOOK_BLESS=1 cargo test --lib pages` writes them anew; then the difference is to be read.

use super::Scan;
use crate::query::examples::{Chronicle, EXAMPLES, clinic, languages, page};

/// Compares a page with the one that is kept.
fn kept(name: &str, now: &str) {
    let path = format!("{}/docs/{name}", env!("CARGO_MANIFEST_DIR"));
    if std::env::var_os("CASEBOOK_BLESS").is_some() {
        std::fs::write(&path, now).expect("the page can be written");
    }
    let kept = std::fs::read_to_string(&path).expect("the page is there");
    for (line, (kept, now)) in kept.lines().zip(now.lines()).enumerate() {
        assert_eq!(kept, now, "docs/{name}:{}", line + 1);
    }
    assert_eq!(kept.lines().count(), now.lines().count(), "docs/{name}");
}

#[test]
fn the_page_of_queries_is_what_they_yield() {
    let s = clinic();
    let texts = Chronicle(&s.texts);
    let count: usize = EXAMPLES.iter().map(|(_, queries)| queries.len()).sum();
    assert!(count >= 120, "{count}");
    kept("queries.md", &page(&s, &Scan { project: &s.project, texts: &texts }));
}

#[test]
fn the_page_of_languages_is_what_is_found() {
    let (page, wrong) = languages();
    assert_eq!(wrong, Vec::<String>::new());
    kept("languages.md", &page);
}

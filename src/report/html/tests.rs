use crate::matrix::State;
use crate::report::paper::{Behind, Block, Paper, PaperFormat};
use crate::report::tests::{cell, evidence, table};

fn page(paper: &Paper) -> String {
    String::from_utf8(paper.write(PaperFormat::Html).expect("it is written")).expect("it is text")
}

#[test]
fn a_cell_knows_its_quotes_and_each_passage_is_there_once() {
    let page = page(&Paper::of_table(table(), Behind::Nothing));
    assert!(page.contains("<td class=\"n\" data-e=\"0 1\" dir=\"auto\">2</td>"), "{page}");
    assert!(page.contains("class=\"stale\"") && page.contains("<tr class=\"group s4\">"));
    let (_, rest) = page.split_once("id=\"passages\">").expect("the passages are there");
    let json = rest.split_once("</script>").expect("it ends").0;
    let passages: serde_json::Value = serde_json::from_str(json).expect("it is JSON");
    assert_eq!(passages.as_array().map(Vec::len), Some(3));
    assert_eq!(passages[0]["quote"], "it | cost\nus <b>*much*</b>");
}

#[test]
fn a_hostile_transcript_stays_text() {
    let mut table = table();
    let evil = "</script><script>alert(1)</script><!--\" onload='x'";
    table.rows[0].cells[0] = cell(evil, State::Value, vec![evidence(evil, 1, evil)]);
    table.title = evil.to_owned();
    let page = page(&Paper { title: evil.to_owned(), blocks: vec![Block::Table(Box::new(table), Behind::Nothing)] });
    assert_eq!(page.matches("<script").count(), 2, "the passages and the page's own");
    assert_eq!(page.matches("</script").count(), 2);
    let (seen, passages) = page.split_once("id=\"passages\">").expect("the passages are there");
    assert!(!seen.contains("<!--") && !seen.contains("onload='") && !seen.contains("\" onload"), "{seen}");
    let json = passages.split_once("</script>").expect("it ends").0;
    assert!(!json.contains(['<', '>', '&']), "{json}");
}

#[test]
fn the_page_forbids_itself_everything_but_its_own_script() {
    let page = page(&Paper::of_table(table(), Behind::Nothing));
    let script = page.rsplit_once("<script>").and_then(|(_, s)| s.split_once("</script>")).expect("it is there").0;
    use sha2::Digest;
    let hash = super::base64(&sha2::Sha256::digest(script));
    assert!(page.contains(&format!("script-src 'sha256-{hash}'")) && page.contains("default-src 'none'"));
    for banned in ["http:", "https:", "src=", "style=", " onclick", "@import", "url("] {
        assert!(!page.contains(banned), "{banned}");
    }
    assert_eq!(page, self::page(&Paper::of_table(self::table(), Behind::Nothing)), "the same bytes");
}

#[test]
fn base64_is_that_of_the_standard() {
    for (plain, coded) in [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foobar", "Zm9vYmFy")] {
        assert_eq!(super::base64(plain.as_bytes()), coded);
    }
}

#[test]
fn a_heading_over_several_columns_spans_them() {
    let mut banded = table();
    banded.bands = vec![crate::matrix::Band { title: "Money".to_owned(), shade: 2, columns: 0..2 }];
    let page = page(&Paper::of_table(banded, Behind::Nothing));
    for head in [
        "<th scope=\"colgroup\" class=\"over s2\" colspan=\"2\" dir=\"auto\">Money</th>",
        "<th scope=\"col\" class=\"label\" rowspan=\"2\" data-c=\"0\" dir=\"auto\">Company</th>",
        "<tr><th scope=\"col\" class=\"n s2\" data-c=\"1\" dir=\"auto\">Cost</th>",
    ] {
        assert!(page.contains(head), "{head}\n{page}");
    }
}

#[test]
fn short_labels_are_not_broken_and_long_ones_may_be() {
    let mut table = table();
    table.rows[0].label = "A label of so many words that it has to wrap".to_owned();
    let page = page(&Paper::of_table(table, Behind::Nothing));
    assert!(page.contains("class=\"label\" dir=\"auto\">A label of so many"));
    assert!(page.contains("class=\"label short\""));
}

use crate::matrix::{State, Table};
use crate::report::paper::{Behind, Block, Paper, PaperFormat, Run};
use crate::report::tests::{cell, evidence, heading, table};
use std::io::Read;

fn part(bytes: &[u8], name: &str) -> String {
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(bytes)).expect("it is a zip");
    let mut text = String::new();
    zip.by_name(name).expect("the part is there").read_to_string(&mut text).expect("it is text");
    text
}

fn document(paper: &Paper) -> String {
    part(&paper.write(PaperFormat::Docx).expect("it is written"), "word/document.xml")
}

#[test]
fn a_matrix_is_a_table_of_word() {
    let xml = document(&Paper::of_table(table(), Behind::Nothing));
    for needle in [
        "<w:tblHeader/>",
        "<w:gridSpan w:val=\"4\"/><w:tcBorders>",
        "w:fill=\"B8B8B8\"",
        "With, and more (2)",
        "=1+1 | cost</w:t></w:r><w:r><w:br/></w:r><w:r><w:t xml:space=\"preserve\">more",
        "<w:rPr><w:i/><w:iCs/></w:rPr><w:t xml:space=\"preserve\">Old",
        "CE = Customer Engagement",
        "<w:jc w:val=\"right\"/>",
    ] {
        assert!(xml.contains(needle), "{needle}\n{xml}");
    }
    assert!(!xml.contains("landscape"), "a narrow table stays in portrait");
    assert_eq!(xml.matches("<w:tr>").count(), 1 + 2 + 6 + 1);
}

#[test]
fn a_wide_table_stands_in_landscape_between_text_in_portrait() {
    let mut wide = table();
    wide.columns.extend((0..7).map(|n| heading(&format!("Column {n}"), "essence")));
    for row in &mut wide.rows {
        row.cells.extend((0..7).map(|_| cell("a phrase of quite some length that wraps", State::Essence, Vec::new())));
    }
    wide.totals = Default::default();
    let after = Block::text("After.");
    let blocks = vec![Block::text("Before."), Block::Table(Box::new(wide), Behind::Nothing), after];
    let xml = document(&Paper { title: "Report".to_owned(), blocks });
    let ways: Vec<bool> = xml.split("<w:sectPr>").skip(1).map(|s| s.contains("landscape")).collect();
    assert_eq!(ways, [false, true, false]);
}

#[test]
fn hundreds_of_columns_go_on_in_parts_and_none_is_lost() {
    let mut wide = table();
    wide.groups.clear();
    wide.totals = Default::default();
    wide.columns = (0..300).map(|n| heading(&format!("code{n}x"), "count")).collect();
    for row in &mut wide.rows {
        row.group = None;
        row.cells = (0..300).map(|n| cell(&n.to_string(), State::Count, Vec::new())).collect();
    }
    let xml = document(&Paper::of_table(wide, Behind::Nothing));
    assert!((0..300).all(|n| xml.matches(&format!(">code{n}x<")).count() == 1));
    for table in xml.split("<w:tbl>").skip(1) {
        let columns = table.matches("<w:gridCol ").count();
        assert!((2..=60).contains(&columns), "Word has at most 63 columns: {columns}");
        assert!(table.contains(">漢字 9<"), "the labels are repeated");
    }
    assert!(xml.contains("(part 2 of "));
}

#[test]
fn quotes_are_footnotes_or_an_appendix_on_request() {
    let bytes = Paper::of_table(table(), Behind::Footnotes).write(PaperFormat::Docx).expect("it is written");
    let notes = part(&bytes, "word/footnotes.xml");
    assert!(notes.contains("“it | cost") && notes.contains("(oak, 3:1, Marta)"), "{notes}");
    let references = part(&bytes, "word/document.xml").matches("<w:footnoteReference ").count();
    assert_eq!(references, notes.matches("<w:footnote w:id=").count());
    assert!(references > 3);
    let xml = document(&Paper::of_table(table(), Behind::Appendix));
    assert!(
        xml.contains("Quotes behind “What it costs”") && xml.contains("7 · Cost") && xml.contains("(oak, 40:1, Marta)")
    );
}

#[test]
fn an_annex_has_all_quotes_of_cells_whose_footnote_shows_some() {
    let mut long = table();
    let quotes: Vec<_> = (1..6).map(|n| evidence("oak", n, &format!("said {n} times"))).collect();
    long.rows[0].cells[0] = cell("5", State::Count, quotes);
    let bytes = Paper::of_table(long, Behind::Footnotes).write(PaperFormat::Docx).expect("it is written");
    let (notes, xml) = (part(&bytes, "word/footnotes.xml"), part(&bytes, "word/document.xml"));
    assert!(notes.contains("3 of 5 quotes; all are in the annex, Evidence behind “What it costs”."), "{notes}");
    assert!(notes.contains("said 3 times") && !notes.contains("said 4 times"));
    assert!((1..6).all(|n| xml.contains(&format!("said {n} times"))), "the annex has all five");
    let short = Paper::of_table(table(), Behind::Footnotes).write(PaperFormat::Docx).expect("it is written");
    assert!(!part(&short, "word/document.xml").contains("Evidence behind"), "no annex where footnotes have room");
}

#[test]
fn hebrew_and_arabic_run_from_the_right() {
    let mut table = Table { title: "טבלה".to_owned(), label: "מקרה".to_owned(), ..Table::default() };
    table.columns = vec![heading("ערך", "value")];
    let value = cell("אמר he said 12", State::Value, vec![evidence("oak", 1, "ברוך")]);
    table.rows = vec![crate::report::tests::row("אחד", None, vec![value])];
    let xml = document(&Paper::of_table(table, Behind::Nothing));
    assert!(xml.contains("<w:bidiVisual/>") && xml.contains("<w:bidi/>") && xml.contains("<w:rtl/>"), "{xml}");
    let said = xml.split("<w:r>").find(|r| r.contains("he said")).expect("it is there");
    assert!(!said.contains("<w:rtl/>"), "English inside runs from the left: {said}");
}

#[test]
fn the_same_paper_gives_the_same_bytes_and_nothing_hostile_gets_in() {
    let runs = vec![Run { text: "a\u{0}<w:p>&\u{1b}[31m\tb\r\nc".to_owned(), ..Run::default() }];
    let paper = Paper { title: "</w:t>".to_owned(), blocks: vec![Block::Paragraph(runs), Block::Item(Vec::new())] };
    let once = paper.write(PaperFormat::Docx).expect("it is written");
    assert_eq!(once, paper.write(PaperFormat::Docx).expect("it is written"));
    let xml = part(&once, "word/document.xml");
    assert!(xml.contains("&lt;w:p&gt;&amp;") && !xml.contains('\u{0}') && !xml.contains('\u{1b}'), "{xml}");
    assert!(part(&once, "docProps/core.xml").contains("2000-01-01"));
    for name in ["word/document.xml", "word/styles.xml", "word/footnotes.xml", "word/footer1.xml", "word/settings.xml"]
    {
        let text = part(&once, name);
        let mut reader = quick_xml::Reader::from_str(&text);
        loop {
            match reader.read_event().unwrap_or_else(|e| panic!("{name}: {e}")) {
                quick_xml::events::Event::Eof => break,
                _ => continue,
            }
        }
    }
}

#[test]
fn a_heading_over_several_columns_is_one_merged_cell() {
    let mut banded = table();
    banded.bands = vec![crate::matrix::Band { title: "Money".to_owned(), shade: 2, columns: 0..2 }];
    let xml = document(&Paper::of_table(banded, Behind::Nothing));
    let head: Vec<&str> = xml.split("<w:tr>").skip(1).take(2).collect();
    assert!(head[0].contains("<w:gridSpan w:val=\"2\"/>") && head[0].contains(">Money<") && head[0].contains("E0E0E0"));
    assert_eq!(head[0].matches("<w:vMerge w:val=\"restart\"/>").count(), 2, "labels and totals reach over both lines");
    assert_eq!(head[1].matches("<w:vMerge/>").count(), 2);
    assert!(head[1].contains(">Essence of cost<") && !head[1].contains(">Company<"), "{}", head[1]);
    assert!(head.iter().all(|h| h.contains("<w:tblHeader/>")), "both are repeated on every page");
}

#[test]
fn lines_that_run_both_ways_are_paragraphs_of_their_own() {
    let mut mixed = table();
    mixed.rows[0].cells[0].value = "“one”\n“שניים”\n“three”".to_owned();
    let xml = document(&Paper::of_table(mixed, Behind::Nothing));
    let paragraph = xml.split("<w:p>").find(|p| p.contains("שניים")).expect("it is there");
    assert!(paragraph.contains("<w:bidi/>") && !paragraph.contains("one"), "{paragraph}");
}

#[test]
fn a_row_is_kept_on_one_page_unless_it_is_very_tall() {
    let kept = |value: &str| {
        let mut one = table();
        one.rows[0].cells[0].value = value.to_owned();
        document(&Paper::of_table(one, Behind::Nothing)).matches("<w:tr><w:trPr><w:cantSplit/></w:trPr>").count()
    };
    assert_eq!(kept("short"), kept(&"some words ".repeat(9)));
    assert_eq!(kept("short"), kept(&"some words ".repeat(900)) + 1);
}

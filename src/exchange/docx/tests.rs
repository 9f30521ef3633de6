use crate::document::{Draft, TurnKind};
use crate::exchange::{ReadOptions, read};
use crate::fault::Outcome;
use crate::text::Text;
use std::io::{Cursor, Write};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

const HEAD: &str = r#"<?xml version="1.0"?><w:document xmlns:w="w" xmlns:mc="mc"><w:body>"#;

fn pack(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn bring(bytes: &[u8]) -> Outcome<Draft> {
    read("a.docx", bytes, &ReadOptions::default())
}

fn body(xml: &str) -> Draft {
    let draft =
        bring(&pack(&[("word/document.xml", format!("{HEAD}{xml}</w:body></w:document>").as_bytes())])).unwrap();
    assert_eq!(draft.structure.fault(&Text::new(draft.text.clone())), None);
    draft
}

fn p(words: &str) -> String {
    format!("<w:p><w:r><w:t>{words}</w:t></w:r></w:p>")
}

#[test]
fn what_stands_on_the_page_is_read_once() {
    let xml = [
        "<w:p><w:pPr><w:tabs><w:tab w:val=\"left\"/></w:tabs></w:pPr><w:r><w:t>one &amp; two&#233;</w:t><w:tab/><w:t xml:space=\"preserve\"> three</w:t><w:br/><w:t>four</w:t></w:r></w:p>",
        "<w:p><w:ins><w:r><w:t>kept</w:t></w:r></w:ins><w:del><w:r><w:delText>gone</w:delText></w:r></w:del><w:moveFrom><w:r><w:t>away</w:t></w:r></w:moveFrom><w:r><w:t>co</w:t><w:noBreakHyphen/><w:t>op</w:t></w:r></w:p>",
        "<w:p><w:r><mc:AlternateContent><mc:Choice><w:txbxContent><w:p><w:r><w:t>box</w:t></w:r></w:p></w:txbxContent></mc:Choice><mc:Fallback><w:txbxContent><w:p><w:r><w:t>box</w:t></w:r></w:p></w:txbxContent></mc:Fallback></mc:AlternateContent></w:r><w:r><w:t>around</w:t></w:r></w:p>",
        "<w:sdt><w:sdtContent><w:p><w:r><w:t>control</w:t></w:r></w:p></w:sdtContent></w:sdt>",
        "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>A</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>B</w:t></w:r></w:p><w:p><w:r><w:t>C</w:t></w:r></w:p></w:tc></w:tr></w:tbl>",
        "<w:p><w:r><w:instrText>PAGE</w:instrText><w:t>漢字 🙂 שלום</w:t></w:r></w:p><w:p/>",
    ];
    let draft = body(&xml.concat());
    assert_eq!(
        draft.text,
        "one & twoé\t three\nfour\n\nkeptco\u{2011}op\n\naround\n\nbox\n\ncontrol\n\nA\tB\nC\n\n漢字 🙂 שלום"
    );
    assert!(draft.warnings.iter().any(|w| w.what.starts_with("2 places deleted")));
}

#[test]
fn labels_headings_notes_and_properties() {
    let document = format!(
        "{HEAD}<w:p><w:pPr><w:pStyle w:val=\"Otsikko1\"/></w:pPr><w:r><w:t>Alku</w:t></w:r></w:p>{}{}{}<w:p><w:r><w:t>S1: Hyvin</w:t><w:footnoteReference w:id=\"2\"/><w:t>.</w:t></w:r></w:p></w:body></w:document>",
        p("I: Miten sujui?"),
        p("S1: Noin."),
        p("I: Entä sitten?")
    );
    let styles =
        "<w:styles xmlns:w=\"w\"><w:style w:styleId=\"Otsikko1\"><w:name w:val=\"heading 1\"/></w:style></w:styles>";
    let notes = "<w:footnotes xmlns:w=\"w\"><w:footnote w:id=\"0\"><w:p/></w:footnote><w:footnote w:id=\"2\"><w:p><w:r><w:t>Naurua.</w:t></w:r></w:p></w:footnote></w:footnotes>";
    let core = "<c:coreProperties xmlns:c=\"c\" xmlns:dc=\"d\"><dc:title>Matka &amp; ty\u{f6}</dc:title><dc:creator>Sirpa</dc:creator></c:coreProperties>";
    let bytes = pack(&[
        ("word/document.xml", document.as_bytes()),
        ("word/styles.xml", styles.as_bytes()),
        ("word/footnotes.xml", notes.as_bytes()),
        ("docProps/core.xml", core.as_bytes()),
        ("../../etc/passwd", b"x"),
    ]);
    let draft = bring(&bytes).unwrap();
    assert_eq!(draft.text, "Alku\n\nI: Miten sujui?\n\nS1: Noin.\n\nI: Entä sitten?\n\nS1: Hyvin[1].\n\n[1] Naurua.");
    assert_eq!(draft.structure.turns[0].kind, TurnKind::Heading);
    assert_eq!(draft.structure.speakers.len(), 2);
    assert_eq!(draft.properties["title"], "Matka & työ");
    assert_eq!(draft.properties["author"], "Sirpa");
    assert!(draft.warnings.iter().any(|w| w.what.contains("footnote")));
}

#[test]
fn entities_of_a_document_type_are_never_expanded() {
    let bomb = "<?xml version=\"1.0\"?><!DOCTYPE lolz [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;\">]><w:document xmlns:w=\"w\"><w:body><w:p><w:r><w:t>&b;</w:t></w:r></w:p></w:body></w:document>";
    let fault = bring(&pack(&[("word/document.xml", bomb.as_bytes())])).unwrap_err();
    assert!(fault.what.contains("DOCTYPE"), "{fault}");
    assert_eq!(body(&p("a&unknown;b")).text, "a\u{FFFD}b");
}

#[test]
fn an_archive_that_unpacks_to_far_more_than_it_is_is_refused() {
    let mut xml = HEAD.as_bytes().to_vec();
    xml.resize(40 << 20, b' ');
    let bytes = pack(&[("word/document.xml", &xml)]);
    assert!(bytes.len() < 100_000);
    assert!(bring(&bytes).unwrap_err().what.contains("fill memory"));
}

#[test]
fn sizes_that_lie_are_not_believed() {
    let good =
        pack(&[("word/document.xml", format!("{HEAD}{}</w:body></w:document>", p("Some honest words.")).as_bytes())]);
    let central = good.windows(4).rposition(|w| w == b"PK\x01\x02").unwrap();
    for (at, length) in [(central + 24, 4), (central + 20, 4), (22, 4), (18, 4)] {
        for value in [0u8, 0xFE] {
            let mut bytes = good.clone();
            bytes[at..at + length].fill(value);
            if let Ok(draft) = bring(&bytes) {
                assert_eq!(draft.text, "Some honest words.");
            }
        }
    }
    for cut in [10, good.len() / 2, good.len() - 3] {
        assert!(bring(&good[..cut]).is_err());
    }
}

#[test]
fn broken_xml_is_refused_and_unclosed_xml_keeps_its_words() {
    let broken = format!("{HEAD}<w:p><w:r><w:t>a</w:t></w:r></w:p><w:p <<<");
    assert!(bring(&pack(&[("word/document.xml", broken.as_bytes())])).is_err());
    let unclosed = format!("{HEAD}<w:tbl><w:tr><w:tc>{}", p("left open"));
    assert_eq!(bring(&pack(&[("word/document.xml", unclosed.as_bytes())])).unwrap().text, "left open");
}

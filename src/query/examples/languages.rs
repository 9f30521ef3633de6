//! What finding knows of each language: from this `docs/languages.md` is made, by the tests of the search index.

use super::super::sample::Sample;
use super::super::stem::{stemmed, way};
use super::super::{Scan, World, evaluate, fill, understand};
use std::collections::BTreeSet;
use std::fmt::Write;

/// ISO 639-1, name, a text, and what is asked of it with the words that are to be found.
type Row = (&'static str, &'static str, &'static str, &'static [(&'static str, &'static str)]);

const ROWS: &[Row] = &[
    (
        "ar",
        "Arabic",
        "كانت الممرضة تعمل في المستشفى كل يوم، وكان المرضى ينتظرون أمام الباب منذ الصباح الباكر.",
        &[("ممرضه", "الممرضة"), ("المرضي", "المرضى"), ("امام", "أمام")],
    ),
    (
        "da",
        "Danish",
        "Sygeplejersken arbejdede hver dag på hospitalet, og patienterne ventede foran døren fra tidlig morgen.",
        &[("patient", "patienterne"), ("hospitaler", "hospitalet"), ("dor", "døren")],
    ),
    (
        "de",
        "German",
        "Die Krankenschwester arbeitete jeden Tag in der Straße, und die Häuser der Patienten waren alt und kalt.",
        &[("haus", "Häuser"), ("strasse", "Straße"), ("patienten", "Patienten")],
    ),
    (
        "el",
        "Greek",
        "Η νοσοκόμα δούλευε κάθε μέρα στο νοσοκομείο και οι ασθενείς περίμεναν μπροστά στην πόρτα από το πρωί.",
        &[("νοσοκομα", "νοσοκόμα"), ("πορτες", "πόρτα")],
    ),
    (
        "en",
        "English",
        "The nurse trusted her patients, and her patients were waiting in front of the door every morning.",
        &[("trust", "trusted"), ("wait", "waiting"), ("DOORS", "door")],
    ),
    (
        "es",
        "Spanish",
        "La enfermera trabajaba todos los días en el hospital y los pacientes esperaban delante de la puerta desde la mañana.",
        &[("trabajar", "trabajaba"), ("manana", "mañana"), ("esperar", "esperaban")],
    ),
    (
        "fi",
        "Finnish",
        "Sairaanhoitaja työskenteli joka päivä sairaalassa, ja potilaat odottivat oven edessä varhaisesta aamusta asti.",
        &[("sairaala", "sairaalassa"), ("potilas*", "nothing"), ("paiva", "päivä")],
    ),
    (
        "fr",
        "French",
        "L’infirmière travaillait tous les jours à l’hôpital et les patients attendaient devant la porte depuis le matin.",
        &[
            ("infirmière", "L’infirmière"),
            ("infirmiere", "nothing"),
            ("hopital", "l’hôpital"),
            ("travailler", "travaillait"),
        ],
    ),
    (
        "he",
        "Hebrew",
        "האחות עבדה כל יום בבית החולים, והחולים חיכו לפני הדלת משעות הבוקר המוקדמות.",
        &[("אחות", "האחות"), ("דלת", "הדלת"), ("בית", "nothing")],
    ),
    (
        "hu",
        "Hungarian",
        "A nővér minden nap a kórházban dolgozott, és a betegek kora reggel óta az ajtó előtt várakoztak.",
        &[("korhaz", "kórházban"), ("beteg", "betegek")],
    ),
    (
        "it",
        "Italian",
        "L’infermiera lavorava ogni giorno nell’ospedale e i pazienti aspettavano davanti alla porta dalla mattina.",
        &[("ospedale", "nell’ospedale"), ("paziente", "pazienti"), ("lavorare", "lavorava")],
    ),
    (
        "ja",
        "Japanese",
        "看護師は毎日病院で働いていました。患者さんは朝からドアの前で待っていました。",
        &[("病院", "病院"), ("待って", "待って"), ("看護", "看護")],
    ),
    (
        "ko",
        "Korean",
        "간호사는 매일 병원에서 일했고, 환자들은 아침 일찍부터 문 앞에서 기다렸습니다. 병원은 아주 컸습니다.",
        &[("병원", "병원에서 병원은"), ("간호사", "간호사는"), ("기다*", "기다렸습니다")],
    ),
    (
        "nl",
        "Dutch",
        "De verpleegster werkte elke dag in het ziekenhuis en de patiënten wachtten vanaf de vroege ochtend voor de deur.",
        &[("patient", "patiënten"), ("deuren", "deur")],
    ),
    (
        "no",
        "Norwegian",
        "Sykepleieren jobbet hver dag på sykehuset, og pasientene ventet foran døren fra tidlig om morgenen.",
        &[("pasient", "pasientene"), ("dor", "døren")],
    ),
    (
        "pl",
        "Polish",
        "Pielęgniarka pracowała codziennie w szpitalu, a pacjenci czekali przed drzwiami od wczesnego ranka.",
        &[("pielegniarka", "Pielęgniarka"), ("pacjent*", "nothing"), ("pacjen*", "pacjenci")],
    ),
    (
        "pt",
        "Portuguese",
        "A enfermeira trabalhava todos os dias no hospital e os pacientes esperavam em frente à porta desde a manhã.",
        &[("trabalhar", "trabalhava"), ("manha", "manhã")],
    ),
    (
        "ro",
        "Romanian",
        "Asistenta lucra în fiecare zi la spital, iar pacienții așteptau în fața ușii încă de dimineață.",
        &[("pacienţii", "pacienții"), ("dimineata", "dimineață")],
    ),
    (
        "ru",
        "Russian",
        "Медсестра работала каждый день в больнице, а пациенты ещё с утра ждали перед дверью.",
        &[("больница", "больнице"), ("еще", "ещё"), ("работать", "работала")],
    ),
    (
        "sv",
        "Swedish",
        "Sjuksköterskan arbetade varje dag på sjukhuset, och patienterna väntade framför dörren från tidig morgon.",
        &[("patient", "patienterna"), ("vanta", "väntade"), ("dorrar", "dörren")],
    ),
    (
        "ta",
        "Tamil",
        "செவிலியர் தினமும் மருத்துவமனையில் வேலை செய்தார், நோயாளிகள் காலையிலிருந்து கதவின் முன் காத்திருந்தனர்.",
        &[("நோயாளி", "நோயாளிகள்"), ("வேலை", "வேலை")],
    ),
    (
        "th",
        "Thai",
        "พยาบาลทำงานที่โรงพยาบาลทุกวัน และผู้ป่วยรออยู่หน้าประตูตั้งแต่เช้า",
        &[("พยาบาล", "พยาบาล พยาบาล"), ("ประตู", "ประตู")],
    ),
    (
        "tr",
        "Turkish",
        "Hemşire her gün Ankara'nın büyük hastanesinde çalışıyordu ve hastalar sabahtan beri kapının önünde bekliyordu.",
        &[("ankara", "Ankara'nın"), ("hemsire", "Hemşire"), ("HASTALAR", "hastalar")],
    ),
    (
        "zh",
        "Chinese",
        "护士每天在医院工作，病人从早上就在门口等着。她觉得工作时间太长了，很累。",
        &[("医院", "医院"), ("工作", "工作 工作"), ("作时", "作时")],
    ),
];

const HEAD: &str = "# Languages

Every document has a language: guessed when it is brought in, corrected with `casebook documents language`. A word that is asked for meets each document in that
document's language. This page is written by a test: the small texts are invented, and what is asked is found in them as it stands here.

| | in every language |
|---|---|
| case and accents | make no difference: `elan` finds Élan, `strasse` Straße, `oeuvre` œuvre; `exact:` counts both |
| apostrophes | any of ' ’ ‘ ʼ is the same |
| Arabic script | short vowels and tatweel are passed over; the forms of alef are one, as are alef maqsura and yeh, teh marbuta and heh |
| Hebrew | points and accents are passed over |
| forms of a word | meet where there is a stemmer: Snowball (rust-stemmers 1.2) with elisions, Romanian commas, Turkish capitals and ё mended |
| Chinese, Japanese, Thai, Khmer, Lao, Burmese | any run of letters is found, however a dictionary would cut it; words are counted as the dictionary of ICU cuts them |
| right to left | found in the order in which it is spoken |

| language | code | guessed | stemmer | asked → found |
|---|---|---|---|---|
";

const TAIL: &str = "
What it does not do: Hebrew prepositions and conjunctions written together with a word stay on it (write `re:/\\w*בית/`), Korean verbs are not brought to their stem
(`기다*`), and in
languages without a stemmer, such as Polish, words meet only in the same form (`pacjen*`). A French or Italian word behind an elision is found without its accents only
where they do not alter the stem (`hopital`, not `infirmiere`). Stemming is by rule: it parts some forms that belong together
and joins some that do not; `\"quoted\"` words are never stemmed.
";

/// What a query finds in a text, word by word.
fn found(language: &str, text: &str, query: &str) -> String {
    let mut s = Sample::default();
    s.document("text", language, &[text]);
    let scan = Scan { project: &s.project, texts: &s.texts };
    let world = World { project: &s.project, texts: &s.texts, words: &scan };
    let query = understand(query, &s.project).expect("it is understood");
    let mut hits = evaluate(&query, &world).expect("it is evaluated");
    fill(&mut hits, &query, &world).expect("it is filled");
    let words: Vec<&str> = hits.iter().flat_map(|h| h.matches.iter().map(|m| m.of(text))).collect();
    if words.is_empty() { "nothing".to_owned() } else { words.join(" ") }
}

/// The page of languages, and what was found otherwise than it should be.
pub(crate) fn page() -> (String, Vec<String>) {
    let (mut page, mut wrong) = (String::from(HEAD), Vec::new());
    for (code, name, text, asked) in ROWS {
        let guessed = crate::document::language(text);
        let mut cells = Vec::new();
        for (query, expected) in *asked {
            let found = found(code, text, query);
            if found != *expected {
                wrong.push(format!("{name}: {query} finds {found}, not {expected}"));
            }
            cells.push(format!("`{query}` → {found}"));
        }
        let stemmer = way(code);
        let _ = writeln!(page, "| {name} | {code} | {guessed} | {stemmer} | {} |", cells.join(" · "));
    }
    page.push_str(TAIL);
    (page, wrong)
}

#[test]
fn every_language_with_a_stemmer_is_on_the_page_and_most_are_guessed() {
    let shown: BTreeSet<&str> = ROWS.iter().map(|(code, ..)| *code).collect();
    let missing: Vec<&str> = stemmed().into_iter().filter(|code| !shown.contains(code)).collect();
    assert_eq!(missing, Vec::<&str>::new());
    let wrong: Vec<&str> =
        ROWS.iter().filter(|(code, _, text, _)| crate::document::language(text) != *code).map(|r| r.0).collect();
    assert!(wrong.len() <= 4, "{wrong:?}");
}

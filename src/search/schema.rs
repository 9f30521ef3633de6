use crate::query::words;
use tantivy::schema::{Field, IndexRecordOption, NumericOptions, Schema, TextFieldIndexing, TextOptions};
use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

/// The fields of the index. Nothing is stored: three numbers a turn to say where it is and how long, and the keys of its words.
#[derive(Clone)]
pub(super) struct Fields {
    pub schema: Schema,
    /// Number of the document in the manifest: to delete its turns by.
    pub number: Field,
    /// Number of the document and index of the turn, 32 bits each.
    pub place: Field,
    /// First byte of the turn and one past its last, 32 bits each.
    pub extent: Field,
    /// How many words the turn has.
    pub words: Field,
    /// Exact keys with positions.
    pub exact: Field,
    /// Stem keys with positions.
    pub stem: Field,
}

/// Name of the tokenizer that splits keys; it is not kept in the index but registered whenever that is opened.
pub(super) const KEYS: &str = "keys";

/// Names of the fast fields.
pub(super) const PLACE: &str = "place";
pub(super) const EXTENT: &str = "extent";
pub(super) const WORDS: &str = "words";

impl Fields {
    pub fn new() -> Self {
        let mut builder = Schema::builder();
        let number = builder.add_u64_field("number", NumericOptions::default().set_indexed());
        let place = builder.add_u64_field(PLACE, NumericOptions::default().set_fast());
        let extent = builder.add_u64_field(EXTENT, NumericOptions::default().set_fast());
        let words = builder.add_u64_field(WORDS, NumericOptions::default().set_fast());
        let indexing = TextFieldIndexing::default()
            .set_tokenizer(KEYS)
            .set_fieldnorms(false)
            .set_index_option(IndexRecordOption::WithFreqsAndPositions);
        let text = TextOptions::default().set_indexing_options(indexing);
        let exact = builder.add_text_field("exact", text.clone());
        let stem = builder.add_text_field("stem", text);
        Self { schema: builder.build(), number, place, extent, words, exact, stem }
    }
}

/// Splits at line ends: the keys come from our own analyser, a line each, so that index, scan and highlighting cannot differ. A
/// line that begins with [`words::BESIDE`] is another key of the word before it.
#[derive(Clone, Default)]
pub(super) struct Keys {
    token: Token,
}

/// What [`Keys`] makes of one text.
pub(super) struct KeyStream<'a> {
    rest: &'a str,
    token: &'a mut Token,
}

impl Tokenizer for Keys {
    type TokenStream<'a> = KeyStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> KeyStream<'a> {
        self.token.reset();
        KeyStream { rest: text, token: &mut self.token }
    }
}

impl TokenStream for KeyStream<'_> {
    fn advance(&mut self) -> bool {
        let Some(end) = self.rest.as_bytes().iter().position(|b| *b == b'\n') else { return false };
        self.token.text.clear();
        self.token.text.push_str(&self.rest[..end]);
        if !self.token.text.starts_with(words::BESIDE) {
            self.token.position = self.token.position.wrapping_add(1);
        }
        self.rest = &self.rest[end + 1..];
        true
    }

    fn token(&self) -> &Token {
        self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        self.token
    }
}

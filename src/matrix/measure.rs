/// What a cell shows of its evidence: the passages that lie in its row and in its column.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Measure {
    /// The value of an attribute or of an expression.
    Value,
    /// Codings: one passage coded by two coders, or with two sub-codes, counts twice. For a column that is no code, the same as [`Measure::Passages`].
    Count,
    /// Distinct passages: document, start and end.
    Passages,
    /// Distinct cases to which a passage of the evidence belongs.
    Cases,
    /// Distinct documents in which a passage of the evidence stands.
    Documents,
    /// Words in the union of the evidence: a word in two overlapping passages counts once.
    Words,
    /// Whether there is any evidence: `yes` (1) or `no` (0).
    Present,
    /// The sub-codes of the column's code that occur in the evidence, in the codebook's order; the code itself when none of them does.
    Codes,
    /// The words of the evidence, telling passages first, each in quotation marks and on a line of its own.
    Quotes,
    /// The phrase that an analyst wrote for the cell.
    Essence,
}

impl Measure {
    /// All measures.
    pub const ALL: [Self; 10] = [
        Self::Value,
        Self::Count,
        Self::Passages,
        Self::Cases,
        Self::Documents,
        Self::Words,
        Self::Present,
        Self::Codes,
        Self::Quotes,
        Self::Essence,
    ];

    /// The word used in specifications and files.
    pub fn word(self) -> &'static str {
        match self {
            Self::Value => "value",
            Self::Count => "count",
            Self::Passages => "passages",
            Self::Cases => "cases",
            Self::Documents => "documents",
            Self::Words => "words",
            Self::Present => "present",
            Self::Codes => "codes",
            Self::Quotes => "quotes",
            Self::Essence => "essence",
        }
    }

    /// Reads the word.
    pub fn parse(word: &str) -> Option<Self> {
        let word = word.trim().to_lowercase();
        Self::ALL.into_iter().find(|m| m.word() == word)
    }

    /// The unit of the number in the cell; `None` when the cell holds words.
    pub fn unit(self) -> Option<&'static str> {
        match self {
            Self::Count => Some("codings"),
            Self::Passages => Some("passages"),
            Self::Cases => Some("cases"),
            Self::Documents => Some("documents"),
            Self::Words => Some("words"),
            Self::Present => Some("0 or 1"),
            Self::Value | Self::Codes | Self::Quotes | Self::Essence => None,
        }
    }

    /// True when the cell's number is the length of the list of evidence behind it.
    pub fn counts_evidence(self) -> bool {
        matches!(self, Self::Count | Self::Passages)
    }
}

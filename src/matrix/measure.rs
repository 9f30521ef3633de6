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
    /// How much of the text is covered by the evidence: characters of the row's (or else the column's) part of the documents that lie in it, in percent.
    Coverage,
    /// The count (or what `of` says) in percent of the row's total over the columns with this measure. The total counts what stands in two cells once.
    RowPercent,
    /// The count (or what `of` says) in percent of the column's total over all rows, also those that a filter hides.
    ColumnPercent,
    /// The earliest passage with its place: by the documents' dates where all of them have one, else by their order.
    First,
    /// The names of the cases that are in the row and in the column.
    Names,
    /// `k of n cases`: of the cases of the row (or of the column, where that is what parts the cases) that anybody has coded, how many have the other. Number: k.
    Share,
    /// Cases that would be in the cell if row and column had nothing to do with each other: row total × column total / n, over coded cases.
    Expected,
    /// (observed − expected) / √expected, over coded cases: Pearson's standardised residual.
    Residual,
    /// The residual over its standard error (Haberman 1973), over coded cases: beyond ±2 is unusual.
    AdjustedResidual,
    /// Co-occurrence **P**: pairs of one passage of the row and one of the column that share text. Not bounded by either number of passages.
    Pairs,
    /// Co-occurrence **Q**: passages with the same start and end in the row and in the column.
    Quotations,
    /// Co-occurrence **S**: passages of the row that share text with at least one of the column. Not the same the other way round.
    Touching,
    /// Co-occurrence **C**: characters (code points) that lie in passages of both.
    Characters,
    /// Co-occurrence **D** by documents: documents in which both occur, wherever.
    DocumentsWithBoth,
    /// Co-occurrence **D** by cases: cases in which both occur, wherever.
    CasesWithBoth,
    /// Pairs of passages that share text, or whose gap is at most `within` characters (200 when not said).
    Near,
    /// The c-coefficient of the quotations, Q / (n₁ + n₂ − Q), from 0 to 1.
    CCoefficient,
    /// Of two cases or documents: codes that both have over codes that one has. Of two codes: characters in both over characters in either. From 0 to 1.
    Jaccard,
    /// Of two codes: documents with both over documents with either.
    JaccardDocuments,
    /// Of two codes: cases with both over cases with either.
    JaccardCases,
    /// Of two cases or documents: codes that both or neither have, over all codes.
    SimpleMatch,
    /// Of two cases or documents: Kuckartz & Rädiker's ζ, in which common codes weigh double.
    Zeta,
    /// Of two cases or documents: codes that both have, over all codes (Russell & Rao).
    RussellRao,
    /// Of two cases or documents: twice the common codes over the codes of each (Dice, Sørensen).
    Dice,
    /// Of two cases or documents: Pearson's r of how often each code occurs.
    Pearson,
    /// Of two cases or documents: the cosine of how often each code occurs.
    Cosine,
    /// Of two cases or documents: the sum of the differences in how often each code occurs; 0 is alike.
    Block,
    /// Of two cases or documents: the sum of the squared differences in how often each code occurs; 0 is alike.
    SquaredEuclid,
    /// How many cases of the row have a number in the attribute.
    N,
    /// The mean of the attribute over the cases of the row.
    Mean,
    /// The median of the attribute over the cases of the row.
    Median,
    /// The smallest value of the attribute among the cases of the row.
    Min,
    /// The largest value of the attribute among the cases of the row.
    Max,
    /// The smallest and the largest value, `min…max`.
    Range,
    /// The standard deviation (n − 1) of the attribute over the cases of the row.
    Sd,
}

/// What a measure needs to be made.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Needs {
    /// A value of the row.
    Value,
    /// The evidence of the cell alone.
    Evidence,
    /// The evidence of its row or column too.
    Margin,
    /// The cases that row and column stand for.
    Cases,
    /// The passages of the row and those of the column.
    Passages,
    /// How often two cases have each code.
    Profiles,
    /// Numbers of cases in an attribute.
    Numbers,
}

/// Word, unit and needs of every measure.
const TABLE: [(Measure, &str, Option<&str>, Needs); 45] = {
    use Measure as M;
    use Needs::{Cases, Evidence, Margin, Numbers, Passages, Profiles, Value};
    const SHARE: Option<&str> = Some("0 to 1");
    const SAME: Option<&str> = Some("as the attribute");
    [
        (M::Value, "value", None, Value),
        (M::Count, "count", Some("codings"), Evidence),
        (M::Passages, "passages", Some("passages"), Evidence),
        (M::Cases, "cases", Some("cases"), Evidence),
        (M::Documents, "documents", Some("documents"), Evidence),
        (M::Words, "words", Some("words"), Evidence),
        (M::Present, "present", Some("0 or 1"), Evidence),
        (M::Codes, "codes", None, Evidence),
        (M::Quotes, "quotes", None, Evidence),
        (M::Essence, "essence", None, Evidence),
        (M::Coverage, "coverage", Some("percent"), Margin),
        (M::RowPercent, "row%", Some("percent"), Margin),
        (M::ColumnPercent, "column%", Some("percent"), Margin),
        (M::First, "first", None, Evidence),
        (M::Names, "names", None, Cases),
        (M::Share, "share", Some("cases"), Cases),
        (M::Expected, "expected", Some("cases"), Cases),
        (M::Residual, "residual", Some("standard deviations"), Cases),
        (M::AdjustedResidual, "adjusted_residual", Some("standard errors"), Cases),
        (M::Pairs, "pairs", Some("pairs of passages"), Passages),
        (M::Quotations, "quotations", Some("passages"), Passages),
        (M::Touching, "touching", Some("passages"), Passages),
        (M::Characters, "characters", Some("characters"), Passages),
        (M::DocumentsWithBoth, "documents_with_both", Some("documents"), Passages),
        (M::CasesWithBoth, "cases_with_both", Some("cases"), Passages),
        (M::Near, "near", Some("pairs of passages"), Passages),
        (M::CCoefficient, "c_coefficient", SHARE, Passages),
        (M::Jaccard, "jaccard", SHARE, Passages),
        (M::JaccardDocuments, "jaccard_documents", SHARE, Passages),
        (M::JaccardCases, "jaccard_cases", SHARE, Passages),
        (M::SimpleMatch, "simple_match", SHARE, Profiles),
        (M::Zeta, "zeta", SHARE, Profiles),
        (M::RussellRao, "russell_rao", SHARE, Profiles),
        (M::Dice, "dice", SHARE, Profiles),
        (M::Pearson, "pearson", Some("-1 to 1"), Profiles),
        (M::Cosine, "cosine", SHARE, Profiles),
        (M::Block, "block", Some("codings"), Profiles),
        (M::SquaredEuclid, "squared_euclid", Some("squared codings"), Profiles),
        (M::N, "n", Some("cases"), Numbers),
        (M::Mean, "mean", SAME, Numbers),
        (M::Median, "median", SAME, Numbers),
        (M::Min, "min", SAME, Numbers),
        (M::Max, "max", SAME, Numbers),
        (M::Range, "range", None, Numbers),
        (M::Sd, "sd", SAME, Numbers),
    ]
};

impl Measure {
    /// All measures.
    pub const ALL: [Self; 45] = {
        let mut all = [Self::Value; 45];
        let mut n = 0;
        while n < 45 {
            all[n] = TABLE[n].0;
            n += 1;
        }
        all
    };

    /// The word used in specifications and files.
    pub fn word(self) -> &'static str {
        TABLE[self as usize].1
    }

    /// Reads the word. `row percent` and `min…max` are understood too.
    pub fn parse(word: &str) -> Option<Self> {
        let word = word.trim().to_lowercase().replace([' ', '-'], "_");
        match word.as_str() {
            "row_percent" => Some(Self::RowPercent),
            "column_percent" => Some(Self::ColumnPercent),
            "min…max" | "min...max" => Some(Self::Range),
            _ => Self::ALL.into_iter().find(|m| m.word() == word),
        }
    }

    /// The unit of the number in the cell; `None` when the cell holds words.
    pub fn unit(self) -> Option<&'static str> {
        TABLE[self as usize].2
    }

    /// True when the cell's number is the length of the list of evidence behind it.
    pub fn counts_evidence(self) -> bool {
        matches!(self, Self::Count | Self::Passages | Self::Pairs | Self::Quotations | Self::Touching | Self::Near)
    }

    /// True when every entry of the evidence counts, also several at one place.
    pub(super) fn counts_apart(self) -> bool {
        matches!(self, Self::Count | Self::Pairs | Self::Near)
    }

    /// True for measures of which a total over cells makes sense.
    pub(super) fn has_total(self) -> bool {
        matches!(self, Self::Count | Self::Passages | Self::Cases | Self::Documents | Self::Words)
    }

    pub(super) fn needs(self) -> Needs {
        TABLE[self as usize].3
    }

    /// How many decimals are written when the specification says nothing.
    pub(super) fn decimals(self) -> usize {
        match self {
            Self::Coverage | Self::RowPercent | Self::ColumnPercent | Self::Expected => 1,
            Self::Residual | Self::AdjustedResidual | Self::Mean | Self::Sd => 2,
            _ if self.unit() == Some("0 to 1") || self == Self::Pearson => 3,
            _ => 0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_measure_stands_in_its_row_and_is_found_by_its_word() {
        for (n, measure) in Measure::ALL.into_iter().enumerate() {
            assert_eq!(measure as usize, n, "{measure:?}");
            assert_eq!(Measure::parse(measure.word()), Some(measure));
        }
        assert_eq!(Measure::parse("Row %"), None);
        assert_eq!(Measure::parse("c-coefficient"), Some(Measure::CCoefficient));
        assert_eq!(Measure::parse("min…max"), Some(Measure::Range));
    }
}

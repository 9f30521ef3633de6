//! Rules for groups and derived columns: small typed expressions over one row.
//!
//! ```text
//! has('backbone/operational') and not has('backbone/digital services')
//! founded < 'Between 1950 and 1999' or case.employees = 'Less than 10,000'
//! case when has('strategy/digitized solutions') then 'DS' when count('code:obstacle+') >= 3 then 'CE' else 'N/A' end
//! ```
//!
//! | piece | means | type |
//! |---|---|---|
//! | `'text'` (`''` for a quotation mark), `12`, `yes`, `no` | themselves | text, number, yes/no |
//! | `has('code')` | the row holds a coding of the code or of a sub-code | yes/no |
//! | `count('query')` | how many passages the query finds in the row | number |
//! | `coded` | the row holds a coding of any code | yes/no |
//! | `industry`, `case.industry`, `"two words"` | the row's value of the attribute | the attribute's |
//! | `= != < <= > >=` | comparison; ordered categories by their order | yes/no |
//! | `and or not ( )` | the usual | yes/no |
//! | `case when C then V … else V end` | the first V whose C holds | that of the Vs |
//!
//! **What is not known stays unknown.** A case nobody has coded yet has neither `has('x')` nor `not has('x')`; a case without a value is neither equal to one
//! nor different from it. A rule takes a row only when it is known to hold, so such rows are not put into a group by what has not been looked at.

mod bind;
mod lex;
mod parse;

pub(super) use bind::{Bound, Facts, Lookup, bind};
pub use parse::parse;

use crate::case::Value;
use crate::fault::Fault;

/// An expression as it was written.
#[derive(Clone, PartialEq, Debug)]
pub struct Node {
    /// Where it stands in its text, counted in characters from 0.
    pub at: usize,
    /// What it is.
    pub kind: Kind,
}

/// The kinds of expression.
#[derive(Clone, PartialEq, Debug)]
pub enum Kind {
    /// A value itself.
    Literal(Value),
    /// `has('code')`.
    Has(String),
    /// `count('query')`.
    Count(String),
    /// `coded`.
    Coded,
    /// The row's value of an attribute.
    Attribute(String),
    /// A comparison.
    Compare(Box<Node>, Comparison, Box<Node>),
    /// All of them.
    And(Vec<Node>),
    /// Any of them.
    Or(Vec<Node>),
    /// The opposite.
    Not(Box<Node>),
    /// The first value whose condition holds, or else the last.
    Case(Vec<(Node, Node)>, Option<Box<Node>>),
}

/// How two values are compared.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Comparison {
    /// `=`
    Equal,
    /// `!=`
    Unequal,
    /// `<`
    Less,
    /// `<=`
    AtMost,
    /// `>`
    More,
    /// `>=`
    AtLeast,
}

impl Comparison {
    /// Whether an order of two values satisfies it.
    fn holds(self, order: std::cmp::Ordering) -> bool {
        match self {
            Self::Equal => order.is_eq(),
            Self::Unequal => order.is_ne(),
            Self::Less => order.is_lt(),
            Self::AtMost => order.is_le(),
            Self::More => order.is_gt(),
            Self::AtLeast => order.is_ge(),
        }
    }
}

/// A fault with the expression below it and a caret under the place.
fn fault_in(text: &str, at: usize, what: impl Into<String>) -> Fault {
    let line: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let before: String = line.chars().take(at).collect();
    let indent = " ".repeat(unicode_width::UnicodeWidthStr::width(before.as_str()));
    Fault::asked(format!("{}\n    {line}\n    {indent}^", what.into()))
}

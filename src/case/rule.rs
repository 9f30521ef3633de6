use serde::{Deserialize, Serialize};

/// What is done about a name when something is published. Kept in the project under the name itself.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Rule {
    /// Something else stands in for it.
    Replace {
        /// What: `[a bank]`.
        with: String,
        /// Words that begin with the name count too: `Nordbanks`, `Nordbankin`; in Arabic and Hebrew also those with a particle before it.
        inflected: bool,
    },
    /// Written exactly so it is no name but an ordinary word: it is neither replaced nor searched for.
    Allow {
        /// Why.
        why: String,
    },
    /// The name is that of an attribute whose values name the cases: they are withheld like the cases' names.
    Identifying,
}

/// The form in which a rule is kept.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Kept {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    with: Option<String>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    inflected: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    allow: Option<String>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    identifying: bool,
}

/// What is put before the name of an attribute, so that an attribute and a name spelled alike are kept apart.
const ATTRIBUTE: &str = "attribute ";

impl Rule {
    /// Reads a rule from the name and the text under which it is kept: TOML, or just the words that stand in.
    pub fn parse(name: &str, text: &str) -> (String, Self) {
        match toml::from_str::<Kept>(text) {
            Ok(Kept { identifying: true, .. }) => {
                (name.strip_prefix(ATTRIBUTE).unwrap_or(name).to_owned(), Self::Identifying)
            }
            Ok(Kept { allow: Some(why), .. }) => (name.to_owned(), Self::Allow { why }),
            Ok(Kept { with: Some(with), inflected, .. }) => (name.to_owned(), Self::Replace { with, inflected }),
            _ => (name.to_owned(), Self::Replace { with: text.trim().to_owned(), inflected: false }),
        }
    }

    /// The name and the text under which it is kept.
    pub fn write(&self, name: &str) -> (String, String) {
        let nothing = Kept { with: None, inflected: false, allow: None, identifying: false };
        let (name, kept) = match self {
            Self::Replace { with, inflected } => {
                (name.to_owned(), Kept { with: Some(with.clone()), inflected: *inflected, ..nothing })
            }
            Self::Allow { why } => (name.to_owned(), Kept { allow: Some(why.clone()), ..nothing }),
            Self::Identifying => (format!("{ATTRIBUTE}{name}"), Kept { identifying: true, ..nothing }),
        };
        (name, toml::to_string(&kept).unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_come_back_as_they_were_written() {
        let rules = [
            Rule::Replace { with: "[a bank]".into(), inflected: true },
            Rule::Allow { why: "a month".into() },
            Rule::Identifying,
        ];
        for rule in rules {
            let (name, text) = rule.write("May");
            assert_eq!(Rule::parse(&name, &text), ("May".to_owned(), rule));
        }
        let bare = Rule::Replace { with: "[a town]".into(), inflected: false };
        assert_eq!(Rule::parse("Vaasa", "[a town]"), ("Vaasa".to_owned(), bare));
    }
}

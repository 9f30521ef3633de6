use regex::{Regex, RegexBuilder};

/// Compiles a regular expression as queries have it: case makes no difference, `.` and `^ $` see lines, and its size is bounded.
///
/// The error says in one clause what is wrong with it.
pub(super) fn compile(pattern: &str) -> Result<Regex, String> {
    let built = RegexBuilder::new(pattern).case_insensitive(true).multi_line(true).size_limit(1 << 20).build();
    match built {
        Ok(regex) if regex.is_match("") => {
            Err("this regular expression fits the empty text, and so every place".to_owned())
        }
        Ok(regex) => Ok(regex),
        Err(regex::Error::CompiledTooBig(_)) => Err("this regular expression is too large".to_owned()),
        Err(error) => {
            let text = error.to_string();
            let last = text.lines().last().unwrap_or_default();
            Err(format!("this is no regular expression: {}", last.strip_prefix("error: ").unwrap_or(last)))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn faults_are_told_in_one_clause() {
        assert!(compile("colou?r").unwrap().is_match("COLOR"));
        assert_eq!(compile("a(b").unwrap_err(), "this is no regular expression: unclosed group");
        assert!(compile("x*").unwrap_err().contains("empty text"));
        assert!(compile("(a{999}){999}").unwrap_err().contains("too large"));
    }
}

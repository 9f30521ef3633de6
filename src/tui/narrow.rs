//! Terminals that draw characters of ambiguous width (East Asian Width, UAX 11) in two cells. A screen is measured with one cell for each of them: what has a
//! look-alike of one cell is drawn as that, so that the columns stay where they are. The words themselves are not altered, only what is drawn of them.

use ratatui::buffer::Buffer;

/// A look-alike that takes one cell everywhere; `None` for what has none, or needs none.
fn alike(symbol: &str) -> Option<&'static str> {
    Some(match symbol {
        "“" | "”" | "„" | "‟" => "\"",
        "‘" | "’" | "‚" | "‛" => "'",
        "‐" | "–" | "—" | "―" | "─" | "━" => "-",
        "…" | "‥" => "~",
        "·" | "‧" => ".",
        "×" => "x",
        "÷" => "/",
        "←" => "<",
        "→" => ">",
        "↑" => "^",
        "↓" => "v",
        "•" | "●" | "○" | "■" | "□" | "▲" | "▼" | "◆" | "◇" | "★" | "☆" | "※" => "*",
        _ => return None,
    })
}

/// Draws look-alikes in a frame that is finished.
pub fn narrow(buffer: &mut Buffer) {
    for cell in &mut buffer.content {
        if let Some(plain) = alike(cell.symbol()) {
            cell.set_symbol(plain);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::tui::tests::drive::Drive;

    #[test]
    fn a_terminal_of_wide_ambiguous_characters_is_given_look_alikes() {
        let mut d = Drive::over(&[("one", "P: “Nobody” – and I mean came… 她说：“没有人”。")]);
        d.keys("enter c 'x' ctrl-n");
        let look = d.app.state.look;
        let before = d.screen();
        d.app.state.look = crate::tui::look::Look { ascii: true, wide: true, ..look };
        let screen = d.screen();
        assert!(screen.contains("\"Nobody\" - and I mean came~ 她说：\"没有人\"。"), "{screen}");
        assert!(!screen.contains(['“', '”', '–', '…', '·', '│', '─']), "{screen}");
        let column =
            |screen: &str| screen.lines().find_map(|l| l.find("came").map(|at| crate::tui::paint::columns(&l[..at])));
        assert_eq!(column(&screen), column(&before), "columns stay where they are");
        d.keys("y");
        let quoted = format!("{:?}", d.outside.last());
        assert!(quoted.contains('“'), "the words are not altered: {quoted}");
    }
}

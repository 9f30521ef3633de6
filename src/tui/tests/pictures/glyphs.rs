//! Line drawing as lines: the gaps between rows that a font would leave are not on a terminal, so they are not in the pictures.

use super::svg::{HIGH, WIDE, number};

/// How a line is drawn.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Stroke {
    Light,
    Heavy,
    Dashed,
    /// A filled area in place of a line; the number is how opaque, in quarters.
    Fill(u8),
}

/// The path of a glyph whose cell begins at a point; `None` for what is a letter or a sign.
pub fn path(glyph: &str, x: f64, y: f64) -> Option<(Stroke, String)> {
    let n = number;
    let (right, bottom, cx, cy) = (x + WIDE, y + HIGH, x + WIDE / 2.0, y + HIGH / 2.0);
    let (up, down) = (format!("M{} {}V{}", n(cx), n(y), n(cy)), format!("M{} {}V{}", n(cx), n(cy), n(bottom)));
    let (to_left, to_right) = (format!("M{} {}H{}", n(x), n(cy), n(cx)), format!("M{} {}H{}", n(cx), n(cy), n(right)));
    let across = format!("M{} {}H{}", n(x), n(cy), n(right));
    let through = format!("M{} {}V{}", n(cx), n(y), n(bottom));
    // A rounded corner: from the middle of the lower or upper edge to the middle of the right one.
    let round = |edge: f64| format!("M{} {}Q{} {} {} {}", n(cx), n(edge), n(cx), n(cy), n(right), n(cy));
    let double = |edge: f64, inward: f64| {
        let (outer, inner) = (cy - inward, cy + inward);
        let line = |cx: f64, cy: f64| format!("M{} {}V{}H{}", n(cx), n(edge), n(cy), n(right));
        line(cx - 1.6, outer) + &line(cx + 1.6, inner)
    };
    let area = |x: f64, y: f64, right: f64| format!("M{} {}H{}V{}H{}Z", n(x), n(y), n(right), n(bottom), n(x));
    use Stroke::{Dashed, Fill, Heavy, Light};
    Some(match glyph {
        "─" => (Light, across),
        "│" => (Light, through),
        "┌" => (Light, down + &to_right),
        "┐" => (Light, down + &to_left),
        "└" => (Light, up + &to_right),
        "┘" => (Light, up + &to_left),
        "├" => (Light, through + &to_right),
        "┤" => (Light, through + &to_left),
        "┬" => (Light, down + &across),
        "┴" => (Light, up + &across),
        "┼" => (Light, through + &across),
        "╭" => (Light, round(bottom)),
        "╰" => (Light, round(y)),
        "╶" => (Light, to_right),
        "┏" => (Heavy, down + &to_right),
        "┃" => (Heavy, through),
        "┗" => (Heavy, up + &to_right),
        "╺" => (Heavy, to_right),
        "╔" => (Light, double(bottom, 2.0)),
        "╚" => (Light, double(y, -2.0)),
        "║" => {
            (Light, format!("M{} {}V{bottom}M{} {}V{bottom}", n(cx - 1.6), n(y), n(cx + 1.6), n(y), bottom = n(bottom)))
        }
        "═" => {
            (Light, format!("M{} {}H{right}M{} {}H{right}", n(x), n(cy - 2.0), n(x), n(cy + 2.0), right = n(right)))
        }
        "┊" => (Dashed, through),
        "┄" => (Dashed, across),
        "▌" => (Fill(4), area(x, y, cx)),
        "█" => (Fill(4), area(x, y, right)),
        "▓" => (Fill(3), area(x, y, right)),
        "▒" => (Fill(2), area(x, y, right)),
        "░" => (Fill(1), area(x, y, right)),
        "▇" => (Fill(4), area(x, y + HIGH / 8.0, right)),
        _ => return None,
    })
}

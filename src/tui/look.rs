//! How things look: roles in place of colours, six hues for themes, and what the terminal can do.

use crate::codebook::Colour;
use ratatui::style::{Color, Modifier, Style};

/// How many colours there are.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Depth {
    /// None: bold, dim, underline and reverse only.
    None,
    /// The terminal's own sixteen.
    Sixteen,
    /// The xterm palette.
    Palette,
    /// Red, green and blue.
    True,
}

/// Who puts right-to-left text in its visual order.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Bidi {
    /// Casebook, row by row; terminals that could do it themselves are told not to.
    App,
    /// The terminal: text is sent in logical order.
    Terminal,
}

/// What the terminal can show.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Look {
    /// Colours.
    pub depth: Depth,
    /// Dark letters on light ground.
    pub light: bool,
    /// Only ASCII for lines and marks.
    pub ascii: bool,
    /// Right-to-left text.
    pub bidi: Bidi,
}

/// How many hues themes are given; a seventh theme gets the first one again, and the label decides.
pub const HUES: usize = 6;

/// Hues for dark and for light ground, as numbers of the xterm palette: the sets of six whose smallest difference under normal vision, protanopia,
/// deuteranopia and tritanopia is largest, with a contrast of at least 4.5 to the ground.
const DARK: [u8; HUES] = [104, 216, 112, 168, 100, 135];
const LIGHT: [u8; HUES] = [63, 130, 29, 163, 55, 88];
const SIXTEEN: [Color; HUES] = [Color::Blue, Color::Yellow, Color::Green, Color::Magenta, Color::Cyan, Color::Red];

impl Default for Look {
    fn default() -> Self {
        Self { depth: Depth::None, light: false, ascii: false, bidi: Bidi::App }
    }
}

impl Look {
    /// What the environment says of the terminal, asked through `var`: `NO_COLOR`, `COLORTERM`, `TERM`, `COLORFGBG`, the locale, and the settings
    /// `CASEBOOK_COLOUR` (`none`, `16`, `256`, `true`), `CASEBOOK_GLYPHS` (`ascii`) and `CASEBOOK_BIDI` (`app`, `terminal`).
    pub fn detect(var: impl Fn(&str) -> Option<String>) -> Self {
        let set = |name: &str| var(name).filter(|v| !v.is_empty());
        let found = super::detect::depth(&var);
        let depth = match set("CASEBOOK_COLOUR").as_deref() {
            Some("none") => Depth::None,
            Some("16") => Depth::Sixteen,
            Some("256") => Depth::Palette,
            Some("true") => Depth::True,
            _ => found,
        };
        let locale = set("LC_ALL").or_else(|| set("LC_CTYPE")).or_else(|| set("LANG")).unwrap_or_default();
        let locale = locale.to_lowercase();
        // A locale that names another encoding cannot show line drawing; one that names none (`C`, in containers) usually can.
        let foreign = locale.contains('.') && !locale.contains("utf-8") && !locale.contains("utf8");
        let ground = set("COLORFGBG").and_then(|v| v.rsplit(';').next().and_then(|n| n.parse::<u8>().ok()));
        Self {
            depth,
            light: ground.is_some_and(|n| n == 7 || n == 15),
            ascii: foreign || set("CASEBOOK_GLYPHS").as_deref() == Some("ascii"),
            bidi: if set("CASEBOOK_BIDI").as_deref() == Some("terminal") { Bidi::Terminal } else { Bidi::App },
        }
    }

    /// Plain words.
    pub fn text(self) -> Style {
        Style::new()
    }

    /// Words that stand back.
    pub fn quiet(self) -> Style {
        match self.depth {
            Depth::Palette | Depth::True => Style::new().fg(Color::Indexed(if self.light { 242 } else { 246 })),
            _ => Style::new().add_modifier(Modifier::DIM),
        }
    }

    /// Headings.
    pub fn heading(self) -> Style {
        Style::new().add_modifier(Modifier::BOLD)
    }

    /// The passage that is held.
    pub fn selection(self) -> Style {
        match (self.depth, self.light) {
            (Depth::Palette | Depth::True, false) => Style::new().bg(Color::Indexed(24)).fg(Color::Indexed(231)),
            (Depth::Palette | Depth::True, true) => Style::new().bg(Color::Indexed(153)).fg(Color::Indexed(16)),
            _ => Style::new().add_modifier(Modifier::REVERSED),
        }
    }

    /// The row of a list that is chosen.
    pub fn chosen(self) -> Style {
        self.selection()
    }

    /// A passage that is marked besides the one held.
    pub fn marked(self) -> Style {
        match (self.depth, self.light) {
            (Depth::Palette | Depth::True, false) => Style::new().bg(Color::Indexed(238)),
            (Depth::Palette | Depth::True, true) => Style::new().bg(Color::Indexed(253)),
            _ => Style::new().add_modifier(Modifier::BOLD),
        }
    }

    /// A search hit.
    pub fn hit(self) -> Style {
        let style = Style::new().add_modifier(Modifier::UNDERLINED | Modifier::BOLD);
        match (self.depth, self.light) {
            (Depth::None, _) => style,
            (_, false) => style.fg(Color::Yellow),
            (_, true) => style.fg(Color::Magenta),
        }
    }

    /// Something done.
    pub fn good(self) -> Style {
        if self.depth == Depth::None { self.heading() } else { Style::new().fg(self.hue(2)) }
    }

    /// Something refused, or worth a look.
    pub fn warn(self) -> Style {
        if self.depth == Depth::None {
            self.heading()
        } else {
            Style::new().fg(self.hue(1)).add_modifier(Modifier::BOLD)
        }
    }

    /// The colour of a theme.
    pub fn hue(self, theme: usize) -> Color {
        let set = if self.light { LIGHT } else { DARK };
        match self.depth {
            Depth::None => Color::Reset,
            Depth::Sixteen => SIXTEEN[theme % HUES],
            _ => Color::Indexed(set[theme % HUES]),
        }
    }

    /// The style of a code: its own colour where it has one and the terminal can show it, else the hue of its theme.
    pub fn code(self, theme: usize, own: Option<Colour>) -> Style {
        let colour = match (self.depth, own) {
            (Depth::True, Some(Colour(r, g, b))) => Color::Rgb(r, g, b),
            (Depth::Palette, Some(colour)) => Color::Indexed(nearest(colour)),
            _ => self.hue(theme),
        };
        if self.depth == Depth::None { Style::new() } else { Style::new().fg(colour) }
    }

    /// One of two glyphs, by what the terminal can show.
    pub fn glyph<'a>(self, rich: &'a str, plain: &'a str) -> &'a str {
        if self.ascii { plain } else { rich }
    }
}

/// Steps of the colour cube in the xterm palette.
const CUBE: [u8; 6] = [0, 95, 135, 175, 215, 255];

/// The colour of the cube in the xterm palette that is nearest to one, by its number.
fn nearest(Colour(r, g, b): Colour) -> u8 {
    let step = |v: u8| (0..6).min_by_key(|&i| CUBE[i].abs_diff(v)).unwrap_or(0) as u8;
    16 + 36 * step(r) + 6 * step(g) + step(b)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn look(vars: &[(&str, &str)]) -> Look {
        Look::detect(|name| vars.iter().find(|(n, _)| *n == name).map(|(_, v)| (*v).to_owned()))
    }

    #[test]
    fn colours_follow_what_the_terminal_says() {
        assert_eq!(look(&[("TERM", "xterm-256color")]).depth, Depth::Palette);
        assert_eq!(look(&[("TERM", "xterm"), ("COLORTERM", "truecolor")]).depth, Depth::True);
        assert_eq!(look(&[("TERM", "xterm")]).depth, Depth::Sixteen);
        assert_eq!(look(&[("TERM", "xterm-256color"), ("NO_COLOR", "1")]).depth, Depth::None);
        assert_eq!(look(&[("TERM", "dumb")]).depth, Depth::None);
        assert!(look(&[("LANG", "de_DE.ISO-8859-1")]).ascii);
        assert!(!look(&[("LANG", "C")]).ascii && !look(&[("LANG", "en_GB.UTF-8")]).ascii);
        assert!(look(&[("COLORFGBG", "0;15")]).light);
        assert_eq!(look(&[]).code(3, Some(Colour(255, 0, 0))).fg, Some(SIXTEEN[3]));
        assert_eq!(nearest(Colour(255, 0, 94)), 16 + 180 + 1);
    }

    fn rgb(index: u8) -> [f64; 3] {
        let i = index - 16;
        [i / 36, i / 6 % 6, i % 6].map(|step| f64::from(CUBE[step as usize]) / 255.0)
    }

    fn linear(c: [f64; 3]) -> [f64; 3] {
        c.map(|v| if v <= 0.04045 { v / 12.92 } else { ((v + 0.055) / 1.055).powf(2.4) })
    }

    /// WCAG 2.2 contrast ratio.
    fn contrast(a: [f64; 3], b: [f64; 3]) -> f64 {
        let light = |c: [f64; 3]| {
            let [r, g, b] = linear(c);
            0.2126 * r + 0.7152 * g + 0.0722 * b
        };
        let (x, y) = (light(a).max(light(b)), light(a).min(light(b)));
        (x + 0.05) / (y + 0.05)
    }

    fn times(m: [[f64; 3]; 3], v: [f64; 3]) -> [f64; 3] {
        m.map(|row| row[0] * v[0] + row[1] * v[1] + row[2] * v[2])
    }

    /// CIE L*a*b* under D65.
    fn lab(linear_rgb: [f64; 3]) -> [f64; 3] {
        let m = [[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]];
        let [x, y, z] = times(m, linear_rgb.map(|v| v.clamp(0.0, 1.0)));
        let f = |t: f64| if t > 0.008856 { t.cbrt() } else { 7.787 * t + 16.0 / 116.0 };
        let (x, y, z) = (f(x / 0.9505), f(y), f(z / 1.089));
        [116.0 * y - 16.0, 500.0 * (x - y), 200.0 * (y - z)]
    }

    /// Machado, Oliveira & Fernandes (2009), full severity: normal, protanopia, deuteranopia, tritanopia.
    const VISIONS: [[[f64; 3]; 3]; 4] = [
        [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]],
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
        [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]],
    ];

    #[test]
    fn hues_can_be_read_and_told_apart_by_everybody() {
        for (set, ground) in [(DARK, [27.0 / 255.0; 3]), (LIGHT, [1.0; 3])] {
            for (n, a) in set.iter().enumerate() {
                assert!(contrast(rgb(*a), ground) >= 4.5, "{a} is hard to read");
                for b in &set[n + 1..] {
                    for vision in VISIONS {
                        let [p, q] = [*a, *b].map(|c| lab(times(vision, linear(rgb(c)))));
                        let apart = p.iter().zip(q).map(|(x, y)| (x - y).powi(2)).sum::<f64>().sqrt();
                        assert!(apart >= 20.0, "{a} and {b} are {apart:.1} apart");
                    }
                }
            }
        }
    }
}

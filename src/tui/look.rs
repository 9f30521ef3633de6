//! How things look: roles in place of colours, six hues for themes, and what the terminal can do.

use super::palette::{self, HUES};
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
    /// The terminal draws characters of ambiguous width in two cells.
    pub wide: bool,
}

/// The terminal's own six hues, for terminals with sixteen colours: how the stripe is drawn and its label tell codes apart there.
const SIXTEEN: [Color; HUES] = [Color::Blue, Color::Yellow, Color::Green, Color::Magenta, Color::Cyan, Color::Red];

impl Default for Look {
    fn default() -> Self {
        Self { depth: Depth::None, light: false, ascii: false, bidi: Bidi::App, wide: false }
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
            wide: false,
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
            (Depth::Sixteen, false) => style.fg(Color::Yellow),
            (Depth::Sixteen, true) => style.fg(Color::Magenta),
            (_, false) => style.fg(Color::Indexed(220)),
            (_, true) => style.fg(Color::Indexed(90)),
        }
    }

    /// Words on which so many codings stand, when the text is shaded.
    pub fn shade(self, codings: usize) -> Style {
        let level = codings.clamp(1, 4) as u8;
        match (self.depth, self.light) {
            (Depth::Palette | Depth::True, false) => Style::new().bg(Color::Indexed(234 + level)),
            (Depth::Palette | Depth::True, true) => {
                Style::new().bg(Color::Indexed(256u16.wrapping_sub(level.into()) as u8))
            }
            _ if codings > 1 => Style::new().add_modifier(Modifier::UNDERLINED | Modifier::BOLD),
            _ => Style::new().add_modifier(Modifier::UNDERLINED),
        }
    }

    /// Behind a number, by how much it is beside the others: 1 little … 4 the most. Each level is lighter than the one before on dark ground, and darker on
    /// light ground, so that they are told apart without their hue. Nothing where there are not colours enough.
    pub fn heat(self, level: u8) -> Style {
        const DARK: [u8; 4] = [52, 88, 94, 130];
        const LIGHT: [u8; 4] = [230, 223, 216, 209];
        let at = usize::from(level.clamp(1, 4)) - 1;
        match (self.depth, self.light) {
            (Depth::Palette | Depth::True, false) => Style::new().bg(Color::Indexed(DARK[at])).fg(Color::Indexed(231)),
            (Depth::Palette | Depth::True, true) => Style::new().bg(Color::Indexed(LIGHT[at])).fg(Color::Indexed(16)),
            _ => Style::new(),
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

    /// The colour of a theme; a seventh theme gets the first one again, and the label decides.
    pub fn hue(self, theme: usize) -> Color {
        match self.depth {
            Depth::None => Color::Reset,
            Depth::Sixteen => SIXTEEN[theme % HUES],
            _ => Color::Indexed(palette::hue(theme, self.light)),
        }
    }

    /// The style of a code: its own colour where it has one, else the hue of its theme. A colour of its own that could not be read on the ground gives way to
    /// the nearest one that can.
    pub fn code(self, theme: usize, own: Option<Colour>) -> Style {
        let colour = match (self.depth, own) {
            (Depth::None, _) => return Style::new(),
            (Depth::True, Some(own)) if palette::readable(own, self.light) => Color::Rgb(own.0, own.1, own.2),
            (Depth::Palette | Depth::True, Some(own)) => Color::Indexed(palette::nearest_readable(own, self.light)),
            _ => self.hue(theme),
        };
        Style::new().fg(colour)
    }

    /// One of two glyphs, by what the terminal can show.
    pub fn glyph<'a>(self, rich: &'a str, plain: &'a str) -> &'a str {
        if self.ascii { plain } else { rich }
    }
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
        assert_eq!(look(&[]).hue(7), look(&[]).hue(1));
    }

    fn number(colour: Option<Color>) -> Option<u8> {
        match colour {
            Some(Color::Indexed(n)) => Some(n),
            _ => None,
        }
    }

    #[test]
    fn every_role_can_be_read_on_its_ground() {
        for light in [false, true] {
            let look = Look { depth: Depth::Palette, light, ..Look::default() };
            let ground = palette::ground(light);
            // What the terminal writes in when no colour is said.
            let plain = if light { [0.2; 3] } else { [0.8; 3] };
            let shades = (1..=4).map(|n| look.shade(n)).chain((1..=4).map(|n| look.heat(n)));
            let levels: Vec<[f64; 3]> = (1..=4).filter_map(|n| number(look.heat(n).bg)).map(palette::rgb).collect();
            let apart = |pair: &[[f64; 3]]| palette::contrast(pair[0], ground) < palette::contrast(pair[1], ground);
            assert!(levels.len() == 4 && levels.windows(2).all(apart), "more stands out more: {levels:?}");
            for style in [look.quiet(), look.selection(), look.marked(), look.hit(), look.good(), look.warn()]
                .into_iter()
                .chain(shades)
            {
                let over = number(style.bg).map_or(ground, palette::rgb);
                let letters = number(style.fg).map_or(plain, palette::rgb);
                let ratio = palette::contrast(letters, over);
                assert!(ratio >= 4.5, "{style:?} on {} ground: {ratio:.1}", if light { "light" } else { "dark" });
            }
            // A hit can stand in a marked or shaded passage.
            for over in [look.marked(), look.shade(4)] {
                let over = number(over.bg).map(palette::rgb).unwrap();
                assert!(palette::contrast(number(look.hit().fg).map(palette::rgb).unwrap(), over) >= 4.5, "{light}");
            }
        }
    }

    #[test]
    fn a_code_keeps_its_own_colour_only_where_it_can_be_read() {
        let dark = Look { depth: Depth::True, ..Look::default() };
        let light = Look { light: true, ..dark };
        let (yellow, navy) = (Some(Colour(255, 230, 0)), Some(Colour(0, 0, 96)));
        assert_eq!(dark.code(0, yellow).fg, Some(Color::Rgb(255, 230, 0)));
        assert_eq!(light.code(0, navy).fg, Some(Color::Rgb(0, 0, 96)));
        for (look, own) in [(dark, navy), (light, yellow)] {
            let given = number(look.code(0, own).fg).expect("a colour of the cube");
            assert!(palette::contrast(palette::rgb(given), palette::ground(look.light)) >= 4.5, "{given}");
        }
        assert_eq!(Look::default().code(0, yellow), Style::new());
    }
}

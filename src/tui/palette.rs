//! Colours by number: the hues that themes get, and what can be read on which ground.
//!
//! The hues are colours of the xterm cube, so that they look alike in 256 and in true colour. They were searched for: of all with a contrast of at least 4.5
//! (WCAG 2.2) to the ground, the set of six whose smallest difference (ΔE of 1976) between any two is largest under normal vision, protanopia, deuteranopia
//! and tritanopia after Machado, Oliveira and Fernandes (2009), glaring primaries left out. The tests hold any other set to the same floors.

use crate::codebook::Colour;
use std::sync::OnceLock;

/// How many hues there are.
pub const HUES: usize = 6;

const DARK: [u8; HUES] = [104, 216, 112, 168, 100, 135];
const LIGHT: [u8; HUES] = [63, 130, 29, 163, 55, 88];

/// The least contrast of letters to their ground.
pub const CONTRAST: f64 = 4.5;

/// The hue of a theme on dark or light ground, as a number of the xterm palette.
pub fn hue(theme: usize, light: bool) -> u8 {
    if light { LIGHT[theme % HUES] } else { DARK[theme % HUES] }
}

/// Red, green and blue from 0 to 1.
pub type Rgb = [f64; 3];

/// The ground against which colours are chosen: white, or the lightest that a dark ground usually is.
pub fn ground(light: bool) -> Rgb {
    if light { [1.0; 3] } else { [27.0 / 255.0; 3] }
}

/// A colour of the xterm palette by its number, from 16: the cube, then the greys.
pub fn rgb(number: u8) -> Rgb {
    const STEPS: [u8; 6] = [0, 95, 135, 175, 215, 255];
    if number >= 232 {
        return [f64::from(8 + 10 * u16::from(number - 232)) / 255.0; 3];
    }
    let i = number.saturating_sub(16);
    [i / 36, i / 6 % 6, i % 6].map(|step| f64::from(STEPS[usize::from(step)]) / 255.0)
}

fn linear(colour: Rgb) -> Rgb {
    colour.map(|v| if v <= 0.04045 { v / 12.92 } else { ((v + 0.055) / 1.055).powf(2.4) })
}

/// The contrast of two colours, from 1 to 21 (WCAG 2.2).
pub fn contrast(a: Rgb, b: Rgb) -> f64 {
    let light = |c: Rgb| {
        let [r, g, b] = linear(c);
        0.2126 * r + 0.7152 * g + 0.0722 * b
    };
    let (x, y) = (light(a).max(light(b)), light(a).min(light(b)));
    (x + 0.05) / (y + 0.05)
}

fn times(m: [[f64; 3]; 3], v: [f64; 3]) -> [f64; 3] {
    m.map(|row| row[0] * v[0] + row[1] * v[1] + row[2] * v[2])
}

/// CIE L*a*b* of a linear colour under D65.
fn lab(linear_rgb: Rgb) -> [f64; 3] {
    let m = [[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]];
    let [x, y, z] = times(m, linear_rgb.map(|v| v.clamp(0.0, 1.0)));
    let f = |t: f64| if t > 0.008856 { t.cbrt() } else { 7.787 * t + 16.0 / 116.0 };
    let (x, y, z) = (f(x / 0.9505), f(y), f(z / 1.089));
    [116.0 * y - 16.0, 500.0 * (x - y), 200.0 * (y - z)]
}

fn apart(a: [f64; 3], b: [f64; 3]) -> f64 {
    a.iter().zip(b).map(|(x, y)| (x - y).powi(2)).sum::<f64>().sqrt()
}

fn of_code(Colour(r, g, b): Colour) -> Rgb {
    [r, g, b].map(|v| f64::from(v) / 255.0)
}

/// Whether letters in a colour can be read on the ground.
pub fn readable(colour: Colour, light: bool) -> bool {
    contrast(of_code(colour), ground(light)) >= CONTRAST
}

/// A colour of the palette, and where it lies in L*a*b*.
type Placed = (u8, [f64; 3]);

/// The colour of the xterm cube that can be read on the ground and is nearest to one, by its number.
pub fn nearest_readable(colour: Colour, light: bool) -> u8 {
    // Worked out once: which colours of the cube can be read, and where they lie.
    static CUBE: OnceLock<[Vec<Placed>; 2]> = OnceLock::new();
    let sets = CUBE.get_or_init(|| {
        [false, true].map(|light| {
            let all = (16..=231u8).filter(|n| contrast(rgb(*n), ground(light)) >= CONTRAST);
            all.map(|n| (n, lab(linear(rgb(n))))).collect()
        })
    });
    let aim = lab(linear(of_code(colour)));
    let nearest = sets[usize::from(light)].iter().min_by(|a, b| apart(a.1, aim).total_cmp(&apart(b.1, aim)));
    nearest.map_or(hue(0, light), |(n, _)| *n)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Machado, Oliveira & Fernandes (2009), full severity: normal, protanopia, deuteranopia, tritanopia.
    const VISIONS: [[[f64; 3]; 3]; 4] = [
        [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]],
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
        [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]],
    ];

    #[test]
    fn hues_can_be_read_and_told_apart_by_everybody() {
        for light in [false, true] {
            let set: Vec<u8> = (0..HUES).map(|n| hue(n, light)).collect();
            // A dark ground can also be black.
            let grounds = if light { vec![ground(true)] } else { vec![ground(false), [0.0; 3]] };
            for (n, a) in set.iter().enumerate() {
                assert!(grounds.iter().all(|g| contrast(rgb(*a), *g) >= CONTRAST), "{a} is hard to read");
                for b in &set[n + 1..] {
                    for vision in VISIONS {
                        let [p, q] = [*a, *b].map(|c| lab(times(vision, linear(rgb(c)))));
                        assert!(apart(p, q) >= 20.0, "{a} and {b} are {:.1} apart", apart(p, q));
                    }
                }
            }
        }
    }

    #[test]
    fn measures_agree_with_published_ones() {
        // WCAG: black on white is 21, #767676 on white is the least grey that passes.
        assert!((contrast([0.0; 3], [1.0; 3]) - 21.0).abs() < 1e-9);
        assert!(readable(Colour(0x76, 0x76, 0x76), true) && !readable(Colour(0x77, 0x77, 0x77), true));
        // sRGB red is L* 53.24, a* 80.09, b* 67.20 under D65.
        let [l, a, b] = lab(linear([1.0, 0.0, 0.0]));
        assert!((l - 53.24).abs() < 0.1 && (a - 80.09).abs() < 0.2 && (b - 67.20).abs() < 0.2, "{l} {a} {b}");
        assert_eq!(nearest_readable(Colour(250, 172, 138), false), 216);
    }
}

use super::letters::Fonts;
use super::raster::{Canvas, Point};
use super::shape::{Anchor, Picture, Shape};
use crate::fault::{Fault, Outcome};
use flate2::write::ZlibEncoder;
use flate2::{Compression, Crc};
use std::io::Write;

/// Pixels of the file for one of the picture: sharp in print at the usual width of a column.
const SHARP: f64 = 3.0;

/// Pixels of a file at most.
const MOST: f64 = 120_000_000.0;

/// The picture as PNG, three times as large as it is measured. Type is set with the fonts given: the same fonts give the same bytes.
///
/// Errors (kind *asked*): a picture too large to be one of pixels, and texts without any font to set them.
pub fn png(picture: &Picture, fonts: &mut Fonts) -> Outcome<Vec<u8>> {
    let (width, height) = ((picture.width * SHARP).ceil(), (picture.height * SHARP).ceil());
    if width * height > MOST {
        return Err(Fault::asked(format!("a picture of {width} × {height} pixels is too large for .png"))
            .hint("write it as .svg, or show less in it"));
    }
    let mut canvas = Canvas::new(width as usize, height as usize);
    for shape in &picture.shapes {
        draw(&mut canvas, shape, fonts)?;
    }
    encode(&canvas.bytes, width as usize, height as usize)
        .map_err(|e| Fault::bug(format!("PNG cannot be written: {e}")))
}

fn draw(canvas: &mut Canvas, shape: &Shape, fonts: &mut Fonts) -> Outcome<()> {
    let large = |(x, y): Point| (x * SHARP, y * SHARP);
    match shape {
        Shape::Rect { x, y, width, height, fill, .. } => {
            let corners = [(*x, *y), (x + width, *y), (x + width, y + height), (*x, y + height)];
            canvas.fill(&[corners.map(large).to_vec()], *fill);
        }
        Shape::Line { points, ink, thick } => {
            for pair in points.windows(2) {
                canvas.fill(&[stroke(large(pair[0]), large(pair[1]), thick * SHARP)], *ink);
            }
        }
        Shape::Dot { x, y, radius, fill } => {
            let on = |n: u32| {
                let angle = f64::from(n) / 32.0 * std::f64::consts::TAU;
                large((x + radius * angle.cos(), y + radius * angle.sin()))
            };
            canvas.fill(&[(0..32).map(on).collect()], *fill);
        }
        Shape::Text { x, y, size, anchor, turned, ink, bold, words, .. } => {
            let no_font = || Fault::asked("no font was found to set the picture's words").hint("write it as .svg");
            let (outlines, wide) = fonts.set(words, size * SHARP).ok_or_else(no_font)?;
            let back = match anchor {
                Anchor::Left => 0.0,
                Anchor::Middle => wide / 2.0,
                Anchor::Right => wide,
            };
            let ((x, y), (sin, cos)) = (large((*x, *y)), turned.to_radians().sin_cos());
            let place = |(px, py): &Point, aside: f64| {
                let px = px - back + aside;
                (x + px * cos - py * sin, y + px * sin + py * cos)
            };
            // Bold type is the same type twice, a little apart.
            let asides: &[f64] = if *bold { &[0.0, 0.035] } else { &[0.0] };
            for aside in asides {
                let aside = aside * size * SHARP;
                let placed: Vec<Vec<Point>> =
                    outlines.iter().map(|o| o.iter().map(|p| place(p, aside)).collect()).collect();
                canvas.fill(&placed, *ink);
            }
        }
    }
    Ok(())
}

/// A line as the rectangle that it is.
fn stroke(from: Point, to: Point, thick: f64) -> Vec<Point> {
    let (dx, dy) = (to.0 - from.0, to.1 - from.1);
    let length = dx.hypot(dy).max(1e-9);
    let (nx, ny) = (-dy / length * thick / 2.0, dx / length * thick / 2.0);
    vec![(from.0 + nx, from.1 + ny), (to.0 + nx, to.1 + ny), (to.0 - nx, to.1 - ny), (from.0 - nx, from.1 - ny)]
}

/// The file (W3C, “Portable Network Graphics”): eight bits a colour, each row as its difference from the row above.
fn encode(bytes: &[u8], width: usize, height: usize) -> std::io::Result<Vec<u8>> {
    let mut packed = ZlibEncoder::new(Vec::new(), Compression::default());
    let line = width * 3;
    let mut row = Vec::with_capacity(line + 1);
    for y in 0..height {
        row.clear();
        row.push(if y == 0 { 0 } else { 2 });
        let above = |x: usize| if y == 0 { 0 } else { bytes[(y - 1) * line + x] };
        row.extend((0..line).map(|x| bytes[y * line + x].wrapping_sub(above(x))));
        packed.write_all(&row)?;
    }
    let mut head = Vec::new();
    head.extend((width as u32).to_be_bytes());
    head.extend((height as u32).to_be_bytes());
    head.extend([8, 2, 0, 0, 0]);
    // 300 dots an inch.
    let mut density = Vec::new();
    density.extend(11_811u32.to_be_bytes());
    density.extend(11_811u32.to_be_bytes());
    density.push(1);
    let mut out = b"\x89PNG\r\n\x1a\n".to_vec();
    chunk(&mut out, *b"IHDR", &head);
    chunk(&mut out, *b"pHYs", &density);
    chunk(&mut out, *b"IDAT", &packed.finish()?);
    chunk(&mut out, *b"IEND", &[]);
    Ok(out)
}

fn chunk(out: &mut Vec<u8>, name: [u8; 4], bytes: &[u8]) {
    out.extend((bytes.len() as u32).to_be_bytes());
    let mut sum = Crc::new();
    sum.update(&name);
    sum.update(bytes);
    out.extend(name);
    out.extend(bytes);
    out.extend(sum.sum().to_be_bytes());
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codebook::Colour;
    use std::io::Read;

    /// Width, height and pixels of a PNG as written here.
    fn decoded(png: &[u8]) -> (usize, usize, Vec<u8>) {
        let number = |at: usize| u32::from_be_bytes([png[at], png[at + 1], png[at + 2], png[at + 3]]) as usize;
        let (width, height) = (number(16), number(20));
        let at = png.windows(4).position(|w| w == b"IDAT").expect("it has pixels");
        let mut lines = Vec::new();
        flate2::read::ZlibDecoder::new(&png[at + 4..]).read_to_end(&mut lines).expect("they unpack");
        let mut out: Vec<u8> = Vec::new();
        for (y, line) in lines.chunks(width * 3 + 1).enumerate() {
            for (x, byte) in line[1..].iter().enumerate() {
                let above = if y == 0 { 0 } else { out[(y - 1) * width * 3 + x] };
                out.push(byte.wrapping_add(above));
            }
        }
        (width, height, out)
    }

    #[test]
    fn a_rectangle_covers_its_pixels_and_half_of_those_it_halves() {
        let mut canvas = Canvas::new(8, 6);
        canvas.fill(&[vec![(1.0, 1.0), (4.5, 1.0), (4.5, 3.0), (1.0, 3.0)]], Colour(0, 0, 0));
        let at = |x: usize, y: usize| canvas.bytes[(y * 8 + x) * 3];
        assert_eq!(
            [at(0, 1), at(1, 1), at(3, 2), at(4, 1), at(5, 1), at(1, 0), at(1, 3)],
            [255, 0, 0, 128, 255, 255, 255]
        );
        let mut turned = Canvas::new(8, 6);
        turned.fill(&[vec![(1.0, 3.0), (4.5, 3.0), (4.5, 1.0), (1.0, 1.0)]], Colour(0, 0, 0));
        assert_eq!(canvas.bytes, turned.bytes, "whichever way round");
        let mut half = Canvas::new(10, 10);
        half.fill(&[vec![(0.0, 0.0), (10.0, 10.0), (0.0, 10.0)]], Colour(0, 0, 0));
        let dark: u32 = half.bytes.iter().step_by(3).map(|b| u32::from(255 - b)).sum();
        assert!((dark as f64 / 255.0 - 50.0).abs() < 0.5, "half of a square: {dark}");
        half.fill(&[vec![(-50.0, -50.0), (90.0, -50.0), (90.0, 90.0), (-50.0, 90.0)]], Colour(9, 9, 9));
        assert!(half.bytes.iter().all(|b| *b == 9), "what lies outside is cut off");
    }

    #[test]
    fn a_picture_is_a_png_of_its_size() {
        let mut picture = Picture { width: 20.0, height: 10.0, ..Picture::default() };
        picture.rect((5.0, 5.0), (5.0, 5.0), Colour(200, 0, 0), String::new());
        let mut fonts = Fonts::new(std::iter::empty());
        let once = png(&picture, &mut fonts).expect("it is drawn");
        assert_eq!(once, png(&picture, &mut fonts).expect("it is drawn"));
        let (width, height, pixels) = decoded(&once);
        assert_eq!((width, height), (60, 30));
        assert_eq!(pixels[(20 * 60 + 20) * 3..][..3], [200, 0, 0]);
        assert_eq!(pixels[..3], [255, 255, 255]);
        picture.text((1.0, 1.0), "word", &super::super::shape::Style::default());
        assert!(png(&picture, &mut fonts).unwrap_err().to_string().contains(".svg"), "words need a font");
        let mut garbage = Fonts::new(std::iter::once(b"this is no font".to_vec()));
        assert!(png(&picture, &mut garbage).is_err());
        picture.width = 1e6;
        picture.height = 1e6;
        assert!(png(&picture, &mut fonts).unwrap_err().to_string().contains("too large"));
    }
}

use super::shape::{Anchor, Picture, Shape};
use crate::report::markup::{escaped, right_to_left};
use std::fmt::Write;

/// The picture as SVG 1.1: no script, no link, no font of its own.
pub fn svg(picture: &Picture) -> String {
    let (width, height) = (number(picture.width), number(picture.height));
    let mut out = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" \
         viewBox=\"0 0 {width} {height}\" role=\"img\" font-family=\"Helvetica, Arial, 'DejaVu Sans', 'Noto Sans', sans-serif\">\n\
         <title>{}</title>\n<desc>{}</desc>\n<rect width=\"{width}\" height=\"{height}\" fill=\"#ffffff\"/>\n",
        escaped(&picture.title),
        escaped(&picture.description)
    );
    for shape in &picture.shapes {
        write_shape(&mut out, shape);
    }
    out + "</svg>\n"
}

fn write_shape(out: &mut String, shape: &Shape) {
    let _ = match shape {
        Shape::Rect { x, y, width, height, fill, tip } => {
            let place = format!(
                "x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"",
                number(*x),
                number(*y),
                number(*width),
                number(*height)
            );
            writeln!(out, "<rect {place} fill=\"{fill}\"{}", told("rect", tip))
        }
        Shape::Line { points, ink, thick } => {
            let points: Vec<String> = points.iter().map(|(x, y)| format!("{},{}", number(*x), number(*y))).collect();
            let (points, thick) = (points.join(" "), number(*thick));
            writeln!(out, "<polyline points=\"{points}\" fill=\"none\" stroke=\"{ink}\" stroke-width=\"{thick}\"/>")
        }
        Shape::Dot { x, y, radius, fill } => {
            writeln!(
                out,
                "<circle cx=\"{}\" cy=\"{}\" r=\"{}\" fill=\"{fill}\"/>",
                number(*x),
                number(*y),
                number(*radius)
            )
        }
        Shape::Text { x, y, size, anchor, turned, ink, bold, words, tip } => {
            let rtl = right_to_left(words);
            // In a text from right to left “start” is its right end.
            let anchor = match (anchor, rtl) {
                (Anchor::Middle, _) => " text-anchor=\"middle\"",
                (Anchor::Left, false) | (Anchor::Right, true) => "",
                (Anchor::Right, false) | (Anchor::Left, true) => " text-anchor=\"end\"",
            };
            let way = if rtl { " direction=\"rtl\" unicode-bidi=\"embed\"" } else { "" };
            let (x, y) = (number(*x), number(*y));
            let turn = if *turned == 0.0 {
                String::new()
            } else {
                format!(" transform=\"rotate({} {x} {y})\"", number(*turned))
            };
            let bold = if *bold { " font-weight=\"bold\"" } else { "" };
            let tip = if tip.is_empty() { String::new() } else { format!("<title>{}</title>", escaped(tip)) };
            let size = number(*size);
            writeln!(
                out,
                "<text x=\"{x}\" y=\"{y}\" font-size=\"{size}\" fill=\"{ink}\"{bold}{anchor}{way}{turn}>{tip}{}</text>",
                escaped(words)
            )
        }
    };
}

fn told(element: &str, tip: &str) -> String {
    if tip.is_empty() { "/>".to_owned() } else { format!("><title>{}</title></{element}>", escaped(tip)) }
}

/// At most two places after the point, none where they are nothing.
fn number(value: f64) -> String {
    let text = format!("{value:.2}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

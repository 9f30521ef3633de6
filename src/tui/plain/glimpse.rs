//! Reading off the screen as it would be drawn: for what has no words of its own here.

use super::SIZE;
use crate::tui::app::App;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

/// The rows of the drawn screen, and where the focus stands.
fn drawn(app: &App) -> (Vec<String>, Option<Position>) {
    let mut buffer = Buffer::empty(Rect::new(0, 0, SIZE.0, SIZE.1));
    let focus = app.draw(&mut buffer);
    (lines(&buffer), focus)
}

/// What stands on each row.
fn lines(buffer: &Buffer) -> Vec<String> {
    let row = |y: u16| -> String {
        let mut out = String::new();
        let mut x = 0;
        while x < SIZE.0 {
            let symbol = buffer[(x, y)].symbol();
            out.push_str(symbol);
            x += crate::tui::reader::rows::width(symbol).max(1);
        }
        out
    };
    (0..SIZE.1).map(row).collect()
}

/// A drawn row as it is said: columns parted by semicolons, lines and marks left out.
fn spoken(row: &str) -> String {
    let mut cells: Vec<String> = Vec::new();
    for cell in row.split("  ").flat_map(|c| c.split('|')) {
        let cell = cell.trim();
        let drawn = cell.chars().all(|c| "-+|=#/\\[]{}()~:.>".contains(c));
        if !cell.is_empty() && !drawn {
            cells.push(cell.to_owned());
        }
    }
    cells.join("; ")
}

/// The line that says where one is.
pub fn heading(app: &App) -> String {
    drawn(app).0.first().map(|row| spoken(row)).unwrap_or_default()
}

/// The row on which the focus stands.
pub fn row(app: &App) -> String {
    let (rows, focus) = drawn(app);
    focus.and_then(|f| rows.get(usize::from(f.y))).map(|row| spoken(row)).unwrap_or_default()
}

/// Everything between the heading and the last two lines.
pub fn body(app: &App) -> Vec<String> {
    let rows = drawn(app).0;
    let last = rows.len().saturating_sub(3);
    rows.iter().take(last).skip(2).map(|row| spoken(row)).filter(|r| !r.is_empty()).collect()
}

/// What stands in the box that lies over the screen: its title first.
pub fn boxed(app: &App) -> Vec<String> {
    // Alone, without the screen under it, which has lines and corners of its own.
    let whole = Rect::new(0, 0, SIZE.0, SIZE.1);
    let mut buffer = Buffer::empty(whole);
    let room = crate::tui::draw::overlay_room(&app.state);
    crate::tui::overlays::draw(&app.state, app.project(), room, whole, &mut buffer);
    let rows: Vec<Vec<char>> = lines(&buffer).iter().map(|r| r.chars().collect()).collect();
    let corner = |row: &Vec<char>| row.windows(2).position(|w| w == ['+', '-']);
    let Some((top, left)) = rows.iter().enumerate().find_map(|(y, row)| corner(row).map(|x| (y, x))) else {
        return Vec::new();
    };
    let Some(right) = rows[top].iter().rposition(|c| *c == '+') else { return Vec::new() };
    let inner = |row: &Vec<char>| -> String { row.iter().take(right).skip(left + 1).collect() };
    let title = inner(&rows[top]).trim_matches(['-', ' ']).to_owned();
    let within = rows[top + 1..].iter().take_while(|row| row.get(left) != Some(&'+'));
    let mut out = vec![title];
    out.extend(within.map(|row| spoken(&inner(row))).filter(|r| !r.is_empty()));
    out
}

//! Drawing the history.

use super::{chosen, points};
use crate::id::Stamp;
use crate::project::{Did, Project, StepHead, StepKind};
use crate::tui::facts::one_line;
use crate::tui::layout::Zoom;
use crate::tui::look::Look;
use crate::tui::paint::{lines, parted, put};
use crate::tui::state::State;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// Where the list and what the chosen step did stand: side by side from 100 columns on, else under one another where there is height.
pub fn parts(body: Rect, zoom: Zoom) -> (Rect, Rect) {
    if zoom != Zoom::Both {
        return zoom.parts(body);
    }
    if body.width >= 100 {
        let side = body.width * 2 / 5;
        let list = Rect { width: body.width - side, ..body };
        return (list, Rect { x: list.right(), width: side, ..body });
    }
    if body.height >= 14 {
        let below = body.height * 2 / 5;
        let list = Rect { height: body.height - below, ..body };
        return (list, Rect { y: list.bottom(), height: below, ..body });
    }
    (body, Rect::default())
}

/// Draws one step in a row.
pub fn draw_step(buffer: &mut Buffer, area: Rect, step: &StepHead, project: &Project, look: Look) {
    let mark = match step.kind {
        StepKind::Do => " ",
        StepKind::Undo(_) => look.glyph("↶", "<"),
        StepKind::Redo(_) => look.glyph("↷", ">"),
    };
    let x = put(buffer, area.x, area.y, 6, &format!("{:>5}", step.number), look.quiet()) + 1;
    let x = put(buffer, x, area.y, 17, &moment(step.at), look.quiet()) + 1;
    let end = put(buffer, x, area.y, 10.min(area.width / 6), &one_line(&step.coder), look.quiet());
    let mut x = end.max(x + 8) + 1;
    let named = points(project, step.number);
    if !named.is_empty() {
        let flag = format!("{} {}  ", look.glyph("⚑", "*"), one_line(&named.join(", ")));
        x = put(buffer, x, area.y, area.right().saturating_sub(x), &flag, look.heading());
    }
    let words = format!("{mark} {}", one_line(&step.name));
    put(buffer, x, area.y, area.right().saturating_sub(x), &words, look.text());
}

/// `2026-03-12 14:32` in the machine's time zone.
pub fn moment(at: Stamp) -> String {
    let moment = jiff::Timestamp::from_millisecond(at.0).unwrap_or_default();
    moment.to_zoned(jiff::tz::TimeZone::system()).strftime("%Y-%m-%d %H:%M").to_string()
}

/// Draws what the chosen step did, and what going back would do.
pub fn draw_detail(state: &State, body: Rect, area: Rect, buffer: &mut Buffer) {
    let look = state.look;
    let Some(step) = chosen(state).filter(|_| area.width > 4 && area.height > 1) else { return };
    let area = parted(buffer, body, area, look);
    let mut y = area.y;
    let mut write = |text: &str, indent: u16, style| {
        if y < area.bottom() {
            put(buffer, area.x + indent, y, area.width.saturating_sub(indent), text, style);
            y += 1;
        }
    };
    for line in lines(&one_line(&step.name), area.width, 3) {
        write(&line, 0, look.heading());
    }
    write(&format!("step {}, {}, {}", step.number, one_line(&step.coder), moment(step.at)), 0, look.quiet());
    let Some(detail) = state.detail.as_ref().filter(|d| d.number == step.number) else { return };
    let later = state.history.first().map_or(0, |s| s.number).saturating_sub(step.number);
    let mut back = lines(&format!("undo only this   {}", detail.back), area.width, 4).into_iter();
    back.next().iter().for_each(|line| write(line, 0, look.text()));
    lines(&back.collect::<Vec<_>>().join(" "), area.width.saturating_sub(17), 3)
        .iter()
        .filter(|l| !l.is_empty())
        .for_each(|line| write(line, 17, look.text()));
    let later = crate::project::count(later as usize, "later step");
    write(&format!("restore to here  would undo {later}"), 0, look.text());
    for account in &detail.accounts {
        let sign = match account.did {
            Did::Added => "+",
            Did::Removed => "-",
            Did::Altered => "~",
        };
        write(&format!("{sign} {}  {}", account.what, one_line(&account.name)), 0, look.text());
        let words = one_line(&account.words);
        for line in lines(&words, area.width.saturating_sub(4), 2).iter().filter(|l| !l.is_empty()) {
            write(line, 4, look.quiet());
        }
    }
    if detail.more > 0 {
        write(&format!("and {} more", detail.more), 0, look.quiet());
    }
}

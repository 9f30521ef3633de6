//! LaTeX: tables with rules after the `booktabs` package, to be taken into a manuscript with `\input`.

use super::TOTAL;
use super::frame::{Frame, Head, Line};
use super::listing::columns as wide;
use super::markup::{allowed, right_to_left};
use super::paper::{Behind, Block, Paper, Run, annex, footnote, source};
use super::width::fit;
use crate::matrix::{Cell, State, Table};
use crate::text::graphemes;
use std::fmt::Write;

/// Columns of a terminal that fit across a page of 16 cm in small type.
const PAGE: usize = 96;
/// The same in landscape.
const TURNED: usize = 144;
/// Rows from which on a table may break over pages.
const SHORT: usize = 24;
/// Lines of a page that a table may fill before it has to break.
const PAGE_LINES: usize = 42;
/// What a long text is given at most before everything else has its share.
const LONG: usize = 44;
/// Space at the sides of a cell.
const SIDES: usize = 3;

/// A part of a LaTeX document. What it needs in the preamble is said in comments at its top.
pub(super) fn write(paper: &Paper) -> String {
    let mut body = String::new();
    if !paper.title.is_empty() {
        let _ = writeln!(body, "\\section*{{{}}}\n", escaped(&paper.title));
    }
    let mut list = false;
    for block in paper.blocks.iter().chain(&annex(paper)) {
        let item = matches!(block, Block::Item(_));
        if item != list {
            body.push_str(if item { "\\begin{itemize}\n" } else { "\\end{itemize}\n\n" });
            list = item;
        }
        write_block(&mut body, block);
    }
    if list {
        body.push_str("\\end{itemize}\n");
    }
    let mut out = "% Take this into a document with \\input. The preamble needs:\n\
                   %   \\usepackage{booktabs,longtable,array,pdflscape}\n%   \\usepackage[table]{xcolor}\n"
        .to_owned();
    if !body.is_ascii() {
        out.push_str("% Letters beyond ASCII: pdflatex takes those of its encoding; for any script use xelatex or lualatex with a font that has them.\n");
    }
    if !body.is_ascii() && body.chars().any(|c| right_to_left(c.encode_utf8(&mut [0; 4]))) {
        out.push_str(BACKWARDS);
    }
    out + "\n" + &body
}

/// What text from right to left needs. Its lines are marked as such, so that quotation marks and full stops stand at their right ends in lualatex; elsewhere the mark
/// does nothing.
const BACKWARDS: &str = "% Text from right to left: lualatex with babel, and a font that has the letters for each script that occurs, such as\n\
     %   \\usepackage[bidi=basic,english]{babel}\n\
     %   \\babelprovide[import,onchar=ids fonts]{arabic}\\babelfont[arabic]{rm}{Amiri}\n\
     %   \\babelprovide[import,onchar=ids fonts]{hebrew}\\babelfont[hebrew]{rm}{David CLM}\n\
     \\providecommand\\fromright[1]{\\ifdefined\\textdir{\\textdir TRT #1}\\else#1\\fi}\n";

fn write_block(out: &mut String, block: &Block) {
    let _ = match block {
        Block::Heading(level, words) => {
            let name = ["section", "subsection", "subsubsection", "paragraph"][usize::from(level.clamp(&1, &4) - 1)];
            writeln!(out, "\\{name}*{{{}}}\n", escaped(words))
        }
        Block::Paragraph(runs) => writeln!(out, "{}\n", inline(runs)),
        Block::Item(runs) => writeln!(out, "\\item {}", inline(runs)),
        Block::Quote { words, source } => {
            let source = if source.is_empty() { String::new() } else { format!(" ({})", escaped(source)) };
            writeln!(out, "\\begin{{quote}}\n{}{source}\n\\end{{quote}}\n", escaped(words))
        }
        Block::Table(table, behind) => {
            write_table(out, table, *behind);
            Ok(())
        }
    };
}

fn inline(runs: &[Run]) -> String {
    let one = |run: &Run| {
        let words = match (run.bold, run.italic) {
            (true, _) => format!("\\textbf{{{}}}", escaped(&run.text)),
            (_, true) => format!("\\emph{{{}}}", escaped(&run.text)),
            _ => escaped(&run.text),
        };
        // Spaces at the ends are what parts one run from the next.
        let space = |there: bool| if there { " " } else { "" };
        let blank = run.text.trim().is_empty();
        let before = space(run.text.starts_with(char::is_whitespace));
        let after = space(run.text.ends_with(char::is_whitespace) && !blank);
        if blank { before.to_owned() } else { format!("{before}{words}{after}") }
    };
    runs.iter().map(one).collect()
}

fn write_table(out: &mut String, table: &Table, behind: Behind) {
    let frame = Frame::of(table);
    let needs = frame.needs(LONG);
    let least: Vec<usize> = needs.iter().map(|(word, line)| (*word.min(&18)).max((*line).min(8)) + SIDES).collect();
    let wanted: Vec<usize> = needs.iter().map(|(_, line)| line + SIDES).collect();
    let easy: usize = wanted.iter().zip(&least).map(|(w, l)| (*w).min(28).max(*l)).sum();
    let wide = easy > PAGE;
    let page = if wide { TURNED } else { PAGE };
    let panels = frame.panels(&least, page, 60);
    if wide {
        out.push_str("% Wide: it stands on a page in landscape.\n\\begin{landscape}\n");
    }
    for (n, columns) in panels.iter().enumerate() {
        let room = |of: &[usize]| columns.iter().map(|c| of[*c]).collect::<Vec<_>>();
        let widths = fit(&room(&wanted), &room(&least), page, SIDES, &frame.bulks(columns));
        let title = escaped(&table.title);
        let caption = if panels.len() > 1 { format!("{title} (part {} of {})", n + 1, panels.len()) } else { title };
        let notes = n + 1 == panels.len();
        panel(out, (table, &frame), (columns, &widths, page), &caption, notes, behind);
    }
    if wide {
        out.push_str("\\end{landscape}\n");
    }
    out.push('\n');
}

fn panel(
    out: &mut String,
    (table, frame): (&Table, &Frame<'_>),
    (columns, widths, page): (&[usize], &[usize], usize),
    caption: &str,
    notes: bool,
    behind: Behind,
) {
    let tall: usize = frame.lines.iter().map(|line| height(line, columns, widths)).sum();
    let long = frame.lines.len() > SHORT || tall > PAGE_LINES || behind == Behind::Footnotes;
    let shape: String = columns.iter().zip(widths).map(|(c, w)| shape(frame.numeric[*c], *w, page)).collect();
    out.push_str("{\\small\\setlength{\\tabcolsep}{3pt}\n");
    let caption = if caption.is_empty() { String::new() } else { format!("\\caption{{{caption}}}") };
    let _ = if long {
        let end = if caption.is_empty() { "" } else { "\\\\\n" };
        writeln!(out, "\\begin{{longtable}}{{{shape}}}\n{caption}{end}\\toprule")
    } else {
        writeln!(
            out,
            "\\begin{{table}}[htbp]\n\\small\\setlength{{\\tabcolsep}}{{3pt}}\n{caption}\n\\begin{{tabular}}{{{shape}}}\n\\toprule"
        )
    };
    head(out, frame, columns);
    out.push_str(if long { "\\midrule\n\\endhead\n\\bottomrule\n\\endlastfoot\n" } else { "\\midrule\n" });
    body(out, table, frame, (columns, widths), behind);
    let below: Vec<String> = if notes { table.notes.iter().map(|n| escaped(n)).collect() } else { Vec::new() };
    let below = if below.is_empty() {
        String::new()
    } else {
        format!("\\par\\smallskip\\noindent\\footnotesize {}\n", below.join("\\\\\n"))
    };
    let _ = if long {
        writeln!(out, "\\end{{longtable}}\n{below}}}\n")
    } else {
        writeln!(out, "\\bottomrule\n\\end{{tabular}}\n{below}\\end{{table}}\n}}\n")
    };
}

/// How a column is set: its share of the line, to the right for numbers.
fn shape(numeric: bool, width: usize, page: usize) -> String {
    let share = width as f64 / page as f64;
    let side = if numeric { "\\raggedleft" } else { "\\raggedright" };
    format!(">{{{side}\\arraybackslash}}p{{\\dimexpr {share:.3}\\linewidth-2\\tabcolsep}}")
}

fn head(out: &mut String, frame: &Frame<'_>, columns: &[usize]) {
    for n in 0..frame.head.len() {
        let mut cells = Vec::new();
        let mut rules = String::new();
        let mut at = 0;
        while at < columns.len() {
            let covers = |h: &&Head<'_>| (h.column..h.column + h.across).contains(&columns[at]);
            let found = (0..=n).rev().find_map(|m| frame.head[m].iter().find(covers).map(|h| (m, h)));
            // What reaches over both lines stands on the lower one, beside the other headings.
            let Some((_, head)) = found.filter(|(m, h)| m + h.down == n + 1) else {
                cells.push(String::new());
                at += 1;
                continue;
            };
            let span =
                columns[at..].iter().take_while(|c| (head.column..head.column + head.across).contains(c)).count();
            let text = format!("\\textbf{{{}}}", escaped(head.text));
            if n + 1 < frame.head.len() {
                cells.push(format!("\\multicolumn{{{span}}}{{c}}{{{text}}}"));
                let _ = write!(rules, "\\cmidrule(lr){{{}-{}}}", at + 1, at + span);
            } else {
                cells.push(text);
            }
            at += span;
        }
        let _ = writeln!(out, "{} \\\\", cells.join(" & "));
        if !rules.is_empty() {
            let _ = writeln!(out, "{rules}");
        }
    }
}

fn body(out: &mut String, table: &Table, frame: &Frame<'_>, (columns, widths): (&[usize], &[usize]), behind: Behind) {
    for (n, line) in frame.lines.iter().enumerate() {
        match line {
            Line::Group { name, shade } => {
                let all = columns.len();
                let rule = if n > 0 { "\\midrule\n" } else { "" };
                let _ = writeln!(
                    out,
                    "{rule}{}\\multicolumn{{{all}}}{{l}}{{\\textbf{{{}}}}} \\\\",
                    grey(*shade),
                    escaped(name)
                );
            }
            Line::Row { label, shade, cells } => {
                let notes = |c: usize| (behind == Behind::Footnotes && c < table.columns.len()).then_some(table);
                let one = |(column, width): (&usize, &usize)| match column.checked_sub(1) {
                    None => vec![escaped(label)],
                    Some(c) => match cells.get(c).copied().flatten() {
                        Some(cell) => values(cell, notes(c), width * PAGE_LINES),
                        None => vec![String::new()],
                    },
                };
                let cells: Vec<Vec<String>> = columns.iter().zip(widths).map(one).collect();
                // A row stays on one page: what is longer goes on in rows below it.
                for n in 0..cells.iter().map(Vec::len).max().unwrap_or(1) {
                    let part: Vec<&str> = cells.iter().map(|pieces| pieces.get(n).map_or("", String::as_str)).collect();
                    let _ = writeln!(out, "{}{} \\\\", grey(*shade), part.join(" & "));
                }
            }
            Line::Totals(cells) => {
                let one = |column: &usize| match column.checked_sub(1) {
                    None => format!("\\textbf{{{TOTAL}}}"),
                    Some(c) => cells.get(c).copied().flatten().map_or_else(String::new, |cell| value(cell, None)),
                };
                let cells: Vec<String> = columns.iter().map(one).collect();
                let _ = writeln!(out, "\\midrule\n{} \\\\", cells.join(" & "));
            }
        }
    }
}

/// About how many lines of a page a line of the table takes.
fn height(line: &Line<'_>, columns: &[usize], widths: &[usize]) -> usize {
    let Line::Row { cells, .. } = line else { return 1 };
    let tall = |(column, width): (&usize, &usize)| {
        let cell = column.checked_sub(1).and_then(|c| cells.get(c).copied().flatten());
        let lines = |text: &str| wide(text).div_ceil((*width).max(1)).max(1);
        cell.map_or(1, |cell| cell.value.lines().map(lines).sum())
    };
    columns.iter().zip(widths).map(tall).max().unwrap_or(1)
}

/// A cell in pieces of about so many columns of a terminal, cut between words; what goes with the cell stands after the last one.
fn values(cell: &Cell, notes: Option<&Table>, most: usize) -> Vec<String> {
    let mut pieces = pieces(&cell.value, most.max(200));
    if pieces.len() == 1 {
        return vec![value(cell, notes)];
    }
    let last = pieces.pop().unwrap_or("");
    let bare = |piece: &str| Cell { value: piece.to_owned(), evidence: Vec::new(), ..cell.clone() };
    let mut out: Vec<String> = pieces.into_iter().map(|piece| value(&bare(piece), None)).collect();
    out.push(value(&Cell { value: last.to_owned(), ..cell.clone() }, notes));
    out
}

fn pieces(text: &str, most: usize) -> Vec<&str> {
    let (mut out, mut from, mut gap, mut used) = (Vec::new(), 0, None, 0);
    for (at, grapheme) in graphemes(text) {
        if used >= most {
            let cut = gap.filter(|gap| *gap > from).unwrap_or(at);
            out.push(text[from..cut].trim());
            used = wide(&text[cut..at]);
            (from, gap) = (cut, None);
        }
        if grapheme.chars().all(char::is_whitespace) {
            gap = Some(at);
        }
        used += wide(grapheme);
    }
    out.push(text[from..].trim());
    out
}

fn value(cell: &Cell, notes: Option<&Table>) -> String {
    let text = escaped(&cell.value);
    let text = if matches!(cell.state, State::Stale | State::Unsupported) { format!("\\emph{{{text}}}") } else { text };
    let Some(table) = notes.filter(|_| !cell.evidence.is_empty()) else { return text };
    let (shown, rest) = footnote(table, cell);
    let mut parts: Vec<String> =
        shown.iter().map(|e| format!("``{}'' ({})", escaped(&e.quote), escaped(&source(e)))).collect();
    parts.extend(rest.map(|rest| escaped(&rest)));
    format!("{text}\\footnote{{{}}}", parts.join(" "))
}

/// Shades the row that follows, as grey as in the other formats.
fn grey(shade: u8) -> String {
    match shade.min(4) {
        0 => String::new(),
        shade => format!("\\rowcolor[gray]{{{}}}", ["1", ".95", ".88", ".80", ".72"][usize::from(shade)]),
    }
}

/// A text in which nothing is a command. A bracket after the end of a row would be taken for its option, two hyphens for a dash.
fn escaped(text: &str) -> String {
    let lines = text.trim().split('\n').map(str::trim_end).filter(|line| !line.is_empty());
    let written = lines.map(|line| match escaped_line(line) {
        words if right_to_left(line) => format!("\\fromright{{{words}}}"),
        words => words,
    });
    written.collect::<Vec<_>>().join("\\newline ")
}

fn escaped_line(line: &str) -> String {
    let mut out = String::with_capacity(line.len() + 8);
    let mut last = ' ';
    for c in line.chars() {
        match c {
            '\\' => out.push_str("\\textbackslash{}"),
            '{' | '}' | '$' | '&' | '#' | '_' | '%' => out.extend(['\\', c]),
            '^' => out.push_str("\\textasciicircum{}"),
            '~' => out.push_str("\\textasciitilde{}"),
            '<' => out.push_str("\\textless{}"),
            '>' => out.push_str("\\textgreater{}"),
            '|' => out.push_str("\\textbar{}"),
            '`' => out.push_str("\\textasciigrave{}"),
            '[' | ']' | '*' => out.extend(['{', c, '}']),
            '-' | '\'' | ',' | '?' | '!' if last == c => out.extend(['{', '}', c]),
            c if allowed(c) && c != '\r' => out.push(c),
            _ => {}
        }
        last = c;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::tests::table;

    #[test]
    fn nothing_in_a_text_is_a_command() {
        assert_eq!(
            escaped("50% of $x_1 & {a}\\b^2~"),
            "50\\% of \\$x\\_1 \\& \\{a\\}\\textbackslash{}b\\textasciicircum{}2\\textasciitilde{}"
        );
        assert_eq!(escaped("[2 passages]--*\nmore\u{1b}"), "{[}2 passages{]}-{}-{*}\\newline more");
    }

    #[test]
    fn words_in_bold_stand_apart_from_those_around_them() {
        let plain = |text: &str| Run { text: text.to_owned(), ..Run::default() };
        let runs = [
            plain("We met "),
            Run { bold: true, ..plain("Ann") },
            plain(" "),
            Run { italic: true, ..plain("Lee") },
            plain(", too."),
        ];
        assert_eq!(inline(&runs), "We met \\textbf{Ann} \\emph{Lee}, too.");
    }

    #[test]
    fn a_very_long_quote_goes_on_in_rows_below_it_and_nothing_is_lost() {
        let words: Vec<String> = (0..4000).map(|n| format!("word{n}")).collect();
        let mut table = table();
        table.rows[5].cells[0].value = words.join(" ");
        table.rows[4].cells[0].value = "話".repeat(9000);
        let written = write(&Paper::of_table(table, Behind::Nothing));
        assert!(written.contains("\\begin{longtable}"), "it may break over pages");
        let longest = written.lines().map(wide).max().unwrap_or(0);
        assert!(longest < 96 * PAGE_LINES, "no row is higher than a page: {longest}");
        // The words stand in the last row, in their order.
        let mut at = 0;
        for word in &words {
            at += written[at..].find(word.as_str()).unwrap_or_else(|| panic!("{word} is lost")) + word.len();
        }
        assert_eq!(written.matches('話').count(), 9000);
        assert_eq!(pieces("one two three", 8), ["one two", "three"]);
        assert_eq!(pieces("", 8), [""]);
    }

    #[test]
    fn what_text_from_right_to_left_needs_is_said() {
        let mut table = table();
        let plain = write(&Paper::of_table(table.clone(), Behind::Nothing));
        assert!(!plain.contains("bidi") && !plain.contains("fromright"));
        table.rows[0].label = "רות".to_owned();
        table.rows[0].cells[0].value = "one\n“שניים {2}”".to_owned();
        let written = write(&Paper::of_table(table, Behind::Nothing));
        assert!(written.contains("bidi=basic") && written.contains("\\providecommand\\fromright"));
        assert!(written.contains("one\\newline \\fromright{“שניים \\{2\\}”}"), "{written}");
        assert!(written.contains("\\fromright{רות}"));
    }

    #[test]
    fn a_short_table_floats_and_a_long_one_breaks() {
        let short = write(&Paper::of_table(table(), Behind::Nothing));
        for part in [
            "\\begin{tabular}",
            "\\textbf{Essence of cost}",
            "\\rowcolor[gray]{.72}\\multicolumn{4}{l}{\\textbf{With, and more (2)}} \\\\",
            "=1+1 \\textbar{} cost\\newline more & 2 \\\\",
            "\\emph{Old}",
            "\\midrule\n\\textbf{Total} & 3 &  & 3 \\\\",
            "CE = Customer Engagement",
        ] {
            assert!(short.contains(part), "{part}\n{short}");
        }
        let mut long = table();
        let row = long.rows[5].clone();
        long.rows.extend(std::iter::repeat_n(row, 40));
        long.totals = Default::default();
        let long = write(&Paper::of_table(long, Behind::Nothing));
        assert!(long.contains("\\begin{longtable}") && long.contains("\\endhead"), "{long}");
        for (open, close) in [("\\begin{", "\\end{"), ("{\\small", "}\n\n")] {
            assert_eq!(long.matches(open).count(), long.matches(close).count().min(long.matches(open).count()));
        }
    }
}

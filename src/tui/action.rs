//! The one table of everything that can be done: it makes the keymap, the hint bar, the `?` overlay, the `:` palette and the table in the README.

pub use super::act::*;

use super::cases::{self, CaseAct};
use super::codebook::BookAct;
use super::grid::{self, GridAct};
use super::key::Key;
use super::ready::{self, Ready};

/// One row of the table.
pub struct Action {
    /// What.
    pub act: Act,
    /// Its name in the palette.
    pub name: &'static str,
    /// What it does, in a few words.
    pub help: &'static str,
    /// Its heading.
    pub group: Group,
    /// Where.
    pub scope: Scope,
    /// Its keys, as [`Key::parse`] reads them; the first one is shown.
    pub keys: &'static [&'static str],
    /// Its word in the hint bar, and how early it comes there (0 never).
    pub hint: (&'static str, u8),
    /// Whether it can be done now, or why not.
    pub ready: Ready,
}

const fn row(
    act: Act,
    keys: &'static [&'static str],
    name: &'static str,
    help: &'static str,
    hint: (&'static str, u8),
    place: (Group, Scope),
    ready: Ready,
) -> Action {
    Action { act, name, help, group: place.0, scope: place.1, keys, hint, ready }
}

const TAKE: (Group, Scope) = (Group::Take, READER);
const CODE: (Group, Scope) = (Group::Code, READER);
const ON_PASSAGES: (Group, Scope) = (Group::Code, READER | FOUND | EVIDENCE);
const QUERY: (Group, Scope) = (Group::Find, PROMPT);
const NOTED: (Group, Scope) = (Group::Code, READER | FOUND | CODES | DOCUMENTS);
const NOTES: (Group, Scope) = (Group::List, MEMOS);
const STEPS: (Group, Scope) = (Group::List, HISTORY);
const ROWS: (Group, Scope) = (Group::List, FOUND);
const FIND: (Group, Scope) = (Group::Find, READER);
const LIST: (Group, Scope) = (Group::List, LISTS);
const SHOWN: (Group, Scope) = (Group::Anywhere, READER);
const EVERYWHERE: (Group, Scope) = (Group::Anywhere, ANY);
const WALK: (Group, Scope) = (Group::List, TABLES | EVIDENCE);
const BOOK: (Group, Scope) = (Group::Codebook, CODES);
const CASE: (Group, Scope) = (Group::Case, CASES);
const MATRIX: (Group, Scope) = (Group::Matrix, GRID);
const CELLS: (Group, Scope) = (Group::Matrix, GRID | EVIDENCE);
const DIGITS: &[&str] = &["1", "2", "3", "4", "5", "6", "7", "8", "9"];

/// The table.
#[rustfmt::skip]
pub const ACTIONS: &[Action] = &[
    row(Act::NextUnit, &["j", "down"], "next", "next sentence (paragraph or turn after taking one)", ("", 0), TAKE, ready::text),
    row(Act::PrevUnit, &["k", "up"], "previous", "sentence before", ("", 0), TAKE, ready::text),
    row(Act::NextWord, &["l", "right"], "next word", "next word", ("", 0), TAKE, ready::text),
    row(Act::PrevWord, &["h", "left"], "previous word", "word before", ("", 0), TAKE, ready::text),
    row(Act::NextTurn, &[")"], "next turn", "next turn", ("", 0), TAKE, ready::text),
    row(Act::PrevTurn, &["("], "previous turn", "turn before", ("", 0), TAKE, ready::text),
    row(Act::TakeSentence, &["s"], "take sentence", "this sentence; again: one more", ("sentence", 70), TAKE, ready::text),
    row(Act::TakeTurn, &["t"], "take turn", "this turn; again: one more", ("turn", 71), TAKE, ready::text),
    row(Act::TakeParagraph, &["p"], "take paragraph", "this paragraph; again: one more", ("", 0), TAKE, ready::text),
    row(Act::TakeWord, &["w"], "take word", "this word; again: one more", ("", 0), TAKE, ready::text),
    row(Act::TakePart, &["b"], "take part", "a part of a very long sentence; again: one more", ("", 0), TAKE, ready::text),
    row(Act::Grow, &["+", "="], "grow", "word, sentence, … turn, exchange, section, all", ("grow", 72), TAKE, ready::text),
    row(Act::Shrink, &["-"], "shrink", "the same way back", ("", 0), TAKE, ready::text),
    row(Act::ExtendNext, &["J", "shift-down"], "extend down", "one more at the end", ("extend", 73), TAKE, ready::text),
    row(Act::ExtendPrev, &["K", "shift-up"], "extend up", "one less, or one more before", ("", 0), TAKE, ready::text),
    row(Act::ExtendWordNext, &["L", "shift-right"], "extend right", "one word more", ("", 0), TAKE, ready::text),
    row(Act::ExtendWordPrev, &["H", "shift-left"], "extend left", "one word less", ("", 0), TAKE, ready::text),
    row(Act::SwapEnds, &["o"], "other end", "let the other end move", ("", 0), TAKE, ready::text),
    row(Act::PageDown, &["pgdn", "ctrl-d"], "page down", "a page on", ("", 0), TAKE, ready::text),
    row(Act::PageUp, &["pgup", "ctrl-b"], "page up", "a page back", ("", 0), TAKE, ready::text),
    row(Act::Top, &["home", "g g"], "first", "beginning of the document", ("", 0), TAKE, ready::text),
    row(Act::Bottom, &["G", "end"], "last", "end of the document", ("", 0), TAKE, ready::text),
    row(Act::Mark, &["space"], "mark", "mark this passage and go on; acts then take all marked", ("mark", 74), TAKE, ready::text),
    row(Act::HoldOn, &["v"], "hold on", "motions extend the passage, until pressed again", ("", 0), TAKE, ready::text),

    row(Act::Code, &["enter", "c"], "code", "choose a code, or make one", ("code", 1), CODE, ready::passage),
    row(Act::Code, &["c"], "code passages", "choose a code for the passage, or for all that are marked", ("code", 2), ROWS, ready::passage),
    row(Act::Again, &["."], "code again", "the last code or codes again", ("again", 2), ON_PASSAGES, ready::again),
    row(Act::Quick, DIGITS, "quick code", "the code with this number", ("quick", 3), ON_PASSAGES, ready::quick),
    row(Act::InVivo, &["i"], "in vivo", "a code in the speaker's own words", ("in vivo", 4), CODE, ready::text),
    row(Act::Pen, &["a"], "pen", "take up a code: marking and the mouse then code at once", ("pen", 76), CODE, ready::text),
    row(Act::Remove, &["x"], "remove code", "take a code off this passage", ("remove", 5), ON_PASSAGES, ready::coded),
    row(Act::Extent, &["e"], "change extent", "move the ends of a coding, then Enter", ("", 0), CODE, ready::coded),
    row(Act::Cycle, &[";"], "next code here", "go through the codes on this passage", ("", 0), CODE, ready::coded),
    row(Act::Telling, &["!"], "telling", "mark a coding as telling: a quotation for the report", ("", 0), ON_PASSAGES, ready::coded),
    row(Act::Memo, &["m"], "memo", "write a note on this passage, code or document", ("memo", 6), NOTED, ready::noted),
    row(Act::Pin, &["#"], "number a code", "give the code in hand a number of its own", ("", 0), (Group::Code, READER | CODES | FOUND), ready::code_in_hand),
    row(Act::Draft, &[], "open draft", "go on with a memo that was begun", ("", 0), EVERYWHERE, ready::draft),

    row(Act::Jump, &["f"], "jump", "letters on each sentence: type them to hold it", ("jump", 69), FIND, ready::text),
    row(Act::Find, &["/"], "find", "words in this document, found as you type", ("find", 7), FIND, ready::text),
    row(Act::NextHit, &["n"], "next hit", "next place with these words", ("", 0), FIND, ready::needle),
    row(Act::PrevHit, &["N"], "previous hit", "place before", ("", 0), FIND, ready::needle),
    row(Act::MarkHits, &["*"], "mark hits", "mark every place with these words", ("", 0), FIND, ready::needle),
    row(Act::NextCoded, &["]"], "next coding", "next coded passage", ("", 0), FIND, ready::coded_document),
    row(Act::PrevCoded, &["["], "previous coding", "coded passage before", ("", 0), FIND, ready::coded_document),
    row(Act::NextSame, &["}"], "next of this code", "next passage with the code in hand", ("", 0), FIND, ready::coded_document),
    row(Act::PrevSame, &["{"], "previous of this code", "passage before with the code in hand", ("", 0), FIND, ready::coded_document),
    row(Act::NextUncoded, &["g u"], "next uncoded", "next sentence of an answer that nobody coded", ("uncoded", 75), FIND, ready::text),
    row(Act::PrevUncoded, &["g U"], "previous uncoded", "uncoded sentence before", ("", 0), FIND, ready::text),
    row(Act::PassDone, &["g d"], "pass done", "you are done with this document, or take it up again", ("", 0), (Group::Code, READER), ready::text),
    row(Act::Blind, &[], "blind coding", "hide others' work until both are done with it, or show it", ("", 0), EVERYWHERE, ready::always),
    row(Act::TrailBack, &["<"], "place before", "back to the place before the last jump", ("", 0), FIND, ready::trail_back),
    row(Act::TrailOn, &[">"], "place after", "forward again", ("", 0), FIND, ready::trail_on),
    row(Act::Go, &["g"], "go to", "then a letter: what can follow is shown", ("", 0), FIND, ready::text),

    row(Act::Open, &["enter"], "open", "go in", ("open", 1), (Group::List, DOCUMENTS | CODES | MEMOS | FOUND | MATRICES), ready::row),
    row(Act::Open, &["o", "right"], "read in place", "go to this place and read on", ("", 0), ROWS, ready::row),
    row(Act::RowDown, &["j", "down"], "next row", "next row", ("", 0), LIST, ready::always),
    row(Act::RowUp, &["k", "up"], "previous row", "row before", ("", 0), LIST, ready::always),
    row(Act::PageDown, &["pgdn", "ctrl-d"], "page of rows down", "a page on", ("", 0), LIST, ready::always),
    row(Act::PageUp, &["pgup", "ctrl-b"], "page of rows up", "a page back", ("", 0), LIST, ready::always),
    row(Act::Top, &["g", "home"], "first row", "first row", ("", 0), LIST, ready::always),
    row(Act::Bottom, &["G", "end"], "last row", "last row", ("", 0), LIST, ready::always),
    row(Act::Filter, &["/"], "filter", "narrow the list as you type", ("filter", 7), (Group::List, NARROWED), ready::always),
    row(Act::MarkRow, &["space"], "mark row", "mark this passage; acts then take all marked as one step", ("mark", 3), ROWS, ready::row),
    row(Act::MarkAll, &["*"], "mark all rows", "mark everything found; again: nothing", ("mark all", 4), ROWS, ready::row),
    row(Act::Arrange, &["b"], "group", "group by document, case, code, or not at all", ("group", 70), ROWS, ready::row),
    row(Act::Around, &["v"], "context", "show the passage alone, with its sentence, its turn", ("context", 71), ROWS, ready::row),
    row(Act::Concordance, &["K"], "concordance", "each place in a line; again: by the words left, then right", ("concordance", 73), ROWS, ready::row),
    row(Act::EditQuery, &["/"], "edit the query", "go back to the query and alter it", ("query", 6), ROWS, ready::always),
    row(Act::Facets, &["tab"], "facets", "to what is counted beside the results, and back", ("facets", 5), (Group::List, FOUND | FACETS), ready::facets),
    row(Act::AddFacet, &["enter"], "narrow", "add this value to the query", ("add", 1), (Group::List, FACETS), ready::facets),
    row(Act::ExcludeFacet, &["-"], "exclude", "leave out what has this value", ("exclude", 2), (Group::List, FACETS), ready::facets),
    row(Act::EditMemo, &["e", "m"], "edit memo", "go on with this memo, or write one of your own there", ("edit", 2), NOTES, ready::row),
    row(Act::RemoveMemo, &["x"], "remove memo", "take this memo away; undo brings it back", ("remove", 3), NOTES, ready::own_memo),
    row(Act::StudyMemo, &["n"], "memo on the study", "write a note on the study as a whole", ("on the study", 4), NOTES, ready::always),
    row(Act::FollowLink, &["l", "right"], "follow link", "go where a [[link]] in this memo points", ("link", 5), NOTES, ready::link),
    row(Act::LookBack, &["enter"], "look back", "look at the project as it was after this step", ("look at it", 1), STEPS, ready::row),
    row(Act::Revert, &["r"], "take back only this", "take back this step alone, leaving the later ones", ("only this", 2), STEPS, ready::row),
    row(Act::Restore, &["R"], "restore to here", "make the project what it was after this step", ("restore", 3), STEPS, ready::row),
    row(Act::NamePoint, &["t"], "name this point", "give the point after this step a name", ("name", 4), STEPS, ready::row),
    row(Act::SaveQuery, &["S"], "save query", "keep the query under a name", ("save", 72), ROWS, ready::query),
    row(Act::ToResults, &["enter"], "to the results", "go to the results, or take the offer that is chosen", ("results", 1), QUERY, ready::always),
    row(Act::TakeOffer, &["tab"], "take offer", "put in the first or the chosen offer", ("complete", 2), QUERY, ready::always),
    row(Act::NextOffer, &["down"], "next offer", "next offer; without offers: to the results", ("offers", 3), QUERY, ready::always),
    row(Act::PrevOffer, &["up"], "previous offer", "offer before", ("", 0), QUERY, ready::always),
    row(Act::Recent, &["ctrl-r"], "recent queries", "queries asked lately, and those that are saved", ("recent", 4), QUERY, ready::always),
    row(Act::Back, &["esc", "ctrl-c"], "leave the query", "stop looking; again: back", ("back", 92), QUERY, ready::always),

    row(Act::FindAll, &["F"], "find everywhere", "words, codes, cases and more, in all documents", ("search", 51), EVERYWHERE, ready::always),
    row(Act::Import, &["I"], "import", "bring transcripts in: a file, a folder, a pattern", ("", 0), EVERYWHERE, ready::always),
    row(Act::Export, &["E"], "export", "write this list to a .csv, .md or .json file", ("", 0), (Group::List, NARROWED | FOUND), ready::row),
    row(Act::Sample, &["O"], "open the sample", "leave for the sample study; everything here is saved", ("", 0), (Group::Anywhere, DOCUMENTS), ready::always),
    row(Act::Memos, &["W"], "memos", "everything written on passages, codes, cases, documents", ("memos", 61), EVERYWHERE, ready::always),
    row(Act::CopyCommand, &["Y"], "copy command", "copy the command that shows this", ("", 0), (Group::Anywhere, FOUND | HISTORY | CODES | DOCUMENTS), ready::always),
    row(Act::Undo, &["u"], "undo", "take the last step back, by whoever", ("undo", 8), EVERYWHERE, ready::always),
    row(Act::Redo, &["U", "ctrl-r"], "redo", "do it again", ("", 0), EVERYWHERE, ready::always),
    row(Act::NextPane, &["tab"], "next pane", "what stands beside the text: codebook, documents, questions", ("", 0), SHOWN, ready::always),
    row(Act::PrevPane, &["backtab"], "pane before", "the same from the last one", ("", 0), SHOWN, ready::always),
    row(Act::Zoom, &["z"], "zoom", "the text alone with a wide margin; a pane alone; again: all", ("", 0), SHOWN, ready::always),
    row(Act::Zoom, &["z"], "zoom list", "the list alone, what is told of its row alone, both", ("", 0), (Group::List, CODES | HISTORY | MEMOS | FOUND), ready::always),
    row(Act::Codes, &["C"], "codebook", "all codes with counts and definitions", ("codes", 50), EVERYWHERE, ready::always),
    row(Act::Passages, &["r"], "passages", "all passages with the code in hand", ("", 0), (Group::Anywhere, READER | CODES | GRID), ready::code_in_hand),
    row(Act::Alike, &["~"], "turns like this", "turns that use the same words as the passage in hand", ("", 0), FIND, ready::passage),
    row(Act::Suggested, &["%"], "suggestions", "turns like those with the code in hand, not coded so yet", ("", 0), (Group::Anywhere, READER | CODES | FOUND), ready::code_in_hand),
    row(Act::History, &["Z"], "history", "every step that was made", ("history", 60), EVERYWHERE, ready::always),
    row(Act::Copy, &["y"], "copy", "copy the quotation with its place", ("", 0), (Group::Anywhere, READER | FOUND | EVIDENCE), ready::passage),
    row(Act::Show, &["\\"], "show", "then a letter: which codings the margin shows, and how", ("show", 77), SHOWN, ready::always),
    row(Act::ShowAll, &["\\ a"], "show all", "codings of everybody in the margin", ("", 0), SHOWN, ready::always),
    row(Act::ShowMine, &["\\ m"], "show mine", "my own codings only", ("", 0), SHOWN, ready::always),
    row(Act::ShowCoder, &["\\ c"], "show one coder", "codings of one coder only, then of the next one", ("", 0), SHOWN, ready::always),
    row(Act::ShowRecent, &["\\ r"], "show recent", "only the nine codes used last", ("", 0), SHOWN, ready::always),
    row(Act::ShowCodes, &["\\ k"], "show some codes", "only codes that you choose", ("", 0), SHOWN, ready::always),
    row(Act::ShowDensity, &["\\ d"], "show density", "how many codings in place of stripes, or stripes again", ("", 0), SHOWN, ready::always),
    row(Act::ShowShade, &["\\ t"], "shade the text", "underline the coding in focus, shade all that is coded, none", ("", 0), SHOWN, ready::always),
    row(Act::HandMouse, &["f9"], "mouse", "give the mouse to the terminal, or take it back", ("", 0), EVERYWHERE, ready::always),
    row(Act::Palette, &[":"], "palette", "everything by name", ("all", 90), EVERYWHERE, ready::always),
    row(Act::Keys, &["?"], "keys", "the keys of this screen", ("keys", 91), EVERYWHERE, ready::always),
    row(Act::Redraw, &["ctrl-l"], "redraw", "draw the screen anew", ("", 0), EVERYWHERE, ready::always),
    row(Act::Suspend, &["ctrl-z"], "suspend", "back to the shell; fg returns", ("", 0), EVERYWHERE, ready::always),
    row(Act::Back, &["q", "esc"], "back", "back; from the first screen, quit", ("back", 92), EVERYWHERE, ready::always),
    row(Act::Quit, &["ctrl-c", "ctrl-q"], "quit", "quit; everything is saved already", ("", 0), EVERYWHERE, ready::always),

    row(Act::Documents, &["D"], "documents", "all documents, with how much of each is coded", ("", 0), EVERYWHERE, ready::always),
    row(Act::Case(CaseAct::List), &["A"], "cases", "all cases with their attributes", ("", 0), EVERYWHERE, ready::always),
    row(Act::Grid(GridAct::List), &["M"], "matrices", "tables across cases", ("", 0), EVERYWHERE, ready::always),

    row(Act::RowDown, &["j", "down"], "row down", "next row", ("", 0), WALK, ready::always),
    row(Act::RowUp, &["k", "up"], "row up", "row before", ("", 0), WALK, ready::always),
    row(Act::PageDown, &["pgdn", "ctrl-d"], "screen down", "a screen on", ("", 0), WALK, ready::always),
    row(Act::PageUp, &["pgup", "ctrl-b"], "screen up", "a screen back", ("", 0), WALK, ready::always),
    row(Act::Top, &["home"], "top row", "first row", ("", 0), WALK, ready::always),
    row(Act::Bottom, &["end", "G"], "bottom row", "last row", ("", 0), WALK, ready::always),
    row(Act::Filter, &["/"], "narrow table", "narrow the rows as you type", ("filter", 30), (Group::List, TABLES), ready::always),

    row(Act::Book(BookAct::New), &["n"], "new code", "make a code; a/b nests", ("new", 2), BOOK, ready::always),
    row(Act::Book(BookAct::Edit), &["e"], "edit code", "name, definition, when, when not, example", ("edit", 3), BOOK, ready::row),
    row(Act::Book(BookAct::Rename), &["R"], "rename code", "give it another name", ("", 0), BOOK, ready::row),
    row(Act::Book(BookAct::Down), &["J", "shift-down"], "move code down", "after the next one on its level", ("", 0), BOOK, ready::unfiltered),
    row(Act::Book(BookAct::Up), &["K", "shift-up"], "move code up", "before the one above on its level", ("", 0), BOOK, ready::unfiltered),
    row(Act::Book(BookAct::In), &["L", "shift-right"], "move code in", "under the one above it", ("", 0), BOOK, ready::unfiltered),
    row(Act::Book(BookAct::Out), &["H", "shift-left"], "move code out", "beside the one it is under", ("", 0), BOOK, ready::unfiltered),
    row(Act::Book(BookAct::Mark), &["space"], "mark code", "mark it, to be merged with others", ("mark", 4), BOOK, ready::row),
    row(Act::Book(BookAct::Merge), &["&"], "merge codes", "make one code of the marked ones, or of two", ("merge", 5), BOOK, ready::row),
    row(Act::Book(BookAct::Remove), &["x"], "remove code from the book", "you are asked what becomes of its codings", ("remove", 6), BOOK, ready::row),
    row(Act::Book(BookAct::Pin), DIGITS, "pin code", "give the code this number for coding", ("pin", 8), BOOK, ready::row),
    row(Act::Book(BookAct::Colour), &["*"], "colour of code", "its colour in the margin", ("", 0), BOOK, ready::row),
    row(Act::Book(BookAct::Fold), &["left", "h"], "fold code", "its sub-codes away; again: to the code above", ("", 0), BOOK, ready::unfiltered),
    row(Act::Book(BookAct::Unfold), &["right", "l"], "unfold code", "its sub-codes back; again: to the first of them", ("", 0), BOOK, ready::unfiltered),
    row(Act::Book(BookAct::FoldAll), &["-"], "fold all", "only the topmost codes, and again all of them", ("fold", 10), BOOK, ready::unfiltered),
    row(Act::Book(BookAct::Order), &["o"], "order codes", "by how often they are used, with bars; again: the tree", ("order", 9), BOOK, ready::row),
    row(Act::Book(BookAct::Alike), &["a"], "look-alikes", "codes whose names look alike, two by two", ("", 0), BOOK, ready::row),
    row(Act::Book(BookAct::MoveTo), &["V"], "move to code", "another code, or a new one, for these: splits a code", ("move", 9), (Group::Codebook, PASSAGES | EVIDENCE), ready::passage),

    row(Act::Case(CaseAct::Go), &["enter"], "open or edit", "open its documents, or edit the value", ("open", 1), CASE, cases::ready),
    row(Act::Case(CaseAct::Edit), &["e"], "edit value", "edit what stands in the cell", ("edit", 2), CASE, cases::ready),
    row(Act::Case(CaseAct::New), &["n"], "new case", "make a case", ("new", 3), CASE, ready::always),
    row(Act::Case(CaseAct::NewAttribute), &["N"], "new attribute", "make an attribute of cases", ("attribute", 4), CASE, ready::always),
    row(Act::Case(CaseAct::Documents), &["d"], "documents of case", "link documents to it or let them go", ("documents", 5), CASE, cases::ready),
    row(Act::Case(CaseAct::Sort), &["o"], "order cases", "by this column; again: the other way; again: by name", ("order", 6), CASE, ready::always),
    row(Act::Case(CaseAct::Memo), &["m"], "memo on case", "write a note on the case", ("memo", 7), CASE, cases::ready),
    row(Act::Case(CaseAct::Remove), &["x"], "remove case", "with its links and phrases; its documents stay", ("", 0), CASE, cases::ready),
    row(Act::Case(CaseAct::Kind), &["T"], "kind of attribute", "text, number, date, yes/no, ordered", ("", 0), CASE, cases::on_attribute),
    row(Act::Case(CaseAct::RemoveAttribute), &["X"], "remove attribute", "with all its values", ("", 0), CASE, cases::on_attribute),
    row(Act::Case(CaseAct::Left), &["h", "left"], "column left of this", "column before", ("", 0), CASE, ready::always),
    row(Act::Case(CaseAct::Right), &["l", "right"], "column right of this", "next column", ("", 0), CASE, ready::always),
    row(Act::Case(CaseAct::LeftPage), &["H"], "columns back", "a screen of columns back", ("", 0), CASE, ready::always),
    row(Act::Case(CaseAct::RightPage), &["L"], "columns on", "a screen of columns on", ("", 0), CASE, ready::always),

    row(Act::Grid(GridAct::New), &["n"], "new matrix", "build one: rows, columns, what the cells show", ("new", 2), (Group::Matrix, MATRICES), ready::always),
    row(Act::Grid(GridAct::Drop), &["x"], "remove matrix", "take the saved matrix away", ("remove", 3), (Group::Matrix, MATRICES), grid::ready::listed),
    row(Act::Grid(GridAct::Left), &["h", "left"], "cell left", "column before", ("", 0), MATRIX, ready::always),
    row(Act::Grid(GridAct::Right), &["l", "right"], "cell right", "next column", ("", 0), MATRIX, ready::always),
    row(Act::Grid(GridAct::LeftPage), &["H"], "cells left", "a screen of columns back", ("", 0), MATRIX, ready::always),
    row(Act::Grid(GridAct::RightPage), &["L"], "cells right", "a screen of columns on", ("", 0), MATRIX, ready::always),
    row(Act::Grid(GridAct::Evidence), &["enter"], "evidence", "passages behind the cell; again: read them", ("evidence", 1), MATRIX, grid::ready::cell),
    row(Act::Grid(GridAct::Read), &["enter", "o"], "read evidence", "go to this passage and read on", ("read", 1), (Group::Matrix, EVIDENCE), grid::ready::evidence),
    row(Act::Grid(GridAct::Pane), &["tab"], "to the passages", "between the cells and their passages", ("passages", 9), CELLS, grid::ready::cell),
    row(Act::Grid(GridAct::NextPassage), &["]"], "next of the evidence", "next passage behind the cell", ("", 0), CELLS, grid::ready::evidence),
    row(Act::Grid(GridAct::PrevPassage), &["["], "previous of the evidence", "passage before", ("", 0), CELLS, grid::ready::evidence),
    row(Act::Grid(GridAct::Choose), &["space"], "mark evidence", "acts and the phrase then rest on the marked ones", ("mark", 2), (Group::Matrix, EVIDENCE), grid::ready::evidence),
    row(Act::Code, &["c"], "code evidence", "choose a code for the passage", ("code", 3), (Group::Matrix, EVIDENCE), ready::passage),
    row(Act::Grid(GridAct::Phrase), &["e"], "write phrase", "what the cell says, beside its evidence", ("phrase", 7), CELLS, grid::ready::phrase),
    row(Act::Grid(GridAct::NotApplicable), &["a"], "not applicable", "say that the cell does not apply, and why", ("n/a", 18), CELLS, grid::ready::phrase),
    row(Act::Grid(GridAct::ClearPhrase), &["x"], "clear phrase", "take away what was written for the cell", ("", 0), MATRIX, grid::ready::written),
    row(Act::Grid(GridAct::NextWanting), &["w"], "next to do", "next phrase that is missing, stale or unsupported", ("to do", 10), MATRIX, grid::ready::table),
    row(Act::Grid(GridAct::PrevWanting), &["b"], "previous to do", "the one before", ("", 0), MATRIX, grid::ready::table),
    row(Act::Grid(GridAct::PhraseHistory), &["i"], "history of phrase", "what was written for the cell, and when", ("", 0), CELLS, grid::ready::phrase),
    row(Act::Grid(GridAct::Measure), &["v"], "measure", "what the cells show: passages, words, shares, phrases", ("measure", 2), MATRIX, grid::ready::table),
    row(Act::Grid(GridAct::ChooseMeasure), &["V"], "choose measure", "what the cells show, by name", ("", 0), MATRIX, grid::ready::table),
    row(Act::Grid(GridAct::Sort), &["o"], "order rows", "by this column; again: the other way; again: not", ("order", 3), MATRIX, grid::ready::table),
    row(Act::Grid(GridAct::Group), &["g"], "group rows", "by an attribute of the cases", ("group", 4), MATRIX, grid::ready::attributes),
    row(Act::Grid(GridAct::Flip), &["p"], "flip", "rows become columns", ("flip", 5), MATRIX, grid::ready::table),
    row(Act::Grid(GridAct::Expand), &["+", "="], "open column", "the sub-codes of a code as columns", ("sub-codes", 6), MATRIX, grid::ready::code_column),
    row(Act::Grid(GridAct::Fold), &["-"], "close column", "the sub-codes away again", ("", 0), MATRIX, grid::ready::code_column),
    row(Act::Grid(GridAct::Totals), &["t"], "totals", "of rows and columns, of one of them, none", ("totals", 19), MATRIX, ready::always),
    row(Act::Grid(GridAct::Frequencies), &["#"], "frequencies", "how often each value stands here, and the rows behind it", ("", 0), MATRIX, grid::ready::table),
    row(Act::Grid(GridAct::Shade), &["s"], "shade", "the larger a number, the stronger the shade behind it", ("", 0), MATRIX, grid::ready::table),
    row(Act::Grid(GridAct::Where), &["f"], "keep rows where", "only the rows in which a query finds something", ("", 0), MATRIX, ready::always),
    row(Act::Grid(GridAct::AddColumn), &["n"], "add column", "attributes, codes, a query", ("column", 17), MATRIX, ready::always),
    row(Act::Grid(GridAct::DropColumn), &["X"], "drop column", "take the column out of the matrix", ("", 0), MATRIX, grid::ready::table),
    row(Act::Grid(GridAct::Save), &["S"], "save matrix", "under a name; it is a step like any other", ("save", 8), MATRIX, ready::always),
    row(Act::Grid(GridAct::Command), &["Y"], "copy matrix command", "the command that shows this in a shell", ("", 0), MATRIX, ready::always),
    row(Act::Grid(GridAct::Export), &["E"], "export matrix", "write it to a file, for the team", ("", 0), MATRIX, grid::ready::table),
];

impl Action {
    /// Its keys.
    pub fn keys(&self) -> impl Iterator<Item = Key> + '_ {
        self.keys.iter().filter_map(|k| Key::parse(k))
    }

    /// Whether its keys are the nine digits.
    pub fn is_digits(&self) -> bool {
        self.keys.len() == DIGITS.len() && self.keys[0] == DIGITS[0]
    }

    /// Its keys that come after another one (`g u`): that one, and the one that follows.
    pub fn sequences(&self) -> impl Iterator<Item = (Key, Key)> + '_ {
        self.keys.iter().filter_map(|k| {
            let (first, then) = k.split_once(' ')?;
            Some((Key::parse(first)?, Key::parse(then)?))
        })
    }

    /// Each of its keys as people are shown it: `⏎`, `c`, `gu`.
    pub fn each_key(&self, ascii: bool) -> Vec<String> {
        let singles = self.keys().map(|k| k.show(ascii));
        singles.chain(self.sequences().map(|(a, b)| format!("{}{}", a.show(ascii), b.show(ascii)))).collect()
    }
}

/// Everything that can be done on a screen.
pub fn on_screen(scope: Scope) -> impl Iterator<Item = &'static Action> {
    ACTIONS.iter().filter(move |a| a.scope & scope != 0)
}

/// The keys as a table in Markdown, for the README.
pub fn key_table_markdown() -> String {
    let mut out = String::from("| keys | name | what it does |\n|---|---|---|\n");
    for group in Group::ALL {
        out.push_str(&format!("| | **{}** | |\n", group.title().to_lowercase()));
        for action in ACTIONS.iter().filter(|a| a.group == group) {
            let keys = if action.is_digits() {
                "`1` … `9`".to_owned()
            } else {
                action.each_key(false).iter().map(|k| format!("`{k}`")).collect::<Vec<_>>().join(" ")
            };
            out.push_str(&format!("| {keys} | {} | {} |\n", action.name, action.help));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_is_a_key_and_means_one_thing_on_each_screen() {
        for screen in crate::tui::keymap::screens() {
            let mut taken: Vec<(String, &str)> = Vec::new();
            for action in on_screen(screen) {
                assert_eq!(action.each_key(true).len(), action.keys.len(), "{}", action.name);
                for key in action.each_key(true) {
                    let other = taken.iter().find(|(k, _)| *k == key);
                    assert!(other.is_none(), "{key} is {} and {}", action.name, other.unwrap().1);
                    taken.push((key, action.name));
                }
                for (first, _) in action.sequences() {
                    let opens = on_screen(screen).find(|a| a.keys().any(|k| k == first)).map(|a| a.act);
                    assert!(matches!(opens, Some(Act::Go | Act::Show)), "{} cannot be reached", action.name);
                }
            }
        }
    }

    #[test]
    fn every_act_has_a_name_of_its_own_and_a_short_help() {
        for (n, action) in ACTIONS.iter().enumerate() {
            assert!(!action.help.is_empty() && action.help.chars().count() <= 60, "{}", action.name);
            assert!(ACTIONS[n + 1..].iter().all(|a| a.name != action.name), "{}", action.name);
        }
        assert!(key_table_markdown().contains("| `⏎` `c` | code |"));
    }
}

//! The main text, block by block.
//!
//! In: the draft's blocks with changes accepted. Out: Markdown. A table takes the caption, unit,
//! source and note that stand around it, a picture its caption and source.

use super::accept::accept;
use super::captions::{Aside, aside};
use super::carrier::Carrier;
use super::headings::{self, Found};
use super::lists::{self, Item};
use super::runs::{self, Run, RunKind};
use super::tables::{self, Grid};
use super::{figures, words_of};
use crate::document::escape::{Place, Room, escape};
use crate::docx::{Block, Docx, Paragraph};

/// A paragraph of the draft.
pub(super) struct Text {
    pub runs: Vec<Run>,
    /// Its text.
    pub plain: String,
    /// Its style's name, in small letters.
    pub style: String,
    pub outline: Option<u8>,
    pub numbering: Option<(i64, u8)>,
    /// Where it stands, and its first words.
    pub place: (String, String),
}

/// A block of the draft.
pub(super) enum Piece {
    Text(Text),
    Table(Grid, (String, String)),
}

/// The main text as Markdown.
pub(super) fn write(carrier: &mut Carrier<'_>) -> String {
    let pieces = read(carrier);
    let texts: Vec<&Text> = pieces.iter().filter_map(text_of).collect();
    let mut headings = headings::find(&texts, carrier.target.title, carrier.docx).into_iter();
    let headings: Vec<Option<Found>> =
        pieces.iter().map(|piece| text_of(piece).and_then(|_| headings.next().flatten())).collect();
    let mut out: Vec<String> = Vec::new();
    let mut at = 0;
    while at < pieces.len() {
        at += block(&pieces, &headings, at, carrier, &mut out);
    }
    out.extend(carrier.notes());
    out.retain(|block| !block.trim().is_empty());
    let mut body = out.join("\n\n");
    if !body.is_empty() {
        body.push('\n');
    }
    body
}

fn text_of(piece: &Piece) -> Option<&Text> {
    match piece {
        Piece::Text(text) => Some(text),
        Piece::Table(..) => None,
    }
}

/// The blocks that print something, with their places.
fn read(carrier: &mut Carrier<'_>) -> Vec<Piece> {
    let docx = carrier.docx;
    let (mut pieces, mut paragraphs, mut grids) = (Vec::new(), 0, 0);
    for block in accept(&docx.body.blocks, docx) {
        match block {
            Block::Paragraph(paragraph) => {
                let words = words_of(&paragraph.pieces);
                let printed = !words.trim().is_empty();
                paragraphs += usize::from(printed);
                carrier.ledger.enter(format!("第 {} 段", paragraphs.max(1)), &words);
                let style = style(&paragraph, carrier.docx);
                if let (Some(reason), true) = (generated(&style), printed) {
                    carrier.ledger.add(reason);
                    continue;
                }
                let text = text(&paragraph, style, carrier);
                if !text.runs.is_empty() {
                    pieces.push(Piece::Text(text));
                }
            }
            Block::Table(table) => {
                grids += 1;
                carrier.ledger.enter(format!("表 {grids}"), "");
                let place = carrier.ledger.here();
                let grid = carrier.reading(|reading| tables::read(&table, grids, reading));
                pieces.push(Piece::Table(grid, place));
            }
        }
    }
    pieces
}

/// A paragraph's style by its name, in small letters.
fn style(paragraph: &Paragraph, docx: &Docx) -> String {
    docx.styles.get(&paragraph.style).map_or("", |style| &style.name).to_lowercase()
}

fn text(paragraph: &Paragraph, style: String, carrier: &mut Carrier<'_>) -> Text {
    let runs =
        carrier.reading(|reading| runs::runs(&paragraph.pieces, reading.ledger, reading.comment));
    Text {
        plain: runs::plain(&runs),
        runs,
        style,
        outline: paragraph.outline,
        numbering: paragraph.numbering.filter(|(instance, _)| *instance != 0),
        place: carrier.ledger.here(),
    }
}

/// Writes the block at `at`; gives how many pieces it took.
fn block(
    pieces: &[Piece],
    headings: &[Option<Found>],
    at: usize,
    carrier: &mut Carrier<'_>,
    out: &mut Vec<String>,
) -> usize {
    let text = match &pieces[at] {
        Piece::Table(grid, place) => {
            let after = after(pieces, at + 1);
            carrier.ledger.back(place.clone());
            out.push(table(grid, &[], &after, carrier));
            return 1 + after.len();
        }
        Piece::Text(text) => text,
    };
    carrier.ledger.back(text.place.clone());
    if is_title(text) {
        let words = text.plain.replace('\n', " ");
        carrier.ledger.add(format!("文件的题目“{words}”没有采用，栏目题目由程序印出"));
        return 1;
    }
    if let Some(found) = headings[at] {
        out.push(heading(text, found, carrier));
        return 1;
    }
    let before = before(pieces, at);
    if let Some(Piece::Table(grid, place)) = pieces.get(at + before.len())
        && !before.is_empty()
    {
        let after = after(pieces, at + before.len() + 1);
        carrier.ledger.back(place.clone());
        out.push(table(grid, &before, &after, carrier));
        return before.len() + 1 + after.len();
    }
    if figures::is_figure(text) {
        let below: Vec<&Text> = pieces[at + 1..].iter().map_while(text_of).take(2).collect();
        return 1 + figures::write(text, &below, carrier, out);
    }
    if text.numbering.is_some() {
        let count = list(pieces, headings, at, carrier, out);
        if count > 0 {
            return count;
        }
    }
    let line = carrier.line(&text.runs, Room::Paragraph);
    carrier.counts.paragraphs += usize::from(!line.is_empty());
    out.push(line);
    1
}

/// Why a paragraph of this style is the program's to make.
fn generated(style: &str) -> Option<&'static str> {
    let contents = matches!(style, "toc heading" | "目录" | "目录标题")
        || style.starts_with("toc ")
        || style.starts_with("目录 ");
    contents.then_some("目录没有采用，由程序生成")
}

fn is_title(text: &Text) -> bool {
    matches!(text.style.as_str(), "title" | "标题") && text.outline.is_none()
}

fn heading(text: &Text, found: Found, carrier: &mut Carrier<'_>) -> String {
    if found.is_title {
        carrier.ledger.add("与栏目题目相同的标题没有采用，由程序印出");
        return String::new();
    }
    if found.level != found.meant {
        let (meant, level) = (found.meant.saturating_sub(1), found.level - 1);
        carrier.ledger.add(format!("第 {meant} 级标题改为第 {level} 级，标题最多三级，不能跳级"));
    }
    let runs = runs::plainer(runs::without(&text.runs, found.head));
    carrier.counts.headings += 1;
    let line = carrier.line(&runs, Room::Heading);
    format!("{} {line}", "#".repeat(usize::from(found.level)))
}

fn aside_of(text: &Text) -> Option<Aside> {
    let styled = matches!(text.style.as_str(), "caption" | "题注");
    let words = text.runs.iter().all(|run| matches!(run.kind, RunKind::Text(_) | RunKind::Note(_)));
    aside(&text.plain, styled).filter(|_| words && text.outline.is_none())
}

/// Whether a line of the same kind was found.
fn has(found: &[(&Text, Aside)], aside: &Aside) -> bool {
    let kind = std::mem::discriminant(aside);
    found.iter().any(|(_, known)| std::mem::discriminant(known) == kind)
}

/// Caption and unit line from `at` on, if a table follows them.
fn before(pieces: &[Piece], at: usize) -> Vec<(&Text, Aside)> {
    let mut found: Vec<(&Text, Aside)> = Vec::new();
    for piece in &pieces[at..] {
        let Some(text) = text_of(piece) else { return found };
        match aside_of(text) {
            Some(aside @ (Aside::Table(_) | Aside::Unit(_))) if !has(&found, &aside) => {
                found.push((text, aside));
            }
            _ => return Vec::new(),
        }
    }
    Vec::new()
}

/// Source and note lines from `at` on.
fn after(pieces: &[Piece], at: usize) -> Vec<(&Text, Aside)> {
    let mut found: Vec<(&Text, Aside)> = Vec::new();
    for text in pieces.get(at..).unwrap_or(&[]).iter().map_while(text_of) {
        match aside_of(text) {
            Some(aside @ (Aside::Source(_) | Aside::Note(_))) if !has(&found, &aside) => {
                found.push((text, aside));
            }
            _ => break,
        }
    }
    found
}

fn table(
    grid: &Grid,
    before: &[(&Text, Aside)],
    after: &[(&Text, Aside)],
    carrier: &mut Carrier<'_>,
) -> String {
    let (mut caption, mut given) = (String::new(), String::new());
    for (text, aside) in before.iter().chain(after) {
        let (key, value) = match aside {
            Aside::Table(head) => {
                caption =
                    carrier.line(&runs::plainer(runs::without(&text.runs, *head)), Room::Caption);
                continue;
            }
            Aside::Unit(value) => ("单位", value),
            Aside::Source(value) => ("来源", value),
            Aside::Note(value) => ("注", value),
            Aside::Figure(_) => continue,
        };
        attribute(key, value, text, carrier, &mut given);
    }
    let space = if caption.is_empty() || given.is_empty() { "" } else { " " };
    let braces = if given.is_empty() { String::new() } else { format!("{space}{{{given}}}") };
    let head = match caption.is_empty() && given.is_empty() {
        true => String::new(),
        false => format!("表：{caption}{braces}\n\n"),
    };
    if grid.is_blank() && head.is_empty() {
        carrier.ledger.add("没有文字的表格没有采用");
        return String::new();
    }
    carrier.counts.tables += 1;
    let rows = grid.write(&mut |kind| carrier.atom(kind));
    format!("{head}{}", rows.trim_end())
}

/// Adds ` key="value"`; notes have no place there.
pub(super) fn attribute(
    key: &str,
    value: &str,
    text: &Text,
    carrier: &mut Carrier<'_>,
    given: &mut String,
) {
    if text.runs.iter().any(|run| matches!(run.kind, RunKind::Note(_))) {
        let here = carrier.ledger.here();
        carrier.ledger.back(text.place.clone());
        carrier.ledger.add("单位、来源、注和图题里的脚注没有采用");
        carrier.ledger.back(here);
    }
    if !given.is_empty() {
        given.push(' ');
    }
    given.push_str(&format!("{key}=\"{}\"", escape(value, Place::whole(Room::Attribute))));
}

/// Writes the items from `at` on; gives how many there are, 0 where their numbering is none.
fn list(
    pieces: &[Piece],
    headings: &[Option<Found>],
    at: usize,
    carrier: &mut Carrier<'_>,
    out: &mut Vec<String>,
) -> usize {
    let mut items = Vec::new();
    for (piece, heading) in pieces[at..].iter().zip(&headings[at..]) {
        let Some(text) = text_of(piece).filter(|_| heading.is_none()) else { break };
        let Some(key) = text.numbering else { break };
        let Some(format) = carrier.docx.numbering.get(&key).map(|level| level.format.as_str())
        else {
            break;
        };
        if format == "none" || is_title(text) {
            break;
        }
        carrier.ledger.back(text.place.clone());
        let number = carrier.counters.next(key, carrier.docx);
        let number = (format != "bullet").then_some(number);
        let text = carrier.line(&text.runs, Room::Paragraph);
        if !text.is_empty() {
            items.push(Item { instance: key.0, level: key.1, number, text });
        }
        if items.len() > 100_000 {
            break;
        }
    }
    let count = items.len();
    carrier.counts.items += count;
    if count > 0 {
        out.push(lists::write(&items).trim_end().to_owned());
    }
    count
}

//! Random drafts, and the lines that their chapters must have.
//!
//! In: a seed. Out: a draft as the reader of Word files gives it, and what it says, worked out from
//! the same draws and not from Markdown.

use super::draws::Draws;
use std::collections::BTreeMap;
use zishu::docx::{
    Block, Cell, Docx, Format, NumberingLevel, Paragraph, Piece, PieceKind, Row, Story, Table,
};

/// Words and signs that drafts are made of.
const WORDS: &[&str] = &[
    "甲",
    "乙丙",
    "丁",
    "a",
    "b1",
    " ",
    "  ",
    "*",
    "**",
    "_",
    "~",
    "~~",
    "`",
    "``",
    "[",
    "]",
    "(",
    ")",
    "!",
    "<",
    "b>",
    "<!--",
    "-->",
    "&",
    "amp;",
    "&#20;",
    "#",
    "##",
    "{",
    "{{",
    "}}",
    "{%",
    "%}",
    "{##",
    "##}",
    "{#x}",
    "|",
    "\\",
    "1.",
    "1)",
    "-",
    "+",
    ">",
    "=",
    "---",
    "===",
    "表：",
    "表:",
    "Table:",
    "“",
    "”",
    "（",
    "）",
    "：",
    ":",
    "^^",
    "<<",
    "[^1]",
    "[@a]",
    "[x]",
    "[a](b)",
    "http://a.cn",
    "a@b.cn",
    "\"",
    "'",
    "$",
    "@",
    "：：：",
    ":::",
    "｛｛",
    "｛#a｝",
    "{％",
    "　",
    "。",
    "，",
    "·",
    "—",
    "…",
    "10",
    "%",
    "５",
    "\u{A0}",
];

/// A paragraph's pieces, and what they say: characters with their marks.
struct Said {
    pieces: Vec<Piece>,
    characters: Vec<(char, u8)>,
}

struct Model {
    draws: Draws,
    notes: BTreeMap<i64, Story>,
    texts: BTreeMap<char, String>,
    /// Level of the heading before, from 0.
    level: usize,
    lists: i64,
}

/// A draft and the lines of its chapter.
pub(crate) fn draft(seed: u64) -> (Docx, Vec<String>) {
    let draws = Draws::new(seed, 0x5DEE_CE66);
    let (notes, texts) = (BTreeMap::new(), BTreeMap::new());
    let mut model = Model { draws, notes, texts, level: 0, lists: 0 };
    let (mut blocks, mut lines) = (vec![heading(0, "头")], vec!["H2 头".to_owned()]);
    for _ in 0..1 + model.draws.below(8) {
        match model.draws.below(6) {
            0 => model.heading(&mut blocks, &mut lines),
            1 => model.list(&mut blocks, &mut lines),
            2 => model.table(&mut blocks, &mut lines),
            _ => model.paragraph(&mut blocks, &mut lines),
        }
    }
    // All three levels are there, so that their ranks stay as drawn.
    for (at, name) in ["一级", "二级", "三级"].into_iter().enumerate() {
        blocks.push(heading(at as u8, name));
        lines.push(format!("H{} {name}", at + 2));
    }
    let level =
        |format: &str| NumberingLevel { format: format.into(), text: "%1.".into(), start: 1 };
    let keys = (10..100).flat_map(|instance| (0..4).map(move |level| (instance, level)));
    let numbering =
        keys.map(|key| (key, level(if key.0 % 2 == 0 { "decimal" } else { "bullet" }))).collect();
    let docx = Docx { body: Story { blocks }, notes: model.notes, numbering, ..Docx::default() };
    (docx, lines)
}

fn heading(level: u8, text: &str) -> Block {
    let pieces = vec![piece(PieceKind::Text(text.to_owned()), 0)];
    Block::Paragraph(Paragraph { outline: Some(level), pieces, ..Paragraph::default() })
}

fn piece(kind: PieceKind, look: u8) -> Piece {
    let format = Format {
        bold: look & 1 > 0,
        italic: look & 2 > 0,
        strike: look & 4 > 0,
        ..Format::default()
    };
    Piece { kind, format, revisions: Vec::new(), formatted: Vec::new(), link: None, field: None }
}

impl Model {
    /// Random text; `notes`: whether it may have notes, `breaks`: line breaks.
    fn said(&mut self, notes: bool, breaks: bool) -> Said {
        let (mut pieces, mut characters) = (Vec::new(), Vec::new());
        for _ in 0..1 + self.draws.below(5) {
            let look = if self.draws.one_in(2) { 0 } else { self.draws.below(8) as u8 };
            if breaks && self.draws.one_in(12) {
                pieces.push(piece(PieceKind::LineBreak, look));
                characters.push(('\n', 0));
                continue;
            }
            if notes && self.draws.one_in(12) {
                let sign = self.note();
                let id = i64::from(u32::from(sign)) - 0xF0000;
                pieces.push(piece(PieceKind::Note(id), look));
                characters.push((sign, 0));
                continue;
            }
            let words = 1 + self.draws.below(4);
            let text: String = (0..words).map(|_| WORDS[self.draws.below(WORDS.len())]).collect();
            characters.extend(text.chars().map(|c| (c, look)));
            let mut text = piece(PieceKind::Text(text), look);
            text.link = self.draws.one_in(10).then(|| "https://a.cn/b_(c)*d|e".to_owned());
            pieces.push(text);
        }
        Said { pieces, characters }
    }

    /// A new note; a sign of the private use area stands for it.
    fn note(&mut self) -> char {
        let id = self.notes.len() as i64 + 1;
        let said = self.said(false, true);
        let mut lines = vec![format!("P {}", marked(&trimmed(&said.characters), &self.texts))];
        lines.retain(|line| line != "P  ⟦⟧");
        if lines.is_empty() {
            lines.push("P 注 ⟦0⟧".to_owned());
        }
        let blank = trimmed(&said.characters).is_empty();
        let pieces =
            if blank { vec![piece(PieceKind::Text("注".into()), 0)] } else { said.pieces };
        let blocks = vec![Block::Paragraph(Paragraph { pieces, ..Paragraph::default() })];
        self.notes.insert(id, Story { blocks });
        let sign = char::from_u32(0xF0000 + id as u32).expect("a private character");
        self.texts.insert(sign, lines.join("/"));
        sign
    }

    fn paragraph(&mut self, blocks: &mut Vec<Block>, lines: &mut Vec<String>) {
        let mut said = self.said(true, true);
        // A sentence, since a short line that begins with a number is a heading.
        said.pieces.push(piece(PieceKind::Text("。".into()), 0));
        said.characters.push(('。', 0));
        let text = trimmed(&said.characters);
        lines.push(format!("P {}", marked(&text, &self.texts)));
        blocks.push(Block::Paragraph(Paragraph { pieces: said.pieces, ..Paragraph::default() }));
    }

    fn heading(&mut self, blocks: &mut Vec<Block>, lines: &mut Vec<String>) {
        let level = self.draws.below(3).min(self.level + 1);
        self.level = level;
        let mut said = self.said(true, false);
        // A sentence is no heading, whatever its style.
        for piece in &mut said.pieces {
            if let PieceKind::Text(text) = &mut piece.kind {
                text.retain(|c| !matches!(c, '。' | '；'));
            }
        }
        said.characters.retain(|(c, _)| !matches!(c, '。' | '；'));
        said.pieces.insert(0, piece(PieceKind::Text("题".into()), 0));
        said.characters.insert(0, ('题', 0));
        let text = unmarked(&trimmed(&said.characters), &self.texts);
        lines.push(format!("H{} {text}", level + 2));
        blocks.push(Block::Paragraph(Paragraph {
            outline: Some(level as u8),
            pieces: said.pieces,
            ..Paragraph::default()
        }));
    }

    fn list(&mut self, blocks: &mut Vec<Block>, lines: &mut Vec<String>) {
        // A paragraph parts it from a list before.
        blocks.push(heading(0, "列"));
        lines.push("H2 列".to_owned());
        self.level = 0;
        let mut counts: BTreeMap<(i64, u8), usize> = BTreeMap::new();
        self.lists += 1;
        let base = 10 * self.lists + self.draws.below(2) as i64;
        let mut open: Vec<u8> = Vec::new();
        for _ in 0..1 + self.draws.below(6) {
            let instance = base + 2 * i64::from(self.draws.one_in(4));
            let level = self.draws.below(4) as u8;
            let said = self.said(true, true);
            let text = trimmed(&said.characters);
            let numbering = Some((instance, level));
            blocks.push(Block::Paragraph(Paragraph {
                numbering,
                pieces: said.pieces,
                ..Paragraph::default()
            }));
            if text.is_empty() {
                continue;
            }
            open.retain(|other| *other < level);
            open.push(level);
            counts.retain(|key, _| key.0 != instance || key.1 <= level);
            let count = counts.entry((instance, level)).or_insert(0);
            *count += 1;
            let mark = if instance % 2 == 0 { count.to_string() } else { "-".to_owned() };
            lines.push(format!("I{} {mark} {}", open.len(), marked(&text, &self.texts)));
        }
    }

    fn table(&mut self, blocks: &mut Vec<Block>, lines: &mut Vec<String>) {
        let (columns, rows) = (1 + self.draws.below(4), 1 + self.draws.below(4));
        lines.push("T ||".to_owned());
        self.level = 0;
        let mut table = Table::default();
        // For each row its cells: first column, width, text, rows that it covers.
        let mut said: Vec<Vec<(usize, usize, String, usize)>> = Vec::new();
        for y in 0..rows {
            let (mut row, mut line, mut x) = (Row::default(), Vec::new(), 0);
            while x < columns {
                let above = said.iter().rposition(|cells: &Vec<(usize, usize, String, usize)>| {
                    cells.iter().any(|cell| cell.0 == x)
                });
                let fits = above.and_then(|at| {
                    let cell = said[at].iter_mut().find(|cell| cell.0 == x)?;
                    (at > 0 && at + cell.3 == y).then_some(cell)
                });
                if let Some(cell) = fits
                    && self.draws.one_in(3)
                {
                    cell.3 += 1;
                    let columns = cell.1 as u16;
                    row.cells.push(Cell { columns, continues: true, ..Cell::default() });
                    x += cell.1;
                    continue;
                }
                let width = (1 + self.draws.below(5) / 3).min(columns - x);
                let mut text = self.said(true, true);
                if x == 0 && y == 0 {
                    text.pieces.insert(0, piece(PieceKind::Text("格".into()), 0));
                    text.characters.insert(0, ('格', 0));
                }
                let characters = trimmed(&text.characters);
                let words = match y {
                    0 => unmarked(&characters, &self.texts),
                    _ => marked(&characters, &self.texts),
                };
                let paragraph = Paragraph { pieces: text.pieces, ..Paragraph::default() };
                let blocks = vec![Block::Paragraph(paragraph)];
                row.cells.push(Cell { columns: width as u16, blocks, ..Cell::default() });
                line.push((x, width, words, 1));
                x += width;
            }
            table.rows.push(row);
            said.push(line);
        }
        for row in said {
            let cells = row.iter().map(|(_, width, text, rows)| format!("[{width}x{rows} {text}]"));
            lines.push(format!("R {}", cells.collect::<String>()));
        }
        blocks.push(Block::Table(table));
        blocks.push(heading(0, "表后"));
        lines.push("H2 表后".to_owned());
    }
}

/// Lines without blanks at their ends, no empty ones first and last.
fn trimmed(characters: &[(char, u8)]) -> Vec<(char, u8)> {
    let mut lines: Vec<Vec<(char, u8)>> = Vec::new();
    for line in characters.split(|(c, _)| *c == '\n') {
        let blank = |(c, _): &&(char, u8)| c.is_whitespace();
        let start = line.iter().take_while(blank).count();
        let end = line.len() - line[start..].iter().rev().take_while(blank).count();
        lines.push(line[start..end].to_vec());
    }
    while lines.last().is_some_and(Vec::is_empty) {
        lines.pop();
    }
    let first = lines.iter().position(|line| !line.is_empty()).unwrap_or(lines.len());
    lines[first..].join(&('\n', 0))
}

fn unmarked(characters: &[(char, u8)], notes: &BTreeMap<char, String>) -> String {
    let mut text = String::new();
    for (character, _) in characters {
        match notes.get(character) {
            Some(note) => text.push_str(&format!("†{note}†")),
            None => text.push(*character),
        }
    }
    text
}

fn marked(characters: &[(char, u8)], notes: &BTreeMap<char, String>) -> String {
    let letters = characters.iter().filter(|(c, _)| c.is_alphanumeric());
    let marks: String = letters.map(|(_, look)| char::from(b'0' + look)).collect();
    format!("{} ⟦{marks}⟧", unmarked(characters, notes))
}

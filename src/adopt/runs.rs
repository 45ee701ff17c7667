//! A paragraph's pieces as runs: text with its marks, line breaks, notes, pictures.
//!
//! In: pieces whose changes are accepted. Out: runs without blanks at the ends of lines; adjacent
//! text of one look is one run. What no run can hold is listed.

use super::ledger::Ledger;
use crate::docx::{Format, Piece, PieceKind, Script};
use crate::source::{is_forbidden, visible};

/// The marks of a run.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Look {
    pub bold: bool,
    pub italic: bool,
    pub strike: bool,
    /// Address of the link around it.
    pub link: Option<String>,
}

const REFERENCE: &str = "文件内的引用已成为普通文字，可改写成 [@标签]";

/// What a run is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum RunKind {
    Text(String),
    Break,
    /// A note, by its id in the file.
    Note(i64),
    /// A picture: its name in the package, and what it shows.
    Picture(String, String),
}

/// A part of a paragraph that is the same throughout.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Run {
    pub kind: RunKind,
    pub look: Look,
}

/// The runs of a paragraph; `comment` is told of each comment's mark.
// long: one arm for each kind of piece
pub(super) fn runs(
    pieces: &[Piece],
    ledger: &mut Ledger,
    comment: &mut dyn FnMut(usize, &Ledger),
) -> Vec<Run> {
    let mut out: Vec<Run> = Vec::new();
    for piece in pieces {
        let kind = match &piece.kind {
            PieceKind::CommentStart(index)
            | PieceKind::CommentEnd(index)
            | PieceKind::CommentMark(index) => {
                comment(*index, ledger);
                continue;
            }
            PieceKind::BookmarkStart(_) | PieceKind::BookmarkEnd(_) | PieceKind::OwnMark => {
                continue;
            }
            _ if piece.format.hidden => {
                ledger.add("隐藏的文字没有采用");
                continue;
            }
            PieceKind::Text(text) => RunKind::Text(text_of(text, piece, ledger)),
            PieceKind::Tab => RunKind::Text(" ".to_owned()),
            PieceKind::LineBreak => RunKind::Break,
            PieceKind::PageBreak => {
                ledger.add("分页、分栏没有采用，由版式决定");
                continue;
            }
            PieceKind::Note(id) => RunKind::Note(*id),
            PieceKind::Picture { media, alt } => RunKind::Picture(media.clone(), alt.clone()),
            PieceKind::TextBox(_) => {
                ledger.add("文本框没有采用");
                continue;
            }
            PieceKind::Object(name) => {
                ledger.add(format!("{}没有采用", if name.is_empty() { "对象" } else { name }));
                continue;
            }
        };
        list_field(piece, ledger);
        push(&mut out, Run { kind, look: look(piece, ledger) });
    }
    trim(out)
}

/// Text that Unicode and Markdown can hold.
fn text_of(text: &str, piece: &Piece, ledger: &mut Ledger) -> String {
    let shown = visible(text);
    if shown.len() < text.len() {
        ledger.add("看不见的字符（零宽空格等）已删去");
    }

    let mut kept: String = shown.chars().filter(|c| !is_forbidden(*c)).collect();
    kept = kept.replace(['\t', '\n', '\r'], " ");
    if kept.chars().count() < shown.chars().count() {
        ledger.add("不能印出的控制字符已删去");
    }
    match piece.format.script {
        Script::Baseline => return kept,
        Script::Superscript | Script::Subscript => {}
    }
    let raised = piece.format.script == Script::Superscript;
    let small = kept.chars().map(|c| if raised { superscript(c) } else { subscript(c) });
    match small.collect::<Option<String>>() {
        Some(small) => small,
        None => {
            let what = if raised { "上标" } else { "下标" };
            ledger.add(format!("{what}“{}”已成为普通文字", super::ledger::first_words(&kept)));
            kept
        }
    }
}

fn superscript(character: char) -> Option<char> {
    let digits = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];
    Some(match character {
        '0'..='9' => digits[(character as usize) - ('0' as usize)],
        '+' => '⁺',
        '-' | '−' => '⁻',
        '(' => '⁽',
        ')' => '⁾',
        'n' => 'ⁿ',
        ' ' => ' ',
        _ => return None,
    })
}

fn subscript(character: char) -> Option<char> {
    match character {
        '0'..='9' => char::from_u32(0x2080 + character.to_digit(10).unwrap_or(0)),
        '+' => Some('₊'),
        '-' | '−' => Some('₋'),
        ' ' => Some(' '),
        _ => None,
    }
}

/// Fields stay as the text that they show.
fn list_field(piece: &Piece, ledger: &mut Ledger) {
    let Some(code) = &piece.field else { return };
    let name = code.split_whitespace().next().unwrap_or("").to_ascii_uppercase();
    match name.as_str() {
        // Numbers of captions are the program's own; links are carried.
        "SEQ" | "HYPERLINK" | "" => {}
        "REF" | "PAGEREF" | "NOTEREF" => {
            ledger.add(REFERENCE);
        }
        _ => ledger.add(format!("域 {name} 已成为普通文字")),
    }
}

fn look(piece: &Piece, ledger: &mut Ledger) -> Look {
    let Format { bold, italic, strike, underline, .. } = piece.format;
    let link = piece.link.as_deref().and_then(|address| link(address, ledger));
    if underline && piece.link.is_none() {
        ledger.add("下划线没有采用");
    }
    Look { bold, italic, strike, link }
}

/// The address where Markdown may lead there.
fn link(address: &str, ledger: &mut Ledger) -> Option<String> {
    let address = address.trim();
    let scheme = address.split_once(':').map_or("", |(scheme, _)| scheme).to_ascii_lowercase();
    if matches!(scheme.as_str(), "http" | "https" | "mailto") {
        let clean: String = address.chars().map(encoded).collect();
        return Some(clean);
    }
    if address.starts_with('#') {
        ledger.add(REFERENCE);
    } else {
        ledger.add(format!("链接“{}”只留了文字", super::ledger::first_words(address)));
    }
    None
}

/// Percent-encoded where Markdown or a template would end or change the address.
fn encoded(character: char) -> String {
    match character {
        ' ' | '"' | '<' | '>' | '(' | ')' | '\\' | '{' | '}' | '|' | '`' | '^' | '[' | ']' => {
            format!("%{:02X}", u32::from(character))
        }
        '｛' => "%EF%BD%9B".to_owned(),
        '｝' => "%EF%BD%9D".to_owned(),
        '&' => "&amp;".to_owned(),
        other if other.is_whitespace() || is_forbidden(other) => String::new(),
        other => other.to_string(),
    }
}

/// Adds a run; text joins text of the same look.
pub(super) fn push(out: &mut Vec<Run>, run: Run) {
    match (out.last_mut(), run) {
        (
            Some(Run { kind: RunKind::Text(text), look }),
            Run { kind: RunKind::Text(more), look: same },
        ) if *look == same => text.push_str(&more),
        (_, run) if run.kind == RunKind::Text(String::new()) => {}
        (_, run) => out.push(run),
    }
}

/// Takes blanks from both ends of every line, and breaks from both ends of the paragraph.
pub(super) fn trim(runs: Vec<Run>) -> Vec<Run> {
    let mut out: Vec<Run> = Vec::new();
    let mut fresh = true;
    for mut run in runs {
        match &mut run.kind {
            RunKind::Text(text) if fresh => {
                *text = text.trim_start().to_owned();
                fresh = text.is_empty();
            }
            RunKind::Text(_) | RunKind::Note(_) | RunKind::Picture(..) => fresh = false,
            RunKind::Break => {
                trim_end(&mut out);
                fresh = true;
                if out.is_empty() {
                    continue;
                }
            }
        }
        push(&mut out, run);
    }
    trim_end(&mut out);
    while out.last().is_some_and(|run| run.kind == RunKind::Break) {
        out.pop();
        trim_end(&mut out);
    }
    out
}

fn trim_end(runs: &mut Vec<Run>) {
    while let Some(Run { kind: RunKind::Text(text), .. }) = runs.last_mut() {
        text.truncate(text.trim_end().len());
        if !text.is_empty() {
            return;
        }
        runs.pop();
    }
}

/// The text of runs; a break is a line end.
pub(super) fn plain(runs: &[Run]) -> String {
    let mut text = String::new();
    for run in runs {
        match &run.kind {
            RunKind::Text(part) => text.push_str(part),
            RunKind::Break => text.push('\n'),
            RunKind::Note(_) | RunKind::Picture(..) => {}
        }
    }
    text
}

/// The runs without the first bytes of their text.
pub(super) fn without(runs: &[Run], mut bytes: usize) -> Vec<Run> {
    let mut out = Vec::new();
    for run in runs {
        match &run.kind {
            RunKind::Text(text) => {
                let cut = bytes.min(text.len());
                bytes -= cut;
                let kept = text.get(cut..).unwrap_or("").to_owned();
                push(&mut out, Run { kind: RunKind::Text(kept), look: run.look.clone() });
            }
            RunKind::Break if bytes > 0 => bytes -= 1,
            RunKind::Break | RunKind::Note(_) | RunKind::Picture(..) => out.push(run.clone()),
        }
    }
    trim(out)
}

/// The runs without a mark that the whole text has: the look of a heading is the layout's.
pub(super) fn plainer(mut runs: Vec<Run>) -> Vec<Run> {
    let text = |run: &&Run| matches!(&run.kind, RunKind::Text(text) if !text.trim().is_empty());
    if runs.iter().filter(text).all(|run| run.look.bold) {
        runs.iter_mut().for_each(|run| run.look.bold = false);
    }
    let mut out = Vec::new();
    runs.into_iter().for_each(|run| push(&mut out, run));
    out
}

//! A paragraph's pieces as runs: text with its formatting, line breaks, notes, pictures.
//!
//! In: pieces whose changes are accepted. Out: runs without spaces at the ends of lines; adjacent
//! text of one formatting is one run. What no run can hold is listed.

use super::losses::{LossReport, excerpt};
use crate::document::task_box;
use crate::docx::{Format, INSERTED_FILE, Piece, PieceKind, Script};
use crate::source::{is_forbidden, visible};

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Formatting {
    pub bold: bool,
    pub italic: bool,
    pub strike: bool,
    /// Address of the link around it.
    pub link: Option<String>,
}

const LOST_REFERENCE: &str = "文件内的引用已成为普通文字，可改为 [@标签]";

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
    pub formatting: Formatting,
}

/// The runs of a paragraph.
pub(super) fn read(pieces: &[Piece], losses: &mut LossReport) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    for piece in pieces {
        if let PieceKind::CommentStart(index)
        | PieceKind::CommentEnd(index)
        | PieceKind::CommentMark(index) = &piece.kind
        {
            losses.note_comment(*index);
        } else if let Some(kind) = run_kind(piece, losses) {
            list_field(piece, losses);
            push(&mut runs, Run { kind, formatting: formatting(piece, losses) });
        }
    }
    trim(runs)
}

/// What a piece is as a run; nothing where it can't be carried.
fn run_kind(piece: &Piece, losses: &mut LossReport) -> Option<RunKind> {
    let loss = match &piece.kind {
        PieceKind::CommentStart(_)
        | PieceKind::CommentEnd(_)
        | PieceKind::CommentMark(_)
        | PieceKind::BookmarkStart(_)
        | PieceKind::BookmarkEnd(_)
        | PieceKind::OwnMark => return None,
        _ if piece.format.hidden => "隐藏的文字没有采用".to_owned(),
        PieceKind::Text(text) => return Some(RunKind::Text(carried_text(text, piece, losses))),
        PieceKind::CheckBox(checked) => {
            return Some(RunKind::Text(task_box(*checked).to_owned()));
        }
        PieceKind::Tab => return Some(RunKind::Text(" ".to_owned())),
        PieceKind::LineBreak => return Some(RunKind::Break),
        PieceKind::Note(id) => return Some(RunKind::Note(*id)),
        PieceKind::Picture { media, alt } => {
            return Some(RunKind::Picture(media.clone(), alt.clone()));
        }
        PieceKind::PageBreak => {
            "分页、分栏没有采用，由版式决定；确要分页的，在文稿里单独一行写 ::: 分页".to_owned()
        }
        // Its text comes behind the paragraph.
        PieceKind::TextBox(_) => return None,
        // The file's own list says so.
        PieceKind::Object(name) if name == INSERTED_FILE => return None,
        PieceKind::Object(name) => {
            format!("{}没有采用", if name.is_empty() { "对象" } else { name })
        }
    };
    losses.add(loss);
    None
}

/// Text that Unicode and Markdown can hold.
fn carried_text(text: &str, piece: &Piece, losses: &mut LossReport) -> String {
    let visible_text = visible(text);
    if visible_text.len() < text.len() {
        losses.add("看不见的字符（零宽空格等）已删去");
    }

    let mut carried: String = visible_text.chars().filter(|c| !is_forbidden(*c)).collect();
    carried = carried.replace(['\t', '\n', '\r'], " ");
    if carried.chars().count() < visible_text.chars().count() {
        losses.add("不能印出的控制字符已删去");
    }

    if carried.contains(is_private) {
        carried.retain(|c| !is_private(c));
        losses.add("符号字体里的符号认不出，已删去，请补写");
    }

    let (characters, name): (Option<String>, &str) = match piece.format.script {
        Script::Baseline => return carried,
        Script::Superscript => (carried.chars().map(superscript).collect(), "上标"),
        Script::Subscript => (carried.chars().map(subscript).collect(), "下标"),
    };
    characters.unwrap_or_else(|| {
        losses.add(format!("{name}“{}”已成为普通文字", excerpt(&carried)));
        carried
    })
}

/// Whether a character has its shape only in the font of the file that it is from.
fn is_private(character: char) -> bool {
    matches!(character, '\u{E000}'..='\u{F8FF}' | '\u{F0000}'..='\u{10FFFD}')
}

/// The raised sign that the bundled faces have: there is none for a minus or for brackets.
fn superscript(character: char) -> Option<char> {
    let digits = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];
    Some(match character {
        '0'..='9' => digits[(character as usize) - ('0' as usize)],
        '+' => '⁺',
        'n' => 'ⁿ',
        ' ' => ' ',
        _ => return None,
    })
}

/// The lowered digit.
fn subscript(character: char) -> Option<char> {
    match character {
        '0'..='9' => char::from_u32(0x2080 + character.to_digit(10).unwrap_or(0)),
        ' ' => Some(' '),
        _ => None,
    }
}

/// Lists a field that becomes the text that it shows.
fn list_field(piece: &Piece, losses: &mut LossReport) {
    let Some(code) = &piece.field else { return };
    let name = code.split_whitespace().next().unwrap_or("").to_ascii_uppercase();
    match name.as_str() {
        // Numbers of captions are the program's own; links are carried.
        "SEQ" | "HYPERLINK" | "" => {}
        "REF" | "PAGEREF" | "NOTEREF" => losses.add(LOST_REFERENCE),
        _ => losses.add(format!("域 {name} 已成为普通文字")),
    }
}

fn formatting(piece: &Piece, losses: &mut LossReport) -> Formatting {
    let Format { bold, italic, strike, underline, highlight, dotted, coloured, .. } = piece.format;
    let link = piece.link.as_deref().and_then(|address| link(address, losses));

    let is_linked = piece.link.is_some();
    let is_blank = matches!(&piece.kind, PieceKind::Text(text) if text.trim().is_empty());
    let left_out = [
        (underline && !is_linked, "下划线没有采用"),
        (dotted, "着重号没有采用"),
        // What isn't settled yet is mostly marked so.
        (highlight && !is_blank, "突出显示没有采用；这样的文字多是没有定的，请核对"),
        (coloured && !is_linked && !is_blank, "文字颜色没有采用；红字多是没有定的，请核对"),
    ];
    left_out.into_iter().filter(|(is_so, _)| *is_so).for_each(|(_, loss)| losses.add(loss));

    Formatting { bold, italic, strike, link }
}

/// The address where Markdown may lead there.
fn link(address: &str, losses: &mut LossReport) -> Option<String> {
    let address = address.trim();
    let scheme = address.split_once(':').map_or("", |(scheme, _)| scheme).to_ascii_lowercase();
    if matches!(scheme.as_str(), "http" | "https" | "mailto") {
        return Some(address.chars().map(encoded).collect());
    }

    if address.starts_with('#') {
        losses.add(LOST_REFERENCE);
    } else {
        losses.add(format!("链接“{}”只留了文字", excerpt(address)));
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

/// Adds a run; text joins text of the same formatting.
pub(super) fn push(out: &mut Vec<Run>, run: Run) {
    match (out.last_mut(), run) {
        (
            Some(Run { kind: RunKind::Text(text), formatting }),
            Run { kind: RunKind::Text(more), formatting: other },
        ) if *formatting == other => text.push_str(&more),
        (_, run) if run.kind == RunKind::Text(String::new()) => {}
        (_, run) => out.push(run),
    }
}

/// Removes spaces at both ends of every line, and breaks at both ends of the paragraph.
pub(super) fn trim(runs: Vec<Run>) -> Vec<Run> {
    let mut out: Vec<Run> = Vec::new();
    let mut is_line_start = true;
    for mut run in runs {
        match &mut run.kind {
            RunKind::Text(text) if is_line_start => {
                *text = text.trim_start().to_owned();
                is_line_start = text.is_empty();
            }
            RunKind::Text(_) | RunKind::Note(_) | RunKind::Picture(..) => is_line_start = false,
            RunKind::Break => {
                trim_end(&mut out);
                is_line_start = true;
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
pub(super) fn plain_text(runs: &[Run]) -> String {
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
pub(super) fn skip_text(runs: &[Run], mut bytes: usize) -> Vec<Run> {
    let mut out = Vec::new();
    for run in runs {
        match &run.kind {
            RunKind::Text(text) => {
                let skipped = bytes.min(text.len());
                bytes -= skipped;
                let rest = RunKind::Text(text.get(skipped..).unwrap_or("").to_owned());
                push(&mut out, Run { kind: rest, formatting: run.formatting.clone() });
            }
            RunKind::Break if bytes > 0 => bytes -= 1,
            RunKind::Break | RunKind::Note(_) | RunKind::Picture(..) => out.push(run.clone()),
        }
    }
    trim(out)
}

/// The runs without the bold that the whole text has: how a heading looks is the layout's.
pub(super) fn without_uniform_bold(mut runs: Vec<Run>) -> Vec<Run> {
    let has_words =
        |run: &&Run| matches!(&run.kind, RunKind::Text(text) if !text.trim().is_empty());
    if runs.iter().filter(has_words).all(|run| run.formatting.bold) {
        runs.iter_mut().for_each(|run| run.formatting.bold = false);
    }

    let mut out = Vec::new();
    runs.into_iter().for_each(|run| push(&mut out, run));
    out
}

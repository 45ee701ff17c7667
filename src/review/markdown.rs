//! New text as Markdown that reads back as that text.
//!
//! In: tokens that a reviewer inserted. Out: Markdown, with marks for what is bold, italic or struck
//! through; nothing where a token is no text.

use super::WrapKind;
use super::flow::{Key, Shape, Token};
use crate::document::digits::{JOINT, begins_figure, ends_figure};
use crate::document::escape::{self, EscapeContext, Room};
use crate::docx::Format;
use crate::source::{Sources, Span};

/// The marks around a point.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct ActiveMarks {
    bold: bool,
    italic: bool,
    strike: bool,
    code: bool,
    link: bool,
}

impl ActiveMarks {
    /// The marks of new text: those of its first character.
    pub fn of(tokens: &[Token]) -> ActiveMarks {
        let format = tokens.first().map(|token| token.format).unwrap_or_default();
        ActiveMarks {
            bold: format.bold,
            italic: format.italic,
            strike: format.strike,
            code: false,
            link: false,
        }
    }

    /// Goes into marks.
    pub fn enter(&mut self, kind: WrapKind) {
        match kind {
            WrapKind::Strong => self.bold = true,
            WrapKind::Emphasis => self.italic = true,
            WrapKind::Strikethrough => self.strike = true,
            WrapKind::Code => self.code = true,
            WrapKind::Link => self.link = true,
        }
    }
}

/// Whether new text belongs into marks of this kind that it touches.
pub(super) fn carries_mark(kind: WrapKind, tokens: &[Token]) -> bool {
    let all = |is: fn(&Format) -> bool| {
        !tokens.is_empty() && tokens.iter().all(|token| is(&token.format))
    };
    match kind {
        WrapKind::Strong => all(|format| format.bold),
        WrapKind::Emphasis => all(|format| format.italic),
        WrapKind::Strikethrough => all(|format| format.strike),
        WrapKind::Code | WrapKind::Link => false,
    }
}

/// A mark that a change of format added or took away.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct ToggledMark {
    pub kind: WrapKind,
    pub added: bool,
}

impl ToggledMark {
    /// How the mark is written.
    pub fn sign(self) -> &'static str {
        match self.kind {
            WrapKind::Strong => "**",
            WrapKind::Emphasis => "*",
            WrapKind::Strikethrough => "~~",
            WrapKind::Code => "`",
            WrapKind::Link => "",
        }
    }
}

/// The one mark that a change of format is about; `None` where it is another.
pub(super) fn toggled_mark(before: Format, after: Format) -> Option<ToggledMark> {
    let without = |format: Format| Format { bold: false, italic: false, strike: false, ..format };
    let marks = [
        (WrapKind::Strong, before.bold, after.bold),
        (WrapKind::Emphasis, before.italic, after.italic),
        (WrapKind::Strikethrough, before.strike, after.strike),
    ];
    let mut changed = marks.into_iter().filter(|(_, before, after)| before != after);
    let (kind, _, added) = changed.next()?;
    let is_only = changed.next().is_none() && without(before) == without(after);
    is_only.then_some(ToggledMark { kind, added })
}

/// Inline Markdown; `None` where it holds what is no text.
pub(super) fn inline(tokens: &[Token], marks: ActiveMarks, room: Room) -> Option<String> {
    let room = if marks.link { Room::Words } else { room };
    marked_runs(tokens, marks, room, false)
}

/// The same for text that begins a line.
pub(super) fn whole(tokens: &[Token]) -> Option<String> {
    marked_runs(tokens, ActiveMarks::default(), Room::Paragraph, true)
}

/// Tokens with line ends where paragraphs end.
pub(super) fn with_line_ends(tokens: &[Token]) -> Vec<Token> {
    let mut tokens = tokens.to_vec();
    for token in tokens.iter_mut().filter(|token| token.key == Key::ParagraphMark) {
        (token.key, token.text) = (Key::Character('\n'), "\n".to_owned());
    }
    tokens
}

fn marked_runs(
    tokens: &[Token],
    marks: ActiveMarks,
    room: Room,
    opens_line: bool,
) -> Option<String> {
    let (boxes, tokens) = task_boxes(tokens);
    let opens_line = opens_line && boxes.is_empty();
    let mut out = boxes;
    let extra = |token: &Token| extra_signs(token, marks);
    let link = |token: &Token| token.link.clone().filter(|_| !marks.link && !marks.code);
    let is_alike = |a: &Token, b: &Token| extra(a) == extra(b) && link(a) == link(b);
    for (index, run) in tokens.chunk_by(is_alike).enumerate() {
        let mut text = String::new();
        for token in run {
            match token.key {
                Key::Character(_) | Key::Field => text.push_str(&token.text),
                Key::CheckBox(_) | Key::Note | Key::Object | Key::ParagraphMark => return None,
            }
        }

        let escaped = |part: &str| {
            if marks.code { part.to_owned() } else { escape(part, room, opens_line && index == 0) }
        };
        let signs = run.first().map(extra).unwrap_or_default().concat();
        let core = text.trim();
        let target = run.first().and_then(link).and_then(|link| address(&link));
        if let Some(target) = target.filter(|_| !core.is_empty()) {
            out.push_str(&linked(&text, &signs, &target));
            continue;
        }
        if core.is_empty() || marks.code || signs.is_empty() {
            out.push_str(&escaped(&text));
            continue;
        }

        // Spaces stay outside the marks, where Markdown wants them.
        let start = text.len() - text.trim_start().len();
        let (head, tail) = (&text[..start], &text[start + core.len()..]);
        let closing: String = signs.chars().rev().collect();
        let (head, core, tail) = (escaped(head), escaped(core), escaped(tail));
        out.push_str(&format!("{head}{signs}{core}{closing}{tail}"));
    }
    Some(out)
}

/// The boxes that new text begins with, as a task has them, and what stands behind them.
fn task_boxes(tokens: &[Token]) -> (String, &[Token]) {
    let is_box = |token: &&Token| matches!(token.key, Key::CheckBox(_));
    let (boxes, rest) = tokens.split_at(tokens.iter().take_while(is_box).count());
    let last = boxes.last().map(|token| match token.key {
        Key::CheckBox(true) => "[x]",
        _ => "[ ]",
    });
    (last.unwrap_or_default().to_owned(), rest)
}

/// A link with marks around it; spaces stay outside.
fn linked(text: &str, signs: &str, target: &str) -> String {
    let core = text.trim();
    let start = text.len() - text.trim_start().len();
    let (head, tail) = (&text[..start], &text[start + core.len()..]);
    let closing: String = signs.chars().rev().collect();
    let words = escape(core, Room::Words, false);
    format!("{head}{signs}[{words}]({target}){closing}{tail}")
}

/// An address as it stands in `[文字](地址)`; `None` where it leads nowhere on the web.
pub(super) fn address(address: &str) -> Option<String> {
    let scheme = address.split_once(':').map_or("", |(scheme, _)| scheme).to_ascii_lowercase();
    if !matches!(scheme.as_str(), "http" | "https" | "mailto") {
        return None;
    }
    let encoded = address.chars().filter(|c| !c.is_control()).map(|character| match character {
        ' ' | '"' | '<' | '>' | '(' | ')' | '\\' | '{' | '}' | '|' | '`' | '^' | '[' | ']' => {
            format!("%{:02X}", u32::from(character))
        }
        '&' => "&amp;".to_owned(),
        other => other.to_string(),
    });
    Some(encoded.collect())
}

/// The marks that a token has more than what stands around it, as they are written before it.
fn extra_signs(token: &Token, marks: ActiveMarks) -> [&'static str; 3] {
    let format = token.format;
    let all = [
        (format.strike && !marks.strike, "~~"),
        (format.bold && !marks.bold, "**"),
        (format.italic && !marks.italic, "*"),
    ];
    all.map(|(is_extra, sign)| if is_extra { sign } else { "" })
}

/// Text that reads back as itself. What stands before it is not known here but for whether it begins
/// a line.
fn escape(text: &str, room: Room, opens_line: bool) -> String {
    let line_end = if room == Room::Cell { "<br>" } else { "\\\n" };
    let mut lines = text.split('\n').enumerate().map(|(index, line)| {
        let before = if index > 0 || opens_line { "" } else { "文" };
        escape::escape(&line.replace('\t', " "), EscapeContext { room, before, after: "" })
    });
    let first = lines.next().unwrap_or_default();
    lines.fold(first, |out, line| format!("{out}{line_end}{line}"))
}

/// New text for its point between marks: where a figure would meet another one across them, an empty
/// comment says that the two are one.
pub(super) fn joined(text: String, sources: &Sources, span: Span) -> String {
    let source = sources.text(span.file);
    let (start, end) = (span.start as usize, span.end as usize);
    let before = source.get(..start).unwrap_or("");
    let after = source.get(end..).unwrap_or("");
    let marks = ['*', '_', '~', '`'];
    let (left, right) = (before.trim_end_matches(marks), after.trim_start_matches(marks));

    let opens = left.len() < before.len() && ends_figure(left) && begins_figure(&text);
    let closes = right.len() < after.len() && ends_figure(&text) && begins_figure(right);
    let joint = |joins: bool| if joins { JOINT } else { "" };
    format!("{}{text}{}", joint(opens), joint(closes))
}

/// What opens a new block of this shape.
pub(super) fn opening(shape: Shape) -> String {
    match (shape.heading, shape.item) {
        (Some(level), _) => format!("{} ", "#".repeat(usize::from(level.clamp(2, 4)))),
        (None, Some((_, true))) => "1. ".to_owned(),
        (None, Some((_, false))) => "- ".to_owned(),
        (None, None) => String::new(),
    }
}

/// What stands at the beginning of a line before its text: spaces in a list, `>` in a quotation.
pub(super) fn margin(line: &str) -> &str {
    let rest = line.trim_start_matches([' ', '\t', '>']);
    &line[..line.len() - rest.len()]
}

/// Indent and marker of an item beside this one.
pub(super) fn item_opening(sources: &Sources, item: Span, shape: Shape) -> String {
    let text = sources.text(item.file);
    let start = text[..item.start as usize].rfind('\n').map_or(0, |end| end + 1);
    let line = &text[start..];
    let margin = margin(line);
    let rest = &line[margin.len()..];
    let digits = rest.chars().take_while(char::is_ascii_digit).count();
    let marker = match (digits, rest.chars().next()) {
        (1.., _) => {
            let number: u64 = rest[..digits.min(9)].parse().unwrap_or(1);
            let delimiter = rest[digits..].chars().next().filter(|c| matches!(c, '.' | ')'));
            format!("{}{} ", number + 1, delimiter.unwrap_or('.'))
        }
        (0, Some(bullet @ ('-' | '*' | '+'))) => format!("{bullet} "),
        _ => opening(shape),
    };
    format!("{margin}{marker}")
}

#[cfg(test)]
mod tests {
    use super::joined;
    use crate::source::{Sources, Span};

    #[test]
    fn figures_go_on_across_marks() {
        let cases = [
            ("共**12**|家", "3", "<!-- -->3"),
            ("共|**12**家", "3", "3<!-- -->"),
            ("共~~1~~|**2**家", "3", "<!-- -->3<!-- -->"),
            ("共**12|**家", "3", "3"),
            ("共**12**|家", "多", "多"),
            ("共**甲**|家", "3", "3"),
            ("共12|家", "3", "3"),
        ];
        for (typed, text, expected) in cases {
            let mut sources = Sources::default();
            let point = typed.find('|').unwrap();
            let file = sources.add("a.md", typed.replace('|', ""));
            let written = joined(text.to_owned(), &sources, Span::new(file, point..point));
            assert_eq!(written, expected, "{typed}");
        }
    }
}

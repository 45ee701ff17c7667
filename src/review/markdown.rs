//! New text as Markdown that reads back as that text.
//!
//! In: tokens that a reviewer inserted. Out: Markdown, with marks for what is bold, italic or struck
//! through; nothing where a token is no text.

use super::WrapKind;
use super::flow::{Key, Shape, Token};
use crate::document::digits::{JOINT, begins_figure, ends_figure};
use crate::document::escape::{self, Place, Room};
use crate::docx::Format;
use crate::source::{Sources, Span};

/// The marks around a place.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Inside {
    bold: bool,
    italic: bool,
    strike: bool,
    code: bool,
    link: bool,
}

impl Inside {
    /// The marks of new text: those of its first character.
    pub fn of(tokens: &[Token]) -> Inside {
        let format = tokens.first().map(|token| token.format).unwrap_or_default();
        let (code, link) = (false, false);
        Inside { bold: format.bold, italic: format.italic, strike: format.strike, code, link }
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
pub(super) fn says(kind: WrapKind, tokens: &[Token]) -> bool {
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

/// The one mark that a change of look added (`true`) or took away; `None` where it is another.
pub(super) fn toggled([before, after]: [Format; 2]) -> Option<(WrapKind, bool)> {
    let without = |format: Format| Format { bold: false, italic: false, strike: false, ..format };
    let changes = [
        (WrapKind::Strong, before.bold, after.bold),
        (WrapKind::Emphasis, before.italic, after.italic),
        (WrapKind::Strikethrough, before.strike, after.strike),
    ];
    let mut changed = changes.into_iter().filter(|(_, before, after)| before != after);
    let (kind, _, added) = changed.next()?;
    (changed.next().is_none() && without(before) == without(after)).then_some((kind, added))
}

/// The sign of marks.
pub(super) fn mark(kind: WrapKind) -> &'static str {
    match kind {
        WrapKind::Strong => "**",
        WrapKind::Emphasis => "*",
        WrapKind::Strikethrough => "~~",
        WrapKind::Code => "`",
        WrapKind::Link => "",
    }
}

/// Inline Markdown; `None` where it holds what is no text.
pub(super) fn inline(tokens: &[Token], inside: Inside, room: Room) -> Option<String> {
    let room = if inside.link { Room::Words } else { room };
    inline_at(tokens, inside, room, false)
}

/// The same for text that begins a line.
pub(super) fn whole(tokens: &[Token]) -> Option<String> {
    inline_at(tokens, Inside::default(), Room::Paragraph, true)
}

fn inline_at(tokens: &[Token], inside: Inside, room: Room, opens: bool) -> Option<String> {
    let mut out = String::new();
    let mut at = 0;
    while at < tokens.len() {
        let look = Looks::of(&tokens[at], inside);
        let same = |token: &&Token| Looks::of(token, inside) == look;
        let length = tokens[at..].iter().take_while(same).count();
        let mut text = String::new();
        for token in &tokens[at..at + length] {
            match token.key {
                Key::Character(_) | Key::Field => text.push_str(&token.text),
                Key::Note | Key::Object | Key::Mark => return None,
            }
        }
        let opens = opens && at == 0;
        out.push_str(&look.around(&text, inside.code, (room, opens)));
        at += length;
    }
    Some(out)
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Looks {
    bold: bool,
    italic: bool,
    strike: bool,
}

impl Looks {
    fn of(token: &Token, inside: Inside) -> Looks {
        Looks {
            bold: token.format.bold && !inside.bold,
            italic: token.format.italic && !inside.italic,
            strike: token.format.strike && !inside.strike,
        }
    }

    /// Blanks stay outside the marks, where Markdown wants them.
    fn around(self, text: &str, code: bool, (room, opens): (Room, bool)) -> String {
        let escaped = |text: &str| match code {
            true => text.to_owned(),
            false => escape(text, room, opens),
        };
        let core = text.trim();
        if core.is_empty() || code || self == (Looks { bold: false, italic: false, strike: false })
        {
            return escaped(text);
        }
        let start = text.len() - text.trim_start().len();
        let (head, tail) = (&text[..start], &text[start + core.len()..]);
        let mut marks = String::new();
        for (set, mark) in [(self.strike, "~~"), (self.bold, "**"), (self.italic, "*")] {
            if set {
                marks.push_str(mark);
            }
        }
        let closing: String = marks.chars().rev().collect();
        format!("{}{marks}{}{closing}{}", escaped(head), escaped(core), escaped(tail))
    }
}

/// Text that reads back as itself. What stands before it is not known here but for whether it begins
/// a line.
fn escape(text: &str, room: Room, opens: bool) -> String {
    let line_end = if room == Room::Cell { "<br>" } else { "\\\n" };
    let mut lines = text.split('\n').enumerate().map(|(at, line)| {
        let before = if at > 0 || opens { "" } else { "文" };
        escape::escape(&line.replace('\t', " "), Place { room, before, after: "" })
    });
    let first = lines.next().unwrap_or_default();
    lines.fold(first, |out, line| format!("{out}{line_end}{line}"))
}

/// New text for its place between marks: where a figure would meet another one across them, an empty
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

/// Indent and marker of an item beside this one.
pub(super) fn marker(sources: &Sources, item: Span, shape: Shape) -> (String, String) {
    let text = sources.text(item.file);
    let start = text[..item.start as usize].rfind('\n').map_or(0, |at| at + 1);
    let line = &text[start..];
    let indent: String = line.chars().take_while(|c| matches!(c, ' ' | '\t' | '>')).collect();
    let rest = &line[indent.len()..];
    let digits = rest.chars().take_while(char::is_ascii_digit).count();
    let marker = match (digits, rest.chars().next()) {
        (1.., _) => {
            let number: u64 = rest[..digits.min(9)].parse().unwrap_or(1);
            let stop =
                rest[digits..].chars().next().filter(|c| matches!(c, '.' | ')')).unwrap_or('.');
            format!("{}{stop} ", number + 1)
        }
        (0, Some(bullet @ ('-' | '*' | '+'))) => format!("{bullet} "),
        _ => opening(shape),
    };
    (indent, marker)
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
            let at = typed.find('|').unwrap();
            let file = sources.add("a.md", typed.replace('|', ""));
            let written = joined(text.to_owned(), &sources, Span::new(file, at..at));
            assert_eq!(written, expected, "{typed}");
        }
    }
}

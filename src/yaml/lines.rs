//! What the lines around a YAML error show: libyaml notices a slip only where it can't go on, which
//! may be lines below it.
//!
//! In: a text that is no YAML, and where libyaml stopped. Out: the slip that a line shows by itself,
//! with what to type.

use super::messages::SyntaxKind;
use super::problem::Problem;
use crate::diag::Code;
use std::ops::Range;

/// Maximum number of characters of a line's first word that may be a key.
pub(super) const MAX_KEY: usize = 20;

/// Maximum number of bytes of a value that advice writes out.
const MAX_QUOTED: usize = 60;

/// A line of the text, without what ends it.
struct SourceLine<'a> {
    start: usize,
    text: &'a str,
}

impl SourceLine<'_> {
    /// Spaces before the first key, with those of `- `.
    fn indent(&self) -> usize {
        self.text.len() - self.text.trim_start_matches([' ', '-']).len()
    }

    fn is_blank(&self) -> bool {
        let body = self.text.trim();
        body.is_empty() || body.starts_with('#')
    }

    /// Whether it begins as a new row of a mapping or a list does.
    fn is_row(&self) -> bool {
        let body = self.text.trim();
        body.starts_with("- ") || body.contains(": ") || body.ends_with(':')
    }
}

/// The slip that explains an error of this kind at `byte`.
pub(super) fn explain(text: &str, byte: usize, kind: SyntaxKind) -> Option<Problem> {
    let mut start = 0;
    let lines = text.split_inclusive('\n').map(|line| {
        start += line.len();
        SourceLine { start: start - line.len(), text: line.trim_end() }
    });
    let lines: Vec<SourceLine<'_>> = lines.filter(|line| !line.is_blank()).collect();
    let last = lines.iter().rposition(|line| line.start <= byte)?;

    for (index, line) in lines.iter().enumerate().take(last + 1) {
        let next = lines.get(index + 1);
        let ends_value = next.is_none_or(|next| next.is_row() && next.indent() <= line.indent());
        if ends_value && LineParser::parse(None, line).is_some_and(|parser| parser.is_open()) {
            return LineParser::parse(Some(text), line).and_then(LineParser::unclosed);
        }
    }

    if let Some(problem) = bare_key(&lines, last, kind) {
        return Some(problem);
    }
    let slip = LineParser::parse(Some(text), lines.get(last)?).and_then(|parser| parser.slip);
    slip.or_else(|| uneven(&lines, last, byte, kind))
}

/// A key without its colon, which libyaml reads on with the next line as one text: it stops at the
/// colon there, or at the end.
fn bare_key(lines: &[SourceLine<'_>], last: usize, kind: SyntaxKind) -> Option<Problem> {
    if !matches!(kind, SyntaxKind::MissingColon | SyntaxKind::SecondMapping) {
        return None;
    }
    let candidates = [Some(last), last.checked_sub(1)];
    let index = candidates.into_iter().flatten().find(|index| is_bare(lines, *index))?;
    let line = lines.get(index)?;

    let indent = line.indent();
    let body = line.text[indent..].split(" #").next()?.trim_end();
    let (key, value) = body.split_once(' ').unwrap_or((body, ""));
    let range = line.start + indent..line.start + indent + key.len();
    let help = format!("改为 {key}: {}", value.trim());
    let problem = Problem::new(Code::YamlSyntax, range, format!("“{key}”后面缺少冒号"));
    Some(problem.help(help.trim_end()))
}

/// Whether a line that should be a row of a mapping has no colon; the second line of a text has none
/// either, and is indented more than its key.
fn is_bare(lines: &[SourceLine<'_>], index: usize) -> bool {
    let Some(line) = lines.get(index) else { return false };
    let body = line.text.trim();
    let key = body.split(' ').next().unwrap_or(body);
    let plain = !body.contains([':', '：', '"', '\'', '[', ']', '{', '}', '|', '>']);
    let above = index.checked_sub(1).and_then(|above| lines.get(above));
    let begins = above.is_none_or(|above| {
        above.text.ends_with(':') || above.text == "---" || line.indent() <= above.indent()
    });
    plain && begins && !body.starts_with("- ") && key.chars().count() <= MAX_KEY
}

/// An indent unlike those of the lines around it.
fn uneven(
    lines: &[SourceLine<'_>],
    index: usize,
    byte: usize,
    kind: SyntaxKind,
) -> Option<Problem> {
    if !matches!(kind, SyntaxKind::Key | SyntaxKind::Dash | SyntaxKind::SecondMapping) {
        return None;
    }

    let (line, above) = (lines.get(index)?, lines.get(index.checked_sub(1)?)?);
    let indent = line.indent();
    let key_end = line.start + line.text.find(": ").unwrap_or(line.text.len());
    if indent == above.indent() || byte > key_end || !line.is_row() {
        return None;
    }

    let expected = above.indent();
    let is_between = lines.get(index + 1).is_some_and(|below| below.indent() == expected);
    let help = if is_between {
        format!("行首有{indent}个空格，上下两行的文字前面是{expected}个：改为{expected}个")
    } else {
        format!("行首有{indent}个空格，上一行的文字前面是{expected}个；同一层的各行要相同")
    };
    let range = line.start..line.start + indent;
    Some(Problem::new(Code::YamlSyntax, range, "缩进与上文不齐").help(help))
}

/// A line as it is parsed, character by character.
struct LineParser<'a> {
    /// The whole text, where slips are looked for: once, since it may be long.
    text: Option<&'a str>,
    line: &'a SourceLine<'a>,
    /// Open brackets, with their bytes in the line.
    open: Vec<(usize, char)>,
    /// The quote that is open.
    quote: Option<(usize, char)>,
    /// First byte of the current value, after its key's colon.
    value: Option<usize>,
    /// Whether a quote or bracket would open here.
    begins_value: bool,
    /// Whether a quote was closed and nothing came after it yet.
    after_quote: bool,
    slip: Option<Problem>,
}

impl<'a> LineParser<'a> {
    /// Parses a line to its end; `None` where it has no value.
    fn parse(text: Option<&'a str>, line: &'a SourceLine<'a>) -> Option<LineParser<'a>> {
        let body = line.text.trim_start_matches([' ', '-']);
        let shift = line.text.len() - body.len();
        let value = if body.starts_with(['{', '[', '"', '\'']) {
            shift
        } else {
            shift + body.find(": ")? + 2
        };

        let mut parser = LineParser {
            text,
            line,
            open: Vec::new(),
            quote: None,
            value: Some(value),
            begins_value: true,
            after_quote: false,
            slip: None,
        };

        let mut characters = line.text[value..].char_indices();
        while let Some((offset, character)) = characters.next() {
            let byte = value + offset;
            let before = line.text[..byte].chars().next_back();
            match parser.quote {
                Some((_, '"')) if character == '\\' => drop(characters.next()),
                Some((_, quote)) if character == quote => {
                    (parser.quote, parser.after_quote) = (None, true);
                }
                Some(_) => {}
                None if character == '#' && before == Some(' ') => break,
                None => parser.plain(byte, character),
            }
        }

        Some(parser)
    }

    /// Takes a character outside quotes.
    fn plain(&mut self, byte: usize, character: char) {
        let end = byte + character.len_utf8();
        let after = &self.line.text[end..];
        let begins_value = std::mem::replace(&mut self.begins_value, false);

        match character {
            ' ' => self.begins_value = begins_value,
            '"' | '\'' if begins_value => self.quote = Some((byte, character)),
            '{' | '[' if begins_value => {
                self.open.push((byte, character));
                (self.value, self.begins_value) = (None, true);
            }
            '｛' | '［' if begins_value => {
                let half = if character == '｛' { ["{", "}"] } else { ["[", "]"] };
                let help = format!("改为半角：以 {} 开头，以 {} 结尾", half[0], half[1]);
                self.note_slip(byte..end, "括号是全角的", help);
            }
            '}' | ']' => drop(self.open.pop()),
            ',' if !self.open.is_empty() => {
                (self.value, self.begins_value, self.after_quote) = (None, true, false);
            }
            ':' if after.is_empty() || after.starts_with(' ') => self.colon(byte),
            '，' if !self.open.is_empty() && begins_with_key(after) => {
                let help = "改为半角逗号，后面加一个空格".to_owned();
                self.note_slip(byte..end, "逗号是全角的", help);
            }
            _ if self.after_quote => {
                let help = "文字里的引号用中文的“”，整段文字前后各一个英文引号".to_owned();
                self.note_slip(byte..end, "引号已经成对，后面多出了文字", help);
            }
            _ => {}
        }
    }

    /// A colon that ends a key, or that is part of a value.
    fn colon(&mut self, byte: usize) {
        let line = self.line.text;
        let Some(value) = self.value else {
            (self.value, self.begins_value, self.after_quote) = (Some(byte + 1), true, false);
            return;
        };

        let Some(text) = self.text.filter(|_| self.slip.is_none()) else { return };

        let typed = &line[value..byte];
        let word = typed.rsplit(' ').next().unwrap_or(typed);
        let is_key = || text.matches(&format!("{word}: ")).nth(1).is_some();
        if self.open.is_empty() && line.ends_with('}') && !line.contains('{') {
            let start = value + typed.len() - typed.trim_start().len();
            let help = format!("在“{}”前面补上 {{", typed.trim());
            self.note_slip(start..byte, "花括号 { } 没有成对", help);
        } else if !self.open.is_empty() && word.len() < typed.trim().len() && is_key() {
            let help = format!("在“{word}”前面加一个半角逗号");
            self.note_slip(byte - word.len()..byte, "两项之间缺少逗号", help);
        } else {
            let help = format!("含冒号加空格的文字放在英文引号里{}", self.quoted_example(value));
            self.note_slip(byte..byte + 1, "文字里有冒号加空格，被当成了“键: 值”", help);
        }
    }

    /// How the value that begins at `value` looks in quotes, where it is short.
    fn quoted_example(&self, value: usize) -> String {
        let rest = &self.line.text[value..];
        let rest = rest.split(" #").next().unwrap_or(rest);
        let end = if self.open.is_empty() { None } else { rest.find([',', '}', ']']) };
        let whole = rest[..end.unwrap_or(rest.len())].trim();
        if whole.len() > MAX_QUOTED || whole.contains('"') {
            return String::new();
        }

        format!("：\"{whole}\"")
    }

    /// Notes the first slip of the line.
    fn note_slip(&mut self, range: Range<usize>, message: &str, help: String) {
        let start = self.line.start;
        let range = start + range.start..start + range.end;
        let problem = Problem::new(Code::YamlSyntax, range, message).help(help);
        self.slip.get_or_insert(problem);
    }

    /// Whether a quote or bracket is open at the line's end.
    fn is_open(&self) -> bool {
        self.quote.is_some() || !self.open.is_empty()
    }

    /// What is still open at the line's end.
    fn unclosed(mut self) -> Option<Problem> {
        if let Some((byte, quote)) = self.quote {
            self.slip = None;
            let help = format!("在文字末尾补上同样的英文引号 {quote}");
            self.note_slip(byte..byte + 1, "引号没有成对", help);
            return self.slip;
        }

        let (_, open) = self.open.pop()?;
        if self.slip.is_some() {
            return self.slip;
        }

        let (message, closing, wide) = match open {
            '{' => ("花括号 { } 没有成对", '}', '｝'),
            _ => ("方括号 [ ] 没有成对", ']', '］'),
        };

        let line = self.line.text;
        let (range, help) = match line.strip_suffix(wide) {
            Some(rest) => (rest.len()..line.len(), format!("把 {wide} 改为半角的 {closing}")),
            None => (line.len()..line.len(), format!("在这一行末尾补上 {closing}")),
        };
        self.note_slip(range, message, help);
        self.slip
    }
}

/// Whether a key and its colon come next.
fn begins_with_key(text: &str) -> bool {
    let end = text.find([':', '：', ',', '，', '}', '"', '\'']);
    end.is_some_and(|end| text[end..].starts_with([':', '：']) && !text[..end].trim().is_empty())
}

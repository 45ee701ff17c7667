//! What the lines around a YAML error show: libyaml notices a slip only where it can't go on, which
//! may be lines below it.
//!
//! In: a text that is no YAML, and where libyaml stopped. Out: the slip that a line shows by itself,
//! with what to type.

use super::Problem;
use crate::diag::Code;
use std::ops::Range;

/// A value that is longer isn't written out in advice.
const LONGEST_SHOWN: usize = 60;

/// Characters of a line's first word that may be a key.
const MAX_KEY: usize = 20;

/// A line of the text.
struct Line<'a> {
    start: usize,
    text: &'a str,
}

impl Line<'_> {
    /// Blanks before the first key, with those of `- `.
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

/// The slip that explains an error at `at`; `english` is libyaml's message.
pub(super) fn explain(text: &str, at: usize, english: &str) -> Option<Problem> {
    let mut start = 0;
    let lines = text.split_inclusive('\n').map(|line| {
        start += line.len();
        Line { start: start - line.len(), text: line.trim_end() }
    });
    let lines: Vec<Line<'_>> = lines.filter(|line| !line.is_blank()).collect();
    let last = lines.iter().rposition(|line| line.start <= at)?;
    for (index, line) in lines.iter().enumerate().take(last + 1) {
        let next = lines.get(index + 1);
        if next.is_none_or(|next| next.is_row() && next.indent() <= line.indent())
            && Reader::of(None, line).is_some_and(|reader| reader.is_open())
        {
            return Reader::of(Some(text), line).and_then(Reader::unclosed);
        }
    }
    if let Some(problem) = bare_key(&lines, last, english) {
        return Some(problem);
    }
    let slip = Reader::of(Some(text), lines.get(last)?).and_then(|reader| reader.slip);
    slip.or_else(|| uneven(&lines, last, at, english))
}

/// A key without its colon, which libyaml reads on with the next line as one text: it stops at the
/// colon there, or at the end.
fn bare_key(lines: &[Line<'_>], last: usize, english: &str) -> Option<Problem> {
    const MESSAGES: [&str; 2] = ["could not find expected ':'", "mapping values are not allowed"];
    if !MESSAGES.iter().any(|message| english.contains(message)) {
        return None;
    }
    let candidates = [Some(last), last.checked_sub(1)];
    let index = candidates.into_iter().flatten().find(|index| is_bare(lines, *index))?;
    let line = lines.get(index)?;

    let indent = line.indent();
    let body = line.text[indent..].split(" #").next()?.trim_end();
    let (key, value) = body.split_once(' ').unwrap_or((body, ""));
    let place = line.start + indent..line.start + indent + key.len();
    let help = format!("写作 {key}: {}", value.trim());
    let problem = Problem::new(Code::YamlSyntax, place, format!("“{key}”后面缺少冒号"));
    Some(problem.help(help.trim_end()))
}

/// Whether a line that should be a row of a mapping has no colon; the second line of a text has none
/// either, and stands further in than its key.
fn is_bare(lines: &[Line<'_>], index: usize) -> bool {
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
fn uneven(lines: &[Line<'_>], index: usize, at: usize, english: &str) -> Option<Problem> {
    const MESSAGES: [&str; 3] =
        ["did not find expected key", "expected '-' indicator", "mapping values are not allowed"];
    let (line, above) = (lines.get(index)?, lines.get(index.checked_sub(1)?)?);
    let named = MESSAGES.iter().any(|message| english.contains(message));
    let indent = line.indent();
    let key = line.text.find(": ").unwrap_or(line.text.len());
    if !named || indent == above.indent() || at > line.start + key || !line.is_row() {
        return None;
    }
    let wanted = above.indent();
    let place = line.start..line.start + indent;
    let problem = Problem::new(Code::YamlSyntax, place, "缩进与上文不齐");
    let as_below = lines.get(index + 1).is_some_and(|below| below.indent() == wanted);
    let help = match as_below {
        true => format!("行首有{indent}个空格，上下两行的文字前面是{wanted}个：改成{wanted}个"),
        false => format!("行首有{indent}个空格，上一行的文字前面是{wanted}个；同一层的各行要相同"),
    };
    Some(problem.help(help))
}

/// A line being read.
struct Reader<'a> {
    /// The whole text, where slips are looked for: once, since it may be long.
    text: Option<&'a str>,
    line: &'a Line<'a>,
    /// Open brackets, with their bytes in the line.
    open: Vec<(usize, char)>,
    /// The quote that is open.
    quote: Option<(usize, char)>,
    /// Where the current value begins, after its key's colon.
    value: Option<usize>,
    /// Whether a quote or bracket would open here.
    fresh: bool,
    /// Whether a quote was closed and nothing came after it yet.
    quoted: bool,
    slip: Option<Problem>,
}

impl<'a> Reader<'a> {
    /// Reads a line to its end; `None` where it has no value.
    fn of(text: Option<&'a str>, line: &'a Line<'a>) -> Option<Reader<'a>> {
        let body = line.text.trim_start_matches([' ', '-']);
        let shift = line.text.len() - body.len();
        let value = match body.starts_with(['{', '[', '"', '\'']) {
            true => shift,
            false => shift + body.find(": ")? + 2,
        };
        let mut reader = Reader {
            text,
            line,
            open: Vec::new(),
            quote: None,
            value: Some(value),
            fresh: true,
            quoted: false,
            slip: None,
        };
        let mut characters = line.text[value..].char_indices();
        while let Some((at, character)) = characters.next() {
            let at = value + at;
            let before = line.text[..at].chars().next_back();
            match reader.quote {
                Some((_, '"')) if character == '\\' => drop(characters.next()),
                Some((_, quote)) if character == quote => {
                    (reader.quote, reader.quoted) = (None, true);
                }
                Some(_) => {}
                None if character == '#' && before == Some(' ') => break,
                None => reader.plain(at, character),
            }
        }
        Some(reader)
    }

    /// Takes a character outside quotes.
    fn plain(&mut self, at: usize, character: char) {
        let after = &self.line.text[at + character.len_utf8()..];
        let fresh = std::mem::replace(&mut self.fresh, false);
        match character {
            ' ' => self.fresh = fresh,
            '"' | '\'' if fresh => self.quote = Some((at, character)),
            '{' | '[' if fresh => {
                self.open.push((at, character));
                (self.value, self.fresh) = (None, true);
            }
            '｛' | '［' if fresh => {
                let half = if character == '｛' { ["{", "}"] } else { ["[", "]"] };
                let help = format!("改成半角：以 {} 开头，以 {} 结尾", half[0], half[1]);
                self.keep(at..at + character.len_utf8(), "括号是全角的", help);
            }
            '}' | ']' => drop(self.open.pop()),
            ',' if !self.open.is_empty() => {
                (self.value, self.fresh, self.quoted) = (None, true, false);
            }
            ':' if after.is_empty() || after.starts_with(' ') => self.colon(at),
            '，' if !self.open.is_empty() && begins_with_key(after) => {
                let help = "改成半角逗号，后面加一个空格".to_owned();
                self.keep(at..at + character.len_utf8(), "逗号是全角的", help);
            }
            _ if self.quoted => {
                let help = "文字里的引号用中文的“”，整段文字前后各一个英文引号".to_owned();
                self.keep(at..at + character.len_utf8(), "引号已经成对，后面多出了文字", help);
            }
            _ => {}
        }
    }

    /// A colon that ends a key, or that stands in a value.
    fn colon(&mut self, at: usize) {
        let line = self.line.text;
        let Some(value) = self.value else {
            (self.value, self.fresh, self.quoted) = (Some(at + 1), true, false);
            return;
        };
        let Some(text) = self.text.filter(|_| self.slip.is_none()) else { return };
        let typed = &line[value..at];
        let word = typed.rsplit(' ').next().unwrap_or(typed);
        let is_key = |word: &str| text.matches(&format!("{word}: ")).nth(1).is_some();
        if self.open.is_empty() && line.ends_with('}') && !line.contains('{') {
            let start = value + typed.len() - typed.trim_start().len();
            let help = format!("在“{}”前面补上 {{", typed.trim());
            self.keep(start..at, "花括号 { } 没有成对", help);
        } else if !self.open.is_empty() && word.len() < typed.trim().len() && is_key(word) {
            let help = format!("在“{word}”前面加一个半角逗号");
            self.keep(at - word.len()..at, "两项之间缺少逗号", help);
        } else {
            let rest = &line[value..];
            let rest = rest.split(" #").next().unwrap_or(rest);
            let end = match self.open.is_empty() {
                true => rest.len(),
                false => rest.find([',', '}', ']']).unwrap_or(rest.len()),
            };
            let whole = rest[..end].trim();
            let example = match whole.len() <= LONGEST_SHOWN && !whole.contains('"') {
                true => format!("：\"{whole}\""),
                false => String::new(),
            };
            let help = format!("含冒号加空格的文字放在英文引号里{example}");
            self.keep(at..at + 1, "文字里有冒号加空格，被当成了“键: 值”", help);
        }
    }

    /// Keeps the first slip of the line.
    fn keep(&mut self, range: Range<usize>, message: &str, help: String) {
        let start = self.line.start;
        let place = start + range.start..start + range.end;
        let problem = Problem::new(Code::YamlSyntax, place, message).help(help);
        self.slip.get_or_insert(problem);
    }

    /// Whether a quote or bracket is open at the line's end.
    fn is_open(&self) -> bool {
        self.quote.is_some() || !self.open.is_empty()
    }

    /// What is still open at the line's end.
    fn unclosed(mut self) -> Option<Problem> {
        let line = self.line.text;
        if let Some((at, quote)) = self.quote {
            self.slip = None;
            let help = format!("在文字末尾补上同样的英文引号 {quote}");
            self.keep(at..at + 1, "引号没有成对", help);
            return self.slip;
        }
        let (_, open) = self.open.pop()?;
        let (message, closing, wide) = match open {
            '{' => ("花括号 { } 没有成对", '}', '｝'),
            _ => ("方括号 [ ] 没有成对", ']', '］'),
        };
        if self.slip.is_some() {
            return self.slip;
        }
        let (range, help) = match line.strip_suffix(wide) {
            Some(rest) => (rest.len()..line.len(), format!("把 {wide} 改为半角的 {closing}")),
            None => (line.len()..line.len(), format!("在这一行末尾补上 {closing}")),
        };
        self.keep(range, message, help);
        self.slip
    }
}

/// Whether a key and its colon come next.
fn begins_with_key(text: &str) -> bool {
    let end = text.find([':', '：', ',', '，', '}', '"', '\'']);
    end.is_some_and(|end| text[end..].starts_with([':', '：']) && !text[..end].trim().is_empty())
}

//! A tag, read character by character.

use super::characters::{half_width, is_wide, is_wide_quote};
use super::operators::{MAX_OPERATORS, operators};
use crate::diag::Code;
use crate::expand::functions::FUNCTIONS;
use crate::expand::markers::{MARKER_CLOSE, MARKER_OPEN};
use crate::expand::scanner::{Scanner, Site, SiteArgument};
use crate::source::{Mapping, Span};
use std::ops::Range;

/// A bracket that is open.
pub(super) struct Bracket {
    /// Its first byte.
    pub(super) opened: usize,
    /// The call that it belongs to: the name's first byte, and the index of its site.
    pub(super) call: Option<(usize, usize)>,
    /// First byte of the current argument.
    pub(super) argument: usize,
    /// Keyword of the current argument: its bytes.
    pub(super) key: Option<(usize, usize)>,
}

/// A tag being read.
pub(in crate::expand) struct Tag<'s, 'a> {
    pub(super) scanner: &'s mut Scanner<'a>,
    /// Its first byte.
    start: usize,
    pub(super) close: &'static str,
    pub(super) brackets: Vec<Bracket>,
    pub(super) braces: usize,
    /// The identifier just read, with its first byte, if nothing but space came after it.
    pub(super) word: Option<(usize, String)>,
    /// The character before that identifier.
    before: char,
    pub(super) last: char,
    macro_head: bool,
}

/// Why a tag can't be read to its end.
pub(super) enum Broken {
    Unclosed,
    /// The closing braces lack one: their bytes.
    Brace(Range<usize>),
    Quote(usize),
    Bracket(usize),
    /// It has so many operators, and ends at this byte.
    Operators(usize, usize),
}

impl<'s, 'a> Tag<'s, 'a> {
    /// Reads the tag that starts at the scanner's byte and writes it out; a broken one is
    /// reported and left out.
    pub(in crate::expand) fn read(
        scanner: &'s mut Scanner<'a>,
        open: &'static str,
        close: &'static str,
    ) {
        let start = scanner.position;
        let mut written = std::mem::take(&mut scanner.out);
        let (site_count, problem_count) = (scanner.sites.len(), scanner.problems.len());
        scanner.copy(start + open.len());

        let mut tag = Tag {
            scanner,
            start,
            close,
            brackets: Vec::new(),
            braces: 0,
            word: None,
            before: ' ',
            last: ' ',
            macro_head: false,
        };

        let read = tag.body();
        if read.is_ok() {
            written.append(&scanner.out);
        }
        scanner.out = written;

        let Err(broken) = read else { return };

        scanner.sites.truncate(site_count);
        scanner.is_fatal |= open == "{%";
        scanner.position = start + open.len();
        match broken {
            Broken::Unclosed => {
                // The tag may have ended anywhere: the problems in it may be prose.
                scanner.problems.truncate(problem_count);
                let message = format!("“{open}”没有配对的“{close}”");
                let range = start..start + open.len();
                scanner.report(
                    Code::TemplateSyntax,
                    range,
                    message,
                    &format!("在表达式末尾补上“{close}”"),
                );
            }
            Broken::Brace(typed) => {
                let help = format!("把 {} 改为 }}}}", &scanner.text[typed.clone()]);
                scanner.position = typed.end;
                scanner.report(Code::TemplateSyntax, typed, "“{{”要用两个花括号“}}”结束", &help);
            }
            Broken::Operators(count, end) => {
                let message = format!("一处花括号里有 {count} 个运算，超过 {MAX_OPERATORS} 个");
                let help = "分成几处写，或用 for 循环";
                scanner.report(Code::TemplateLimit, start..end, message, help);
                scanner.position = end;
            }
            Broken::Quote(offset) => {
                let help = "在文字的另一端补上同样的英文引号";
                scanner.drop_tag(offset, close, "引号没有配对", help);
            }
            Broken::Bracket(offset) => {
                scanner.drop_tag(offset, close, "括号没有配对", "补上配对的另一半括号");
            }
        }
    }

    fn body(&mut self) -> Result<(), Broken> {
        loop {
            let rest = self.scanner.rest();
            let Some(character) = rest.chars().next() else { return Err(Broken::Unclosed) };

            if self.braces == 0 && rest.starts_with(self.close) {
                if let Some(bracket) = self.brackets.first() {
                    return Err(Broken::Bracket(bracket.opened));
                }
                let end = self.scanner.position;
                let count = operators(&self.scanner.text[self.start + self.close.len()..end]);
                if count > MAX_OPERATORS {
                    return Err(Broken::Operators(count, end + self.close.len()));
                }
                self.end();
                return Ok(());
            }

            if rest.starts_with("{{") || rest.starts_with("{%") || is_blank_line(rest) {
                return Err(Broken::Unclosed);
            }

            if let Some(typed) = self.lone_brace(character) {
                return Err(Broken::Brace(typed));
            }

            self.step(character)?;
        }
    }

    /// Copies the closing braces, so that a line's end after them is kept where it must be.
    fn end(&mut self) {
        let end = self.scanner.position + self.close.len();
        let sign = Span::new(self.scanner.file, self.scanner.position..end);
        let keeps_line_end = self.close == "%}" && self.shares_its_line(end);

        let inside =
            self.scanner.text[self.start..end].trim_start_matches(['{', '%', '-', '+', ' ']);
        let is_raw = inside.starts_with("raw") || inside.starts_with("endraw");
        if keeps_line_end && !is_raw {
            self.scanner.out.push("+", sign, Mapping::Derived);
        }

        self.scanner.copy(end);
        if keeps_line_end && is_raw {
            // These two take no plus sign: minijinja drops this line's end instead of the next.
            self.scanner.out.push("\n", sign, Mapping::Derived);
        }
    }

    /// Whether a statement that ends a line shares it with text: then the line's end is kept, where
    /// minijinja would drop it.
    fn shares_its_line(&self, end: usize) -> bool {
        let text = self.scanner.text;
        if matches!(self.last, '-' | '+') || !text[end..].starts_with(['\n', '\r']) {
            return false;
        }

        let line = text[..self.start].rfind('\n').map_or(0, |newline| newline + 1);
        let mut rest = text[line..self.start].trim_start();
        while let Some(tag) = rest.strip_prefix("{%") {
            let Some(length) = tag.find("%}") else { return true };
            rest = tag[length + 2..].trim_start();
        }

        !rest.is_empty()
    }

    fn step(&mut self, character: char) -> Result<(), Broken> {
        let end = self.scanner.position + character.len_utf8();
        if character == '"' || character == '\'' {
            self.string(character)?;
        } else if self.slip(character) {
            return Ok(());
        } else if character.is_alphanumeric() && !is_wide(character) || character == '_' {
            self.identifier();
            return Ok(());
        } else if let Some(half) = half_width(character) {
            self.wide(character, half)?;
        } else if character == MARKER_OPEN || character == MARKER_CLOSE {
            let range = self.scanner.position..end;
            let message = format!("文中有不可见的字符 U+{:04X}", u32::from(character));
            self.scanner.report(Code::ControlCharacter, range, message, "删去这个字符");
            self.scanner.position = end;
        } else {
            self.sign(character, end);
        }

        if !character.is_whitespace() {
            self.word = None;
            self.last = half_width(character).unwrap_or(character);
        }
        Ok(())
    }

    fn identifier(&mut self) {
        let start = self.scanner.position;
        let rest = self.scanner.rest();
        let length = rest
            .find(|c: char| !(c.is_alphanumeric() && !is_wide(c) || c == '_'))
            .unwrap_or(rest.len());

        if self.word.as_ref().is_some_and(|(_, word)| word == "macro") {
            self.macro_head = true;
        }

        self.before = self.last;
        self.word = Some((start, rest[..length].to_owned()));
        self.last = 'a';
        self.year_or_word(start + length);
    }

    fn sign(&mut self, sign: char, end: usize) {
        let start = self.scanner.position;
        match sign {
            '(' => {
                self.scanner.copy(end);
                self.open_call(start, end);
                return;
            }
            '[' | '{' => {
                self.braces += usize::from(sign == '{');
                self.brackets.push(Bracket { opened: start, call: None, argument: end, key: None });
            }
            ')' | ']' | '}' => {
                self.braces -= usize::from(sign == '}' && self.braces > 0);
                self.close_bracket(start, end);
            }
            ',' => self.end_argument(start, end),
            '+' => self.plus(start, end),
            '=' if self.last != '=' && !self.scanner.text[end..].starts_with('=') => {
                if let Some(bracket) = self.brackets.last_mut()
                    && bracket.call.is_some()
                    && bracket.key.is_none()
                    && !matches!(self.last, '!' | '<' | '>')
                {
                    bracket.key = Some((bracket.argument, start));
                    bracket.argument = end;
                }
            }
            _ => {}
        }

        self.scanner.copy(end);
    }

    /// The sum of two lists isn't built until it is read: sixty doublings and a `length` never
    /// end, and minijinja 3.1 counts no fuel for it. Only numbers need adding.
    fn plus(&mut self, start: usize, end: usize) {
        let (before, after) = (&self.scanner.text[..start], &self.scanner.text[end..]);
        if is_line_mark(before, after) || ends_with_number(before) || begins_with_number(after) {
            return;
        }

        self.scanner.is_fatal = true;
        self.scanner.report(
            Code::TemplateCall,
            start..end,
            "“+”的一边须是数字",
            "拼接文字用 ~，如 {{ 城市 ~ \"报告\" }}",
        );
    }

    /// After `name(`: a call of a known function gets its site's literal as first argument.
    pub(super) fn open_call(&mut self, opened: usize, after: usize) {
        let callee = self.word.take().filter(|(_, word)| {
            self.scanner.callable.contains(word)
                && !matches!(self.before, '.' | '|')
                && !self.macro_head
        });
        let Some((start, _)) = callee else {
            self.brackets.push(Bracket { opened, call: None, argument: after, key: None });
            return;
        };

        let index = self.scanner.sites.len();
        let span = Span::new(self.scanner.file, start..after);
        self.scanner.sites.push(Site { span, text: String::new(), arguments: Vec::new() });
        let has_arguments = !self.scanner.rest().trim_start().starts_with([')', '）']);
        let comma = if has_arguments { "," } else { "" };
        let literal = format!("\"{MARKER_OPEN}s{index}{MARKER_CLOSE}\"{comma}");
        let bracket = Span::new(self.scanner.file, opened..after);
        self.scanner.out.push(&literal, bracket, Mapping::Derived);

        self.brackets.push(Bracket {
            opened,
            call: Some((start, index)),
            argument: after,
            key: None,
        });
    }

    pub(super) fn close_bracket(&mut self, closing: usize, end: usize) {
        self.end_argument(closing, end);
        let Some(bracket) = self.brackets.pop() else { return };
        let Some((start, index)) = bracket.call else { return };

        if is_compared(&self.scanner.text[..start], &self.scanner.text[end..]) {
            let typed = &self.scanner.text[start..end];
            let name = typed.split(['(', '（', ' ']).next().unwrap_or(typed);
            let is_function = |names: &[&str; 2]| names.contains(&name);
            if FUNCTIONS.iter().any(|function| function.prints_only && is_function(&function.names))
            {
                let message = format!("{name} 的结果只能印出，不能比较大小");
                self.scanner.report(
                    Code::TemplateCall,
                    start..end,
                    message,
                    "要写明升降，请用 增减(名称, 年份)",
                );
            }
        }

        if let Some(site) = self.scanner.sites.get_mut(index) {
            site.span = Span::new(self.scanner.file, start..end);
            site.text = self.scanner.text[start..end].to_owned();
        }
    }

    pub(super) fn end_argument(&mut self, end: usize, next: usize) {
        let Some(bracket) = self.brackets.last_mut() else { return };
        let (start, key) = (bracket.argument, bracket.key.take());
        bracket.argument = next;
        let Some((_, index)) = bracket.call else { return };

        let file = self.scanner.file;
        let text = self.scanner.text;
        let trimmed = |start: usize, end: usize| {
            let typed = &text[start..end];
            let lead = typed.len() - typed.trim_start().len();
            let word = typed.trim();
            (Span::new(file, start + lead..start + lead + word.len()), word)
        };

        let (span, word) = trimmed(start, end);
        if word.is_empty() && key.is_none() {
            return;
        }

        let key = key.map(|(start, end)| {
            let (span, word) = trimmed(start, end);
            (word.to_owned(), span)
        });

        if let Some(site) = self.scanner.sites.get_mut(index) {
            site.arguments.push(SiteArgument { key, span });
        }
    }

    /// A string in ASCII quotes; one that a full-width quote closes is repaired.
    fn string(&mut self, quote: char) -> Result<(), Broken> {
        let start = self.scanner.position;
        let rest = self.scanner.rest();
        let line = &rest[..rest.find('\n').unwrap_or(rest.len())];
        let end = closing_quote(line, quote);
        let inside = &line[1..end.unwrap_or(line.len())];

        let runs_over = inside.contains(self.close) || end.is_none();
        if !runs_over {
            let end = end.unwrap_or(0) + start + 1;
            self.scanner.copy(end);
            return Ok(());
        }

        let limit = inside.find(self.close).unwrap_or(inside.len());
        match inside[..limit].char_indices().find(|(_, c)| is_wide_quote(*c)) {
            Some((length, typed)) => {
                let end = start + 1 + length + typed.len_utf8();
                self.wide_quoted(start, end, &inside[..length]);
                Ok(())
            }
            None if end.is_some() && !inside.contains("{{") && !inside.contains("{%") => {
                self.scanner.copy(end.unwrap_or(0) + start + 1);
                Ok(())
            }
            None => Err(Broken::Quote(start)),
        }
    }
}

/// Whether a comparison operator is before or after a call.
fn is_compared(before: &str, after: &str) -> bool {
    let (before, after) = (before.trim_end(), after.trim_start());
    let begins = ["<", ">", "==", "!="].iter().any(|sign| after.starts_with(sign));
    begins || ["<", ">", "==", "!=", "<=", ">="].iter().any(|sign| before.ends_with(sign))
}

/// Whether a `+` keeps the line ends around a tag: `{%+`, `+%}`.
fn is_line_mark(before: &str, after: &str) -> bool {
    let closes = ["%}", "}}", "#}"].iter().any(|close| after.starts_with(close));
    closes || ["{%", "{{", "{#"].iter().any(|open| before.ends_with(open))
}

fn begins_with_number(after: &str) -> bool {
    after.trim_start().starts_with(|c: char| c.is_ascii_digit())
}

/// Whether the last word is a number, and not a name that ends with digits.
fn ends_with_number(before: &str) -> bool {
    let word = before.trim_end().rsplit(|c: char| !(c.is_alphanumeric() || c == '_')).next();
    word.is_some_and(|word| !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_digit()))
}

/// Byte of the quote that closes the string at the start of `line`.
fn closing_quote(line: &str, quote: char) -> Option<usize> {
    let mut escaped = false;
    for (offset, character) in line.char_indices().skip(1) {
        match character {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            _ if character == quote => return Some(offset),
            _ => {}
        }
    }
    None
}

fn is_blank_line(rest: &str) -> bool {
    let Some(after) = rest.strip_prefix('\n') else { return false };
    let line = after.find('\n').map_or(after, |end| &after[..end]);
    line.trim().is_empty()
}

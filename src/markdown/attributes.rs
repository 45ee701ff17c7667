//! `{#label .class key="value"}` after a heading, a caption or a picture: a small, strict reader
//! that knows where each part stands and says what to type where a part is wrong.

use super::characters::clean;
use super::context::Lowering;
use super::labels::is_label_character;
use super::runs::Run;
use crate::diag::Code;
use crate::document::{HeadingKind, Inline, Label};
use crate::source::nearest;
use std::ops::Range;

/// Maximum number of characters between braces.
const MAX_BRACES: usize = 4000;

/// A key of an attribute.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Key {
    Unit,
    Source,
    Note,
    Widths,
    RowHeight,
    Width,
}

impl Key {
    /// The key as typed, in Chinese and in ASCII.
    fn names(self) -> [&'static str; 2] {
        match self {
            Key::Unit => ["单位", "unit"],
            Key::Source => ["来源", "source"],
            Key::Note => ["注", "note"],
            Key::Widths => ["列宽", "widths"],
            Key::RowHeight => ["行高", "height"],
            Key::Width => ["宽", "width"],
        }
    }
}

/// What may stand in the braces here.
pub(super) struct Allowed {
    pub label: bool,
    /// Whether it is a heading's, where `.不编号` and `.附件` may stand.
    pub is_heading: bool,
    pub keys: &'static [Key],
}

/// What stands in the braces.
#[derive(Debug)]
pub(super) struct Attributes {
    pub label: Option<Label>,
    pub kind: HeadingKind,
    pub pairs: Vec<(Key, Range<usize>)>,
}

impl Default for Attributes {
    fn default() -> Attributes {
        Attributes { label: None, kind: HeadingKind::Numbered, pairs: Vec::new() }
    }
}

impl Attributes {
    /// Where the value of a key stands.
    pub fn get(&self, key: Key) -> Option<Range<usize>> {
        self.pairs.iter().find(|(pair_key, _)| *pair_key == key).map(|(_, value)| value.clone())
    }
}

/// Whether the text may be a label: letters, digits, `-`, `_`, `.`, `:`.
pub(super) fn is_label(name: &str) -> bool {
    !name.is_empty() && name.chars().all(is_label_character)
}

/// The braces at the end of `range`, spaces aside.
pub(super) fn trailing_braces(source: &str, range: Range<usize>) -> Option<Range<usize>> {
    let text = source[range.clone()].trim_end();
    if !text.ends_with(['}', '｝']) {
        return None;
    }

    let mut next = 0;
    while let Some(distance) = text[next..].find(['{', '｛']) {
        let start = next + distance;
        let escaped = text[..start].ends_with('\\');
        match braces_end(text, start).filter(|_| !escaped) {
            Some(end) if end == text.len() => return Some(range.start + start..range.start + end),
            // Braces in the middle of the text are text.
            Some(end) => next = end,
            None => next = start + text[start..].chars().next().map_or(1, char::len_utf8),
        }
    }
    None
}

/// The braces that open right at `start`, if they close.
pub(super) fn leading_braces(source: &str, start: usize) -> Option<Range<usize>> {
    braces_end(source, start).map(|end| start..end)
}

/// The end of the braces that open at `start`; quoted braces don't count. Full-width braces only
/// count where their content begins like attributes: they are usual in prose.
fn braces_end(text: &str, start: usize) -> Option<usize> {
    let rest = &text[start..];
    let first = rest.chars().next()?;
    let inner = rest[first.len_utf8()..].trim_start();
    let like_attributes = inner.starts_with(['#', '＃', '.', '．']);
    if first != '{' && !(first == '｛' && like_attributes) {
        return None;
    }

    let mut quote: Option<char> = None;
    let mut escaped = false;
    for (offset, character) in rest.char_indices().skip(1).take(MAX_BRACES) {
        let was_escaped = std::mem::take(&mut escaped);
        match (quote, character) {
            (_, '\\') => escaped = !was_escaped,
            (Some(close), c) if c == close && !was_escaped => quote = None,
            (Some(_), _) => {}
            (None, '"') => quote = Some('"'),
            (None, '“') => quote = Some('”'),
            (None, '＂') => quote = Some('＂'),
            (None, '{' | '｛') => return None,
            (None, '}' | '｝') => return Some(start + offset + character.len_utf8()),
            (None, _) => {}
        }
    }
    None
}

impl Lowering<'_, '_> {
    /// Reads braces found by [`trailing_braces`] or [`leading_braces`].
    pub fn attributes(&mut self, braces: Range<usize>, allowed: &Allowed) -> Attributes {
        self.report_wide_braces(&braces);
        let source = self.source();
        let text = &source[braces.clone()];
        let open = text.chars().next().map_or(1, char::len_utf8);
        let close = text.chars().next_back().map_or(1, char::len_utf8);

        let end = braces.end - close;
        let mut next = braces.start + open;
        let mut attributes = Attributes::default();
        while next < end {
            let character = source[next..end].chars().next().unwrap_or(' ');
            if character.is_whitespace() {
                if character == '\u{3000}' {
                    self.bad_attribute(next..next + 3, "属性之间用了全角空格", "改为半角空格");
                }
                next += character.len_utf8();
            } else if matches!(character, '#' | '＃' | '.' | '．') {
                next = self.label_or_class(next..end, character, allowed, &mut attributes);
            } else {
                next = self.pair(next..end, allowed, &mut attributes);
            }
        }
        attributes
    }

    fn bad_attribute(&mut self, range: Range<usize>, message: &str, help: &str) {
        self.problem(Code::BadAttribute, range, message, help);
    }

    fn report_wide_braces(&mut self, braces: &Range<usize>) {
        let text = &self.source()[braces.clone()];
        let (open, close) = (text.starts_with('｛'), text.ends_with('｝'));
        if open {
            self.bad_attribute(braces.start..braces.start + 3, "属性用了全角花括号", "改为半角 {");
        }
        if close {
            self.bad_attribute(braces.end - 3..braces.end, "属性用了全角花括号", "改为半角 }");
        }
    }

    /// `#label` or `.class`; gives where it ends.
    fn label_or_class(
        &mut self,
        rest: Range<usize>,
        sign: char,
        allowed: &Allowed,
        attributes: &mut Attributes,
    ) -> usize {
        let source = self.source();
        let text = &source[rest.clone()];
        let length = text.find(char::is_whitespace).unwrap_or(text.len());
        let whole = rest.start..rest.start + length;
        let name = &text[sign.len_utf8()..length];
        let end = whole.end;
        let name_range = rest.start + sign.len_utf8()..end;

        match sign {
            '＃' | '．' => {
                let half = if sign == '＃' { "#" } else { "." };
                let sign_range = rest.start..rest.start + sign.len_utf8();
                self.bad_attribute(sign_range, "属性用了全角符号", &format!("改为半角 {half}"));
            }
            '#' if !is_label(name) => {
                let help = "标签只能用汉字、字母、数字和 - _ . :，不留空格，如 {#tbl-抽查}";
                self.bad_attribute(whole, "标签名不合要求", help);
            }
            '#' if !allowed.label => {
                self.dropped_labels.insert(name.to_owned());
                self.bad_attribute(
                    whole,
                    "这里不能加标签",
                    "标签加在标题、表题，或独占一段的图片后面",
                );
            }
            '#' if attributes.label.is_some() => {
                self.dropped_labels.insert(name.to_owned());
                self.bad_attribute(whole, "这里有两个标签", "只留一个");
            }
            '#' => {
                attributes.label =
                    Some(Label { name: name.to_owned(), span: self.span(name_range) });
            }
            _ if allowed.is_heading && matches!(name, "不编号" | "unnumbered") => {
                attributes.kind = HeadingKind::Unnumbered;
            }
            _ if allowed.is_heading && matches!(name, "附件" | "annex") => {
                attributes.kind = HeadingKind::Annex;
            }
            _ => {
                let message = format!("不认识的类“.{}”", clean(name));
                let help = if allowed.is_heading {
                    "目前可用：.不编号；模板的一级标题还可用 .附件"
                } else {
                    "删去它；这里不能用类"
                };
                self.bad_attribute(whole, &message, help);
            }
        }
        end
    }

    /// `key="value"` or `key=value`; gives where it ends.
    fn pair(
        &mut self,
        rest: Range<usize>,
        allowed: &Allowed,
        attributes: &mut Attributes,
    ) -> usize {
        let source = self.source();
        let text = &source[rest.clone()];
        let key_length =
            text.find(|c: char| c.is_whitespace() || "=＝\"“”".contains(c)).unwrap_or(text.len());
        let name = &text[..key_length];
        let key_range = rest.start..rest.start + key_length;

        let sign = text[key_length..].chars().next().unwrap_or(' ');
        let after = key_range.end + sign.len_utf8();
        match sign {
            '=' => {}
            '＝' => {
                let help = format!("改为半角：{}=\"……\"", clean(name));
                self.bad_attribute(key_range.end..after, "属性用了全角等号", &help);
            }
            _ => {
                let end = if key_length == 0 { after } else { key_range.end };
                let help = "改为 {#标签 名称=\"值\"}；要原样印出花括号，写 \\{";
                self.bad_attribute(rest.start..end.min(rest.end), "属性写法有误", help);
                return end.min(rest.end);
            }
        }

        let (value, end) = self.attribute_value(after..rest.end, name);
        self.add_pair(name, key_range, value, allowed, attributes);
        end
    }

    /// A value, quoted or not: where it stands without quotes, and where it ends with them.
    fn attribute_value(&mut self, rest: Range<usize>, name: &str) -> (Range<usize>, usize) {
        let text = &self.source()[rest.clone()];
        let open = text.chars().next().unwrap_or(' ');
        let closing: &[char] = match open {
            '"' => &['"'],
            '“' | '”' | '＂' => &['”', '“', '＂', '"'],
            '\'' | '‘' | '’' | '＇' => &['\'', '‘', '’', '＇'],
            _ => {
                let length = text.find(char::is_whitespace).unwrap_or(text.len());
                let whole = rest.start..rest.start + length;
                if length == 0 {
                    let help = format!("改为 {}=\"……\"，等号后不留空格", clean(name));
                    self.bad_attribute(whole.clone(), "等号后面没有值", &help);
                }
                return (whole.clone(), whole.end);
            }
        };

        let begin = open.len_utf8();
        let mut escaped = false;
        let close = text[begin..].char_indices().find(|(_, character)| {
            let was_escaped = std::mem::take(&mut escaped);
            escaped = *character == '\\' && !was_escaped;
            !was_escaped && closing.contains(character)
        });

        if open != '"' {
            let help = format!("改为半角双引号：{}=\"……\"", clean(name));
            let quote = if open == '\'' { "单引号" } else { "全角引号" };
            self.bad_attribute(
                rest.start..rest.start + begin,
                &format!("属性值用了{quote}"),
                &help,
            );
        }

        match close {
            Some((offset, character)) => {
                let end = rest.start + begin + offset;
                (rest.start + begin..end, end + character.len_utf8())
            }
            None => {
                let help = "在值的末尾补上半角引号 \"";
                self.bad_attribute(rest.start..rest.start + begin, "属性值的引号没有结束", help);
                (rest.start + begin..rest.end, rest.end)
            }
        }
    }

    fn add_pair(
        &mut self,
        name: &str,
        key_range: Range<usize>,
        value: Range<usize>,
        allowed: &Allowed,
        attributes: &mut Attributes,
    ) {
        let key = allowed.keys.iter().copied().find(|key| key.names().contains(&name));
        let Some(key) = key else {
            let names: Vec<&str> = allowed.keys.iter().map(|key| key.names()[0]).collect();
            let all = allowed.keys.iter().flat_map(|key| key.names());
            let help = match (nearest(name, all), names.is_empty()) {
                (Some(near), _) => format!("是否要写“{near}”？可用的有：{}", names.join("、")),
                (None, false) => format!("可用的有：{}", names.join("、")),
                (None, true) => "这里只能写标签 {#标签} 和 {.不编号}".to_owned(),
            };
            let message = format!("不认识的属性“{}”", clean(name));
            self.bad_attribute(key_range, &message, &help);
            return;
        };

        if attributes.get(key).is_some() {
            self.bad_attribute(key_range, &format!("属性“{name}”写了两次"), "只留一个");
            return;
        }
        attributes.pairs.push((key, value));
    }

    /// The value of a key as printed text, with its marks.
    pub fn attribute_text(&mut self, attributes: &Attributes, key: Key) -> Option<Vec<Inline>> {
        let range = attributes.get(key)?;
        let out = match self.fragment(range.clone()) {
            Some(content) => content,
            None => self.literal_attribute(range),
        };
        (!out.is_empty()).then_some(out)
    }

    /// A value that is no single paragraph, as typed but for its escapes.
    fn literal_attribute(&mut self, range: Range<usize>) -> Vec<Inline> {
        let text = &self.source()[range.clone()];
        let mut run = Run::default();
        let mut copied = 0;
        for (escape, _) in text.match_indices('\\') {
            let next = text[escape + 1..].chars().next();
            if escape >= copied && next.is_some_and(|next| matches!(next, '"' | '\\')) {
                run.push_verbatim(&text[copied..escape], range.start + copied);
                let escaped = range.start + escape..range.start + escape + 2;
                run.push_atom(&text[escape + 1..escape + 2], escaped);
                copied = escape + 2;
            }
        }
        run.push_verbatim(&text[copied..], range.start + copied);

        let mut out = Vec::new();
        self.close_run(&run, false, &mut out);
        out
    }
}

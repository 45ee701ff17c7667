//! What looks like Markdown and isn't, for want of a blank or for a full-width sign: it would be
//! printed as typed.
//!
//! In: the source of a paragraph that became text, of a heading, of code. Out: warnings with what to
//! type. Must not change what is printed.

use super::Kind;
use super::attributes::is_label;
use super::context::Lowering;
use crate::diag::{Code, Diagnostic};
use comrak::nodes::{Node, NodeCodeBlock, NodeValue};
use std::ops::Range;

/// So far around a place its surroundings are looked at, in bytes: lines can be of any length.
const NEAR: usize = 1000;

/// So many references with a slip are told of a paragraph.
const MOST_REFERENCES: usize = 20;

/// A slip: its bytes in the text looked at, what it is, what to type.
type Slip = (Range<usize>, &'static str, &'static str);

impl<'n> Lowering<'_, 'n> {
    /// Reports the slips in a paragraph: each reference, of the rest at most one of a kind.
    pub fn paragraph_slips(&mut self, node: Node<'n>, range: &Range<usize>) {
        if self.kind == Kind::Template {
            return;
        }
        let text = &self.source()[range.clone()];
        let pictures =
            node.descendants().filter(|it| matches!(it.data().value, NodeValue::Image(_)));
        let found =
            [lines(text), table(text), pasted(text), inline(text), picture(text, pictures.count())];
        for (at, message, help) in found.into_iter().flatten().chain(references(text)) {
            let place = range.start + at.start..range.start + at.end;
            self.problem(Code::MistypedMarkup, place, message, help);
        }
    }

    /// Reports a number typed before a heading that gets one.
    pub fn heading_slip(&mut self, range: &Range<usize>) {
        let text = &self.source()[range.clone()];
        let start = text.len() - text.trim_start_matches(['#', ' ', '\t', '\u{3000}']).len();
        let (Kind::Chapter, Some(length)) = (self.kind, typed_number(&text[start..])) else {
            return;
        };
        let number = range.start + start..range.start + start + length;
        let message = "标题前手写了编号，会与自动的编号重复";
        let problem = Diagnostic::new(Code::TypedNumber, self.span(number.clone()), message)
            .help("删去手写的编号；不要编号的标题，在末尾写 {.不编号}");
        let rest = &text[start + length..];
        let title = rest.trim_start_matches(['、', '，', ',', ' ', '\t', '\u{3000}']);
        let fixed = number.start..number.end + rest.len() - title.len();
        let named = !title.trim().is_empty() && !title.starts_with('{');
        let problem = if named { problem.fix(self.span(fixed), "") } else { problem };
        self.diagnostics.report(problem);
    }

    /// Reports a paragraph that a line of dashes right below it made a heading.
    pub fn underlined_slip(&mut self, range: &Range<usize>) {
        let text = self.source()[range.clone()].trim_end();
        let start = text.rfind(['\n', '\r']).map_or(0, |at| at + 1);
        let line = text[start..].trim_start_matches([' ', '\t', '>']);
        if self.kind == Kind::Chapter && line.starts_with('-') {
            let place = range.start + text.len() - line.len()..range.start + text.len();
            let help = "要横线就在它上面空一行；要标题就删去横线，写成 ## 标题";
            self.problem(Code::MistypedMarkup, place, "上面的文字因这条横线成了标题", help);
        }
    }

    /// Reports a label's braces that aren't closed.
    pub fn unclosed_braces(&mut self, range: Range<usize>) {
        if let Some(at) = first(&self.source()[range.clone()], &["{#", "{.", "｛#"]) {
            let place = range.start + at.start..range.start + at.end;
            let help = "花括号写在末尾，如 {#tbl-名称 单位=\"万元\"}";
            self.problem(Code::BadAttribute, place, "花括号没有配对，或不在末尾", help);
        }
    }

    /// Reports a paragraph indented by hand that became code, and a fence that doesn't end.
    pub fn code_slip(&mut self, code: &NodeCodeBlock, range: &Range<usize>) {
        let line = self.source()[range.clone()].lines().next().map_or(0, str::len);
        let place = range.start..range.start + line;
        if self.kind == Kind::Template {
        } else if code.fenced && !code.closed {
            let message = "代码块没有结束，后面的内容都成了代码";
            let help = "在代码之后另起一行，写同样的 ``` 记号；不是代码就删去开头的记号";
            self.problem(Code::MistypedMarkup, place, message, help);
        } else if !code.fenced && code.literal.chars().any(super::characters::is_wide) {
            let message = "行首空了四格或一个制表符，成了代码块";
            let help = "删去行首的空格，段首缩进由程序加；确是代码就放在两行 ``` 之间";
            self.problem(Code::MistypedMarkup, place, message, help);
        }
    }
}

/// Bytes of blanks that a writer typed to indent a paragraph.
pub(super) fn indent(text: &str) -> usize {
    text.len() - text.trim_start_matches(['\u{3000}', '\u{A0}', '\u{2003}', '\u{2002}']).len()
}

/// Lines with their first byte, without what lists and quotes put before them.
fn each_line(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    text.split_inclusive('\n').map(move |whole| {
        let line = whole.trim_end();
        let body = line.trim_start_matches([' ', '\t', '>', '\u{3000}', '\u{A0}']);
        let start = at + line.len() - body.len();
        at += whole.len();
        (start, body)
    })
}

/// The first line that begins as something else than text.
fn lines(text: &str) -> Option<Slip> {
    let mut hard = true;
    for (start, line) in each_line(text) {
        let marks = line.len() - line.trim_start_matches('#').len();
        let after = line[marks..].chars().next();
        let found = if (1..=6).contains(&marks) && after.is_some_and(char::is_alphanumeric) {
            Some((marks, "“#”后面缺少空格，没有成为标题", "在“#”与标题之间加一个空格"))
        } else if line.starts_with('＃') {
            Some(('＃'.len_utf8(), "“＃”是全角的，没有成为标题", "改成半角的“##”加一个空格"))
        } else if line.starts_with("：：：") {
            Some(("：：：".len(), "“：：：”是全角的", "改成半角的“:::”"))
        } else if !hard && item(line).is_some() {
            let message = "这一行会接在上一行后面，不另起一段";
            let help = "各条之间空一行；或写成列表，各行以“1. ”或“- ”开头";
            item(line).map(|length| (length, message, help))
        } else {
            None
        };
        if let Some((length, message, help)) = found {
            return Some((start..start + length, message, help));
        }
        let whole = text[start..].split('\n').next().unwrap_or("").trim_end_matches('\r');
        hard = whole.ends_with("  ") || whole.ends_with('\\');
    }
    None
}

/// Length of a mark that a writer puts before the points of an enumeration.
fn item(line: &str) -> Option<usize> {
    let sign = line.chars().next()?;
    let next = line.chars().nth(1).is_some_and(|c| !c.is_ascii());
    match sign {
        '①'..='⑳' | '·' | '•' | '●' | '－' => Some(sign.len_utf8()),
        '-' | '*' | '+' if next => Some(1),
        _ => typed_number(line),
    }
}

/// Length of `（二）`、`二、`、`1.`、`（1）`、`第一章`.
fn typed_number(text: &str) -> Option<usize> {
    let digit = |c: char| c.is_ascii_digit() || "一二三四五六七八九十".contains(c);
    let body = text.trim_start_matches(['（', '(', '第']);
    let opened = text[..text.len() - body.len()].chars().next();
    let rest = body.trim_start_matches(digit);
    let digits = &body[..body.len() - rest.len()];
    let close = rest.chars().next()?;
    let fits = match opened {
        None => {
            matches!(close, '、' | '．') || matches!(close, '.' | ')' | '）') && digits.is_ascii()
        }
        Some('第') => matches!(close, '章' | '节' | '部'),
        Some(_) => matches!(close, '）' | ')'),
    };
    let after = &rest[close.len_utf8()..];
    let decimal = after.starts_with(|c: char| c.is_ascii_digit());
    // 第二节约用水 is no number.
    let apart = after.trim().is_empty() || after.starts_with([' ', '\t', '\u{3000}', '、']);
    let fits = fits && (opened != Some('第') || apart);
    let length = text.len() - rest.len() + close.len_utf8();
    (fits && !decimal && !digits.is_empty() && digits.chars().count() <= 3).then_some(length)
}

/// Lines with bars that became no table.
fn table(text: &str) -> Option<Slip> {
    each_line(text).find_map(|(start, line)| {
        let place = start..start + line.len();
        let wide = line.matches('｜').count();
        let bars = line.starts_with('|') && line.ends_with('|') && line.matches('|').count() > 2;
        if wide > 1 {
            Some((place, "表格的竖线“｜”是全角的，没有成为表格", "改成半角的“|”"))
        } else if bars {
            let help = "表头下面要有一行 | --- | --- |，用半角减号，列数与表头相同，上下不空行";
            Some((place, "没有成为表格", help))
        } else {
            None
        }
    })
}

/// Two lines with tabs: cells pasted from a sheet.
fn pasted(text: &str) -> Option<Slip> {
    let mut tabbed = each_line(text).filter(|(_, line)| line.contains('\t'));
    let (start, line) = tabbed.next()?;
    tabbed.next()?;
    let help = "各格之间改成“|”，表头下面加一行 | --- | --- |";
    Some((start..start + line.len(), "粘贴来的表格没有成为表格", help))
}

/// Notes, values and links with a wrong sign.
fn inline(text: &str) -> Option<Slip> {
    const NOTE: &[&str] = &["【^", "［^", "[^ ", "[＾", "［＾"];
    let note = || {
        first(text, NOTE).map(|at| {
            (at, "脚注的写法有误，会照字面印出", "写成 [^名字]，用半角的方括号和 ^，不留空格")
        })
    };
    let link = || {
        first(text, &["]（http", "]（#"])
            .map(|at| (at, "链接的括号是全角的", "写成 [文字](网址)，用半角的括号"))
    };
    let label = || {
        first(text, &["{#", "｛#"])
            // Those of a picture are looked at with it.
            .filter(|at| !text[..at.start].ends_with(')'))
            .map(|at| {
                (
                    at,
                    "这里的花括号不会成为标签，会照字面印出",
                    "标签写在标题或题注的末尾，如 {#tbl-名称}，括号要成对",
                )
            })
    };
    note().or_else(link).or_else(label).or_else(|| value(text))
}

/// References with a wrong sign or without one, in their order.
fn references(text: &str) -> Vec<Slip> {
    const SIGNS: &[&str] = &["[＠", "［@", "［＠", "【@", "【＠", "(@", "（@"];
    let message = "引用的写法有误，会照字面印出";
    let help = "写成 [@标签]，用半角的方括号和 @";
    let signs = SIGNS.iter().flat_map(|sign| text.match_indices(sign));
    let signs = signs.filter(|(at, _)| plain(text, *at));
    let signs = signs.map(|(at, sign)| (at..at + sign.len(), message, help));
    let mut found: Vec<Slip> =
        signs.chain(labels(text)).chain(bare(text)).chain(unsigned(text)).collect();
    found.sort_by_key(|(at, _, _)| at.start);
    let mut end = 0;
    found.retain(|(at, _, _)| {
        let apart = at.start >= end;
        end = end.max(at.end);
        apart
    });
    found.truncate(MOST_REFERENCES);
    found
}

/// `[@…]` around what is no label, or without its end.
fn labels(text: &str) -> impl Iterator<Item = Slip> {
    text.match_indices("[@").filter_map(|(at, _)| {
        let rest = &text[at + 2..];
        let near = &rest[..rest.floor_char_boundary(NEAR.min(rest.len()))];
        let length = near.find([']', '［', '[', '\n']).unwrap_or(near.len());
        let inside = &rest[..length];
        if !plain(text, at) {
            return None;
        }
        if !rest[length..].starts_with(']') {
            let name = inside.find(|c: char| !is_label(c.encode_utf8(&mut [0; 4])));
            let place = at..at + 2 + name.unwrap_or(length);
            return Some((place, "引用的方括号没有结束，会照字面印出", "在标签后面补上半角的 ]"));
        }
        if is_label(inside) {
            return None;
        }
        let place = at..at + 2 + length + 1;
        let several = inside.contains(['@', ',', '，', '、', ';', '；']);
        let help = if several {
            "一个方括号只引一个标签：[@甲]、[@乙]"
        } else {
            "写成 [@标签]，标签前后不留空格"
        };
        Some((place, "引用的写法有误，会照字面印出", help))
    })
}

/// How labels are named by custom.
const PREFIXES: [&str; 3] = ["tbl-", "fig-", "sec-"];

/// `@tbl-…` without its brackets.
fn bare(text: &str) -> impl Iterator<Item = Slip> {
    text.match_indices('@').filter_map(|(at, _)| {
        let name = &text[at + 1..];
        let known = PREFIXES.iter().any(|prefix| name.starts_with(prefix));
        let mail = text[..at].ends_with(|c: char| c.is_ascii_alphanumeric() || "[._-+".contains(c));
        let other = |c: char| !c.is_alphanumeric() && !matches!(c, '-' | '_');
        let length = name.find(other).unwrap_or(name.len());
        let message = "引用没有放在方括号里，会照字面印出";
        (known && !mail && plain(text, at)).then_some((
            at..at + 1 + length,
            message,
            "写成 [@标签]，如 [@tbl-抽查]",
        ))
    })
}

/// `[tbl-…]` without its `@`.
fn unsigned(text: &str) -> impl Iterator<Item = Slip> {
    text.match_indices('[').filter_map(|(at, _)| {
        let name = &text[at + 1..];
        let known = PREFIXES.iter().any(|prefix| name.starts_with(prefix));
        let near = &name[..name.floor_char_boundary(NEAR.min(name.len()))];
        let length = near.find(']').filter(|length| known && is_label(&name[..*length]))?;
        let link = name[length + 1..].starts_with(['(', '[', ':', '（']);
        let words = text[..at].ends_with([']', '!', '！']);
        (!link && !words && plain(text, at)).then_some((
            at..at + 1 + length + 1,
            "方括号里少了 @，会照字面印出",
            "引用写成 [@标签]，如 [@tbl-抽查]",
        ))
    })
}

/// `{ 值("…") }` in single braces.
fn value(text: &str) -> Option<Slip> {
    text.match_indices('{').find_map(|(at, _)| {
        let rest = text[at + 1..].trim_start_matches(' ');
        let call = rest.trim_start_matches(char::is_alphanumeric);
        let named = call.len() < rest.len() && call.starts_with(['(', '（']);
        let quoted = call.chars().nth(1).is_some_and(|c| matches!(c, '"' | '“' | '”' | '\''));
        let length = text.len() - call.len() - at;
        let help = "写成两个花括号：{{ … }}";
        (named && quoted && plain(text, at)).then_some((
            at..at + length,
            "只有一个花括号，不会取值",
            help,
        ))
    })
}

/// `![…]` that became no picture.
fn picture(text: &str, pictures: usize) -> Option<Slip> {
    if let Some(at) = first(text, &["！["]).filter(|at| text[at.end..].contains("](")) {
        return Some((at, "图片前面的“！”是全角的", "改成半角的“!”"));
    }
    let closed = |at: usize| text[at..].chars().take(NEAR).any(|c| c == ']');
    let typed = text.match_indices("![").filter(|(at, _)| plain(text, *at) && closed(*at));
    let (at, _) = typed.clone().nth(pictures)?;
    let help = "写成 ![说明](图片/文件名.png \"题注\")：括号、引号用半角，路径里不留空格";
    Some((at..at + 2, "没有成为图片", help))
}

/// The first of several signs that stands in plain text.
fn first(text: &str, signs: &[&str]) -> Option<Range<usize>> {
    let found = signs.iter().flat_map(|sign| {
        text.match_indices(sign).map(|(at, _)| at..at + sign.len()).find(|at| plain(text, at.start))
    });
    found.min_by_key(|at| at.start)
}

/// Whether a place is neither escaped nor in code, as far as its own line tells.
fn plain(text: &str, at: usize) -> bool {
    let from = text.floor_char_boundary(at.saturating_sub(NEAR));
    let before = &text[from..at];
    let line = before.rfind('\n').map_or(before, |end| &before[end..]);
    !before.ends_with('\\') && line.bytes().filter(|byte| *byte == b'`').count() % 2 == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str, slip: Option<Slip>) -> Option<&str> {
        slip.map(|(at, _, _)| &text[at])
    }

    #[test]
    fn lines_that_begin_like_something_else() {
        let cases = [
            ("##标题", Some("##")),
            ("＃＃ 标题", Some("＃")),
            ("：：： 横排\n文\n：：：", Some("：：：")),
            ("甲\n2、乙", Some("2、")),
            ("甲\n（2）乙", Some("（2）")),
            ("甲\n-乙", Some("-")),
            ("甲\n　　①乙", Some("①")),
            ("甲  \n2、乙", None),
            ("1、甲", None),
            ("# 1", None),
            ("甲\n1.5倍", None),
            ("甲\n2017年", None),
            ("甲\n（以下简称乙）", None),
        ];
        for (text, expected) in cases {
            assert_eq!(shown(text, lines(text)), expected, "{text}");
        }
    }

    #[test]
    fn tables_that_stay_text() {
        let cases = [
            ("｜甲｜乙｜", true),
            ("| 甲 | 乙 |\n| —— | —— |", true),
            ("| 甲 | 乙 |\n| 1 | 2 |", true),
            ("甲|乙", false),
        ];
        for (text, expected) in cases {
            assert_eq!(table(text).is_some(), expected, "{text}");
        }
        assert_eq!(shown("甲\t乙\n丙\t丁", pasted("甲\t乙\n丙\t丁")), Some("甲\t乙"));
        assert_eq!(pasted("甲\t乙"), None);
    }

    #[test]
    fn notes_links_and_values() {
        let cases = [
            ("见[@甲]、[@乙]", None),
            ("文【^甲】", Some("【^")),
            ("[这里]（http://a.cn）", Some("]（http")),
            ("文字 {#sec-甲", Some("{#")),
            ("见{ 值(\"甲\", 2017) }", Some("{ 值")),
            ("集合{甲(乙)}", None),
            ("写信给 a@b.cn", None),
        ];
        for (text, expected) in cases {
            assert_eq!(shown(text, inline(text)), expected, "{text}");
        }
    }

    #[test]
    fn references_that_stay_text() {
        let cases: [(&str, &[&str]); 13] = [
            ("见[@甲]、[@乙]", &[]),
            ("见［@甲］和[＠乙]、[＠丙]", &["［@", "[＠", "[＠"]),
            ("见[@甲, @乙]", &["[@甲, @乙]"]),
            ("见[@ 甲]", &["[@ 甲]"]),
            ("见[@tbl-抽查。", &["[@tbl-抽查"]),
            ("见[@tbl-抽查。又见[@甲]", &["[@tbl-抽查"]),
            ("见[@\n甲]", &["[@"]),
            ("见[tbl-抽查]。", &["[tbl-抽查]"]),
            ("[tbl-甲](a)、[sec-甲][b]、[甲][tbl-甲]、![fig-甲](b)、`[tbl-甲]`", &[]),
            ("见@tbl-抽查，又见@sec-甲。", &["@tbl-抽查", "@sec-甲"]),
            ("（@tbl-甲）", &["（@"]),
            ("`@tbl-甲`、\\@tbl-甲、a@tbl-x.cn、@某某", &[]),
            ("见`［@甲］`和\\[@ 甲]", &[]),
        ];
        for (text, expected) in cases {
            let found = references(text);
            let shown: Vec<&str> = found.iter().map(|(at, _, _)| &text[at.clone()]).collect();
            assert_eq!(shown, expected, "{text}");
        }
    }

    #[test]
    fn pictures_that_stay_text() {
        assert_eq!(shown("![甲]（a.png）", picture("![甲]（a.png）", 0)), Some("!["));
        assert_eq!(shown("！[甲](a.png)", picture("！[甲](a.png)", 0)), Some("！["));
        assert_eq!(picture("![甲](a.png)", 1), None);
    }

    #[test]
    fn numbers_before_headings() {
        let cases = [
            ("（二）做法", Some(9)),
            ("二、做法", Some(6)),
            ("1.做法", Some(2)),
            ("第一章 做法", Some(9)),
            ("2017年做法", None),
            ("1.5倍", None),
            ("一是做法", None),
            ("（试行）做法", None),
        ];
        for (text, expected) in cases {
            assert_eq!(typed_number(text), expected, "{text}");
        }
    }
}

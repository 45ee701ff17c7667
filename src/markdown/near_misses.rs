//! Near-miss markup: what looks like Markdown and isn't, for want of a space or for a full-width
//! character. It would be printed as typed.
//!
//! In: the source of a paragraph that became text, of a heading, of code. Out: warnings with what to
//! type. Must not change what is printed.

use super::attributes::is_label;
use super::characters::BLANK;
use super::context::{Lowering, TextKind};
use super::near_miss::{MAX_SURROUNDINGS, NearMiss, is_plain};
use super::other_tools;
use super::spaces::is_wide_space;
use crate::diag::{Code, Diagnostic};
use crate::document::typed_numbers::{self, Certainty, TypedNumber};
use comrak::nodes::{Node, NodeCodeBlock, NodeValue};
use std::ops::Range;

/// What is said of a line that goes on in the one above.
const NO_PARAGRAPH: &str = "这一行会接在上一行后面，不另起一段";

/// Maximum number of mistyped references that are reported of a paragraph.
const MAX_REFERENCES: usize = 20;

impl<'n> Lowering<'_, 'n> {
    /// Reports the near misses of a paragraph: each reference, of the rest at most one of a kind.
    pub fn report_paragraph_near_misses(&mut self, node: Node<'n>, range: &Range<usize>) {
        if self.kind == TextKind::Template {
            return;
        }

        let text = &self.source()[range.clone()];
        let pictures =
            node.descendants().filter(|it| matches!(it.data().value, NodeValue::Image(_)));
        let first_of_each_kind =
            [lines(text), table(text), pasted(text), inline(text), picture(text, pictures.count())];
        let near_misses: Vec<NearMiss> = first_of_each_kind
            .into_iter()
            .flatten()
            .chain(references(text))
            .chain(other_tools::find(text))
            .collect();
        for NearMiss { range: within, message, help } in near_misses {
            let typed = range.start + within.start..range.start + within.end;
            // What goes on in the line above is printed whole.
            if message == NO_PARAGRAPH {
                self.problem(Code::MistypedMarkup, typed, &message, &help);
            } else {
                self.unprinted(Code::MistypedMarkup, typed, &message, &help);
            }
        }
    }

    /// Reports a number typed before a heading that gets one.
    pub fn report_typed_number(&mut self, range: &Range<usize>) {
        let text = &self.source()[range.clone()];
        let start = text.len() - text.trim_start_matches(['#', ' ', '\t', '\u{3000}']).len();
        let typed = typed_numbers::typed(&text[start..]);
        let typed = typed.filter(|number| number.certainty == Certainty::Sure);
        let (TextKind::Chapter, Some(TypedNumber { length, .. })) = (self.kind, typed) else {
            return;
        };

        let visible = text[start..start + length].trim_end().len();
        let number = range.start + start..range.start + start + visible;
        let message = "标题前手写了序号，会与自动编的重复";
        let problem = Diagnostic::new(Code::TypedNumber, self.span(number.clone()), message)
            .help("删去手写的序号；不要序号的标题，在末尾加 {.不编号}");

        let title = &text[start + length..];
        let fixed = number.start..range.start + start + length;
        let named = !title.trim().is_empty() && !title.starts_with('{');
        let problem = if named { problem.fix(self.span(fixed), "") } else { problem };
        self.diagnostics.report(problem);
    }

    /// Reports a paragraph that a line of dashes right below it made a heading.
    pub fn report_underlined_paragraph(&mut self, range: &Range<usize>) {
        let text = self.source()[range.clone()].trim_end();
        let start = text.rfind(['\n', '\r']).map_or(0, |at| at + 1);
        let line = text[start..].trim_start_matches([' ', '\t', '>']);
        if self.kind == TextKind::Chapter && line.starts_with('-') {
            let dashes = range.start + text.len() - line.len()..range.start + text.len();
            let help = "要横线就在它上面空一行；要标题就删去横线，改为 ## 标题";
            self.problem(Code::MistypedMarkup, dashes, "上面的文字因这条横线成了标题", help);
        }
    }

    /// Reports a label's braces that aren't closed.
    pub fn report_unclosed_braces(&mut self, range: Range<usize>) {
        if let Some(opening) = first(&self.source()[range.clone()], &["{#", "{.", "｛#"]) {
            self.drop_labels(&range);
            let opening = range.start + opening.start..range.start + opening.end;
            let help = "花括号写在末尾，如 {#tbl-名称 单位=\"万元\"}";
            self.problem(Code::BadAttribute, opening, "花括号没有配对，或不在末尾", help);
        }
    }

    /// Reports a paragraph indented by hand that became code, and a fence that doesn't end.
    pub fn report_accidental_code(&mut self, code: &NodeCodeBlock, range: &Range<usize>) {
        if self.kind == TextKind::Template {
            return;
        }

        let line = self.source()[range.clone()].lines().next().map_or(0, str::len);
        let first_line = range.start..range.start + line;
        if code.fenced && !code.closed {
            let message = "代码块没有结束，后面的内容都成了代码";
            let help = "在代码之后另起一行，写同样的 ``` 记号；不是代码就删去开头的记号";
            self.unprinted(Code::MistypedMarkup, first_line, message, help);
        } else if !code.fenced && code.literal.chars().any(super::characters::is_wide) {
            let message = "行首空了四格或一个制表符，成了代码块";
            let help = "删去行首的空格，段首缩进由程序加；确是代码就放在两行 ``` 之间";
            self.problem(Code::MistypedMarkup, first_line, message, help);
        }
    }
}

/// Entities that are typed to indent a paragraph.
const SPACES: [&str; 4] = ["&emsp;", "&ensp;", "&nbsp;", "&#12288;"];

/// Bytes of spaces that a writer typed to indent a paragraph.
pub(super) fn indent(text: &str) -> usize {
    let mut rest = text;
    loop {
        let trimmed = rest.trim_start_matches(|c: char| is_wide_space(c) || c == BLANK);
        let entity = SPACES.iter().find_map(|entity| trimmed.strip_prefix(entity));
        match entity {
            Some(after) => rest = after,
            None => return text.len() - trimmed.len(),
        }
    }
}

/// Lines with their first byte, without what lists and quotes put before them.
fn each_line(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut next = 0;
    text.split_inclusive('\n').map(move |whole| {
        let line = whole.trim_end();
        let body = line.trim_start_matches([' ', '\t', '>', '\u{3000}', '\u{A0}']);
        let start = next + line.len() - body.len();
        next += whole.len();
        (start, body)
    })
}

/// The first line that begins as something else than text.
fn lines(text: &str) -> Option<NearMiss> {
    let mut after_break = true;
    for (start, line) in each_line(text) {
        let marks = line.len() - line.trim_start_matches('#').len();
        let after = line[marks..].chars().next();
        let near_miss = if (1..=6).contains(&marks) && after.is_some_and(char::is_alphanumeric) {
            Some((marks, "“#”后面缺少空格，没有成为标题", "在“#”与标题之间加一个空格"))
        } else if line.starts_with('＃') {
            Some(('＃'.len_utf8(), "“＃”是全角的，没有成为标题", "改为半角的“##”加一个空格"))
        } else if line.starts_with("：：：") {
            Some(("：：：".len(), "“：：：”是全角的", "改为半角的“:::”"))
        } else if is_indented_mark(text, start, line) {
            let message = "行首有全角空格，这个符号没有起作用";
            Some((1, message, "删去行首的空格"))
        } else {
            let help = "各条之间空一行；或改为列表，各行以“1. ”或“- ”开头";
            item(line).filter(|_| !after_break).map(|length| (length, NO_PARAGRAPH, help))
        };
        if let Some((length, message, help)) = near_miss {
            return Some(NearMiss::new(start..start + length, message, help));
        }

        let whole = text[start..].split('\n').next().unwrap_or("").trim_end_matches('\r');
        after_break = whole.ends_with("  ") || whole.ends_with('\\');
    }
    None
}

/// Whether spaces that Markdown doesn't know keep a line from being an item or a quotation.
fn is_indented_mark(text: &str, start: usize, line: &str) -> bool {
    let before = text[..start].rsplit('\n').next().unwrap_or("");
    let is_mark = ["- ", "* ", "+ "].iter().any(|mark| line.starts_with(mark));
    let is_quote = before.rsplit_once('>').is_some_and(|(head, _)| head.contains(is_wide_space));
    is_mark && before.contains(is_wide_space) || is_quote
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

/// Length of `（二）`、`二、`、`1.`、`（1）`、`第一章` at the start of a line within a paragraph.
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
    let fits = fits && !(opened.is_none() && is_enumeration(digits, after));
    (fits && !decimal && !digits.is_empty() && digits.chars().count() <= 3).then_some(length)
}

/// Whether a numeral and 、 begin an enumeration, not a heading's number: 一、二、三产业融合, 一、二类.
fn is_enumeration(digits: &str, after: &str) -> bool {
    let numeral = |c: char| "一二三四五六七八九十".contains(c);
    let rest = after.trim_start_matches(numeral);
    let next = after.starts_with(numeral) && digits.starts_with(numeral);
    next && rest
        .starts_with(['、', '和', '与', '类', '级', '线', '期', '产', '次', '批', '等', '季'])
}

/// Lines with bars that became no table.
fn table(text: &str) -> Option<NearMiss> {
    each_line(text).find_map(|(start, line)| {
        let range = start..start + line.len();
        let wide = line.matches('｜').count();
        let bars = line.starts_with('|') && line.ends_with('|') && line.matches('|').count() > 2;
        if wide > 1 {
            let message = "表格的竖线“｜”是全角的，没有成为表格";
            Some(NearMiss::new(range, message, "改为半角的“|”"))
        } else if bars {
            let help = "表头下面要有一行 | --- | --- |，用半角减号，列数与表头相同，上下不空行";
            Some(NearMiss::new(range, "没有成为表格", help))
        } else {
            None
        }
    })
}

/// Two lines with tabs: cells pasted from a sheet.
fn pasted(text: &str) -> Option<NearMiss> {
    let mut tabbed = each_line(text).filter(|(_, line)| line.contains('\t'));
    let (start, line) = tabbed.next()?;
    tabbed.next()?;
    Some(NearMiss {
        range: start..start + line.len(),
        message: "粘贴来的表格没有成为表格".into(),
        help: "各格之间改为“|”，表头下面加一行 | --- | --- |".into(),
    })
}

/// The first note, link, label or value with a wrong character.
fn inline(text: &str) -> Option<NearMiss> {
    note(text).or_else(|| link(text)).or_else(|| label(text)).or_else(|| value(text))
}

fn note(text: &str) -> Option<NearMiss> {
    Some(NearMiss {
        range: first(text, &["【^", "［^", "[^ ", "[＾", "［＾"])?,
        message: "脚注的写法有误，会照字面印出".into(),
        help: "改为 [^名字]，用半角的方括号和 ^，不留空格".into(),
    })
}

fn link(text: &str) -> Option<NearMiss> {
    Some(NearMiss {
        range: first(text, &["]（http", "]（#"])?,
        message: "链接的括号是全角的".into(),
        help: "改为 [文字](网址)，用半角的括号".into(),
    })
}

/// A label's braces; those of a picture are looked at with it.
fn label(text: &str) -> Option<NearMiss> {
    let range = first(text, &["{#", "｛#"])?;
    (!text[..range.start].ends_with(')')).then_some(NearMiss {
        range,
        message: "这里的花括号不会成为标签，会照字面印出".into(),
        help: "标签写在标题或题注的末尾，如 {#tbl-名称}，括号要成对".into(),
    })
}

/// References with a wrong character or without one, in their order.
fn references(text: &str) -> Vec<NearMiss> {
    let references = wide_references(text).chain(labels(text)).chain(bare(text));
    let mut references: Vec<NearMiss> = references.chain(unsigned(text)).collect();

    // Of those that overlap the first is reported.
    references.sort_by_key(|reference| reference.range.start);
    let mut end = 0;
    references.retain(|reference| {
        let apart = reference.range.start >= end;
        end = end.max(reference.range.end);
        apart
    });
    references.truncate(MAX_REFERENCES);
    references
}

/// `［@…` and the like, with a full-width or wrong bracket.
fn wide_references(text: &str) -> impl Iterator<Item = NearMiss> {
    const OPENINGS: &[&str] = &["[＠", "［@", "［＠", "【@", "【＠", "(@", "（@"];
    let openings = OPENINGS.iter().flat_map(|opening| text.match_indices(opening));
    openings.filter(|(start, _)| is_plain(text, *start)).map(|(start, opening)| NearMiss {
        range: start..start + opening.len(),
        message: "引用的写法有误，会照字面印出".into(),
        help: "改为 [@标签]，用半角的方括号和 @".into(),
    })
}

/// `[@…]` around what is no label, or without its end.
fn labels(text: &str) -> impl Iterator<Item = NearMiss> {
    text.match_indices("[@").filter_map(|(start, opening)| {
        if !is_plain(text, start) {
            return None;
        }

        let rest = &text[start + opening.len()..];
        let near = &rest[..rest.floor_char_boundary(MAX_SURROUNDINGS.min(rest.len()))];
        let length = near.find([']', '［', '[', '\n']).unwrap_or(near.len());
        let inside = &rest[..length];
        if !rest[length..].starts_with(']') {
            let name = inside.find(|c: char| !is_label(c.encode_utf8(&mut [0; 4])));
            return Some(NearMiss {
                range: start..start + opening.len() + name.unwrap_or(length),
                message: "引用的方括号没有结束，会照字面印出".into(),
                help: "在标签后面补上半角的 ]".into(),
            });
        }
        if is_label(inside) {
            return None;
        }

        let range = start..start + opening.len() + length + 1;
        let several = inside.contains(['@', ',', '，', '、', ';', '；']);
        let help = if several {
            "一个方括号只引一个标签：[@甲]、[@乙]"
        } else {
            "改为 [@标签]，标签前后不留空格"
        };
        Some(NearMiss::new(range, "引用的写法有误，会照字面印出", help))
    })
}

/// How labels are named by custom.
const PREFIXES: [&str; 3] = ["tbl-", "fig-", "sec-"];

/// Whether a text begins as labels do by custom.
fn begins_like_label(text: &str) -> bool {
    PREFIXES.iter().any(|prefix| text.starts_with(prefix))
}

/// `@tbl-…` without its brackets.
fn bare(text: &str) -> impl Iterator<Item = NearMiss> {
    text.match_indices('@').filter_map(|(start, _)| {
        let (before, name) = (&text[..start], &text[start + 1..]);
        let mail = before.ends_with(|c: char| c.is_ascii_alphanumeric() || "[._-+".contains(c));
        let other = |c: char| !c.is_alphanumeric() && !matches!(c, '-' | '_');
        let length = name.find(other).unwrap_or(name.len());
        (begins_like_label(name) && !mail && is_plain(text, start)).then_some(NearMiss {
            range: start..start + 1 + length,
            message: "引用没有放在方括号里，会照字面印出".into(),
            help: "改为 [@标签]，如 [@tbl-抽查]".into(),
        })
    })
}

/// `[tbl-…]` without its `@`.
fn unsigned(text: &str) -> impl Iterator<Item = NearMiss> {
    text.match_indices('[').filter_map(|(start, _)| {
        let (before, name) = (&text[..start], &text[start + 1..]);
        let near = &name[..name.floor_char_boundary(MAX_SURROUNDINGS.min(name.len()))];
        let length = near.find(']').filter(|_| begins_like_label(name))?;

        let link = name[length + 1..].starts_with(['(', '[', ':', '（']);
        let words = before.ends_with([']', '!', '！']);
        let label = is_label(&name[..length]);
        (label && !link && !words && is_plain(text, start)).then_some(NearMiss {
            range: start..start + 1 + length + 1,
            message: "方括号里少了 @，会照字面印出".into(),
            help: "引用改为 [@标签]，如 [@tbl-抽查]".into(),
        })
    })
}

/// `{ 值("…") }` in single braces.
fn value(text: &str) -> Option<NearMiss> {
    text.match_indices('{').find_map(|(start, _)| {
        let rest = text[start + 1..].trim_start_matches(' ');
        let call = rest.trim_start_matches(char::is_alphanumeric);
        let named = call.len() < rest.len() && call.starts_with(['(', '（']);
        let quoted = call.chars().nth(1).is_some_and(|c| matches!(c, '"' | '“' | '”' | '\''));
        (named && quoted && is_plain(text, start)).then_some(NearMiss {
            range: start..text.len() - call.len(),
            message: "只有一个花括号，不会取值".into(),
            help: "改为两个花括号：{{ … }}".into(),
        })
    })
}

/// `![…]` that became no picture; `pictures` is the number of those that did.
fn picture(text: &str, pictures: usize) -> Option<NearMiss> {
    let wide = first(text, &["！["]).filter(|range| text[range.end..].contains("]("));
    if let Some(range) = wide {
        let message = "图片前面的“！”是全角的";
        return Some(NearMiss::new(range, message, "改为半角的“!”"));
    }

    let closed = |start: usize| text[start..].chars().take(MAX_SURROUNDINGS).any(|c| c == ']');
    let typed = text.match_indices("![").map(|(start, _)| start);
    let mut typed = typed.filter(|start| is_plain(text, *start) && closed(*start));
    let start = typed.nth(pictures)?;
    Some(NearMiss {
        range: start..start + "![".len(),
        message: "没有成为图片".into(),
        help: "改为 ![说明](图片/文件名.png \"题注\")：括号、引号用半角，路径里不留空格".into(),
    })
}

/// The first of several openings that stands in plain text.
fn first(text: &str, openings: &[&str]) -> Option<Range<usize>> {
    let ranges = openings.iter().filter_map(|opening| {
        let mut starts = text.match_indices(opening).map(|(start, _)| start);
        let start = starts.find(|start| is_plain(text, *start))?;
        Some(start..start + opening.len())
    });
    ranges.min_by_key(|range| range.start)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(text: &str, near_miss: Option<NearMiss>) -> Option<&str> {
        near_miss.map(|near_miss| &text[near_miss.range])
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
            assert_eq!(typed(text, lines(text)), expected, "{text}");
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
        assert_eq!(typed("甲\t乙\n丙\t丁", pasted("甲\t乙\n丙\t丁")), Some("甲\t乙"));
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
            assert_eq!(typed(text, inline(text)), expected, "{text}");
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
            let references = references(text).into_iter();
            let typed: Vec<&str> = references.map(|it| &text[it.range]).collect();
            assert_eq!(typed, expected, "{text}");
        }
    }

    #[test]
    fn pictures_that_stay_text() {
        assert_eq!(typed("![甲]（a.png）", picture("![甲]（a.png）", 0)), Some("!["));
        assert_eq!(typed("！[甲](a.png)", picture("！[甲](a.png)", 0)), Some("！["));
        assert_eq!(picture("![甲](a.png)", 1), None);
    }

    #[test]
    fn numbers_before_lines() {
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

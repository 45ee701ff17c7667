//! What libyaml says of a text that is no YAML, in Chinese, with what to type.

use super::form::FORBIDDEN;
use super::{Problem, byte_of, lines};
use crate::diag::Code;
use std::ops::Range;

/// What libyaml says (part of its message) and what is meant.
const MEANINGS: &[(&str, &str)] = &[
    ("could not find expected ':'", "键后面缺少冒号"),
    (
        "mapping values are not allowed",
        "此处不能再出现“键: 值”，多为缩进不齐，或文字里含有冒号而没有加引号",
    ),
    ("did not find expected key", "缩进与上文不齐，或上一行的引号、括号没有写完"),
    ("did not find expected '-' indicator", "列表各项的“- ”没有对齐"),
    ("did not find expected ',' or ']'", "方括号 [ ] 没有成对，或各项之间缺少逗号"),
    ("did not find expected ',' or '}'", "花括号 { } 没有成对，或各项之间缺少逗号"),
    ("block sequence entries are not allowed", "列表项“- ”要另起一行，不能写在“键:”后面"),
    ("mapping keys are not allowed", "此处不能出现键，多为缩进不齐"),
    ("found unexpected end of stream", "引号没有成对"),
    ("found character that cannot start any token", "文字不能以这个符号开头，应放进引号"),
    ("found a tab character", "缩进处用了制表符（Tab）"),
    ("did not find expected alphabetic or numeric", "以 & 或 * 开头的文字应放进引号"),
    ("unknown anchor", "以 * 开头的文字应放进引号"),
    ("found unknown escape character", "双引号里的反斜杠写法有误"),
    ("invalid Unicode character escape", "双引号里的反斜杠写法有误"),
    ("did not find expected hexadecimal", "双引号里的反斜杠写法有误"),
    ("did not find expected comment or line break", "| 或 > 后面要换行"),
    ("found unexpected document indicator", "引号在“---”之前没有写完"),
    ("more than one document", "一个文件里只能有一份内容，中间不能有“---”行，引号之后不能再有文字"),
    ("did not find expected <document start>", "前面的内容已经结束，此处多出了文字"),
    ("did not find expected node content", "此处缺少内容，或有多余的标点"),
    ("control characters are not allowed", "含有控制字符"),
    ("recursion limit exceeded", "嵌套过深"),
    ("repetition limit exceeded", "不支持 YAML 的锚点（&）和别名（*）"),
    ("found unexpected ':'", "冒号的位置不对，含冒号的文字应放进引号"),
    ("tag", "不支持以 ! 开头的 YAML 标签，以 ! 开头的文字应放进引号"),
    ("directive", "不支持以 % 开头的 YAML 指令，以 % 开头的文字应放进引号"),
];

/// Explains why `text` is no YAML.
pub(super) fn explain(error: &serde_yaml::Error, text: &str) -> Problem {
    let english = error.to_string();
    let meaning = MEANINGS.iter().find(|(part, _)| english.contains(part));
    let message = meaning.map_or("YAML 写法有误", |(_, chinese)| chinese);
    let at = byte_of(error, text).or_else(|| second_document(text)).unwrap_or(0);
    if english.contains(FORBIDDEN) {
        let message = "文字里有用反斜杠写出的控制字符";
        let problem = Problem::new(Code::ControlCharacter, character_at(text, at), message);
        return problem.help("删去双引号里的 \\u、\\x 之类的写法");
    }
    if let Some(problem) = suspect(text, at).or_else(|| lines::explain(text, at, &english)) {
        return problem;
    }
    if let Some(range) = indented_start(text).filter(|_| english.contains("more than one document"))
    {
        let problem = Problem::new(Code::YamlSyntax, range, "第一行前面多了空格");
        return problem.help("删去行首的空格，各行从同一列开始");
    }
    let at = if at >= text.len() { text.trim_end().len() } else { at };
    let problem = Problem::new(Code::YamlSyntax, character_at(text, at), message);
    if english.contains("quoted scalar")
        && let Some(opening) = opening_quote(&english, text)
    {
        let problem = Problem::new(Code::YamlSyntax, opening, "引号没有成对");
        return problem.help("在文字末尾补上同样的英文引号");
    }
    let flow = english.contains("',' or");
    if flow && text[..at].rsplit('\n').next().is_some_and(|line| line.contains(['，', '：'])) {
        return problem.help("括号里分隔各项的逗号、冒号用半角，后面加一个空格");
    }
    problem
}

/// What Chinese input methods and editors put in, on the line of the error or those before it.
pub(super) fn suspect(text: &str, at: usize) -> Option<Problem> {
    let end = text[at..].find('\n').map_or(text.len(), |length| at + length);
    let mut line_end = end;
    for line in text[..end].rsplit('\n').take(3) {
        let start = line_end - line.len();
        if let Some(problem) = suspect_line(line, start) {
            return Some(problem);
        }
        line_end = start.saturating_sub(1);
    }
    None
}

fn suspect_line(line: &str, start: usize) -> Option<Problem> {
    let indent = line.len() - line.trim_start().len();
    let problem = |range: Range<usize>, message: &str| {
        Problem::new(Code::YamlSyntax, start + range.start..start + range.end, message)
    };
    if let Some(tab) = line[..indent].find('\t') {
        return Some(problem(tab..tab + 1, "缩进处用了制表符（Tab）").help("把制表符改成空格"));
    }
    if let Some(space) = line[..indent].find('\u{3000}') {
        return Some(problem(space..space + 3, "缩进处用了全角空格").help("改成半角空格"));
    }
    let body = line[indent..].trim_end().trim_start_matches("- ");
    if body.starts_with('#') {
        return None;
    }
    let shift = line.trim_end().len() - body.len();
    let key_end = body.find([':', '：', '"', '\'', '[', '{', ' '])?;
    let rest = &body[key_end..];
    let key = &body[..key_end];
    if key.is_empty() || key.chars().count() > 20 {
        return None;
    }
    let place = shift + key_end..shift + key_end + rest.chars().next().map_or(0, char::len_utf8);
    if let Some(value) = rest.strip_prefix('：') {
        let help = format!("改为半角冒号加空格：{key}: {}", value.trim_start());
        return Some(problem(place, "冒号是全角的").help(help.trim_end()));
    }
    match rest.strip_prefix(':') {
        Some(value) if !value.is_empty() && !value.starts_with([' ', '\t']) => {
            let typed = value.trim_start_matches(['\u{3000}', '\u{A0}']);
            let help = format!("冒号后加一个空格：{key}: {}", typed.trim());
            let message = match typed.len() < value.len() {
                true => "冒号后面的空格不是半角的",
                false => "冒号后面缺少空格",
            };
            Some(problem(place, message).help(help))
        }
        Some(_) | None => None,
    }
}

/// The quote that opens the scalar which never ends: libyaml gives its line and column last.
fn opening_quote(english: &str, text: &str) -> Option<Range<usize>> {
    let (_, context) = english.rsplit_once("while scanning a quoted scalar at line ")?;
    let (line, column) = context.split_once(" column ")?;
    let (line, column): (usize, usize) = (line.parse().ok()?, column.parse().ok()?);
    let start: usize = text.split_inclusive('\n').take(line.checked_sub(1)?).map(str::len).sum();
    let before: usize =
        text.get(start..)?.chars().take(column.checked_sub(1)?).map(char::len_utf8).sum();
    Some(start + before..start + before + 1).filter(|range| text.get(range.clone()).is_some())
}

/// The blanks before the first line, where it has any.
fn indented_start(text: &str) -> Option<Range<usize>> {
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let body = line.trim();
        if !body.is_empty() && !body.starts_with('#') && body != "---" {
            let indent = line.len() - line.trim_start().len();
            return (indent > 0).then_some(at..at + indent);
        }
        at += line.len();
    }
    None
}

/// The line that starts a second document.
fn second_document(text: &str) -> Option<usize> {
    let mut at = 0;
    let mut content = false;
    for line in text.split_inclusive('\n') {
        if content && line.trim_end() == "---" {
            return Some(at);
        }
        content |= !line.trim().is_empty() && !line.starts_with('#');
        at += line.len();
    }
    None
}

fn character_at(text: &str, at: usize) -> Range<usize> {
    let length = text[at..].chars().next().filter(|c| *c != '\n').map_or(0, char::len_utf8);
    at..at + length
}

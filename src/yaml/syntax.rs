//! Why a text is no YAML, in Chinese, with what to type.

use super::lines::{self, MAX_KEY};
use super::messages::{self, SyntaxKind};
use super::problem::{Problem, byte_of};
use super::structure::FORBIDDEN;
use crate::diag::Code;
use std::ops::Range;

/// Explains why `text` is no YAML.
pub(super) fn explain(error: &serde_yaml::Error, text: &str) -> Problem {
    let english = error.to_string();
    let row = messages::syntax(&english);
    let kind = row.map_or(SyntaxKind::Other, |message| message.kind);
    let byte = byte_of(error, text).or_else(|| second_document(text)).unwrap_or(0);
    if english.contains(FORBIDDEN) {
        let message = "文字里有用反斜杠写出的控制字符";
        let problem = Problem::new(Code::ControlCharacter, character_range(text, byte), message);
        return problem.help("删去双引号里的 \\u、\\x 之类的写法");
    }

    // What the lines show by themselves says more than libyaml, which stops where it can't go on.
    if let Some(problem) = suspect(text, byte).or_else(|| lines::explain(text, byte, kind)) {
        return problem;
    }
    if let Some(range) = indented_start(text).filter(|_| kind == SyntaxKind::SecondDocument) {
        let problem = Problem::new(Code::YamlSyntax, range, "第一行前面多了空格");
        return problem.help("删去行首的空格，各行从同一列开始");
    }
    if let Some(range) =
        messages::open_quote(&english).and_then(|quote| open_quote_range(text, quote))
    {
        let problem = Problem::new(Code::YamlSyntax, range, "引号没有成对");
        return problem.help("在文字末尾补上同样的英文引号");
    }

    let byte = if byte >= text.len() { text.trim_end().len() } else { byte };
    let message = row.map_or("YAML 写法有误", |message| message.chinese);
    let problem = Problem::new(Code::YamlSyntax, character_range(text, byte), message);
    let line = text[..byte].rsplit('\n').next().unwrap_or_default();
    if kind == SyntaxKind::Flow && line.contains(['，', '：']) {
        return problem.help("括号里分隔各项的逗号、冒号用半角，后面加一个空格");
    }
    problem
}

/// What Chinese input methods and editors put in, on the line of the error or those before it.
pub(super) fn suspect(text: &str, byte: usize) -> Option<Problem> {
    let end = text[byte..].find('\n').map_or(text.len(), |length| byte + length);
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
    let problem = |range: Range<usize>, message: &str| {
        Problem::new(Code::YamlSyntax, start + range.start..start + range.end, message)
    };

    let indent = line.len() - line.trim_start().len();
    if let Some(tab) = line[..indent].find('\t') {
        return Some(problem(tab..tab + 1, "缩进处用了制表符（Tab）").help("把制表符改为空格"));
    }

    if let Some(space) = line[..indent].find('\u{3000}') {
        return Some(problem(space..space + 3, "缩进处用了全角空格").help("改为半角空格"));
    }

    let body = line[indent..].trim_end().trim_start_matches("- ");
    if body.starts_with('#') {
        return None;
    }

    let shift = line.trim_end().len() - body.len();
    let key_end = body.find([':', '：', '"', '\'', '[', '{', ' '])?;
    let (key, rest) = body.split_at(key_end);
    if key.is_empty() || key.chars().count() > MAX_KEY {
        return None;
    }

    let sign = rest.chars().next().map_or(0, char::len_utf8);
    let range = shift + key_end..shift + key_end + sign;
    if let Some(value) = rest.strip_prefix('：') {
        let help = format!("改为半角冒号加空格：{key}: {}", value.trim_start());
        return Some(problem(range, "冒号是全角的").help(help.trim_end()));
    }

    let value = rest.strip_prefix(':')?;
    if value.is_empty() || value.starts_with([' ', '\t']) {
        return None;
    }

    let typed = value.trim_start_matches(['\u{3000}', '\u{A0}']);
    let message = if typed.len() < value.len() {
        "冒号后面的空格不是半角的"
    } else {
        "冒号后面缺少空格"
    };

    Some(problem(range, message).help(format!("冒号后加一个空格：{key}: {}", typed.trim())))
}

/// The bytes of the quote that a message names.
fn open_quote_range(text: &str, quote: messages::LineColumn) -> Option<Range<usize>> {
    let lines = text.split_inclusive('\n').take(quote.line.checked_sub(1)?);
    let start: usize = lines.map(str::len).sum();
    let line = text.get(start..)?;
    let before: usize = line.chars().take(quote.column.checked_sub(1)?).map(char::len_utf8).sum();
    Some(start + before..start + before + 1).filter(|range| text.get(range.clone()).is_some())
}

/// The spaces before the first line, where it has any.
fn indented_start(text: &str) -> Option<Range<usize>> {
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let body = line.trim();
        if !body.is_empty() && !body.starts_with('#') && body != "---" {
            let indent = line.len() - line.trim_start().len();
            return (indent > 0).then_some(start..start + indent);
        }

        start += line.len();
    }

    None
}

/// The line that starts a second document.
fn second_document(text: &str) -> Option<usize> {
    let mut start = 0;
    let mut has_content = false;
    for line in text.split_inclusive('\n') {
        if has_content && line.trim_end() == "---" {
            return Some(start);
        }

        has_content |= !line.trim().is_empty() && !line.starts_with('#');
        start += line.len();
    }

    None
}

fn character_range(text: &str, byte: usize) -> Range<usize> {
    let length = text[byte..].chars().next().filter(|c| *c != '\n').map_or(0, char::len_utf8);
    byte..byte + length
}

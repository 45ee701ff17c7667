//! Typst's diagnostics to ours: a place that the user knows, what they mean in Chinese, or Typst's own
//! words in quotes.

use super::place::{Place, Places};
use crate::diag::{Code, Diagnostic, Diagnostics, Reported};
use crate::source::Span;
use typst::diag::{Severity, SourceDiagnostic};

/// Reports what Typst said; `fallback` is where nothing else is known.
pub(super) fn report(
    problems: &[SourceDiagnostic],
    places: &Places,
    fallback: Span,
    diagnostics: &mut Diagnostics,
) -> Option<Reported> {
    let mut reported = None;
    for problem in problems {
        reported = Some(diagnostics.report(convert(problem, places, fallback)));
    }
    reported
}

fn convert(problem: &SourceDiagnostic, known: &Places, fallback: Span) -> Diagnostic {
    let (mut template, mut chapter) = (None, None);
    let spans = std::iter::once(problem.span);
    let places = spans.chain(problem.trace.iter().map(|point| point.span.into()));
    for place in places.filter_map(|span| known.place(span)) {
        match place {
            Place::Template(span) => template = template.or(Some(span)),
            Place::Chapter(span) => chapter = chapter.or(Some(span)),
        }
    }
    if let Some(character) = unprintable(&problem.message) {
        let place = chapter.or(template).unwrap_or(fallback);
        let message = format!("字库里没有“{character}”这个字");
        return Diagnostic::new(Code::MissingGlyph, place, message)
            .help("换用规范字，或把含有该字的字体放进 fonts/");
    }
    let words = match chinese(&problem.message) {
        Some(meaning) => meaning,
        None => format!("“{}”", words(problem)),
    };
    if let (None, Some(place)) = (template, chapter)
        && problem.severity == Severity::Error
        && problem.message.contains("image")
    {
        // What Typst says of it concerns the format's inside: it helps no writer.
        return Diagnostic::new(Code::PictureFormat, place, "图片已损坏，或内部格式特殊，读不出来")
            .help("在图片软件里打开，另存为 PNG 或 JPEG；打不开的，请重新取得原图");
    }
    let (code, message) = match problem.severity {
        Severity::Error => (Code::Typst, format!("排版模板报错：{words}")),
        Severity::Warning => (Code::TypstWarning, format!("排版模板提醒：{words}")),
    };
    if let (None, Some(place), Severity::Error) = (template, chapter, problem.severity)
        && let Some(report) = known.report()
    {
        // The generated text only calls the template's functions: it isn't the chapter's fault.
        return Diagnostic::new(code, report, message)
            .also(place, "排到这里时")
            .help("没有改过 templates/report.typ 的，删去它，程序就用自带的")
            .help("模板里的函数名和参数名须与自带的 report.typ 一致，改过的请对照改正");
    }
    match (template, chapter) {
        (Some(template), Some(chapter)) => {
            Diagnostic::new(code, template, message).also(chapter, "排到这里时")
        }
        (Some(place), None) | (None, Some(place)) => Diagnostic::new(code, place, message),
        (None, None) => Diagnostic::new(code, fallback, message),
    }
}

/// How Typst's commonest messages begin, and what they mean; `{}` takes the rest of the message.
const MEANINGS: &[(&str, &str)] = &[
    ("unclosed delimiter", "括号没有成对，从这里起没有结束"),
    ("unexpected closing ", "多了一个右括号，或它前面少了左括号"),
    ("unclosed string", "英文引号没有成对"),
    ("unclosed raw text", "记号 ` 没有成对"),
    ("unclosed block comment", "注释 /* 没有 */ 结束"),
    ("unknown variable: ", "没有名为“{}”的变量或函数"),
    ("expected expression", "这里缺少内容：等号、逗号或运算符后面要有值"),
    ("expected semicolon or line break", "一行里有两条语句，或多写了文字：另起一行"),
    ("expected comma", "各项之间缺少逗号"),
    ("expected colon", "这里缺少冒号"),
    ("expected equals sign", "这里缺少等号"),
    ("expected identifier", "这里应是名称"),
    ("expected pattern", "let 后面应是名称"),
    ("expected block", "这里缺少花括号 { } 里的内容"),
    ("unexpected argument: ", "函数没有参数“{}”"),
    ("unexpected argument", "函数多给了一个参数"),
    ("missing argument: ", "函数缺少参数“{}”"),
    ("file not found", "没有这个文件"),
    ("unresolved import", "被导入的文件里没有这个名称"),
    ("assertion failed", "模板自己的检查没有通过"),
    ("divisor is zero", "除数是零"),
    ("cannot divide by zero", "除数是零"),
    ("maximum function call depth exceeded", "函数一直在调用自己"),
    ("unknown font family: ", "没有字体“{}”"),
];

/// What a message of Typst's means; `None` for one that isn't known.
fn chinese(message: &str) -> Option<String> {
    if let Some((wanted, found)) = message
        .strip_prefix("expected ")
        .and_then(|rest| rest.split_once(", found "))
        .filter(|(wanted, _)| !wanted.is_empty())
    {
        return Some(format!("值的类型不对，应是 {wanted}，现为 {found}"));
    }
    let (begin, meaning) = MEANINGS.iter().find(|(begin, _)| message.starts_with(begin))?;
    let rest = message[begin.len()..].split([';', '\n']).next().unwrap_or("");
    Some(meaning.replace("{}", rest.trim()))
}

/// Message and hints in one phrase. Paths of the World that Typst quotes are no concern of users.
fn words(problem: &SourceDiagnostic) -> String {
    let mut words = problem.message.to_string();
    for hint in &problem.hints {
        words.push_str("; ");
        words.push_str(&hint.v);
    }
    words
}

/// The character that PDF/A export can't show: one without a glyph, or one of the private area,
/// which has no agreed meaning (typst-pdf 0.15, `convert_error`).
fn unprintable(message: &str) -> Option<String> {
    const SAID: [&str; 3] =
        ["could not be displayed with", "contains the codepoint", "disallowed codepoint"];
    if !SAID.iter().any(|words| message.contains(words)) {
        return None;
    }
    let (start, end) = (message.find("`\"")? + 2, message.find("\"`")?);
    let shown = message.get(start..end).filter(|text| !text.is_empty())?;
    match shown.strip_prefix("\\u{").and_then(|code| code.strip_suffix('}')) {
        Some(code) => Some(format!("U+{}", code.to_uppercase())),
        None => Some(shown.to_owned()),
    }
}

/// Reports a panic inside Typst.
pub(super) fn report_panic(place: Span, diagnostics: &mut Diagnostics) -> Reported {
    let problem = Diagnostic::new(Code::Typst, place, "排版程序内部出错，这一稿没有排成")
        .help("先用内置模板试排：把 templates/ 下改过的 .typ 文件移开");
    diagnostics.report(problem)
}

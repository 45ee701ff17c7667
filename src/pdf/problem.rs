//! Typst's diagnostics to this program's: a span of the user's files, their meaning in Chinese, or Typst's
//! words in quotes.

use super::messages;
use super::origins::{Origin, SourceMap};
use crate::diag::{Code, Diagnostic, Diagnostics, Reported};
use crate::source::Span;
use typst::diag::{Severity, SourceDiagnostic};

/// Reports Typst's diagnostics; `fallback` is the span of those without any.
pub(super) fn report(
    problems: &[SourceDiagnostic],
    source_map: &SourceMap,
    fallback: Span,
    diagnostics: &mut Diagnostics,
) -> Option<Reported> {
    diagnostics.extend(problems.iter().map(|problem| convert(problem, source_map, fallback)))
}

fn convert(problem: &SourceDiagnostic, source_map: &SourceMap, fallback: Span) -> Diagnostic {
    let (mut template, mut chapter) = (None, None);
    let spans = std::iter::once(problem.span);
    let spans = spans.chain(problem.trace.iter().map(|point| point.span.into()));
    for origin in spans.filter_map(|span| source_map.origin(span)) {
        match origin {
            Origin::Template(span) => template = template.or(Some(span)),
            Origin::Chapter(span) => chapter = chapter.or(Some(span)),
        }
    }

    if let Some(character) = messages::unprintable(&problem.message) {
        let span = chapter.or(template).unwrap_or(fallback);
        let message = format!("字库里没有“{character}”这个字");
        return Diagnostic::new(Code::MissingGlyph, span, message)
            .help("换用规范字，或把含有该字的字体放进 fonts/");
    }

    if let (None, Some(span)) = (template, chapter)
        && problem.severity == Severity::Error
        && messages::is_about_picture(&problem.message)
    {
        return Diagnostic::new(Code::PictureFormat, span, "图片已损坏，或内部格式特殊，读不出来")
            .help("在图片软件里打开，另存为 PNG 或 JPEG；打不开的，请重新取得原图");
    }

    let meaning =
        messages::chinese(&problem.message).unwrap_or_else(|| format!("“{}”", quote(problem)));
    let (code, message) = match problem.severity {
        Severity::Error => (Code::Typst, format!("排版模板报错：{meaning}")),
        Severity::Warning => (Code::TypstWarning, format!("排版模板提醒：{meaning}")),
    };

    if let (None, Some(span), Severity::Error) = (template, chapter, problem.severity)
        && let Some(report) = source_map.report_template()
    {
        // The generated text only calls the template's functions: it isn't the chapter's fault.
        return Diagnostic::new(code, report, message)
            .also(span, "排到这里时")
            .help("没有改过 templates/report.typ 的，删去它，程序就用自带的")
            .help("模板里的函数名和参数名须与自带的 report.typ 一致，改过的请对照改正");
    }

    match (template, chapter) {
        (Some(template), Some(chapter)) => {
            Diagnostic::new(code, template, message).also(chapter, "排到这里时")
        }
        (Some(span), None) | (None, Some(span)) => Diagnostic::new(code, span, message),
        (None, None) => Diagnostic::new(code, fallback, message),
    }
}

/// Message and hints in one phrase, in Typst's words.
fn quote(problem: &SourceDiagnostic) -> String {
    let mut quoted = problem.message.to_string();
    for hint in &problem.hints {
        quoted.push_str("; ");
        quoted.push_str(&hint.v);
    }
    quoted
}

/// Reports a panic inside Typst.
pub(super) fn report_panic(span: Span, diagnostics: &mut Diagnostics) -> Reported {
    let problem = Diagnostic::new(Code::Typst, span, "排版程序内部出错，这次排版没有完成")
        .help("先用内置模板试排：把 templates/ 下改过的 .typ 文件移开");
    diagnostics.report(problem)
}

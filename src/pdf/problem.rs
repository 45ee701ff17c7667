//! Typst's diagnostics to ours: a place that the user knows, Typst's own words in quotes.

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
    if let Some(glyph) = missing_glyph(&problem.message) {
        let place = chapter.or(template).unwrap_or(fallback);
        let message = format!("字库里没有“{glyph}”这个字");
        return Diagnostic::new(Code::MissingGlyph, place, message)
            .help("换用规范字，或把含有该字的字体放进 fonts/");
    }
    let words = words(problem);
    if let (None, Some(place)) = (template, chapter)
        && problem.severity == Severity::Error
        && problem.message.contains("image")
    {
        let message = format!("图片用不了：“{words}”");
        return Diagnostic::new(Code::PictureFormat, place, message)
            .help("在图片软件里打开，另存为 PNG 或 JPEG");
    }
    let (code, message) = match problem.severity {
        Severity::Error => (Code::Typst, format!("排版模板报错：“{words}”")),
        Severity::Warning => (Code::TypstWarning, format!("排版模板提醒：“{words}”")),
    };
    match (template, chapter) {
        (Some(template), Some(chapter)) => {
            Diagnostic::new(code, template, message).also(chapter, "排到这里时")
        }
        (Some(place), None) | (None, Some(place)) => Diagnostic::new(code, place, message),
        (None, None) => Diagnostic::new(code, fallback, message),
    }
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

/// The character that PDF/A export can't show. Its message says `the text "喆" could not be
/// displayed with font …` (typst-pdf 0.15, `ValidationError::ContainsNotDefGlyph`).
fn missing_glyph(message: &str) -> Option<String> {
    let (before, _) = message.split_once("could not be displayed with font")?;
    let text = &before[before.find('"')? + 1..];
    let text = &text[..text.rfind('"')?];
    Some(text.to_owned()).filter(|text| !text.is_empty())
}

/// Reports a panic inside Typst.
pub(super) fn report_panic(place: Span, diagnostics: &mut Diagnostics) -> Reported {
    let problem = Diagnostic::new(Code::Typst, place, "排版程序内部出错，这一稿没有排成")
        .help("先用内置模板试排：把 templates/ 下改过的 .typ 文件移开");
    diagnostics.report(problem)
}

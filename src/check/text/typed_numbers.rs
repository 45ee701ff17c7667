//! `typed-number`: numbers typed before headings without a sign that shows them, and before paragraphs that are
//! headings but for their marks. Numbers that their signs show are reported in reading a heading.

use super::chapter::Chapter;
use super::passage::{self, Passage, Role};
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::document::typed_numbers::{
    self, Certainty, NumberForm, NumberedLine, Series, TypedNumber, is_heading_like,
};
use crate::document::{Block, BlockKind, Document, HeadingKind};
use std::collections::BTreeSet;

/// Reports each.
pub(super) fn check(chapter: &Chapter<'_>, diagnostics: &mut Diagnostics) {
    // Few chapters have any, and the passages that all rules share tell.
    let mut texts = chapter.passages.iter().map(Passage::text);
    if !texts.any(|text| typed_numbers::typed(text).is_some()) {
        return;
    }

    let mut reported = BTreeSet::new();
    for document in chapter.subject.documents {
        let parts = document.sections.iter().flat_map(|section| &section.parts);
        for part in parts.filter(|part| part.file == chapter.file.file) {
            let lines = Lines::new(chapter, &part.blocks, document);
            for problem in lines.problems() {
                // A loop prints one place several times.
                if reported.insert(problem.primary.span.start) {
                    diagnostics.report(problem);
                }
            }
        }
    }
}

/// A block that may be a heading: the number typed before it, as far as one is.
struct Line {
    passage: Passage,
    number: Option<TypedNumber>,
}

impl Line {
    fn is_heading(&self) -> bool {
        self.passage.role == Role::Heading
    }
}

/// The outermost blocks of a part of a chapter; `None` for what has no line of its own.
struct Lines(Vec<Option<Line>>);

impl Lines {
    fn new(chapter: &Chapter<'_>, blocks: &[Block], document: &Document) -> Lines {
        let line = |block: &Block| {
            let (role, content) = match &block.kind {
                BlockKind::Heading(heading) if heading.kind == HeadingKind::Numbered => {
                    (Role::Heading, &heading.content)
                }
                BlockKind::Paragraph(content) => (Role::Paragraph, content),
                _ => return None,
            };
            let (file, sources) = (chapter.file.file, chapter.subject.sources);
            let passage = passage::of_content(file, role, content, &document.values, sources);
            let number = typed_numbers::typed(passage.text()).filter(|number| {
                let title = &passage.text()[number.length..];
                let may_head = role == Role::Heading || is_heading_like(title);
                may_head && number.certainty > Certainty::Doubtful
            });
            Some(Line { passage, number })
        };
        Lines(blocks.iter().map(line).collect())
    }

    fn problems(&self) -> Vec<Diagnostic> {
        let series = Series::new(self.0.iter().flatten().filter_map(|line| line.number.as_ref()));
        let is_item = self.items();
        let mut problems = Vec::new();
        for (line, is_item) in self.0.iter().zip(is_item) {
            let Some(line) = line.as_ref().filter(|_| !is_item) else { continue };
            let Some(number) = line.number else { continue };
            // No heading begins with ① for any other reason.
            let is_sign = number.form == NumberForm::Circled && line.is_heading();
            let is_number = match number.certainty {
                Certainty::Sure => !line.is_heading(),
                Certainty::Likely => is_sign || series.has_neighbour(&number),
                Certainty::Doubtful => false,
            };
            if is_number {
                problems.extend(problem(line, &number));
            }
        }
        problems
    }

    /// Which paragraphs are items of lists.
    fn items(&self) -> Vec<bool> {
        let lines: Vec<Option<NumberedLine<'_>>> = self
            .0
            .iter()
            .map(|line| {
                let line = line.as_ref()?;
                let number = line.number.filter(|_| !line.is_heading());
                Some(NumberedLine { text: line.passage.text(), number })
            })
            .collect();
        typed_numbers::items(&lines)
    }
}

fn problem(line: &Line, number: &TypedNumber) -> Option<Diagnostic> {
    let typed = &line.passage.text()[..number.length];
    let start = typed.len() - typed.trim_start().len();
    let visible = start..typed.trim_end().len();
    if line.is_heading() {
        let message = "标题前手写了序号，会与自动编的重复";
        let problem = line.passage.problem(Code::TypedNumber, &visible, message)?;
        let fixed = line.passage.place(&(start..number.length));
        let problem = problem.help("删去手写的序号；不要序号的标题，在末尾加 {.不编号}");
        return Some(match fixed {
            Some(fixed) => problem.fix(fixed, ""),
            None => problem,
        });
    }

    let message = "这一段像标题，手写了序号";
    let problem = line.passage.problem(Code::TypedNumber, &visible, message)?;
    Some(problem.help(
        "是标题的，删去序号，前面加“## ”，下一级加“### ”；是正文的，句末加句号；几项并列的，改为列表：“1.”后面空一格",
    ))
}

//! `repeated-heading`: two headings of one section, or under one heading, that read alike.

use crate::check::subject::Subject;
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::document::{Block, Document, HeadingKind, Part, Section, plain};
use crate::source::Span;
use std::collections::BTreeMap;

/// Reports each heading that repeats an earlier one of its section; deeper ones are held against those
/// below the same heading alone: 主要做法 may stand under each.
pub(super) fn check(subject: &Subject<'_>, diagnostics: &mut Diagnostics) {
    let is_chapter = |part: &&Part| {
        let workspace = subject.workspace;
        let mut chapters = workspace.chapters.iter().chain(&workspace.row_chapters);
        chapters.any(|chapter| chapter.file == part.file)
    };

    for document in subject.documents {
        for section in &document.sections {
            let parts: Vec<&Part> = section.parts.iter().filter(is_chapter).collect();
            of_section(document, section, &parts, diagnostics);
        }
    }
}

/// A heading above others: its level, and its number among those of the section.
struct Above {
    level: u8,
    number: usize,
}

fn of_section(
    document: &Document,
    section: &Section,
    parts: &[&Part],
    diagnostics: &mut Diagnostics,
) {
    let mut first: BTreeMap<(usize, String), Span> = BTreeMap::new();
    let mut number = 0;
    for part in parts {
        let mut above: Vec<Above> = Vec::new();
        for (block, level) in part.blocks.iter().filter_map(numbered) {
            let Some(heading) = block.heading() else { continue };
            let title = plain::inlines(&heading.content, &document.values);
            let title: String = title.split_whitespace().collect();
            let span = heading.content.first().map_or(block.span, |first| first.span);

            above.retain(|other| other.level < level);
            let parent = above.last().map_or(0, |other| other.number);
            number += 1;
            above.push(Above { level, number });
            if title.is_empty() {
                continue;
            }
            match first.get(&(parent, title.clone())) {
                Some(earlier) => {
                    let message = format!("“{}”里标题“{title}”用了两次", section.title);
                    let problem = Diagnostic::new(Code::RepeatedHeading, span, message);
                    diagnostics.report(problem.also(*earlier, "第一次在这里"));
                }
                None => _ = first.insert((parent, title), span),
            }
        }
    }
}

/// A heading that is counted, with its level.
fn numbered(block: &Block) -> Option<(&Block, u8)> {
    let heading = block.heading()?;
    (heading.kind == HeadingKind::Numbered).then_some((block, heading.level))
}

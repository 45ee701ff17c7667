//! `empty-heading`: headings under which nothing was written.

use super::chapter::Chapter;
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::document::plain;

/// Reports the first of a chapter, with how many there are.
pub(super) fn check(chapter: &Chapter<'_>, diagnostics: &mut Diagnostics) {
    let mut empty = Vec::new();
    for document in chapter.subject.documents {
        let parts = document.sections.iter().flat_map(|section| &section.parts);
        for part in parts.filter(|part| part.file == chapter.file.file) {
            // A text that says nothing at all was reported by the merge.
            if !plain::has_text(&part.blocks, &document.values) {
                continue;
            }

            for (index, block) in part.blocks.iter().enumerate() {
                let next = part.blocks.get(index + 1);
                if let Some(heading) = block.heading()
                    && next.is_none_or(|next| {
                        next.heading().is_some_and(|next| next.level <= heading.level)
                    })
                {
                    let title = plain::inlines(&heading.content, &document.values);
                    // A comment above is part of the block's place.
                    let span = heading.content.first().map_or(block.span, |first| first.span);
                    empty.push((span, title));
                }
            }
        }
    }

    let Some((span, title)) = empty.first() else { return };
    let message = match empty.len() {
        1 => format!("标题“{title}”下面没有内容"),
        count => format!("标题“{title}”等{count}处下面没有内容"),
    };
    let problem = Diagnostic::new(Code::EmptyHeading, *span, message);
    diagnostics.report(problem.help("写上内容，或删去这个标题"));
}

//! The annexes of a document, and the lines of its 附件说明 (GB/T 9704-2012, 7.3.4), which names them.

use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::document::{
    Block, BlockId, BlockKind, Document, Heading, HeadingKind, Inline, InlineKind, LetterPart,
    annex_mark, plain, visit,
};

/// Number of annexes.
pub(super) fn count(document: &Document) -> usize {
    titles(document).len()
}

/// Writes the lines of every 附件说明; one without annexes is reported.
pub(super) fn name(document: &mut Document, diagnostics: &mut Diagnostics) {
    let titles = titles(document);
    for part in document.sections.iter_mut().flat_map(|section| &mut section.parts) {
        visit::blocks_mut(&mut part.blocks, &mut |block| {
            let span = block.span;
            let BlockKind::Letter(LetterPart::Annexes, lines) = &mut block.kind else { return };
            if titles.is_empty() {
                let message = "没有附件，附件说明印不出来";
                let problem = Diagnostic::new(Code::UnknownDirective, span, message);
                let help = "删去这一行，或在模板里附件的标题后面写 {.附件}";
                diagnostics.report(problem.help(help));
            }

            let texts = (1..).zip(&titles);
            let texts = texts.map(|(number, title)| annex_mark(number, titles.len()) + title);
            *lines = texts
                .map(|text| Block {
                    id: BlockId::UNSET,
                    span,
                    kind: BlockKind::Paragraph(vec![Inline { span, kind: InlineKind::Text(text) }]),
                })
                .collect();
        });
    }
}

fn titles(document: &Document) -> Vec<String> {
    let mut titles = Vec::new();
    visit::sections(document, &mut |block| {
        if let BlockKind::Heading(Heading { kind: HeadingKind::Annex, content, .. }) = &block.kind {
            titles.push(plain::inlines(content, &document.values));
        }
    });
    titles
}

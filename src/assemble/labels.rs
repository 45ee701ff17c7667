//! Every label of the document and what it stands for.

use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::document::{Block, BlockId, BlockKind, Document, HeadingKind, Label, visit};
use crate::source::Span;
use std::collections::BTreeMap;

/// What a label stands for.
#[derive(Debug, Clone)]
pub(super) struct Target {
    pub block: BlockId,
    pub span: Span,
    /// Index of the section that holds it.
    pub section: usize,
    pub number: TargetNumber,
}

/// How a target is named in a reference.
#[derive(Debug, Clone)]
pub(super) enum TargetNumber {
    /// `表 6-1`, `图 6-1` or `附件2`.
    Whole(String),
    /// Heading numbers from the first level down to its own.
    Heading(Vec<String>),
    /// It has a label and no number.
    None,
}

/// Collects labels; the second use of a name is reported and left out.
pub(super) fn collect(
    document: &Document,
    diagnostics: &mut Diagnostics,
) -> BTreeMap<String, Target> {
    let mut labels = BTreeMap::new();
    // The numbers of the headings above.
    let mut path: Vec<String> = Vec::new();
    for (section, content) in document.sections.iter().enumerate() {
        path.clear();
        for part in &content.parts {
            visit::blocks(&part.blocks, &mut |block| {
                if let Some((label, number)) = labelled(block, &mut path) {
                    let target = Target { block: block.id, span: label.span, section, number };
                    add(&mut labels, label, target, diagnostics);
                }
            });
        }
    }
    labels
}

fn add(
    labels: &mut BTreeMap<String, Target>,
    label: &Label,
    target: Target,
    diagnostics: &mut Diagnostics,
) {
    if let Some(first) = labels.get(&label.name) {
        let message = format!("标签“{}”用了两次", label.name);
        let problem = Diagnostic::new(Code::DuplicateLabel, label.span, message)
            .also(first.span, "第一次用在这里")
            .help("给其中一处改名，引用它的地方也一并改");
        diagnostics.report(problem);
        return;
    }

    labels.insert(label.name.clone(), target);
}

/// The block's label and number; keeps `path`, the numbers of the headings above.
fn labelled<'a>(block: &'a Block, path: &mut Vec<String>) -> Option<(&'a Label, TargetNumber)> {
    let label = match &block.kind {
        BlockKind::Heading(heading) => {
            // A merge template may begin at any level.
            path.resize(usize::from(heading.level.max(1)) - 1, String::new());
            path.push(heading.number.clone());
            let number = match heading.kind {
                HeadingKind::Annex => TargetNumber::Whole(heading.number.clone()),
                _ if heading.number.is_empty() => TargetNumber::None,
                _ => TargetNumber::Heading(path.clone()),
            };
            return heading.label.as_ref().map(|label| (label, number));
        }
        BlockKind::Table(table) => table.label.as_ref()?,
        BlockKind::Figure(figure) => figure.label.as_ref()?,
        BlockKind::Chart(chart) => chart.label.as_ref()?,
        _ => return None,
    };

    let number = visit::caption_name(block);
    Some((label, number.map_or(TargetNumber::None, TargetNumber::Whole)))
}

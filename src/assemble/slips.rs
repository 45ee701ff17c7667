//! 催报单, 退改单, 确认单, 佐证材料目录, 任务进展表, as their templates make them.
//!
//! In: a slip. Out: a [`Document`].

use super::from_template::{DocumentRecipe, from_template};
use super::variables;
use crate::diag::{Diagnostics, Reported};
use crate::document::{Document, Slip};
use crate::expand::Expander;
use crate::source::Span;

/// Makes a slip; `span` is the place in whose name the template is asked for.
pub fn slip_document(
    expander: &Expander<'_>,
    slip: &Slip,
    span: Span,
    diagnostics: &mut Diagnostics,
) -> Result<Document, Reported> {
    let recipe = DocumentRecipe {
        template: slip.kind.template(),
        variables: variables::slip(expander.workspace, slip),
        title: slip.kind.title(),
        date: slip.date,
        is_landscape: slip.kind.is_landscape(),
    };

    from_template(expander, recipe, span, diagnostics)
}

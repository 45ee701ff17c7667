//! The table of reviewers' opinions (意见采纳情况表), as opinions.md.j2 makes it.
//!
//! In: opinions in groups. Out: a [`Document`] on landscape pages.

use super::from_template::{DocumentRecipe, from_template};
use super::variables;
use crate::diag::{Diagnostics, Reported};
use crate::document::{Document, OpinionTable};
use crate::expand::Expander;
use crate::source::Span;

/// The template's name.
const TEMPLATE: &str = "opinions.md.j2";

/// Makes the table; `span` is the place in whose name the template is asked for.
pub fn opinion_document(
    expander: &Expander<'_>,
    table: &OpinionTable,
    span: Span,
    diagnostics: &mut Diagnostics,
) -> Result<Document, Reported> {
    let recipe = DocumentRecipe {
        template: TEMPLATE,
        variables: variables::opinions(expander.workspace, table),
        title: &table.title,
        date: table.date,
        is_landscape: true,
    };
    from_template(expander, recipe, span, diagnostics)
}

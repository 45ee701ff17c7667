//! A document of whose texts the workspace has none: what its template makes of the variables that it is given.
//!
//! In: a template's name and variables. Out: a [`Document`] without cover and contents.

use super::contribution::meta;
use super::renumber::Lists;
use super::resolve::resolve;
use super::sections::sections;
use super::template::{Expected, MergeTemplate, lower};
use crate::diag::{Diagnostics, Reported};
use crate::document::{Arrangement, Date, Document, Meta};
use crate::expand::{Expander, Field};
use crate::source::Span;

/// What a document is made of.
pub(super) struct DocumentRecipe<'m> {
    /// The template's name.
    pub template: &'m str,
    pub variables: Vec<(&'static str, Field)>,
    pub title: &'m str,
    pub date: Date,
    pub is_landscape: bool,
}

/// Makes the document; `span` is the place in whose name the template is asked for.
pub(super) fn from_template(
    expander: &Expander<'_>,
    recipe: DocumentRecipe<'_>,
    span: Span,
    diagnostics: &mut Diagnostics,
) -> Result<Document, Reported> {
    let expected = Expected { indices: &[], required: false, titles: &|_| String::new() };
    let template =
        MergeTemplate { name: recipe.template, requested: span, variables: recipe.variables };
    let template = lower(expander, template, &expected, diagnostics)?;

    let mut lists = Lists::default();
    let sections = sections(template, &mut [], &mut lists);
    let (values, notes) = lists.into_parts();
    let meta = Meta {
        title: recipe.title.to_owned(),
        title_lines: Vec::new(),
        subtitle: String::new(),
        date: recipe.date,
        arrangement: Arrangement {
            cover: false,
            contents: false,
            numbered: false,
            landscape: recipe.is_landscape,
            ..Arrangement::default()
        },
        ..meta(expander)
    };
    let mut document = Document { meta, sections, notes, values, contents: Vec::new() };
    resolve(&mut document, diagnostics);
    Ok(document)
}

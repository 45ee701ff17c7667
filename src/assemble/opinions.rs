//! The table of reviewers' opinions (意见采纳情况表), as opinions.md.j2 makes it.
//!
//! In: opinions in groups. Out: a [`Document`] on landscape pages, without cover and contents.

use super::contribution::meta;
use super::renumber::Lists;
use super::resolve::resolve;
use super::sections::sections;
use super::template::{Expected, MergeTemplate, lower};
use super::variables;
use crate::diag::{Diagnostics, Reported};
use crate::document::{Arrangement, Document, Meta, OpinionTable};
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
    let expected = Expected { indices: &[], required: false, titles: &|_| String::new() };
    let template = MergeTemplate {
        name: TEMPLATE,
        requested: span,
        variables: variables::opinions(expander.workspace, table),
    };
    let template = lower(expander, template, &expected, diagnostics)?;

    let mut lists = Lists::default();
    let sections = sections(template, &mut [], &mut lists);
    let (values, notes) = lists.into_parts();
    let meta = Meta {
        title: table.title.clone(),
        title_lines: Vec::new(),
        subtitle: String::new(),
        date: table.date,
        arrangement: Arrangement {
            cover: false,
            contents: false,
            numbered: false,
            landscape: true,
            ..Arrangement::default()
        },
        ..meta(expander)
    };
    let mut document = Document { meta, sections, notes, values, contents: Vec::new() };
    resolve(&mut document, diagnostics);
    Ok(document)
}

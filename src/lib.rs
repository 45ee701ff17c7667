//! zishu (自述): from the bureaus' Markdown chapters and indicators to the 自述报告 as PDF and Word.
//!
//! A city that applies for 全国质量强市示范城市 hands in a self-report of ten sections, written by some
//! 25 bureaus. Each bureau's contribution is one Markdown chapter; figures come from the indicator
//! tables; templates decide how chapters form the document. One document tree feeds two writers, so
//! PDF and Word say the same.
//!
//! ```text
//! workspace::load   report.yaml plan.yaml bureaus.yaml chapters/**  -> Workspace
//! indicator::load   indicators/*.yaml                               -> Indicators  (decimals only)
//! expand            minijinja over one whole chapter file           -> Expanded    (MappedText, values)
//! markdown::parse   comrak, lowered at once                         -> Chapter
//! merge             chapters + templates/*.md.j2 by the outline     -> Document
//! resolve           numbers, references, contents                   -> Document
//! pdf               Typst text per part, compiled                   -> PDF bytes, Layout
//! word              docx-rs, then the finishing pass                -> .docx bytes
//! ```
//!
//! [`pipeline`] is the only place that knows this order. The outline, the indicators, the bureaus,
//! the layout and the merge are data: no section title, bureau or indicator name stands in code.
//!
//! # Places
//! Every node of the tree, every value and every problem has a [`source::Span`]: bytes in a file that
//! the user can edit. Text that a stage generates is a [`source::MappedText`], which leads back. A
//! message never shows generated text.
//!
//! # Values stay opaque
//! `{{ 值("城市GDP", 2017) }}` is not pasted into Markdown: the expander writes a marker, the parser
//! makes it [`document::InlineKind::Value`]. So a value can't break a table, and the tree knows which
//! words came from data.
//!
//! # Problems
//! [`diag::Diagnostics`] is the one sink. A stage goes on after a problem; one that can't give its
//! output returns [`diag::Reported`], which only the sink makes. Outputs are written only when there
//! is no error, beside their place and then renamed, so that the last good file is never lost.
//!
//! # Same input, same bytes
//! No clock, no hash-map order, fixed zip times; dates come from report.yaml.

pub mod bundle;
pub mod cli;
pub mod diag;
pub mod document;
pub mod expand;
pub mod font;
pub mod indicator;
pub mod markdown;
pub mod merge;
pub mod pdf;
pub mod pipeline;
pub mod profile;
pub mod resolve;
pub mod source;
pub mod word;
pub mod workspace;
pub mod yaml;

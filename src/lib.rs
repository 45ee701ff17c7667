//! zishu (自述): from the bureaus' Markdown chapters and indicators to the 自述报告 as PDF and Word.

pub mod diag;
pub mod document;
pub mod indicator;
pub mod profile;
pub mod source;
pub mod workspace;

//! zishu (自述): from the bureaus' Markdown chapters and indicators to the 自述报告 as PDF and Word.

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

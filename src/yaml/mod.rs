//! YAML into types, with the place of every value; the only user of serde_yaml and yaml-edit.
//!
//! In: a range of a file. Out: the typed value and [`Positions`], or problems at their lines.

use crate::diag::{Diagnostics, Reported};
use crate::source::{FileId, Sources, Span};
use serde::de::DeserializeOwned;
use std::ops::Range;

/// One step of a path into a YAML document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step<'a> {
    /// The value of a mapping's key, as written in the file.
    Key(&'a str),
    /// An item of a sequence, from 0.
    Index(usize),
}

/// Where the keys and values of a document stand.
#[derive(Debug, Clone)]
pub struct Positions {
    whole: Span,
}

impl Positions {
    /// Place of the value at `path`; of the nearest existing parent where there is none.
    pub fn value(&self, _path: &[Step<'_>]) -> Span {
        self.whole
    }

    /// Place of the key that ends `path`; of the nearest existing parent where there is none.
    pub fn key(&self, _path: &[Step<'_>]) -> Span {
        self.whole
    }
}

/// Reads the YAML in `range` of `file` as `T`.
pub fn load<T: DeserializeOwned>(
    _sources: &Sources,
    _file: FileId,
    _range: Range<usize>,
    _diagnostics: &mut Diagnostics,
) -> Result<(T, Positions), Reported> {
    todo!()
}

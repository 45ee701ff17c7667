//! How text is to look: layout profiles, and the faces that serve them.
//!
//! In: templates/profiles/*.yaml, font files. Out: a [`Profile`] that both writers follow, [`Faces`]
//! by role, widths of text as set, how each table and each
//! line around a letter is set, and a problem for each character that no
//! face has and each table that doesn't fit.

pub mod faces;
mod letter;
pub mod measure;
pub mod profile;
pub mod tables;

pub use faces::{FaceReport, Faces, Search};
pub use letter::{LetterLine, letter_lines};
pub use measure::{MeasuredText, TextMeasure};
pub use profile::{
    FaceRole, FolioForm, LatinGap, Page, Profile, Sides, TextStyle, WordFaces, Words,
};
pub use tables::{TableFit, TableLayout};

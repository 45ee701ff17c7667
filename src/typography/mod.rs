//! How text is to look: layout profiles, and the faces that serve them.
//!
//! In: templates/profiles/*.yaml, font files. Out: a [`Profile`] that both writers follow, [`Faces`]
//! by role, and a problem for each character that no face has.

pub mod faces;
pub mod profile;

pub use faces::{FaceReport, Faces, Search};
pub use profile::{
    FaceRole, FolioForm, LatinGap, Page, Profile, Sides, TextStyle, WordFaces, Words,
};

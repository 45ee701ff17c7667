//! Layout profiles: the page, faces and sizes that both writers follow.
//!
//! In: templates/profiles/*.yaml. Out: [`Profile`]. Lengths are points.

mod load;
mod measure;
mod model;
mod style;
#[cfg(test)]
mod tests;
mod verify;
mod word_faces;
mod words;

pub use load::{load, names, titles};
pub use model::*;
pub use style::{FaceRole, TextStyle};
pub(in crate::typography) use verify::styles;
pub use word_faces::{WordFace, WordFaces};
pub use words::Words;

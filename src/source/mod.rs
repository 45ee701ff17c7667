//! Files that a user can edit, spans of them, and maps from generated text back to those spans.
//!
//! In: bytes of the workspace's files. Out: [`Sources`], [`Span`]s, [`MappedText`], [`TextDiff`].
//! A [`Span`] always points into a file of the user; offsets into generated text are
//! [`GeneratedOffset`]s, which no diagnostic accepts.

mod align;
mod character;
mod decode;
mod diff;
mod fingerprint;
mod form;
mod invisible;
mod mapped;
mod nearest;
mod sources;
mod span;

pub use align::{AlignedKind, AlignedPart, Alignment, align, line_end, push_typed};
pub use character::{ascii_of_full_width, is_han};
pub use decode::{DecodeProblem, Decoded, decode, is_control, is_forbidden};
pub use diff::{Hunk, TextDiff, diff, diff_lines, equal_pairs, merge_neighbours};
pub use fingerprint::{fingerprint, sha256};
pub use form::in_form_of;
pub use invisible::{Variant, invisibles, is_invisible, variants, visible};
pub use mapped::{GeneratedOffset, MappedText, Mapping, Origin, Part, Segment};
pub use nearest::{nearest, suggestion};
pub use sources::{LineColumn, Overlay, SourceFile, Sources};
pub use span::{FileId, Span};

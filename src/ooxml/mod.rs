//! Office packages: zip files of XML parts, read within limits and written the same for the same parts.
//!
//! In: the bytes of a .docx or .xlsx, trusted or not; or parts to pack. Out: parts as text, as a
//! stream of elements in their namespaces ([`XmlStream`]) or as a tree ([`Element`]); the packed file.
//! The only room that uses quick-xml and zip. What a part means is for the rooms that read it.

mod container;
mod error;
mod events;
mod limits;
mod namespace;
mod package;
mod relations;
mod stream;
#[cfg(test)]
mod tests;
mod tree;
mod writer;

pub use error::{Error, ForeignKind, OleKind};
pub use limits::{Budget, Limits, MAX_DEPTH, MAX_NAMESPACES};
pub use namespace::Namespace;
pub use package::Package;
pub use relations::{Relation, Relations, read_relations, relations_part, resolve_target};
pub use stream::{Event, Tag, XmlStream};
pub use tree::{Element, Node, each_element, escape, is_writable, parse};
pub use writer::{DECLARATION, Part, pack, serialize};

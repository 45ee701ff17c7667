//! Which copy a returned file is.
//!
//! In: a file as [`crate::docx`] reads it. Out: what it says of itself, in its properties and in its map,
//! of which other programs and Word's inspection of documents may take out one or both; and how far its
//! bookmarks and what stands there are those of a copy.

use crate::document::anchor;
use crate::docx::{Docx, Paragraph, PieceKind, RevisionKind, paragraphs};
use std::collections::BTreeMap;

/// The namespace of the map that a copy carries.
const NAMESPACE: &str = "urn:zishu:review";

/// What a file says of itself.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Claim {
    /// The copy's id, as written.
    pub copy: Option<String>,
    /// The fingerprint of its sources, as written.
    pub sources: Option<String>,
}

/// What a file says of itself.
///
/// # Errors
/// Where the properties and the map contradict each other.
pub fn claim(docx: &Docx) -> Result<Claim, Contradiction> {
    let of_review = |root: &&BTreeMap<String, String>| {
        root.iter().any(|(name, value)| name.starts_with("xmlns") && value == NAMESPACE)
    };
    let maps: Vec<&BTreeMap<String, String>> = docx.custom_roots.iter().filter(of_review).collect();
    let read = |property: &str, attribute: &str| {
        let stated = docx.properties.get(property);
        let claims = stated.into_iter().chain(maps.iter().filter_map(|map| map.get(attribute)));
        let mut claims = claims.map(|text| text.trim()).filter(|text| !text.is_empty());
        let first = claims.next();
        match claims.find(|other| Some(*other) != first) {
            Some(other) => Err([first.unwrap_or_default().to_owned(), other.to_owned()]),
            None => Ok(first.map(str::to_owned)),
        }
    };

    let copy = read("zishu.copy", "copy").map_err(Contradiction::Copies)?;
    let sources = read("zishu.sources", "sources").map_err(|_| Contradiction::Sources)?;
    Ok(Claim { copy, sources })
}

/// How a file contradicts itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Contradiction {
    /// It names two copies.
    Copies([String; 2]),
    /// It names one copy with two fingerprints of its sources.
    Sources,
}

/// How far a returned file is a copy that was sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Likeness {
    /// Bookmarks that both have at paragraphs that say the same, changes refused.
    pub same: usize,
    /// Bookmarks of the copy that was sent.
    pub sent: usize,
    /// Bookmarks of the returned file.
    pub returned: usize,
}

impl Likeness {
    /// Whether it may be this copy: most of its bookmarks are, and say the same.
    pub fn fits(self) -> bool {
        self.same > 0 && self.same * 2 >= self.returned
    }

    /// Whether this fits better than another: more is the same of what both have.
    pub fn beats(self, other: Likeness) -> bool {
        self.same * (other.sent + other.returned) > other.same * (self.sent + self.returned)
    }
}

/// Sets a returned file against a copy that was sent.
pub fn likeness(sent: &Docx, returned: &Docx) -> Likeness {
    let (sent, returned) = (anchored(sent), anchored(returned));
    let same = returned.iter().filter(|(name, text)| sent.get(*name) == Some(text)).count();
    Likeness { same, sent: sent.len(), returned: returned.len() }
}

/// What the paragraphs with bookmarks of a review say when all changes are refused.
fn anchored(docx: &Docx) -> BTreeMap<&str, String> {
    let mut texts = BTreeMap::new();
    let stories = std::iter::once(&docx.body).chain(docx.notes.values());
    for paragraph in stories.flat_map(|story| paragraphs(&story.blocks)) {
        for piece in &paragraph.pieces {
            if let PieceKind::BookmarkStart(name) = &piece.kind
                && anchor::is_anchor(name)
            {
                texts.insert(anchor::original(name), original(docx, paragraph));
            }
        }
    }
    texts
}

/// A paragraph's text as it was; what fields show is renewed by any program.
fn original(docx: &Docx, paragraph: &Paragraph) -> String {
    let mut text = String::new();
    for piece in &paragraph.pieces {
        if let PieceKind::Text(shown) = &piece.kind
            && piece.field.is_none()
            && !docx.has_kind(&piece.revisions, RevisionKind::is_insertion)
        {
            text.push_str(shown);
        }
    }
    text
}

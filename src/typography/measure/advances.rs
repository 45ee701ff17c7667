//! Advances of the faces by role. In: the chains of the faces. Out: widths of characters in ems.

use super::breaks::is_east_asian;
use crate::source::is_invisible;
use crate::typography::{FaceRole, Faces, LatinGap, Profile};
use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

/// Space between Han and Latin where the profile has it (中西间距 四分空), in ems.
const LATIN_GAP: f64 = 0.25;
/// Weight of the faces that Word takes for bold text.
const BOLD: u16 = 700;

/// Measures text as a profile sets it with these faces.
#[derive(Debug)]
pub struct TextMeasure<'a> {
    faces: &'a Faces,
    /// Space between Han and Latin, in ems.
    pub(super) gap: f64,
    known: Mutex<BTreeMap<(FaceRole, bool, char), f64>>,
}

impl<'a> TextMeasure<'a> {
    /// The measure of a profile's texts.
    pub fn new(profile: &Profile, faces: &'a Faces) -> TextMeasure<'a> {
        let gap = match profile.page.latin_gap {
            LatinGap::Quarter => LATIN_GAP,
            LatinGap::None => 0.0,
        };
        TextMeasure { faces, gap, known: Mutex::default() }
    }

    /// Width of a character in ems; bold characters are as wide as the wider of the two faces.
    pub(super) fn advance(&self, c: char, role: FaceRole, is_bold: bool) -> f64 {
        if is_invisible(c) || is_combining(c) {
            return 0.0;
        }
        if is_east_asian(c) {
            return 1.0;
        }

        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        *known.entry((role, is_bold, c)).or_insert_with(|| {
            let regular = self.faces.advance(c, role, None).unwrap_or_else(|| guess(c));
            let bold = is_bold.then(|| self.faces.advance(c, role, Some(BOLD))).flatten();
            bold.map_or(regular, |bold| bold.max(regular))
        })
    }
}

/// Whether a character is an accent on the one before it.
fn is_combining(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36F}')
}

/// What a character that no face has takes.
fn guess(c: char) -> f64 {
    if c.is_ascii() { 0.5 } else { 1.0 }
}

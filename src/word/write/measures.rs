//! The profile in Word's units: twips (a twentieth of a point), half-points, and names of faces.

use crate::typography::tables::CELL_SIDE;
use crate::typography::{FaceRole, FolioForm, LatinGap, Profile, Sides, TextStyle};

/// Measures that many blocks need.
#[derive(Debug, Clone, Copy)]
pub(super) struct Measures {
    /// Width of the text area on an upright page, twips.
    pub text_width: usize,
    /// Height of the text area on an upright page, twips.
    pub text_height: usize,
    /// One character of body text, twips.
    pub em: i32,
    /// Printed on both sides of a measures.
    pub double_sided: bool,
    /// Page numbers between dashes.
    pub has_dashes: bool,
}

impl Measures {
    /// From a profile.
    pub fn new(profile: &Profile) -> Measures {
        Measures {
            text_width: unsigned(profile.page.text_width()),
            text_height: unsigned(profile.page.text_height()),
            em: twips(profile.body.size),
            double_sided: matches!(profile.page.sides, Sides::Double),
            has_dashes: matches!(profile.page.folio_form, FolioForm::Dashes),
        }
    }
}

/// What holds for the whole document.
#[derive(Debug, Clone)]
pub(in crate::word) struct Settings {
    /// Margins and page numbers change sides.
    pub double_sided: bool,
    /// A quarter em between Chinese and Latin characters.
    pub latin_gap: bool,
    /// Face of letters and digits.
    pub latin_face: String,
    /// Face of the body.
    pub chinese_face: String,
    /// Lines and insets of tables.
    pub table: TableRules,
}

/// What the table style says: lines in eighths of a point, insets in twips.
#[derive(Debug, Clone, Copy)]
pub(in crate::word) struct TableRules {
    /// Above the head.
    pub top: usize,
    /// Below the body.
    pub bottom: usize,
    /// Around every cell; 0 for none.
    pub grid: usize,
    /// Between a cell's text and either side of the cell.
    pub inset: usize,
}

/// From a profile.
pub(super) fn settings(profile: &Profile) -> Settings {
    Settings {
        double_sided: matches!(profile.page.sides, Sides::Double),
        latin_gap: matches!(profile.page.latin_gap, LatinGap::Quarter),
        latin_face: face(profile, FaceRole::Latin).to_owned(),
        chinese_face: face(profile, profile.body.role).to_owned(),
        table: TableRules {
            top: eighths(profile.rules.top),
            bottom: eighths(profile.rules.bottom),
            grid: eighths(profile.rules.grid),
            inset: unsigned(profile.table.size * CELL_SIDE),
        },
    }
}

/// What Word calls a role's face.
pub(super) fn face(profile: &Profile, role: FaceRole) -> &str {
    &profile.word_faces.of(role).name
}

/// Points as twips; a profile's lengths are at most 5000 pt.
pub(super) fn twips(points: f64) -> i32 {
    (points * 20.0).round() as i32
}

/// Points as twips that can't be negative.
pub(super) fn unsigned(points: f64) -> usize {
    usize::try_from(twips(points)).unwrap_or(0)
}

/// A size in half-points.
pub(super) fn half_points(style: &TextStyle) -> usize {
    unsigned(style.size).div_ceil(10)
}

/// Points as eighths, Word's unit of lines.
pub(super) fn eighths(points: f64) -> usize {
    (unsigned(points) * 8).div_ceil(20)
}

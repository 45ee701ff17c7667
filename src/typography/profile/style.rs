//! How a kind of text is set: face, size and pitch.

use super::measure::{length, optional_size, size};
use serde::Deserialize;

/// How a kind of text is set.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TextStyle {
    /// The face.
    #[serde(rename = "字体")]
    pub role: FaceRole,
    /// Size as Word names it (三号 is 16 pt).
    #[serde(rename = "字号", deserialize_with = "size")]
    pub size: f64,
    /// Size as Typst sets it, where the grid needs another than Word's; else `size`.
    /// (28 characters fill 156 mm at 15.75 pt; Word squeezes 16 pt by -0.25 pt each.)
    #[serde(rename = "排版字号", default, deserialize_with = "optional_size")]
    pub set_size: Option<f64>,
    /// From one line to the next.
    #[serde(rename = "行距", deserialize_with = "length")]
    pub pitch: f64,
    /// Whether strokes are thickened (faces for body text have no bold).
    #[serde(rename = "加粗", default)]
    pub bold: bool,
}

impl TextStyle {
    /// The size in Typst.
    pub fn typst_size(&self) -> f64 {
        self.set_size.unwrap_or(self.size)
    }

    /// What Word adds to each character so that a line holds as many as in Typst, in points:
    /// -0.25 for 三号 set at 15.75 pt.
    pub fn word_spacing(&self) -> f64 {
        self.typst_size() - self.size
    }
}

/// What a face is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
pub enum FaceRole {
    /// Titles.
    #[serde(rename = "小标宋")]
    Title,
    /// Headings of the first level, captions.
    #[serde(rename = "黑体")]
    Hei,
    /// Headings of the second level.
    #[serde(rename = "楷体")]
    Kai,
    /// Body text.
    #[serde(rename = "仿宋")]
    Fang,
    /// Page numbers, notes, and what no other face has.
    #[serde(rename = "宋体")]
    Song,
    /// Latin letters and digits.
    #[serde(rename = "西文")]
    Latin,
}

impl FaceRole {
    /// All roles, in the order in which they are listed to the user.
    pub const ALL: [FaceRole; 6] = [
        FaceRole::Title,
        FaceRole::Hei,
        FaceRole::Kai,
        FaceRole::Fang,
        FaceRole::Song,
        FaceRole::Latin,
    ];

    /// The role's name.
    pub fn name(self) -> &'static str {
        match self {
            FaceRole::Title => "小标宋",
            FaceRole::Hei => "黑体",
            FaceRole::Kai => "楷体",
            FaceRole::Fang => "仿宋",
            FaceRole::Song => "宋体",
            FaceRole::Latin => "西文",
        }
    }
}

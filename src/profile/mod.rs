//! Layout profiles: the page, faces and sizes that both writers follow.
//!
//! In: templates/profiles/*.yaml. Out: [`Profile`]. Lengths are points.

use crate::diag::{Diagnostics, Reported};
use crate::source::Sources;
use crate::workspace::Spanned;
use serde::Deserialize;
use std::path::Path;

/// A layout profile. Keys in the file are Chinese.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Profile {
    /// What it is for, one line.
    #[serde(rename = "说明")]
    pub purpose: String,
    /// The paper and its margins.
    #[serde(rename = "页面")]
    pub page: Page,
    /// Body text.
    #[serde(rename = "正文")]
    pub body: TextStyle,
    /// The title on the cover.
    #[serde(rename = "大标题")]
    pub title: TextStyle,
    /// The four heading levels.
    #[serde(rename = "标题")]
    pub headings: [TextStyle; 4],
    /// Captions of tables and figures.
    #[serde(rename = "题注")]
    pub caption: TextStyle,
    /// Cells of tables.
    #[serde(rename = "表格")]
    pub table: TextStyle,
    /// Unit, source and note lines of tables and figures.
    #[serde(rename = "表注")]
    pub table_note: TextStyle,
    /// Notes at the foot of the page.
    #[serde(rename = "脚注")]
    pub footnote: TextStyle,
    /// The page number.
    #[serde(rename = "页码")]
    pub folio: TextStyle,
}

/// The paper and its margins, in points after reading.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Page {
    /// Width.
    #[serde(rename = "宽", deserialize_with = "length")]
    pub width: f64,
    /// Height.
    #[serde(rename = "高", deserialize_with = "length")]
    pub height: f64,
    /// Upper margin (天头).
    #[serde(rename = "天头", deserialize_with = "length")]
    pub top: f64,
    /// Lower margin (地脚).
    #[serde(rename = "地脚", deserialize_with = "length")]
    pub bottom: f64,
    /// Margin at the binding (订口).
    #[serde(rename = "订口", deserialize_with = "length")]
    pub inside: f64,
    /// Margin at the outer edge (切口).
    #[serde(rename = "切口", deserialize_with = "length")]
    pub outside: f64,
    /// Lines on a full page; 0 where the profile has no grid.
    #[serde(rename = "行数")]
    pub lines: u16,
    /// Characters in a full line; 0 where the profile has no grid.
    #[serde(rename = "字数")]
    pub characters: u16,
    /// From the bottom of the text area to the page number's dash (GB/T 9704-2012, 7.5: 7 mm).
    #[serde(rename = "页码距", deserialize_with = "length")]
    pub folio_distance: f64,
}

/// How a kind of text is set.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TextStyle {
    /// The face.
    #[serde(rename = "字体")]
    pub role: FaceRole,
    /// Size as Word names it (三号 is 16 pt).
    #[serde(rename = "字号", deserialize_with = "length")]
    pub size: f64,
    /// Size as Typst sets it, where the grid needs another than Word's; else `size`.
    /// (28 characters fill 156 mm at 15.75 pt; Word squeezes 16 pt by -0.25 pt each.)
    #[serde(rename = "排版字号", default, deserialize_with = "optional_length")]
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

/// Reads templates/profiles/NAME.yaml of the workspace, or the built-in one.
pub fn load(
    root: &Path,
    name: &Spanned<String>,
    sources: &mut Sources,
    diagnostics: &mut Diagnostics,
) -> Result<Profile, Reported> {
    let _ = (root, name, sources, diagnostics);
    todo!()
}

fn length<'de, D: serde::Deserializer<'de>>(source: D) -> Result<f64, D::Error> {
    let text = String::deserialize(source)?;
    parse_length(&text).ok_or_else(|| serde::de::Error::custom(format!("长度“{text}”无法读取")))
}

fn optional_length<'de, D: serde::Deserializer<'de>>(source: D) -> Result<Option<f64>, D::Error> {
    length(source).map(Some)
}

/// Points of `15.75pt` or `37mm`.
fn parse_length(text: &str) -> Option<f64> {
    let text = text.trim();
    let (number, factor) = match (text.strip_suffix("pt"), text.strip_suffix("mm")) {
        (Some(number), _) => (number, 1.0),
        (None, Some(number)) => (number, 72.0 / 25.4),
        (None, None) => return None,
    };
    let value: f64 = number.trim().parse().ok()?;
    (value.is_finite() && (0.0..=5000.0).contains(&value)).then_some(value * factor)
}

#[cfg(test)]
mod tests {
    use super::parse_length;

    #[test]
    fn lengths() {
        assert_eq!(parse_length("15.75pt"), Some(15.75));
        assert_eq!(parse_length("25.4mm"), Some(72.0));
        assert_eq!(parse_length("三号"), None);
        assert_eq!(parse_length("NaNpt"), None);
    }
}

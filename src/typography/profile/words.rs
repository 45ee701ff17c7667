//! The words that both writers print beside what the chapters say.

use crate::document::CaptionKind;
use serde::Deserialize;

/// The words, without the colon behind those that end with one.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Words {
    /// Before the number of a table that goes on from the page before.
    #[serde(rename = "续表")]
    pub continued: String,
    /// Before the unit of a table.
    #[serde(rename = "单位")]
    pub unit: String,
    /// Before the note below a table.
    #[serde(rename = "注")]
    pub note: String,
    /// Before the source of a table.
    #[serde(rename = "数据来源")]
    pub source: String,
    /// Before the source of a picture.
    #[serde(rename = "图片来源")]
    pub picture_source: String,
    /// Above the list of tables.
    #[serde(rename = "表目录")]
    pub tables: String,
    /// Above the list of figures.
    #[serde(rename = "图目录")]
    pub figures: String,
}

impl Words {
    /// The words above the list of captions of a kind.
    pub fn list_of(&self, kind: CaptionKind) -> &str {
        match kind {
            CaptionKind::Table => &self.tables,
            CaptionKind::Figure => &self.figures,
        }
    }
}

impl Default for Words {
    fn default() -> Words {
        Words {
            continued: "续表".to_owned(),
            unit: "单位".to_owned(),
            note: "注".to_owned(),
            source: "数据来源".to_owned(),
            picture_source: "来源".to_owned(),
            tables: "表目录".to_owned(),
            figures: "图目录".to_owned(),
        }
    }
}

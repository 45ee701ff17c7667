//! What Word calls the faces: a name for each role, or one word for a set of names.

use super::FaceRole;
use crate::workspace::FaceSet;
use serde::de::value::{MapAccessDeserializer, StrDeserializer};
use serde::de::{Error, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};

/// What Word calls the face of each role.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WordFaces {
    /// Titles.
    #[serde(rename = "小标宋")]
    pub title: WordFace,
    /// 黑体.
    #[serde(rename = "黑体")]
    pub hei: WordFace,
    /// 楷体.
    #[serde(rename = "楷体")]
    pub kai: WordFace,
    /// 仿宋.
    #[serde(rename = "仿宋")]
    pub fang: WordFace,
    /// 宋体.
    #[serde(rename = "宋体")]
    pub song: WordFace,
    /// Latin letters and digits.
    #[serde(rename = "西文")]
    pub latin: WordFace,
}

impl WordFaces {
    /// The names of a set.
    pub fn of_set(set: FaceSet) -> WordFaces {
        let face = |name: &str, alternatives: &[&str]| WordFace {
            name: name.to_owned(),
            alternatives: alternatives.iter().copied().map(str::to_owned).collect(),
        };

        let (title, kai, fang) = match set {
            FaceSet::Official => (
                face("方正小标宋简体", &["方正小标宋_GBK", "华文中宋"]),
                face("楷体_GB2312", &["楷体", "KaiTi"]),
                face("仿宋_GB2312", &["仿宋", "FangSong"]),
            ),
            FaceSet::Windows => (
                face("华文中宋", &["STZhongsong", "宋体"]),
                face("楷体", &["KaiTi"]),
                face("仿宋", &["FangSong"]),
            ),
        };
        let (hei, song) = (face("黑体", &["SimHei"]), face("宋体", &["SimSun"]));
        let latin = face("Times New Roman", &["Liberation Serif"]);

        WordFaces { title, hei, kai, fang, song, latin }
    }

    /// The face of a role.
    pub fn of(&self, role: FaceRole) -> &WordFace {
        match role {
            FaceRole::Title => &self.title,
            FaceRole::Hei => &self.hei,
            FaceRole::Kai => &self.kai,
            FaceRole::Fang => &self.fang,
            FaceRole::Song => &self.song,
            FaceRole::Latin => &self.latin,
        }
    }
}

/// A face of the Word document.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WordFace {
    /// Its name in `w:rFonts`.
    #[serde(rename = "名称")]
    pub name: String,
    /// What a machine without it should use, best first: `w:altName` in word/fontTable.xml.
    #[serde(rename = "替代", default)]
    pub alternatives: Vec<String>,
}

/// Reads `Word字体`: 公文, Windows, or a name for each role.
pub(super) fn faces<'de, D: Deserializer<'de>>(deserializer: D) -> Result<WordFaces, D::Error> {
    struct Names;
    impl<'de> Visitor<'de> for Names {
        type Value = WordFaces;

        fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            formatter.write_str("公文、Windows，或每种字体的名称")
        }

        fn visit_str<E: Error>(self, text: &str) -> Result<WordFaces, E> {
            FaceSet::deserialize(StrDeserializer::new(text)).map(WordFaces::of_set)
        }

        fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<WordFaces, A::Error> {
            WordFaces::deserialize(MapAccessDeserializer::new(map))
        }
    }

    deserializer.deserialize_any(Names)
}

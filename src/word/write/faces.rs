//! The faces of a Word file and their metrics, for machines that don't have them.
//!
//! In: the profile's names. Out: entries of the font table. Panose numbers and code pages are the font
//! files' own, as Word writes them into documents.

use super::task_boxes::SYMBOLS;
use crate::typography::{FaceRole, Profile};

/// A face in the font table.
#[derive(Debug, Clone)]
pub(in crate::word) struct FontEntry {
    pub name: String,
    /// Names to try where it is missing, with commas.
    pub alternatives: String,
    pub metrics: FontMetrics,
}

/// What tells a machine without the face which other one to take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::word) struct FontMetrics {
    pub panose: &'static str,
    /// 86 is GB 2312.
    pub charset: &'static str,
    /// Kind of face.
    pub family: &'static str,
    /// Whether all characters are of one width.
    pub pitch: &'static str,
    /// Unicode ranges (four words) and code pages (two).
    pub signature: [&'static str; 6],
}

/// Every face of the document, each once.
pub(super) fn fonts(profile: &Profile) -> Vec<FontEntry> {
    let mut fonts: Vec<FontEntry> = Vec::new();
    for role in FaceRole::ALL {
        let face = profile.word_faces.of(role);
        if fonts.iter().any(|entry| entry.name == face.name) {
            continue;
        }

        fonts.push(FontEntry {
            name: face.name.clone(),
            alternatives: face.alternatives.join(","),
            metrics: metrics(&face.name, role),
        });
    }

    if fonts.iter().all(|entry| entry.name != SYMBOLS) {
        let name = SYMBOLS.to_owned();
        fonts.push(FontEntry { name, alternatives: String::new(), metrics: SYMBOL_METRICS });
    }
    fonts
}

/// The metrics of a face; an unknown one has those of the usual face of its role.
fn metrics(name: &str, role: FaceRole) -> FontMetrics {
    match (name, role) {
        ("方正小标宋简体" | "方正小标宋_GBK", _) => XIAOBIAOSONG,
        ("华文中宋" | "STZhongsong", _) => ZHONGSONG,
        ("仿宋_GB2312" | "楷体_GB2312", _) => GB2312_KAI_FANG,
        ("仿宋" | "FangSong" | "楷体" | "KaiTi" | "黑体" | "SimHei", _) => {
            WINDOWS_KAI_FANG_HEI
        }
        ("宋体" | "SimSun", _) => SONG,
        (_, FaceRole::Title) => ZHONGSONG,
        (_, FaceRole::Hei) => WINDOWS_KAI_FANG_HEI,
        (_, FaceRole::Kai | FaceRole::Fang) => GB2312_KAI_FANG,
        (_, FaceRole::Song) => SONG,
        (_, FaceRole::Latin) => LATIN,
    }
}

/// 方正小标宋.
const XIAOBIAOSONG: FontMetrics = FontMetrics {
    panose: "03000509000000000000",
    charset: "86",
    family: "script",
    pitch: "fixed",
    signature: ["00000001", "080E0000", "00000010", "00000000", "00040000", "00000000"],
};

/// 华文中宋.
const ZHONGSONG: FontMetrics = FontMetrics {
    panose: "02010600040101010101",
    charset: "86",
    family: "auto",
    pitch: "variable",
    signature: ["00000287", "080F0000", "00000010", "00000000", "0004009F", "00000000"],
};

/// 仿宋_GB2312, 楷体_GB2312.
const GB2312_KAI_FANG: FontMetrics = FontMetrics {
    panose: "02010609030101010101",
    charset: "86",
    family: "modern",
    pitch: "fixed",
    signature: ["00000001", "080E0000", "00000010", "00000000", "00040000", "00000000"],
};

/// 仿宋, 楷体, 黑体 of Windows.
const WINDOWS_KAI_FANG_HEI: FontMetrics = FontMetrics {
    panose: "02010609060101010101",
    charset: "86",
    family: "modern",
    pitch: "fixed",
    signature: ["800002BF", "38CF7CFA", "00000016", "00000000", "00040001", "00000000"],
};

/// 宋体.
const SONG: FontMetrics = FontMetrics {
    panose: "02010600030101010101",
    charset: "86",
    family: "auto",
    pitch: "variable",
    signature: ["00000203", "288F0000", "00000016", "00000000", "00040001", "00000000"],
};

/// Times New Roman.
const LATIN: FontMetrics = FontMetrics {
    panose: "02020603050405020304",
    charset: "00",
    family: "roman",
    pitch: "variable",
    signature: ["E0002EFF", "C000785B", "00000009", "00000000", "000001FF", "00000000"],
};

/// Segoe UI Symbol.
const SYMBOL_METRICS: FontMetrics = FontMetrics {
    panose: "020B0502040204020203",
    charset: "00",
    family: "swiss",
    pitch: "variable",
    signature: ["800001E3", "1200FFEF", "00040000", "00000000", "00000001", "00000000"],
};

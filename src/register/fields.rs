//! The keys of an entry, and which of them each kind of entry has.

use serde::Deserialize;
use std::collections::BTreeMap;

/// An entry as typed.
#[derive(Deserialize, Debug, Default)]
#[serde(deny_unknown_fields)]
pub(super) struct TypedEntry {
    #[serde(rename = "日期", alias = "date")]
    pub date: String,
    #[serde(rename = "时间", alias = "time", default)]
    pub time: String,
    #[serde(rename = "事项", alias = "event")]
    pub event: String,
    #[serde(rename = "文件", alias = "file", default)]
    pub file: String,
    #[serde(rename = "校验", alias = "checksum", default)]
    pub checksum: String,
    #[serde(rename = "渠道", alias = "channel", default)]
    pub channel: String,
    #[serde(rename = "内容", alias = "content", default)]
    pub content: String,
    #[serde(rename = "栏目", alias = "section", default)]
    pub section: String,
    #[serde(rename = "文号", alias = "number", default)]
    pub number: String,
    #[serde(rename = "展至", alias = "until", default)]
    pub until: String,
    #[serde(rename = "级别", alias = "grade", default)]
    pub grade: String,
    #[serde(rename = "次数", alias = "count", default)]
    pub count: String,
    #[serde(rename = "所列", alias = "items", default)]
    pub items: BTreeMap<String, String>,
    #[serde(rename = "行号", alias = "row", default)]
    pub row: String,
    #[serde(rename = "进度", alias = "progress", default)]
    pub percent: String,
    #[serde(rename = "说明", alias = "words", default)]
    pub words: String,
    #[serde(rename = "经手", alias = "by", default)]
    pub by: String,
    #[serde(rename = "备注", alias = "note", default)]
    pub note: String,
}

/// A kind of entry: its word, and the keys that it has beside those of every entry.
pub(super) struct EntryKind {
    pub word: &'static str,
    pub required: &'static [&'static str],
    pub optional: &'static [&'static str],
}

const fn kind(
    word: &'static str,
    required: &'static [&'static str],
    optional: &'static [&'static str],
) -> EntryKind {
    EntryKind { word, required, optional }
}

/// Every kind of entry.
pub(super) const KINDS: [EntryKind; 11] = [
    kind("收文", &["内容"], &["文件", "校验", "渠道", "栏目", "文号"]),
    kind("纸质件", &[], &[]),
    kind("原件", &["文号"], &[]),
    kind("无需供稿", &["栏目"], &[]),
    kind("签章", &[], &["校验", "所列"]),
    kind("展期", &["展至"], &[]),
    kind("催报", &["级别"], &["次数"]),
    kind("退改单", &[], &["校验"]),
    kind("确认单", &["校验"], &["所列"]),
    kind("任务进展", &["行号", "进度"], &["说明"]),
    kind("备注", &["备注"], &[]),
];

impl TypedEntry {
    /// The keys that only some kinds have, with their texts and their ASCII names.
    pub fn own_fields(&self) -> [([&'static str; 2], &str); 13] {
        // A mapping is only there or not.
        let items = if self.items.is_empty() { "" } else { "…" };
        [
            (["文件", "file"], &self.file),
            (["校验", "checksum"], &self.checksum),
            (["渠道", "channel"], &self.channel),
            (["内容", "content"], &self.content),
            (["栏目", "section"], &self.section),
            (["文号", "number"], &self.number),
            (["展至", "until"], &self.until),
            (["级别", "grade"], &self.grade),
            (["次数", "count"], &self.count),
            (["所列", "items"], items),
            (["行号", "row"], &self.row),
            (["进度", "progress"], &self.percent),
            (["说明", "words"], &self.words),
        ]
    }
}

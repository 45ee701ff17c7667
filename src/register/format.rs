//! Entries as YAML.
//!
//! In: an entry. Out: the lines of its mapping, which [`load`](super::load()) reads back as the same.

use super::{Entry, Event, Items, Receipt};
use crate::yaml::quote;

/// What a new file begins with.
pub(super) fn head(bureau: &str) -> String {
    format!(
        "# {}的报送台账：收到什么、送出什么，一条一条往后添，前面的不改。\n\
         # 用 zishu collect receive、zishu collect mark 添加；也可以照样手写。\n",
        bureau.replace(['\n', '\r'], " ")
    )
}

/// The lines of an entry, without line ends, each below a dash at `indent`.
pub(super) fn lines(entry: &Entry, indent: &str) -> Vec<String> {
    let mut fields = vec![
        ("日期", entry.date.iso()),
        ("时间", entry.time.clone()),
        ("事项", entry.event.name().to_owned()),
    ];
    let (own, items) = own_fields(&entry.event);
    fields.extend(own);

    let end = [("经手", entry.by.clone()), ("备注", entry.note.clone())];
    let mut lines = Vec::new();
    let written = fields.into_iter().chain(end).filter(|(_, value)| !value.is_empty());
    for (index, (key, value)) in written.enumerate() {
        let mark = if index == 0 { "- " } else { "  " };
        lines.push(format!("{indent}{mark}{key}: {}", quote(&value)));
    }

    if !items.is_empty() {
        lines.push(format!("{indent}  所列:"));
        for (name, checksum) in items {
            lines.push(format!("{indent}    {}: {}", quote(name), quote(checksum)));
        }
    }
    lines
}

type Fields = Vec<(&'static str, String)>;

/// What only this kind of entry has.
fn own_fields(event: &Event) -> (Fields, &Items) {
    static NONE: Items = Items::new();
    match event {
        Event::Received(receipt) => (receipt_fields(receipt), &NONE),
        Event::Paper | Event::Note => (Vec::new(), &NONE),
        Event::Original { number } => (vec![("文号", number.clone())], &NONE),
        Event::NothingToWrite { section } => (vec![("栏目", section.clone())], &NONE),
        Event::Sealed { checksum, items } | Event::Confirmation { checksum, items } => {
            (vec![("校验", checksum.clone())], items)
        }
        Event::Extended { until } => (vec![("展至", until.iso())], &NONE),
        Event::Urged { grade, count } => {
            (vec![("级别", grade.name().to_owned()), ("次数", count.to_string())], &NONE)
        }
        Event::Returned { checksum } => (vec![("校验", checksum.clone())], &NONE),
        Event::Progress { row, percent, words } => (
            vec![("行号", row.clone()), ("进度", percent.to_string()), ("说明", words.clone())],
            &NONE,
        ),
    }
}

fn receipt_fields(receipt: &Receipt) -> Fields {
    vec![
        ("文件", receipt.file.clone()),
        ("校验", receipt.checksum.clone()),
        ("渠道", receipt.channel.clone()),
        ("内容", receipt.content.name().to_owned()),
        ("栏目", receipt.section.clone()),
        ("文号", receipt.number.clone()),
    ]
}

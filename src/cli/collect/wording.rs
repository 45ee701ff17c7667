//! Entries of registers in words.

use crate::register::{Entry, Event};

/// An entry in a line: `2018-06-11 纸质件`.
pub(super) fn entry_line(entry: &Entry) -> String {
    let (date, name) = (entry.date.iso(), entry.event.name());
    match detail(&entry.event) {
        detail if detail.is_empty() => format!("{date} {name}"),
        detail => format!("{date} {name}：{detail}"),
    }
}

fn detail(event: &Event) -> String {
    match event {
        Event::Received(receipt) => {
            let parts = [
                receipt.content.name(),
                &receipt.section,
                &receipt.number,
                &receipt.file,
                &receipt.channel,
            ];
            let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
            parts.join("，")
        }
        Event::Original { number } => number.clone(),
        Event::NothingToWrite { section } => section.clone(),
        Event::Sealed { items, .. } if items.is_empty() => "签的是最近一份确认单".to_owned(),
        Event::Sealed { items, .. } => format!("签的是现有的 {} 项", items.len()),
        Event::Extended { until } => format!("到{}", until.chinese()),
        Event::Urged { grade, count } => format!("{}，第 {count} 次", grade.name()),
        Event::Progress { row, percent, .. } => format!("{row} {percent}%"),
        Event::Confirmation { items, .. } => format!("{} 项", items.len()),
        Event::Paper | Event::Returned { .. } | Event::Note => String::new(),
    }
}

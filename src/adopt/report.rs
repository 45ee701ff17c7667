//! What became of a draft, as text for people and as data.

use super::losses::{Location, Loss};
use super::model::{Adopted, Counts, DraftComment};
use crate::docx::RevisionKind;
use crate::workspace::PICTURES;
use serde_json::{Map, Value, json};

/// The account for people: what was carried, changes, comments, losses.
pub fn text_report(adopted: &Adopted) -> String {
    let mut lines = vec![counts_line(&adopted.counts)];
    for picture in &adopted.pictures {
        lines.push(format!("图片  {PICTURES}/{}", picture.name));
    }

    let changes: usize = adopted.revisions.values().sum();
    if changes > 0 {
        let kinds: Vec<String> = adopted
            .revisions
            .iter()
            .map(|(kind, count)| format!("{}{count}", revision_label(*kind)))
            .collect();
        lines.push(format!("修订 {changes} 处，都按接受处理：{}", kinds.join("，")));
    }

    if !adopted.comments.is_empty() {
        lines.push(format!("批注 {} 条，没有写进文稿：", adopted.comments.len()));
        lines.extend(adopted.comments.iter().map(comment_line));
    }
    if !adopted.unlisted.is_empty() {
        lines.push(format!(
            "引用的文件没有列入佐证的 {} 个：{}；是佐证的，去掉文稿开头相应几行的 #",
            adopted.unlisted.len(),
            adopted.unlisted.join("、")
        ));
    }
    if !adopted.uncited.is_empty() {
        lines.push(format!(
            "列入佐证而文中没有引用的 {} 个：{}；不是佐证的，从文稿开头删去",
            adopted.uncited.len(),
            adopted.uncited.join("、")
        ));
    }
    if !adopted.losses.is_empty() {
        lines.push(format!("没有采用或有改变的 {} 处：", adopted.losses.len()));
        lines.extend(loss_lines(&adopted.losses));
    }
    lines.join("\n")
}

fn comment_line(comment: &DraftComment) -> String {
    let location = match location_text(&comment.location) {
        location if location.is_empty() => location,
        location => format!("{location}，"),
    };
    let author = if comment.author.is_empty() { "（未署名）" } else { &comment.author };
    format!("  {location}{author}：{}", comment.text.replace('\n', " "))
}

/// One line for each kind, with all its locations; in the order in which the kinds come up.
fn loss_lines(losses: &[Loss]) -> Vec<String> {
    let mut kinds: Vec<(&str, Vec<String>)> = Vec::new();
    for loss in losses {
        let location = location_text(&loss.location);
        match kinds.iter_mut().find(|(description, _)| *description == loss.description) {
            Some((_, locations)) => locations.push(location),
            None => kinds.push((&loss.description, vec![location])),
        }
    }

    let mut lines = Vec::new();
    for (description, locations) in kinds {
        lines.push(match locations.as_slice() {
            [location] if location.is_empty() => format!("  {description}"),
            [location] => format!("  {description}：{location}"),
            _ => {
                let count = locations.len();
                format!("  {description}（{count} 处）：{}", locations.join("、"))
            }
        });
    }
    lines
}

fn counts_line(counts: &Counts) -> String {
    let Counts { headings, paragraphs, items, tables, pictures, notes } = *counts;
    format!(
        "采用  标题 {headings}，段落 {paragraphs}，列表项 {items}，表 {tables}，图 {pictures}，脚注 {notes}"
    )
}

/// `第 3 段“质量工作”`.
fn location_text(location: &Location) -> String {
    let Location { position, excerpt } = location;
    if position.is_empty() || excerpt.is_empty() {
        position.clone()
    } else {
        format!("{position}“{excerpt}”")
    }
}

fn revision_label(kind: RevisionKind) -> &'static str {
    match kind {
        RevisionKind::Insertion => "插入文字 ",
        RevisionKind::Deletion => "删除文字 ",
        RevisionKind::MoveFrom => "移走 ",
        RevisionKind::MoveTo => "移来 ",
        RevisionKind::MarkInsertion => "分段 ",
        RevisionKind::MarkDeletion => "并段 ",
        RevisionKind::MarkMoveFrom => "移走段落 ",
        RevisionKind::MarkMoveTo => "移来段落 ",
        RevisionKind::RowInsertion => "插入行 ",
        RevisionKind::RowDeletion => "删除行 ",
        RevisionKind::Cell => "格子 ",
        RevisionKind::Format => "文字格式 ",
        RevisionKind::Layout => "段落、表格格式 ",
    }
}

/// The account as data: one JSON object.
pub fn json_report(adopted: &Adopted, chapter: &str, is_written: bool) -> String {
    let Counts { headings, paragraphs, items, tables, pictures, notes } = adopted.counts;
    let files = adopted.pictures.iter().map(|picture| format!("{PICTURES}/{}", picture.name));
    let revisions = adopted.revisions.iter();
    let revisions: Map<String, Value> = revisions
        .map(|(kind, count)| (revision_label(*kind).trim().to_owned(), json!(count)))
        .collect();
    let comments = adopted.comments.iter().map(|comment| {
        let Location { position, excerpt } = &comment.location;
        json!({
            "author": comment.author, "date": comment.date, "place": position,
            "words": excerpt, "text": comment.text,
        })
    });
    let losses = adopted.losses.iter().map(|loss| {
        let Location { position, excerpt } = &loss.location;
        json!({"what": loss.description, "place": position, "words": excerpt})
    });

    let value = json!({
        "chapter": chapter,
        "written": is_written,
        "counts": {
            "headings": headings, "paragraphs": paragraphs, "items": items,
            "tables": tables, "pictures": pictures, "notes": notes,
        },
        "pictures": files.collect::<Vec<_>>(),
        "unlisted": adopted.unlisted,
        "uncited": adopted.uncited,
        "revisions": revisions,
        "comments": comments.collect::<Vec<_>>(),
        "left": losses.collect::<Vec<_>>(),
    });
    format!("{value}\n")
}

//! What became of a draft, as text for people and as data.

use super::{Adopted, Counts, Left, PICTURES};
use crate::docx::RevisionKind;

/// The account for people: what was carried, changes, comments, what was left out.
pub fn text(adopted: &Adopted) -> String {
    let mut lines = vec![counts(&adopted.counts)];
    for picture in &adopted.pictures {
        lines.push(format!("图片  {PICTURES}/{}", picture.name));
    }
    let changes: usize = adopted.revisions.values().sum();
    if changes > 0 {
        let kinds: Vec<String> = adopted
            .revisions
            .iter()
            .map(|(kind, count)| format!("{}{count}", name(*kind)))
            .collect();
        lines.push(format!("修订 {changes} 处，都按接受处理：{}", kinds.join("，")));
    }
    if !adopted.comments.is_empty() {
        lines.push(format!("批注 {} 条，没有写进文稿：", adopted.comments.len()));
        for comment in &adopted.comments {
            let place = place(&comment.place, &comment.words);
            let author =
                if comment.author.is_empty() { "（未署名）" } else { &comment.author };
            lines.push(format!("  {place}{author}：{}", comment.text.replace('\n', " ")));
        }
    }
    if !adopted.left.is_empty() {
        lines.push(format!("没有采用或有改变的 {} 处：", adopted.left.len()));
        lines.extend(grouped(&adopted.left));
    }
    lines.join("\n")
}

/// One line for each kind, with all its places; in the order in which the kinds come up.
fn grouped(left: &[Left]) -> Vec<String> {
    let mut kinds: Vec<(&str, Vec<String>)> = Vec::new();
    for entry in left {
        let place = match (entry.place.as_str(), entry.words.as_str()) {
            ("", _) => String::new(),
            (place, "") => place.to_owned(),
            (place, words) => format!("{place}“{words}”"),
        };
        match kinds.iter_mut().find(|(what, _)| *what == entry.what) {
            Some((_, places)) => places.push(place),
            None => kinds.push((&entry.what, vec![place])),
        }
    }
    let line = |(what, places): (&str, Vec<String>)| match (places.len(), places.concat()) {
        (1, none) if none.is_empty() => format!("  {what}"),
        (1, place) => format!("  {what}：{place}"),
        (count, _) => format!("  {what}（{count} 处）：{}", places.join("、")),
    };
    kinds.into_iter().map(line).collect()
}

fn counts(counts: &Counts) -> String {
    let Counts { headings, paragraphs, items, tables, pictures, notes } = *counts;
    format!(
        "采用  标题 {headings}，段落 {paragraphs}，列表项 {items}，表 {tables}，图 {pictures}，脚注 {notes}"
    )
}

fn place(place: &str, words: &str) -> String {
    match (place.is_empty(), words.is_empty()) {
        (true, _) => String::new(),
        (false, true) => format!("{place}，"),
        (false, false) => format!("{place}“{words}”，"),
    }
}

fn name(kind: RevisionKind) -> &'static str {
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
pub fn data(adopted: &Adopted, chapter: &str, written: bool) -> String {
    let Counts { headings, paragraphs, items, tables, pictures, notes } = adopted.counts;
    let files: Vec<String> =
        adopted.pictures.iter().map(|picture| format!("{PICTURES}/{}", picture.name)).collect();
    let revisions: serde_json::Map<String, serde_json::Value> = adopted
        .revisions
        .iter()
        .map(|(kind, count)| (name(*kind).trim().to_owned(), serde_json::json!(count)))
        .collect();
    let comments: Vec<serde_json::Value> = adopted
        .comments
        .iter()
        .map(|comment| {
            serde_json::json!({
                "author": comment.author, "date": comment.date, "place": comment.place,
                "words": comment.words, "text": comment.text,
            })
        })
        .collect();
    let left: Vec<serde_json::Value> = adopted
        .left
        .iter()
        .map(
            |left| serde_json::json!({"what": left.what, "place": left.place, "words": left.words}),
        )
        .collect();
    let value = serde_json::json!({
        "chapter": chapter,
        "written": written,
        "counts": {
            "headings": headings, "paragraphs": paragraphs, "items": items,
            "tables": tables, "pictures": pictures, "notes": notes,
        },
        "pictures": files,
        "revisions": revisions,
        "comments": comments,
        "left": left,
    });
    format!("{value}\n")
}

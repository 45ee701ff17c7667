//! The list of outcomes: who, where, what, and what became of it.
//!
//! In: what a merge made. Out: phrases, and the whole list as Markdown.

use super::Sent;
use super::entry::{
    BROKEN, ELSEWHERE, EditKind, Entry, GONE, MOVED_AWAY, Merged, Outcome, SameSentence, Tally,
};
use crate::docx::AsideKind;

/// The number that a reviewer wants changed, and who answers for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Owned {
    /// The bureau that owns it.
    pub bureau: String,
    /// The indicator and its year: `城市GDP（2017年）`.
    pub name: String,
    /// Where it stands: `chapters/indicators/市统计局.yaml:12`.
    pub place: String,
}

/// Who owns the number that an entry asks for.
pub fn owner(sent: &Sent, entry: &Entry) -> Option<Owned> {
    let Outcome::Request { value, .. } = &entry.outcome else { return None };
    let value = sent.document.values.get(value.0 as usize)?;
    let sources = sent.sources();
    let line = sources.line_column(value.origin.file, value.origin.start).line;
    let place = format!("{}:{line}", sources.path(value.origin.file));

    let indicators = &sent.loaded.indicators;
    let names: Vec<String> =
        value.indicators.iter().map(|(name, year)| format!("{name}（{year}年）")).collect();
    let owner = value.indicators.first().and_then(|(name, _)| indicators.find(name));
    let bureau = owner.map(|id| indicators.get(id).owner.clone());
    let bureau = bureau.unwrap_or_else(|| "填报单位".to_owned());
    Some(Owned { bureau, name: names.join("、"), place })
}

/// What the list is made from.
#[derive(Debug, Clone, Copy)]
pub struct Listing<'a> {
    /// What the merge made.
    pub merged: &'a Merged,
    /// The copies' names.
    pub copies: &'a [String],
    /// The data that each entry asks for, where it does.
    pub owned: &'a [Option<Owned>],
    /// The number of each entry's opinion, where it is one.
    pub numbers: &'a [Option<String>],
}

/// What was done, in a word.
fn kind_label(kind: EditKind) -> &'static str {
    match kind {
        EditKind::Insertion => "增",
        EditKind::Deletion => "删",
        EditKind::Replacement => "改",
        EditKind::Move => "移",
        EditKind::RowInsertion => "增行",
        EditKind::RowDeletion => "删行",
        EditKind::TableInsertion => "增表",
        EditKind::TableDeletion => "删表",
        EditKind::ColumnInsertion => "增列",
        EditKind::ColumnDeletion => "删列",
        EditKind::CellMerge => "合并单元格",
        EditKind::CellSplit => "拆分单元格",
        EditKind::Format => "版式",
        EditKind::Other => "其他",
        EditKind::Comment => "批注",
        EditKind::Cancelled => "增后又删",
        EditKind::Wordless => "书签、批注或分页符上的标记",
    }
}

/// What became of it, in a phrase.
pub fn outcome(entry: &Entry, owned: Option<&Owned>) -> String {
    match &entry.outcome {
        Outcome::Applied => match to_read(&entry.same_sentence) {
            Some(request) => format!("采用；{request}"),
            None => "采用".to_owned(),
        },
        Outcome::Present if entry.kind == EditKind::Wordless => "没有文字，不用改".to_owned(),
        Outcome::Present => "原已如此".to_owned(),
        Outcome::Conflict { now, with } => {
            let now = now.replace('\r', "").replace('\n', "¶");
            match with {
                None if [GONE, BROKEN, MOVED_AWAY].contains(&now.as_str()) => {
                    format!("冲突：{now}")
                }
                None if now.is_empty() => "冲突：文稿里这一处已经删去".to_owned(),
                None => format!("冲突：文稿现为“{now}”"),
                Some(other) if now == ELSEWHERE => format!("冲突：{other} {now}"),
                Some(other) => format!("冲突：{other} 改为“{now}”"),
            }
        }
        Outcome::Request { .. } => match owned {
            Some(Owned { bureau, .. }) => format!("转{bureau}核定：{}", matter(entry, owned)),
            None => format!("数据里的值，转归口单位核定：{}", matter(entry, owned)),
        },
        Outcome::Refused(reason) => format!("未采用：{reason}"),
        Outcome::Listed => "记入清单".to_owned(),
    }
}

/// The request to read a sentence that several have changed.
pub fn to_read(same: &SameSentence) -> Option<String> {
    let names = same.reviewers.join("、");
    match (names.as_str(), same.in_chapter) {
        ("", false) => None,
        ("", true) => Some("同一句文稿里也改过，请通读".to_owned()),
        (names, false) => Some(format!("同一句{names}也改了，请通读")),
        (names, true) => Some(format!("同一句{names}也改了，文稿里也改过，请通读")),
    }
}

/// What a bureau is asked: the datum, its value and the wish.
fn matter(entry: &Entry, owned: Option<&Owned>) -> String {
    let Outcome::Request { before, after, .. } = &entry.outcome else { return String::new() };
    match owned {
        Some(Owned { name, place, .. }) => format!("{name} {before}→{after}（{place}）"),
        None => format!("{before}→{after}"),
    }
}

/// The counts of several copies together, in a line.
pub fn total(tallies: &[Tally]) -> String {
    tally(&format!("{} 份收回稿", tallies.len()), &Tally::total(tallies))
}

/// The counts of a copy, in a line.
pub fn tally(name: &str, tally: &Tally) -> String {
    let [applied, present, conflict, request, refused, listed] = tally.outcomes;
    let untracked = match tally.untracked {
        0 => String::new(),
        count => format!("，另有未留痕的 {count} 处"),
    };

    format!(
        "{name}：改动 {} 处（Word 里算 {} 处修订{untracked}），批注 {} 条；采用 {applied}，原已如此 {present}，\
         冲突 {conflict}，转归口单位核定 {request}，未采用 {refused}，批注记入清单 {listed}",
        tally.changes, tally.revisions, tally.comments
    )
}

/// What an entry says in the columns behind its number.
fn list_row(entry: &Entry, owned: Option<&Owned>, listing: &Listing<'_>) -> [String; 4] {
    let copy = listing.copies.get(entry.copy).map_or("", String::as_str);
    let untracked = if entry.author.is_empty() { "（未留痕）" } else { "" };
    let author = &format!("{}{untracked}", entry.reviewer);
    let date = entry.date.split('T').next().unwrap_or_default();
    let reviewer: Vec<&str> =
        [author.as_str(), date, copy].into_iter().filter(|part| !part.is_empty()).collect();
    let location = match place(entry) {
        Some(line) if entry.sent.position.is_empty() => line,
        Some(line) => format!("{} {line}", position(entry)),
        None => position(entry),
    };
    [reviewer.join(" "), location, what(entry), outcome(entry, owned)]
}

fn list_rows(listing: &Listing<'_>) -> Vec<[String; 4]> {
    let entries = listing.merged.entries.iter().enumerate();
    let rows = entries.map(|(index, entry)| {
        list_row(entry, listing.owned.get(index).and_then(Option::as_ref), listing)
    });
    rows.collect()
}

/// Where it stands: chapter and line, header, footer; none for cover, contents and the like.
pub fn place(entry: &Entry) -> Option<String> {
    let line = entry.place.as_ref().map(|(path, line)| format!("{path}:{line}"));
    match entry.aside {
        Some(AsideKind::Header) => Some("页眉".to_owned()),
        Some(AsideKind::Footer) => Some("页脚".to_owned()),
        Some(AsideKind::TextBox) => Some(format!("{}（文本框）", line.unwrap_or_default())),
        None => line,
    }
}

/// Where it stands as people name it: `第六部分（二）第3段`, `页眉`.
pub fn position(entry: &Entry) -> String {
    let position = &entry.sent.position;
    match entry.aside {
        Some(AsideKind::Header) => "页眉".to_owned(),
        Some(AsideKind::Footer) => "页脚".to_owned(),
        Some(AsideKind::TextBox) if position.is_empty() => "文本框".to_owned(),
        Some(AsideKind::TextBox) => format!("{position}的文本框"),
        None if position.is_empty() => "封面、目录等".to_owned(),
        None => position.clone(),
    }
}

/// A text in one line, a paragraph's end as people say it.
pub fn flat(text: &str) -> String {
    text.trim_matches([' ', '\t', '\n']).replace('\n', "（另起一段）")
}

/// What was done, with its words.
pub fn what(entry: &Entry) -> String {
    let (before, after) = (flat(&entry.before), flat(&entry.after));
    let word = kind_label(entry.kind);
    match entry.kind {
        EditKind::Comment => format!("{word}：{after}（在“{}”）", commented(entry)),
        _ if is_break(&entry.after) && entry.before.is_empty() => "在此处分段".to_owned(),
        _ if is_break(&entry.before) && entry.after.is_empty() => "与下一段合并".to_owned(),
        EditKind::Format => format!("{word}：“{before}”改为{after}"),
        EditKind::Cancelled | EditKind::Wordless => word.to_owned(),
        EditKind::CellSplit if after.is_empty() => word.to_owned(),
        EditKind::CellSplit => format!("{word}，拆出的写“{after}”"),
        EditKind::Other if entry.aside.is_some() => format!("版式：“{before}”"),
        EditKind::Other => format!("{word}：{}", short(&before)),
        EditKind::Insertion if entry.after.trim().is_empty() => format!("{word}空段落或空格"),
        EditKind::TableDeletion | EditKind::ColumnDeletion => format!("{word}“{before}”"),
        EditKind::ColumnInsertion | EditKind::TableInsertion => format!("{word}“{after}”"),
        EditKind::CellMerge => format!("{word}“{before}”为“{after}”"),
        EditKind::Insertion | EditKind::RowInsertion => format!("{word}“{after}”"),
        EditKind::Deletion | EditKind::RowDeletion => format!("{word}“{before}”"),
        EditKind::Replacement | EditKind::Move => match (before.is_empty(), after.is_empty()) {
            (true, _) => format!("{word}来“{after}”"),
            (_, true) => format!("{word}走“{before}”"),
            _ => format!("{word}“{before}”为“{after}”"),
        },
    }
}

/// The words that a comment speaks of: those in its range, else how its paragraph begins.
pub fn commented(entry: &Entry) -> String {
    match &entry.comment {
        Some(comment) if !comment.quoted.is_empty() => short(&comment.quoted),
        Some(_) | None => short(&entry.context),
    }
}

/// Whether a text is the end of a paragraph and nothing else.
pub fn is_break(text: &str) -> bool {
    text.contains('\n') && text.trim_matches([' ', '\t', '\n']).is_empty()
}

/// A text's first characters.
pub fn short(text: &str) -> String {
    let mut out: String = text.chars().take(30).collect();
    if out.len() < text.len() {
        out.push('…');
    }
    out
}

const TITLE: &str = "审改清单";
const COLUMNS: [&str; 5] = ["序号", "谁", "在哪里", "改了什么", "结果"];

/// The list as Markdown.
pub fn markdown(listing: &Listing<'_>) -> String {
    let mut out = format!("# {TITLE}\n\n");
    for (name, count) in listing.copies.iter().zip(&listing.merged.tallies) {
        out.push_str(&format!("- {}\n", tally(name, count)));
    }

    out.push_str(&format!("\n| {} |\n|--:|---|---|---|---|\n", COLUMNS.join(" | ")));
    let clean = |text: &str| {
        use crate::document::escape::{EscapeContext, Room, escape};
        escape(text, EscapeContext::whole(Room::Cell))
    };

    for (index, row) in list_rows(listing).iter().enumerate() {
        let cells = row.each_ref().map(|cell| clean(cell));
        let number = listing.numbers.get(index).and_then(Option::as_deref).unwrap_or("—");
        out.push_str(&format!("| {number} | {} |\n", cells.join(" | ")));
    }
    out
}

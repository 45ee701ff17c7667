//! The list of outcomes, for the file: who, where, what, and what became of it.
//!
//! In: what a merge made. Out: Markdown, and a document that is set as the others are.

use super::Sent;
use super::entry::{BROKEN, ELSEWHERE, EditKind, Entry, GONE, MOVED_AWAY, Merged, Outcome, Tally};
use crate::document::{
    Align, Arrangement, Block, BlockId, BlockKind, Cell, Column, Date, Document, Inline,
    InlineKind, Meta, Part, Row, Section, Table,
};
use crate::docx::AsideKind;
use crate::source::Span;

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
        EditKind::TableDeletion => "删表",
        EditKind::ColumnInsertion => "增列",
        EditKind::ColumnDeletion => "删列",
        EditKind::CellMerge => "合并单元格",
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
        Outcome::Applied => "采用".to_owned(),
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
        Outcome::Request { before, after, .. } => match owned {
            Some(Owned { bureau, name, place }) => {
                format!("转{bureau}核定：{name} {before}→{after}（{place}）")
            }
            None => format!("数据里的值，转归口单位核定：{before}→{after}"),
        },
        Outcome::Refused(reason) => format!("未采用：{reason}"),
        Outcome::Listed => "记入清单".to_owned(),
    }
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
    let author = if entry.author.is_empty() { "（未留痕）" } else { entry.author.as_str() };
    let date = entry.date.split('T').next().unwrap_or_default();
    let reviewer: Vec<&str> =
        [author, date, copy].into_iter().filter(|part| !part.is_empty()).collect();
    let location = place(entry).unwrap_or_else(|| "（封面、目录等）".to_owned());
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

/// What was done, with its words.
pub fn what(entry: &Entry) -> String {
    let flat = |text: &str| text.trim_matches([' ', '\t']).replace('\n', "¶");
    let (before, after) = (flat(&entry.before), flat(&entry.after));
    let word = kind_label(entry.kind);
    match entry.kind {
        EditKind::Comment => format!("{word}：{after}（在“{}”）", short(&entry.context)),
        EditKind::Format => format!("{word}：“{before}”改为{after}"),
        EditKind::Cancelled | EditKind::Wordless => word.to_owned(),
        EditKind::Other if entry.aside.is_some() => format!("版式：“{before}”"),
        EditKind::Other => format!("{word}：{}", short(&before)),
        EditKind::Insertion if entry.after.trim().is_empty() => format!("{word}空段落或空格"),
        EditKind::TableDeletion | EditKind::ColumnDeletion => format!("{word}“{before}”"),
        EditKind::ColumnInsertion => format!("{word}“{after}”"),
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

fn short(text: &str) -> String {
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
        out.push_str(&format!("| {} | {} |\n", index + 1, cells.join(" | ")));
    }
    out
}

/// The list as a document; `span` is the place that it has none of.
pub fn document(listing: &Listing<'_>, author: &str, date: Date, span: Span) -> Document {
    let mut blocks = Vec::new();
    let mut push = |kind: BlockKind| {
        let id = BlockId(blocks.len() as u32);
        blocks.push(Block { id, span, kind });
    };

    for (name, count) in listing.copies.iter().zip(&listing.merged.tallies) {
        push(BlockKind::Paragraph(text(&tally(name, count), span)));
    }
    let cell = |words: &str| Cell { span, columns: 1, rows: 1, content: text(words, span) };
    let row = |cells: Vec<Cell>| Row { span, cells };
    let numbered = |(index, texts): (usize, &[String; 4])| {
        let number = cell(&(index + 1).to_string());
        row(std::iter::once(number).chain(texts.iter().map(|text| cell(text))).collect())
    };

    let body: Vec<Row> = list_rows(listing).iter().enumerate().map(numbered).collect();
    if !body.is_empty() {
        let shares = [60, 130, 210, 330, 270];
        let column = |share| Column { align: Align::Left, share };
        push(BlockKind::Table(Box::new(Table {
            columns: shares.into_iter().map(column).collect(),
            head: vec![row(COLUMNS.into_iter().map(cell).collect())],
            body,
            ..Table::default()
        })));
    }
    let meta = Meta {
        title: TITLE.to_owned(),
        author: author.to_owned(),
        date,
        arrangement: Arrangement {
            cover: false,
            contents: false,
            landscape: true,
            ..Arrangement::default()
        },
        ..Meta::default()
    };

    let section = Section {
        id: "review".to_owned(),
        title: TITLE.to_owned(),
        parts: vec![Part { file: span.file, blocks }],
    };
    Document { meta, sections: vec![section], notes: vec![], values: vec![], contents: vec![] }
}

fn text(words: &str, span: Span) -> Vec<Inline> {
    if words.is_empty() {
        Vec::new()
    } else {
        vec![Inline { span, kind: InlineKind::Text(words.to_owned()) }]
    }
}

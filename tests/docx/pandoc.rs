//! pandoc as an independent reader: it finds the same insertions, deletions and comments.
//!
//! In: the repository's report with changes put into its XML here, and with changes that LibreOffice
//! tracked. Out: one trial each. pandoc shows moves as deletions and insertions, and joins neighbours.

use super::accounted;
use crate::{documents, golden, tools, word};
use libtest_mimic::Failed;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::process::Command;
use zishu::docx::{self, Block, Docx, Paragraph, PieceKind, RevisionId, RevisionKind};

/// A change or comment: what pandoc calls it, who made it, its text without blanks.
pub(crate) type Change = (String, String, String);

const DATE: &str = "2018-06-13T09:00:00Z";

/// Changes of every kind in every tenth paragraph of the report, each by an author of its own.
pub(super) fn agrees_on_the_report() -> Result<(), Failed> {
    let mut parts = word::parts(&documents::word_bytes()?)?;
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let (document, comments, made) = inject(&text(&parts["word/document.xml"]));
    parts.insert("word/document.xml".to_owned(), document.into_bytes());
    parts.insert("word/comments.xml".to_owned(), comments.into_bytes());
    let rels = parts.entry("word/_rels/document.xml.rels".to_owned()).or_default();
    *rels = text(rels).replace("</Relationships>", RELATION).into_bytes();
    let types = parts.entry("[Content_Types].xml".to_owned()).or_default();
    *types = text(types).replace("</Types>", CONTENT_TYPE).into_bytes();
    let list: Vec<(&str, &[u8])> =
        parts.iter().map(|(name, part)| (name.as_str(), part.as_slice())).collect();
    let path = folder("pandoc")?.join("修订.docx");
    std::fs::write(&path, super::pack(&list)).map_err(|error| error.to_string())?;
    let docx = read(&path)?;
    if made < 100 || docx.revisions.len() + docx.comments.len() != made {
        return Err(format!("{} of {made} changes were read", docx.revisions.len()).into());
    }
    same(by_author(ours(&docx)), by_author(theirs(&path)?))
}

/// Edits that LibreOffice makes with tracking on.
pub(super) fn agrees_on_libreoffice() -> Result<(), Failed> {
    let folder = folder("tracked")?;
    let (source, target) = (folder.join("原文.docx"), folder.join("修订.docx"));
    std::fs::write(&source, documents::word_bytes()?).map_err(|error| error.to_string())?;
    let script = golden::root().join("tests/docx/track.py");
    let soffice = tools::program("soffice")?;
    let mut command = Command::new(tools::uno()?);
    command.arg(script).arg(soffice).arg(folder.join("profile")).args([&source, &target]);
    tools::run(&mut command)?;
    let docx = read(&target)?;
    if docx.revisions.len() < 20 || !docx.tracking {
        return Err(format!("{} changes were read", docx.revisions.len()).into());
    }
    same(joined(ours(&docx)), joined(theirs(&target)?))
}

const RELATION: &str = r#"<Relationship Id="rIdComments" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments" Target="comments.xml"/></Relationships>"#;
const CONTENT_TYPE: &str = r#"<Override PartName="/word/comments.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"/></Types>"#;

fn folder(name: &str) -> Result<PathBuf, Failed> {
    let folder = golden::root().join("target/tests").join(name);
    std::fs::create_dir_all(&folder).map_err(|error| error.to_string())?;
    Ok(folder)
}

fn read(path: &Path) -> Result<Docx, Failed> {
    let bytes = std::fs::read(path).map_err(|error| error.to_string())?;
    let docx = docx::read(&bytes).map_err(|refused| refused.reason)?;
    accounted(&docx)?;
    Ok(docx)
}

/// The document with changes, its comments, and how many there are of both.
fn inject(document: &str) -> (String, String, usize) {
    const OPEN: &str =
        r#"<w:comments xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">"#;
    let (mut out, mut comments, mut rest) = (String::new(), OPEN.to_owned(), document);
    let (mut plain, mut made) = (0, 0);
    while let Some(start) = rest.find("<w:p>") {
        let end = rest[start..].find("</w:p>").map_or(rest.len(), |at| start + at + 6);
        let paragraph = &rest[start..end];
        out += &rest[..start];
        rest = &rest[end..];
        plain += usize::from(is_plain(paragraph));
        let changed = (is_plain(paragraph) && plain % 10 == 0)
            .then(|| change(paragraph, made, &mut comments))
            .flatten();
        made += usize::from(changed.is_some());
        out += changed.as_deref().unwrap_or(paragraph);
    }
    (out + rest, comments + "</w:comments>", made)
}

fn is_plain(paragraph: &str) -> bool {
    let other = ["fldChar", "hyperlink", "drawing", "w:footnote", "fldSimple", "w:sdt", "<w:p "];
    paragraph.contains("<w:t") && !other.iter().any(|name| paragraph.contains(name))
}

fn change(paragraph: &str, number: usize, comments: &mut String) -> Option<String> {
    let start = paragraph.find("<w:r>")?;
    let end = start + paragraph[start..].find("</w:r>")? + 6;
    let (before, run, after) = (&paragraph[..start], &paragraph[start..end], &paragraph[end..]);
    if !run.contains("<w:t") {
        return None;
    }
    let by = format!(r#"w:id="{}" w:author="人{number}" w:date="{DATE}""#, 90_000 + number);
    let around = |name: &str, run: &str| format!("{before}<w:{name} {by}>{run}</w:{name}>{after}");
    let deleted = || run.replace("<w:t ", "<w:delText ").replace("</w:t>", "</w:delText>");
    let marked = |name: &str| {
        let mark = format!("<w:rPr><w:{name} {by}/></w:rPr></w:pPr>");
        // pandoc doesn't show what was done to the mark of a heading.
        let told = !before.contains("<w:rPr>") && !before.contains(r#"<w:pStyle w:val="Heading"#);
        (before.matches("</w:pPr>").count() == 1 && told)
            .then(|| paragraph.replacen("</w:pPr>", &mark, 1))
    };
    match number % 7 {
        0 => Some(around("ins", run)),
        1 => Some(around("del", &deleted())),
        2 => Some(around("moveFrom", run)),
        3 => Some(around("moveTo", run)),
        4 => marked("ins"),
        5 => marked("del"),
        _ => {
            let said = format!("<w:p><w:r><w:t>意见{number}</w:t></w:r></w:p>");
            let _ = write!(comments, "<w:comment {by}>{said}</w:comment>");
            let id = 90_000 + number;
            let range = |side: &str| format!(r#"<w:commentRange{side} w:id="{id}"/>"#);
            let (open, close) = (range("Start"), range("End"));
            let sign = format!(r#"<w:r><w:commentReference w:id="{id}"/></w:r>"#);
            Some(format!("{before}{open}{run}{close}{sign}{after}"))
        }
    }
}

/// The program's reading: what each change and comment says.
pub(crate) fn ours(docx: &Docx) -> Vec<Change> {
    let mut list = Vec::new();
    blocks(docx, &told(&docx.body.blocks), &mut list);
    docx.notes.values().for_each(|story| blocks(docx, &story.blocks, &mut list));
    list.extend(docx.comments.iter().map(|comment| {
        ("comment-start".to_owned(), comment.author.clone(), letters(&comment.text))
    }));
    list
}

/// The blocks without those that pandoc drops: of several titles or subtitles at the head of a file it
/// keeps the last, as the file's metadata.
fn told(body: &[Block]) -> Vec<Block> {
    let mut titles = BTreeSet::new();
    let is_told = |block: &&Block| match block {
        Block::Paragraph(Paragraph { style, .. })
            if matches!(style.as_str(), "Title" | "Subtitle") =>
        {
            titles.insert(style.clone())
        }
        _ => true,
    };
    let mut told: Vec<Block> = body.iter().rev().filter(is_told).cloned().collect();
    told.reverse();
    told
}

fn blocks(docx: &Docx, within: &[Block], list: &mut Vec<Change>) {
    for block in within {
        match block {
            Block::Paragraph(paragraph) => paragraph_changes(docx, paragraph, list),
            Block::Table(table) => {
                let cells = table.rows.iter().flat_map(|row| &row.cells);
                cells.for_each(|cell| blocks(docx, &cell.blocks, list));
            }
        }
    }
}

fn paragraph_changes(docx: &Docx, paragraph: &Paragraph, list: &mut Vec<Change>) {
    let mut add = |id: &RevisionId, text: &str| {
        let change = &docx.revisions[id.0 as usize];
        let class = match change.kind {
            RevisionKind::Insertion | RevisionKind::MoveTo => "insertion",
            RevisionKind::Deletion | RevisionKind::MoveFrom => "deletion",
            RevisionKind::MarkInsertion | RevisionKind::MarkMoveTo => "paragraph-insertion",
            RevisionKind::MarkDeletion | RevisionKind::MarkMoveFrom => "paragraph-deletion",
            _ => return,
        };
        list.push((class.to_owned(), change.author.clone(), letters(text)));
    };
    for piece in &paragraph.pieces {
        let text = match &piece.kind {
            PieceKind::Text(text) => text,
            // pandoc gives the words that describe a picture.
            PieceKind::Picture { alt, .. } => alt,
            _ => continue,
        };
        piece.revisions.iter().for_each(|id| add(id, text));
    }
    paragraph.mark.iter().for_each(|id| add(id, ""));
}

/// pandoc's reading of the same.
pub(crate) fn theirs(path: &Path) -> Result<Vec<Change>, Failed> {
    let mut command = Command::new(tools::pandoc()?);
    command.args(["--track-changes=all", "-f", "docx", "-t", "json"]).arg(path);
    let value: Value =
        serde_json::from_str(&tools::run(&mut command)?).map_err(|error| error.to_string())?;
    let mut list = Vec::new();
    spans(&value, &mut list);
    Ok(list)
}

const CLASSES: [&str; 5] =
    ["insertion", "deletion", "paragraph-insertion", "paragraph-deletion", "comment-start"];

fn spans(value: &Value, list: &mut Vec<Change>) {
    if let Some(class) = class(value) {
        let attributes = value["c"][0][2].as_array().cloned().unwrap_or_default();
        let author = attributes.iter().find(|pair| pair[0] == "author");
        let author = author.and_then(|pair| pair[1].as_str()).unwrap_or_default().to_owned();
        let mut text = String::new();
        strings(&value["c"][1], &mut text);
        list.push((class.to_owned(), author, letters(&text)));
    }
    children(value).for_each(|child| spans(child, list));
}

fn class(value: &Value) -> Option<&str> {
    let span = value.get("t").is_some_and(|kind| kind == "Span");
    let class = value.get("c").filter(|_| span)?[0][1][0].as_str()?;
    CLASSES.contains(&class).then_some(class)
}

fn children(value: &Value) -> Box<dyn Iterator<Item = &Value> + '_> {
    match value {
        Value::Array(list) => Box::new(list.iter()),
        Value::Object(object) => Box::new(object.values()),
        _ => Box::new(std::iter::empty()),
    }
}

fn strings(value: &Value, text: &mut String) {
    match value.get("t").and_then(Value::as_str) {
        Some("Str" | "Code") => text.push_str(value["c"].as_str().unwrap_or_default()),
        Some("Note") => {}
        _ if class(value) == Some("comment-start") => {}
        _ => children(value).for_each(|child| strings(child, text)),
    }
}

fn letters(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// The texts of each author's changes of a kind, in their order.
pub(crate) fn by_author(list: Vec<Change>) -> Vec<String> {
    let mut found: BTreeMap<(String, String), String> = BTreeMap::new();
    for (class, author, text) in list {
        found.entry((author, class)).or_default().push_str(&text);
    }
    found.into_iter().map(|((author, class), text)| format!("{author} {class} {text}")).collect()
}

/// The texts of all changes of a kind in their order, and how many marks of paragraphs.
fn joined(list: Vec<Change>) -> Vec<String> {
    let marks = |class: &str| {
        let count = list.iter().filter(|change| change.0 == class).count();
        format!("{class} {count}")
    };
    let mut lines = vec![marks("paragraph-insertion"), marks("paragraph-deletion")];
    for class in ["insertion", "deletion"] {
        let texts = list.iter().filter(|change| change.0 == class);
        lines.push(texts.fold(class.to_owned(), |all, change| all + &change.2));
    }
    lines
}

pub(crate) fn same(ours: Vec<String>, theirs: Vec<String>) -> Result<(), Failed> {
    let differing: Vec<String> = ours
        .iter()
        .filter(|line| !theirs.contains(line))
        .map(|line| format!("ours alone: {line}"))
        .chain(
            theirs
                .iter()
                .filter(|line| !ours.contains(line))
                .map(|line| format!("pandoc alone: {line}")),
        )
        .collect();
    let head =
        || differing.iter().take(20).map(|line| line.chars().take(400).collect::<String>() + "\n");
    if differing.is_empty() { Ok(()) } else { Err(head().collect::<String>().into()) }
}

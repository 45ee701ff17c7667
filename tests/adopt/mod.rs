//! Drafts from Word become chapters that read back as the drafts.
//!
//! In: drafts as values from a seeded generator, their text full of signs that mean something to
//! templates and Markdown; the repository's own report as a Word file. Out: trials that chapter and
//! draft have the same text, marks and structure.

mod converted;
mod draws;
mod model;
mod shapes;

use crate::cases;
use crate::workspace::{CHAPTER, Workspace};
use libtest_mimic::{Failed, Trial};
use std::collections::BTreeSet;
use std::fmt::Write;
use zishu::adopt::{Adopted, Target, adopt};
use zishu::diag::Severity;
use zishu::document::{Block, BlockKind, Chapter, Inline, InlineKind, List, ListMarker, Table};
use zishu::markdown::{self, TextKind};
use zishu::pipeline;
use zishu::workspace::PictureFile;

/// Drafts that one trial tries.
const DRAFTS: u64 = 200;

/// The trials.
pub(crate) fn trials() -> Vec<Trial> {
    let drafts = |first: u64| {
        Trial::test(format!("adopt::drafts-{first:04}"), move || {
            (first..first + DRAFTS).try_for_each(draft)
        })
    };
    let shapes = |first: u64| {
        Trial::test(format!("adopt::shapes-{first:04}"), move || {
            let failures: Vec<Failed> =
                (first..first + DRAFTS).filter_map(|seed| shape(seed).err()).collect();
            match failures.first() {
                Some(failure) => {
                    let count = failures.len();
                    Err(format!("{count} of {DRAFTS} drafts; {}", failure.message().unwrap_or(""))
                        .into())
                }
                None => Ok(()),
            }
        })
    };
    let mut trials: Vec<Trial> = (0..3).map(|batch| drafts(batch * DRAFTS)).collect();
    trials.extend((0..3).map(|batch| shapes(batch * DRAFTS)));
    trials.push(Trial::test("adopt::own-report", own_report));
    trials.extend(converted::trials());
    trials
}

fn target() -> Target<'static> {
    Target { title: "产品质量", stem: "市质监局", is_whole: false, existing: &|_| None }
}

/// One draft of random text.
fn draft(seed: u64) -> Result<(), Failed> {
    let (docx, expected) = model::draft(seed);
    hold(seed, &adopt(&docx, &target()), &expected)
}

/// One draft in the shape of an official document.
fn shape(seed: u64) -> Result<(), Failed> {
    let shapes::Shape { docx, lines, number, date, left_out } = shapes::draft(seed);
    let adopted = adopt(&docx, &target());
    hold(seed, &adopted, &lines)?;

    let says = (adopted.number.clone(), adopted.date.map(|date| date.chinese()));
    if says != (number.clone(), date.clone()) {
        return Err(format!("draft {seed}: {says:?}, not {number:?} and {date:?}").into());
    }
    let told = |text: &String| {
        let losses = adopted.losses.iter();
        let mut losses =
            losses.map(|loss| format!("{} {}", loss.description, loss.location.excerpt));
        losses.any(|loss| loss.contains(text.as_str()))
    };
    match left_out.iter().find(|text| !told(text)) {
        Some(text) => Err(format!("draft {seed}: {text} was left out without a word").into()),
        None => Ok(()),
    }
}

/// Fails where a chapter doesn't have the lines that it should have.
fn hold(seed: u64, adopted: &Adopted, expected: &[String]) -> Result<(), Failed> {
    let workspace = Workspace::small();
    let (chapter, problems) = read(&workspace, adopted);
    let found = flat(&chapter.blocks, &chapter);
    if found != expected || !problems.is_empty() {
        let mut message = format!("draft {seed}\n{}\n", adopted.body);
        let longest = found.len().max(expected.len());
        for at in 0..longest {
            let (a, b) = (expected.get(at), found.get(at));
            if a != b {
                let _ = writeln!(message, "expected {a:?}\nfound    {b:?}");
                break;
            }
        }
        return Err(format!("{message}{problems}").into());
    }
    Ok(())
}

/// The chapter that a body becomes, and its errors.
fn read(workspace: &Workspace, adopted: &Adopted) -> (Chapter, String) {
    workspace.write(CHAPTER, format!("---\n状态: 初稿\n---\n\n{}", adopted.body));
    let loaded = pipeline::load(workspace.root()).expect("the small workspace loads");
    let mut diagnostics = loaded.problems.clone();
    let file = loaded.sources.find(CHAPTER).expect("the chapter was written");
    let place = loaded.workspace.chapters.iter().find(|chapter| chapter.file == file);
    let expander = pipeline::expander(&loaded, &mut diagnostics);
    let expanded = expander.chapter(place.expect("it is a chapter"), &mut diagnostics);
    let picture = |path: &str| {
        Ok(PictureFile { path: path.to_owned(), pixels: (1, 1), memory: 3, misnamed: None })
    };
    let expanded = expanded.unwrap_or_default();
    let chapter = markdown::parse(file, expanded, TextKind::Chapter, &picture, &mut diagnostics);
    let mut problems = String::new();
    for problem in diagnostics.into_sorted(&loaded.sources) {
        if problem.severity == Severity::Error {
            let _ = writeln!(problems, "{}: {}", problem.code.name(), problem.message);
        }
    }
    (chapter, problems)
}

/// A line for each block, item and row: what it is, its text, the marks of its letters.
fn flat(blocks: &[Block], chapter: &Chapter) -> Vec<String> {
    let mut out = Vec::new();
    push_blocks(blocks, chapter, &mut out);
    out
}

fn push_blocks(blocks: &[Block], chapter: &Chapter, out: &mut Vec<String>) {
    for block in blocks {
        match &block.kind {
            BlockKind::Heading(heading) => {
                out.push(format!("H{} {}", heading.level, line(&heading.content, chapter, false)));
            }
            BlockKind::Paragraph(content) => {
                out.push(format!("P {}", line(content, chapter, true)));
            }
            BlockKind::List(list) => push_list(list, 1, chapter, out),
            BlockKind::Table(table) => push_table(table, chapter, out),
            BlockKind::Figure(figure) => {
                let caption = figure.caption.as_ref().map_or(&[][..], |caption| &caption.content);
                out.push(format!("F {}", line(caption, chapter, false)));
            }
            BlockKind::Quote(inner) | BlockKind::Landscape(inner) | BlockKind::Letter(_, inner) => {
                push_blocks(inner, chapter, out);
            }
            BlockKind::Code(code) => out.push(format!("CODE {}", code.text)),
            BlockKind::Rule => out.push("RULE".to_owned()),
            BlockKind::PageBreak => out.push("PAGE".to_owned()),
            BlockKind::Chart(chart) => {
                let caption = chart.caption.as_ref().map_or(&[][..], |caption| &caption.content);
                out.push(format!("F {}", line(caption, chapter, false)));
            }
        }
    }
}

fn push_list(list: &List, depth: usize, chapter: &Chapter, out: &mut Vec<String>) {
    for (index, item) in list.items.iter().enumerate() {
        let mark = match list.marker {
            ListMarker::Bullet => "-".to_owned(),
            ListMarker::Ordered(start) => (start as usize + index).to_string(),
        };
        for block in &item.blocks {
            match &block.kind {
                BlockKind::List(inner) => push_list(inner, depth + 1, chapter, out),
                BlockKind::Paragraph(content) => {
                    out.push(format!("I{depth} {mark} {}", line(content, chapter, true)));
                }
                _ => push_blocks(std::slice::from_ref(block), chapter, out),
            }
        }
    }
}

fn push_table(table: &Table, chapter: &Chapter, out: &mut Vec<String>) {
    let caption = table.caption.as_ref().map_or(&[][..], |caption| &caption.content);
    let words = |list: &Option<Vec<Inline>>| {
        list.as_deref().map(|list| line(list, chapter, false)).unwrap_or_default()
    };
    let (unit, source) = (words(&table.unit), words(&table.source));
    out.push(format!("T {}|{unit}|{source}", line(caption, chapter, false)));
    for (rows, marked) in [(&table.head, false), (&table.body, true)] {
        for row in rows {
            let cells = row.cells.iter().map(|cell| {
                let text = line(&cell.content, chapter, marked);
                format!("[{}x{} {text}]", cell.columns, cell.rows)
            });
            out.push(format!("R {}", cells.collect::<String>()));
        }
    }
}

/// Text, and for each of its letters the marks that it has.
fn line(content: &[Inline], chapter: &Chapter, marked: bool) -> String {
    let (mut text, mut marks) = (String::new(), String::new());
    push_inlines(content, 0, chapter, &mut text, &mut marks);
    if marked { format!("{text} ⟦{marks}⟧") } else { text }
}

fn push_inlines(
    list: &[Inline],
    look: u8,
    chapter: &Chapter,
    text: &mut String,
    marks: &mut String,
) {
    let push = |part: &str, text: &mut String, marks: &mut String| {
        text.push_str(part);
        marks.extend(part.chars().filter(|c| c.is_alphanumeric()).map(|_| char::from(b'0' + look)));
    };
    for inline in list {
        match &inline.kind {
            InlineKind::Text(part) => push(part, text, marks),
            InlineKind::Code(part) => push(&format!("CODE{part}"), text, marks),
            InlineKind::Value(id) => push(&chapter.values[id.0 as usize].text.clone(), text, marks),
            InlineKind::LineBreak => text.push('\n'),
            InlineKind::Strong(inner) => push_inlines(inner, look | 1, chapter, text, marks),
            InlineKind::Emphasis(inner) => push_inlines(inner, look | 2, chapter, text, marks),
            InlineKind::Strikethrough(inner) => push_inlines(inner, look | 4, chapter, text, marks),
            InlineKind::Link { content, .. } => push_inlines(content, look, chapter, text, marks),
            InlineKind::Reference(reference) if reference.content.is_empty() => {
                push(&reference.text, text, marks);
            }
            InlineKind::Reference(reference) => {
                push_inlines(&reference.content, look, chapter, text, marks);
            }
            InlineKind::Note(id) => {
                let note = flat(&chapter.notes[id.0 as usize].blocks, chapter);
                text.push_str(&format!("†{}†", note.join("/")));
            }
            InlineKind::Picture(_) => text.push('▣'),
        }
    }
}

/// The whole report, adopted from its own Word file, has the same lines.
fn own_report() -> Result<(), Failed> {
    let repository = cases::repository();
    let (loaded, document) = crate::workspace::document(repository.root())?;
    let ran = cases::zishu(repository.root(), &["render", "--word", "--only", "自述报告"]);
    if ran.code != "0" {
        return Err(ran.stderr.into());
    }
    let bytes = std::fs::read(repository.root().join("out/自述报告.docx"))?;
    let docx = zishu::docx::read(&bytes).map_err(|refused| refused.reason)?;
    let adopted = adopt(&docx, &target());
    let blocks: Vec<Block> = document
        .sections
        .iter()
        .flat_map(|section| &section.parts)
        .flat_map(|part| part.blocks.clone())
        .collect();
    let file = loaded.workspace.chapters[0].file;
    let whole = Chapter {
        file,
        blocks,
        notes: document.notes.clone(),
        values: document.values.clone(),
        dropped_labels: BTreeSet::new(),
    };
    let (chapter, problems) = read(&Workspace::small(), &adopted);
    let expected: Vec<String> =
        flat(&whole.blocks, &whole).iter().map(|line| settled(line)).collect();
    // What stands on the cover is no part of the tree.
    let found: Vec<String> = flat(&chapter.blocks, &chapter)
        .iter()
        .map(|line| settled(line))
        .skip_while(|line| !line.starts_with('H'))
        .collect();
    let text = format!("{problems}{}", found.join("\n"));
    crate::golden::compare("own-report", &expected.join("\n"), &text)
}

/// A line without what a Word file doesn't tell: levels below the fourth.
fn settled(line: &str) -> String {
    match line.strip_prefix('H') {
        Some(rest) => format!("H{}", rest.trim_start_matches(|c: char| c.is_ascii_digit())),
        None => line.to_owned(),
    }
}

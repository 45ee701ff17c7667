//! Accepting all gives the second document's text, refusing all the first's: over random edits of the
//! rich document, and for each kind of change by itself.

use super::{Change, ChangeKind, ChangeLocation, Version, Writers, redline};
use crate::assemble::fixture;
use crate::diag::Diagnostics;
use crate::document::{
    Align, Block, BlockId, BlockKind, Cell, Column, Date, Document, Inline, InlineKind, Note,
    NoteId, Row, visit,
};
use crate::ooxml::{Element, parse};
use crate::word::{Package, Place, finish, lint, tests as word};
use std::collections::BTreeMap;

struct Known;

impl Writers for Known {
    fn writer(&self, _version: Version, place: Place) -> String {
        match place {
            Place::Block(_) => "市质监局".to_owned(),
            Place::Cover | Place::Contents => "某某市人民政府".to_owned(),
        }
    }
}

const DATE: Date = Date { year: 2018, month: 6, day: 13 };

fn package(document: &Document) -> Package {
    word::built(document, &word::load_profile("gbt9704"))
}

fn marked(old: &Document, new: &Document) -> (Package, Vec<Change>) {
    redline(&package(old), &package(new), &Known, DATE, None)
}

fn text_of(package: &Package, name: &str) -> String {
    let part = package.parts.iter().find(|part| part.name == name).unwrap();
    String::from_utf8(part.bytes.clone()).unwrap()
}

/// What a reader has after accepting (`w:ins` kept, `w:del` gone) or refusing, line by line; empty
/// lines and numbers that Word counts are left out.
fn lines(package: &Package, gone: &str) -> Vec<String> {
    let notes = text_of(package, "word/footnotes.xml");
    let notes = parse("notes", &notes).unwrap();
    let notes: BTreeMap<String, String> = notes
        .elements()
        .map(|note| {
            let mut out = vec![String::new()];
            walk(note, gone, &BTreeMap::new(), &mut out);
            (note.attribute("w:id").unwrap().to_owned(), out.concat())
        })
        .collect();
    let body = text_of(package, "word/document.xml");
    let mut out = vec![String::new()];
    walk(&parse("body", &body).unwrap(), gone, &notes, &mut out);
    out.retain(|line| !line.trim().is_empty());
    out
}

fn walk(
    element: &Element<'_>,
    gone: &str,
    notes: &BTreeMap<String, String>,
    out: &mut Vec<String>,
) {
    let mut fields = 0;
    walk_in(element, gone, notes, out, &mut fields);
}

fn walk_in(
    element: &Element<'_>,
    gone: &str,
    notes: &BTreeMap<String, String>,
    out: &mut Vec<String>,
    fields: &mut usize,
) {
    let last = |out: &mut Vec<String>, text: &str| out.last_mut().unwrap().push_str(text);
    match element.name.as_ref() {
        name if name == gone => return,
        "w:rPrChange" | "w:pPrChange" => return,
        "w:tr" if element.child("w:trPr").is_some_and(|own| own.child(gone).is_some()) => {
            return;
        }
        "w:fldChar" => match element.attribute("w:fldCharType") {
            Some("begin") => *fields += 1,
            Some("end") => {
                *fields -= 1;
                last(out, "〈域〉");
            }
            _ => {}
        },
        "w:t" | "w:delText" if *fields == 0 => {
            last(out, &element.unescaped_text().replace('\u{A0}', " "));
        }
        "w:br" => last(out, "\\"),
        "w:drawing" => last(out, "〈图〉"),
        "w:footnoteReference" => {
            last(out, &format!("〈注{}〉", notes[element.attribute("w:id").unwrap()]));
        }
        _ => {}
    }
    element.elements().for_each(|child| walk_in(child, gone, notes, out, fields));
    if element.name == "w:p" {
        let mark = element.child("w:pPr").and_then(|own| own.child("w:rPr")?.child(gone));
        if mark.is_none() {
            out.push(String::new());
        }
    }
}

/// A caption's number is one that Word counts or the second document gives; in deleted captions it is
/// typed.
fn normal(lines: Vec<String>) -> Vec<String> {
    let one = |line: String| {
        let number = line.split_once('　').map_or("", |(number, _)| number);
        let label = ["表 ", "图 "].iter().find_map(|label| number.strip_prefix(label));
        let counted = |rest: &str| {
            let digits = rest.split_once('-').map(|(_, digits)| digits);
            digits.is_some_and(|digits| {
                digits == "〈域〉" || digits.chars().all(|c| c.is_ascii_digit())
            })
        };
        if label.is_some_and(counted) { line.replacen(number, "〈域〉", 1) } else { line }
    };
    lines.into_iter().map(one).collect()
}

/// Without the contents: they are the second document's.
fn without_contents(lines: Vec<String>) -> Vec<String> {
    let mut inside = false;
    let mut out = Vec::new();
    for line in lines {
        inside |= line == "目　录" || line == "目录";
        if inside && !line.contains("〈域〉") && line != "目　录" && line != "目录" {
            inside = false;
        }
        if !inside {
            out.push(line);
        }
    }
    normal(out)
}

fn hold(old: &Document, new: &Document) -> Vec<Change> {
    let (before, after) = (package(old), package(new));
    let (both, changes) = redline(&before, &after, &Known, DATE, None);
    let plain = |package: &Package| without_contents(lines(package, "none"));
    same(&without_contents(lines(&both, "w:del")), &plain(&after), "accepted");
    same(&without_contents(lines(&both, "w:ins")), &plain(&before), "refused");
    let bytes = finish(both.clone(), &BTreeMap::new()).unwrap();
    assert_eq!(lint(&bytes), Vec::<String>::new());
    let mut ids = std::collections::BTreeSet::new();
    for name in ["word/document.xml", "word/footnotes.xml"] {
        let text = text_of(&both, name);
        unique(&parse(name, &text).unwrap(), &mut ids);
    }
    changes
}

/// A reference whose target is gone has become words: then numbers don't count.
fn same(got: &[String], wanted: &[String], what: &str) {
    let bare =
        |line: &str| line.replace(|c| "〈域〉表图一二三四五、（）0123456789-. ".contains(c), "");
    for (got, wanted) in got.iter().zip(wanted) {
        let fields = wanted.contains("〈域〉");
        assert!(got == wanted || fields && bare(got) == bare(wanted), "{what}:\n{got}\n{wanted}");
    }
    assert_eq!(got.len(), wanted.len(), "{what}");
}

fn unique(element: &Element<'_>, ids: &mut std::collections::BTreeSet<String>) {
    let marks = ["w:ins", "w:del", "w:rPrChange"];
    if marks.contains(&element.name.as_ref()) {
        assert!(ids.insert(element.attribute("w:id").unwrap().to_owned()));
        assert_eq!(element.attribute("w:date"), Some("2018-06-13T00:00:00Z"));
        assert!(!element.attribute("w:author").unwrap().is_empty());
    }
    element.elements().for_each(|child| unique(child, ids));
}

fn resolved(mut document: Document) -> Document {
    document.contents.clear();
    crate::assemble::resolve(&mut document, &mut Diagnostics::default());
    document
}

fn rich() -> Document {
    fixture::rich().1
}

/// The block lists of a document, outermost only.
fn blocks(document: &mut Document) -> Vec<&mut Vec<Block>> {
    let sections = document.sections.iter_mut();
    sections.flat_map(|section| &mut section.parts).map(|part| &mut part.blocks).collect()
}

#[test]
fn nothing_changed() {
    let document = rich();
    let (both, changes) = marked(&document, &document);
    assert_eq!(changes, []);
    for name in ["word/document.xml", "word/footnotes.xml"] {
        let text = text_of(&both, name);
        assert!(!text.contains("<w:ins ") && !text.contains("<w:del "), "{name}");
    }
    hold(&document, &document);
}

#[test]
fn a_number_changes_whole() {
    let (old, mut new) = (rich(), rich());
    let value = new.values.iter_mut().find(|value| value.text.starts_with("1380")).unwrap();
    value.text = "1402.00亿元".to_owned();
    let changes = hold(&old, &new);
    assert_eq!(changes.len(), 1, "{changes:?}");
    assert_eq!(changes[0].kind, ChangeKind::Changed);
    assert!(changes[0].old.contains("1380.00亿元"), "{changes:?}");
    let body = text_of(&marked(&old, &new).0, "word/document.xml");
    assert!(body.contains("<w:delText xml:space=\"preserve\">1380.00</w:delText>"));
    assert!(body.contains("w:author=\"市质监局\""));
}

#[test]
fn paragraphs_come_and_go() {
    let (old, mut new) = (rich(), rich());
    let list = &mut blocks(&mut new)[1][..];
    list.swap(2, 4);
    let mut new = resolved(new);
    hold(&old, &new);
    blocks(&mut new)[1].remove(2);
    hold(&old, &resolved(new));
}

/// Captions keep the numbers that they show while their neighbours' deletion isn't accepted yet: the
/// fields are the new document's, in its order, and no others.
#[test]
fn deleted_captions_are_not_counted() {
    let (_, old) = fixture::rich();
    let caption = |text: &str| {
        let inside = text.to_owned();
        move |block: &Block| {
            visit::caption(block).is_some_and(|caption| {
                matches!(&caption.content[0].kind, InlineKind::Text(text) if *text == inside)
            })
        }
    };
    for gone in ["产品质量监督抽查情况", "分类抽查明细", "质量工作组织架构", "近三年走势"]
    {
        let mut new = old.clone();
        new.sections[1].parts[0].blocks.retain(|block| !caption(gone)(block));
        crate::assemble::resolve(&mut new, &mut Diagnostics::default());

        for (first, second, left_out) in [(&old, &new, "w:ins"), (&new, &old, "w:del")] {
            let (package, _) = marked(first, second);
            let codes = |package: &Package| {
                let body = text_of(package, "word/document.xml");
                let fields = body.split("> SEQ ").skip(1);
                fields.map(|rest| rest.split('<').next().unwrap().to_owned()).collect::<Vec<_>>()
            };
            assert_eq!(codes(&package), codes(&self::package(second)), "{gone}");
            let printed = lines(&package, left_out);
            assert!(printed.iter().any(|line| line.contains(gone)), "{gone}");
        }
    }
}

#[test]
fn rows_come_and_go() {
    let (old, mut new) = (rich(), rich());
    edit_table(&mut new, "分类抽查明细", |rows, _| {
        rows.remove(4);
        let mut row = rows[7].clone();
        row.cells[1].content = words("新增的一类产品");
        rows.insert(9, row);
        rows[20].cells[2].content = words("61.5");
    });
    let changes = hold(&old, &resolved(new.clone()));
    let locations: Vec<(ChangeLocation, ChangeKind)> =
        changes.iter().map(|one| (one.location, one.kind)).collect();
    assert!(locations.contains(&(ChangeLocation::Row(7), ChangeKind::Deleted)), "{locations:?}");
    assert!(locations.contains(&(ChangeLocation::Row(12), ChangeKind::Inserted)), "{locations:?}");
    assert!(locations.contains(&(ChangeLocation::Cell(23), ChangeKind::Changed)), "{locations:?}");
    // Joined cells: a row taken out of the group.
    edit_table(&mut new, "产品质量监督抽查情况", |rows, _| {
        rows[0].cells[0].rows = 1;
        rows.remove(1);
    });
    hold(&old, &resolved(new));
}

#[test]
fn columns_changed() {
    let (old, mut new) = (rich(), rich());
    edit_table(&mut new, "分类抽查明细", |rows, columns| {
        columns.push(Column { align: Align::Auto, share: 0 });
        for row in rows.iter_mut() {
            let cell = row.cells[0].clone();
            row.cells.push(cell);
        }
    });
    let changes = hold(&old, &resolved(new));
    assert_eq!(changes.len(), 1, "{changes:?}");
    assert_eq!(
        (changes[0].location, changes[0].old.as_str()),
        (ChangeLocation::Table, "4 列 92 行")
    );
}

#[test]
fn notes() {
    let (old, mut new) = (rich(), rich());
    if let BlockKind::Paragraph(content) = &mut new.notes[0].blocks[0].kind {
        *content = words("国家统计局最终核定数。");
    }
    let changes = hold(&old, &new);
    assert_eq!(changes.len(), 1, "{changes:?}");
    assert_eq!(changes[0].location, ChangeLocation::Note);
    let mut gone = rich();
    each_line(&mut gone, |content| {
        content.retain(|inline| !matches!(inline.kind, InlineKind::Note(NoteId(0))));
    });
    hold(&old, &gone);
    hold(&gone, &old);
}

#[test]
fn pictures_links_and_references() {
    let (old, mut new) = (rich(), rich());
    for list in blocks(&mut new) {
        list.retain(|block| !matches!(block.kind, BlockKind::Figure(_) | BlockKind::Chart(_)));
    }
    each_line(&mut new, |content| {
        content.retain(|inline| {
            !matches!(inline.kind, InlineKind::Link { .. } | InlineKind::Reference(_))
        });
    });
    let new = resolved(new);
    hold(&old, &new);
    hold(&new, &old);
}

#[test]
fn a_format_alone() {
    let (old, mut new) = (rich(), rich());
    each_line(&mut new, |content| {
        for inline in content {
            if let InlineKind::Strong(inner) = inline.kind.clone() {
                *inline = inner[0].clone();
            }
        }
    });
    let changes = hold(&old, &new);
    assert_eq!(changes.len(), 1, "{changes:?}");
    assert_eq!(
        (changes[0].kind, changes[0].new.as_str()),
        (ChangeKind::Format, "工业增加值占比98.5%")
    );
}

#[test]
fn all_or_nothing() {
    let (old, mut empty) = (rich(), rich());
    empty.sections.clear();
    empty.meta.title = "另一个题目".to_owned();
    let empty = resolved(empty);
    hold(&old, &empty);
    hold(&empty, &old);
}

fn words(text: &str) -> Vec<Inline> {
    let span = rich().sections[0].parts[0].blocks[0].span;
    vec![Inline { span, kind: InlineKind::Text(text.to_owned()) }]
}

fn each_line(document: &mut Document, mut change: impl FnMut(&mut Vec<Inline>)) {
    for list in blocks(document) {
        visit::blocks_mut(list, &mut |block| {
            visit::contents_mut(block).into_iter().for_each(&mut change);
        });
    }
}

fn edit_table(
    document: &mut Document,
    caption: &str,
    mut change: impl FnMut(&mut Vec<Row>, &mut Vec<Column>),
) {
    for list in blocks(document) {
        visit::blocks_mut(list, &mut |block| {
            if let BlockKind::Table(table) = &mut block.kind
                && let Some(own) = &table.caption
                && matches!(&own.content[0].kind, InlineKind::Text(text) if text == caption)
            {
                let columns = &mut table.columns;
                change(&mut table.body, columns);
                if let Some(head) = table.head.first_mut()
                    && head.cells.iter().map(|cell| usize::from(cell.columns)).sum::<usize>()
                        < columns.len()
                {
                    let cell: Cell = head.cells[0].clone();
                    head.cells.push(cell);
                }
            }
        });
    }
}

/// A generator without state outside (splitmix64).
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut word = self.0;
        word = (word ^ (word >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        word = (word ^ (word >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((word ^ (word >> 31)) % end.max(1) as u64) as usize
    }
}

const PHRASES: [&str; 6] =
    ["进一步", "2018年", "，产品合格率达到99.2%", "<&>", "质量强市", "，并建立了长效机制；"];

/// One random edit anywhere.
fn edit(document: &mut Document, dice: &mut Dice) {
    let count = blocks(document).len();
    let which = dice.below(count);
    let phrase = PHRASES[dice.below(PHRASES.len())];
    let kind = dice.below(8);
    if kind >= 4 {
        let mut lists = 0;
        each_line(document, |_| lists += 1);
        let (wanted, mut at) = (dice.below(lists), 0);
        let place = dice.below(1000);
        each_line(document, |content| {
            if at == wanted {
                edit_line(content, kind, place, phrase);
            }
            at += 1;
        });
        return;
    }
    let mut lists = blocks(document);
    let list = &mut lists[which];
    if list.len() < 2 {
        return;
    }
    let at = 1 + dice.below(list.len() - 1);
    match kind {
        0 => drop(list.remove(at)),
        1 => {
            let span = list[at].span;
            let kind = BlockKind::Paragraph(words(phrase));
            list.insert(at, Block { id: BlockId::UNSET, span, kind });
        }
        2 => {
            let to = 1 + dice.below(list.len() - 1);
            list.swap(at, to);
        }
        _ => {
            let BlockKind::Table(table) = &mut list[at].kind else {
                return;
            };
            let rows = &mut table.body;
            if rows.iter().flat_map(|row| &row.cells).any(|cell| cell.rows > 1) || rows.len() < 2 {
                return;
            }
            let row = dice.below(rows.len());
            match dice.below(2) {
                0 => drop(rows.remove(row)),
                _ => rows.insert(row, rows[dice.below(rows.len())].clone()),
            }
        }
    }
}

fn edit_line(content: &mut Vec<Inline>, kind: usize, place: usize, phrase: &str) {
    if content.is_empty() {
        return;
    }
    let count = content.len();
    let at = place % count;
    match (kind, &mut content[at].kind) {
        (4, InlineKind::Text(text)) => {
            let cut =
                text.char_indices().map(|(at, _)| at).nth(place % text.chars().count().max(1));
            text.insert_str(cut.unwrap_or(0), phrase);
        }
        (5, InlineKind::Text(text)) => {
            let from = place % text.chars().count().max(1);
            *text = text.chars().take(from).chain(text.chars().skip(from + 5)).collect();
        }
        (6, _) if count > 1 => drop(content.remove(at)),
        (_, _) => {
            let span = content[at].span;
            let inner = words(phrase);
            content.insert(at, Inline { span, kind: InlineKind::Strong(inner) });
        }
    }
}

#[test]
fn random_edits() {
    for seed in 0..60 {
        let mut dice = Dice(seed);
        let (mut old, mut new) = (rich(), rich());
        for _ in 0..dice.below(6) {
            edit(&mut old, &mut dice);
        }
        for _ in 0..1 + dice.below(25) {
            edit(&mut new, &mut dice);
        }
        if seed % 7 == 0 {
            let span = new.notes[0].span;
            let kind = BlockKind::Paragraph(words("另一条注。"));
            new.notes.push(Note { span, blocks: vec![Block { id: BlockId::UNSET, span, kind }] });
            let id = NoteId(new.notes.len() as u32 - 1);
            let mut done = false;
            each_line(&mut new, |content| {
                if !std::mem::replace(&mut done, true) {
                    content.push(Inline { span, kind: InlineKind::Note(id) });
                }
            });
        }
        println!("seed {seed}");
        hold(&resolved(old), &resolved(new));
    }
}

/// A link's address is no text, and is told as what it is; refusing gives the older one.
#[test]
fn a_link_that_leads_elsewhere_is_told() {
    let (old, mut new) = (rich(), rich());
    let mut changed = false;
    for list in blocks(&mut new) {
        visit::blocks_mut(list, &mut |block| {
            for content in visit::contents_mut(block) {
                visit::inlines_mut(content, &mut |inline| {
                    if let InlineKind::Link { url, .. } = &mut inline.kind {
                        url.push_str("/new");
                        changed = true;
                    }
                });
            }
        });
    }
    assert!(changed, "the fixture has a link");
    let changes = hold(&old, &new);
    assert_eq!(changes.len(), 1, "{changes:?}");
    assert_eq!(changes[0].kind, ChangeKind::Link, "{changes:?}");
    assert!(changes[0].new.contains("/new）"), "{changes:?}");
    let (both, _) = marked(&old, &new);
    let relations = text_of(&both, "word/_rels/document.xml.rels");
    let addresses = relations.matches("TargetMode=\"External\"").count();
    assert_eq!(addresses, 2, "the older address is still there: {relations}");
}

/// A row that stands elsewhere is one change, whether or not its cells changed too.
#[test]
fn a_row_that_moved_is_told() {
    let (old, mut new) = (rich(), rich());
    let mut swapped = None;
    for list in blocks(&mut new) {
        for block in list {
            if let BlockKind::Table(table) = &mut block.kind
                && table.body.len() > 2
                && table.body.iter().all(|row| row.cells.iter().all(|cell| cell.rows == 1))
                && swapped.is_none()
            {
                let row = table.body.remove(0);
                table.body.push(row);
                swapped = Some(table.body.len());
            }
        }
    }
    let rows = swapped.expect("the fixture has a table of rows");
    let changes = hold(&old, &new);
    assert_eq!(changes.len(), 1, "{changes:?}");
    assert_eq!(changes[0].kind, ChangeKind::Moved, "{changes:?} of {rows} rows");
    assert!(changes[0].old.starts_with('第') && changes[0].new.starts_with('第'), "{changes:?}");
}

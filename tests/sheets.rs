//! The documents beside the report: the 申报表 and the 责任分工表 of the repository.
//!
//! In: the repository as a workspace, the table that the city published as `facts/responsibility.csv`.
//! Out: trials that both documents hold every row, word for word, in the tree and in the Word file.

use crate::{cases, golden, tools, word};
use libtest_mimic::{Failed, Trial};
use std::collections::BTreeSet;
use std::sync::Arc;
use word::Place;
use zishu::document::{BlockKind, Document, Table, plain, visit};
use zishu::pipeline::{self, Built, BuiltDocument, Cache, Formats, Goal, Loaded, Outputs, Request};

/// The columns of a table of the 申报表, one for each of the years 2015 to 2017: what form.md.j2 prints.
const FORM_COLUMNS: [&str; 8] =
    ["序号", "申报内容", "指标", "计量单位", "2015年", "2016年", "2017年", "填报单位"];

/// The columns of the table that lead bureaus sign.
const SIGNATURE_COLUMNS: usize = 5;

/// A check and its name.
type Check = (&'static str, fn() -> Result<(), Failed>);

/// The trials.
pub(crate) fn trials() -> Vec<Trial> {
    let list: [Check; 5] = [
        ("duties::as-published-in-the-tree", duties_in_tree),
        ("duties::as-published-in-word", duties_in_word),
        ("form::every-row", form_rows),
        ("form::every-indicator-and-text", form_contents),
        ("word::valid", valid),
    ];
    list.into_iter().map(|(name, run)| Trial::test(format!("sheets::{name}"), run)).collect()
}

/// A document of the repository by its name.
struct Made {
    loaded: Arc<Loaded>,
    document: Arc<Document>,
    word: Vec<u8>,
}

fn made(name: &str) -> Result<Made, Failed> {
    let workspace = cases::repository();
    let request = Request {
        outputs: Outputs::Named(name.to_owned()),
        goal: Goal::Files(Formats::Word),
        ..Request::new(workspace.root())
    };
    let built = pipeline::build(&request, &mut Cache::default());
    let Built { loaded, mut documents, .. } =
        built.map_err(|_| "the repository's workspace can't be read")?;
    let BuiltDocument { document, files, .. } = documents.remove(0);
    let document = document.ok_or("no document")?;
    let word = files.and_then(|files| files.word).ok_or("no Word file")?;
    word::lint(&word)?;
    Ok(Made { loaded, document, word })
}

/// The rows of the published table: 工作任务, 部分, 栏目, 具体内容, 责任单位.
fn published() -> Result<Vec<[String; 5]>, Failed> {
    let path = golden::root().join("tests/facts/responsibility.csv");
    let text = std::fs::read_to_string(path).map_err(|error| error.to_string())?;
    let row = |line: &str| {
        let cells: Vec<String> = line.split(',').map(str::to_owned).collect();
        <[String; 5]>::try_from(cells).map_err(|cells| format!("{} cells: {line}", cells.len()))
    };
    let rows: Vec<[String; 5]> = text.lines().skip(1).map(row).collect::<Result<_, _>>()?;
    if rows.len() == 46 { Ok(rows) } else { Err(format!("{} rows", rows.len()).into()) }
}

/// The grid of a table's body.
fn grid(table: &Table, document: &Document) -> Vec<Vec<Place>> {
    let mut grid = vec![vec![(0, String::new()); table.columns.len()]; table.body.len()];
    let mut cells = 0;
    for (y, row) in table.body.iter().enumerate() {
        for cell in &row.cells {
            cells += 1;
            let x = grid[y].iter().position(|place| place.0 == 0).unwrap();
            let text = plain::inlines(&cell.content, &document.values);
            for line in &mut grid[y..y + usize::from(cell.rows)] {
                line[x..x + usize::from(cell.columns)].fill((cells, text.clone()));
            }
        }
    }
    grid
}

fn tables(document: &Document) -> Vec<Table> {
    let mut tables = Vec::new();
    for part in document.sections.iter().flat_map(|section| &section.parts) {
        visit::blocks(&part.blocks, &mut |block| {
            if let BlockKind::Table(table) = &block.kind {
                tables.push(table.as_ref().clone());
            }
        });
    }
    tables
}

/// A row as published: 部分 and 栏目 are empty where the content covers them, and the 栏目 has its
/// second half where the content leaves room for it.
fn as_published(row: &[Place]) -> Result<[String; 5], Failed> {
    let [_, task, part, column, half, content, duty] = row else {
        return Err(format!("{} columns", row.len()).into());
    };
    let (part, column) = match (part.0 == content.0, half.0 == content.0) {
        (true, _) => (String::new(), String::new()),
        (false, true) => (part.1.clone(), column.1.clone()),
        (false, false) => (part.1.clone(), format!("{} {}", column.1, half.1)),
    };
    Ok([task.1.clone(), part, column, content.1.clone(), duty.1.clone()])
}

fn compare(rows: &[Vec<Place>]) -> Result<(), Failed> {
    let found: Vec<[String; 5]> =
        rows.iter().map(|row| as_published(row)).collect::<Result<_, _>>()?;
    let expected = published()?;
    for (index, (found, expected)) in found.iter().zip(&expected).enumerate() {
        if found != expected {
            return Err(format!("row {}: {found:?} for {expected:?}", index + 1).into());
        }
    }
    if found.len() == expected.len() {
        Ok(())
    } else {
        Err(format!("{} rows for {}", found.len(), expected.len()).into())
    }
}

fn duties_in_tree() -> Result<(), Failed> {
    let made = made("责任分工表")?;
    let tables = tables(&made.document);
    compare(&grid(&tables[0], &made.document))
}

fn duties_in_word() -> Result<(), Failed> {
    let tables = word::tables(&made("责任分工表")?.word)?;
    compare(&tables[0][1..])
}

/// The rows of the tables that the bureaus fill in, of those of all tables of the 申报表.
fn filled_in(rows: &[Vec<Place>]) -> Result<Vec<&Vec<Place>>, Failed> {
    let count = FORM_COLUMNS.len();
    let found: Vec<&Vec<Place>> = rows.iter().filter(|row| row.len() == count).collect();
    if found.is_empty() {
        let widths: BTreeSet<usize> = rows.iter().map(Vec::len).collect();
        return Err(format!(
            "the number of columns changed: no table has the {count} of FORM_COLUMNS \
             ({FORM_COLUMNS:?}), the tables have {widths:?}"
        )
        .into());
    }
    Ok(found)
}

/// The rows of the 申报表: number and wording of each, in the order of the table.
fn form_rows() -> Result<(), Failed> {
    let made = made("申报表")?;
    let asked: Vec<[String; 5]> = published()?.into_iter().take(31).collect();
    let in_tree: Vec<Vec<Place>> =
        tables(&made.document).iter().flat_map(|table| grid(table, &made.document)).collect();
    let in_word: Vec<Vec<Place>> = word::tables(&made.word)?.into_iter().flatten().collect();
    for rows in [in_tree, in_word] {
        let mut found: Vec<(String, String)> = Vec::new();
        for row in filled_in(&rows)? {
            let (number, wording) = (row[0].1.clone(), row[1].1.clone());
            if number.parse::<usize>().is_ok() && found.last().is_none_or(|last| last.0 != number) {
                found.push((number, wording));
            }
        }
        if found.len() != asked.len() {
            return Err(format!("{} rows for {}", found.len(), asked.len()).into());
        }
        for (index, ((number, wording), row)) in found.iter().zip(&asked).enumerate() {
            let half =
                row[2].split_once(' ').map_or(String::new(), |(_, half)| format!("{half}："));
            if *number != (index + 1).to_string() || *wording != format!("{half}{}", row[3]) {
                return Err(format!("row {}: {number} {wording} for {row:?}", index + 1).into());
            }
        }
    }
    Ok(())
}

/// Every indicator with its values, every text, and a line for every lead bureau to sign.
fn form_contents() -> Result<(), Failed> {
    let Made { loaded, document, .. } = made("申报表")?;
    let rows: Vec<Vec<Place>> =
        tables(&document).iter().flat_map(|table| grid(table, &document)).collect();
    let filled_in = filled_in(&rows)?;
    let mut missing = Vec::new();
    for indicator in &loaded.indicators.definitions {
        if !filled_in.iter().any(|row| row[2].1 == indicator.name) {
            missing.push(indicator.name.clone());
        }
    }
    let shown: BTreeSet<_> =
        document.sections.iter().flat_map(|one| &one.parts).map(|part| part.file).collect();
    let texts = loaded.workspace.row_chapters.iter().map(|chapter| chapter.file);
    missing.extend(
        texts.filter(|file| !shown.contains(file)).map(|file| loaded.sources.path(file).to_owned()),
    );
    let signatures = rows.iter().filter(|row| row.len() == SIGNATURE_COLUMNS);
    let signed: Vec<&str> = signatures.map(|row| row[0].1.as_str()).collect();
    for row in loaded.workspace.rows.iter().map(|row| &loaded.workspace.plan[row.row]) {
        for lead in row.lead.iter().filter(|_| !row.part.is_empty()) {
            let bureau =
                &loaded.workspace.bureaus[loaded.workspace.find_bureau(&lead.value).unwrap()];
            if signed.iter().filter(|name| **name == bureau.name).count() != 1 {
                missing.push(bureau.name.clone());
            }
        }
    }
    if missing.is_empty() { Ok(()) } else { Err(format!("missing: {missing:?}").into()) }
}

fn valid() -> Result<(), Failed> {
    for (document, name) in [("申报表", "form"), ("责任分工表", "duties")] {
        let word = made(document)?.word;
        let folder = golden::root().join("target/tests");
        std::fs::create_dir_all(&folder).map_err(|error| error.to_string())?;
        let path = folder.join(format!("{name}.docx"));
        std::fs::write(&path, word).map_err(|error| error.to_string())?;
        tools::validate(&path)?;
    }
    Ok(())
}

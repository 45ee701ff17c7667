//! The repository's own report, rendered: what readers of PDF and Word get.
//!
//! In: the repository as a workspace. Out: trials on the files: faces, tags, standards, validity, and
//! that PDF and Word, the latter through LibreOffice, show the same headings, captions and numbers.

mod alone;
mod copying;
mod structure;

use crate::{cases, golden, tools, word, workspace};
use libtest_mimic::{Failed, Trial};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;
use workspace::{CHAPTER, Workspace};
use zishu::document::{Block, BlockKind, Caption, Document, InlineKind, plain, visit};

/// What a trial does.
type Check = fn() -> Result<(), Failed>;

/// The trials.
pub(crate) fn trials() -> Vec<Trial> {
    let list: [(&str, Check); 22] = [
        ("pdf::faces-are-embedded", faces_embedded),
        ("pdf::tagged-and-archivable", standards),
        ("pdf::shows-the-outline", || in_order(&pdf_text(&rendered()?.pdf)?)),
        ("pdf::shows-every-line", every_line_in_pdf),
        ("pdf::one-character-a-glyph", copying::one_character_a_glyph),
        ("pdf::numbers-are-found", copying::numbers_are_found),
        ("pdf::typed-invisible-characters", copying::invisible_characters),
        ("pdf::structure-follows-the-tree", structure::follows_the_tree),
        ("pdf::structure-of-the-other-documents", structure::of_the_other_documents),
        ("pdf::conforms", structure::conforms),
        ("pdf::tables-over-pages", structure::tables_over_pages),
        ("word::shows-every-line", every_line_in_word),
        ("word::valid", || tools::validate(&rendered()?.word)),
        ("word::whole", || tools::check_integrity(&rendered()?.word)),
        ("word::balanced", || word::lint(&read(&rendered()?.word)?)),
        ("word::faces-in-libreoffice", faces_in_libreoffice),
        ("word::lines-and-characters-in-libreoffice", lines_and_characters),
        ("word::same-text-as-pdf", same_text),
        ("word::numbers-fit-their-cells", numbers_fit),
        ("word::a-part-keeps-its-captions-in-libreoffice", captions_of_a_part),
        ("bytes::same-every-time", same_bytes),
        ("bytes::word-alone-as-recorded", alone::as_recorded),
    ];
    list.into_iter().map(|(name, run)| Trial::test(format!("documents::{name}"), run)).collect()
}

/// Files made from the repository by the built program.
#[derive(Debug, Clone)]
struct Rendered {
    pdf: PathBuf,
    word: PathBuf,
    /// The Word files of the other documents.
    others: Vec<PathBuf>,
}

impl Rendered {
    /// Every PDF that was made.
    fn all_pdfs(&self) -> Result<Vec<PathBuf>, Failed> {
        let folder = self.pdf.parent().ok_or("no folder")?;
        let mut found = golden::files(folder, ".pdf");
        found.retain(|path| path.parent() == Some(folder));
        if found.len() == 3 { Ok(found) } else { Err(format!("{found:?}").into()) }
    }
}

fn scratch(name: &str) -> PathBuf {
    let folder = golden::root().join("target/tests").join(name);
    let _ = std::fs::create_dir_all(&folder);
    folder
}

fn rendered() -> Result<Rendered, Failed> {
    static MADE: OnceLock<Result<Rendered, String>> = OnceLock::new();
    MADE.get_or_init(|| render_into(&scratch("repository"))).clone().map_err(Failed::from)
}

fn render_into(folder: &Path) -> Result<Rendered, String> {
    let workspace = cases::repository();
    let ran = cases::zishu(workspace.root(), &["render"]);
    if ran.code != "0" {
        return Err(format!("exit code {}\n{}{}", ran.code, ran.stdout, ran.stderr));
    }
    let copy = |name: &str| {
        let target = folder.join(name);
        let source = workspace.root().join("out").join(name);
        std::fs::copy(&source, &target).map_err(|error| format!("{name}: {error}"))?;
        Ok::<PathBuf, String>(target)
    };
    for other in ["申报表.pdf", "责任分工表.pdf"] {
        copy(other)?;
    }
    let others = ["申报表.docx", "责任分工表.docx"].map(copy);
    Ok(Rendered {
        pdf: copy("自述报告.pdf")?,
        word: copy("自述报告.docx")?,
        others: others.into_iter().collect::<Result<_, _>>()?,
    })
}

/// The Word file of the repository's own report.
pub(crate) fn word_bytes() -> Result<Vec<u8>, Failed> {
    read(&rendered()?.word)
}

fn read(path: &Path) -> Result<Vec<u8>, Failed> {
    std::fs::read(path).map_err(|error| format!("{}: {error}", path.display()).into())
}

fn poppler(name: &'static str, arguments: &[&str], file: &Path) -> Result<String, Failed> {
    let program = tools::program(name)?;
    Ok(tools::run(Command::new(program).args(arguments).arg(file))?)
}

/// The text of a PDF in the order of its content, page by page, without page numbers.
fn pdf_text(file: &Path) -> Result<String, Failed> {
    let program = tools::program("pdftotext")?;
    let mut command = Command::new(program);
    command.args(["-enc", "UTF-8", "-layout"]).arg(file).arg("-");
    let text = tools::run(&mut command)?;
    let folio = |line: &str| {
        let inner = line.trim().trim_matches(['—', '-', ' ']);
        line.contains('—') && !inner.is_empty() && inner.chars().all(|c| c.is_ascii_digit())
    };
    Ok(text.lines().filter(|line| !folio(line)).map(|line| format!("{line}\n")).collect())
}

fn faces(file: &Path) -> Result<Vec<(String, bool)>, Failed> {
    let listed = poppler("pdffonts", &[], file)?;
    let face = |line: &str| {
        let name = line.split_whitespace().next()?.to_owned();
        // ... type encoding emb sub uni object ID
        let words: Vec<&str> = line.split_whitespace().rev().collect();
        Some((name, *words.get(4)? == "yes"))
    };
    Ok(listed.lines().skip(2).filter_map(face).collect())
}

fn faces_embedded() -> Result<(), Failed> {
    let faces = faces(&rendered()?.pdf)?;
    let missing: Vec<&String> =
        faces.iter().filter(|(_, embedded)| !embedded).map(|(name, _)| name).collect();
    if faces.is_empty() || !missing.is_empty() {
        return Err(format!("not embedded: {missing:?} of {faces:?}").into());
    }
    Ok(())
}

fn standards() -> Result<(), Failed> {
    let file = rendered()?.pdf;
    let information = poppler("pdfinfo", &[], &file)?;
    let metadata = poppler("pdfinfo", &["-meta"], &file)?;
    let squeezed: String = metadata.chars().filter(|c| !c.is_whitespace()).collect();
    let says = |name: &str, value: &str| {
        squeezed.contains(&format!("<{name}>{value}<"))
            || squeezed.contains(&format!("{name}=\"{value}\""))
    };
    let tagged =
        information.lines().any(|line| line.starts_with("Tagged:") && line.ends_with("yes"));
    let titled = information.lines().any(|line| line.starts_with("Title:") && line.len() > 20);
    let paper =
        information.lines().any(|line| line.starts_with("Page size:") && line.contains("A4"));
    let marks = [
        ("tagged", tagged),
        ("title", titled),
        ("A4", paper),
        ("PDF/A-2", says("pdfaid:part", "2")),
        ("conformance A", says("pdfaid:conformance", "A")),
        ("PDF/UA-1", says("pdfuaid:part", "1")),
    ];
    let missing: Vec<&str> = marks.iter().filter(|(_, is)| !is).map(|(name, _)| *name).collect();
    if missing.is_empty() {
        Ok(())
    } else {
        Err(format!("missing: {missing:?}\n{information}{metadata}").into())
    }
}

/// The Word file as LibreOffice prints it, with the faces of fonts/ alone.
fn through_libreoffice() -> Result<PathBuf, Failed> {
    static MADE: OnceLock<Result<PathBuf, String>> = OnceLock::new();
    let made = MADE.get_or_init(|| {
        let word =
            rendered().map_err(|failed| failed.message().unwrap_or_default().to_owned())?.word;
        convert(&word).map_err(|failed| failed.message().unwrap_or_default().to_owned())
    });
    made.clone().map_err(Failed::from)
}

fn convert(word: &Path) -> Result<PathBuf, Failed> {
    let soffice = tools::program("soffice")?;
    // Two runs of LibreOffice must not share a profile.
    let stem = word.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let folder = scratch("libreoffice").join(&stem);
    std::fs::create_dir_all(&folder).map_err(|error| error.to_string())?;
    let template = golden::root().join("tests/libreoffice/fonts.conf");
    let template = String::from_utf8_lossy(&read(&template)?).into_owned();
    let path = |path: PathBuf| path.to_string_lossy().into_owned();
    let configuration = template
        .replace("<dir>FONTS", &format!("<dir>{}", path(golden::root().join("fonts"))))
        .replace("<cachedir>CACHE", &format!("<cachedir>{}", path(folder.join("cache"))));
    let fonts = folder.join("fonts.conf");
    std::fs::write(&fonts, configuration).map_err(|error| error.to_string())?;
    let profile = format!("-env:UserInstallation=file://{}", path(folder.join("profile")));
    let mut command = Command::new(soffice);
    command.args([&profile, "--headless", "--convert-to", "pdf", "--outdir"]);
    command.arg(&folder).arg(word).env("FONTCONFIG_FILE", fonts);
    tools::run(&mut command)?;
    let made = folder.join(format!("{stem}.pdf"));
    if made.exists() { Ok(made) } else { Err("LibreOffice wrote no PDF".into()) }
}

/// Pages of plain text hold 22 lines of 28 characters in LibreOffice too.
fn lines_and_characters() -> Result<(), Failed> {
    let workspace = Workspace::small();
    // Two characters in front of the first line.
    let text = "国".repeat(28 * 22 * 4 - 2);
    workspace.write(CHAPTER, format!("{text}\n"));
    let made = workspace::render(workspace.root())?;
    let file = workspace.root().join("plain.docx");
    std::fs::write(&file, made.word).map_err(|error| error.to_string())?;
    let text = pdf_text(&convert(&file)?)?;
    let count = |line: &str| line.chars().filter(|c| *c == '国').count();
    let pages: Vec<Vec<usize>> = text
        .split('\u{c}')
        .map(|page| page.lines().map(count).filter(|count| *count > 0).collect())
        .collect();
    let full = pages.iter().filter(|page| **page == [28; 22]).count();
    if full >= 2 { Ok(()) } else { Err(format!("{pages:?}").into()) }
}

/// Every role's face is used, and no other.
fn faces_in_libreoffice() -> Result<(), Failed> {
    let roles = [
        ("仿宋", "ZishuFang"),
        ("黑体", "NotoSansSC"),
        ("楷体", "GBZenKai"),
        ("宋体与小标宋", "NotoSerifSC"),
        ("西文", "LiberationSerif"),
    ];
    let spare = "ZishuKaiExt";
    let letters =
        |name: &str| name.chars().filter(|c| c.is_ascii_alphanumeric()).collect::<String>();
    let used: Vec<String> =
        faces(&through_libreoffice()?)?.into_iter().map(|(name, _)| letters(&name)).collect();
    let absent: Vec<&str> = roles
        .iter()
        .filter(|(_, face)| !used.iter().any(|name| name.contains(face)))
        .map(|(role, _)| *role)
        .collect();
    let foreign: Vec<&String> = used
        .iter()
        // Bullets may come from LibreOffice's own symbol face.
        .filter(|name| !name.contains("OpenSymbol") && !name.contains(spare))
        .filter(|name| !roles.iter().any(|(_, face)| name.contains(face)))
        .collect();
    if absent.is_empty() && foreign.is_empty() {
        return Ok(());
    }
    Err(format!("unused: {absent:?}, foreign: {foreign:?}, all: {used:?}").into())
}

/// The repository's document tree.
fn document() -> Result<Document, Failed> {
    let repository = cases::repository();
    Ok(workspace::document(repository.root())?.1)
}

/// Headings and captions in reading order, with their numbers, without spaces.
fn outline(document: &Document) -> Vec<String> {
    let mut list = Vec::new();
    let caption = |word: &str, caption: &Option<Caption>| {
        let text = |caption: &Caption| plain::inlines(&caption.content, &document.values);
        caption.as_ref().map(|caption| squeeze(&format!("{}{}", caption.name(word), text(caption))))
    };
    for part in document.sections.iter().flat_map(|section| &section.parts) {
        visit::blocks(&part.blocks, &mut |block| match &block.kind {
            BlockKind::Heading(heading) => {
                let text = plain::inlines(&heading.content, &document.values);
                list.push(squeeze(&format!("{}{text}", heading.number)));
            }
            BlockKind::Table(table) => list.extend(caption("表", &table.caption)),
            BlockKind::Figure(figure) => list.extend(caption("图", &figure.caption)),
            BlockKind::Chart(chart) => list.extend(caption("图", &chart.caption)),
            BlockKind::Paragraph(_)
            | BlockKind::List(_)
            | BlockKind::Quote(_)
            | BlockKind::Code(_)
            | BlockKind::Rule
            | BlockKind::PageBreak
            | BlockKind::Landscape(_)
            | BlockKind::Letter(..) => {}
        });
    }
    list
}

fn squeeze(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// Where the body begins: the first heading, after the contents that list it too.
fn body(squeezed: &str, outline: &[String]) -> Result<usize, Failed> {
    let first = outline.first().ok_or("no heading")?;
    Ok(squeezed.rfind(first.as_str()).ok_or(format!("{first} isn't there"))?)
}

/// Every heading and caption stands in the text, in order.
fn in_order(text: &str) -> Result<(), Failed> {
    let outline = outline(&document()?);
    let squeezed = squeeze(text);
    let mut at = body(&squeezed, &outline)?;
    let mut missing = Vec::new();
    for entry in &outline {
        match squeezed[at..].find(entry.as_str()) {
            Some(found) => at += found + entry.len(),
            None => missing.push(entry.as_str()),
        }
    }
    if missing.is_empty() {
        Ok(())
    } else {
        Err(format!("missing or out of order: {missing:#?}").into())
    }
}

/// What the tree says, line by line: headings, paragraphs, cells, captions, notes.
fn lines(document: &Document) -> Vec<String> {
    let mut list = Vec::new();
    let mut add = |block: &Block| {
        for content in visit::contents(block) {
            // A note's mark stands within its sentence: what is before and after it is compared.
            let pieces = content.split(|inline| matches!(inline.kind, InlineKind::Note(_)));
            let text = pieces.map(|piece| squeeze(&plain::inlines(piece, &document.values)));
            list.extend(text.filter(|text| !text.is_empty()));
        }
    };
    for part in document.sections.iter().flat_map(|section| &section.parts) {
        visit::blocks(&part.blocks, &mut |block| add(block));
    }
    for note in &document.notes {
        visit::blocks(&note.blocks, &mut |block| add(block));
    }
    list
}

/// The numbers in a text: `94.52%`, `1380.00`.
fn numbers(text: &str) -> BTreeSet<String> {
    let other = |c: char| !(c.is_ascii_digit() || c == '.' || c == '%');
    let words = text.split(other).map(|word| word.trim_matches('.').to_owned());
    words.filter(|word| word.chars().any(|c| c.is_ascii_digit())).collect()
}

/// The lines that `text` doesn't hold. A line may be broken once, by the end of a page.
fn missing<'a>(lines: &'a [String], text: &str) -> Vec<&'a str> {
    let squeezed = squeeze(text);
    let broken = |line: &str| {
        let mut places = line.char_indices().skip(1).map(|(at, _)| at);
        places.any(|at| squeezed.contains(&line[..at]) && squeezed.contains(&line[at..]))
    };
    let absent = |line: &&String| !squeezed.contains(line.as_str()) && !broken(line);
    lines.iter().filter(absent).map(String::as_str).collect()
}

/// Word through LibreOffice shows the headings and captions in order, every number of the tree, and
/// none that the PDF lacks.
fn same_text() -> Result<(), Failed> {
    let document = document()?;
    let pdf = pdf_text(&rendered()?.pdf)?;
    let word = pdf_text(&through_libreoffice()?)?;
    in_order(&word)?;
    let told: BTreeSet<String> = lines(&document).iter().flat_map(|line| numbers(line)).collect();
    let (pdf, word) = (numbers(&pdf), numbers(&word));
    let lacks = |shown: &BTreeSet<String>| told.difference(shown).cloned().collect::<Vec<_>>();
    let foreign: Vec<&String> = word.difference(&pdf).filter(|number| is_value(number)).collect();
    if lacks(&pdf).is_empty() && lacks(&word).is_empty() && foreign.is_empty() && told.len() > 100 {
        return Ok(());
    }
    let (pdf, word) = (lacks(&pdf), lacks(&word));
    Err(format!("not in PDF: {pdf:?}, not in Word: {word:?}, only in Word: {foreign:?}").into())
}

/// Whole numbers of up to three digits may be page numbers, which differ.
fn is_value(number: &str) -> bool {
    number.len() > 3 || number.contains(['.', '%'])
}

/// Every line of the tree stands in the Word file's own text.
fn every_line_in_word() -> Result<(), Failed> {
    let document = document()?;
    let bytes = read(&rendered()?.word)?;
    let mut text = String::new();
    for part in ["word/document.xml", "word/footnotes.xml"] {
        let paragraphs = word::paragraphs(&bytes, part)?;
        text.extend(paragraphs.into_iter().map(|paragraph| format!("{paragraph}\n")));
    }
    let lines = lines(&document);
    let missing = missing(&lines, &text);
    if missing.is_empty() { Ok(()) } else { Err(format!("not in Word: {missing:#?}").into()) }
}

/// No number in a table is wider than its cell: it would be broken within.
fn numbers_fit() -> Result<(), Failed> {
    let made = rendered()?;
    let mut count = 0;
    let mut broken = Vec::new();
    for path in made.others.iter().chain([&made.word]) {
        for cell in word::cells(&read(path)?)? {
            for number in cell.text.split(|c: char| !in_number(c)) {
                count += usize::from(number.len() > 1);
                let needed = number_width(number);
                if needed > cell.room {
                    let file = path.file_name().unwrap_or_default().to_string_lossy();
                    broken.push(format!(
                        "{file}: {number} needs {needed:.2} em, its cell has {:.2}; widen its \
                         column (列宽)",
                        cell.room
                    ));
                }
            }
        }
    }
    if broken.is_empty() && count > 500 {
        return Ok(());
    }
    Err(format!("{count} numbers, {} too wide:\n{}", broken.len(), broken.join("\n")).into())
}

fn in_number(c: char) -> bool {
    c.is_ascii_digit() || matches!(c, '.' | ',' | ':' | '%' | '+' | '-' | '/')
}

/// Width in ems, by the widths of Times New Roman.
fn number_width(number: &str) -> f64 {
    let width = |c: char| match c {
        '.' | ',' => 0.25,
        ':' | '/' => 0.278,
        '-' => 0.333,
        '+' => 0.564,
        '%' => 0.833,
        _ => 0.5,
    };
    number.chars().map(width).sum()
}

/// A copy of a part of the report begins with other numbers than 1: LibreOffice, which counts anew,
/// comes to those that the file shows.
fn captions_of_a_part() -> Result<(), Failed> {
    let workspace = cases::repository();
    let scope = ["--section", "08", "--bureau", "市卫生计生委"];
    let ran =
        cases::zishu(workspace.root(), &[&["review", "send", "--no-lock"], &scope[..]].concat());
    if ran.code != "0" {
        return Err(format!("{}{}", ran.stdout, ran.stderr).into());
    }
    let sent = golden::files(&workspace.root().join("out/送审"), "docx");
    let sent = sent.first().ok_or("there is no copy")?;
    let captions = word::captions(&read(sent)?)?;
    let shown = squeeze(&pdf_text(&convert(sent)?)?);
    let missing: Vec<&String> =
        captions.iter().filter(|caption| !shown.contains(&squeeze(caption))).collect();
    if missing.is_empty() && captions.iter().any(|caption| !caption.contains("-1")) {
        return Ok(());
    }
    Err(format!("{missing:?} of {captions:?}").into())
}

/// Every line of the tree stands in the PDF's text, in reading order.
fn every_line_in_pdf() -> Result<(), Failed> {
    let program = tools::program("pdftotext")?;
    let mut command = Command::new(program);
    command.args(["-enc", "UTF-8", "-raw"]).arg(&rendered()?.pdf).arg("-");
    let text = tools::run(&mut command)?;
    let lines = lines(&document()?);
    let missing = missing(&lines, &text);
    if missing.is_empty() { Ok(()) } else { Err(format!("not in PDF: {missing:#?}").into()) }
}

/// Twice in this process and twice in others.
fn same_bytes() -> Result<(), Failed> {
    let first = rendered()?;
    let second = render_into(&scratch("again"))?;
    let workspace = cases::repository();
    let made = [workspace::render(workspace.root())?, workspace::render(workspace.root())?];
    let mut runs =
        vec![(read(&first.pdf)?, read(&first.word)?), (read(&second.pdf)?, read(&second.word)?)];
    runs.extend(made.into_iter().map(|made| (made.pdf, made.word)));
    for (index, (pdf, word)) in runs.iter().enumerate().skip(1) {
        if *pdf != runs[0].0 {
            return Err(format!("run {} gave another PDF", index + 1).into());
        }
        if *word != runs[0].1 {
            return Err(format!("run {} gave another Word file", index + 1).into());
        }
    }
    Ok(())
}

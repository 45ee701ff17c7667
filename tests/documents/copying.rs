//! What the PDFs say beneath their glyphs: what is copied and searched.
//!
//! In: the rendered report, and a chapter of invisible characters. Out: trials on the text of glyphs.

use super::{document, is_value, lines, numbers, pdf_text, read, rendered, scratch, squeeze};
use crate::workspace::{self, CHAPTER, Workspace};
use crate::{golden, tools, word};
use libtest_mimic::Failed;
use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;
use zishu::source;

/// The text of every glyph of every face in a PDF, as code points (`U+7C73`), as its ToUnicode maps give it.
fn glyph_texts(file: &Path) -> Result<Vec<String>, Failed> {
    let script = golden::root().join("tests/documents/tounicode.py");
    let mut command = Command::new(tools::program("python3")?);
    let texts: Vec<String> =
        tools::run(command.arg(script).arg(file))?.lines().map(str::to_owned).collect();
    if texts.len() < 50 {
        return Err(format!("{}: only {} glyphs", file.display(), texts.len()).into());
    }
    Ok(texts)
}

/// The glyphs of a PDF that stand for another number of characters than one.
fn glyphs_of_several(file: &Path) -> Result<Vec<String>, Failed> {
    let texts = glyph_texts(file)?;
    Ok(texts.into_iter().filter(|text| text.split_whitespace().count() != 1).collect())
}

/// A glyph's text is that of its first use in the file: where that is more than its own character, it is
/// copied and searched wrongly everywhere.
pub(super) fn one_character_a_glyph() -> Result<(), Failed> {
    for file in rendered()?.all_pdfs()? {
        let several = glyphs_of_several(&file)?;
        if !several.is_empty() {
            return Err(format!("{}: {several:?}", file.display()).into());
        }
    }
    Ok(())
}

/// The text of a PDF as MuPDF, which reads no ActualText, takes it from the glyphs.
fn mupdf_text(file: &Path) -> Result<String, Failed> {
    let mut command = Command::new(tools::program("mutool")?);
    Ok(tools::run(command.args(["draw", "-q", "-F", "txt"]).arg(file))?)
}

/// The text of a PDF as pdf.js, Firefox's reader, takes it.
fn pdfjs_text(file: &Path) -> Result<String, Failed> {
    let script = golden::root().join("tests/documents/text.mjs");
    let mut command = Command::new(tools::program("node")?);
    Ok(tools::run(command.arg(script).arg(tools::pdfjs()?).arg(file))?)
}

/// Every number of the tree is found in the PDF, by readers that follow ActualText and by one that doesn't.
pub(super) fn numbers_are_found() -> Result<(), Failed> {
    let file = rendered()?.pdf;
    let typed: BTreeSet<String> =
        lines(&document()?).iter().flat_map(|line| numbers(line)).collect();
    for known in ["1146.13", "8845"] {
        if !typed.iter().any(|number| number == known) {
            return Err(format!("{known} is no number of the report").into());
        }
    }
    let texts = [
        ("pdftotext", pdf_text(&file)?),
        ("mutool", mupdf_text(&file)?),
        ("pdf.js", pdfjs_text(&file)?),
    ];
    for (reader, text) in texts {
        let found = numbers(&text);
        // A number may be broken at the end of a line, as one with its unit is in a narrow column.
        let squeezed = squeeze(&text);
        let missing: Vec<&String> = typed
            .iter()
            .filter(|number| is_value(number))
            .filter(|number| !found.contains(*number) && !squeezed.contains(number.as_str()))
            .collect();
        if !missing.is_empty() {
            return Err(format!("{reader} doesn't find {missing:?}").into());
        }
    }
    Ok(())
}

/// What comes along from web pages is left out of both files, wherever it was typed; so are ligatures.
pub(super) fn invisible_characters() -> Result<(), Failed> {
    let workspace = Workspace::small();
    let path = "chapters/report.yaml";
    let report = String::from_utf8_lossy(&read(&workspace.root().join(path))?).into_owned();
    workspace.write(path, report.replacen("标题: ", "标题: 米\u{200B}", 1));
    workspace.write(CHAPTER, INVISIBLE);
    let made = workspace::render(workspace.root())?;
    let (pdf, word) = (scratch("invisible").join("a.pdf"), scratch("invisible").join("a.docx"));
    std::fs::write(&pdf, made.pdf).map_err(|error| error.to_string())?;
    std::fs::write(&word, &made.word).map_err(|error| error.to_string())?;

    let several = glyphs_of_several(&pdf)?;
    if !several.is_empty() {
        return Err(format!("glyphs of several characters: {several:?}").into());
    }

    let printed = squeeze(&mupdf_text(&pdf)?);
    let mut written = String::new();
    for part in ["word/document.xml", "word/footnotes.xml", "docProps/core.xml"] {
        let parts = word::parts(&made.word)?;
        let bytes = parts.get(part).ok_or(format!("no {part}"))?;
        written += &String::from_utf8_lossy(bytes);
    }
    let unseen = |text: &str| text.chars().find(|c| source::is_invisible(*c));
    for text in [&printed, &written] {
        if let Some(found) = unseen(text) {
            return Err(format!("{} in {text}", found.escape_unicode()).into());
        }
    }

    let paragraphs =
        ["word/document.xml", "word/footnotes.xml"].map(|part| word::paragraphs(&made.word, part));
    let mut shown = String::new();
    for paragraphs in paragraphs {
        shown += &squeeze(&paragraphs?.concat());
    }
    let wanted = [
        "零宽标题",
        "米价稳定，1146.13亿元，8845家，米价又稳",
        "officefjordfinalaffluent",
        "脚注94",
        "零宽表",
        "葛城",
    ];
    for (name, text) in [("PDF", &printed), ("Word", &shown)] {
        let missing: Vec<&str> = wanted.into_iter().filter(|words| !text.contains(words)).collect();
        if !missing.is_empty() {
            return Err(format!("not in {name}: {missing:?}\n{text}").into());
        }
    }
    Ok(())
}

/// Invisible characters before and behind the first uses of glyphs, in every kind of block.
const INVISIBLE: &str = "\
\u{200B}## 零\u{2060}宽标题{#sec-零宽}

米\u{2060}价稳定，\u{2060}1\u{200B}146.13\u{200B}亿元，8\u{FEFF}845\u{200D}家，米\u{2060}价又稳。[^注]

of\u{AD}fice fjord final affluent，见[@sec-零宽]，葛\u{FE0F}城，1\u{FE0F}2。

[^注]: 脚\u{202A}注\u{202C}9\u{2060}4。

- 列\u{200E}项\u{034F}

> 引\u{2066}文\u{2069}

表：零\u{180E}宽表

| 米\u{2060} | 乙 |
|---|---|
| 1\u{2061} | 4\u{200C}9 |

`a\u{200B}b`

```
码\u{2060}7
```
";

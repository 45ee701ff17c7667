//! A comment put into a Word file, and the file saved by LibreOffice afterwards: over its bridge
//! LibreOffice ends when a file with comments is edited.

use crate::{tools, word};
use libtest_mimic::Failed;
use std::path::Path;
use std::process::Command;

const RELATION: &str = r#"<Relationship Id="rIdComments" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments" Target="comments.xml"/></Relationships>"#;
const CONTENT_TYPE: &str = r#"<Override PartName="/word/comments.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"/></Types>"#;
const OPEN: &str =
    r#"<w:comments xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">"#;

/// Comments on the run that says `place`, and saves the file anew.
pub(super) fn put(file: &Path, place: &str, author: &str, said: &str) -> Result<(), Failed> {
    let bytes = std::fs::read(file).map_err(|error| error.to_string())?;
    let mut parts = word::parts(&bytes)?;
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let document = text(&parts["word/document.xml"]);
    let old = parts.get("word/comments.xml").map(|bytes| text(bytes));
    let number = old.as_deref().map_or(0, |old| old.matches("<w:comment ").count());
    let id = 70_000 + number;
    let comment = format!(
        r#"<w:comment w:id="{id}" w:author="{author}" w:date="2018-06-14T09:00:00Z"><w:p><w:r><w:t>{said}</w:t></w:r></w:p></w:comment></w:comments>"#
    );
    let comments = match old {
        Some(old) => old.replace("</w:comments>", &comment),
        None => {
            let rels = parts.entry("word/_rels/document.xml.rels".to_owned()).or_default();
            *rels = text(rels).replace("</Relationships>", RELATION).into_bytes();
            let types = parts.entry("[Content_Types].xml".to_owned()).or_default();
            *types = text(types).replace("</Types>", CONTENT_TYPE).into_bytes();
            format!("{OPEN}{comment}")
        }
    };
    parts.insert("word/comments.xml".to_owned(), comments.into_bytes());
    let around = around(&document, place, id).ok_or(format!("no run says {place}"))?;
    parts.insert("word/document.xml".to_owned(), around.into_bytes());
    std::fs::write(file, word::pack(&parts)).map_err(|error| error.to_string())?;
    save(file)
}

/// The document with a comment around the run outside of changes whose text holds `place`.
fn around(document: &str, place: &str, id: usize) -> Option<String> {
    let body = document.find("w:val=\"Heading1\"").unwrap_or(0);
    let at = body + document[body..].find(place)?;
    let start = document[..at].rfind("<w:r>")?;
    let end = at + document[at..].find("</w:r>")? + "</w:r>".len();
    let range = |side: &str| format!(r#"<w:commentRange{side} w:id="{id}"/>"#);
    let mark = format!(r#"<w:r><w:commentReference w:id="{id}"/></w:r>"#);
    let (before, run, after) = (&document[..start], &document[start..end], &document[end..]);
    Some(format!("{before}{}{run}{}{mark}{after}", range("Start"), range("End")))
}

/// Saves a file anew in its place.
fn save(file: &Path) -> Result<(), Failed> {
    let folder = tempfile::Builder::new().prefix("zishu-office-").tempdir();
    let folder = folder.map_err(|error| error.to_string())?;
    let profile = folder.path().join("profile");
    let mut command = Command::new(tools::program("soffice")?);
    command.arg(format!("-env:UserInstallation=file://{}", profile.display()));
    command.args(["--headless", "--convert-to", "docx:MS Word 2007 XML", "--outdir"]);
    tools::run(command.arg(folder.path()).arg(file))?;
    let made = folder.path().join(file.file_name().unwrap_or_default());
    std::fs::copy(made, file).map(drop).map_err(|error| error.to_string().into())
}

//! A copy that came back: sent from a generated report, with tracked changes put into its XML.

use std::fs::File;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::Command;

/// Changes in it.
const CHANGES: usize = 200;

const BY: &str = r#"w:author="审改人" w:date="2018-06-13T09:00:00Z""#;

/// Sends the report in `folder` and gives the returned copy and how many changes it has.
pub(crate) fn make(zishu: &mut Command, folder: &Path) -> (PathBuf, usize) {
    let ran = zishu.arg("-C").arg(folder).args(["review", "send"]).output().expect("it starts");
    assert!(ran.status.success(), "no copy is sent");
    let sent = folder.join("chapters/.review/c001/copy.docx");
    let mut archive = zip::ZipArchive::new(File::open(sent).expect("the copy")).expect("a package");
    let path = folder.join("收回.docx");
    let mut writer = zip::ZipWriter::new(File::create(&path).expect("a file"));
    let mut made = 0;
    for at in 0..archive.len() {
        let mut part = archive.by_index(at).expect("a part");
        let (name, mut bytes) = (part.name().to_owned(), Vec::new());
        part.read_to_end(&mut bytes).expect("its bytes");
        if name == "word/document.xml" {
            let (text, count) = changed(&String::from_utf8(bytes).expect("text"));
            (bytes, made) = (text.into_bytes(), count);
        }
        let options = zip::write::SimpleFileOptions::default();
        writer.start_file(name, options).expect("a part");
        writer.write_all(&bytes).expect("its bytes");
    }
    writer.finish().expect("a package");
    (path, made)
}

/// Puts words after long texts, or takes them out, evenly over the document.
fn changed(document: &str) -> (String, usize) {
    const OPEN: &str = r#"<w:t xml:space="preserve">"#;
    let body = document.find(r#"w:val="Heading1""#).expect("a heading");
    let long = |at: &usize| {
        let text = document[*at..].split('<').next().unwrap_or_default();
        text.chars().count() > 60
    };
    let places = || document.match_indices("<w:t").filter(|(at, _)| *at > body);
    let texts = places().filter_map(|(at, _)| Some(at + document[at..].find('>')? + 1));
    let texts: Vec<usize> = texts.filter(long).collect();
    let step = (texts.len() / CHANGES).max(1);
    let (mut out, mut done, mut made) = (String::new(), 0, 0);
    for start in texts.into_iter().step_by(step).take(CHANGES) {
        let run = document[..start].rfind("<w:r>").expect("its run");
        let look = &document[run + "<w:r>".len()..start];
        let look = &look[..look.rfind("<w:t").expect("its text")];
        let text = document[start..].split('<').next().unwrap_or_default();
        let cut = |count| text.char_indices().nth(count).map_or(text.len(), |(at, _)| at);
        let (head, tail) = (cut(20), if made % 2 == 0 { cut(20) } else { cut(24) });
        out += &document[done..start + head];
        out += "</w:t></w:r>";
        let id = 60_000 + made;
        out += &match made % 2 {
            0 => format!(r#"<w:ins w:id="{id}" {BY}><w:r>{look}<w:t>据实</w:t></w:r></w:ins>"#),
            _ => {
                let gone = &text[head..tail];
                format!(
                    r#"<w:del w:id="{id}" {BY}><w:r>{look}<w:delText>{gone}</w:delText></w:r></w:del>"#
                )
            }
        };
        out += &format!("<w:r>{look}{OPEN}");
        (done, made) = (start + tail, made + 1);
    }
    (out + &document[done..], made)
}

/// Takes the chapters back to what they were, so that the copy can be merged again.
pub(crate) fn restore(folder: &Path) {
    let backup = folder.join("chapters/.review/backup");
    copy(&backup.join("001"), folder);
    std::fs::remove_dir_all(backup).expect("the backup");
}

fn copy(from: &Path, to: &Path) {
    for entry in std::fs::read_dir(from).expect("a folder").flatten() {
        let (path, target) = (entry.path(), to.join(entry.file_name()));
        if path.is_dir() {
            copy(&path, &target);
        } else {
            std::fs::copy(path, target).expect("a file");
        }
    }
}

//! A copy that came back: sent from a report, with tracked changes put into its XML.

use super::process::zishu;
use std::fs::File;
use std::io::{Read, Write};
use std::path::Path;

/// Number of changes in it.
const CHANGES: usize = 200;

/// Author and date of the changes.
const AUTHOR: &str = r#"w:author="审改人" w:date="2018-06-13T09:00:00Z""#;

/// Sends the report of a workspace and writes the returned copy to `path`; gives how many changes it has.
pub(crate) fn make(workspace: &Path, path: &Path) -> usize {
    let output = zishu(workspace).args(["review", "send"]).output().expect("it starts");
    assert!(output.status.success(), "no copy is sent");

    let sent = workspace.join("chapters/.review/c001/copy.docx");
    let mut archive = zip::ZipArchive::new(File::open(sent).expect("the copy")).expect("a package");

    let mut writer = zip::ZipWriter::new(File::create(path).expect("a file"));
    let mut changes = 0;
    for index in 0..archive.len() {
        let mut part = archive.by_index(index).expect("a part");
        let (name, mut bytes) = (part.name().to_owned(), Vec::new());
        part.read_to_end(&mut bytes).expect("its bytes");

        if name == "word/document.xml" {
            let (text, count) = with_changes(&String::from_utf8(bytes).expect("text"));
            (bytes, changes) = (text.into_bytes(), count);
        }

        let options = zip::write::SimpleFileOptions::default();
        writer.start_file(name, options).expect("a part");
        writer.write_all(&bytes).expect("its bytes");
    }

    writer.finish().expect("a package");
    changes
}

/// The document with words inserted in long texts or deleted from them, evenly over it, and the number
/// of changes.
fn with_changes(document: &str) -> (String, usize) {
    const OPEN: &str = r#"<w:t xml:space="preserve">"#;
    let body = document.find(r#"w:val="Heading1""#).expect("a heading");
    let is_long = |start: &usize| {
        let text = document[*start..].split('<').next().unwrap_or_default();
        text.chars().count() > 60
    };

    let tags = document.match_indices("<w:t").filter(|(start, _)| *start > body);
    let texts = tags.filter_map(|(start, _)| Some(start + document[start..].find('>')? + 1));
    let texts: Vec<usize> = texts.filter(is_long).collect();
    let step = (texts.len() / CHANGES).max(1);

    let (mut out, mut copied, mut count) = (String::new(), 0, 0);
    for start in texts.into_iter().step_by(step).take(CHANGES) {
        let run = document[..start].rfind("<w:r>").expect("its run");
        let formatting = &document[run + "<w:r>".len()..start];
        let formatting = &formatting[..formatting.rfind("<w:t").expect("its text")];

        let text = document[start..].split('<').next().unwrap_or_default();
        let byte_of = |index| text.char_indices().nth(index).map_or(text.len(), |(byte, _)| byte);
        let (head, tail) = (byte_of(20), if count % 2 == 0 { byte_of(20) } else { byte_of(24) });
        out += &document[copied..start + head];
        out += "</w:t></w:r>";

        let id = 60_000 + count;
        out += &match count % 2 {
            0 => format!(
                r#"<w:ins w:id="{id}" {AUTHOR}><w:r>{formatting}<w:t>据实</w:t></w:r></w:ins>"#
            ),
            _ => {
                let deleted = &text[head..tail];
                format!(
                    r#"<w:del w:id="{id}" {AUTHOR}><w:r>{formatting}<w:delText>{deleted}</w:delText></w:r></w:del>"#
                )
            }
        };
        out += &format!("<w:r>{formatting}{OPEN}");
        (copied, count) = (start + tail, count + 1);
    }

    (out + &document[copied..], count)
}

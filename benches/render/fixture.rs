//! Typst text as it was generated before the work on speed began (commit 673393f: the rows of tables without
//! known heights, the Latin face asked first), with the templates of that day.
//!
//! In: fixtures/*.zip. Out: texts, and for the sample the files of its workspace. Nothing makes them anew:
//! an anchor that is renewed moves. `typst.txt` is what `zishu dump typst` prints, and the templates.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

/// Name of the Typst texts in the archive.
const TEXTS: &str = "typst.txt";
/// What stands before a text's path.
const MARK: &str = "==== /";

/// One report.
pub(crate) struct Fixture {
    /// Path and text of every Typst file.
    pub texts: Vec<(String, String)>,
    /// Path and bytes of every file of the workspace; none where it is generated.
    pub workspace: Vec<(String, Vec<u8>)>,
}

impl Fixture {
    /// Reads the fixture of this name.
    pub fn read(name: &str) -> Fixture {
        let path = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
            .join("benches/render/fixtures")
            .join(name)
            .with_extension("zip");
        let file = File::open(path).expect("the fixture");
        let mut archive = zip::ZipArchive::new(file).expect("an archive");

        let mut fixture = Fixture { texts: Vec::new(), workspace: Vec::new() };
        for index in 0..archive.len() {
            let mut entry = archive.by_index(index).expect("an entry");
            let (path, mut bytes) = (entry.name().to_owned(), Vec::new());
            entry.read_to_end(&mut bytes).expect("its bytes");

            if path == TEXTS {
                fixture.texts = texts(&String::from_utf8(bytes).expect("text"));
            } else {
                fixture.workspace.push((path, bytes));
            }
        }

        assert!(!fixture.texts.is_empty(), "{name} has no Typst text");
        fixture
    }

    /// Writes the Typst files into a folder.
    pub fn write_texts(&self, folder: &Path) {
        for (path, text) in &self.texts {
            write(&folder.join(path), text.as_bytes());
        }
    }

    /// Writes the workspace into a folder.
    pub fn write_workspace(&self, folder: &Path) {
        for (path, bytes) in &self.workspace {
            write(&folder.join(path), bytes);
        }
    }
}

/// Text by text, each behind a line with its path.
fn texts(dump: &str) -> Vec<(String, String)> {
    let mut texts: Vec<(String, String)> = Vec::new();
    for line in dump.split_inclusive('\n') {
        if let Some(path) = line.strip_prefix(MARK) {
            texts.push((path.trim_end().to_owned(), String::new()));
        } else if let Some((_, text)) = texts.last_mut() {
            text.push_str(line);
        }
    }
    texts
}

fn write(path: &Path, bytes: &[u8]) {
    std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
    std::fs::write(path, bytes).expect("a file");
}

//! pandoc on the same chapters: to Word, and to Typst text, which Typst then sets.
//!
//! In: a workspace. Out: Markdown as plain as pandoc wants it, and the commands. Values and tables of
//! indicators are printed, and references left as typed. pandoc draws no charts: that is to its advantage.

use super::process::zishu;
use super::typst_alone::Text;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Where the tests put the pandoc that they install.
const INSTALLED: &str = "target/tools/pandoc/pypandoc/files/pandoc";
/// The input, in the folder of pandoc's text.
const MARKDOWN: &str = "report.md";

/// An installed pandoc.
pub(crate) struct Pandoc {
    program: PathBuf,
}

impl Pandoc {
    /// The one on the path, else the one that the tests have installed.
    pub fn find() -> Option<Pandoc> {
        let path = std::env::var_os("PATH").unwrap_or_default();
        let name = format!("pandoc{}", std::env::consts::EXE_SUFFIX);
        let on_path = std::env::split_paths(&path).map(|folder| folder.join(&name));
        let installed = Path::new(env!("CARGO_MANIFEST_DIR")).join(INSTALLED);

        let program = on_path.chain([installed]).find(|path| path.is_file())?;
        Some(Pandoc { program })
    }

    /// Writes the Markdown of the report in `folder`.
    pub fn prepare(folder: &Path) {
        let mut dump = zishu(&folder.join("workspace"));
        let output = dump.args(["dump", "expanded"]).output().expect("it starts");
        assert!(
            output.status.success(),
            "no chapters: {}",
            String::from_utf8_lossy(&output.stderr)
        );

        let markdown = markdown(&String::from_utf8(output.stdout).expect("text"));
        let target = folder.join(Text::Pandoc.folder());
        std::fs::create_dir_all(&target).expect("a folder");
        std::fs::write(target.join(MARKDOWN), markdown).expect("a file");
    }

    /// Markdown to Word.
    pub fn to_word(&self, folder: &Path) -> Command {
        let mut command = self.command(folder);
        command.arg("--output").arg(folder.join("pandoc.docx"));
        command
    }

    /// Markdown to Typst text, in Chinese type of the report's size.
    pub fn to_typst(&self, folder: &Path) -> Command {
        let mut command = self.command(folder);
        command.args(["--to", "typst", "--variable", "mainfont=Noto Serif SC"]);
        command.args(["--variable", "papersize=a4", "--variable", "fontsize=15.75pt"]);
        command.arg("--output").arg(folder.join(Text::Pandoc.folder()).join("main.typ"));
        command
    }

    fn command(&self, folder: &Path) -> Command {
        let mut command = Command::new(&self.program);
        // `[@tbl-1]` would be a citation that no bibliography has.
        command.args(["--from", "markdown-citations", "--standalone", "--toc"]);
        command.args(["--metadata", "lang=zh-CN"]);
        command.arg(folder.join(Text::Pandoc.folder()).join(MARKDOWN));
        command.current_dir(folder.join("workspace"));
        command
    }
}

/// Chapters as `zishu dump expanded` prints them, as one text in pandoc's Markdown.
fn markdown(dump: &str) -> String {
    let mut out = String::new();
    let mut section = "";
    let (mut folder, mut chapter) = ("", 0);

    for line in dump.lines() {
        if let Some(path) = line.strip_prefix("==== ") {
            folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
            chapter += 1;
            if section != folder {
                section = folder;
                let title = folder.rsplit('/').next().unwrap_or_default();
                let _ = writeln!(
                    out,
                    "\n# {}\n",
                    title.trim_start_matches(|c: char| c.is_ascii_digit() || c == '-')
                );
            }
            continue;
        }

        // Marks of values; notes are counted chapter by chapter, pictures lie beside it.
        let line = line.replace(['⟦', '⟧'], "");
        let line = line.replace("[^", &format!("[^{chapter}-"));
        let line = line.replace("](图片/", &format!("]({folder}/图片/"));

        if let Some(caption) = line.strip_prefix("表：") {
            let caption = caption.split("{#").next().unwrap_or_default();
            let _ = writeln!(out, "Table: {}", caption.trim_end());
        } else if !line.starts_with(":::") {
            let _ = writeln!(out, "{line}");
        }
    }

    out
}

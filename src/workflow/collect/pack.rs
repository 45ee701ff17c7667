//! The set that is handed in: files for paper, flat and folded, the electronic folder, and a list of both with
//! checksums and the number of the one build that they are of.

use crate::diag::Diagnostics;
use crate::pdf;
use crate::pipeline::{Built, BuiltDocument, Inputs};
use crate::source::sha256;
use crate::store::ChangeSet;
use crate::workflow::outputs::output_files;
use crate::workspace::Workspace;
use anyhow::{anyhow, bail};
use std::fmt::Write;

/// Where the set is written, relative to the workspace.
const FOLDER: &str = "out/报送";

/// Pages of a sheet that is folded.
const PAGES_OF_SHEET: u32 = 4;

/// What is handed in.
#[derive(Debug)]
pub struct Pack {
    /// The files of the set, in the order of the list.
    pub files: Vec<PackedFile>,
    /// Path of the list, relative to the workspace.
    pub list: String,
    /// The files, and those of the build in out/.
    pub changes: ChangeSet,
}

/// A file of the set.
#[derive(Debug)]
pub struct PackedFile {
    /// Path below the set's folder.
    pub path: String,
    /// Size in bytes.
    pub size: usize,
    /// Its SHA-256.
    pub checksum: String,
    /// What is to be done with it on paper; empty for the electronic folder.
    pub printing: String,
}

/// Makes the set of the documents with these names, all where none is named; `files` were built as files, `pages` the
/// same as pages. `copies` is how often each is handed in on paper. `None` where the build refused files.
///
/// # Errors
/// Where a document isn't known, the workspace changed between both builds, or sheets can't be made.
pub fn pack(
    mut files: Built,
    pages: &Built,
    names: &[String],
    copies: u32,
    problems: &mut Diagnostics,
) -> anyhow::Result<Option<Pack>> {
    let workspace = &files.loaded.clone().workspace;
    let chosen = chosen(&files, names)?;
    let Some(inputs) = files.inputs.clone() else { return Ok(None) };
    if chosen.iter().any(|index| files.documents[*index].files.is_none()) {
        return Ok(None);
    }

    let mut set = Set { inputs: &inputs, copies, files: Vec::new(), bytes: Vec::new() };
    for index in &chosen {
        set.add_paper(&files.documents[*index], &pages.documents[*index], problems)?;
    }
    for index in &chosen {
        set.add_electronic(&files.documents[*index]);
    }

    let list = set.list(workspace);
    let mut changes = ChangeSet::new(&workspace.root);
    for (file, bytes) in set.files.iter().zip(set.bytes) {
        changes.output(format!("{FOLDER}/{}", file.path), bytes);
    }
    let path = format!("{FOLDER}/文件清单.txt");
    // Windows shows a text without a mark in the old encoding in some of its programs.
    changes.output(&path, format!("\u{FEFF}{}", list.replace('\n', "\r\n")));
    changes.append(&output_files(&workspace.root, &mut files).changes);
    Ok(Some(Pack { files: set.files, list: path, changes }))
}

/// The indices of the documents that are handed in.
fn chosen(built: &Built, names: &[String]) -> anyhow::Result<Vec<usize>> {
    let documents = &built.documents;
    if names.is_empty() {
        return Ok((0..documents.len()).collect());
    }
    let index = |name: &String| {
        documents.iter().position(|document| document.name == *name).ok_or_else(|| {
            let known: Vec<&str> = documents.iter().map(|one| one.name.as_str()).collect();
            anyhow!("没有名为“{name}”的文件，可用：{}", known.join("、"))
        })
    };

    names.iter().map(index).collect()
}

/// The set while it is made.
struct Set<'a> {
    inputs: &'a Inputs,
    copies: u32,
    files: Vec<PackedFile>,
    /// One for each file.
    bytes: Vec<Vec<u8>>,
}

impl Set<'_> {
    fn add(&mut self, path: String, printing: String, bytes: Vec<u8>) {
        let checksum = sha256(&bytes);
        self.files.push(PackedFile { path, size: bytes.len(), checksum, printing });
        self.bytes.push(bytes);
    }

    /// The document for paper: flat on A4, and two by two on folded A3.
    fn add_paper(
        &mut self,
        made: &BuiltDocument,
        laid: &BuiltDocument,
        problems: &mut Diagnostics,
    ) -> anyhow::Result<()> {
        let name = &made.name;
        let Some(files) = &made.files else { return Ok(()) };
        let Some(pages) = laid.pages.as_ref() else { bail!("{name}没有排出各页") };
        let count = files.layout.pages;
        if pages.laid.layout().text != files.layout.text {
            bail!("文稿或数据正在改动，两次排版不同，没有写入任何文件；请再运行一次");
        }

        let pdf = files.pdf.clone().unwrap_or_default();
        self.add(format!("纸质/{name}-A4.pdf"), format!("A4，{count} 页"), pdf);
        let stamp = self.inputs.stamp(name);
        let sheets = pdf::export_imposed(&pages.laid, Some(&stamp), problems)
            .map_err(|_| anyhow!("{name}排不成 A3 对折的小册子"))?;
        let printing =
            format!("A3 双面、短边翻转，{} 张，对折装订", count.div_ceil(PAGES_OF_SHEET));
        self.add(format!("纸质/{name}-A3对折.pdf"), printing, sheets);
        Ok(())
    }

    fn add_electronic(&mut self, made: &BuiltDocument) {
        let Some(files) = &made.files else { return };
        for (extension, bytes) in [("pdf", &files.pdf), ("docx", &files.word)] {
            if let Some(bytes) = bytes {
                self.add(format!("电子/{}.{extension}", made.name), String::new(), bytes.clone());
            }
        }
    }

    /// The list that goes with the set.
    fn list(&self, workspace: &Workspace) -> String {
        let report = &workspace.report;
        let Inputs { number, variant, .. } = self.inputs;
        let mut text = format!(
            "{}\n报送文件清单\n\n报送单位：{}\n日期：{}\n生成号：{number}（{}）；纸质和电子各文件出自同一次生成\n",
            report.title_in_one_line(),
            report.author,
            report.date.chinese(),
            variant.edition(),
        );

        let _ = write!(text, "\n一、纸质，一式 {} 份（A4 和 A3 对折任选一种）\n", self.copies);
        for file in self.files.iter().filter(|file| !file.printing.is_empty()) {
            let _ = writeln!(text, "  {}  {}", file.path, file.printing);
        }
        text.push_str("\n二、电子\n");
        for file in self.files.iter().filter(|file| file.printing.is_empty()) {
            let _ = writeln!(
                text,
                "  {}  {} 字节\n    SHA-256 {}",
                file.path, file.size, file.checksum
            );
        }
        text.push_str(
            "\n核对：在 Windows 的命令行里运行 certutil -hashfile 文件名 SHA256，结果与上列相同，文件就没有改动。\n",
        );
        text
    }
}

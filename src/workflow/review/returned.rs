//! The files that came back, and the copies that they are.
//!
//! In: Word files. Out: each as it is read, with the copy that was sent: its record, and its document
//! built anew from the sources that were kept.

use super::identify::{Identity, identify};
use crate::diag::Diagnostics;
use crate::docx::{self, Docx};
use crate::review::copies::{self, SentCopy};
use crate::review::{FileIdentity, Returned, Sent, SentError};
use crate::source::Sources;
use crate::workflow::input::read_limited;
use anyhow::{Context, anyhow, bail};
use std::fs;
use std::path::{Path, PathBuf};

/// Largest file that is read, in bytes.
const MAX_FILE: u64 = 256 << 20;

/// Maximum number of authors that a file is called after.
const MAX_AUTHORS: usize = 3;

/// A file that came back.
#[derive(Debug)]
pub(super) struct ReturnedFile {
    pub name: String,
    /// Its path as it was typed.
    pub path: String,
    pub docx: Docx,
    /// Index of its copy in [`ReturnedFiles::copies`].
    pub copy: usize,
}

/// A copy that was sent.
#[derive(Debug)]
pub(super) struct SentRecord {
    pub copy: SentCopy,
    /// Its record, byte for byte.
    pub bytes: Vec<u8>,
    pub sent: Sent,
}

/// Files that came back, and their copies.
#[derive(Debug, Default)]
pub(super) struct ReturnedFiles {
    pub files: Vec<ReturnedFile>,
    /// Each copy once.
    pub copies: Vec<SentRecord>,
    /// How the copies were known whose files don't say it.
    pub notes: Vec<String>,
    /// Why files aren't merged, each with what to do.
    pub rejected: Vec<anyhow::Error>,
}

impl ReturnedFiles {
    /// Reads the files; `id` is that of the copy where it was typed. One that can't be read holds up no
    /// other; the error of a single one is given as such.
    pub fn read(root: &Path, paths: &[PathBuf], id: Option<&str>) -> anyhow::Result<ReturnedFiles> {
        let mut returned = ReturnedFiles::default();
        for path in paths {
            if let Err(error) = returned.add(root, path, id) {
                returned.rejected.push(error);
            }
        }

        match returned.rejected.pop() {
            Some(error) if returned.files.is_empty() && returned.rejected.is_empty() => Err(error),
            last => {
                returned.rejected.extend(last);
                Ok(returned)
            }
        }
    }

    /// Leaves out the files of these indices, which come in their order: what they say can't be accounted
    /// for. Whether there were any.
    pub fn reject(&mut self, unbalanced: &[usize]) -> bool {
        for index in unbalanced.iter().rev() {
            let name = self.names().swap_remove(*index);
            self.files.remove(*index);
            let error = anyhow!(
                "{name} 的处理结果与改动处数不符，这一份没有合并；请在 Word 里打开它另存一份再合并，仍不行的，照着它在文稿里改，并把文件报告给程序的维护者"
            );
            self.rejected.push(error);
        }
        !unbalanced.is_empty()
    }

    /// The copy as it was sent of the file of this index.
    pub fn sent(&self, file: usize) -> &Sent {
        &self.copies[self.files[file].copy].sent
    }

    /// The files as they are merged, each called after who returned it.
    pub fn copies_of<'a>(&'a self, reviewers: &'a [String]) -> Vec<Returned<'a>> {
        let files = self.files.iter().zip(reviewers);
        let copy = |(file, reviewer): (&'a ReturnedFile, &'a String)| {
            let sent = &self.copies[file.copy].sent;
            Returned { name: reviewer, sent, docx: &file.docx }
        };
        files.map(copy).collect()
    }

    /// Which copy each file is, and whose.
    pub fn identities(&self) -> Vec<FileIdentity> {
        let files = self.files.iter().zip(self.reviewers());
        let identity = |(file, reviewer): (&ReturnedFile, String)| FileIdentity {
            copy: self.copies[file.copy].copy.id.clone(),
            reviewer,
        };
        files.map(identity).collect()
    }

    /// Who returned each file: its authors, else whom its copy was sent to. Two files of one reviewer are
    /// told apart by their paths.
    pub fn reviewers(&self) -> Vec<String> {
        let labels: Vec<String> = self.files.iter().map(|file| self.reviewer(file)).collect();
        let is_twice = |label: &String| labels.iter().filter(|other| *other == label).count() > 1;
        let files = self.files.iter().zip(&labels);
        let label = |(file, label): (&ReturnedFile, &String)| {
            if is_twice(label) { format!("{label}（{}）", file.path) } else { label.clone() }
        };
        files.map(label).collect()
    }

    fn reviewer(&self, file: &ReturnedFile) -> String {
        let sent = &self.copies[file.copy];
        let of_sent: Vec<&str> =
            sent.sent.docx.comments.iter().map(|comment| comment.author.as_str()).collect();
        let changed = file.docx.revisions.iter().map(|revision| revision.author.as_str());
        let commented = file.docx.comments.iter().map(|comment| comment.author.as_str());
        let mut authors: Vec<&str> = Vec::new();
        for author in changed.chain(commented.filter(|author| !of_sent.contains(author))) {
            if !author.trim().is_empty() && !authors.contains(&author) {
                authors.push(author);
            }
        }

        match authors.as_slice() {
            [] if sent.copy.to.trim().is_empty() => format!("{} 的审稿人", sent.copy.id),
            [] => sent.copy.to.trim().to_owned(),
            [all @ .., _] if all.len() >= MAX_AUTHORS => {
                format!("{}等", authors[..MAX_AUTHORS].join("、"))
            }
            all => all.join("、"),
        }
    }

    /// What the files are called: their names, and where two have one their paths as typed.
    pub fn names(&self) -> Vec<String> {
        let is_twice = |name: &str| self.files.iter().filter(|file| file.name == name).count() > 1;
        let name = |file: &ReturnedFile| {
            if is_twice(&file.name) { file.path.clone() } else { file.name.clone() }
        };
        self.files.iter().map(name).collect()
    }

    fn add(&mut self, root: &Path, path: &Path, id: Option<&str>) -> anyhow::Result<()> {
        let file = path.display().to_string();
        let bytes = read_limited(path, MAX_FILE, " Word 文件名")?;
        if bytes.len() as u64 > MAX_FILE {
            bail!("{file} 超过 {} MB，没有读；请让审稿人压缩图片再存", MAX_FILE >> 20);
        }
        let docx = match docx::read(&bytes) {
            Ok(docx) => docx,
            Err(refused) => bail!("{file}：{}；{}", refused.reason, refused.advice),
        };

        let Identity { id, sources, note } = identify(root, &file, &docx, id)?;
        let copy = match self.copies.iter().position(|record| record.copy.id == id) {
            Some(index) => index,
            None => {
                let record =
                    open(root, &id).with_context(|| format!("{file} 送出时的文稿 {id}"))?;
                self.copies.push(record);
                self.copies.len() - 1
            }
        };
        if sources.is_some_and(|sources| sources != self.copies[copy].copy.sources) {
            bail!(
                "{file} 不是这里送出的 {id}：送审稿编号相同，送出时的文稿不同；请在送出它的工作区里合并"
            );
        }

        let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
        self.files.push(ReturnedFile { name, path: file, docx, copy });
        self.notes.extend(note);
        Ok(())
    }
}

/// The copy as it was sent: its sources, built anew, and its Word file.
fn open(root: &Path, id: &str) -> anyhow::Result<SentRecord> {
    let (mut sources, mut diagnostics) = (Sources::default(), Diagnostics::default());
    let Ok(copy) = copies::load(root, id, &mut sources, &mut diagnostics) else {
        bail!("{} 里没有，或读不出来；请在送出它的工作区里合并", copies::FOLDER);
    };
    let bytes = sources.find(&copies::record_path(id)).and_then(|file| sources.bytes(file));
    let bytes = bytes.map(<[u8]>::to_owned).context("读不出送审记录；请从备份取回")?;

    let folder = copies::base(root, id);
    let word = fs::read(folder.join("copy.docx")).context("读不出送审稿；请从备份取回")?;
    let docx = docx::read(&word).map_err(|refused| anyhow!("{}", refused.reason))?;
    let sent = Sent::build(&folder, &copy.document, docx).map_err(|error| match error {
        SentError::Unreadable => anyhow!("送出时的文稿读不出来"),
        SentError::NoDocument => anyhow!("送出时的文稿里没有名为“{}”的文件", copy.document),
        SentError::NotAssembled => anyhow!("送出时的文稿合并不出来"),
    })?;
    Ok(SentRecord { copy, bytes, sent })
}

#[cfg(test)]
mod tests {
    use super::{ReturnedFile, ReturnedFiles};
    use crate::docx::Docx;

    #[test]
    fn a_file_that_does_not_add_up_is_left_out_alone() {
        let file = |name: &str, path: &str| ReturnedFile {
            name: name.to_owned(),
            path: path.to_owned(),
            docx: Docx::default(),
            copy: 0,
        };
        let files = vec![
            file("a.docx", "a.docx"),
            file("b.docx", "甲/b.docx"),
            file("b.docx", "乙/b.docx"),
        ];
        let mut returned = ReturnedFiles { files, ..ReturnedFiles::default() };
        assert!(!returned.reject(&[]));

        assert!(returned.reject(&[0, 2]));
        let left: Vec<&str> = returned.files.iter().map(|file| file.path.as_str()).collect();
        assert_eq!(left, ["甲/b.docx"]);
        let said: Vec<String> = returned.rejected.iter().map(ToString::to_string).collect();
        assert!(said[0].starts_with("乙/b.docx 的处理结果"), "{said:?}");
        assert!(said[1].starts_with("a.docx 的处理结果"), "{said:?}");
        assert!(said.iter().all(|line| line.contains("另存")), "{said:?}");
    }
}

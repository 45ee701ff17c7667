//! The files that came back, and the copies that they are.
//!
//! In: Word files. Out: each as it is read, with the copy that was sent: its record, and its document
//! built anew from the sources that were kept.

use super::identify::{Identity, identify};
use crate::diag::Diagnostics;
use crate::docx::{self, Docx};
use crate::review::copies::{self, SentCopy};
use crate::review::{Sent, SentError};
use crate::source::Sources;
use crate::workflow::input::read_limited;
use anyhow::{Context, anyhow, bail};
use std::fs;
use std::path::{Path, PathBuf};

/// Largest file that is read, in bytes.
const MAX_FILE: u64 = 256 << 20;

/// A file that came back.
#[derive(Debug)]
pub(super) struct ReturnedFile {
    pub name: String,
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
}

impl ReturnedFiles {
    /// Reads the files; `id` is that of the copy where it was typed.
    pub fn read(root: &Path, paths: &[PathBuf], id: Option<&str>) -> anyhow::Result<ReturnedFiles> {
        let mut returned = ReturnedFiles::default();
        for path in paths {
            returned.add(root, path, id)?;
        }
        Ok(returned)
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
        self.files.push(ReturnedFile { name, docx, copy });
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

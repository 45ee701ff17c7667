//! A Word file for review, and what its merge will need.
//!
//! In: the document as it was built. Out: the copy, made in memory; its record is written whole or not
//! at all, and two runs at once get two ids.

use super::carried::carried_comments;
use super::excerpt;
use super::ledger::{note_answers, read_ledger};
use crate::diag::Diagnostics;
use crate::document::{Date, Document, Picture, visit};
use crate::pipeline::{self, Built, BuiltDocument, Design, Loaded, Output};
use crate::review::{self, Passage, copies, copies::SentCopy};
use crate::store::ChangeSet;
use crate::word::{CarriedComment, ReviewCopy};
use crate::workflow::saving;
use crate::workflow::selection::{find_bureau, find_section};
use anyhow::{Context, bail};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::Arc;

/// Times that another run may take the id first.
const MAX_ATTEMPTS: usize = 20;

/// What is sent to whom.
#[derive(Debug)]
pub struct SendRequest<'a> {
    /// The only section, as people name it.
    pub section: Option<&'a str>,
    /// The only bureau, as people name it.
    pub bureau: Option<&'a str>,
    /// Whom it is sent to; may be empty.
    pub to: &'a str,
    /// When.
    pub date: Date,
    /// Whether reviewers can't turn the tracking of changes off.
    pub is_locked: bool,
}

/// A copy that is ready to be written, but for its id.
#[derive(Debug)]
pub struct UnsentCopy {
    loaded: Arc<Loaded>,
    /// The document, or the part of it that is sent.
    document: Document,
    design: Design,
    passages: Vec<Passage>,
    /// Texts and pictures that the document was made from, by path.
    files: BTreeMap<String, Vec<u8>>,
    copy: SentCopy,
    /// Comments of earlier copies, with what was answered.
    comments: Vec<CarriedComment>,
    is_locked: bool,
}

/// A copy that was written.
#[derive(Debug)]
pub struct SentFile {
    /// What is noted of it.
    pub copy: SentCopy,
    /// Path of the Word file, relative to the workspace.
    pub path: String,
    /// Number of its paragraphs.
    pub passages: usize,
}

/// Makes a copy ready of the one document that was built with its design; `None` where there is no
/// document for errors. What has an error of its own goes out with a notice in its place.
pub fn prepare_copy(
    built: &mut Built,
    request: &SendRequest<'_>,
) -> anyhow::Result<Option<UnsentCopy>> {
    let loaded = built.loaded.clone();
    let Some(BuiltDocument { output, name, document, design, .. }) = built.documents.pop() else {
        return Ok(None);
    };
    let part = Part::find(&loaded, request, output)?;
    let Some((document, design)) = document.zip(design) else {
        return Ok(None);
    };

    let mut document = Arc::unwrap_or_clone(document);
    let files = source_files(&loaded, &document)?;
    part.cut(&mut document, &loaded)?;
    let copy = SentCopy {
        id: String::new(),
        document: name,
        section: part.section,
        bureau: part.bureau,
        to: request.to.to_owned(),
        date: request.date,
        sources: copies::fingerprint_of(&files),
        returns: Vec::new(),
    };
    let passages = review::passages(&document, &design.profile.words, &loaded.sources);
    let mut ledger = read_ledger(&loaded.workspace.root)?.ledger;
    note_answers(&mut ledger, &loaded, request.date);
    let comments = carried_comments(&ledger, &loaded, &document, &copy.document, &passages);
    let is_locked = request.is_locked;
    Ok(Some(UnsentCopy { loaded, document, design, passages, files, copy, comments, is_locked }))
}

impl UnsentCopy {
    /// Renders the copy and writes it with its record under the next free id; `None` where rendering
    /// reported an error.
    pub fn commit(self, diagnostics: &mut Diagnostics) -> anyhow::Result<Option<SentFile>> {
        let root = &self.loaded.workspace.root;
        for _ in 0..MAX_ATTEMPTS {
            let copy = SentCopy { id: free_id(root, &self.copy), ..self.copy.clone() };
            let Some(word) = self.render(&copy, diagnostics) else {
                return Ok(None);
            };

            let record = format!("{}/{}", copies::FOLDER, copy.id);
            let path = out_path(&copy);
            let mut changes = ChangeSet::new(root);
            for (source, bytes) in &self.files {
                changes.create(format!("{record}/{source}"), bytes.as_slice());
            }
            changes.create(format!("{record}/copy.docx"), word.as_slice());
            changes.create(&path, word);
            // The record says that the copy was sent: it goes last.
            changes.create(copies::record_path(&copy.id), copies::text(&copy));

            match saving::commit(&changes) {
                Ok(()) => {
                    return Ok(Some(SentFile { copy, path, passages: self.passages.len() }));
                }
                // Another run took the id meanwhile; nothing of this one was written.
                Err(_) if root.join(&record).exists() => {}
                Err(error) => return Err(error),
            }
        }
        bail!("{} 正被别的程序写入，请稍后再试", copies::FOLDER)
    }

    fn render(&self, copy: &SentCopy, diagnostics: &mut Diagnostics) -> Option<Vec<u8>> {
        let carried = ReviewCopy {
            id: copy.id.clone(),
            document: copy.document.clone(),
            sources: copy.sources.clone(),
            locked: self.is_locked,
            partial: copy.section.is_some() || copy.bureau.is_some(),
            comments: self.comments.clone(),
        };
        let (document, design) = (&self.document, &self.design);
        pipeline::print_review_copy(&self.loaded, document, design, &carried, diagnostics).ok()
    }
}

/// What part of the document is sent.
struct Part {
    /// Number of the section.
    section: Option<String>,
    /// Short name of the bureau.
    bureau: Option<String>,
    bureau_index: Option<usize>,
}

impl Part {
    fn find(loaded: &Loaded, request: &SendRequest<'_>, output: Output) -> anyhow::Result<Part> {
        let workspace = &loaded.workspace;
        let is_part = request.section.is_some() || request.bureau.is_some();
        if output != Output::Report && is_part {
            bail!("--section 和 --bureau 只用于{}", workspace.report.output);
        }

        let section = match request.section {
            Some(name) => Some(find_section(workspace, name)?.number.clone()),
            None => None,
        };
        let bureau_index = request.bureau.map(|name| find_bureau(workspace, name)).transpose()?;
        let bureau = bureau_index.map(|index| workspace.bureaus[index].short.clone());
        Ok(Part { section, bureau, bureau_index })
    }

    /// Leaves out what isn't sent.
    fn cut(&self, document: &mut Document, loaded: &Loaded) -> anyhow::Result<()> {
        if self.section.is_none() && self.bureau.is_none() {
            return Ok(());
        }

        if let Some(section) = &self.section {
            excerpt::retain_section(document, section);
        }
        if let Some(index) = self.bureau_index {
            excerpt::retain_bureau(document, &loaded.workspace, index);
        }
        excerpt::detach(document);
        if document.sections.is_empty() {
            bail!("{}没有可送审的内容；请先写入内容，或换一个范围", self.name());
        }
        Ok(())
    }

    /// What it is called in messages: `第 06 章里市质监局`.
    fn name(&self) -> String {
        let section = self.section.as_ref().map(|number| format!("第 {number} 章"));
        let parts = [section, self.bureau.clone()];
        parts.into_iter().flatten().collect::<Vec<_>>().join("里")
    }
}

/// The texts and pictures that the document was made from.
fn source_files(loaded: &Loaded, document: &Document) -> anyhow::Result<BTreeMap<String, Vec<u8>>> {
    let mut files = copies::texts(&loaded.workspace, &loaded.sources);
    for Picture { path, .. } in visit::pictures(document) {
        if !files.contains_key(path) {
            let bytes = fs::read(loaded.workspace.root.join(path));
            files.insert(path.clone(), bytes.with_context(|| format!("读不出 {path}"))?);
        }
    }
    Ok(files)
}

/// The first id after all others under which no file was written.
fn free_id(root: &Path, copy: &SentCopy) -> String {
    let mut copy = SentCopy { id: copies::next_id(root), ..copy.clone() };
    while root.join(out_path(&copy)).exists() {
        let number = copy.id[1..].parse::<u32>().unwrap_or_default();
        copy.id = format!("c{:03}", number + 1);
    }
    copy.id
}

/// Where the copy is written, relative to the workspace: `out/送审/自述报告-06-市质监局-c001.docx`.
fn out_path(copy: &SentCopy) -> String {
    let parts = [Some(&copy.document), copy.section.as_ref(), copy.bureau.as_ref(), Some(&copy.id)];
    let stem: Vec<&str> = parts.into_iter().flatten().map(String::as_str).collect();
    format!("out/送审/{}.docx", stem.join("-"))
}

//! Several drafts at once: nothing is written until it is settled what each of them becomes.

use super::destination::{self, Assignment, Certainty, Destination};
use super::drafts;
use super::list;
use super::single::{AdoptRequest, Adoption, ChapterPlace, ReadDraft, read_draft};
use crate::adopt;
use crate::pipeline::Loaded;
use crate::store::{ChangeSet, Expected, FileChange};
use crate::workflow::input::read_limited;
use crate::workflow::selection::{find_bureau, find_section_or_row};
use anyhow::{Context, anyhow, bail};
use std::path::{Path, PathBuf};

/// Maximum size of a list, in bytes.
const MAX_LIST: u64 = 1024 * 1024;

/// Which drafts become contributions.
#[derive(Debug, Clone, Copy)]
pub struct BatchRequest<'a> {
    /// Files and folders.
    pub paths: &'a [PathBuf],
    /// The section of all drafts, as people name it.
    pub section: Option<&'a str>,
    /// The bureau of all drafts, as people name it.
    pub bureau: Option<&'a str>,
    /// Whether contributions that exist may be replaced.
    pub may_replace: bool,
    /// Whether what makes the drafts letters is kept.
    pub is_whole: bool,
}

/// Drafts, and what each of them becomes.
#[derive(Debug)]
pub struct Batch<'a> {
    loaded: &'a Loaded,
    may_replace: bool,
    is_whole: bool,
    /// In the order in which they were named.
    pub drafts: Vec<BatchDraft>,
    /// Files of the folders that are no drafts.
    pub others: Vec<PathBuf>,
}

/// A draft among others.
#[derive(Debug)]
pub struct BatchDraft {
    /// The file.
    pub path: PathBuf,
    /// Where it belongs.
    pub destination: Destination,
    /// What becomes of it.
    pub state: DraftState,
    /// What was read of it, while it isn't known where it belongs: a conversion takes seconds.
    read: Option<ReadDraft>,
}

/// What becomes of a draft.
#[derive(Debug)]
pub enum DraftState {
    /// It is this contribution.
    Ready(Box<Adoption>),
    /// It isn't known yet which contribution it is.
    Open,
    /// It can't be read.
    Unreadable(anyhow::Error),
    /// It can't be this contribution.
    Refused(anyhow::Error),
}

impl<'a> Batch<'a> {
    /// Reads the drafts and finds out where each of them belongs.
    pub fn find(loaded: &'a Loaded, request: BatchRequest<'_>) -> anyhow::Result<Batch<'a>> {
        let workspace = &loaded.workspace;
        let section =
            request.section.map(|name| find_section_or_row(workspace, name)).transpose()?;
        let bureau = request.bureau.map(|name| find_bureau(workspace, name)).transpose()?;
        let bureau = bureau.and_then(|index| workspace.bureaus.get(index));
        let assignment = Assignment { section, bureau };

        let files = drafts::gather(request.paths)?;
        let mut batch = Batch::new(loaded, request.may_replace, request.is_whole);
        batch.others = files.others;
        for path in files.drafts {
            let draft = batch.read(path, assignment);
            batch.drafts.push(draft);
        }
        Ok(batch)
    }

    /// Reads the drafts of a list.
    pub fn from_list(
        loaded: &'a Loaded,
        path: &Path,
        may_replace: bool,
        is_whole: bool,
    ) -> anyhow::Result<Batch<'a>> {
        let name = path.display();
        let bytes = read_limited(path, MAX_LIST, "清单的文件名")?;
        if bytes.len() as u64 > MAX_LIST {
            bail!("{name} 超过 1 MB，不是清单；请核对文件名");
        }
        let lines = list::read(&bytes).map_err(|reason| anyhow!("清单 {name} {reason}"))?;

        let mut batch = Batch::new(loaded, may_replace, is_whole);
        for line in lines {
            let destination = batch
                .destination(&line.section, &line.bureau)
                .with_context(|| format!("清单 {name} 里 {} 一行不对", line.path.display()))?;
            let read = read_draft(&line.path);
            let draft = batch.draft(line.path, destination, read);
            batch.drafts.push(draft);
        }
        Ok(batch)
    }

    fn new(loaded: &'a Loaded, may_replace: bool, is_whole: bool) -> Batch<'a> {
        Batch { loaded, may_replace, is_whole, drafts: Vec::new(), others: Vec::new() }
    }

    /// Takes a person's word for where a draft belongs.
    pub fn assign(&mut self, index: usize, section: &str, bureau: &str) -> anyhow::Result<()> {
        let destination = self.destination(section, bureau)?;
        let Some(draft) = self.drafts.get_mut(index) else { return Ok(()) };
        let (path, read) = (draft.path.clone(), draft.read.take());
        let read = read.map_or_else(|| read_draft(&path), Ok);
        self.drafts[index] = self.draft(path, destination, read);
        Ok(())
    }

    /// Leaves a draft out.
    pub fn leave_out(&mut self, index: usize) {
        if index < self.drafts.len() {
            self.drafts.remove(index);
        }
    }

    /// Why a draft can't be written yet; `None` where it can.
    pub fn obstacle(&self, index: usize) -> Option<Obstacle<'_>> {
        let draft = self.drafts.get(index)?;
        let adoption = match &draft.state {
            DraftState::Open => return Some(Obstacle::Open),
            DraftState::Unreadable(error) => return Some(Obstacle::Unreadable(error)),
            DraftState::Refused(error) => return Some(Obstacle::Refused(error)),
            DraftState::Ready(adoption) => adoption,
        };

        let same = |other: &BatchDraft| match &other.state {
            DraftState::Ready(other) => other.path == adoption.path,
            DraftState::Open | DraftState::Unreadable(_) | DraftState::Refused(_) => false,
        };
        let earlier = self.drafts.iter().take(index).position(same)?;
        Some(Obstacle::SameAs(earlier))
    }

    /// Whether every draft's place is beyond doubt.
    pub fn is_certain(&self) -> bool {
        self.drafts.iter().all(|draft| draft.destination.certainty == Certainty::Sure)
    }

    /// Everything that is to be written; fails where something isn't settled.
    pub fn changes(&self) -> anyhow::Result<ChangeSet> {
        let open = (0..self.drafts.len()).filter(|index| self.obstacle(*index).is_some()).count();
        if open > 0 {
            bail!("还有 {open} 份没有定，没有写入任何文件；定下来的办法见上");
        }

        let mut changes = ChangeSet::new(&self.loaded.workspace.root);
        for draft in &self.drafts {
            if let DraftState::Ready(adoption) = &draft.state {
                changes.append(&adoption.changes);
            }
        }
        Ok(changes)
    }

    /// The list of the drafts as a new file, for a person to look through.
    pub fn list(&self, path: &Path) -> anyhow::Result<ChangeSet> {
        let full =
            std::path::absolute(path).with_context(|| format!("写不了清单 {}", path.display()))?;
        if full.exists() {
            bail!("{} 已经存在，没有改动；清单请另取一个文件名", path.display());
        }

        let mut text = list::head();
        for draft in &self.drafts {
            let Destination { section, bureau, certainty, grounds } = &draft.destination;
            text.push_str(&match &draft.state {
                DraftState::Unreadable(error) => {
                    list::refused_line(&draft.path, &format!("{error}"))
                }
                DraftState::Ready(_) | DraftState::Open | DraftState::Refused(_) => {
                    let remark = format!("{}：{}", certainty.name(), grounds.join("；"));
                    list::line(section.as_deref(), bureau.as_deref(), &draft.path, &remark)
                }
            });
        }

        let mut changes = ChangeSet::new(&self.loaded.workspace.root);
        let bytes = text.into_bytes();
        changes.push(FileChange { path: full, bytes, expected: Expected::Absent });
        Ok(changes)
    }

    fn destination(&self, section: &str, bureau: &str) -> anyhow::Result<Destination> {
        let workspace = &self.loaded.workspace;
        let section = find_section_or_row(workspace, section)?;
        let bureau = &workspace.bureaus[find_bureau(workspace, bureau)?];
        Ok(Destination::assigned(section, bureau))
    }

    /// Reads a draft and finds out where it belongs.
    fn read(&self, path: PathBuf, assignment: Assignment<'_>) -> BatchDraft {
        let read = read_draft(&path);
        let identity = read.as_ref().map(|draft| adopt::identify(&draft.docx)).unwrap_or_default();
        let destination = destination::find(&self.loaded.workspace, &path, &identity, assignment);
        self.draft(path, destination, read)
    }

    fn draft(
        &self,
        path: PathBuf,
        destination: Destination,
        read: anyhow::Result<ReadDraft>,
    ) -> BatchDraft {
        let (state, read) = match (read, &destination.section, &destination.bureau) {
            (Err(error), ..) => (DraftState::Unreadable(error), None),
            (Ok(draft), Some(section), Some(bureau)) => {
                (self.adoption(&path, section, bureau, &draft), None)
            }
            (Ok(draft), ..) => (DraftState::Open, Some(draft)),
        };
        BatchDraft { path, destination, state, read }
    }

    fn adoption(&self, path: &Path, section: &str, bureau: &str, draft: &ReadDraft) -> DraftState {
        let Batch { may_replace, is_whole, .. } = *self;
        let request = AdoptRequest { draft: path, section, bureau, may_replace, is_whole };
        let adoption = ChapterPlace::find(self.loaded, &request)
            .and_then(|place| place.write(draft, &request));
        match adoption {
            Ok(adoption) => DraftState::Ready(Box::new(adoption)),
            Err(error) => DraftState::Refused(error),
        }
    }
}

/// Why a draft can't be written yet.
#[derive(Debug, Clone, Copy)]
pub enum Obstacle<'a> {
    /// Section or bureau isn't known.
    Open,
    /// It can't be read, for this reason.
    Unreadable(&'a anyhow::Error),
    /// It can't be this contribution, for this reason.
    Refused(&'a anyhow::Error),
    /// An earlier draft, by its index, would be the same contribution.
    SameAs(usize),
}

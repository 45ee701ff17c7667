//! One draft becomes the contribution that it is said to be.

use crate::adopt::{self, Adopted, Citation, Location, Loss, Target};
use crate::docx::{self, Docx, Refused};
use crate::pipeline::Loaded;
use crate::source::{Decoded, decode, in_form_of};
use crate::store::{ChangeSet, Expected, free_backup_name};
use crate::workflow::input::read_limited;
use crate::workflow::office::{self, OfficeFormat, Unconverted};
use crate::workflow::saving::refuse_outside;
use crate::workflow::selection::{find_bureau, find_section_or_row};
use crate::workspace::{self, Bureau, Cited, OutlineSection, PICTURES, Workspace};
use anyhow::{Context, anyhow, bail};
use std::fs;
use std::io::ErrorKind;
use std::path::Path;

/// Largest draft that is opened, in bytes.
const MAX_DRAFT: u64 = 256 * 1024 * 1024;

/// Which draft becomes which contribution.
#[derive(Debug)]
pub struct AdoptRequest<'a> {
    /// The draft.
    pub draft: &'a Path,
    /// The section, as people name it.
    pub section: &'a str,
    /// The bureau, as people name it.
    pub bureau: &'a str,
    /// Whether a contribution that exists may be replaced.
    pub may_replace: bool,
    /// Whether what makes the draft a letter is kept.
    pub is_whole: bool,
}

/// What a draft becomes.
#[derive(Debug)]
pub struct Adoption {
    /// The contribution's path, relative to the workspace.
    pub path: String,
    /// Its text.
    pub text: String,
    /// What was carried over and what wasn't.
    pub adopted: Adopted,
    /// Name of the file, beside it, that keeps the contribution that is replaced.
    pub backup: Option<String>,
    /// Contribution, pictures and backup.
    pub changes: ChangeSet,
}

/// Reads the draft and makes the contribution.
pub fn adopt(loaded: &Loaded, request: &AdoptRequest<'_>) -> anyhow::Result<Adoption> {
    let place = ChapterPlace::find(loaded, request)?;
    let draft = read_draft(request.draft)?;
    place.write(&draft, request)
}

/// Reads a draft; an installed office makes a Word file of other formats.
pub(super) fn read_draft(path: &Path) -> anyhow::Result<ReadDraft> {
    let name = path.display();
    let bytes = read_limited(path, MAX_DRAFT, " Word 文件的文件名")?;
    if bytes.len() as u64 > MAX_DRAFT {
        bail!("{name} 超过 256 MB；请在 Word 里压缩图片，或分成几份");
    }

    let Some(format) = docx::convertible_format(&bytes) else {
        let docx = docx::read(&bytes).map_err(|refused| refusal(path, &refused, ""))?;
        return Ok(ReadDraft { docx, converted_from: None });
    };

    let by_hand = "请在 Word 或 WPS 里打开，另存为 .docx";
    let converted = match office::convert(&bytes, format, OfficeFormat::Docx) {
        Ok(converted) => converted,
        Err(Unconverted::NoOffice) => {
            let refused = docx::read(&bytes).err().unwrap_or_else(|| Refused {
                reason: format!("是 .{format} 文件，不是 .docx"),
                advice: by_hand.to_owned(),
            });
            return Err(refusal(path, &refused, "；这台电脑装了 LibreOffice 的，会自动转换"));
        }
        Err(Unconverted::TimedOut) => {
            bail!("不能采用 {name}：LibreOffice 转换它用时过长，已经停止；{by_hand}")
        }
        Err(Unconverted::Refused) => {
            bail!("不能采用 {name}：LibreOffice 转换不了这个文件；{by_hand}")
        }
        Err(Unconverted::Failed(error)) => return Err(error),
    };
    let docx = docx::read(&converted).map_err(|refused| refusal(path, &refused, ""))?;
    Ok(ReadDraft { docx, converted_from: Some(format) })
}

fn refusal(path: &Path, refused: &Refused, more: &str) -> anyhow::Error {
    let Refused { reason, advice } = refused;
    anyhow!("不能采用 {}：{reason}；{advice}{more}", path.display())
}

/// A draft, read.
#[derive(Debug)]
pub(super) struct ReadDraft {
    pub docx: Docx,
    /// The ending of its format, where it was converted.
    converted_from: Option<&'static str>,
}

/// Where a contribution is to stand, and what stands there.
pub(super) struct ChapterPlace<'a> {
    workspace: &'a Workspace,
    section: &'a OutlineSection,
    bureau: &'a Bureau,
    /// Relative to the workspace.
    path: String,
    replaced: Option<Vec<u8>>,
}

impl ChapterPlace<'_> {
    /// The place of what was asked for; one that is taken is refused, unless it may be.
    pub fn find<'a>(
        loaded: &'a Loaded,
        request: &AdoptRequest<'_>,
    ) -> anyhow::Result<ChapterPlace<'a>> {
        let workspace = &loaded.workspace;
        let section = find_section_or_row(workspace, request.section)?;
        let bureau = &workspace.bureaus[find_bureau(workspace, request.bureau)?];
        let path = format!("chapters/{}/{}.md", section.folder, bureau.short);
        let full = workspace.root.join(&path);
        refuse_outside(&workspace.root, &full)?;

        let replaced = existing_chapter(&full)?;
        if replaced.is_some() && !request.may_replace {
            bail!("{path} 已经存在，没有改动；要替换它，加上 --replace");
        }
        Ok(ChapterPlace { workspace, section, bureau, path, replaced })
    }

    /// Makes the contribution that is to stand there.
    pub fn write(self, draft: &ReadDraft, request: &AdoptRequest<'_>) -> anyhow::Result<Adoption> {
        let ChapterPlace { workspace, section, bureau, path, replaced } = self;
        let folder = workspace.root.join("chapters").join(&section.folder);
        let existing = |name: &str| {
            let picture = folder.join(PICTURES).join(name);
            workspace::contains(&workspace.root, &picture).then(|| fs::read(picture).ok())?
        };
        let target = Target {
            title: &section.title,
            stem: &bureau.short,
            is_whole: request.is_whole,
            existing: &existing,
        };

        let mut adopted = adopt::adopt(&draft.docx, &target);
        if adopted.body.is_empty() {
            let name = request.draft.display();
            bail!("{name} 里没有可以采用的正文；请核对是否选错了文件");
        }
        if let Some(format) = draft.converted_from {
            let description = format!("由 LibreOffice 从 .{format} 转换，版面复杂的请与原稿对照");
            let location = Location::default();
            adopted.losses.insert(0, Loss { description, location });
        }

        let head = match &replaced {
            Some(bytes) => draft_head(bytes, &workspace.root.join(&path))?,
            None => None,
        };
        let head = head.unwrap_or_else(|| workspace::front_matter(workspace, section, bureau));
        let head = workspace::with_letter(&head, adopted.number.as_deref(), adopted.date);

        let cited: Vec<Cited<'_>> = adopted
            .citations
            .iter()
            .map(|Citation { title, number }| Cited { title, number })
            .collect();
        let listed = workspace::listed_numbers(&head);
        let head = workspace::with_proposed_evidence(&head, &cited);

        let numbers: Vec<String> =
            adopted.citations.iter().map(|citation| citation.number.clone()).collect();
        adopted.unlisted = without(&numbers, &listed);
        adopted.uncited = without(&listed, &numbers);
        let text = format!("{head}\n{}", adopted.body);

        let mut changes = ChangeSet::new(&workspace.root);
        for picture in &adopted.pictures {
            let path = folder.join(PICTURES).join(&picture.name);
            // One of this name that exists holds the same bytes.
            if !path.exists() {
                changes.create(path, picture.bytes.as_slice());
            }
        }

        let mut backup = None;
        if let Some(bytes) = &replaced {
            let name = free_backup_name(&folder, &bureau.short);
            changes.create(folder.join(&name), bytes.as_slice());
            backup = Some(name);
        }
        match replaced {
            Some(old) => changes.add(&path, in_form_of(&old, &text), Expected::Bytes(old)),
            None => changes.create(&path, text.as_str()),
        }
        Ok(Adoption { path, text, adopted, backup, changes })
    }
}

/// What the one list has and the other hasn't.
fn without(list: &[String], other: &[String]) -> Vec<String> {
    list.iter().filter(|number| !other.contains(number)).cloned().collect()
}

/// Reads the contribution that there is.
fn existing_chapter(path: &Path) -> anyhow::Result<Option<Vec<u8>>> {
    let name = path.display();
    match fs::metadata(path) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Ok(data) if !data.is_file() => bail!("{name} 不是文件；请把它移到别处"),
        Ok(_) | Err(_) => {}
    }
    fs::read(path).map(Some).with_context(|| format!("读不出 {name}"))
}

/// The front matter of a contribution that is replaced, as a first draft again; `None` where it has
/// none.
fn draft_head(bytes: &[u8], path: &Path) -> anyhow::Result<Option<String>> {
    let Ok(Decoded { text }) = decode(bytes) else {
        bail!("{} 的编码读不出来，先用 zishu fix 改正，或把它移到别处", path.display());
    };
    let text = text.trim_start().replace("\r\n", "\n").replace('\r', "\n");
    let Some(rest) = text.strip_prefix("---\n") else { return Ok(None) };

    let mut head = String::from("---\n");
    for line in rest.lines() {
        let line = line.trim_end();
        let key = line.split(':').next().unwrap_or("");
        head.push_str(match key {
            "状态" => "状态: 初稿",
            "status" => "status: draft",
            _ => line,
        });
        head.push('\n');
        if line == "---" {
            return Ok(Some(head));
        }
    }
    Ok(None)
}

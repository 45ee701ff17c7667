//! `zishu adopt`: a bureau's first draft in Word becomes its contribution, whole or not at all.

use super::arguments::{AdoptOptions, Common};
use super::files::{self, Expected, Save};
use super::{Outcome, new, output, session};
use crate::adopt::{self, Adopted, PICTURES, Target};
use crate::diag::Format;
use crate::docx;
use crate::source::{Decoded, decode};
use crate::workspace::{self, Bureau, OutlineSection, Workspace};
use anyhow::{Context, anyhow, bail};
use std::borrow::Cow;
use std::fs::{self, File};
use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};

/// Bytes of a draft beyond which it isn't opened.
const LARGEST: u64 = 256 * 1024 * 1024;

/// Where a chapter goes.
struct Place {
    folder: PathBuf,
    chapter: PathBuf,
    /// The chapter's name without its extension.
    stem: String,
    /// The chapter as people are told of it.
    shown: String,
}

/// A chapter that is replaced, as it was read.
struct Chapter {
    path: PathBuf,
    bytes: Vec<u8>,
}

/// What the draft became.
struct NewChapter<'a> {
    text: &'a str,
    adopted: &'a Adopted,
}

/// Reads the draft, writes the chapter and tells what was not carried over.
pub(super) fn run(common: &Common, options: &AdoptOptions) -> anyhow::Result<Outcome> {
    let root = session::root(common)?;
    let Some(loaded) = session::load(common, &root)? else { return Ok(Outcome::Problems) };
    let section = new::find_section(&loaded.workspace, &options.section)?;
    let bureau = new::find_bureau(&loaded.workspace, &options.bureau)?;
    let place = place(&root, section, bureau);
    let old = chapter(&place.chapter)?;
    if old.is_some() && !options.replace && !options.dry_run {
        bail!("{} 已经存在，没有改动；要替换它，加上 --replace", place.shown);
    }
    let shown = options.file.display();
    let draft = docx::read(&bytes(&options.file)?)
        .map_err(|refused| anyhow!("不能采用 {shown}：{}", refused.reason))?;
    let existing = |name: &str| fs::read(place.folder.join(PICTURES).join(name)).ok();
    let target = Target { title: &section.title, stem: &bureau.short, existing: &existing };
    let adopted = adopt::adopt(&draft, &target);
    if adopted.body.is_empty() {
        bail!("{shown} 里没有可以采用的正文");
    }
    let head = head(&loaded.workspace, section, bureau, old.as_ref())?;
    let new = NewChapter { text: &format!("{head}\n{}", adopted.body), adopted: &adopted };
    let backup = if options.dry_run { None } else { write(&root, &place, &new, old)? };
    tell(common, options, &place, &new, backup.as_deref());
    Ok(Outcome::Clean)
}

fn place(root: &Path, section: &OutlineSection, bureau: &Bureau) -> Place {
    let folder = root.join("chapters").join(&section.folder);
    let name = format!("{}.md", bureau.short);
    let shown = format!("chapters/{}/{name}", section.folder);
    Place { chapter: folder.join(name), folder, stem: bureau.short.clone(), shown }
}

/// Reads the chapter that there is.
fn chapter(path: &Path) -> anyhow::Result<Option<Chapter>> {
    let shown = path.display();
    match fs::metadata(path) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Ok(data) if !data.is_file() => bail!("{shown} 不是文件；请把它移到别处"),
        Ok(_) | Err(_) => {}
    }
    let bytes = fs::read(path).with_context(|| format!("读不出 {shown}"))?;
    Ok(Some(Chapter { path: path.to_owned(), bytes }))
}

fn bytes(path: &Path) -> anyhow::Result<Vec<u8>> {
    let shown = path.display();
    if path.is_dir() {
        bail!("{shown} 是文件夹，请写 Word 文件的文件名");
    }
    if !path.exists() {
        bail!("没有文件 {shown}");
    }
    let file = File::open(path).with_context(|| format!("打不开 {shown}"))?;
    let mut bytes = Vec::new();
    file.take(LARGEST + 1).read_to_end(&mut bytes).with_context(|| format!("读不出 {shown}"))?;
    if bytes.len() as u64 > LARGEST {
        bail!("{shown} 超过 256 MB");
    }
    Ok(bytes)
}

/// The front matter: that of the chapter that is replaced, as a first draft again, or a new one.
fn head(
    workspace: &Workspace,
    section: &OutlineSection,
    bureau: &Bureau,
    old: Option<&Chapter>,
) -> anyhow::Result<String> {
    let fresh = || workspace::front_matter(workspace, section, bureau);
    let Some(old) = old else { return Ok(fresh()) };
    let Ok(Decoded { text }) = decode(&old.bytes) else {
        let shown = old.path.display();
        bail!("{shown} 的编码读不出来，先用 zishu fix 改正，或把它移到别处");
    };
    let text = text.trim_start().replace("\r\n", "\n");
    let Some(rest) = text.strip_prefix("---\n") else { return Ok(fresh()) };
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
            return Ok(head);
        }
    }
    Ok(fresh())
}

/// Writes pictures, backup and chapter, all of them or none. Gives the backup's name.
fn write(
    root: &Path,
    place: &Place,
    new: &NewChapter<'_>,
    old: Option<Chapter>,
) -> anyhow::Result<Option<String>> {
    let mut all: Vec<Save<Cow<'_, [u8]>>> = Vec::new();
    for picture in &new.adopted.pictures {
        let path = place.folder.join(PICTURES).join(&picture.name);
        // One of this name that exists holds the same bytes.
        if !path.exists() {
            all.push(Save::new(path, picture.bytes.as_slice().into()));
        }
    }

    let backup = old.as_ref().map(|_| free_backup(place));
    if let (Some(name), Some(old)) = (&backup, &old) {
        all.push(Save::new(place.folder.join(name), old.bytes.clone().into()));
    }

    let expected = old.map_or(Expected::Nothing, |old| Expected::Bytes(old.bytes));
    let (path, bytes) = (place.chapter.clone(), new.text.as_bytes().into());
    all.push(Save { path, bytes, expected });
    files::write_all(root, all)?.keep();
    Ok(backup)
}

/// The first name for a backup that no other has: `_市质监局.md.bak`, `_市质监局-2.md.bak`.
fn free_backup(place: &Place) -> String {
    let first = format!("_{}.md.bak", place.stem);
    let others = (2..).map(|number| format!("_{}-{number}.md.bak", place.stem));
    let is_free = |name: &String| fs::symlink_metadata(place.folder.join(name)).is_err();
    std::iter::once(first.clone()).chain(others).find(is_free).unwrap_or(first)
}

fn tell(
    common: &Common,
    options: &AdoptOptions,
    place: &Place,
    new: &NewChapter<'_>,
    backup: Option<&str>,
) {
    let NewChapter { text, adopted } = new;
    match common.format.into() {
        Format::Json => output::text(&adopt::data(adopted, &place.shown, !options.dry_run)),
        Format::Human | Format::Short if options.dry_run => {
            output::text(text);
            let account = adopt::text(adopted);
            session::say(common, &format!("将写入 {}（没有写文件）\n{account}", place.shown));
        }
        Format::Human | Format::Short => {
            let kept = backup.map_or_else(String::new, |name| {
                format!("，原文稿另存在同一文件夹，文件名是 {name}")
            });
            let account = adopt::text(adopted);
            let next = "下一步：zishu check，照提示改；手写的数字改为引用指标";
            output::text(&format!("已写入 {}{kept}\n{account}\n{next}\n", place.shown));
        }
    }
}

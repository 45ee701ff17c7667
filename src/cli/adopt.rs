//! `zishu adopt`: a bureau's first draft in Word becomes its contribution, whole or not at all.

use super::arguments::{AdoptOptions, Common};
use super::{Outcome, files, new, output, session};
use crate::adopt::{self, Adopted, PICTURES, Target};
use crate::diag::{Diagnostics, Format};
use crate::docx;
use crate::source::{Decoded, decode};
use crate::workspace::{self, Bureau, OutlineSection, Workspace};
use anyhow::{Context, anyhow, bail};
use std::borrow::Cow;
use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};

/// Bytes of a draft beyond which it isn't opened.
const LARGEST: u64 = 256 * 1024 * 1024;

/// Where a chapter goes.
struct Place {
    folder: PathBuf,
    chapter: PathBuf,
    backup: PathBuf,
    /// The chapter as people are told of it.
    shown: String,
}

/// Reads the draft, writes the chapter and tells what was not carried over.
pub(super) fn run(common: &Common, options: &AdoptOptions) -> anyhow::Result<Outcome> {
    let root = session::root(common)?;
    let mut diagnostics = Diagnostics::default();
    let Some(loaded) = session::load(common, &root, &mut diagnostics)? else {
        return Ok(Outcome::Problems);
    };
    let section = new::find_section(&loaded.workspace, &options.section)?;
    let bureau = new::find_bureau(&loaded.workspace, &options.bureau)?;
    let place = place(&root, section, bureau);
    if place.chapter.exists() && !options.replace && !options.dry_run {
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
    let head = head(&loaded.workspace, section, bureau, &place.chapter)?;
    let text = format!("{head}\n{}", adopted.body);
    if !options.dry_run {
        write(&place, &text, &adopted)?;
    }
    tell(common, options, &place, &text, &adopted);
    Ok(Outcome::Clean)
}

fn place(root: &Path, section: &OutlineSection, bureau: &Bureau) -> Place {
    let folder = root.join("chapters").join(&section.folder);
    let name = format!("{}.md", bureau.short);
    let shown = format!("chapters/{}/{name}", section.folder);
    let backup = folder.join(format!("_{name}.bak"));
    Place { chapter: folder.join(name), backup, folder, shown }
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
    chapter: &Path,
) -> anyhow::Result<String> {
    let fresh = || workspace::front_matter(workspace, section, bureau);
    if !chapter.exists() {
        return Ok(fresh());
    }
    let shown = chapter.display();
    let bytes = fs::read(chapter).with_context(|| format!("读不出 {shown}"))?;
    let Ok(Decoded { text }) = decode(&bytes) else {
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

/// Writes pictures, backup and chapter, all of them or none.
fn write(place: &Place, text: &str, adopted: &Adopted) -> anyhow::Result<()> {
    let mut all: Vec<(PathBuf, Cow<'_, [u8]>)> = Vec::new();
    for picture in &adopted.pictures {
        let path = place.folder.join(PICTURES).join(&picture.name);
        // One of this name that exists holds the same bytes.
        if !path.exists() {
            all.push((path, picture.bytes.as_slice().into()));
        }
    }
    if place.chapter.exists() {
        let shown = place.chapter.display();
        let old = fs::read(&place.chapter).with_context(|| format!("读不出 {shown}"))?;
        all.push((place.backup.clone(), old.into()));
    }
    all.push((place.chapter.clone(), text.as_bytes().into()));
    files::write_all(all)?.keep();
    Ok(())
}

fn tell(common: &Common, options: &AdoptOptions, place: &Place, text: &str, adopted: &Adopted) {
    match common.format.into() {
        Format::Json => output::text(&adopt::data(adopted, &place.shown, !options.dry_run)),
        Format::Human | Format::Short if options.dry_run => {
            output::text(text);
            let account = adopt::text(adopted);
            session::say(common, &format!("将写入 {}（没有写文件）\n{account}", place.shown));
        }
        Format::Human | Format::Short => {
            let kept = match options.replace && place.backup.exists() {
                true => "，原文稿另存在同一文件夹，文件名前加“_”、后加“.bak”",
                false => "",
            };
            let account = adopt::text(adopted);
            let next = "下一步：zishu check，照提示改；手写的数字改为引用指标";
            output::text(&format!("已写入 {}{kept}\n{account}\n{next}\n", place.shown));
        }
    }
}

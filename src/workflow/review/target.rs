//! Where `review compare -o` may write: a Word file that is nobody's but its own.
//!
//! In: what was typed. Out: what is there now, for the store; or why it can't be written there. An
//! existing file is replaced only where it is a comparison as zishu made it.

use crate::store::Expected;
use crate::word;
use crate::workflow::input::read_limited;
use anyhow::{Context, bail};
use std::ffi::OsString;
use std::fs;
use std::path::{Component, Path, PathBuf};

/// Folders of a workspace that zishu reads.
const FOLDERS: [&str; 3] = ["chapters", "templates", "fonts"];

/// The file's name where none was typed.
const DEFAULT_NAME: &str = "比较稿.docx";

/// Size of an existing file, in bytes, beyond which it is taken for none of ours.
const MAX_EXISTING: u64 = 256 << 20;

/// What is where the comparison is to go; `roots` are the workspaces that are read. The folders of any
/// other workspace are not written to either.
pub(super) fn check_target(path: &Path, roots: &[&Path]) -> anyhow::Result<Expected> {
    let typed = path.display();
    let is_folder = path.is_dir() || ends_in_separator(path);
    let name = if is_folder { OsString::from(DEFAULT_NAME) } else { docx_name(path) };

    let full = resolved(path).with_context(|| format!("打不开 {typed} 所在的文件夹"))?;
    let folder = roots.iter().find_map(|root| read_folder(root, &full));
    if let Some(folder) = folder.or_else(|| folder_of_any_workspace(&full)) {
        let name = Path::new(&name).display();
        bail!("{typed} 在工作区的 {folder}/ 里，比较稿不写进去；改法：-o {name}");
    }

    if is_folder {
        let example = path.join(&name);
        bail!("-o 后面的 {typed} 是文件夹，请写文件名；改法：-o {}", example.display());
    }
    if path.file_name() != Some(&name) {
        let example = path.with_file_name(&name);
        bail!(
            "比较稿是 Word 文件，-o 后面的 {typed} 不是 .docx 文件名；改法：-o {}",
            example.display()
        );
    }
    existing(path)
}

/// The name of the Word file that was meant.
fn docx_name(path: &Path) -> OsString {
    let is_docx = path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("docx"));
    match path.file_name() {
        Some(name) if is_docx => name.to_owned(),
        Some(_) => {
            let mut name = path.file_stem().unwrap_or_default().to_owned();
            name.push(".docx");
            name
        }
        None => OsString::from(DEFAULT_NAME),
    }
}

fn ends_in_separator(path: &Path) -> bool {
    path.as_os_str().to_string_lossy().ends_with(std::path::is_separator)
}

/// The path with every link in it followed, but for the file itself; what isn't there yet as typed.
fn resolved(path: &Path) -> std::io::Result<PathBuf> {
    let full = std::path::absolute(path)?;
    for above in full.ancestors().skip(1) {
        let Ok(mut real) = above.canonicalize() else { continue };
        for component in full.strip_prefix(above).unwrap_or(Path::new("")).components() {
            match component {
                Component::ParentDir => _ = real.pop(),
                Component::Normal(name) => real.push(name),
                Component::CurDir | Component::RootDir | Component::Prefix(_) => {}
            }
        }
        return Ok(real);
    }
    Ok(full)
}

/// The folder of the workspace in which a resolved path lies, if it is one that zishu reads.
fn read_folder(root: &Path, full: &Path) -> Option<&'static str> {
    let full = comparable(full);
    // A folder that isn't there yet, and one that is a link.
    let within = |folder: &Path| full.starts_with(comparable(folder));
    FOLDERS.into_iter().find(|folder| {
        root.canonicalize().is_ok_and(|root| within(&root.join(folder)))
            || root.join(folder).canonicalize().is_ok_and(|folder| within(&folder))
    })
}

/// The folder of whatever workspace a resolved path lies in, if it is one that zishu reads.
fn folder_of_any_workspace(full: &Path) -> Option<&'static str> {
    full.ancestors().skip(1).find_map(|above| {
        let name = comparable(Path::new(above.file_name()?));
        let folder = FOLDERS.into_iter().find(|folder| Path::new(folder) == name)?;
        let chapters = above.parent()?.join("chapters");
        let settings = ["report.yaml", "plan.yaml"];
        settings.iter().any(|file| chapters.join(file).is_file()).then_some(folder)
    })
}

/// Paths that differ in case alone, or in spaces and full stops at the end of a name, are one on some
/// systems and disks: they are taken for one everywhere.
fn comparable(path: &Path) -> PathBuf {
    let comparable = |component: Component<'_>| match component {
        Component::Normal(name) => {
            PathBuf::from(name.to_string_lossy().trim_end_matches(['.', ' ']).to_lowercase())
        }
        other => PathBuf::from(other.as_os_str().to_ascii_lowercase()),
    };
    path.components().map(comparable).collect()
}

/// What is there: nothing, or a comparison that may be replaced.
fn existing(path: &Path) -> anyhow::Result<Expected> {
    let Ok(data) = fs::symlink_metadata(path) else { return Ok(Expected::Absent) };
    let typed = path.display();
    if data.is_symlink() {
        bail!("{typed} 已经存在，是指向别处的链接；请换一个文件名");
    }
    // A pipe would never end.
    if !data.is_file() {
        bail!("{typed} 已经存在，不是文件；请换一个文件名");
    }
    let bytes = read_limited(path, MAX_EXISTING, "文件名")?;
    if bytes.len() as u64 > MAX_EXISTING || !word::is_comparison(&bytes) {
        bail!(
            "{typed} 已经存在，不是 zishu 生成的比较稿，或生成后又改过，没有覆盖；换一个文件名，或先把它移走"
        );
    }
    Ok(Expected::Bytes(bytes))
}

//! Finds the workspace and reads its text files; nothing outside its folder.

use crate::diag::{Code, Diagnostic, Diagnostics, Reported};
use crate::source::{DecodeProblem, FileId, Sources, Span, decode, invisibles, is_control};
use anyhow::{Context, bail};
use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

/// Maximum size of a text file, in bytes.
pub(super) const MAX_TEXT_SIZE: u64 = 8 * 1024 * 1024;

/// Maximum number of control characters of a file that are reported.
const MAX_CONTROLS: usize = 20;

/// Maximum number of code points named in the warning on invisible characters.
const MAX_NAMED_CODES: usize = 5;

/// The workspace that `folder` is, or lies in.
pub fn locate(folder: &Path) -> anyhow::Result<PathBuf> {
    let absolute =
        std::path::absolute(folder).with_context(|| format!("打不开 {}", folder.display()))?;
    if !absolute.is_dir() {
        bail!("没有文件夹 {}", folder.display());
    }

    let is_workspace = |folder: &Path| {
        let chapters = folder.join("chapters");
        chapters.join("report.yaml").is_file() || chapters.join("plan.yaml").is_file()
    };
    match absolute.ancestors().find(|folder| is_workspace(folder)) {
        Some(root) => Ok(root.to_owned()),
        None => bail!(
            "{} 及其上级文件夹都不是工作区（没有 chapters/report.yaml）：用 -C 指明工作区，或用 zishu init 新建",
            folder.display()
        ),
    }
}

/// Reads one text file of the workspace by its path relative to it, with size and encoding checked.
///
/// The text in `sources` has no byte-order mark; forbidden control characters are spaces there.
/// The bytes as they were read are kept beside it.
pub fn read(
    root: &Path,
    path: &str,
    sources: &mut Sources,
    diagnostics: &mut Diagnostics,
) -> Result<FileId, Reported> {
    let overlaid = sources.overlaid(path).map(<[u8]>::to_vec);
    let bytes = match overlaid.map_or_else(|| read_bytes(root, path), Ok) {
        Ok(bytes) => bytes,
        Err(refusal) => {
            let file = sources.add(path, "");
            let missing = refusal.code == Code::FileMissing;
            let problem = Diagnostic::new(refusal.code, Span::of_file(file), refusal.message);
            let problem = if missing { problem.help(restored(path)) } else { problem };
            return Err(diagnostics.report(problem));
        }
    };

    let read = match decode(&bytes) {
        Ok(decoded) => Ok(add(path, with_line_ends(decoded.text), sources, diagnostics)),
        Err(problem) => Err(undecodable(path, &bytes, problem, sources)),
    };

    let file = read.as_ref().map_or_else(|problem| problem.primary.span.file, |file| *file);
    sources.note_bytes(file, bytes);
    read.map_err(|problem| diagnostics.report(problem))
}

/// A text of the old Mac, whose lines end in a carriage return alone, gets line feeds instead:
/// front matter and YAML know no other line end, and every offset stays.
fn with_line_ends(text: String) -> String {
    if text.contains('\r') && !text.contains('\n') { text.replace('\r', "\n") } else { text }
}

/// What to do where a file that every workspace has is missing or empty.
pub fn restored(path: &str) -> String {
    format!(
        "从备份取回；没有备份的，用 zishu init 在别处新建一个文件夹，把其中的 {path} 复制过来再改"
    )
}

/// Why a file's bytes can't be read.
struct Refusal {
    code: Code,
    message: String,
}

fn read_bytes(root: &Path, path: &str) -> Result<Vec<u8>, Refusal> {
    let full = root.join(path);
    let unreadable = |error: io::Error| match error.kind() {
        io::ErrorKind::NotFound => {
            Refusal { code: Code::FileMissing, message: format!("没有文件 {path}") }
        }
        _ => Refusal { code: Code::FileUnreadable, message: format!("{path} 读不出来") },
    };
    if !is_inside(root, &full).map_err(unreadable)? {
        let message = format!("{path} 是指向工作区之外的链接");
        return Err(Refusal { code: Code::FileUnreadable, message });
    }

    if !full.is_file() {
        let message = format!("{path} 不是文件");
        return Err(Refusal { code: Code::FileUnreadable, message });
    }

    let mut bytes = Vec::new();
    let file = fs::File::open(&full).map_err(unreadable)?;
    file.take(MAX_TEXT_SIZE + 1).read_to_end(&mut bytes).map_err(unreadable)?;
    if bytes.len() as u64 > MAX_TEXT_SIZE {
        let message = format!("{path} 超过 {} MB", MAX_TEXT_SIZE / 1024 / 1024);
        return Err(Refusal { code: Code::FileTooLarge, message });
    }

    Ok(bytes)
}

/// Whether `full`, with every link followed, lies in `root`.
pub(super) fn is_inside(root: &Path, full: &Path) -> io::Result<bool> {
    Ok(full.canonicalize()?.starts_with(root.canonicalize()?))
}

/// Whether a file that may not be there yet would lie in the workspace `root`: the rule by which
/// [`read`] takes files, for those that are to be written.
pub fn contains(root: &Path, full: &Path) -> bool {
    let is_there = |path: &&Path| fs::symlink_metadata(path).is_ok();
    let nearest = full.ancestors().find(is_there);
    nearest.is_some_and(|nearest| is_inside(root, nearest).unwrap_or(false))
}

fn undecodable(
    path: &str,
    bytes: &[u8],
    problem: DecodeProblem,
    sources: &mut Sources,
) -> Diagnostic {
    let converts = |text: String, encoding: &str, sources: &mut Sources| {
        let file = sources.add(path, text);
        let message = format!("文件是 {encoding} 编码，不是 UTF-8");
        Diagnostic::new(Code::NotUtf8, Span::of_file(file), message).help("运行 zishu fix 转换")
    };

    match problem {
        DecodeProblem::Gbk(text) => converts(text, "GBK", sources),
        DecodeProblem::Utf16(text) => converts(text, "UTF-16", sources),
        DecodeProblem::BrokenUtf8(offset) => {
            let bytes = bytes.strip_prefix(&[0xEF, 0xBB, 0xBF]).unwrap_or(bytes);
            let file = sources.add(path, String::from_utf8_lossy(bytes));
            let message = "从此处起不是 UTF-8 编码";
            Diagnostic::new(Code::NotUtf8, Span::new(file, offset..offset), message)
                .help("在编辑器里改正此处的乱码，另存为 UTF-8")
        }
        DecodeProblem::Binary => {
            let file = sources.add(path, "");
            let message = format!("{path} 不是文本文件");
            let problem = Diagnostic::new(Code::BinaryFile, Span::of_file(file), message);
            match word_advice(bytes) {
                Some(help) => problem.help(help),
                None => problem,
            }
        }
    }
}

/// What to do with a Word file that was only given another name, by its first bytes.
fn word_advice(bytes: &[u8]) -> Option<&'static str> {
    if bytes.starts_with(b"PK\x03\x04") {
        Some("若是 Word 稿，改扩展名不能转换：改回 .docx，用 zishu adopt 转成文稿")
    } else if bytes.starts_with(&[0xD0, 0xCF, 0x11, 0xE0]) {
        Some("若是 Word 稿，改扩展名不能转换：在 Word 里另存为 .docx，用 zishu adopt 转成文稿")
    } else {
        None
    }
}

fn add(path: &str, text: String, sources: &mut Sources, diagnostics: &mut Diagnostics) -> FileId {
    let file = add_without_controls(path, text, sources, diagnostics);
    if let Some(problem) = invisible_characters(file, sources.text(file)) {
        diagnostics.report(problem);
    }
    file
}

/// Control characters become spaces, so that every offset stays.
fn add_without_controls(
    path: &str,
    text: String,
    sources: &mut Sources,
    diagnostics: &mut Diagnostics,
) -> FileId {
    if !text.contains(is_control) {
        return sources.add(path, text);
    }

    let mut replaced = String::with_capacity(text.len());
    for character in text.chars() {
        if is_control(character) {
            replaced.extend(std::iter::repeat_n(' ', character.len_utf8()));
        } else {
            replaced.push(character);
        }
    }

    let file = sources.add(path, replaced);
    let controls = text.match_indices(is_control).take(MAX_CONTROLS);
    for (start, control) in controls {
        let number = control.chars().next().map_or(0, u32::from);
        let message = format!("含有控制字符 U+{number:04X}");
        let span = Span::new(file, start..start + control.len());
        let problem = Diagnostic::new(Code::ControlCharacter, span, message);
        diagnostics.report(problem.help("删去它，或运行 zishu fix"));
    }

    file
}

/// The one warning on the characters of a text that leave no mark and mean nothing, at the first of them.
fn invisible_characters(file: FileId, text: &str) -> Option<Diagnostic> {
    let hidden = invisibles(text);
    let first = hidden.first()?;

    let mut count = 0;
    let mut codes: Vec<String> = Vec::new();
    for character in hidden.iter().flat_map(|range| text[range.clone()].chars()) {
        count += 1;
        let code = format!("U+{:04X}", u32::from(character));
        if codes.len() < MAX_NAMED_CODES && !codes.contains(&code) {
            codes.push(code);
        }
    }

    let codes = codes.join("、");
    let message = if count == 1 {
        format!("有看不见的字符 {codes}，印出时略去")
    } else {
        format!("从这里起有 {count} 个看不见的字符（{codes}），印出时略去")
    };

    // The character beside it is marked as well: one without width gets no mark in an excerpt.
    let next = text[first.end..].chars().next().filter(|next| !next.is_control());
    let end = first.end + next.map_or(0, char::len_utf8);
    let span = Span::new(file, first.start..end);
    let problem = Diagnostic::new(Code::InvisibleCharacter, span, message);
    Some(problem.help("运行 zishu fix 删去"))
}

/// The entries of a folder as names, sorted; none where it can't be read.
pub(super) fn list(folder: &Path, kind: Kind) -> Vec<String> {
    let Ok(entries) = fs::read_dir(folder) else {
        return Vec::new();
    };

    let is_listed = |entry: &fs::DirEntry| match (entry.file_type(), kind) {
        (Ok(file_type), Kind::Files) if file_type.is_file() => true,
        (Ok(file_type), Kind::Folders) if file_type.is_dir() => true,
        (Ok(file_type), _) if file_type.is_symlink() => {
            let path = entry.path();
            match kind {
                Kind::Files => path.is_file(),
                Kind::Folders => path.is_dir(),
            }
        }
        (Ok(_) | Err(_), _) => false,
    };

    let mut names: Vec<String> = entries
        .filter_map(Result::ok)
        .filter(is_listed)
        .filter_map(|entry| entry.file_name().into_string().ok())
        .filter(|name| !is_hidden(name))
        .collect();
    names.sort();
    names
}

/// What [`list`] lists.
#[derive(Debug, Clone, Copy)]
pub(super) enum Kind {
    /// Files.
    Files,
    /// Folders.
    Folders,
}

/// Hidden files, and the lock files that Word (`~$`) and WPS (`.~`) keep beside an open document.
fn is_hidden(name: &str) -> bool {
    name.starts_with('.') || name.starts_with("~$")
}

/// A file name's stem where it has the extension, in whatever case.
pub(super) fn stem<'a>(name: &'a str, extension: &str) -> Option<&'a str> {
    let (stem, typed) = name.rsplit_once('.')?;
    typed.eq_ignore_ascii_case(extension).then_some(stem)
}

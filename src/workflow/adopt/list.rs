//! The list of drafts that a person looks through: section, bureau and file, a line each.
//!
//! In: drafts and where they belong. Out: the list as text; and back.

use crate::source::{DecodeProblem, Decoded, decode};
use std::path::{Path, PathBuf};

/// A line of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ListLine {
    pub section: String,
    pub bureau: String,
    pub path: PathBuf,
}

/// What stands for a section or a bureau that isn't known.
const UNKNOWN: &str = "？";
/// What every list begins with.
const HEAD: &str = "\
# 初稿清单，一行一份：栏目 | 单位 | 文件。不采用的，整行删去或在行首加 #
# 核对、改好以后存盘，用 zishu adopt --list 这个文件名 --yes 写入
";

/// The head of a list.
pub(super) fn head() -> String {
    HEAD.to_owned()
}

/// A draft's line, with what is said of it above.
pub(super) fn line(
    section: Option<&str>,
    bureau: Option<&str>,
    path: &Path,
    remark: &str,
) -> String {
    let (section, bureau) = (section.unwrap_or(UNKNOWN), bureau.unwrap_or(UNKNOWN));
    format!("\n# {}\n{section} | {bureau} | {}\n", single_line(remark), path.display())
}

/// The line on a draft that can't be taken.
pub(super) fn refused_line(path: &Path, reason: &str) -> String {
    format!("\n# 没有列入：{}，{}\n", path.display(), single_line(reason))
}

fn single_line(text: &str) -> String {
    text.replace(['\n', '\r'], " ")
}

/// Reads a list; the error is a Chinese phrase that names the line.
pub(super) fn read(bytes: &[u8]) -> Result<Vec<ListLine>, String> {
    let text = match decode(bytes) {
        Ok(Decoded { text }) => text,
        Err(DecodeProblem::Gbk(text) | DecodeProblem::Utf16(text)) => text,
        Err(DecodeProblem::BrokenUtf8(_) | DecodeProblem::Binary) => {
            return Err("编码读不出来；在编辑器里另存为 UTF-8".to_owned());
        }
    };

    let mut lines = Vec::new();
    for (index, line) in text.lines().enumerate() {
        let line = line.trim();
        if line.is_empty() || line.starts_with(['#', '＃']) {
            continue;
        }
        let number = index + 1;
        let fields: Vec<&str> = line.splitn(3, ['|', '｜']).map(str::trim).collect();
        let [section, bureau, path] = fields.as_slice() else {
            return Err(format!("第 {number} 行不是“栏目 | 单位 | 文件”；照别的行改"));
        };
        for (name, field) in [("栏目", section), ("单位", bureau), ("文件", path)] {
            if matches!(*field, "" | "?" | "？") {
                return Err(format!("第 {number} 行的{name}还没有写；填好再用，或整行删去"));
            }
        }
        lines.push(ListLine {
            section: (*section).to_owned(),
            bureau: (*bureau).to_owned(),
            path: PathBuf::from(path),
        });
    }

    if lines.is_empty() {
        Err("里面一份也没有；请核对是否选错了文件".to_owned())
    } else {
        Ok(lines)
    }
}

#[cfg(test)]
mod tests {
    use super::{head, line, read};
    use std::path::Path;

    #[test]
    fn a_list_reads_back() {
        let path = Path::new("初稿/市质监局 | 稿 1.docx");
        let known = head() + &line(Some("06-产品质量"), Some("市质监局"), path, "有把握\n文件名");
        let lines = read(known.as_bytes()).unwrap();
        assert_eq!(lines.len(), 1);
        assert_eq!(lines[0].path, path);
        assert_eq!(
            (lines[0].section.as_str(), lines[0].bureau.as_str()),
            ("06-产品质量", "市质监局")
        );

        let full_width = "\u{FEFF}＃ 说明\r\n06｜市质监局｜a.docx\r\n";
        assert_eq!(read(full_width.as_bytes()).unwrap()[0].path, Path::new("a.docx"));
    }

    #[test]
    fn a_list_that_isnt_settled_is_refused() {
        let open = head() + &line(None, Some("市质监局"), Path::new("a.docx"), "未定");
        assert!(read(open.as_bytes()).unwrap_err().starts_with("第 5 行的栏目还没有写"));
        assert!(read("06 市质监局 a.docx".as_bytes()).unwrap_err().starts_with("第 1 行不是"));
        assert!(read(head().as_bytes()).unwrap_err().starts_with("里面一份也没有"));
    }
}

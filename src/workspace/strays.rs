//! Folders beside the sections' folders that hold contributions all the same.

use super::chapters::{Frame, markdown_files};
use super::{OutlineSection, read};
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::source::{Sources, Span, nearest};

/// A folder that holds contributions and is no section; others may hold whatever they like.
pub(super) fn report(
    frame: &Frame<'_>,
    folder: &str,
    sources: &mut Sources,
    diagnostics: &mut Diagnostics,
) {
    if folder == "indicators" {
        return;
    }
    let Some(name) = markdown_files(frame.root, folder).into_iter().next() else {
        return;
    };
    let Ok(file) = read(frame.root, &format!("chapters/{folder}/{name}"), sources, diagnostics)
    else {
        return;
    };
    let message = format!("plan.yaml 中没有文件夹“{folder}”所指的栏目，其中的文稿没有读入");
    let problem = Diagnostic::new(Code::UnknownSection, Span::of_file(file), message);
    let problem = match meant(frame, folder) {
        Some(section) => problem.help(format!("文件夹是否要改名为 {}？", section.folder)),
        None => {
            let list: Vec<&str> = frame.outline.iter().map(|s| s.folder.as_str()).collect();
            problem.help(format!("可用的文件夹：{}", list.join("、")))
        }
    };
    diagnostics.report(problem);
}

/// The section that a folder's name stands for, by its title or else its number.
fn meant<'a>(frame: &Frame<'a>, folder: &str) -> Option<&'a OutlineSection> {
    let digits = folder.chars().take_while(char::is_ascii_digit).count();
    let (number, rest) = folder.split_at(digits);
    let title = rest.trim_start_matches(['-', '_', '—', '－', '、', '.', ' ']).trim();
    let number = format!("{number:0>2}");
    let of = |name: &str| frame.outline.iter().find(|section| section.is_called(name));
    let near = || {
        let near = nearest(title, frame.outline.iter().map(|section| section.title.as_str()))?;
        // Another number with another title is another section.
        of(near).filter(|_| digits == 0)
    };
    of(title).or_else(|| of(&number)).or_else(near)
}

//! What lies beside the files that are read: folders that hold contributions all the same, and files
//! that nothing is made of.

use super::files::{self, Kind};
use super::folders::{FolderReader, PlannedFolders, markdown_files};
use super::{OutlineSection, REGISTER_FOLDER, read};
use crate::diag::{Code, Diagnostic};
use crate::source::{Span, nearest};
use std::path::Path;

/// What to do with a file that can't be meant as a contribution.
const AWAY: &str = "留存的资料移出 chapters/，或在文件名前加“_”";

impl FolderReader<'_> {
    /// A folder that holds contributions and is no section; others may hold anything.
    pub(super) fn report_folder(&mut self, folder: &str) {
        if matches!(folder, "indicators" | REGISTER_FOLDER) {
            return;
        }

        // All are read: a label in one of them isn't one that a reference lacks.
        let folders = self.folders;
        let mut texts = markdown_files(folders.root, folder).into_iter().map(|name| {
            let path = format!("chapters/{folder}/{name}");
            read(folders.root, &path, self.sources, self.diagnostics)
        });
        let first = texts.next();
        texts.for_each(drop);
        let Some(Ok(file)) = first else { return };

        let message = format!("plan.yaml 中没有文件夹“{folder}”所指的栏目，其中的文稿没有读入");
        let problem = Diagnostic::new(Code::UnknownSection, Span::of_file(file), message);
        let help = match intended_section(folders, folder) {
            Some(section) => format!("文件夹是否要改名为 {}？", section.folder),
            None if folders.outline.is_empty() => {
                "plan.yaml 中还没有一行有章号：在要成为栏目的那一行加上，如 章: \"06\"".to_owned()
            }
            None => {
                let list: Vec<&str> = folders.outline.iter().map(|s| s.folder.as_str()).collect();
                format!("可用的文件夹：{}", list.join("、"))
            }
        };

        self.diagnostics.report(problem.help(help));
    }

    /// Reads the files straight in chapters/ and in indicators/ that are not read.
    pub(super) fn report_settings(&mut self) {
        const SETTINGS: [&str; 3] = ["report.yaml", "plan.yaml", "bureaus.yaml"];
        let folders = self.folders;
        for name in files::list(&folders.root.join("chapters"), Kind::Files) {
            if SETTINGS.contains(&name.as_str()) {
                continue;
            }

            let help = match (is_text(&name), folders.outline.first()) {
                (true, Some(section)) => {
                    format!("文稿放进栏目的文件夹，如 chapters/{}/单位的简称.md", section.folder)
                }
                (true, None) | (false, _) => AWAY.to_owned(),
            };
            self.report_unused(&format!("chapters/{name}"), &help);
        }

        for name in files::list(&folders.root.join("chapters/indicators"), Kind::Files) {
            if !name.ends_with(".yaml") {
                let help = "数据文件的扩展名是小写的 .yaml，如 单位的简称.yaml";
                self.report_unused(&format!("chapters/indicators/{name}"), help);
            }
        }
    }

    /// Reports the files of a section's folder, by its path, that are not read.
    pub(super) fn report_files(&mut self, folder: &str) {
        let root = self.folders.root;
        let is =
            |name: &str, kinds: &[&str]| kinds.iter().any(|it| files::stem(name, it).is_some());

        for name in files::list(&root.join(folder), Kind::Files) {
            // Pictures are looked for by the chapters that show them.
            if !is(&name, &["md", "png", "jpg", "jpeg"]) {
                let help = match is_text(&name) {
                    true if is(&name, &["docx"]) => "Word 稿用 zishu adopt 转成文稿",
                    true => "文稿另存为 UTF-8 的文本文件，文件名写 单位的简称.md",
                    false => AWAY,
                };
                self.report_unused(&format!("{folder}/{name}"), help);
            }
        }

        for inner in files::list(&root.join(folder), Kind::Folders) {
            for name in files::list(&root.join(folder).join(&inner), Kind::Files) {
                if is(&name, &["md"]) {
                    let help = format!("文稿移到上一级文件夹 {folder}/");
                    self.report_unused(&format!("{folder}/{inner}/{name}"), &help);
                }
            }
        }
    }

    fn report_unused(&mut self, path: &str, help: &str) {
        if !path.rsplit('/').next().is_some_and(is_set_aside) {
            let span = Span::of_file(self.sources.add(path, ""));
            let problem = Diagnostic::new(Code::StrayFile, span, "这个文件没有用上");
            let problem = problem.help(help);
            self.diagnostics.report(if help == AWAY { problem } else { problem.help(AWAY) });
        }
    }
}

/// The names of the files in the folder of the registers, sorted, but for those that are set aside.
pub fn register_files(root: &Path) -> Vec<String> {
    let names = files::list(&root.join("chapters").join(REGISTER_FOLDER), Kind::Files);
    names.into_iter().filter(|name| !is_set_aside(name)).collect()
}

/// Files of the system, and those that a writer has named as no contribution.
fn is_set_aside(name: &str) -> bool {
    name.starts_with('_') || matches!(name, "Thumbs.db" | "desktop.ini")
}

/// Whether a file is one that people write texts in.
fn is_text(name: &str) -> bool {
    let kinds = ["md", "markdown", "txt", "docx", "doc", "wps", "rtf", "odt"];
    kinds.iter().any(|kind| files::stem(name, kind).is_some())
}

/// The section that a folder's name stands for, by its title or else its number.
fn intended_section<'a>(folders: &PlannedFolders<'a>, folder: &str) -> Option<&'a OutlineSection> {
    let digits = folder.chars().take_while(char::is_ascii_digit).count();
    let (number, rest) = folder.split_at(digits);
    let title = rest.trim_start_matches(['-', '_', '—', '－', '、', '.', ' ']).trim();
    let number = format!("{number:0>2}");

    let called = |name: &str| folders.outline.iter().find(|section| section.is_called(name));
    let near = || {
        let near = nearest(title, folders.outline.iter().map(|section| section.title.as_str()))?;
        // Another number with another title is another section.
        called(near).filter(|_| digits == 0)
    };
    called(title).or_else(|| called(&number)).or_else(near)
}

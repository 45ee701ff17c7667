//! After every edit a build that goes on from the last one is what a first build would be.

use super::builder::{Builder, Built, Wish};
use super::watch::Change;
use crate::font::Search;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

const CHAPTER: &str = "chapters/06-产品质量/市质监局.md";
const OTHER: &str = "chapters/07-工程质量/市住建局.md";
const VALUES: &str = "chapters/indicators/市统计局.yaml";

/// A copy of the repository's own workspace, edited by paths.
struct Workspace(tempfile::TempDir);

impl Workspace {
    fn new() -> Workspace {
        let folder = tempfile::Builder::new().prefix("zishu-preview-").tempdir().unwrap();
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        for name in ["chapters", "templates"] {
            copy(&root.join(name), &folder.path().join(name));
        }
        Workspace(folder)
    }

    fn root(&self) -> &Path {
        self.0.path()
    }

    fn read(&self, path: &str) -> String {
        fs::read_to_string(self.root().join(path)).unwrap()
    }

    fn write(&self, path: &str, text: &str) -> Change {
        fs::write(self.root().join(path), text).unwrap();
        Change::from([path.to_owned()])
    }

    fn replace(&self, path: &str, old: &str, new: &str) -> Change {
        let text = self.read(path);
        assert!(text.contains(old), "{path}: {old}");
        self.write(path, &text.replacen(old, new, 1))
    }

    fn append(&self, path: &str, more: &str) -> Change {
        self.write(path, &(self.read(path) + more))
    }

    fn remove(&self, path: &str) -> Change {
        fs::remove_file(self.root().join(path)).unwrap();
        Change::from([path.to_owned()])
    }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().map(Result::unwrap) {
        let (from, to) = (entry.path(), to.join(entry.file_name()));
        match from.is_dir() {
            true => copy(&from, &to),
            false => drop(fs::copy(from, to).unwrap()),
        }
    }
}

fn wish() -> Wish {
    Wish { profile: None, profiles: BTreeMap::new(), only: None, search: Search::Workspace }
}

/// What is to be seen of a build: pages, where their words came from, problems.
fn seen(built: &Built) -> Vec<String> {
    let mut seen = Vec::new();
    for view in &built.views {
        for (at, (face, sheet)) in view.pages.iter().zip(view.sheets()).enumerate() {
            let page = at + 1;
            let size = (face.width, face.height);
            seen.push(format!("{} {page} {} {size:?} {}", view.name, face.hash, face.label));
            let origins = sheet.runs.iter().flat_map(|run| &run.glyphs);
            let origins: Vec<String> = origins
                .filter_map(|glyph| glyph.origin)
                .map(|span| format!("{}:{}", view.loaded.sources.path(span.file), span.start))
                .collect();
            seen.push(format!("{} {page} {origins:?}", view.name));
        }
    }
    for problem in built.problems.iter() {
        let span = problem.primary.span;
        let at = built.sources.line_column(span.file, span.start);
        let path = built.sources.path(span.file);
        seen.push(format!("{path}:{}:{} {}", at.line, at.column, problem.message));
    }
    seen
}

#[test]
fn going_on_gives_what_beginning_anew_gives() {
    let workspace = Workspace::new();
    let mut builder = Builder::new(workspace.root());
    builder.build(&Change::new(), &wish());
    let old_chapter = workspace.read(CHAPTER);
    let long = "检验检测能力稳步提升。".repeat(120);
    let mut other = String::new();
    type Edit<'a> = Box<dyn FnMut(&Workspace) -> Change + 'a>;
    let edits: Vec<(&str, Edit<'_>)> = vec![
        ("a word", Box::new(|w| w.replace(CHAPTER, "三项改进", "三项大的改进"))),
        ("the same place again", Box::new(|w| w.replace(CHAPTER, "三项大的改进", "几项改进"))),
        ("pages move", Box::new(|w| w.append(OTHER, &format!("\n{long}\n")))),
        ("a heading, a label", Box::new(|w| w.append(OTHER, "\n## 试验 {#sec-试验}\n\n甲。\n"))),
        ("a reference to it", Box::new(|w| w.append(CHAPTER, "\n见[@sec-试验]。\n"))),
        ("a value", Box::new(|w| w.replace(VALUES, "值: 1380.00", "值: 1381.00"))),
        ("a problem", Box::new(|w| w.append(CHAPTER, "\n见[@sec-没有]。\n"))),
        ("mended", Box::new(|w| w.write(CHAPTER, &old_chapter))),
        (
            "a chapter goes",
            Box::new(|w| {
                other = w.read("chapters/06-产品质量/市林业局.md");
                w.remove("chapters/06-产品质量/市林业局.md")
            }),
        ),
        ("a template", Box::new(|w| w.append("templates/report.typ", "\n// 空行\n"))),
        ("a row", Box::new(|w| w.replace(CHAPTER, "| 轴承 | 31 |", "| 轴承与齿轮 | 31 |"))),
    ];
    for (name, mut edit) in edits {
        let changed = edit(&workspace);
        let again = builder.build(&changed, &wish());
        builder.forget();
        let anew = Builder::new(workspace.root()).build(&Change::new(), &wish());
        // A build with an error that keeps it from pages shows the last good ones.
        assert_eq!(again.failed, anew.failed, "{name}: {}", again.message);
        assert!(!anew.failed, "{name}: {}", anew.message);
        let (again, anew) = (seen(&again), seen(&anew));
        let differs = again.iter().zip(&anew).position(|(again, anew)| again != anew);
        assert_eq!(differs.map(|at| (&again[at], &anew[at])), None, "{name}");
        assert_eq!(again.len(), anew.len(), "{name}");
    }
}

#[test]
fn an_edit_is_where_the_text_first_differs() {
    let head = "---\n状态: 初稿\n---\n\n";
    let at = |old: &str, new: &str| {
        let (old, new) = (format!("{head}{old}"), format!("{head}{new}"));
        let at = super::difference(&old, &new)?;
        Some(new[at..].chars().take(2).collect::<String>())
    };
    assert_eq!(at("甲乙丙丁", "甲乙戊丁"), Some("戊丁".to_owned()));
    assert_eq!(at("甲乙丙丁", "甲乙丁"), Some("丁".to_owned()));
    assert_eq!(at("甲乙", "甲乙\n\n丙"), Some("丙".to_owned()));
    assert_eq!(at("甲乙", "甲乙\n"), None, "only a line end");
    assert_eq!(at("甲乙", "甲乙"), None);
    assert_eq!(super::difference(head, &head.replace("初稿", "定稿")), None, "above the text");
    assert_eq!(super::difference("甲甲", "甲甲甲"), Some(6));
}

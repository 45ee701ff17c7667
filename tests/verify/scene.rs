//! A rendered workspace, and what `verify` says in it.

use crate::word;
use crate::workspace::{CHAPTER, Workspace};
use crate::{cases, golden};
use libtest_mimic::Failed;
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

/// The chapter of all scenes.
pub(super) const TEXT: &str = "---\n状态: 定稿\n---\n\n## 总体质量\n\n质量稳步提升，合格率为94.52%。[^口径]\n\n\
                               ![灰白方格](图片/格子.png \"方格\")\n\n表：抽查 {#tbl-抽查}\n\n| 产品 | 合格 |\n| --- | --- |\n| 木门 | \
                               甲乙丙 |\n\n- 第一项\n- 第二项\n\n[^口径]: 按批次计算。\n";

/// What lets a formal copy be made of it.
const WAIVERS: &str = "放行:\n  - { 项: 代用字体, 理由: 试 }\n  - { 项: 未定稿, 理由: 试 }\n  - { 项: 未核, 理由: 试 }\n";

/// A workspace with its files.
pub(super) struct Scene {
    pub(super) workspace: Workspace,
}

/// What `verify` said.
pub(super) struct Verified {
    pub(super) code: String,
    /// By path.
    pub(super) files: BTreeMap<String, Value>,
    pub(super) all: Value,
}

impl Scene {
    /// A workspace with one chapter, not rendered.
    pub(super) fn new() -> Scene {
        let workspace = Workspace::small();
        workspace.write(CHAPTER, TEXT);
        let report = workspace.root().join("chapters/report.yaml");
        let report = fs::read_to_string(report).unwrap_or_default();
        workspace.write("chapters/report.yaml", report + WAIVERS);
        Scene { workspace }
    }

    /// The same, rendered.
    pub(super) fn rendered() -> Result<Scene, Failed> {
        let scene = Scene::new();
        scene.render(&[])?;
        Ok(scene)
    }

    pub(super) fn render(&self, options: &[&str]) -> Result<(), Failed> {
        let mut arguments = vec!["render"];
        arguments.extend(options);
        let ran = cases::zishu(self.workspace.root(), &arguments);
        if ran.code == "0" { Ok(()) } else { Err(format!("{}{}", ran.stdout, ran.stderr).into()) }
    }

    pub(super) fn path(&self, path: &str) -> PathBuf {
        self.workspace.root().join(path)
    }

    pub(super) fn read(&self, path: &str) -> Vec<u8> {
        fs::read(self.path(path)).unwrap_or_default()
    }

    /// Writes a part of the Word file at `from` otherwise, to `to`.
    pub(super) fn edit_word(
        &self,
        from: &str,
        to: &str,
        part: &str,
        edit: impl Fn(String) -> String,
    ) -> Result<(), Failed> {
        let mut parts = word::parts(&self.read(from))?;
        let text = parts.get(part).ok_or_else(|| format!("no part {part}"))?;
        let before = String::from_utf8_lossy(text).into_owned();
        let after = edit(before.clone());
        if after == before {
            return Err(format!("nothing was changed in {part}").into());
        }
        parts.insert(part.to_owned(), after.into_bytes());
        self.workspace.write(to, word::pack(&parts));
        Ok(())
    }

    /// What `verify` says to programs.
    pub(super) fn verify(&self, paths: &[&str]) -> Result<Verified, Failed> {
        let mut arguments = vec!["verify", "--format", "json"];
        arguments.extend(paths);
        let ran = cases::zishu(self.workspace.root(), &arguments);
        let objects: Result<Vec<Value>, _> = ran.stdout.lines().map(serde_json::from_str).collect();
        let mut objects =
            objects.map_err(|error| format!("{error}: {}{}", ran.stdout, ran.stderr))?;
        let all = objects.pop().ok_or_else(|| format!("nothing was said: {}", ran.stderr))?;
        let name = |object: &Value| object["file"].as_str().unwrap_or_default().to_owned();
        let files = objects.into_iter().map(|object| (name(&object), object)).collect();
        Ok(Verified { code: ran.code, files, all })
    }

    /// What it says to people, with its exit code.
    pub(super) fn say(&self, paths: &[&str]) -> String {
        let mut arguments = vec!["verify"];
        arguments.extend(paths);
        let ran = cases::zishu(self.workspace.root(), &arguments);
        format!("{}\n{}{}", ran.code, ran.stdout, ran.stderr)
    }
}

impl Verified {
    /// A field of a file.
    pub(super) fn get(&self, path: &str, field: &str) -> String {
        let value = self.files.get(path).map(|file| &file[field]);
        value.map_or("no such file".to_owned(), |value| match value {
            Value::String(text) => text.clone(),
            other => other.to_string(),
        })
    }

    /// Whether a file is of the present state, and how far it is unchanged: `same unchanged`.
    pub(super) fn state(&self, path: &str) -> String {
        format!("{} {}", self.get(path, "workspace"), self.get(path, "content"))
    }

    /// Compares the exit code and the states of files.
    pub(super) fn expect(&self, code: &str, states: &[(&str, &str)]) -> Result<(), Failed> {
        let expected: Vec<String> =
            states.iter().map(|(path, state)| format!("{path} {state}")).collect();
        let actual: Vec<String> =
            states.iter().map(|(path, _)| format!("{path} {}", self.state(path))).collect();
        let expected = format!("{code}\n{}\n", expected.join("\n"));
        let actual = format!("{}\n{}\n", self.code, actual.join("\n"));
        golden::compare("verify", &expected, &actual)
    }
}

/// Fails where a text lacks one of these.
pub(super) fn says(text: &str, wanted: &[&str]) -> Result<(), Failed> {
    for phrase in wanted {
        if !text.contains(phrase) {
            return Err(format!("“{phrase}” isn't said:\n{text}").into());
        }
    }
    Ok(())
}

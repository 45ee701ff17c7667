//! `zishu forms`: the bureaus' spreadsheets, out and back in.

use super::arguments::{Common, FormsAction, FormsOptions};
use super::files::{self, Expected, Save};
use super::{Outcome, output, session};
use crate::diag::{Diagnostics, Severity};
use crate::forms::{self, Change, Field, Reading, ValueFile, XlsxError};
use crate::pipeline::Loaded;
use crate::source::Sources;
use anyhow::{Context, anyhow, bail};
use std::collections::BTreeMap;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

const FOLDER: &str = "out/forms";

/// Writes the forms, or reads filled ones.
pub(super) fn run(common: &Common, options: &FormsOptions) -> anyhow::Result<Outcome> {
    let root = session::root(common)?;
    let Some(loaded) = session::load(common, &root)? else { return Ok(Outcome::Problems) };
    let settings = data_errors(&loaded.problems, &loaded.sources);
    if settings.has_errors() {
        return session::report(common, &loaded.sources, settings);
    }
    match &options.action {
        None => write(common, &loaded),
        Some(FormsAction::Read(options)) => read(common, loaded, &options.files),
    }
}

/// The errors that concern data: a chapter's don't stand in a form's way.
fn data_errors(problems: &Diagnostics, sources: &Sources) -> Diagnostics {
    let mut errors = Diagnostics::default();
    for problem in problems.iter() {
        let chapter = sources.path(problem.primary.span.file).ends_with(".md");
        if problem.severity == Severity::Error && !chapter {
            errors.report(problem.clone());
        }
    }
    errors
}

/// Writes a form for each bureau that owns indicators, all of them or none.
fn write(common: &Common, loaded: &Loaded) -> anyhow::Result<Outcome> {
    let Loaded { sources, workspace, indicators, .. } = loaded;
    let (mut made, mut kept) = (Vec::new(), 0);
    for bureau in forms::bureaus(workspace, indicators) {
        let shown = format!("{FOLDER}/{}.xlsx", bureau.short);
        let path = workspace.root.join(&shown);
        let text = present(&forms::value_file(&bureau.short, indicators, sources), sources);
        // What is filled in while the others are made isn't lost either.
        let expected =
            if path.is_file() { Expected::Bytes(bytes(&path)?) } else { Expected::Nothing };
        if let Expected::Bytes(bytes) = &expected
            && (bytes.len() > forms::LARGEST || forms::is_pending(bytes, &text, indicators))
        {
            output::message(&format!(
                "{shown} 里有还没读入的内容，没有覆盖；先用 zishu forms read 读入，或移到别处"
            ));
            kept += 1;
            continue;
        }
        let form = forms::write(workspace, indicators, bureau, &text)
            .map_err(|_| anyhow!("{} 的数值文件读不出来", bureau.short))?
            .map_err(|error| unwritable(&error))
            .with_context(|| format!("不能生成 {shown}"))?;
        made.push(Save { path, bytes: form, expected });
    }
    let written = made.len();
    files::write_all(&workspace.root, made)?.keep();
    let kept_back = if kept > 0 { format!("，{kept} 份没有覆盖") } else { String::new() };
    session::say(common, &format!("生成了 {written} 份填报表，在 {FOLDER}/{kept_back}"));
    Ok(if kept > 0 { Outcome::Problems } else { Outcome::Clean })
}

fn unwritable(error: &XlsxError) -> anyhow::Error {
    match error {
        XlsxError::MaxStringLengthExceeded => anyhow!("有文字超过一格能容纳的 32767 字"),
        other => anyhow!("{other}"),
    }
}

/// The text of a value file; blank where there is none yet.
fn present(file: &ValueFile, sources: &Sources) -> String {
    file.file.map_or_else(String::new, |file| sources.text(file).to_owned())
}

/// A file's bytes, no more of them than a form can have.
fn bytes(path: &Path) -> anyhow::Result<Vec<u8>> {
    let shown = path.display();
    if path.is_dir() {
        bail!("{shown} 是文件夹，请写填报表的文件名");
    }
    if !path.exists() {
        bail!("没有文件 {shown}");
    }
    let file = File::open(path).with_context(|| format!("打不开 {shown}"))?;
    let mut bytes = Vec::new();
    let read = file.take(forms::LARGEST as u64 + 1).read_to_end(&mut bytes);
    read.with_context(|| format!("读不出 {shown}"))?;
    Ok(bytes)
}

/// Takes in filled forms, each whole or not at all.
fn read(common: &Common, mut loaded: Loaded, files: &[PathBuf]) -> anyhow::Result<Outcome> {
    // All are opened before any is taken: a mistyped name changes nothing.
    let forms = files.iter().map(|path| bytes(path)).collect::<anyhow::Result<Vec<_>>>()?;
    let mut changed: BTreeMap<String, String> = BTreeMap::new();
    let mut diagnostics = Diagnostics::default();
    let (mut summaries, mut refused) = (Vec::new(), 0);
    for (path, bytes) in files.iter().zip(forms) {
        let shown = path.to_string_lossy().into_owned();
        let text = |file: &ValueFile, sources: &Sources| match changed.get(&file.path) {
            Some(text) => text.clone(),
            None => present(file, sources),
        };
        let Loaded { sources, workspace, indicators, .. } = &mut loaded;
        let read =
            forms::read(&bytes, &shown, workspace, indicators, &text, sources, &mut diagnostics);
        let Ok(reading) = read else {
            refused += 1;
            continue;
        };

        let file = forms::value_file(&reading.bureau, indicators, sources);
        let old = text(&file, sources);
        let Some(new) = applied(&reading, &old, &loaded) else {
            output::message(&format!(
                "错误：{} 的写法特殊，程序不敢自动改；请照 {shown} 手工改",
                file.path
            ));
            refused += 1;
            continue;
        };
        summaries.push(summary(&loaded, &shown, &reading, &file.path));
        if !reading.changes.is_empty() {
            changed.insert(file.path, new);
        }
    }

    save(&loaded, changed)?;
    for summary in summaries {
        session::say(common, &summary);
    }
    session::report(common, &loaded.sources, diagnostics)?;
    if refused == 0 {
        return Ok(Outcome::Clean);
    }
    session::say(
        common,
        &format!("{refused} 份填报表没有采用，改正后再读；数据文件没有为它们改动"),
    );
    Ok(Outcome::Problems)
}

/// A value file's text with what a form changes; `None` where it can't be edited.
fn applied(reading: &Reading, old: &str, loaded: &Loaded) -> Option<String> {
    if reading.changes.is_empty() {
        return Some(old.to_owned());
    }
    forms::apply(old, reading, &loaded.indicators)
}

/// Writes the value files, each with the byte-order mark that it had.
fn save(loaded: &Loaded, changed: BTreeMap<String, String>) -> anyhow::Result<()> {
    const MARK: &str = "\u{FEFF}";
    let root = &loaded.workspace.root;
    let saves = changed.into_iter().map(|(path, text)| {
        let expected = Expected::read(&loaded.sources, &path);
        let marked = matches!(&expected, Expected::Bytes(old) if old.starts_with(MARK.as_bytes()));
        let bytes = if marked { format!("{MARK}{text}") } else { text };
        Save { path: root.join(path), bytes, expected }
    });
    files::write_all(root, saves)?.keep();
    Ok(())
}

/// What a form brought, line by line.
fn summary(loaded: &Loaded, shown: &str, reading: &Reading, target: &str) -> String {
    let mut lines = vec![match reading.changes.is_empty() {
        true => format!("{shown}（{}）：没有改动", reading.bureau),
        false => format!("{shown}（{}）→ {target}", reading.bureau),
    }];
    let mut last = None;
    for change in &reading.changes {
        let key = (change.id, change.year);
        if last != Some(key) {
            let name = &loaded.indicators.get(change.id).name;
            lines.push(format!("  采用  {name} {} 年", change.year));
            last = Some(key);
        }
        lines.push(format!("        {}", words(change)));
    }
    let mut rows: Vec<_> = reading.changes.iter().map(|change| (change.id, change.year)).collect();
    rows.dedup();
    let mut closing = format!("  采用 {} 行，未改 {} 行", rows.len(), reading.unchanged);
    if reading.absent > 0 {
        closing.push_str(&format!("；表中没有 {} 行，数据文件里照旧", reading.absent));
    }
    lines.push(closing);
    lines.join("\n")
}

fn words(change: &Change) -> String {
    let shown = |text: &str| if text.is_empty() { "（空）".to_owned() } else { text.to_owned() };
    let why = match (change.by_rule, change.field) {
        (false, _) => "",
        (true, Field::Source) => "（值已填报，来源记为填报表）",
        (true, Field::Value | Field::Status | Field::Note) => "（值已填报，状态随之设定）",
    };
    format!("{}：{} → {}{why}", change.field.name(), shown(&change.old), shown(&change.new))
}

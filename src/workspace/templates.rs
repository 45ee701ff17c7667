//! The merge templates: those of the workspace, and the built-in ones that it doesn't override; and
//! which of the workspace's own templates were copied from another version of the program.

use super::files::{self, Kind};
use super::read;
use crate::bundle;
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::source::{FileId, Sources, Span, decode};
use std::ops::Range;
use std::path::Path;

/// Takes in every template, sorted by name.
pub(super) fn load(
    root: &Path,
    sources: &mut Sources,
    diagnostics: &mut Diagnostics,
) -> Vec<(String, FileId)> {
    let names = files::list(&root.join("templates"), Kind::Files);
    let names: Vec<String> =
        names.into_iter().filter(|name| files::stem(name, "j2").is_some()).collect();

    let mut templates = Vec::new();
    for name in &names {
        if let Ok(file) = read(root, &format!("templates/{name}"), sources, diagnostics) {
            templates.push((name.clone(), file));
        }
    }

    for (name, bytes) in bundle::templates() {
        let overridden = names.contains(&name);
        if let Ok(text) = std::str::from_utf8(bytes)
            && !overridden
            && files::stem(&name, "j2").is_some()
        {
            let file = sources.add(format!("templates/{name}（内置）"), text);
            templates.push((name, file));
        }
    }

    templates.sort_by(|a, b| a.0.cmp(&b.0));
    check_agreements(root, sources, diagnostics);
    templates
}

/// Before the number of the agreement between a template and the program: what the one may count on of
/// the other. When it goes up is said in the crate's documentation, under Merge.
const AGREEMENT: &str = "模板约定 ";

/// The agreement that a template's first line names.
fn agreement(text: &str) -> Option<(Range<usize>, u32)> {
    let line = text.lines().next()?;
    let start = line.find(AGREEMENT)?;
    let digits = &line[start + AGREEMENT.len()..];
    let length = digits.bytes().take_while(u8::is_ascii_digit).count();

    let number = digits[..length].parse().ok()?;
    Some((start..start + AGREEMENT.len() + length, number))
}

/// Reports copies of built-in templates that follow another agreement than this program's. Those that
/// name none were written by hand, and are taken as they are.
fn check_agreements(root: &Path, sources: &mut Sources, diagnostics: &mut Diagnostics) {
    for name in files::list(&root.join("templates"), Kind::Files) {
        let built_in = bundle::template(&name).and_then(agreement);
        let path = format!("templates/{name}");
        let Some((_, expected)) = built_in else { continue };
        let Some(text) = text_of(root, &path, sources) else { continue };
        let Some((range, actual)) = agreement(&text).filter(|(_, actual)| *actual != expected)
        else {
            continue;
        };

        let file = sources.find(&path).unwrap_or_else(|| sources.add(path, text));
        let problem = Diagnostic::new(
            Code::TemplateVersion,
            Span::new(file, range),
            format!("这个模板用的是约定 {actual}，本程序用的是约定 {expected}"),
        );

        let help = if actual < expected {
            "改过的，用 zishu init 另建工作区，把改动搬到其中的新模板里"
        } else {
            "这是新版程序的模板：请换用新版的 zishu"
        };
        let unchanged = format!("没有改过的，删去 templates/{name}，程序就用自带的");
        diagnostics.report(problem.help(unchanged).help(help));
    }
}

/// A template's text; `None` where it can't be read, which is reported where it is used.
fn text_of(root: &Path, path: &str, sources: &Sources) -> Option<String> {
    if let Some(file) = sources.find(path) {
        return Some(sources.text(file).to_owned());
    }

    let full = root.join(path);
    let size = std::fs::metadata(&full).ok()?.len();
    let readable = size <= files::MAX_TEXT_SIZE && files::is_inside(root, &full).unwrap_or(false);
    let bytes = readable.then(|| std::fs::read(&full).ok()).flatten()?;
    decode(&bytes).ok().map(|decoded| decoded.text)
}

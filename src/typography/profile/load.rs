//! Finds a profile by its name.
//!
//! In: the name as report.yaml or the command line gives it. Out: the verified profile of the
//! workspace, else the built-in one of that name. Only names that are listed are opened, so a name
//! can't lead out of templates/profiles/.

use super::{Profile, verify};
use crate::bundle;
use crate::diag::{Code, Diagnostic, Diagnostics, Reported};
use crate::source::{FileId, Sources, Span, nearest};
use crate::workspace::{self, Spanned};
use crate::yaml;
use serde::Deserialize;
use std::collections::BTreeSet;
use std::path::Path;

const FOLDER: &str = "templates/profiles";

/// Reads templates/profiles/NAME.yaml of the workspace, or the built-in one.
pub fn load(
    root: &Path,
    name: &Spanned<String>,
    sources: &mut Sources,
    diagnostics: &mut Diagnostics,
) -> Result<Profile, Reported> {
    let file = open(root, name, sources, diagnostics)?;
    parse(file, sources, diagnostics)
}

/// The names of all profiles: those of the workspace and the built-in ones, sorted.
pub fn names(root: &Path) -> Vec<String> {
    all_names(root).into_iter().collect()
}

/// Every profile with its title: what its 说明 says before the colon, else its name.
pub fn titles(root: &Path) -> Vec<(String, String)> {
    let named = names(root).into_iter().map(|name| {
        let title = title(root, &name).unwrap_or_else(|| name.clone());
        (name, title)
    });
    named.collect()
}

fn title(root: &Path, name: &str) -> Option<String> {
    /// What says what a profile is for.
    #[derive(Deserialize)]
    struct Head {
        #[serde(rename = "说明")]
        purpose: String,
    }

    let (mut sources, mut diagnostics) = (Sources::default(), Diagnostics::default());
    let asked = sources.add("", name);
    let name = Spanned { value: name.to_owned(), span: Span::of_file(asked) };
    let file = open(root, &name, &mut sources, &mut diagnostics).ok()?;
    let range = 0..sources.text(file).len();
    let (head, _) = yaml::load::<Head>(&sources, file, range, &mut diagnostics).ok()?;
    let title = head.purpose.split('：').next()?.trim();
    (!title.is_empty()).then(|| title.to_owned())
}

/// Reads a file as a profile and verifies it.
pub(super) fn parse(
    file: FileId,
    sources: &Sources,
    diagnostics: &mut Diagnostics,
) -> Result<Profile, Reported> {
    let range = 0..sources.text(file).len();
    let (profile, positions) = yaml::load::<Profile>(sources, file, range, diagnostics)?;
    verify::verify(&profile, &positions, sources, diagnostics)?;
    Ok(profile)
}

fn open(
    root: &Path,
    name: &Spanned<String>,
    sources: &mut Sources,
    diagnostics: &mut Diagnostics,
) -> Result<FileId, Reported> {
    let path = format!("{FOLDER}/{}.yaml", name.value);
    if of_workspace(root).contains(&name.value) {
        return workspace::read(root, &path, sources, diagnostics);
    }

    if built_in().contains(&name.value)
        && let Some(text) = bundle::template(&format!("profiles/{}.yaml", name.value))
    {
        return Ok(sources.add(path, text));
    }

    Err(diagnostics.report(unknown_profile(root, name)))
}

fn unknown_profile(root: &Path, name: &Spanned<String>) -> Diagnostic {
    let names = all_names(root);
    let message = format!("没有版式“{}”", name.value);
    let mut problem = Diagnostic::new(Code::UnknownProfile, name.span, message);

    if let Some(near) = nearest(&name.value, names.iter().map(String::as_str)) {
        problem = problem.label(format!("是否要写“{near}”？"));
    }
    if name.value.contains(['/', '\\', '.']) {
        problem = problem.help("只写版式的名称，不写路径和扩展名");
    }

    let list: Vec<String> = names.into_iter().collect();
    problem.help(format!("可用的版式：{}", list.join("、")))
}

fn all_names(root: &Path) -> BTreeSet<String> {
    let mut names = of_workspace(root);
    names.extend(built_in());
    names
}

fn of_workspace(root: &Path) -> BTreeSet<String> {
    let entries = std::fs::read_dir(root.join(FOLDER)).into_iter().flatten().flatten();
    entries.filter_map(|entry| stem(entry.file_name().to_str()?)).collect()
}

fn built_in() -> BTreeSet<String> {
    let templates = bundle::templates().into_iter();
    templates.filter_map(|(path, _)| stem(path.strip_prefix("profiles/")?)).collect()
}

fn stem(file_name: &str) -> Option<String> {
    file_name.strip_suffix(".yaml").map(str::to_owned)
}

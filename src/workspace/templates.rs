//! The merge templates: those of the workspace, and the built-in ones that it doesn't override.

use super::files::{self, Kind};
use super::read;
use crate::bundle;
use crate::diag::Diagnostics;
use crate::source::{FileId, Sources};
use std::path::Path;

/// Takes in every template, sorted by name.
pub(super) fn load(
    root: &Path,
    sources: &mut Sources,
    diagnostics: &mut Diagnostics,
) -> Vec<(String, FileId)> {
    let own = files::list(&root.join("templates"), Kind::Files);
    let own: Vec<String> =
        own.into_iter().filter(|name| files::stem(name, "j2").is_some()).collect();
    let mut templates = Vec::new();
    for name in &own {
        if let Ok(file) = read(root, &format!("templates/{name}"), sources, diagnostics) {
            templates.push((name.clone(), file));
        }
    }
    for (name, bytes) in bundle::templates() {
        let overridden = own.contains(&name);
        if let Ok(text) = std::str::from_utf8(bytes)
            && !overridden
            && files::stem(&name, "j2").is_some()
        {
            let file = sources.add(format!("templates/{name}（内置）"), text);
            templates.push((name, file));
        }
    }
    templates.sort_by(|a, b| a.0.cmp(&b.0));
    templates
}

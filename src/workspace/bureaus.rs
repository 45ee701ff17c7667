//! chapters/bureaus.yaml.

use super::file_name::is_file_name;
use super::{Bureau, Workspace, read, restored};
use crate::diag::{Code, Diagnostic, Diagnostics, MAX_NAME, Reported};
use crate::source::{Sources, Span, nearest};
use crate::yaml::{self, Step};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::Path;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct BureauRow {
    #[serde(rename = "名称", alias = "name")]
    name: String,
    #[serde(rename = "简称", alias = "short")]
    short: String,
    #[serde(rename = "别名", alias = "aliases", default)]
    aliases: Vec<String>,
    #[serde(rename = "联系人", alias = "contact", default)]
    contact: String,
    #[serde(rename = "电话", alias = "phone", default)]
    phone: String,
}

/// Reads chapters/bureaus.yaml.
pub(super) fn load(
    root: &Path,
    sources: &mut Sources,
    diagnostics: &mut Diagnostics,
) -> Result<Vec<Bureau>, Reported> {
    let file = read(root, "chapters/bureaus.yaml", sources, diagnostics)?;
    let range = 0..sources.text(file).len();
    let (rows, positions) = yaml::load::<Vec<BureauRow>>(sources, file, range, diagnostics)?;
    if rows.is_empty() {
        let problem = Diagnostic::new(Code::YamlShape, Span::of_file(file), "没有任何单位");
        return Err(diagnostics.report(problem.help(restored("chapters/bureaus.yaml"))));
    }

    let mut owners: BTreeMap<String, (usize, Span)> = BTreeMap::new();
    let mut bureaus = Vec::with_capacity(rows.len());
    for (index, row) in rows.into_iter().enumerate() {
        let key_span = |keys: [&str; 2]| positions.key_under(&[Step::Index(index)], &keys);
        let (name, short) = (key_span(["名称", "name"]), key_span(["简称", "short"]));
        if row.name.trim().is_empty() || !is_file_name(&row.short) {
            let message = "单位的名称、简称不能空着，简称不能含有文件名不能用的符号";
            diagnostics.report(Diagnostic::new(Code::YamlShape, short, message));
        }

        let aliases = row.aliases.iter().map(|alias| (alias, key_span(["别名", "aliases"])));
        let names = [(&row.name, name), (&row.short, short)].into_iter().chain(aliases);
        for (name, span) in names {
            diagnostics.report_long(name, "单位的名称", MAX_NAME, span);
            claim_name(&mut owners, name, index, span, diagnostics);
        }
        diagnostics.report_long(
            &row.contact,
            "“联系人”",
            MAX_NAME,
            key_span(["联系人", "contact"]),
        );
        diagnostics.report_long(&row.phone, "“电话”", MAX_NAME, key_span(["电话", "phone"]));

        let span = positions.value(&[Step::Index(index)]);
        let BureauRow { name, short, aliases, contact, phone } = row;
        bureaus.push(Bureau { span, name, short, aliases, contact, phone });
    }

    Ok(bureaus)
}

/// Takes a name for a bureau; another bureau may not have it.
fn claim_name(
    owners: &mut BTreeMap<String, (usize, Span)>,
    name: &str,
    index: usize,
    span: Span,
    diagnostics: &mut Diagnostics,
) {
    match owners.get(name) {
        Some((owner, first)) if *owner != index => {
            let message = format!("“{name}”是两个单位的名称");
            let problem = Diagnostic::new(Code::DuplicateEntry, span, message);
            diagnostics.report(problem.also(*first, "另一个在这里"));
        }
        Some(_) => {}
        None => _ = owners.insert(name.to_owned(), (index, span)),
    }
}

/// Index of the bureau with this short name, full name or alias.
pub(super) fn find(bureaus: &[Bureau], name: &str) -> Option<usize> {
    let name = name.trim();
    bureaus.iter().position(|bureau| {
        bureau.short == name
            || bureau.name == name
            || bureau.aliases.iter().any(|alias| alias == name)
    })
}

/// A name that no bureau has, with the nearest one that is known.
pub(super) fn unknown(bureaus: &[Bureau], name: &str, span: Span) -> Diagnostic {
    let message = format!("bureaus.yaml 中没有单位“{name}”");
    let problem = Diagnostic::new(Code::UnknownBureau, span, message);
    if name.contains(['，', '、', '；']) {
        return problem.help("几个单位之间用半角逗号加空格：[甲, 乙]");
    }

    let names = bureaus.iter().flat_map(|bureau| {
        let aliases = bureau.aliases.iter().map(move |alias| (alias, bureau));
        [(&bureau.short, bureau), (&bureau.name, bureau)].into_iter().chain(aliases)
    });
    let names: Vec<(&String, &Bureau)> = names.collect();

    let near = nearest(name, names.iter().map(|(name, _)| name.as_str()));
    match names.iter().find(|(name, _)| Some(name.as_str()) == near) {
        Some((_, bureau)) => problem.help(format!("是否要写“{}”？", bureau.short)),
        None => problem.help("改用表中的简称，或在 bureaus.yaml 中补充该单位"),
    }
}

impl Workspace {
    /// Index of the bureau with this short name, full name or alias.
    pub fn find_bureau(&self, name: &str) -> Option<usize> {
        find(&self.bureaus, name)
    }

    /// The problem of a name that no bureau has, with the nearest one that is known.
    pub fn unknown_bureau(&self, name: &str, span: Span) -> Diagnostic {
        unknown(&self.bureaus, name, span)
    }
}

//! The choices of chapters/report.yaml on what a document has beside its text: of the report, and of each
//! of 其他文件.
//!
//! In: the entries as typed. Out: [`Choices`], the arrangement of the pages and what the template prints.

use super::{Choices, Spanned};
use crate::diag::{Code, Diagnostic, Diagnostics, MAX_TITLE};
use crate::document::Arrangement;
use crate::yaml::{Positions, Step};
use serde::Deserialize;
use std::collections::BTreeMap;

/// 是 or 否.
#[derive(Deserialize, Clone, Copy, PartialEq, Eq)]
pub(super) enum YesNo {
    #[serde(rename = "是", alias = "yes")]
    Yes,
    #[serde(rename = "否", alias = "no")]
    No,
}

/// How the pages lie.
#[derive(Deserialize, Clone, Copy, PartialEq, Eq)]
pub(super) enum Orientation {
    #[serde(rename = "竖", alias = "portrait")]
    Upright,
    #[serde(rename = "横", alias = "landscape")]
    Landscape,
}

/// Whether a document is signed at its end, and how.
#[derive(Deserialize, Clone, Copy, PartialEq, Eq)]
pub(super) enum Signature {
    #[serde(rename = "是", alias = "yes")]
    Plain,
    #[serde(rename = "盖章", alias = "sealed")]
    Sealed,
    #[serde(rename = "否", alias = "no")]
    No,
}

/// The choices as typed.
pub(super) struct TypedChoices {
    pub cover: Option<YesNo>,
    pub contents: Option<YesNo>,
    pub tables: Option<YesNo>,
    pub figures: Option<YesNo>,
    pub numbers: Option<YesNo>,
    pub orientation: Option<Orientation>,
    pub annex: String,
    pub addressee: String,
    pub annexes: Option<YesNo>,
    pub signature: Option<Signature>,
    pub data: BTreeMap<String, String>,
}

/// A struct with fields of its own and those of the choices: serde can't flatten and refuse unknown keys at
/// once.
macro_rules! with_choices {
    ($(#[$meta:meta])* $visibility:vis struct $name:ident { $($own:tt)* }) => {
        $(#[$meta])*
        #[derive(serde::Deserialize)]
        #[serde(deny_unknown_fields)]
        $visibility struct $name {
            $($own)*
            #[serde(rename = "封面", alias = "cover", default)]
            cover: Option<$crate::workspace::choices::YesNo>,
            #[serde(rename = "目录", alias = "contents", default)]
            contents: Option<$crate::workspace::choices::YesNo>,
            #[serde(rename = "表目录", alias = "tables", default)]
            tables: Option<$crate::workspace::choices::YesNo>,
            #[serde(rename = "图目录", alias = "figures", default)]
            figures: Option<$crate::workspace::choices::YesNo>,
            #[serde(rename = "章号", alias = "numbers", default)]
            numbers: Option<$crate::workspace::choices::YesNo>,
            #[serde(rename = "页向", alias = "orientation", default)]
            orientation: Option<$crate::workspace::choices::Orientation>,
            #[serde(rename = "附件", alias = "annex", default)]
            annex: String,
            #[serde(rename = "抬头", alias = "addressee", default)]
            addressee: String,
            #[serde(rename = "附件说明", alias = "annexes", default)]
            annexes: Option<$crate::workspace::choices::YesNo>,
            #[serde(rename = "落款", alias = "signature", default)]
            signature: Option<$crate::workspace::choices::Signature>,
            #[serde(rename = "数据", alias = "data", default)]
            data: std::collections::BTreeMap<String, String>,
        }

        impl $name {
            fn take_choices(&mut self) -> $crate::workspace::choices::TypedChoices {
                $crate::workspace::choices::TypedChoices {
                    cover: self.cover,
                    contents: self.contents,
                    tables: self.tables,
                    figures: self.figures,
                    numbers: self.numbers,
                    orientation: self.orientation,
                    annex: std::mem::take(&mut self.annex),
                    addressee: std::mem::take(&mut self.addressee),
                    annexes: self.annexes,
                    signature: self.signature,
                    data: std::mem::take(&mut self.data),
                }
            }
        }
    };
}
pub(super) use with_choices;

/// What the choices of the mapping at `path` come to.
pub(super) fn read(
    typed: TypedChoices,
    positions: &Positions,
    path: &[Step<'_>],
    diagnostics: &mut Diagnostics,
) -> Choices {
    let span = |keys: [&str; 2]| positions.value_under(path, &keys);
    let addressee = Spanned { value: typed.addressee, span: span(["抬头", "addressee"]) };
    diagnostics.report_long(&addressee.value, "“抬头”", MAX_TITLE, addressee.span);

    let annex = annex_number(&typed.annex).unwrap_or_else(|| {
        let message = format!("“附件”应为 是、否或附件的序号，现为“{}”", typed.annex.trim());
        let problem = Diagnostic::new(Code::YamlShape, span(["附件", "annex"]), message);
        diagnostics.report(problem.help("只有一个附件的写 是，有几个的写它的序号，如 2"));
        None
    });
    let cover = typed.cover != Some(YesNo::No);
    if annex.is_some() && typed.cover == Some(YesNo::Yes) {
        let message = "有封面的文件，首页没有“附件”的位置";
        let problem = Diagnostic::new(Code::YamlShape, span(["附件", "annex"]), message);
        diagnostics.report(problem.help("把“封面”改为 否，或删去“附件”这一行"));
    }

    let signature = match typed.signature {
        Some(Signature::Plain) => "是",
        Some(Signature::Sealed) => "盖章",
        Some(Signature::No) | None => "",
    };
    let key = positions.name_under(path, &["数据", "data"]).unwrap_or("数据");
    let data = typed.data.into_iter().map(|(name, value)| {
        let entry: Vec<Step<'_>> =
            path.iter().copied().chain([Step::Key(key), Step::Key(&name)]).collect();
        let span = positions.value(&entry);
        (name, Spanned { value, span })
    });
    Choices {
        arrangement: Arrangement {
            // An annex begins at the head of its first page.
            cover: cover && annex.is_none(),
            contents: typed.contents != Some(YesNo::No),
            tables: typed.tables == Some(YesNo::Yes),
            figures: typed.figures == Some(YesNo::Yes),
            numbered: typed.numbers != Some(YesNo::No),
            annex,
            landscape: typed.orientation == Some(Orientation::Landscape),
        },
        addressee,
        annexes: Spanned {
            value: typed.annexes == Some(YesNo::Yes),
            span: span(["附件说明", "annexes"]),
        },
        signature: Spanned { value: signature.to_owned(), span: span(["落款", "signature"]) },
        data: data.collect(),
    }
}

/// 是 is 0; `None` inside: no annex.
fn annex_number(typed: &str) -> Option<Option<u8>> {
    match typed.trim() {
        "" | "否" | "no" => Some(None),
        "是" | "yes" => Some(Some(0)),
        other => other.parse().ok().filter(|number| (1..=99).contains(number)).map(Some),
    }
}

#[cfg(test)]
mod tests {
    use super::annex_number;

    #[test]
    fn annexes_by_number() {
        let cases = [("", Some(None)), ("否", Some(None)), ("是", Some(Some(0)))];
        let cases = cases.into_iter().chain([("3", Some(Some(3))), ("0", None), ("附件1", None)]);
        for (typed, expected) in cases {
            assert_eq!(annex_number(typed), expected, "{typed}");
        }
    }
}

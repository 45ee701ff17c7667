//! What `zishu adopt` says of contributions that it wrote, or would write.

use crate::adopt;
use crate::cli::common::Common;
use crate::cli::{output, session};
use crate::diag::Format;
use crate::workflow::Adoption;
use std::path::Path;

/// A contribution that was written, and its draft where there are several.
pub(super) struct Written<'a> {
    pub draft: Option<&'a Path>,
    pub adoption: &'a Adoption,
}

/// Prints a contribution that would be written.
pub(super) fn print_planned(common: &Common, adoption: &Adoption) {
    let Adoption { path, text, adopted, .. } = adoption;
    match common.format.into() {
        Format::Json => output::text(&adopt::json_report(adopted, path, false)),
        Format::Human | Format::Short => {
            output::text(text);
            let account = adopt::text_report(adopted);
            session::say(common, &format!("将写入 {path}（没有写文件）\n{account}"));
        }
    }
}

/// Prints what was written, and what was not carried over.
pub(super) fn print_written(common: &Common, written: &[Written<'_>]) {
    for Written { draft, adoption } in written {
        let Adoption { path, adopted, backup, .. } = adoption;
        if let Format::Json = common.format.into() {
            output::text(&adopt::json_report(adopted, path, true));
            continue;
        }

        let draft = draft.map_or_else(String::new, |draft| format!("（{}）", draft.display()));
        let backup = backup
            .as_ref()
            .map_or_else(String::new, |name| format!("，原文稿另存在同一文件夹，文件名是 {name}"));
        let account = adopt::text_report(adopted);
        output::text(&format!("已写入 {path}{draft}{backup}\n{account}\n"));
    }

    if !matches!(common.format.into(), Format::Json) {
        output::text("下一步：zishu check，照所列改法改；手写的数字改为引用指标\n");
    }
}

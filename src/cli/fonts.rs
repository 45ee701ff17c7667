//! `zishu fonts`: which face serves which role.

use super::common::{Common, HELP};
use super::{Outcome, output, session};
use crate::typography::{FaceReport, Faces};
use clap::Args;
use std::fmt::Write;

/// `fonts`.
#[derive(Debug, Args)]
#[command(help_template = HELP, override_usage = "zishu fonts [选项]", next_help_heading = "选项")]
pub(super) struct FontsOptions {
    /// 也使用本机安装的字体
    #[arg(long)]
    pub system_fonts: bool,
}

/// Lists the faces.
pub(super) fn run(common: &Common, options: &FontsOptions) -> anyhow::Result<Outcome> {
    let root = session::root(common)?;
    let faces = Faces::discover(&root, session::face_search(options.system_fonts));
    output::text(&list(faces.reports()));
    for broken in faces.broken() {
        output::text(&format!("没有使用 {}：{}\n", broken.file, broken.reason));
    }
    Ok(Outcome::Clean)
}

fn list(reports: &[FaceReport]) -> String {
    let mut text = String::new();
    for report in reports {
        let standard = if report.standard { "标准字体" } else { "代用字体" };
        let FaceReport { role, family, file, .. } = report;
        let role = format!("{}{}", role.name(), "　".repeat(3 - role.name().chars().count()));
        let _ = writeln!(text, "{role}　{standard}　{family}（{file}）");
    }
    if reports.iter().any(|report| !report.standard) {
        text.push_str("\n正式送审时，把单位已购的标准字体放进 fonts/licensed/，程序会优先使用。\n");
    }
    text
}

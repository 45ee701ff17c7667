//! `zishu forms`: the bureaus' spreadsheets, out and back in.

use super::common::{Common, HELP};
use super::{Outcome, output, session};
use crate::forms::{Change, Field};
use crate::pipeline::Loaded;
use crate::workflow::{self, FORMS_FOLDER, FilledForm};
use clap::{Args, Subcommand};
use std::path::PathBuf;

/// `forms`.
#[derive(Debug, Args)]
#[command(
    help_template = HELP,
    override_usage = "zishu forms [选项]\n      zishu forms read [选项] <文件>…",
    next_help_heading = "选项",
    subcommand_help_heading = "命令",
    subcommand_value_name = "命令"
)]
pub(super) struct FormsOptions {
    #[command(subcommand)]
    pub action: Option<FormsAction>,
}

/// What `forms` does besides writing them.
#[derive(Debug, Subcommand)]
pub(super) enum FormsAction {
    /// 把填好的填报表读入各单位的数据文件
    Read(FormsReadOptions),
}

/// `forms read`.
#[derive(Debug, Args)]
#[command(
    help_template = HELP,
    override_usage = "zishu forms read [选项] <文件>…",
    next_help_heading = "选项"
)]
pub(super) struct FormsReadOptions {
    /// 填好的填报表，可以写几个；一份表有一处不能采用，整份都不写入
    #[arg(value_name = "文件", help_heading = "参数", required = true)]
    pub files: Vec<PathBuf>,
}

/// Writes the forms, or reads filled ones.
pub(super) fn run(common: &Common, options: &FormsOptions) -> anyhow::Result<Outcome> {
    let root = session::root(common)?;
    let Some(loaded) = session::load(common, &root)? else { return Ok(Outcome::Problems) };
    let errors = workflow::data_errors(&loaded);
    if errors.has_errors() {
        return session::report(common, &loaded.sources, errors);
    }

    match &options.action {
        None => write(common, &loaded),
        Some(FormsAction::Read(options)) => read(common, loaded, options),
    }
}

fn write(common: &Common, loaded: &Loaded) -> anyhow::Result<Outcome> {
    let forms = workflow::export_forms(loaded)?;
    workflow::commit(&forms.changes)?;

    for path in &forms.pending {
        output::message(&format!(
            "{path} 里有还没读入的内容，没有覆盖；先用 zishu forms read 读入，或移到别处"
        ));
    }

    let (written, pending) = (forms.changes.files().len(), forms.pending.len());
    let skipped = if pending > 0 { format!("，{pending} 份没有覆盖") } else { String::new() };

    session::say(common, &format!("生成了 {written} 份填报表，在 {FORMS_FOLDER}/{skipped}"));
    Ok(if pending > 0 { Outcome::Problems } else { Outcome::Clean })
}

fn read(
    common: &Common,
    mut loaded: Loaded,
    options: &FormsReadOptions,
) -> anyhow::Result<Outcome> {
    let import = workflow::import_forms(&mut loaded, &options.files)?;
    workflow::commit(&import.changes)?;

    for file in &import.uneditable {
        output::message(&format!(
            "错误：{} 的写法特殊，程序不敢自动改；请照 {} 手工改",
            file.path, file.form
        ));
    }
    for form in &import.forms {
        session::say(common, &summary(&loaded, form));
    }

    session::report(common, &loaded.sources, import.problems)?;
    if import.refused == 0 {
        return Ok(Outcome::Clean);
    }

    let closing =
        format!("{} 份填报表没有采用，改正后再读；数据文件没有为它们改动", import.refused);
    session::say(common, &closing);
    Ok(Outcome::Problems)
}

/// What a form brought, line by line.
fn summary(loaded: &Loaded, form: &FilledForm) -> String {
    let FilledForm { path, target, reading } = form;
    let mut lines = vec![if reading.changes.is_empty() {
        format!("{path}（{}）：没有改动", reading.bureau)
    } else {
        format!("{path}（{}）→ {target}", reading.bureau)
    }];

    let mut rows = Vec::new();
    for change in &reading.changes {
        let row = (change.id, change.year);
        if rows.last() != Some(&row) {
            let name = &loaded.indicators.get(change.id).name;
            lines.push(format!("  采用  {name} {}年", change.year));
            rows.push(row);
        }
        lines.push(format!("        {}", change_line(change)));
    }

    let mut closing = format!("  采用 {} 行，未改 {} 行", rows.len(), reading.unchanged);
    if reading.absent > 0 {
        closing.push_str(&format!("；表中没有 {} 行，数据文件里照旧", reading.absent));
    }
    lines.push(closing);
    lines.join("\n")
}

fn change_line(change: &Change) -> String {
    let value = |text: &str| if text.is_empty() { "（空）".to_owned() } else { text.to_owned() };
    let reason = match (change.by_rule, change.field) {
        (false, _) => "",
        (true, Field::Source) => "（值已填报，来源记为填报表）",
        (true, Field::Value | Field::Status | Field::Note) => "（值已填报，状态随之设定）",
    };
    format!("{}：{} → {}{reason}", change.field.name(), value(&change.old), value(&change.new))
}

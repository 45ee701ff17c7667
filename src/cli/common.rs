//! What every command takes on its command line.

use crate::diag::Format;
use clap::{Args, ValueEnum};
use std::path::PathBuf;

/// The layout of every help.
pub(super) const HELP: &str = "\
{about}

用法：{usage}

{all-args}{after-help}";

/// What every command takes.
#[derive(Debug, Args)]
pub(super) struct Common {
    /// 工作区所在的文件夹（含 chapters/），默认为当前文件夹
    #[arg(short = 'C', long = "directory", value_name = "文件夹", global = true)]
    pub directory: Option<PathBuf>,
    /// 问题的输出形式：human 带原文和标记，short 一个问题一行，json 一个问题一个 JSON 对象
    #[arg(
        long,
        value_name = "形式",
        value_enum,
        default_value = "human",
        global = true,
        hide_default_value = true,
        hide_possible_values = true
    )]
    pub format: FormatName,
    /// 由外层进程带上，见 `cli::supervision`
    #[arg(long, hide = true, value_name = "文件")]
    pub supervised: Option<PathBuf>,
}

/// The names of [`Format`] on the command line.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(super) enum FormatName {
    Human,
    Short,
    Json,
}

impl From<FormatName> for Format {
    fn from(name: FormatName) -> Format {
        match name {
            FormatName::Human => Format::Human,
            FormatName::Short => Format::Short,
            FormatName::Json => Format::Json,
        }
    }
}

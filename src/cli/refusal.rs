//! What clap says of a command line, in Chinese.
//!
//! Written against clap 4.6: by the kind of an error and by the names in it, never by clap's
//! English. The tests raise every kind of the table through the program's own arguments; any other says
//! that the command is mistyped.

use super::{help, output};
use clap::error::{ContextKind, ContextValue, ErrorKind};
use std::process::ExitCode;

/// Prints help or version as asked, or what is wrong with the arguments.
pub(super) fn refuse(error: &clap::Error) -> ExitCode {
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            output::text(&help::align(&error.render().to_string()));
            ExitCode::SUCCESS
        }
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            output::message(&help::align(&error.render().to_string()));
            ExitCode::from(2)
        }
        _ => {
            output::message(&format!("错误：{}\n改法：{}", problem(error), remedy(error)));
            ExitCode::from(2)
        }
    }
}

fn problem(error: &clap::Error) -> String {
    let argument = named(error, ContextKind::InvalidArg);
    let value = named(error, ContextKind::InvalidValue);

    match error.kind() {
        ErrorKind::UnknownArgument if is_surplus(error) => format!("“{argument}”是多出来的"),
        ErrorKind::UnknownArgument => format!("没有“{argument}”这个选项"),
        ErrorKind::InvalidSubcommand => {
            format!("没有“{}”这个命令", named(error, ContextKind::InvalidSubcommand))
        }
        ErrorKind::InvalidValue if value.is_empty() => format!("“{argument}”后面缺少内容"),
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            let possible = named(error, ContextKind::ValidValue);
            let expected = if !possible.is_empty() {
                format!("，可用：{possible}")
            } else if argument.starts_with("--port") {
                "，端口是 0 到 65535 的整数".to_owned()
            } else {
                String::new()
            };

            format!("“{argument}”不能是“{value}”{expected}")
        }
        ErrorKind::MissingRequiredArgument => format!("缺少{argument}"),
        ErrorKind::MissingSubcommand => "缺少命令".to_owned(),
        ErrorKind::ArgumentConflict => {
            format!("“{argument}”不能与“{}”同时使用", named(error, ContextKind::PriorArg))
        }
        ErrorKind::InvalidUtf8 => "参数不是有效的文字".to_owned(),
        ErrorKind::TooManyValues => format!("“{argument}”后面多了“{value}”"),
        // clap may add kinds.
        _ => "命令写法有误".to_owned(),
    }
}

/// What to do with one argument too many.
const SURPLUS: &str =
    "删去它；几份文件的，一份一份地运行这个命令；路径里有空格的，整个放进英文引号";

/// Whether there is an argument too many, rather than an option that doesn't exist.
fn is_surplus(error: &clap::Error) -> bool {
    let argument = named(error, ContextKind::InvalidArg);
    error.kind() == ErrorKind::UnknownArgument && !argument.starts_with('-')
}

fn remedy(error: &clap::Error) -> String {
    let suggestions =
        [ContextKind::SuggestedArg, ContextKind::SuggestedSubcommand, ContextKind::SuggestedValue];
    let suggested =
        suggestions.map(|kind| nearest(error, kind)).into_iter().find(|name| !name.is_empty());

    match suggested {
        Some(suggested) => format!("是否要写 {suggested}？用 zishu --help 查看全部用法"),
        None if is_surplus(error) => SURPLUS.to_owned(),
        None => "用 zishu --help 查看全部用法".to_owned(),
    }
}

/// The names that clap suggests, the nearest first: it gives that last.
fn nearest(error: &clap::Error, kind: ContextKind) -> String {
    match error.get(kind) {
        Some(ContextValue::Strings(list)) => {
            list.iter().rev().map(String::as_str).collect::<Vec<_>>().join("、")
        }
        Some(_) | None => named(error, kind),
    }
}

/// The name of this kind in an error; empty where it has none.
fn named(error: &clap::Error, kind: ContextKind) -> String {
    match error.get(kind) {
        Some(ContextValue::String(text)) => text.clone(),
        Some(ContextValue::Strings(list)) => list.join("、"),
        Some(ContextValue::StyledStr(text)) => text.to_string(),
        Some(_) | None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::arguments::Arguments;
    use super::super::help::align;
    use super::{problem, remedy};
    use clap::error::ErrorKind;
    use clap::{CommandFactory, Parser};
    use std::ffi::OsString;

    fn error(arguments: &[&str]) -> clap::Error {
        let arguments = std::iter::once("zishu").chain(arguments.iter().copied());
        Arguments::try_parse_from(arguments).unwrap_err()
    }

    #[test]
    fn clap_gives_every_kind_of_the_table() {
        use ErrorKind::*;
        let cases: [(&[&str], ErrorKind, &str); 11] = [
            (&["render", "--没有"], UnknownArgument, "没有“--没有”这个选项"),
            (&["render", "申报表"], UnknownArgument, "“申报表”是多出来的"),
            (&["没有"], InvalidSubcommand, "没有“没有”这个命令"),
            (&["preview", "--port"], InvalidValue, "“--port <端口>”后面缺少内容"),
            (
                &["--format", "a"],
                InvalidValue,
                "“--format <形式>”不能是“a”，可用：human、short、json",
            ),
            (
                &["preview", "--port", "a"],
                ValueValidation,
                "“--port <端口>”不能是“a”，端口是 0 到 65535 的整数",
            ),
            (&["init"], MissingRequiredArgument, "缺少<文件夹>"),
            (&["-C", "."], MissingSubcommand, "缺少命令"),
            (&["render", "--pdf", "--word"], ArgumentConflict, "“--pdf”不能与“--word”同时使用"),
            (&["render", "--pdf=1"], TooManyValues, "“--pdf”后面多了“1”"),
            (
                &["render", "--watch", "--watch"],
                ArgumentConflict,
                "“--watch”不能与“--watch”同时使用",
            ),
        ];
        for (arguments, kind, expected) in cases {
            let error = error(arguments);
            assert_eq!((error.kind(), problem(&error).as_str()), (kind, expected), "{arguments:?}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn clap_refuses_arguments_that_are_not_text() {
        use std::os::unix::ffi::OsStringExt;
        let arguments = ["zishu", "explain"].map(OsString::from);
        let wrong = OsString::from_vec(vec![0xFF]);
        let error = Arguments::try_parse_from(arguments.into_iter().chain([wrong])).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidUtf8);
        assert_eq!(problem(&error), "参数不是有效的文字");
    }

    #[test]
    fn clap_suggests_near_names() {
        assert!(remedy(&error(&["rendr"])).starts_with("是否要写 render、rename？"));
        assert!(remedy(&error(&["render", "--wrod"])).starts_with("是否要写 --word？"));
        assert!(remedy(&error(&["--format", "jsn"])).starts_with("是否要写 json？"));
    }

    /// What clap writes into help by itself, in English.
    const ENGLISH: [&str; 8] =
        ["Usage", "Options", "Commands", "Arguments", "Print ", "[default", "[possible", "[alias"];

    #[test]
    fn no_help_has_english_words() {
        let mut whole = Arguments::command();
        whole.build();
        let mut commands = vec![whole];
        let mut count = 0;
        while let Some(mut command) = commands.pop() {
            commands.extend(command.get_subcommands().cloned());
            let help = align(&command.render_long_help().to_string());
            for word in ENGLISH {
                assert!(!help.contains(word), "{word} in the help of {}", command.get_name());
            }
            count += 1;
        }
        assert!(count > 15, "{count} commands");
    }
}

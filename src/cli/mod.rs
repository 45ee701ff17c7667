//! Commands; the only place that prints.
//!
//! In: arguments. Out: files, messages and an exit code: 0 clean, 1 problems in the report, 2 usage
//! or environment. One file per subcommand.

mod adopt;
mod arguments;
mod check;
mod diff;
mod dump;
mod explain;
mod files;
mod fix;
mod fonts;
mod forms;
mod help;
mod init;
mod new;
mod output;
mod outputs;
mod preview;
mod progress;
mod refusal;
mod render;
mod review;
mod session;
mod summary;
mod watch;

use arguments::{Arguments, Command};
use clap::Parser;
use std::ffi::OsString;
use std::process::ExitCode;

/// How a command ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outcome {
    /// Nothing is wrong.
    Clean,
    /// The report has errors.
    Problems,
}

/// Runs the program.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let arguments = match Arguments::try_parse_from(arguments) {
        Ok(arguments) => arguments,
        Err(error) => return refusal::refuse(&error),
    };
    match dispatch(&arguments) {
        Ok(Outcome::Clean) => ExitCode::SUCCESS,
        Ok(Outcome::Problems) => ExitCode::from(1),
        Err(error) => {
            output::message(&format!("错误：{}", output::chain(&error)));
            ExitCode::from(2)
        }
    }
}

fn dispatch(arguments: &Arguments) -> anyhow::Result<Outcome> {
    let common = &arguments.common;
    match &arguments.command {
        Command::Render(options) => render::run(common, options),
        Command::Preview(options) => preview::run(common, options),
        Command::Check(options) => check::run(common, options),
        Command::Init(options) => init::run(options),
        Command::New(options) => new::run(common, options),
        Command::Fonts(options) => fonts::run(common, options),
        Command::Dump(options) => dump::run(common, options),
        Command::Explain(options) => explain::run(options),
        Command::Fix(options) => fix::run(common, options),
        Command::Forms(options) => forms::run(common, options),
        Command::Adopt(options) => adopt::run(common, options),
        Command::Review(options) => review::run(common, options),
    }
}

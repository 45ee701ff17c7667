//! Runs the command that was asked for.

use super::arguments::{Arguments, Command};
use super::refusal::refuse;
use super::{
    Outcome, adopt, check, collect, dump, explain, fix, fonts, forms, init, new, output, preview,
    rename, render, review, status, supervision, sync, verify,
};
use clap::Parser;
use std::ffi::OsString;
use std::process::ExitCode;

/// Runs the program.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let code = execute(arguments);
    match output::failure() {
        None => code,
        Some(error) => {
            output::message(&format!("错误：结果没有全部输出：{}", output::reason(error)));
            ExitCode::from(2)
        }
    }
}

fn execute(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let arguments = match Arguments::try_parse_from(arguments) {
        Ok(arguments) => arguments,
        Err(error) => return refuse(&error),
    };

    if let Some(code) = supervision::run(&arguments) {
        return code;
    }
    if let Some(notes) = &arguments.common.supervised {
        supervision::begin(notes);
    }

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
        Command::Sync(options) => sync::run(common, options),
        Command::Rename(options) => rename::run(common, options),
        Command::Fonts(options) => fonts::run(common, options),
        Command::Dump(options) => dump::run(common, options),
        Command::Explain(options) => explain::run(options),
        Command::Fix(options) => fix::run(common, options),
        Command::Forms(options) => forms::run(common, options),
        Command::Adopt(options) => adopt::run(common, options),
        Command::Collect(options) => collect::run(common, options),
        Command::Status(options) => status::run(common, options),
        Command::Review(options) => review::run(common, options),
        Command::Verify(options) => verify::run(common, options),
    }
}

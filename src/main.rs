//! The `zishu` program: arguments in, exit code out.

use std::process::ExitCode;

fn main() -> ExitCode {
    zishu::cli::run(std::env::args_os())
}

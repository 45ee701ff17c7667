//! The `zishu` program: arguments in, exit code out.

use std::process::ExitCode;
use std::thread;

/// Stack of the working thread. Windows gives the main thread 1 MB, too little for Typst's recursion
/// over nested lists; the memory is only taken as it is used.
const STACK: usize = 256 << 20;

fn main() -> ExitCode {
    let work = || zishu::cli::run(std::env::args_os());
    let Ok(worker) = thread::Builder::new().stack_size(STACK).spawn(work) else {
        return zishu::cli::run(std::env::args_os());
    };
    // A panic is a defect of the program and has printed itself.
    worker.join().unwrap_or(ExitCode::from(2))
}

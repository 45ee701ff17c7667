//! Every test of the program in one binary: it links Typst once.
//!
//! In: `tests/suite/*.md`, `tests/cases/`, the specifications of CommonMark and GFM, the repository
//! itself. Out: one trial each. `SNAPSHOTS=overwrite` accepts what was produced. See tests/README.md.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stderr,
    reason = "a test that can't go on fails"
)]

mod adopt;
mod browser;
mod cases;
mod cities;
mod codes;
mod compare;
mod desk;
mod disk;
mod documents;
mod docx;
mod editors;
mod edits;
mod formatting;
mod forms;
mod golden;
mod hostile;
mod kept;
mod merge;
mod numbers;
mod office;
mod review;
mod saves;
mod sheets;
mod slips;
mod spec;
mod suite;
mod tidy;
mod tools;
mod verify;
mod word;
mod words;
mod workspace;

use libtest_mimic::Arguments;
use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let mut trials = Vec::new();
    trials.extend(tidy::trials());
    trials.extend(suite::trials());
    trials.extend(adopt::trials());
    trials.extend(browser::trials());
    trials.extend(cases::trials());
    trials.extend(cities::trials());
    trials.extend(spec::trials());
    trials.extend(codes::trials());
    trials.extend(compare::trials());
    trials.extend(hostile::trials());
    trials.extend(desk::trials());
    trials.extend(disk::trials());
    trials.extend(documents::trials());
    trials.extend(docx::trials());
    trials.extend(editors::trials());
    trials.extend(edits::trials());
    trials.extend(forms::trials());
    trials.extend(kept::trials());
    trials.extend(merge::trials());
    trials.extend(numbers::trials());
    trials.extend(office::trials());
    trials.extend(review::trials());
    trials.extend(saves::trials());
    trials.extend(sheets::trials());
    trials.extend(slips::trials());
    trials.extend(verify::trials());
    trials.extend(words::trials());
    libtest_mimic::run(&arguments, trials).exit_code()
}

//! Commands; the only place that prints.
//!
//! In: arguments. Out: messages and an exit code: 0 clean, 1 problems in the report, 2 usage or
//! environment. One file per subcommand: it parses, calls a workflow and prints.

mod adopt;
mod arguments;
mod by_unit;
mod check;
mod collect;
mod common;
mod diff;
mod dump;
mod explain;
mod figures;
mod fix;
mod fonts;
mod forms;
mod help;
mod init;
mod new;
mod outcome;
mod output;
mod owed;
mod preview;
mod problems;
mod progress;
mod reference;
mod refusal;
mod rename;
mod render;
mod review;
mod run;
mod session;
mod status;
mod summary;
mod supervision;
mod sync;
mod table;
mod verify;
mod watch;

use outcome::Outcome;
pub use run::run;

//! The one room that writes.
//!
//! In: files with the bytes that they are to have, and what each of them was when it was read. Out: all
//! of them on the disk or none, and never over what somebody saved meanwhile; folders whose names are
//! claimed, so that of two runs at once each has its own; temporary folders.

mod backup;
mod change_set;
mod expected;
mod file_change;
mod folders;
mod lock;
mod original;
mod record;
mod staged;
mod temporary;
mod transaction;

#[cfg(test)]
mod tests;

pub use backup::{Backup, free_backup_name};
pub use change_set::ChangeSet;
pub use expected::Expected;
pub use file_change::FileChange;
pub use record::{NewRecord, write_record};
pub use temporary::TemporaryFolder;

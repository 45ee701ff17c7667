//! The one room that writes.
//!
//! In: files with the bytes that they are to have, and what each of them was when it was read. Out: all
//! of them on the disk or none, and never over what somebody saved meanwhile; what a killed run had begun
//! finished or taken back; temporary folders.

mod backup;
mod change_set;
mod expected;
mod file_change;
mod folders;
mod journal;
mod newest;
mod lock;
mod original;
mod record;
mod recovery;
mod removal;
mod staged;
mod temporary;
mod transaction;

#[cfg(test)]
mod tests;

pub use backup::{free_backup_folder, free_backup_name};
pub use change_set::ChangeSet;
pub use expected::Expected;
pub use file_change::{FileChange, FileRemoval};
pub use newest::keep_newest;
pub use record::{read_record, write_record};
pub use recovery::{Recovery, recover};
pub use temporary::{TemporaryFolder, remove_stale_folders};

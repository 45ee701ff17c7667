//! What is done in a workspace before a command reads it.

use crate::store::{self, Recovery};
use std::path::Path;

/// Finishes or takes back what a killed run had begun, and removes what killed runs left behind, in the
/// workspace and in the temporary folder.
pub fn recover(root: &Path) -> anyhow::Result<Option<Recovery>> {
    store::remove_stale_folders();
    store::recover(root)
}

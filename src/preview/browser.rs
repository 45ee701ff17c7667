//! Shows an address in the browser.

use super::editor;
use std::io;
use std::process::Command;

/// Starts the system's browser.
pub fn browse(address: &str) -> io::Result<()> {
    let mut command = if cfg!(target_os = "windows") {
        let mut command = Command::new("cmd");
        command.args(["/C", "start", ""]);
        command
    } else if cfg!(target_os = "macos") {
        Command::new("open")
    } else {
        Command::new("xdg-open")
    };
    editor::start(command.arg(address))
}

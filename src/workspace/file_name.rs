//! Names of files and folders.

/// Maximum length of a file name, in bytes: file systems stop at 255.
pub(super) const MAX_NAME_LENGTH: usize = 200;

/// Whether a name can be that of a file or folder on every system.
pub fn is_file_name(name: &str) -> bool {
    let forbidden = |c: char| {
        c.is_control() || matches!(c, '/' | '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|')
    };
    let name = name.trim();

    !name.is_empty()
        && !name.starts_with('.')
        && !name.ends_with('.')
        && !name.contains(forbidden)
        && name.len() <= MAX_NAME_LENGTH
        && !is_device(name)
}

/// Names that Windows keeps for devices, with whatever extension.
pub(super) fn is_device(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or("").trim().to_ascii_uppercase();
    let port = |kind: &str| stem.strip_prefix(kind).is_some_and(|number| number.len() == 1);
    matches!(stem.as_str(), "CON" | "PRN" | "AUX" | "NUL") || port("COM") || port("LPT")
}

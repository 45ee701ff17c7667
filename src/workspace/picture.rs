//! Finds the pictures that chapters show: inside the workspace, PNG or JPEG, of usable size.

use super::files::{self, Kind};
use super::{PictureFile, PictureProblem};
use crate::source::nearest;
use std::fs;
use std::path::Path;

/// Maximum size of a picture file, in bytes.
const MAX_SIZE: u64 = 32 * 1024 * 1024;
/// Maximum number of a picture's pixels.
const MAX_PIXELS: u64 = 100_000_000;

/// Finds a picture by the path that a chapter in `folder` gives.
///
/// The path may be percent-encoded and may use `\`; `..` is allowed while it stays in the workspace.
pub fn picture(root: &Path, folder: &str, path: &str) -> Result<PictureFile, PictureProblem> {
    if is_remote(path) {
        return Err(PictureProblem::Remote);
    }

    let typed = percent_decoded(path).replace('\\', "/");
    if is_remote(&typed) {
        return Err(PictureProblem::Remote);
    }

    if typed.starts_with('/') || typed.contains('\0') || has_drive(&typed) {
        return Err(PictureProblem::Outside);
    }

    let relative = joined(folder, &typed).ok_or(PictureProblem::Outside)?;
    let full = root.join(&relative);
    match files::is_inside(root, &full) {
        Ok(true) => {}
        Ok(false) => return Err(PictureProblem::Outside),
        Err(_) => return Err(PictureProblem::Missing(nearest_picture(root, &relative))),
    }

    if !full.is_file() {
        return Err(PictureProblem::Missing(nearest_picture(root, &relative)));
    }

    let pixels = pixels(&full).ok_or(PictureProblem::Format)?;
    Ok(PictureFile { path: relative, pixels })
}

fn is_remote(path: &str) -> bool {
    let lower = path.trim_start().to_ascii_lowercase();
    let schemes = ["http:", "https:", "ftp:", "data:", "//", "\\\\"];
    schemes.iter().any(|scheme| lower.starts_with(scheme))
}

/// `C:` and `file:`: a scheme or drive before the first slash.
fn has_drive(path: &str) -> bool {
    let first = path.split('/').next().unwrap_or("");
    let scheme = first.split_once(':').map(|(before, _)| before);
    scheme.is_some_and(|name| !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphabetic()))
}

/// `%20` and the like decoded; anything else, and what would be no UTF-8, as typed.
fn percent_decoded(path: &str) -> String {
    let bytes = path.as_bytes();
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut offset = 0;

    while let Some(byte) = bytes.get(offset) {
        let pair = path
            .get(offset + 1..offset + 3)
            .filter(|pair| pair.bytes().all(|b| b.is_ascii_hexdigit()));
        match (byte, pair.and_then(|pair| u8::from_str_radix(pair, 16).ok())) {
            (b'%', Some(value)) => {
                decoded.push(value);
                offset += 3;
            }
            _ => {
                decoded.push(*byte);
                offset += 1;
            }
        }
    }

    String::from_utf8(decoded).unwrap_or_else(|_| path.to_owned())
}

/// The path relative to the workspace, without `.` and `..`; `None` where it leaves it.
fn joined(folder: &str, path: &str) -> Option<String> {
    let mut parts: Vec<&str> = Vec::new();
    for part in folder.split('/').chain(path.split('/')) {
        match part {
            "" | "." => {}
            ".." => _ = parts.pop()?,
            part => parts.push(part),
        }
    }

    Some(parts.join("/"))
}

/// The picture in the same folder whose name is nearest.
fn nearest_picture(root: &Path, relative: &str) -> Option<String> {
    let (folder, name) = relative.rsplit_once('/').unwrap_or(("", relative));
    let folder = root.join(folder);
    if !files::is_inside(root, &folder).unwrap_or(false) {
        return None;
    }

    let is_picture =
        |name: &String| ["png", "jpg", "jpeg"].iter().any(|kind| files::stem(name, kind).is_some());
    let names: Vec<String> =
        files::list(&folder, Kind::Files).into_iter().filter(is_picture).collect();
    nearest(name, names.iter().map(String::as_str)).map(str::to_owned)
}

/// Width and height of the picture in a file.
fn pixels(full: &Path) -> Option<(u32, u32)> {
    if fs::metadata(full).ok()?.len() > MAX_SIZE {
        return None;
    }

    picture_size(&fs::read(full).ok()?)
}

/// Width and height in pixels of a picture that documents can show; `None` for other files.
pub fn picture_size(bytes: &[u8]) -> Option<(u32, u32)> {
    let is_known =
        bytes.starts_with(b"\x89PNG\r\n\x1a\n") || bytes.starts_with(&[0xFF, 0xD8, 0xFF]);
    if !is_known || bytes.len() as u64 > MAX_SIZE || is_cut_off(bytes) {
        return None;
    }

    let size = imagesize::blob_size(bytes).ok()?;
    let (width, height) = (u32::try_from(size.width).ok()?, u32::try_from(size.height).ok()?);
    let count = u64::from(width) * u64::from(height);
    (1..=MAX_PIXELS).contains(&count).then_some((width, height))
}

/// Whether a PNG ends within one of its chunks, as after a copy that was broken off.
fn is_cut_off(bytes: &[u8]) -> bool {
    let Some(mut rest) = bytes.strip_prefix(b"\x89PNG\r\n\x1a\n") else { return false };
    while let Some(length) = rest.first_chunk::<4>() {
        let length = usize::try_from(u32::from_be_bytes(*length)).unwrap_or(usize::MAX);
        // Length, name and checksum are four bytes each.
        match length.checked_add(12).and_then(|whole| rest.get(whole..)) {
            Some(after) if rest[4..8] != *b"IEND" => rest = after,
            Some(_) => return false,
            None => return true,
        }
    }

    false
}

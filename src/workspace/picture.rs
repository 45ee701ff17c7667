//! Finds the pictures that chapters show: inside the workspace, PNG or JPEG, of usable size.

use super::examine::{MAX_PICTURE, examine, format};
use super::files::{self, Kind};
use super::{Oversize, PictureFile, PictureFormat, PictureProblem};
use crate::source::nearest;
use std::fs;
use std::path::Path;

/// The folder beside a chapter in which its pictures are kept.
pub const PICTURES: &str = "图片";

/// Finds a picture by the path that a chapter in `folder` gives.
///
/// The path may be percent-encoded and may use `\`; `..` is allowed while it stays in the workspace. `given`
/// has the bytes of files that are still to be written, by their paths in the workspace.
pub fn picture(
    root: &Path,
    folder: &str,
    path: &str,
    given: &dyn Fn(&str) -> Option<Vec<u8>>,
) -> Result<PictureFile, PictureProblem> {
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

    let relative = join(folder, &typed).ok_or(PictureProblem::Outside)?;
    if let Some(bytes) = given(&relative) {
        return examined(relative, &bytes);
    }

    let full = root.join(&relative);
    match files::is_inside(root, &full) {
        Ok(true) => {}
        Ok(false) => return Err(PictureProblem::Outside),
        Err(_) => return Err(PictureProblem::Missing(nearest_picture(root, &relative))),
    }

    if !full.is_file() {
        return Err(PictureProblem::Missing(nearest_picture(root, &relative)));
    }

    let is_small = fs::metadata(&full).is_ok_and(|metadata| metadata.len() <= MAX_PICTURE);
    if !is_small {
        return Err(PictureProblem::Oversize(Oversize::File));
    }

    let bytes = fs::read(&full).map_err(|_| PictureProblem::Format)?;
    examined(relative, &bytes)
}

fn examined(relative: String, bytes: &[u8]) -> Result<PictureFile, PictureProblem> {
    let header = examine(bytes)?;
    let misnamed = format(bytes).filter(|format| !is_named(&relative, *format));
    Ok(PictureFile { path: relative, pixels: header.pixels, memory: header.memory(), misnamed })
}

/// Whether the end of a file's name says what it is.
fn is_named(path: &str, format: PictureFormat) -> bool {
    let extension = path.rsplit_once('.').map_or("", |(_, extension)| extension);
    format.extensions().iter().any(|other| extension.eq_ignore_ascii_case(other))
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

/// A path that stands in `folder`, relative to the workspace and without `.` and `..`; `None` where it
/// leaves the workspace.
pub fn join(folder: &str, path: &str) -> Option<String> {
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

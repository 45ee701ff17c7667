//! What a picture takes in memory, as its header says, and its bytes as they go out.
//!
//! In: a file's bytes, whoever made them. Out: its size and cost, or why it isn't shown, for which nothing
//! is decoded. Documents get pictures from [`read_picture`] alone.

use super::header::Header;
use super::{Oversize, PictureFormat, PictureProblem, jpeg, png, upright};
use std::fs;
use std::io;
use std::path::Path;

/// Largest picture file, in bytes.
pub const MAX_PICTURE: u64 = 32 * 1024 * 1024;

/// Maximum memory that printing one picture takes, in bytes: a photograph of 100 million pixels.
const MAX_MEMORY: u64 = 300_000_000;

/// Size and cost of a picture that documents can show.
pub(super) fn examine(bytes: &[u8]) -> Result<Header, PictureProblem> {
    if bytes.len() as u64 > MAX_PICTURE {
        return Err(PictureProblem::Oversize(Oversize::File));
    }

    let header = if bytes.starts_with(png::SIGNATURE) {
        png::header(bytes)
    } else if bytes.starts_with(jpeg::SIGNATURE) {
        jpeg::header(bytes)
    } else {
        None
    };
    let is_whole = if bytes.starts_with(png::SIGNATURE) {
        png::is_whole(bytes)
    } else {
        jpeg::is_whole(bytes)
    };
    let incomplete = if is_picture(bytes) && !is_whole {
        PictureProblem::CutOff
    } else {
        PictureProblem::Format
    };
    let Some(header) = header else { return Err(incomplete) };
    let header = header.map_err(PictureProblem::Oversize)?;
    match header.memory() {
        0 => Err(PictureProblem::Format),
        1..=MAX_MEMORY if !is_whole => Err(PictureProblem::CutOff),
        1..=MAX_MEMORY => Ok(upright_size(header, bytes)),
        memory => Err(PictureProblem::Oversize(too_many_pixels(header.pixels, memory))),
    }
}

fn is_picture(bytes: &[u8]) -> bool {
    format(bytes).is_some()
}

/// What the bytes are, whatever the file's name says.
pub(super) fn format(bytes: &[u8]) -> Option<PictureFormat> {
    if bytes.starts_with(png::SIGNATURE) {
        Some(PictureFormat::Png)
    } else if bytes.starts_with(jpeg::SIGNATURE) {
        Some(PictureFormat::Jpeg)
    } else {
        None
    }
}

/// Width and height as the picture is printed: turned as it asks for.
fn upright_size(header: Header, bytes: &[u8]) -> Header {
    let (width, height) = header.pixels;
    if upright::is_on_its_side(upright::orientation(bytes)) {
        Header { pixels: (height, width), ..header }
    } else {
        header
    }
}

fn too_many_pixels(pixels: (u32, u32), memory: u64) -> Oversize {
    let scale = (MAX_MEMORY as f64 / memory as f64).sqrt();
    // Rounded down to what is easily typed; a line one pixel high stays one.
    let scaled = |length: u32| ((f64::from(length) * scale / 100.0) as u32 * 100).max(1);
    Oversize::Pixels { pixels, largest: (scaled(pixels.0), scaled(pixels.1)) }
}

/// The end of the name of a file with these bytes; `None` for what no document can show.
pub fn picture_extension(bytes: &[u8]) -> Option<&'static str> {
    examine(bytes).ok()?;
    match format(bytes)? {
        PictureFormat::Png => Some("png"),
        PictureFormat::Jpeg => Some("jpg"),
    }
}

/// Width and height in pixels of a picture that documents can show; `None` for other files.
pub fn picture_size(bytes: &[u8]) -> Option<(u32, u32)> {
    examine(bytes).ok().map(|header| header.pixels)
}

/// A picture's bytes as they go into documents: place, author and other notes are left out. Only one
/// that lies on its side or is in the four colours of printing is encoded anew.
pub fn read_picture(full: &Path) -> io::Result<Vec<u8>> {
    let bytes = fs::read(full)?;
    let bytes = upright::rewritten(&bytes).unwrap_or(bytes);
    Ok(if bytes.starts_with(png::SIGNATURE) {
        png::without_metadata(&bytes)
    } else if bytes.starts_with(jpeg::SIGNATURE) {
        jpeg::without_metadata(&bytes)
    } else {
        bytes
    })
}

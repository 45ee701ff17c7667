//! What a picture takes in memory, as its header says, and its bytes as they go out.
//!
//! In: a file's bytes, whoever made them. Out: its size and cost, or why it isn't shown; nothing is
//! decoded. Documents get pictures from [`read_picture`] alone.

use super::header::Header;
use super::{Oversize, PictureProblem, jpeg, png};
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
    let header = header.ok_or(PictureProblem::Format)?.map_err(PictureProblem::Oversize)?;
    match header.memory() {
        0 => Err(PictureProblem::Format),
        1..=MAX_MEMORY => Ok(header),
        memory => Err(PictureProblem::Oversize(too_many_pixels(header.pixels, memory))),
    }
}

fn too_many_pixels(pixels: (u32, u32), memory: u64) -> Oversize {
    let scale = (MAX_MEMORY as f64 / memory as f64).sqrt();
    // Rounded down to what is easily typed; a line one pixel high stays one.
    let scaled = |length: u32| ((f64::from(length) * scale / 100.0) as u32 * 100).max(1);
    Oversize::Pixels { pixels, largest: (scaled(pixels.0), scaled(pixels.1)) }
}

/// Width and height in pixels of a picture that documents can show; `None` for other files.
pub fn picture_size(bytes: &[u8]) -> Option<(u32, u32)> {
    examine(bytes).ok().map(|header| header.pixels)
}

/// A picture's bytes as they go into documents: place, author and other notes are left out, and
/// nothing is encoded anew.
pub fn read_picture(full: &Path) -> io::Result<Vec<u8>> {
    let bytes = fs::read(full)?;
    Ok(if bytes.starts_with(png::SIGNATURE) {
        png::without_metadata(&bytes)
    } else if bytes.starts_with(jpeg::SIGNATURE) {
        jpeg::without_metadata(&bytes)
    } else {
        bytes
    })
}

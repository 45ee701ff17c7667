//! Whether two picture files show the same.
//!
//! In: two files. Out: whether they look alike at a glance: programs encode pictures anew and make them
//! smaller when they save.

use image::imageops::FilterType;

/// Width and height to which both are brought.
const SIDE: u32 = 24;
/// Maximum mean difference of their pixels, of 255.
const MAX_DIFFERENCE: u64 = 12;

/// Whether two pictures show the same; `None` where one of them can't be decoded here.
pub fn shows_the_same(one: &[u8], other: &[u8]) -> Option<bool> {
    if one == other {
        return Some(true);
    }
    let (one, other) = (thumbnail(one)?, thumbnail(other)?);
    let difference: u64 = one.iter().zip(&other).map(|(a, b)| u64::from(a.abs_diff(*b))).sum();
    Some(difference <= MAX_DIFFERENCE * one.len() as u64)
}

fn thumbnail(bytes: &[u8]) -> Option<Vec<u8>> {
    let picture = image::load_from_memory(bytes).ok()?;
    Some(picture.resize_exact(SIDE, SIDE, FilterType::Triangle).to_rgb8().into_raw())
}

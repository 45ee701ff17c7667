//! The one tag of EXIF that is printed: which way up a picture is.

use std::ops::Range;

/// The tag of the orientation.
const ORIENTATION: u16 = 0x0112;

/// The orientation, where it isn't the usual one.
pub(super) fn orientation(tiff: &[u8]) -> Option<u8> {
    let is_little = match tiff.get(..4)? {
        b"II*\0" => true,
        b"MM\0*" => false,
        _ => return None,
    };
    let number = |range: Range<usize>| -> Option<u32> {
        let bytes = tiff.get(range)?.iter();
        let push = |sum: u32, byte: &u8| (sum << 8) | u32::from(*byte);
        Some(if is_little { bytes.rev().fold(0, push) } else { bytes.fold(0, push) })
    };

    let directory = usize::try_from(number(4..8)?).ok()?;
    let first = directory.checked_add(2)?;
    let count = usize::try_from(number(directory..first)?).ok()?;
    for index in 0..count {
        let entry = first.checked_add(index * 12)?;
        if number(entry..entry.checked_add(2)?)? == u32::from(ORIENTATION) {
            let value = number(entry.checked_add(8)?..entry.checked_add(10)?)?;
            return u8::try_from(value).ok().filter(|value| (2..=8).contains(value));
        }
    }
    None
}

/// EXIF with nothing but the orientation.
pub(super) fn of_orientation(orientation: u8) -> Vec<u8> {
    let mut tiff = b"II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0".to_vec();
    tiff.extend([orientation, 0, 0, 0, 0, 0, 0, 0]);
    tiff
}

#[cfg(test)]
mod tests {
    use super::{of_orientation, orientation};

    #[test]
    fn there_and_back() {
        for value in 2..=8 {
            assert_eq!(orientation(&of_orientation(value)), Some(value));
        }
        assert_eq!(orientation(&of_orientation(1)), None);
        assert_eq!(orientation(&of_orientation(9)), None);
        assert_eq!(
            orientation(b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x08\0\0"),
            Some(8)
        );
        for broken in [&b""[..], b"II*\0\xff\xff\xff\xff", b"MM\0*\0\0\0\x08\xff\xff\x01\x12"] {
            assert_eq!(orientation(broken), None);
        }
    }
}

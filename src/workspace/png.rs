//! The chunks of a PNG, walked over without decoding it.
//!
//! In: a file's bytes. Out: what it takes in memory, and the file without what isn't printed.

use super::header::Header;
use super::{Oversize, exif};

pub(super) const SIGNATURE: &[u8] = b"\x89PNG\r\n\x1a\n";

/// Largest compressed colour profile, in bytes: zlib packs a thousand bytes into one.
const MAX_PROFILE: usize = 256 * 1024;

/// Ancillary chunks that say how the picture is printed. Any other may name a place or a person.
const PRINTED: [&[u8; 4]; 11] = [
    b"tRNS", b"cHRM", b"gAMA", b"iCCP", b"sBIT", b"sRGB", b"bKGD", b"hIST", b"pHYs", b"sPLT",
    b"cICP",
];

struct Chunk<'a> {
    kind: &'a [u8],
    data: &'a [u8],
    /// With length, kind and checksum.
    whole: &'a [u8],
}

/// The chunks up to IEND. A chunk that ends behind the file's end is an error.
struct Chunks<'a> {
    rest: &'a [u8],
}

fn chunks(bytes: &[u8]) -> Chunks<'_> {
    Chunks { rest: bytes.strip_prefix(SIGNATURE).unwrap_or_default() }
}

/// A chunk is cut off.
struct CutOff;

impl<'a> Iterator for Chunks<'a> {
    type Item = Result<Chunk<'a>, CutOff>;

    fn next(&mut self) -> Option<Self::Item> {
        let length = self.rest.first_chunk::<4>()?;
        let length = usize::try_from(u32::from_be_bytes(*length)).unwrap_or(usize::MAX);

        // Length, kind and checksum are four bytes each.
        let end = length.checked_add(12).filter(|end| *end <= self.rest.len());
        let Some(end) = end else {
            self.rest = &[];
            return Some(Err(CutOff));
        };

        let (whole, rest) = self.rest.split_at(end);
        let chunk = Chunk { kind: &whole[4..8], data: &whole[8..end - 4], whole };
        self.rest = if chunk.kind == b"IEND" { &[] } else { rest };
        Some(Ok(chunk))
    }
}

/// What the header says; `None` where the file is broken.
pub(super) fn header(bytes: &[u8]) -> Option<Result<Header, Oversize>> {
    let mut header = None;
    let mut has_transparency = false;
    for chunk in chunks(bytes) {
        let chunk = chunk.ok()?;
        match chunk.kind {
            b"IHDR" if header.is_none() => header = Some(chunk.data.first_chunk::<13>()?),
            b"tRNS" => has_transparency = true,
            b"iCCP" if chunk.data.len() > MAX_PROFILE => return Some(Err(Oversize::Profile)),
            _ => {}
        }
    }

    let [w0, w1, w2, w3, h0, h1, h2, h3, depth, colour, ..] = *header?;
    let pixels = (u32::from_be_bytes([w0, w1, w2, w3]), u32::from_be_bytes([h0, h1, h2, h3]));
    let channels = match (colour, has_transparency) {
        (0, false) => 1,
        (0, true) | (4, _) => 2,
        (2 | 3, false) => 3,
        (2 | 3, true) | (6, _) => 4,
        _ => return None,
    };

    // Decoded; without transparency and at eight bits it is printed from there, else from a copy.
    let decoded = channels * u64::from(depth.div_ceil(8));
    let is_printed_as_is = depth <= 8 && matches!(channels, 1 | 3);
    let bytes_per_pixel = if is_printed_as_is { decoded } else { decoded + channels };
    Some(Ok(Header { pixels, bytes_per_pixel }))
}

/// The file without texts, times and whatever else isn't printed; of EXIF the orientation alone.
pub(super) fn without_metadata(bytes: &[u8]) -> Vec<u8> {
    let mut stripped = SIGNATURE.to_vec();
    for chunk in chunks(bytes).map_while(Result::ok) {
        let is_critical = chunk.kind.first().is_some_and(u8::is_ascii_uppercase);
        if is_critical || PRINTED.iter().any(|kind| chunk.kind == *kind) {
            stripped.extend_from_slice(chunk.whole);
        } else if chunk.kind == b"eXIf" {
            let orientation = exif::orientation(chunk.data).map(exif::of_orientation);
            stripped.extend(orientation.into_iter().flat_map(|exif| chunk_of(b"eXIf", &exif)));
        }
    }
    stripped
}

/// The orientation that it asks for, where that isn't the usual one.
pub(super) fn orientation(bytes: &[u8]) -> Option<u8> {
    let exif = chunks(bytes).map_while(Result::ok).find(|chunk| chunk.kind == b"eXIf")?;
    exif::orientation(exif.data)
}

/// Whether it goes to its end, and its pixels are as they were written.
pub(super) fn is_whole(bytes: &[u8]) -> bool {
    let mut has_end = false;
    for chunk in chunks(bytes) {
        let Ok(Chunk { kind, whole, .. }) = chunk else { return false };
        has_end = kind == b"IEND";
        if kind == b"IDAT" {
            let (named, sum) = whole[4..].split_at(whole.len() - 8);
            if crc32fast::hash(named).to_be_bytes() != sum {
                return false;
            }
        }
    }
    has_end
}

pub(super) fn chunk_of(kind: &[u8; 4], data: &[u8]) -> Vec<u8> {
    let length = u32::try_from(data.len()).unwrap_or_default();
    let named = [kind, data].concat();
    [&length.to_be_bytes()[..], &named, &crc32fast::hash(&named).to_be_bytes()].concat()
}

#[cfg(test)]
mod tests {
    use super::{header, without_metadata};
    use crate::workspace::Oversize;

    fn chunk(kind: &[u8; 4], data: &[u8]) -> Vec<u8> {
        super::chunk_of(kind, data)
    }

    fn png(chunks: &[Vec<u8>]) -> Vec<u8> {
        [super::SIGNATURE.to_vec(), chunks.concat(), chunk(b"IEND", b"")].concat()
    }

    fn size(depth: u8, colour: u8) -> Vec<u8> {
        chunk(b"IHDR", &[0, 0, 0, 4, 0, 0, 0, 2, depth, colour, 0, 0, 0])
    }

    #[test]
    fn checksum_of_the_end() {
        assert_eq!(super::chunk_of(b"IEND", b""), b"\0\0\0\0IEND\xAE\x42\x60\x82");
    }

    #[test]
    fn bytes_of_a_pixel() {
        let cases =
            [(8, 2, 3), (8, 6, 8), (16, 6, 12), (16, 2, 9), (8, 0, 1), (16, 0, 3), (1, 3, 3)];
        for (depth, colour, expected) in cases {
            let header = header(&png(&[size(depth, colour)])).unwrap().ok().unwrap();
            assert_eq!((header.pixels, header.bytes_per_pixel), ((4, 2), expected));
        }
        let transparent = png(&[size(8, 3), chunk(b"tRNS", &[0])]);
        assert_eq!(header(&transparent).unwrap().ok().unwrap().bytes_per_pixel, 8);
    }

    #[test]
    fn a_profile_too_large() {
        let bomb = png(&[size(8, 2), chunk(b"iCCP", &vec![0; 300_000])]);
        assert!(matches!(header(&bomb), Some(Err(Oversize::Profile))));
    }

    #[test]
    fn what_stays() {
        let (ihdr, idat) = (size(8, 2), chunk(b"IDAT", b"data"));
        let plain = png(&[ihdr.clone(), chunk(b"gAMA", &[0, 0, 1, 0]), idat.clone()]);
        assert_eq!(without_metadata(&plain), plain);

        // Orientation 6 stays, GPS and what follows the end do not.
        let exif = b"MM\0*\0\0\0\x08\0\x02\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\x88\x25\0\x04\0\0\0\x01\0\0\0\x26\0\0\0\0secret";
        let text = chunk(b"tEXt", b"Author\0secret");
        let full = png(&[ihdr, text, chunk(b"tIME", b"secret1"), chunk(b"eXIf", exif), idat]);
        let full = [full, b"secret".to_vec()].concat();
        let stripped = without_metadata(&full);
        assert!(!stripped.windows(6).any(|window| window == b"secret"));
        assert!(stripped.windows(4).any(|window| window == b"eXIf"));
        assert_eq!(without_metadata(&stripped), stripped);
    }
}

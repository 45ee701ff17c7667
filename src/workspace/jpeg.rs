//! The segments of a JPEG, walked over without decoding it.
//!
//! In: a file's bytes. Out: what it takes in memory, and the file without what isn't printed.

use super::header::Header;
use super::{Oversize, exif};

pub(super) const SIGNATURE: &[u8] = &[0xFF, 0xD8, 0xFF];

/// Maximum number of scans: each goes over the whole picture. Programs write about ten.
const MAX_SCANS: usize = 100;

const EXIF: &[u8] = b"Exif\0\0";

const START: u8 = 0xD8;
const END: u8 = 0xD9;
const SCAN: u8 = 0xDA;
const COMMENT: u8 = 0xFE;

struct Segment<'a> {
    marker: u8,
    /// Without marker and length.
    data: &'a [u8],
    /// From the marker on; of a scan, with what is coded after its head.
    whole: &'a [u8],
}

/// The segments after the start up to the end. What stands between two of them is passed over.
struct Segments<'a> {
    rest: &'a [u8],
}

fn segments(bytes: &[u8]) -> Segments<'_> {
    Segments { rest: bytes.get(2..).unwrap_or_default() }
}

impl<'a> Iterator for Segments<'a> {
    type Item = Segment<'a>;

    fn next(&mut self) -> Option<Segment<'a>> {
        let is_marker = |pair: &[u8]| pair[0] == 0xFF && !matches!(pair[1], 0 | 0xFF);
        let rest = &self.rest[self.rest.windows(2).position(is_marker)?..];
        let marker = rest[1];

        let length = match (marker, rest.get(2..4)) {
            (0x01 | 0xD0..=END, _) | (_, None) => 2,
            (_, Some(length)) => 2 + usize::from(length[0]) * 256 + usize::from(length[1]),
        };
        let head = length.min(rest.len());
        let coded = if marker == SCAN { coded(&rest[head..]) } else { 0 };

        let (whole, after) = rest.split_at(head + coded);
        self.rest = if marker == END { &[] } else { after };
        Some(Segment { marker, data: whole.get(4..head).unwrap_or_default(), whole })
    }
}

/// The length of what is coded after the head of a scan: up to a marker that is no restart.
fn coded(bytes: &[u8]) -> usize {
    let is_end = |pair: &[u8]| pair[0] == 0xFF && !matches!(pair[1], 0 | 0xD0..=0xD7 | 0xFF);
    bytes.windows(2).position(is_end).unwrap_or(bytes.len())
}

/// What the frame's header says; `None` where there is none.
pub(super) fn header(bytes: &[u8]) -> Option<Result<Header, Oversize>> {
    let mut header: Option<Header> = None;
    let mut scans = 0;
    for segment in segments(bytes) {
        match segment.marker {
            // DHT, JPG and DAC lie between the frames.
            0xC4 | 0xC8 | 0xCC => {}
            0xC0..=0xCF => {
                let [_, h0, h1, w0, w1, channels] = *segment.data.first_chunk::<6>()?;
                let length = |bytes| u32::from(u16::from_be_bytes(bytes));
                let pixels = (length([w0, w1]), length([h0, h1]));
                let is_progressive = segment.marker & 3 == 2;
                // Of a progressive one each coefficient is stripped, two bytes, beside the decoded picture.
                let bytes_per_channel = if is_progressive { 3 } else { 1 };
                let bytes_per_pixel = u64::from(channels) * bytes_per_channel;

                let frame = Header { pixels, bytes_per_pixel };
                let is_larger = |other: &Header| frame.memory() > other.memory();
                if header.as_ref().is_none_or(is_larger) {
                    header = Some(frame);
                }
            }
            SCAN => scans += 1,
            _ => {}
        }
    }
    if scans > MAX_SCANS { Some(Err(Oversize::Scans(scans))) } else { header.map(Ok) }
}

/// The file without what cameras and programs note in it; of EXIF the orientation alone.
pub(super) fn without_metadata(bytes: &[u8]) -> Vec<u8> {
    let mut stripped = vec![0xFF, START];
    for segment in segments(bytes) {
        let is_printed = match segment.marker {
            0xE0 => segment.data.starts_with(b"JFIF\0"),
            0xE2 => segment.data.starts_with(b"ICC_PROFILE\0"),
            0xEE => segment.data.starts_with(b"Adobe"),
            0xE1..=0xEF | COMMENT => false,
            _ => true,
        };
        if is_printed {
            stripped.extend_from_slice(segment.whole);
        } else if let Some(exif) = segment.data.strip_prefix(EXIF)
            && let Some(orientation) = exif::orientation(exif)
        {
            stripped.extend(segment_of(0xE1, &[EXIF, &exif::of_orientation(orientation)].concat()));
        }
    }
    stripped
}

/// The orientation that it asks for, where that isn't the usual one.
pub(super) fn orientation(bytes: &[u8]) -> Option<u8> {
    let mut exif = segments(bytes).filter_map(|segment| segment.data.strip_prefix(EXIF));
    exif::orientation(exif.next()?)
}

/// Whether its pixels are in the four colours of printing.
pub(super) fn has_four_colours(bytes: &[u8]) -> bool {
    let is_frame =
        |marker: u8| matches!(marker, 0xC0..=0xCF) && !matches!(marker, 0xC4 | 0xC8 | 0xCC);
    let mut frames = segments(bytes).filter(|segment| is_frame(segment.marker));
    frames.any(|frame| frame.data.get(5) == Some(&4))
}

/// Whether it goes to its end.
pub(super) fn is_whole(bytes: &[u8]) -> bool {
    segments(bytes).any(|segment| segment.marker == END)
}

fn segment_of(marker: u8, data: &[u8]) -> Vec<u8> {
    let length = u16::try_from(data.len() + 2).unwrap_or_default();
    [&[0xFF, marker], &length.to_be_bytes()[..], data].concat()
}

#[cfg(test)]
mod tests {
    use super::{header, segment_of, without_metadata};
    use crate::workspace::Oversize;

    const START: &[u8] = &[0xFF, 0xD8];
    const END: &[u8] = &[0xFF, 0xD9];

    fn frame(marker: u8) -> Vec<u8> {
        segment_of(marker, &[8, 0, 2, 0, 4, 3, 1, 0x11, 0, 2, 0x11, 0, 3, 0x11, 0])
    }

    /// A scan with a restart and an escaped byte in what is coded.
    fn scan() -> Vec<u8> {
        [segment_of(0xDA, &[1, 1, 0, 0, 63, 0]), vec![1, 0xFF, 0, 2, 0xFF, 0xD0, 3]].concat()
    }

    #[test]
    fn bytes_of_a_pixel() {
        for (marker, expected) in [(0xC0, 3), (0xC1, 3), (0xC2, 9)] {
            let bytes = [START, &frame(marker), &scan(), END].concat();
            let header = header(&bytes).unwrap().ok().unwrap();
            assert_eq!((header.pixels, header.bytes_per_pixel), ((4, 2), expected));
        }
    }

    #[test]
    fn too_many_scans() {
        let bytes = [START, &frame(0xC2), &scan().repeat(101), END].concat();
        assert!(matches!(header(&bytes), Some(Err(Oversize::Scans(101)))));
    }

    #[test]
    fn what_stays() {
        let printed = [
            segment_of(0xE0, b"JFIF\0\x01\x01\0\0\x01\0\x01\0\0"),
            segment_of(0xE2, b"ICC_PROFILE\0\x01\x01profile"),
            segment_of(0xEE, b"Adobe\0\x64\0\0\0\0\x01"),
            frame(0xC0),
            scan(),
        ];
        let plain = [START, &printed.concat(), END].concat();
        assert_eq!(without_metadata(&plain), plain);

        let exif = b"Exif\0\0II*\0\x08\0\0\0\x02\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\x25\x88\x04\0\x01\0\0\0\x26\0\0\0\0\0\0\0secret";
        let metadata = [
            segment_of(0xE1, exif),
            segment_of(0xE1, b"http://ns.adobe.com/xap/1.0/\0secret"),
            segment_of(0xE2, b"MPF\0secret"),
            segment_of(0xED, b"Photoshop 3.0\0secret"),
            segment_of(0xFE, b"secret"),
        ];
        let full = [START, &metadata.concat(), &printed.concat(), END, b"secret"].concat();
        let stripped = without_metadata(&full);
        assert!(!stripped.windows(6).any(|window| window == b"secret"));
        assert_eq!(stripped.len(), plain.len() + 36);
        assert_eq!(without_metadata(&stripped), stripped);
    }

    #[test]
    fn whatever_is_cut_off() {
        let full =
            [START, &segment_of(0xE1, b"Exif\0\0II*\0\x08\0\0\0"), &frame(0xC0), &scan()].concat();
        for end in 0..full.len() {
            header(&full[..end]);
            without_metadata(&full[..end]);
        }
    }
}

//! Pictures of which the header says one thing and the size of the file another.

const SIGNATURE: &[u8] = b"\x89PNG\r\n\x1a\n";

/// A chunk of a PNG.
pub(super) fn chunk(kind: &[u8; 4], data: &[u8]) -> Vec<u8> {
    let length = u32::try_from(data.len()).unwrap();
    let named = [kind, data].concat();
    [&length.to_be_bytes()[..], &named, &crc(&named).to_be_bytes()].concat()
}

/// A PNG without data, with chunks before it.
pub(super) fn png(width: u32, height: u32, depth: u8, colour: u8, extra: &[u8]) -> Vec<u8> {
    let sizes = [width.to_be_bytes(), height.to_be_bytes()].concat();
    let header = [&sizes[..], &[depth, colour, 0, 0, 0]].concat();
    [SIGNATURE, &chunk(b"IHDR", &header), extra, &chunk(b"IDAT", &[]), &chunk(b"IEND", &[])]
        .concat()
}

/// A progressive JPEG of many scans, none of which holds anything.
pub(super) fn progressive(width: u16, height: u16, scans: usize) -> Vec<u8> {
    let ([h0, h1], [w0, w1]) = (height.to_be_bytes(), width.to_be_bytes());
    let frame = [0xFF, 0xC2, 0, 17, 8, h0, h1, w0, w1, 3, 1, 0x11, 0, 2, 0x11, 0, 3, 0x11, 0];
    let scan = [0xFF, 0xDA, 0, 8, 1, 1, 0, 0, 63, 0, 0];
    [&[0xFF, 0xD8][..], &frame, &scan.repeat(scans), &[0xFF, 0xD9]].concat()
}

/// A grey JPEG of 8 by 8 pixels, lying on its side, in which a camera and a program noted a word.
pub(super) fn photograph(noted: &str) -> Vec<u8> {
    let segment = |marker: u8, data: &[u8]| {
        let length = u16::try_from(data.len() + 2).unwrap().to_be_bytes();
        [&[0xFF, marker], &length[..], data].concat()
    };
    let one_code = |class: u8| [&[class, 1][..], &[0; 16]].concat();
    let exif = b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0";
    let xmp = format!("http://ns.adobe.com/xap/1.0/\0{noted}");
    [
        vec![0xFF, 0xD8],
        segment(0xE1, &[exif, noted.as_bytes()].concat()),
        segment(0xE1, xmp.as_bytes()),
        segment(0xED, noted.as_bytes()),
        segment(0xFE, noted.as_bytes()),
        segment(0xDB, &[&[0][..], &[1; 64]].concat()),
        segment(0xC0, &[8, 0, 8, 0, 8, 1, 1, 0x11, 0]),
        segment(0xC4, &one_code(0)),
        segment(0xC4, &one_code(0x10)),
        segment(0xDA, &[1, 1, 0, 0, 63, 0]),
        vec![0x3F, 0xFF, 0xD9],
        noted.as_bytes().to_vec(),
    ]
    .concat()
}

fn crc(bytes: &[u8]) -> u32 {
    let mut sum = u32::MAX;
    for byte in bytes {
        sum ^= u32::from(*byte);
        for _ in 0..8 {
            sum = if sum & 1 == 1 { 0xEDB8_8320 ^ (sum >> 1) } else { sum >> 1 };
        }
    }
    !sum
}

//! Pictures as both files print them: upright, and in the colours of screens.
//!
//! In: a file's bytes. Out: the same picture turned as EXIF says, and in RGB where it is in the four
//! colours of printing; `None` where it goes out as it is. Word shows a picture as its pixels lie, and a
//! PDF/A may hold four colours only with a profile that few files carry.

use super::{jpeg, png};
use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::PngEncoder;
use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageEncoder, ImageFormat, ImageReader, ImageResult};
use std::io::Cursor;

/// Quality of a picture that is encoded anew: its loss isn't seen in print.
const QUALITY: u8 = 92;

/// Which way up a picture is, where it isn't upright (EXIF 2.3, 4.6.4: 2 to 8).
pub(super) fn orientation(bytes: &[u8]) -> Option<u8> {
    if bytes.starts_with(png::SIGNATURE) {
        png::orientation(bytes)
    } else if bytes.starts_with(jpeg::SIGNATURE) {
        jpeg::orientation(bytes)
    } else {
        None
    }
}

/// Whether a picture of this orientation is as wide as its pixels are high.
pub(super) fn is_on_its_side(orientation: Option<u8>) -> bool {
    orientation.is_some_and(|orientation| (5..=8).contains(&orientation))
}

/// The picture upright and in RGB.
pub(super) fn rewritten(bytes: &[u8]) -> Option<Vec<u8>> {
    let orientation = orientation(bytes);
    let is_jpeg = bytes.starts_with(jpeg::SIGNATURE);
    let is_cmyk = is_jpeg && jpeg::has_four_colours(bytes);
    if orientation.is_none() && !is_cmyk {
        return None;
    }

    let format = if is_jpeg { ImageFormat::Jpeg } else { ImageFormat::Png };
    let orientation = Orientation::from_exif(orientation.unwrap_or(1))?;
    turned(bytes, format, orientation, is_cmyk).ok()
}

fn turned(
    bytes: &[u8],
    format: ImageFormat,
    orientation: Orientation,
    is_cmyk: bool,
) -> ImageResult<Vec<u8>> {
    let mut decoder = ImageReader::with_format(Cursor::new(bytes), format).into_decoder()?;
    // The profile of four colours says nothing of three.
    let profile = decoder.icc_profile()?.filter(|_| !is_cmyk);
    let mut picture = DynamicImage::from_decoder(decoder)?;
    picture.apply_orientation(orientation);

    let mut out = Vec::new();
    if format == ImageFormat::Jpeg {
        let mut encoder = JpegEncoder::new_with_quality(&mut out, QUALITY);
        if let Some(profile) = profile {
            // A profile that can't be written is left out: the colours are those of screens then.
            let _ = encoder.set_icc_profile(profile);
        }

        picture.write_with_encoder(encoder)?;
    } else {
        let mut encoder = PngEncoder::new(&mut out);
        if let Some(profile) = profile {
            let _ = encoder.set_icc_profile(profile);
        }

        picture.write_with_encoder(encoder)?;
    }

    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::{is_on_its_side, orientation, rewritten};
    use image::codecs::png::PngEncoder;
    use image::{ImageBuffer, ImageFormat, Rgb, load_from_memory};

    /// Two pixels side by side, red and blue, that are to be turned.
    fn two_pixels(turn: u8) -> Vec<u8> {
        let picture =
            ImageBuffer::from_fn(
                2,
                1,
                |x, _| {
                    if x == 0 { Rgb([255_u8, 0, 0]) } else { Rgb([0, 0, 255]) }
                },
            );
        let mut plain = Vec::new();
        picture.write_with_encoder(PngEncoder::new(&mut plain)).unwrap();
        let exif = crate::workspace::exif::of_orientation(turn);
        let chunk = crate::workspace::png::chunk_of(b"eXIf", &exif);
        // Behind the head of 33 bytes: signature and IHDR.
        [&plain[..33], &chunk, &plain[33..]].concat()
    }

    #[test]
    fn every_orientation_of_a_png() {
        let (red, blue) = (Rgb([255, 0, 0]), Rgb([0, 0, 255]));
        for (turn, size, first) in [
            (2, (2, 1), blue),
            (3, (2, 1), blue),
            (4, (2, 1), red),
            (5, (1, 2), red),
            (6, (1, 2), red),
            (7, (1, 2), blue),
            (8, (1, 2), blue),
        ] {
            let bytes = two_pixels(turn);
            assert_eq!(orientation(&bytes), Some(turn));
            let upright = rewritten(&bytes).unwrap();
            assert_eq!(rewritten(&upright), None);

            let picture = load_from_memory(&upright).unwrap().to_rgb8();
            assert_eq!((picture.dimensions(), *picture.get_pixel(0, 0)), (size, first), "{turn}");
            assert_eq!(is_on_its_side(Some(turn)), size == (1, 2));
        }
        assert_eq!(rewritten(&two_pixels(1)), None);
    }

    #[test]
    fn what_is_broken_stays() {
        let bytes = two_pixels(6);
        for end in 0..bytes.len() {
            rewritten(&bytes[..end]);
        }
        assert_eq!(image::guess_format(&bytes).ok(), Some(ImageFormat::Png));
    }
}

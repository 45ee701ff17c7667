//! Opaque pixels to a PNG file: in goes RGBA, out come the file's bytes.

use png::{BitDepth, ColorType, DeflateCompression, Encoder, Filter, PixelDimensions, Unit};

/// Channels of an opaque pixel.
const RGB: usize = 3;

/// A PNG of `rgba`, which holds `width` pixels a line; `ppi` is noted in the file.
///
/// The lightest compression and no filter suit drawings: mostly white, each line like the one above.
/// Word is made beside the layout of the PDF, so that what this takes is taken from Typst.
pub(super) fn encode(
    rgba: &[u8],
    width: u32,
    height: u32,
    ppi: u32,
) -> Result<Vec<u8>, png::EncodingError> {
    let mut rgb = vec![0; rgba.len() / 4 * RGB];
    for (opaque, pixel) in rgb.chunks_exact_mut(RGB).zip(rgba.chunks_exact(4)) {
        opaque.copy_from_slice(&pixel[..RGB]);
    }
    let metre = u32::try_from((u64::from(ppi) * 10_000 + 127) / 254).unwrap_or(u32::MAX);
    let mut file = Vec::new();
    let mut encoder = Encoder::new(&mut file, width, height);
    encoder.set_color(ColorType::Rgb);
    encoder.set_depth(BitDepth::Eight);
    encoder.set_deflate_compression(DeflateCompression::Level(1));
    encoder.set_filter(Filter::NoFilter);
    encoder.set_pixel_dims(Some(PixelDimensions { xppu: metre, yppu: metre, unit: Unit::Meter }));
    let mut writer = encoder.write_header()?;
    writer.write_image_data(&rgb)?;
    writer.finish()?;
    Ok(file)
}

#[cfg(test)]
mod tests {
    use super::encode;

    #[test]
    fn the_file_gives_the_same_pixels_and_the_resolution() {
        let (width, height) = (97, 41);
        let rgba: Vec<u8> = (0..width * height)
            .flat_map(|at: u32| [(at % 251) as u8, (at / 97) as u8, 200, 255])
            .collect();
        let file = encode(&rgba, width, height, 300).unwrap();
        let mut reader = png::Decoder::new(std::io::Cursor::new(&file)).read_info().unwrap();
        let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
        reader.next_frame(&mut pixels).unwrap();
        let expected: Vec<u8> = rgba.chunks(4).flat_map(|pixel| pixel[..3].to_vec()).collect();
        assert_eq!(pixels, expected);
        let density = reader.info().pixel_dims.unwrap();
        assert_eq!((density.xppu, density.yppu), (11811, 11811));
    }

    #[test]
    fn white_costs_next_to_nothing() {
        let file = encode(&vec![255; 1843 * 768 * 4], 1843, 768, 300).unwrap();
        assert!(file.len() < 60_000, "{}", file.len());
    }
}

//! Opaque pixels to a PNG file: in goes RGBA, out come the file's bytes.
//!
//! Word is made beside the PDF, so that what this takes in time and memory is taken from Typst: a byte
//! a pixel where a palette holds the colours, the lightest compression, and no filter, which suits
//! drawings: mostly white, each line like the one above.

use png::{BitDepth, ColorType, DeflateCompression, Encoder, Filter, PixelDimensions, Unit};

/// Channels of an opaque pixel.
const RGB: usize = 3;
/// Bytes of a pixel as drawn.
const RGBA: usize = 4;
/// Pixels that are looked at together: drawings have long runs of one colour.
const RUN: usize = 16;
/// So many colours get a place of their own, the fills among them.
const EXACT: usize = 192;
/// As far apart two shades beyond them may be, of 255, to share a place: the edges of letters and
/// lines have some shades more than fit, which no eye tells from their neighbours.
const NEAR: u8 = 3;
/// Slots of the look-up of colours, a power of two far above the palette's size.
const SLOTS: usize = 4096;

/// Pixels as the file is to hold them.
pub(super) enum Pixels {
    /// A palette of RGB, and the place in it of each pixel.
    Indexed(Vec<u8>, Vec<u8>),
    /// RGB.
    Full(Vec<u8>),
}

/// Takes up `rgba` of `width` pixels a line.
pub(super) fn pixels(rgba: &[u8], width: u32) -> Pixels {
    let line = (width as usize * RGBA).max(RGBA);
    indexed(rgba, line).unwrap_or_else(|| {
        let mut rgb = vec![0; rgba.len() / RGBA * RGB];
        for (opaque, pixel) in rgb.chunks_exact_mut(RGB).zip(rgba.chunks_exact(RGBA)) {
            opaque.copy_from_slice(&pixel[..RGB]);
        }
        Pixels::Full(rgb)
    })
}

/// A PNG of `width` pixels a line; `ppi` is noted in the file.
pub(super) fn encode(
    pixels: &Pixels,
    width: u32,
    height: u32,
    ppi: u32,
) -> Result<Vec<u8>, png::EncodingError> {
    let metre = u32::try_from((u64::from(ppi) * 10_000 + 127) / 254).unwrap_or(u32::MAX);
    let mut file = Vec::new();
    let mut encoder = Encoder::new(&mut file, width, height);
    let data = match pixels {
        Pixels::Indexed(palette, data) => {
            encoder.set_color(ColorType::Indexed);
            encoder.set_palette(palette.as_slice());
            data
        }
        Pixels::Full(data) => {
            encoder.set_color(ColorType::Rgb);
            data
        }
    };
    encoder.set_depth(BitDepth::Eight);
    encoder.set_deflate_compression(DeflateCompression::Level(1));
    encoder.set_filter(Filter::NoFilter);
    encoder.set_pixel_dims(Some(PixelDimensions { xppu: metre, yppu: metre, unit: Unit::Meter }));
    let mut writer = encoder.write_header()?;
    writer.write_image_data(data)?;
    writer.finish()?;
    file.shrink_to_fit();
    Ok(file)
}

/// The pixels by a palette; `None` where it can't hold the colours.
fn indexed(rgba: &[u8], line: usize) -> Option<Pixels> {
    let mut palette = Palette::default();
    let mut places: Vec<u8> = Vec::with_capacity(rgba.len() / RGBA);
    let mut above: &[[u8; RGBA]] = &[];
    for row in rgba.chunks(line) {
        let (row, _) = row.as_chunks::<RGBA>();
        let mut higher = places.len() - above.len();
        if row == above {
            places.extend_from_within(higher..);
            continue;
        }
        let mut runs_above = above.chunks(RUN);
        for run in row.chunks(RUN) {
            match (run, runs_above.next()) {
                (_, Some(same)) if same == run => {
                    places.extend_from_within(higher..higher + run.len());
                }
                ([first, rest @ ..], _) if is_all(rest, *first) => {
                    places.resize(places.len() + run.len(), palette.place(*first)?);
                }
                _ => {
                    for pixel in run {
                        places.push(palette.place(*pixel)?);
                    }
                }
            }
            higher += run.len();
        }
        above = row;
    }
    Some(Pixels::Indexed(palette.colours.concat(), places))
}

/// Whether all are of this colour; looked at without a way out between them, several at a time.
fn is_all(pixels: &[[u8; RGBA]], colour: [u8; RGBA]) -> bool {
    let colour = u32::from_ne_bytes(colour);
    let other = |differs, pixel: &[u8; RGBA]| differs | (u32::from_ne_bytes(*pixel) ^ colour);
    pixels.iter().fold(0, other) == 0
}

/// Colours in the order of their first use, and where each seen one is found.
struct Palette {
    colours: Vec<[u8; RGB]>,
    /// A colour and its place; the alpha of a slot in use is 255.
    slots: Vec<([u8; RGBA], u8)>,
    last: ([u8; RGBA], u8),
}

impl Default for Palette {
    fn default() -> Palette {
        let unused = ([0; RGBA], 0);
        Palette { colours: Vec::with_capacity(256), slots: vec![unused; SLOTS], last: unused }
    }
}

impl Palette {
    fn place(&mut self, colour: [u8; RGBA]) -> Option<u8> {
        if colour != self.last.0 {
            self.last = (colour, self.find(colour)?);
        }
        Some(self.last.1)
    }

    fn find(&mut self, colour: [u8; RGBA]) -> Option<u8> {
        let first = (u32::from_le_bytes(colour).wrapping_mul(0x9E37_79B1) >> 20) as usize;
        // Few of the slots are ever used, or the picture has too many colours.
        for slot in (first..first + SLOTS / 4).map(|slot| slot % SLOTS) {
            let (known, place) = self.slots[slot];
            if known == colour {
                return Some(place);
            }
            if known[RGB] == 0 {
                let place = self.add([colour[0], colour[1], colour[2]])?;
                self.slots[slot] = ([colour[0], colour[1], colour[2], 255], place);
                return Some(place);
            }
        }
        None
    }

    fn add(&mut self, colour: [u8; RGB]) -> Option<u8> {
        let apart = |other: &[u8; RGB]| {
            let channels = other.iter().zip(colour).map(|(a, b)| a.abs_diff(b));
            channels.max().unwrap_or(0)
        };
        let near = self.colours.iter().enumerate().min_by_key(|(_, other)| apart(other));
        let shared = near.filter(|(_, other)| self.colours.len() >= EXACT && apart(other) <= NEAR);
        if let Some((place, _)) = shared {
            return u8::try_from(place).ok();
        }
        let place = u8::try_from(self.colours.len()).ok()?;
        self.colours.push(colour);
        Some(place)
    }
}

#[cfg(test)]
mod tests {
    use super::{encode, pixels};

    fn file(rgba: &[u8], width: u32, height: u32) -> Vec<u8> {
        encode(&pixels(rgba, width), width, height, 300).unwrap()
    }

    fn read(file: &[u8]) -> (Vec<u8>, u32) {
        let mut decoder = png::Decoder::new(std::io::Cursor::new(file));
        decoder.set_transformations(png::Transformations::EXPAND);
        let mut reader = decoder.read_info().unwrap();
        let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
        reader.next_frame(&mut pixels).unwrap();
        (pixels, reader.info().pixel_dims.unwrap().xppu)
    }

    fn picture(width: u32, height: u32, colour: impl Fn(u32) -> [u8; 3]) -> Vec<u8> {
        let all = (0..width * height).map(colour);
        all.flat_map(|[red, green, blue]| [red, green, blue, 255]).collect()
    }

    fn rgb(rgba: &[u8]) -> Vec<u8> {
        rgba.chunks(4).flat_map(|pixel| pixel[..3].to_vec()).collect()
    }

    #[test]
    fn the_file_gives_the_same_pixels_and_the_resolution() {
        let few =
            |at: u32| if at % 40 < 35 { [255; 3] } else { [at as u8 % 5, 7, (at / 194) as u8] };
        let many = |at: u32| [(at % 251) as u8, (at / 97) as u8, 200];
        for rgba in [picture(97, 41, few), picture(97, 41, many)] {
            assert!(read(&file(&rgba, 97, 41)) == (rgb(&rgba), 11811));
        }
    }

    #[test]
    fn shades_too_many_for_a_palette_are_hardly_moved() {
        let shade = |at: u32| {
            [(at % 256) as u8, (at % 256) as u8, (at % 256 + at / 256 % 2).min(255) as u8]
        };
        let rgba = picture(256, 3, |at| shade(at).map(|channel| channel.max(1)));
        let (read, _) = read(&file(&rgba, 256, 3));
        let moved = read.iter().zip(rgb(&rgba)).map(|(a, b)| a.abs_diff(b)).max();
        assert!(matches!(moved, Some(0..=3)), "{moved:?}");
    }

    #[test]
    fn white_costs_next_to_nothing() {
        let file = file(&vec![255; 1843 * 768 * 4], 1843, 768);
        assert!(file.len() < 20_000, "{}", file.len());
    }
}

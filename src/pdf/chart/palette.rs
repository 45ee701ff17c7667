//! The colours of a drawing, as a palette of at most 256.
//!
//! In: pixels. Out: their colours and where each stands. Fills and lines keep their exact colours; where the
//! shades of smoothed edges are too many, the rarest give way to their nearest neighbours.

use std::collections::HashMap;

/// Maximum number of colours of a palette: indices take a byte.
const MAX_COLOURS: usize = 256;
/// Maximum number of colours of a drawing that gets a palette: pictures and gradients have more.
const MAX_SHADES: usize = 1024;
/// The most by which red, green or blue of a shade may change, of 255: less than an eye tells apart at an
/// edge one pixel wide.
const MAX_SHIFT: u8 = 12;

/// Red, green and blue.
type Colour = [u8; 3];

/// Pixels of one colour beside each other.
#[derive(Debug, Clone, Copy)]
struct Run {
    /// Index among the drawing's colours.
    colour: u16,
    length: usize,
}

/// A drawing's colours, and its pixels by them.
#[derive(Debug)]
pub(super) struct Palette {
    colours: Vec<Colour>,
    /// For each of the drawing's colours the index of the one that stands for it.
    index_of: Vec<u8>,
    runs: Vec<Run>,
}

impl Palette {
    /// The palette of opaque pixels; `None` where no palette serves.
    pub fn of_drawing(pixels: &[[u8; 4]]) -> Option<Palette> {
        let Shades { colours, counts, runs } = Shades::count(pixels)?;
        let mut by_count: Vec<usize> = (0..colours.len()).collect();
        // Stable: the same drawing has the same palette.
        by_count.sort_by_key(|index| std::cmp::Reverse(counts[*index]));
        let (kept, given_up) = by_count.split_at(by_count.len().min(MAX_COLOURS));

        let kept_colours: Vec<Colour> = kept.iter().map(|index| colours[*index]).collect();
        let mut index_of = vec![0; colours.len()];
        for (place, index) in (0..=u8::MAX).zip(kept) {
            index_of[*index] = place;
        }
        for index in given_up {
            index_of[*index] = nearest(&kept_colours, colours[*index])?;
        }

        Some(Palette { colours: kept_colours, index_of, runs })
    }

    /// Red, green and blue of each colour.
    pub fn bytes(&self) -> Vec<u8> {
        self.colours.concat()
    }

    /// The colour of each pixel.
    pub fn indices(&self) -> Vec<u8> {
        let mut indices = Vec::with_capacity(self.runs.iter().map(|run| run.length).sum());
        for Run { colour, length } in &self.runs {
            indices.resize(indices.len() + length, self.index_of[usize::from(*colour)]);
        }
        indices
    }
}

/// The colour nearest to a shade, if it is near enough.
fn nearest(colours: &[Colour], shade: Colour) -> Option<u8> {
    let shift = |colour: &Colour| {
        colour.iter().zip(shade).map(|(old, new)| old.abs_diff(new)).max().unwrap_or(0)
    };
    let shifts = (0..=u8::MAX).zip(colours.iter().map(shift));
    let (index, shift) = shifts.min_by_key(|(_, shift)| *shift)?;
    (shift <= MAX_SHIFT).then_some(index)
}

/// The colours of a drawing in the order in which they appear.
struct Shades {
    colours: Vec<Colour>,
    /// Number of pixels of each.
    counts: Vec<usize>,
    runs: Vec<Run>,
}

impl Shades {
    /// Counts colours; `None` where there are too many.
    fn count(pixels: &[[u8; 4]]) -> Option<Shades> {
        let mut shades = Shades { colours: Vec::new(), counts: Vec::new(), runs: Vec::new() };
        let mut indices = Indices::new();
        let mut rest = pixels;
        while let Some(first) = rest.first() {
            let length = rest.iter().position(|pixel| pixel != first).unwrap_or(rest.len());
            let [red, green, blue, _] = *first;
            let next = u16::try_from(shades.colours.len()).ok()?;
            let colour = indices.get_or_insert([red, green, blue], next);
            if colour == next {
                if shades.colours.len() == MAX_SHADES {
                    return None;
                }
                shades.colours.push([red, green, blue]);
                shades.counts.push(0);
            }

            shades.counts[usize::from(colour)] += length;
            shades.runs.push(Run { colour, length });
            rest = &rest[length..];
        }
        Some(shades)
    }
}

/// The index of each colour. Edges have many short runs, so that a map alone would take most of the time.
struct Indices {
    all: HashMap<Colour, u16>,
    /// The last colour of each slot.
    recent: Vec<Option<(Colour, u16)>>,
}

impl Indices {
    /// Bits of a slot's number.
    const BITS: u32 = 12;

    fn new() -> Indices {
        Indices { all: HashMap::new(), recent: vec![None; 1 << Indices::BITS] }
    }

    /// The index of a colour: `next`, where it is a new one.
    fn get_or_insert(&mut self, colour: Colour, next: u16) -> u16 {
        let [red, green, blue] = colour.map(u32::from);
        // Multiplying by the golden ratio of 32 bits spreads shades that differ little.
        let mixed = (red << 16 | green << 8 | blue).wrapping_mul(0x9E37_79B9);
        let slot = &mut self.recent[(mixed >> (u32::BITS - Indices::BITS)) as usize];
        match slot {
            Some((recent, index)) if *recent == colour => *index,
            slot => {
                let index = *self.all.entry(colour).or_insert(next);
                *slot = Some((colour, index));
                index
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{MAX_COLOURS, MAX_SHADES, Palette};

    fn pixels(colours: impl IntoIterator<Item = [u8; 3]>) -> Vec<[u8; 4]> {
        colours.into_iter().map(|[red, green, blue]| [red, green, blue, 255]).collect()
    }

    /// The colours that a palette gives for these pixels.
    fn printed(pixels: &[[u8; 4]]) -> Option<Vec<[u8; 3]>> {
        let palette = Palette::of_drawing(pixels)?;
        let (bytes, indices) = (palette.bytes(), palette.indices());
        assert!(bytes.len() <= MAX_COLOURS * 3);
        let (colours, _) = bytes.as_chunks::<3>();
        Some(indices.iter().map(|index| colours[usize::from(*index)]).collect())
    }

    #[test]
    fn few_colours_stay_exact() {
        let colours: Vec<[u8; 3]> = (0..1000_u32).map(|at| [(at % 256) as u8, 7, 9]).collect();
        assert_eq!(printed(&pixels(colours.clone())), Some(colours));
        assert_eq!(printed(&[]), Some(Vec::new()));
    }

    #[test]
    fn frequent_colours_stay_exact_and_rare_ones_near() {
        // Shades, each once, behind fills of many pixels.
        let greys = (0..250_u8).map(|grey| [grey; 3]);
        let shades: Vec<[u8; 3]> =
            greys.chain((0..200_u8).map(|grey| [grey, grey, grey + 2])).collect();
        let fills = [[255, 255, 255], [31, 78, 121], [32, 78, 121]];
        let drawn: Vec<[u8; 3]> =
            fills.iter().flat_map(|fill| [*fill; 50]).chain(shades.clone()).collect();

        let printed = printed(&pixels(drawn.clone())).expect("a palette");
        assert_eq!(printed[..150], drawn[..150]);
        for (old, new) in drawn.iter().zip(&printed) {
            let shift = old.iter().zip(new).map(|(old, new)| old.abs_diff(*new)).max();
            assert!(shift <= Some(12), "{old:?} {new:?}");
        }
    }

    #[test]
    fn colours_that_no_palette_serves() {
        // Too many, and too far from each other.
        let many = (0..=MAX_SHADES).map(|at| [(at % 256) as u8, (at / 256) as u8, 0]);
        assert_eq!(printed(&pixels(many)), None);
        let far = (0..400_usize)
            .map(|at| [(at % 8 * 36) as u8, (at / 8 % 8 * 36) as u8, (at / 64 * 36) as u8]);
        assert_eq!(printed(&pixels(far)), None);
    }
}

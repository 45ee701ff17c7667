//! How far a character moves the pen. In: a character, a role and a weight. Out: ems.

use super::Faces;
use crate::typography::FaceRole;
use typst::layout::Abs;
use typst::text::{FontStretch, FontStyle, FontVariant, FontVariations, FontWeight};

impl Faces {
    /// The advance in the first face of the role's chain that has the character, or in that family's face
    /// of a given weight; `None` where there is none.
    pub(in crate::typography) fn advance(
        &self,
        c: char,
        role: FaceRole,
        weight: Option<u16>,
    ) -> Option<f64> {
        let (chain, book) = (self.chain(role), self.book());
        let has = |index| book.info(index).is_some_and(|info| info.coverage.contains(c as u32));
        let link = chain.links.iter().find(|link| link.covers.accepts(c) && has(link.index))?;

        let variant = FontVariant {
            style: FontStyle::Normal,
            weight: FontWeight::from_number(weight.unwrap_or(chain.weight)),
            stretch: FontStretch::NORMAL,
        };
        let index = match weight {
            Some(_) => book.select(&link.family.to_lowercase(), variant)?,
            None => link.index,
        };

        let font = self.font(index)?;
        let instance = font.instantiate(variant, Abs::pt(12.0), &FontVariations::default());
        let face = instance.ttf();
        let advance = face.glyph_hor_advance(face.glyph_index(c)?)?;
        Some(f64::from(advance) / f64::from(face.units_per_em().max(1)))
    }
}

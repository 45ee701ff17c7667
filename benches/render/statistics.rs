//! Medians, and ratios round by round.

/// The middle value; of an even number of values the greater of the two in the middle.
pub(crate) fn median(values: &[f64]) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted[sorted.len() / 2]
}

/// Ratios of two figures, one a round: a machine that is slower for a while is so for both figures of a
/// round.
pub(crate) struct Ratio {
    /// The median of them.
    pub median: f64,
    /// The least.
    pub least: f64,
    /// The greatest.
    pub greatest: f64,
}

impl Ratio {
    /// Of `values` to `others`, both in the order of the rounds.
    pub fn new(values: &[f64], others: &[f64]) -> Ratio {
        let ratios: Vec<f64> = values.iter().zip(others).map(|(one, other)| one / other).collect();
        Ratio {
            median: median(&ratios),
            least: ratios.iter().copied().fold(f64::INFINITY, f64::min),
            greatest: ratios.iter().copied().fold(0.0, f64::max),
        }
    }
}

//! Sizes of tables whose type is smaller than the profile's. In: sizes as tables are written. Out: the
//! styles of their cells.

use super::measures::twips;
use super::style_ids::{TABLE_CENTRED, TABLE_HEAD, TABLE_NUMBER, TABLE_TEXT, sized};
use docx_rs::{LineSpacing, LineSpacingType, Style, StyleType};
use std::collections::BTreeMap;

/// The styles of cells and what Word calls them.
const STYLES: [(&str, &str); 4] = [
    (TABLE_HEAD, "表头文字"),
    (TABLE_TEXT, "表格文字"),
    (TABLE_CENTRED, "表格居中"),
    (TABLE_NUMBER, "表格数字"),
];

/// Pitches in points by sizes in half-points.
#[derive(Debug, Default)]
pub(super) struct TableSizes {
    pitches: BTreeMap<usize, f64>,
}

impl TableSizes {
    /// Takes a size, in points, and gives it as Word knows it, in half-points: never a larger one.
    pub fn add(&mut self, size: f64, pitch: f64) -> usize {
        // At most a few hundred.
        let half_points = (size * 2.0 + 1e-6).floor().max(2.0) as usize;
        self.pitches.insert(half_points, pitch);
        half_points
    }

    /// The styles, each based on the one of the profile's size.
    pub fn styles(&self) -> Vec<Style> {
        let mut styles = Vec::new();
        for (half_points, pitch) in &self.pitches {
            for (id, name) in STYLES {
                let points = *half_points as f64 / 2.0;
                let line = LineSpacing::new().line(twips(*pitch)).line_rule(LineSpacingType::Exact);
                let style = Style::new(sized(id, *half_points), StyleType::Paragraph)
                    .name(format!("{name} {points}磅"))
                    .based_on(id)
                    .size(*half_points)
                    .line_spacing(line);
                styles.push(style);
            }
        }
        styles
    }
}

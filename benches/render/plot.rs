//! Numbers by edit as a picture: one panel over the other, dots from left to right.
//!
//! In: panels. Out: SVG, whose axes begin at zero, so that equal numbers look equal.

use std::fmt::Write as _;

/// Pixels across, down for each panel, and around it.
const WIDTH: f64 = 900.0;
const HEIGHT: f64 = 260.0;
const LEFT: f64 = 70.0;
const TOP: f64 = 40.0;
const BOTTOM: f64 = 30.0;

/// One panel.
pub(crate) struct Panel<'a> {
    /// The quantity, with its unit.
    pub title: &'a str,
    /// A number for each edit.
    pub values: Vec<f64>,
    /// A limit drawn as a line, and its name.
    pub limit: Option<(f64, &'a str)>,
}

/// The picture.
pub(crate) fn svg(panels: &[Panel<'_>]) -> String {
    let height = HEIGHT * panels.len() as f64;
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{WIDTH}\" height=\"{height}\" \
         font-family=\"sans-serif\" font-size=\"13\">\n<rect width=\"100%\" height=\"100%\" fill=\"white\"/>\n"
    );

    for (index, panel) in panels.iter().enumerate() {
        draw(&mut svg, panel, HEIGHT * index as f64);
    }

    svg + "</svg>\n"
}

fn draw(svg: &mut String, panel: &Panel<'_>, above: f64) {
    let limit = panel.limit.map_or(0.0, |(limit, _)| limit);
    let max = step_up(panel.values.iter().copied().fold(limit, f64::max));
    let (top, bottom) = (above + TOP, above + HEIGHT - BOTTOM);
    let right = WIDTH - 20.0;
    let x = |edit: usize| LEFT + (right - LEFT) * edit as f64 / panel.values.len().max(1) as f64;
    let y = |value: f64| bottom - (bottom - top) * value / max;

    let _ = writeln!(svg, "<text x=\"{LEFT}\" y=\"{}\">{}</text>", above + 24.0, panel.title);
    for part in 0..=4 {
        let value = max * f64::from(part) / 4.0;
        let (line, text) = (y(value), y(value) + 4.0);
        let _ = writeln!(
            svg,
            "<path d=\"M{LEFT} {line}H{right}\" stroke=\"#ddd\"/>\
             <text x=\"{}\" y=\"{text}\" text-anchor=\"end\">{value:.0}</text>",
            LEFT - 8.0
        );
    }

    for edit in (0..=panel.values.len()).step_by((panel.values.len() / 5).max(1)) {
        let _ = writeln!(
            svg,
            "<text x=\"{}\" y=\"{}\" text-anchor=\"middle\">{edit}</text>",
            x(edit),
            bottom + 18.0
        );
    }

    if let Some((limit, name)) = panel.limit {
        let _ = writeln!(
            svg,
            "<path d=\"M{LEFT} {0}H{right}\" stroke=\"#b3261e\" stroke-dasharray=\"6 4\"/>\
             <text x=\"{right}\" y=\"{1}\" text-anchor=\"end\" fill=\"#b3261e\">{name}</text>",
            y(limit),
            y(limit) - 6.0
        );
    }

    for (index, value) in panel.values.iter().enumerate() {
        let _ = writeln!(
            svg,
            "<circle cx=\"{:.1}\" cy=\"{:.1}\" r=\"1.8\" fill=\"#1d5aa8\"/>",
            x(index + 1),
            y(*value)
        );
    }
}

/// The next of 1, 2, 4, 5, 8 times a power of ten.
fn step_up(value: f64) -> f64 {
    let power = 10_f64.powf(value.max(1.0).log10().floor());
    let steps = [1.0, 2.0, 4.0, 5.0, 8.0, 10.0];

    steps.into_iter().map(|step| step * power).find(|step| *step >= value).unwrap_or(10.0 * power)
}

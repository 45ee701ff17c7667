//! The pictures of a document together: how much memory printing them takes.

use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::document::{Document, Picture, visit};
use std::collections::BTreeSet;

/// Maximum memory that the pictures of a document take, in bytes: Typst keeps all of them decoded.
const MAX_MEMORY: u64 = 1_000_000_000;

/// Reports the picture with which the pictures of a document take too much memory.
pub fn report_pictures(document: &Document, diagnostics: &mut Diagnostics) {
    let mut total = 0_u64;
    let mut largest: Option<&Picture> = None;
    let mut seen = BTreeSet::new();
    for picture in visit::pictures(document) {
        if !seen.insert(&picture.path) {
            continue;
        }

        if largest.is_none_or(|largest| largest.memory < picture.memory) {
            largest = Some(picture);
        }
        total = total.saturating_add(picture.memory);
        if total > MAX_MEMORY
            && let Some(Picture { path, pixels: (width, height), .. }) = largest
        {
            let message = "到这张图片为止，各图片打开后合计占用的内存超过 1 GB";
            let help = format!(
                "在看图软件里把大的图片缩小到宽 2000 像素以内，印出来看不出差别；这里最大的是 {path}（{width}×{height} 像素）"
            );
            let problem = Diagnostic::new(Code::PictureTooLarge, picture.span, message);
            diagnostics.report(problem.help(help));
            return;
        }
    }
}

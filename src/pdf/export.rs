//! Pages to PDF/A-2a + PDF/UA-1: the same document gives the same bytes.

use super::laid::Laid;
use super::{panic_guard, problem};
use crate::diag::{Code, Diagnostic, Diagnostics, Reported};
use crate::stamp::Stamp;
use typst::foundations::Smart;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

/// Pages to PDF/A-2a + PDF/UA-1; the stamp stands where viewers show which program made the file (Info's
/// Creator, XMP's CreatorTool).
pub fn export(
    laid: &Laid,
    stamp: Option<&Stamp>,
    diagnostics: &mut Diagnostics,
) -> Result<Vec<u8>, Reported> {
    let standards = PdfStandards::new(&[PdfStandard::A_2a, PdfStandard::Ua_1]);
    let standards = standards.map_err(|problem| {
        let message = format!("PDF 标准组合不成立：“{}”", problem.message());
        diagnostics.report(Diagnostic::new(Code::Typst, laid.origin, message))
    })?;

    let options = PdfOptions {
        // Typst's own identifier is a hash of title and author, and of the content: no clock in it.
        ident: Smart::Auto,
        creator: Smart::Custom(Some(stamp.map_or_else(|| "zishu".to_owned(), Stamp::to_string))),
        standards,
        ..PdfOptions::default()
    };

    let Some(result) = panic_guard::catch(|| typst_pdf::pdf(&laid.document, &options)) else {
        return Err(problem::report_panic(laid.origin, diagnostics));
    };
    result.map_err(|errors| {
        let reported = problem::report(&errors, &laid.source_map, laid.origin, diagnostics);
        reported.unwrap_or_else(|| problem::report_panic(laid.origin, diagnostics))
    })
}

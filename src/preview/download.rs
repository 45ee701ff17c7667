//! The newest good pages as PDF and Word, made when asked for.

use super::builder::View;
use super::http::{Response, encoded};
use super::shared::SharedState;
use crate::diag::{Diagnostics, Reported};
use crate::{pdf, pipeline};
use std::sync::{Arc, PoisonError};
use std::thread;

/// Stack of the thread that makes them: Typst nests.
const STACK: usize = 64 << 20;
const WORD: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

/// What can be downloaded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum FileKind {
    Pdf,
    Word,
}

impl FileKind {
    fn media_type(self) -> &'static str {
        match self {
            FileKind::Pdf => "application/pdf",
            FileKind::Word => WORD,
        }
    }
}

/// `/download/{doc}.pdf` and `.docx`.
pub(super) fn answer(shared: &SharedState, file: &str) -> Response {
    let (name, kind) = match (file.strip_suffix(".pdf"), file.strip_suffix(".docx")) {
        (Some(name), _) => (name, FileKind::Pdf),
        (None, Some(name)) => (name, FileKind::Word),
        (None, None) => return Response::error(404, "没有这个地址"),
    };
    let Some(view) = shared.view(Some(name)).filter(|_| !name.is_empty()) else {
        return Response::no_document();
    };

    // One at a time: each takes much memory.
    let guard = shared.heavy.lock().unwrap_or_else(PoisonError::into_inner);
    let bytes = make(view, kind);
    drop(guard);

    match bytes {
        Some(bytes) => {
            let disposition = format!("attachment; filename*=UTF-8''{}", encoded(file));
            Response::bytes(kind.media_type(), bytes).with("Content-Disposition", disposition)
        }
        None => Response::error(500, "文件没有生成；运行 zishu render 查看原因"),
    }
}

fn make(view: Arc<View>, kind: FileKind) -> Option<Vec<u8>> {
    let work = move || -> Result<Vec<u8>, Reported> {
        let mut diagnostics = Diagnostics::default();
        match kind {
            FileKind::Pdf => pdf::export(&view.laid, None, &mut diagnostics),
            FileKind::Word => {
                let View { loaded, document, design, laid, .. } = &*view;
                pipeline::print_word(loaded, document, design, laid, &mut diagnostics)
            }
        }
    };

    let worker = thread::Builder::new().name("download".to_owned()).stack_size(STACK).spawn(work);
    worker.ok()?.join().ok()?.ok()
}

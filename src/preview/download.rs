//! The newest good pages as PDF and Word, made when asked for.

use super::builder::View;
use super::http::{Response, encoded};
use super::stage::Stage;
use crate::diag::{Diagnostics, Reported};
use crate::{pdf, pipeline};
use std::sync::{Arc, PoisonError};
use std::thread;

/// Stack of the thread that makes them: Typst nests.
const STACK: usize = 64 << 20;
const WORD: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

/// `/download/{doc}.pdf` and `.docx`.
pub(super) fn answer(stage: &Stage, file: &str) -> Response {
    let (name, word) = match (file.strip_suffix(".pdf"), file.strip_suffix(".docx")) {
        (Some(name), _) => (name, false),
        (None, Some(name)) => (name, true),
        (None, None) => return Response::error(404, "没有这个地址"),
    };
    let Some(view) = stage.view(Some(name)).filter(|_| !name.is_empty()) else {
        return Response::error(404, "没有这份文件，或还没有排好");
    };
    let one_at_a_time = stage.heavy.lock().unwrap_or_else(PoisonError::into_inner);
    let made = make(view, word);
    drop(one_at_a_time);
    match made {
        Some(bytes) => {
            let kind = if word { WORD } else { "application/pdf" };
            let named = format!("attachment; filename*=UTF-8''{}", encoded(file));
            Response::bytes(kind, bytes).with("Content-Disposition", named)
        }
        None => Response::error(500, "文件没有生成；运行 zishu render 查看原因"),
    }
}

fn make(view: Arc<View>, word: bool) -> Option<Vec<u8>> {
    let work = move || -> Result<Vec<u8>, Reported> {
        let mut diagnostics = Diagnostics::default();
        match word {
            false => pdf::export(&view.laid, &mut diagnostics),
            true => {
                let View { loaded, document, design, laid, .. } = &*view;
                pipeline::print_word(loaded, document, design, laid, &mut diagnostics)
            }
        }
    };
    let worker = thread::Builder::new().name("download".to_owned()).stack_size(STACK).spawn(work);
    worker.ok()?.join().ok()?.ok()
}

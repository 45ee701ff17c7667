//! `zishu render --watch`: the files made anew after every save.

use super::arguments::{Common, RenderOptions};
use super::made::{self, Made};
use super::{Outcome, output, session};
use crate::diag::Diagnostics;
use crate::document::Document;
use crate::pdf;
use crate::pipeline::{self, Outputs, Wanted};
use crate::preview::{Batches, Builder, Built, Change, View, Wish};
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

/// Builds and writes until the program is ended.
pub(super) fn run(
    common: &Common,
    (options, kinds): (&RenderOptions, Wanted),
    root: &Path,
) -> anyhow::Result<Outcome> {
    let wish = Wish {
        profile: options.profile.clone(),
        profiles: BTreeMap::new(),
        only: options.only.as_deref().map(stem),
        search: session::search(options.system_fonts),
    };
    let mut batches = Batches::new(root);
    if !batches.has_notices() {
        output::message("这里不能监视文件变动，改为每半秒查看一次");
    }
    output::message("文稿保存后自动重新生成，按 Ctrl+C 结束");
    let mut builder = Builder::new(root);
    let mut changed = Change::new();
    loop {
        let built = builder.build(&changed, &wish);
        // What can't be written now is told, and tried again after the next save.
        if let Err(error) = publish(common, (options, kinds), root, &built) {
            output::message(&format!("错误：{}", output::chain(&error)));
        }
        drop(built);
        builder.forget();
        changed = batches.wait();
    }
}

fn stem(name: &str) -> String {
    name.trim_end_matches(".pdf").trim_end_matches(".docx").to_owned()
}

/// Prints the problems and, where none is an error, writes the files.
fn publish(
    common: &Common,
    (options, kinds): (&RenderOptions, Wanted),
    root: &Path,
    built: &Built,
) -> anyhow::Result<()> {
    let mut diagnostics = Diagnostics::default();
    for problem in built.problems.iter() {
        diagnostics.report(problem.clone());
    }
    let mut lacking = String::new();
    if let Some(view) = built.views.first() {
        let documents: Vec<&Document> = built.views.iter().map(|view| &*view.document).collect();
        lacking = session::insist(&options.into(), &view.loaded, &documents, &mut diagnostics);
    }

    let mut made = Vec::new();
    if !built.failed && !diagnostics.has_errors() {
        for (at, view) in built.views.iter().enumerate() {
            made.extend(outputs((options, kinds), at, view, &mut diagnostics));
        }
    }
    let wrong = built.failed || diagnostics.has_errors();
    session::report(common, &built.sources, diagnostics)?;
    session::say_outstanding(common, &lacking);
    let Some(view) = built.views.first().filter(|_| !wrong) else {
        session::say(common, "有错误，没有输出文件");
        return Ok(());
    };
    for written in made::write(root, &view.loaded, &made)? {
        session::say(common, &format!("{}（{} KB）", written.path, written.size / 1024));
    }
    Ok(())
}

fn outputs(
    (options, kinds): (&RenderOptions, Wanted),
    at: usize,
    view: &Arc<View>,
    diagnostics: &mut Diagnostics,
) -> Option<Made> {
    let View { name, document, design, laid, loaded, .. } = &**view;
    if options.final_ {
        pipeline::refuse_samples(document, diagnostics);
    }
    let (pdf, word) = (kinds != Wanted::Word, kinds != Wanted::Pdf);
    let pdf = pdf.then(|| pdf::export(laid, diagnostics)).transpose().ok()?;
    let make_word = || pipeline::word_of(loaded, document, design, laid, diagnostics);
    let word = word.then(make_word).transpose().ok()?;
    let outputs = Outputs { pdf, word, layout: laid.layout().clone() };
    let place = loaded.workspace.outputs().iter().position(|output| output == name);
    let (document, design) = ((**document).clone(), design.clone());
    Some(Made { at: place.unwrap_or(at), document, design, outputs })
}

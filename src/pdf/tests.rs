use super::*;
use crate::diag::{Diagnostics, Reported};
use crate::document::fixture;
use crate::font::Search;
use crate::workspace::Spanned;
use std::path::Path;
use std::sync::OnceLock;

/// The repository is itself a workspace.
fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn faces() -> &'static Faces {
    static FACES: OnceLock<Faces> = OnceLock::new();
    FACES.get_or_init(|| Faces::discover(root(), Search::Workspace))
}

struct Set {
    sources: Sources,
    generated: Generated,
    result: Result<Laid, Reported>,
    diagnostics: Diagnostics,
}

impl Set {
    fn laid(&self) -> &Laid {
        match &self.result {
            Ok(laid) => laid,
            Err(_) => panic!("{}", self.problems()),
        }
    }

    fn problems(&self) -> String {
        let sorted = self.diagnostics.clone().into_sorted(&self.sources);
        format!("{sorted:#?}")
    }
}

fn set(mut sources: Sources, document: &Document, root: &Path) -> Set {
    let mut diagnostics = Diagnostics::default();
    let file = sources.add("chapters/report.yaml", "版式: gbt9704\n");
    let place = Span::new(file, 8..15);
    let name = Spanned { value: "gbt9704".to_owned(), span: place };
    let profile = crate::profile::load(root, &name, &mut sources, &mut diagnostics).unwrap();
    let look = Look::load(root, &mut sources);
    let generated = generate(document, &profile, faces(), &sources, place);
    let result = lay_out(&generated, &look, faces(), root, &sources, &mut diagnostics);
    Set { sources, generated, result, diagnostics }
}

#[test]
fn the_rich_document_is_laid_out_without_a_word() {
    let (sources, document) = fixture::rich();
    let mut set = set(sources, &document, root());
    set.laid();
    assert_eq!(set.diagnostics.iter().count(), 0, "{}", set.problems());
    let laid = set.result.as_ref().unwrap();
    let bytes = export(laid, &mut set.diagnostics);
    assert!(bytes.is_ok(), "{}", set.problems());
    if let Some(path) = std::env::var_os("ZISHU_KEEP_PDF") {
        std::fs::write(path, bytes.unwrap()).unwrap();
    }
}

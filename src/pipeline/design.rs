//! How documents look: profiles, Typst templates and faces.
//!
//! In: the profile that each document has. Out: its [`Design`], and what its words find no face for.

use super::Loaded;
use super::request::{Output, Request};
use crate::diag::{Code, Diagnostic, Diagnostics, Reported};
use crate::document::{Document, missing};
use crate::pdf::{self, Generated, TypstTemplates};
use crate::source::Span;
use crate::typography::profile::{self, Profile, WordFaces};
use crate::typography::{Faces, TextMeasure, faces, tables};
use crate::workspace::Spanned;
use std::sync::Arc;

/// How a document looks.
#[derive(Debug, Clone)]
pub struct Design {
    /// The profile's name.
    pub name: String,
    /// Page, faces and sizes.
    pub profile: Profile,
    /// Where the profile is chosen.
    pub span: Span,
    /// The Typst templates.
    pub templates: TypstTemplates,
    /// The faces.
    pub faces: Arc<Faces>,
}

impl Design {
    /// The Typst text of a document.
    pub fn generate(&self, loaded: &Loaded, document: &Document) -> Generated {
        let Design { profile, span, faces, .. } = self;
        pdf::generate(document, profile, faces, &loaded.sources, *span)
    }

    /// Reports characters that no face has, roles without a face, and tables that don't fit; gives the
    /// document with marks in place of these characters, where there are any.
    pub(super) fn check_faces(
        &self,
        loaded: &Loaded,
        document: &Document,
        diagnostics: &mut Diagnostics,
    ) -> Option<Document> {
        let Design { profile, span, faces, .. } = self;
        let lacking = faces::check(document, profile, faces, &loaded.sources, *span, diagnostics);
        tables::check(document, profile, &TextMeasure::new(profile, faces), diagnostics);
        (!lacking.is_empty()).then(|| missing::marked(document, &lacking))
    }
}

/// Reads the designs of the outputs that a request asks for; each profile is read once.
pub(super) fn designs(
    loaded: &mut Loaded,
    outputs: &[Output],
    request: &Request,
    faces: &Arc<Faces>,
    diagnostics: &mut Diagnostics,
) -> Vec<Result<Design, Reported>> {
    let mut read: Vec<(String, Result<Design, Reported>)> = Vec::new();
    let mut designs = Vec::with_capacity(outputs.len());
    for output in outputs {
        let name = request.profile_of(*output, &loaded.workspace);
        let design = match read.iter().find(|(other, _)| *other == name.value) {
            Some((_, Ok(design))) => Ok(Design { span: name.span, ..design.clone() }),
            Some((_, Err(reported))) => Err(*reported),
            None => {
                let design = design(loaded, &name, faces, diagnostics);
                read.push((name.value, design.clone()));
                design
            }
        };
        designs.push(design);
    }

    if request.standard_faces
        && let Some(design) = designs.iter().flatten().next()
    {
        refuse_stand_ins(design, diagnostics);
    }
    designs
}

/// Reads the design with this profile.
pub(super) fn design(
    loaded: &mut Loaded,
    name: &Spanned<String>,
    faces: &Arc<Faces>,
    diagnostics: &mut Diagnostics,
) -> Result<Design, Reported> {
    let (root, sources) = (&loaded.workspace.root, &mut loaded.sources);
    let mut profile = profile::load(root, name, sources, diagnostics)?;
    if let Some(set) = loaded.workspace.report.word_faces {
        profile.word_faces = WordFaces::of_set(set);
    }

    let templates = TypstTemplates::load(root, sources);
    Ok(Design {
        name: name.value.clone(),
        profile,
        span: name.span,
        templates,
        faces: faces.clone(),
    })
}

fn refuse_stand_ins(design: &Design, diagnostics: &mut Diagnostics) {
    for report in design.faces.stand_ins() {
        let message = format!("{}没有标准字体，现由 {} 代用", report.role.name(), report.family);
        let problem = Diagnostic::new(Code::MissingFont, design.span, message)
            .help("把标准字体文件放进 fonts/licensed/，或去掉 --require-standard-fonts");
        diagnostics.report(problem);
    }
}

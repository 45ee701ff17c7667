//! The whole file from the rich document: what validators and lint must not find, and what the
//! issue asks of it.

use super::{ImageBytes, WordAssets, build, finish, lint};
use crate::diag::Diagnostics;
use crate::document::{BlockId, Document, Picture, fixture};
use crate::profile::{self, Profile};
use crate::source::{Sources, Span};
use crate::workspace::Spanned;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io::{Cursor, Read};
use std::path::Path;

/// Files of the repository; a chart is the fixture's picture.
struct Assets;

impl WordAssets for Assets {
    fn picture(&self, picture: &Picture) -> Option<ImageBytes<'_>> {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(&picture.path);
        let bytes = std::fs::read(file).ok()?;
        Some(ImageBytes { bytes: Cow::Owned(bytes), pixels: picture.pixels, ppi: 96 })
    }

    fn chart(&self, _block: BlockId) -> Option<ImageBytes<'_>> {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(fixture::PICTURE);
        let bytes = std::fs::read(file).ok()?;
        Some(ImageBytes { bytes: Cow::Owned(bytes), pixels: (1200, 800), ppi: 300 })
    }
}

fn load_profile(name: &str) -> Profile {
    let (mut sources, mut diagnostics) = (Sources::default(), Diagnostics::default());
    let file = sources.add("chapters/report.yaml", "");
    let span = Span::new(file, 0..0);
    let name = Spanned { value: name.to_owned(), span };
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    profile::load(root, &name, &mut sources, &mut diagnostics).unwrap()
}

fn packed(document: &Document, profile: &str) -> Vec<u8> {
    let pages: BTreeMap<BlockId, u32> =
        document.contents.iter().zip(1..).map(|(entry, page)| (entry.block, page)).collect();
    finish(build(document, &load_profile(profile), &Assets), &pages)
}

fn part(bytes: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut text = String::new();
    archive.by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

#[test]
fn nothing_to_complain_about() {
    let (_, document) = fixture::rich();
    for profile in ["gbt9704", "shenbaobiao"] {
        assert_eq!(lint(&packed(&document, profile)), Vec::<String>::new(), "{profile}");
    }
}

#[test]
fn same_input_same_bytes() {
    let (_, document) = fixture::rich();
    let first = packed(&document, "gbt9704");
    assert_eq!(first, packed(&document, "gbt9704"));
    assert!(part(&first, "word/document.xml").contains("TOC \\o"));
}

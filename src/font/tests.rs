use super::*;
use crate::profile::FaceRole;
use std::fs;

fn empty() -> tempfile::TempDir {
    tempfile::tempdir().unwrap()
}

fn report(faces: &Faces, role: FaceRole) -> &FaceReport {
    faces.reports().iter().find(|report| report.role == role).unwrap()
}

#[test]
fn roles_index_their_chains() {
    for (at, role) in FaceRole::ALL.into_iter().enumerate() {
        assert_eq!(role as usize, at);
    }
}

#[test]
fn bundled_faces_serve_every_role() {
    let faces = Faces::discover(empty().path(), Search::Workspace);
    let families: Vec<(&str, &str, bool)> = faces
        .reports()
        .iter()
        .map(|report| (report.family.as_str(), report.file.as_str(), report.standard))
        .collect();
    assert_eq!(
        families,
        [
            ("Noto Serif SC", "内置", false),
            ("Noto Sans SC", "内置", false),
            ("AR PL KaitiM GB", "内置", false),
            ("Zishu Fang", "内置", false),
            ("Noto Serif SC", "内置", false),
            ("Liberation Serif", "内置", false),
        ]
    );
    assert!(faces.broken().is_empty());
    assert_eq!(faces.chain(FaceRole::Title).weight, 700);
    assert_eq!(faces.chain(FaceRole::Fang).weight, 400);
}

#[test]
fn chains_as_typst_reads_them() {
    let faces = Faces::discover(empty().path(), Search::Workspace);
    assert_eq!(
        faces.chain(FaceRole::Hei).typst(),
        "((name: \"Liberation Serif\", covers: \"latin-in-cjk\"), \
         (name: \"Noto Serif SC\", covers: regex(\"[①-⑳㉑-㉟㊱-㊿～]\")), \
         \"Noto Sans SC\", \"Noto Serif SC\", )"
    );
    let title = faces.chain(FaceRole::Title);
    let bold = faces.book().info(title.links.last().unwrap().index).unwrap();
    assert_eq!(bold.variant.weight.to_number(), 700);
}

#[test]
fn the_repository_itself_loads_nothing_twice() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let faces = Faces::discover(root, Search::Workspace);
    let count = (0..).take_while(|index| faces.book().info(*index).is_some()).count();
    assert_eq!(count, 10);
    assert_eq!(report(&faces, FaceRole::Fang).file, "fonts/ZishuFang-Regular.ttf");
}

#[test]
fn broken_files_are_noted() {
    let root = empty();
    fs::create_dir_all(root.path().join("fonts/licensed")).unwrap();
    fs::write(root.path().join("fonts/broken.ttf"), b"no face").unwrap();
    fs::write(root.path().join("fonts/licensed/空.TTF"), b"").unwrap();
    fs::write(root.path().join("fonts/readme.txt"), b"text").unwrap();
    fs::write(root.path().join("fonts/._copy.ttf"), b"text").unwrap();
    let faces = Faces::discover(root.path(), Search::Workspace);
    let files: Vec<&str> = faces.broken().iter().map(|broken| broken.file.as_str()).collect();
    assert_eq!(files, ["fonts/broken.ttf", "fonts/licensed/空.TTF"]);
    assert_eq!(faces.reports().len(), 6);
}

#[test]
fn a_licensed_face_comes_first() {
    let root = empty();
    fs::create_dir_all(root.path().join("fonts/licensed")).unwrap();
    fs::write(root.path().join("fonts/licensed/simfang.ttf"), renamed("Zishu Fang", "FangSong"))
        .unwrap();
    let faces = Faces::discover(root.path(), Search::Workspace);
    let fang = report(&faces, FaceRole::Fang);
    assert_eq!((fang.family.as_str(), fang.standard), ("FangSong", true));
    assert_eq!(fang.file, "fonts/licensed/simfang.ttf");
    let families: Vec<&str> =
        faces.chain(FaceRole::Fang).links.iter().map(|link| link.family.as_str()).collect();
    let expected = ["Liberation Serif", "FangSong", "Noto Serif SC", "Zishu Fang", "Noto Serif SC"];
    assert_eq!(families, expected);
}

#[test]
fn an_unknown_face_in_fonts_ends_every_chain() {
    let root = empty();
    fs::create_dir_all(root.path().join("fonts")).unwrap();
    fs::write(root.path().join("fonts/x.ttf"), renamed("Zishu Fang", "Rare")).unwrap();
    let faces = Faces::discover(root.path(), Search::Workspace);
    for role in FaceRole::ALL {
        assert_eq!(faces.chain(role).links.last().unwrap().family, "Rare");
    }
    assert_eq!(report(&faces, FaceRole::Fang).family, "Zishu Fang");
}

#[test]
fn covers_agree_with_their_patterns() {
    assert!(Covers::LatinInCjk.accepts('a') && !Covers::LatinInCjk.accepts('“'));
    assert!(Covers::Circled.accepts('①') && Covers::Circled.accepts('㊿'));
    assert!(!Covers::Circled.accepts('。') && Covers::Punctuation.accepts('。'));
    assert!(Covers::Punctuation.accepts('⑮') && !Covers::Punctuation.accepts('-'));
    assert!(!Covers::Punctuation.accepts('['));
}

/// A bundled face whose family name is another, shorter one, padded with blanks.
fn renamed(family: &str, other: &str) -> Vec<u8> {
    let mut bytes = crate::bundle::fonts()
        .into_iter()
        .find(|(name, _)| name.starts_with(&family.replace(' ', "")))
        .unwrap()
        .1
        .to_vec();
    let wide = |text: &str| text.encode_utf16().flat_map(u16::to_be_bytes).collect::<Vec<u8>>();
    let padded = format!("{other:<width$}", width = family.len());
    for (from, to) in [(wide(family), wide(&padded)), (family.into(), padded.clone().into())] {
        while let Some(at) = bytes.windows(from.len()).position(|window| window == from) {
            bytes[at..at + to.len()].copy_from_slice(&to);
        }
    }
    bytes
}

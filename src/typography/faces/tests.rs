use super::*;
use crate::typography::FaceRole;
use std::fs;
use std::path::Path;

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
        "((name: \"Noto Sans SC\", covers: regex(\"[一-鿿㐀-䶿，。、；：？！（）《》〈〉【】〔〕「」『』％]\")), \
         (name: \"Noto Serif SC\", covers: regex(\"[Ⅰ-Ⅻⅰ-ⅹ①-⑳㉑-㉟㊱-㊿～]\")), \
         \"Noto Sans SC\", \"Noto Serif SC\", \"Zishu Rare\", )"
    );
    let title = faces.chain(FaceRole::Title);
    let serif = title.links.iter().find(|link| link.family == "Noto Serif SC").unwrap();
    let bold = faces.book().info(serif.index).unwrap();
    assert_eq!(bold.variant.weight.to_number(), 700);
}

#[test]
fn the_repository_itself_loads_nothing_twice() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let faces = Faces::discover(root, Search::Workspace);
    let count = (0..).take_while(|index| faces.book().info(*index).is_some()).count();
    assert_eq!(count, 11);
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
    let expected = [
        "FangSong",
        "Liberation Serif",
        "FangSong",
        "Noto Serif SC",
        "Zishu Fang",
        "Noto Serif SC",
        "Zishu Rare",
    ];
    assert_eq!(families, expected);
}

#[test]
fn an_unknown_face_in_fonts_comes_before_the_bundled_rare_characters() {
    let root = empty();
    fs::create_dir_all(root.path().join("fonts")).unwrap();
    fs::write(root.path().join("fonts/x.ttf"), renamed("Zishu Fang", "Rare")).unwrap();
    let faces = Faces::discover(root.path(), Search::Workspace);
    for role in FaceRole::ALL {
        let last = faces.chain(role).links.iter().rev().map(|link| link.family.as_str());
        assert_eq!(last.take(2).collect::<Vec<_>>(), ["Zishu Rare", "Rare"]);
    }
    assert_eq!(report(&faces, FaceRole::Fang).family, "Zishu Fang");
}

#[test]
fn covers_agree_with_their_patterns() {
    let latin = typst::text::Covers::LatinInCjk;
    let quoted = |covers: Covers| covers.typst().unwrap().split('"').nth(1).unwrap().to_owned();
    let pattern = |covers: Covers| typst::foundations::Regex::new(&quoted(covers)).unwrap();
    let (circled, marks) = (pattern(Covers::Circled), pattern(Covers::Punctuation));
    let (chinese, han) = (pattern(Covers::Chinese), pattern(Covers::Han));
    for c in '\u{1}'..='\u{ffff}' {
        let text = c.to_string();
        assert_eq!(Covers::LatinInCjk.accepts(c), latin.as_regex().is_match(&text), "{c:?}");
        assert_eq!(Covers::Circled.accepts(c), circled.is_match(&text), "{c:?}");
        assert_eq!(Covers::Punctuation.accepts(c), marks.is_match(&text), "{c:?}");
        assert_eq!(Covers::Chinese.accepts(c), chinese.is_match(&text), "{c:?}");
        assert_eq!(Covers::Han.accepts(c), han.is_match(&text), "{c:?}");
        assert!(Covers::All.accepts(c));
    }
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

mod glyphs {
    use super::super::*;
    use crate::diag::Diagnostics;
    use crate::document::*;
    use crate::source::{FileId, Sources, Span};
    use crate::typography::{Profile, profile};
    use crate::workspace::Spanned;
    use typst_kit::fonts::FontStore;

    const REPORT: &str = "标题: 自述𠀍报告\n版式: gbt9704\n";

    struct Desk {
        sources: Sources,
        chapter: FileId,
        document: Document,
        profile: Profile,
        place: Span,
    }

    fn desk(chapter: &str) -> Desk {
        let mut sources = Sources::default();
        let report = sources.add("chapters/report.yaml", REPORT);
        let at = REPORT.find("gbt9704").unwrap();
        let place = Span::new(report, at..at + 7);
        let name = Spanned { value: "gbt9704".to_owned(), span: place };
        let mut problems = Diagnostics::default();
        let nowhere = super::empty();
        let profile = profile::load(nowhere.path(), &name, &mut sources, &mut problems).unwrap();
        let chapter = sources.add("chapters/06/a.md", chapter);
        let document = Document {
            meta: Meta { title: "自述报告".into(), ..Meta::default() },
            sections: Vec::new(),
            notes: Vec::new(),
            values: Vec::new(),
            contents: Vec::new(),
        };
        Desk { sources, chapter, document, profile, place }
    }

    impl Desk {
        fn inline(&self, kind: InlineKind, range: std::ops::Range<usize>) -> Inline {
            Inline { span: Span::new(self.chapter, range), kind }
        }

        fn whole(&self, text: &str) -> Inline {
            let source = self.sources.text(self.chapter);
            self.inline(InlineKind::Text(text.into()), 0..source.len())
        }

        fn paragraph(&mut self, content: Vec<Inline>) {
            let span = Span::of_file(self.chapter);
            let kind = BlockKind::Paragraph(content);
            let blocks = vec![Block { id: BlockId::UNSET, span, kind }];
            let parts = vec![Part { file: self.chapter, blocks }];
            self.document.sections.push(Section { id: "06".into(), title: String::new(), parts });
        }

        fn problems(&self, faces: &Faces) -> Vec<String> {
            let mut problems = Diagnostics::default();
            let Desk { sources, document, profile, place, .. } = self;
            check(document, profile, faces, sources, *place, &mut problems);
            let show = |problem: crate::diag::Diagnostic| {
                let span = problem.primary.span;
                let place = sources.line_column(span.file, span.start);
                let path = sources.path(span.file);
                let at = format!("{path}:{}:{}", place.line, place.column);
                format!("{at}: {}: {}", problem.code.name(), problem.message)
            };
            problems.into_sorted(sources).into_iter().map(show).collect()
        }
    }

    fn bundled() -> Faces {
        Faces::discover(super::empty().path(), Search::Workspace)
    }

    #[test]
    fn ordinary_and_rare_names_print() {
        let mut desk = desk("衢喆堃昇犇淼翀祎旸龑䶮，“引号”——①～％ PM2.5（5 km²）𠀀\u{fe0f}");
        let text = desk.sources.text(desk.chapter).replace('𠀀', "");
        let content = vec![desk.whole(&text)];
        desk.paragraph(content);
        assert_eq!(desk.problems(&bundled()), [""; 0]);
    }

    #[test]
    fn a_missing_character_stands_at_its_place() {
        let mut desk = desk("质量\n好𠀍，又😀。");
        let content = vec![desk.whole("质量\n好𠀍，又😀。")];
        desk.paragraph(content);
        assert_eq!(
            desk.problems(&bundled()),
            [
                "chapters/06/a.md:2:2: missing-glyph: 字库里没有“𠀍”（U+2000D）",
                "chapters/06/a.md:2:5: missing-glyph: 字库里没有“😀”（U+1F600）",
            ]
        );
    }

    #[test]
    fn escaped_text_and_values_are_found_too() {
        let mut desk = desk("好\\*𠀍和{{ 值 }}");
        let content =
            vec![desk.whole("好*𠀍和"), desk.inline(InlineKind::Value(ValueId(0)), 12..21)];
        let origin = Span::new(desk.chapter, 12..21);
        let value = ValueUse {
            text: "😀".into(),
            origin,
            indicators: vec![],
            sample: false,
            missing: vec![],
            is_notice: false,
        };
        desk.document.values.push(value);
        desk.paragraph(content);
        let found = desk.problems(&bundled());
        assert!(
            found[0].starts_with("chapters/06/a.md:1:4: missing-glyph: 字库里没有“𠀍”"),
            "{found:?}"
        );
        assert_eq!(found.len(), 2);
    }

    #[test]
    fn the_cover_is_checked_where_its_words_stand() {
        let mut desk = desk("");
        desk.document.meta.title = "自述𠀍报告".into();
        let expected = "chapters/report.yaml:1:7: missing-glyph: 字库里没有“𠀍”（U+2000D）";
        assert_eq!(desk.problems(&bundled()), [expected]);
    }

    #[test]
    fn each_character_is_reported_a_few_times() {
        let text = "𠀍".repeat(50);
        let mut desk = desk(&text);
        let content = vec![desk.whole(&text)];
        desk.paragraph(content);
        assert_eq!(desk.problems(&bundled()).len(), 3);
        let emoji: String = ('\u{1f300}'..='\u{1f3ff}').collect();
        let mut desk = super::glyphs::desk(&emoji);
        let content = vec![desk.whole(&emoji)];
        desk.paragraph(content);
        assert_eq!(desk.problems(&bundled()).len(), 40);
    }

    #[test]
    fn a_role_without_a_face_is_one_problem() {
        let mut desk = desk("质量");
        let content = vec![desk.whole("质量")];
        desk.paragraph(content);
        let faces = Faces::arrange(FontStore::new(), Vec::new(), 0, Vec::new());
        let found = desk.problems(&faces);
        let names: Vec<&str> = found.iter().filter_map(|line| line.split(": ").nth(2)).collect();
        let all = ["小标宋", "黑体", "楷体", "仿宋", "宋体", "西文"];
        assert_eq!(names.len(), all.len());
        assert!(all.iter().all(|name| names.iter().any(|line| line.starts_with(name))));
        assert!(
            found.iter().all(|line| line.starts_with("chapters/report.yaml:2:5: missing-font"))
        );
    }

    #[test]
    fn a_broken_file_is_a_warning() {
        let desk = desk("");
        let broken = vec![BrokenFont { file: "fonts/a.ttf".into(), reason: "坏".into() }];
        let faces = Faces { broken, ..bundled() };
        let expected = "chapters/report.yaml:2:5: broken-font: 字体文件 fonts/a.ttf 无法使用：坏";
        assert_eq!(desk.problems(&faces), [expected]);
    }
}

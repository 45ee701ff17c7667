//! Copies for review, made from the repository's own report.
//!
//! In: the repository's chapters. Out: one trial for each promise that a copy makes to the merge.

mod edges;
mod known;
mod milestones;
mod moves;
mod rounds;
mod sheet;
mod structure;
mod tasks;

use crate::workspace::Workspace;
use crate::{cases, golden, tools, word};
use libtest_mimic::{Failed, Trial};
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Arc, OnceLock};
use zishu::diag::Diagnostics;
use zishu::document::{Document, anchor};
use zishu::docx::{Block, Docx, PieceKind};
use zishu::pipeline::{self, Built, BuiltDocument, Cache, Goal, Loaded, Request};
use zishu::review::{Character, Origin, Passage, copies, passages};
use zishu::source::Sources;
use zishu::word::ReviewCopy;

/// What a trial does.
type Check = fn() -> Result<(), Failed>;

pub(crate) fn trials() -> Vec<Trial> {
    let list: [(&str, Check); 7] = [
        ("each_character_has_its_bytes", origins),
        ("sent_with_their_base", sent),
        ("parts_keep_their_numbers", parts),
        ("errors_are_marked_in_a_copy", errors_marked),
        ("bookmarks_say_what_passages_say", bookmarks),
        ("copies_are_sound", sound),
        ("libreoffice_keeps_what_a_copy_carries", kept),
    ];
    let own = list.into_iter().map(|(name, run)| Trial::test(format!("review::{name}"), run));
    let mut trials: Vec<Trial> = own.collect();
    trials.extend(milestones::trials());
    trials.extend(moves::trials());
    trials.extend(edges::trials());
    trials.extend(known::trials());
    trials.extend(structure::trials());
    trials.extend(tasks::trials());
    trials.extend(rounds::trials());
    trials
}

/// Copies of every document, in a folder of their own.
fn made_copies() -> Result<Vec<PathBuf>, Failed> {
    static MADE: OnceLock<Result<Vec<PathBuf>, String>> = OnceLock::new();
    let make = || {
        let (_, documents) = sent_documents().map_err(|failed| format!("{failed:?}"))?;
        let folder = golden::root().join("target/tests/review");
        std::fs::create_dir_all(&folder).map_err(|error| error.to_string())?;
        let mut paths = Vec::new();
        for (at, SentDocument { bytes, .. }) in documents.iter().enumerate() {
            let path = folder.join(format!("copy-{at}.docx"));
            std::fs::write(&path, bytes).map_err(|error| error.to_string())?;
            paths.push(path);
        }
        Ok(paths)
    };
    MADE.get_or_init(make).clone().map_err(Failed::from)
}

fn carried() -> ReviewCopy {
    ReviewCopy {
        id: "c001".into(),
        document: "自述报告".into(),
        sources: "00ff".into(),
        locked: true,
        partial: false,
        comments: Vec::new(),
    }
}

/// Validators and lint find nothing.
fn sound() -> Result<(), Failed> {
    for path in made_copies()? {
        let bytes = std::fs::read(&path).map_err(|error| error.to_string())?;
        word::lint(&bytes)?;
        let found = zishu::word::lint(&bytes);
        if !found.is_empty() {
            return Err(found.join("\n").into());
        }
        tools::validate(&path)?;
        tools::check_integrity(&path)?;
    }
    Ok(())
}

/// Copies are kept with their base, which says what was sent whatever becomes of the chapters; two
/// runs at once get two ids.
fn sent() -> Result<(), Failed> {
    let workspace = cases::repository();
    let root = workspace.root();
    let send = |to| cases::zishu(root, &["review", "send", "--date", "2018-06-13", "--to", to]);
    let (first, second) = std::thread::scope(|scope| {
        let both = [scope.spawn(|| send("甲处")), scope.spawn(|| send("乙处"))];
        let [first, second] = both.map(|run| run.join().unwrap());
        (first, second)
    });
    for ran in [&first, &second] {
        assert_eq!(ran.code, "0", "{}", ran.stderr);
    }
    let mut diagnostics = Diagnostics::default();
    let mut sources = Sources::default();
    let known = copies::load_all(root, &mut sources, &mut diagnostics);
    let ids: Vec<&str> = known.iter().map(|copy| copy.id.as_str()).collect();
    assert_eq!(ids, ["c001", "c002"]);
    let names: BTreeSet<&str> = known.iter().map(|copy| copy.to.as_str()).collect();
    assert_eq!(names.len(), 2, "{names:?}");
    let now = assembled(root)?;
    for copy in &known {
        let base = copies::base(root, &copy.id);
        assert!(now == assembled(&base)?, "the base says something else");
        let kept = std::fs::read(base.join("copy.docx")).unwrap();
        let path = format!("out/送审/自述报告-{}.docx", copy.id);
        assert_eq!(kept, std::fs::read(root.join(path)).unwrap());
        let docx = zishu::docx::read(&kept).map_err(|refused| refused.reason)?;
        assert_eq!(docx.properties.get("zishu.copy"), Some(&copy.id));
        assert_eq!(docx.properties.get("zishu.sources"), Some(&copy.sources));
    }
    let left = golden::files(&root.join(copies::FOLDER), "").len();
    assert_eq!(left % 2, 0, "nothing half-written is left");
    let listed = cases::zishu(root, &["review", "list", "--date", "2018-06-20"]);
    assert_eq!(listed.stdout.matches("2018-06-13（7 天）").count(), 2, "{}", listed.stdout);
    assert_eq!(listed.stdout.matches("未收回").count(), 2, "{}", listed.stdout);
    Ok(())
}

/// What a workspace's report says, by anchors.
fn assembled(root: &Path) -> Result<Vec<(String, String)>, Failed> {
    let (loaded, document) = crate::workspace::document(root)?;
    let list = passages(&document, &zishu::typography::Words::default(), &loaded.sources);
    Ok(list.iter().map(|one| (one.name.clone(), one.text().to_owned())).collect())
}

/// Where each character of a chapter comes from: its bytes where they are typed, else a letter for a
/// value, a whole or what is made; marks as `<…>` with their source.
fn origins() -> Result<(), Failed> {
    const CHAPTER: &str = "甲\\*乙&amp;丙 word\n  next 中\n文{{ 值(\"城市GDP\", 2017) }}。\n\n\
        **粗**与`c d`，行一\\\n行二[^a]与[^a][词](https://a.cn/)。\n\n\
        {% for x in [1, 2] %}\n循环{{ x }}次\n\n{% endfor %}\n\
        {% if true %}一次{% endif %}\n\n\
        - 项一\n  续\n- [ ] 项二\n\n```\nx\n\ty\n```\n\n[^a]: 注文\n";
    let workspace = Workspace::small();
    workspace.write("chapters/06-产品质量/市质监局.md", CHAPTER);
    let (loaded, document) = crate::workspace::document(workspace.root())?;
    let shown: Vec<String> =
        passages(&document, &zishu::typography::Words::default(), &loaded.sources)
            .iter()
            .filter(|passage| loaded.sources.path(passage.block.file).ends_with("市质监局.md"))
            .map(|passage| {
                let characters = passage.characters().map(|one| match one.origin {
                    Origin::Typed(span) => format!("{:?}", loaded.sources.slice(span)),
                    Origin::Value(..) => "V".to_owned(),
                    Origin::Whole(span) => format!("W{:?}", loaded.sources.slice(span)),
                    Origin::Generated(_) => "M".to_owned(),
                });
                let wraps = passage.wraps.iter().map(|wrap| loaded.sources.slice(wrap.span));
                let wraps: Vec<&str> = wraps.collect();
                let line = characters.collect::<Vec<_>>().join("").replace("\"\"", "|");
                format!("{line} {wraps:?} {:?}\n", loaded.sources.slice(passage.block))
            })
            .collect();
    let shown = shown.concat();
    let path = golden::root().join("tests/review/origins.txt");
    if golden::overwriting() {
        std::fs::write(&path, &shown).map_err(|error| error.to_string())?;
    }
    let expected = std::fs::read_to_string(&path).map_err(|error| error.to_string())?;
    golden::compare("origins", &expected, &shown)
}

/// A part of the report has the anchors, the texts and the numbers of the whole.
fn parts() -> Result<(), Failed> {
    let workspace = cases::repository();
    let root = workspace.root();
    let whole = assembled(root)?;
    let wanted: [(&[&str], &str); 2] = [
        (&["--section", "8"], "自述报告-08-c001"),
        (&["--section", "06", "--bureau", "市农业局"], "自述报告-06-市农业局-c002"),
    ];
    for (scope, name) in wanted {
        let arguments = [&["review", "send", "--no-lock"], scope].concat();
        let ran = cases::zishu(root, &arguments);
        assert_eq!(ran.code, "0", "{}", ran.stderr);
        let path = root.join(format!("out/送审/{name}.docx"));
        let bytes = std::fs::read(&path).map_err(|error| format!("{name}: {error}"))?;
        word::lint(&bytes)?;
        tools::validate(&path)?;
        tools::check_integrity(&path)?;
        let body = part(&bytes, "word/document.xml");
        let mut said = marked(&body);
        said.extend(marked(&part(&bytes, "word/footnotes.xml")));
        assert!(!said.is_empty() && said.len() < whole.len() / 4, "{}", said.len());
        let mut rest = whole.iter();
        for one in &said {
            assert!(rest.any(|other| other == one), "{one:?} isn't the whole's, or not in order");
        }
        assert!(!part(&bytes, "word/settings.xml").contains("w:documentProtection"));
        let numbering = part(&bytes, "word/numbering.xml");
        let first = scope[1].trim_start_matches('0');
        let start = format!("<w:startOverride w:val=\"{first}\"/>");
        assert!(numbering.contains(&start), "{numbering}");
    }
    let ran = cases::zishu(root, &["review", "send", "--section", "6", "--bureau", "市旅委"]);
    assert_eq!(ran.code, "2", "{}", ran.stderr);
    assert_eq!(copies::ids(root).len(), 2);
    Ok(())
}

/// A report with errors isn't sent, and leaves nothing behind.
fn errors_marked() -> Result<(), Failed> {
    let workspace = cases::repository();
    let root = workspace.root();
    workspace.write("chapters/06-产品质量/_导语.md", "{{ 值(\"没有的指标\", 2017) }}\n");
    let ran = cases::zishu(root, &["review", "send"]);
    assert_eq!(ran.code, "1", "{}", ran.stderr);
    assert!(ran.stderr.contains("〔待某单位改：…〕"), "{}", ran.stderr);

    // The copy says what is wrong, and comes back without a change.
    let bytes = std::fs::read(root.join("out/送审/自述报告-c001.docx"))?;
    let paragraphs = word::paragraphs(&bytes, "word/document.xml")?;
    let notice = "〔待统稿人改：没有名为“没有的指标”的指标〕";
    assert!(paragraphs.iter().any(|paragraph| paragraph == notice));
    let ran = cases::zishu(root, &["review", "merge", "out/送审/自述报告-c001.docx"]);
    assert_eq!(ran.code, "0", "{}", ran.stderr);

    // Where nothing can be laid out nothing is sent.
    workspace.write("templates/section.md.j2", "{% for 稿 in 稿件 %}");
    let ran = cases::zishu(root, &["review", "send"]);
    assert_eq!(ran.code, "1", "{}", ran.stderr);
    assert!(ran.stderr.contains("没有生成送审稿"), "{}", ran.stderr);
    assert_eq!(copies::ids(root), ["c001"]);
    Ok(())
}

/// What the merge needs survives a save by LibreOffice.
fn kept() -> Result<(), Failed> {
    let office = tools::program("soffice")?;
    for path in made_copies()? {
        let folder = path.with_extension("saved");
        let profile = format!("-env:UserInstallation=file://{}", folder.join("profile").display());
        let mut command = Command::new(&office);
        command.args([&profile, "--headless", "--convert-to", "docx:MS Word 2007 XML", "--outdir"]);
        tools::run(command.arg(&folder).arg(&path))?;
        let name = path.file_name().ok_or("a name")?;
        let read = |path: &Path| {
            let bytes = std::fs::read(path).map_err(|error| error.to_string())?;
            zishu::docx::read(&bytes).map_err(|refused| refused.reason)
        };
        let (sent, saved) = (read(&path)?, read(&folder.join(name))?);
        assert!(sent.tracking && saved.tracking, "changes are tracked");
        let lost: Vec<String> = names(&sent).difference(&names(&saved)).cloned().collect();
        assert!(lost.is_empty(), "bookmarks lost: {lost:?}");
        for key in ["zishu.copy", "zishu.document", "zishu.sources"] {
            assert!(sent.properties.contains_key(key), "{key}");
            assert_eq!(sent.properties.get(key), saved.properties.get(key), "{key}");
        }
        let map =
            |docx: &Docx| docx.custom_xml.iter().any(|part| part.contains("urn:zishu:review"));
        assert!(map(&sent) && map(&saved), "the map");
    }
    Ok(())
}

/// The names of the review's bookmarks, sorted.
fn names(docx: &Docx) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let notes = docx.notes.values().flat_map(|story| &story.blocks);
    for block in docx.body.blocks.iter().chain(notes) {
        collect(block, &mut found);
    }
    found
}

fn collect(block: &Block, found: &mut BTreeSet<String>) {
    match block {
        Block::Paragraph(paragraph) => {
            for piece in &paragraph.pieces {
                if let PieceKind::BookmarkStart(name) = &piece.kind
                    && anchor::is_anchor(name)
                {
                    found.insert(anchor::original(name).to_owned());
                }
            }
        }
        Block::Table(table) => {
            let cells = table.rows.iter().flat_map(|row| &row.cells);
            cells.flat_map(|cell| &cell.blocks).for_each(|block| collect(block, found));
        }
    }
}

/// A document of the repository and its copy.
struct SentDocument {
    document: Arc<Document>,
    bytes: Vec<u8>,
}

/// Copies of every document of the repository.
fn sent_documents() -> Result<(Arc<Loaded>, Vec<SentDocument>), Failed> {
    let request = Request { goal: Goal::Designs, ..Request::new(&golden::root()) };
    let built = pipeline::build(&request, &mut Cache::default());
    let Built { loaded, documents, .. } = built.map_err(|_| "the repository isn't read")?;

    let mut sent = Vec::new();
    for BuiltDocument { document, design, .. } in documents {
        let (document, design) =
            document.zip(design).ok_or("the repository's report has errors")?;
        let copy = carried();
        let mut problems = Diagnostics::default();
        let bytes = pipeline::print_review_copy(&loaded, &document, &design, &copy, &mut problems);
        sent.push(SentDocument { document, bytes: bytes.map_err(|_| "no Word file")? });
    }
    Ok((loaded, sent))
}

fn bookmarks() -> Result<(), Failed> {
    let (loaded, documents) = sent_documents()?;
    let sources = &loaded.sources;
    for SentDocument { document, bytes } in &documents {
        word::lint(bytes)?;
        let mut shown = marked(&part(bytes, "word/document.xml"));
        shown.extend(marked(&part(bytes, "word/footnotes.xml")));
        let wanted = passages(document, &zishu::typography::Words::default(), sources);
        let mut kinds = [0usize; 4];
        for Character { character, origin, .. } in wanted.iter().flat_map(Passage::characters) {
            kinds[match origin {
                Origin::Typed(span) => {
                    let typed = sources.slice(span);
                    let same = typed.ends_with(character)
                        || typed.starts_with(['&', '\n'])
                        || matches!((typed, character), ("[ ]", '☐') | ("[x]", '☑'));
                    assert!(same, "{typed:?} for {character:?}");
                    0
                }
                Origin::Value(..) => 1,
                Origin::Whole(_) => 2,
                Origin::Generated(_) => 3,
            }] += 1;
        }
        assert!(kinds[0] + kinds[1] > 8 * (kinds[2] + kinds[3]) || kinds[3] < 500, "{kinds:?}");
        for (passage, (name, text)) in wanted.iter().zip(&shown) {
            if passage.name != *name || passage.text() != *text {
                let told = format!("{} {:?}\n{name} {text:?}", passage.name, passage.text());
                return Err(told.into());
            }
        }
        assert_eq!(wanted.len(), shown.len());
    }
    Ok(())
}

fn part(bytes: &[u8], name: &str) -> String {
    String::from_utf8(word::parts(bytes).ok().unwrap().remove(name).unwrap()).unwrap()
}

/// The bookmarks of a review in a part with the text that they hold, in order.
fn marked(xml: &str) -> Vec<(String, String)> {
    let mut reader = Reader::from_str(xml);
    let mut found: Vec<(String, String)> = Vec::new();
    let mut open: Option<String> = None;
    let mut in_text = false;
    loop {
        let event = reader.read_event().unwrap();
        let add = |found: &mut Vec<(String, String)>, text: &str| {
            if let (true, Some((_, said))) = (open.is_some(), found.last_mut()) {
                said.push_str(text);
            }
        };
        match event {
            Event::Eof => return found,
            Event::Start(tag) => match tag.name().as_ref() {
                b"w:t" => in_text = true,
                b"w:drawing" => add(&mut found, "\u{FFFC}"),
                _ => {}
            },
            Event::Empty(tag) => match tag.name().as_ref() {
                b"w:bookmarkStart" if value(&tag, "w:name").starts_with("_z") => {
                    assert!(open.is_none(), "bookmarks of a review don't nest");
                    open = Some(value(&tag, "w:id"));
                    found.push((value(&tag, "w:name"), String::new()));
                }
                b"w:bookmarkEnd" if open == Some(value(&tag, "w:id")) => open = None,
                b"w:footnoteReference" => add(&mut found, "\u{FFFC}"),
                b"w:br" => add(&mut found, "\n"),
                _ => {}
            },
            Event::End(tag) if tag.name().as_ref() == b"w:t" => in_text = false,
            // A space at which no line ends is read as any other.
            Event::Text(text) if in_text => {
                add(&mut found, &text.decode().unwrap().replace('\u{A0}', " "));
            }
            Event::GeneralRef(name) if in_text => {
                let sign = match name.decode().unwrap().as_ref() {
                    "amp" => "&",
                    "lt" => "<",
                    "gt" => ">",
                    "quot" => "\"",
                    "apos" => "'",
                    other => panic!("{other}"),
                };
                add(&mut found, sign);
            }
            _ => {}
        }
    }
}

fn value(tag: &BytesStart<'_>, key: &str) -> String {
    let found = tag.attributes().flatten().find(|one| one.key.as_ref() == key.as_bytes());
    found.map(|one| String::from_utf8_lossy(&one.value).into_owned()).unwrap_or_default()
}

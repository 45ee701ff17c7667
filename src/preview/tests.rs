//! After every edit a build that goes on from the last one is what a first build would be.

use super::builder::{Builder, Snapshot};
use super::watched::Change;
use crate::pipeline::{Checks, Goal, Request};
use std::fs;
use std::path::Path;

const CHAPTER: &str = "chapters/06-产品质量/市质监局.md";
const OTHER: &str = "chapters/07-工程质量/市住建局.md";
const VALUES: &str = "chapters/indicators/市统计局.yaml";

/// A copy of the repository's own workspace, edited by paths.
struct Workspace(tempfile::TempDir);

impl Workspace {
    fn new() -> Workspace {
        let folder = tempfile::Builder::new().prefix("zishu-preview-").tempdir().unwrap();
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        for name in ["chapters", "templates"] {
            copy(&root.join(name), &folder.path().join(name));
        }
        Workspace(folder)
    }

    /// The workspace of the small cases, with one chapter.
    fn small(chapter: &str) -> Workspace {
        let folder = tempfile::Builder::new().prefix("zishu-preview-").tempdir().unwrap();
        copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/suite/workspace"), folder.path());
        let workspace = Workspace(folder);
        workspace.write(CHAPTER, chapter);
        workspace
    }

    fn root(&self) -> &Path {
        self.0.path()
    }

    fn read(&self, path: &str) -> String {
        fs::read_to_string(self.root().join(path)).unwrap()
    }

    fn write(&self, path: &str, text: &str) -> Change {
        fs::write(self.root().join(path), text).unwrap();
        Change::from([path.to_owned()])
    }

    fn replace(&self, path: &str, old: &str, new: &str) -> Change {
        let text = self.read(path);
        assert!(text.contains(old), "{path}: {old}");
        self.write(path, &text.replacen(old, new, 1))
    }

    fn append(&self, path: &str, more: &str) -> Change {
        self.write(path, &(self.read(path) + more))
    }

    fn remove(&self, path: &str) -> Change {
        fs::remove_file(self.root().join(path)).unwrap();
        Change::from([path.to_owned()])
    }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().map(Result::unwrap) {
        let (from, to) = (entry.path(), to.join(entry.file_name()));
        if from.is_dir() {
            copy(&from, &to);
        } else {
            fs::copy(from, to).unwrap();
        }
    }
}

fn request(workspace: &Workspace) -> Request {
    Request { goal: Goal::Pages, checks: Checks::All, ..Request::new(workspace.root()) }
}

/// What is to be seen of a build: pages, where their words came from, problems.
fn seen(built: &Snapshot) -> Vec<String> {
    let mut seen = Vec::new();
    for view in &built.views {
        for (at, (face, sheet)) in view.pages.iter().zip(view.page_glyphs()).enumerate() {
            let page = at + 1;
            let size = (face.width, face.height);
            seen.push(format!("{} {page} {} {size:?} {}", view.name, face.hash, face.label));
            let origins = sheet.runs.iter().flat_map(|run| &run.glyphs);
            let origins: Vec<String> = origins
                .filter_map(|glyph| glyph.origin)
                .map(|span| format!("{}:{}", view.loaded.sources.path(span.file), span.start))
                .collect();
            seen.push(format!("{} {page} {origins:?}", view.name));
        }
    }
    for problem in built.problems.iter() {
        let span = problem.primary.span;
        let at = built.sources.line_column(span.file, span.start);
        let path = built.sources.path(span.file);
        seen.push(format!("{path}:{}:{} {}", at.line, at.column, problem.message));
    }
    seen
}

#[test]
fn going_on_gives_what_beginning_anew_gives() {
    let workspace = Workspace::new();
    let mut builder = Builder::new();
    builder.build(&Change::new(), &request(&workspace));
    let old_chapter = workspace.read(CHAPTER);
    let long = "检验检测能力稳步提升。".repeat(120);
    let mut other = String::new();
    type Edit<'a> = Box<dyn FnMut(&Workspace) -> Change + 'a>;
    let edits: Vec<(&str, Edit<'_>)> = vec![
        ("a word", Box::new(|w| w.replace(CHAPTER, "三项改进", "三项大的改进"))),
        ("the same place again", Box::new(|w| w.replace(CHAPTER, "三项大的改进", "几项改进"))),
        ("pages move", Box::new(|w| w.append(OTHER, &format!("\n{long}\n")))),
        ("a heading, a label", Box::new(|w| w.append(OTHER, "\n## 试验 {#sec-试验}\n\n甲。\n"))),
        ("a reference to it", Box::new(|w| w.append(CHAPTER, "\n见[@sec-试验]。\n"))),
        ("a value", Box::new(|w| w.replace(VALUES, "值: 1380.00", "值: 1381.00"))),
        ("a problem", Box::new(|w| w.append(CHAPTER, "\n见[@sec-没有]。\n"))),
        ("mended", Box::new(|w| w.write(CHAPTER, &old_chapter))),
        (
            "a chapter goes",
            Box::new(|w| {
                other = w.read("chapters/06-产品质量/市林业局.md");
                w.remove("chapters/06-产品质量/市林业局.md")
            }),
        ),
        ("a template", Box::new(|w| w.append("templates/report.typ", "\n// 空行\n"))),
        ("a row", Box::new(|w| w.replace(CHAPTER, "| 轴承 | 31 |", "| 轴承与齿轮 | 31 |"))),
    ];
    for (name, mut edit) in edits {
        let changed = edit(&workspace);
        let again = builder.build(&changed, &request(&workspace));
        builder.trim();
        let anew = Builder::new().build(&Change::new(), &request(&workspace));
        // A build with an error that keeps it from pages shows the last good ones.
        assert_eq!(again.failed, anew.failed, "{name}: {}", again.message);
        assert!(!anew.failed, "{name}: {}", anew.message);
        let (again, anew) = (seen(&again), seen(&anew));
        let differs = again.iter().zip(&anew).position(|(again, anew)| again != anew);
        assert_eq!(differs.map(|at| (&again[at], &anew[at])), None, "{name}");
        assert_eq!(again.len(), anew.len(), "{name}");
    }
}

/// Edits that are tried in a run, unless `EDITS` asks for more.
const EDITS: usize = 30;

/// A chapter with every kind of block.
const RICH: &str = "\
## 总体情况 {#sec-总体}

2017年，全市产品质量抽查合格率为94.5%，比上年提高1.2个百分点。乙类企业七成达标，南部三县抽·查的面最广。[^甲]

[^甲]: 数据由**质监部门**提供，é 与 😀 之外的字都能印出。

- 开展“质量提升”行动，检查 8845 家。
- 建成检测中心*三个*，café 一家。

表：抽查结果 {#tbl-抽查}

| 产品 | 批次 | 合格率 |
|---|---:|---:|
| 水泥 | 120 | 98.3% |
| 轴承 | 31 | 96.8% |

### 下一步

> 见[@tbl-抽查]，各地要做好[@sec-总体]所说的工作。

1. 抓好监管，覆盖率达到100%。
2. 抓好服务，引导企业走质量效益型的路子，让消费者买得放心、用得称心、吃得安心。
";

/// Numbers by chance that come out the same each time (SplitMix64).
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        usize::try_from((mixed ^ (mixed >> 31)) % limit as u64).unwrap()
    }
}

/// The text with one to three characters changed: most often one for another that ends in the same byte.
fn edited(text: &str, pool: &[char], random: &mut Random) -> String {
    let mut characters: Vec<char> = text.chars().collect();
    for _ in 0..=random.below(3) {
        let at = random.below(characters.len());
        let old = characters[at];
        let twins: Vec<char> = pool.iter().copied().filter(|c| ends_alike(*c, old)).collect();
        match random.below(10) {
            0 if !"#|{}[]\n".contains(old) => drop(characters.remove(at)),
            1 | 2 => characters.insert(at, pool[random.below(pool.len())]),
            _ if old.is_ascii() => {
                let digit = char::from(b"0123456789"[random.below(10)]);
                if old.is_ascii_digit() {
                    characters[at] = digit;
                }
            }
            _ if twins.is_empty() => characters[at] = pool[random.below(pool.len())],
            _ => characters[at] = twins[random.below(twins.len())],
        }
    }
    characters.into_iter().collect()
}

/// Whether two characters end in the same byte.
fn ends_alike(one: char, other: char) -> bool {
    let last = |c: char| c.encode_utf8(&mut [0; 4]).bytes().next_back();
    one != other && last(one) == last(other)
}

/// Every glyph of a build, read from its pages and not from what earlier builds remembered, and what
/// the page gives the browser.
fn glyphs(built: &Snapshot) -> Vec<String> {
    let mut seen = Vec::new();
    for view in &built.views {
        let faces = crate::pdf::page_appearances(&view.laid, &[]);
        let read = crate::pdf::GlyphCache::default().read(&view.laid, &faces);
        for (at, (face, page)) in faces.iter().zip(&read).enumerate() {
            seen.push(format!("{} page {at} {}", view.name, face.hash));
            seen.push(format!("{:?}", crate::pdf::page_passages(&view.laid, at + 1)));
            seen.extend(page.runs.iter().map(|run| format!("{run:?}")));
        }
    }
    seen.extend(self::seen(built));
    seen
}

/// How a build differs from a first one, and both.
fn difference(again: &Snapshot, anew: &Snapshot) -> Option<String> {
    if again.failed || anew.failed {
        let alike = again.failed == anew.failed && again.message == anew.message;
        return (!alike).then(|| format!("{:?} {:?}", again.message, anew.message));
    }
    let (again, anew) = (glyphs(again), glyphs(anew));
    let at = again.iter().zip(&anew).position(|(again, anew)| again != anew);
    match at {
        Some(at) => Some(format!("{}\n{}", again[at], anew[at])),
        None => (again.len() != anew.len()).then(|| "another number of lines".to_owned()),
    }
}

#[test]
fn random_edits_leave_no_stale_glyph() {
    let number = |name: &str| std::env::var(name).ok().and_then(|text| text.parse::<u64>().ok());
    let (seed, edits) = (number("SEED").unwrap_or(1), number("EDITS").unwrap_or(EDITS as u64));
    let chapters = Workspace::new();
    let words = [CHAPTER, OTHER].map(|path| chapters.read(path)).concat() + "·乙丙七千南北é😀";
    let mut pool: Vec<char> = words.chars().filter(|c| c.is_alphanumeric()).collect();
    pool.sort_unstable();
    pool.dedup();

    let workspace = Workspace::small(RICH);
    let mut builder = Builder::new();
    builder.build(&Change::new(), &request(&workspace));
    let (mut random, mut text, mut failed) = (Random(seed), RICH.to_owned(), 0);
    for edit in 0..edits {
        // Edits add up; now and then all of them are taken back at once.
        let new = match edit % 25 {
            24 => RICH.to_owned(),
            _ => edited(&text, &pool, &mut random),
        };
        let again = builder.build(&workspace.write(CHAPTER, &new), &request(&workspace));
        builder.trim();
        let anew = Builder::new().build(&Change::new(), &request(&workspace));
        let differs = difference(&again, &anew);
        assert_eq!(differs, None, "edit {edit} of seed {seed}:\n{text}\n---- to ----\n{new}");
        failed += u64::from(anew.failed);
        text = if anew.failed { RICH.to_owned() } else { new };
    }
    assert!(failed * 2 < edits, "{failed} of {edits} edits gave no pages");
}

#[test]
fn characters_that_end_alike_are_told_apart() {
    let workspace = Workspace::small(RICH);
    let mut builder = Builder::new();
    builder.build(&Change::new(), &request(&workspace));
    let edits = [
        ("乙类", "丙类"),
        ("南部", "北部"),
        ("七成", "千成"),
        ("抽·查", "抽号查"),
        ("抽号查", "抽·查"),
    ];
    for (old, new) in edits {
        let again = builder.build(&workspace.replace(CHAPTER, old, new), &request(&workspace));
        assert!(!again.failed, "{old} {new}: {}", again.message);
        let pages = glyphs(&again).concat();
        assert!(pages.contains(new) && !pages.contains(old), "{old} {new}");
    }
}

#[test]
fn glyphs_lead_to_their_characters_past_what_is_left_out() {
    let chapter = "\u{200B}米\u{2060}价，1\u{200B}146.13\u{2060}，**粗\u{FEFF}体**，`代\u{AD}码`。\n\n- 列\u{200E}项{## 批注 ##}甲\n";
    let workspace = Workspace::small(chapter);
    let built = Builder::new().build(&Change::new(), &request(&workspace));
    assert!(!built.failed, "{}", built.message);
    let view = &built.views[0];
    let mut text = String::new();
    for run in view.page_glyphs().iter().flat_map(|page| &page.runs) {
        for glyph in &run.glyphs {
            let Some(origin) = glyph.origin else { continue };
            if view.loaded.sources.path(origin.file) != CHAPTER {
                continue;
            }
            let (printed, typed) =
                (&run.text[glyph.text.clone()], view.loaded.sources.slice(origin));
            // Code leads to the whole of it, with its backticks.
            assert!(printed == typed || typed == "`代\u{AD}码`", "{printed:?} {typed:?}");
            text += printed;
        }
    }
    assert_eq!(text, "米价，1146.13，粗体，代码。列项甲");
}

#[test]
fn an_edit_is_where_the_text_first_differs() {
    let head = "---\n状态: 初稿\n---\n\n";
    let at = |old: &str, new: &str| {
        let (old, new) = (format!("{head}{old}"), format!("{head}{new}"));
        let at = super::goto::first_difference(&old, &new)?;
        Some(new[at..].chars().take(2).collect::<String>())
    };
    assert_eq!(at("甲乙丙丁", "甲乙戊丁"), Some("戊丁".to_owned()));
    assert_eq!(at("甲乙丙丁", "甲乙丁"), Some("丁".to_owned()));
    assert_eq!(at("甲乙", "甲乙\n\n丙"), Some("丙".to_owned()));
    assert_eq!(at("甲乙", "甲乙\n"), None, "only a line end");
    assert_eq!(at("甲乙", "甲乙"), None);
    assert_eq!(
        super::goto::first_difference(head, &head.replace("初稿", "定稿")),
        None,
        "above the text"
    );
    assert_eq!(super::goto::first_difference("甲甲", "甲甲甲"), Some(6));
}

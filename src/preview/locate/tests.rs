//! Clicks on pages that builds replace meanwhile, asked as the page asks.

use crate::pipeline::{Checks, Goal, Request};
use crate::preview::builder::Builder;
use crate::preview::http::{self, Body, encoded};
use crate::preview::shared::SharedState;
use crate::preview::watched::Change;
use crate::preview::{routes, state};
use serde_json::Value;
use std::fs;
use std::path::Path;

const CHAPTER: &str = "chapters/06-产品质量/市质监局.md";
const PORT: u16 = 8717;

/// A preview of a small workspace, built when asked.
struct Shown {
    folder: tempfile::TempDir,
    builder: Builder,
    shared: SharedState,
}

/// A click as the page sends it.
#[derive(Debug, Clone, PartialEq)]
struct Click {
    page: u64,
    x: f64,
    y: f64,
    hash: String,
}

impl Shown {
    fn new(chapter: &str) -> Shown {
        let folder = tempfile::Builder::new().prefix("zishu-preview-").tempdir().unwrap();
        copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/suite/workspace"), folder.path());
        let request =
            Request { goal: Goal::Pages, checks: Checks::All, ..Request::new(folder.path()) };
        let (wake, _) = std::sync::mpsc::channel();
        let shared = SharedState::new(PORT, request, wake);
        let mut shown = Shown { builder: Builder::new(), folder, shared };
        shown.save(CHAPTER, chapter);
        shown
    }

    fn save(&mut self, path: &str, text: &str) {
        fs::write(self.folder.path().join(path), text).unwrap();
        self.build(&[path]);
    }

    fn build(&mut self, changed: &[&str]) {
        let changed: Change = changed.iter().map(|path| (*path).to_owned()).collect();
        let built = self.builder.build(&changed, &self.shared.request());
        self.shared.publish(built);
    }

    fn get(&self, address: &str) -> (u16, Value) {
        let text = format!("GET {address} HTTP/1.1\r\nHost: 127.0.0.1:{PORT}\r\n\r\n");
        let (request, _) = http::parse(text.as_bytes()).unwrap().unwrap();
        let response = routes::answer(&self.shared, &request);
        let Body::Bytes(bytes) = &response.body else { panic!("no answer") };
        (response.status, serde_json::from_slice(bytes).unwrap())
    }

    /// A click on a word of the newest pages, as a tab that shows them would send it.
    fn aim(&self, word: &str) -> Click {
        // A tab asks for the state before it shows a page.
        state::state(&self.shared, None);
        let (_, hits) = self.get(&format!("/api/search?q={}", encoded(word)));
        let hit = hits.as_array().unwrap().last().unwrap().clone();
        let [x, y, w, h] = [0, 1, 2, 3].map(|at| hit["rect"][at].as_f64().unwrap());
        let hash = hit["hash"].as_str().unwrap().to_owned();
        Click { page: hit["page"].as_u64().unwrap(), x: x + w / 2.0, y: y + h / 2.0, hash }
    }

    fn click(&self, click: &Click) -> (u16, Value) {
        let Click { page, x, y, hash } = click;
        self.get(&format!("/api/locate?page={page}&x={x}&y={y}&h={hash}"))
    }

    /// What a click gives: `path:line word`.
    fn found(&self, click: &Click) -> String {
        let (status, found) = self.click(click);
        assert_eq!(status, 200, "{found}");
        let text = |name: &str| found[name].as_str().unwrap().to_owned();
        format!("{}:{} {}", text("path"), found["line"], text("word"))
    }

    /// Asks again at the place that an answer names.
    fn again(&self, click: &Click) -> String {
        let (_, found) = self.click(click);
        self.found(&Click {
            page: found["page"].as_u64().unwrap(),
            x: found["x"].as_f64().unwrap(),
            y: found["y"].as_f64().unwrap(),
            hash: found["hash"].as_str().unwrap().to_owned(),
        })
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

fn chapter(above: &str) -> String {
    format!("## 总体\n\n{above}开头一段。\n\n中间说到，乙字在此，以下从略。\n\n末尾一段。\n")
}

fn at(line: usize) -> String {
    format!("{CHAPTER}:{line} 乙字在此")
}

#[test]
fn a_click_on_a_replaced_page_finds_the_word_where_it_is_now() {
    let mut shown = Shown::new(&chapter(""));
    let click = shown.aim("乙字在此");
    assert_eq!(shown.found(&click), at(5));
    assert_eq!(shown.again(&click), at(5));

    // Above it, beside it, and both at once, each on the picture that was shown first.
    shown.save(CHAPTER, &chapter("新的一段。\n\n又一段。\n\n"));
    assert_eq!(shown.found(&click), at(9));
    assert_eq!(shown.again(&click), at(9), "the place that it names is the newest page's");
    let newest = shown.aim("乙字在此");
    assert_ne!(newest.hash, click.hash);
    assert!((newest.y - shown.click(&click).1["y"].as_f64().unwrap()).abs() < 2.0);

    let changed = chapter("又改过的一段。\n\n").replace("以下从略", "以下都写全了");
    shown.save(CHAPTER, &changed);
    assert_eq!(shown.found(&click), at(7));
    assert_eq!(shown.found(&newest), at(7), "and from the page between");
    shown.save(CHAPTER, &chapter(""));
    assert_eq!(shown.found(&click), at(5), "it is a newest page again");
}

#[test]
fn pages_are_known_through_a_burst_of_builds() {
    let mut shown = Shown::new(&chapter(""));
    let click = shown.aim("乙字在此");
    for count in 1..=12 {
        shown.save(CHAPTER, &chapter(&format!("第{count}次。\n\n")));
        assert_eq!(shown.found(&click), at(7), "after {count} builds");
        shown.aim("乙字在此");
    }
}

#[test]
fn a_word_or_file_that_is_gone_leads_to_its_place() {
    let mut shown = Shown::new(&chapter("甲段。\n\n"));
    let click = shown.aim("乙字在此");
    shown.save(CHAPTER, "## 总体\n\n甲段。\n\n开头一段。\n\n末尾一段。\n");
    assert_eq!(shown.found(&click), at(7), "what follows stands there");

    fs::remove_file(shown.folder.path().join(CHAPTER)).unwrap();
    shown.build(&[CHAPTER]);
    assert_eq!(shown.found(&click), at(7), "as it was");
}

#[test]
fn stale_pages_lead_to_the_newest_text() {
    let mut shown = Shown::new(&chapter(""));
    let click = shown.aim("乙字在此");
    let root = shown.folder.path();
    fs::write(root.join(CHAPTER), chapter("新的一段。\n\n")).unwrap();
    fs::create_dir(root.join("templates")).unwrap();
    fs::write(root.join("templates/report.typ"), "#let x = (\n").unwrap();
    shown.build(&[CHAPTER, "templates/report.typ"]);
    assert!(shown.shared.snapshot().unwrap().failed, "the pages are those of the build before");
    assert_eq!(shown.found(&click), at(7));
}

#[test]
fn what_cannot_be_resolved_says_what_to_do() {
    let shown = Shown::new(&chapter(""));
    let click = shown.aim("乙字在此");
    let (status, answer) = shown.click(&Click { hash: "f".repeat(32), ..click.clone() });
    assert_eq!((status, answer["error"].as_str().unwrap()), (409, "这一页刚刚更新，请再点一次"));

    // Blank paper is no error.
    let (status, answer) = shown.click(&Click { x: 2.0, y: 2.0, ..click.clone() });
    assert_eq!((status, &answer["path"]), (200, &Value::Null));

    for wrong in ["x=NaN&y=1&page=1", "x=1&y=inf&page=1", "x=1&page=1", "x=1&y=1&page=-1"] {
        assert_eq!(shown.get(&format!("/api/locate?{wrong}")).0, 400, "{wrong}");
    }
    for page in ["0", "999", "18446744073709551615"] {
        assert_eq!(shown.get(&format!("/api/locate?x=1&y=1&page={page}")).0, 404, "{page}");
        // The picture alone says which page it is.
        let Click { x, y, hash, .. } = &click;
        let (status, found) = shown.get(&format!("/api/locate?x={x}&y={y}&page={page}&h={hash}"));
        assert_eq!((status, found["page"].as_u64()), (200, Some(click.page)), "{page}");
    }
}

const PLAN: &str = "chapters/plan.yaml";

#[test]
fn the_message_of_a_failed_build_names_file_and_remedy() {
    let mut shown = Shown::new(&chapter(""));
    let click = shown.aim("乙字在此");
    let (gbk, _, _) = encoding_rs::GBK.encode("## 总体\n\n产品质量稳步提升。\n");
    fs::write(shown.folder.path().join(CHAPTER), gbk).unwrap();
    shown.build(&[CHAPTER]);
    let built = shown.shared.snapshot().unwrap();
    assert!(!built.failed, "the chapter alone isn't there: {}", built.message);

    fs::write(shown.folder.path().join(PLAN), "- 编号：sb-01\n").unwrap();
    shown.build(&[PLAN]);
    let built = shown.shared.snapshot().unwrap();
    let wanted = format!("这次排版没有完成：{PLAN} 第 1 行，");
    assert!(built.message.starts_with(&wanted), "{}", built.message);
    let state = state::state(&shown.shared, None);
    let cause = usize::try_from(state["cause"].as_u64().unwrap()).unwrap();
    assert_eq!(state["problems"][cause]["code"], "yaml-syntax");

    // A page that was drawn before leads where the words stood.
    assert_eq!(shown.found(&click), at(5));
}

#[test]
fn a_word_is_found_through_a_long_chapter_saved_again_and_again() {
    let filling = "各有关部门分工负责，逐级落实责任，定期检查通报，问题整改到位，群众评价良好。";
    let text = |now: &str| {
        let paragraph = |at: usize| {
            let word = if at == 20 { "乙字在此，" } else { "" };
            let state = if at == 20 { now } else { "总体" };
            format!("第{at}段说的是{state}状况，{word}{}\n\n", filling.repeat(6))
        };
        format!("## 总体\n\n{}", (1..=40).map(paragraph).collect::<String>())
    };
    let versions = ["总体", "整体", "全部"].map(text);
    let mut shown = Shown::new(&versions[0]);
    let mut clicks = vec![shown.aim("乙字在此")];
    for step in [1, 2, 0, 2, 1, 0, 1, 2, 0] {
        shown.save(CHAPTER, &versions[step]);
        clicks.push(shown.aim("乙字在此"));
        for click in &clicks {
            assert_eq!(shown.found(click), at(41), "{step}");
            assert_eq!(shown.again(click), at(41), "{step}");
        }
    }
}

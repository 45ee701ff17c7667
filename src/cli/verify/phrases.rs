//! What was found, in words.

use crate::stamp::{BuildNumber, Stamp};
use crate::verify::{Content, FileKind, Identity, ParagraphChange};
use crate::workflow::{Changes, Standing, Verification, VerifiedFile, WorkspaceState};
use std::collections::BTreeMap;

/// Maximum number of inputs that are named of each kind of change.
const MAX_INPUTS: usize = 10;
/// Maximum number of paragraphs that are shown.
const MAX_PARAGRAPHS: usize = 20;

/// What was found of a file: a word for what it is about, and what there is to say.
struct Finding {
    subject: &'static str,
    text: String,
    /// Lines below it.
    details: Vec<String>,
}

impl Finding {
    fn new(subject: &'static str, text: impl Into<String>) -> Finding {
        Finding { subject, text: text.into(), details: Vec::new() }
    }
}

/// A block for each file, then the conclusion.
pub(super) fn blocks(verification: &Verification) -> String {
    let mut text = String::new();
    for file in &verification.files {
        text.push_str(&file.path);
        text.push('\n');
        for Finding { subject, text: finding, details } in findings(file) {
            text.push_str(&format!("  {subject}  {finding}\n"));
            details.iter().for_each(|detail| text.push_str(&format!("          {detail}\n")));
        }
    }
    text + &format!("结论    {}\n", conclusion(verification))
}

/// A line for each file, then the conclusion.
pub(super) fn lines(verification: &Verification) -> String {
    let mut text = String::new();
    for file in &verification.files {
        let findings = findings(file).into_iter().map(|Finding { subject, text, details }| {
            let details: String = details.iter().map(|detail| format!("；{detail}")).collect();
            format!("{subject} {text}{details}")
        });

        let findings: Vec<String> = findings.collect();
        text.push_str(&format!("{}：{}\n", file.path, findings.join("；")));
    }
    text + &format!("结论：{}\n", conclusion(verification))
}

fn findings(file: &VerifiedFile) -> Vec<Finding> {
    let kind = |text: &str| vec![Finding::new("种类  ", text)];
    match &file.identity {
        Identity::Built(stamp) => {
            vec![number(stamp), workspace(&file.state), content(file, stamp)]
        }
        Identity::ReviewCopy(id) => kind(&format!(
            "送审稿 {id}，不是成稿，没有生成号；收回的改动用 zishu review merge 合并"
        )),
        Identity::Comparison => {
            kind("比较稿，不是成稿，没有生成号；请核对 zishu render 生成的文件")
        }
        Identity::Unstamped => {
            let mut finding = Finding::new("种类  ", UNSTAMPED);
            finding.details.extend(unstamped_words(&file.content));
            vec![finding]
        }
        Identity::Unreadable(reason) => kind(reason),
    }
}

const UNSTAMPED: &str = "没有生成号：不是 zishu render 生成的，或属性已被清除（打印成 PDF、Word 的“检查文档”都会\
                         清除，预览里下载的也没有）；要留作依据，请用 zishu render 生成的文件";

fn number(Stamp { number, version, document, variant }: &Stamp) -> Finding {
    let mut notes =
        vec![document.clone(), variant.edition().to_owned(), format!("zishu {version}")];
    notes.extend(variant.profile.as_ref().map(|profile| format!("版式 {profile}")));
    if variant.has_system_faces {
        notes.push("用了本机字体".to_owned());
    }
    Finding::new("生成号", format!("{number}（{}）", notes.join("，")))
}

fn workspace(state: &WorkspaceState) -> Finding {
    let text = match state {
        WorkspaceState::Same => "与生成时相同".to_owned(),
        WorkspaceState::Changed(Some(changes)) => changed(changes),
        WorkspaceState::Changed(None) => {
            "与生成时不同；out/生成记录/ 里没有这一次的记录，查不出改动了哪些文件".to_owned()
        }
        WorkspaceState::Unreadable => {
            "读不出来，不能比较；请运行 zishu check，改正错误后再核对".to_owned()
        }
    };
    Finding::new("工作区", text)
}

fn changed(Changes { changed, added, removed, other_version }: &Changes) -> String {
    let lists = [("改动了", changed), ("新增了", added), ("少了", removed)];
    let named = lists.into_iter().filter(|(_, list)| !list.is_empty());
    let mut parts: Vec<String> =
        named.map(|(verb, list)| format!("{verb} {}", names(list))).collect();
    parts.extend(other_version.as_ref().map(|version| {
        format!("生成时用的是 zishu {version}，现在是 {}", env!("CARGO_PKG_VERSION"))
    }));
    if parts.is_empty() {
        return "文稿和数据与生成时相同，程序换过，结果可能不同".to_owned();
    }
    format!("生成以后{}", parts.join("；"))
}

fn names(list: &[String]) -> String {
    let shown: Vec<&str> = list.iter().take(MAX_INPUTS).map(String::as_str).collect();
    let more = list.len() - shown.len();
    let end = if more > 0 { format!(" 等 {} 个文件", list.len()) } else { String::new() };
    format!("{}{end}", shown.join("、"))
}

fn content(file: &VerifiedFile, stamp: &Stamp) -> Finding {
    let is_pdf = file.kind == Some(FileKind::Pdf);
    let text = match &file.content {
        Content::Unchanged => "生成以后没有改动".to_owned(),
        Content::Appended(size) => format!(
            "原有内容一字节未动，后面追加了 {size} 字节（阅读器保存的批注、签名或填写）；要用原样的，请取 out/ 里的"
        ),
        Content::Resaved { revisions, comments } => format!(
            "文字相同，文件被另存过（图片、版面没有核对）{}",
            marks(*revisions, *comments)
        ),
        Content::Edited { changes, revisions, comments } => {
            let count = changes.len();
            let marks = marks(*revisions, *comments);
            let mut finding = Finding::new("文件  ", format!("{count} 段文字不同{marks}"));
            finding.details = paragraphs(changes);
            return finding;
        }
        Content::Changed if is_pdf => {
            "生成以后改动或另存过；PDF 另存以后不能逐字核对，请用原文件，或运行 zishu render 重新生成".to_owned()
        }
        Content::Changed => {
            "生成以后改动或另存过；记录里没有它的文字，不能逐段核对，请用原文件，或运行 zishu render 重新生成"
                .to_owned()
        }
        Content::Unknown => format!(
            "查不出有没有改动：out/生成记录/{}.json 里没有它；把那台机器上的这个记录放到 out/生成记录/ 再核对",
            stamp.number
        ),
    };
    Finding::new("文件  ", text)
}

fn marks(revisions: usize, comments: usize) -> String {
    let mut text = String::new();
    if revisions > 0 {
        text.push_str(&format!("；带有修订 {revisions} 处"));
    }

    if comments > 0 {
        text.push_str(&format!("；带有批注 {comments} 条"));
    }
    text
}

fn paragraphs(changes: &[ParagraphChange]) -> Vec<String> {
    let mut lines: Vec<String> = changes.iter().take(MAX_PARAGRAPHS).map(paragraph).collect();
    if changes.len() > MAX_PARAGRAPHS {
        lines.push(format!("还有 {} 段没有列出", changes.len() - MAX_PARAGRAPHS));
    }
    lines
}

fn paragraph(ParagraphChange { number, before, after }: &ParagraphChange) -> String {
    match before.as_deref() {
        Some("") => format!("第 {number} 段是添上的：“{after}”"),
        Some(before) if after.is_empty() => format!("第 {number} 段前后删去了一段：“{before}”"),
        Some(before) => format!("第 {number} 段：原为“{before}”，现为“{after}”"),
        None if after.is_empty() => format!("第 {number} 段前后删去了一段"),
        None => format!("第 {number} 段与生成时不同，现为“{after}”"),
    }
}

/// How the words of a Word file without a number stand to those of the workspace.
fn unstamped_words(content: &Content) -> Vec<String> {
    match content {
        Content::Resaved { revisions, comments } => {
            let marks = marks(*revisions, *comments);
            vec![format!("文字与现在的工作区生成的相同（图片、版面没有核对）{marks}")]
        }
        Content::Edited { changes, .. } => {
            let head = format!("与现在的工作区生成的相比，{} 段文字不同：", changes.len());
            std::iter::once(head).chain(paragraphs(changes)).collect()
        }
        _ => Vec::new(),
    }
}

fn conclusion(verification: &Verification) -> String {
    let Verification { files, missing } = verification;
    let builds = verification.builds();
    if files.is_empty() {
        return "out/ 里没有文件；请先运行 zishu render".to_owned();
    }

    if let (true, Some(number)) = (verification.is_good(), builds.first()) {
        let count = files.len();
        let same = if count > 1 {
            format!("{count} 个文件出自同一次生成")
        } else {
            "1 个文件".to_owned()
        };

        return format!("{same}（生成号 {number}），与现在的工作区一致，生成以后没有改动");
    }

    let mut parts = Vec::new();
    if builds.len() > 1 {
        parts.push(format!("不是同一次生成的：{}", groups(files)));
    }

    if !missing.is_empty() {
        parts.push(format!("缺 {}", missing.join("、")));
    }

    let count = |is: fn(&VerifiedFile) -> bool| files.iter().filter(|file| is(file)).count();
    let counts = [
        (count(|file| file.stamp().is_none()), "个不是成稿或读不出来"),
        (count(is_of_other_state), "个不是现在的工作区生成的"),
        (count(is_touched), "个在生成以后有改动或查不出"),
    ];
    let named = counts.iter().filter(|(count, _)| *count > 0);
    parts.extend(named.map(|(count, what)| format!("{count} {what}")));

    let is_formal =
        files.iter().any(|file| file.stamp().is_some_and(|stamp| stamp.variant.is_formal));
    let option = if is_formal { " --final" } else { "" };
    format!("{}；要一套一致的文件，请运行 zishu render{option}", parts.join("；"))
}

fn is_of_other_state(file: &VerifiedFile) -> bool {
    file.stamp().is_some() && file.state != WorkspaceState::Same
}

fn is_touched(file: &VerifiedFile) -> bool {
    let is_bad = file.standing() == Standing::Bad && file.content != Content::Unchanged;
    file.stamp().is_some() && is_bad
}

/// The files of each build.
fn groups(files: &[VerifiedFile]) -> String {
    let mut groups: BTreeMap<(BuildNumber, &str), Vec<&str>> = BTreeMap::new();
    for file in files {
        if let Some(stamp) = file.stamp() {
            let key = (stamp.number, stamp.variant.edition());
            groups.entry(key).or_default().push(&file.path);
        }
    }

    let groups = groups
        .into_iter()
        .map(|((number, edition), paths)| format!("{number}（{edition}）{}", paths.join("、")));
    groups.collect::<Vec<_>>().join("，")
}

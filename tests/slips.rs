//! Slips to units: what they list, that they speak to somebody who never saw a chapter, and that a signature lapses
//! with what was signed.
//!
//! In: the repository's own workspace, with phone numbers, sound values and a faulty text. Out: one trial a
//! situation.

use crate::{cases, golden, tools, word, workspace::Workspace};
use libtest_mimic::{Failed, Trial};
use std::fs;
use std::process::Command;

/// A situation.
type Situation = (&'static str, fn() -> Result<(), Failed>);

const SITUATIONS: &[Situation] = &[
    ("urge-lists-what-is-owed", urge_lists_what_is_owed),
    ("urge-counts-days-not-runs", urge_counts_days_not_runs),
    ("return-speaks-no-markdown", return_speaks_no_markdown),
    ("signature-lapses", signature_lapses),
    ("only-what-was-reported-is-signed", only_what_was_reported_is_signed),
    ("a-faulty-template-sends-nothing", a_faulty_template_sends_nothing),
    ("evidence-by-volume", evidence_by_volume),
    ("tasks", tasks),
    ("phones-only-on-slips", phones_only_on_slips),
    ("pack", pack),
];

/// A text with a figure that differs, a date that isn't one, a contact and a place to fill in.
const FAULTY: &str = "---\n栏目: 产品质量\n单位: 市农业局\n状态: 已报\n---\n\n## 抓农产品质量\n\n\
                      2017年，**全市城市GDP为1500亿元**；比上年增长待补充。2017年13月开展了检查。\n";

pub(crate) fn trials() -> Vec<Trial> {
    SITUATIONS.iter().map(|(name, run)| Trial::test(format!("slips::{name}"), *run)).collect()
}

/// The repository's workspace with a telephone for the unit that collects.
fn scene() -> Workspace {
    let workspace = cases::repository();
    let path = workspace.root().join("chapters/bureaus.yaml");
    let text = fs::read_to_string(&path).expect("bureaus.yaml");
    let with_phone = text.replace("  简称: 市质监局\n", "  简称: 市质监局\n  电话: 0000-1234\n");
    assert_ne!(text, with_phone);
    workspace.write("chapters/bureaus.yaml", with_phone);
    workspace
}

/// Runs a command that must end without problems; what it said.
fn run(workspace: &Workspace, arguments: &[&str]) -> Result<String, Failed> {
    let ran = cases::zishu(workspace.root(), arguments);
    if ran.code == "0" {
        Ok(ran.stdout)
    } else {
        Err(format!("{}{}", ran.stdout, ran.stderr).into())
    }
}

/// What a Word file of a workspace says, a line a paragraph.
fn text(workspace: &Workspace, path: &str) -> Result<String, Failed> {
    let bytes = fs::read(workspace.root().join(path))?;
    word::lint(&bytes)?;
    Ok(word::paragraphs(&bytes, "word/document.xml")?.join("\n"))
}

fn expect(holds: bool, what: &str, said: &str) -> Result<(), Failed> {
    if holds { Ok(()) } else { Err(format!("not so: {what}\n{said}").into()) }
}

fn urge_lists_what_is_owed() -> Result<(), Failed> {
    let workspace = scene();
    run(&workspace, &["collect", "urge", "市住建局", "--date", "2018-06-15"])?;
    let slip = text(&workspace, "out/催报单/2018-06-15/市住建局.docx")?;
    let wanted = [
        "衢州市住房和城乡建设局：",
        "应于2018年6月13日前报送，现已逾期2天",
        "文稿：02 城市质量发展战略",
        "写本单位职责内的部分",
        "指标数据：8 项",
        "2015—2017年是样例，要改正",
        "红头原件：2 件",
        "衢市建〔2015〕74号",
        "电话 0000-1234",
    ];
    for wanted in wanted {
        expect(slip.contains(wanted), wanted, &slip)?;
    }
    let messages = fs::read_to_string(workspace.root().join("out/催报单/2018-06-15/消息.txt"))?;
    expect(messages.starts_with("【催报】市住建局："), "a message", &messages)?;
    expect(!messages.contains("0000-1234"), "no phone in the message", &messages)
}

fn urge_counts_days_not_runs() -> Result<(), Failed> {
    let workspace = scene();
    let urge = |date| run(&workspace, &["collect", "urge", "市住建局", "--date", date]);
    let register = || fs::read_to_string(workspace.root().join("chapters/台账/市住建局.yaml"));
    urge("2018-06-12")?;
    urge("2018-06-12")?;
    expect(register()?.matches("事项: 催报").count() == 1, "one a day", &register()?)?;
    urge("2018-06-13")?;
    urge("2018-06-16")?;
    let text = register()?;
    for grade in ["级别: 提前", "级别: 到期", "级别: 逾期", "次数: 3"] {
        expect(text.contains(grade), grade, &text)?;
    }
    let dry = ["collect", "urge", "市住建局", "--date", "2018-06-17", "--dry-run"];
    run(&workspace, &dry)?;
    expect(register()? == text, "a dry run notes nothing", &register()?)
}

fn return_speaks_no_markdown() -> Result<(), Failed> {
    let workspace = scene();
    workspace.write("chapters/06-产品质量/市农业局.md", FAULTY);
    run(&workspace, &["collect", "return", "--date", "2018-06-11"])?;
    let slip = text(&workspace, "out/退改单/2018-06-11/市农业局.docx")?;
    let wanted = [
        "06 产品质量",
        "2017年，全市城市GDP为1500亿元；",
        "2017年13月开展了检查。",
        "改为正确的日期",
        "补上内容",
    ];
    for wanted in wanted {
        expect(slip.contains(wanted), wanted, &slip)?;
    }
    for unknown in ["**", "{{", "chapters/", "Markdown", "zishu", ".yaml"] {
        expect(!slip.contains(unknown), "no word of ours", &slip)?;
    }
    let pages = workspace.root().join("out/退改单/2018-06-11/市农业局-文稿.pdf");
    expect(fs::read(pages)?.starts_with(b"%PDF"), "its pages", "")
}

fn signature_lapses() -> Result<(), Failed> {
    let workspace = scene();
    let chapter = "chapters/06-产品质量/市农业局.md";
    let sign = |date| run(&workspace, &["collect", "sign", "市农业局", "--date", date]);
    let values = workspace.root().join("chapters/indicators/市农业局.yaml");
    workspace.write(
        "chapters/indicators/市农业局.yaml",
        fs::read_to_string(&values)?.replace("状态: 样例", "状态: 已核"),
    );

    sign("2018-06-11")?;
    let slip = text(&workspace, "out/确认单/2018-06-11/市农业局.docx")?;
    expect(slip.contains("指标数据") && slip.contains("06：产品质量"), "all of it", &slip)?;
    expect(!slip.contains("上次签章以后"), "the first slip", &slip)?;

    seal(&workspace, "chapters/台账/市农业局.yaml")?;
    let said = sign("2018-06-12")?;
    expect(said.starts_with("没有要签章的"), "nothing left to sign", &said)?;

    // Head and notes aren't signed; a character of the text is.
    let before = fs::read_to_string(workspace.root().join(chapter))?;
    workspace.write(chapter, before.replacen("状态: ", "# 已看\n状态: ", 1));
    let said = sign("2018-06-12")?;
    expect(said.starts_with("没有要签章的"), "the head is no content", &said)?;
    workspace.write(chapter, format!("{before}\n补一句。\n"));
    sign("2018-06-13")?;
    let slip = text(&workspace, "out/确认单/2018-06-13/市农业局.docx")?;
    expect(slip.contains("06：产品质量"), "what has changed", &slip)?;
    expect(!slip.contains("指标数据"), "nothing else", &slip)?;
    expect(slip.contains("上次签章以后没有改动的，这里不再列出"), "the second slip", &slip)
}

fn only_what_was_reported_is_signed() -> Result<(), Failed> {
    let workspace = scene();
    let path = "chapters/indicators/市科技局.yaml";
    let values = fs::read_to_string(workspace.root().join(path))?;
    // Of three samples one is reported, and one can't be read.
    let mut lines: Vec<String> = values.lines().map(str::to_owned).collect();
    let years: Vec<usize> =
        (0..lines.len()).filter(|index| lines[*index].contains("状态: 样例")).collect();
    let (reported, unread) = (years[0], years[1]);
    lines[reported] = "    2015: { 值: 4.56, 来源: 年报, 状态: 已核 }".to_owned();
    lines[unread] = "    2016: { 值: 很多, 来源: 年报, 状态: 已核 }".to_owned();
    workspace.write(path, lines.join("\n"));

    let ran =
        cases::zishu(workspace.root(), &["collect", "sign", "市科技局", "--date", "2018-06-11"]);
    let bytes = fs::read(workspace.root().join("out/确认单/2018-06-11/市科技局.docx"))?;
    let tables = word::tables(&bytes)?;
    let row = tables[0].get(1).ok_or(ran.stderr)?;
    let values: Vec<&str> = row[3..6].iter().map(|(_, text)| text.as_str()).collect();
    expect(values == ["4.56", "未报", "未报"], "the one year", &format!("{values:?}"))
}

fn a_faulty_template_sends_nothing() -> Result<(), Failed> {
    let workspace = scene();
    let path = "templates/urge.md.j2";
    let template = fs::read_to_string(golden::root().join(path))?;
    workspace.write(path, template.replace("{{ 单位.名称 }}", "{{ 单位.名字 }}"));
    let ran = cases::zishu(workspace.root(), &["collect", "urge", "--date", "2018-06-11"]);
    expect(ran.code == "2", "refused", &ran.stderr)?;
    let reason = "催报单没有生成：templates/urge.md.j2:8 “单位”里没有“名字”";
    expect(ran.stderr.contains(reason), "with the place", &ran.stderr)?;
    let (out, register) = ("out/催报单", "chapters/台账");
    let is_there = |path: &str| workspace.root().join(path).exists();
    expect(!is_there(out) && !is_there(register), "nothing is written", &ran.stdout)
}

/// Writes down by hand that the slip which the register names last came back sealed.
fn seal(workspace: &Workspace, register: &str) -> Result<(), Failed> {
    let text = fs::read_to_string(workspace.root().join(register))?;
    let checksum = text.lines().rev().find_map(|line| line.trim().strip_prefix("校验: "));
    let checksum = checksum.ok_or("the slip has a checksum")?;
    let entry = format!("- 日期: 2018-06-12\n  事项: 签章\n  校验: {checksum}\n");
    workspace.write(register, format!("{text}{entry}"));
    Ok(())
}

fn evidence_by_volume() -> Result<(), Failed> {
    let workspace = scene();
    workspace.write(
        "chapters/06-产品质量/市农业局.md",
        FAULTY.replace("13月", "3月依据《甲办法》（衢政发〔2017〕99号）"),
    );
    run(&workspace, &["collect", "evidence", "--date", "2018-06-11"])?;
    let list = text(&workspace, "out/佐证材料目录.docx")?;
    let wanted = [
        "02 城市质量发展战略 卷",
        "衢政办发〔2017〕45号",
        "02-1",
        "衢政发〔2017〕99号",
        "文中引用而没有列为佐证",
    ];
    for wanted in wanted {
        expect(list.contains(wanted), wanted, &list)?;
    }
    Ok(())
}

fn tasks() -> Result<(), Failed> {
    let workspace = scene();
    workspace.write(
        "chapters/台账/市委宣传部.yaml",
        "- { 日期: 2018-06-01, 事项: 任务进展, 行号: xc-01, 进度: 40, 说明: 方案已定 }\n",
    );
    run(&workspace, &["collect", "tasks", "--date", "2018-06-11"])?;
    let list = text(&workspace, "out/任务进展表.docx")?;
    let wanted =
        ["召开市委理论学习中心组学习会", "40%", "市委宣传部：方案已定", "市委宣传部、市创强办"];
    for wanted in wanted {
        expect(list.contains(wanted), wanted, &list)?;
    }
    Ok(())
}

fn phones_only_on_slips() -> Result<(), Failed> {
    let workspace = scene();
    run(&workspace, &["render"])?;
    for name in ["自述报告", "申报表", "责任分工表"] {
        let text = text(&workspace, &format!("out/{name}.docx"))?;
        expect(!text.contains("0000-1234"), "no phone in a document", name)?;
    }
    for command in ["status", "check"] {
        let said = run(&workspace, &[command, "--format", "json"])?;
        expect(!said.contains("0000-1234"), "no phone in a list", &said)?;
    }
    for list in ["evidence", "tasks"] {
        run(&workspace, &["collect", list])?;
    }
    for name in ["佐证材料目录", "任务进展表"] {
        let text = text(&workspace, &format!("out/{name}.docx"))?;
        expect(!text.contains("0000-1234"), "no phone in a list", name)?;
    }
    Ok(())
}

fn pack() -> Result<(), Failed> {
    let workspace = scene();
    let refused = cases::zishu(workspace.root(), &["collect", "pack"]);
    expect(refused.code == "1", "samples don't go out", &refused.stderr)?;
    let folder = workspace.root().join("out/报送");
    expect(!folder.exists(), "nothing is written", &refused.stderr)?;

    run(&workspace, &["collect", "pack", "申报表", "--working", "--copies", "3"])?;
    let list = fs::read_to_string(folder.join("文件清单.txt"))?;
    expect(list.contains("一式 3 份") && list.contains("（工作稿）"), "copies and edition", &list)?;
    for name in ["电子/申报表.pdf", "电子/申报表.docx"] {
        let checksum = zishu::source::sha256(&fs::read(folder.join(name))?);
        expect(list.contains(&checksum), name, &list)?;
    }

    // Two sides a sheet, two pages a side.
    let count = |path: &str| -> Result<u32, Failed> {
        let mut command = Command::new(tools::program("pdfinfo")?);
        let said = tools::run(command.arg(folder.join(path)))?;
        let line = said.lines().find_map(|line| line.strip_prefix("Pages:")).unwrap_or("");
        line.trim().parse().map_err(|_| said.clone().into())
    };
    let (flat, folded) = (count("纸质/申报表-A4.pdf")?, count("纸质/申报表-A3对折.pdf")?);
    expect(folded == 2 * flat.div_ceil(4), "sheets", &format!("{flat} {folded}"))
}

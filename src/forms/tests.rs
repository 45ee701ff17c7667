use super::{Field, Reading, apply, is_pending, read, value_file, write};
use crate::diag::Diagnostics;
use crate::indicator::{self, Indicators};
use crate::ooxml::{Limits, Package, Part, pack};
use crate::pipeline::{self, Loaded};
use crate::source::Sources;
use crate::workspace::Workspace;
use std::path::Path;

const VALUES: &str = "\
# 头
单位: 市质监局
数值:
  合格率: # 百分数
    2015: { 值: 93.12, 来源: 样例, 状态: 样例 }
    # 注
    2016: { 值: 93.8, 来源: \"甲, 乙\", 状态: 已核, 备注: 无 } # 尾
  奖励制度:
    2015: { 值: , 来源: , 状态: 初报 }
  名单:
    2016: { 值: 甲中心、乙中心, 来源: 年报, 状态: 已核 }
";

struct Setting {
    folder: tempfile::TempDir,
}

struct World {
    sources: Sources,
    workspace: Workspace,
    indicators: Indicators,
}

impl Setting {
    fn new(values: &str) -> Setting {
        let folder = tempfile::tempdir().unwrap();
        let files = [
            (
                "report.yaml",
                "城市: 甲市\n标题: 报告\n年份: [2015, 2016]\n日期: 2018-06-13\n截止: 2018-06-01\n版式: gbt9704\n填报单位: 市政府\n",
            ),
            (
                "plan.yaml",
                "- 编号: sb-01\n  任务: 任务\n  部分: 部分\n  栏目: 质量\n  内容: 合格率达到 90%\n  责任: 市质监局\n  牵头: [市质监局]\n  配合: []\n",
            ),
            (
                "bureaus.yaml",
                "- 名称: 甲市质量技术监督局\n  简称: 市质监局\n  别名: []\n- 名称: 甲市统计局\n  简称: 市统计局\n  别名: []\n",
            ),
            (
                "indicators/_定义.yaml",
                "- { 名称: 合格率, 单位: '%', 小数: 2, 归口: 市质监局, 行: sb-01, 口径: 抽查 }\n- { 名称: 奖励制度, 类型: 是否, 归口: 市质监局, 行: sb-01 }\n- { 名称: 名单, 类型: 名单, 年份: [2016], 归口: 市质监局, 行: sb-01 }\n- { 名称: 人数, 单位: 万人, 小数: 0, 归口: 市统计局, 行: sb-01 }\n",
            ),
            ("indicators/市质监局.yaml", values),
        ];
        for (path, text) in files {
            let path = folder.path().join("chapters").join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        }
        Setting { folder }
    }

    fn load(&self) -> World {
        load(self.folder.path())
    }
}

fn load(root: &Path) -> World {
    let loaded = pipeline::load(root).unwrap_or_else(|unreadable| panic!("{unreadable:?}"));
    let Loaded { sources, workspace, indicators, .. } = loaded;
    World { sources, workspace, indicators }
}

impl World {
    fn form(&self, bureau: &str) -> Vec<u8> {
        let index = self.workspace.find_bureau(bureau).unwrap();
        let file = value_file(bureau, &self.indicators, &self.sources);
        let text = file.file.map_or("", |file| self.sources.text(file));
        let bureau = &self.workspace.bureaus[index];
        write(&self.workspace, &self.indicators, bureau, text).unwrap().unwrap()
    }

    /// The reading, or the problems as lines.
    fn read(&mut self, bytes: &[u8], now: &str) -> Result<Reading, String> {
        let mut diagnostics = Diagnostics::default();
        let World { sources, workspace, indicators } = self;
        let read = read(
            bytes,
            "表.xlsx",
            workspace,
            indicators,
            &|_, _| now.to_owned(),
            sources,
            &mut diagnostics,
        );
        let lines = |diagnostics: Diagnostics| {
            let sorted = diagnostics.into_sorted(sources);
            let line = |p: &crate::diag::Diagnostic| {
                let text = format!("{} | {}", p.message, p.help.join("；"));
                format!(
                    "{}: {text}",
                    sources.line_column(p.primary.span.file, p.primary.span.start).line
                )
            };
            sorted.iter().map(line).collect::<Vec<_>>().join("\n")
        };
        read.map_err(|_| lines(diagnostics))
    }
}

/// The parts of a package, changed by `change`, packed again.
fn repack(bytes: &[u8], change: impl Fn(&str, String) -> String) -> Vec<u8> {
    let mut parts = Package::open(bytes, &Limits::TRUSTED).unwrap().parts().unwrap();
    for Part { name, bytes } in &mut parts {
        let text = String::from_utf8(std::mem::take(bytes)).unwrap();
        *bytes = change(name, text).into_bytes();
    }
    pack(parts)
}

fn in_sheet(bytes: &[u8], change: impl Fn(String) -> String) -> Vec<u8> {
    repack(bytes, |name, text| match name {
        "xl/worksheets/sheet1.xml" => change(text),
        _ => text,
    })
}

/// A form in which cells hold other things: `inlineStr` for text after `'`, else raw attributes and
/// content parted by `|`.
fn fill(bytes: &[u8], cells: &[(&str, &str)]) -> Vec<u8> {
    in_sheet(bytes, |mut text| {
        for (at, content) in cells {
            let start = text.find(&format!("<c r=\"{at}\"")).unwrap_or_else(|| panic!("{at}"));
            let rest = &text[start..];
            let open = rest.find('>').unwrap();
            let end =
                if rest[..open].ends_with('/') { open + 1 } else { rest.find("</c>").unwrap() + 4 };
            let style = rest[..open].split("s=\"").nth(1).and_then(|s| s.split('"').next());
            let style = style.map_or(String::new(), |style| format!(" s=\"{style}\""));
            let cell = match (content.strip_prefix('\''), content.split_once('|')) {
                (Some(words), _) => format!(
                    "<c r=\"{at}\"{style} t=\"inlineStr\"><is><t xml:space=\"preserve\">{words}</t></is></c>"
                ),
                (None, Some((kind, inner))) => format!("<c r=\"{at}\"{style} {kind}>{inner}</c>"),
                (None, None) if content.is_empty() => format!("<c r=\"{at}\"{style}/>"),
                (None, None) => format!("<c r=\"{at}\"{style}><v>{content}</v></c>"),
            };
            text.replace_range(start..start + end, &cell);
        }
        text
    })
}

// Rows of the form: 6, 7 合格率 2015, 2016; 8, 9 奖励制度; 10 名单 2016.

#[test]
fn a_form_is_the_same_twice_and_reads_as_unchanged() {
    let mut world = Setting::new(VALUES).load();
    let form = world.form("市质监局");
    assert!(form == world.form("市质监局"), "the bytes differ");
    let reading = world.read(&form, VALUES).unwrap();
    assert_eq!((reading.changes.len(), reading.unchanged, reading.absent), (0, 5, 0));
    assert!(!is_pending(&form, VALUES, &world.indicators));
}

#[test]
fn what_is_filled_in_goes_into_the_file() {
    let mut world = Setting::new(VALUES).load();
    let cells = [
        ("E6", "94.199999999999989"),
        ("E7", "93.9"),
        ("H7", "'"),
        ("E8", "'是"),
        ("F8", "'文件: 〔2015〕1号"),
        ("G8", "'已核"),
        ("E9", "'否"),
        ("H10", "'2017"),
    ];
    let form = fill(&world.form("市质监局"), &cells);
    assert!(is_pending(&form, VALUES, &world.indicators));
    let reading = world.read(&form, VALUES).unwrap();
    let new = apply(VALUES, &reading, &world.indicators).unwrap();
    let expected = "\
# 头
单位: 市质监局
数值:
  合格率: # 百分数
    2015: { 值: 94.20, 来源: 填报表 表.xlsx, 状态: 初报 }
    # 注
    2016: { 值: 93.90, 来源: \"甲, 乙\", 状态: 已核, 备注: \"\" } # 尾
  奖励制度:
    2015: { 值: 是, 来源: \"文件: 〔2015〕1号\", 状态: 已核 }
    2016: { 值: 否, 来源: 填报表 表.xlsx, 状态: 初报 }
  名单:
    2016: { 值: 甲中心、乙中心, 来源: 年报, 状态: 已核, 备注: 2017 }
";
    assert_eq!(new, expected);
    assert!(reading.changes.iter().filter(|change| change.by_rule).count() == 4);
    assert!(!is_pending(&form, &new, &world.indicators));
    let again = world.read(&form, &new).unwrap();
    assert_eq!((again.changes.len(), again.unchanged), (0, 5));
    let windows = apply(&VALUES.replace('\n', "\r\n"), &reading, &world.indicators).unwrap();
    assert_eq!(windows, expected.replace('\n', "\r\n"));
}

#[test]
fn a_file_that_is_missing_is_made() {
    let mut world = Setting::new("单位: 市质监局\n").load();
    let form = fill(&world.form("市统计局"), &[("E6", "25"), ("F6", "'年鉴")]);
    let reading = world.read(&form, "").unwrap();
    assert_eq!(reading.unchanged, 1);
    let new = apply("", &reading, &world.indicators).unwrap();
    assert!(new.starts_with("# 市统计局归口的指标。"), "{new}");
    assert!(
        new.ends_with(
            "单位: 市统计局\n数值:\n  人数:  # 万人\n    2015: { 值: 25, 来源: 年鉴, 状态: 初报 }\n    2016: { 值: , 来源: , 状态: 初报 }\n"
        ),
        "{new}"
    );
    let form = fill(&world.form("市质监局"), &[("E10", "'甲"), ("E7", "'90.5")]);
    let reading = world.read(&form, "单位: 市质监局\n").unwrap();
    let new = apply("单位: 市质监局\n", &reading, &world.indicators).unwrap();
    let expected = "单位: 市质监局\n数值:\n  合格率:\n    2016: { 值: 90.50, 来源: 填报表 表.xlsx, 状态: 初报 }\n  名单:\n    2016: { 值: 甲, 来源: 填报表 表.xlsx, 状态: 初报 }\n";
    assert_eq!(new, expected);
}

#[test]
fn cells_that_are_refused() {
    let mut world = Setting::new(VALUES).load();
    let form = world.form("市质监局");
    let cases = [
        ("E6", "'94.5亿元", "“94.5亿元”不是数字：“亿元”不是该指标的单位"),
        ("E6", "'94.5%", "“94.5%”不是数字：单位已在指标定义中，不再写 | 改为 94.5"),
        ("E6", "'1,380.00", "不写千分符 | 改为 1380.00"),
        ("E6", "'９４．５", "数字和符号须用半角 | 改为 94.5"),
        ("E6", "'暂无", "“暂无”不是数字：这里没有数字"),
        ("E6", "'-0.00", "零没有负号 | 改为 0.00"),
        ("E6", "-0", "零没有负号"),
        ("E6", "NaN", "不是一个有限的数"),
        ("E6", "1e400", "不是一个有限的数"),
        ("E6", "1e15", "数字超过 15 位"),
        ("E6", "93.1266", "93.1266 有 4 位小数，该指标保留 2 位 | 四舍五入，改为 93.13"),
        ("E6", "0.9452", "填的若是百分数，去掉百分号改为 94.52；否则四舍五入改为 0.95"),
        (
            "E6",
            "0.95",
            "差了一个数量级，像是把百分数填成了小数：95% 应填 95 | 核对小数点和单位后改正",
        ),
        ("E6", "9.45", "差了一个数量级，像是小数点错了 1 位"),
        ("E6", "t=\"b\"|<v>1</v>", "单元格里是逻辑值"),
        ("E6", "t=\"e\"|<v>#REF!</v>", "单元格里是错误值 #REF!"),
        ("E6", "t=\"d\"|<v>2017-01-01</v>", "单元格里是日期"),
        ("E6", "|<f>1+1</f>", "公式没有计算结果"),
        ("E8", "'有", "“有”不是“是”或“否” | 选 是 或 否"),
        ("E8", "t=\"b\"|<v>1</v>", "单元格里是逻辑值"),
        ("E10", "'甲\n乙", "单元格里有换行 | 改为一行，各项用顿号隔开"),
        ("E10", "'甲\u{2028}乙", "单元格里有看不见的字符 U+2028"),
        ("G6", "'己核", "没有状态“己核” | 选 初报 或 已核"),
        ("F6", "t=\"d\"|<v>2017-01-01</v>", "单元格里是日期"),
        ("B6", "'合格", "指标应为“合格率”，表中是“合格”"),
        ("C6", "'‰", "单位应为“%”，表中是“‰”"),
        ("D6", "'2016", "年份应为“2015”，表中是“2016”"),
        ("L6", "'合格数", "没有指标“合格数” | 是否要写“合格率”？"),
        ("L6", "'人数", "“人数”归口市统计局，不由市质监局填报"),
        ("M6", "'2018", "“合格率”没有要求 2018年的数值"),
        ("M7", "'2015", "年份应为“2015”，表中是“2016”"),
        ("E5", "'数值", "E5：表头“值”被改为“数值”"),
        ("L5", "'zishu-form-9", "填报表是另一个版本的程序生成的"),
        ("M5", "'市水利局", "填报表属于“市水利局”，bureaus.yaml 中没有这个单位"),
        ("O5", "'", "隐藏的标识列被改动"),
        ("L5", "'", "不是 zishu forms 生成的填报表"),
    ];
    for (at, content, expected) in cases {
        let found = world.read(&fill(&form, &[(at, content)]), VALUES).unwrap_err();
        assert!(found.contains(expected), "{at} {content}: {found}");
        assert_eq!(found.lines().count(), 1, "{at} {content}: {found}");
    }
}

#[test]
fn formats_that_show_another_thing() {
    let mut world = Setting::new(VALUES).load();
    let form = fill(&world.form("市质监局"), &[("E6", "0.95"), ("E7", "43000")]);
    let formatted = |code: &str| {
        let format = format!("formatCode=\"{code}\"");
        repack(&form, |_, text| text.replace("formatCode=\"0.00\"", &format))
    };
    let found = world.read(&formatted("0.0%"), VALUES).unwrap_err();
    let words = "6: E6：单元格显示为 95%，存的却是 0.95 | 把单元格格式改为“数值”，填 95";
    assert!(found.starts_with(words), "{found}");
    let found = world.read(&formatted("yyyy-mm-dd"), VALUES).unwrap_err();
    assert!(found.contains("7: E7：单元格里是日期"), "{found}");
    // A remark says that the value is meant.
    let remarked = fill(&formatted("0.00"), &[("H6", "'口径改变")]);
    assert_eq!(world.read(&remarked, VALUES).unwrap().changes.len(), 5);
}

#[test]
fn rows_that_are_refused() {
    let mut world = Setting::new(VALUES).load();
    let form = world.form("市质监局");
    let duplicate = fill(&form, &[("M7", "'2015"), ("D7", "'2015")]);
    let found = world.read(&duplicate, VALUES).unwrap_err();
    assert_eq!(found, "7: B7：与第 6 行是同一指标、同一年份 | 删去其中一行");
    let added = in_sheet(&form, |text| {
        let row =
            "<row r=\"12\"><c r=\"B12\" t=\"inlineStr\"><is><t>新</t></is></c></row></sheetData>";
        text.replace("</sheetData>", row)
    });
    let found = world.read(&added, VALUES).unwrap_err();
    assert!(found.starts_with("12: B12：这一行不是表里原有的"), "{found}");
    let merged = in_sheet(&form, |text| {
        let cells =
            "</sheetProtection><mergeCells count=\"1\"><mergeCell ref=\"E6:E7\"/></mergeCells>";
        let at = text.find("<sheetProtection").unwrap();
        let end = at + text[at..].find("/>").unwrap();
        format!("{}>{cells}{}", &text[..end], &text[end + 2..])
    });
    let found = world.read(&merged, VALUES).unwrap_err();
    assert!(found.contains("E6:E7 合并了单元格"), "{found}");
    let several = fill(&form, &[("E6", "'暂无"), ("G7", "'好"), ("E8", "'无")]);
    assert_eq!(world.read(&several, VALUES).unwrap_err().lines().count(), 3);
}

#[test]
fn what_changed_meanwhile_is_kept_or_refused() {
    let mut world = Setting::new(VALUES).load();
    let form = world.form("市质监局");
    let later = VALUES.replace("93.12", "93.55");
    assert_eq!(world.read(&form, &later).unwrap().changes.len(), 0);
    let same = fill(&form, &[("E6", "93.55")]);
    assert_eq!(world.read(&same, &later).unwrap().changes.len(), 0);
    let other = fill(&form, &[("E6", "94")]);
    let found = world.read(&other, &later).unwrap_err();
    let words = "值填为“94.00”，而填报表发出后，数据文件已由“93.12”改为“93.55”";
    assert!(found.contains(words), "{found}");
}

#[test]
fn hostile_files_are_refused() {
    let mut world = Setting::new(VALUES).load();
    let form = world.form("市质监局");
    let huge = |range: &str, row: u32| {
        in_sheet(&form, |text| {
            let cell = format!("<row r=\"{row}\"><c r=\"XFD{row}\"><v>1</v></c></row></sheetData>");
            let start = text.find("<dimension").unwrap();
            let end = start + text[start..].find("/>").unwrap() + 2;
            let text = format!("{}<dimension ref=\"{range}\"/>{}", &text[..start], &text[end..]);
            text.replace("</sheetData>", &cell)
        })
    };
    let rows = |count: usize| {
        in_sheet(&form, |text| {
            let rows: String = (0..count).map(|_| "<row><c><v>1</v></c></row>").collect();
            text.replace("</sheetData>", &format!("{rows}</sheetData>"))
        })
    };
    let strings = repack(&form, |name, text| match name {
        "xl/sharedStrings.xml" => {
            let start = text.find("uniqueCount=\"").unwrap() + 13;
            format!("{}99999999999{}", &text[..start], &text[start..])
        }
        _ => text,
    });
    let bomb = repack(&form, |name, text| match name {
        "docProps/app.xml" => " ".repeat(40 << 20),
        _ => text,
    });
    let folderless = repack(&form, |_, text| text.replace("worksheets/sheet1.xml", "/sheet1.xml"));
    let entity = in_sheet(&form, |text| {
        text.replacen("<worksheet", "<!DOCTYPE a [<!ENTITY b \"c\">]><worksheet", 1)
    });
    let cases: Vec<(Vec<u8>, &str)> = vec![
        (Vec::new(), "文件是空的"),
        (b"a,b\n1,2\n".to_vec(), "不是 .xlsx 文件"),
        (b"PK\x03\x04".to_vec(), "文件不完整或已损坏"),
        (b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec(), "是旧式 .xls 文件，或设了密码"),
        (form[..form.len() / 2].to_vec(), "文件不完整或已损坏"),
        (form[..form.len() - 30].to_vec(), "文件不完整或已损坏"),
        (vec![b'P'; 9 << 20], "文件超过 8 MB"),
        (bomb, "文件解开后超过 32 MB"),
        (huge("A1:XFD1048576", 1_048_576), "表格太大：XFD1048576 处还有内容"),
        (huge("A1:ZZZZZZZZ99999999999", 4_000_000_000), "表格太大"),
        (rows(1_000_000), "表格太大：A20002 处还有内容"),
        (strings, "文件的内部结构不合规范"),
        (folderless, "不是 zishu forms 生成的填报表"),
        (entity, "文件的内部结构不合规范"),
        (in_sheet(&form, |text| text[..text.len() / 2].to_owned()), "文件不完整或已损坏"),
        (repack(&form, |_, _| String::new()), "文件"),
    ];
    for (bytes, expected) in cases {
        let found = world.read(&bytes, VALUES).unwrap_err();
        assert!(found.starts_with(&format!("1: {expected}")), "{expected}: {found}");
    }
    let long = fill(&form, &[("F6", &format!("'{}", "长".repeat(40_000)))]);
    assert!(world.read(&long, VALUES).unwrap_err().contains("F6：文字超过 32767 字"));
    // A claimed extent alone costs nothing.
    let claimed = in_sheet(&form, |text| text.replace("A1:Q10", "A1:XFD1048576"));
    assert!(world.read(&claimed, VALUES).is_ok());
}

#[test]
fn broken_bytes_never_panic() {
    let mut world = Setting::new(VALUES).load();
    let form = world.form("市质监局");
    for at in (0..form.len()).step_by(97) {
        let mut broken = form.clone();
        broken[at] ^= 0x55;
        let _ = world.read(&broken, VALUES);
        let _ = world.read(&form[..at], VALUES);
    }
    let sheet = in_sheet(&form, |text| text);
    let length = {
        let mut package = Package::open(&sheet, &Limits::TRUSTED).unwrap();
        package.bytes("xl/worksheets/sheet1.xml").unwrap().unwrap().len()
    };
    for at in (300..length).step_by(211) {
        let broken = in_sheet(&form, |text| {
            let mut bytes = text.into_bytes();
            bytes[at] = b'"';
            String::from_utf8_lossy(&bytes).into_owned()
        });
        let _ = world.read(&broken, VALUES);
    }
}

#[test]
fn the_repositorys_forms_read_as_unchanged() {
    let mut world = load(Path::new(env!("CARGO_MANIFEST_DIR")));
    let bureaus = super::bureaus(&world.workspace, &world.indicators);
    let names: Vec<String> = bureaus.iter().map(|bureau| bureau.short.clone()).collect();
    assert!(names.len() > 10);
    for name in names {
        let form = world.form(&name);
        let file = value_file(&name, &world.indicators, &world.sources);
        let text = file.file.map_or(String::new(), |file| world.sources.text(file).to_owned());
        let reading = world.read(&form, &text).unwrap();
        assert!(reading.changes.is_empty() && reading.absent == 0, "{name}");
        assert!(reading.unchanged > 0, "{name}");
    }
}

#[test]
fn a_status_that_was_cleared() {
    let mut world = Setting::new(VALUES).load();
    let form = fill(&world.form("市质监局"), &[("G6", ""), ("G7", ""), ("E7", "")]);
    let changes = world.read(&form, VALUES).unwrap().changes;
    let told: Vec<String> = changes
        .iter()
        .map(|c| format!("{} {}: {} → {} {}", c.year, c.field.name(), c.old, c.new, c.by_rule))
        .collect();
    let expected =
        ["2015 状态: 样例 → 初报 true", "2016 值: 93.8 →  false", "2016 状态: 已核 →  false"];
    assert_eq!(told, expected);
}

/// The source of a changed value: what the form says, what stood there unless it was a sample's, or
/// the form.
#[test]
fn the_source_of_a_changed_value() {
    let told = |now: &str, cells: &[(&str, &str)]| -> Vec<String> {
        let mut world = Setting::new(now).load();
        let form = fill(&world.form("市质监局"), cells);
        let changes = world.read(&form, now).unwrap().changes;
        let source = changes.iter().filter(|change| change.field == Field::Source);
        source.map(|c| format!("{}: {} → {} {}", c.year, c.old, c.new, c.by_rule)).collect()
    };
    assert_eq!(told(VALUES, &[("E6", "94")]), ["2015: 样例 → 填报表 表.xlsx true"]);
    assert_eq!(told(VALUES, &[("E6", "94"), ("F6", "")]), ["2015: 样例 → 填报表 表.xlsx true"]);
    assert_eq!(told(VALUES, &[("E6", "94"), ("F6", "'年报")]), ["2015: 样例 → 年报 false"]);
    assert!(told(VALUES, &[("E7", "94")]).is_empty());
    assert!(told(VALUES, &[("E6", "93.120"), ("G6", "'已核")]).is_empty());
    assert!(told(VALUES, &[("E6", "")]).is_empty());
    assert_eq!(told(VALUES, &[("E8", "'是")]), ["2015:  → 填报表 表.xlsx true"]);
}

/// The same form again, with a source that it lacked at first.
#[test]
fn a_source_that_comes_later() {
    let mut world = Setting::new(VALUES).load();
    let form = fill(&world.form("市质监局"), &[("E6", "94")]);
    let reading = world.read(&form, VALUES).unwrap();
    let first = apply(VALUES, &reading, &world.indicators).unwrap();
    let again = world.read(&fill(&form, &[("F6", "'年报")]), &first).unwrap();
    let changes: Vec<_> = again.changes.iter().map(|c| (c.field, c.new.as_str())).collect();
    assert_eq!(changes, [(Field::Source, "年报")]);
    assert!(world.read(&form, &first).unwrap().changes.is_empty());
}

#[test]
fn every_value_of_the_repository_can_be_changed() {
    let world = load(Path::new(env!("CARGO_MANIFEST_DIR")));
    for bureau in super::bureaus(&world.workspace, &world.indicators) {
        let file = value_file(&bureau.short, &world.indicators, &world.sources).file.unwrap();
        let text = world.sources.text(file);
        let change = |id, year, field, new: &str| super::Change {
            id,
            year,
            field,
            old: String::new(),
            new: new.to_owned(),
            by_rule: false,
        };
        let mut changes = Vec::new();
        for id in world.indicators.by_owner(&bureau.short) {
            for year in &world.indicators.get(id).years {
                changes.push(change(id, *year, Field::Value, "8.10"));
                changes.push(change(id, *year, Field::Source, "a: {b}, #c"));
                changes.push(change(id, *year, Field::Note, "- 注"));
            }
        }
        let bureau = bureau.short.clone();
        let reading = Reading { bureau, changes, unchanged: 0, absent: 0 };
        let new = apply(text, &reading, &world.indicators).unwrap();
        assert_eq!(new.lines().count(), text.lines().count());
        assert_eq!(new.matches('#').count() - new.matches("#c").count(), text.matches('#').count());
        assert!(apply("", &reading, &world.indicators).is_some());
    }
}

#[test]
fn a_long_file_is_filled_in() {
    let mut definitions = String::new();
    let mut values = "单位: 市质监局\n数值:\n".to_owned();
    for number in 0..300 {
        definitions.push_str(&format!(
            "- {{ 名称: 指标{number}, 单位: 家, 小数: 0, 归口: 市质监局, 行: sb-01 }}\n"
        ));
        values.push_str(&format!("  指标{number}:\n    2015: {{ 值: 1, 来源: 甲, 状态: 已核 }}\n    2016: {{ 值: , 来源: , 状态: 初报 }}\n"));
    }
    let setting = Setting::new(&values);
    std::fs::write(setting.folder.path().join("chapters/indicators/_定义.yaml"), definitions)
        .unwrap();
    let mut world = setting.load();
    let cells: Vec<String> = (6..606).map(|row| format!("E{row}")).collect();
    let cells: Vec<(&str, &str)> = cells.iter().map(|at| (at.as_str(), "7")).collect();
    let form = fill(&world.form("市质监局"), &cells);
    let reading = world.read(&form, &values).unwrap();
    let new = apply(&values, &reading, &world.indicators).unwrap();
    assert_eq!(new.matches("值: 7,").count(), 600);
}

#[test]
fn styles_of_writing_are_kept() {
    let block = "单位: 市质监局\nvalues:\n    合格率:\n        2016:\n            value: 90\n            status: verified\n";
    let mut world = Setting::new(block).load();
    let form = fill(&world.form("市质监局"), &[("E6", "89"), ("E7", "91"), ("H7", "'改")]);
    let reading = world.read(&form, block).unwrap();
    let new = apply(block, &reading, &world.indicators).unwrap();
    let expected = "单位: 市质监局\nvalues:\n    合格率:\n        2015:\n            value: 89.00\n            source: 填报表 表.xlsx\n            status: 初报\n        2016:\n            value: 91.00\n            source: 填报表 表.xlsx\n            status: verified\n            note: 改\n";
    assert_eq!(new, expected);
    let noted = "单位: 市质监局\n数值:\n  合格率: # 甲\n    2015: # 待报\n    2016:\n      值: # 待报\n      来源: ~ # 无\n      状态: 初报\n";
    let mut world = Setting::new(noted).load();
    let form = fill(&world.form("市质监局"), &[("E6", "89"), ("E7", "91"), ("F7", "'年报")]);
    let reading = world.read(&form, noted).unwrap();
    let expected = "单位: 市质监局\n数值:\n  合格率: # 甲\n    2015: { 值: 89.00, 来源: 填报表 表.xlsx, 状态: 初报 } # 待报\n    2016:\n      值: 91.00 # 待报\n      来源: 年报 # 无\n      状态: 初报\n";
    assert_eq!(apply(noted, &reading, &world.indicators).unwrap(), expected);
    let flow = "{ 单位: 市质监局, 数值: { 合格率: { 2016: } } }\n";
    let mut world = Setting::new(flow).load();
    let reading = world.read(&fill(&world.form("市质监局"), &[("E7", "91")]), flow).unwrap();
    let new = apply(flow, &reading, &world.indicators).unwrap();
    assert_eq!(
        new,
        "{ 单位: 市质监局, 数值: { 合格率: { 2016: { 值: 91.00, 来源: 填报表 表.xlsx, 状态: 初报 }} } }\n"
    );
    assert!(
        indicator::load(&world.workspace, &mut Sources::default(), &mut Diagnostics::default())
            .is_ok()
    );
}

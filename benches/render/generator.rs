//! Generates workspaces: ten sections, so many contributions in each, with every element of chapters:
//! values, tables, charts, notes, references, lists, a picture, landscape pages.
//!
//! The same number gives the same files. The fixtures hold the Typst text of what this writes: changed
//! words here have no anchor any more, and the bench stops.

use std::fmt::Write;
use std::path::Path;

const SECTIONS: usize = 10;
/// Indicators that the chapters draw from.
const INDICATORS: usize = 60;

/// Clauses of such reports, made for this purpose; sentences are put together from three of them.
const SUBJECTS: [&str; 12] = [
    "全市各级质量主管部门",
    "牵头单位会同各成员单位",
    "各县（市、区）和功能区",
    "重点行业的骨干企业",
    "基层监管所和技术机构",
    "行业协会与检验检测机构",
    "承担创建任务的责任单位",
    "规模以上工业企业",
    "农业生产经营主体",
    "在建工程的参建各方",
    "窗口服务单位",
    "专家咨询组",
];
const ACTIONS: [&str; 12] = [
    "逐项分解年度目标，明确责任人和完成时限",
    "按照“双随机、一公开”的要求开展监督检查",
    "建立风险监测、预警和处置的闭环机制",
    "完善标准、计量、认证认可和检验检测一体化服务",
    "组织质量攻关和技术改造，推广先进质量管理方法",
    "健全质量信用档案，实行分级分类管理",
    "把群众反映集中的问题列为整治重点",
    "定期会商数据口径，核对原始台账",
    "开展比对试验和能力验证，补齐短板",
    "公开抽查结果，接受社会监督",
    "落实主体责任，健全追溯体系",
    "总结试点经验，形成可复制的做法",
];
const RESULTS: [&str; 12] = [
    "总体水平稳中有升，未发生区域性、系统性质量安全事件",
    "主要指标完成进度快于时序要求",
    "问题发现率和整改率同步提高",
    "企业办事环节和费用明细减少",
    "公共服务的便利程度得到改善",
    "与先进城市的差距进一步缩小",
    "形成了部门联动、齐抓共管的格局",
    "为下一阶段工作打下了基础",
    "群众满意度保持在较高水平",
    "薄弱环节得到有效加强",
    "产业结构继续优化",
    "制度的约束力逐步显现",
];

/// Writes a workspace with `contributions` in each section.
pub(crate) fn write(folder: &Path, contributions: usize) {
    let chapters = folder.join("chapters");
    let put = |path: &str, text: &str| {
        let path = chapters.join(path);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        std::fs::write(path, text).expect("a file");
    };

    put("report.yaml", REPORT);
    put("bureaus.yaml", &bureaus(contributions));
    put("plan.yaml", &plan(contributions));
    put("indicators/_定义.yaml", &definitions());
    put("indicators/第1单位.yaml", &values());

    let picture = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/suite/workspace/chapters/06-产品质量/图片/格子.png");
    for section in 1..=SECTIONS {
        let name = format!("{section:02}-第{section}部分工作");
        std::fs::create_dir_all(chapters.join(&name).join("图片")).expect("a folder");
        std::fs::copy(&picture, chapters.join(&name).join("图片/格子.png")).expect("a picture");

        for bureau in 1..=contributions {
            put(&format!("{name}/第{bureau}单位.md"), &chapter(section, bureau));
        }
    }
}

const REPORT: &str = "\
城市: 试城市
标题: 试城市质量工作自述报告
副题: （2015—2017年）
文件名: 自述报告
年份: [2015, 2016, 2017]
日期: 2018-06-13
版式: gbt9704
填报单位: 试城市人民政府
主题: 比较用的生成文稿
";

fn bureaus(count: usize) -> String {
    let bureau = |n: usize| format!("- 名称: 试城市第{n}号工作局\n  简称: 第{n}单位\n  别名: []\n");
    (1..=count).map(bureau).collect()
}

fn plan(count: usize) -> String {
    let joint: Vec<String> = (2..=count).map(|n| format!("第{n}单位")).collect();
    let row = |section: usize| {
        let joint = joint.join(", ");
        format!(
            "- 编号: zs-{section:02}\n  任务: 撰写\n  部分: 自述报告\n  栏目: 第{section}部分工作\n  \
             内容: 工作情况\n  责任: 第1单位牵头\n  牵头: [第1单位]\n  配合: [{joint}]\n  章: \"{section:02}\"\n"
        )
    };
    (1..=SECTIONS).map(row).collect()
}

fn definitions() -> String {
    let definition = |n: usize| {
        let (unit, decimals) = [("亿元", 2), ("'%'", 2), ("家", 0), ("项", 1)][n % 4];
        let group = n / 6;
        format!(
            "- 名称: 第{n}项指标\n  单位: {unit}\n  小数: {decimals}\n  归口: 第1单位\n  行: zs-01\n  组: 第{group}组\n"
        )
    };
    (0..INDICATORS).map(definition).collect()
}

fn values() -> String {
    let mut text = "单位: 第1单位\n数值:\n".to_owned();

    for n in 0..INDICATORS {
        let _ = writeln!(text, "  第{n}项指标:");
        for year in 2015..=2017 {
            let value = (n * 37 + year * 11) % 9_000 + 1_000 + (year - 2015) * 131;
            let _ = writeln!(
                text,
                "    {year}: {{ 值: {}.{:02}, 来源: 统计台账, 状态: 已核 }}",
                value / 100,
                value % 100
            );
        }
    }

    text
}

/// Pseudorandom numbers, the same in every run.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap_or(0) % limit
    }

    fn sentence(&mut self) -> String {
        let (subject, action, result) =
            (SUBJECTS[self.below(12)], ACTIONS[self.below(12)], RESULTS[self.below(12)]);
        format!("{subject}{action}，{result}。")
    }

    fn paragraph(&mut self, sentences: usize) -> String {
        (0..sentences).map(|_| self.sentence()).collect()
    }
}

fn chapter(section: usize, bureau: usize) -> String {
    let mut random = Random((section * 1_000 + bureau) as u64);
    let label = format!("{section}-{bureau}");
    let (first, second) = (random.below(INDICATORS), random.below(10));

    let mut text =
        format!("---\n状态: 已审\n---\n\n## 第{bureau}单位的基本情况 {{#sec-{label}}}\n\n");
    let _ = write!(
        text,
        "{}2017年第{first}项指标为{{{{ 值(\"第{first}项指标\", 2017) }}}}，比上年{{{{ 增减(\"第{first}项指标\", 2017) }}}}[^1]。{}\n\n",
        random.paragraph(2),
        random.paragraph(2)
    );
    let _ = write!(
        text,
        "{}详见[@tbl-{label}]和[@fig-{label}]。\n\n{}\n\n",
        random.paragraph(4),
        random.paragraph(5)
    );
    let _ = write!(
        text,
        "{{{{ 指标表(组=\"第{second}组\", 标题=\"第{bureau}单位主要指标\", 标签=\"tbl-{label}\", 来源=\"统计台账\") }}}}\n\n"
    );

    let _ = write!(text, "### 做法一\n\n{}\n\n", random.paragraph(4));
    for item in 1..=4 {
        let _ = writeln!(text, "{item}. **第{item}项**：{}", random.sentence());
    }

    let _ = write!(text, "\n### 做法二\n\n{}[^2]{}\n\n", random.paragraph(3), random.paragraph(1));
    let _ = write!(
        text,
        "{{{{ 图(\"第{first}项指标\", 标题=\"第{first}项指标的变化\", 标签=\"fig-{label}\", 类型=\"{}\") }}}}\n\n",
        ["柱", "线"][bureau % 2]
    );

    if bureau.is_multiple_of(3) {
        text.push_str(&landscape(&label, &mut random));
    }
    if bureau % 6 == 1 {
        let _ = write!(
            text,
            "![格子](图片/格子.png \"示意\"){{#pic-{label} 宽=40%}}\n\n见[@pic-{label}]。\n\n"
        );
    }

    let _ = write!(
        text,
        "## 下一步打算\n\n{}如[@sec-{label}]所述，{}\n\n",
        random.paragraph(6),
        random.paragraph(5)
    );
    for _ in 0..3 {
        let _ = writeln!(text, "- {}", random.sentence());
    }
    let _ = write!(text, "\n{}\n\n", random.paragraph(4));
    let _ = write!(text, "[^1]: {}\n\n[^2]: {}\n", random.sentence(), random.sentence());
    text
}

fn landscape(label: &str, random: &mut Random) -> String {
    let mut text =
        format!("::: 横排\n表：分项结果 {{#wide-{label} 单位=\"批次\" 来源=\"监督抽查\"}}\n\n");
    text.push_str("| 类别 | 抽查 | 合格 | 不合格 | 合格率 | 主要问题 |\n| --- | ---: | ---: | ---: | ---: | --- |\n");
    for row in 1..=9 {
        let (all, bad) = (40 + random.below(60), random.below(9));
        let problem = RESULTS[random.below(12)];
        let _ = writeln!(
            text,
            "| 第{row}类产品 | {all} | {} | {bad} | {}% | {problem} |",
            all - bad,
            100 - bad
        );
    }

    text.push_str(":::\n\n");
    text
}

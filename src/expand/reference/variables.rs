//! The variables of chapters and of each kind of merge template, and their fields.
//!
//! Whoever gives a template its variables names them by these tables: [`record`] takes a value for each
//! line, so that no variable is given that isn't described, and none described that isn't given.

use super::entry::{Example, Scope, Variable};
use crate::expand::Field;

const fn variable(
    names: [&'static str; 2],
    meaning: &'static str,
    fields: &'static [Variable],
) -> Variable {
    Variable { names, meaning, fields }
}

const fn plain(chinese: &'static str, ascii: &'static str, meaning: &'static str) -> Variable {
    variable([chinese, ascii], meaning, &[])
}

/// Known everywhere.
pub(in crate::expand) const COMMON: [Variable; 2] = [
    plain("年份", "years", "report.yaml 的“年份”，一个列表"),
    plain("城市", "city", "report.yaml 的“城市”"),
];

/// Of a chapter.
pub(in crate::expand) const CHAPTER: [Variable; 2] = [
    plain("本单位", "bureau", "写这份文稿的单位的简称"),
    plain("本栏目", "section", "文稿所在的栏目"),
];

/// Of an indicator, as 指标() lists them.
pub(in crate::expand) const INDICATOR: [Variable; 9] = [
    plain("名称", "name", "指标名称"),
    plain("单位", "unit", "计量单位，没有的为空"),
    plain("组", "group", "指标组"),
    plain("归口", "owner", "归口单位的简称"),
    plain("口径", "basis", "口径"),
    plain("年份", "years", "要求填报的年份，一个列表"),
    plain("已报", "given", "已经填报的年份，一个列表"),
    plain("类型", "kind", "数值、比例、文本、名单、是否之一"),
    plain("数值", "numeric", "类型是否数值"),
];

const DOCUMENT_TITLE: Variable = plain("标题", "title", "文件的标题");
const DOCUMENT_SUBTITLE: Variable = plain("副题", "subtitle", "文件的副题，没有的为空");
const DATE: Variable = plain("日期", "date", "report.yaml 的“日期”，如 2018年6月13日");
const ADDRESSEE: Variable = plain("抬头", "addressee", "report.yaml 的“抬头”，没有的为空");
const ANNEXES: Variable =
    plain("附件说明", "annexes", "report.yaml 的“附件说明”是否写 是；用单独一行 ::: 附件说明 印出");
const SIGNATURE: Variable =
    plain("落款", "signature", "report.yaml 的“落款”：是 或 盖章，不印的为空");
const DATA: Variable =
    plain("数据", "data", "report.yaml 中这份文件的“数据”，按名称取，如 数据.所在地；没有的为空");
const AUTHOR: Variable = plain("填报单位", "author", "report.yaml 的“填报单位”");

const SECTION_NUMBER: Variable = plain("号", "number", "章号，如 06");
const SECTION_TITLE: Variable = plain("标题", "title", "章的标题，即栏目");
const TASK: Variable = plain("任务", "task", "责任分工表中的任务");
const DUTY: Variable = plain("责任", "duty", "责任分工表中的责任单位一栏，原文");
const LEAD: Variable = plain("牵头", "lead", "牵头单位的简称，一个列表");
const JOINT: Variable = plain("配合", "joint", "配合单位的简称，一个列表");
const LEAD_IN: Variable =
    plain("导语", "lead_in", "_导语.md 的正文，没有的为空；单独占一行，只印一次");

/// Of a piece of evidence.
pub const EVIDENCE: [Variable; 5] = [
    plain("标题", "title", "佐证材料的标题"),
    plain("文号", "number", "文号，没有的为空"),
    plain("单位", "bureau", "交这份材料的单位，简称"),
    plain("原件", "original", "已收 或 未收"),
    plain("备注", "note", "备注，没有的为空"),
];

/// Of a contribution.
pub const CONTRIBUTION: [Variable; 7] = [
    plain("单位", "bureau", "供稿单位的全称"),
    plain("简称", "short", "供稿单位的简称"),
    plain("状态", "status", "文稿开头的“状态”"),
    plain("日期", "date", "文稿开头的“日期”，如 2018年6月1日；没有的为空"),
    plain("文号", "number", "文稿开头的“文号”，没有的为空"),
    plain("正文", "body", "这份文稿的正文；单独占一行，只印一次；成章的行只列文稿，正文为空"),
    variable(["佐证", "evidence"], "文稿开头的“佐证”，一个列表，每项有下列各项", &EVIDENCE),
];

const CONTRIBUTIONS: Variable =
    variable(["稿件", "contributions"], "各单位的文稿，一个列表，每份有下列各项", &CONTRIBUTION);

/// Of a chapter of the outline, in section.md.j2.
pub const OUTLINE: [Variable; 6] = [SECTION_NUMBER, SECTION_TITLE, TASK, DUTY, LEAD, JOINT];

/// Of a chapter of the outline, in report.md.j2.
pub const REPORT_OUTLINE: [Variable; 8] = [
    SECTION_NUMBER,
    SECTION_TITLE,
    TASK,
    DUTY,
    LEAD,
    JOINT,
    plain("正文", "body", "由 section.md.j2 合成的正文；单独占一行，只印一次"),
    variable(
        ["佐证", "evidence"],
        "这一栏目各份文稿的佐证材料，一个列表，每项有下列各项",
        &EVIDENCE,
    ),
];

/// Of section.md.j2.
pub const SECTION: [Variable; 3] =
    [variable(["章", "chapter"], "这个栏目，有下列各项", &OUTLINE), LEAD_IN, CONTRIBUTIONS];

/// Of report.md.j2.
pub const REPORT: [Variable; 9] = [
    variable(["章", "chapters"], "各个栏目，一个列表，每个有下列各项", &REPORT_OUTLINE),
    DOCUMENT_TITLE,
    DOCUMENT_SUBTITLE,
    DATE,
    AUTHOR,
    ADDRESSEE,
    ANNEXES,
    SIGNATURE,
    DATA,
];

/// Of a row of the plan.
pub const PLAN_ROW: [Variable; 13] = [
    plain("编号", "id", "行号，如 sb-01"),
    TASK,
    plain("部分", "part", "任务下的部分，没有的为空"),
    plain("栏目", "column", "栏目"),
    plain("内容", "wording", "要求的内容，原文"),
    DUTY,
    LEAD,
    JOINT,
    plain("归口", "owners", "这一行各项指标的归口单位和配合单位的简称，一个列表"),
    plain("章", "section", "成章的行的章号，不成章的为空"),
    plain("情况说明", "narrative", "是否要写一段情况说明"),
    LEAD_IN,
    CONTRIBUTIONS,
];

/// Of a bureau.
pub const BUREAU: [Variable; 2] =
    [plain("名称", "name", "单位的全称"), plain("简称", "short", "单位的简称")];

/// Of the template of a document beside the report.
pub const OTHER_DOCUMENT: [Variable; 10] = [
    variable(["计划", "plan"], "plan.yaml 的各行，一个列表，每行有下列各项", &PLAN_ROW),
    variable(["各单位", "bureaus"], "bureaus.yaml 的各单位，一个列表，每个有下列各项", &BUREAU),
    DOCUMENT_TITLE,
    DOCUMENT_SUBTITLE,
    DATE,
    AUTHOR,
    ADDRESSEE,
    ANNEXES,
    SIGNATURE,
    DATA,
];

/// Of an opinion in the table of opinions.
pub const OPINION: [Variable; 9] = [
    plain("序号", "number", "序号，如 12；意见不一致的几方同号，如 3甲、3乙"),
    plain("审稿人", "reviewer", "审稿人"),
    plain("日期", "date", "改动、批注的日期，如 2018-06-20；不知道的为空"),
    plain("位置", "position", "位置，如 第六部分（二）第3段"),
    plain("出处", "source", "文稿和行号，如 chapters/06-产品质量/市质监局.md:12；不在文稿里的为空"),
    plain("原文", "before", "原文；批注所指的字"),
    plain("意见", "after", "修改意见，批注的内容"),
    plain("情况", "outcome", "采纳情况，如 采用、待定、转市农业局核定"),
    plain("理由", "reason", "理由、答复；没有的为空"),
];

/// Of a group of opinions.
pub const OPINION_GROUP: [Variable; 4] = [
    plain("类", "kind", "冲突、转归口单位核定、未采用、批注、已定、采用之一"),
    plain("名称", "name", "这一组的名称，如 转市农业局核定"),
    plain("单位", "bureau", "转给哪个归口单位，其他组为空"),
    variable(["意见", "opinions"], "这一组的意见，一个列表，每条有下列各项", &OPINION),
];

/// Of opinions.md.j2.
pub const OPINIONS: [Variable; 5] = [
    DOCUMENT_TITLE,
    plain("报告", "report", "送审的报告的标题"),
    plain("日期", "date", "这张表的日期，如 2018年6月20日"),
    plain("概况", "summary", "一句话：几条意见，各种情况各几条"),
    variable(
        ["各组", "groups"],
        "意见分成的组，先是等人处理的，一个列表，每组有下列各项",
        &OPINION_GROUP,
    ),
];

/// Of a unit on a slip.
pub const SLIP_UNIT: [Variable; 4] = [
    plain("名称", "name", "单位的全称，没有的为空"),
    plain("简称", "short", "单位的简称"),
    plain("联系人", "contact", "bureaus.yaml 的“联系人”，没有的为空"),
    plain("电话", "phone", "bureaus.yaml 的“电话”，没有的为空"),
];

/// Of a thing on a slip.
pub const SLIP_ROW: [Variable; 5] = [
    plain("名称", "name", "名称，如 06 产品质量、城市GDP"),
    plain("内容", "detail", "内容，各单不同，见模板开头"),
    plain("应为", "wanted", "应为什么、在哪里，各单不同"),
    plain("说明", "note", "说明，各单不同"),
    plain("各格", "cells", "其余各栏，一个列表，如各年的数值"),
];

/// Of things of one kind on a slip.
pub const SLIP_GROUP: [Variable; 2] = [
    plain("名称", "name", "是什么，如 文稿、指标数据、原件"),
    variable(["行", "rows"], "各项，一个列表，每项有下列各项", &SLIP_ROW),
];

/// Of the templates of slips.
pub const SLIP: [Variable; 11] = [
    DOCUMENT_TITLE,
    plain("报告", "report", "报告的标题"),
    plain("日期", "date", "这张单的日期，如 2018年6月11日"),
    variable(["单位", "unit"], "送给哪个单位，有下列各项；办公室自用的，各项为空", &SLIP_UNIT),
    variable(["发出", "sender"], "从哪个单位送出，有下列各项", &SLIP_UNIT),
    plain("截止", "deadline", "这个单位的截止日期，没有的为空"),
    plain("天数", "days", "到截止日期还有几天，过了的是负数"),
    plain("级别", "grade", "催报的级别：提前、到期、逾期；其他单为空"),
    plain("次数", "count", "第几次"),
    plain("校验号", "checksum", "确认单所列内容的校验号，其他单为空"),
    variable(["各组", "groups"], "所列各项分成的组，一个列表，每组有下列各项", &SLIP_GROUP),
];

/// Of a loop; minijinja gives them.
const LOOP: [Variable; 6] = [
    plain("index", "index", "第几次，从 1 数起"),
    plain("index0", "index0", "第几次，从 0 数起"),
    plain("first", "first", "是否第一次"),
    plain("last", "last", "是否最后一次"),
    plain("length", "length", "一共几次"),
    plain("previtem", "previtem", "上一项；第一次没有，用前先判断 is defined"),
];

/// The variables of a scope.
pub(super) struct ScopeVariables {
    pub scope: Scope,
    pub variables: &'static [Variable],
    /// One for each variable, in their order.
    pub examples: &'static [Example],
}

const fn example(template: &'static str, output: &'static str) -> Example {
    Example { template, output }
}

/// The variables of every scope; examples of templates are of chapter 06 and of 申报表.
pub(super) const SCOPES: &[ScopeVariables] = &[
    ScopeVariables {
        scope: Scope::Everywhere,
        variables: &COMMON,
        examples: &[
            example("{% for 年 in 年份 %}{{ 年 }}年 {% endfor %}", "2015年 2016年 2017年 "),
            example("{{ 城市 }}", "衢州市"),
        ],
    },
    ScopeVariables {
        scope: Scope::Chapter,
        variables: &CHAPTER,
        examples: &[example("{{ 本单位 }}", "市质监局"), example("{{ 本栏目 }}", "产品质量")],
    },
    ScopeVariables {
        scope: Scope::Loop,
        variables: &[variable(["loop", "loop"], "循环到了哪里，有下列各项", &LOOP)],
        examples: &[example(
            "{% for 年 in 年份 %}{% if not loop.first %}、{% endif %}{{ 年 }}{% endfor %}",
            "2015、2016、2017",
        )],
    },
    ScopeVariables {
        scope: Scope::Section,
        variables: &SECTION,
        examples: &[
            example(
                "{{ 章.号 }}《{{ 章.标题 }}》由{{ 章.牵头|first }}牵头",
                "06《产品质量》由市质监局牵头",
            ),
            example("{% if 导语 %}有导语{% endif %}", "有导语"),
            example("{{ 稿件|length }}份", "7份"),
        ],
    },
    ScopeVariables {
        scope: Scope::Report,
        variables: &REPORT,
        examples: &[
            example(
                "{{ 章|length }}个栏目，第一个是《{{ 章[0].标题 }}》",
                "10个栏目，第一个是《申报城市基本情况》",
            ),
            example("{{ 标题 }}", "衢州市争创全国质量强市示范城市自述报告"),
            example("{{ 副题 }}", "（2015—2017年）"),
            example("{{ 日期 }}", "2018年6月13日"),
            example("{{ 填报单位 }}", "衢州市人民政府"),
            example("{% if not 抬头 %}没有抬头{% endif %}", "没有抬头"),
            example("{% if not 附件说明 %}不印附件说明{% endif %}", "不印附件说明"),
            example("{% if not 落款 %}没有落款{% endif %}", "没有落款"),
            example("{% if 数据.说明 %}{{ 数据.说明 }}{% else %}没有说明{% endif %}", "没有说明"),
        ],
    },
    ScopeVariables {
        scope: Scope::OtherDocument,
        variables: &OTHER_DOCUMENT,
        examples: &[
            example(
                "{{ 计划|length }}行，{{ 计划[0].编号 }}由{{ 计划[0].牵头|join(\"、\") }}牵头",
                "46行，sb-01由市统计局牵头",
            ),
            example("{{ (各单位|first).简称 }}", "市创强办"),
            example("{{ 标题 }}", "全国质量强市示范城市申报表"),
            example("{{ 副题 }}", "（申报城市：衢州市）"),
            example("{{ 日期 }}", "2018年6月13日"),
            example("{{ 填报单位 }}", "衢州市人民政府"),
            example("{% if not 抬头 %}没有抬头{% endif %}", "没有抬头"),
            example("{% if not 附件说明 %}不印附件说明{% endif %}", "不印附件说明"),
            example("{% if not 落款 %}没有落款{% endif %}", "没有落款"),
            example("{{ 数据.所在地 }}", "浙江省衢州市"),
        ],
    },
    ScopeVariables {
        scope: Scope::Opinions,
        variables: &OPINIONS,
        examples: &[
            example("{{ 标题 }}", "意见采纳情况表"),
            example("{{ 报告 }}", "衢州市争创全国质量强市示范城市自述报告"),
            example("{{ 日期 }}", "2018年6月20日"),
            example("{{ 概况 }}", "共 2 条意见：转归口单位核定 1，采用 1。"),
            example(
                "{% for 组 in 各组 %}{{ 组.名称 }}：{{ (组.意见|first).位置 }}。{% endfor %}",
                "转市农业局核定：第六部分（二）第3段。采用：第六部分（一）第1段。",
            ),
        ],
    },
    ScopeVariables {
        scope: Scope::Slip,
        variables: &SLIP,
        examples: &[
            example("{{ 标题 }}", "催报单"),
            example("{{ 报告 }}", "衢州市争创全国质量强市示范城市自述报告"),
            example("{{ 日期 }}", "2018年6月11日"),
            example("{{ 单位.名称 }}（{{ 单位.简称 }}）", "衢州市农业局（市农业局）"),
            example("{{ 发出.简称 }}{{ 发出.联系人 or \"统稿人\" }}", "市质监局统稿人"),
            example("{{ 截止 }}", "2018年6月13日"),
            example("{% if 天数 < 0 %}已逾期{% else %}还有{{ 天数 }}天{% endif %}", "还有2天"),
            example("{% if 级别 == \"逾期\" %}逾期{% else %}按期{% endif %}", "按期"),
            example("第{{ 次数 }}次", "第1次"),
            example("{% if 校验号 %}待签章{% else %}不用签章{% endif %}", "不用签章"),
            example(
                "{% for 组 in 各组 %}{{ 组.名称 }}：{{ (组.行|first).名称 }}{% endfor %}",
                "文稿：06 产品质量",
            ),
        ],
    },
];

/// The variables of a table with their values, each under both of its names.
pub fn record<const N: usize>(
    variables: &[Variable; N],
    values: [Field; N],
) -> Vec<(&'static str, Field)> {
    let pairs = variables.iter().zip(values);
    pairs.flat_map(|(variable, value)| variable.names.map(|name| (name, value.clone()))).collect()
}

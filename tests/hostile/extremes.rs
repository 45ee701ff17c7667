//! Every kind of field with nothing, little and far too much in it: a problem or a document, never a
//! panic.
//!
//! In: a field and a length, around the borders at which a number of 16 bits ends. Out: whether the
//! program ends by itself, and says what it says as problems.

use super::{head, problem, run};
use crate::workspace::{CHAPTER, Workspace};
use libtest_mimic::{Failed, Trial};

const MIB: usize = 1024 * 1024;
/// In characters.
const LENGTHS: [usize; 6] = [0, 1, 65_535, 65_536, 65_537, MIB];

/// Where the text goes: a file, and what stands in it before and after the text.
struct Field {
    name: &'static str,
    path: &'static str,
    before: &'static str,
    after: &'static str,
}

const fn in_chapter(name: &'static str, before: &'static str, after: &'static str) -> Field {
    Field { name, path: CHAPTER, before, after }
}

const FIELDS: [Field; 20] = [
    in_chapter("chapter", "", ""),
    in_chapter("heading", "## ", ""),
    in_chapter("paragraph", "## 总体\n\n", "\n"),
    in_chapter("failing-expression", "{{ 无名", " }}"),
    in_chapter("failing-argument", "{{ 值(\"", "\", 2017) }}"),
    in_chapter("text-in-an-expression", "{{ \"", "\" }}"),
    in_chapter("failing-statement", "{% if 无名", " %}甲{% endif %}"),
    in_chapter("comment", "{## ", " ##}"),
    in_chapter("cell", "| 甲 |\n|---|\n| ", " |\n"),
    in_chapter("caption", "表：", "\n\n| 甲 |\n|---|\n| 乙 |\n"),
    in_chapter("label", "表：题 {#tbl-", "}\n\n| 甲 |\n|---|\n| 乙 |\n"),
    in_chapter("reference", "见[@tbl-", "]。"),
    in_chapter("note", "文[^1]。\n\n[^1]: ", "\n"),
    in_chapter("picture", "![", "](图片/格子.png \"题\")\n"),
    in_chapter("picture-title", "![图](图片/格子.png \"", "\")\n"),
    in_chapter("front-matter", "---\n佐证:\n  - 标题: ", "\n---\n文\n"),
    Field {
        name: "title",
        path: "chapters/report.yaml",
        before: "城市: 试城市\n标题: \"",
        after: "\"\n年份: [2015, 2016, 2017]\n日期: 2018-01-01\n",
    },
    Field {
        name: "bureau",
        path: "chapters/bureaus.yaml",
        before: "- 全称: 市质量技术监督局\n  简称: \"",
        after: "\"\n",
    },
    Field {
        name: "indicator",
        path: "chapters/indicators/_定义.yaml",
        before: "- 名称: \"",
        after: "\"\n  单位: 件\n  小数: 1\n  归口: 市质监局\n  行: sb-01\n",
    },
    Field {
        name: "value",
        path: "chapters/indicators/市质监局.yaml",
        before: "单位: 市质监局\n数值:\n  名牌企业数:\n    2017: { 值: 1, 来源: \"",
        after: "\", 状态: 已核 }\n",
    },
];

/// A trial for each kind of field.
pub(super) fn trials() -> impl Iterator<Item = Trial> {
    FIELDS.iter().map(|field| {
        Trial::test(format!("hostile::extreme::{}", field.name), || {
            LENGTHS.into_iter().try_for_each(|length| run_field(field, length))
        })
    })
}

fn run_field(field: &Field, length: usize) -> Result<(), Failed> {
    let workspace = Workspace::small();
    workspace.write(CHAPTER, "## 总体\n\n正文。\n");
    let text = "字".repeat(length);
    workspace.write(field.path, [field.before, &text, field.after].concat());

    let (status, stdout, stderr) = run(&workspace)?;
    let said = format!("{length} characters: {status}\n{}\n{}", head(&stdout), head(&stderr));
    let is_ended = matches!(status.code(), Some(0 | 1)) && !stderr.contains("panicked");
    if is_ended && stdout.lines().all(|line| problem(line).is_some()) {
        Ok(())
    } else {
        Err(said.into())
    }
}

//! Chapters as their writers mean them, and the Markdown that says so.
//!
//! In: a seed. Out: blocks, each with a name that nothing else has, and their source.

use super::dice::Dice;
use std::ops::Range;

/// A part of a paragraph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Seg {
    Text(String),
    Strong(String),
    Link(String, String),
    /// An expression, as it is typed.
    Value(String),
    /// A note's mark, by its label.
    Note(String),
}

/// A block of a chapter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Block {
    Heading(usize, String),
    Para(Vec<Seg>),
    Item {
        level: usize,
        numbered: bool,
        segs: Vec<Seg>,
    },
    Table {
        caption: String,
        attributes: String,
        rows: Vec<Vec<String>>,
    },
    /// Alternative text, file, caption.
    Picture(String, String, String),
    NoteText(String, String),
    /// Source that the books hold as it is: a text under a bullet, a table without a caption.
    Raw(String),
}

const FIRST: [&str; 16] = [
    "木", "铝", "铜", "纸", "布", "灯", "钟", "瓷", "漆", "茶", "糖", "盐", "棉", "麻", "丝", "竹",
];
const SECOND: [&str; 8] = ["门", "材", "管", "板", "件", "箱", "架", "网"];

const CLAUSES: [&str; 40] = [
    "坚持标准引领",
    "推行首席质量官制度",
    "落实企业主体责任",
    "健全部门会商机制",
    "开展风险监测",
    "抽查结果按季公布",
    "服务平台对社会开放",
    "鼓励企业参加比对",
    "培训检验人员",
    "完善投诉处理办法",
    "支持行业协会自律",
    "推动小微企业提升",
    "加强认证监管",
    "实施分类管理",
    "组织质量攻关",
    "帮助企业改造工艺",
    "向消费者发布提示",
    "与周边城市联合执法",
    "规范网络销售",
    "建立追溯体系",
    "引进专业机构",
    "编写操作指南",
    "开放实验室",
    "评选质量标杆",
    "召开现场会",
    "定期回访用户",
    "压减审批时限",
    "统一检验方法",
    "公开办事流程",
    "健全激励办法",
    "督促整改到位",
    "加强源头把关",
    "优化营商环境",
    "发挥示范作用",
    "深化校企合作",
    "壮大检验队伍",
    "畅通反馈渠道",
    "严格过程管理",
    "夯实计量基础",
    "提升服务水平",
];

/// Names and clauses that were not used yet.
#[derive(Debug, Clone)]
pub(super) struct Words {
    names: Vec<String>,
    dice: Dice,
}

impl Words {
    pub fn new(seed: u64) -> Words {
        let mut dice = Dice::new(seed);
        let names = FIRST.iter().flat_map(|a| SECOND.iter().map(move |b| format!("{a}{b}厂")));
        let mut names: Vec<String> = names.collect();
        for last in (1..names.len()).rev() {
            names.swap(last, dice.roll(last + 1));
        }
        Words { names, dice }
    }

    /// A name that nothing else has.
    pub fn name(&mut self) -> String {
        self.names.pop().expect("names are enough")
    }

    /// Clauses of which no two are the same.
    pub fn clauses(&mut self, count: usize) -> Vec<String> {
        let mut found: Vec<String> = Vec::new();
        while found.len() < count {
            let next = (*self.dice.pick(&CLAUSES)).to_owned();
            if !found.contains(&next) {
                found.push(next);
            }
        }
        found
    }

    /// A sentence of its own.
    pub fn sentence(&mut self, clauses: usize) -> String {
        let name = self.name();
        format!("{name}{}。", self.clauses(clauses).join("，"))
    }

    fn para(&mut self) -> Block {
        Block::Para(vec![Seg::Text(self.sentence(3))])
    }

    fn item(&mut self, level: usize, numbered: bool) -> Block {
        Block::Item { level, numbered, segs: vec![Seg::Text(self.sentence(2))] }
    }

    fn table(&mut self, attributes: &str) -> Block {
        let caption = format!("{}情况", self.name());
        let head = vec!["名称".to_owned(), "做法".to_owned(), "说明".to_owned()];
        let mut rows = vec![head];
        for _ in 0..3 {
            let name = self.name();
            let words = self.clauses(2);
            rows.push([name].into_iter().chain(words).collect());
        }
        Block::Table { caption, attributes: attributes.to_owned(), rows }
    }

    /// A chapter with every kind of block.
    pub fn chapter(&mut self, heading: &str) -> Vec<Block> {
        let text = |text: &str| Seg::Text(text.to_owned());
        let mut blocks = vec![Block::Heading(2, format!("{heading}{}", self.name())), self.para()];
        let (name, words) = (self.name(), self.clauses(5));
        blocks.push(Block::Para(vec![
            Seg::Text(format!("{name}{}，", words[0])),
            Seg::Strong(words[1].clone()),
            Seg::Text(format!("，{}，见", words[2])),
            Seg::Link(words[3].clone(), "https://zjj.example.cn/cc/".to_owned()),
            text("。"),
        ]));
        blocks.push(self.para());
        let (name, words) = (self.name(), self.clauses(4));
        let label = self.name();
        blocks.push(Block::Para(vec![
            Seg::Text(format!("{name}{}，全市生产总值", words[0])),
            Seg::Value("{{ 值(\"城市GDP\", 2017) }}".to_owned()),
            Seg::Text(format!("，{}，{}", words[1], words[2])),
            Seg::Note(label.clone()),
            Seg::Text(format!("，{}。", words[3])),
        ]));
        for level in [0, 0, 1, 1, 0, 0] {
            blocks.push(self.item(level, false));
        }
        blocks.extend([self.para(), self.para(), self.table("单位=\"家\" 来源=\"市局台账\"")]);
        blocks.extend([self.para(), Block::Heading(3, format!("做法{}", self.name()))]);
        blocks.extend([self.para(), self.para()]);
        (0..4).for_each(|_| blocks.push(self.item(0, true)));
        blocks.push(self.para());
        let caption = format!("{}分布", self.name());
        blocks.push(Block::Picture("格子".to_owned(), "图片/格子.png".to_owned(), caption));
        blocks.extend([self.para(), Block::Heading(3, format!("成效{}", self.name()))]);
        let mut joined = self.table("");
        if let Block::Table { rows, .. } = &mut joined {
            rows[2][2] = "^^".to_owned();
        }
        blocks.extend([self.para(), joined, self.para(), self.para(), self.para()]);
        let note = self.clauses(2);
        blocks.push(Block::NoteText(label, format!("{}{}，{}。", self.name(), note[0], note[1])));
        blocks
    }
}

impl Block {
    /// Its Markdown.
    pub fn source(&self) -> String {
        match self {
            Block::Heading(level, text) => format!("{} {text}", "#".repeat(*level)),
            Block::Para(segs) => source_of(segs),
            Block::Item { level, numbered, segs } => {
                let (mark, step) = if *numbered { ("1.", 3) } else { ("-", 2) };
                format!("{}{mark} {}", " ".repeat(step * level), source_of(segs))
            }
            Block::Table { caption, attributes, rows } => {
                let braces = if attributes.is_empty() {
                    String::new()
                } else {
                    format!(" {{{attributes}}}")
                };
                let caption = match caption.as_str() {
                    "" => String::new(),
                    caption => format!("表：{caption}{braces}\n\n"),
                };
                let line = |row: &Vec<String>| format!("| {} |", row.join(" | "));
                let mut lines: Vec<String> = rows.iter().map(line).collect();
                lines.insert(1, format!("|{}", "---|".repeat(rows[0].len())));
                format!("{caption}{}", lines.join("\n"))
            }
            Block::Picture(alt, file, caption) => format!("![{alt}]({file} \"{caption}\")"),
            Block::NoteText(label, text) => format!("[^{label}]: {text}"),
            Block::Raw(source) => source.clone(),
        }
    }

    /// The words by which its first paragraph is found: its name and what stands beside that.
    pub fn words(&self) -> String {
        match self {
            Block::Heading(_, text) | Block::NoteText(_, text) => text.clone(),
            Block::Para(segs) | Block::Item { segs, .. } => words_of(segs),
            Block::Table { caption, .. } | Block::Picture(_, _, caption) => caption.clone(),
            Block::Raw(source) => source.clone(),
        }
    }

    pub fn segs(&mut self) -> Option<&mut Vec<Seg>> {
        match self {
            Block::Para(segs) | Block::Item { segs, .. } => Some(segs),
            _ => None,
        }
    }
}

fn source_of(segs: &[Seg]) -> String {
    let source = |seg: &Seg| match seg {
        Seg::Text(text) => text.clone(),
        Seg::Strong(text) => format!("**{text}**"),
        Seg::Link(text, address) => format!("[{text}]({address})"),
        Seg::Value(source) => source.clone(),
        Seg::Note(label) => format!("[^{label}]"),
    };
    segs.iter().map(source).collect()
}

/// The first words of a paragraph, without what the program puts in.
fn words_of(segs: &[Seg]) -> String {
    match segs.first() {
        Some(Seg::Text(text) | Seg::Strong(text) | Seg::Link(text, _)) => text.clone(),
        _ => String::new(),
    }
}

/// Blocks that are replaced by others.
#[derive(Debug, Clone)]
pub(super) struct Change {
    pub at: Range<usize>,
    pub new: Vec<Block>,
}

/// Blocks with some changes in them.
pub(super) fn applied(blocks: &[Block], changes: &[&Change]) -> Vec<Block> {
    let mut list: Vec<Block> = Vec::new();
    let mut next = 0;
    while next <= blocks.len() {
        let here = || changes.iter().filter(|change| change.at.start == next);
        here().for_each(|change| list.extend(change.new.iter().cloned()));
        match here().map(|change| change.at.end).max().filter(|end| *end > next) {
            Some(end) => next = end,
            None => {
                list.extend(blocks.get(next).cloned());
                next += 1;
            }
        }
    }
    list
}

/// A chapter's source.
pub(super) fn composed(blocks: &[Block]) -> String {
    let mut out = String::new();
    let is_item = |block: &Block| matches!(block, Block::Item { .. });
    for (index, block) in blocks.iter().enumerate() {
        let before = index.checked_sub(1).map(|before| &blocks[before]);
        out.push_str(match before {
            None => "",
            Some(before) if is_item(before) && is_item(block) => "\n",
            Some(_) => "\n\n",
        });
        out.push_str(&block.source());
    }
    out + "\n"
}

/// A source without differences that mean nothing: blank lines, widths of cells.
pub(super) fn normal(source: &str) -> String {
    let mut lines: Vec<String> = Vec::new();
    for line in source.lines() {
        let line = line.trim_end();
        let Some(row) = line.trim().strip_prefix('|') else {
            lines.push(counted_from_one(line));
            continue;
        };
        let cells = row.trim_end_matches('|').split('|').map(|cell| {
            let cell = cell.trim();
            let is_dashes = cell.contains('-') && cell.chars().all(|c| matches!(c, '-' | ':'));
            if is_dashes { "---" } else { cell }
        });
        lines.push(format!("| {} |", cells.collect::<Vec<_>>().join(" | ")));
    }
    lines.dedup_by(|a, b| a.is_empty() && b.is_empty());
    named(lines.join("\n").trim())
}

/// A line of a numbered list, which may begin with any number.
fn counted_from_one(line: &str) -> String {
    let inner = line.trim_start();
    let margin = &line[..line.len() - inner.len()];
    match inner.split_once(". ") {
        Some((number, rest)) if number.parse::<u32>().is_ok() => format!("{margin}1. {rest}"),
        _ => line.to_owned(),
    }
}

/// A source in which pictures and notes that the books don't know have the books' name for them.
fn named(source: &str) -> String {
    let mut out = String::new();
    let mut rest = source;
    while let Some((at, opening)) =
        ["(图片/", "[^"].into_iter().filter_map(|mark| Some((rest.find(mark)?, mark))).min()
    {
        let (head, tail) = rest.split_at(at + opening.len());
        let end = tail.find([')', ' ', ']']).unwrap_or(tail.len());
        let name = &tail[..end];
        out.push_str(head);
        out.push_str(if name == "格子.png" || name.ends_with('厂') { name } else { "*" });
        rest = &tail[end..];
    }
    out + rest
}

//! Random drafts in the shapes of official documents, and what their chapters must have.
//!
//! In: a seed. Out: a draft whose headings are numbered by one of many habits, in styles or by typing, with or
//! without a letter around it and a list of contents before it; and what it says, known from the same draws.

use super::draws::Draws;
use std::collections::BTreeMap;
use zishu::docx::{Block, Docx, NumberingLevel, Paragraph, Piece, PieceKind, Story, Style};

/// A draft, and what is to become of it.
pub(crate) struct Shape {
    pub(crate) docx: Docx,
    /// The lines of its chapter.
    pub(crate) lines: Vec<String>,
    pub(crate) number: Option<String>,
    pub(crate) date: Option<String>,
    /// Texts that the account must name.
    pub(crate) left_out: Vec<String>,
}

/// How a level of headings is numbered: what stands before the count, behind it, and how it is counted.
#[derive(Clone, Copy)]
struct Habit {
    before: &'static str,
    digits: Digits,
    after: &'static str,
}

#[derive(Clone, Copy, PartialEq)]
enum Digits {
    Chinese,
    Formal,
    Arabic,
    Wide,
    Circled,
    /// 1.1 of the level above.
    Nested,
    NestedWide,
}

const fn habit(before: &'static str, digits: Digits, after: &'static str) -> Habit {
    Habit { before, digits, after }
}

/// Three levels that go together.
const FAMILIES: &[[Habit; 3]] = &[
    [
        habit("", Digits::Chinese, "、"),
        habit("（", Digits::Chinese, "）"),
        habit("", Digits::Arabic, "."),
    ],
    [
        habit("", Digits::Chinese, "、"),
        habit("(", Digits::Chinese, ")"),
        habit("", Digits::Arabic, "、"),
    ],
    [
        habit("", Digits::Chinese, ". "),
        habit("（", Digits::Chinese, "）."),
        habit("", Digits::Wide, "．"),
    ],
    [
        habit("", Digits::Formal, "、"),
        habit("（", Digits::Chinese, "）"),
        habit("（", Digits::Arabic, "）"),
    ],
    [
        habit("第", Digits::Chinese, "章 "),
        habit("第", Digits::Chinese, "节 "),
        habit("", Digits::Chinese, "、"),
    ],
    [
        habit("第", Digits::Chinese, "章"),
        habit("第", Digits::Chinese, "节"),
        habit("（", Digits::Chinese, "）"),
    ],
    [
        habit("第", Digits::Chinese, "部分　"),
        habit("", Digits::Chinese, "、"),
        habit("（", Digits::Chinese, "）"),
    ],
    [
        habit("", Digits::Arabic, "、"),
        habit("", Digits::Nested, " "),
        habit("", Digits::Nested, " "),
    ],
    [habit("", Digits::Arabic, " "), habit("", Digits::Nested, ""), habit("", Digits::Nested, "")],
    [
        habit("", Digits::Arabic, "．"),
        habit("", Digits::NestedWide, "、"),
        habit("", Digits::NestedWide, "、"),
    ],
    [
        habit("", Digits::Chinese, "、"),
        habit("", Digits::Arabic, "."),
        habit("（", Digits::Wide, "）"),
    ],
    [
        habit("", Digits::Chinese, "、"),
        habit("", Digits::Arabic, "."),
        habit("", Digits::Circled, ""),
    ],
];

/// What headings are called; none begins as a number or ends as a sentence.
const TITLES: &[&str] = &[
    "总体情况",
    "2017年工作情况",
    "主要做法",
    "加强组织领导",
    "监督抽查",
    "质量提升",
    "存在的问题",
    "下一步打算",
    "“品字标”建设",
    "三产融合发展",
    "12345热线办理",
    "质量基础设施（NQI）",
    "一体化推进",
    "保障措施",
    "企业主体责任",
];

/// What texts say; all are prose, whatever they begin with.
const SENTENCES: &[&str] = &[
    "全市产品质量总体平稳，群众满意。",
    "2017年，全市共抽查若干批次（样例）。",
    "一是健全体系；二是强化监管；三是加大宣传。",
    "1.5倍于上年的投入用于检测能力建设。",
    "三年来，质量工作稳步推进。",
    "坚持问题导向：查找短板、落实整改。",
    "（一）抽查情况。全年共抽查若干批次。",
    "1.抽查对象。随机确定，结果公开。",
    "拨打12345热线，反映质量问题。",
    "按照“最多跑一次”的要求，压缩办理时限。",
];

/// Names of items, which no sentence end shows to be text.
const ITEMS: &[&str] = &["木门", "特种纸", "电线电缆", "茶叶", "胡柚"];

/// How the headings of a level are made.
#[derive(Clone, Copy, PartialEq)]
enum Making {
    /// Typed numbers in plain paragraphs.
    Typed,
    /// Typed numbers in the style of a heading.
    Styled,
    /// The style alone.
    Bare,
}

struct Writer {
    draws: Draws,
    blocks: Vec<Block>,
    lines: Vec<String>,
    left_out: Vec<String>,
    family: [Habit; 3],
    makings: [Making; 3],
    /// Lists that Word counts.
    lists: i64,
}

/// A draft and what it says.
pub(crate) fn draft(seed: u64) -> Shape {
    let mut draws = Draws::new(seed, 0x2545_F491_4F6C_DD1D);
    let family = FAMILIES[draws.below(FAMILIES.len())];
    let makings = makings(&mut draws);
    let mut writer = Writer {
        draws,
        blocks: Vec::new(),
        lines: Vec::new(),
        left_out: Vec::new(),
        family,
        makings,
        lists: 0,
    };

    let is_letter = writer.draws.one_in(2);
    let (number, date) = if is_letter { writer.letter_head() } else { (None, None) };
    if !is_letter && writer.draws.one_in(3) {
        writer.title();
    }
    writer.body();
    let date = if is_letter { writer.letter_tail() } else { date };

    let styles = BTreeMap::from([
        ("t".to_owned(), Style { name: "Title".into(), ..Style::default() }),
        ("toc".to_owned(), Style { name: "toc 1".into(), ..Style::default() }),
    ]);
    let level = NumberingLevel { format: "decimal".into(), text: "%1.".into(), start: 1 };
    let numbering = (1..=writer.lists).map(|list| ((list, 0), level.clone())).collect();
    let Writer { blocks, lines, left_out, .. } = writer;
    let docx = Docx { body: Story { blocks }, styles, numbering, ..Docx::default() };
    Shape { docx, lines, number, date, left_out }
}

/// Levels in styles stand above those that are typed, or all are of one kind.
fn makings(draws: &mut Draws) -> [Making; 3] {
    use Making::{Bare, Styled, Typed};
    const ROWS: [[Making; 3]; 6] = [
        [Typed, Typed, Typed],
        [Styled, Styled, Styled],
        [Bare, Bare, Bare],
        [Styled, Typed, Typed],
        [Styled, Styled, Typed],
        [Bare, Styled, Styled],
    ];
    ROWS[draws.below(ROWS.len())]
}

impl Writer {
    fn push(&mut self, text: &str) {
        self.blocks.push(paragraph(text));
    }

    /// A paragraph that stays one.
    fn text(&mut self, text: &str) {
        self.push(text);
        self.lines.push(format!("P {}", marked(text)));
    }

    /// A paragraph that no chapter has.
    fn leave_out(&mut self, text: &str) {
        self.push(text);
        self.left_out.push(text.chars().take(8).collect());
    }

    fn title(&mut self) {
        let title = "产品质量工作自述材料";
        let style = if self.draws.one_in(2) { "t" } else { "" };
        let outline = style.is_empty().then_some(0);
        self.blocks.push(Block::Paragraph(Paragraph { style: style.into(), outline, ..of(title) }));
        self.left_out.push(title.to_owned());
        if outline.is_some() {
            // A title in the style of a heading is alone in its rank.
            self.makings = [Making::Typed; 3];
        }
    }

    fn letter_head(&mut self) -> (Option<String>, Option<String>) {
        let mut number = None;
        if self.draws.one_in(2) {
            self.leave_out("试城市质量技术监督局文件");
            if self.draws.one_in(2) {
                let count = 1 + self.draws.below(99);
                let text = format!("试质监〔2018〕{count}号");
                self.leave_out(&text);
                number = Some(text);
            }
        }
        self.leave_out("关于2017年产品质量工作情况的报告");
        if self.draws.one_in(2) {
            self.leave_out("市政府办公室：");
        }
        if self.draws.one_in(2) {
            self.leave_out("根据通知要求，现将有关情况报告如下。");
        }
        (number, None)
    }

    fn letter_tail(&mut self) -> Option<String> {
        if self.draws.one_in(2) {
            self.leave_out("特此报告。");
        }
        self.leave_out("试城市质量技术监督局");
        let (month, day) = (1 + self.draws.below(12), 1 + self.draws.below(28));
        let date = format!("2018年{month}月{day}日");
        self.leave_out(&date);
        if self.draws.one_in(2) {
            self.leave_out("（联系人：样例，联系电话：0570-0000000）");
        }
        Some(date)
    }

    fn body(&mut self) {
        let has_contents = self.draws.one_in(3);
        let at = self.blocks.len();
        let mut titles = Vec::new();
        let mut counts = [0; 3];
        for _ in 0..2 + self.draws.below(3) {
            self.heading(0, &mut counts, &mut titles);
            self.texts();
            for _ in 0..[0, 2, 3][self.draws.below(3)] {
                self.heading(1, &mut counts, &mut titles);
                self.texts();
                for _ in 0..[0, 0, 2][self.draws.below(3)] {
                    self.heading(2, &mut counts, &mut titles);
                    self.texts();
                }
            }
        }
        if has_contents {
            self.contents(at, &titles);
        }
    }

    fn heading(&mut self, level: usize, counts: &mut [usize; 3], titles: &mut Vec<String>) {
        counts[level] += 1;
        counts[level + 1..].fill(0);
        let mut title = self.draws.pick(TITLES);
        // Nobody could read 12017年.
        while self.family[level].after.is_empty() && title.starts_with(|c: char| c.is_ascii_digit())
        {
            title = self.draws.pick(TITLES);
        }
        let making = self.makings[level];
        let number = match making {
            Making::Typed | Making::Styled => number(self.family[level], &counts[..=level]),
            Making::Bare => String::new(),
        };
        let text = format!("{number}{title}");
        let outline = (making != Making::Typed).then_some(u8::try_from(level).unwrap_or(0));
        self.blocks.push(Block::Paragraph(Paragraph { outline, ..of(&text) }));
        self.lines.push(format!("H{} {title}", level + 2));
        titles.push(text);
    }

    /// One or two paragraphs, or a list.
    fn texts(&mut self) {
        for _ in 0..=self.draws.below(2) {
            let sentence = self.draws.pick(SENTENCES);
            self.text(sentence);
        }
        if self.draws.one_in(4) {
            self.list();
        }
        let sentence = self.draws.pick(SENTENCES);
        self.text(sentence);
    }

    /// Items after a line that announces them; their numbers were typed, or Word counts them.
    fn list(&mut self) {
        self.text("重点产品有：");
        let is_typed = self.draws.one_in(2);
        self.lists += i64::from(!is_typed);
        let length = 2 + self.draws.below(3);
        for (count, item) in (1..=length).zip(ITEMS.iter().copied()) {
            let text = if is_typed { format!("{count}.{item}") } else { item.to_owned() };
            let numbering = (!is_typed).then_some((self.lists, 0));
            self.blocks.push(Block::Paragraph(Paragraph { numbering, ..of(&text) }));
            self.lines.push(format!("I1 {count} {}", marked(item)));
        }
    }

    /// A list of contents before the text.
    fn contents(&mut self, at: usize, titles: &[String]) {
        let mut contents = vec![paragraph("目　录")];
        let kind = self.draws.below(3);
        for (page, title) in titles.iter().enumerate() {
            let line = format!("{title}…………{}", page + 1);
            let mut entry = of(&line);
            match kind {
                0 => entry.style = "toc".into(),
                1 => entry.in_contents = true,
                _ => {}
            }
            contents.push(Block::Paragraph(entry));
        }
        self.blocks.splice(at..at, contents);
        self.left_out.push(format!("目录（{} 行）", titles.len() + 1));
    }
}

fn number(habit: Habit, counts: &[usize]) -> String {
    let count = counts.last().copied().unwrap_or(1);
    let digits = match habit.digits {
        Digits::Chinese => chinese(count),
        Digits::Formal => ["壹", "贰", "叁", "肆", "伍"][(count - 1) % 5].to_owned(),
        Digits::Arabic => count.to_string(),
        Digits::Wide => wide(&count.to_string()),
        Digits::Circled => ["①", "②", "③", "④", "⑤"][(count - 1) % 5].to_owned(),
        Digits::Nested => nested(counts, "."),
        Digits::NestedWide => nested(counts, "．"),
    };
    format!("{}{digits}{}", habit.before, habit.after)
}

fn nested(counts: &[usize], point: &str) -> String {
    counts.iter().map(usize::to_string).collect::<Vec<_>>().join(point)
}

fn chinese(count: usize) -> String {
    ["一", "二", "三", "四", "五", "六", "七", "八", "九"][(count - 1) % 9].to_owned()
}

fn wide(digits: &str) -> String {
    digits.chars().filter_map(|c| char::from_u32(u32::from(c) + 0xFEE0)).collect()
}

fn paragraph(text: &str) -> Block {
    Block::Paragraph(of(text))
}

fn of(text: &str) -> Paragraph {
    let piece = Piece {
        kind: PieceKind::Text(text.to_owned()),
        format: Default::default(),
        revisions: Vec::new(),
        formatted: Vec::new(),
        link: None,
        field: None,
    };
    Paragraph { pieces: vec![piece], ..Paragraph::default() }
}

/// A text without formatting, as the trials write it down.
fn marked(text: &str) -> String {
    let marks = "0".repeat(text.chars().filter(|c| c.is_alphanumeric()).count());
    format!("{text} ⟦{marks}⟧")
}

//! What is held against what, and the goals.

use super::reports::Report;

/// What is timed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Subject {
    /// The report as PDF and Word.
    Both,
    /// Every document of the workspace as PDF and Word.
    AllDocuments,
    /// The report as Word, in a workspace that nothing was made in yet.
    WordFirst,
    /// The same once the report has been made.
    WordAgain,
    /// `check`.
    Check,
    /// Merging a returned copy.
    Merge,
    /// From the start of a preview to its first page.
    PreviewStart,
    /// From a save under a preview to the page.
    Save,
    /// Typst's own loop and export, on the text of the fixture.
    Anchor,
    /// pandoc, Markdown to Word.
    PandocWord,
    /// pandoc, Markdown to Typst text.
    PandocTypst,
    /// Typst on pandoc's text.
    TypstOfPandoc,
}

/// What of it is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Quantity {
    /// Seconds.
    Time,
    /// Peak memory, MB.
    Memory,
}

/// One line of the table.
pub(crate) struct Comparison {
    /// What is compared.
    pub subject: Subject,
    /// Its name.
    pub name: &'static str,
    /// What it is held against: the sum of these.
    pub others: &'static [Subject],
    /// Their name.
    pub other_name: &'static str,
    /// What of them.
    pub quantity: Quantity,
    /// The most that the ratio may be; none where nothing is asked.
    pub goal: Option<f64>,
}

/// The lines of a report.
///
/// `check` and merging had goals of their own before the anchor: 0.10 and 0.50 of a render, which took 1.1 of
/// Typst alone.
pub(crate) fn of(report: Report) -> Vec<Comparison> {
    use Quantity::{Memory, Time};
    use Subject::{
        AllDocuments, Anchor, Both, Check, Merge, PandocTypst, PandocWord, PreviewStart, Save,
        TypstOfPandoc, WordAgain, WordFirst,
    };

    let line = |subject, name, others, other_name, quantity, goal| Comparison {
        subject,
        name,
        others,
        other_name,
        quantity,
        goal,
    };
    let (typst, pandoc, word) = ("Typst 单独", "pandoc 两次加 Typst", "pandoc → docx");
    let pandoc_both: &[Subject] = &[PandocWord, PandocTypst, TypstOfPandoc];
    let both = if report.is_sample() { 0.80 } else { 0.70 };

    let mut lines = vec![
        line(Both, "PDF 与 Word", &[Anchor], typst, Time, Some(both)),
        line(Both, "PDF 与 Word", pandoc_both, pandoc, Time, Some(0.30)),
        line(Both, "PDF 与 Word", &[Anchor], typst, Memory, Some(0.85)),
        line(WordAgain, "只要 Word，页码已知", &[PandocWord], word, Time, Some(0.30)),
        line(WordFirst, "只要 Word，页码未知", &[PandocWord], word, Time, Some(0.75)),
        line(Check, "check", &[Anchor], typst, Time, Some(0.11)),
        line(Save, "保存到页面送出", &[PreviewStart], "预览从启动到页面送出", Time, Some(0.08)),
        line(Merge, "review merge", &[Anchor], typst, Time, Some(0.55)),
    ];
    if report.is_sample() {
        lines.push(line(AllDocuments, "三份文件，PDF 与 Word", &[Anchor], typst, Time, None));
    }
    lines
}

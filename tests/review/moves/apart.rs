//! What two reviewers, or two edits of one, do with the same words.
//!
//! In: the copies of [`super`]. Out: words that stand there once, values that stay values.

use super::*;

/// Two move a paragraph to different places: it doesn't stand in both, and both are told.
pub(super) fn by_two_apart() -> Result<(), Failed> {
    for (cut, paste) in [
        ("首段在这里", "统计局的末段"),
        ("我市坚持", "列表之后"),
        ("产值", "统计局的末段"),
        ("第一项内容", "列表之后"),
        ("本章最后", "首段在这里"),
    ] {
        let [one, other] = ["中间隔开", paste].map(|paste| {
            let mut sheet = Sheet::of(&base().bytes);
            let runs = sheet.cut(cut);
            sheet.paste_before(paste, &runs);
            sheet
        });
        for order in [vec![one.clone(), other.clone()], vec![other.clone(), one.clone(), other]] {
            let merged = merge(&order)?;
            kept(&merged)?;
            let own = merged.entries.iter().filter(|entry| said(entry).contains(cut));
            let taken = own.filter(|entry| entry.outcome == Outcome::Applied).count();
            assert_eq!(taken, 0, "{cut}\n{}", told(&merged));
        }
    }
    Ok(())
}

/// One takes a paragraph away, the other puts it elsewhere.
pub(super) fn moved_and_deleted() -> Result<(), Failed> {
    let mut moving = Sheet::of(&base().bytes);
    let runs = moving.cut("首段在这里");
    moving.paste_before("统计局的末段", &runs);
    let mut deleting = Sheet::of(&base().bytes);
    deleting.cut("首段在这里");
    for order in [[moving.clone(), deleting.clone()], [deleting, moving]] {
        let merged = merge(&order)?;
        kept(&merged)?;
        assert!(after(&merged)[CHAPTER].contains("首段在这里"), "{}", told(&merged));
    }
    Ok(())
}

/// A phrase goes in one paragraph and comes in where nobody can type: the good edit is taken. The same
/// for what a cell says.
pub(super) fn phrases_apart() -> Result<(), Failed> {
    for words in ["效益优先的方针", "搬走的一句话在", "木门", "七十四", "二十二"]
    {
        let mut sheet = Sheet::of(&base().bytes);
        cut_words(&mut sheet, words);
        put(&mut sheet, "抽查结果", &run(words));
        let merged = merge(&[sheet])?;
        assert_eq!(count(&merged, words), 0, "{}", told(&merged));
    }
    Ok(())
}

/// What was changed on the way would be typed: the value stays one.
pub(super) fn value_changed_on_the_way() -> Result<(), Failed> {
    for paste in ["中间隔开", "统计局的末段", "抽查结果"] {
        for (old, new) in
            [("见", "详见"), ("产值", "全年产值"), ("。", "。另加的一句话。"), ("，", "， ")]
        {
            let mut sheet = Sheet::of(&base().bytes);
            let runs = sheet.cut("产值");
            sheet.paste_before(paste, &runs.replacen(old, new, 1));
            kept(&merge(&[sheet])?)?;
        }
    }
    Ok(())
}

//! What a definition says of its values: direction, joint bureaus, range and swing.
//!
//! In: the texts of an entry. Out: the parts of its rules; nothing for a wrong one, after it was
//! reported.

use super::names::{EntryReader, bureau, typed};
use crate::source::Span;
use rust_decimal::Decimal;

impl EntryReader<'_> {
    /// 验算: whether a value that doesn't follow from its formula is a reminder only.
    pub(super) fn formula_reminds(&mut self, verification: &Option<String>) -> bool {
        match typed(verification) {
            None | Some("必须" | "strict") => false,
            Some("参考" | "reminder") => true,
            Some(typed) => {
                let help =
                    "验算取 必须（不符就是错误）、参考（不符只提醒，公式不是申报表规定的）之一";
                self.misshapen(self.of("验算", "verification"), format!("没有验算“{typed}”"), help);
                false
            }
        }
    }

    /// 配合: short names of known bureaus.
    pub(super) fn joint(&mut self, names: &Option<Vec<String>>) -> Vec<String> {
        let mut bureaus = Vec::new();
        for (index, name) in names.iter().flatten().enumerate() {
            let span = self.item("配合", "joint", index);
            let bureau = bureau(self.workspace, name.trim(), span, self.diagnostics);
            bureaus.extend(bureau.map(|bureau| bureau.short.clone()));
        }

        bureaus
    }

    /// 范围: two numbers; an empty one is no limit.
    pub(super) fn range(
        &mut self,
        limits: &Option<Vec<Option<String>>>,
    ) -> (Option<Decimal>, Option<Decimal>) {
        let Some(limits) = limits else { return (None, None) };

        let span = self.of("范围", "range");
        let mut limit = |index: usize| self.number(typed(limits.get(index)?)?, span, "范围");
        let (least, greatest) = (limit(0), limit(1));
        let reversed =
            matches!((least, greatest), (Some(least), Some(greatest)) if least > greatest);
        if limits.len() == 2 && !reversed {
            return (least, greatest);
        }

        let message = if reversed {
            "“范围”的下限大于上限"
        } else {
            "“范围”应有下限、上限两项"
        };
        self.misshapen(span, message, "改为 范围: [0, 100]；没有上限写 范围: [0, ~]");
        (None, None)
    }

    /// 波动: percent.
    pub(super) fn swing(&mut self, swing: &Option<String>) -> Option<Decimal> {
        let typed = typed(swing)?;
        let percent = typed.strip_suffix('%').unwrap_or(typed);
        let swing = self.number(percent, self.of("波动", "swing"), "波动");
        swing.filter(|swing| !swing.is_sign_negative())
    }

    fn number(&mut self, typed: &str, span: Span, key: &str) -> Option<Decimal> {
        let number = Decimal::from_str_exact(typed).ok();
        if number.is_none() {
            let message = format!("“{key}”中的“{typed}”不是数字");
            self.misshapen(span, message, "写半角数字，例如 30 或 99.9");
        }

        number
    }
}

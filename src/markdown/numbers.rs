//! Numbers of lists as they are typed: `1. 2. 4.` stays so, though Markdown counts on from the first.
//!
//! In: the items of a list. Out: the runs of items that are counted on; what is left out or typed twice
//! is reported. Items that all have one number (`1. 1. 1.`) are counted, as their writer means it.

use super::context::{Lowering, TextKind};
use crate::diag::Code;
use comrak::nodes::{ListType, Node, NodeValue};

/// Items that are counted on from a number.
pub(super) struct CountedItems<'n> {
    pub first: usize,
    pub items: Vec<Node<'n>>,
}

impl<'n> Lowering<'_, 'n> {
    /// The items of an ordered list, parted where their numbers don't go on.
    pub fn counted_items(&mut self, list: Node<'n>) -> Vec<CountedItems<'n>> {
        let items: Vec<(usize, Node<'n>)> =
            list.children().filter_map(|item| Some((typed_number(item)?, item))).collect();
        let Some((first, _)) = items.first().copied() else { return Vec::new() };
        if items.iter().all(|(number, _)| *number == first) {
            let items = items.into_iter().map(|(_, item)| item).collect();
            return vec![CountedItems { first, items }];
        }

        let mut runs: Vec<CountedItems<'n>> = Vec::new();
        let mut last = None;
        for (number, item) in items {
            match runs.last_mut() {
                Some(run) if last.is_some_and(|last: usize| last + 1 == number) => {
                    run.items.push(item);
                }
                _ => {
                    if let Some(last) = last {
                        self.report_gap(item, last, number);
                    }

                    runs.push(CountedItems { first: number, items: vec![item] });
                }
            }
            last = Some(number);
        }
        runs
    }

    /// Reports a number that doesn't go on from the last. A list that begins anew at 1 is meant so.
    fn report_gap(&mut self, item: Node<'n>, last: usize, number: usize) {
        if self.kind == TextKind::Template || number == 1 && last > 1 {
            return;
        }

        let start = self.positions.range(item.data().sourcepos).start;
        let digits = self.source()[start..].bytes().take_while(u8::is_ascii_digit).count();
        let message = if number == last {
            format!("列表的序号 {number} 用了两次，照所写的印出")
        } else {
            format!("列表的序号从 {last} 到了 {number}，照所写的印出")
        };

        let help = "漏写、错写的，改正序号；另起的列表，与上一个之间隔一段文字";
        self.problem(Code::MistypedMarkup, start..start + digits, &message, help);
    }
}

/// The number that an item is typed with.
fn typed_number(item: Node<'_>) -> Option<usize> {
    match &item.data().value {
        NodeValue::Item(list) if list.list_type == ListType::Ordered => Some(list.start),
        _ => None,
    }
}

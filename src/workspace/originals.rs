//! 原件 in a chapter's head, set where an original came in.

use super::front::head_range;
use crate::yaml::{Content, EntryPosition, Step, add_entry, set_values};

/// The keys of the evidence, and of its originals, each with its ASCII name.
const KEYS: [[&str; 2]; 2] = [["佐证", "evidence"], ["原件", "original"]];

/// What a head says of an original that is there.
const RECEIVED: &str = "已收";

/// The text of a chapter whose head says that the original of its document at `index` is there; every other
/// byte stays. `None` where the head can't be edited.
pub fn with_received_original(text: &str, index: usize) -> Option<String> {
    let range = head_range(text)?;
    let head = text.get(range.clone())?;
    let edited = KEYS[0].into_iter().find_map(|list| {
        let item = [Step::Key(list), Step::Index(index)];
        let set = KEYS[1].into_iter().find_map(|key| {
            let path = [item[0], item[1], Step::Key(key)];
            set_values(head, &[(path.to_vec(), RECEIVED)])
        });
        let content = Content::Scalar(RECEIVED);
        set.or_else(|| add_entry(head, &item, EntryPosition::Last, KEYS[1][0], content))
    })?;

    Some(format!("{}{edited}{}", &text[..range.start], &text[range.end..]))
}

#[cfg(test)]
mod tests {
    use super::with_received_original;

    #[test]
    fn an_original_is_set_and_nothing_else() {
        let cases = [
            (
                "---\n佐证:\n  - 标题: 甲\n    原件: 另送 # 注\n  - 标题: 乙\n    原件: 未收\n---\n正文\n",
                "---\n佐证:\n  - 标题: 甲\n    原件: 另送 # 注\n  - 标题: 乙\n    原件: 已收\n---\n正文\n",
            ),
            (
                "---\nevidence:\n  - title: 甲\n    original: no\n  - title: 乙\n    original: no\n---\n",
                "---\nevidence:\n  - title: 甲\n    original: no\n  - title: 乙\n    original: 已收\n---\n",
            ),
            (
                "---\n佐证:\n  - 标题: 甲\n  - 标题: 乙\n    文号: 丙\n# 注\n---\n",
                "---\n佐证:\n  - 标题: 甲\n  - 标题: 乙\n    文号: 丙\n    原件: 已收\n# 注\n---\n",
            ),
        ];
        for (text, expected) in cases {
            assert_eq!(with_received_original(text, 1).as_deref(), Some(expected), "{text}");
        }
        assert_eq!(with_received_original("正文\n", 0), None);

        assert_eq!(with_received_original("---\n状态: 初稿\n---\n", 0), None);
    }
}

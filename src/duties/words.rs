//! The words by which tables are read: `words.txt`.
//!
//! In: the file, which is built in. Out: [`WORDS`], a list a field. A list that the file lacks is empty; a test
//! holds that none is.

use std::sync::LazyLock;

const TEXT: &str = include_str!("words.txt");

/// A list of words.
pub(super) type List = Vec<&'static str>;

macro_rules! lists {
    ($($(#[$doc:meta])* $field:ident = $name:literal,)*) => {
        /// The lists.
        #[derive(Debug)]
        pub(super) struct Words {
            $($(#[$doc])* pub $field: List,)*
        }

        impl Words {
            fn read() -> Words {
                Words { $($field: list($name),)* }
            }

            /// Every list with its name in the file.
            #[cfg(test)]
            pub fn all(&self) -> Vec<(&'static str, &List)> {
                vec![$(($name, &self.$field),)*]
            }
        }
    };
}

lists! {
    /// Names of units end with them.
    endings = "单位结尾",
    /// Names of two characters.
    short_names = "短名称",
    /// Second halves of names.
    dependent = "不单列",
    /// Before a name, no part of it.
    before_names = "名称前",
    /// Begin with 市 and are no unit of their own.
    inner_words = "市字词",
    /// Between two units.
    conjunctions = "连词",
    /// Labels of lead units.
    lead_labels = "牵头标签",
    /// Labels of joint units.
    joint_labels = "配合标签",
    /// Labels of units that are responsible.
    duty_labels = "责任标签",
    /// Behind lead units.
    lead = "牵头",
    /// Behind joint units.
    joint = "配合",
    /// Behind responsible units.
    duty = "负责",
    /// With any of these, without a meaning of their own.
    filler = "随语",
    /// Between lead and joint units.
    together_with = "会同",
    /// For units that aren't named.
    collective = "泛指",
    /// Head of the column of numbers.
    number_heads = "表头序号",
    /// Head of the column of tasks.
    task_heads = "表头任务",
    /// Head of the columns of contents.
    content_heads = "表头内容",
    /// Head of the column of responsible units.
    duty_heads = "表头责任",
    /// Head of the column of lead units.
    lead_heads = "表头牵头",
    /// Head of the column of joint units.
    joint_heads = "表头配合",
    /// Head of the column of deadlines.
    deadline_heads = "表头时限",
    /// Beginnings of notes.
    notes = "注",
    /// Names of reports.
    report_names = "自述报告",
    /// Names of forms.
    form_names = "申报表",
    /// Ends of what is a figure.
    figure_ends = "指标结尾",
    /// Ends of what is a text.
    text_ends = "说明结尾",
    /// Before an indicator's name.
    before_indicators = "指标前",
    /// Behind an indicator's name.
    behind_indicators = "指标后",
    /// Head of the column of full names.
    full_heads = "全称",
    /// Head of the column of short names.
    short_heads = "简称",
    /// Head of the column of other names.
    alias_heads = "别名",
}

/// The lists of the file.
pub(super) static WORDS: LazyLock<Words> = LazyLock::new(Words::read);

/// The words below the line `[name] …`, longest first: the longer of two says more.
fn list(name: &str) -> List {
    let head = format!("[{name}]");
    let lines = TEXT.lines().skip_while(|line| !line.starts_with(&head)).skip(1);
    let lines = lines.take_while(|line| !line.starts_with('['));
    let mut words: List =
        lines.filter(|line| !line.starts_with('#')).flat_map(str::split_whitespace).collect();
    words.sort_by_key(|word| std::cmp::Reverse(word.len()));
    words
}

/// The longest word of a list that a text begins with.
pub(super) fn word_before<'w>(text: &str, words: &'w List) -> Option<&'w str> {
    words.iter().copied().find(|word| text.starts_with(word))
}

#[cfg(test)]
mod tests {
    use super::WORDS;

    #[test]
    fn every_list_has_words_and_each_once() {
        for (name, list) in WORDS.all() {
            assert!(!list.is_empty(), "[{name}]");
            let mut sorted = list.clone();
            sorted.sort_unstable();
            sorted.dedup();
            assert_eq!(sorted.len(), list.len(), "[{name}]");
        }
    }
}

//! What a form looks like: its columns, headings and hidden keys, the same for writer and reader.

/// The sheet's name.
pub(super) const SHEET: &str = "填报表";

/// Stands in the heading row's hidden key cell; another version is another layout.
pub(super) const VERSION: &str = "zishu-form-1";

/// What the hidden key cell of every version begins with.
pub(super) const VERSION_STEM: &str = "zishu-form-";

/// Row of the headings in a form as written; a reader looks for [`VERSION`].
pub(super) const HEAD_ROW: u32 = 4;

pub(super) const NAME: u16 = 1;
pub(super) const UNIT: u16 = 2;
pub(super) const YEAR: u16 = 3;
pub(super) const PREVIOUS: u16 = 8;
pub(super) const BASIS: u16 = 9;
pub(super) const WORDING: u16 = 10;
/// Hidden: the indicator's name; in the heading row [`VERSION`].
pub(super) const KEY_NAME: u16 = 11;
/// Hidden: the year; in the heading row the bureau.
pub(super) const KEY_YEAR: u16 = 12;
/// Columns of a form.
pub(super) const WIDTH: u16 = 17;

/// The visible columns: heading and width in characters.
pub(super) const HEADINGS: [(&str, f64); 11] = [
    ("序号", 5.0),
    ("指标", 28.0),
    ("单位", 10.0),
    ("年份", 7.0),
    ("值", 18.0),
    ("来源", 28.0),
    ("状态", 8.0),
    ("备注", 22.0),
    ("上次填报", 16.0),
    ("口径", 22.0),
    ("任务要求", 38.0),
];

/// What a bureau fills in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Field {
    /// 值.
    Value,
    /// 来源.
    Source,
    /// 状态.
    Status,
    /// 备注.
    Note,
}

impl Field {
    /// In the order of the columns.
    pub const ALL: [Field; 4] = [Field::Value, Field::Source, Field::Status, Field::Note];

    /// The key in a YAML file, which is the heading as well, and its ASCII alias.
    pub fn keys(self) -> [&'static str; 2] {
        match self {
            Field::Value => ["值", "value"],
            Field::Source => ["来源", "source"],
            Field::Status => ["状态", "status"],
            Field::Note => ["备注", "note"],
        }
    }

    /// The key in Chinese.
    pub fn name(self) -> &'static str {
        self.keys()[0]
    }

    /// Where it stands among the four.
    pub fn index(self) -> usize {
        match self {
            Field::Value => 0,
            Field::Source => 1,
            Field::Status => 2,
            Field::Note => 3,
        }
    }

    /// The column to fill in.
    pub(super) fn column(self) -> u16 {
        4 + self.index() as u16
    }

    /// The hidden column with the text that the form was made with.
    pub(super) fn base_column(self) -> u16 {
        13 + self.index() as u16
    }
}

/// What one row holds of the four fields, as text without blanks at the ends.
pub type Fields = [String; 4];

/// A cell of a sheet, from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Position {
    pub row: u32,
    pub column: u16,
}

impl Position {
    /// The cell's name: `E7`.
    pub fn name(self) -> String {
        let mut letters = String::new();
        let mut rest = u32::from(self.column) + 1;
        while rest > 0 {
            rest -= 1;
            letters.insert(0, char::from(b'A' + (rest % 26) as u8));
            rest /= 26;
        }
        format!("{letters}{}", self.row + 1)
    }
}

#[cfg(test)]
mod tests {
    use super::{Field, HEADINGS, Position};

    #[test]
    fn names_of_cells() {
        let name = |row, column| Position { row, column }.name();
        assert_eq!(name(0, 0), "A1");
        assert_eq!(name(6, 4), "E7");
        assert_eq!(name(9, 25), "Z10");
        assert_eq!(name(0, 26), "AA1");
    }

    #[test]
    fn fields_stand_under_their_headings() {
        for field in Field::ALL {
            assert_eq!(HEADINGS[usize::from(field.column())].0, field.name());
        }
    }
}

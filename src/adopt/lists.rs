//! Items of lists as Markdown, nested by their levels.

/// An item: its numbering instance and level, its number where it is counted, its text.
pub(super) struct Item {
    pub instance: i64,
    pub level: u8,
    pub number: Option<i64>,
    pub text: String,
}

/// A list that is open.
struct OpenList {
    instance: i64,
    level: u8,
    is_ordered: bool,
    /// Whether its items have the second of the two markers, `+` or `1)`: another marker begins
    /// another list.
    has_second_marker: bool,
    /// Spaces before its items' text.
    text_indent: usize,
}

impl OpenList {
    fn continues_with(&self, item: &Item) -> bool {
        self.instance == item.instance
            && self.level == item.level
            && self.is_ordered == item.number.is_some()
    }
}

/// Maximum number of an item: CommonMark takes nine digits (0.31, 5.2).
const MAX_NUMBER: i64 = 999_999_999;

/// The items as one block of lists.
pub(super) fn write(items: &[Item]) -> String {
    let mut out = String::new();
    let mut open: Vec<OpenList> = Vec::new();
    for item in items {
        let before = list_before(&mut open, item);
        let continues = before.as_ref().is_some_and(|list| list.continues_with(item));
        let has_second_marker = match &before {
            Some(list) if continues => list.has_second_marker,
            Some(list) => !list.has_second_marker,
            None => false,
        };
        let number = item.number.map(|number| number.clamp(0, MAX_NUMBER));
        let marker = marker(number, has_second_marker);

        // Only a list that begins with 1 may follow a line of text.
        if !continues && number.is_some_and(|number| number != 1) && !out.is_empty() {
            out.push('\n');
        }
        let indent = open.last().map_or(0, |list| list.text_indent);
        let text_indent = indent + marker.len() + 1;
        let text = item.text.replace('\n', &format!("\n{}", " ".repeat(text_indent)));
        out.push_str(&format!("{}{marker} {text}\n", " ".repeat(indent)));

        let Item { instance, level, .. } = *item;
        let is_ordered = number.is_some();
        open.push(OpenList { instance, level, is_ordered, has_second_marker, text_indent });
    }
    out
}

/// Closes the lists that end before an item; the last one of them that stands where the item does.
fn list_before(open: &mut Vec<OpenList>, item: &Item) -> Option<OpenList> {
    let mut deeper = None;
    while open.last().is_some_and(|list| list.level > item.level) {
        deeper = open.pop();
    }

    // A deeper list that ended may stand where this one begins.
    match open.last() {
        Some(list) if list.level == item.level => open.pop(),
        Some(_) | None => deeper,
    }
}

fn marker(number: Option<i64>, is_second: bool) -> String {
    match (number, is_second) {
        (None, false) => "-".to_owned(),
        (None, true) => "+".to_owned(),
        (Some(number), false) => format!("{number}."),
        (Some(number), true) => format!("{number})"),
    }
}

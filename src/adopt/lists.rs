//! Items of lists as Markdown, nested by their levels.

/// An item: its numbering instance and level, its number where it is counted, its text.
pub(super) struct Item {
    pub instance: i64,
    pub level: u8,
    pub number: Option<i64>,
    pub text: String,
}

/// A list that is open.
struct Open {
    instance: i64,
    level: u8,
    ordered: bool,
    /// Which of the two signs its items have.
    second: bool,
    /// Blanks before its items' text.
    inner: usize,
}

/// Digits that CommonMark takes for a number.
const LARGEST: i64 = 999_999_999;

/// The items as one block of lists.
pub(super) fn write(items: &[Item]) -> String {
    let mut out = String::new();
    let mut open: Vec<Open> = Vec::new();
    for item in items {
        let ordered = item.number.is_some();
        let mut last: Option<Open> = None;
        while open.last().is_some_and(|list| list.level > item.level) {
            last = open.pop();
        }
        // A deeper list that ended may stand where this one begins.
        let beside = match open.last() {
            Some(list) if list.level == item.level => open.pop(),
            Some(_) | None => last,
        };
        let indent = open.last().map_or(0, |list| list.inner);
        let fits = |list: &Open| {
            list.instance == item.instance && list.level == item.level && list.ordered == ordered
        };
        let goes_on = beside.as_ref().is_some_and(fits);
        let second = match &beside {
            Some(list) if goes_on => list.second,
            Some(list) => !list.second,
            None => false,
        };
        let number = item.number.map(|number| number.clamp(0, LARGEST));
        let mark = match (number, second) {
            (None, false) => "-".to_owned(),
            (None, true) => "+".to_owned(),
            (Some(number), false) => format!("{number}."),
            (Some(number), true) => format!("{number})"),
        };
        // Only a list that begins with 1 may follow a line of text.
        if !goes_on && number.is_some_and(|number| number != 1) && !out.is_empty() {
            out.push('\n');
        }
        let inner = indent + mark.len() + 1;
        let text = item.text.replace('\n', &format!("\n{}", " ".repeat(inner)));
        out.push_str(&format!("{}{mark} {text}\n", " ".repeat(indent)));
        let (instance, level) = (item.instance, item.level);
        open.push(Open { instance, level, ordered, second, inner });
    }
    out
}

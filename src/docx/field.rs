//! Fields: `PAGEREF x` is code, `12` its result; they nest and may span paragraphs.
//!
//! In: the field characters and codes of runs. Out: whether the place is code or result, and the
//! innermost code and link.

/// The fields that are open.
#[derive(Debug, Clone, Default)]
pub(super) struct Fields {
    open: Vec<Field>,
    /// How many of them are still in their code.
    coding: usize,
}

#[derive(Debug, Clone)]
struct Field {
    code: String,
    result: bool,
    link: Option<String>,
}

/// Longest code that is kept, in bytes.
const CODE: usize = 4096;

impl Fields {
    /// A field begins with its code.
    pub fn begin(&mut self) {
        let link = self.link().map(str::to_owned);
        self.open.push(Field { code: String::new(), result: false, link });
        self.coding += 1;
    }

    /// The innermost field's result begins.
    pub fn separate(&mut self) {
        if let Some(field) = self.open.last_mut().filter(|field| !field.result) {
            field.result = true;
            field.code = field.code.trim().to_owned();
            field.link = link(&field.code).or(field.link.take());
            self.coding -= 1;
        }
    }

    /// The innermost field ends.
    pub fn end(&mut self) {
        if let Some(field) = self.open.pop() {
            self.coding -= usize::from(!field.result);
        }
    }

    /// Opens a field whose code is known: `w:fldSimple`.
    pub fn simple(&mut self, code: &str) {
        self.begin();
        self.instruct(code);
        self.separate();
    }

    /// Adds to the innermost field's code.
    pub fn instruct(&mut self, code: &str) {
        if let Some(field) = self.open.last_mut().filter(|field| !field.result) {
            let room = CODE.saturating_sub(field.code.len());
            let end = (0..=code.len().min(room)).rev().find(|at| code.is_char_boundary(*at));
            field.code.push_str(&code[..end.unwrap_or(0)]);
        }
    }

    /// Whether what stands here is code.
    pub fn in_code(&self) -> bool {
        self.coding > 0
    }

    /// How many fields are open.
    pub fn depth(&self) -> usize {
        self.open.len()
    }

    /// The innermost field's code, in its result.
    pub fn code(&self) -> Option<&str> {
        self.open.last().filter(|_| self.coding == 0).map(|field| field.code.as_str())
    }

    /// The link that a field makes here.
    pub fn link(&self) -> Option<&str> {
        self.open.last().filter(|_| self.coding == 0).and_then(|field| field.link.as_deref())
    }
}

/// The address in `HYPERLINK "address" \l "bookmark"`.
fn link(code: &str) -> Option<String> {
    let rest = code.trim_start();
    let (word, rest) = rest.split_at_checked("HYPERLINK".len())?;
    if !word.eq_ignore_ascii_case("HYPERLINK") {
        return None;
    }
    let (mut address, mut anchor, mut switch) = (String::new(), String::new(), ' ');
    for word in words(rest) {
        match (word.strip_prefix('\\').and_then(|word| word.chars().next()), switch) {
            (Some(next), _) => switch = next.to_ascii_lowercase(),
            (None, 'l') => (anchor, switch) = (word, ' '),
            // The other switches' words: tips, frames.
            (None, 'o' | 't' | 's') => switch = ' ',
            (None, _) if address.is_empty() => address = word,
            (None, _) => {}
        }
    }
    let address = if anchor.is_empty() { address } else { format!("{address}#{anchor}") };
    (!address.is_empty()).then_some(address)
}

/// Words parted by blanks; quotation marks keep one together.
fn words(code: &str) -> Vec<String> {
    let (mut words, mut word, mut quoted) = (Vec::new(), String::new(), false);
    for character in code.chars() {
        match character {
            '"' => quoted = !quoted,
            blank if blank.is_whitespace() && !quoted => {
                words.push(std::mem::take(&mut word));
            }
            other => word.push(other),
        }
    }
    words.push(word);
    words.retain(|word| !word.is_empty());
    words
}

//! Fields: `PAGEREF x` is code, `12` its result; they nest and may span paragraphs.
//!
//! In: the field characters and codes of runs. Out: whether the place is code or result, and the
//! innermost code and link.

use super::equation_field::equation_text;

/// The fields that are open.
#[derive(Debug, Clone, Default)]
pub(super) struct Fields {
    open: Vec<Field>,
    /// How many of them are still in their code.
    codes: usize,
}

#[derive(Debug, Clone)]
struct Field {
    code: String,
    in_result: bool,
    link: Option<String>,
    /// What a field without a result prints, where the field says it beside its code.
    printed: Option<String>,
}

/// Maximum length of a code that is kept, in bytes.
const MAX_CODE: usize = 4096;

impl Fields {
    /// A field begins with its code.
    pub fn begin(&mut self) {
        let link = self.link().map(str::to_owned);
        self.open.push(Field { code: String::new(), in_result: false, link, printed: None });
        self.codes += 1;
    }

    /// The innermost field's result begins.
    pub fn separate(&mut self) {
        if let Some(field) = self.open.last_mut().filter(|field| !field.in_result) {
            field.in_result = true;
            field.code = field.code.trim().to_owned();
            field.link = link(&field.code).or(field.link.take());
            self.codes -= 1;
        }
    }

    /// The innermost field ends; what it prints, if that is no result that was read already.
    pub fn end(&mut self) -> Option<String> {
        let field = self.open.pop()?;
        self.codes -= usize::from(!field.in_result);
        field.printed.or_else(|| equation_text(&field.code).filter(|_| !field.in_result))
    }

    /// What the innermost field prints, where it has no result.
    pub fn set_printed(&mut self, text: String) {
        if let Some(field) = self.open.last_mut() {
            field.printed = Some(text);
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
        if let Some(field) = self.open.last_mut().filter(|field| !field.in_result) {
            let room = MAX_CODE.saturating_sub(field.code.len());
            let end = (0..=code.len().min(room)).rev().find(|at| code.is_char_boundary(*at));
            field.code.push_str(&code[..end.unwrap_or(0)]);
        }
    }

    /// Whether what stands here is code.
    pub fn in_code(&self) -> bool {
        self.codes > 0
    }

    /// How many fields are open.
    pub fn depth(&self) -> usize {
        self.open.len()
    }

    /// The innermost field's code, in its result.
    pub fn code(&self) -> Option<&str> {
        self.open.last().filter(|_| self.codes == 0).map(|field| field.code.as_str())
    }

    /// The link that a field makes here.
    pub fn link(&self) -> Option<&str> {
        self.open.last().filter(|_| self.codes == 0).and_then(|field| field.link.as_deref())
    }
}

/// The address in `HYPERLINK "address" \l "bookmark"`.
fn link(code: &str) -> Option<String> {
    let rest = code.trim_start();
    let (keyword, rest) = rest.split_at_checked("HYPERLINK".len())?;
    if !keyword.eq_ignore_ascii_case("HYPERLINK") {
        return None;
    }

    let (mut address, mut anchor, mut switch) = (String::new(), String::new(), ' ');
    for argument in arguments(rest) {
        match (argument.strip_prefix('\\').and_then(|switch| switch.chars().next()), switch) {
            (Some(next), _) => switch = next.to_ascii_lowercase(),
            (None, 'l') => (anchor, switch) = (argument, ' '),
            // What the other switches take: tips, frames.
            (None, 'o' | 't' | 's') => switch = ' ',
            (None, _) if address.is_empty() => address = argument,
            (None, _) => {}
        }
    }

    let address = if anchor.is_empty() { address } else { format!("{address}#{anchor}") };
    (!address.is_empty()).then_some(address)
}

/// Arguments, divided by spaces; quotation marks keep one together.
fn arguments(code: &str) -> Vec<String> {
    let (mut arguments, mut argument, mut quoted) = (Vec::new(), String::new(), false);
    for character in code.chars() {
        match character {
            '"' => quoted = !quoted,
            space if space.is_whitespace() && !quoted => {
                arguments.push(std::mem::take(&mut argument));
            }
            other => argument.push(other),
        }
    }
    arguments.push(argument);
    arguments.retain(|argument| !argument.is_empty());
    arguments
}

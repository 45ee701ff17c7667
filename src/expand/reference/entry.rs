//! The parts of a description.

/// What kind of thing a name stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum EntryKind {
    /// Called with parentheses.
    Function,
    /// A function that templates/macros.md.j2 defines.
    Macro,
    /// Stands after `|`.
    Filter,
    /// Stands after `is`.
    Test,
    /// A value.
    Variable,
}

impl EntryKind {
    /// Its name in Chinese.
    pub fn chinese(self) -> &'static str {
        match self {
            EntryKind::Function => "函数",
            EntryKind::Macro => "宏",
            EntryKind::Filter => "过滤器",
            EntryKind::Test => "判断",
            EntryKind::Variable => "变量",
        }
    }
}

/// Where a name is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Scope {
    /// In chapters and in all templates.
    Everywhere,
    /// In chapters.
    Chapter,
    /// In section.md.j2.
    Section,
    /// In report.md.j2.
    Report,
    /// In the templates of the documents beside the report.
    OtherDocument,
    /// In opinions.md.j2.
    Opinions,
    /// In the templates of slips.
    Slip,
    /// Within `{% for %}`.
    Loop,
}

impl Scope {
    /// Its name in Chinese.
    pub fn chinese(self) -> &'static str {
        match self {
            Scope::Everywhere => "文稿和各个 *.md.j2 模板",
            Scope::Chapter => "文稿",
            Scope::Section => "section.md.j2",
            Scope::Report => "report.md.j2",
            Scope::OtherDocument => "“其他文件”的模板，如 form.md.j2、duties.md.j2",
            Scope::Opinions => "opinions.md.j2",
            Scope::Slip => "催报单等各单的模板，如 urge.md.j2",
            Scope::Loop => "{% for %} 与 {% endfor %} 之间",
        }
    }
}

/// A parameter of a function or macro.
#[derive(Debug, Clone, Copy)]
pub struct Parameter {
    /// Its names, the Chinese one first.
    pub names: &'static [&'static str],
    /// Whether it must be given.
    pub required: bool,
    /// What it means, in Chinese.
    pub meaning: &'static str,
}

/// A call as it is written: parameters that may be left out stand in square brackets.
pub(in crate::expand) fn usage(name: &str, parameters: &[Parameter]) -> String {
    let names = parameters.iter().map(|parameter| {
        let name = parameter.names[0];
        if parameter.required { name.to_owned() } else { format!("[{name}]") }
    });
    format!("{name}({})", names.collect::<Vec<_>>().join(", "))
}

/// A piece of a template, and what it prints in the sample workspace.
#[derive(Debug, Clone, Copy)]
pub struct Example {
    /// The piece.
    pub template: &'static str,
    /// What it prints; a chart prints as `〔图〕`.
    pub output: &'static str,
}

/// A variable, or a field of one.
#[derive(Debug, Clone, Copy)]
pub struct Variable {
    /// Its Chinese and its ASCII name; the same where it has but one.
    pub names: [&'static str; 2],
    /// What it means, in Chinese.
    pub meaning: &'static str,
    /// The fields of it, or of each of its items.
    pub fields: &'static [Variable],
}

/// Something that a template may use.
#[derive(Debug, Clone)]
pub struct Entry {
    /// What it is.
    pub kind: EntryKind,
    /// Its names, the Chinese one first.
    pub names: Vec<&'static str>,
    /// How it is written.
    pub usage: String,
    /// What it means, in Chinese.
    pub meaning: &'static str,
    /// What it gives, in Chinese; may be empty.
    pub returns: &'static str,
    /// What it takes.
    pub parameters: &'static [Parameter],
    /// The fields of what it gives.
    pub fields: &'static [Variable],
    /// Where it is known.
    pub scope: Scope,
    /// How it looks in use.
    pub examples: Vec<Example>,
}

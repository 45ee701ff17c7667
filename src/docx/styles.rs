//! Styles with what they inherit.
//!
//! In: styles.xml, and the levels of numbering that belong to styles. Out: [`Styles`] to ask while
//! paragraphs are read, and the table of the model.

use super::marks::Marks;
use super::model::{Format, Style};
use crate::ooxml::{Budget, Error, XmlStream};
use std::collections::BTreeMap;

/// Maximum length of a chain of styles that is followed.
const MAX_CHAIN: usize = 15;

#[derive(Default)]
pub(super) struct Styles {
    definitions: BTreeMap<String, StyleDefinition>,
    /// The style of paragraphs that name none.
    default: String,
    /// Levels that belong to a style, by numbering instance and style.
    levels: BTreeMap<(i64, String), u8>,
}

#[derive(Default)]
struct StyleDefinition {
    name: String,
    based_on: String,
    outline: Option<u8>,
    instance: Option<i64>,
    level: Option<u8>,
    marks: Marks,
}

impl Styles {
    /// Reads styles.xml.
    pub fn read(part: &str, text: &str, budget: &mut Budget) -> Result<Styles, Error> {
        let mut xml = XmlStream::new(part, text);
        let mut styles = Styles::default();
        while let Some(tag) = xml.next_start(0, budget)? {
            if !tag.is_word("style") {
                continue;
            }
            let id = xml.word_attribute(&tag, "styleId")?.unwrap_or_default();
            let is_paragraph = xml.word_attribute(&tag, "type")?.as_deref() == Some("paragraph");
            let default = xml.word_attribute(&tag, "default")?;
            if is_paragraph && matches!(default.as_deref(), Some("1" | "true" | "on")) {
                styles.default.clone_from(&id);
            }

            let style = StyleDefinition::read(&mut xml, budget)?;
            budget.keep(size_of::<StyleDefinition>() + id.len() + style.name.len() + 100)?;
            styles.definitions.entry(id).or_insert(style);
        }
        Ok(styles)
    }

    /// Takes over which levels of a numbering belong to styles.
    pub fn set_levels(&mut self, levels: BTreeMap<(i64, String), u8>) {
        self.levels = levels;
    }

    /// The styles as the model has them.
    pub fn table(&self) -> BTreeMap<String, Style> {
        let mut table = BTreeMap::new();
        for (id, definition) in &self.definitions {
            let (instance, level) = self.numbering(id);
            let style = Style {
                name: definition.name.clone(),
                outline: self.outline(id).filter(|level| *level < 9),
                numbering: instance.map(|instance| (instance, level.unwrap_or(0))),
                format: self.format(id),
            };
            table.insert(id.clone(), style);
        }
        table
    }

    /// Marks that a style gives; none for an unknown one.
    pub fn format(&self, id: &str) -> Format {
        let chain: Vec<&StyleDefinition> = self.chain(id).collect();
        chain.iter().rev().fold(Format::default(), |below, style| style.marks.over(below))
    }

    /// The outline level that a style gives, 9 for body text.
    pub fn outline(&self, id: &str) -> Option<u8> {
        self.chain(id).find_map(|style| style.outline)
    }

    /// Numbering instance and level that a style gives.
    pub fn numbering(&self, id: &str) -> (Option<i64>, Option<u8>) {
        let instance = self.chain(id).find_map(|style| style.instance);
        let of_style = || self.levels.get(&(instance?, self.or_default(id).to_owned())).copied();
        (instance, self.chain(id).find_map(|style| style.level).or_else(of_style))
    }

    fn or_default<'s>(&'s self, id: &'s str) -> &'s str {
        if id.is_empty() { &self.default } else { id }
    }

    /// A style and those that it is based on.
    fn chain<'s>(&'s self, id: &'s str) -> impl Iterator<Item = &'s StyleDefinition> {
        let first = self.definitions.get(self.or_default(id));
        let next = |style: &&'s StyleDefinition| self.definitions.get(&style.based_on);
        std::iter::successors(first, next).take(MAX_CHAIN)
    }
}

impl StyleDefinition {
    fn read(xml: &mut XmlStream<'_>, budget: &mut Budget) -> Result<StyleDefinition, Error> {
        let mut style = StyleDefinition::default();

        let depth = xml.depth();
        let small = |number: Option<i64>| number.and_then(|number| u8::try_from(number).ok());
        while let Some(tag) = xml.next_start(depth, budget)? {
            match tag.name {
                // Parts of a table's style, and what was before a change.
                "tblStylePr" | "rPrChange" | "pPrChange" => xml.skip(budget)?,
                "name" => style.name = xml.word_value(&tag)?,
                "basedOn" => style.based_on = xml.word_value(&tag)?,
                "outlineLvl" => style.outline = small(xml.integer(&tag)?),
                "numId" => style.instance = xml.integer(&tag)?,
                "ilvl" => style.level = small(xml.integer(&tag)?).map(|level| level.min(8)),
                _ => drop(style.marks.take(xml, &tag)?),
            }
        }
        Ok(style)
    }
}

//! Numbering: instances, their levels, and the styles that levels belong to.
//!
//! In: numbering.xml. Out: what an instance says of each level, overrides and linked styles resolved
//! (ECMA-376 part 1, 17.9).

use super::model::NumberingLevel;
use crate::ooxml::{Budget, Error, XmlStream};
use std::collections::BTreeMap;

/// Numbering instances, level by level.
#[derive(Default)]
pub(super) struct Numbering {
    /// Levels by instance and level.
    pub levels: BTreeMap<(i64, u8), NumberingLevel>,
    /// Levels by instance and the style that they belong to.
    pub style_levels: BTreeMap<(i64, String), u8>,
}

#[derive(Default, Clone)]
struct Level {
    numbering: NumberingLevel,
    style: String,
}

/// `w:abstractNum`: what instances share.
#[derive(Default)]
struct AbstractNumbering {
    levels: BTreeMap<u8, Level>,
    /// The style whose numbering this one is.
    style_link: String,
    /// The style whose numbering this one takes.
    num_style_link: String,
}

/// `w:num`: an instance.
struct Instance {
    id: i64,
    abstract_id: i64,
    overrides: BTreeMap<u8, LevelOverride>,
}

#[derive(Default)]
struct LevelOverride {
    start: Option<i64>,
    level: Option<Level>,
}

impl Numbering {
    /// Reads numbering.xml.
    pub fn read(part: &str, text: &str, budget: &mut Budget) -> Result<Numbering, Error> {
        let mut xml = XmlStream::new(part, text);
        let mut abstracts: BTreeMap<i64, AbstractNumbering> = BTreeMap::new();
        let mut instances = Vec::new();

        while let Some(tag) = xml.next_start(0, budget)? {
            if tag.is_word("abstractNum") {
                let id = xml.word_attribute(&tag, "abstractNumId")?.and_then(|id| id.parse().ok());
                let numbering = AbstractNumbering::read(&mut xml, budget)?;
                abstracts.entry(id.unwrap_or(-1)).or_insert(numbering);
            } else if tag.is_word("num") {
                let id = xml.word_attribute(&tag, "numId")?.and_then(|id| id.parse().ok());
                budget.keep(200)?;
                instances.push(Instance::read(id.unwrap_or(-1), &mut xml, budget)?);
            }
        }

        Numbering::resolve(&abstracts, instances, budget)
    }

    /// Gives each instance the levels of its abstract numbering, with its overrides.
    fn resolve(
        abstracts: &BTreeMap<i64, AbstractNumbering>,
        instances: Vec<Instance>,
        budget: &mut Budget,
    ) -> Result<Numbering, Error> {
        let mut by_style: BTreeMap<&str, &AbstractNumbering> = BTreeMap::new();
        for numbering in abstracts.values().filter(|one| !one.style_link.is_empty()) {
            by_style.entry(&numbering.style_link).or_insert(numbering);
        }

        let mut resolved = Numbering::default();
        for Instance { id, abstract_id, overrides } in instances {
            let Some(numbering) = abstracts.get(&abstract_id) else { continue };
            let linked = by_style.get(numbering.num_style_link.as_str()).copied();
            let mut levels = linked.unwrap_or(numbering).levels.clone();
            for (index, LevelOverride { start, level }) in overrides {
                let entry = levels.entry(index).or_default();
                *entry = level.unwrap_or_else(|| entry.clone());
                entry.numbering.start = start.unwrap_or(entry.numbering.start);
            }

            for (index, level) in levels {
                budget.keep(200 + level.numbering.text.len() + level.style.len())?;
                if !level.style.is_empty() {
                    resolved.style_levels.entry((id, level.style)).or_insert(index);
                }
                resolved.levels.entry((id, index)).or_insert(level.numbering);
            }
        }
        Ok(resolved)
    }
}

impl Instance {
    fn read(id: i64, xml: &mut XmlStream<'_>, budget: &mut Budget) -> Result<Instance, Error> {
        let mut instance = Instance { id, abstract_id: -1, overrides: BTreeMap::new() };
        let mut index = 0;

        let depth = xml.depth();
        while let Some(tag) = xml.next_start(depth, budget)? {
            match tag.name {
                "abstractNumId" => instance.abstract_id = xml.integer(&tag)?.unwrap_or(-1),
                "lvlOverride" => index = level_index(xml.word_attribute(&tag, "ilvl")?),
                "startOverride" => {
                    instance.overrides.entry(index).or_default().start = xml.integer(&tag)?;
                }
                "lvl" => {
                    let level = Level::read(xml, budget)?;
                    instance.overrides.entry(index).or_default().level = Some(level);
                }
                _ => {}
            }
        }
        Ok(instance)
    }
}

impl AbstractNumbering {
    fn read(xml: &mut XmlStream<'_>, budget: &mut Budget) -> Result<AbstractNumbering, Error> {
        let mut numbering = AbstractNumbering::default();

        let depth = xml.depth();
        while let Some(tag) = xml.next_start(depth, budget)? {
            match tag.name {
                "styleLink" => {
                    numbering.style_link = xml.word_value(&tag)?;
                }
                "numStyleLink" => {
                    numbering.num_style_link = xml.word_value(&tag)?;
                }
                "lvl" => {
                    let index = level_index(xml.word_attribute(&tag, "ilvl")?);
                    let level = Level::read(xml, budget)?;
                    budget.keep(200 + level.numbering.text.len())?;
                    numbering.levels.entry(index).or_insert(level);
                }
                _ => {}
            }
        }
        Ok(numbering)
    }
}

impl Level {
    fn read(xml: &mut XmlStream<'_>, budget: &mut Budget) -> Result<Level, Error> {
        let numbering =
            NumberingLevel { format: "decimal".to_owned(), text: String::new(), start: 1 };
        let mut level = Level { numbering, style: String::new() };

        let depth = xml.depth();
        while let Some(tag) = xml.next_start(depth, budget)? {
            let value = xml.word_value(&tag)?;
            match tag.name {
                "start" => level.numbering.start = xml.integer(&tag)?.unwrap_or(1),
                "numFmt" => level.numbering.format = value,
                "lvlText" => level.numbering.text = value,
                "pStyle" => level.style = value,
                _ => {}
            }
        }
        Ok(level)
    }
}

fn level_index(value: Option<String>) -> u8 {
    value.and_then(|level| level.trim().parse::<u8>().ok()).unwrap_or(0).min(8)
}

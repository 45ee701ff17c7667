//! Styles with what they inherit, and how their numbering ties in with the numbering's levels.
//!
//! In: styles.xml, numbering.xml. Out: [`Styles`] to ask while paragraphs are read, and the tables
//! of the model.

use super::limits::Budget;
use super::look::Marks;
use super::model::{Format, NumberingLevel, Refused, Style};
use super::xml::{Node, Xml};
use std::collections::BTreeMap;

/// Longest chain of styles that is followed.
const CHAIN: usize = 15;

/// All styles of a file.
#[derive(Default)]
pub(super) struct Styles {
    own: BTreeMap<String, Own>,
    /// The style of paragraphs that name none.
    default: String,
    /// Levels that a numbering ties to a style.
    tied: BTreeMap<(i64, String), u8>,
}

#[derive(Default)]
struct Own {
    name: String,
    based_on: String,
    outline: Option<u8>,
    instance: Option<i64>,
    level: Option<u8>,
    marks: Marks,
}

impl Styles {
    /// Reads styles.xml.
    pub fn read(part: &str, text: &str, budget: &mut Budget) -> Result<Styles, Refused> {
        let mut xml = Xml::new(part, text);
        let mut styles = Styles::default();
        loop {
            match xml.next(budget)? {
                Node::Start(tag) if tag.is_word("style") => {
                    let id = xml.word(&tag, "styleId")?.unwrap_or_default();
                    let paragraph = xml.word(&tag, "type")?.as_deref() == Some("paragraph");
                    let default = xml.word(&tag, "default")?;
                    if paragraph && matches!(default.as_deref(), Some("1" | "true" | "on")) {
                        styles.default.clone_from(&id);
                    }
                    let own = Own::read(&mut xml, budget)?;
                    budget.keep(size_of::<Own>() + id.len() + own.name.len() + 100)?;
                    styles.own.entry(id).or_insert(own);
                }
                Node::Start(_) | Node::End | Node::Text(_) => {}
                Node::Over => return Ok(styles),
            }
        }
    }

    /// Takes over which levels a numbering ties to styles.
    pub fn tie(&mut self, tied: BTreeMap<(i64, String), u8>) {
        self.tied = tied;
    }

    /// The styles as the model has them.
    pub fn table(&self) -> BTreeMap<String, Style> {
        let style = |id: &String, own: &Own| {
            let (instance, level) = self.numbering(id);
            let numbering = instance.map(|instance| (instance, level.unwrap_or(0)));
            let outline = self.outline(id).filter(|level| *level < 9);
            let style =
                Style { name: own.name.clone(), outline, numbering, format: self.format(id) };
            (id.clone(), style)
        };
        self.own.iter().map(|(id, own)| style(id, own)).collect()
    }

    /// Marks that a style gives; none for an unknown one.
    pub fn format(&self, id: &str) -> Format {
        let chain: Vec<&Own> = self.chain(id).collect();
        chain.iter().rev().fold(Format::default(), |below, own| own.marks.over(below))
    }

    /// The outline level that a style gives, 9 for body text.
    pub fn outline(&self, id: &str) -> Option<u8> {
        self.chain(id).find_map(|own| own.outline)
    }

    /// Numbering instance and level that a style gives.
    pub fn numbering(&self, id: &str) -> (Option<i64>, Option<u8>) {
        let instance = self.chain(id).find_map(|own| own.instance);
        let tied = || self.tied.get(&(instance?, self.named(id).to_owned())).copied();
        (instance, self.chain(id).find_map(|own| own.level).or_else(tied))
    }

    fn named<'s>(&'s self, id: &'s str) -> &'s str {
        if id.is_empty() { &self.default } else { id }
    }

    /// A style and those that it is based on.
    fn chain<'s>(&'s self, id: &'s str) -> impl Iterator<Item = &'s Own> {
        let first = self.own.get(self.named(id));
        let next = |own: &&'s Own| self.own.get(&own.based_on);
        std::iter::successors(first, next).take(CHAIN)
    }
}

impl Own {
    fn read(xml: &mut Xml<'_>, budget: &mut Budget) -> Result<Own, Refused> {
        let mut own = Own::default();
        let end = xml.depth().saturating_sub(1);
        let small = |number: Option<i64>| number.and_then(|number| u8::try_from(number).ok());
        while xml.depth() > end {
            let Node::Start(tag) = xml.next(budget)? else { continue };
            match tag.name {
                // Parts of a table's style, and what was before a change.
                "tblStylePr" | "rPrChange" | "pPrChange" => xml.skip(budget)?,
                "name" => own.name = xml.word(&tag, "val")?.unwrap_or_default(),
                "basedOn" => own.based_on = xml.word(&tag, "val")?.unwrap_or_default(),
                "outlineLvl" => own.outline = small(xml.number(&tag)?),
                "numId" => own.instance = xml.number(&tag)?,
                "ilvl" => own.level = small(xml.number(&tag)?).map(|level| level.min(8)),
                _ => drop(own.marks.take(xml, &tag)?),
            }
        }
        Ok(own)
    }
}

/// Numbering instances, level by level, and the levels tied to styles.
#[derive(Default)]
pub(super) struct Numbering {
    /// Levels by instance and level.
    pub levels: BTreeMap<(i64, u8), NumberingLevel>,
    /// Levels by instance and the style they are tied to.
    pub tied: BTreeMap<(i64, String), u8>,
}

#[derive(Default, Clone)]
struct Level {
    shown: NumberingLevel,
    style: String,
}

#[derive(Default)]
struct Abstract {
    levels: BTreeMap<u8, Level>,
    /// The style whose numbering this one is, and the one whose numbering this one takes.
    link: String,
    from: String,
}

impl Numbering {
    /// Reads numbering.xml.
    pub fn read(part: &str, text: &str, budget: &mut Budget) -> Result<Numbering, Refused> {
        let mut xml = Xml::new(part, text);
        let mut abstracts: BTreeMap<i64, Abstract> = BTreeMap::new();
        let mut numbering = Numbering::default();
        let mut instances = Vec::new();
        loop {
            match xml.next(budget)? {
                Node::Start(tag) if tag.is_word("abstractNum") => {
                    let id = xml.word(&tag, "abstractNumId")?.and_then(|id| id.parse().ok());
                    let read = Abstract::read(&mut xml, budget)?;
                    abstracts.entry(id.unwrap_or(-1)).or_insert(read);
                }
                Node::Start(tag) if tag.is_word("num") => {
                    let id = xml.word(&tag, "numId")?.and_then(|id| id.parse().ok()).unwrap_or(-1);
                    budget.keep(200)?;
                    instances.push((id, instance(&mut xml, budget)?));
                }
                Node::Start(_) | Node::End | Node::Text(_) => {}
                Node::Over => break,
            }
        }
        let mut links: BTreeMap<&str, i64> = BTreeMap::new();
        for (id, abstraction) in &abstracts {
            if !abstraction.link.is_empty() {
                links.entry(&abstraction.link).or_insert(*id);
            }
        }
        for (id, (abstraction, overrides)) in instances {
            let Some(mut found) = abstracts.get(&abstraction) else { continue };
            if let Some(linked) = links.get(found.from.as_str()).and_then(|id| abstracts.get(id)) {
                found = linked;
            }
            let mut levels = found.levels.clone();
            for (at, (start, level)) in overrides {
                let entry = levels.entry(at).or_default();
                *entry = level.unwrap_or_else(|| entry.clone());
                entry.shown.start = start.unwrap_or(entry.shown.start);
            }
            for (at, level) in levels {
                budget.keep(200 + level.shown.text.len() + level.style.len())?;
                if !level.style.is_empty() {
                    numbering.tied.entry((id, level.style)).or_insert(at);
                }
                numbering.levels.entry((id, at)).or_insert(level.shown);
            }
        }
        Ok(numbering)
    }
}

/// Overrides of an instance: a first number, a whole level.
type Overrides = BTreeMap<u8, (Option<i64>, Option<Level>)>;

fn instance(xml: &mut Xml<'_>, budget: &mut Budget) -> Result<(i64, Overrides), Refused> {
    let (mut abstraction, mut overrides, mut at) = (-1, Overrides::new(), 0);
    let end = xml.depth().saturating_sub(1);
    while xml.depth() > end {
        let Node::Start(tag) = xml.next(budget)? else { continue };
        match tag.name {
            "abstractNumId" => abstraction = xml.number(&tag)?.unwrap_or(-1),
            "lvlOverride" => at = level_of(xml.word(&tag, "ilvl")?),
            "startOverride" => overrides.entry(at).or_default().0 = xml.number(&tag)?,
            "lvl" => {
                let level = Level::read(xml, budget)?;
                overrides.entry(at).or_default().1 = Some(level);
            }
            _ => {}
        }
    }
    Ok((abstraction, overrides))
}

fn level_of(value: Option<String>) -> u8 {
    value.and_then(|level| level.trim().parse::<u8>().ok()).unwrap_or(0).min(8)
}

impl Abstract {
    fn read(xml: &mut Xml<'_>, budget: &mut Budget) -> Result<Abstract, Refused> {
        let mut read = Abstract::default();
        let end = xml.depth().saturating_sub(1);
        while xml.depth() > end {
            let Node::Start(tag) = xml.next(budget)? else { continue };
            match tag.name {
                "styleLink" => read.link = xml.word(&tag, "val")?.unwrap_or_default(),
                "numStyleLink" => read.from = xml.word(&tag, "val")?.unwrap_or_default(),
                "lvl" => {
                    let at = level_of(xml.word(&tag, "ilvl")?);
                    let level = Level::read(xml, budget)?;
                    budget.keep(200 + level.shown.text.len())?;
                    read.levels.entry(at).or_insert(level);
                }
                _ => {}
            }
        }
        Ok(read)
    }
}

impl Level {
    fn read(xml: &mut Xml<'_>, budget: &mut Budget) -> Result<Level, Refused> {
        let mut level = Level::default();
        level.shown.start = 1;
        level.shown.format = "decimal".to_owned();
        let end = xml.depth().saturating_sub(1);
        while xml.depth() > end {
            let Node::Start(tag) = xml.next(budget)? else { continue };
            match tag.name {
                "start" => level.shown.start = xml.number(&tag)?.unwrap_or(1),
                "numFmt" => level.shown.format = xml.word(&tag, "val")?.unwrap_or_default(),
                "lvlText" => level.shown.text = xml.word(&tag, "val")?.unwrap_or_default(),
                "pStyle" => level.style = xml.word(&tag, "val")?.unwrap_or_default(),
                _ => {}
            }
        }
        Ok(level)
    }
}

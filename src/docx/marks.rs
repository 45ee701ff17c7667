//! Marks of text as `w:rPr` says them: what is said, what is left to a style.
//!
//! In: children of `w:rPr`. Out: [`Marks`], and a [`Format`] once a style's marks lie below.

use super::model::{Format, Script};
use crate::ooxml::{Error, Namespace, Tag, XmlStream};

/// What `w:rPr` says about marks; `None` where it says nothing.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Marks {
    bold: Option<bool>,
    italic: Option<bool>,
    strike: Option<bool>,
    underline: Option<bool>,
    script: Option<Script>,
    hidden: Option<bool>,
    highlight: Option<bool>,
    dotted: Option<bool>,
    coloured: Option<bool>,
}

impl Marks {
    /// Takes what a child of `w:rPr` says; false where it is about something else.
    pub fn take<'a>(&mut self, xml: &XmlStream<'a>, tag: &Tag<'a>) -> Result<bool, Error> {
        if tag.namespace != Namespace::Word {
            return Ok(false);
        }

        match tag.name {
            "b" => self.bold = Some(xml.on_off(tag)?),
            "i" => self.italic = Some(xml.on_off(tag)?),
            "strike" | "dstrike" => {
                let on = xml.on_off(tag)?;
                self.strike = Some(on || self.strike == Some(true));
            }
            "vanish" => self.hidden = Some(xml.on_off(tag)?),
            "highlight" => {
                let value = xml.word_attribute(tag, "val")?;
                self.highlight = value.map(|value| !matches!(value.as_str(), "none" | "white"));
            }
            "em" => self.dotted = xml.word_attribute(tag, "val")?.map(|value| value != "none"),
            "color" => {
                let value = xml.word_attribute(tag, "val")?;
                self.coloured =
                    value.map(|value| !matches!(value.as_str(), "auto" | "000000" | "FFFFFF"));
            }
            "u" => {
                let value = xml.word_attribute(tag, "val")?;
                self.underline = value.map(|value| value != "none");
            }
            "vertAlign" => {
                self.script = xml.word_attribute(tag, "val")?.map(|value| match value.as_str() {
                    "superscript" => Script::Superscript,
                    "subscript" => Script::Subscript,
                    _ => Script::Baseline,
                });
            }
            _ => return Ok(false),
        }
        Ok(true)
    }

    /// The format with these marks over others.
    pub fn over(&self, below: Format) -> Format {
        Format {
            bold: self.bold.unwrap_or(below.bold),
            italic: self.italic.unwrap_or(below.italic),
            strike: self.strike.unwrap_or(below.strike),
            underline: self.underline.unwrap_or(below.underline),
            script: self.script.unwrap_or(below.script),
            hidden: self.hidden.unwrap_or(below.hidden),
            highlight: self.highlight.unwrap_or(below.highlight),
            dotted: self.dotted.unwrap_or(below.dotted),
            coloured: self.coloured.unwrap_or(below.coloured),
        }
    }
}

//! word/settings.xml: what holds for the whole document. Written by hand: docx-rs misplaces half of it.

use crate::ooxml::Element;
use crate::word::ReviewCopy;
use crate::word::names::WORD;
use crate::word::write::Settings;

pub(super) fn part(settings: &Settings, copy: Option<&ReviewCopy>) -> Element<'static> {
    let flag = |name| Element::new(name, &[]);
    let value = |name, value| Element::new(name, &[("w:val", value)]);
    let mut children = vec![Element::new("w:zoom", &[("w:percent", "100")])];
    if settings.double_sided {
        children.push(flag("w:mirrorMargins"));
    }

    if let Some(copy) = copy {
        children.push(flag("w:trackRevisions"));
        if copy.locked {
            let kind = [("w:edit", "trackedChanges"), ("w:enforcement", "1")];
            children.push(Element::new("w:documentProtection", &kind));
        }
    }

    children.push(value("w:defaultTabStop", "420"));
    if settings.double_sided {
        children.push(flag("w:evenAndOddHeaders"));
    }
    children.push(value("w:characterSpacingControl", "compressPunctuation"));
    children.extend(line_ends());
    children.push(notes());
    children.push(compatibility());

    let language = [("w:val", "en-US"), ("w:eastAsia", "zh-CN")];
    children.push(Element::new("w:themeFontLang", &language));
    children.push(Element::new("w:clrSchemeMapping", COLORS));
    children.push(value("w:decimalSymbol", "."));
    children.push(value("w:listSeparator", ","));
    Element::new("w:settings", &[("xmlns:w", WORD)]).with(children)
}

/// Marks that end and begin no line: Word's own for Chinese; the connecting mark — (GB/T 15834—2011, 5.1.7)
/// and those that divide (5.1.9), which Word lets begin one; the hyphen of 表 6-1, which it lets end one.
fn line_ends() -> [Element<'static>; 2] {
    const NOT_LAST: &str = "-$([{£¥‘“〈《「『【〔〖〝﹙﹛﹝＄（．［｛￡￥";
    const NOT_FIRST: &str = "!%),.:;>?]}¢¨°·ˇˉ―‖’”…‰′″›℃∶、。〃〉》」』】〕〗〞︶︺︾﹀﹄﹚﹜﹞！＂％＇），．：；？］｀｜｝～￠—/／";
    let marks = |name, marks| Element::new(name, &[("w:lang", "zh-CN"), ("w:val", marks)]);
    [marks("w:noLineBreaksAfter", NOT_LAST), marks("w:noLineBreaksBefore", NOT_FIRST)]
}

/// The separator line of notes, and their numbers.
fn notes() -> Element<'static> {
    let value = |name, value| Element::new(name, &[("w:val", value)]);
    Element::new("w:footnotePr", &[]).with([
        value("w:numFmt", "decimalEnclosedCircle"),
        value("w:numRestart", "eachPage"),
        Element::new("w:footnote", &[("w:id", "-1")]),
        Element::new("w:footnote", &[("w:id", "0")]),
    ])
}

/// Word 2013 and later (mode 15) without a word about compatibility, with the rules of Chinese type.
fn compatibility() -> Element<'static> {
    const URI: &str = "http://schemas.microsoft.com/office/word";
    let setting = |name, value| {
        let attributes = [("w:name", name), ("w:uri", URI), ("w:val", value)];
        Element::new("w:compatSetting", &attributes)
    };

    Element::new("w:compat", &[]).with([
        Element::new("w:spaceForUL", &[]),
        Element::new("w:balanceSingleByteDoubleByteWidth", &[]),
        Element::new("w:doNotLeaveBackslashAlone", &[]),
        Element::new("w:ulTrailSpace", &[]),
        // A line that the writer breaks is not stretched to the margin.
        Element::new("w:doNotExpandShiftReturn", &[]),
        Element::new("w:useFELayout", &[]),
        setting("compatibilityMode", "15"),
        setting("overrideTableStyleFontSizeAndJustification", "1"),
        setting("enableOpenTypeFeatures", "1"),
        setting("doNotFlipMirrorIndents", "1"),
        setting("differentiateMultirowTableHeaders", "1"),
    ])
}

const COLORS: &[(&str, &str)] = &[
    ("w:bg1", "light1"),
    ("w:t1", "dark1"),
    ("w:bg2", "light2"),
    ("w:t2", "dark2"),
    ("w:accent1", "accent1"),
    ("w:accent2", "accent2"),
    ("w:accent3", "accent3"),
    ("w:accent4", "accent4"),
    ("w:accent5", "accent5"),
    ("w:accent6", "accent6"),
    ("w:hyperlink", "hyperlink"),
    ("w:followedHyperlink", "followedHyperlink"),
];

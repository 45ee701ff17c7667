//! Chains of families by role. In: a font book. Out: the families that set a role's text, with the
//! characters each is asked for. The order of standard faces is data of this file alone.

use crate::typography::FaceRole;
use std::ops::Range;
use typst::text::{FontBook, FontStretch, FontStyle, FontVariant, FontWeight};

/// Which face serves a role.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FaceReport {
    /// The role.
    pub role: FaceRole,
    /// Family name.
    pub family: String,
    /// File relative to the workspace, `内置` for a bundled face, or a path of the system.
    pub file: String,
    /// Whether it is a face that official documents ask for, not a stand-in.
    pub standard: bool,
}

/// Families that set a role's text, the preferred first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chain {
    /// The role.
    pub role: FaceRole,
    /// Weight at which the families are asked for: 700 where a bold stand-in serves 小标宋.
    pub weight: u16,
    /// The families.
    pub links: Vec<Link>,
    main: Option<Main>,
}

/// A family and the characters it is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// Family name as Typst knows it.
    pub family: String,
    /// For which characters.
    pub covers: Covers,
    pub(super) index: usize,
}

/// For which characters a family is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Covers {
    /// All.
    All,
    /// Typst's `latin-in-cjk`: all but the marks that Chinese faces draw too (“ ” — … ·).
    LatinInCjk,
    /// Circled and Roman numbers and ～, which differ in size from face to face.
    Circled,
    /// Circled numbers and punctuation, which the 楷体 stand-in sets off-centre.
    Punctuation,
    /// Han and the marks between: what most of a text is. The family is asked for all others later on.
    Chinese,
    /// Han alone, where other marks than the family's own are set between.
    Han,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Main {
    family: String,
    index: usize,
    standard: bool,
}

const CIRCLED: &str = "[Ⅰ-Ⅻⅰ-ⅹ①-⑳㉑-㉟㊱-㊿～]";
const PUNCTUATION: &str =
    "[，。、；：？！“”‘’（）《》〈〉【】〔〕—…·～「」『』％Ⅰ-Ⅻⅰ-ⅹ①-⑳㉑-㉟㊱-㊿]";
const HAN: &str = "\u{4e00}-\u{9fff}\u{3400}-\u{4dbf}";
/// Marks of no other script, which no Latin face is asked for. The space of a full width is none of them:
/// Typst takes it from the face of its neighbours.
const CHINESE_MARKS: &str = "，。、；：？！（）《》〈〉【】〔〕「」『』％";
/// The family that has every character of GBK; the end of each chain.
const LAST: &str = "Noto Serif SC";
/// Families that hold rare characters; taken where present.
const RARE: [&str; 4] = ["SimSun-ExtB", "SimSun-ExtG", "Noto Serif CJK SC", "Source Han Serif SC"];
/// The bundled family of rare characters of names, after whatever the workspace brings for them.
const NAMES: &str = "Zishu Rare";

/// A family of a role; `true` where official documents ask for it.
type Family = (&'static str, bool);

const TITLE: [Family; 8] = [
    ("FZXiaoBiaoSong-B05S", true),
    ("FZXiaoBiaoSong-B05", true),
    ("方正小标宋简体", true),
    ("FZXBSJW--GB1-0", true),
    ("CESI_XBS_GB18030", true),
    ("CESI_XBS_GB13000", true),
    ("CESI_XBS_GB2312", true),
    ("STZhongsong", false),
];
const HEI: [Family; 8] = [
    ("SimHei", true),
    ("FZHei-B01S", true),
    ("FZHei-B01", true),
    ("CESI_HT_GB18030", true),
    ("CESI_HT_GB13000", true),
    ("CESI_HT_GB2312", true),
    ("STHeiti", false),
    ("Heiti SC", false),
];
const KAI: [Family; 9] = [
    ("KaiTi_GB2312", true),
    ("FZKai-Z03S", true),
    ("FZKai-Z03", true),
    ("KaiTi", true),
    ("CESI_KT_GB18030", true),
    ("CESI_KT_GB13000", true),
    ("CESI_KT_GB2312", true),
    ("STKaiti", false),
    ("Kaiti SC", false),
];
const FANG: [Family; 9] = [
    ("FangSong_GB2312", true),
    ("FZFangSong-Z02", true),
    ("FZFangSong-Z02S", true),
    ("FangSong", true),
    ("CESI_FS_GB18030", true),
    ("CESI_FS_GB13000", true),
    ("CESI_FS_GB2312", true),
    ("STFangsong", false),
    ("Zhuque Fangsong", false),
];
const SONG: [Family; 8] = [
    ("SimSun", true),
    ("FZShuSong-Z01S", true),
    ("FZShuSong-Z01", true),
    ("CESI_SS_GB18030", true),
    ("CESI_SS_GB13000", true),
    ("CESI_SS_GB2312", true),
    ("STSong", false),
    ("Songti SC", false),
];
const LATIN: [Family; 2] = [("Times New Roman", true), ("Liberation Serif", false)];

struct Recipe {
    licensed: &'static [Family],
    marks: Option<Covers>,
    stand_ins: &'static [&'static str],
    stand_in_weight: u16,
}

fn recipe(role: FaceRole) -> Recipe {
    let (licensed, marks, stand_ins, stand_in_weight): (&[Family], _, &[&str], _) = match role {
        FaceRole::Title => (&TITLE, None, &[], 700),
        FaceRole::Hei => (&HEI, Some(Covers::Circled), &["Noto Sans SC"], 400),
        FaceRole::Kai => {
            (&KAI, Some(Covers::Punctuation), &["AR PL KaitiM GB", "Zishu Kai Ext"], 400)
        }
        FaceRole::Fang => (&FANG, Some(Covers::Circled), &["Zishu Fang"], 400),
        FaceRole::Song => (&SONG, None, &[], 400),
        FaceRole::Latin => (&LATIN, None, &[], 400),
    };
    Recipe { licensed, marks, stand_ins, stand_in_weight }
}

/// The chain of a role. `custom` are families of the workspace: those that no role names come last,
/// so that a face dropped into fonts/ for a rare character is used.
pub(super) fn build(role: FaceRole, book: &FontBook, custom: &[String]) -> Chain {
    let recipe = recipe(role);
    let is_present = |family: &str| book.contains_family(&family.to_lowercase());
    let licensed: Vec<Family> =
        recipe.licensed.iter().copied().filter(|(name, _)| is_present(name)).collect();
    let weight = if licensed.is_empty() { recipe.stand_in_weight } else { 400 };

    let mut families: Vec<(&str, Covers)> = Vec::new();
    // 黑体 is as heavy as bold type: its letters and digits are its own.
    let has_latin = role != FaceRole::Hei;
    let latin = LATIN.iter().filter(|(name, _)| has_latin && is_present(name));
    families.extend(latin.map(|(name, _)| (*name, Covers::LatinInCjk)));
    if role != FaceRole::Latin {
        families.extend(licensed.iter().map(|(name, _)| (*name, Covers::All)));
    }
    families.extend(recipe.marks.map(|covers| (LAST, covers)));
    families.extend(recipe.stand_ins.iter().map(|name| (*name, Covers::All)));
    families.push((LAST, Covers::All));
    families.extend(RARE.iter().map(|name| (*name, Covers::All)));

    let is_named = |name: &str| name == NAMES || families.iter().any(|(other, _)| *other == name);
    let unnamed: Vec<&String> = custom.iter().filter(|name| !is_named(name)).collect();
    families.extend(unnamed.into_iter().map(|name| (name.as_str(), Covers::All)));
    families.push((NAMES, Covers::All));

    // Typst has a whole text shaped by each family in turn, and throws away what it isn't asked for: the
    // one that most of it comes from goes first, for what comes from it in any case.
    let stand_in = recipe.stand_ins.first().copied().unwrap_or(LAST);
    let main_family = licensed.first().map_or(stand_in, |(name, _)| *name);
    if role != FaceRole::Latin && families.first() != Some(&(main_family, Covers::All)) {
        let has_marks = recipe.marks != Some(Covers::Punctuation);
        families.insert(0, (main_family, if has_marks { Covers::Chinese } else { Covers::Han }));
    }

    let links: Vec<Link> =
        families.iter().filter_map(|(name, covers)| link(book, name, weight, *covers)).collect();
    let main = main(role, &recipe, &licensed, &links);
    Chain { role, weight, links, main }
}

fn main(role: FaceRole, recipe: &Recipe, licensed: &[Family], links: &[Link]) -> Option<Main> {
    let covers = if role == FaceRole::Latin { Covers::LatinInCjk } else { Covers::All };
    // A face that merely lies in fonts/ serves no role.
    let serves = |name: &str| {
        licensed.iter().any(|(licensed, _)| *licensed == name)
            || recipe.stand_ins.contains(&name)
            || name == LAST
    };
    let link = links.iter().find(|link| link.covers == covers && serves(&link.family))?;

    let standard = licensed.iter().any(|(name, standard)| *standard && *name == link.family);
    Some(Main { family: link.family.clone(), index: link.index, standard })
}

fn link(book: &FontBook, family: &str, weight: u16, covers: Covers) -> Option<Link> {
    let variant = FontVariant {
        style: FontStyle::Normal,
        weight: FontWeight::from_number(weight),
        stretch: FontStretch::NORMAL,
    };

    let index = book.select(&family.to_lowercase(), variant)?;
    Some(Link { family: family.to_owned(), covers, index })
}

/// The families of a range of the book, in order, each once.
pub(super) fn families(book: &FontBook, range: Range<usize>) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for info in range.filter_map(|index| book.info(index)) {
        if !names.contains(&info.family) {
            names.push(info.family.clone());
        }
    }
    names
}

impl Chain {
    /// Whether no face serves the role.
    pub fn is_empty(&self) -> bool {
        self.main.is_none()
    }

    /// The value of Typst's `font:`, an array.
    pub fn typst(&self) -> String {
        let links: String = self.links.iter().map(|link| link.typst() + ", ").collect();
        format!("({links})")
    }

    pub(super) fn report(&self, files: &[String]) -> Option<FaceReport> {
        let main = self.main.as_ref()?;
        let file = files.get(main.index)?.clone();
        let (role, standard) = (self.role, main.standard);
        Some(FaceReport { role, family: main.family.clone(), file, standard })
    }
}

impl Link {
    /// The family as an element of Typst's `font:`.
    pub fn typst(&self) -> String {
        // A family name is read from a file: it must not end the literal.
        let name = self.family.replace('\\', "\\\\").replace('"', "\\\"");
        match self.covers.typst() {
            Some(covers) => format!("(name: \"{name}\", covers: {covers})"),
            None => format!("\"{name}\""),
        }
    }
}

impl Covers {
    /// The value of Typst's `covers:`; `None` for all characters.
    pub fn typst(self) -> Option<String> {
        match self {
            Covers::All => None,
            Covers::LatinInCjk => Some("\"latin-in-cjk\"".to_owned()),
            Covers::Circled => Some(format!("regex(\"{CIRCLED}\")")),
            Covers::Punctuation => Some(format!("regex(\"{PUNCTUATION}\")")),
            Covers::Chinese => Some(format!("regex(\"[{HAN}{CHINESE_MARKS}]\")")),
            Covers::Han => Some(format!("regex(\"[{HAN}]\")")),
        }
    }

    /// Whether the family is asked for this character.
    pub fn accepts(self, c: char) -> bool {
        match self {
            Covers::All => true,
            // The set of typst-library 0.15, `Covers::as_regex`.
            Covers::LatinInCjk => !matches!(
                c,
                '\u{b7}'
                    | '\u{2013}'
                    | '\u{2014}'
                    | '\u{2018}'
                    | '\u{2019}'
                    | '\u{201c}'
                    | '\u{201d}'
                    | '\u{2025}'..='\u{2027}' | '\u{2e3a}'
            ),
            Covers::Circled => circled(c),
            Covers::Punctuation => circled(c) || PUNCTUATION.contains(c) && !"[]-".contains(c),
            Covers::Chinese => is_unified_han(c) || CHINESE_MARKS.contains(c),
            Covers::Han => is_unified_han(c),
        }
    }
}

fn is_unified_han(c: char) -> bool {
    matches!(c, '\u{4E00}'..='\u{9FFF}' | '\u{3400}'..='\u{4DBF}')
}

fn circled(c: char) -> bool {
    matches!(c, 'Ⅰ'..='Ⅻ' | 'ⅰ'..='ⅹ' | '①'..='⑳' | '㉑'..='㉟' | '㊱'..='㊿' | '～')
}

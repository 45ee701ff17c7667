//! The styles: names that Word knows (正文, 标题 1, 题注, 目录 1 …), set as the profile says.

use super::numbering;
use super::rendered;
use super::sheet::{Sheet, face, half_points, twips, unsigned};
use crate::profile::{FaceRole, Profile, TextStyle};
use docx_rs::{
    AlignmentType, BorderType, IndentLevel, LineSpacing, LineSpacingType, NumberingId,
    ParagraphBorder, ParagraphBorderPosition, ParagraphBorders, ParagraphProperty, RunFonts,
    SpecialIndentType, Style, StyleType, Tab, TabLeaderType, TabValueType, VertAlignType,
};

pub(super) const BODY: &str = "NormalIndent";
pub(super) const COVER_TITLE: &str = "Title";
pub(super) const COVER_SUBTITLE: &str = "Subtitle";
pub(super) const COVER_IMPRINT: &str = "CoverImprint";
pub(super) const CONTENTS_HEADING: &str = "TOCHeading";
pub(super) const CAPTION: &str = "Caption";
pub(super) const TABLE_TEXT: &str = "TableText";
/// Style of the cells in a table's head; the finishing pass knows head rows by it.
pub(in crate::word) const TABLE_HEAD: &str = "TableHead";
pub(super) const TABLE_NOTE: &str = "TableNote";
pub(super) const PICTURE: &str = "Picture";
pub(super) const QUOTE: &str = "Quote";
pub(super) const LIST: &str = "ListParagraph";
pub(super) const CODE: &str = "Code";
pub(super) const RULE: &str = "Rule";
pub(super) const NOTE: &str = "FootnoteText";
/// Style of a note's mark; the finishing pass puts the mark into an empty run of it.
pub(in crate::word) const NOTE_MARK: &str = "FootnoteReference";
pub(super) const HEADER: &str = "Header";
pub(super) const FOOTER: &str = "Footer";
pub(super) const STRONG: &str = "Strong";
pub(super) const EMPHASIS: &str = "Emphasis";
pub(super) const CODE_TEXT: &str = "CodeText";
pub(super) const LINK: &str = "Hyperlink";

/// The style of a heading level.
pub(super) fn heading(level: u8) -> String {
    format!("Heading{}", level.clamp(1, 4))
}

/// The style of a level of the contents.
pub(super) fn contents(level: u8) -> String {
    format!("TOC{level}")
}

/// All styles, one element after the other.
pub(super) fn render(sheet: &Sheet, profile: &Profile) -> String {
    text_styles(sheet, profile)
        .into_iter()
        .chain(headings(profile))
        .chain(front_matter(sheet, profile))
        .chain(table_styles(profile))
        .chain(small_styles(profile))
        .chain(character_styles(profile))
        .map(|style| rendered(&style))
        .collect()
}

/// A paragraph style with a profile's face, size and pitch.
fn paragraph(profile: &Profile, id: &str, name: &str, look: &TextStyle) -> Style {
    let mut style = Style::new(id, StyleType::Paragraph)
        .name(name)
        .fonts(fonts(profile, look.role))
        .size(half_points(look))
        .line_spacing(exact(look));
    style.run_property = style.run_property.spacing(twips(look.word_spacing()));
    if look.bold {
        style = style.bold();
    }
    if look.pitch != profile.body.pitch {
        // LibreOffice snaps even exact pitches to the grid of the body's lines.
        style = set(style, |property| property.snap_to_grid(false));
    }
    match id {
        "Normal" => style,
        _ => style.based_on("Normal"),
    }
}

/// The style with other paragraph properties.
fn set(mut style: Style, change: impl FnOnce(ParagraphProperty) -> ParagraphProperty) -> Style {
    style.paragraph_property = change(style.paragraph_property);
    style
}

fn fonts(profile: &Profile, role: FaceRole) -> RunFonts {
    let latin = face(profile, FaceRole::Latin);
    let chinese = match role {
        FaceRole::Latin => face(profile, FaceRole::Song),
        FaceRole::Title | FaceRole::Hei | FaceRole::Kai | FaceRole::Fang | FaceRole::Song => {
            face(profile, role)
        }
    };
    RunFonts::new().ascii(latin).hi_ansi(latin).cs(latin).east_asia(chinese).hint("eastAsia")
}

/// 宋体 has digits and letters of one width, half that of a Chinese character.
fn fixed(profile: &Profile) -> RunFonts {
    let song = face(profile, FaceRole::Song);
    RunFonts::new().ascii(song).hi_ansi(song).cs(song).east_asia(song).hint("eastAsia")
}

fn exact(look: &TextStyle) -> LineSpacing {
    LineSpacing::new().line(twips(look.pitch)).line_rule(LineSpacingType::Exact)
}

/// Two characters in front of the first line, beside an indent of `left`.
fn first_line(style: Style, left: i32, size: f64) -> Style {
    style.indent(Some(left), Some(SpecialIndentType::FirstLine(2 * twips(size))), None, None)
}

fn text_styles(sheet: &Sheet, profile: &Profile) -> Vec<Style> {
    let body = &profile.body;
    let normal = paragraph(profile, "Normal", "Normal", body).align(AlignmentType::Both);
    // Lines fill the page to the last, as in the PDF.
    let normal = set(normal, |property| property.widow_control(false));
    let indented = first_line(paragraph(profile, BODY, "Normal Indent", body), 0, body.size);
    let quote = paragraph(profile, QUOTE, "Quote", body).fonts(fonts(profile, FaceRole::Kai));
    let quote = first_line(quote, 2 * sheet.em, body.size);
    let list = first_line(paragraph(profile, LIST, "List Paragraph", body), 0, body.size);
    let small = &profile.table;
    let code = paragraph(profile, CODE, "代码", small)
        .align(AlignmentType::Left)
        .indent(Some(2 * sheet.em), None, None, None)
        .fonts(fixed(profile));
    let line = ParagraphBorder::new(ParagraphBorderPosition::Bottom)
        .val(BorderType::Single)
        .size(6)
        .space(1);
    let third = i32::try_from(sheet.text_width / 3).unwrap_or(0);
    let rule = paragraph(profile, RULE, "横线", small).indent(Some(third), None, Some(third), None);
    let rule = set(rule, |property| property.set_borders(ParagraphBorders::with_empty().set(line)));
    vec![normal, indented, list, quote, code, rule]
}

fn headings(profile: &Profile) -> Vec<Style> {
    let style = |(index, look): (usize, &TextStyle)| {
        let (id, name) = (format!("Heading{}", index + 1), format!("heading {}", index + 1));
        let style = paragraph(profile, &id, &name, look).next(BODY).outline_lvl(index);
        set(first_line(style, 0, look.size).ui_priority(9), |property| {
            property
                .keep_next(true)
                .keep_lines(true)
                .numbering(NumberingId::new(numbering::HEADINGS), IndentLevel::new(index))
        })
    };
    profile.headings.iter().enumerate().map(style).collect()
}

fn front_matter(sheet: &Sheet, profile: &Profile) -> Vec<Style> {
    let centred = |id, name, look| paragraph(profile, id, name, look).align(AlignmentType::Center);
    let (cover, contents) = (&profile.cover, &profile.contents);
    let mut styles = vec![
        centred(COVER_TITLE, "Title", &profile.title),
        centred(COVER_SUBTITLE, "Subtitle", &cover.subtitle),
        centred(COVER_IMPRINT, "封面落款", &cover.imprint),
        centred(CONTENTS_HEADING, "TOC Heading", &contents.heading_style),
    ];
    for (index, level) in contents.levels.iter().enumerate() {
        let (id, name) = (format!("TOC{}", index + 1), format!("toc {}", index + 1));
        let tab =
            Tab::new().val(TabValueType::Right).leader(TabLeaderType::Dot).pos(sheet.text_width);
        let left = i32::from(level.indent) * twips(level.style.size);
        let style = paragraph(profile, &id, &name, &level.style)
            .indent(Some(left), None, None, None)
            .align(AlignmentType::Left)
            .ui_priority(39);
        styles.push(set(style, |property| property.add_tab(tab)));
    }
    styles
}

fn table_styles(profile: &Profile) -> Vec<Style> {
    let free = |style| set(style, |property: ParagraphProperty| property.snap_to_grid(false));
    let cell = |id, name| free(paragraph(profile, id, name, &profile.table));
    let head = cell(TABLE_HEAD, "表头文字").align(AlignmentType::Center);
    let caption = paragraph(profile, CAPTION, "caption", &profile.caption)
        .align(AlignmentType::Center)
        .line_spacing(space_before(&profile.caption, BLOCK_GAP))
        .ui_priority(35);
    let gap = u32::try_from(unsigned(BLOCK_GAP)).unwrap_or(0);
    let picture = paragraph(profile, PICTURE, "图片", &profile.body)
        .align(AlignmentType::Center)
        .line_spacing(LineSpacing::new().before(gap).line(240).line_rule(LineSpacingType::Auto));
    vec![
        set(caption, |property| property.keep_lines(true)),
        cell(TABLE_TEXT, "表格文字").align(AlignmentType::Left),
        set(head, |property| property.keep_next(true)),
        paragraph(profile, TABLE_NOTE, "表注", &profile.table_note),
        free(picture),
    ]
}

fn small_styles(profile: &Profile) -> Vec<Style> {
    let note = paragraph(profile, NOTE, "footnote text", &profile.footnote)
        .align(AlignmentType::Left)
        .ui_priority(99);
    let header = paragraph(profile, HEADER, "header", &profile.header.style)
        .align(AlignmentType::Center)
        .ui_priority(99);
    // GB/T 9704-2012, 7.5: digits of the page number are 宋体 too.
    let song = face(profile, profile.folio.role);
    let digits = fonts(profile, profile.folio.role).ascii(song).hi_ansi(song);
    let footer = paragraph(profile, FOOTER, "footer", &profile.folio).fonts(digits).ui_priority(99);
    vec![set(note, |property| property.snap_to_grid(false)), header, footer]
}

fn character_styles(profile: &Profile) -> Vec<Style> {
    let character = |id: &str, name: &str| Style::new(id, StyleType::Character).name(name);
    let song = face(profile, FaceRole::Song);
    // ①: the mark stands in 宋体 wherever it is used, so that circles are of one size.
    let mut mark = character(NOTE_MARK, "footnote reference")
        .fonts(RunFonts::new().ascii(song).hi_ansi(song).east_asia(song))
        .ui_priority(99);
    mark.run_property = mark.run_property.vert_align(VertAlignType::SuperScript);
    vec![
        mark,
        character(STRONG, "Strong").bold().ui_priority(22),
        // Chinese type has no italics: words to be stressed are set in 楷体.
        character(EMPHASIS, "Emphasis")
            .fonts(RunFonts::new().east_asia(face(profile, FaceRole::Kai)).hint("eastAsia"))
            .ui_priority(20),
        character(CODE_TEXT, "代码文字").fonts(fixed(profile)),
        // Printed documents show links as text.
        character(LINK, "Hyperlink").ui_priority(99),
    ]
}

/// Points between a picture or a table and what stands above or below it.
const BLOCK_GAP: f64 = 6.0;

/// The pitch of a line that ends a picture or a table, with space below.
pub(super) fn last_line(look: &TextStyle, before: f64) -> LineSpacing {
    space_before(look, before).after(u32::try_from(unsigned(BLOCK_GAP)).unwrap_or(0))
}

/// The pitch of a caption that stands last.
pub(super) fn last_caption(look: &TextStyle) -> LineSpacing {
    last_line(look, BLOCK_GAP)
}

/// A style's pitch with points of space above the paragraph.
pub(super) fn space_before(look: &TextStyle, points: f64) -> LineSpacing {
    exact(look).before(u32::try_from(unsigned(points)).unwrap_or(0))
}

//! The styles: names that Word knows (正文, 标题 1, 题注, 目录 1 …), set as the profile says.

use super::numbering;
use super::rendered;
use super::sheet::{Sheet, face, half_points, twips, unsigned};
use crate::typography::{FaceRole, Profile, TextStyle};
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
/// Caption of a figure, and what a table's caption is based on.
pub(super) const CAPTION: &str = "Caption";
pub(super) const TABLE_CAPTION: &str = "TableCaption";
pub(super) const TABLE_TEXT: &str = "TableText";
pub(super) const TABLE_CENTRED: &str = "TableCentred";
pub(super) const TABLE_NUMBER: &str = "TableNumber";
/// Style of the cells in a table's head; the finishing pass knows head rows by it.
pub(in crate::word) const TABLE_HEAD: &str = "TableHead";
pub(super) const TABLE_UNIT: &str = "TableUnit";
/// Note and source; the finishing pass lets lines of this style stand together without a gap.
pub(in crate::word) const TABLE_NOTE: &str = "TableNote";
/// A line that parts two tables and is hardly seen.
pub(super) const TABLE_GAP: &str = "TableGap";
/// The table style, which the finishing pass writes: docx-rs has no words for it.
pub(in crate::word) const TABLE: &str = "ReportTable";
pub(super) const PICTURE_SOURCE: &str = "PictureSource";
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
/// The footer of even pages, where sides are told apart.
pub(super) const FOOTER_EVEN: &str = "FooterEven";
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
pub(super) fn render(sheet: &Sheet, profile: &Profile, cover: bool) -> String {
    text_styles(sheet, profile)
        .into_iter()
        .chain(headings(profile))
        .chain(front_matter(sheet, profile, cover))
        .chain(table_styles(profile))
        .chain(picture_styles(profile))
        .chain(small_styles(sheet, profile))
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
        set(first_line(style, 0, look.size), |property| {
            property
                .keep_next(true)
                .keep_lines(true)
                .numbering(NumberingId::new(numbering::HEADINGS), IndentLevel::new(index))
        })
    };
    profile.headings.iter().enumerate().map(style).collect()
}

/// Space around the title: from the top of the text area on a cover, below it where the text follows.
pub(super) fn title_line(profile: &Profile, cover: bool) -> LineSpacing {
    match cover {
        true => space_before(&profile.title, profile.cover.title_top),
        false => above_text(profile, &profile.title),
    }
}

/// Space around the subtitle.
pub(super) fn subtitle_line(profile: &Profile, cover: bool) -> LineSpacing {
    let look = &profile.cover.subtitle;
    match cover {
        true => space_before(look, look.pitch / 2.0),
        false => above_text(profile, look),
    }
}

/// A line that the text follows on the same page.
fn above_text(profile: &Profile, look: &TextStyle) -> LineSpacing {
    let after = unsigned(profile.body.pitch - profile.body.size);
    space_before(look, 0.0).after(u32::try_from(after).unwrap_or(0))
}

fn front_matter(sheet: &Sheet, profile: &Profile, cover: bool) -> Vec<Style> {
    let centred = |id, name, look| paragraph(profile, id, name, look).align(AlignmentType::Center);
    // On a cover nothing follows the title that it could be kept with.
    let kept = |style| set(style, |property: ParagraphProperty| property.keep_next(!cover));
    let contents = &profile.contents;
    let title = centred(COVER_TITLE, "Title", &profile.title);
    let subtitle = centred(COVER_SUBTITLE, "Subtitle", &profile.cover.subtitle);
    let heading = centred(CONTENTS_HEADING, "TOC Heading", &contents.heading_style);
    let below = u32::try_from(unsigned(contents.heading_style.pitch / 2.0)).unwrap_or(0);
    let mut styles = vec![
        kept(title.line_spacing(title_line(profile, cover)).next(COVER_SUBTITLE)),
        kept(subtitle.line_spacing(subtitle_line(profile, cover)).next(BODY)),
        centred(COVER_IMPRINT, "封面落款", &profile.cover.imprint),
        heading.line_spacing(space_before(&contents.heading_style, 0.0).after(below)),
    ];
    for (index, level) in contents.levels.iter().enumerate() {
        let (id, name) = (format!("TOC{}", index + 1), format!("toc {}", index + 1));
        let tab =
            Tab::new().val(TabValueType::Right).leader(TabLeaderType::Dot).pos(sheet.text_width);
        let left = i32::from(level.indent) * twips(level.style.size);
        let style = paragraph(profile, &id, &name, &level.style)
            .indent(Some(left), None, None, None)
            .align(AlignmentType::Left)
            .next(BODY);
        styles.push(set(style, |property| property.add_tab(tab)));
    }
    styles
}

fn table_styles(profile: &Profile) -> Vec<Style> {
    let cell = |id, name, align| {
        let style = paragraph(profile, id, name, &profile.table).align(align);
        set(style, |property| property.snap_to_grid(false))
    };
    let head = cell(TABLE_HEAD, "表头文字", AlignmentType::Center);
    let caption = paragraph(profile, CAPTION, "caption", &profile.caption)
        .align(AlignmentType::Center)
        .line_spacing(last_line(&profile.caption, BLOCK_GAP))
        .next(BODY);
    let above = paragraph(profile, TABLE_CAPTION, "表题", &profile.caption)
        .based_on(CAPTION)
        .align(AlignmentType::Center)
        .line_spacing(close_caption(&profile.caption));
    let note = |id, name| paragraph(profile, id, name, &profile.table_note);
    let unit = note(TABLE_UNIT, "表格单位").align(AlignmentType::Right);
    let thin = LineSpacing::new().line(20).line_rule(LineSpacingType::Exact);
    vec![
        set(caption, |property| property.keep_lines(true)),
        set(above, |property| property.keep_lines(true).keep_next(true)),
        cell(TABLE_TEXT, "表格文字", AlignmentType::Left),
        cell(TABLE_CENTRED, "表格居中", AlignmentType::Center),
        cell(TABLE_NUMBER, "表格数字", AlignmentType::Right),
        set(head, |property| property.keep_next(true)),
        set(unit, |property| property.keep_next(true)),
        note(TABLE_NOTE, "表注").line_spacing(last_line(&profile.table_note, 0.0)).next(BODY),
        note(TABLE_GAP, "表间").line_spacing(thin).next(BODY),
    ]
}

fn picture_styles(profile: &Profile) -> Vec<Style> {
    let gap = u32::try_from(unsigned(BLOCK_GAP)).unwrap_or(0);
    let picture = paragraph(profile, PICTURE, "图片", &profile.body)
        .align(AlignmentType::Center)
        .line_spacing(LineSpacing::new().before(gap).line(240).line_rule(LineSpacingType::Auto))
        .next(CAPTION);
    let source = paragraph(profile, PICTURE_SOURCE, "图片来源", &profile.table_note)
        .align(AlignmentType::Center)
        .line_spacing(last_line(&profile.table_note, 0.0))
        .next(BODY);
    vec![set(picture, |property| property.snap_to_grid(false)), source]
}

fn small_styles(sheet: &Sheet, profile: &Profile) -> Vec<Style> {
    let note =
        paragraph(profile, NOTE, "footnote text", &profile.footnote).align(AlignmentType::Left);
    let header =
        paragraph(profile, HEADER, "header", &profile.header.style).align(AlignmentType::Center);
    // GB/T 9704-2012, 7.5: digits of the page number are 宋体 too; it stands one character in from
    // the outer edge, or in the middle.
    let song = face(profile, profile.folio.role);
    let digits = fonts(profile, profile.folio.role).ascii(song).hi_ansi(song);
    let footer = |id, name| paragraph(profile, id, name, &profile.folio).fonts(digits.clone());
    let away = Some(twips(profile.folio.size));
    let odd = footer(FOOTER, "footer");
    let mut styles = vec![set(note, |property| property.snap_to_grid(false)), header];
    if sheet.double_sided {
        styles.push(odd.align(AlignmentType::Right).indent(Some(0), None, away, None));
        let even = footer(FOOTER_EVEN, "双页页脚").based_on(FOOTER);
        styles.push(even.align(AlignmentType::Left).indent(away, None, Some(0), None));
    } else {
        styles.push(odd.align(AlignmentType::Center));
    }
    styles
}

fn character_styles(profile: &Profile) -> Vec<Style> {
    let character = |id: &str, name: &str| Style::new(id, StyleType::Character).name(name);
    let song = face(profile, FaceRole::Song);
    // ①: the mark stands in 宋体 wherever it is used, so that circles are of one size.
    let mut mark = character(NOTE_MARK, "footnote reference")
        .fonts(RunFonts::new().ascii(song).hi_ansi(song).east_asia(song));
    mark.run_property = mark.run_property.vert_align(VertAlignType::SuperScript);
    vec![
        mark,
        character(STRONG, "Strong").bold(),
        // Chinese type has no italics: words to be stressed are set in 楷体.
        character(EMPHASIS, "Emphasis")
            .fonts(RunFonts::new().east_asia(face(profile, FaceRole::Kai)).hint("eastAsia")),
        character(CODE_TEXT, "代码文字").fonts(fixed(profile)),
        // Printed documents show links as text.
        character(LINK, "Hyperlink"),
    ]
}

/// Points between a picture or a table and what stands above or below it.
const BLOCK_GAP: f64 = 6.0;

/// The pitch of a caption that its table or source follows without a gap.
pub(super) fn close_caption(look: &TextStyle) -> LineSpacing {
    space_before(look, BLOCK_GAP).after(0)
}

/// The pitch of a line that ends a picture or a table, with space below.
fn last_line(look: &TextStyle, before: f64) -> LineSpacing {
    space_before(look, before).after(u32::try_from(unsigned(BLOCK_GAP)).unwrap_or(0))
}

/// A style's pitch with points of space above the paragraph.
pub(super) fn space_before(look: &TextStyle, points: f64) -> LineSpacing {
    exact(look).before(u32::try_from(unsigned(points)).unwrap_or(0))
}

//! The styles: names that Word knows (正文, 标题 1, 题注, 目录 1 …), set as the profile says.

use super::measures::{Measures, face, half_points, twips, unsigned};
use super::numbering;
use super::style_ids::*;
use super::table_sizes::TableSizes;
use super::xml::to_xml;
use crate::typography::{FaceRole, Profile, TextStyle};
use docx_rs::{
    AlignmentType, BorderType, IndentLevel, LineSpacing, LineSpacingType, NumberingId,
    ParagraphBorder, ParagraphBorderPosition, ParagraphBorders, ParagraphProperty, RunFonts,
    SpecialIndentType, Style, StyleType, Tab, TabLeaderType, TabValueType, VertAlignType,
};

/// All styles, one element after the other.
pub(super) fn render(
    measures: &Measures,
    profile: &Profile,
    sizes: &TableSizes,
    cover: bool,
) -> String {
    text_styles(measures, profile)
        .into_iter()
        .chain(headings(profile))
        .chain(front_matter(measures, profile, cover))
        .chain(letter_styles(profile))
        .chain(table_styles(profile))
        .chain(sizes.styles())
        .chain(picture_styles(profile))
        .chain(small_styles(measures, profile))
        .chain(character_styles(profile))
        .map(|style| to_xml(&style))
        .collect()
}

/// A paragraph style with a profile's face, size and pitch.
fn paragraph(profile: &Profile, id: &str, name: &str, text_style: &TextStyle) -> Style {
    let mut style = Style::new(id, StyleType::Paragraph)
        .name(name)
        .fonts(fonts(profile, text_style.role))
        .size(half_points(text_style))
        .line_spacing(exact_pitch(text_style));
    style.run_property = style.run_property.spacing(twips(text_style.word_spacing()));

    if text_style.bold {
        style = style.bold();
    }
    if text_style.pitch != profile.body.pitch {
        // LibreOffice snaps even exact pitches to the grid of the body's lines.
        style = with_properties(style, |property| property.snap_to_grid(false));
    }
    if id == "Normal" { style } else { style.based_on("Normal") }
}

/// The style with other paragraph properties.
fn with_properties(
    mut style: Style,
    change: impl FnOnce(ParagraphProperty) -> ParagraphProperty,
) -> Style {
    style.paragraph_property = change(style.paragraph_property);
    style
}

fn fonts(profile: &Profile, role: FaceRole) -> RunFonts {
    // 黑体 is as heavy as bold type: its letters and digits are its own, as in the PDF.
    let latin_role = if role == FaceRole::Hei { FaceRole::Hei } else { FaceRole::Latin };
    let latin = face(profile, latin_role);
    let chinese = match role {
        FaceRole::Latin => face(profile, FaceRole::Song),
        FaceRole::Title | FaceRole::Hei | FaceRole::Kai | FaceRole::Fang | FaceRole::Song => {
            face(profile, role)
        }
    };
    RunFonts::new().ascii(latin).hi_ansi(latin).cs(latin).east_asia(chinese).hint("eastAsia")
}

/// 宋体 has digits and letters of one width, half that of a Chinese character.
fn fixed_width_fonts(profile: &Profile) -> RunFonts {
    let song = face(profile, FaceRole::Song);
    RunFonts::new().ascii(song).hi_ansi(song).cs(song).east_asia(song).hint("eastAsia")
}

fn exact_pitch(style: &TextStyle) -> LineSpacing {
    LineSpacing::new().line(twips(style.pitch)).line_rule(LineSpacingType::Exact)
}

/// Two characters in front of the first line, beside an indent of `left`.
fn with_first_line(style: Style, left: i32, size: f64) -> Style {
    style.indent(Some(left), Some(SpecialIndentType::FirstLine(2 * twips(size))), None, None)
}

fn text_styles(measures: &Measures, profile: &Profile) -> Vec<Style> {
    let body = &profile.body;
    let normal = paragraph(profile, "Normal", "Normal", body).align(AlignmentType::Both);
    // Lines fill the page to the last, as in the PDF.
    let normal = with_properties(normal, |property| property.widow_control(false));
    let indented = with_first_line(paragraph(profile, BODY, "Normal Indent", body), 0, body.size);

    let quote = paragraph(profile, QUOTE, "Quote", body).fonts(fonts(profile, FaceRole::Kai));
    let quote = with_first_line(quote, 2 * measures.em, body.size);
    let list = with_first_line(paragraph(profile, LIST, "List Paragraph", body), 0, body.size);

    let small = &profile.table;
    let code = paragraph(profile, CODE, "代码", small)
        .align(AlignmentType::Left)
        .indent(Some(2 * measures.em), None, None, None)
        .fonts(fixed_width_fonts(profile));

    let line = ParagraphBorder::new(ParagraphBorderPosition::Bottom)
        .val(BorderType::Single)
        .size(6)
        .space(1);
    let third = i32::try_from(measures.text_width / 3).unwrap_or(0);
    let rule = paragraph(profile, RULE, "横线", small).indent(Some(third), None, Some(third), None);
    let rule = with_properties(rule, |property| {
        property.set_borders(ParagraphBorders::with_empty().set(line))
    });

    let mut styles = vec![normal, indented, list, quote, code, rule];
    styles.extend(list_styles(measures, profile));
    styles
}

/// Bullets and numbers at each level. The first number of a list is said by its first paragraphs: a style
/// counts on through all lists.
fn list_styles(measures: &Measures, profile: &Profile) -> Vec<Style> {
    let mut styles = Vec::new();
    for (stem, instance) in
        [("List Bullet", numbering::BULLETS), ("List Number", numbering::NUMBERS)]
    {
        for level in 0..LIST_LEVELS {
            let id = numbering::list_style(instance, level);
            let name = if level == 0 { stem.to_owned() } else { format!("{stem} {}", level + 1) };
            let left = numbering::level_indent(level, measures);
            let style = paragraph(profile, &id, &name, &profile.body).based_on(LIST);
            let style = with_first_line(style, left, profile.body.size);
            styles.push(with_properties(style, |property| {
                property.numbering(NumberingId::new(instance), IndentLevel::new(level))
            }));
        }
    }
    styles
}

fn headings(profile: &Profile) -> Vec<Style> {
    let mut styles = Vec::new();
    for (index, text_style) in profile.headings.iter().enumerate() {
        let (id, name) = (format!("Heading{}", index + 1), format!("heading {}", index + 1));
        let style = paragraph(profile, &id, &name, text_style).next(BODY).outline_lvl(index);
        let style = with_first_line(style, 0, text_style.size);

        styles.push(with_properties(style, |property| {
            property
                .keep_next(true)
                .keep_lines(true)
                .numbering(NumberingId::new(numbering::HEADINGS), IndentLevel::new(index))
        }));
    }
    styles
}

/// Space around the title: from the top of the text area on a cover, below it where the text follows.
pub(super) fn title_line(profile: &Profile, cover: bool) -> LineSpacing {
    if cover {
        space_before(&profile.title, profile.cover.title_top)
    } else {
        above_text(profile, &profile.title)
    }
}

/// Space around the subtitle.
pub(super) fn subtitle_line(profile: &Profile, cover: bool) -> LineSpacing {
    let style = &profile.cover.subtitle;
    if cover { space_before(style, style.pitch / 2.0) } else { above_text(profile, style) }
}

/// A line that the text follows on the same page.
fn above_text(profile: &Profile, style: &TextStyle) -> LineSpacing {
    let after = unsigned(profile.body.pitch - profile.body.size);
    space_before(style, 0.0).after(u32::try_from(after).unwrap_or(0))
}

fn front_matter(measures: &Measures, profile: &Profile, cover: bool) -> Vec<Style> {
    let centred =
        |id, name, style| paragraph(profile, id, name, style).align(AlignmentType::Center);
    // On a cover nothing follows the title that it could be kept with.
    let keep_next =
        |style| with_properties(style, |property: ParagraphProperty| property.keep_next(!cover));

    let contents = &profile.contents;
    let title = centred(COVER_TITLE, "Title", &profile.title);
    let subtitle = centred(COVER_SUBTITLE, "Subtitle", &profile.cover.subtitle);
    let heading = centred(CONTENTS_HEADING, "TOC Heading", &contents.heading_style);

    let below = u32::try_from(unsigned(contents.heading_style.pitch / 2.0)).unwrap_or(0);
    let mut styles = vec![
        keep_next(title.line_spacing(title_line(profile, cover)).next(COVER_SUBTITLE)),
        keep_next(subtitle.line_spacing(subtitle_line(profile, cover)).next(BODY)),
        centred(COVER_IMPRINT, "封面落款", &profile.cover.imprint),
        heading.line_spacing(space_before(&contents.heading_style, 0.0).after(below)),
    ];

    let list_heading = centred(LIST_HEADING, "表图目录题目", &contents.heading_style);
    styles.push(list_heading.line_spacing(space_before(&contents.heading_style, 0.0).after(below)));
    let lowest = contents.levels.last().map_or(&profile.body, |level| &level.style);
    styles.push(contents_line(measures, profile, LIST_ENTRY, "table of figures", lowest, 0));
    for (index, level) in contents.levels.iter().enumerate() {
        let (id, name) = (format!("TOC{}", index + 1), format!("toc {}", index + 1));
        styles.push(contents_line(measures, profile, &id, &name, &level.style, level.indent));
    }
    styles
}

/// A line of the contents: text, dots, page; `indent` in characters.
fn contents_line(
    measures: &Measures,
    profile: &Profile,
    id: &str,
    name: &str,
    text_style: &TextStyle,
    indent: u16,
) -> Style {
    let tab =
        Tab::new().val(TabValueType::Right).leader(TabLeaderType::Dot).pos(measures.text_width);
    let left = i32::from(indent) * twips(text_style.size);
    let style = paragraph(profile, id, name, text_style)
        .indent(Some(left), None, None, None)
        .align(AlignmentType::Left)
        .next(BODY);
    with_properties(style, |property| property.add_tab(tab))
}

/// What stands around the text of a letter, and at the head of an annex (GB/T 9704-2012, 7.3).
fn letter_styles(profile: &Profile) -> Vec<Style> {
    let body = |id, name| paragraph(profile, id, name, &profile.body).align(AlignmentType::Left);
    // 附件 in 黑体, a blank line below it.
    let hei = &profile.headings[0];
    let blank = u32::try_from(unsigned(profile.body.pitch)).unwrap_or(0);
    let mark = paragraph(profile, ANNEX_MARK, "附件标记", hei)
        .align(AlignmentType::Left)
        .line_spacing(space_before(hei, 0.0).after(blank))
        .next(ANNEX_TITLE);
    let title = paragraph(profile, ANNEX_TITLE, "附件标题", &profile.title)
        .align(AlignmentType::Center)
        .line_spacing(above_text(profile, &profile.title))
        .next(BODY)
        .outline_lvl(0);

    vec![
        with_properties(mark, |property| property.keep_next(true)),
        with_properties(title, |property| property.keep_next(true).keep_lines(true)),
        body(SALUTATION, "Salutation").next(BODY),
        body(ANNEX_NAMES, "附件说明"),
        body(SIGNATURE, "Signature").align(AlignmentType::Right),
    ]
}

fn table_styles(profile: &Profile) -> Vec<Style> {
    let cell = |id, name, align| {
        let style = paragraph(profile, id, name, &profile.table).align(align);
        with_properties(style, |property| property.snap_to_grid(false))
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
        with_properties(caption, |property| property.keep_lines(true)),
        with_properties(above, |property| property.keep_lines(true).keep_next(true)),
        cell(TABLE_TEXT, "表格文字", AlignmentType::Left),
        cell(TABLE_CENTRED, "表格居中", AlignmentType::Center),
        cell(TABLE_NUMBER, "表格数字", AlignmentType::Right),
        with_properties(head, |property| property.keep_next(true)),
        with_properties(unit, |property| property.keep_next(true)),
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
    vec![with_properties(picture, |property| property.snap_to_grid(false)), source]
}

fn small_styles(measures: &Measures, profile: &Profile) -> Vec<Style> {
    let note =
        paragraph(profile, NOTE, "footnote text", &profile.footnote).align(AlignmentType::Left);
    let header =
        paragraph(profile, HEADER, "header", &profile.header.style).align(AlignmentType::Center);

    // GB/T 9704-2012, 7.5: digits of the page number are 宋体 too; it stands one character in from
    // the outer edge, or in the middle.
    let song = face(profile, profile.folio.role);
    let digits = fonts(profile, profile.folio.role).ascii(song).hi_ansi(song);
    let footer = |id, name| paragraph(profile, id, name, &profile.folio).fonts(digits.clone());
    let from_edge = Some(twips(profile.folio.size));

    let odd = footer(FOOTER, "footer");
    let mut styles = vec![with_properties(note, |property| property.snap_to_grid(false)), header];

    if measures.double_sided {
        styles.push(odd.align(AlignmentType::Right).indent(Some(0), None, from_edge, None));
        let even = footer(FOOTER_EVEN, "双页页脚").based_on(FOOTER);
        styles.push(even.align(AlignmentType::Left).indent(from_edge, None, Some(0), None));
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
        character(CODE_TEXT, "代码文字").fonts(fixed_width_fonts(profile)),
        // Printed documents show links as text.
        character(LINK, "Hyperlink"),
    ]
}

/// Points between a picture or a table and what stands above or below it.
const BLOCK_GAP: f64 = 6.0;

/// The pitch of a caption that its table or source follows without a gap.
pub(super) fn close_caption(style: &TextStyle) -> LineSpacing {
    space_before(style, BLOCK_GAP).after(0)
}

/// The pitch of a line that ends a picture or a table, with space below.
fn last_line(style: &TextStyle, before: f64) -> LineSpacing {
    space_before(style, before).after(u32::try_from(unsigned(BLOCK_GAP)).unwrap_or(0))
}

/// A style's pitch with points of space above the paragraph.
pub(super) fn space_before(style: &TextStyle, points: f64) -> LineSpacing {
    exact_pitch(style).before(u32::try_from(unsigned(points)).unwrap_or(0))
}

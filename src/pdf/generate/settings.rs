//! Profile, faces and the document's properties as data for the templates.

use super::literal::quoted;
use crate::document::{Arrangement, CaptionEntry, Date, Document, caption_lists};
use crate::source::{MappedText, Mapping, Span};
use crate::typography::tables::CELL_SIDE;
use crate::typography::{
    FaceRole, Faces, FolioForm, LatinGap, Page, Profile, Sides, TextMeasure, TextStyle, Words,
};
use std::fmt::Write;

/// A long word, in two parts: a line that ends before it isn't pulled apart. Where a line ends Typst knows only
/// once it has ended it: the mark behind the first character lies on another line then than what is before it.
const LONG_WORD: &str = "#let long-word(head, tail) = {
  context {
    let marks = query(selector(<zishu-word>).after(here()))
    if marks.len() > 0 {
      let (before, behind) = (here().position(), marks.first().location().position())
      let is-apart = before.page != behind.page or calc.abs(before.y - behind.y) > 1pt
      if is-apart { linebreak(justify: false) }
    }
  }
  head
  [#metadata(none)<zishu-word>]
  tail
}
";

/// The file. The origin of all of it is where the profile is chosen.
pub(super) fn file(
    document: &Document,
    profile: &Profile,
    faces: &Faces,
    measure: &TextMeasure<'_>,
    origin: Span,
) -> MappedText {
    let mut out = String::with_capacity(8192 + document.contents.len() * 96);
    out.push_str("#let faces = (\n");
    for role in FaceRole::ALL {
        let chain = faces.chain(role);
        let name = role_name(role);
        let _ = writeln!(out, "  {name}: (font: {}, weight: {}),", chain.typst(), chain.weight);
    }
    out.push_str(")\n");

    push_profile(&mut out, profile, &profile.header.note(&document.meta));
    push_meta(&mut out, document, profile, measure);
    out.push_str(LONG_WORD);
    push_contents(&mut out, document);
    push_lists(&mut out, document, &profile.words);

    let mut text = MappedText::new();
    text.push(&out, origin, Mapping::Derived);
    text
}

/// The profile; `note` stands at the head of every page.
fn push_profile(out: &mut String, profile: &Profile, note: &str) {
    out.push_str("#let profile = (\n");
    push_page(out, &profile.page);

    let styles = [
        ("body", &profile.body),
        ("title", &profile.title),
        ("caption", &profile.caption),
        ("table", &profile.table),
        ("table-note", &profile.table_note),
        ("footnote", &profile.footnote),
        ("folio", &profile.folio),
        ("subtitle", &profile.cover.subtitle),
        ("imprint", &profile.cover.imprint),
        ("contents-heading", &profile.contents.heading_style),
        ("header", &profile.header.style),
    ];
    for (name, value) in styles {
        let _ = writeln!(out, "  {name}: {},", style(value));
    }
    let headings: String = profile.headings.iter().map(|value| style(value) + ", ").collect();
    let _ = writeln!(out, "  headings: ({headings}),");

    let (cover, rules) = (&profile.cover, &profile.rules);
    let _ = writeln!(
        out,
        "  title-top: {}, date-bottom: {},",
        points(cover.title_top),
        points(cover.date_bottom)
    );
    let _ = writeln!(
        out,
        "  rules: (top: {}, middle: {}, bottom: {}, grid: {}),",
        points(rules.top),
        points(rules.middle),
        points(rules.bottom),
        points(rules.grid)
    );
    let _ = writeln!(out, "  cell-side: {CELL_SIDE}em,");

    push_words(out, &profile.words);
    let _ = writeln!(out, "  contents-title: {},", quoted(&profile.contents.heading));
    let levels = profile.contents.levels.iter();
    let levels: String = levels
        .map(|level| format!("(indent: {}em, style: {}), ", level.indent, style(&level.style)))
        .collect();
    let _ = writeln!(out, "  contents-levels: ({levels}),");
    let _ = writeln!(
        out,
        "  sample-note: {}, header-distance: {},\n)",
        quoted(note),
        points(profile.header.distance)
    );
}

fn push_words(out: &mut String, words: &Words) {
    let words = [
        ("continued", &words.continued),
        ("unit", &words.unit),
        ("note", &words.note),
        ("source", &words.source),
        ("picture-source", &words.picture_source),
    ];
    let words = words.map(|(name, word)| format!("{name}: {}, ", quoted(word)));
    let _ = writeln!(out, "  words: ({}),", words.concat());
}

fn push_page(out: &mut String, page: &Page) {
    let lengths = [
        ("width", page.width),
        ("height", page.height),
        ("top", page.top),
        ("bottom", page.bottom),
        ("inside", page.inside),
        ("outside", page.outside),
        ("folio-distance", page.folio_distance),
    ];
    out.push_str("  page: (");
    for (name, length) in lengths {
        let _ = write!(out, "{name}: {}, ", points(length));
    }

    let double = page.sides == Sides::Double;
    let dashes = page.folio_form == FolioForm::Dashes;
    let gap = match page.latin_gap {
        LatinGap::Quarter => "auto",
        LatinGap::None => "none",
    };
    let _ = writeln!(out, "double-sided: {double}, dashes: {dashes}, latin-gap: {gap}),");
}

fn style(style: &TextStyle) -> String {
    format!(
        "(face: \"{}\", size: {}, pitch: {}, bold: {})",
        role_name(style.role),
        points(style.typst_size()),
        points(style.pitch),
        style.bold
    )
}

fn push_meta(out: &mut String, document: &Document, profile: &Profile, measure: &TextMeasure<'_>) {
    let meta = &document.meta;
    let texts = [
        ("title", &meta.title),
        ("subtitle", &meta.subtitle),
        ("author", &meta.author),
        ("subject", &meta.subject),
        ("date-text", &meta.date.chinese()),
    ];
    out.push_str("#let meta = (\n");
    for (name, text) in texts {
        let _ = writeln!(out, "  {name}: {},", quoted(text));
    }

    let page = &profile.page;
    let width = if meta.arrangement.landscape { page.text_height() } else { page.text_width() };
    let lines = measure.title_lines(&meta.typed_title(), &profile.title, width);
    let lines: String = lines.iter().map(|line| quoted(line) + ", ").collect();
    let _ = writeln!(out, "  title-lines: ({lines}),");

    let keywords: String = document.keywords().map(|keyword| quoted(keyword) + ", ").collect();
    let _ = writeln!(out, "  keywords: ({keywords}),");

    let Date { year, month, day } = meta.date;
    if (1..=12).contains(&month) && (1..=31).contains(&day) {
        let _ = writeln!(out, "  date: datetime(year: {year}, month: {month}, day: {day}),");
    } else {
        out.push_str("  date: none,\n");
    }
    let Arrangement { cover, contents, landscape, .. } = meta.arrangement;
    let _ = writeln!(out, "  cover: {cover}, contents: {contents}, landscape: {landscape},");
    let annex = meta.arrangement.annex_name().map_or("none".to_owned(), |name| quoted(&name));
    let _ = writeln!(out, "  annex: {annex},");
    // The template's word for whether there is a note.
    let has_note = !profile.header.note(meta).is_empty();
    let _ = writeln!(out, "  sample: {has_note},\n)");
}

/// What is listed behind the contents: tables, figures.
fn push_lists(out: &mut String, document: &Document, words: &Words) {
    out.push_str("#let lists = (\n");
    for (kind, entries) in caption_lists(document) {
        let _ = write!(out, "  (title: {}, entries: (", quoted(words.list_of(kind)));
        for CaptionEntry { block, name, text } in entries {
            let text = format!("{name}　{text}");
            let _ = write!(out, "(id: <b{}>, text: {}), ", block.0, quoted(&text));
        }
        out.push_str(")),\n");
    }
    out.push_str(")\n");
}

/// By label, so that a line of the contents finds its entry at once.
fn push_contents(out: &mut String, document: &Document) {
    out.push_str("#let contents = (:\n");
    for entry in &document.contents {
        let id = entry.block.0;
        let (number, text) = (quoted(&entry.number), quoted(&entry.text));
        let _ = writeln!(out, "  b{id}: (number: {number}, text: {text}),");
    }
    out.push_str(")\n");
}

/// The key under which templates find a role's faces.
fn role_name(role: FaceRole) -> &'static str {
    match role {
        FaceRole::Title => "title",
        FaceRole::Hei => "hei",
        FaceRole::Kai => "kai",
        FaceRole::Fang => "fang",
        FaceRole::Song => "song",
        FaceRole::Latin => "latin",
    }
}

fn points(length: f64) -> String {
    format!("{length}pt")
}

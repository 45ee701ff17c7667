//! Characters that no face can print, and roles that no face serves.
//!
//! In: a document and the chains of its roles. Out: `missing-glyph` at the character's own place,
//! `missing-font` and `broken-font` where the profile is chosen. A character is looked up once per
//! role, so the time is that of reading the document.

use super::Faces;
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::document::{Block, BlockKind, Caption, Chart, Document, Inline, InlineKind, Table};
use crate::source::{Sources, Span, Variant, variants};
use crate::typography::{FaceRole, Profile};
use std::collections::{BTreeMap, BTreeSet};
use typst::text::is_default_ignorable;

/// Reports of one character: the first places are enough to find the others.
const PLACES: usize = 3;
/// Characters reported; a text of another script would drown every other problem.
const CHARACTERS: usize = 40;
/// Where profiles stand, whose words the templates print.
const PROFILES: &str = "templates/profiles/";

/// Reports every character of the document that no face of its role's chain has, and roles without a face.
/// `place` is where the profile is chosen.
pub fn check(
    document: &Document,
    profile: &Profile,
    faces: &Faces,
    sources: &Sources,
    place: Span,
    diagnostics: &mut Diagnostics,
) {
    for broken in faces.broken() {
        let message = format!("字体文件 {} 无法使用：{}", broken.file, broken.reason);
        let help = "换一个完好的 ttf 或 otf 文件，或删去它";
        diagnostics.report(Diagnostic::new(Code::BrokenFont, place, message).help(help));
    }
    for role in roles(profile).into_iter().filter(|role| faces.chain(*role).is_empty()) {
        let message = format!("{}没有可用的字体", role.name());
        let help = "用 zishu fonts 查看每种字体由哪个文件担任，再把缺的字体放进 fonts/";
        diagnostics.report(Diagnostic::new(Code::MissingFont, place, message).help(help));
    }
    let known = vec![Vec::new(); FaceRole::ALL.len()];
    let reported = BTreeMap::new();
    let variants = BTreeSet::new();
    let mut check =
        Check { document, profile, faces, sources, known, reported, variants, diagnostics };
    check.cover(place);
    for part in document.sections.iter().flat_map(|section| &section.parts) {
        check.blocks(&part.blocks, profile.body.role);
    }
    for note in &document.notes {
        check.blocks(&note.blocks, profile.footnote.role);
    }
}

/// The roles that a profile asks for, in the order of [`FaceRole::ALL`].
fn roles(profile: &Profile) -> Vec<FaceRole> {
    let single = [
        &profile.body,
        &profile.title,
        &profile.caption,
        &profile.table,
        &profile.table_note,
        &profile.footnote,
        &profile.folio,
        &profile.cover.subtitle,
        &profile.cover.imprint,
        &profile.contents.heading_style,
        &profile.header.style,
    ];
    let levels = profile.contents.levels.iter().map(|level| &level.style);
    let styles = single.into_iter().chain(&profile.headings).chain(levels);
    let used: Vec<FaceRole> = styles.map(|style| style.role).chain([FaceRole::Latin]).collect();
    FaceRole::ALL.into_iter().filter(|role| used.contains(role)).collect()
}

/// How well a character is known: not yet looked up, printable, missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Known {
    Not,
    Printable,
    Missing,
}

struct Check<'a> {
    document: &'a Document,
    profile: &'a Profile,
    faces: &'a Faces,
    sources: &'a Sources,
    /// For each role, by code point; as long as the highest character met.
    known: Vec<Vec<Known>>,
    reported: BTreeMap<char, usize>,
    /// Characters with their selectors of which no face has the form, as reported.
    variants: BTreeSet<(char, char)>,
    diagnostics: &'a mut Diagnostics,
}

impl Check<'_> {
    fn cover(&mut self, place: Span) {
        let (meta, profile) = (&self.document.meta, self.profile);
        let date = meta.date.chinese();
        let sample = if meta.sample { profile.header.sample_note.as_str() } else { "" };
        let texts = [
            (meta.title.as_str(), profile.title.role),
            (&meta.subtitle, profile.cover.subtitle.role),
            (&meta.author, profile.cover.imprint.role),
            (&date, profile.cover.imprint.role),
            (&profile.contents.heading, profile.contents.heading_style.role),
            (sample, profile.header.style.role),
        ];
        for (text, role) in texts {
            for c in self.missing(text, role) {
                let span = self.on_cover(c, place);
                self.report(c, span, role);
            }
        }
    }

    /// Where a character of the cover stands: these texts carry no place of their own.
    fn on_cover(&self, c: char, place: Span) -> Span {
        let profiles = self.sources.iter().filter(|(_, file)| file.path().starts_with(PROFILES));
        let files = [place.file].into_iter().chain(profiles.map(|(file, _)| file));
        let whole = |file| Span::new(file, 0..self.sources.text(file).len());
        let mut found = files.filter_map(|file| self.find(c, whole(file)));
        found.next().unwrap_or(place)
    }

    // long: one arm for each kind of block.
    fn blocks(&mut self, blocks: &[Block], role: FaceRole) {
        for block in blocks {
            match &block.kind {
                BlockKind::Heading(heading) => {
                    let level = usize::from(heading.level.clamp(1, 4)) - 1;
                    let role = self.profile.headings[level].role;
                    self.inlines(&heading.content, role);
                }
                BlockKind::Paragraph(content) => self.inlines(content, role),
                BlockKind::List(list) => {
                    list.items.iter().for_each(|item| self.blocks(&item.blocks, role));
                }
                BlockKind::Quote(inner) | BlockKind::Landscape(inner) => self.blocks(inner, role),
                BlockKind::Code(code) => self.text(&code.text, block.span, role),
                BlockKind::Rule => {}
                BlockKind::Table(table) => self.table(table),
                BlockKind::Figure(figure) => {
                    self.caption(&figure.caption);
                    self.small(&figure.source);
                }
                BlockKind::Chart(chart) => self.chart(chart, block.span),
            }
        }
    }

    fn table(&mut self, table: &Table) {
        self.caption(&table.caption);
        let role = self.profile.table.role;
        for cell in table.head.iter().chain(&table.body).flat_map(|row| &row.cells) {
            self.inlines(&cell.content, role);
        }
        [&table.unit, &table.note, &table.source].into_iter().for_each(|line| self.small(line));
    }

    fn chart(&mut self, chart: &Chart, span: Span) {
        self.caption(&chart.caption);
        // A chart takes the face of the text around it.
        let role = self.profile.body.role;
        let names = chart.series.iter().map(|series| &series.name);
        for text in [&chart.unit].into_iter().chain(&chart.categories).chain(names) {
            self.text(text, span, role);
        }
        for value in chart.series.iter().flat_map(|series| series.values.iter().flatten()) {
            self.text(&value.text, value.origin, role);
        }
        self.small(&chart.source);
    }

    fn caption(&mut self, caption: &Option<Caption>) {
        if let Some(caption) = caption {
            self.inlines(&caption.content, self.profile.caption.role);
        }
    }

    fn small(&mut self, line: &Option<Vec<Inline>>) {
        if let Some(content) = line {
            self.inlines(content, self.profile.table_note.role);
        }
    }

    fn inlines(&mut self, content: &[Inline], role: FaceRole) {
        for inline in content {
            match &inline.kind {
                InlineKind::Text(text) | InlineKind::Code(text) => {
                    self.text(text, inline.span, role);
                }
                InlineKind::Value(id) => {
                    if let Some(value) = self.document.values.get(id.0 as usize) {
                        self.text(&value.text, value.origin, role);
                    }
                }
                InlineKind::Strong(content)
                | InlineKind::Strikethrough(content)
                | InlineKind::Link { content, .. } => self.inlines(content, role),
                InlineKind::Emphasis(content) => self.inlines(content, FaceRole::Kai),
                InlineKind::Reference(reference) if reference.content.is_empty() => {
                    self.text(&reference.text, inline.span, role);
                }
                InlineKind::Reference(reference) => self.inlines(&reference.content, role),
                // A note's text is checked with the notes; a picture has none that is printed.
                InlineKind::Note(_) | InlineKind::Picture(_) | InlineKind::LineBreak => {}
            }
        }
    }

    fn text(&mut self, text: &str, span: Span, role: FaceRole) {
        self.variants(text, span);
        if text.chars().all(|c| self.known(c, role) == Known::Printable) {
            return;
        }
        let exact = self.sources.slice(span) == text;
        let missing: Vec<(usize, char)> =
            text.char_indices().filter(|(_, c)| self.known(*c, role) == Known::Missing).collect();
        for (at, c) in missing {
            let start = span.start as usize + at;
            let own = Span::new(span.file, start..start + c.len_utf8());
            let place = if exact { Some(own) } else { self.find(c, span) };
            self.report(c, place.unwrap_or(span), role);
        }
    }

    /// Reports forms of a character that no face has: the usual form is printed.
    fn variants(&mut self, text: &str, span: Span) {
        for Variant { base, selector, at } in variants(text) {
            if self.faces.has_variant(base, selector) || !self.variants.insert((base, selector)) {
                continue;
            }
            let start = span.start as usize + at.start - base.len_utf8();
            let exact = self.sources.slice(span) == text;
            let own = Span::new(span.file, start..start + base.len_utf8() + at.len());
            let code = u32::from(selector);
            let message = format!("字库里没有“{base}”的这个异体（U+{code:04X}），PDF 印通常的字形");
            let place = if exact { own } else { span };
            let problem = Diagnostic::new(Code::InvisibleCharacter, place, message);
            let help = "通常的字形可用的，删去重打这个字；须用异体的，把有它的字体放进 fonts/";
            self.diagnostics.report(problem.help(help));
        }
    }

    fn missing(&mut self, text: &str, role: FaceRole) -> Vec<char> {
        text.chars().filter(|c| self.known(*c, role) == Known::Missing).collect()
    }

    /// The character's first place in a span.
    fn find(&self, c: char, span: Span) -> Option<Span> {
        let start = span.start as usize + self.sources.slice(span).find(c)?;
        Some(Span::new(span.file, start..start + c.len_utf8()))
    }

    fn known(&mut self, c: char, role: FaceRole) -> Known {
        let (code, row) = (c as usize, role as usize);
        if let Some(known) = self.known[row].get(code)
            && *known != Known::Not
        {
            return *known;
        }
        let printable = self.printable(c, role);
        let row = &mut self.known[row];
        if row.len() <= code {
            row.resize(code + 1, Known::Not);
        }
        row[code] = if printable { Known::Printable } else { Known::Missing };
        row[code]
    }

    fn printable(&self, c: char, role: FaceRole) -> bool {
        // What leaves no mark needs no glyph; control characters are another rule's matter.
        if c.is_whitespace() || c.is_control() || is_default_ignorable(c) {
            return true;
        }
        let chain = self.faces.chain(role);
        let book = self.faces.book();
        let has = |index| book.info(index).is_some_and(|info| info.coverage.contains(c as u32));
        // A role without a face is reported once, not with each of its characters.
        chain.is_empty() || chain.links.iter().any(|l| l.covers.accepts(c) && has(l.index))
    }

    fn report(&mut self, c: char, span: Span, role: FaceRole) {
        let count = self.reported.len();
        let times = self.reported.entry(c).or_insert(0);
        if *times == 0 && count >= CHARACTERS || *times >= PLACES {
            return;
        }
        *times += 1;
        let message = format!("字库里没有“{c}”（U+{:04X}）", u32::from(c));
        let problem = Diagnostic::new(Code::MissingGlyph, span, message)
            .label(format!("{}印不出这个字", role.name()))
            .help("换用规范字，或把含有这个字的字体放进 fonts/");
        self.diagnostics.report(problem);
    }
}

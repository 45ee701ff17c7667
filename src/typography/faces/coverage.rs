//! Characters that no face can print, and roles that no face serves.
//!
//! In: a document and the chains of its roles. Out: `missing-glyph` at the character's own place,
//! `missing-font` and `broken-font` where the profile is chosen. A character is looked up once per
//! role, so the time is that of reading the document.

use super::Faces;
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::document::{
    Block, BlockKind, Caption, Chart, Document, HeadingKind, Inline, InlineKind, Table, missing,
};
use crate::source::{Sources, Span, Variant, variants};
use crate::typography::profile::styles;
use crate::typography::{FaceRole, Profile};
use std::collections::{BTreeMap, BTreeSet};
use typst::text::is_default_ignorable;

/// Maximum number of reports of one character: the first ones are enough to find the others.
const MAX_REPORTS: usize = 3;
/// Maximum number of characters reported: a text of another script would drown every other problem.
const MAX_CHARACTERS: usize = 40;
/// Where the profiles lie, whose texts the templates print.
const PROFILES: &str = "templates/profiles/";

/// Reports every character of the document that no face of its role's chain has, and roles without a
/// face; gives these characters. `profile_span` is where the profile is chosen.
pub fn check(
    document: &Document,
    profile: &Profile,
    faces: &Faces,
    sources: &Sources,
    profile_span: Span,
    diagnostics: &mut Diagnostics,
) -> BTreeSet<char> {
    for broken in faces.broken() {
        let message = format!("字体文件 {} 无法使用：{}", broken.file, broken.reason);
        let help = "换一个完好的 ttf 或 otf 文件，或删去它";
        diagnostics.report(Diagnostic::new(Code::BrokenFont, profile_span, message).help(help));
    }
    for role in roles(profile).into_iter().filter(|role| faces.chain(*role).is_empty()) {
        let message = format!("{}没有可用的字体", role.name());
        let help = "用 zishu fonts 查看每种字体由哪个文件担任，再把缺的字体放进 fonts/";
        diagnostics.report(Diagnostic::new(Code::MissingFont, profile_span, message).help(help));
    }

    let mut check = Check {
        document,
        profile,
        faces,
        sources,
        coverage: vec![Vec::new(); FaceRole::ALL.len()],
        missing: BTreeSet::new(),
        reported: BTreeMap::new(),
        variants: BTreeSet::new(),
        diagnostics,
    };
    check.cover(profile_span);
    for part in document.sections.iter().flat_map(|section| &section.parts) {
        check.blocks(&part.blocks, profile.body.role);
    }
    for note in &document.notes {
        check.blocks(&note.blocks, profile.footnote.role);
    }
    check.missing
}

/// The roles that a profile asks for, in the order of [`FaceRole::ALL`].
fn roles(profile: &Profile) -> Vec<FaceRole> {
    let styles = styles(profile).into_iter().map(|(_, style)| style.role);
    let used: Vec<FaceRole> = styles.chain([FaceRole::Latin]).collect();
    FaceRole::ALL.into_iter().filter(|role| used.contains(role)).collect()
}

/// Whether a character can be printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Coverage {
    /// Not yet looked up.
    Unknown,
    Printable,
    Missing,
}

struct Check<'a> {
    document: &'a Document,
    profile: &'a Profile,
    faces: &'a Faces,
    sources: &'a Sources,
    /// For each role, by code point, up to the highest character looked up.
    coverage: Vec<Vec<Coverage>>,
    /// Every character that no face of its role has.
    missing: BTreeSet<char>,
    reported: BTreeMap<char, usize>,
    /// Characters with their selectors of which no face has the form, as reported.
    variants: BTreeSet<(char, char)>,
    diagnostics: &'a mut Diagnostics,
}

impl Check<'_> {
    fn cover(&mut self, profile_span: Span) {
        let (meta, profile) = (&self.document.meta, self.profile);
        let date = meta.date.chinese();
        let note = profile.header.note(meta);
        let texts = [
            (meta.title.as_str(), profile.title.role),
            (&meta.subtitle, profile.cover.subtitle.role),
            (&meta.author, profile.cover.imprint.role),
            (&date, profile.cover.imprint.role),
            (&profile.contents.heading, profile.contents.heading_style.role),
            (&note, profile.header.style.role),
        ];
        for (text, role) in texts {
            for c in self.missing_of(text, role) {
                let span = self.cover_span(c, profile_span);
                self.report(c, span, role);
            }
        }
    }

    /// Where a character of the cover stands: these texts have no spans of their own.
    fn cover_span(&self, c: char, profile_span: Span) -> Span {
        let profiles = self.sources.iter().filter(|(_, file)| file.path().starts_with(PROFILES));
        let files = [profile_span.file].into_iter().chain(profiles.map(|(file, _)| file));
        let whole = |file| Span::new(file, 0..self.sources.text(file).len());
        let mut spans = files.filter_map(|file| self.find(c, whole(file)));
        spans.next().unwrap_or(profile_span)
    }

    // long: one arm for each kind of block.
    fn blocks(&mut self, blocks: &[Block], role: FaceRole) {
        for block in blocks {
            match &block.kind {
                BlockKind::Heading(heading) => {
                    let level = usize::from(heading.level.clamp(1, 4)) - 1;
                    let is_annex = heading.kind == HeadingKind::Annex;
                    let role = self.profile.headings[level].role;
                    let role = if is_annex { self.profile.title.role } else { role };
                    self.inlines(&heading.content, role);
                }
                BlockKind::Paragraph(content) => self.inlines(content, role),
                BlockKind::List(list) => {
                    list.items.iter().for_each(|item| self.blocks(&item.blocks, role));
                }
                BlockKind::Quote(inner)
                | BlockKind::Landscape(inner)
                | BlockKind::Letter(_, inner) => self.blocks(inner, role),
                BlockKind::Code(code) => self.text(&code.text, block.span, role),
                BlockKind::Rule | BlockKind::PageBreak => {}
                BlockKind::Table(table) => self.table(table),
                BlockKind::Figure(figure) => {
                    self.caption(&figure.caption);
                    self.note_line(&figure.source);
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

        [&table.unit, &table.note, &table.source].into_iter().for_each(|line| self.note_line(line));
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

        self.note_line(&chart.source);
    }

    fn caption(&mut self, caption: &Option<Caption>) {
        if let Some(caption) = caption {
            self.inlines(&caption.content, self.profile.caption.role);
        }
    }

    fn note_line(&mut self, line: &Option<Vec<Inline>>) {
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
        if text.chars().all(|c| self.coverage(c, role) == Coverage::Printable) {
            return;
        }

        let is_exact = self.sources.slice(span) == text;
        let missing: Vec<(usize, char)> = text
            .char_indices()
            .filter(|(_, c)| self.coverage(*c, role) == Coverage::Missing)
            .collect();
        for (offset, c) in missing {
            let start = span.start as usize + offset;
            let exact_span = Span::new(span.file, start..start + c.len_utf8());
            let character_span = if is_exact { Some(exact_span) } else { self.find(c, span) };
            self.report(c, character_span.unwrap_or(span), role);
        }
    }

    /// Reports forms of a character that no face has: the usual form is printed.
    fn variants(&mut self, text: &str, span: Span) {
        for Variant { base, selector, range } in variants(text) {
            if self.faces.has_variant(base, selector) || !self.variants.insert((base, selector)) {
                continue;
            }

            let start = span.start as usize + range.start - base.len_utf8();
            let exact_span = Span::new(span.file, start..start + base.len_utf8() + range.len());
            let is_exact = self.sources.slice(span) == text;
            let variant_span = if is_exact { exact_span } else { span };

            let code = u32::from(selector);
            let message = format!("字库里没有“{base}”的这个异体（U+{code:04X}），PDF 印通常的字形");
            let problem = Diagnostic::new(Code::InvisibleCharacter, variant_span, message);
            let help = "通常的字形可用的，删去重打这个字；须用异体的，把有它的字体放进 fonts/";
            self.diagnostics.report(problem.help(help));
        }
    }

    fn missing_of(&mut self, text: &str, role: FaceRole) -> Vec<char> {
        text.chars().filter(|c| self.coverage(*c, role) == Coverage::Missing).collect()
    }

    /// Where the character first stands in a span.
    fn find(&self, c: char, span: Span) -> Option<Span> {
        let start = span.start as usize + self.sources.slice(span).find(c)?;
        Some(Span::new(span.file, start..start + c.len_utf8()))
    }

    fn coverage(&mut self, c: char, role: FaceRole) -> Coverage {
        let (code, row) = (c as usize, role as usize);
        if let Some(coverage) = self.coverage[row].get(code)
            && *coverage != Coverage::Unknown
        {
            return *coverage;
        }

        let is_printable = self.is_printable(c, role);
        let row = &mut self.coverage[row];
        if row.len() <= code {
            row.resize(code + 1, Coverage::Unknown);
        }
        row[code] = if is_printable { Coverage::Printable } else { Coverage::Missing };
        row[code]
    }

    fn is_printable(&self, c: char, role: FaceRole) -> bool {
        // What leaves no mark needs no glyph; control characters are reported by another rule.
        if c.is_whitespace() || c.is_control() || is_default_ignorable(c) {
            return true;
        }

        let chain = self.faces.chain(role);
        let book = self.faces.book();
        let has = |index| book.info(index).is_some_and(|info| info.coverage.contains(c as u32));
        // A role without a face is reported once, not with each of its characters.
        chain.is_empty() || chain.links.iter().any(|link| link.covers.accepts(c) && has(link.index))
    }

    fn report(&mut self, c: char, span: Span, role: FaceRole) {
        self.missing.insert(c);
        let count = self.reported.len();
        let times = self.reported.entry(c).or_insert(0);
        if *times == 0 && count >= MAX_CHARACTERS || *times >= MAX_REPORTS {
            return;
        }
        *times += 1;

        let message = format!("字库里没有“{c}”（U+{:04X}）", u32::from(c));
        let problem = Diagnostic::new(Code::MissingGlyph, span, message)
            .label(format!("{}没有这个字，印成“{}”", role.name(), missing::MARK))
            .help("换用规范字，或把含有这个字的字体（如宋体-ExtB）放进 fonts/");
        self.diagnostics.report(problem);
    }
}

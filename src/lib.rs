//! zishu (自述): from the bureaus' Markdown chapters and indicators to the 自述报告 as PDF and Word.
//!
//! A city that applies for 全国质量强市示范城市 hands in a self-report of ten sections, written by some
//! 25 bureaus. Each bureau's contribution is one Markdown chapter; figures come from the indicator
//! tables; templates decide how chapters form the document. One document tree feeds two writers, so
//! PDF and Word say the same.
//!
//! ```text
//! workspace::load   report.yaml plan.yaml bureaus.yaml chapters/**  -> Workspace
//! indicator::load   indicators/*.yaml                               -> Indicators  (decimals only)
//! expand            minijinja over one whole chapter file           -> Expanded    (MappedText, values)
//! markdown::parse   comrak, lowered at once                         -> Chapter
//! assemble          chapters + templates/*.md.j2 by the outline;
//!                   numbers, references, contents                   -> Document
//! check             one rule a file, over data and prose            -> Diagnostics
//! pdf               Typst text per part, compiled                   -> PDF bytes, Layout
//! word              docx-rs, then the finishing pass                -> .docx bytes
//! forms             indicators -> .xlsx; a filled .xlsx             -> changes to indicators/*.yaml
//! docx              a .docx from outside                            -> Docx        (changes, comments)
//! duties            a city's 责任分工表 as a grid                   -> plan.yaml bureaus.yaml, questions
//! adopt             a bureau's draft as Docx                        -> a chapter, its pictures, a report
//! review            what was sent, what came back, what is now      -> edits of chapters, outcomes
//! workflow          what a command was asked for                    -> what it found, a ChangeSet
//! store             a ChangeSet                                     -> files
//! ```
//!
//! [`pipeline::build()`] is the only place that knows the order down to `word`; what stands below it serves
//! commands of its own. The outline, the indicators, the bureaus, the layout and the merge are data:
//! no section title, bureau or indicator name stands in code.
//!
//! # Rooms
//! A room uses only rooms above it in this table; `tests/tidy` holds every arrow and every crate. A
//! module with modules of its own is a folder, whose `mod.rs` documents and declares.
//! serde_json serves what programs read, unicode-width what is aligned,
//! rust_decimal all that reckons.
//!
//! | room | purpose | crates of its own |
//! |---|---|---|
//! | [`source`] | files, spans, [`source::MappedText`], what differs, encodings, the nearest name | encoding_rs, similar, strsim, siphasher, sha2 |
//! | [`diag`] | problems, their codes, how they are printed, how long a name may be | codespan-reporting |
//! | [`bundle`] | templates, sample, preview's page and faces inside the binary | include_dir |
//! | [`stamp`] | the number of a build, and what a file says of the build that made it | |
//! | [`document`] | the tree, walks over it, plain text, text back into Markdown, dump | |
//! | [`yaml`] | YAML into types, the place of every value, edits and quoting | serde_yaml, yaml-edit |
//! | [`workspace`] | report.yaml, plan.yaml, bureaus.yaml, chapters, templates; pictures by their headers | time, crc32fast, image |
//! | [`typography`] | layout profiles, which both writers follow; faces by role, characters that no face has; widths of text as set, how tables are set | typst, typst-kit, icu_segmenter |
//! | [`indicator`] | definitions, values, decimals, what is computed from them | |
//! | [`ooxml`] | Office packages: parts within limits, an XML stream, an XML tree, the packed file | quick-xml, zip |
//! | [`forms`] | blank forms as .xlsx, filled ones to changes of values | calamine, rust_xlsxwriter |
//! | [`register`] | 台账: what came in from each unit and what went out, a file a unit, appended to and never rewritten | |
//! | [`expand`] | templates to Markdown with markers; what they may use, as `zishu explain` prints it | minijinja |
//! | [`markdown`] | Markdown to the tree | comrak |
//! | [`assemble`] | chapters to one document, as templates/*.md.j2 say; its numbers, references and contents | |
//! | [`check`] | rules on values and on what writers typed, with what `zishu fix` may write; `number` reads numbers in Chinese text, `prose` compares typed ones, in plain tables too, with the indicators; `words/*.txt` are the word lists that both go by | |
//! | [`pdf`] | Typst text, the World, pages and what they say, PDF, charts as pictures; layouts that may have to be ended | typst and its crates, cpu-time, memory-stats |
//! | [`word`] | docx-rs, the finishing pass, its lint; two states as one file with tracked changes | docx-rs |
//! | [`docx`] | a Word file from outside, untrusted, as paragraphs, tables and changes | |
//! | [`duties`] | a city's own 责任分工表 and 单位表 as plan, units and indicators; `words.txt` is what it knows words by | |
//! | [`proof`] | the words of the pages held against those of the Word file | |
//! | [`verify`] | what a file says of its build, and how far it is what that build made | hayro-syntax, serde_json |
//! | [`adopt`] | a bureau's first draft in Word as a chapter | |
//! | [`pipeline`] | one way to build: the order of the stages, what is kept for the next build; PDF and Word on two threads | |
//! | [`delivery`] | what each unit owes, what of it is there, and what it signed | |
//! | [`review`] | copies for review, and the way back into the chapters, each step built and compared | |
//! | [`store`] | the only room that writes: all or none, over nothing that was saved meanwhile | tempfile, serde_json |
//! | [`workflow`] | what each command finds and would write, as a value that can be shown or committed | |
//! | [`preview`] | pages in the browser, built anew after every save | httparse, notify, percent-encoding, form_urlencoded |
//! | [`cli`] | one file per command: parses, calls a workflow, prints | clap |
//!
//! # Places
//! Every node of the tree, every value and every problem has a [`source::Span`]: bytes in a file that
//! the user can edit. Text that a stage generates is a [`source::MappedText`], whose segments lead
//! back: byte by byte where the text was copied, to the whole origin where it was made. There is
//! one such type, for what minijinja is given and prints, for comrak's text, the Typst text of a part, the
//! plain texts that [`check`] reads and the passages that [`review`] takes edits of; what an origin is
//! ([`source::Origin`]) differs. Offsets into generated text are [`source::GeneratedOffset`]s, which no
//! diagnostic takes. A message never shows generated text.
//!
//! What differs between two texts, flows, rows or tables is found by [`source::diff()`] alone.
//!
//! A function called in a chapter learns the places of its arguments from its call site: `expand`
//! scans the template first and puts a literal that names the site into each call. A problem inside
//! a macro is told at the chapter's call, with the macro's line as the second place.
//!
//! Each text goes out to Typst as string literals of at most 30 000 bytes (Typst counts offsets into
//! a literal in 16 bits), each a segment. A glyph on a page knows its literal and the offset in it,
//! so that a page's text leads back to the chapter's characters, and so does an error of Typst's. A glyph's
//! text in the PDF is that of its first use: no character without a glyph may stand beside one.
//!
//! # Markers
//! `{{ 值("城市GDP", 2017) }}` is not pasted into Markdown: the expander writes U+FDD0, a letter, a
//! number, U+FDD1, and the parser makes it [`document::InlineKind::Value`]. So a value can't break a
//! table, and the tree knows which words came from data. `v` is a value, `c` a chart, `p` the place
//! in a merge template where a chapter's or a section's blocks are spliced in; `s` is a call site and
//! never leaves `expand`. A value that its bureau still owes is one too: it prints `〔待市统计局报〕`, and
//! the tree knows that it is [`missing`](document::ValueUse::missing). No file can hold a marker:
//! [`source::is_forbidden`] characters are reported and blanked in reading. Characters that leave no
//! mark and mean nothing ([`source::invisibles`]) are a warning and are left out where a template is
//! scanned, where YAML is read and where text goes out.
//!
//! # What libraries say
//! Users read Chinese only. What serde_yaml, minijinja and Typst say is looked up in one table a library
//! (`yaml/messages.rs`, `expand/messages`, `pdf/messages`), clap's kinds of errors in `cli/refusal.rs`;
//! tests raise every line through the library, so that another version that words it otherwise fails.
//!
//! # Merge
//! templates/section.md.j2 makes a section from its contributions, templates/report.md.j2 the report
//! from its sections. A placeholder stands alone in its line and is printed once; one that isn't
//! printed is a warning. What the templates say themselves is lowered like a chapter, and its spans
//! lie in the template. Contributions keep their own lists of values and notes until they are
//! spliced: then their ids are shifted into the document's.
//!
//! What a document has beside its text is chosen in report.yaml: cover, contents, lists of tables and
//! figures, numbers of sections ([`document::Arrangement`]), and what its template prints, to whom it goes, how
//! it is signed, data of its own. What a template doesn't name of these is a warning: nothing that is given
//! vanishes. An annex is a heading of a kind of its own; the parts of a letter ([`document::LetterPart`]) are
//! blocks of lines, whose places are reckoned once for both writers.
//!
//! The 申报表 and the 责任分工表 have no code: each of 其他文件 in report.yaml is one more template, filled
//! in with the rows of the plan, and form.md.j2 and duties.md.j2 are among the built-in ones. A column
//! added there is in the document tree, and so in PDF and Word alike. The table of reviewers' opinions
//! (意见采纳情况表) is made by opinions.md.j2 in the same way.
//!
//! A workspace has copies of the templates. The first line of a built-in one names its agreement with the
//! program (模板约定 4), and a copy with another number is refused, an older one as well as one of a newer
//! program. The number goes up, in that template alone, when a copy as it was would fail or print
//! something else: a variable, field, function or parameter that it uses is removed, renamed or means
//! something else, or `report.typ` is called with what it doesn't take. It stays when something is only
//! added, say a field of 指标, a function or a parameter that may be left out, even if the built-in
//! template uses it at once: older copies print what they did. It stays for another wording or column too.
//!
//! # Three layouts
//! Typst lays a whole document out three times and more: contents from pages without contents, then the text
//! anew for the feet of pages that moved on. Page numbers begin with the text, so it is laid out alone, then
//! cover and contents from what it answers, and beside them the feet (`pdf/apart.rs`). References ask for no
//! place while they are laid out: they are linked on the finished pages (`pdf/references.rs`). The pages are
//! what Typst's own loop gives, which a test holds byte by byte; that loop serves templates that a workspace
//! changed, and whatever has a problem to report.
//!
//! # What a PDF says without its look
//! Typst marks headings, paragraphs and notes for those who can't see the page. What it can't mark without another
//! look, or can't lay out without marks that are wrong, templates ask of functions of the program, `tags.…`
//! (`pdf/tags.rs`): lists whose items are paragraphs of the page, names of links, captions that are said again on
//! each page of a table and are no cells of it, notes that stay with its last row, rows that stay together, what
//! joined cells hold, said again on each page of their rows, rows of at least a height. A first column of names
//! among figures holds the heads of its rows.
//!
//! # Word
//! docx-rs renders paragraphs, runs, tables, fields and drawings. The finishing pass reads its XML
//! into a small tree and does what docx-rs can't: the order of children that the schema wants, notes,
//! headers and sections, styles' defaults, alternative texts, the font table, and the package with
//! fixed times. Captions are counted by SEQ fields, one sequence for tables and one for figures; the
//! first of each section says its number, since LibreOffice counts on through all sections. Lists of tables
//! and figures are fields over these. A copy for
//! review has a bookmark around every paragraph of the tree. Charts and the contents' page numbers come
//! from Typst's layout: a chart is the frame that the template labels `chart-bN`, drawn before `write`
//! begins; for the numbers `write` leaves markers, [`word::finish`] prints them.
//! Before a file is written it passes [`word::lint`], which sees what validators don't: a finding is a
//! defect of the program and an error, and no file is written.
//!
//! # Word files from outside
//! [`docx`] trusts nothing: a file that is broken or over its limits is refused soon; of a whole one
//! every tracked change and comment is read. [`adopt`] makes a chapter of a draft and lists what
//! Markdown can't carry; of several drafts none is written before it is settled whose each of them is, and for
//! which section. Drafts and forms of other formats are made ours by an installed LibreOffice, in a folder and a
//! profile of its own ([`workflow`]). [`review`] has the sources of every copy as they were sent, and so knows for
//! each paragraph of it the bytes of the chapter that it was printed from; each change of a returned
//! copy has exactly one outcome, in headers, footers and text boxes too. What was cut and pasted is
//! known by its words, and goes in whole or not at all; so do tables, columns and merged cells. A new picture
//! is kept beside the chapter under a name that its bytes give. Edits meet by phrases ([`review`]'s `phrase`): what
//! one reviewer marked there is one change, and another's, or the chapter's own, clashes with all of it
//! unless both say the same. A copy is known by what it says of itself in
//! two places, else by its bookmarks. What a merge came to, and what people decided, is recorded beside the
//! sent copies ([`review::opinion`]): an opinion is known by copy, paragraph and words, so that no file
//! brings back what was decided. `zishu review compare` makes one file of two: accepting all its
//! changes gives the newer text, refusing them the older.
//!
//! # Collecting
//! What units owe follows from the plan, the definitions and the texts; what of it is there, from these and from
//! one register a unit ([`register`]), which says what a file can't: when something came and by which way, paper,
//! originals, seals, more time. [`delivery`] holds both together and judges in one place: `status`, the summary behind
//! `check` and `render`, and every slip tell the same. What a unit signs is known by a checksum for each indicator and
//! text, so that a signature lapses with the part that changed and a new slip lists only that. 催报单, 退改单, 确认单,
//! 佐证材料目录, 任务进展表 and 通报 are documents that templates make of variables alone, set as the others are. A
//! 退改单 quotes the sentence as it is printed: its reader never saw a chapter. The set that is handed in is of one
//! build, flat and, for folding, two pages a side.
//!
//! # Another city
//! [`duties`] reads a city's own table, however its cells are merged and its duties are worded, into the files that a
//! workspace begins with; what it can't decide stands there as a comment `# 待核` and is listed. The words that it
//! knows are data. Quzhou's name in another city's settings is a problem.
//!
//! # Problems
//! [`diag::Diagnostics`] is the one sink. A stage goes on after a problem; one that can't give its
//! output returns [`diag::Reported`], which only the sink makes. Outputs are written only when there is no
//! error, or for a working copy with a notice at each: beside their place and then renamed, so that the
//! last good file is never lost. A notice ([`document::notices`]) is a value that nobody typed:
//! `〔待市质监局改：…〕` where something can't be printed, `〔待市质监局供稿〕` where a text is still to
//! come. It is set into a chapter right after it was parsed, so that pages, Word, reviews and the preview
//! all have it. What only a formal copy may not have is a warning, and becomes an error with `--final`: a
//! missing value, figure or text, counted where the documents print it, a figure that differs from the
//! data, a character without a face, or markup and HTML by which something would be missing in print.
//! Besides, a formal copy asks for verified values, final texts, originals and standard faces; report.yaml
//! may let single things pass, with a reason that is printed whenever it counts. A writer can keep a figure
//! that differs, with a reason where it stands; the reason lapses when the figure, its sentence or the
//! datum changes.
//!
//! # Saving
//! A [`workflow`] gives a value that says what it found and what it would write, a
//! [`store::ChangeSet`] among it. `--dry-run` prints it; without it the very same is committed. What is to
//! be tried before it is written, chapters with a reviewer's changes or texts in a repaired encoding, is
//! built from a [`source::Overlay`], as from an editor's unsaved text: nothing is copied.
//!
//! A file of the workspace is replaced only while it holds the bytes that the command read, and a new
//! one takes nobody's place: [`source::Sources`] keeps the bytes, [`store`] compares them right
//! before the renames, under a lock that zishu's runs share. Where one differs none of the command's
//! files is written. A journal says what is about to be renamed: what a killed run had begun the next
//! command finishes, or takes back where somebody has saved since.
//! What isn't read, being a link out of the workspace, isn't written either, nor is a
//! file that its owner made read-only; what is written has the byte-order mark, the line ends and the mode
//! of the file that it replaces.
//!
//! # Limits
//! Nothing that a user can write makes the program panic, hang or fill the memory. A text file has at
//! most 8 MiB, a Typst template 1 MiB, a picture 32 MiB and
//! 300 MB once it is decoded, those of a document 1 GB; a template runs a million steps, prints
//! 4 MiB, nests 100 deep, and is run again at most 60 times to find further problems. Lists and
//! quotations nest 20 deep, a table has 50 000 cells, a paragraph 100 kB, a title 200 characters, a
//! name 100, a tag 300 operators; a text of YAML is at most 512 KiB long, nests 100 deep and has no
//! anchors. A face claims at most four times as many characters as there are. Typst's panics are caught
//! and told as a problem. A Typst template that the workspace changed may take 10 s of processor time and
//! 1.5 GB, and more for a longer report: nothing inside a process can stop Typst, so the program runs
//! twice then, and the outer process tells what the inner one was ended over ([`pdf::supervise_layouts`]);
//! a preview begins again with the built-in templates until that one is mended.
//! A run waits at most ten seconds for another that is writing. A save that another program makes in the
//! microseconds between the comparison and the rename of a file is not seen: no system offers a rename
//! that compares.
//!
//! # Same input, same bytes
//! No clock, no hash-map order, fixed zip times; dates come from report.yaml. Only what is sent or
//! collected (`review`, `status`, `collect`) asks for today's, where no `--date` is given. Hash maps serve
//! only for look-ups. The folder's entries are sorted by name wherever they are listed.
//!
//! # Which build a file is from
//! Every build has a number, [`stamp::BuildNumber`], made from the hashes of its inputs ([`pipeline::Inputs`]):
//! the texts that were read, without their marks and line ends, pictures, faces, what was asked for, the
//! program's version and templates; not which documents and kinds of files were asked for. The number stands in
//! Info and XMP of PDFs, among the custom properties of Word files, and in `out/生成记录/<number>.json`
//! ([`verify::BuildRecord`]), with the hashes of inputs, files and paragraphs. `zishu verify` makes the files
//! again where the inputs are the same, else it goes by the record. Nothing of this is secret: it tells a
//! mistake, not a forgery. The record also holds the pages of headings: Word alone of the same build is the file
//! in out/, if it is byte by byte what was proved and no other program has taken this one's place since; else it is
//! made with these pages and without a layout, of the same Typst text, and counts only if it is the same again.
//!
//! # Where it left the first design
//! - The room of checks holds the rules on values and text alone: any other rule is written where the
//!   thing is known (labels in `assemble`, glyphs in `typography`, the plan in `workspace`), and
//!   [`diag::Code`] holds what `zishu explain` prints.
//! - `yaml`, `typography`, `assemble` and `bundle` are rooms of their own, since several others
//!   share them or one crate had to stay in one place.
//! - minijinja's comments are `{## … ##}`: `{#` opens an attribute's label, `{#tbl-抽查}`.
//! - comrak reads neither task items nor bare addresses: its addresses end only at a blank, which
//!   Chinese prose doesn't set.
//! - A mark between two figures is no mark: `100*200*50` is a product, and would be read as one figure.
//!   Where anything else that isn't printed stands between two figures, a space does in print.
//! - A character that no face has is printed as 〓, in a copy of the tree that only the writers get: rules
//!   and reviews read what was typed.
//! - The generated Typst text is one file per part, that is per contribution or run of a template.

// What every stage needs.
pub mod source;
pub mod diag;
pub mod bundle;
pub mod stamp;
pub mod document;
pub mod yaml;

// What is read: the workspace, how it is to look, its data.
pub mod workspace;
pub mod typography;
pub mod indicator;
pub mod ooxml;
pub mod forms;
pub mod register;

// What is made of it: one document.
pub mod expand;
pub mod markdown;
pub mod assemble;
pub mod check;

// The document as PDF and as Word.
pub mod pdf;
pub mod word;

// Word files from outside.
pub mod docx;
pub mod duties;
pub mod proof;
pub mod verify;
pub mod adopt;

// The order of the stages; what is still owed; what comes back from review is built again.
pub mod pipeline;
pub mod delivery;
pub mod review;

// What is written, and the desk.
pub mod store;
pub mod workflow;
pub mod preview;
pub mod cli;

//! Tracked changes written into a Word file as it was read.
//!
//! In: paragraphs in CriticMarkup. Out: the file with tracked changes and comments.

use zishu::docx::{
    Block, Comment, Docx, Format, Paragraph, Piece, PieceKind, Revision, RevisionId, RevisionKind,
    Story,
};

/// A part of an edited paragraph.
enum Part {
    Kept(String),
    New(String),
    Gone(String),
    Comment(String),
}

fn parts(text: &str) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find('{') {
        let marks = [("{++", "++}"), ("{--", "--}"), ("{>>", "<<}")];
        let Some((open, close)) = marks.into_iter().find(|(open, _)| rest[at..].starts_with(open))
        else {
            break;
        };
        parts.push(Part::Kept(rest[..at].to_owned()));
        let (inner, after) = rest[at + open.len()..].split_once(close).expect("a mark is closed");
        parts.push(match open {
            "{++" => Part::New(inner.to_owned()),
            "{--" => Part::Gone(inner.to_owned()),
            _ => Part::Comment(inner.to_owned()),
        });
        rest = after;
    }
    parts.push(Part::Kept(rest.to_owned()));
    parts
}

/// Edits a paragraph: the one that says what is left without the marks.
pub(crate) fn edit(docx: &mut Docx, author: &str, line: &str) {
    let parts = parts(line);
    let original: String = parts
        .iter()
        .map(|part| match part {
            Part::Kept(text) | Part::Gone(text) => text.trim_end_matches('¶'),
            Part::New(_) | Part::Comment(_) => "",
        })
        .collect();
    let mut writer =
        ChangeWriter { author, revisions: docx.revisions.clone(), comments: docx.comments.clone() };
    let mut done = story(&mut docx.body, &original, &parts, &mut writer);
    for note in docx.notes.values_mut() {
        done = done || story(note, &original, &parts, &mut writer);
    }
    assert!(done, "no paragraph says: {original}\n{}", all(&docx.body.blocks));
    docx.revisions = writer.revisions;
    docx.comments = writer.comments;
    docx.counted.revisions = docx.revisions.len();
    docx.counted.comments = docx.comments.len();
}

struct ChangeWriter<'a> {
    author: &'a str,
    revisions: Vec<Revision>,
    comments: Vec<Comment>,
}

impl ChangeWriter<'_> {
    fn revision(&mut self, kind: RevisionKind) -> RevisionId {
        self.revisions.push(Revision {
            kind,
            author: self.author.to_owned(),
            date: "2018-06-20T09:00:00Z".to_owned(),
            name: String::new(),
        });
        RevisionId(self.revisions.len() as u32 - 1)
    }
}

fn story(story: &mut Story, original: &str, parts: &[Part], writer: &mut ChangeWriter<'_>) -> bool {
    blocks(&mut story.blocks, original, parts, writer)
}

fn blocks(
    list: &mut Vec<Block>,
    original: &str,
    parts: &[Part],
    writer: &mut ChangeWriter<'_>,
) -> bool {
    for at in 0..list.len() {
        match &mut list[at] {
            Block::Paragraph(paragraph) if said(paragraph) == original => {
                let edited = rewrite(paragraph, parts, writer);
                list.splice(at..=at, edited.into_iter().map(Block::Paragraph));
                return true;
            }
            Block::Paragraph(_) => {}
            Block::Table(table) => {
                for cell in table.rows.iter_mut().flat_map(|row| &mut row.cells) {
                    if blocks(&mut cell.blocks, original, parts, writer) {
                        return true;
                    }
                }
            }
        }
    }
    false
}

/// Every paragraph, to be told where none was found.
fn all(blocks: &[Block]) -> String {
    let lines = blocks.iter().map(|block| match block {
        Block::Paragraph(paragraph) => format!("{}\n", said(paragraph)),
        Block::Table(table) => {
            let cells = table.rows.iter().flat_map(|row| &row.cells);
            cells.map(|cell| all(&cell.blocks)).collect()
        }
    });
    lines.collect()
}

fn said(paragraph: &Paragraph) -> String {
    paragraph.pieces.iter().map(words).collect()
}

fn words(piece: &Piece) -> String {
    match &piece.kind {
        PieceKind::Text(text) => text.clone(),
        PieceKind::Note(_) => "※".to_owned(),
        PieceKind::LineBreak => "↵".to_owned(),
        _ => String::new(),
    }
}

/// The paragraph by its parts; more than one where it is split.
fn rewrite(paragraph: &Paragraph, parts: &[Part], writer: &mut ChangeWriter<'_>) -> Vec<Paragraph> {
    let mut left: Vec<Piece> = paragraph.pieces.iter().flat_map(single).collect();
    left.reverse();
    let mut done = vec![Paragraph { pieces: Vec::new(), ..paragraph.clone() }];
    let mut format = Format::default();
    let mut mark = paragraph.mark.clone();
    for part in parts {
        let pieces =
            |done: &mut Vec<Paragraph>, piece: Piece| done.last_mut().unwrap().pieces.push(piece);
        match part {
            Part::Kept(text) | Part::Gone(text) => {
                let gone = matches!(part, Part::Gone(_));
                let id = (gone && text != "¶").then(|| writer.revision(RevisionKind::Deletion));
                for _ in text.chars().filter(|c| *c != '¶') {
                    while left.last().is_some_and(|piece| words(piece).is_empty()) {
                        pieces(&mut done, left.pop().unwrap());
                    }
                    let mut piece = left.pop().unwrap();
                    piece.revisions.extend(id);
                    format = piece.format;
                    pieces(&mut done, piece);
                }
                if gone && text.ends_with('¶') {
                    mark.push(writer.revision(RevisionKind::MarkDeletion));
                }
            }
            Part::New(text) => add(&mut done, paragraph, text, format, writer),
            Part::Comment(text) => {
                let comment = Comment {
                    author: writer.author.to_owned(),
                    text: text.clone(),
                    ..Comment::default()
                };
                writer.comments.push(comment);
                let kind = PieceKind::CommentMark(writer.comments.len() - 1);
                pieces(
                    &mut done,
                    Piece {
                        kind,
                        format,
                        revisions: vec![],
                        formatted: vec![],
                        link: None,
                        field: None,
                    },
                );
            }
        }
    }
    let last = done.last_mut().unwrap();
    last.pieces.extend(left.into_iter().rev());
    last.mark = mark;
    done
}

/// Adds new text; a `¶` in it begins a new paragraph.
fn add(
    done: &mut Vec<Paragraph>,
    paragraph: &Paragraph,
    text: &str,
    format: Format,
    writer: &mut ChangeWriter<'_>,
) {
    let pieces =
        |done: &mut Vec<Paragraph>, piece: Piece| done.last_mut().unwrap().pieces.push(piece);

    for (at, segment) in text.split('¶').enumerate() {
        if at > 0 {
            let id = writer.revision(RevisionKind::MarkInsertion);
            done.last_mut().unwrap().mark = vec![id];
            done.push(Paragraph { pieces: Vec::new(), mark: Vec::new(), ..paragraph.clone() });
        }
        let bold = segment.strip_prefix("**").and_then(|s| s.strip_suffix("**"));
        if segment.is_empty() {
            continue;
        }

        let id = writer.revision(RevisionKind::Insertion);
        pieces(
            done,
            Piece {
                kind: PieceKind::Text(bold.unwrap_or(segment).to_owned()),
                format: if bold.is_some() { Format { bold: true, ..format } } else { format },
                revisions: vec![id],
                formatted: Vec::new(),
                link: None,
                field: None,
            },
        );
    }
}

/// A piece by characters.
fn single(piece: &Piece) -> Vec<Piece> {
    match &piece.kind {
        PieceKind::Text(text) => {
            let one = |c: char| Piece { kind: PieceKind::Text(c.to_string()), ..piece.clone() };
            text.chars().map(one).collect()
        }
        _ => vec![piece.clone()],
    }
}

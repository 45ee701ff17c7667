//! What isn't text: pictures, text boxes, equations, charts, embedded objects.
//!
//! In: the element that holds one. Out: pieces, and phrases for text that the story doesn't show.
//! A text box is a story of its own; changes inside other objects are referred to by empty pieces.

use super::model::{Aside, AsideKind, PieceKind, Refused, paragraphs};
use super::revision::{RevisionContext, revision_kind};
use super::story::{RunFormatting, StoryReader};
use crate::ooxml::{Namespace, Relation, Tag};

/// What an object is found to hold.
#[derive(Default)]
struct ObjectContent {
    pictures: Vec<String>,
    alt: String,
    text: String,
    /// Text boxes, by their indices.
    boxes: Vec<usize>,
    /// Number of tracked changes in them.
    box_changes: usize,
    /// A Chinese word for it.
    word: Option<&'static str>,
}

impl ObjectContent {
    /// Adds the first characters of what an equation, a chart or an object says.
    fn quote(&mut self, text: &str) {
        let room = MAX_QUOTED.saturating_sub(self.text.chars().count());
        self.text.extend(text.chars().filter(|c| !c.is_control()).take(room));
    }
}

/// Maximum number of text boxes in each other that are read as such; Word allows one.
const MAX_NESTED_BOXES: usize = 2;
/// Maximum number of characters of hidden text that a phrase shows.
const MAX_QUOTED: usize = 30;
/// Kinds of pictures that are read.
const READABLE_PICTURES: [&str; 9] =
    ["png", "jpg", "jpeg", "gif", "bmp", "tif", "tiff", "svg", "webp"];

impl<'a> StoryReader<'a> {
    /// Reads the open element as an object.
    pub(super) fn object(
        &mut self,
        tag: Tag<'a>,
        formatting: &RunFormatting,
    ) -> Result<(), Refused> {
        let mut content = ObjectContent::default();

        match (tag.namespace, tag.name) {
            (Namespace::Math, _) => content.word = Some("公式"),
            (Namespace::Word, "object") => content.word = Some("嵌入对象"),
            (Namespace::Word, "contentPart") => content.word = Some("手写墨迹"),
            _ => {}
        }

        let depth = self.xml.depth();
        let mut revisions = Vec::new();
        while let Some(tag) = self.next_start(depth)? {
            if tag.is_word("txbxContent") && self.text_box_depth < MAX_NESTED_BOXES {
                self.add_text_box(&mut content)?;
            } else if let Some(kind) = revision_kind(&tag, RevisionContext::Text) {
                revisions.push(self.register(&tag, kind)?);
            } else {
                self.inspect(&tag, &mut content)?;
            }
        }

        self.push_content(&content, formatting)?;
        if content.box_changes > 0 {
            self.leave_out(format!("文本框里的 {} 处修订", content.box_changes));
        }

        if !revisions.is_empty() {
            let word = content.word.unwrap_or("图形");
            self.leave_out(format!("{word}里的 {} 处修订", revisions.len()));
            self.output.boxed.extend(&revisions);
        }
        self.push_empty(revisions)
    }

    fn add_text_box(&mut self, content: &mut ObjectContent) -> Result<(), Refused> {
        let revisions_before = self.output.revisions.len();
        let story = self.text_box()?;
        content.box_changes += self.output.revisions.len() - revisions_before;

        let pieces = paragraphs(&story.blocks).into_iter().flat_map(|paragraph| &paragraph.pieces);
        for piece in pieces {
            if let PieceKind::Text(text) = &piece.kind {
                content.quote(text);
            }
        }
        self.output.budget.keep(size_of::<Aside>())?;
        content.boxes.push(self.output.asides.len());
        self.output.asides.push(Aside { kind: AsideKind::TextBox, story });
        Ok(())
    }

    /// Takes what an element inside the object says of it.
    fn inspect(&mut self, tag: &Tag<'a>, content: &mut ObjectContent) -> Result<(), Refused> {
        let relation = |name| self.xml.attribute(tag, Namespace::Relation, name);
        match (tag.namespace, tag.name) {
            (Namespace::Drawing, "docPr") if content.alt.is_empty() => {
                let description = self.xml.attribute(tag, Namespace::Drawing, "descr")?;
                content.alt = description.unwrap_or_default();
            }
            (Namespace::Vml, "shape") if content.alt.is_empty() => {
                content.alt = self.xml.attribute(tag, Namespace::Vml, "alt")?.unwrap_or_default();
            }
            (Namespace::Shape, "blip") => {
                let id = relation("embed")?.unwrap_or_default();
                content.pictures.push(id);
            }
            (Namespace::Vml, "imagedata") => {
                content.pictures.push(relation("id")?.unwrap_or_default());
            }
            (Namespace::Chart | Namespace::Extension, "chart") => content.word = Some("图表"),
            (Namespace::Extension, "relIds") => content.word = Some("示意图"),
            (Namespace::Math, "oMath") if content.word.is_none() => content.word = Some("公式"),
            (Namespace::Office, "OLEObject") => {
                let program = self.xml.attribute(tag, Namespace::Office, "ProgID")?;
                let equation = program.is_some_and(|program| program.starts_with("Equation"));
                content.word = Some(if equation { "公式" } else { "嵌入对象" });
            }
            (Namespace::Word | Namespace::Math, "t") => {
                let text = self.element_text()?;
                content.quote(&text);
            }
            _ => {}
        }
        Ok(())
    }

    fn push_content(
        &mut self,
        content: &ObjectContent,
        formatting: &RunFormatting,
    ) -> Result<(), Refused> {
        let quoted = match content.text.chars().count() {
            0 => String::new(),
            MAX_QUOTED.. => format!("：{}……", content.text),
            _ => format!("：{}", content.text),
        };

        if let Some(word) = content.word {
            self.leave_out(format!("{word}{quoted}"));
            self.push_printed(PieceKind::Object(word.to_owned()), formatting)?;
            return self.push_boxes(content, formatting);
        }

        // The phrases on all pictures come before the pieces of the first.
        let pictures: Vec<String> =
            content.pictures.iter().map(|id| self.picture_part(id)).collect();
        for media in pictures {
            self.push_printed(PieceKind::Picture { media, alt: content.alt.clone() }, formatting)?;
        }

        if !content.boxes.is_empty() {
            return self.push_boxes(content, formatting);
        }
        if content.pictures.is_empty() {
            self.leave_out("图形".to_owned());
            return self.push_printed(PieceKind::Object("图形".to_owned()), formatting);
        }
        Ok(())
    }

    fn push_boxes(
        &mut self,
        content: &ObjectContent,
        formatting: &RunFormatting,
    ) -> Result<(), Refused> {
        content
            .boxes
            .iter()
            .try_for_each(|index| self.push_printed(PieceKind::TextBox(*index), formatting))
    }

    /// A picture's part; empty where it lies outside or isn't of a kind that is read.
    fn picture_part(&mut self, id: &str) -> String {
        let inside = |relation: &&Relation| !relation.external;
        let Some(relation) = self.relations.get(id).filter(inside) else {
            self.leave_out("文件以外的图片".to_owned());
            return String::new();
        };

        let kind = relation.target.rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
        if !READABLE_PICTURES.contains(&kind.as_str()) {
            let name = relation.target.rsplit('/').next().unwrap_or_default().to_owned();
            let help = "在 Word 里选中它，剪切后选择性粘贴为 PNG，再保存";
            self.leave_out(format!("图片 {name} 的格式不读，{help}"));
            return String::new();
        }

        let target = relation.target.clone();
        self.output.media.insert(target.clone());
        target
    }
}

//! Pictures: alone in their paragraph they are figures, else they stand in the line.

use super::attributes::{Allowed, Attributes, Key, leading_braces};
use super::context::Lowering;
use super::inlines::Frame;
use super::markers;
use super::markers::REFERENCE;
use super::runs::{Run, align};
use crate::diag::{Code, Diagnostic, MAX_TITLE};
use crate::document::{Block, BlockKind, Caption, Figure, Inline, InlineKind, Picture, plain};
use crate::workspace::{Oversize, PictureFile, PictureFormat, PictureProblem};
use comrak::nodes::{Node, NodeLink, NodeValue};
use std::ops::Range;

/// Maximum number of quotation marks at which a title is looked for.
const MAX_TITLE_STARTS: usize = 8;

const FIGURE: Allowed =
    Allowed { label: true, is_heading: false, keys: &[Key::Width, Key::Source] };
const IN_LINE: Allowed = Allowed { label: false, is_heading: false, keys: &[Key::Width] };

impl<'n> Lowering<'_, 'n> {
    /// The figure that a paragraph is, `None` where it is an ordinary one; nothing in it where the
    /// picture was reported and is left out.
    pub fn figure(&mut self, paragraph: Node<'n>, range: Range<usize>) -> Option<Option<Block>> {
        let node = paragraph.first_child()?;
        let data = node.data();
        let NodeValue::Image(image) = &data.value else { return None };
        if image.url.starts_with(REFERENCE) {
            return None;
        }

        // Only braces may follow the picture.
        let image_range = self.positions.range(data.sourcepos);
        let source = self.source();
        let after = &source[image_range.end..range.end.max(image_range.end)];
        let start = image_range.end + (after.len() - after.trim_start().len());
        let braces = leading_braces(source, start).filter(|braces| braces.end <= range.end);
        let end = braces.as_ref().map_or(start, |braces| braces.end);
        if !source[end.min(range.end)..range.end].trim().is_empty() {
            return None;
        }

        let attributes = match braces {
            Some(braces) => self.attributes(braces, &FIGURE),
            None => Attributes::default(),
        };
        let share = self.share(&attributes);
        let picture = self.picture(node, image, image_range.clone(), share);
        let caption = self.title(image, image_range);
        let source = self.attribute_text(&attributes, Key::Source);
        let label = attributes.label;
        if picture.is_none() {
            self.drop_labels(&range);
        }
        let figure = picture.map(|picture| Figure { caption, label, source, picture });
        Some(figure.map(|figure| self.block(range, BlockKind::Figure(Box::new(figure)))))
    }

    /// A picture within a line of text.
    pub fn picture_in_line(
        &mut self,
        node: Node<'n>,
        image: &NodeLink,
        range: Range<usize>,
        frame: &mut Frame,
    ) -> Vec<Inline> {
        if image.url.starts_with(REFERENCE) {
            let mut out = self.link(node, image, range.start + 1..range.end, frame);
            let mark = Inline {
                span: self.span(range.start..range.start + 1),
                kind: InlineKind::Text("!".to_owned()),
            };
            out.insert(0, mark);
            return out;
        }

        let attributes = match leading_braces(self.source(), range.end) {
            Some(braces) => {
                frame.from = braces.end;
                self.attributes(braces, &IN_LINE)
            }
            None => Attributes::default(),
        };
        let share = self.share(&attributes);
        let span = self.span(range.clone());
        let picture = self.picture(node, image, range, share);
        let kind = picture.map(|picture| InlineKind::Picture(Box::new(picture)));
        kind.into_iter().map(|kind| Inline { span, kind }).collect()
    }

    fn picture(
        &mut self,
        node: Node<'n>,
        image: &NodeLink,
        range: Range<usize>,
        share: u16,
    ) -> Option<Picture> {
        let alt = markers::print(&node.collect_text(), self.values).trim().to_owned();
        if alt.is_empty() {
            let help = "在方括号里写明图片内容：![替代文字](路径)";
            self.problem(Code::MissingAlt, range.clone(), "图片没有替代文字", help);
        }

        let url_range = self.url_range(image, range);
        let url = markers::print(&image.url, self.values);
        match (self.pictures)(&url) {
            Ok(file) => {
                let span = self.span(url_range.clone());
                let PictureFile { path, pixels, memory, misnamed } = file;
                if let Some(format) = misnamed {
                    self.report_misnamed(format, &url, url_range.clone());
                }
                let format = misnamed.and_then(|format| format.extensions().first().copied());
                Some(Picture { path, span, alt, share, pixels, memory, format })
            }
            Err(problem) => {
                self.report_picture(problem, &url, url_range);
                None
            }
        }
    }

    /// Reports a file whose name says something else than its bytes; it is printed.
    fn report_misnamed(&mut self, format: PictureFormat, url: &str, range: Range<usize>) {
        let (kind, ending) = match format {
            PictureFormat::Png => ("PNG", "png"),
            PictureFormat::Jpeg => ("JPEG", "jpg"),
        };
        let message = format!("“{url}”的内容是 {kind}，与文件名不符，照内容印出");
        let help = format!("把文件改名为 .{ending}，这里一并改");
        let problem = Diagnostic::new(Code::PictureFormat, self.span(range), message).warning();
        self.diagnostics.report(problem.help(help));
    }

    fn report_picture(&mut self, problem: PictureProblem, url: &str, range: Range<usize>) {
        match problem {
            PictureProblem::Remote => {
                let help = "把图片下载到文稿所在文件夹的 图片/ 下，再引用";
                self.problem(Code::RemotePicture, range, "图片是网络地址", help);
            }
            PictureProblem::Outside => {
                let help = "把图片复制到文稿所在文件夹的 图片/ 下，再引用";
                self.problem(Code::PictureOutside, range, "图片路径超出了工作区", help);
            }
            PictureProblem::Missing(near) => {
                let message = format!("没有图片“{url}”");
                let help = match near {
                    Some(near) => format!("是否要写“{near}”？"),
                    None => "路径以文稿所在的文件夹为起点，如 图片/示意图.png".to_owned(),
                };
                self.problem(Code::MissingPicture, range, &message, &help);
            }
            PictureProblem::Format => {
                let message = "图片不是 PNG 或 JPEG，或已损坏";
                self.problem(Code::PictureFormat, range, message, "另存为 PNG 或 JPEG");
            }
            PictureProblem::CutOff => {
                let message = "图片文件不完整或已损坏，多半是没有传完";
                let help = "从原处重新复制一份；打得开的，在看图软件里另存为 PNG 或 JPEG";
                self.problem(Code::PictureFormat, range, message, help);
            }
            PictureProblem::Oversize(oversize) => {
                let (message, help) = oversize_text(oversize);
                self.problem(Code::PictureTooLarge, range, &message, &help);
            }
        }
    }

    /// Where the path stands; the whole picture where it isn't written out.
    fn url_range(&self, image: &NodeLink, range: Range<usize>) -> Range<usize> {
        let text = &self.source()[range.clone()];
        let open = text.rfind("](").map(|bracket| bracket + 2);
        let start = open.and_then(|open| Some(open + text[open..].find(&image.url)?));
        match start.filter(|_| !image.url.is_empty()) {
            Some(start) => range.start + start..range.start + start + image.url.len(),
            None => range,
        }
    }

    /// The title as caption.
    fn title(&mut self, image: &NodeLink, range: Range<usize>) -> Option<Caption> {
        if image.title.trim().is_empty() {
            return None;
        }

        let source = self.source();
        let after = self.url_range(image, range.clone()).end;
        let from = if after < range.end { after } else { range.start };
        let quotes = source[from..range.end].match_indices(['"', '\'', '(']);
        let starts = quotes.map(|(at, quote)| from + at + quote.len());
        let run =
            starts.take(MAX_TITLE_STARTS).find_map(|start| align(&image.title, source, start));
        let typed = run.as_ref().map(|run| run.source_of(0..run.text().len()));
        let run = run.unwrap_or_else(|| {
            let mut run = Run::default();
            run.push_atom(&image.title, range);
            run
        });

        let whole = run.source_of(0..run.text().len());
        let content = typed.and_then(|typed| self.fragment(typed)).unwrap_or_else(|| {
            let mut content = Vec::new();
            self.close_run(&run, false, &mut content);
            content
        });
        let span = self.span(whole);
        let printed = plain::inlines(&content, self.values);
        self.diagnostics.report_long(&printed, "题注", MAX_TITLE, span);
        (!content.is_empty()).then(|| Caption {
            span,
            number: String::new(),
            in_annex: false,
            content,
        })
    }

    /// The width in thousandths of the text's; 0 where it isn't given or is wrong.
    fn share(&mut self, attributes: &Attributes) -> u16 {
        let Some(range) = attributes.get(Key::Width) else { return 0 };
        let text = &self.source()[range.clone()];
        let percent = text.strip_suffix('%').and_then(|number| number.parse::<f64>().ok());
        match percent.filter(|percent| (1.0..=100.0).contains(percent)) {
            // In 10..=1000 by the range above.
            Some(percent) => (percent * 10.0).round() as u16,
            None => {
                let help = "改为百分比，1% 到 100%，如 宽=95%";
                self.problem(Code::BadAttribute, range, "图片的宽度无法读取", help);
                0
            }
        }
    }
}

/// What is too large of a picture, and what to do.
fn oversize_text(oversize: Oversize) -> (String, String) {
    match oversize {
        Oversize::File => {
            let help = "在看图软件里缩小到宽 2000 像素以内，或另存为 JPEG，印出来看不出差别";
            ("图片文件超过 32 MB".to_owned(), help.to_owned())
        }
        Oversize::Pixels { pixels: (width, height), largest } => {
            let message = format!("图片有 {width}×{height} 像素，打开它占用的内存太多");
            let (across, down) = largest;
            let help = format!(
                "在看图软件里缩小到 {across}×{down} 像素以内，宽 2000 像素已足够印满一页的宽度"
            );
            (message, help)
        }
        Oversize::Profile => {
            let help = "在看图软件里去掉颜色配置，或另存为 JPEG".to_owned();
            ("图片附带的颜色配置（ICC）过大".to_owned(), help)
        }
        Oversize::Scans(count) => {
            let help = "在看图软件里另存为普通的（不是“渐进式”的）JPEG".to_owned();
            (format!("图片分 {count} 遍存储，打开它太费时"), help)
        }
    }
}

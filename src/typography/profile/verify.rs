//! Whether a profile's figures can be printed.
//!
//! In: a profile as read, with NaN for what could not be read. Out: nothing, or a `profile-value` at
//! the place of each figure that makes no sense.

use super::{Profile, TextStyle};
use crate::diag::{Code, Diagnostic, Diagnostics, Reported};
use crate::source::Sources;
use crate::yaml::{Positions, Step};

/// Minimum width and height of the text area, in points.
const MIN_TEXT_AREA: f64 = 50.0 * MILLIMETRE;
/// Maximum width and height of a page that Typst and Word can print, in points.
const MAX_PAPER: f64 = 1200.0 * MILLIMETRE;
const MILLIMETRE: f64 = 72.0 / 25.4;
/// Rounding in figures that are given in mm and pt: a fifth of a millimetre.
const TOLERANCE: f64 = 0.2 * MILLIMETRE;
/// Maximum number of characters of a face's name in Word (LF_FACESIZE without its end).
const MAX_FACE_NAME: usize = 31;

type Path = Vec<Step<'static>>;

/// Reports every figure that makes no sense.
pub(super) fn verify(
    profile: &Profile,
    positions: &Positions,
    sources: &Sources,
    diagnostics: &mut Diagnostics,
) -> Result<(), Reported> {
    let mut check = Check { positions, sources, diagnostics, failed: None };
    check.lengths(profile);
    styles(profile).iter().for_each(|(path, style)| check.style(path, style));
    check.texts(profile);

    // What is computed from several figures says nothing while one of them is unreadable.
    if check.failed.is_none() {
        check.page(profile);
    }
    check.failed.map_or(Ok(()), Err)
}

struct Check<'a> {
    positions: &'a Positions,
    sources: &'a Sources,
    diagnostics: &'a mut Diagnostics,
    failed: Option<Reported>,
}

impl Check<'_> {
    fn refuse(&mut self, path: &[Step<'_>], message: impl Into<String>, help: &str) {
        let span = self.positions.value(path);
        let problem = Diagnostic::new(Code::ProfileValue, span, message).help(help);
        self.failed = Some(self.diagnostics.report(problem));
    }

    /// Reports an unreadable figure; whether it can be read.
    fn is_readable(&mut self, path: &[Step<'_>], value: f64, help: &str) -> bool {
        if !value.is_nan() {
            return true;
        }

        let typed = self.sources.slice(self.positions.value(path)).trim().to_owned();
        self.refuse(path, format!("“{typed}”不是长度"), help);
        false
    }

    fn lengths(&mut self, profile: &Profile) {
        for (path, value) in lengths(profile) {
            self.is_readable(&path, value, "改为 37mm 或 15.75pt，单位不能省略，不能为负");
        }
    }

    fn style(&mut self, path: &[Step<'static>], style: &TextStyle) {
        let path_of = |key: &'static str| [path, &[Step::Key(key)]].concat();

        let set_size = style.set_size.map(|size| ("排版字号", size));
        let sizes = std::iter::once(("字号", style.size)).chain(set_size);
        for (key, size) in sizes {
            let is_readable = self.is_readable(&path_of(key), size, "改为 三号 或 16pt");
            if is_readable && !(4.0..=72.0).contains(&size) {
                self.refuse(
                    &path_of(key),
                    format!("字号 {} 磅无法使用", short(size)),
                    "字号取 4pt 至 72pt",
                );
            }
        }

        let is_readable = self.is_readable(&path_of("行距"), style.pitch, "改为 28.95pt");
        let largest = style.size.max(style.typst_size());
        if is_readable && style.pitch < largest {
            let message = format!("行距 {} 磅小于字号 {} 磅", short(style.pitch), short(largest));
            self.refuse(&path_of("行距"), message, "行距至少等于字号，一般为字号的 1.2 至 2 倍");
        } else if is_readable && style.pitch > MIN_TEXT_AREA {
            let message = format!("行距 {} 磅过大", short(style.pitch));
            self.refuse(&path_of("行距"), message, "行距不超过 50mm");
        }
    }

    fn texts(&mut self, profile: &Profile) {
        let levels = profile.contents.levels.len();
        if !(1..=4).contains(&levels) {
            let help = "从第一层标题起，列出几层就写几项，1 至 4 项";
            self.refuse(
                &[Step::Key("目录"), Step::Key("层级")],
                format!("目录列出 {levels} 层"),
                help,
            );
        }

        for (index, level) in profile.contents.levels.iter().enumerate() {
            if level.indent > 8 {
                let path =
                    [Step::Key("目录"), Step::Key("层级"), Step::Index(index), Step::Key("缩进")];
                self.refuse(&path, format!("目录缩进 {} 字过大", level.indent), "缩进取 0 至 8 字");
            }
        }

        if profile.contents.heading.trim().is_empty() {
            self.refuse(&[Step::Key("目录"), Step::Key("题目")], "目录的题目是空的", "改为 目　录");
        }
        let words = &profile.words;
        let words = [
            ("续表", &words.continued),
            ("单位", &words.unit),
            ("注", &words.note),
            ("数据来源", &words.source),
            ("图片来源", &words.picture_source),
            ("表目录", &words.tables),
            ("图目录", &words.figures),
        ];
        for (key, word) in words {
            let path = [Step::Key("用语"), Step::Key(key)];
            if word.trim().is_empty() {
                self.refuse(
                    &path,
                    format!("用语“{key}”是空的"),
                    "写一个词，如 单位，后面的冒号不写",
                );
            } else if word.trim_end().ends_with(['：', ':']) {
                self.refuse(&path, format!("用语“{key}”带了冒号"), "删去冒号，印出时自动加");
            }
        }

        if profile.header.sample_note.trim().is_empty() {
            let path = [Step::Key("页眉"), Step::Key("样例提示")];
            self.refuse(&path, "样例提示是空的", "改为 本稿含样例数据，仅供核对");
        }

        for role in super::FaceRole::ALL {
            let face = profile.word_faces.of(role);
            let base = [Step::Key("Word字体"), Step::Key(role.name())];
            self.face_name(&[&base[..], &[Step::Key("名称")]].concat(), &face.name);
            for (index, name) in face.alternatives.iter().enumerate() {
                let path = [&base[..], &[Step::Key("替代"), Step::Index(index)]].concat();
                self.face_name(&path, name);
            }
        }
    }

    fn face_name(&mut self, path: &[Step<'_>], name: &str) {
        let is_usable = !name.trim().is_empty()
            && name.chars().count() <= MAX_FACE_NAME
            && !name.contains([',', ';', '，', '；'])
            && !name.contains(char::is_control);
        if !is_usable {
            let help = "写一个字体名，不超过 31 个字，不含逗号和分号；几个名称用列表";
            self.refuse(path, format!("字体名“{name}”无法使用"), help);
        }
    }

    fn page(&mut self, profile: &Profile) {
        let page = &profile.page;
        let path_of = |key| [Step::Key("页面"), Step::Key(key)];
        for (key, paper) in [("宽", page.width), ("高", page.height)] {
            if paper > MAX_PAPER {
                self.refuse(
                    &path_of(key),
                    format!("纸{key} {} 毫米过大", millimetres(paper)),
                    "A4 为 210mm × 297mm",
                );
            }
        }

        let areas = [("宽", page.text_width()), ("高", page.text_height())];
        for (key, area) in areas {
            if area <= MIN_TEXT_AREA {
                let message = format!("页边距之间的版心{key}只剩 {} 毫米", millimetres(area));
                self.refuse(
                    &path_of(key),
                    message,
                    "版心宽、高都须大于 50mm，请减小页边距或加大纸张",
                );
            }
        }
        if areas.iter().any(|(_, area)| *area <= MIN_TEXT_AREA) {
            return;
        }

        self.grid(profile);
        self.distances(profile);
    }

    fn grid(&mut self, profile: &Profile) {
        let (page, body) = (&profile.page, &profile.body);
        let path_of = |key| [Step::Key("页面"), Step::Key(key)];

        let width = f64::from(page.characters) * body.typst_size();
        if width > page.text_width() + TOLERANCE {
            let (need, have) = (millimetres(width), millimetres(page.text_width()));
            let message =
                format!("每行 {} 字需宽 {need} 毫米，版心宽 {have} 毫米", page.characters);
            self.refuse(
                &path_of("字数"),
                message,
                "减少字数，或减小正文的排版字号；不按格排时写 0",
            );
        }

        let height = f64::from(page.lines.saturating_sub(1)) * body.pitch + body.typst_size();
        if page.lines > 0 && height > page.text_height() + TOLERANCE {
            let (need, have) = (millimetres(height), millimetres(page.text_height()));
            let message = format!("每面 {} 行需高 {need} 毫米，版心高 {have} 毫米", page.lines);
            self.refuse(&path_of("行数"), message, "减少行数，或减小正文的行距；不按格排时写 0");
        }
    }

    fn distances(&mut self, profile: &Profile) {
        let page = &profile.page;
        let height = page.text_height();
        let limits = [
            (
                ["页面", "页码距"],
                page.folio_distance + profile.folio.size,
                page.bottom,
                "页码排到了纸外",
            ),
            (
                ["页眉", "距纸顶"],
                profile.header.distance + profile.header.style.pitch,
                page.top,
                "页眉压住了正文",
            ),
            (
                ["封面", "标题位置"],
                profile.cover.title_top + profile.title.pitch,
                height,
                "标题排到了版心外",
            ),
            (
                ["封面", "日期位置"],
                profile.cover.date_bottom + 2.0 * profile.cover.imprint.pitch,
                height,
                "日期排到了版心外",
            ),
        ];

        for (path, needed, available, message) in limits {
            if needed > available {
                let help = format!("至多 {} 毫米，连同字高在内", millimetres(available));
                self.refuse(&path.map(Step::Key), message, &help);
            }
        }

        let rules = [
            ("顶线", profile.rules.top),
            ("栏目线", profile.rules.middle),
            ("底线", profile.rules.bottom),
            ("格线", profile.rules.grid),
        ];
        let is_absent = |(key, thickness): &(&str, f64)| *key == "格线" && *thickness == 0.0;
        for (key, thickness) in rules.into_iter().filter(|rule| !is_absent(rule)) {
            // Word draws lines of a quarter to six points (w:sz in eighths of a point, 2 to 96).
            if !(0.25..=6.0).contains(&thickness) {
                let message = format!("表线 {} 磅无法使用", short(thickness));
                self.refuse(&[Step::Key("表线"), Step::Key(key)], message, "表线取 0.25pt 至 6pt");
            }
        }
    }
}

/// Every length outside text styles, with its path.
fn lengths(profile: &Profile) -> Vec<(Path, f64)> {
    let page = &profile.page;
    let list = [
        (["页面", "宽"], page.width),
        (["页面", "高"], page.height),
        (["页面", "天头"], page.top),
        (["页面", "地脚"], page.bottom),
        (["页面", "订口"], page.inside),
        (["页面", "切口"], page.outside),
        (["页面", "页码距"], page.folio_distance),
        (["封面", "标题位置"], profile.cover.title_top),
        (["封面", "日期位置"], profile.cover.date_bottom),
        (["表线", "顶线"], profile.rules.top),
        (["表线", "栏目线"], profile.rules.middle),
        (["表线", "底线"], profile.rules.bottom),
        (["表线", "格线"], profile.rules.grid),
        (["页眉", "距纸顶"], profile.header.distance),
    ];
    list.into_iter().map(|(path, value)| (path.map(Step::Key).to_vec(), value)).collect()
}

/// Every text style, with its path.
pub(in crate::typography) fn styles(profile: &Profile) -> Vec<(Path, &TextStyle)> {
    let mut list = vec![
        (vec![Step::Key("正文")], &profile.body),
        (vec![Step::Key("大标题")], &profile.title),
        (vec![Step::Key("题注")], &profile.caption),
        (vec![Step::Key("表格")], &profile.table),
        (vec![Step::Key("表注")], &profile.table_note),
        (vec![Step::Key("脚注")], &profile.footnote),
        (vec![Step::Key("页码")], &profile.folio),
        (vec![Step::Key("封面"), Step::Key("副题")], &profile.cover.subtitle),
        (vec![Step::Key("封面"), Step::Key("落款")], &profile.cover.imprint),
        (vec![Step::Key("目录"), Step::Key("题目样式")], &profile.contents.heading_style),
        (vec![Step::Key("页眉"), Step::Key("样式")], &profile.header.style),
    ];

    for (index, style) in profile.headings.iter().enumerate() {
        list.push((vec![Step::Key("标题"), Step::Index(index)], style));
    }
    for (index, level) in profile.contents.levels.iter().enumerate() {
        let path = [Step::Key("目录"), Step::Key("层级"), Step::Index(index), Step::Key("样式")];
        list.push((path.to_vec(), &level.style));
    }
    list
}

/// Points with at most two digits after the point.
fn short(points: f64) -> String {
    let text = format!("{points:.2}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

fn millimetres(points: f64) -> String {
    format!("{:.1}", points / MILLIMETRE)
}

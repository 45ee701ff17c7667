//! The generator's own books: what each unit owes and has handed in, reckoned apart from the program.

use std::collections::BTreeMap;

/// The deadline, a day of June.
const DEADLINE: usize = 13;

/// A text that a unit writes.
#[derive(Debug, Default)]
pub(super) struct Text {
    pub folder: String,
    pub title: String,
    pub is_lead: bool,
    /// Whether there is a chapter at all.
    pub exists: bool,
    pub has_text: bool,
    pub is_received: bool,
    /// Goes up with every change of the text.
    pub version: usize,
    pub documents: Vec<Document>,
}

/// A document that a text cites.
#[derive(Debug)]
pub(super) struct Document {
    pub number: String,
    pub has_original: bool,
    pub has_scan: bool,
}

/// An indicator: its kind's sample, and a value or none for each year.
#[derive(Debug)]
pub(super) struct Figure {
    pub name: String,
    pub sample: &'static str,
    pub values: Vec<Option<usize>>,
}

/// A unit.
#[derive(Debug, Default)]
pub(super) struct Unit {
    pub short: String,
    pub texts: Vec<Text>,
    pub narratives: Vec<Text>,
    pub figures: Vec<Figure>,
    pub leads_tasks: bool,
    pub has_form: bool,
    pub has_paper: bool,
    pub signed: Option<BTreeMap<String, String>>,
    /// The day of June until which it has time.
    pub extension: Option<usize>,
    /// Files in its register.
    pub receipts: usize,
}

type Level = &'static str;

impl Unit {
    pub fn all_texts(&self) -> impl Iterator<Item = &Text> {
        self.texts.iter().chain(&self.narratives)
    }

    /// What it would sign.
    pub fn content(&self) -> BTreeMap<String, String> {
        let mut content = BTreeMap::new();
        for figure in self.figures.iter().filter(|figure| figure.values.iter().any(Option::is_some))
        {
            content.insert(figure.name.clone(), format!("{:?}", figure.values));
        }
        for text in self.all_texts().filter(|text| text.has_text) {
            content.insert(text.folder.clone(), text.version.to_string());
        }
        content
    }

    /// What `status` is to say on a day of June; empty where the unit owes nothing.
    pub fn marks(&self, day: usize) -> BTreeMap<String, String> {
        let is_late = day > self.extension.unwrap_or(DEADLINE);
        let leads =
            |texts: &[Text]| texts.iter().any(|text| text.is_lead && level(text) != "whole");
        let answers =
            !self.figures.is_empty() || self.all_texts().any(|text| text.is_lead || text.has_text);

        let paper = if self.has_paper { "whole" } else { "nothing" };
        let columns: [(&str, Option<Level>, bool); 7] = [
            ("文稿", together(self.texts.iter().map(level)), leads(&self.texts)),
            ("指标", self.figures_level(), true),
            ("情况说明", together(self.narratives.iter().map(level)), leads(&self.narratives)),
            ("佐证原件", self.documents_level(), true),
            ("纸质件", answers.then_some(paper), true),
            ("签章", answers.then(|| self.seal_level()), true),
            ("任务", self.leads_tasks.then_some("nothing"), false),
        ];
        if columns.iter().all(|(_, level, _)| level.is_none()) {
            return BTreeMap::new();
        }

        let mark = |(name, level, is_strict): (&str, Option<Level>, bool)| {
            let mark = match level {
                None => "not-owed",
                Some("whole") => "whole",
                Some(_) if is_late && is_strict => "overdue",
                Some(level) => level,
            };
            (name.to_owned(), mark.to_owned())
        };
        columns.into_iter().map(mark).collect()
    }

    fn figures_level(&self) -> Option<Level> {
        let of_figure = |figure: &Figure| {
            let given = figure.values.iter().filter(|value| value.is_some()).count();
            match given {
                0 => "nothing",
                given if given == figure.values.len() => "whole",
                _ => "part",
            }
        };
        let level = together(self.figures.iter().map(of_figure))?;
        Some(if level == "nothing" && self.has_form { "part" } else { level })
    }

    fn documents_level(&self) -> Option<Level> {
        let documents = self.all_texts().flat_map(|text| &text.documents);
        together(documents.map(|document| match (document.has_original, document.has_scan) {
            (true, _) => "whole",
            (false, true) => "part",
            (false, false) => "nothing",
        }))
    }

    fn seal_level(&self) -> Level {
        let content = self.content();
        match &self.signed {
            None => "nothing",
            Some(signed) => {
                let is_signed = content.iter().all(|(name, value)| signed.get(name) == Some(value));
                if is_signed && !content.is_empty() { "whole" } else { "part" }
            }
        }
    }
}

fn level(text: &Text) -> Level {
    match (text.has_text, text.is_received) {
        (true, true) => "whole",
        (false, false) => "nothing",
        _ => "part",
    }
}

/// All whole, all missing, or something between.
fn together(levels: impl Iterator<Item = Level>) -> Option<Level> {
    let levels: Vec<Level> = levels.collect();
    let first = levels.first()?;
    Some(if levels.iter().all(|level| level == first) { first } else { "part" })
}

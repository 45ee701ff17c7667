//! One unit or one section of all.

use super::column::Column;
use super::model::Deliveries;

/// What of the deliveries is asked for.
#[derive(Debug, Clone, Copy, Default)]
pub struct Selection<'a> {
    /// Short name of the unit.
    pub bureau: Option<&'a str>,
    /// Folder of the section, or the row's id.
    pub section: Option<&'a str>,
}

impl Deliveries {
    /// Leaves only what is asked for. Of a section count its texts and the evidence that they list.
    pub fn select(&mut self, selection: Selection<'_>) {
        if let Some(bureau) = selection.bureau {
            self.units.retain(|unit| unit.bureau == bureau);
        }
        let Some(section) = selection.section else { return };

        let folder = format!("chapters/{section}/");
        for unit in &mut self.units {
            unit.texts.retain(|text| text.folder == section);
            unit.narratives.retain(|text| text.folder == section);
            unit.evidence.retain(|item| item.chapter.starts_with(&folder));
            unit.figures.clear();
            unit.tasks.clear();
            (unit.paper, unit.seal) = (None, None);
        }
        self.units
            .retain(|unit| Column::ALL.into_iter().any(|column| unit.level(column).is_some()));
    }
}

//! The workspace: report.yaml, plan.yaml, bureaus.yaml, the chapter files and the templates.
//!
//! In: a folder. Out: [`Workspace`], in which every value has its span, with the chapters' texts
//! in [`Sources`](crate::source::Sources). It reads nothing outside the folder but the built-in
//! templates, and expands nothing.

mod bureaus;
mod chapters;
mod choices;
mod date;
mod documents;
mod dump;
mod examine;
mod exif;
mod file_name;
mod files;
mod folders;
mod front;
mod header;
mod jpeg;
mod likeness;
mod load;
mod model;
mod originals;
mod picture;
mod plan;
mod png;
mod repairs;
mod report;
mod sample;
mod scaffold;
mod strays;
mod submission;
mod templates;
mod upright;
mod waivers;
#[cfg(test)]
mod tests;

pub use date::{
    days_between, is_date, misread_date, parse_date, parse_date_in, time_of_day, today,
};
pub use dump::dump;
pub use examine::{MAX_PICTURE, picture_extension, picture_size, read_picture};
pub use file_name::is_file_name;
pub use files::{contains, locate, read, restored};
pub use likeness::shows_the_same;
pub use load::load;
pub use model::*;
pub use originals::with_received_original;
pub use picture::{PICTURES, join, picture};
pub use repairs::{repairs, replaced};
pub use sample::{SampleMention, city_stem, report_sample_city, sample_mention};
pub use scaffold::{
    Cited, front_matter, listed_numbers, scaffold, with_letter, with_proposed_evidence,
};
pub use strays::register_files;

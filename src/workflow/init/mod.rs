//! New workspaces: the sample, a blank one, and one for a city with its own 责任分工表.

mod blanks;
mod city;
mod generic;
mod new_workspace;
mod settings;
mod table_file;

pub(super) use blanks::{NewFile, blanks};
pub use city::{CityRequest, CitySummary, FileQuestion, MAX_YEARS, init_city};
pub use new_workspace::{NewWorkspace, init};

//! The bureaus' spreadsheets, out and back in.

mod export;
mod import;

pub use export::{BlankForms, FORMS_FOLDER, export_forms};
pub use import::{FilledForm, FormsImport, UneditableFile, data_errors, import_forms};

//! What each command does between its arguments and its messages.
//!
//! In: what was asked for. Out: a value that says what was found and which files would be written. It can
//! be shown alone; what is committed to the [`store`](crate::store) is what it says.

mod adopt;
mod aside;
pub mod collect;
mod date;
mod first_error;
mod fix;
mod forms;
mod init;
mod input;
mod new_chapter;
mod notes;
mod office;
mod outputs;
mod recovery;
mod rename;
pub mod review;
mod saving;
mod scope;
mod selection;
mod settings_text;
mod sync;
mod verification;

pub use crate::store::Recovery;
pub use adopt::{
    AdoptRequest, Adoption, Batch, BatchDraft, BatchRequest, Certainty, Destination, DraftState,
    Obstacle, adopt,
};
pub use aside::MovedFile;
pub use date::parse_or_today;
pub use fix::{Fixes, fix};
pub use forms::{
    BlankForms, FORMS_FOLDER, FilledForm, FormsImport, UneditableFile, data_errors, export_forms,
    import_forms,
};
pub use init::{CityRequest, CitySummary, FileQuestion, MAX_YEARS, NewWorkspace, init, init_city};
pub use new_chapter::{NewChapter, new_chapter};
pub use notes::{Notes, NotesFile};
pub use outputs::{OutputFile, OutputFiles, output_files};
pub use recovery::recover;
pub use rename::{EditedFile, Rename, rename};
pub use saving::commit;
pub use scope::Scope;
pub use sync::{ExtendedFile, KeptFile, Sync, sync};
pub use verification::{Changes, Standing, Verification, VerifiedFile, WorkspaceState, verify};

//! Document to PDF by embedded Typst; the only user of typst, beside `typography`.
//!
//! In: a resolved document, a profile, templates, faces. Out: PDF bytes and where things stand.
//! Words go to Typst as string literals; it reads nothing but what it is given.

mod apart;
mod cache;
mod chart;
mod continued;
mod export;
mod file_id;
mod gaps;
mod generate;
mod generated;
mod glyphs;
mod imposed;
mod kept_rows;
mod laid;
mod layout;
mod messages;
mod origins;
mod pages;
mod panic_guard;
mod passages;
mod problem;
mod reading;
mod references;
mod rounds;
mod stopped;
mod supervision;
mod tags;
mod templates;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod text;
mod world;

pub use cache::TypstCache;
pub use chart::{PageChart, Png, chart_pngs, charts_on_pages};
pub use export::export;
pub use gaps::{Gap, gaps};
pub use generate::generate;
pub use generated::Generated;
pub use glyphs::{GlyphCache, GlyphRun, PageGlyphs, PositionedGlyph};
pub use imposed::export_imposed;
pub use laid::{Laid, Layout};
pub use layout::{lay_out, lay_out_incrementally};
pub use pages::{PageAppearance, forget, page_appearances, page_svg};
pub use panic_guard::catch as catch_panic;
pub use passages::{Passage, page_passages};
pub use reading::{PagesText, ReadText, read_pages};
pub use stopped::{ChangedTemplates, Excess, StoppedTemplates};
pub use supervision::{Supervisor, supervise_layouts};
pub use templates::TypstTemplates;
pub use world::{WorkspaceFiles, library, warm_up};

//! The preview: pages in the browser, built anew whenever a chapter is saved.
//!
//! In: a workspace's folder. Out: a server on loopback that shows the newest good pages with every
//! problem, and [`Watcher`] for `render --watch`. It prints nothing, writes no file and serves none by
//! its path.

mod browser;
mod builder;
mod client;
mod download;
mod editor;
mod events;
mod goto;
mod http;
mod identity;
mod locate;
mod replaced;
mod routes;
mod serve;
mod shared;
mod stamp;
mod state;
#[cfg(test)]
mod tests;
mod view;
mod watch;
mod watched;

pub use browser::browse;
pub use builder::{Snapshot, View};
pub use client::{GotoReply, send_goto};
pub use serve::{Options, Preview, SourceLine};
pub use watch::Watcher;
pub use watched::Change;

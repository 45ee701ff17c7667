//! `zishu adopt`: one draft whose place was named, or several.

use super::batch;
use super::options::AdoptOptions;
use super::report::{self, Written};
use crate::cli::common::Common;
use crate::cli::{Outcome, session};
use crate::pipeline::Loaded;
use crate::workflow::{self, AdoptRequest};
use std::path::Path;

/// Writes the contributions, or shows them, and what was not carried over.
pub(in crate::cli) fn run(common: &Common, options: &AdoptOptions) -> anyhow::Result<Outcome> {
    let root = session::root(common)?;
    let Some(loaded) = session::load(common, &root)? else { return Ok(Outcome::Problems) };

    match (options.files.as_slice(), &options.section, &options.bureau, &options.list) {
        ([file], Some(section), Some(bureau), None) if !file.is_dir() => {
            adopt_one(common, options, &loaded, &Named { file, section, bureau })
        }
        _ => batch::run(common, options, &loaded),
    }
}

/// A draft whose place was named.
struct Named<'a> {
    file: &'a Path,
    section: &'a str,
    bureau: &'a str,
}

fn adopt_one(
    common: &Common,
    options: &AdoptOptions,
    loaded: &Loaded,
    named: &Named<'_>,
) -> anyhow::Result<Outcome> {
    let request = AdoptRequest {
        draft: named.file,
        section: named.section,
        bureau: named.bureau,
        may_replace: options.replace || options.dry_run,
        is_whole: options.whole,
    };

    let adoption = workflow::adopt(loaded, &request)?;
    if options.dry_run {
        report::print_planned(common, &adoption);
    } else {
        workflow::commit(&adoption.changes)?;
        report::print_written(common, &[Written { draft: None, adoption: &adoption }]);
    }
    Ok(Outcome::Clean)
}

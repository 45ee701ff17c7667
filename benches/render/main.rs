//! What zishu takes in time, memory and instructions, held against Typst alone and pandoc.
//!
//! In: nothing, or the words of `USAGE`. Out: one table, a line a comparison: medians, the median of the
//! ratios round by round, and the goal. Each figure is of whole processes, which take turns in each round.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a bench that can't continue stops, and prints its table"
)]

mod comparisons;
mod fixture;
mod generator;
mod instructions;
mod pandoc;
mod plot;
mod preview;
mod process;
mod prose;
mod reports;
mod returned;
mod rounds;
mod selection;
mod snapshot;
mod stages;
mod statistics;
mod table;
mod typst_alone;

use selection::Selection;
use std::path::Path;

/// Edits of a preview where nobody asks for another number.
const EDITS: usize = 100;

const USAGE: &str = "\
cargo bench [-- [轮数] [--only 报告]... [--instructions]]   一张表；报告：sample、generated-60、generated-240
cargo bench -- --preview [次数]                             预览中逐次修改，时间与内存
cargo bench -- --stages 文件夹                              一次生成的各个阶段";

fn main() {
    let arguments: Vec<String> =
        std::env::args().skip(1).filter(|word| word != "--bench").collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();

    match words.as_slice() {
        // What this program runs of itself: a process of Typst alone.
        ["--typst", folder, text] => typst_alone::run(Path::new(folder), text),
        ["--stages", folder] => stages::print(Path::new(folder)),
        ["--preview"] => preview::print(EDITS),
        ["--preview", edits] => preview::print(edits.parse().expect(USAGE)),
        words => match Selection::parse(words) {
            Some(selection) => table::print(&selection),
            None => println!("{USAGE}"),
        },
    }
}

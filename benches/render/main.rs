//! Time and memory of a render beside Typst's alone, on generated reports.
//!
//! In: nothing. Out: a table: both outputs together, Typst laying out and exporting the same generated
//! text, and `check`, in alternating rounds of whole processes; the least and the median of each, and of
//! the ratios round by round; the same for merging a returned copy (`-- --merge` for it alone).
//! `cargo bench --bench render -- 7` asks for seven rounds; `-- --stages DIR` times the stages of one
//! render, one after another; `-- --preview 500` edits a report under a running preview.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a bench that can't continue stops, and prints its table"
)]

mod plot;
mod preview;
mod report;
mod returned;
mod stages;
mod typst_alone;

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// Name, contributions in each of ten sections, indicators.
const SIZES: [(&str, usize, usize); 3] =
    [("60 份文稿", 6, 60), ("60 份文稿、300 项指标", 6, 300), ("240 份文稿", 24, 60)];

fn main() {
    let arguments: Vec<String> =
        std::env::args().skip(1).filter(|word| word != "--bench").collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments.as_slice() {
        ["--typst", folder] => typst_alone::run(Path::new(folder)),
        ["--merge"] => merge(5),
        ["--stages", folder] => stages::print(Path::new(folder)),
        ["--preview"] => preview::run(100),
        ["--preview", edits] => preview::run(edits.parse().expect("the number of edits")),
        [] => {
            compare(5);
            merge(5);
        }
        [rounds] => {
            let rounds = rounds.parse().expect("the number of rounds");
            compare(rounds);
            merge(rounds);
        }
        _ => println!("cargo bench --bench render [-- 轮数 | -- --merge | -- --preview 次数]"),
    }
}

fn compare(rounds: usize) {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    println!("{cores} 个核，{rounds} 轮交替，整个进程的时间；取最小值，括号里是中位数");
    println!("比值逐轮计算，取中位数，括号里是最小与最大\n");

    for (name, contributions, indicators) in SIZES {
        let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR"))
            .join(format!("bench-{contributions}-{indicators}"));
        let characters = report::write(&folder, contributions, indicators);
        typst_alone::prepare(&folder);

        let mut runs = [Vec::new(), Vec::new(), Vec::new()];
        for _ in 0..rounds {
            runs[0].push(measure(zishu().arg("render").arg("-C").arg(&folder)));
            runs[1].push(measure(typst(&folder)));
            runs[2].push(measure(zishu().arg("check").arg("-C").arg(&folder)));
        }

        let pages = typst_alone::pages(&folder);
        println!("{name}，{characters} 字，{pages} 页");
        print(&runs);
    }
}

/// Merging one returned copy beside a render of the same report.
fn merge(rounds: usize) {
    let (name, contributions, indicators) = SIZES[0];
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("bench-merge");
    report::write(&folder, contributions, indicators);
    typst_alone::prepare(&folder);
    measure(typst(&folder));
    let (copy, changes) = returned::make(&mut zishu(), &folder);

    let (mut renders, mut merges) = (Vec::new(), Vec::new());
    for _ in 0..rounds {
        renders.push(measure(zishu().arg("render").arg("-C").arg(&folder)));
        let merge = ["review", "merge", "--date", "2018-06-20"];
        merges.push(measure(zishu().arg("-C").arg(&folder).args(merge).arg(&copy)));
        returned::restore(&folder);
    }

    let seconds =
        |runs: &[Run]| -> Vec<f64> { runs.iter().map(|run| run.time.as_secs_f64()).collect() };
    let pages = typst_alone::pages(&folder);
    let (renders, times) = (seconds(&renders), seconds(&merges));
    let peak = merges.iter().map(|run| run.peak).max().unwrap_or(0) / 1024;

    println!("{name}，{pages} 页，收回的送审稿有 {changes} 处修订");
    println!(
        "render {:.3}（{:.3}）秒，review merge {:.3}（{:.3}）秒，{peak} MB",
        least(&renders),
        median(&renders),
        least(&times),
        median(&times)
    );
    println!("merge 比 render {}，目标不超过 0.50\n", ratio(&times, &renders));
}

fn zishu() -> Command {
    Command::new(env!("CARGO_BIN_EXE_zishu"))
}

fn typst(folder: &Path) -> &'static mut Command {
    let this = std::env::current_exe().expect("the path of this program");
    let mut command = Command::new(this);
    command.arg("--typst").arg(folder);
    Box::leak(Box::new(command))
}

/// Time and peak memory of one process.
struct Run {
    time: Duration,
    peak: u64,
}

/// Runs a process that must succeed.
fn measure(command: &mut Command) -> Run {
    let start = Instant::now();
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    let mut child = command.spawn().expect("the program starts");

    let mut peak = 0;
    let status = loop {
        // The high-water mark only rises; it is gone once the process has ended.
        peak = high_water(child.id()).unwrap_or(peak);
        match child.try_wait().expect("the program's state") {
            Some(status) => break status,
            None => std::thread::sleep(Duration::from_millis(2)),
        }
    };

    let time = start.elapsed();
    assert!(status.success(), "{command:?} failed");
    Run { time, peak }
}

/// Peak resident memory in KiB; only Linux reports it.
fn high_water(process: u32) -> Option<u64> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.split_whitespace().next()?.parse().ok()
}

fn least(values: &[f64]) -> f64 {
    values.iter().copied().fold(f64::INFINITY, f64::min)
}

fn median(values: &[f64]) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted[sorted.len() / 2]
}

/// The median of the ratios round by round, and their range: a machine that is slower for a while
/// is so for both runs of a round.
fn ratio(times: &[f64], others: &[f64]) -> String {
    let ratios: Vec<f64> = times.iter().zip(others).map(|(time, other)| time / other).collect();
    let greatest = ratios.iter().copied().fold(0.0, f64::max);
    format!("{:.2}（{:.2}—{greatest:.2}）", median(&ratios), least(&ratios))
}

fn print(runs: &[Vec<Run>; 3]) {
    let seconds = |run: &Run| run.time.as_secs_f64();
    let times: Vec<Vec<f64>> = runs.iter().map(|runs| runs.iter().map(seconds).collect()).collect();
    let peak = |runs: &[Run]| runs.iter().map(|run| run.peak).max().unwrap_or(0);
    let megabytes = |kibibytes: u64| (kibibytes + 512) / 1024;

    let names = ["PDF 与 Word", "Typst 单独", "check"];
    println!("| | 时间（秒） | 内存峰值（MB） |\n| --- | ---: | ---: |");
    for ((name, times), runs) in names.iter().zip(&times).zip(runs) {
        let (least, median) = (least(times), median(times));
        println!("| {name} | {least:.3}（{median:.3}） | {} |", megabytes(peak(runs)));
    }

    let memory = peak(&runs[0]) as f64 / peak(&runs[1]).max(1) as f64;
    println!("\n时间比 {}，目标不超过 1.15", ratio(&times[0], &times[1]));
    println!("check 比 render {}，目标不超过 0.10", ratio(&times[2], &times[0]));
    println!("内存比 {memory:.2}，目标不超过 1.20\n");
}

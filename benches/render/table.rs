//! The table.
//!
//! In: what is to be measured. Out: on standard output a table in Markdown, and sentences on what was left
//! out; on standard error how far it has come.

use super::comparisons::{self, Comparison, Quantity, Subject};
use super::instructions::Counter;
use super::pandoc::Pandoc;
use super::process::Run;
use super::reports::Report;
use super::rounds::{Measured, Rounds};
use super::selection::Selection;
use super::statistics::{Ratio, median};
use super::typst_alone::{self, Text};

const HEAD: &str = "\
| 报告 | 本程序 | 数值 | 对照 | 数值 | 比值 | 目标 | 指令（亿条） |
| --- | --- | ---: | --- | ---: | ---: | ---: | ---: |";

/// Measures, and prints a line a comparison.
pub(crate) fn print(selection: &Selection) {
    let pandoc = Pandoc::find();
    let counter = Counter::find();
    let counter = counter.filter(|found| *found == Counter::Perf || selection.slow_counter);
    print_explanation(selection.rounds);

    println!("{HEAD}");
    let mut notes = Vec::new();
    for report in &selection.reports {
        let prepared = report.prepare();
        let lines = comparisons::of(*report);
        let mut rounds = Rounds::new(&prepared, &lines, pandoc.as_ref());

        for round in 1..=selection.rounds {
            eprintln!("{}：第 {round} 轮，共 {} 轮", report.title, selection.rounds);
            rounds.run();
        }

        if let Some(counter) = counter {
            eprintln!("{}：数指令", report.title);
            rounds.count(counter);
        }

        let measured = rounds.finish();
        let pages = typst_alone::pages(&prepared.folder, Text::Anchor);
        for line in lines.iter().filter_map(|line| row(*report, pages, line, &measured)) {
            println!("{line}");
        }
        if measured.pages != pages {
            let text = format!(
                "{}：本程序排成 {} 页，Typst 单独 {pages} 页。",
                report.title, measured.pages
            );
            notes.push(text);
        }
        notes.push(format!(
            "{}：review merge 合并的收回稿有 {} 处修订。",
            report.title, measured.changes
        ));
    }

    notes.extend(left_out(pandoc.as_ref(), counter));
    println!("\n{}", notes.join("\n"));
}

fn print_explanation(rounds: usize) {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    println!(
        "{cores} 个核，{rounds} 轮。每轮各个进程依次运行，数值是整个进程的时间或内存峰值的中位数；"
    );
    println!(
        "比值逐轮计算，取中位数，括号里是最小与最大。Typst 单独排的是提速以前生成的排版源文。\n"
    );
}

/// What the table doesn't have, and why.
fn left_out(pandoc: Option<&Pandoc>, counter: Option<Counter>) -> Vec<String> {
    let mut notes = Vec::new();
    if pandoc.is_none() {
        notes.push("没有安装 pandoc，与它的比较略去。".to_owned());
    }
    if counter.is_none() {
        let how = "perf 在这里数不了指令；装有 valgrind 时加 --instructions 来数，一次约慢 50 倍";
        notes.push(format!("没有数指令：{how}。"));
    }
    notes
}

/// A line; none where something of it wasn't measured.
fn row(report: Report, pages: usize, line: &Comparison, measured: &Measured) -> Option<String> {
    let values = figures(measured, line.subject, line.quantity)?;
    let others = sums(measured, line.others, line.quantity)?;
    let ratio = Ratio::new(&values, &others);

    let verdict = |goal: f64| if ratio.median <= goal { "达到" } else { "未达到" };
    let goal = line.goal.map_or("—".to_owned(), |goal| format!("≤ {goal:.2} {}", verdict(goal)));
    let (name, value) = (line.name, figure(&values, line.quantity));
    let (other_name, other) = (line.other_name, figure(&others, line.quantity));
    let Ratio { median, least, greatest } = ratio;

    Some(format!(
        "| {}，{pages} 页 | {name} | {value} | {other_name} | {other} | \
         {median:.3}（{least:.2}—{greatest:.2}） | {goal} | {} |",
        report.title,
        instructions(line, measured)
    ))
}

/// The figures of a subject, in the order of the rounds.
fn figures(measured: &Measured, subject: Subject, quantity: Quantity) -> Option<Vec<f64>> {
    let figure = |run: &Run| match quantity {
        Quantity::Time => run.seconds,
        Quantity::Memory => run.peak,
    };
    let figures: Vec<f64> = measured.runs.get(&subject)?.iter().map(figure).collect();
    figures.iter().all(|figure| *figure > 0.0).then_some(figures)
}

/// The sums of several subjects, in the order of the rounds.
fn sums(measured: &Measured, subjects: &[Subject], quantity: Quantity) -> Option<Vec<f64>> {
    let (first, others) = subjects.split_first()?;
    let mut sums = figures(measured, *first, quantity)?;
    for subject in others {
        let figures = figures(measured, *subject, quantity)?;
        sums.iter_mut().zip(figures).for_each(|(sum, figure)| *sum += figure);
    }
    Some(sums)
}

fn figure(values: &[f64], quantity: Quantity) -> String {
    let middle = median(values);
    match quantity {
        Quantity::Time => format!("{middle:.3} 秒"),
        Quantity::Memory => format!("{middle:.0} MB"),
    }
}

/// `68.6 : 88.6 = 0.774`, the first alone where the other wasn't counted; empty where nothing was.
fn instructions(line: &Comparison, measured: &Measured) -> String {
    let count = |subject: &Subject| {
        let count = measured.instructions.get(subject);
        count.map(|count| *count as f64 / 1e8)
    };
    let Some(own) = count(&line.subject).filter(|_| line.quantity == Quantity::Time) else {
        return String::new();
    };

    let others: Option<f64> = line.others.iter().map(count).sum();
    match others {
        Some(others) => format!("{own:.1} : {others:.1} = {:.3}", own / others),
        None => format!("{own:.1}"),
    }
}

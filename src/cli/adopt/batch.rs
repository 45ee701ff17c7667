//! Several drafts at once: a table, questions where something is open, then all are written or none.

use super::options::AdoptOptions;
use super::report::{self, Written};
use crate::adopt;
use crate::cli::common::Common;
use crate::cli::{Outcome, output, session, table};
use crate::diag::Format;
use crate::pipeline::Loaded;
use crate::workflow::{self, Batch, BatchRequest, Certainty, DraftState, Obstacle};
use anyhow::bail;
use std::io::{self, BufRead};

/// Finds out where the drafts belong, asks where that isn't certain, and writes them.
pub(super) fn run(
    common: &Common,
    options: &AdoptOptions,
    loaded: &Loaded,
) -> anyhow::Result<Outcome> {
    let is_json = matches!(common.format.into(), Format::Json);
    if is_json && !options.yes && !options.dry_run {
        bail!("加 --format json 时不提问；再加 --dry-run 只看，或加 --yes 写入");
    }

    let mut batch = read(options, loaded)?;
    if options.dry_run {
        return show(common, options, &batch);
    }

    if !is_json {
        print_table(&batch);
    }
    if options.yes {
        refuse_doubt(options, &batch)?;
    } else {
        ask(&mut batch)?;
    }

    let changes = batch.changes()?;
    workflow::commit(&changes)?;
    report::print_written(common, &written(&batch));
    Ok(Outcome::Clean)
}

fn read<'a>(options: &AdoptOptions, loaded: &'a Loaded) -> anyhow::Result<Batch<'a>> {
    let may_replace = options.replace || options.dry_run;
    let is_whole = options.whole;
    match &options.list {
        Some(list) if options.files.is_empty() => {
            Batch::from_list(loaded, list, may_replace, is_whole)
        }
        Some(_) if !options.dry_run => {
            bail!("清单里写明了是哪些文件，照清单写入时不要再写文件；要生成清单，加 --dry-run")
        }
        Some(_) | None => {
            let request = BatchRequest {
                paths: &options.files,
                section: options.section.as_deref(),
                bureau: options.bureau.as_deref(),
                may_replace,
                is_whole,
            };
            Batch::find(loaded, request)
        }
    }
}

fn written<'a>(batch: &'a Batch<'_>) -> Vec<Written<'a>> {
    let drafts = batch.drafts.iter().filter_map(|draft| match &draft.state {
        DraftState::Ready(adoption) => Some(Written { draft: Some(&draft.path), adoption }),
        DraftState::Open | DraftState::Unreadable(_) | DraftState::Refused(_) => None,
    });
    drafts.collect()
}

/// Prints the table and what would be left out, and writes the list that was asked for.
fn show(common: &Common, options: &AdoptOptions, batch: &Batch<'_>) -> anyhow::Result<Outcome> {
    let list = options.list.as_ref().filter(|_| !options.files.is_empty());
    let list = list.map(|path| Ok::<_, anyhow::Error>((path, batch.list(path)?))).transpose()?;

    if let Format::Json = common.format.into() {
        for Written { adoption, .. } in written(batch) {
            output::text(&adopt::json_report(&adoption.adopted, &adoption.path, false));
        }
    } else {
        print_table(batch);
        for Written { draft, adoption } in written(batch) {
            let draft = draft.map_or_else(String::new, |draft| draft.display().to_string());
            let account = adopt::text_report(&adoption.adopted);
            output::text(&format!("{draft} → {}\n{account}\n", adoption.path));
        }
    }

    match list {
        Some((path, changes)) => {
            workflow::commit(&changes)?;
            let name = path.display();
            let next =
                format!("清单在 {name}；核对、改好以后用 zishu adopt --list {name} --yes 写入");
            session::say(common, &next);
        }
        None => session::say(common, "没有写文件"),
    }
    Ok(Outcome::Clean)
}

/// `--yes` writes what a person listed, or what nothing speaks against.
fn refuse_doubt(options: &AdoptOptions, batch: &Batch<'_>) -> anyhow::Result<()> {
    if options.list.is_none() && !batch.is_certain() {
        bail!(
            "有的没有把握，没有写入任何文件；去掉 --yes 逐份定，或用 --dry-run --list 清单.txt 生成清单，核对后照清单写入"
        );
    }
    Ok(())
}

fn print_table(batch: &Batch<'_>) {
    let head = ["序号", "文件", "栏目", "单位", "把握", "没有采用", "依据"].map(str::to_owned);
    let mut rows = vec![head];
    rows.extend((0..batch.drafts.len()).filter_map(|index| row(batch, index)));
    output::text(&table::aligned(&rows));

    for index in 0..batch.drafts.len() {
        if let Some(obstacle) = batch.obstacle(index) {
            output::text(&format!("第 {} 份：{}\n", index + 1, reason(obstacle)));
        }
    }
    if !batch.others.is_empty() {
        let names: Vec<String> =
            batch.others.iter().map(|path| path.display().to_string()).collect();
        output::text(&format!(
            "不是 Word 文件，没有读的 {} 个：{}；里面有初稿的，请报送单位发送 Word 原稿\n",
            names.len(),
            names.join("、")
        ));
    }
}

fn row(batch: &Batch<'_>, index: usize) -> Option<[String; 7]> {
    let draft = batch.drafts.get(index)?;
    let destination = &draft.destination;
    let known = |name: &Option<String>| name.clone().unwrap_or_else(|| "？".to_owned());
    let left_out = match &draft.state {
        DraftState::Ready(adoption) => format!("{} 处", adoption.adopted.losses.len()),
        DraftState::Open | DraftState::Unreadable(_) | DraftState::Refused(_) => "—".to_owned(),
    };
    let certainty = match batch.obstacle(index) {
        Some(Obstacle::Unreadable(_) | Obstacle::Refused(_)) => "不能采用",
        Some(Obstacle::Open | Obstacle::SameAs(_)) => Certainty::Open.name(),
        None => destination.certainty.name(),
    };

    Some([
        (index + 1).to_string(),
        draft.path.display().to_string(),
        known(&destination.section),
        known(&destination.bureau),
        certainty.to_owned(),
        left_out,
        destination.grounds.join("；"),
    ])
}

/// Why a draft can't be written yet.
fn reason(obstacle: Obstacle<'_>) -> String {
    match obstacle {
        Obstacle::Open => "栏目或单位还没有定".to_owned(),
        Obstacle::Unreadable(error) | Obstacle::Refused(error) => output::chain(error),
        Obstacle::SameAs(other) => {
            format!("与第 {} 份是同一栏目、同一单位；留一份，另一份改或不采用", other + 1)
        }
    }
}

/// Asks about every draft that can't be written yet, then whether all are to be written.
fn ask(batch: &mut Batch<'_>) -> anyhow::Result<()> {
    let mut lines = io::stdin().lock().lines();
    while let Some((index, obstacle)) = first_obstacle(batch) {
        let is_unreadable = matches!(obstacle, Obstacle::Unreadable(_));
        let path = batch.drafts[index].path.display();
        output::message(&format!("第 {} 份 {path}：{}", index + 1, reason(obstacle)));
        output::message(if is_unreadable {
            "不采用这一份，写 0；写别的，什么都不写入："
        } else {
            "写栏目和单位，中间空一格，如：06 市质监局；不采用这一份，写 0："
        });
        let Some(answer) = lines.next().transpose()? else { return Err(unsettled()) };
        match answer.split_whitespace().collect::<Vec<_>>().as_slice() {
            ["0"] => batch.leave_out(index),
            _ if is_unreadable => bail!("没有写入任何文件"),
            [section, bureau] => {
                if let Err(error) = batch.assign(index, section, bureau) {
                    output::message(&output::chain(&error));
                }
            }
            _ => output::message("没有看懂"),
        }
        if batch.drafts.is_empty() {
            bail!("一份也没有采用，没有写入任何文件");
        }
    }

    print_table(batch);
    output::message(&format!("照上表写入 {} 份？写 y 写入，写别的不写入：", batch.drafts.len()));
    match lines.next().transpose()? {
        Some(answer) if matches!(answer.trim(), "y" | "Y" | "ｙ" | "是") => Ok(()),
        Some(_) => bail!("没有写入任何文件"),
        None => Err(unsettled()),
    }
}

fn first_obstacle<'a>(batch: &'a Batch<'_>) -> Option<(usize, Obstacle<'a>)> {
    (0..batch.drafts.len()).find_map(|index| Some((index, batch.obstacle(index)?)))
}

/// What to do where nobody answers.
fn unsettled() -> anyhow::Error {
    anyhow::anyhow!(
        "没有人回答，没有写入任何文件；用 --dry-run --list 清单.txt 生成清单，核对后用 --list 清单.txt --yes 写入"
    )
}

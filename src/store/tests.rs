use super::file_change::FileRemoval;
use super::journal::Journal;
use super::lock::Lock;
use super::removal::PreparedRemoval;
use super::staged::write_beside;
use super::transaction::{PreparedFile, Transaction, apply};
use super::{
    ChangeSet, Expected, FileChange, Recovery, TemporaryFolder, free_backup_folder,
    free_backup_name, recover, remove_stale_folders,
};
use std::fs;
use std::io::Write;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use tempfile::TempDir;

const A: &str = "chapters/06/甲.md";
const B: &str = "chapters/06/乙.md";

/// A workspace with two chapters.
fn workspace() -> TempDir {
    let folder = TempDir::new().unwrap();
    fs::create_dir_all(folder.path().join("chapters/06")).unwrap();
    put(&folder, A, "甲");
    put(&folder, B, "乙");
    folder
}

fn put(folder: &TempDir, path: &str, text: &str) {
    fs::write(folder.path().join(path), text).unwrap();
}

/// Every file with its text.
fn tree(folder: &TempDir) -> Vec<(String, String)> {
    let (mut found, mut folders) = (Vec::new(), vec![folder.path().to_owned()]);
    while let Some(inner) = folders.pop() {
        for entry in fs::read_dir(inner).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let name = path.strip_prefix(folder.path()).unwrap().to_string_lossy().into_owned();
            found.push((name, fs::read_to_string(path).unwrap()));
        }
    }
    found.sort();
    found
}

fn change(folder: &TempDir, path: &str, old: &str, new: &str) -> FileChange {
    let expected = Expected::Bytes(old.as_bytes().to_vec());
    FileChange { path: folder.path().join(path), bytes: new.as_bytes().to_vec(), expected }
}

fn new_file(folder: &TempDir, path: &str) -> FileChange {
    let bytes = "新".as_bytes().to_vec();
    FileChange { path: folder.path().join(path), bytes, expected: Expected::Absent }
}

fn change_set(folder: &TempDir, changes: impl IntoIterator<Item = FileChange>) -> ChangeSet {
    let mut set = ChangeSet::new(folder.path());
    for FileChange { path, bytes, expected } in changes {
        set.add(path, bytes, expected);
    }
    set
}

/// The error for files that aren't written; the workspace stays as it is.
fn refused(folder: &TempDir, changes: Vec<FileChange>) -> String {
    let before = tree(folder);
    let error = change_set(folder, changes).commit().unwrap_err();
    assert_eq!(tree(folder), before);
    format!("{error:#}")
}

#[test]
fn what_was_read_is_replaced() {
    let folder = workspace();
    let changes = [change(&folder, A, "甲", "子"), new_file(&folder, "chapters/07/丙.md")];
    change_set(&folder, changes).commit().unwrap();
    let texts: Vec<String> = tree(&folder).into_iter().map(|(_, text)| text).collect();
    assert_eq!(texts, ["乙", "子", "新"]);
}

#[test]
fn a_save_meanwhile_is_kept_and_nothing_else_is_written() {
    for now in ["甲改", "子", "", "甲\n", "\u{FEFF}甲"] {
        let folder = workspace();
        put(&folder, A, now);
        let changes = vec![
            new_file(&folder, "out/单.md"),
            change(&folder, B, "乙", "丑"),
            change(&folder, A, "甲", "子"),
        ];
        let said = refused(&folder, changes);
        assert!(said.contains(A) && said.contains("又有改动"), "{said}");
        assert!(!folder.path().join("out").exists());
    }
}

#[test]
fn a_file_that_vanished_is_named() {
    let folder = workspace();
    fs::remove_file(folder.path().join(A)).unwrap();
    let said =
        refused(&folder, vec![change(&folder, B, "乙", "丑"), change(&folder, A, "甲", "子")]);
    assert!(said.contains(A) && said.contains("被移走或删去"), "{said}");
}

#[test]
fn a_file_that_appeared_is_named() {
    let folder = workspace();
    let said = refused(&folder, vec![change(&folder, B, "乙", "丑"), new_file(&folder, A)]);
    assert!(said.contains(A) && said.contains("才出现"), "{said}");
}

#[test]
fn a_new_file_replaces_none_that_comes_at_the_last_moment() {
    let folder = workspace();
    let change = new_file(&folder, A);
    let file = write_beside(&change.path, &change.bytes).unwrap();
    let refused = PreparedFile::new(&change, file).unwrap().replace(folder.path()).map(drop);
    assert!(format!("{:#}", refused.unwrap_err()).contains("才出现"));
    assert_eq!(fs::read_to_string(&change.path).unwrap(), "甲");
}

#[test]
fn a_change_at_the_last_moment_is_seen() {
    let folder = workspace();
    let change = change(&folder, A, "旧", "子");
    let file = write_beside(&change.path, &change.bytes).unwrap();
    let refused = PreparedFile::new(&change, file).unwrap().replace(folder.path()).map(drop);
    assert!(format!("{:#}", refused.unwrap_err()).contains("又有改动"));
    assert_eq!(fs::read_to_string(&change.path).unwrap(), "甲");
}

/// An editor that opened the file before the rename writes into the file that has lost its name.
#[cfg(unix)]
#[test]
fn what_an_open_file_gets_during_the_rename_is_put_back() {
    let folder = workspace();
    let path = folder.path().join(A);
    let mut editor = fs::OpenOptions::new().append(true).open(&path).unwrap();
    let change = change(&folder, A, "甲", "子");
    let file = write_beside(&path, &change.bytes).unwrap();
    let mut transaction = Transaction::default();
    let prepared = PreparedFile::new(&change, file).unwrap();
    transaction.files.push(prepared.replace(folder.path()).unwrap());
    assert_eq!(fs::read_to_string(&path).unwrap(), "子");
    editor.write_all("改".as_bytes()).unwrap();
    assert!(transaction.files[0].check(folder.path()).is_err());
    drop(transaction);
    assert_eq!(fs::read_to_string(&path).unwrap(), "甲改");
}

#[test]
fn what_is_saved_after_the_write_is_not_taken_back() {
    let folder = workspace();
    let changes = [change(&folder, A, "甲", "子"), change(&folder, B, "乙", "丑")];
    let transaction = apply(folder.path(), &changes, &[], &[]).unwrap();
    put(&folder, A, "又改");
    drop(transaction);
    let texts: Vec<String> = tree(&folder).into_iter().map(|(_, text)| text).collect();
    assert_eq!(texts, ["乙", "又改"]);
}

#[test]
fn an_output_replaces_anything() {
    let folder = workspace();
    put(&folder, A, "甲改");
    let mut changes = ChangeSet::new(folder.path());
    changes.output(A, "new");
    changes.commit().unwrap();
    assert_eq!(fs::read_to_string(folder.path().join(A)).unwrap(), "new");
}

#[test]
fn a_backup_takes_the_first_free_folder() {
    let folder = workspace();
    assert_eq!(free_backup_folder(folder.path()), "chapters/.review/backup/001");
    fs::create_dir_all(folder.path().join("chapters/.review/backup/001")).unwrap();
    assert_eq!(free_backup_folder(folder.path()), "chapters/.review/backup/002");
}

#[test]
fn one_holds_the_lock_at_a_time() {
    let folder = workspace();
    let wait = Duration::from_millis(20);
    let first = Lock::take_within(folder.path(), wait).unwrap();
    assert!(first.is_some());
    let second = Lock::take_within(folder.path(), wait).map(drop).unwrap_err();
    assert!(second.to_string().contains("另一个 zishu"), "{second}");
    drop(first);
    assert!(Lock::take_within(folder.path(), wait).unwrap().is_some());
    if cfg!(unix) {
        assert_eq!(tree(&folder).len(), 2);
    }
}

/// The file of the lock comes and goes all the time.
#[test]
fn the_lock_holds_among_many() {
    let folder = workspace();
    let inside = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                for _ in 0..100 {
                    let lock = Lock::take(folder.path()).unwrap();
                    assert_eq!(inside.fetch_add(1, Ordering::SeqCst), 0);
                    std::thread::yield_now();
                    inside.fetch_sub(1, Ordering::SeqCst);
                    drop(lock);
                }
            });
        }
    });
}

/// Of many that change the same file at once, one lands; the others are refused.
#[test]
fn one_of_many_lands() {
    for _ in 0..20 {
        let folder = workspace();
        let landed = AtomicUsize::new(0);
        std::thread::scope(|scope| {
            for number in 0..4 {
                let (folder, landed) = (&folder, &landed);
                scope.spawn(move || {
                    let changes = [
                        change(folder, B, "乙", "丑"),
                        change(folder, A, "甲", &format!("子{number}")),
                    ];
                    if change_set(folder, changes).commit().is_ok() {
                        landed.fetch_add(1, Ordering::SeqCst);
                    }
                });
            }
        });
        assert_eq!(landed.into_inner(), 1);
        assert_eq!(tree(&folder).len(), 2);
    }
}

#[test]
fn a_workspace_that_cannot_be_locked_is_written_all_the_same() {
    let folder = TempDir::new().unwrap();
    put(&folder, "甲.md", "甲");
    assert!(Lock::take(folder.path()).unwrap().is_none());
    change_set(&folder, [change(&folder, "甲.md", "甲", "子")]).commit().unwrap();
    assert_eq!(tree(&folder), [("甲.md".to_owned(), "子".to_owned())]);
}

#[test]
fn an_empty_folder_stays_where_it_is_asked_for() {
    let folder = workspace();
    let mut changes = ChangeSet::new(folder.path());
    changes.folder("out");
    changes.commit().unwrap();
    assert!(folder.path().join("out").is_dir());

    changes.folder("other/empty");
    changes.create(A, "新");
    assert!(changes.commit().is_err());
    assert!(folder.path().join("out").is_dir() && !folder.path().join("other").exists());
}

#[test]
fn a_backup_takes_the_first_free_name() {
    let folder = workspace();
    let chapters = folder.path().join("chapters/06");
    assert_eq!(free_backup_name(&chapters, "甲"), "_甲.md.bak");
    put(&folder, "chapters/06/_甲.md.bak", "旧");
    assert_eq!(free_backup_name(&chapters, "甲"), "_甲-2.md.bak");
}

#[test]
fn a_temporary_folder_goes() {
    let temporary = TemporaryFolder::new().unwrap();
    let path = temporary.path().to_owned();
    temporary.write("chapters/a.md", b"a").unwrap();
    assert_eq!(fs::read(path.join("chapters/a.md")).unwrap(), b"a");
    drop(temporary);
    assert!(!path.exists());
}

/// A run that was killed after `renamed` of its files had been renamed.
fn killed(folder: &TempDir, changes: &[FileChange], renamed: usize) {
    let root = folder.path();
    let prepared: Vec<PreparedFile<'_>> = changes
        .iter()
        .map(|change| {
            let staged = write_beside(&change.path, &change.bytes).unwrap();
            PreparedFile::new(change, staged).unwrap()
        })
        .collect();
    let planned = prepared.iter().map(|file| file.plan(root).unwrap()).collect();
    std::mem::forget(Journal::begin(root, planned, Vec::new()).unwrap());
    for (index, file) in prepared.into_iter().enumerate() {
        if index < renamed {
            std::mem::forget(file.replace(root).unwrap());
        } else {
            std::mem::forget(file);
        }
    }
}

#[test]
fn moved_files_go_only_when_all_is_written() {
    let folder = workspace();
    let mut set = ChangeSet::new(folder.path());
    set.move_file(A, "chapters/07/丙.md", "甲".into(), "丙");
    set.commit().unwrap();
    assert_eq!(texts(&folder), ["乙", "丙"]);

    // Something is at the new place, or the old file was saved meanwhile: nothing moves.
    for (to, old) in [(B, "甲"), ("chapters/07/丁.md", "别的")] {
        let folder = workspace();
        let before = tree(&folder);
        let mut set = ChangeSet::new(folder.path());
        set.move_file(A, to, old.into(), "丙");
        assert!(set.commit().is_err());
        assert_eq!(tree(&folder), before, "{to}");
    }
}

#[test]
fn a_killed_move_is_finished_or_taken_back() {
    for (removed, saved) in [(false, false), (true, false), (true, true)] {
        let folder = workspace();
        let root = folder.path();
        let new = new_file(&folder, "chapters/06/丙.md");
        let gone = FileRemoval { path: root.join(A), bytes: "甲".into() };
        let staged = write_beside(&new.path, &new.bytes).unwrap();
        let file = PreparedFile::new(&new, staged).unwrap();
        let removal = PreparedRemoval::new(&gone).unwrap();
        let planned = (file.plan(root).unwrap(), removal.plan(root).unwrap());
        std::mem::forget(Journal::begin(root, vec![planned.0], vec![planned.1]).unwrap());

        std::mem::forget(file.replace(root).unwrap());
        if removed {
            std::mem::forget(removal.remove(root).unwrap());
        } else {
            std::mem::forget(removal);
        }
        if saved {
            put(&folder, "chapters/06/丙.md", "后来");
        }

        recover(root).unwrap();
        let expected: &[&str] = if saved { &["后来", "乙", "甲"] } else { &["新", "乙"] };
        let mut found = texts(&folder);
        let mut expected: Vec<String> = expected.iter().map(|text| (*text).to_owned()).collect();
        found.sort();
        expected.sort();
        assert_eq!(found, expected, "{removed} {saved}");
    }
}

fn two_and_a_new(folder: &TempDir) -> Vec<FileChange> {
    let new = new_file(folder, "chapters/06/丙.md");
    vec![change(folder, A, "甲", "子"), new, change(folder, B, "乙", "丑")]
}

fn texts(folder: &TempDir) -> Vec<String> {
    tree(folder).into_iter().map(|(_, text)| text).collect()
}

#[test]
fn a_killed_run_is_finished() {
    for renamed in 0..=3 {
        let folder = workspace();
        killed(&folder, &two_and_a_new(&folder), renamed);
        let recovery = recover(folder.path()).unwrap().unwrap();
        assert!(matches!(&recovery, Recovery::Finished(paths) if paths.len() == 3));
        assert_eq!(texts(&folder), ["新", "丑", "子"], "{renamed}");
        assert_eq!(recover(folder.path()).unwrap(), None);
    }
}

#[test]
fn what_was_saved_after_the_kill_stays_and_the_rest_is_taken_back() {
    for (renamed, saved) in [(0, A), (0, B), (1, B), (2, B), (2, A), (3, A), (3, B)] {
        let folder = workspace();
        killed(&folder, &two_and_a_new(&folder), renamed);
        put(&folder, saved, "后存");
        let recovery = recover(folder.path()).unwrap().unwrap();
        let Recovery::TakenBack { restored, foreign } = recovery else { panic!("{recovery:?}") };
        assert_eq!((restored.len(), foreign), (2, vec![saved.into()]));
        let expected = if saved == A { ["乙", "后存"] } else { ["后存", "甲"] };
        assert_eq!(texts(&folder), expected, "{renamed} {saved}");
    }
}

/// A run may be killed while it takes its files back, because one of them couldn't be written.
#[test]
fn a_run_killed_while_it_took_back_is_taken_back() {
    let folder = workspace();
    killed(&folder, &two_and_a_new(&folder), 1);
    let staged = |path: &std::path::Path| path.to_string_lossy().contains(".zishu-");
    let texts_of = |text: &str| {
        let files = fs::read_dir(folder.path().join("chapters/06")).unwrap().flatten();
        let paths = files.map(|entry| entry.path()).filter(|path| staged(path));
        paths.filter(|path| fs::read_to_string(path).unwrap() == text).collect::<Vec<_>>()
    };
    for path in texts_of("丑") {
        fs::remove_file(path).unwrap();
    }
    let recovery = recover(folder.path()).unwrap().unwrap();
    assert!(matches!(recovery, Recovery::TakenBack { foreign, .. } if foreign.is_empty()));
    assert_eq!(texts(&folder), ["乙", "甲"]);
}

#[test]
fn files_on_their_way_are_removed_unless_a_run_writes() {
    let folder = workspace();
    for path in ["chapters/.zishu-a", "chapters/06/.zishu-b", "out/送审/.zishu-c", ".zishu-d"] {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, "残").unwrap();
    }
    let lock = Lock::take(folder.path()).unwrap();
    assert_eq!(recover(folder.path()).unwrap(), None);
    assert!(folder.path().join("chapters/06/.zishu-b").exists());
    drop(lock);
    assert_eq!(recover(folder.path()).unwrap(), None);
    assert_eq!(tree(&folder).len(), 2);
}

/// A workspace comes from anywhere: its journal moves nothing outside of it, and nothing but its own.
#[test]
fn a_journal_that_leads_elsewhere_moves_nothing() {
    let outside = TempDir::new().unwrap();
    let victim = outside.path().join("目标");
    fs::write(&victim, "要").unwrap();
    let relative = format!("../{}/目标", outside.path().file_name().unwrap().to_string_lossy());
    let absolute = victim.to_string_lossy().into_owned();
    for (path, staged) in [
        (relative.as_str(), "chapters/.zishu-a"),
        (absolute.as_str(), "chapters/.zishu-a"),
        ("chapters/../../目标", "chapters/.zishu-a"),
        ("chapters/甲.md", "chapters/06/.zishu-a"),
        ("chapters/甲.md", "chapters/report.yaml"),
    ] {
        let folder = workspace();
        put(&folder, "chapters/.zishu-a", "毒");
        put(&folder, "chapters/report.yaml", "毒");
        let new = crate::source::fingerprint(["毒".as_bytes()]);
        let file = serde_json::json!({
            "path": path, "staged": staged, "original": null, "old": "Any", "new": new
        });
        let text = serde_json::json!({ "version": 2, "files": [file], "removals": [] }).to_string();
        put(&folder, "chapters/.zishu-journal", &text);
        assert_eq!(recover(folder.path()).unwrap(), None, "{path}");
        assert_eq!(fs::read_to_string(&victim).unwrap(), "要");
        assert!(!folder.path().join("chapters/甲.md").exists());
        assert_eq!(texts(&folder), ["乙", "甲", "毒"]);
    }
}

#[test]
fn the_lock_names_its_holder() {
    let folder = workspace();
    let wait = Duration::from_millis(20);
    let _held = Lock::take_within(folder.path(), wait).unwrap();
    let refused = Lock::take_within(folder.path(), wait).map(drop).unwrap_err();
    if cfg!(unix) {
        let process = format!("进程 {}", std::process::id());
        assert!(refused.to_string().contains(&process), "{refused}");
    }
}

#[test]
fn a_temporary_folder_in_use_is_not_stale() {
    let temporary = TemporaryFolder::new().unwrap();
    remove_stale_folders();
    assert!(temporary.path().is_dir());
}

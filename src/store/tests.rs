use super::folders::CreatedFolders;
use super::lock::Lock;
use super::staged::write_beside;
use super::transaction::{Transaction, apply, replace};
use super::{
    Backup, ChangeSet, Expected, FileChange, TemporaryFolder, free_backup_name, write_record,
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
    let file = write_beside(&change.path, &change.bytes, &mut CreatedFolders::default()).unwrap();
    let refused = replace(folder.path(), &change, file).map(drop);
    assert!(format!("{:#}", refused.unwrap_err()).contains("才出现"));
    assert_eq!(fs::read_to_string(&change.path).unwrap(), "甲");
}

#[test]
fn a_change_at_the_last_moment_is_seen() {
    let folder = workspace();
    let change = change(&folder, A, "旧", "子");
    let file = write_beside(&change.path, &change.bytes, &mut CreatedFolders::default()).unwrap();
    let refused = replace(folder.path(), &change, file).map(drop);
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
    let file = write_beside(&path, &change.bytes, &mut CreatedFolders::default()).unwrap();
    let mut transaction = Transaction::default();
    transaction.files.push(replace(folder.path(), &change, file).unwrap());
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
    let transaction = apply(folder.path(), &changes, &[]).unwrap();
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
fn a_folder_is_claimed_once() {
    let folder = workspace();
    let first = Backup::claim(folder.path()).unwrap();
    let second = Backup::claim(folder.path()).unwrap();
    assert_eq!(first.path, "chapters/.review/backup/001");
    assert_eq!(second.path, "chapters/.review/backup/002");
    drop(second);
    drop(first);
    assert!(!folder.path().join("chapters/.review").exists());
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

/// A record is there whole under a name that no other has, and is gone where it isn't kept.
#[test]
fn a_record_is_kept_or_gone() {
    let folder = workspace();
    let files = [("copy.yaml", "记".as_bytes()), ("chapters/06/甲.md", "甲".as_bytes())];
    let write = |name: &str| write_record(folder.path(), "chapters/.review", name, files).unwrap();

    drop(write("c001").unwrap());
    assert!(!folder.path().join("chapters/.review").exists());

    write("c001").unwrap().keep();
    assert!(write("c001").is_none());
    let kept = folder.path().join("chapters/.review/c001/chapters/06/甲.md");
    assert_eq!(fs::read_to_string(kept).unwrap(), "甲");
    assert_eq!(tree(&folder).len(), 4);
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

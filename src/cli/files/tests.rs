use super::lock::Lock;
use super::*;
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

fn save(folder: &TempDir, path: &str, old: &str, new: &str) -> Save<Vec<u8>> {
    let expected = Expected::Bytes(old.as_bytes().to_vec());
    Save { path: folder.path().join(path), bytes: new.as_bytes().to_vec(), expected }
}

fn new(folder: &TempDir, path: &str) -> Save<Vec<u8>> {
    Save::new(folder.path().join(path), "新".as_bytes().to_vec())
}

/// What is said of files that aren't written; nothing but `since` has changed by then.
fn refused(folder: &TempDir, saves: Vec<Save<Vec<u8>>>) -> String {
    let before = tree(folder);
    let error = write_all(folder.path(), saves).map(Written::keep).unwrap_err();
    assert_eq!(tree(folder), before);
    format!("{error:#}")
}

#[test]
fn what_was_read_is_replaced() {
    let folder = workspace();
    let saves = [save(&folder, A, "甲", "子"), new(&folder, "chapters/07/丙.md")];
    write_all(folder.path(), saves).unwrap().keep();
    let texts: Vec<String> = tree(&folder).into_iter().map(|(_, text)| text).collect();
    assert_eq!(texts, ["乙", "子", "新"]);
}

#[test]
fn a_save_meanwhile_is_kept_and_nothing_else_is_written() {
    for now in ["甲改", "子", "", "甲\n", "\u{FEFF}甲"] {
        let folder = workspace();
        put(&folder, A, now);
        let saves = vec![
            new(&folder, "out/单.md"),
            save(&folder, B, "乙", "丑"),
            save(&folder, A, "甲", "子"),
        ];
        let said = refused(&folder, saves);
        assert!(said.contains(A) && said.contains("又有改动"), "{said}");
        assert!(!folder.path().join("out").exists());
    }
}

#[test]
fn a_file_that_vanished_is_named() {
    let folder = workspace();
    fs::remove_file(folder.path().join(A)).unwrap();
    let said = refused(&folder, vec![save(&folder, B, "乙", "丑"), save(&folder, A, "甲", "子")]);
    assert!(said.contains(A) && said.contains("被移走或删去"), "{said}");
}

#[test]
fn a_file_that_appeared_is_named() {
    let folder = workspace();
    let said = refused(&folder, vec![save(&folder, B, "乙", "丑"), new(&folder, A)]);
    assert!(said.contains(A) && said.contains("才出现"), "{said}");
}

#[test]
fn a_new_file_replaces_none_that_comes_at_the_last_moment() {
    let folder = workspace();
    let path = folder.path().join(A);
    let file = beside(&path, b"new", &mut Folders::default()).unwrap();
    let refused = replace(folder.path(), Save::new(path.clone(), b"new"), file).map(drop);
    assert!(format!("{:#}", refused.unwrap_err()).contains("才出现"));
    assert_eq!(fs::read_to_string(path).unwrap(), "甲");
}

#[test]
fn a_change_at_the_last_moment_is_seen() {
    let folder = workspace();
    let path = folder.path().join(A);
    let file = beside(&path, "子".as_bytes(), &mut Folders::default()).unwrap();
    let refused = replace(folder.path(), save(&folder, A, "旧", "子"), file).map(drop);
    assert!(format!("{:#}", refused.unwrap_err()).contains("又有改动"));
    assert_eq!(fs::read_to_string(path).unwrap(), "甲");
}

/// An editor that opened the file before the rename writes into the file that has lost its name.
#[cfg(unix)]
#[test]
fn what_an_open_file_gets_during_the_rename_is_put_back() {
    let folder = workspace();
    let path = folder.path().join(A);
    let mut editor = fs::OpenOptions::new().append(true).open(&path).unwrap();
    let file = beside(&path, "子".as_bytes(), &mut Folders::default()).unwrap();
    let mut written = Written::default();
    written.files.push(replace(folder.path(), save(&folder, A, "甲", "子"), file).unwrap());
    assert_eq!(fs::read_to_string(&path).unwrap(), "子");
    editor.write_all("改".as_bytes()).unwrap();
    assert!(written.files[0].check(folder.path()).is_err());
    drop(written);
    assert_eq!(fs::read_to_string(&path).unwrap(), "甲改");
}

#[test]
fn what_is_saved_after_the_write_is_not_taken_back() {
    let folder = workspace();
    let written =
        write_all(folder.path(), [save(&folder, A, "甲", "子"), save(&folder, B, "乙", "丑")]);
    put(&folder, A, "又改");
    drop(written.unwrap());
    let texts: Vec<String> = tree(&folder).into_iter().map(|(_, text)| text).collect();
    assert_eq!(texts, ["乙", "又改"]);
}

#[test]
fn an_output_replaces_anything() {
    let folder = workspace();
    put(&folder, A, "甲改");
    write(folder.path(), Save::output(folder.path().join(A), b"new")).unwrap();
    assert_eq!(fs::read_to_string(folder.path().join(A)).unwrap(), "new");
}

#[test]
fn a_folder_is_claimed_once() {
    let folder = workspace();
    let (mut one, mut other) = (Folders::default(), Folders::default());
    let path = folder.path().join("chapters/.review/backup/001");
    assert!(one.claim(&path).unwrap());
    assert!(!other.claim(&path).unwrap());
    drop(other);
    drop(one);
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
                    let saves = [
                        save(folder, B, "乙", "丑"),
                        save(folder, A, "甲", &format!("子{number}")),
                    ];
                    if let Ok(written) = write_all(folder.path(), saves) {
                        landed.fetch_add(1, Ordering::SeqCst);
                        written.keep();
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
    write_all(folder.path(), [save(&folder, "甲.md", "甲", "子")]).unwrap().keep();
    assert_eq!(tree(&folder), [("甲.md".to_owned(), "子".to_owned())]);
}

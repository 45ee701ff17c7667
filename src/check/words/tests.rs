use super::context::ContextWords;
use super::file::{Vocabulary, WordFile};
use super::names::NameWords;
use super::numbers::{NumberWords, UnitWord};
use super::scope::ScopeWords;
use super::text::TextWords;
use super::*;
use crate::check::prose::{LISTS, Word};
use std::collections::{BTreeMap, BTreeSet};

/// Reads a file as the program does, and holds that each of its lists has a field.
fn read<V: Vocabulary>() -> V {
    let file = WordFile::parse(V::TEXT).unwrap();
    let mut lists = V::LISTS.to_vec();
    lists.sort_unstable();
    assert_eq!(file.names(), lists);
    V::from_file(&file).unwrap()
}

/// Holds that no word stands in two of these lists.
fn exclusive(lists: &[&WordList]) {
    let mut owners: BTreeMap<&str, usize> = BTreeMap::new();
    for (index, list) in lists.iter().enumerate() {
        for word in list.iter() {
            assert_eq!(owners.insert(word, index), None, "{word} stands in two lists");
        }
    }
}

#[test]
fn every_file_is_read() {
    read::<ContextWords>();
    read::<NameWords>();
    read::<NumberWords>();
    read::<ScopeWords>();
    read::<TextWords>();
}

#[test]
fn a_word_of_a_sentence_has_one_meaning() {
    let file = WordFile::parse(sentence::TEXT).unwrap();
    let names: BTreeSet<&str> = LISTS.iter().map(|(name, _)| *name).collect();
    assert_eq!(file.names(), names.into_iter().collect::<Vec<_>>());

    let lists = LISTS.iter().map(|(name, _)| file.list(name).unwrap());
    let lists: Vec<WordList> = lists.collect();
    exclusive(&lists.iter().collect::<Vec<_>>());
    assert_eq!(sentence::read(&LISTS).unwrap().longest("增加值"), Some(("增加值", Word::Foreign)));
}

#[test]
fn no_word_is_in_lists_that_exclude_each_other() {
    let scope = read::<ScopeWords>();
    exclusive(&[&scope.city, &scope.elsewhere, &scope.harmless, &scope.place]);
    exclusive(&[&scope.agency, &scope.talk, &scope.lead]);
    exclusive(&[&scope.source, &scope.official]);
    exclusive(&[&scope.basis, &scope.usual]);

    let context = read::<ContextWords>();
    exclusive(&[&context.harmless, &context.city, &context.other_table, &context.other_figures]);
    exclusive(&[&context.nominal, &context.constant_prices]);
    exclusive(&[&context.degree, &context.requirement]);

    let numbers = read::<NumberWords>();
    exclusive(&[
        &numbers.about_before,
        &numbers.nearly_before,
        &numbers.at_least_before,
        &numbers.at_most_before,
    ]);
    exclusive(&[
        &numbers.about_after,
        &numbers.at_least_after,
        &numbers.at_most_after,
        &numbers.and_more,
    ]);
    let units = numbers.unit.iter().map(|(word, _)| word);
    assert_eq!(units.filter(|word| numbers.counter.contains(word)).collect::<Vec<_>>(), [""; 0]);

    let names = read::<NameWords>();
    exclusive(&[&names.count, &names.rise, &names.fall]);

    let text = read::<TextWords>();
    exclusive(&[&text.placeholder, &text.english_placeholder]);
}

#[test]
fn every_base_of_a_unit_is_its_own() {
    let units = read::<NumberWords>().unit;
    for (word, unit) in units.iter() {
        let base = units.longest(unit.base);
        let itself = UnitWord { base: unit.base, power: 0 };
        assert_eq!(base, Some((unit.base, itself)), "{word}");
    }
}

#[test]
fn broken_files_are_refused() {
    let cases = [
        ("甲 乙", "line 1: words before a list"),
        ("[甲]\n乙", "line 1: no use after the name"),
        ("[甲] 用途\n乙\n\n# 说明\n丙 乙", "line 5: 乙 stands there twice"),
        ("[甲] 用途\n乙\n[甲] 用途\n丙", "line 3: a second list [甲]"),
    ];
    for (text, expected) in cases {
        assert_eq!(WordFile::parse(text).unwrap_err(), expected);
    }

    let file = WordFile::parse("[甲] 用途\n乙 = 丙\n[空] 用途\n[丁] 用途\n戊").unwrap();
    assert_eq!(file.list::<WordList>("甲").unwrap_err(), "[甲]: a meaning behind 乙");
    assert_eq!(file.list::<WordList>("空").unwrap_err(), "[空] has no words");
    assert_eq!(file.list::<WordList>("己").unwrap_err(), "no list [己]");
    let meanings = file.list::<WordIndex<&'static str>>("丁");
    assert_eq!(meanings.unwrap_err(), "[丁]: no meaning of 戊");
}

#[test]
fn the_longer_word_counts() {
    let file = WordFile::parse("[甲] 用途\n区 建成区 市\n[乙] 用途\n米 = 长\n米粒 = 物").unwrap();
    let list: WordList = file.list("甲").unwrap();
    assert_eq!(list.strip_suffix("城市建成区"), Some("城市"));
    assert_eq!(list.find("城市建成区"), Some("城".len()));
    assert_eq!(list.replace_in("建成区和市区", '·'), "·和··");
    assert!(list.ends("市区") && !list.begins("建成") && list.is_in("在市内"));

    let index: WordIndex<&'static str> = file.list("乙").unwrap();
    assert_eq!(index.longest("米粒大小"), Some(("米粒", "物")));
    assert_eq!(index.longest("米"), Some(("米", "长")));
    assert_eq!(index.longest("稻米"), None);
}

//! What writers do to their chapters while copies are out.
//!
//! In: chapters, random numbers. Out: chapters with words put in and taken out, lines wrapped anew, paragraphs
//! moved, new and gone; and the words that were put in, which must stay.

use super::base::{Base, Texts};
use super::rng::Rng;

/// Chapters after so many changes that leave no errors, and the words that are new in them.
pub(super) fn changed(base: &Base, rng: &mut Rng, count: usize) -> (Texts, Vec<String>) {
    let (mut now, mut words) = (base.chapters.clone(), Vec::new());
    let paths: Vec<String> = now.keys().cloned().collect();
    for _ in 0..count {
        let path = rng.pick(&paths).clone();
        let before = now[&path].clone();
        let word = format!("改{}", rng.word());
        let Some(after) = change(&before, &word, rng) else { continue };
        now.insert(path.clone(), after);
        // What a writer took out again is no loss.
        let kept = |words: &[String]| words.iter().all(|word| stands(&now, word));
        if base.sound(&now) && kept(&words) {
            words.extend(stands(&now, &word).then_some(word));
        } else {
            now.insert(path, before);
        }
    }
    (now, words)
}

/// Whether a word stands in the chapters.
pub(super) fn stands(chapters: &Texts, word: &str) -> bool {
    chapters.values().any(|text| text.contains(word))
}

fn change(text: &str, word: &str, rng: &mut Rng) -> Option<String> {
    let body = text.rfind("---\n").map_or(0, |at| at + 4);
    let (head, body) = text.split_at(if text.starts_with("---") { body } else { 0 });
    let mut blocks: Vec<String> = body.split("\n\n").map(str::to_owned).collect();
    let at = rng.below(blocks.len());
    match rng.below(6) {
        0 => blocks.insert(at, format!("{word}，这是后来写的一段。")),
        1 => {
            blocks.remove(at);
        }
        2 => {
            let other = rng.below(blocks.len());
            blocks.swap(at, other);
        }
        3 => rewrap(&mut blocks[at], rng)?,
        kind => {
            let letters: Vec<char> = blocks[at].chars().collect();
            let chinese = |letter: &char| ('\u{4E00}'..'\u{9FFF}').contains(letter);
            let place = rng.below(letters.len().saturating_sub(2)) + 1;
            let near = letters.get(place - 1..place + 1)?;
            if !near.iter().all(chinese) {
                return None;
            }
            let gone = if kind == 4 { 0 } else { 1 };
            let (before, after) = (&letters[..place], &letters[place + gone..]);
            let new = if kind == 4 { word } else { "" };
            blocks[at] =
                before.iter().chain(&new.chars().collect::<Vec<_>>()).chain(after).collect();
        }
    }
    Some(format!("{head}{}", blocks.join("\n\n")))
}

/// The same paragraph with its lines ended elsewhere.
fn rewrap(block: &mut String, rng: &mut Rng) -> Option<()> {
    let plain =
        !block.trim_start().starts_with(['-', '|', '#', '>', '`', ':', '{', '1', '!', '[', '表']);
    if !plain || block.contains("\\\n") {
        return None;
    }
    let letters: Vec<char> = block.replace('\n', "").chars().collect();
    let chinese = |letter: &char| ('\u{4E00}'..'\u{9FFF}').contains(letter);
    let place = rng.below(letters.len().saturating_sub(2)) + 1;
    if !letters.get(place - 1..place + 1)?.iter().all(chinese) {
        return None;
    }
    *block = letters[..place].iter().chain(&['\n']).chain(&letters[place..]).collect();
    Some(())
}

//! Whether a face may be expanded, by the sizes and counts in its tables.
//!
//! In: a file's bytes. Out: why it is left out. Typst lists every character that a face claims to have: a
//! few bytes of `cmap` can claim four billion, as often as its head repeats them.

/// Largest file of faces, in bytes: the largest collection that is sold has half of it.
pub(super) const MAX_FILE: u64 = 512 * 1024 * 1024;
/// Maximum number of faces in a collection.
const MAX_FACES: u32 = 256;
/// Maximum number of characters of a face, counted as often as they are listed: every one there is,
/// four times.
const MAX_CHARACTERS: u64 = 4 * 0x11_0000;

/// Maximum number of bytes of a face's names.
const MAX_NAMES: u64 = 1024 * 1024;

/// Refuses a file of which a face would fill the memory; what is merely broken Typst refuses.
pub(super) fn examine(file: &[u8]) -> Result<(), String> {
    let faces = match file.get(..4) {
        Some(b"ttcf") => number32(file, 8).unwrap_or(0),
        _ => return examine_face(file, 0),
    };
    if faces > MAX_FACES {
        return Err(format!("声称有 {faces} 种字体，已损坏"));
    }

    let mut starts = (0..faces as usize).map_while(|index| number32(file, 12 + index * 4));
    starts.try_for_each(|start| examine_face(file, start as usize))
}

fn examine_face(file: &[u8], start: usize) -> Result<(), String> {
    if table(file, start, b"cmap").is_some_and(|cmap| characters(cmap) > MAX_CHARACTERS) {
        return Err("字符表（cmap）已损坏，声称的字符比世上有的还多".to_owned());
    }
    if table(file, start, b"name").is_some_and(|name| names(name) > MAX_NAMES) {
        return Err("名称表（name）已损坏".to_owned());
    }
    Ok(())
}

/// A table of the face whose directory begins at `start`.
fn table<'a>(file: &'a [u8], start: usize, tag: &[u8; 4]) -> Option<&'a [u8]> {
    let directory = file.get(start..)?;
    let count = usize::from(number16(directory, 4)?);
    let records = directory.get(12..)?.chunks_exact(16).take(count);
    let record = records.into_iter().find(|record| record.starts_with(tag))?;
    let (offset, length) = (number32(record, 8)? as usize, number32(record, 12)? as usize);
    let bytes = file.get(offset..)?;
    Some(&bytes[..length.min(bytes.len())])
}

/// How many characters Typst would list: of every record whose table is one of Unicode.
fn characters(cmap: &[u8]) -> u64 {
    let count = usize::from(number16(cmap, 2).unwrap_or(0));
    let mut sum = 0_u64;
    for record in cmap.get(4..).unwrap_or_default().chunks_exact(8).take(count) {
        let is_unicode = match (number16(record, 0), number16(record, 2)) {
            (Some(0), _) => true,
            (Some(3), Some(encoding)) => matches!(encoding, 1 | 10),
            _ => false,
        };
        let subtable = number32(record, 4).and_then(|offset| cmap.get(offset as usize..));
        if let Some(subtable) = subtable.filter(|_| is_unicode) {
            sum = sum.saturating_add(characters_of(subtable, MAX_CHARACTERS));
        }
        if sum > MAX_CHARACTERS {
            break;
        }
    }
    sum
}

/// The number of characters in a subtable, counted until there are more than `limit`. A group counts
/// as one where it has none: it takes its time all the same.
fn characters_of(subtable: &[u8], limit: u64) -> u64 {
    let size = |(start, end): (u64, u64)| (end + 1).saturating_sub(start).max(1);
    let mut sum = 0_u64;
    let mut add = |group: (u64, u64)| {
        sum = sum.saturating_add(size(group));
        sum <= limit
    };

    match number16(subtable, 0) {
        Some(4) => {
            let count = usize::from(number16(subtable, 6).unwrap_or(0) / 2);
            let segments = (0..count).map_while(|index| {
                let end = number16(subtable, 14 + index * 2)?;
                let start = number16(subtable, 16 + (count + index) * 2)?;
                Some((u64::from(start), u64::from(end)))
            });
            segments.take_while(|segment| add(*segment)).for_each(drop);
        }
        Some(12 | 13) => {
            let count = number32(subtable, 12).unwrap_or(0) as usize;
            let groups = subtable.get(16..).unwrap_or_default().chunks_exact(12).take(count);
            let ends = groups.map_while(|group| {
                Some((u64::from(number32(group, 0)?), u64::from(number32(group, 4)?)))
            });
            ends.take_while(|group| add(*group)).for_each(drop);
        }
        // Sub-headers of at most 256 ranges.
        Some(2) => sum = 0x1_0000,
        // Arrays, no longer than the file.
        Some(0 | 6 | 10) => sum = (subtable.len() as u64).min(0x11_0000),
        _ => {}
    }
    sum
}

/// The bytes of all names together.
fn names(name: &[u8]) -> u64 {
    let count = usize::from(number16(name, 2).unwrap_or(0));
    let records = name.get(6..).unwrap_or_default().chunks_exact(12).take(count);
    records.filter_map(|record| number16(record, 8)).map(u64::from).sum()
}

fn number16(bytes: &[u8], at: usize) -> Option<u16> {
    bytes.get(at..)?.first_chunk().map(|bytes| u16::from_be_bytes(*bytes))
}

fn number32(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..)?.first_chunk().map(|bytes| u32::from_be_bytes(*bytes))
}

#[cfg(test)]
mod tests {
    use super::{MAX_CHARACTERS, characters, examine};
    use crate::bundle;

    fn be32(numbers: &[u32]) -> Vec<u8> {
        numbers.iter().flat_map(|number| number.to_be_bytes()).collect()
    }

    /// A `cmap` whose records all lead to one table of these groups.
    fn cmap(records: u16, format: u16, groups: &[(u32, u32)]) -> Vec<u8> {
        let start = 4 + u32::from(records) * 8;
        let mut bytes = [0, records].map(u16::to_be_bytes).concat();
        for _ in 0..records {
            bytes.extend([0, 3, 0, 10]);
            bytes.extend(start.to_be_bytes());
        }
        bytes.extend([format, 0].map(u16::to_be_bytes).concat());
        bytes.extend(be32(&[0, 0, groups.len() as u32]));
        groups.iter().for_each(|(start, end)| bytes.extend(be32(&[*start, *end, 0])));
        bytes
    }

    fn face(cmap: &[u8]) -> Vec<u8> {
        let header = [&[0, 1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0][..], b"cmap"].concat();
        [header, be32(&[0, 28, cmap.len() as u32]), cmap.to_vec()].concat()
    }

    #[test]
    fn claimed_characters() {
        assert_eq!(characters(&cmap(1, 12, &[(32, 126), (0x4E00, 0x9FFF)])), 95 + 20_992);
        assert!(characters(&cmap(1, 12, &[(0, u32::MAX)])) > MAX_CHARACTERS);
        assert!(characters(&cmap(1, 13, &[(0, u32::MAX)])) > MAX_CHARACTERS);
        assert!(characters(&cmap(60_000, 12, &[(0, 1_000)])) > MAX_CHARACTERS);
        // Groups that end before they begin.
        assert!(characters(&cmap(60_000, 12, &[(9, 1); 1_000])) > MAX_CHARACTERS);
    }

    #[test]
    fn refused_before_they_are_expanded() {
        assert_eq!(examine(&face(&cmap(2, 12, &[(32, 126)]))), Ok(()));
        assert!(examine(&face(&cmap(1, 12, &[(0, u32::MAX)]))).is_err());
        let collection = [b"ttcf".to_vec(), be32(&[0x10000, u32::MAX, 0])].concat();
        assert!(examine(&collection).is_err());
        let bad = face(&cmap(1, 12, &[(0, u32::MAX)]));
        (0..bad.len()).for_each(|end| _ = examine(&bad[..end]));
    }

    #[test]
    fn every_face_of_the_binary_is_let_through() {
        for (name, bytes) in bundle::fonts() {
            assert_eq!(examine(bytes), Ok(()), "{name}");
        }
    }
}

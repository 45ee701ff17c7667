//! Files of any bytes: reading them ends, with a text or with a problem.

use crate::diag::Diagnostics;
use crate::source::{Sources, decode};
use crate::workspace::{read, repairs};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use std::fs;

fn bytes() -> impl Strategy<Value = Vec<u8>> {
    let pieces: [&[u8]; 14] = [
        b"\xEF\xBB\xBF",
        b"\xFF\xFE",
        b"\xFE\xFF",
        b"\0",
        b"\x07",
        b"\r\n",
        b"a",
        "质量".as_bytes(),
        b"\xD6\xCA\xC1\xBF",
        b"\xE8\xB4",
        b"\x80",
        b"\xEF\xB7\x90",
        b"\xC2\x85",
        b"---\n",
    ];
    let pieces: Vec<Vec<u8>> = pieces.iter().map(|piece| piece.to_vec()).collect();
    prop::collection::vec(prop::sample::select(pieces), 0..12).prop_map(|list| list.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, rng_seed: RngSeed::Fixed(1), ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_are_read_or_refused(bytes in bytes()) {
        let folder = tempfile::TempDir::new()?;
        fs::create_dir(folder.path().join("chapters"))?;
        fs::write(folder.path().join("chapters/a.md"), &bytes)?;
        let (mut sources, mut diagnostics) = (Sources::default(), Diagnostics::default());
        let result = read(folder.path(), "chapters/a.md", &mut sources, &mut diagnostics);
        for problem in diagnostics.iter() {
            let span = problem.primary.span;
            prop_assert!(sources.text(span.file).get(span.range()).is_some(), "{problem:?}");
        }
        match (&result, decode(&bytes)) {
            (Ok(file), Ok(decoded)) => prop_assert_eq!(sources.text(*file).len(), decoded.text.len()),
            (Err(_), Err(_)) => prop_assert!(diagnostics.has_errors()),
            (found, _) => prop_assert!(false, "{found:?}"),
        }
        // What is repaired needs no second repair and reads without a problem.
        for repair in repairs(folder.path()).map_err(|error| TestCaseError::fail(error.to_string()))? {
            fs::write(folder.path().join(&repair.path), &repair.after)?;
            let mut diagnostics = Diagnostics::default();
            let read = read(folder.path(), &repair.path, &mut Sources::default(), &mut diagnostics);
            prop_assert!(read.is_ok() && !diagnostics.has_errors(), "{repair:?}");
        }
    }
}

use super::load;
use crate::diag::Diagnostics;
use crate::source::Sources;
use std::path::Path;

#[test]
fn the_sample_loads_without_any_problem() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let (mut sources, mut diagnostics) = (Sources::default(), Diagnostics::default());
    let workspace = load(root, &mut sources, &mut diagnostics).unwrap();
    let problems: Vec<_> = diagnostics.iter().collect();
    assert!(problems.is_empty(), "{problems:#?}");
    assert_eq!(workspace.outline.len(), 10);
    assert_eq!(workspace.plan.len(), 46);
    assert_eq!(workspace.bureaus.len(), 25);
    assert_eq!(workspace.chapters.len(), 49);
}

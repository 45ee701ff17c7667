use super::{Origin, Passage, Role, WrapKind, passages};
use crate::assemble::fixture;
use crate::document::{BlockKind, visit};
use crate::source::Sources;
use crate::typography::Words;
use std::collections::BTreeSet;

fn find<'p>(list: &'p [Passage], text: &str) -> &'p Passage {
    list.iter().find(|passage| passage.text().contains(text)).unwrap_or_else(|| panic!("{text}"))
}

fn typed(sources: &Sources, passage: &Passage) -> String {
    let shown = passage.characters().map(|character| match character.origin {
        Origin::Typed(span) => sources.slice(span).to_owned(),
        Origin::Value(..) => "值".to_owned(),
        Origin::Whole(_) => "整".to_owned(),
        Origin::Generated(_) => "造".to_owned(),
    });
    shown.collect()
}

#[test]
fn names_are_unique_and_ranges_inside() {
    let (sources, document) = fixture::rich();
    let list = passages(&document, &Words::default(), &sources);
    let names: BTreeSet<&str> = list.iter().map(|passage| passage.name.as_str()).collect();
    assert_eq!(names.len(), list.len());
    for passage in &list {
        let length = passage.text().len();
        assert!(length > 0 && passage.characters().count() == passage.text().chars().count());
        for wrap in &passage.wraps {
            assert!(wrap.bytes.start < wrap.bytes.end && wrap.bytes.end <= length);
        }
    }
}

#[test]
fn headings_cells_and_captions() {
    let (sources, document) = fixture::rich();
    let list = passages(&document, &Words::default(), &sources);
    let mut cells = 0;
    visit::sections(&document, &mut |block| {
        if let BlockKind::Table(table) = &block.kind {
            let rows = table.head.iter().chain(&table.body);
            cells += rows.flat_map(|row| &row.cells).filter(|c| !c.content.is_empty()).count();
        }
    });
    let found = list.iter().filter(|passage| matches!(passage.role, Role::Cell { .. })).count();
    assert_eq!(found, cells);
    let caption = list.iter().find(|passage| passage.name.ends_with('c')).unwrap();
    assert!(caption.text().starts_with(['表', '图']), "{}", caption.text());
    assert!(
        matches!(caption.text.origin_of_char(0), Some(Origin::Generated(span)) if span == caption.block)
    );
    assert!(list.iter().any(|passage| matches!(passage.role, Role::Heading(1))));
    let strong = list.iter().flat_map(|passage| &passage.wraps);
    assert!(strong.clone().any(|wrap| wrap.kind == WrapKind::Strong));
    let hostile = find(&list, "特殊字符");
    let shown = typed(&sources, hostile);
    assert!(!shown.is_empty());
}

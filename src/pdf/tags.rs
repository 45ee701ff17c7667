//! Functions that templates call as `tags.…`: parts of PDF's structure for which Typst has no words.
//!
//! In: what a template passes. Out: the same content, with marks that the export makes structure elements
//! of (ISO 32000-1, 14.8.4): lists whose items are paragraphs, names of links. The layout is what it
//! would be without them.

use super::{continued, kept_rows, references};
use std::sync::LazyLock;
use typst::diag::SourceResult;
use typst::foundations::{
    Args, CastInfo, Content, IntoValue, Label, Module, NativeElement, NativeFuncData,
    NativeFuncPtr, Packed, Scope, Str,
};
use typst::introspection::Location;
use typst::layout::{BlockElem, Length, StackChild, StackElem, VElem};
use typst::model::Destination;
use typst::pdf::PdfMarkerTag;

/// The functions, as Typst's scope holds them.
pub(super) fn module() -> Module {
    let mut scope = Scope::new();
    let structure = [&LIST, &ITEM, &LABEL, &LINK, &REFERENCE];
    let blocks = [&CONTINUED, &TIED, &TALL, &KEPT, &AGAIN];
    for function in structure.into_iter().chain(blocks) {
        scope.define_func_with_data(function);
    }
    Module::new("tags", scope)
}

/// `list(numbered: false, body)`: L. Its items are [`ITEM`]s.
static LIST: NativeFuncData = native(
    "list",
    NativeFuncPtr(&|_, _, args| {
        let is_numbered = args.named::<bool>("numbered")?.unwrap_or(false);
        let body = args.expect::<Content>("body")?;
        // The one mark of a list that brings no layout. Without a number it says that labels hold any text.
        Ok(PdfMarkerTag::Bibliography(is_numbered, body).into_value())
    }),
);

/// `item(body)`: LI with LBody. The [`LABEL`] that stands in its first paragraph is taken out of it.
static ITEM: NativeFuncData = native(
    "item",
    NativeFuncPtr(&|_, _, args| {
        Ok(PdfMarkerTag::TermsItemBody(args.expect::<Content>("body")?).into_value())
    }),
);

/// `label(body)`: the item's Lbl.
static LABEL: NativeFuncData = native(
    "label",
    NativeFuncPtr(&|_, _, args| {
        Ok(PdfMarkerTag::TermsItemLabel(args.expect::<Content>("body")?).into_value())
    }),
);

/// `link(place, name, body)`: a link with a name for those who can't see the page (ISO 14289-1, 7.18.5).
static LINK: NativeFuncData = native(
    "link",
    NativeFuncPtr(&|_, _, args| {
        let location = args.expect::<Location>("place")?;
        let name = args.expect::<Str>("name")?;
        let body = args.expect::<Content>("body")?;
        Ok(body.linked(Destination::Location(location), Some(name.into())).into_value())
    }),
);

/// `reference(label, name, body)`: a link to a label; the page that it stands on is added to the name.
static REFERENCE: NativeFuncData = native(
    "reference",
    NativeFuncPtr(&|_, _, args| {
        let label = args.expect::<Label>("label")?;
        let name = args.expect::<Str>("name")?;
        let body = args.expect::<Content>("body")?;
        Ok(references::refer(label, &name, body).into_value())
    }),
);

/// `continued(first, again, body)`: `first` above the body's first page, `again` above each further one.
static CONTINUED: NativeFuncData = native(
    "continued",
    NativeFuncPtr(&|_, _, args| {
        let parts = parts(args, ["first", "again", "body"])?;
        Ok(BlockElem::multi_layouter(parts, continued::lay_out_continued).pack().into_value())
    }),
);

/// `tied(body, tail)`: `tail` below the body, on the page of its last lines.
static TIED: NativeFuncData = native(
    "tied",
    NativeFuncPtr(&|_, _, args| {
        let parts = parts(args, ["body", "tail"])?;
        Ok(BlockElem::multi_layouter(parts, continued::lay_out_tied).pack().into_value())
    }),
);

/// `tall(height, body)`: a body in the middle of at least so much height, as the cell of a row has it.
static TALL: NativeFuncData = native(
    "tall",
    NativeFuncPtr(&|_, _, args| {
        let height = args.expect::<Length>("height")?;
        let room = VElem::new(height.into()).pack();
        let body = args.expect::<Content>("body")?;
        let parts = carried([room, body]);
        Ok(BlockElem::multi_layouter(parts, continued::lay_out_tall).pack().into_value())
    }),
);

/// `kept(head, rows, body)`: a table with `head` rows of its head, whose `rows` of the body, by index, stay
/// on the page of the row below them.
static KEPT: NativeFuncData = native(
    "kept",
    NativeFuncPtr(&|_, _, args| {
        let head = args.expect::<usize>("head")?;
        let rows = kept_rows::carrier(head, args.expect::<Vec<usize>>("rows")?);
        let body = args.expect::<Content>("body")?;
        let parts = carried([rows, body]);
        Ok(BlockElem::multi_layouter(parts, kept_rows::lay_out_kept).pack().into_value())
    }),
);

/// `again(body, again)`: what a joined cell holds, `again` on each further page of its rows.
static AGAIN: NativeFuncData = native(
    "again",
    NativeFuncPtr(&|_, _, args| {
        let parts = parts(args, ["body", "again"])?;
        Ok(BlockElem::multi_layouter(parts, continued::lay_out_again).pack().into_value())
    }),
);

/// Contents of a call as one element.
fn parts<const N: usize>(args: &mut Args, names: [&str; N]) -> SourceResult<Packed<StackElem>> {
    let mut contents: [Content; N] = std::array::from_fn(|_| Content::empty());
    for (content, name) in contents.iter_mut().zip(names) {
        *content = args.expect::<Content>(name)?;
    }
    Ok(carried(contents))
}

/// Contents as one element, which a layouter can keep: it only carries them.
fn carried<const N: usize>(contents: [Content; N]) -> Packed<StackElem> {
    Packed::new(StackElem::new(contents.into_iter().map(StackChild::Block).collect()))
}

const fn native(name: &'static str, function: NativeFuncPtr) -> NativeFuncData {
    NativeFuncData {
        function,
        name,
        title: name,
        docs: "",
        def_site: None,
        keywords: &[],
        contextual: false,
        scope: LazyLock::new(&|| Scope::new()),
        params: LazyLock::new(&|| Vec::new()),
        returns: LazyLock::new(&|| CastInfo::Any),
    }
}

//! The document of one page: the client's own, with paging put in.
//!
//! Pure. Lists below a row are asked for as far as one page goes, where the client has not said how far; whether more
//! is left is asked as well, so that nothing is missing from a row without a word.

use std::collections::{HashMap, HashSet};

use async_graphql::parser::types::{
    Directive, DocumentOperations, ExecutableDocument, Field, FragmentDefinition, InlineFragment, Selection,
    SelectionSet,
};
use async_graphql::{Name, Pos, Positioned, Value};

use super::shape::Shape;
use super::types::{ROOT, Types};

/// Response key of what the export asks of a list: whether more is left, and where it goes on.
pub(super) const MORE: &str = "export_page";
/// Response key of the number of rows.
pub(super) const COUNT: &str = "export_count";

/// One page of the exported list.
#[derive(Clone, Copy, Debug)]
pub(super) struct Page<'a> {
    /// Rows.
    pub(super) size: u32,
    /// Cursor to start after.
    pub(super) after: Option<&'a str>,
    /// Whether the rows of all pages are to be counted.
    pub(super) count: bool,
}

/// The document that asks for a page: the operation of this name and the fragments it needs.
pub(super) fn document(
    mut document: ExecutableDocument,
    operation: Option<&str>,
    (shape, types): (&Shape, &Types),
    page: Page<'_>,
) -> ExecutableDocument {
    if let (DocumentOperations::Multiple(operations), Some(name)) = (&mut document.operations, operation) {
        operations.retain(|other, _| other == name);
    }
    let fragments = document.fragments.clone();
    let change = Change { types, page, fragments: &fragments };
    match &mut document.operations {
        DocumentOperations::Single(operation) => {
            change.way(&mut operation.node.selection_set.node, ROOT, &shape.way);
        }
        DocumentOperations::Multiple(operations) => {
            for operation in operations.values_mut() {
                change.way(&mut operation.node.selection_set.node, ROOT, &shape.way);
            }
        }
    }
    let needed = needed(&document);
    document.fragments.retain(|name, _| needed.contains(name.as_str()));
    for fragment in document.fragments.values_mut() {
        let on = fragment.node.type_condition.node.on.node.clone();
        change.fields(&mut fragment.node.selection_set.node, &on);
    }
    document
}

/// Names of the fragments that the operations spread.
fn needed(document: &ExecutableDocument) -> HashSet<String> {
    let mut needed = HashSet::new();
    let mut open: Vec<&SelectionSet> =
        document.operations.iter().map(|(_, operation)| &operation.node.selection_set.node).collect();
    while let Some(set) = open.pop() {
        for item in &set.items {
            match &item.node {
                Selection::Field(field) => open.push(&field.node.selection_set.node),
                Selection::InlineFragment(inline) => open.push(&inline.node.selection_set.node),
                Selection::FragmentSpread(spread) => {
                    let name = &spread.node.fragment_name.node;
                    if needed.insert(name.to_string())
                        && let Some(fragment) = document.fragments.get(name)
                    {
                        open.push(&fragment.node.selection_set.node);
                    }
                }
            }
        }
    }
    needed
}

struct Change<'a> {
    types: &'a Types,
    page: Page<'a>,
    /// As the client wrote them.
    fragments: &'a HashMap<Name, Positioned<FragmentDefinition>>,
}

impl Change<'_> {
    /// Fields on the way to the list. Fragments are unfolded here, because the same fragment may be elsewhere, too.
    fn way(&self, set: &mut SelectionSet, on: &str, way: &[String]) {
        for item in &mut set.items {
            if let Selection::FragmentSpread(spread) = &item.node
                && let Some(fragment) = self.fragments.get(&spread.node.fragment_name.node)
            {
                let inline = InlineFragment {
                    type_condition: Some(fragment.node.type_condition.clone()),
                    directives: spread.node.directives.clone(),
                    selection_set: fragment.node.selection_set.clone(),
                };
                item.node = Selection::InlineFragment(Positioned::new(inline, spread.pos));
            }
            match &mut item.node {
                Selection::Field(field) => match way.split_first() {
                    Some((key, below)) if field.node.response_key().node == key.as_str() => {
                        let Some(of) = self.types.of_field(on, &field.node.name.node) else { continue };
                        if below.is_empty() {
                            self.fields(&mut field.node.selection_set.node, of);
                            self.list(&mut field.node, of);
                        } else {
                            self.way(&mut field.node.selection_set.node, of, below);
                        }
                    }
                    _ => self.field(&mut field.node, on),
                },
                Selection::InlineFragment(inline) => {
                    let named = inline.node.type_condition.as_ref().map(|c| c.node.on.node.clone());
                    self.way(&mut inline.node.selection_set.node, named.as_deref().unwrap_or(on), way);
                }
                Selection::FragmentSpread(_) => {}
            }
        }
    }

    fn fields(&self, set: &mut SelectionSet, on: &str) {
        for item in &mut set.items {
            match &mut item.node {
                Selection::Field(field) => self.field(&mut field.node, on),
                Selection::InlineFragment(inline) => {
                    let named = inline.node.type_condition.as_ref().map(|c| c.node.on.node.clone());
                    self.fields(&mut inline.node.selection_set.node, named.as_deref().unwrap_or(on));
                }
                Selection::FragmentSpread(_) => {}
            }
        }
    }

    fn field(&self, field: &mut Field, on: &str) {
        // A field that does not exist is for the validation to tell.
        let Some(of) = self.types.of_field(on, &field.name.node) else { return };
        self.fields(&mut field.selection_set.node, of);
        if self.types.is_connection(of) {
            below(field);
        }
    }

    /// The exported list.
    fn list(&self, field: &mut Field, of: &str) {
        let pos = field.name.pos;
        leave_counts_out(&mut field.selection_set.node);
        let mut argue = |name: &str, value: Value| {
            let value = Positioned::new(value.into_value(), pos);
            field.arguments.push((Positioned::new(Name::new(name), pos), value));
        };
        argue("first", self.page.size.into());
        if let Some(after) = self.page.after {
            argue("after", after.into());
        }
        let items = &mut field.selection_set.node.items;
        items.push(asked(Some(MORE), "pageInfo", &["hasNextPage", "endCursor"], pos));
        if self.page.count && self.types.of_field(of, "totalCount").is_some() {
            items.push(asked(Some(COUNT), "totalCount", &[], pos));
        }
    }
}

/// A list below a row.
fn below(field: &mut Field) {
    let pos = field.name.pos;
    if ["first", "last", "before"].into_iter().any(|name| field.get_argument(name).is_some()) {
        return;
    }
    let most = u32::try_from(entities::shared::read::PAGE_MAX).unwrap_or(u32::MAX);
    let first = Positioned::new(Name::new("first"), pos);
    field.arguments.push((first, Positioned::new(Value::from(most).into_value(), pos)));
    field.selection_set.node.items.push(asked(Some(MORE), "pageInfo", &["hasNextPage"], pos));
}

/// Counts are no columns, and would be made anew for every page. They stay in the document, so that what the client
/// wrote is validated as it is.
fn leave_counts_out(set: &mut SelectionSet) {
    for item in &mut set.items {
        match &mut item.node {
            Selection::Field(field) if field.node.name.node == "totalCount" => {
                let (pos, directives) = (field.pos, &mut field.node.directives);
                if directives.iter().all(|directive| directive.node.name.node != "skip") {
                    directives.push(Positioned::new(never(pos), pos));
                }
            }
            Selection::InlineFragment(inline) => leave_counts_out(&mut inline.node.selection_set.node),
            Selection::Field(_) | Selection::FragmentSpread(_) => {}
        }
    }
}

fn never(pos: Pos) -> Directive {
    let condition =
        (Positioned::new(Name::new("if"), pos), Positioned::new(Value::from(true).into_value(), pos));
    Directive { name: Positioned::new(Name::new("skip"), pos), arguments: vec![condition] }
}

/// A selected field, with plain fields below it.
fn asked(alias: Option<&str>, name: &str, below: &[&str], pos: Pos) -> Positioned<Selection> {
    let items = below.iter().map(|name| asked(None, name, &[], pos)).collect();
    let field = Field {
        alias: alias.map(|alias| Positioned::new(Name::new(alias), pos)),
        name: Positioned::new(Name::new(name), pos),
        arguments: vec![],
        directives: vec![],
        selection_set: Positioned::new(SelectionSet { items }, pos),
    };
    Positioned::new(Selection::Field(Positioned::new(field, pos)), pos)
}

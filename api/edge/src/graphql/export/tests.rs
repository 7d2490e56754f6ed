//! Which documents are one list, which columns they have, and what is asked for a page of them.

use std::collections::HashMap;

use async_graphql::Variables;
use async_graphql::parser::parse_query;
use async_graphql::parser::types::ExecutableDocument;
use serde_json::json;

use super::paging::{self, Page};
use super::shape::{Kind, Shape};
use super::types::Types;
use crate::graphql::Refusal;
use crate::graphql::run::chosen;

const SCHEMA: &str = "type Query { people(first: Int, after: String): PersonConnection me: Person node: Node all: [Person!]! } \
    type Mutation { forget: Int } \
    type PersonConnection { edges: [PersonEdge!]! pageInfo: PageInfo! totalCount: Int! } \
    type PersonEdge { node: Person! cursor: String! } \
    type PageInfo { hasNextPage: Boolean! endCursor: String } \
    interface Node { id: ID! } \
    type Person implements Node { id: ID! name: String born: Date seen: DateTime debt: Decimal boss: Person friends: PersonConnection! }";

fn shape_of(text: &str, name: Option<&str>, variables: serde_json::Value) -> Result<Shape, (String, String)> {
    let document = parse_query(text).unwrap();
    let operation = chosen(&document, name).unwrap();
    let variables = Variables::from_json(variables);
    Shape::of(&document, &operation.node, &variables, &Types::of(SCHEMA)).map_err(|refusal| told(&refusal))
}

fn told(refusal: &Refusal) -> (String, String) {
    let error = refusal.clone().into_error();
    let fact =
        |name| error.extensions.as_ref().and_then(|e| e.get(name)).map(|v| v.to_string().replace('"', ""));
    (fact("code").unwrap_or_default(), fact("argument").unwrap_or_default())
}

fn paths(shape: &Shape) -> Vec<&str> {
    shape.columns.iter().map(|column| column.path.as_str()).collect()
}

#[test]
fn leaves_are_columns_in_the_order_of_the_selection_whatever_way_they_are_written() {
    let shape = shape_of(
        "{ all: people { totalCount rows: edges { cursor node { ...Who boss { chief: name } ... on Person { debt } \
           friends { edges { node { born } } } __typename kind: __typename } } } } \
         fragment Who on Person { name ...When } fragment When on Person { seen name }",
        None,
        json!({}),
    )
    .unwrap();
    assert_eq!(
        (shape.list.as_str(), shape.way.join(".").as_str(), shape.edges.as_str()),
        ("people", "all", "rows")
    );
    assert_eq!(paths(&shape), ["cursor", "name", "seen", "boss.chief", "debt", "friends.born", "kind"]);
    let kinds: Vec<Kind> = shape.columns.iter().map(|column| column.kind).collect();
    use Kind::{Day, Instant, Number, Text};
    assert_eq!(kinds, [Text, Text, Instant, Text, Number, Day, Text]);
    let chief = &shape.columns[3];
    assert_eq!((chief.fields.as_str(), chief.keys.join(".").as_str()), ("boss.name", "node.boss.chief"));
}

#[test]
fn what_is_left_out_of_an_answer_is_no_column() {
    let text = "query($with: Boolean!, $without: Boolean = true) { people { edges { node { \
        name born @include(if: $with) seen @skip(if: $without) ... @include(if: $with) { debt } } } } \
        me @skip(if: true) { name } }";
    assert_eq!(paths(&shape_of(text, None, json!({ "with": false })).unwrap()), ["name"]);
    assert_eq!(
        paths(&shape_of(text, None, json!({ "with": true, "without": false })).unwrap()),
        ["name", "born", "seen", "debt"]
    );
}

#[test]
fn columns_of_one_name_are_told_apart() {
    let shape =
        shape_of("{ people { edges { cursor node { cursor: name born } } } }", None, json!({})).unwrap();
    assert_eq!(paths(&shape), ["cursor", "node.cursor", "born"]);
}

#[test]
fn what_is_no_list_without_paging_is_refused_by_name() {
    let rows = "edges { node { name } }";
    for (text, argument) in [
        ("mutation { forget }".to_owned(), ""),
        ("subscription { people { edges { node { name } } } }".to_owned(), ""),
        (format!("{{ people {{ {rows} }} me {{ name }} }}"), ""),
        (format!("{{ people {{ {rows} }} more: people {{ {rows} }} }}"), ""),
        (format!("{{ people {{ {rows} }} __typename }}"), ""),
        (format!("{{ people @skip(if: true) {{ {rows} }} }}"), ""),
        ("{ me { name } }".to_owned(), "me.name"),
        ("{ me }".to_owned(), "me"),
        (format!("{{ all {{ friends {{ {rows} }} }} }}"), "all"),
        (format!("{{ me {{ name friends {{ {rows} }} }} }}"), ""),
        (format!("{{ me {{ friends(first: 1) {{ {rows} }} }} }}"), "first"),
        ("{ nothing { name } }".to_owned(), "nothing"),
        (format!("{{ people(first: 5) {{ {rows} }} }}"), "first"),
        (format!("{{ people(last: null) {{ {rows} }} }}"), "last"),
        (format!("{{ ...F }} fragment F on Query {{ people(after: \"x\") {{ {rows} }} }}"), "after"),
        (format!("query($b: String) {{ people(before: $b) {{ {rows} }} }}"), "before"),
        ("{ people { totalCount } }".to_owned(), ""),
        (format!("{{ people {{ {rows} b: edges {{ cursor }} }} }}"), ""),
        ("{ people { edges { node { __typename } } } }".to_owned(), ""),
        (
            format!(
                "{{ people {{ edges {{ {} }} }} }}",
                (0..201).map(|n| format!("c{n}: cursor ")).collect::<String>()
            ),
            "",
        ),
    ] {
        let refused = shape_of(&text, None, json!({})).unwrap_err();
        assert_eq!(refused, ("NOT_EXPORTABLE".to_owned(), argument.to_owned()), "{text}");
    }
}

#[test]
fn headings_are_those_told_and_an_unknown_one_is_refused() {
    let shape = shape_of("{ people { edges { node { name boss { name } } } } }", None, json!({})).unwrap();
    let told_as = |path: &str| HashMap::from([(path.to_owned(), "Szef".to_owned())]);
    assert_eq!(shape.headings(&told_as("boss.name")).unwrap(), ["name", "Szef"]);
    let refused = shape.headings(&told_as("boss")).unwrap_err();
    assert_eq!(told(&refused), ("UNKNOWN_COLUMN".to_owned(), "boss".to_owned()));
}

#[test]
fn a_page_is_the_document_of_the_client_with_paging_put_in() {
    let text = "query A { ...Root } query B { me { ...Unused } } \
        fragment Root on Query { all: people { totalCount edges { node { name friends { edges { node { name } } } \
        few: friends(first: 3) { edges { node { id } } } } } } } \
        fragment Unused on Person { friends { totalCount } }";
    let shape = shape_of(text, Some("A"), json!({})).unwrap();
    let types = Types::of(SCHEMA);
    let page = Page { size: 50, after: Some("a\"b"), count: true };
    let changed = paging::document(parse_query(text).unwrap(), Some("A"), (&shape, &types), page);
    let wanted = "query A { ... on Query { all: people(first: 50, after: \"a\\\"b\") { totalCount @skip(if: true) edges { node { name \
        friends(first: 100) { edges { node { name } } export_page: pageInfo { hasNextPage } } \
        few: friends(first: 3) { edges { node { id } } } } } \
        export_page: pageInfo { hasNextPage endCursor } export_count: totalCount } } }";
    assert_eq!(plain(changed), plain(parse_query(wanted).unwrap()));
}

#[test]
fn a_list_below_one_thing_is_found_and_paged_where_it_stands() {
    let text = "query($with: Boolean!) { node { ...F __typename } } \
        fragment F on Person { boss @include(if: $with) { ...G } } \
        fragment G on Person { friends { edges { node { name boss { friends { totalCount } } } } } }";
    let shape = shape_of(text, None, json!({ "with": true })).unwrap();
    assert_eq!((shape.list.as_str(), shape.way.join(".").as_str()), ("Person.friends", "node.boss.friends"));
    assert_eq!(shape.name(), "friends");
    assert_eq!(paths(&shape), ["name", "boss.friends.totalCount"]);
    let page = Page { size: 5, after: None, count: false };
    let changed = paging::document(parse_query(text).unwrap(), None, (&shape, &Types::of(SCHEMA)), page);
    let wanted = "query($with: Boolean!) { node { ... on Person { boss @include(if: $with) { ... on Person { \
        friends(first: 5) { edges { node { name boss { friends(first: 100) { totalCount export_page: pageInfo { hasNextPage } } } } } \
        export_page: pageInfo { hasNextPage endCursor } } } } } __typename } }";
    assert_eq!(plain(changed), plain(parse_query(wanted).unwrap()));
}

fn plain(document: ExecutableDocument) -> serde_json::Value {
    let mut value = serde_json::to_value(document).unwrap();
    without_places(&mut value);
    value
}

/// Documents are the same wherever their words stand.
fn without_places(value: &mut serde_json::Value) {
    match value {
        serde_json::Value::Object(members) => {
            members.remove("pos");
            members.values_mut().for_each(without_places);
        }
        serde_json::Value::Array(items) => items.iter_mut().for_each(without_places),
        _ => {}
    }
}

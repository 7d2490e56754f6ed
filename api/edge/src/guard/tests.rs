//! The gate lets honest documents pass and stops the known kinds of bombs quickly.

use std::fmt::Write as _;

use async_graphql::parser::parse_query;
use async_graphql::{Request, Variables};

use super::scan::check_text;
use super::{Limits, Refused, admit, check};

fn verdict(text: &str) -> Result<(), Refused> {
    let limits = Limits::default();
    check_text(text, &limits)?;
    check(&parse_query(text).unwrap(), &Variables::default(), &limits)
}

/// `levels` fragments, each of which spreads the next one `spreads` times.
fn bomb(levels: usize, spreads: usize) -> String {
    let mut text = String::from("{ ...F0 }");
    for level in 0..levels {
        let next = format!("...F{} ", level + 1).repeat(spreads);
        write!(text, " fragment F{level} on Query {{ {next} }}").unwrap();
    }
    write!(text, " fragment F{levels} on Query {{ hello }}").unwrap();
    text
}

/// The introspection query as graphql-js and GraphiQL send it, with `of_type` levels of wrapped types.
fn introspection(of_type: usize) -> String {
    let wrapped = "ofType { kind name ".repeat(of_type) + &"} ".repeat(of_type);
    format!(
        "query IntrospectionQuery {{ __schema {{ description queryType {{ name kind }} mutationType {{ name kind }}
        subscriptionType {{ name kind }} types {{ ...FullType }}
        directives {{ name description isRepeatable locations args(includeDeprecated: true) {{ ...InputValue }} }} }} }}
        fragment FullType on __Type {{ kind name description specifiedByURL isOneOf
        fields(includeDeprecated: true) {{ name description args(includeDeprecated: true) {{ ...InputValue }}
        type {{ ...TypeRef }} isDeprecated deprecationReason }}
        inputFields(includeDeprecated: true) {{ ...InputValue }} interfaces {{ ...TypeRef }}
        enumValues(includeDeprecated: true) {{ name description isDeprecated deprecationReason }}
        possibleTypes {{ ...TypeRef }} }}
        fragment InputValue on __InputValue {{ name description type {{ ...TypeRef }} defaultValue isDeprecated
        deprecationReason }}
        fragment TypeRef on __Type {{ kind name {wrapped} }}"
    )
}

#[test]
fn standard_introspection_passes_in_both_variants() {
    assert_eq!(verdict(&introspection(7)), Ok(()));
    assert_eq!(verdict(&introspection(9)), Ok(()));
}

#[test]
fn introspection_that_multiplies_is_refused() {
    let text = "{ __schema { types { fields { type { fields { name } } } } } }";
    assert_eq!(verdict(text), Err(Refused::Introspection { limit: 1 }));
    assert_eq!(verdict("{ form { fields { type { fields { name } } } } }"), Ok(()));
}

#[test]
fn fragment_bombs_are_refused() {
    // Unfolded, the second would be 30^30 selections: only a count by fragment ever ends.
    for (levels, spreads) in [(8, 8), (30, 30)] {
        let text = bomb(levels, spreads);
        assert_eq!(verdict(&text), Err(Refused::Selections { limit: 2_000 }));
    }
}

#[test]
fn cycles_are_refused_even_when_no_operation_reaches_them() {
    let cycle = "fragment A on Query { ...B } fragment B on Query { hello ...A }";
    assert!(matches!(verdict(&format!("{{ ...A }} {cycle}")), Err(Refused::FragmentCycle { .. })));
    assert!(matches!(verdict(&format!("{{ hello }} {cycle}")), Err(Refused::FragmentCycle { .. })));
    let own = "{ ...A } fragment A on Query { person { ...A } }";
    assert_eq!(verdict(own), Err(Refused::FragmentCycle { name: "A".into() }));
}

#[test]
fn unknown_fragments_are_refused() {
    assert_eq!(verdict("{ ...Nowhere }"), Err(Refused::UnknownFragment { name: "Nowhere".into() }));
}

#[test]
fn deep_nesting_never_reaches_the_parser() {
    let limit = Limits { text_bytes: usize::MAX, tokens: usize::MAX, ..Limits::default() };
    for bracket in ["{a", "{a(b:[", "{a(b:{c:"] {
        let text = bracket.repeat(100_000);
        assert_eq!(check_text(&text, &limit), Err(Refused::Nesting { limit: 60 }));
        assert_eq!(verdict(&text), Err(Refused::TextBytes { limit: 65_536 }));
    }
}

#[test]
fn depth_counts_through_fragments() {
    let mut text = String::from("{ ...F0 }");
    for level in 0..21 {
        write!(text, " fragment F{level} on Query {{ a {{ ...F{} }} }}", level + 1).unwrap();
    }
    text += " fragment F21 on Query { a }";
    assert_eq!(verdict(&text), Err(Refused::Depth { limit: 20 }));
}

#[test]
fn a_long_chain_of_fragments_does_not_exhaust_the_stack() {
    let limits = Limits { definitions: 10_000, ..Limits::default() };
    let document = parse_query(bomb(4_000, 1)).unwrap();
    assert_eq!(check(&document, &Variables::default(), &limits), Err(Refused::Depth { limit: 20 }));
}

#[test]
fn floods_are_refused_by_name() {
    let aliases: String = (0..101).map(|n| format!("a{n}: hello ")).collect();
    assert_eq!(verdict(&format!("{{ {aliases} }}")), Err(Refused::Aliases { limit: 100 }));
    let logins: String = (0..11).map(|n| format!("a{n}: signIn ")).collect();
    assert_eq!(verdict(&format!("mutation {{ {logins} }}")), Err(Refused::Mutations { limit: 10 }));
    let directives = "@include(if: true) ".repeat(5);
    assert_eq!(verdict(&format!("{{ hello {directives} }}")), Err(Refused::Directives { limit: 100 }));
    let variables: String = (0..61).map(|n| format!("$v{n}: Int ")).collect();
    assert_eq!(verdict(&format!("query Q({variables}) {{ hello }}")), Err(Refused::Variables { limit: 60 }));
    let operations: String = (0..61).map(|n| format!("query Q{n} {{ hello }} ")).collect();
    assert_eq!(verdict(&operations), Err(Refused::Definitions { limit: 60 }));
    assert_eq!(verdict(&"{ hello } ".repeat(1_700)), Err(Refused::Tokens { limit: 5_000 }));
}

#[test]
fn large_literals_are_refused_and_variables_suggested() {
    let words = "x".repeat(9_000);
    assert_eq!(verdict(&format!("{{ echo(text: \"{words}\") }}")), Err(Refused::Literal));
    assert_eq!(verdict(&format!("{{ echo(text: \"\"\"{words}\"\"\") }}")), Err(Refused::Literal));
    assert_eq!(verdict(&format!("{{ nodes(ids: [{}]) }}", "1 ".repeat(501))), Err(Refused::Literal));
}

#[test]
fn brackets_in_strings_and_comments_do_not_count() {
    let many = "{[(".repeat(100);
    assert_eq!(verdict(&format!("{{ echo(text: \"\\\"{many}\") # {many}\n }}")), Ok(()));
    assert_eq!(verdict(&format!("{{ echo(text: \"\"\"{many} \\\"\"\" {many}\"\"\") }}")), Ok(()));
}

#[test]
fn a_block_string_without_end_hides_nothing() {
    let text = format!("{{ echo(text: [ \"\"\" \" {} ", "[".repeat(1_000));
    assert_eq!(check_text(&text, &Limits::default()), Err(Refused::OpenString));
}

#[test]
fn relay_sized_documents_pass() {
    let fields: String = (0..300).map(|n| format!("field{n}(first: 5) {{ id title }} ")).collect();
    assert_eq!(verdict(&format!("query Page($a: Int) {{ {fields} }}")), Ok(()));
}

#[test]
fn a_refused_request_has_a_code_and_one_line() {
    for (text, code) in [(bomb(8, 8), "QUERY_TOO_LARGE"), ("{ hello".into(), "GRAPHQL_PARSE_FAILED")] {
        let error = admit(&mut Request::new(&text), &Limits::default()).unwrap_err();
        assert_eq!(error.extensions.as_ref().and_then(|values| values.get("code")), Some(&code.into()));
        assert!(!error.message.contains('\n'), "{}", error.message);
    }
}

#[test]
fn nothing_is_written_twice_under_one_key() {
    let repeated = |key: &str| Err(Refused::Repeated { key: key.into() });
    assert_eq!(verdict("mutation { book(n: 1) { id } book(n: 1) { id } }"), repeated("book"));
    assert_eq!(verdict("mutation { a: book { id } ...F } fragment F on M { a: book { n } }"), repeated("a"));
    let text =
        "mutation { ... on M { ...F } ... @skip(if: $no) { book { id } } } fragment F on M { book { id } }";
    assert_eq!(verdict(text), repeated("book"));
    assert_eq!(verdict("mutation { book { id } again: book { id } }"), Ok(()));
    assert_eq!(verdict("mutation A { book { id } } mutation B { book { id } }"), Ok(()));
    assert_eq!(verdict("{ book { id } book { n } }"), Ok(()), "reading twice changes nothing");
}

#[test]
fn a_subscription_is_one_stream() {
    for text in [
        "subscription { seats { n } more: seats { n } }",
        "subscription { seats { n } seats { n } }",
        "subscription { seats { n } ...F } fragment F on S { seats { n } }",
        "subscription { __typename seats { n } }",
    ] {
        assert_eq!(verdict(text), Err(Refused::Subscriptions), "{text}");
    }
    assert_eq!(verdict("subscription { ...F } fragment F on S { seats { n more } }"), Ok(()));
}

/// What is said of a document that is sent with these variables.
fn sent(text: &str, variables: serde_json::Value) -> Result<(), &'static str> {
    let document = parse_query(text).unwrap();
    check(&document, &Variables::from_json(variables), &Limits::default()).map_err(|refused| refused.code())
}

#[test]
fn values_are_weighed_at_each_place_that_uses_them() {
    use serde_json::json;
    let ids = |count: usize| json!({ "f": { "idIn": vec!["RWRpdGlvbjo0Mg"; count] } });
    let uses = |count: usize| {
        let fields: String =
            (0..count).map(|n| format!(" a{n}: editions(filter: $f) {{ totalCount }}")).collect();
        format!("query ($f: EditionFilter) {{{fields} }}")
    };
    assert_eq!(sent(&uses(1), ids(2_000)), Ok(()));
    assert_eq!(sent(&uses(1), ids(2_001)), Err("LIST_TOO_LONG"));
    assert_eq!(sent(&uses(9), ids(2_000)), Ok(()));
    assert_eq!(sent(&uses(10), ids(2_000)), Err("QUERY_TOO_LARGE"));
    // Nobody uses it, and it is small enough to lie there.
    assert_eq!(sent("{ viewer { id } }", ids(2_000)), Ok(()));

    let text = |bytes: usize| json!({ "f": { "nameContains": "a".repeat(bytes) } });
    assert_eq!(sent(&uses(1), text(65_536)), Ok(()));
    assert_eq!(sent(&uses(1), text(65_537)), Err("TEXT_TOO_LONG"));
    assert_eq!(sent(&uses(30), text(65_536)), Err("QUERY_TOO_LARGE"));

    // A fragment multiplies what it is spread with; a default counts as if it had been sent.
    let spread = "query ($f: EditionFilter) { a: x { ...F } b: x { ...F } c: x { ...F } } \
                  fragment F on X { editions(filter: $f) { totalCount } }";
    assert_eq!(sent(spread, json!({ "f": vec![vec![0; 2_000]; 4] })), Err("QUERY_TOO_LARGE"));
    assert_eq!(sent(spread, json!({ "f": vec![vec![0; 2_000]; 2] })), Ok(()));
    let ids = vec!["1"; 400].join(",");
    let default = |count| uses(count).replace("EditionFilter)", &format!("[Int!] = [{ids}])"));
    assert_eq!(sent(&default(40), json!({})), Ok(()));
    assert_eq!(sent(&default(60), json!({})), Err("QUERY_TOO_LARGE"));
}

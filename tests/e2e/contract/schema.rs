//! The schema is the committed one, and says of everything what it is.

use serde_json::Value;
use tests::TestApp;
use tests::databases::TestDb;

use super::{list, text, types};

/// What every GraphQL server has and describes as it likes.
const BUILT_IN: &[&str] = &["Boolean", "Float", "ID", "Int", "String"];

#[test]
fn the_committed_schema_is_the_one_that_is_served() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../schema.graphql");
    let committed = std::fs::read_to_string(path).unwrap();
    assert!(
        committed == api::schema::sdl(),
        "schema.graphql is not what the code serves. Refresh it: cargo run -- schema > schema.graphql"
    );
}

#[tokio::test]
async fn everything_in_the_schema_has_a_description() {
    let app = TestApp::on(TestDb::sqlite().await);
    let mut silent = vec![];
    let mut note = |path: String, thing: &Value| {
        if text(&thing["description"]).trim().is_empty() {
            silent.push(path);
        }
    };
    for one in types(&app).await {
        let name = text(&one["name"]);
        if BUILT_IN.contains(&name) {
            continue;
        }
        note(name.to_owned(), &one);
        for field in list(&one["fields"]) {
            let path = format!("{name}.{}", text(&field["name"]));
            note(path.clone(), &field);
            for argument in list(&field["args"]) {
                note(format!("{path}({})", text(&argument["name"])), &argument);
            }
        }
        for part in list(&one["inputFields"]).into_iter().chain(list(&one["enumValues"])) {
            note(format!("{name}.{}", text(&part["name"])), &part);
        }
    }
    assert!(silent.is_empty(), "without a description: {silent:#?}");
}

#[tokio::test]
async fn every_connection_is_filtered_ordered_and_paged_both_ways() {
    let app = TestApp::on(TestDb::sqlite().await);
    let (mut connections, mut lacking) = (0, vec![]);
    for one in types(&app).await {
        for field in list(&one["fields"]) {
            let of = [&field["type"]["name"], &field["type"]["ofType"]["name"]];
            if !of.iter().any(|name| text(name).ends_with("Connection")) {
                continue;
            }
            connections += 1;
            let arguments: Vec<Value> = list(&field["args"]);
            for wanted in ["filter", "orderBy", "first", "after", "last", "before"] {
                if !arguments.iter().any(|argument| argument["name"] == wanted) {
                    lacking.push(format!("{}.{}({wanted})", text(&one["name"]), text(&field["name"])));
                }
            }
        }
    }
    assert!(connections > 70 && lacking.is_empty(), "{connections}, without: {lacking:#?}");
}

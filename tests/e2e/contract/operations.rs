//! Every operation of the schema, and who may use it.
//!
//! The rows that rooms have beside their stories are the policy as a client meets it; an operation without a row fails the
//! test. Inputs are made from introspection: the smallest that is valid, with ids of things that exist and belong to the lead.

use std::collections::{BTreeMap, BTreeSet};

use api::schema::Schema;
use edge::asked::Asked;
use entities::accounts::store::resolve_token;
use entities::shared::actor::Actor;
use entities::shared::language::Language;
use futures_util::StreamExt as _;
use serde_json::{Value, json};
use tests::{TestApp, on_both};

use super::inputs::Inputs;
use super::{ALL, Mutation, ROOMS, Scene, Who, connections, list, mutations, subscriptions, text, types};

/// What is no room's: `node` and `nodes` find what connections show.
const OTHERS: &[&str] = &["node", "nodes"];

fn operations(types: &[Value], root: &str) -> BTreeSet<String> {
    let root = types.iter().find(|one| one["name"] == root).unwrap();
    list(&root["fields"]).iter().map(|field| text(&field["name"]).to_owned()).collect()
}

/// Names, each of which has one row.
fn named(names: impl Iterator<Item = &'static str>) -> BTreeSet<String> {
    let mut all = BTreeSet::new();
    for name in names {
        assert!(all.insert(name.to_owned()), "{name} has two rows");
    }
    all
}

#[tokio::test]
async fn every_operation_has_a_row() {
    let app = TestApp::on(tests::databases::TestDb::sqlite().await);
    let types = types(&app).await;
    assert_eq!(operations(&types, "Mutation"), named(mutations().map(|mutation| mutation.name)));
    let others = ROOMS.iter().flat_map(|room| room.others).chain(OTHERS).copied();
    let queries = connections().map(|(name, _)| name).chain(others);
    assert_eq!(operations(&types, "Query"), named(queries));
    assert_eq!(operations(&types, "Subscription"), named(subscriptions().map(|(name, ..)| name)));
}

/// The code of a mutation's first error; none where it did what was asked.
async fn op(
    app: &TestApp,
    scene: &Scene,
    who: Who,
    mutation: &Mutation,
    inputs: &Inputs<'_>,
) -> Option<String> {
    // Each from an address of their own: tries are limited by address.
    let from = std::net::Ipv4Addr::new(192, 0, 2, who as u8).into();
    try_as(app, Some(from), scene.token(who), mutation, inputs).await
}

/// The same from an address and with a token.
pub(super) async fn try_as(
    app: &TestApp,
    from: Option<std::net::IpAddr>,
    token: Option<&str>,
    mutation: &Mutation,
    inputs: &Inputs<'_>,
) -> Option<String> {
    let name = mutation.name;
    let (query, variables) = match inputs.of_mutation(mutation) {
        Some(input) => {
            let kind = format!("{}{}Input", name[..1].to_uppercase(), &name[1..]);
            let query =
                format!("mutation($input: {kind}!) {{ {name}(input: $input) {{ errors {{ code }} }} }}");
            (query, json!({ "input": input }))
        }
        None => (format!("mutation {{ {name} {{ errors {{ code }} }} }}"), json!({})),
    };
    let answer = match from {
        Some(from) => app.graphql_from(from, token, &query, variables).await,
        None => app.graphql(token, &query, variables).await,
    };
    assert!(answer.body.get("errors").is_none(), "{name}: {:#}", answer.body);
    answer.body["data"][name]["errors"][0]["code"].as_str().map(str::to_owned)
}

#[tokio::test(flavor = "multi_thread")]
async fn who_may_not_use_a_mutation_is_refused_and_who_may_is_not() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let scene = Scene::new(&app).await;
        let inputs = Inputs::of(&types(&app).await, &scene);
        let before = scene.traces(&app).await;
        let mut wrong = vec![];
        for mutation in mutations() {
            let name = mutation.name;
            for who in ALL.iter().filter(|who| !mutation.who.contains(who)) {
                let code = op(&app, &scene, *who, mutation, &inputs).await;
                if !matches!(code.as_deref(), Some("FORBIDDEN" | "NOT_FOUND")) {
                    wrong.push(format!("{name} by {who:?}: {code:?}, not refused"));
                }
            }
        }
        assert_eq!(scene.traces(&app).await, before, "refusals leave no trace");
        for mutation in mutations() {
            let name = mutation.name;
            for who in mutation.who {
                let code = op(&app, &scene, *who, mutation, &inputs).await;
                if matches!(code.as_deref(), Some("FORBIDDEN" | "NOT_FOUND")) {
                    wrong.push(format!("{name} by {who:?}: {code:?}, refused"));
                }
            }
        }
        assert!(wrong.is_empty(), "{wrong:#?}");
    })
    .await;
}

/// The code of a subscription's first error within some milliseconds; none where it waits or tells something.
pub(super) async fn wait_for(
    app: &TestApp,
    schema: &Schema,
    token: Option<&str>,
    (name, argument, id): (&str, &str, &str),
    patience_ms: u64,
) -> Option<async_graphql::Value> {
    let query = format!("subscription {{ {name}({argument}: \"{id}\") {{ __typename }} }}");
    let actor = match token {
        None => Actor::Public,
        Some(token) => resolve_token(&app.state.db, token, app.now()).await.unwrap().unwrap().actor,
    };
    let asked = Asked {
        actor,
        credential: None,
        confined: false,
        rooms: None,
        lang: Language::English,
        request: "test".into(),
        address: None,
    };
    let mut told = schema.execute_stream(async_graphql::Request::new(query).data(asked));
    let first = tokio::time::timeout(std::time::Duration::from_millis(patience_ms), told.next()).await;
    let error = first.ok().flatten().and_then(|answer| answer.errors.into_iter().next());
    error.map(|error| error.extensions.unwrap().get("code").cloned().unwrap())
}

#[tokio::test(flavor = "multi_thread")]
async fn who_may_wait_for_what() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let scene = Scene::new(&app).await;
        let schema = api::schema::builder(&Default::default()).data(app.state.clone()).finish();
        let mut wrong = vec![];
        for (name, argument, allowed) in subscriptions() {
            for who in ALL {
                // Nothing within a while: it waits, so it may. A refusal is waited for.
                let patience = if allowed.contains(who) { 50 } else { 10_000 };
                let id = scene.id(argument);
                let code = wait_for(&app, &schema, scene.token(*who), (name, argument, id), patience).await;
                let expected = (!allowed.contains(who)).then(|| async_graphql::Value::from("NOT_FOUND"));
                if code != expected {
                    wrong.push(format!("{name} by {who:?}: {code:?}"));
                }
            }
        }
        assert!(wrong.is_empty(), "{wrong:#?}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_finds_rows_in_a_connection() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let scene = Scene::new(&app).await;
        let mut found: BTreeMap<&str, Vec<Who>> = BTreeMap::new();
        for (name, _) in connections() {
            for who in ALL {
                let query = format!("{{ {name}(first: 1) {{ totalCount edges {{ node {{ id }} }} }} }}");
                let answer = app.graphql(scene.token(*who), &query, json!({})).await;
                assert!(answer.body.get("errors").is_none(), "{name} by {who:?}: {:#}", answer.body);
                let connection = &answer.body["data"][name];
                let rows = list(&connection["edges"]).len();
                assert_eq!(connection["totalCount"].as_u64().unwrap() > 0, rows > 0, "{name} by {who:?}");
                if rows > 0 {
                    found.entry(name).or_default().push(*who);
                }
            }
        }
        let expected: BTreeMap<&str, Vec<Who>> =
            connections().map(|(name, who)| (name, who.to_vec())).collect();
        let wrong: Vec<_> = expected.iter().filter(|(name, who)| found.get(*name) != Some(who)).collect();
        assert!(wrong.is_empty(), "expected {wrong:#?}\nfound {found:#?}");
    })
    .await;
}

//! Connections page in Polish order, both ways, and are not upset by what happens meanwhile or by what clients forge.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::{Value, json};
use tests::builders::{EditionPlan, Training, World};
use tests::{TestApp, on_both};

use super::{list, text};

/// Surnames in Polish order.
const NAMES: [&str; 14] = [
    "Abacki", "Ącki", "Cebula", "Ćma", "Elk", "Ęcki", "Lis", "Łoś", "Nowak", "Ńwak", "Sowa", "Śnieg",
    "Źrebak", "Żuk",
];
const FORWARD: &str = "query($after: String) { people(first: 3, after: $after, orderBy: NAME_ASC) { \
    edges { cursor node { lastName } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }";
const BACKWARD: &str = "query($before: String) { people(last: 3, before: $before, orderBy: NAME_ASC) { \
    edges { cursor node { lastName } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }";

async fn everybody(app: &TestApp, world: &World) {
    for n in [9, 2, 13, 0, 7, 5, 11, 3, 12, 1, 10, 4, 8, 6] {
        world.person(app, "Jan", NAMES[n]).await;
    }
}

fn surnames(page: &Value) -> Vec<String> {
    list(&page["edges"]).iter().map(|edge| text(&edge["node"]["lastName"]).to_owned()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn walking_forward_and_backward_gives_every_row_once_in_polish_order() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let world = World::new(&app).await;
        everybody(&app, &world).await;
        let token = &world.coordinator.token;

        let (mut seen, mut after, mut pages) = (vec![], Value::Null, 0);
        loop {
            let page = app.ask(token, FORWARD, json!({ "after": after })).await["people"].clone();
            let info = &page["pageInfo"];
            assert_eq!(info["hasPreviousPage"], json!(pages > 0), "{info}");
            assert_eq!(info["endCursor"], list(&page["edges"]).last().unwrap()["cursor"]);
            seen.extend(surnames(&page));
            pages += 1;
            after = info["endCursor"].clone();
            if info["hasNextPage"] == json!(false) {
                break;
            }
        }
        assert_eq!((seen, pages), (NAMES.map(str::to_owned).to_vec(), 5));

        let (mut seen, mut before, mut pages) = (vec![], Value::Null, 0);
        loop {
            let page = app.ask(token, BACKWARD, json!({ "before": before })).await["people"].clone();
            let info = &page["pageInfo"];
            assert_eq!(info["hasNextPage"], json!(pages > 0), "{info}");
            let mut names = surnames(&page);
            names.extend(seen);
            seen = names;
            pages += 1;
            before = info["startCursor"].clone();
            if info["hasPreviousPage"] == json!(false) {
                break;
            }
        }
        assert_eq!((seen, pages), (NAMES.map(str::to_owned).to_vec(), 5));

        // Turned round, and a page that ends exactly with the list.
        let page = app.ask(token, "{ people(first: 14, orderBy: NAME_DESC) { edges { node { lastName } } pageInfo { hasNextPage } } }", json!({})).await;
        let mut reversed = NAMES;
        reversed.reverse();
        assert_eq!(surnames(&page["people"]), reversed);
        assert_eq!(page["people"]["pageInfo"]["hasNextPage"], false);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn rows_that_come_meanwhile_make_no_other_row_appear_twice_or_not_at_all() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let world = World::new(&app).await;
        everybody(&app, &world).await;
        let token = &world.coordinator.token;
        let (mut seen, mut after) = (vec![], Value::Null);
        for late in ["Aaron", "Łomski", "Zzz", "Abacka", "Śmigły"] {
            let page = app.ask(token, FORWARD, json!({ "after": after })).await["people"].clone();
            seen.extend(surnames(&page));
            after = page["pageInfo"]["endCursor"].clone();
            world.person(&app, "Jan", late).await;
        }
        loop {
            let page = app.ask(token, FORWARD, json!({ "after": after })).await["people"].clone();
            seen.extend(surnames(&page));
            if page["pageInfo"]["hasNextPage"] == json!(false) {
                break;
            }
            after = page["pageInfo"]["endCursor"].clone();
        }
        let old: Vec<&String> = seen.iter().filter(|name| NAMES.contains(&name.as_str())).collect();
        assert_eq!(old, NAMES.iter().collect::<Vec<_>>());
        let mut once = seen.clone();
        once.dedup();
        assert_eq!(once, seen);
        assert!(seen.contains(&"Łomski".to_owned()) && !seen.contains(&"Aaron".to_owned()), "{seen:?}");
    })
    .await;
}

/// Two editions; Ą, Ć and Ż are enrolled in the first, Ł in the second.
async fn enrolled(app: &TestApp, world: &World) -> [Training; 2] {
    let first = Training::open(app, world, EditionPlan::default()).await;
    let second = Training::open(app, world, EditionPlan::default()).await;
    for name in ["Żuk", "Ącki", "Ćma"] {
        let person = world.person(app, "Jan", name).await;
        first.enrol(app, world, person).await;
    }
    let person = world.person(app, "Jan", "Łoś").await;
    second.enrol(app, world, person).await;
    [first, second]
}

fn enrolled_names(connection: &Value) -> Vec<String> {
    list(&connection["edges"]).iter().map(|e| text(&e["node"]["person"]["lastName"]).to_owned()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn nested_connections_page_for_each_parent_and_aliases_keep_their_own_arguments() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let world = World::new(&app).await;
        let [first, second] = enrolled(&app, &world).await;
        let token = &world.coordinator.token;
        let query = "query($ids: [ID!]!) { nodes(ids: $ids) { ... on Edition { \
             a: enrolments(first: 1, orderBy: NAME_ASC) { ...Page pageInfo { hasNextPage hasPreviousPage } } \
             b: enrolments(first: 2, orderBy: NAME_DESC) { ...Page pageInfo { hasNextPage } } \
             c: enrolments(last: 2, orderBy: NAME_ASC) { ...Page pageInfo { hasPreviousPage } } \
             d: enrolments(first: 0) { totalCount edges { cursor } } } } } \
             fragment Page on EnrolmentConnection { edges { node { person { lastName } } } }";
        let data = app.ask(token, query, json!({ "ids": [first.edition, second.edition] })).await;
        let (one, two) = (&data["nodes"][0], &data["nodes"][1]);
        assert_eq!(enrolled_names(&one["a"]), ["Ącki"]);
        assert_eq!(enrolled_names(&one["b"]), ["Żuk", "Ćma"]);
        assert_eq!(enrolled_names(&one["c"]), ["Ćma", "Żuk"]);
        assert_eq!(one["d"], json!({ "totalCount": 3, "edges": [] }));
        assert_eq!(one["a"]["pageInfo"], json!({ "hasNextPage": true, "hasPreviousPage": false }));
        assert_eq!(
            (&one["b"]["pageInfo"]["hasNextPage"], &one["c"]["pageInfo"]["hasPreviousPage"]),
            (&json!(true), &json!(true))
        );
        for alias in ["a", "b", "c"] {
            assert_eq!(enrolled_names(&two[alias]), ["Łoś"], "{alias}");
        }
        assert_eq!(two["a"]["pageInfo"]["hasNextPage"], false);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_node_reached_under_two_aliases_answers_each_with_its_own_arguments() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let world = World::new(&app).await;
        let [first, _] = enrolled(&app, &world).await;
        let token = &world.coordinator.token;
        let inner = |n: i32| format!("editions(first: {n}) {{ edges {{ node {{ title }} }} }}");
        let (one, two) = (inner(1), inner(2));
        let of = |node: &Value| list(&node["editions"]["edges"]).len();
        let query = format!(
            "{{ projects {{ edges {{ node {{ {one} }} again: node {{ {two} }} }} more: edges {{ node {{ {two} }} }} }} }}"
        );
        let projects = app.ask(token, &query, json!({})).await["projects"].clone();
        let edge = &projects["edges"][0];
        assert_eq!((of(&edge["node"]), of(&edge["again"]), of(&projects["more"][0]["node"])), (1, 2, 2));

        let inner = |n: i32| format!("project {{ {} }}", inner(n));
        let (one, two) = (inner(1), inner(2));
        let query = format!(
            "mutation($input: SetSeatsInput!) {{ setSeats(input: $input) {{ a: edition {{ {one} }} b: edition {{ {two} }} errors {{ code }} }} }}"
        );
        let input = json!({ "input": { "editionId": first.edition, "seats": 30 } });
        let data = app.ask(token, &query, input).await;
        assert_eq!((of(&data["setSeats"]["a"]["project"]), of(&data["setSeats"]["b"]["project"])), (1, 2), "{data:#}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn fragments_on_node_keep_their_own_arguments_for_each_type() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let world = World::new(&app).await;
        let [first, _] = enrolled(&app, &world).await;
        let query = "query($ids: [ID!]!) { nodes(ids: $ids) { __typename ...OfEdition ...OfProject } } \
             fragment OfEdition on Edition { list: enrolments(first: 1, orderBy: NAME_DESC) { edges { node { person { lastName } } } } } \
             fragment OfProject on Project { list: editions(first: 2) { totalCount edges { node { title } } } }";
        let ids = json!({ "ids": [first.edition, world.id(world.project), first.edition, "nonsense"] });
        let data = app.ask(&world.coordinator.token, query, ids).await;
        assert_eq!(enrolled_names(&data["nodes"][0]["list"]), ["Żuk"]);
        assert_eq!(data["nodes"][1]["list"]["totalCount"], 2);
        assert_eq!(data["nodes"][2], data["nodes"][0]);
        assert_eq!(data["nodes"][3], Value::Null);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn bad_cursors_and_sizes_are_the_clients_mistake_never_ours() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let world = World::new(&app).await;
        everybody(&app, &world).await;
        Training::open(&app, &world, EditionPlan::default()).await;
        let token = &world.coordinator.token;
        let page = app.ask(token, FORWARD, json!({})).await["people"].clone();
        let good = text(&page["pageInfo"]["endCursor"]).to_owned();
        let forged = |value: Value| URL_SAFE_NO_PAD.encode(value.to_string());
        let id = "00000000-0000-7000-8000-000000000000";
        let mut cursors = vec![
            String::new(),
            "garbage".into(),
            "ż🦀".into(),
            "A".repeat(5_000),
            good[..good.len() / 2].to_owned(),
            forged(json!(null)),
            forged(json!({ "o": "name", "v": [] })),
            forged(json!({ "o": "name", "v": [{ "t": "x" }, { "i": id }] })),
            forged(json!({ "o": "name", "v": [{ "n": 1 }, { "i": id }] })),
            forged(json!({ "o": "name", "v": [{ "b": "AAAA" }, { "i": "x" }] })),
            forged(json!({ "o": "name", "v": [{ "b": "?!" }, { "i": id }] })),
            forged(json!({ "o": "title", "v": [{ "b": "AAAA" }, { "i": id }] })),
        ];
        for cursor in cursors.drain(..) {
            let answer = app.graphql(Some(token), FORWARD, json!({ "after": cursor })).await;
            let code = &answer.body["errors"][0]["extensions"]["code"];
            assert_eq!(code, "BAD_USER_INPUT", "{cursor}: {:#}", answer.body);
        }
        // Of the right type, but no value a database takes: refused, or an empty page.
        let edges = [
            ("editions", "STARTS_ON_ASC", forged(json!({ "o": "starts", "v": [{ "d": "+262142-12-31" }, { "i": id }] }))),
            ("editions", "STARTS_ON_ASC", forged(json!({ "o": "starts", "v": [{ "d": "-262143-01-01" }, { "i": id }] }))),
            ("projects", "STARTS_ON_ASC", forged(json!({ "o": "starts", "v": [{ "d": "+262142-12-31" }, { "i": id }] }))),
            ("trainingProgrammes", "CREATED_ASC", forged(json!({ "o": "created", "v": [{ "a": "+262142-12-31T23:59:59Z" }, { "i": id }] }))),
            ("trainingProgrammes", "CREATED_ASC", forged(json!({ "o": "created", "v": [{ "a": "-262143-01-01T00:00:00Z" }, { "i": id }] }))),
            ("fundingProgrammes", "CODE_ASC", forged(json!({ "o": "code", "v": [{ "t": "a\u{0}b" }, { "i": id }] }))),
            ("users", "EMAIL_ASC", forged(json!({ "o": "email", "v": [{ "t": "a\u{0}b" }, { "i": id }] }))),
            ("territorialUnits", "TERC_ASC", forged(json!({ "o": "terc", "v": [{ "t": "\u{0}" }, { "i": id }] }))),
        ];
        for (field, order, cursor) in edges {
            let query = format!("query($after: String) {{ {field}(after: $after, orderBy: {order}) {{ edges {{ cursor }} }} }}");
            let answer = app.graphql(Some(token), &query, json!({ "after": cursor })).await;
            if let Some(errors) = answer.body.get("errors") {
                assert_eq!(errors[0]["extensions"]["code"], "BAD_USER_INPUT", "{field}: {errors:#}");
            }
        }
        for arguments in [
            "first: 101", "first: -1", "last: 101", "last: -1", "first: 1, last: 1", "first: 1, before: \"x\"",
            "last: 1, after: \"x\"", "after: \"x\", before: \"x\"", "first: 2147483647",
        ] {
            let query = format!("{{ people({arguments}) {{ edges {{ cursor }} }} }}");
            let answer = app.graphql(Some(token), &query, json!({})).await;
            let code = &answer.body["errors"][0]["extensions"]["code"];
            assert_eq!(code, "BAD_USER_INPUT", "{arguments}: {:#}", answer.body);
        }
        // Below another object the same holds.
        let query = "{ projects { edges { node { editions(first: 101) { totalCount } } } } }";
        let answer = app.graphql(Some(token), query, json!({})).await;
        assert_eq!(answer.body["errors"][0]["extensions"]["code"], "BAD_USER_INPUT", "{:#}", answer.body);
        // The cursor of one list does not fit another order.
        let query = "query($after: String) { people(after: $after, orderBy: NAME_DESC) { edges { cursor } } }";
        let answer = app.graphql(Some(token), query, json!({ "after": good })).await;
        assert!(answer.body["data"]["people"].is_object() || answer.body["errors"][0]["extensions"]["code"] == "BAD_USER_INPUT");
        let query = "query($after: String) { institutions(after: $after) { edges { node { id } } } }";
        let answer = app.graphql(Some(token), query, json!({ "after": good })).await;
        assert_ne!(answer.body["errors"][0]["extensions"]["code"], "INTERNAL", "{:#}", answer.body);
    })
    .await;
}

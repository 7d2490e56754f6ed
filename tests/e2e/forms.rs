//! A form that is wrong in several places is answered once, with all of them; and every mutation's errors read alike.

use serde_json::{Value, json};
use tests::builders::{EditionPlan, PilotStudy, Training, World};
use tests::databases::TestDb;
use tests::{TestApp, on_both};

/// Code and path of each error.
fn faults(payload: &Value) -> Vec<(String, String)> {
    let errors = payload["errors"].as_array().unwrap();
    let path = |error: &Value| {
        let parts: Vec<&str> =
            error["field"].as_array().unwrap().iter().map(|part| part.as_str().unwrap()).collect();
        parts.join(".")
    };
    errors.iter().map(|error| (error["code"].as_str().unwrap().to_owned(), path(error))).collect()
}

fn expected(faults: &[(&str, &str)]) -> Vec<(String, String)> {
    faults.iter().map(|(code, path)| ((*code).to_owned(), (*path).to_owned())).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn ids_days_and_decimals_of_a_whole_list_are_refused_at_once_and_nothing_is_written() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let world = World::new(&app).await;
        let study = PilotStudy::running(&app, &world, &[("2604022", "bieliny@example.pl")]).await;
        let worker = &study.workers[0].token;
        let entry = |indicator: &str, value: &str| json!({ "indicatorId": indicator, "value": value });
        let right = &study.indicators[0];
        let input = json!({
            "siteId": world.project.0.to_string(),
            "quarterOn": "pierwszy kwartał",
            "entries": [entry(right, "10"), entry("nic", "10,5"), entry(right, "1.234")],
        });
        let refused = app.try_mutate(worker, "recordMeasurements", "pilotSite { id }", input).await;
        let all = [
            ("NOT_FOUND", "siteId"),
            ("INVALID", "quarterOn"),
            ("NOT_FOUND", "entries.1.indicatorId"),
            ("INVALID", "entries.1.value"),
            ("INVALID", "entries.2.value"),
        ];
        assert_eq!(faults(&refused), expected(&all), "{refused:#}");
        assert_eq!(refused["pilotSite"], Value::Null);
        let query = "{ measurements { totalCount } }";
        assert_eq!(app.ask(worker, query, json!({})).await["measurements"]["totalCount"], 0);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_names_every_null_id_and_day_and_changes_nothing() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let world = World::new(&app).await;
        let token = &world.coordinator.token;
        let training = Training::draft(&app, &world, EditionPlan::default()).await;
        let set =
            json!({ "sessionId": training.sessions[0], "title": "Inaczej", "startsAt": "2026-05-12T09:00",
            "endsAt": null, "plannedMin": null, "mandatory": null });
        let refused = app.try_mutate(token, "updateSession", "session { id }", set).await;
        let all = [
            ("INVALID", "startsAt"),
            ("INVALID", "endsAt"),
            ("INVALID", "plannedMin"),
            ("INVALID", "mandatory"),
        ];
        assert_eq!(faults(&refused), expected(&all), "{refused:#}");
        let query = "query($id: ID!) { node(id: $id) { ... on Session { title } } }";
        let session = app.ask(token, query, json!({ "id": training.sessions[0] })).await;
        assert_ne!(session["node"]["title"], "Inaczej");
        // A scope within the input is named by the whole path.
        let grant = json!({ "userId": "?", "role": "TRAINER", "scope": { "editionId": "?" } });
        let refused = app.try_mutate(token, "grantRole", "grant { id }", grant).await;
        let all = expected(&[("NOT_FOUND", "scope.editionId"), ("NOT_FOUND", "userId")]);
        assert_eq!(faults(&refused), all, "{refused:#}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_fragment_reads_the_errors_of_every_mutation() {
    let app = TestApp::on(TestDb::sqlite().await);
    let world = World::new(&app).await;
    let query = "
        fragment Why on MutationError { __typename about field message }
        mutation {
            setSeats(input: { editionId: \"?\", seats: 5 }) { errors { code ...Why } }
            createIndicator(input: { pilotId: \"?\", code: \"W1\", name: \"W\", kind: PRODUCT, unit: \"os.\", decimals: 0,
                baseline: \"zero\", target: \"1\", direction: UP }) { errors { ...Why code } }
            revealPesel(input: { personId: \"?\", reason: \"Bo tak\" }) { errors { ...Why } }
        }";
    let answer = app.ask(&world.coordinator.token, query, json!({})).await;
    let kinds = ["SetSeatsError", "CreateIndicatorError", "RevealPeselError"];
    for (mutation, kind) in ["setSeats", "createIndicator", "revealPesel"].iter().zip(kinds) {
        let error = &answer[mutation]["errors"][0];
        assert_eq!((&error["__typename"], &error["about"]), (&json!(kind), &Value::Null), "{answer:#}");
        assert!(!error["message"].as_str().unwrap().is_empty(), "{answer:#}");
    }
    assert_eq!(answer["createIndicator"]["errors"][1]["field"], json!(["baseline"]));
    assert_eq!(answer["setSeats"]["errors"][0]["code"], "NOT_FOUND");
}

#[tokio::test]
async fn the_errors_of_all_mutations_are_of_one_interface() {
    let app = TestApp::on(TestDb::sqlite().await);
    let query = json!({ "query": "{
        root: __type(name: \"Mutation\") { fields { name } }
        shown: __type(name: \"MutationError\") { kind fields { name } }
        kinds: __type(name: \"MutationError\") { possibleTypes { name } }
    }" });
    let answer = app.post(None, &query).await.body;
    let data = &answer["data"];
    let names = |all: &Value| -> Vec<String> {
        let mut all: Vec<String> =
            all.as_array().unwrap().iter().map(|one| one["name"].as_str().unwrap().to_owned()).collect();
        all.sort();
        all
    };
    assert_eq!(data["shown"]["kind"], "INTERFACE", "{answer:#}");
    assert_eq!(names(&data["shown"]["fields"]), ["about", "field", "message", "retryAfterSeconds"]);
    let mutations = names(&data["root"]["fields"]);
    let errors: Vec<String> =
        mutations.iter().map(|name| format!("{}{}Error", name[..1].to_uppercase(), &name[1..])).collect();
    assert_eq!(names(&data["kinds"]["possibleTypes"]), errors);
}

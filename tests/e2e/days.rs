//! A deadline given as a day reads, filters, exports and saves as that day.

use serde_json::{Value, json};
use tests::builders::{EditionPlan, Training, World};
use tests::{TestApp, on_both};

const DAYS: &str = "version opensOn closesOn cancelUntilOn opensAt closesAt cancelUntil";

async fn edition(app: &TestApp, world: &World, training: &Training) -> Value {
    let query = format!("query($id: ID!) {{ node(id: $id) {{ ... on Edition {{ {DAYS} }} }} }}");
    app.ask(&world.coordinator.token, &query, json!({ "id": training.edition })).await["node"].clone()
}

fn days(edition: &Value) -> [&Value; 3] {
    ["opensOn", "closesOn", "cancelUntilOn"].map(|field| &edition[field])
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_that_saves_what_it_shows_changes_nothing() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let world = World::new(&app).await;
        let token = &world.coordinator.token;
        let training = Training::draft(&app, &world, EditionPlan::default()).await;
        // A summer day and a winter day, whose midnights differ in UTC.
        for (opens, closes, cancel) in
            [("2026-03-28", "2026-03-29", "2026-05-13"), ("2025-10-25", "2025-12-10", "2025-10-26")]
        {
            let set = json!({ "editionId": training.edition, "opensOn": opens, "closesOn": closes, "cancelUntil": cancel });
            app.mutate(token, "updateEdition", "edition { id }", set).await;
            let mut shown = edition(&app, &world, &training).await;
            assert_eq!(days(&shown), [&json!(opens), &json!(closes), &json!(cancel)]);
            for _ in 0..3 {
                let same = json!({ "editionId": training.edition, "opensOn": shown["opensOn"], "closesOn": shown["closesOn"],
                    "cancelUntil": shown["cancelUntilOn"], "version": shown["version"] });
                app.mutate(token, "updateEdition", "edition { id }", same).await;
                let mut again = edition(&app, &world, &training).await;
                shown["version"] = again["version"].take();
                again["version"] = shown["version"].clone();
                assert_eq!(again, shown);
            }
        }
        assert_eq!(edition(&app, &world, &training).await["closesAt"], "2025-12-10T23:00:00+00:00");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_day_is_what_filters_and_files_know() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let world = World::new(&app).await;
        let token = &world.coordinator.token;
        let training = Training::draft(&app, &world, EditionPlan::default()).await;
        let set =
            json!({ "editionId": training.edition, "closesOn": "2026-05-10", "cancelUntil": "2026-05-09" });
        app.mutate(token, "updateEdition", "edition { id }", set).await;
        for (filter, found) in [
            (json!({ "closesFrom": "2026-05-10", "closesTo": "2026-05-10" }), 1),
            (json!({ "closesFrom": "2026-05-11" }), 0),
            (json!({ "closesTo": "2026-05-09" }), 0),
        ] {
            let query = "query($f: EditionFilter) { editions(filter: $f) { totalCount } }";
            let counted = app.ask(token, query, json!({ "f": filter })).await;
            assert_eq!(counted["editions"]["totalCount"], found, "{filter}");
        }
        let query = json!({ "query": "{ editions { edges { node { closesOn cancelUntilOn } } } }" });
        let rows = crate::export::post(&app, Some(token), "text/csv", &query).await.rows();
        assert_eq!(rows[1], ["2026-05-10", "2026-05-09"]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn null_clears_or_is_refused_and_what_was_not_sent_is_not_blamed() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let world = World::new(&app).await;
        let token = &world.coordinator.token;
        let training = Training::draft(&app, &world, EditionPlan::default()).await;
        let update = |more: Value| {
            let mut input = json!({ "editionId": training.edition });
            input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            input
        };
        let set = update(json!({ "opensOn": "2026-05-01", "closesOn": "2026-05-10", "cancelUntil": "2026-05-09", "venue": "Sala" }));
        app.mutate(token, "updateEdition", "edition { id }", set).await;
        // Each day is cleared by itself, and the others stay.
        app.mutate(token, "updateEdition", "edition { id }", update(json!({ "closesOn": null }))).await;
        let shown = edition(&app, &world, &training).await;
        assert_eq!(days(&shown), [&json!("2026-05-01"), &Value::Null, &json!("2026-05-09")]);
        let cleared = app.mutate(token, "updateEdition", "edition { venue }", update(json!({ "venue": null }))).await;
        assert_eq!(cleared["edition"]["venue"], Value::Null);
        let session = &training.sessions[0];
        let office = world.id(world.lead_office);
        for (mutation, input, field) in [
            ("updateEdition", update(json!({ "title": null })), "title"),
            ("updateEdition", update(json!({ "city": null })), "city"),
            ("updateSession", json!({ "sessionId": session, "startsAt": null }), "startsAt"),
            ("updateSession", json!({ "sessionId": session, "mandatory": null }), "mandatory"),
            ("updateInstitution", json!({ "id": office, "kind": null }), "kind"),
            ("updateInstitution", json!({ "id": office, "name": null }), "name"),
        ] {
            let refused = app.try_mutate(token, mutation, "", input).await;
            assert_eq!(refused["errors"][0]["code"], "INVALID", "{mutation} {field}: {refused:#}");
            assert_eq!(refused["errors"][0]["field"], json!([field]), "{mutation}: {refused:#}");
        }
        // Whichever day was sent is the one that does not fit.
        app.mutate(token, "updateEdition", "edition { id }", update(json!({ "closesOn": "2026-05-10" }))).await;
        let early = update(json!({ "closesOn": "2026-04-30" }));
        assert_eq!(app.try_mutate(token, "updateEdition", "", early).await["errors"][0]["field"], json!(["closesOn"]));
        let late = update(json!({ "opensOn": "2026-05-11" }));
        assert_eq!(app.try_mutate(token, "updateEdition", "", late).await["errors"][0]["field"], json!(["opensOn"]));
        let start = json!({ "sessionId": session, "startsAt": "2026-05-13T21:00:00Z" });
        assert_eq!(app.try_mutate(token, "updateSession", "", start).await["errors"][0]["field"], json!(["startsAt"]));
        // A session may last to the end of the last day, and not a minute longer.
        let evening = json!({ "editionId": training.edition, "title": "Wieczór", "startsAt": "2026-05-13T20:00:00Z",
            "endsAt": "2026-05-13T22:00:00Z" });
        app.mutate(token, "addSession", "session { id }", evening.clone()).await;
        let mut night = evening;
        night["endsAt"] = json!("2026-05-13T22:01:00Z");
        assert_eq!(app.try_mutate(token, "addSession", "", night).await["errors"][0]["field"], json!(["endsAt"]));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn confirmed_dates_leave_no_deadline_behind() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let world = World::new(&app).await;
        let token = &world.coordinator.token;
        let plan = EditionPlan { sessions: vec![], ..EditionPlan::default() };
        let training = Training::draft(&app, &world, plan).await;
        let query = "query($id: ID!) { node(id: $id) { ... on Edition { programme { id } } } }";
        let node = app.ask(token, query, json!({ "id": training.edition })).await;
        let tentative = json!({ "programmeId": node["node"]["programme"]["id"], "title": "Wkrótce", "dates": "TENTATIVE",
            "startsOn": "2026-06-10", "endsOn": "2026-06-12", "city": "Kielce", "seats": 10,
            "closesOn": "2026-06-05", "cancelUntil": "2026-06-07" });
        let made = app.mutate(token, "createEdition", "edition { id }", tentative).await;
        let training = Training { programme: String::new(), edition: made["edition"]["id"].as_str().unwrap().to_owned(), sessions: vec![] };
        let confirm = |more: Value| {
            let mut input = json!({ "editionId": training.edition, "startsOn": "2026-06-03", "endsOn": "2026-06-04" });
            input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            input
        };
        let kept = app.try_mutate(token, "confirmEditionDates", "", confirm(json!({}))).await;
        assert_eq!((&kept["errors"][0]["code"], &kept["errors"][0]["field"]), (&json!("INVALID"), &json!(["endsOn"])));
        let half = app.try_mutate(token, "confirmEditionDates", "", confirm(json!({ "closesOn": "2026-05-30" }))).await;
        assert_eq!(half["errors"][0]["field"], json!(["endsOn"]), "the last day to cancel stays: {half:#}");
        let late = confirm(json!({ "closesOn": "2026-06-05", "cancelUntil": null }));
        assert_eq!(app.try_mutate(token, "confirmEditionDates", "", late).await["errors"][0]["field"], json!(["closesOn"]));
        let right = confirm(json!({ "closesOn": "2026-05-30", "cancelUntil": null }));
        app.mutate(token, "confirmEditionDates", "edition { id }", right).await;
        let shown = edition(&app, &world, &training).await;
        assert_eq!(days(&shown), [&Value::Null, &json!("2026-05-30"), &Value::Null]);
    })
    .await;
}

//! What is left of reports: schedules of what is closed, the figures that runs kept, and values and words that ask for
//! trouble.

use entities::audit::audit_entry;
use entities::shared::actor::{Role, ScopeKind};
use entities::shared::ids::TypedId;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use serde_json::{Value, json};
use tests::{TestApp, on_both};

use super::{Scene, at, runs, six_ticks};

#[tokio::test(flavor = "multi_thread")]
async fn a_schedule_of_a_closed_pilot_fires_no_more_and_says_why() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let scene = Scene::new(&app).await;
        let weekly = scene.schedule(&app, "0 7 * * 1").await;
        let by_hand = scene.schedule(&app, "0 8 * * 1").await;
        let change = |id: &str, paused: bool| json!({ "scheduleId": id, "paused": paused });
        let fields = "reportSchedule { paused pausedBecause pausedBecauseLabel nextTimes }";
        let paused = app.mutate(scene.token(), "changeReportSchedule", fields, change(&by_hand, true)).await;
        assert_eq!(paused["reportSchedule"]["pausedBecause"], "BY_HAND");

        for state in ["DATA_CLOSED", "EVALUATED", "REPORTED"] {
            scene.study.go(&app, &scene.world, state).await;
        }
        app.clock.set(at("2026-05-18T07:00:01+02:00"));
        six_ticks(&app).await;
        assert_eq!(runs(&app).await.len(), 1, "a pilot that is reported may still change");
        scene.study.go(&app, &scene.world, "CLOSED").await;
        // The next tick says so, long before anything is due.
        six_ticks(&app).await;
        let query = "query($id: ID!) { node(id: $id) { ... on ReportSchedule { paused pausedBecause \
             pausedBecauseLabel nextTimes } } }";
        let shown = app.ask(scene.token(), query, json!({ "id": weekly })).await["node"].clone();
        let stopped = json!({
            "paused": true, "pausedBecause": "PILOT_CLOSED", "pausedBecauseLabel": "pilotaż jest zamknięty",
            "nextTimes": [],
        });
        assert_eq!(shown, stopped);
        let shown = app.ask(scene.token(), query, json!({ "id": by_hand })).await["node"].clone();
        assert_eq!(shown["pausedBecause"], "BY_HAND");
        app.clock.set(at("2026-06-08T12:00:00+02:00"));
        six_ticks(&app).await;
        assert_eq!(runs(&app).await.len(), 1);
        let told = audit_entry::Entity::find()
            .filter(audit_entry::Column::Action.eq("reporting.pause_schedule"))
            .all(&app.state.db.reader)
            .await
            .unwrap();
        assert_eq!(told.len(), 1);
        assert_eq!(told[0].detail.as_ref().unwrap()["because"], "pilot_closed");

        // Nobody can let it run again or add another; by hand the report still runs.
        for id in [&weekly, &by_hand] {
            let again = change(id, false);
            assert_eq!(app.refused(scene.token(), "changeReportSchedule", again).await, "WRONG_STATE");
        }
        let new = json!({ "definitionId": scene.definition, "cron": "0 9 * * 1" });
        assert_eq!(app.refused(scene.token(), "createReportSchedule", new).await, "WRONG_STATE");
        let run = scene.run(&app, None).await;
        assert_eq!(app.work().await, 0);
        assert_eq!(scene.shown(&app, &run).await["state"], "RENDERED");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_schedule_of_a_closed_project_fires_no_more() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let scene = Scene::new(&app).await;
        let weekly = scene.schedule(&app, "0 7 * * 1").await;
        let project = Some(scene.world.project.uuid());
        let manager = scene.world.account(
            &app,
            "kierownik@example.pl",
            Role::ProjectManager,
            ScopeKind::Project,
            project,
        );
        let manager = manager.await;
        for state in ["SETTLING", "CLOSED"] {
            let change = json!({ "id": scene.world.id(scene.world.project), "to": state });
            app.mutate(&manager.token, "changeProjectState", "project { state }", change).await;
        }
        // Due at the moment it is looked at: closed counts more.
        app.clock.set(at("2026-05-18T07:00:01+02:00"));
        six_ticks(&app).await;
        assert!(runs(&app).await.is_empty());
        let query = "query($id: ID!) { node(id: $id) { ... on ReportSchedule { pausedBecause } } }";
        let shown = app.ask(scene.token(), query, json!({ "id": weekly })).await;
        assert_eq!(shown["node"]["pausedBecause"], "PROJECT_CLOSED");
        let again = json!({ "scheduleId": weekly, "paused": false });
        assert_eq!(app.refused(scene.token(), "changeReportSchedule", again).await, "PROJECT_NOT_ACTIVE");
    })
    .await;
}

const FIGURES: &str = "query($id: ID!, $first: Int, $after: String, $last: Int, $before: String, \
    $filter: ReportFigureFilter, $order: ReportFigureOrder) { node(id: $id) { ... on ReportRun { figures(first: $first, after: $after, \
    last: $last, before: $before, filter: $filter, orderBy: $order) { totalCount pageInfo { hasNextPage hasPreviousPage endCursor \
    startCursor } edges { cursor node { indicatorCode siteName quarterOn value reached target } } } } } }";

#[tokio::test(flavor = "multi_thread")]
async fn the_figures_that_a_run_kept_are_paged_for_whoever_sees_the_run() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let scene = Scene::new(&app).await;
        scene.study.record(&app, 0, "2026-01-01", &[(0, "12"), (1, "9.5")]).await;
        scene.approve(&app, "2026-01-01").await;
        let run = scene.run(&app, None).await;
        let ask = async |token: &str, more: Value| {
            let mut variables = json!({ "id": run });
            variables.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            app.graphql(Some(token), FIGURES, variables).await.body
        };
        let of = async |more: Value| ask(scene.token(), more).await["data"]["node"]["figures"].clone();
        assert_eq!(of(json!({})).await, Value::Null, "nothing is collected yet");
        assert_eq!(app.work().await, 0);

        // Two indicators, one site, six quarters, walked in pages of five and back.
        let (mut seen, mut after) = (vec![], Value::Null);
        for (page, size) in [5, 5, 2].into_iter().enumerate() {
            let figures = of(json!({ "first": 5, "after": after })).await;
            let info = &figures["pageInfo"];
            assert_eq!(figures["totalCount"], 12);
            assert_eq!(figures["edges"].as_array().unwrap().len(), size);
            assert_eq!(
                (&info["hasPreviousPage"], &info["hasNextPage"]),
                (&json!(page > 0), &json!(page < 2))
            );
            seen.extend(figures["edges"].as_array().unwrap().clone());
            after = info["endCursor"].clone();
        }
        let back = of(json!({ "last": 3, "before": after })).await;
        assert_eq!(back["edges"].as_array().unwrap()[..], seen[8..11]);
        let first = json!({
            "indicatorCode": "W1", "quarterOn": "2026-01-01", "value": "12.00",
            "reached": false, "target": "40.00",
        });
        for field in ["indicatorCode", "quarterOn", "value", "reached", "target"] {
            assert_eq!(seen[0]["node"][field], first[field], "{field}");
        }
        assert_eq!((&seen[1]["node"]["value"], &seen[1]["node"]["reached"]), (&Value::Null, &Value::Null));
        let measured = of(json!({ "filter": { "measured": true } })).await;
        let codes: Vec<&Value> =
            measured["edges"].as_array().unwrap().iter().map(|edge| &edge["node"]["indicatorCode"]).collect();
        assert_eq!(codes, ["W1", "W2"]);
        assert_eq!(measured["edges"][1]["node"]["reached"], true);
        assert_eq!(of(json!({ "filter": { "indicatorCodes": ["W2"] } })).await["totalCount"], 6);
        assert_eq!(of(json!({ "filter": { "siteContains": "nigdzie" } })).await["totalCount"], 0);

        // In another order each figure still comes once, page after page, and what has no value comes last.
        for order in ["SITE_ASC", "QUARTER_ASC", "QUARTER_DESC", "VALUE_ASC", "VALUE_DESC"] {
            let whole = of(json!({ "order": order })).await["edges"].clone();
            let (mut walked, mut after) = (vec![], Value::Null);
            for _ in 0..3 {
                let figures = of(json!({ "order": order, "first": 5, "after": after })).await;
                walked.extend(figures["edges"].as_array().unwrap().clone());
                after = figures["pageInfo"]["endCursor"].clone();
            }
            assert_eq!(json!(walked), whole, "{order}");
            assert_eq!(walked.iter().filter(|edge| !seen.contains(edge)).count(), 0);
            assert_eq!(walked.len(), 12);
            let at = |n: usize| (&whole[n]["node"]["value"], &whole[n]["node"]["quarterOn"]);
            match order {
                "VALUE_ASC" => {
                    assert_eq!((at(0).0, at(1).0, at(2).0), (&json!("9.50"), &json!("12.00"), &Value::Null))
                }
                "VALUE_DESC" => assert_eq!((at(0).0, at(1).0), (&json!("12.00"), &json!("9.50"))),
                "QUARTER_DESC" => assert_eq!(at(11).1, "2026-01-01"),
                "QUARTER_ASC" => assert_eq!((at(0).1, at(1).1), (&json!("2026-01-01"), &json!("2026-01-01"))),
                _ => assert_eq!(whole[0], seen[0]),
            }
        }

        for wrong in [
            json!({ "first": 101 }),
            json!({ "first": -1 }),
            json!({ "first": 1, "last": 1 }),
            json!({ "after": "ż" }),
            json!({ "after": "figure--1" }),
        ] {
            let answer = ask(scene.token(), wrong.clone()).await;
            assert_eq!(answer["errors"][0]["extensions"]["code"], "BAD_USER_INPUT", "{wrong} {answer:#}");
        }
        // A cursor beyond the end is an empty page.
        assert_eq!(of(json!({ "after": "figure-18446744073709551615" })).await["edges"], json!([]));
        // Who works at a site does not see a report of all sites.
        let hidden = ask(&scene.study.workers[0].token, json!({})).await;
        assert_eq!(hidden["data"]["node"], Value::Null);

        // Corrected since: the run keeps what it had. And a list of runs takes no statement for each.
        let query = "{ reportRuns { edges { node { figures(first: 2) { edges { node { value } } } } } } }";
        app.statements();
        app.ask(scene.token(), query, json!({})).await;
        let one = app.statements().len();
        scene.run(&app, None).await;
        scene.run(&app, None).await;
        assert_eq!(app.work().await, 0);
        app.statements();
        let all = app.ask(scene.token(), query, json!({})).await;
        assert_eq!((all.to_string().matches("\"12.00\"").count(), app.statements().len()), (3, one));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn equal_negative_and_missing_values_and_words_that_break_badly_make_a_report() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let scene = Scene::new(&app).await;
        let long = "Deinstytucjonalizacjaiupowszechnienieusługspołecznychświadczonychwspołecznościlokalnej";
        for (code, name, unit, baseline, target, direction) in [
            ("W3", long, "osób na 1000 mieszkańców", "0", "-1.5", "DOWN"),
            ("W4", "„Równe” <wartości> & znaki = „cudzysłów”; +1", "zł", "7", "7", "UP"),
        ] {
            let input = json!({
                "pilotId": scene.study.pilot, "code": code, "name": name, "kind": "MODEL", "unit": unit,
                "decimals": 1, "baseline": baseline, "target": target, "direction": direction,
            });
            app.mutate(scene.token(), "createIndicator", "indicator { id }", input).await;
        }
        let indicators = app
            .ask(
                scene.token(),
                "query($id: ID!) { node(id: $id) { ... on Pilot { indicators { edges { node { id code } } } } } }",
                json!({ "id": scene.study.pilot }),
            )
            .await;
        let id = |code: &str| {
            let edges = indicators["node"]["indicators"]["edges"].as_array().unwrap();
            edges.iter().find(|edge| edge["node"]["code"] == code).unwrap()["node"]["id"].clone()
        };
        // W1 and W2 have nothing at all.
        for (quarter, third) in [("2026-01-01", "-2.5"), ("2026-04-01", "-0.5")] {
            let list = json!({ "siteId": scene.study.sites[0], "quarterOn": quarter, "entries": [
                { "indicatorId": id("W3"), "value": third }, { "indicatorId": id("W4"), "value": "7" },
            ] });
            let worker = &scene.study.workers[0].token;
            app.mutate(worker, "recordMeasurements", "pilotSite { id }", list).await;
            scene.approve(&app, quarter).await;
        }
        let run = scene.run(&app, None).await;
        assert_eq!(app.work().await, 0);
        let [pdf, csv] = scene.bytes(&app, &run).await;
        assert!(pdf.starts_with(b"%PDF-"));
        let csv = String::from_utf8(csv).unwrap();
        let rows = |start: &str| csv.lines().filter(|row| row.starts_with(start)).count();
        // Four indicators, one site, six quarters.
        assert_eq!(rows("pomiar;"), 24);
        assert_eq!(rows(&format!("pomiar;W3;{long};")), 6);
        assert!(csv.contains(";-2,5;") && csv.contains("średnia ostatnich wartości;W4;"), "{csv}");
        let verdict = |code: &str| {
            let row = csv.lines().find(|row| row.starts_with(&format!("średnia ostatnich wartości;{code};")));
            row.unwrap().rsplit(';').next().unwrap().to_owned()
        };
        assert_eq!(verdict("W1"), "brak pomiarów");
        assert_eq!(verdict("W3"), "w drodze do celu");
        assert_eq!(verdict("W4"), "cel osiągnięty");
    })
    .await;
}

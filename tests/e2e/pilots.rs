//! Stories of pilots: from a model to approved measurements, and who may do and see what on the way.

mod rows;

pub(crate) use rows::{INDICATORS, ROOM};

use entities::accounts::actions::{NewGrant, grant_role};
use entities::shared::actor::{Role, ScopeKind};
use entities::shared::ids::{MeasurementId, TypedId};
use serde_json::{Value, json};
use tests::builders::{PilotStudy, World};
use tests::{TestApp, on_both};

const QUARTER: &str = "2026-04-01";
/// A site of the lead and one of the partner.
const SITES: &[(&str, &str)] = &[("2604022", "bieliny@example.pl"), ("2862", "olsztyn@example.pl")];

fn ids(rows: &[Value]) -> Vec<Value> {
    rows.iter().map(|row| row["id"].clone()).collect()
}

fn field(payload: &Value) -> (&str, &Value) {
    (payload["errors"][0]["code"].as_str().unwrap_or_default(), &payload["errors"][0]["field"])
}

async fn approve(app: &TestApp, token: &str, rows: &[Value]) -> Value {
    let list = json!({ "measurementIds": ids(rows) });
    app.try_mutate(token, "approveMeasurements", "measurements { id state }", list).await
}

#[tokio::test(flavor = "multi_thread")]
async fn values_are_recorded_submitted_approved_by_somebody_else_and_corrected_by_a_revision() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let world = World::new(&app).await;
        let study = PilotStudy::running(&app, &world, SITES).await;
        let (worker, coordinator) = (&study.workers[0], &world.coordinator.token);

        // Recorded twice, counted once.
        study.record(&app, 0, QUARTER, &[(0, "12"), (1, "24.5")]).await;
        study.record(&app, 0, QUARTER, &[(0, "13")]).await;
        let rows = study.measurements(&app, coordinator).await;
        let values: Vec<_> = rows.iter().map(|row| (&row["indicator"]["code"], &row["value"])).collect();
        assert_eq!(values, [(&json!("W1"), &json!("13.00")), (&json!("W2"), &json!("24.50"))]);

        let early = approve(&app, coordinator, &rows).await;
        assert_eq!(field(&early), ("WRONG_STATE", &json!(["measurementIds", "0"])));
        study.submit(&app, 0, QUARTER).await;
        let again = json!({ "siteId": study.sites[0], "quarterOn": QUARTER });
        assert_eq!(app.refused(&worker.token, "submitMeasurements", again).await, "NOTHING_TO_SUBMIT");
        let late = study.list(0, QUARTER, &[(0, "14")]);
        assert_eq!(app.refused(&worker.token, "recordMeasurements", late.clone()).await, "WRONG_STATE");

        // Who submitted it may not approve it, whatever roles they have beside.
        assert_eq!(field(&approve(&app, &worker.token, &rows).await).0, "FORBIDDEN");
        app.write(async |tx, op| {
            let grant = NewGrant {
                user_id: worker.user,
                role: Role::Coordinator,
                scope_kind: ScopeKind::Project,
                scope_id: Some(world.project.uuid()),
            };
            grant_role(tx, op, grant).await
        })
        .await;
        let own = approve(&app, &worker.token, &rows).await;
        assert_eq!(field(&own), ("SAME_USER", &json!(["measurementIds", "0"])));
        assert_eq!(own["errors"].as_array().unwrap().len(), 2);

        let done = approve(&app, coordinator, &rows).await;
        assert_eq!(ids(done["measurements"].as_array().unwrap()), ids(&rows), "in the order asked for");
        assert!(done["measurements"].as_array().unwrap().iter().all(|row| row["state"] == "APPROVED"));
        assert_eq!(field(&approve(&app, coordinator, &rows).await).0, "WRONG_STATE");
        assert_eq!(app.refused(&worker.token, "recordMeasurements", late).await, "WRONG_STATE");

        // A correction is a new revision; until it is approved the old value counts.
        let correction = |value: &str, reason: &str| {
            json!({ "measurementId": rows[0]["id"], "value": value, "reason": reason })
        };
        let refused = app.try_mutate(&worker.token, "correctMeasurement", "", correction("15", "  ")).await;
        assert_eq!(field(&refused), ("INVALID", &json!(["reason"])));
        let same = correction("13.0", "Bez zmian");
        assert_eq!(app.refused(&worker.token, "correctMeasurement", same).await, "NOTHING_CHANGED");
        for value in ["14", "15"] {
            let input = correction(value, "Pominięto rodzinę");
            let made = app.mutate(&worker.token, "correctMeasurement", "measurement { revision state }", input);
            assert_eq!(made.await["measurement"], json!({ "revision": 2, "state": "DRAFT" }));
        }
        study.go(&app, &world, "DATA_CLOSED").await;
        study.submit(&app, 0, QUARTER).await;
        let now = study.measurements(&app, coordinator).await;
        assert_eq!(now.len(), 3);
        assert_eq!((&now[0]["state"], &now[0]["value"]), (&json!("APPROVED"), &json!("13.00")));
        let new: Vec<Value> = now.iter().filter(|row| row["revision"] == 2).cloned().collect();
        assert_eq!(new[0]["supersedes"]["id"], rows[0]["id"]);
        let done = approve(&app, coordinator, &new).await;
        assert_eq!(done["errors"], json!([]));
        let now = study.measurements(&app, coordinator).await;
        let states: Vec<_> = now.iter().map(|row| (&row["state"], &row["value"], &row["locked"])).collect();
        let yes = json!(true);
        let expected = [("SUPERSEDED", "13.00"), ("APPROVED", "15.00"), ("APPROVED", "24.50")]
            .map(|(state, value)| (json!(state), json!(value)));
        let expected: Vec<_> = expected.iter().map(|(state, value)| (state, value, &yes)).collect();
        assert_eq!(states, expected);
        let old = correction("16", "Jeszcze raz");
        assert_eq!(app.refused(&worker.token, "correctMeasurement", old).await, "WRONG_STATE");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pilot_worker_sees_their_site_alone_and_the_public_nothing() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let world = World::new(&app).await;
        let study = PilotStudy::running(&app, &world, SITES).await;
        for site in [0, 1] {
            study.record(&app, site, QUARTER, &[(0, "12")]).await;
            study.submit(&app, site, QUARTER).await;
        }
        let all = study.measurements(&app, &world.coordinator.token).await;
        assert_eq!(all.len(), 2);
        let everything = [
            vec![study.model.clone(), study.version.clone(), study.pilot.clone()],
            study.indicators.clone(),
            study.sites.clone(),
            all.iter().map(|row| row["id"].as_str().unwrap().to_owned()).collect(),
        ]
        .concat();
        let partner = Some(world.partner.uuid());
        let partner =
            world.account(&app, "partner@example.pl", Role::Coordinator, ScopeKind::Partner, partner).await;
        let own = all.iter().position(|row| row["site"]["id"] == json!(study.sites[0])).unwrap();
        let mine = |site: usize| {
            let measured = |n: usize| (own == n) == (site == 0);
            [true, true, true, true, true, site == 0, site == 1, measured(0), measured(1)].to_vec()
        };
        for (who, token, expected) in [
            ("coordinator", Some(&world.coordinator.token), vec![true; 9]),
            ("worker of the lead's site", Some(&study.workers[0].token), mine(0)),
            ("worker of the partner's site", Some(&study.workers[1].token), mine(1)),
            ("partner", Some(&partner.token), mine(1)),
            ("public", None, vec![false; 9]),
        ] {
            let query = "query($ids: [ID!]!) { nodes(ids: $ids) { id } }";
            let answer = app.graphql(token.map(String::as_str), query, json!({ "ids": everything })).await;
            assert!(answer.body.get("errors").is_none(), "{who}: {:#}", answer.body);
            let nodes = answer.body["data"]["nodes"].as_array().unwrap();
            let found: Vec<bool> = nodes.iter().map(|node| !node.is_null()).collect();
            assert_eq!(found, expected, "{who}");
        }
        let below = "query($id: ID!) { node(id: $id) { ... on Pilot { sites { totalCount edges { node { \
             viewerCanSubmit viewerCanApprove measurements { totalCount } } } } \
             indicators { edges { node { measurements { totalCount } } } } } } }";
        let seen = app.ask(&study.workers[0].token, below, json!({ "id": study.pilot })).await;
        let site = json!({ "viewerCanSubmit": true, "viewerCanApprove": false, "measurements": { "totalCount": 1 } });
        assert_eq!(seen["node"]["sites"], json!({ "totalCount": 1, "edges": [{ "node": site }] }));
        assert_eq!(seen["node"]["indicators"]["edges"][0]["node"]["measurements"]["totalCount"], 1);

        // Another's site reads as not found, one's own may not be approved or managed.
        let (one, other) = (&study.workers[0].token, &study.workers[1].token);
        for name in ["recordMeasurements", "submitMeasurements"] {
            let mut list = study.list(1, QUARTER, &[(0, "1")]);
            if name == "submitMeasurements" {
                list.as_object_mut().unwrap().remove("entries");
            }
            assert_eq!(app.refused(one, name, list.clone()).await, "NOT_FOUND", "{name}");
            assert_eq!(app.refused(&world.coordinator.token, name, list).await, "FORBIDDEN", "{name}");
        }
        let foreign = json!({ "measurementId": all[own]["id"], "value": "1", "reason": "Powód" });
        assert_eq!(app.refused(other, "correctMeasurement", foreign).await, "NOT_FOUND");
        assert_eq!(field(&approve(&app, other, &all[own..=own]).await).0, "NOT_FOUND");
        assert_eq!(field(&approve(&app, one, &all[own..=own]).await).0, "FORBIDDEN");
        let change = json!({ "pilotId": study.pilot, "to": "DATA_CLOSED" });
        assert_eq!(app.refused(one, "changePilotState", change).await, "FORBIDDEN");
        // The partner's coordinator approves what was measured in their voivodeship.
        assert_eq!(field(&approve(&app, &partner.token, &all).await).0, "NOT_FOUND");
        let theirs = 1 - own;
        assert_eq!(approve(&app, &partner.token, &all[theirs..=theirs]).await["errors"], json!([]));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn states_follow_one_another_and_what_they_need_is_there() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let world = World::new(&app).await;
        let study = PilotStudy::planned(&app, &world, &[]).await;
        let token = &world.coordinator.token;
        let to = |state: &str| json!({ "pilotId": study.pilot, "to": state });
        let payload = app.try_mutate(token, "changePilotState", "", to("RUNNING")).await;
        let message = payload["errors"][0]["message"].as_str().unwrap();
        assert!(message.contains("Stan obecny: planowany; dozwolone: nabór miejsc."), "{message}");
        study.go(&app, &world, "RECRUITING").await;
        assert_eq!(app.refused(token, "changePilotState", to("RUNNING")).await, "SITES_MISSING");
        let mut stale = to("RUNNING");
        stale["version"] = json!(1);
        assert_eq!(app.refused(token, "changePilotState", stale).await, "STALE_VERSION");
        let piloted = json!({ "modelVersionId": study.version, "to": "PILOTED" });
        assert_eq!(app.refused(token, "changeModelVersionState", piloted.clone()).await, "WRONG_STATE");

        // A draft is not piloted.
        let version = json!({ "modelId": study.model, "summary": "Druga wersja", "changes": "Krótszy plan" });
        let version = app.mutate(token, "addModelVersion", "modelVersion { id ordinal state }", version).await;
        assert_eq!(version["modelVersion"]["ordinal"], 2);
        let pilot = |version: &Value, starts: &str, ends: &str| {
            json!({ "partnerId": world.id(world.lead), "modelVersionId": version, "title": "Pilotaż",
                    "startsOn": starts, "endsOn": ends })
        };
        let draft = pilot(&version["modelVersion"]["id"], "2026-01-01", "2026-12-31");
        assert_eq!(app.refused(token, "createPilot", draft).await, "WRONG_STATE");
        for (starts, ends, wrong) in [
            ("2020-01-01", "2026-12-31", "startsOn"),
            ("2026-01-01", "2031-12-31", "endsOn"),
            ("2026-01-02", "2026-01-01", "endsOn"),
            ("20126-01-02", "2026-01-01", "startsOn"),
        ] {
            let input = pilot(&json!(study.version), starts, ends);
            let payload = app.try_mutate(token, "createPilot", "", input).await;
            assert_eq!(field(&payload), ("INVALID", &json!([wrong])));
        }

        let query = "{ units: territorialUnits(filter: { terc: \"2604\" }) { edges { node { id } } } \
                       regions: territorialUnits(filter: { terc: \"26\" }) { edges { node { id } } } }";
        let units = app.ask(token, query, json!({})).await;
        let site = |unit: &str| {
            json!({ "pilotId": study.pilot, "unitId": units[unit]["edges"][0]["node"]["id"], "name": "Powiat" })
        };
        assert_eq!(app.refused(token, "addPilotSite", site("regions")).await, "INVALID");
        let made = app.mutate(token, "addPilotSite", "pilotSite { id name }", site("units")).await;
        assert_eq!(made["pilotSite"]["name"], "Powiat");
        assert_eq!(app.refused(token, "addPilotSite", site("units")).await, "DUPLICATE");
        let office =
            json!({ "siteId": made["pilotSite"]["id"], "institutionId": world.id(world.lead_office) });
        let part = app.mutate(token, "addSiteInstitution", "siteInstitution { institution { name } }", office.clone());
        assert!(part.await["siteInstitution"]["institution"]["name"].is_string());
        assert_eq!(app.refused(token, "addSiteInstitution", office.clone()).await, "DUPLICATE");

        for state in ["RUNNING", "DATA_CLOSED"] {
            study.go(&app, &world, state).await;
        }
        assert_eq!(app.refused(token, "addPilotSite", site("units")).await, "WRONG_STATE");
        assert_eq!(app.refused(token, "addSiteInstitution", office).await, "WRONG_STATE");
        app.mutate(token, "changeModelVersionState", "modelVersion { state }", piloted).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn bad_values_are_named_by_their_field_and_nothing_is_written() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let world = World::new(&app).await;
        let study = PilotStudy::planned(&app, &world, &SITES[..1]).await;
        let (worker, coordinator) = (&study.workers[0].token, &world.coordinator.token);
        let early = study.list(0, QUARTER, &[(0, "12")]);
        assert_eq!(app.refused(worker, "recordMeasurements", early).await, "WRONG_STATE");
        for state in ["RECRUITING", "RUNNING"] {
            study.go(&app, &world, state).await;
        }
        let value = json!(["entries", "1", "value"]);
        for (wrong, message) in [
            ("12,5", "12.50"),
            ("", "12.50"),
            ("1e9", "12.50"),
            ("0.123", "12.50"),
            ("99999999999999999999", "12.50"),
            ("1000000000", "999999999"),
            ("12.55", "1"),
        ] {
            let list = study.list(0, QUARTER, &[(0, "12"), (1, wrong)]);
            let payload = app.try_mutate(worker, "recordMeasurements", "", list).await;
            assert_eq!(field(&payload), ("INVALID", &value), "{wrong}");
            assert!(payload["errors"][0]["message"].as_str().unwrap().contains(message), "{payload:#}");
        }
        for (quarter, wrong) in [
            ("2026-05-01", "quarterOn"),
            ("2025-10-01", "quarterOn"),
            ("2026-07-01", "quarterOn"),
            ("2027-07-01", "quarterOn"),
            ("kwartał", "quarterOn"),
        ] {
            let list = study.list(0, quarter, &[(0, "12")]);
            let payload = app.try_mutate(worker, "recordMeasurements", "", list).await;
            assert_eq!(field(&payload), ("INVALID", &json!([wrong])), "{quarter}");
        }
        let twice = study.list(0, QUARTER, &[(0, "12"), (0, "13")]);
        assert_eq!(app.refused(worker, "recordMeasurements", twice).await, "DUPLICATE");
        assert_eq!(app.refused(worker, "recordMeasurements", study.list(0, QUARTER, &[])).await, "INVALID");
        let many = study.list(0, QUARTER, &[(0, "12"); 201]);
        assert_eq!(app.refused(worker, "recordMeasurements", many).await, "TOO_MANY");
        let other = PilotStudy::planned(&app, &world, &[]).await;
        let mut foreign = study.list(0, QUARTER, &[(0, "12")]);
        foreign["entries"][0]["indicatorId"] = json!(other.indicators[0]);
        assert_eq!(app.refused(worker, "recordMeasurements", foreign).await, "INVALID");
        assert!(study.measurements(&app, coordinator).await.is_empty());

        for id in [json!(""), json!("x"), json!(study.pilot), json!(world.id(MeasurementId(uuid::Uuid::nil())))] {
            let list = json!({ "measurementIds": [id] });
            assert_eq!(app.refused(coordinator, "approveMeasurements", list).await, "NOT_FOUND");
        }
        assert_eq!(app.refused(coordinator, "approveMeasurements", json!({ "measurementIds": [] })).await, "INVALID");

        let indicator = |field: &str, value: Value| {
            let mut input = json!({
                "pilotId": study.pilot, "code": "W3", "name": "Wskaźnik", "kind": "MODEL", "unit": "h", "decimals": 2,
                "baseline": "0", "target": "10.25", "direction": "UP",
            });
            input[field] = value;
            input
        };
        for (name, wrong, of) in [
            ("decimals", json!(3), "decimals"),
            ("decimals", json!(1), "target"),
            ("code", json!(""), "code"),
            ("target", json!("-1"), "target"),
            ("direction", json!("DOWN"), "target"),
            ("baseline", json!("1.005"), "baseline"),
        ] {
            let payload = app.try_mutate(coordinator, "createIndicator", "", indicator(name, wrong)).await;
            assert_eq!(field(&payload), ("INVALID", &json!([of])), "{name}");
        }
        assert_eq!(app.refused(coordinator, "createIndicator", indicator("code", json!("W1"))).await, "DUPLICATE");
        let made = app.mutate(coordinator, "createIndicator", "indicator { ordinal target kindLabel }", indicator("code", json!("W3")));
        let expected = json!({ "ordinal": 3, "target": "10.25", "kindLabel": "działanie modelu" });
        assert_eq!(made.await["indicator"], expected);
    })
    .await;
}

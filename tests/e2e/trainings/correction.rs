//! Attendance corrected after its lock.

use entities::shared::actor::{Role, ScopeKind};
use serde_json::{Value, json};
use tests::builders::{EditionPlan, Training, World};
use tests::{TestApp, on_both};

#[tokio::test(flavor = "multi_thread")]
async fn attendance_is_corrected_after_the_lock_with_a_reason_and_says_what_a_certificate_would_change() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let world = World::new(&app).await;
        let plan = EditionPlan { sessions: vec![(240, false), (120, false)], ..EditionPlan::default() };
        let training = Training::open(&app, &world, plan).await;
        let token = &world.coordinator.token;
        let mut enrolments = vec![];
        for name in ["Obecna", "Pominięta", "Krótko"] {
            let person = world.person(&app, "Ewa", name).await;
            enrolments.push(training.enrol(&app, &world, person).await);
        }
        training.start(&app, &world).await;
        let fix = |minutes: &[(usize, i32)], dry: bool| -> Value {
            let entries: Vec<Value> = minutes
                .iter()
                .map(|(n, minutes)| json!({ "enrolmentId": enrolments[*n], "minutes": minutes }))
                .collect();
            json!({ "sessionId": training.sessions[0], "entries": entries, "reason": "Podpis na liście.", "dryRun": dry })
        };
        assert_eq!(app.refused(token, "correctAttendance", fix(&[(0, 240)], false)).await, "ATTENDANCE_NOT_LOCKED");
        training.record(&app, &world, 0, &[(&enrolments[0], 240), (&enrolments[2], 60)]).await;
        training.record(&app, &world, 1, &[(&enrolments[0], 120), (&enrolments[2], 120)]).await;
        training.finish(&app, &world).await;
        training.issue(&app, &world).await;
        let states = async || {
            let query = "query($ids: [ID!]!) { nodes(ids: $ids) { ... on Enrolment { state } } }";
            let nodes = app.ask(token, query, json!({ "ids": enrolments })).await;
            nodes["nodes"].as_array().unwrap().iter().map(|node| node["state"].clone()).collect::<Vec<_>>()
        };
        assert_eq!(states().await, ["COMPLETED", "NO_SHOW", "NOT_COMPLETED"]);

        let fields = "session { id } effects { enrolment { id certificates(first: 1) { edges { node { number } } } } \
                      minutesBefore minutes earnedBefore earns }";
        let wanted = [(0, 0), (1, 240), (2, 240)];
        let dry = app.mutate(token, "correctAttendance", fields, fix(&wanted, true)).await;
        assert_eq!(states().await, ["COMPLETED", "NO_SHOW", "NOT_COMPLETED"], "a dry run writes nothing");
        let done = app.mutate(token, "correctAttendance", fields, fix(&wanted, false)).await;
        assert_eq!(done, dry);
        let effects: Vec<_> = done["effects"]
            .as_array()
            .unwrap()
            .iter()
            .map(|one| (one["minutesBefore"].clone(), one["earnedBefore"].clone(), one["earns"].clone()))
            .collect();
        let effect = |before: i32, earned: bool, earns: bool| (json!(before), json!(earned), json!(earns));
        assert_eq!(effects, [effect(240, true, false), effect(0, false, false), effect(60, false, true)]);
        // Whoever lost the right to it keeps the certificate until somebody revokes it.
        assert_eq!(done["effects"][0]["enrolment"]["certificates"]["edges"].as_array().unwrap().len(), 1);
        assert_eq!(states().await, ["NOT_COMPLETED", "NOT_COMPLETED", "COMPLETED"]);
        let issued = training.issue(&app, &world).await;
        assert_eq!(issued["certificates"].as_array().unwrap().len(), 1, "{issued}");

        let mut wordless = fix(&wanted, false);
        wordless["reason"] = json!(" ");
        let payload = app.try_mutate(token, "correctAttendance", "", wordless).await;
        assert_eq!(payload["errors"][0]["field"], json!(["reason"]));
        let payload = app.try_mutate(token, "correctAttendance", "", fix(&[(0, 241)], false)).await;
        assert_eq!(payload["errors"][0]["field"], json!(["entries", "0", "minutes"]));
        let admin =
            world.account(&app, "admin@example.pl", Role::SysAdmin, ScopeKind::Installation, None).await;
        let trail = "query($id: ID!) { auditEntries(filter: { subjectId: $id }, first: 9) { edges { node { action reason } } } }";
        let lines = app.ask(&admin.token, trail, json!({ "id": enrolments[2] })).await;
        assert!(lines.to_string().contains("Podpis na liście."), "{lines}");
    })
    .await;
}

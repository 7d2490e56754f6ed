//! What was made of a training is mended or taken away again.

use serde_json::json;
use tests::builders::{EditionPlan, Training, World};
use tests::{TestApp, on_both};

#[tokio::test(flavor = "multi_thread")]
async fn a_programme_is_mended_and_goes_while_it_has_no_edition() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let world = World::new(&app).await;
        let token = &world.coordinator.token;
        let new = json!({ "partnerId": world.id(world.lead), "kind": "TRAINING", "title": "Szkloenie", "topics": ["A"] });
        let made = app.mutate(token, "createTrainingProgramme", "trainingProgramme { id version }", new).await;
        let id = made["trainingProgramme"]["id"].clone();
        let change = json!({
            "programmeId": id, "kind": "WORKSHOP", "title": "Szkolenie", "topics": ["Ź", "B"], "certificateMonths": 24,
            "templateId": world.id(world.template), "version": made["trainingProgramme"]["version"],
        });
        let fields = "trainingProgramme { title kind certificateMonths template { id } topics { edges { node { ordinal title } } } }";
        let changed = app.mutate(token, "updateTrainingProgramme", fields, change.clone()).await;
        let topics = json!([{ "node": { "ordinal": 1, "title": "Ź" } }, { "node": { "ordinal": 2, "title": "B" } }]);
        let want = json!({
            "title": "Szkolenie", "kind": "WORKSHOP", "certificateMonths": 24,
            "template": { "id": world.id(world.template) }, "topics": { "edges": topics },
        });
        assert_eq!(changed["trainingProgramme"], want);
        assert_eq!(app.refused(token, "updateTrainingProgramme", change).await, "STALE_VERSION");
        let cleared = json!({ "programmeId": id, "certificateMonths": null, "templateId": null });
        let fields = "trainingProgramme { title certificateMonths template { id } }";
        let cleared = app.mutate(token, "updateTrainingProgramme", fields, cleared).await;
        let want = json!({ "title": "Szkolenie", "certificateMonths": null, "template": null });
        assert_eq!(cleared["trainingProgramme"], want);

        let edition = json!({
            "programmeId": id, "title": "1", "dates": "TENTATIVE", "startsOn": "2026-06-01", "endsOn": "2026-06-01",
            "city": "Kielce", "seats": 5, "thresholdPct": 80,
        });
        app.mutate(token, "createEdition", "edition { id }", edition).await;
        let remove = json!({ "programmeId": id });
        assert_eq!(app.refused(token, "removeTrainingProgramme", remove).await, "PROGRAMME_IN_USE");
        let new = json!({ "partnerId": world.id(world.lead), "kind": "TRAINING", "title": "Zbędne", "topics": ["A"] });
        let made = app.mutate(token, "createTrainingProgramme", "trainingProgramme { id }", new).await;
        let remove = json!({ "programmeId": made["trainingProgramme"]["id"] });
        app.mutate(token, "removeTrainingProgramme", "project { id }", remove.clone()).await;
        assert_eq!(app.refused(token, "removeTrainingProgramme", remove).await, "NOT_FOUND");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn groups_trainers_rules_and_needs_are_mended_until_they_are_over() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let world = World::new(&app).await;
        let training = Training::open(&app, &world, EditionPlan { waiting: 3, ..EditionPlan::default() }).await;
        let token = &world.coordinator.token;
        let mut groups = vec![];
        for name in ["Jeden", "Dwa"] {
            let group = json!({ "editionId": training.edition, "name": name });
            let group = app.mutate(token, "addBreakoutGroup", "breakoutGroup { id }", group).await;
            groups.push(group["breakoutGroup"]["id"].clone());
        }
        let person = world.person(&app, "Ewa", "Ćwikła").await;
        let enrolment = training.enrol(&app, &world, person).await;
        let into = json!({ "enrolmentId": enrolment, "breakoutGroupId": groups[0] });
        app.mutate(token, "setBreakoutGroup", "enrolment { id }", into).await;
        let rename = json!({ "breakoutGroupId": groups[1], "name": "Druga" });
        app.mutate(token, "renameBreakoutGroup", "breakoutGroup { name }", rename).await;
        let remove = json!({ "breakoutGroupId": groups[0] });
        let fields = "edition { breakoutGroups { edges { node { ordinal name } } } enrolments { edges { node { breakoutGroup { id } } } } }";
        let left = app.mutate(token, "removeBreakoutGroup", fields, remove).await;
        assert_eq!(left["edition"]["breakoutGroups"]["edges"], json!([{ "node": { "ordinal": 1, "name": "Druga" } }]));
        assert_eq!(left["edition"]["enrolments"]["edges"], json!([{ "node": { "breakoutGroup": null } }]));
        let end = app.now() + chrono::Duration::minutes(60);
        let session = json!({
            "editionId": training.edition, "title": "W grupie", "mandatory": false, "breakoutGroupId": groups[1],
            "startsAt": app.now().to_rfc3339(), "endsAt": end.to_rfc3339(),
        });
        app.mutate(token, "addSession", "session { id }", session).await;
        let remove = json!({ "breakoutGroupId": groups[1] });
        assert_eq!(app.refused(token, "removeBreakoutGroup", remove).await, "GROUP_IN_USE");

        let trains = json!({ "editionId": training.edition, "personId": world.id(person) });
        let trains = app.mutate(token, "assignTrainer", "trainer { id }", trains).await;
        let gone = json!({ "trainerAssignmentId": trains["trainer"]["id"] });
        let left = app.mutate(token, "unassignTrainer", "edition { trainers { edges { node { id } } } }", gone).await;
        assert_eq!(left["edition"]["trainers"]["edges"], json!([]));

        let rules = json!({
            "editionId": training.edition, "waitingListSize": 9, "institutionCap": 4, "offerHours": 24, "approval": true,
            "thresholdPct": 75,
        });
        let fields = "edition { waitingListSize institutionCap offerHours approval thresholdPct }";
        let changed = app.mutate(token, "updateEdition", fields, rules).await;
        let want = json!({
            "waitingListSize": 9, "institutionCap": 4, "offerHours": 24, "approval": true, "thresholdPct": 75,
        });
        assert_eq!(changed["edition"], want);
        let none = json!({ "editionId": training.edition, "institutionCap": null });
        let changed = app.mutate(token, "updateEdition", "edition { institutionCap }", none).await;
        assert_eq!(changed["edition"]["institutionCap"], json!(null));
        let bad = json!({ "editionId": training.edition, "thresholdPct": 101, "offerHours": 0 });
        let payload = app.try_mutate(token, "updateEdition", "", bad).await;
        let fields: Vec<_> = payload["errors"].as_array().unwrap().iter().map(|error| &error["field"]).collect();
        assert_eq!(fields, [&json!(["thresholdPct"]), &json!(["offerHours"])]);

        let needs = json!({ "enrolmentId": enrolment, "needsDiet": "wegańska", "needsNight": true });
        let changed = app.mutate(token, "updateEnrolment", "enrolment { needsDiet nightWanted }", needs).await;
        assert_eq!(changed["enrolment"], json!({ "needsDiet": "wegańska", "nightWanted": true }));
        let none = json!({ "enrolmentId": enrolment, "needsDiet": null });
        let changed = app.mutate(token, "updateEnrolment", "enrolment { needsDiet nightWanted }", none).await;
        assert_eq!(changed["enrolment"], json!({ "needsDiet": null, "nightWanted": true }));
    })
    .await;
}

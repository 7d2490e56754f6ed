//! Stories of the ledger of support: trainings, advice and coaching of a person or an institution.

use serde_json::{Value, json};
use tests::builders::{EditionPlan, Training};
use tests::{TestApp, on_both};

use super::coaching::Coaching;
use crate::territory::subregion;

const FIELDS: &str =
    "people participations minutes isWhole supports { kind title topic on minutes people project { id } }";

fn ask(of: &str, key: &str) -> String {
    format!(
        "query($id: ID!, $from: Date!, $to: Date!) {{ {of}({key}: $id, from: $from, to: $to) {{ {FIELDS} }} }}"
    )
}

#[tokio::test(flavor = "multi_thread")]
async fn support_is_told_by_person_and_by_institution_with_heads_and_participations_apart() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let scene = Coaching::with(&app, 1).await;
        let (world, staff, coach) = (&scene.world, scene.staff(), &scene.coach.token);
        let office = world.id(world.lead_office);
        let person = scene.coachees[0].person;
        let other = world.person(&app, "Adam", "Źrebak").await;
        let absent = world.person(&app, "Ola", "Nieobecna").await;
        let training = Training::open(&app, world, EditionPlan::default()).await;
        let mut enrolments = vec![];
        for (id, institution) in [(person, Value::Null), (other, json!(office)), (absent, json!(office))] {
            let input = json!({ "editionId": training.edition, "personId": world.id(id), "institutionId": institution });
            let made = app.mutate(staff, "enrolPerson", "enrolment { id }", input).await;
            enrolments.push(made["enrolment"]["id"].as_str().unwrap().to_owned());
        }
        training.start(&app, world).await;
        training.record(&app, world, 0, &[(&enrolments[0], 240), (&enrolments[1], 200)]).await;
        training.record(&app, world, 1, &[(&enrolments[0], 120)]).await;
        training.finish(&app, world).await;
        let alone = scene.begun(&app, "INDIVIDUAL", 1).await;
        let session = json!({ "engagementId": alone, "heldAt": "2026-05-11T10:00:00Z", "minutes": 30, "people": 1 });
        app.mutate(coach, "recordCoachingSession", "session { id }", session).await;
        let place = subregion(&app, world, "Subregion kielecki", "2604").await;
        let post = json!({ "partnerId": world.id(world.lead), "subregionId": place, "personId": world.id(scene.coach.person) });
        app.mutate(staff, "appointSubregionAdviser", "adviser { id }", post).await;
        let wanted = json!({
            "partnerId": world.id(world.lead), "institutionId": office, "topic": "COOPERATION", "words": "Pytanie",
        });
        let asked = app.mutate(staff, "askForAdvice", "request { id }", wanted).await;
        let given = json!({ "requestId": asked["request"]["id"], "heldAt": "2026-05-10T08:00:00Z", "minutes": 60, "people": 4 });
        app.mutate(staff, "recordAdvisorySession", "session { id }", given).await;

        let of = |id: Value| json!({ "id": id, "from": "2026-05-01", "to": "2026-05-31" });
        let ledger = app.ask(staff, &ask("personSupport", "personId"), of(json!(world.id(person)))).await;
        let ledger = &ledger["personSupport"];
        let kinds = |ledger: &Value| {
            let all = ledger["supports"].as_array().unwrap().clone();
            all.iter().map(|one| (one["kind"].clone(), one["minutes"].clone(), one["people"].clone())).collect::<Vec<_>>()
        };
        let row = |kind: &str, minutes: i32, people: i32| (json!(kind), json!(minutes), json!(people));
        assert_eq!(kinds(ledger), [row("TRAINING", 360, 1), row("COACHING", 30, 1)], "{ledger}");
        assert_eq!((&ledger["people"], &ledger["participations"], &ledger["minutes"]), (&json!(1), &json!(2), &json!(390)));
        assert_eq!(ledger["isWhole"], json!(true));

        let ledger = app.ask(staff, &ask("institutionSupport", "institutionId"), of(json!(office))).await;
        let ledger = &ledger["institutionSupport"];
        assert_eq!(kinds(ledger), [row("TRAINING", 200, 1), row("ADVICE", 60, 4)], "{ledger}");
        assert_eq!(ledger["people"], json!(1), "who never came was not supported");

        // The person sees their own; the other person is nobody whom they see; a day outside has nothing.
        let own = &scene.coachees[0].token;
        let mine = app.ask(own, &ask("personSupport", "personId"), of(json!(world.id(person)))).await;
        assert_eq!(kinds(&mine["personSupport"]).len(), 2);
        let query = ask("personSupport", "personId");
        let theirs = app.graphql(Some(own), &query, of(json!(world.id(other)))).await;
        assert!(theirs.body.to_string().contains("NOT_FOUND"), "{}", theirs.body);
        let never = json!({ "id": world.id(person), "from": "2026-06-01", "to": "2026-06-30" });
        let never = app.ask(staff, &ask("personSupport", "personId"), never).await;
        assert_eq!(never["personSupport"]["supports"], json!([]));
    })
    .await;
}

//! Editions that are held on other days, and once more.

use chrono::Duration;
use serde_json::{Value, json};
use tests::builders::{EditionPlan, Training, World};
use tests::letters::Message;
use tests::{TestApp, on_both};

use crate::mail::person;

const LOOK: &str = "query($id: ID!) { node(id: $id) { ... on Edition { title state dates startsOn endsOn closesOn seats \
    seatsTaken sessions { edges { node { title startsAt endsAt plannedMin } } } breakoutGroups { totalCount } \
    trainers { totalCount } enrolments { totalCount } } } }";

fn hours(edition: &Value) -> Vec<(String, String)> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let all = edition["sessions"]["edges"].as_array().unwrap();
    all.iter().map(|one| (text(&one["node"]["startsAt"]), text(&one["node"]["endsAt"]))).collect()
}

/// The same hours so many days later, where the clocks do not change in between.
fn later(hours: &[(String, String)], days: i64) -> Vec<(String, String)> {
    let one = |at: &str| {
        let at = chrono::DateTime::parse_from_rfc3339(at).unwrap().to_utc() + Duration::days(days);
        at.to_rfc3339_opts(chrono::SecondsFormat::AutoSi, false)
    };
    hours.iter().map(|(from, to)| (one(from), one(to))).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_edition_moves_with_its_sessions_and_everybody_concerned_is_told() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let world = World::new(&app).await;
        let token = &world.coordinator.token;
        let training = Training::open(&app, &world, EditionPlan::default()).await;
        let iga = person(&app, &world, ("Iga", "Pierwsza"), Some("a@example.pl")).await;
        training.enrol(&app, &world, iga).await;
        assert_eq!(app.work().await, 0);
        let look = async |id: &str| app.ask(token, LOOK, json!({ "id": id })).await["node"].clone();
        let before = look(&training.edition).await;

        let days = json!({ "editionId": training.edition, "closesOn": "2026-05-13" });
        app.mutate(token, "updateEdition", "edition { id }", days).await;
        // What would leave a deadline behind is refused, and nothing is half-moved.
        let back = json!({ "editionId": training.edition, "startsOn": "2026-05-02" });
        assert_eq!(app.refused(token, "moveEdition", back).await, "INVALID");
        assert_eq!(hours(&look(&training.edition).await), hours(&before));
        let far = json!({ "editionId": training.edition, "startsOn": "2150-01-01" });
        assert_eq!(app.refused(token, "moveEdition", far).await, "INVALID");

        let there =
            json!({ "editionId": training.edition, "startsOn": "2026-05-22", "reason": "remont sali" });
        app.mutate(token, "moveEdition", "edition { id }", there).await;
        let after = look(&training.edition).await;
        assert_eq!((&after["startsOn"], &after["endsOn"]), (&json!("2026-05-22"), &json!("2026-05-23")));
        assert_eq!((&after["closesOn"], &after["seatsTaken"]), (&json!("2026-05-13"), &json!(1)));
        assert_eq!(hours(&after), later(&hours(&before), 10));
        app.clock.advance(Duration::minutes(11));
        assert_eq!(app.work().await, 0);
        let told = Message::in_folder(&app);
        let told = told.iter().find(|one| one.header("Subject").starts_with("Zmiana terminu")).unwrap();
        assert!(told.part("text/plain").contains("22–23 maja 2026"), "{}", told.part("text/plain"));
        assert!(!told.part("text/plain").contains("remont"));
        assert!(String::from_utf8(told.bytes("text/calendar")).unwrap().contains("SEQUENCE:"));

        app.clock.advance(Duration::days(10));
        training.start(&app, &world).await;
        let late = json!({ "editionId": training.edition, "startsOn": "2026-06-22" });
        assert_eq!(app.refused(token, "moveEdition", late).await, "WRONG_STATE");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_edition_is_copied_for_other_days_with_all_but_its_participants() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let world = World::new(&app).await;
        let token = &world.coordinator.token;
        let training = Training::open(&app, &world, EditionPlan::default()).await;
        let group = json!({ "editionId": training.edition, "name": "Grupa A" });
        app.mutate(token, "addBreakoutGroup", "breakoutGroup { id }", group).await;
        let trainer = world.person(&app, "Ewa", "Trenerka").await;
        let assign = json!({ "editionId": training.edition, "personId": world.id(trainer) });
        app.mutate(token, "assignTrainer", "trainer { id }", assign).await;
        training.enrol(&app, &world, world.person(&app, "Ala", "Uczestniczka").await).await;
        let look = async |id: &str| app.ask(token, LOOK, json!({ "id": id })).await["node"].clone();
        let old = look(&training.edition).await;
        let off = json!({ "editionId": training.edition, "to": "CANCELLED", "reason": "choroba" });
        app.mutate(token, "changeEditionState", "edition { id }", off).await;

        let copy = json!({
            "editionId": training.edition, "title": "Szkolenie 1 – powtórka", "startsOn": "2026-06-12", "dates": "TENTATIVE",
        });
        let made = app.mutate(token, "copyEdition", "edition { id }", copy.clone()).await;
        let new = look(made["edition"]["id"].as_str().unwrap()).await;
        assert_eq!(
            (&new["state"], &new["dates"], &new["title"]),
            (&json!("DRAFT"), &json!("TENTATIVE"), &json!("Szkolenie 1 – powtórka"))
        );
        assert_eq!((&new["startsOn"], &new["endsOn"]), (&json!("2026-06-12"), &json!("2026-06-13")));
        assert_eq!((&new["seats"], &new["seatsTaken"]), (&old["seats"], &json!(0)));
        assert_eq!(hours(&new), later(&hours(&old), 31));
        assert_eq!(new["breakoutGroups"]["totalCount"], 1);
        assert_eq!(new["trainers"]["totalCount"], 1);
        assert_eq!(new["enrolments"]["totalCount"], 0);

        let untitled = json!({ "editionId": training.edition, "title": " ", "startsOn": "2026-06-12", "dates": "TENTATIVE" });
        assert_eq!(app.refused(token, "copyEdition", untitled).await, "INVALID");
        let other = world.participant(&app, "u@example.pl", trainer).await;
        let code = app.refused(&other.token, "copyEdition", copy).await;
        assert!(matches!(code.as_str(), "FORBIDDEN" | "NOT_FOUND"), "{code}");
    })
    .await;
}

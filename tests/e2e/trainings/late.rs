//! After enrolment is over: walk-ins, substitutes, seats that are handed over, and the way back.

use entities::shared::actor::{Role, ScopeKind};
use serde_json::{Value, json};
use tests::builders::{EditionPlan, Training, World};
use tests::{TestApp, on_both};

async fn state_of(app: &TestApp, token: &str, enrolment: &str) -> Value {
    let query =
        "query($id: ID!) { node(id: $id) { ... on Enrolment { state edition { seatsTaken waiting } } } }";
    app.ask(token, query, json!({ "id": enrolment })).await["node"].clone()
}

fn seen(state: &str, seats_taken: i32, waiting: i32) -> Value {
    json!({ "state": state, "edition": { "seatsTaken": seats_taken, "waiting": waiting } })
}

#[tokio::test(flavor = "multi_thread")]
async fn staff_seat_a_walk_in_and_whoever_waits_after_the_close_with_a_reason_while_there_are_seats() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let world = World::new(&app).await;
        let plan = EditionPlan { seats: 2, waiting: 2, approval: true, ..EditionPlan::default() };
        let training = Training::open(&app, &world, plan).await;
        let token = &world.coordinator.token;
        let mut people = vec![];
        for name in ["Pierwsza", "Druga", "Trzecia", "Czwarta", "Piąta"] {
            people.push(world.person(&app, "Ewa", name).await);
        }
        let first = training.enrol(&app, &world, people[0]).await;
        training.enrol(&app, &world, people[1]).await;
        let waits = training.enrol(&app, &world, people[2]).await;
        training.go(&app, &world, "ENROLMENT_CLOSED").await;
        app.mutate(token, "cancelEnrolment", "enrolment { state }", json!({ "enrolmentId": first })).await;
        assert_eq!(state_of(&app, token, &waits).await, seen("WAITLISTED", 1, 1));

        let enrol = |person: usize, reason: Option<&str>| {
            json!({ "editionId": training.edition, "personId": world.id(people[person]), "reason": reason })
        };
        assert_eq!(app.refused(token, "enrolPerson", enrol(2, None)).await, "ENROLMENT_CLOSED");
        // Whoever waits comes by the seat that was given back; approval is the word of staff.
        let seated =
            app.mutate(token, "enrolPerson", "enrolment { id state }", enrol(2, Some("Za Pierwszą."))).await;
        assert_eq!(seated["enrolment"], json!({ "id": waits, "state": "CONFIRMED" }));
        assert_eq!(state_of(&app, token, &waits).await, seen("CONFIRMED", 2, 0));
        training.go(&app, &world, "RUNNING").await;
        assert_eq!(app.refused(token, "enrolPerson", enrol(3, Some("Stoi w drzwiach."))).await, "EDITION_FULL");
        app.mutate(token, "setSeats", "edition { seats }", json!({ "editionId": training.edition, "seats": 3 })).await;
        let walk_in =
            app.mutate(token, "enrolPerson", "enrolment { id state }", enrol(3, Some("Stoi w drzwiach."))).await;
        assert_eq!(walk_in["enrolment"]["state"], "CONFIRMED");
        assert_eq!(app.refused(token, "enrolPerson", enrol(3, Some("Jeszcze raz."))).await, "ALREADY_ENROLLED");

        let lock = json!({ "editionId": training.edition, "missingAsAbsent": true });
        app.mutate(token, "lockAttendance", "edition { id }", lock).await;
        assert_eq!(app.refused(token, "enrolPerson", enrol(4, Some("Za późno."))).await, "ATTENDANCE_LOCKED");
        let admin =
            world.account(&app, "admin@example.pl", Role::SysAdmin, ScopeKind::Installation, None).await;
        let trail = "query($id: ID!) { auditEntries(filter: { subjectId: $id }, first: 9) { edges { node { action reason } } } }";
        let lines = app.ask(&admin.token, trail, json!({ "id": waits })).await;
        assert!(lines.to_string().contains("Za Pierwszą."), "{lines}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_seat_is_handed_over_and_nobody_who_waits_is_promoted_by_it() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let world = World::new(&app).await;
        let plan = EditionPlan { seats: 1, waiting: 2, ..EditionPlan::default() };
        let training = Training::open(&app, &world, plan).await;
        let token = &world.coordinator.token;
        let mut people = vec![];
        for name in ["Ćwikła", "Źrebak", "Nowa", "Późna"] {
            people.push(world.person(&app, "Ola", name).await);
        }
        let seat = training.enrol(&app, &world, people[0]).await;
        let waits = training.enrol(&app, &world, people[1]).await;
        let to = |enrolment: &str, person: usize, reason: Option<&str>| {
            json!({ "enrolmentId": enrolment, "personId": world.id(people[person]), "reason": reason })
        };
        assert_eq!(app.refused(token, "handOverSeat", to(&waits, 2, None)).await, "NO_SEAT_HELD");
        assert_eq!(app.refused(token, "handOverSeat", to(&seat, 1, None)).await, "ALREADY_ENROLLED");
        let handed = app.mutate(token, "handOverSeat", "enrolment { id state }", to(&seat, 2, None)).await;
        let theirs = handed["enrolment"]["id"].as_str().unwrap().to_owned();
        assert_eq!(state_of(&app, token, &seat).await, seen("CANCELLED_BY_ORGANISER", 1, 1));
        assert_eq!(state_of(&app, token, &theirs).await, seen("CONFIRMED", 1, 1));
        assert_eq!(state_of(&app, token, &waits).await["state"], "WAITLISTED");

        training.start(&app, &world).await;
        let payload = app.try_mutate(token, "handOverSeat", "", to(&theirs, 3, None)).await;
        assert_eq!(payload["errors"][0]["field"], json!(["reason"]), "{payload}");
        training.record(&app, &world, 0, &[(&theirs, 240)]).await;
        let late = to(&theirs, 3, Some("Choroba."));
        assert_eq!(app.refused(token, "handOverSeat", late.clone()).await, "ATTENDANCE_RECORDED");
        training.record(&app, &world, 0, &[(&theirs, 0)]).await;
        let handed = app.mutate(token, "handOverSeat", "enrolment { id state }", late).await;
        assert_eq!(handed["enrolment"]["state"], "CONFIRMED");
        assert_eq!(state_of(&app, token, &theirs).await, seen("CANCELLED_BY_ORGANISER", 1, 1));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_edition_looks_at_the_calendar_and_goes_back_while_nothing_rests_on_it() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let world = World::new(&app).await;
        let plan = EditionPlan { seats: 1, waiting: 1, ..EditionPlan::default() };
        let training = Training::open(&app, &world, plan).await;
        let token = &world.coordinator.token;
        let first = world.person(&app, "Ewa", "Ćwikła").await;
        let second = world.person(&app, "Adam", "Źrebak").await;
        let seated = training.enrol(&app, &world, first).await;
        let waits = training.enrol(&app, &world, second).await;
        let to = |state: &str, reason: Option<&str>| {
            json!({ "editionId": training.edition, "to": state, "reason": reason })
        };
        training.start(&app, &world).await;
        let payload = app.try_mutate(token, "changeEditionState", "", to("ENROLMENT_CLOSED", None)).await;
        assert_eq!(payload["errors"][0]["field"], json!(["reason"]), "{payload}");
        training.record(&app, &world, 0, &[(&seated, 240)]).await;
        let back = to("ENROLMENT_CLOSED", Some("Pomyłka."));
        assert_eq!(app.refused(token, "changeEditionState", back).await, "ATTENDANCE_RECORDED");

        // Another one is taken back, and opened again: whoever waits is offered the seat that was given back meanwhile.
        let training = Training::open(&app, &world, EditionPlan { seats: 1, waiting: 1, ..EditionPlan::default() }).await;
        let seated = training.enrol(&app, &world, first).await;
        let waits_too = training.enrol(&app, &world, second).await;
        training.start(&app, &world).await;
        let to = |state: &str| json!({ "editionId": training.edition, "to": state, "reason": "Pomyłka." });
        app.mutate(token, "changeEditionState", "edition { state }", to("ENROLMENT_CLOSED")).await;
        app.mutate(token, "cancelEnrolment", "enrolment { state }", json!({ "enrolmentId": seated })).await;
        assert_eq!(state_of(&app, token, &waits_too).await, seen("WAITLISTED", 0, 1));
        app.mutate(token, "changeEditionState", "edition { state }", to("ENROLMENT_OPEN")).await;
        assert_eq!(state_of(&app, token, &waits_too).await, seen("OFFERED", 1, 0));
        assert_eq!(state_of(&app, token, &waits).await["state"], "WAITLISTED");

        // Nobody enrols in what has ended, and it is not opened any more.
        app.clock.advance(chrono::Duration::days(3));
        let late = json!({ "editionId": training.edition, "personId": world.id(world.person(&app, "Ola", "Późna").await) });
        assert_eq!(app.refused(token, "enrolPerson", late).await, "ENROLMENT_CLOSED");
        training.go(&app, &world, "ENROLMENT_CLOSED").await;
        assert_eq!(app.refused(token, "changeEditionState", to("ENROLMENT_OPEN")).await, "ENROLMENT_OVER");

        let copy = json!({ "editionId": training.edition, "title": "Za rok", "startsOn": "2027-05-12", "dates": "CONFIRMED" });
        let copy = app.mutate(token, "copyEdition", "edition { id }", copy).await;
        let next = |state: &str| json!({ "editionId": copy["edition"]["id"], "to": state });
        for state in ["PUBLISHED", "ENROLMENT_OPEN", "ENROLMENT_CLOSED"] {
            app.mutate(token, "changeEditionState", "edition { state }", next(state)).await;
        }
        assert_eq!(app.refused(token, "changeEditionState", next("RUNNING")).await, "NOT_BEGUN");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_in_two_trainings_at_the_same_hours_is_warned() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let world = World::new(&app).await;
        let token = &world.coordinator.token;
        let person = world.person(&app, "Ewa", "Ćwikła").await;
        let one = Training::open(&app, &world, EditionPlan::default()).await;
        let first = one.enrol(&app, &world, person).await;
        let other = Training::open(&app, &world, EditionPlan::default()).await;
        let fields = "enrolment { id clashes { enrolment { id edition { title } } from to } }";
        let input = json!({ "editionId": other.edition, "personId": world.id(person) });
        let second = app.mutate(token, "enrolPerson", fields, input).await;
        let clashes = second["enrolment"]["clashes"].as_array().unwrap();
        assert_eq!((clashes.len(), &clashes[0]["enrolment"]["id"]), (1, &json!(first)), "{second}");
        assert!(clashes[0]["from"].as_str() < clashes[0]["to"].as_str());
        app.mutate(token, "cancelEnrolment", "enrolment { id }", json!({ "enrolmentId": first })).await;
        let query = "query($id: ID!) { node(id: $id) { ... on Enrolment { clashes { from } } } }";
        let left = app.ask(token, query, json!({ "id": second["enrolment"]["id"] })).await;
        assert_eq!(left["node"]["clashes"], json!([]));
    })
    .await;
}

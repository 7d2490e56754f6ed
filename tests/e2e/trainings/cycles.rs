//! Limits across the editions of a programme, seats that staff give, and whom somebody represents.

use entities::shared::actor::{Role, ScopeKind};
use serde_json::{Value, json};
use tests::builders::{EditionPlan, Training, World};
use tests::{TestApp, on_both};

/// Another edition of the same programme, open.
async fn another(app: &TestApp, world: &World, training: &Training) -> String {
    let token = &world.coordinator.token;
    let copy = json!({ "editionId": training.edition, "title": "Druga grupa", "startsOn": "2026-07-14", "dates": "CONFIRMED" });
    let made = app.mutate(token, "copyEdition", "edition { id }", copy).await;
    let id = made["edition"]["id"].as_str().unwrap().to_owned();
    for to in ["PUBLISHED", "ENROLMENT_OPEN"] {
        let change = json!({ "editionId": id, "to": to });
        app.mutate(token, "changeEditionState", "edition { id }", change).await;
    }
    id
}

async fn enrolled(app: &TestApp, token: &str, input: Value) -> Value {
    let fields = "enrolment { id state institution { name } }";
    app.mutate(token, "enrolPerson", fields, input).await["enrolment"].clone()
}

async fn state_of(app: &TestApp, token: &str, enrolment: &Value) -> Value {
    let query = "query($id: ID!) { node(id: $id) { ... on Enrolment { state } } }";
    app.ask(token, query, json!({ "id": enrolment })).await["node"]["state"].clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_takes_part_in_as_many_editions_of_a_programme_as_it_allows_by_no_path_in_more() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let world = World::new(&app).await;
        let plan = EditionPlan { seats: 1, waiting: 5, ..EditionPlan::default() };
        let training = Training::open(&app, &world, plan).await;
        let token = &world.coordinator.token;
        let second = another(&app, &world, &training).await;
        let limit = |most: Value| json!({ "programmeId": training.programme, "editionsPerPerson": most });
        let payload = app.try_mutate(token, "updateTrainingProgramme", "", limit(json!(0))).await;
        assert_eq!(payload["errors"][0]["field"], json!(["editionsPerPerson"]), "{payload}");
        let fields = "trainingProgramme { editionsPerPerson institutionCap }";
        let limited = app.mutate(token, "updateTrainingProgramme", fields, limit(json!(1))).await;
        assert_eq!(limited["trainingProgramme"], json!({ "editionsPerPerson": 1, "institutionCap": null }));

        let mut people = vec![];
        for name in ["Pierwsza", "Druga", "Trzecia", "Czwarta"] {
            people.push(world.person(&app, "Ewa", name).await);
        }
        let to = |edition: &str, person: usize| json!({ "editionId": edition, "personId": world.id(people[person]) });
        let seat = enrolled(&app, token, to(&training.edition, 0)).await;
        // Not in a second one: neither on the list, nor by staff after the close, nor in somebody's place.
        assert_eq!(app.refused(token, "enrolPerson", to(&second, 0)).await, "PROGRAMME_LIMIT_REACHED");
        let taken = enrolled(&app, token, to(&second, 1)).await;
        let over = json!({ "enrolmentId": taken["id"], "personId": world.id(people[0]) });
        assert_eq!(app.refused(token, "handOverSeat", over.clone()).await, "PROGRAMME_LIMIT_REACHED");

        // Two wait in both. Whoever is offered a seat in one is passed over in the other.
        let waits = enrolled(&app, token, to(&training.edition, 2)).await;
        let waits_too = enrolled(&app, token, to(&second, 2)).await;
        let next = enrolled(&app, token, to(&second, 3)).await;
        app.mutate(token, "cancelEnrolment", "enrolment { id }", json!({ "enrolmentId": seat["id"] })).await;
        assert_eq!(state_of(&app, token, &waits["id"]).await, "OFFERED");
        app.mutate(token, "cancelEnrolment", "enrolment { id }", json!({ "enrolmentId": taken["id"] })).await;
        assert_eq!(state_of(&app, token, &waits_too["id"]).await, "WAITLISTED");
        assert_eq!(state_of(&app, token, &next["id"]).await, "OFFERED");
        // Who left may come again, and a limit that is taken away holds nobody.
        assert_eq!(app.refused(token, "handOverSeat", over).await, "NO_SEAT_HELD");
        enrolled(&app, token, to(&second, 0)).await;
        app.mutate(token, "updateTrainingProgramme", fields, limit(Value::Null)).await;
        enrolled(&app, token, to(&second, 1)).await;
        enrolled(&app, token, to(&training.edition, 1)).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_institution_has_as_many_seats_in_all_editions_as_the_programme_allows() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let world = World::new(&app).await;
        let training = Training::open(&app, &world, EditionPlan { seats: 5, ..EditionPlan::default() }).await;
        let token = &world.coordinator.token;
        let second = another(&app, &world, &training).await;
        let limit = json!({ "programmeId": training.programme, "institutionCap": 2 });
        app.mutate(token, "updateTrainingProgramme", "trainingProgramme { id }", limit).await;
        let mut people = vec![];
        for name in ["Pierwsza", "Druga", "Trzecia"] {
            people.push(world.person(&app, "Ola", name).await);
        }
        let to = |edition: &str, person: usize| json!({ "editionId": edition, "personId": world.id(people[person]) });
        let first = enrolled(&app, token, to(&training.edition, 0)).await;
        enrolled(&app, token, to(&second, 1)).await;
        let payload = app.try_mutate(token, "enrolPerson", "", to(&second, 2)).await;
        assert_eq!(payload["errors"][0]["code"], "PROGRAMME_LIMIT_REACHED", "{payload}");
        assert_eq!(payload["errors"][0]["field"], json!(["institutionId"]), "{payload}");
        // One of its own may come in place of another.
        let over = json!({ "enrolmentId": first["id"], "personId": world.id(people[2]) });
        app.mutate(token, "handOverSeat", "enrolment { id }", over).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn reserved_seats_are_given_by_staff_and_stay_free_for_nobody_else() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let world = World::new(&app).await;
        let plan = EditionPlan { seats: 3, waiting: 3, ..EditionPlan::default() };
        let training = Training::open(&app, &world, plan).await;
        let token = &world.coordinator.token;
        let seats = |seats: i32, reserved: Value| {
            json!({ "editionId": training.edition, "seats": seats, "reserved": reserved })
        };
        let fields = "edition { seats seatsReserved seatsTaken waiting }";
        app.mutate(token, "setSeats", fields, seats(3, json!(2))).await;
        let mut people = vec![];
        for name in ["Pierwsza", "Druga", "Trzecia", "Czwarta", "Piąta"] {
            people.push(world.person(&app, "Iga", name).await);
        }
        let to = |person: usize, reserved: bool| {
            json!({ "editionId": training.edition, "personId": world.id(people[person]), "reserved": reserved })
        };
        let own = world.participant(&app, "iga@example.pl", people[0]).await;
        let payload = app.try_mutate(&own.token, "enrolPerson", "", to(0, true)).await;
        assert_eq!(payload["errors"][0]["field"], json!(["reserved"]), "{payload}");
        assert_eq!(enrolled(&app, &own.token, to(0, false)).await["state"], "CONFIRMED");
        let waits = enrolled(&app, token, to(1, false)).await;
        assert_eq!(waits["state"], "WAITLISTED");
        let given = enrolled(&app, token, to(2, true)).await;
        assert_eq!(given["state"], "CONFIRMED");
        // Whoever waits is promoted by a seat that is given back, or reserved no more; never below what is taken.
        let payload = app.try_mutate(token, "setSeats", "", seats(3, json!(2))).await;
        assert_eq!(payload["errors"][0]["field"], json!(["reserved"]), "{payload}");
        let payload = app.try_mutate(token, "setSeats", "", seats(2, Value::Null)).await;
        assert_eq!(payload["errors"][0]["field"], json!(["seats"]), "{payload}");
        let left = app.mutate(token, "setSeats", fields, seats(3, json!(0))).await;
        assert_eq!(left["edition"], json!({ "seats": 3, "seatsReserved": 0, "seatsTaken": 3, "waiting": 0 }));
        assert_eq!(state_of(&app, token, &waits["id"]).await, "OFFERED");
        let payload = app.try_mutate(token, "enrolPerson", "", to(3, true)).await;
        assert_eq!(payload["errors"][0]["code"], "NO_RESERVED_SEAT", "{payload}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_employs_a_person_is_represented_unless_somebody_says_otherwise() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let world = World::new(&app).await;
        let training = Training::open(&app, &world, EditionPlan { seats: 9, ..EditionPlan::default() }).await;
        let token = &world.coordinator.token;
        let person = world.person(&app, "Ewa", "Ćwikła").await;
        let to = json!({ "editionId": training.edition, "personId": world.id(person) });
        let there = enrolled(&app, token, to.clone()).await;
        assert!(there["institution"]["name"].is_string(), "{there}");
        let other = world.person(&app, "Ewa", "Źrebak").await;
        let mut alone =
            json!({ "editionId": training.edition, "personId": world.id(other), "institutionId": null });
        assert_eq!(enrolled(&app, token, alone.clone()).await["institution"], Value::Null);
        // The coordinator of an institution names it no more than anybody else does.
        let third = world.person(&app, "Ewa", "Nowa").await;
        let head = world
            .account(
                &app,
                "szef@example.pl",
                Role::InstitutionCoordinator,
                ScopeKind::Institution,
                Some(world.lead_office.0),
            )
            .await;
        alone["personId"] = json!(world.id(third));
        assert_eq!(app.refused(&head.token, "enrolPerson", alone).await, "FORBIDDEN");
        let own = json!({ "editionId": training.edition, "personId": world.id(third) });
        assert!(enrolled(&app, &head.token, own).await["institution"]["name"].is_string());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn where_to_join_from_afar_is_known_to_whoever_takes_part() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let world = World::new(&app).await;
        let training =
            Training::open(&app, &world, EditionPlan { seats: 1, waiting: 2, ..EditionPlan::default() })
                .await;
        let token = &world.coordinator.token;
        let link = |link: &str| json!({ "editionId": training.edition, "onlineLink": link });
        for wrong in [
            "http://spotkanie.example.pl",
            "javascript:alert(1)",
            "https://",
            "https://a:b@example.pl/",
            "pokój 5",
        ] {
            let payload = app.try_mutate(token, "updateEdition", "", link(wrong)).await;
            assert_eq!(payload["errors"][0]["field"], json!(["onlineLink"]), "{wrong}: {payload}");
        }
        let there = "https://spotkanie.example.pl/szkolenie?pokoj=5";
        let set = app.mutate(token, "updateEdition", "edition { onlineLink }", link(there)).await;
        assert_eq!(set["edition"]["onlineLink"], there);
        let mut tokens = vec![];
        for (name, email) in [("Pierwsza", "a@example.pl"), ("Druga", "b@example.pl")] {
            let person = world.person(&app, "Ewa", name).await;
            training.enrol(&app, &world, person).await;
            tokens.push(world.participant(&app, email, person).await.token);
        }
        let query = "{ enrolments(first: 5) { edges { node { state onlineLink edition { onlineLink } } } } }";
        let seen = [app.ask(&tokens[0], query, json!({})).await, app.ask(&tokens[1], query, json!({})).await];
        let node = |at: usize| seen[at]["enrolments"]["edges"][0]["node"].clone();
        assert_eq!(
            node(0),
            json!({ "state": "CONFIRMED", "onlineLink": there, "edition": { "onlineLink": null } })
        );
        assert_eq!(
            node(1),
            json!({ "state": "WAITLISTED", "onlineLink": null, "edition": { "onlineLink": null } })
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_editions_that_somebody_asks_for_at_the_same_moment_a_limited_programme_gives_one() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let world = World::new(&app).await;
        let training =
            Training::open(&app, &world, EditionPlan { seats: 50, ..EditionPlan::default() }).await;
        let token = &world.coordinator.token;
        let second = another(&app, &world, &training).await;
        let limit = json!({ "programmeId": training.programme, "editionsPerPerson": 1 });
        app.mutate(token, "updateTrainingProgramme", "trainingProgramme { id }", limit).await;
        for n in 0..20 {
            let person = world.id(world.person(&app, "Ewa", &format!("Naraz{n}")).await);
            let ask = |edition: &str| {
                let input = json!({ "editionId": edition, "personId": person });
                app.try_mutate(token, "enrolPerson", "enrolment { id }", input)
            };
            let (one, other) = tokio::join!(ask(&training.edition), ask(&second));
            let codes = [&one, &other].map(|payload| payload["errors"][0]["code"].clone());
            let barred = codes.iter().filter(|code| **code == "PROGRAMME_LIMIT_REACHED").count();
            let seated = codes.iter().filter(|code| code.is_null()).count();
            assert_eq!((seated, barred), (1, 1), "{one} {other}");
        }
    })
    .await;
}

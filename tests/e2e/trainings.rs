//! Enrolment, seats, waiting list, attendance.

mod asked;
mod check_in;
mod correction;
mod cycles;
mod hours;
mod imported;
mod late;
mod materials;
mod mended;
mod needs;
mod places;
mod rows;
mod sheets;
mod shift;
mod surveys;
mod told;
mod worded;

pub(crate) use rows::ROOM;

use serde_json::json;
use tests::builders::{EditionPlan, Training, World};
use tests::{TestApp, on_both};

#[tokio::test(flavor = "multi_thread")]
async fn fifty_people_at_once_take_ten_seats_and_five_places_to_wait() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let world = World::new(&app).await;
        let plan = EditionPlan { seats: 10, waiting: 5, ..EditionPlan::default() };
        let training = Training::open(&app, &world, plan).await;
        let mut people = vec![];
        for n in 0..50 {
            people.push(world.person(&app, "Łucja", &format!("Uczestniczka {n}")).await);
        }
        let (app, world) = (std::sync::Arc::new(app), std::sync::Arc::new(world));
        let tasks = people.into_iter().map(|person| {
            let (app, world, edition) = (app.clone(), world.clone(), training.edition.clone());
            tokio::spawn(async move {
                let input = json!({ "editionId": edition, "personId": world.id(person) });
                app.try_mutate(&world.coordinator.token, "enrolPerson", "enrolment { state }", input).await
            })
        });
        let tasks: Vec<_> = tasks.collect();
        let mut answers = vec![];
        for task in tasks {
            answers.push(task.await.unwrap());
        }
        let count = |state: &str| answers.iter().filter(|a| a["enrolment"]["state"] == state).count();
        let full = answers.iter().filter(|a| a["errors"][0]["code"] == "EDITION_FULL").count();
        assert_eq!((count("CONFIRMED"), count("WAITLISTED"), full), (10, 5, 35));
        let query = "query($id: ID!) { node(id: $id) { ... on Edition { seatsTaken waiting } } }";
        let edition = app.ask(&world.coordinator.token, query, json!({ "id": training.edition })).await;
        assert_eq!(edition["node"], json!({ "seatsTaken": 10, "waiting": 5 }));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_freed_seat_is_offered_to_whoever_waits_longest_and_goes_on_when_nobody_answers() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let world = World::new(&app).await;
        let plan = EditionPlan { seats: 1, waiting: 2, ..EditionPlan::default() };
        let training = Training::open(&app, &world, plan).await;
        // Seats of what has ended are offered to nobody.
        let later = json!({ "editionId": training.edition, "startsOn": "2026-05-20" });
        app.mutate(&world.coordinator.token, "moveEdition", "edition { id }", later).await;
        let mut enrolments = vec![];
        for name in ["Pierwsza", "Druga", "Trzecia"] {
            let person = world.person(&app, "Żaneta", name).await;
            enrolments.push(training.enrol(&app, &world, person).await);
            app.clock.advance(chrono::Duration::minutes(1));
        }
        let states = async || {
            let query = "query($ids: [ID!]!) { nodes(ids: $ids) { ... on Enrolment { state } } }";
            let nodes = app.ask(&world.coordinator.token, query, json!({ "ids": enrolments })).await;
            let states = nodes["nodes"].as_array().unwrap().iter();
            states.map(|node| node["state"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(states().await, ["CONFIRMED", "WAITLISTED", "WAITLISTED"]);

        let cancel = json!({ "enrolmentId": enrolments[0] });
        app.mutate(&world.coordinator.token, "cancelEnrolment", "enrolment { state }", cancel).await;
        assert_eq!(states().await, ["CANCELLED_BY_ORGANISER", "OFFERED", "WAITLISTED"]);

        // The offer is held for 48 hours; then the worker takes it back and the next one is asked.
        app.clock.advance(chrono::Duration::hours(49));
        assert_eq!(app.work().await, 0);
        assert_eq!(states().await, ["CANCELLED_BY_ORGANISER", "OFFER_EXPIRED", "OFFERED"]);
        let late = json!({ "enrolmentId": enrolments[1], "accept": true });
        assert_eq!(app.refused(&world.coordinator.token, "answerOffer", late).await, "WRONG_STATE");
        let decline = json!({ "enrolmentId": enrolments[2], "accept": false });
        app.mutate(&world.coordinator.token, "answerOffer", "enrolment { state }", decline).await;
        assert_eq!(states().await[2], "OFFER_DECLINED");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn after_enrolment_has_closed_nobody_is_promoted_and_nobody_gets_in() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let world = World::new(&app).await;
        let plan = EditionPlan { seats: 1, waiting: 1, ..EditionPlan::default() };
        let training = Training::open(&app, &world, plan).await;
        let first = world.person(&app, "Ewa", "Ćwikła").await;
        let second = world.person(&app, "Adam", "Źrebak").await;
        let seated = training.enrol(&app, &world, first).await;
        let waiting = training.enrol(&app, &world, second).await;
        training.go(&app, &world, "ENROLMENT_CLOSED").await;
        let token = &world.coordinator.token;
        app.mutate(token, "cancelEnrolment", "enrolment { state }", json!({ "enrolmentId": seated })).await;
        let promote = json!({ "editionId": training.edition });
        assert_eq!(app.refused(token, "promoteWaiting", promote).await, "ENROLMENT_CLOSED");
        let query =
            "query($id: ID!) { node(id: $id) { ... on Enrolment { state edition { seatsTaken waiting } } } }";
        let node = app.ask(token, query, json!({ "id": waiting })).await;
        assert_eq!(
            node["node"],
            json!({ "state": "WAITLISTED", "edition": { "seatsTaken": 0, "waiting": 1 } })
        );
        let third = world.person(&app, "Ola", "Nowa").await;
        let late = json!({ "editionId": training.edition, "personId": world.id(third) });
        assert_eq!(app.refused(token, "enrolPerson", late).await, "ENROLMENT_CLOSED");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn raising_the_seats_promotes_and_nobody_enrols_twice() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let world = World::new(&app).await;
        let plan = EditionPlan { seats: 1, waiting: 3, ..EditionPlan::default() };
        let training = Training::open(&app, &world, plan).await;
        let mut enrolments = vec![];
        for name in ["A", "B", "C"] {
            let person = world.person(&app, "Jan", name).await;
            enrolments.push((person, training.enrol(&app, &world, person).await));
            app.clock.advance(chrono::Duration::seconds(1));
        }
        let token = &world.coordinator.token;
        let again = json!({ "editionId": training.edition, "personId": world.id(enrolments[1].0) });
        assert_eq!(app.refused(token, "enrolPerson", again).await, "ALREADY_ENROLLED");
        let more = json!({ "editionId": training.edition, "seats": 2 });
        let edition = app.mutate(token, "setSeats", "edition { seatsTaken waiting }", more).await;
        assert_eq!(edition["edition"], json!({ "seatsTaken": 2, "waiting": 1 }));
        let fewer = json!({ "editionId": training.edition, "seats": 1 });
        assert_eq!(app.refused(token, "setSeats", fewer).await, "INVALID");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn attendance_is_recorded_for_a_whole_list_or_not_at_all_and_never_after_the_lock() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let world = World::new(&app).await;
        let training = Training::open(&app, &world, EditionPlan::default()).await;
        let anna = world.person(&app, "Anna", "Sęk").await;
        let jan = world.person(&app, "Jan", "Bąk").await;
        let (anna, jan) = (training.enrol(&app, &world, anna).await, training.enrol(&app, &world, jan).await);
        let token = &world.coordinator.token;
        let list = |minutes: i32| {
            let entries = json!([{ "enrolmentId": anna, "minutes": 200 }, { "enrolmentId": jan, "minutes": minutes }]);
            json!({ "sessionId": training.sessions[0], "entries": entries })
        };
        assert_eq!(app.refused(token, "recordAttendance", list(100)).await, "WRONG_STATE");
        training.start(&app, &world).await;
        let payload = app.try_mutate(token, "recordAttendance", "", list(241)).await;
        assert_eq!(payload["errors"][0]["field"], json!(["entries", "1", "minutes"]));
        let recorded = "query($id: ID!) { node(id: $id) { ... on Session { attendance { totalCount edges { node { minutes } } } } } }";
        let rows = app.ask(token, recorded, json!({ "id": training.sessions[0] })).await;
        assert_eq!(rows["node"]["attendance"]["totalCount"], 0);

        // Recorded twice, counted once; the later list corrects the earlier.
        for minutes in [10, 240] {
            app.mutate(token, "recordAttendance", "session { id }", list(minutes)).await;
        }
        let rows = app.ask(token, recorded, json!({ "id": training.sessions[0] })).await;
        assert_eq!(rows["node"]["attendance"]["totalCount"], 2);

        let lock = json!({ "editionId": training.edition });
        let payload = app.try_mutate(token, "lockAttendance", "", lock).await;
        assert_eq!(payload["errors"][0]["code"], "ATTENDANCE_INCOMPLETE");
        assert!(payload["errors"][0]["message"].as_str().unwrap().contains('2'));
        assert_eq!(
            app.refused(token, "changeEditionState", json!({ "editionId": training.edition, "to": "COMPLETED" })).await,
            "ATTENDANCE_NOT_LOCKED"
        );
        training.finish(&app, &world).await;
        assert_eq!(app.refused(token, "recordAttendance", list(1)).await, "WRONG_STATE");
        let states = app.ask(token, "query($ids: [ID!]!) { nodes(ids: $ids) { ... on Enrolment { state } } }", json!({ "ids": [anna, jan] }));
        assert_eq!(states.await["nodes"], json!([{ "state": "NOT_COMPLETED" }, { "state": "NOT_COMPLETED" }]));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn tentative_dates_are_confirmed_once_with_place_and_contractor() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let world = World::new(&app).await;
        let training = Training::draft(&app, &world, EditionPlan::default()).await;
        let token = &world.coordinator.token;
        let query = "query($id: ID!) { node(id: $id) { ... on Edition { programme { id } } } }";
        let node = app.ask(token, query, json!({ "id": training.edition })).await;
        let tentative = json!({ "programmeId": node["node"]["programme"]["id"], "title": "Szkolenie 2", "dates": "TENTATIVE",
            "startsOn": "2026-09-01", "endsOn": "2026-09-01", "city": "Kielce", "seats": 10 });
        let created = app.mutate(token, "createEdition", "edition { id version }", tentative).await;
        let dates = |starts: &str, ends: &str, version: i32| {
            json!({ "editionId": created["edition"]["id"], "startsOn": starts, "endsOn": ends, "version": version,
                    "contractor": "Pracownia „Most” sp. z o.o." })
        };
        let now = i32::try_from(created["edition"]["version"].as_i64().unwrap()).unwrap();
        for (input, code) in [
            (dates("2026-09-31", "2026-10-01", now), "INVALID"),
            (dates("2026-09-17", "2026-09-16", now), "INVALID"),
            (dates("2026-09-17", "2026-09-17", now + 1), "STALE_VERSION"),
        ] {
            assert_eq!(app.refused(token, "confirmEditionDates", input).await, code);
        }
        let fields = "edition { dates startsOn contractor version }";
        let done = app.mutate(token, "confirmEditionDates", fields, dates("2026-09-17", "2026-09-17", now)).await;
        let edition = &done["edition"];
        assert_eq!((&edition["dates"], &edition["startsOn"]), (&json!("CONFIRMED"), &json!("2026-09-17")));
        assert_eq!(edition["contractor"], "Pracownia „Most” sp. z o.o.");
        // What people were told is not confirmed a second time to other days.
        let again = dates("2026-09-18", "2026-09-18", now + 1);
        assert_eq!(app.refused(token, "confirmEditionDates", again).await, "WRONG_STATE");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_edition_and_its_sessions_are_corrected_until_they_are_over() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let world = World::new(&app).await;
        let training = Training::open(&app, &world, EditionPlan::default()).await;
        let anna = world.person(&app, "Anna", "Sęk").await;
        let anna = training.enrol(&app, &world, anna).await;
        let token = &world.coordinator.token;
        let query = "query($id: ID!) { node(id: $id) { ... on Edition { version startsOn endsOn venue city \
            sessions { edges { node { id title ordinal plannedMin startsAt } } } } } }";
        let edition = async || app.ask(token, query, json!({ "id": training.edition })).await["node"].clone();
        let before = edition().await;
        let (first, last) = (before["startsOn"].as_str().unwrap(), before["endsOn"].as_str().unwrap());
        let later = (last.parse::<chrono::NaiveDate>().unwrap() + chrono::Days::new(1)).to_string();

        let change = |more: serde_json::Value| {
            let mut input = json!({ "editionId": training.edition });
            input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            input
        };
        for (wrong, field) in [
            (json!({ "title": "" }), "title"),
            (json!({ "venue": "Łódź \u{e000}" }), "venue"),
            (json!({ "closesOn": later }), "closesOn"),
            (json!({ "cancelUntil": later }), "cancelUntil"),
            (json!({ "opensOn": last, "closesOn": "2020-01-01" }), "closesOn"),
            (json!({ "closesOn": "20121-03-31" }), "closesOn"),
        ] {
            let refused = app.try_mutate(token, "updateEdition", "", change(wrong)).await;
            assert_eq!(refused["errors"][0]["field"], json!([field]), "{refused:#}");
        }
        let stale = change(json!({ "title": "Spóźniony", "version": 0 }));
        assert_eq!(app.refused(token, "updateEdition", stale).await, "STALE_VERSION");
        let fields = "edition { title city venue closesAt version }";
        let right = json!({ "title": "Szkoła Kooperacji – edycja 1", "venue": "", "closesOn": first, "version": before["version"] });
        let done = app.mutate(token, "updateEdition", fields, change(right)).await["edition"].clone();
        assert_eq!(done["title"], "Szkoła Kooperacji – edycja 1");
        assert_eq!((&done["venue"], &done["city"]), (&serde_json::Value::Null, &before["city"]));
        assert_eq!(done["version"].as_i64(), before["version"].as_i64().map(|version| version + 1));

        // A session too many is taken away, and those after it move up.
        let extra = json!({ "editionId": training.edition, "title": "Zbędne",
            "startsAt": format!("{first}T00:00:00Z"), "endsAt": format!("{first}T00:30:00Z") });
        let extra = app.mutate(token, "addSession", "session { id ordinal }", extra).await["session"].clone();
        let other = json!({ "editionId": training.edition, "title": "Potrzebne",
            "startsAt": format!("{first}T00:30:00Z"), "endsAt": format!("{first}T00:45:00Z") });
        app.mutate(token, "addSession", "session { id }", other).await;
        app.mutate(token, "removeSession", "edition { id }", json!({ "sessionId": extra["id"] })).await;
        assert_eq!(app.refused(token, "removeSession", json!({ "sessionId": extra["id"] })).await, "NOT_FOUND");
        let sessions = edition().await["sessions"]["edges"].clone();
        let needed = sessions.as_array().unwrap().iter().find(|edge| edge["node"]["title"] == "Potrzebne").unwrap();
        assert_eq!(needed["node"]["ordinal"], extra["ordinal"]);

        training.start(&app, &world).await;
        let session = &training.sessions[0];
        let minutes = json!({ "sessionId": session, "entries": [{ "enrolmentId": anna, "minutes": 60 }] });
        app.mutate(token, "recordAttendance", "session { id }", minutes).await;
        assert_eq!(app.refused(token, "removeSession", json!({ "sessionId": session })).await, "ATTENDANCE_RECORDED");
        let short = json!({ "sessionId": session, "plannedMin": 59 });
        let refused = app.try_mutate(token, "updateSession", "", short).await;
        assert_eq!(refused["errors"][0]["field"], json!(["plannedMin"]), "{refused:#}");
        assert!(refused["errors"][0]["message"].as_str().unwrap().contains("60"), "{refused:#}");
        let long = json!({ "sessionId": session, "endsAt": format!("{later}T23:00:00Z") });
        let refused = app.try_mutate(token, "updateSession", "", long).await;
        assert_eq!(refused["errors"][0]["field"], json!(["endsAt"]), "{refused:#}");
        let shorter = json!({ "sessionId": session, "title": "Wykład", "plannedMin": 60, "mandatory": true });
        let shown = "session { title plannedMin mandatory startsAt }";
        let done = app.mutate(token, "updateSession", shown, shorter).await["session"].clone();
        assert_eq!((&done["title"], &done["plannedMin"], &done["mandatory"]), (&json!("Wykład"), &json!(60), &json!(true)));
        let kept = before["sessions"]["edges"].as_array().unwrap().iter().find(|edge| edge["node"]["id"] == *session);
        assert_eq!(done["startsAt"], kept.unwrap()["node"]["startsAt"]);

        training.finish(&app, &world).await;
        let over = json!({ "sessionId": session, "title": "Za późno" });
        assert_eq!(app.refused(token, "updateSession", over).await, "WRONG_STATE");
        assert_eq!(app.refused(token, "updateEdition", change(json!({ "title": "Za późno" }))).await, "WRONG_STATE");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_attends_locks_or_completes_what_has_not_taken_place() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let world = World::new(&app).await;
        let training = Training::open(&app, &world, EditionPlan::default()).await;
        let anna = world.person(&app, "Anna", "Sęk").await;
        let anna = training.enrol(&app, &world, anna).await;
        training.start(&app, &world).await;
        let token = &world.coordinator.token;
        // The second day is tomorrow.
        let tomorrow = json!({ "editionId": training.edition, "title": "Dzień drugi",
            "startsAt": "2026-05-13T07:00:00Z", "endsAt": "2026-05-13T09:00:00Z" });
        let session = app.mutate(token, "addSession", "session { id }", tomorrow).await;
        let list = json!({ "sessionId": session["session"]["id"], "entries": [{ "enrolmentId": anna, "minutes": 120 }] });
        let lock = json!({ "editionId": training.edition, "missingAsAbsent": true });
        let refused = app.try_mutate(token, "recordAttendance", "", list.clone()).await;
        assert_eq!(refused["errors"][0]["field"], json!(["sessionId"]), "{refused:#}");
        assert_eq!(app.refused(token, "lockAttendance", lock.clone()).await, "INVALID");
        // While it lasts, people may be recorded as they come, but nothing is closed.
        app.clock.advance(chrono::Duration::hours(24) + chrono::Duration::minutes(30));
        app.mutate(token, "recordAttendance", "session { id }", list).await;
        assert_eq!(app.refused(token, "lockAttendance", lock).await, "INVALID");
        app.clock.advance(chrono::Duration::hours(2));
        training.finish(&app, &world).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_repeated_mutation_answers_with_its_first_result_also_when_both_arrive_at_once() {
    on_both(async |base| {
        let app = std::sync::Arc::new(TestApp::on(base));
        let world = World::new(&app).await;
        let training = Training::open(&app, &world, EditionPlan::default()).await;
        let person = world.person(&app, "Zofia", "Łęcka").await;
        let token = world.coordinator.token.clone();
        let input =
            json!({ "editionId": training.edition, "personId": world.id(person), "idempotencyKey": "k-1" });
        let tasks: Vec<_> = (0..8)
            .map(|_| {
                let (app, token, input) = (app.clone(), token.clone(), input.clone());
                tokio::spawn(
                    async move { app.mutate(&token, "enrolPerson", "enrolment { id }", input).await },
                )
            })
            .collect();
        let mut ids = std::collections::HashSet::new();
        for task in tasks {
            ids.insert(task.await.unwrap()["enrolment"]["id"].to_string());
        }
        assert_eq!(ids.len(), 1);
        let mut other = input.clone();
        other["needsNight"] = json!(true);
        assert_eq!(app.refused(&token, "enrolPerson", other).await, "IDEMPOTENCY_KEY_REUSED");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn bad_input_is_named_by_its_field_and_nothing_is_written() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let world = World::new(&app).await;
        let training = Training::draft(&app, &world, EditionPlan::default()).await;
        let token = &world.coordinator.token;
        let query = "query($id: ID!) { node(id: $id) { ... on Edition { programme { id editions { totalCount } } } } }";
        let node = app.ask(token, query, json!({ "id": training.edition })).await;
        let programme = node["node"]["programme"]["id"].clone();
        let input = |starts: &str, ends: &str, title: &str| {
            json!({ "programmeId": programme, "title": title, "dates": "CONFIRMED", "startsOn": starts, "endsOn": ends,
                    "city": "Kielce", "seats": 10 })
        };
        let cases = [
            (input("20121-03-31", "2026-05-12", "X"), "startsOn"),
            (input("2026-05-12", "2026-05-11", "X"), "endsOn"),
            (input("1989-12-31", "2026-05-11", "X"), "startsOn"),
            (input("2026-05-12", "2026-05-12", &"Ż".repeat(5_000)), "title"),
            (input("2026-05-12", "2026-05-12", "   "), "title"),
            (input("2026-05-12", "2026-05-12", "a\u{7}b"), "title"),
            // Nothing but what nobody sees, what means something to one program only, and what no document could print.
            (input("2026-05-12", "2026-05-12", "\u{200b}\u{ad}"), "title"),
            (input("2026-05-12", "2026-05-12", "Szkolenie \u{e000}abc"), "title"),
            (input("2026-05-12", "2026-05-12", "Тренінг 😀"), "title"),
        ];
        for (input, field) in cases {
            let payload = app.try_mutate(token, "createEdition", "edition { id }", input).await;
            assert_eq!(payload["errors"][0]["code"], "INVALID", "{payload:#}");
            assert_eq!(payload["errors"][0]["field"], json!([field]));
        }
        // Ids that are none, of another kind, or of nothing.
        for id in [json!(""), json!("x"), json!(world.id(world.lead_office)), json!(world.id(entities::shared::ids::ProgrammeId(uuid::Uuid::nil())))] {
            let mut input = input("2026-05-12", "2026-05-12", "X");
            input["programmeId"] = id;
            assert_eq!(app.refused(token, "createEdition", input).await, "NOT_FOUND");
        }
        let node = app.ask(token, query, json!({ "id": training.edition })).await;
        assert_eq!(node["node"]["programme"]["editions"]["totalCount"], 1);
        let wrong = json!({ "editionId": training.edition, "to": "COMPLETED" });
        let payload = app.try_mutate(token, "changeEditionState", "", wrong).await;
        let message = payload["errors"][0]["message"].as_str().unwrap();
        assert!(message.contains("Stan obecny: w przygotowaniu; dozwolone: ogłoszona, odwołana."), "{message}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_promotion_keeps_to_the_cap_of_an_institution_and_asks_the_next() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let world = World::new(&app).await;
        let plan = EditionPlan { seats: 1, waiting: 3, institution_cap: Some(1), ..EditionPlan::default() };
        let training = Training::open(&app, &world, plan).await;
        let token = &world.coordinator.token;
        let (ours, theirs) = (world.lead_office, world.partner_office);
        let mut enrolments = vec![];
        for (name, office) in [("Pierwsza", theirs), ("Druga", ours), ("Trzecia", ours), ("Czwarta", theirs)] {
            let person = world.person_of(&app, "Ewa", name, office).await;
            let represented = (name != "Czwarta").then(|| world.id(office));
            let input = json!({ "editionId": training.edition, "personId": world.id(person), "institutionId": represented });
            app.clock.advance(chrono::Duration::seconds(1));
            let payload = app.mutate(token, "enrolPerson", "enrolment { id }", input).await;
            enrolments.push(payload["enrolment"]["id"].clone());
        }
        let more = json!({ "editionId": training.edition, "seats": 4 });
        app.mutate(token, "setSeats", "edition { seatsTaken }", more).await;
        let query = "query($ids: [ID!]!) { nodes(ids: $ids) { ... on Enrolment { state } } }";
        let states = app.ask(token, query, json!({ "ids": enrolments })).await;
        let expected = ["CONFIRMED", "OFFERED", "WAITLISTED", "OFFERED"].map(|state| json!({ "state": state }));
        assert_eq!(states["nodes"], json!(expected));
    })
    .await;
}

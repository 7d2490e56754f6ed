//! What a popular training does to an installation: thousands enrol within seconds at two API processes, hundreds of phones send the
//! same scans. Figures are printed (`--nocapture`). Small crowds always run; the large ones by name:
//! `cargo test -p tests --test e2e rush -- --ignored --nocapture`; with `ZWORNIK_TEST_PROGRAM` naming a program built for speed, its
//! processes are those that are asked.

#![expect(clippy::print_stdout, reason = "figures are for whoever runs it")]

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use entities::trainings::{EnrolmentState, check_in, enrolment};
use entities::upkeep::drift::drifts;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use serde_json::json;
use tests::builders::{EditionPlan, Training, World};
use tests::databases::TestDb;
use tests::{TestApp, on_both};

use super::at_once::copies;
use super::processes::{Call, Processes};
use super::{Dice, FAR, counts, deadlocks};

const SEATS: usize = 100;
const WAITING: usize = 50;
/// How many ask at the same moment.
const CLIENTS: usize = 64;
/// How long a client waits between two enrolments.
const PACE: Duration = Duration::from_millis(250);

/// So many people enrol in one edition, sixty-four at a time, at two processes in turn.
async fn enrol(base: TestDb, people: usize) {
    let app = TestApp::on(base);
    let world = World::new(&app).await;
    let plan = EditionPlan {
        seats: i32::try_from(SEATS).unwrap(),
        waiting: i32::try_from(WAITING).unwrap(),
        ends_on: FAR,
        ..EditionPlan::default()
    };
    let training = Training::open(&app, &world, plan).await;
    let model = world.person(&app, "Zofia", "Chętna").await;
    let mut calls = vec![];
    while calls.len() < people {
        for person in copies(&app, model, (people - calls.len()).min(200)).await {
            let input = json!({ "editionId": training.edition, "personId": world.id(person) });
            calls.push(Call::new(&world.coordinator.token, "enrolPerson", input));
        }
    }
    let (calls, next) = (Arc::new(calls), Arc::new(AtomicUsize::new(0)));
    let processes = Arc::new(Processes::start(&app).await);
    let began = Instant::now();
    let clients = (0..CLIENTS).map(|_| {
        let (calls, next, processes) = (Arc::clone(&calls), Arc::clone(&next), Arc::clone(&processes));
        tokio::spawn(async move {
            let mut answers = vec![];
            loop {
                let n = next.fetch_add(1, Ordering::Relaxed);
                let Some(call) = calls.get(n) else { return answers };
                let asked = Instant::now();
                let payload = processes.ask(n, call).await;
                let code = payload["errors"][0]["code"].as_str().unwrap_or("DONE").to_owned();
                answers.push((code, asked.elapsed()));
            }
        })
    });
    let mut codes: BTreeMap<String, usize> = BTreeMap::new();
    let mut took: Vec<Duration> = vec![];
    for client in clients.collect::<Vec<_>>() {
        for (code, waited) in client.await.unwrap() {
            *codes.entry(code).or_default() += 1;
            took.push(waited);
        }
    }
    took.sort_unstable();
    println!(
        "{}: {people} enrolments by {CLIENTS} clients within {:?}; p50 {:?}, p99 {:?}, longest {:?}",
        app.base.kind,
        began.elapsed(),
        took[took.len() / 2],
        took[took.len() * 99 / 100],
        took[took.len() - 1]
    );
    let (done, full) = (SEATS + WAITING, people - SEATS - WAITING);
    assert_eq!(codes, BTreeMap::from([("DONE".to_owned(), done), ("EDITION_FULL".to_owned(), full)]));
    let (seats, waiting) = (SEATS as u64, WAITING as u64);
    assert_eq!(counts(&app).await, [[seats, seats, waiting, waiting]]);
    let db = &app.state.db.reader;
    assert_eq!(drifts(db).await.unwrap(), []);
    assert_eq!(deadlocks(&app).await, 0);

    // Seats that come are offered to the head of the line, in its order.
    let line = enrolment::Entity::find()
        .filter(enrolment::Column::State.eq(EnrolmentState::Waitlisted))
        .order_by_asc(enrolment::Column::RequestedAt)
        .order_by_asc(enrolment::Column::Id)
        .all(db)
        .await
        .unwrap();
    let more = json!({ "editionId": training.edition, "seats": SEATS + 10 });
    app.mutate(&world.coordinator.token, "setSeats", "edition { id }", more).await;
    let offered = enrolment::Entity::find().filter(enrolment::Column::State.eq(EnrolmentState::Offered));
    let offered: Vec<_> = offered.all(db).await.unwrap().into_iter().map(|row| row.id).collect();
    assert_eq!(offered.len(), 10);
    assert!(line.iter().take(10).all(|first| offered.contains(&first.id)), "whoever waits longest");
}

#[tokio::test(flavor = "multi_thread")]
async fn hundreds_enrol_at_two_processes_and_exactly_the_seats_are_taken() {
    on_both(async |base| enrol(base, 250).await).await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "takes minutes: run by name"]
async fn ten_thousand_enrol_at_two_processes_and_exactly_the_seats_are_taken() {
    on_both(async |base| enrol(base, 10_000).await).await;
}

/// Sixty-four clients who each enrol somebody four times a second, in one of twenty editions: a busy morning, no rush.
async fn busy_morning(base: TestDb, rounds: usize) {
    const EDITIONS: usize = 20;
    let app = TestApp::on(base);
    let world = World::new(&app).await;
    let mut editions = vec![];
    for _ in 0..EDITIONS {
        let plan = EditionPlan { seats: 2_000, ends_on: FAR, ..EditionPlan::default() };
        editions.push(Training::open(&app, &world, plan).await.edition);
    }
    let model = world.person(&app, "Zofia", "Chętna").await;
    let mut people = vec![];
    while people.len() < CLIENTS * rounds {
        people.extend(copies(&app, model, (CLIENTS * rounds - people.len()).min(200)).await);
    }
    let processes = Arc::new(Processes::start(&app).await);
    let clients = (0..CLIENTS).map(|client| {
        let calls: Vec<Call> = (0..rounds)
            .map(|round| {
                let (n, person) = (client * rounds + round, world.id(people[client * rounds + round]));
                let input = json!({ "editionId": editions[n % EDITIONS], "personId": person });
                Call::new(&world.coordinator.token, "enrolPerson", input)
            })
            .collect();
        let processes = Arc::clone(&processes);
        tokio::spawn(async move {
            let mut took = vec![];
            // They do not ask all at the same instant.
            tokio::time::sleep(PACE / u32::try_from(CLIENTS).unwrap() * u32::try_from(client).unwrap()).await;
            let mut beat = tokio::time::interval(PACE);
            for call in &calls {
                beat.tick().await;
                let asked = Instant::now();
                let payload = processes.ask(client, call).await;
                assert!(payload["errors"].as_array().is_none_or(Vec::is_empty), "{payload}");
                took.push(asked.elapsed());
            }
            took
        })
    });
    let mut took: Vec<Duration> = vec![];
    for client in clients.collect::<Vec<_>>() {
        took.extend(client.await.unwrap());
    }
    took.sort_unstable();
    println!(
        "{}: {} enrolments, {CLIENTS} clients each every {PACE:?}; p50 {:?}, p99 {:?}, longest {:?}",
        app.base.kind,
        took.len(),
        took[took.len() / 2],
        took[took.len() * 99 / 100],
        took[took.len() - 1]
    );
    assert_eq!(drifts(&app.state.db.reader).await.unwrap(), []);
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "a measurement: run by name"]
async fn sixty_four_clients_enrol_people_in_twenty_editions_on_a_busy_morning() {
    on_both(async |base| busy_morning(base, 60).await).await;
}

/// So many phones at the door have scanned the same people, and send what they have in whatever order.
async fn scan(base: TestDb, phones: usize) {
    const PEOPLE: usize = 20;
    let app = Arc::new(TestApp::on(base));
    let world = World::new(&app).await;
    let plan = EditionPlan { sessions: vec![(240, false)], ..EditionPlan::default() };
    let training = Training::open(&app, &world, plan).await;
    let token = Arc::new(world.coordinator.token.clone());
    let (mut scans, mut expected) = (vec![], vec![]);
    let begins = app.now() - chrono::Duration::minutes(240);
    let query = "query($id: ID!) { node(id: $id) { ... on Enrolment { ticketCode } } }";
    for n in 0..PEOPLE {
        let person = world.person(&app, "Ewa", &format!("Osoba {n}")).await;
        let id = training.enrol(&app, &world, person).await;
        let code = app.ask(&token, query, json!({ "id": id })).await["node"]["ticketCode"].clone();
        let (came, left) = (i64::try_from(n).unwrap(), 200 + i64::try_from(n).unwrap());
        // Scanned again later, and on leaving for a moment: the first coming and the last leaving count.
        for (way, minute) in [("IN", came), ("IN", came + 30), ("OUT", 100), ("OUT", left)] {
            let at = (begins + chrono::Duration::minutes(minute)).to_rfc3339();
            scans.push(json!({ "code": code, "way": way, "scannedAt": at }));
        }
        let at = |minute| begins + chrono::Duration::minutes(minute);
        expected.push((at(came), Some(at(left))));
    }
    training.start(&app, &world).await;
    let (began, mut dice) = (Instant::now(), Dice(7));
    let batches: Vec<_> = (0..phones)
        .map(|_| {
            let mut own = scans.clone();
            for last in (1..own.len()).rev() {
                own.swap(last, dice.roll(last + 1));
            }
            own
        })
        .collect();
    let (batches, next) = (Arc::new(batches), Arc::new(AtomicUsize::new(0)));
    let session = training.sessions[0].clone();
    let senders = (0..CLIENTS.min(phones)).map(|_| {
        let (app, token, batches, next) =
            (Arc::clone(&app), Arc::clone(&token), Arc::clone(&batches), Arc::clone(&next));
        let session = session.clone();
        tokio::spawn(async move {
            while let Some(own) = batches.get(next.fetch_add(1, Ordering::Relaxed)) {
                // A phone loses its connection half-way, and sends all of it again.
                for part in [&own[..own.len() / 2], &own[..]] {
                    let list = json!({ "sessionId": session, "scans": part });
                    app.mutate(&token, "checkIn", "scans { outcome }", list).await;
                }
            }
        })
    });
    for sender in senders.collect::<Vec<_>>() {
        sender.await.unwrap();
    }
    println!(
        "{}: {phones} phones with {} scans each within {:?}",
        app.base.kind,
        scans.len(),
        began.elapsed()
    );
    let rows =
        check_in::Entity::find().order_by_asc(check_in::Column::CameAt).all(&app.state.db.reader).await;
    let found: Vec<_> = rows.unwrap().into_iter().map(|row| (row.came_at, row.left_at)).collect();
    let found: Vec<_> = found.into_iter().map(|(came, left)| (came.unwrap(), left)).collect();
    assert_eq!(found, expected, "each person once, from the first coming to the last leaving");
    assert_eq!(deadlocks(&app).await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn phones_send_the_same_scans_in_any_order_and_each_person_counts_once() {
    on_both(async |base| scan(base, 12).await).await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "takes minutes: run by name"]
async fn five_hundred_phones_send_the_same_scans_in_any_order_and_each_person_counts_once() {
    on_both(async |base| scan(base, 500).await).await;
}

//! Ten actors do whatever comes to their minds, at once; after each round counts are those of the rows they count. One actor
//! alone does what a simple model in memory does.

use std::collections::BTreeMap;
use std::sync::Arc;

use entities::shared::actor::{Role, ScopeKind};
use entities::shared::ids::EditionId;
use entities::trainings::{EnrolmentState, edition, enrolment};
use entities::upkeep::drift::{Counted, Drift, drifts, mend};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use serde_json::{Value, json};
use tests::builders::{EditionPlan, Training, World};
use tests::{TestApp, on_both};
use uuid::Uuid;

use super::Dice;

/// Seeds that stay in the suite.
const SEEDS: [u64; 2] = [7, 1_989];
/// Who does something at the same moment.
const ACTORS: usize = 10;
/// What each does in a round.
const DEEDS: usize = 4;
const ROUNDS: usize = 3;

async fn enrolments(app: &TestApp) -> Vec<enrolment::Model> {
    let all = enrolment::Entity::find().order_by_asc(enrolment::Column::Id);
    all.all(&app.state.db.reader).await.unwrap()
}

/// What one actor does next: a mutation and its input.
fn deed(
    dice: &mut Dice,
    world: &World,
    people: &[entities::shared::ids::PersonId],
    editions: &[Training],
    rows: &[enrolment::Model],
) -> (bool, &'static str, Value) {
    let edition = &editions[dice.roll(editions.len())].edition;
    let person = world.id(people[dice.roll(people.len())]);
    let one = |dice: &mut Dice| rows.get(dice.roll(rows.len().max(1))).map(|row| world.id(row.id));
    match dice.roll(12) {
        0..=4 => (false, "enrolPerson", json!({ "editionId": edition, "personId": person })),
        5 | 6 => (false, "cancelEnrolment", json!({ "enrolmentId": one(dice) })),
        7 => (false, "answerOffer", json!({ "enrolmentId": one(dice), "accept": false })),
        8 => (false, "decideEnrolment", json!({ "enrolmentId": one(dice), "approve": true })),
        9 => (false, "promoteWaiting", json!({ "editionId": edition })),
        10 => (false, "setSeats", json!({ "editionId": edition, "seats": 2 + dice.roll(5) })),
        _ => (true, "erasePerson", json!({ "personId": person, "onlyWhatMayGo": true })),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_ten_actors_do_at_once_no_count_drifts() {
    on_both(async |base| {
        let app = Arc::new(TestApp::on(base));
        let world = World::new(&app).await;
        let admin = world
            .account(&app, "iod@example.pl", Role::SysAdmin, ScopeKind::Installation, None::<Uuid>)
            .await;
        for seed in SEEDS {
            let mut people = vec![];
            for n in 0..12 {
                people.push(world.person(&app, "Zofia", &format!("Losowa {seed} {n}")).await);
            }
            let mut editions = vec![];
            for approval in [false, true] {
                let plan = EditionPlan { seats: 3, waiting: 4, approval, ..EditionPlan::default() };
                editions.push(Training::open(&app, &world, plan).await);
            }
            for round in 0..ROUNDS {
                let rows = enrolments(&app).await;
                let tasks: Vec<_> = (0..ACTORS)
                    .map(|actor| {
                        let mut dice = Dice(seed * 1_000 + (round * ACTORS + actor) as u64);
                        let deeds: Vec<_> = (0..DEEDS)
                            .map(|_| deed(&mut dice, &world, &people, &editions, &rows))
                            .filter(|(_, _, input)| {
                                !input["enrolmentId"].is_null() || input.get("enrolmentId").is_none()
                            })
                            .collect();
                        let tokens = [world.coordinator.token.clone(), admin.token.clone()];
                        let app = Arc::clone(&app);
                        tokio::spawn(async move {
                            for (by_admin, name, input) in deeds {
                                // A fault would end the test here: what is refused is refused in the payload.
                                app.try_mutate(&tokens[usize::from(by_admin)], name, "", input).await;
                            }
                        })
                    })
                    .collect();
                for task in tasks {
                    task.await.unwrap();
                }
                assert_eq!(drifts(&app.state.db.reader).await.unwrap(), [], "seed {seed}, round {round}");
                app.work().await;
                assert_eq!(drifts(&app.state.db.reader).await.unwrap(), [], "seed {seed}, after work");
            }
            let off = json!({ "editionId": editions[0].edition, "to": "CANCELLED", "reason": "powódź" });
            app.mutate(&world.coordinator.token, "changeEditionState", "", off).await;
            assert_eq!(drifts(&app.state.db.reader).await.unwrap(), [], "seed {seed}, called off");
        }
    })
    .await;
}

/// An edition as one writes it on a sheet of paper: who sits, who was offered a seat, who waits, in order.
#[derive(Default)]
struct Model {
    seats: usize,
    waiting: usize,
    people: BTreeMap<usize, EnrolmentState>,
    line: Vec<usize>,
    /// Who declined an offer waits for none again.
    declined: Vec<usize>,
}

impl Model {
    fn seated(&self) -> usize {
        self.people.values().filter(|state| state.holds_seat()).count()
    }

    fn promote(&mut self) {
        while self.seated() < self.seats {
            let Some(at) = self.line.iter().position(|who| !self.declined.contains(who)) else { break };
            let next = self.line.remove(at);
            self.people.insert(next, EnrolmentState::Offered);
        }
    }

    /// Whether it is done.
    fn enrol(&mut self, who: usize) -> bool {
        if self.people.contains_key(&who) {
            return false;
        }
        if self.seated() < self.seats {
            self.people.insert(who, EnrolmentState::Confirmed);
        } else if self.line.len() < self.waiting && !self.declined.contains(&who) {
            self.people.insert(who, EnrolmentState::Waitlisted);
            self.line.push(who);
        } else {
            return false;
        }
        true
    }

    fn leave(&mut self, who: usize) -> bool {
        if self.people.remove(&who).is_none() {
            return false;
        }
        self.line.retain(|one| *one != who);
        self.promote();
        true
    }

    fn answer(&mut self, who: usize, accepts: bool) -> bool {
        if self.people.get(&who) != Some(&EnrolmentState::Offered) {
            return false;
        }
        if accepts {
            self.people.insert(who, EnrolmentState::Confirmed);
        } else {
            self.people.remove(&who);
            self.declined.push(who);
            self.promote();
        }
        true
    }

    fn resize(&mut self, seats: usize) -> bool {
        if seats < self.seated() {
            return false;
        }
        self.seats = seats;
        self.promote();
        true
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn one_actor_does_what_a_sheet_of_paper_does() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let world = World::new(&app).await;
        for seed in SEEDS {
            let mut dice = Dice(seed);
            let mut people = vec![];
            for n in 0..9 {
                people.push(world.person(&app, "Zofia", &format!("Kartka {seed} {n}")).await);
            }
            let plan = EditionPlan { seats: 3, waiting: 3, ..EditionPlan::default() };
            let training = Training::open(&app, &world, plan).await;
            let key = newest(&app).await;
            let mut model = Model { seats: 3, waiting: 3, ..Model::default() };
            let mut ids: BTreeMap<usize, String> = BTreeMap::new();
            for step in 0..60 {
                let who = dice.roll(people.len());
                let enrolment = ids.get(&who).cloned();
                let (name, fields, input, expected) = match (dice.roll(6), enrolment) {
                    (0 | 1, _) | (2..=4, None) => {
                        let input =
                            json!({ "editionId": training.edition, "personId": world.id(people[who]) });
                        ("enrolPerson", "enrolment { id }", input, model.enrol(who))
                    }
                    (2, Some(id)) => ("cancelEnrolment", "", json!({ "enrolmentId": id }), model.leave(who)),
                    (accepts @ (3 | 4), Some(id)) => {
                        let input = json!({ "enrolmentId": id, "accept": accepts == 3 });
                        ("answerOffer", "", input, model.answer(who, accepts == 3))
                    }
                    _ => {
                        let seats = 2 + dice.roll(4);
                        let input = json!({ "editionId": training.edition, "seats": seats });
                        ("setSeats", "", input, model.resize(seats))
                    }
                };
                // Each comes later than the one before, so that the line is an order.
                app.clock.advance(chrono::Duration::seconds(1));
                let payload = app.try_mutate(&world.coordinator.token, name, fields, input).await;
                let done = payload["errors"] == json!([]);
                assert_eq!(done, expected, "seed {seed}, step {step}, {name}: {payload:#}");
                if let Some(id) = payload["enrolment"]["id"].as_str() {
                    ids.insert(who, id.to_owned());
                }
                let row = edition::Entity::find_by_id(key).one(&app.state.db.reader).await.unwrap().unwrap();
                let counted = (row.seats_taken, row.waiting);
                let written = (model.seated(), model.line.len());
                let written = (i32::try_from(written.0).unwrap(), i32::try_from(written.1).unwrap());
                assert_eq!(counted, written, "seed {seed}, step {step}, {name}");
                let rows = enrolment::Entity::find().filter(enrolment::Column::EditionId.eq(key));
                let mut there: BTreeMap<usize, EnrolmentState> = BTreeMap::new();
                for row in rows.all(&app.state.db.reader).await.unwrap() {
                    if !row.state.is_ended() {
                        there.insert(people.iter().position(|one| *one == row.person_id).unwrap(), row.state);
                    }
                }
                assert_eq!(there, model.people, "seed {seed}, step {step}, {name}");
            }
        }
    })
    .await;
}

/// The edition that was made last.
async fn newest(app: &TestApp) -> EditionId {
    let last =
        edition::Entity::find().order_by_desc(edition::Column::CreatedAt).order_by_desc(edition::Column::Id);
    last.one(&app.state.db.reader).await.unwrap().unwrap().id
}

#[tokio::test(flavor = "multi_thread")]
async fn a_count_that_was_changed_from_outside_is_found_and_mended() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let world = World::new(&app).await;
        let training = Training::open(&app, &world, EditionPlan::default()).await;
        let person = world.person(&app, "Ewa", "Policzona").await;
        training.enrol(&app, &world, person).await;
        let id = newest(&app).await;
        app.write(async |tx, _| {
            edition::Entity::update_many()
                .col_expr(edition::Column::SeatsTaken, Expr::value(5))
                .filter(edition::Column::Id.eq(id))
                .exec(tx)
                .await?;
            Ok(())
        })
        .await;
        let found = drifts(&app.state.db.reader).await.unwrap();
        assert_eq!(found, [Drift { what: Counted::Seats, id: id.0, counted: 5, there: 1 }]);
        assert!(app.write(async |tx, op| mend(tx, op, id).await).await);
        assert_eq!(drifts(&app.state.db.reader).await.unwrap(), []);
        assert!(!app.write(async |tx, op| mend(tx, op, id).await).await, "nothing is left to mend");
    })
    .await;
}

//! Where an edition wants approval, every way to a seat leads past its staff.

use serde_json::{Value, json};
use tests::builders::{Account, EditionPlan, Training, World};
use tests::{TestApp, on_both};

/// An edition that wants approval, with people who asked one after the other, each with an account of their own.
struct Waiting {
    app: TestApp,
    world: World,
    training: Training,
    people: Vec<(Account, Value)>,
    enrolments: Vec<String>,
}

impl Waiting {
    async fn new(base: tests::TestDb, seats: i32, names: &[&str]) -> Self {
        let app = TestApp::on(base);
        let world = World::new(&app).await;
        let plan = EditionPlan { seats, waiting: 10, approval: true, ..EditionPlan::default() };
        let training = Training::open(&app, &world, plan).await;
        // Seats of what has ended are offered to nobody.
        let later = json!({ "editionId": training.edition, "startsOn": "2026-05-20" });
        app.mutate(&world.coordinator.token, "moveEdition", "edition { id }", later).await;
        let mut all = Self { app, world, training, people: vec![], enrolments: vec![] };
        for name in names {
            let person = all.world.person(&all.app, "Ewa", name).await;
            let email = format!("{}@example.pl", name.to_lowercase());
            let account = all.world.participant(&all.app, &email, person).await;
            all.people.push((account, json!(all.world.id(person))));
            let enrolment = all.ask(all.people.len() - 1).await;
            all.enrolments.push(enrolment["enrolment"]["id"].as_str().unwrap().to_owned());
            all.app.clock.advance(chrono::Duration::seconds(1));
        }
        all
    }

    fn staff(&self) -> &str {
        &self.world.coordinator.token
    }

    /// A person enrols herself.
    async fn ask(&self, n: usize) -> Value {
        let (account, person) = &self.people[n];
        let input = json!({ "editionId": self.training.edition, "personId": person });
        self.app.try_mutate(&account.token, "enrolPerson", "enrolment { id state }", input).await
    }

    /// Staff enrol a person.
    async fn enter(&self, n: usize) -> Value {
        let input = json!({ "editionId": self.training.edition, "personId": self.people[n].1 });
        self.app.try_mutate(self.staff(), "enrolPerson", "enrolment { id state }", input).await
    }

    async fn accept(&self, n: usize) -> Value {
        let input = json!({ "enrolmentId": self.enrolments[n], "accept": true });
        self.app.mutate(&self.people[n].0.token, "answerOffer", "enrolment { state }", input).await
    }

    async fn decide(&self, n: usize, approve: bool) -> Value {
        let input = json!({ "enrolmentId": self.enrolments[n], "approve": approve });
        self.app.try_mutate(self.staff(), "decideEnrolment", "enrolment { state }", input).await
    }

    async fn set_seats(&self, seats: i32) {
        let input = json!({ "editionId": self.training.edition, "seats": seats });
        self.app.mutate(self.staff(), "setSeats", "edition { id }", input).await;
    }

    async fn states(&self) -> Vec<String> {
        let query = "query($ids: [ID!]!) { nodes(ids: $ids) { ... on Enrolment { state } } }";
        let found = self.app.ask(self.staff(), query, json!({ "ids": self.enrolments })).await;
        let states = found["nodes"].as_array().unwrap().iter();
        states.map(|node| node["state"].as_str().unwrap().to_owned()).collect()
    }

    async fn counts(&self) -> Value {
        let query = "query($id: ID!) { node(id: $id) { ... on Edition { seatsTaken waiting } } }";
        self.app.ask(self.staff(), query, json!({ "id": self.training.edition })).await["node"].clone()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_accepted_offer_waits_for_approval_whatever_it_came_from() {
    on_both(async |base| {
        let all = Waiting::new(base, 1, &["Pierwsza", "Druga", "Trzecia", "Czwarta", "Piata"]).await;
        assert_eq!(
            all.states().await,
            ["PENDING_APPROVAL", "WAITLISTED", "WAITLISTED", "WAITLISTED", "WAITLISTED"]
        );
        // More seats, a cancellation, a rejection and an offer that ran out each bring an offer, never a seat.
        all.set_seats(2).await;
        assert_eq!(all.accept(1).await["enrolment"]["state"], "PENDING_APPROVAL");
        let cancel = json!({ "enrolmentId": all.enrolments[0] });
        all.app.mutate(&all.people[0].0.token, "cancelEnrolment", "enrolment { state }", cancel).await;
        assert_eq!(all.accept(2).await["enrolment"]["state"], "PENDING_APPROVAL");
        assert_eq!(all.decide(1, false).await["enrolment"]["state"], "REJECTED");
        assert_eq!(all.states().await[3], "OFFERED");
        all.app.clock.advance(chrono::Duration::hours(49));
        assert_eq!(all.app.work().await, 0);
        assert_eq!(all.states().await[3..], ["OFFER_EXPIRED", "OFFERED"]);
        // Staff who answer for somebody approve nobody by that.
        let input = json!({ "enrolmentId": all.enrolments[4], "accept": true });
        let taken = all.app.mutate(all.staff(), "answerOffer", "enrolment { state }", input).await;
        assert_eq!(taken["enrolment"]["state"], "PENDING_APPROVAL");
        assert_eq!(all.counts().await, json!({ "seatsTaken": 2, "waiting": 0 }));
        for n in [2, 4] {
            assert_eq!(all.decide(n, true).await["enrolment"]["state"], "CONFIRMED");
            assert_eq!(all.decide(n, true).await["errors"][0]["code"], "WRONG_STATE");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_was_rejected_comes_back_by_staff_alone_and_only_to_a_seat() {
    on_both(async |base| {
        let mut all = Waiting::new(base, 1, &["Odrzucona", "Czeka"]).await;
        assert_eq!(all.decide(0, false).await["enrolment"]["state"], "REJECTED");
        assert_eq!(all.states().await[1], "OFFERED");
        // Full now, and with a seat: neither lets her in.
        for seats in [1, 2] {
            all.set_seats(seats).await;
            assert_eq!(all.ask(0).await["errors"][0]["code"], "ALREADY_REJECTED");
        }
        all.set_seats(1).await;
        let full = all.enter(0).await;
        assert_eq!(
            (&full["errors"][0]["code"], &full["enrolment"]),
            (&json!("ALREADY_REJECTED"), &Value::Null)
        );
        all.set_seats(2).await;
        let again = all.enter(0).await;
        assert_eq!(again["enrolment"]["state"], "PENDING_APPROVAL", "{again:#}");
        all.enrolments[0] = again["enrolment"]["id"].as_str().unwrap().to_owned();
        assert_eq!(all.decide(0, true).await["enrolment"]["state"], "CONFIRMED");
        assert_eq!(all.counts().await, json!({ "seatsTaken": 2, "waiting": 0 }));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn staff_reject_people_who_wait_or_hold_an_offer_and_their_seat_goes_on() {
    on_both(async |base| {
        let all = Waiting::new(base, 1, &["Pierwsza", "Druga", "Trzecia", "Czwarta"]).await;
        assert_eq!(all.decide(1, true).await["errors"][0]["code"], "WRONG_STATE");
        assert_eq!(all.decide(1, false).await["enrolment"]["state"], "REJECTED");
        assert_eq!(all.counts().await, json!({ "seatsTaken": 1, "waiting": 2 }));
        all.set_seats(2).await;
        assert_eq!(all.states().await[1..], ["REJECTED", "OFFERED", "WAITLISTED"]);
        assert_eq!(all.decide(2, false).await["enrolment"]["state"], "REJECTED");
        assert_eq!(all.states().await[1..], ["REJECTED", "REJECTED", "OFFERED"]);
        assert_eq!(all.counts().await, json!({ "seatsTaken": 2, "waiting": 0 }));
        all.accept(3).await;
        assert_eq!(all.decide(3, true).await["enrolment"]["state"], "CONFIRMED");
        assert_eq!(all.decide(3, false).await["errors"][0]["code"], "WRONG_STATE");
    })
    .await;
}

/// Rows from before the rule: rejected once, and waiting again nonetheless.
#[tokio::test(flavor = "multi_thread")]
async fn whoever_waits_although_rejected_is_passed_over() {
    use entities::trainings::{EnrolmentState, enrolment};
    use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};
    on_both(async |base| {
        let all = Waiting::new(base, 1, &["Pierwsza", "Druga", "Trzecia"]).await;
        let db = all.app.state.db.for_migration();
        let second = enrolment::Column::State.eq(EnrolmentState::Waitlisted);
        let waiting = enrolment::Entity::find().filter(second).all(db).await.unwrap();
        let second = waiting.iter().min_by_key(|row| row.requested_at).unwrap().clone();
        let mut earlier: enrolment::ActiveModel = second.clone().into();
        earlier.id = Set(all.app.system().id());
        earlier.state = Set(EnrolmentState::Rejected);
        enrolment::Entity::insert(earlier).exec_without_returning(db).await.unwrap();
        all.set_seats(3).await;
        let input = json!({ "editionId": all.training.edition });
        all.app.mutate(all.staff(), "promoteWaiting", "edition { id }", input).await;
        assert_eq!(all.states().await, ["PENDING_APPROVAL", "WAITLISTED", "OFFERED"]);
        assert_eq!(all.counts().await, json!({ "seatsTaken": 2, "waiting": 1 }));
    })
    .await;
}

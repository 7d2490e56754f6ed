//! Whoever is concerned by a step is told once, by mail, while it is true: hard rule 22.

use chrono::Duration;
use entities::shared::ids::PersonId;
use serde_json::{Value, json};
use tests::builders::{EditionPlan, Training, World};
use tests::letters::Message;
use tests::{TestApp, on_both};

use crate::mail::person;

/// What was written since, by whom it went to.
struct Post<'a> {
    app: &'a TestApp,
    read: Vec<String>,
}

impl Post<'_> {
    /// Messages that came since the last look: to whom, with which subject; oldest first is not told by a folder.
    async fn fresh(&mut self) -> Vec<Message> {
        assert_eq!(self.app.work().await, 0);
        let all = Message::in_folder(self.app).into_iter();
        let new: Vec<Message> = all.filter(|one| !self.read.contains(&one.header("Message-ID"))).collect();
        self.read.extend(new.iter().map(|one| one.header("Message-ID")));
        new
    }

    /// The only one.
    async fn one(&mut self, to: &str, subject: &str) -> Message {
        let mut new = self.fresh().await;
        let told: Vec<String> = new.iter().map(|one| one.header("Subject")).collect();
        assert_eq!(new.len(), 1, "{told:?}");
        let message = new.remove(0);
        assert!(message.header("To").contains(to) && told[0].starts_with(subject), "{told:?}");
        message
    }
}

async fn people(app: &TestApp, world: &World) -> [PersonId; 3] {
    let one = async |name: &str, email: &str| person(app, world, ("Iga", name), Some(email)).await;
    [
        one("Pierwsza", "a@example.pl").await,
        one("Druga", "b@example.pl").await,
        one("Trzecia", "c@example.pl").await,
    ]
}

#[tokio::test(flavor = "multi_thread")]
async fn each_step_is_told_once_and_an_offered_seat_is_taken_from_the_message() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let world = World::new(&app).await;
        let token = &world.coordinator.token;
        let mut post = Post { app: &app, read: vec![] };
        let plan = EditionPlan { seats: 1, waiting: 2, ..EditionPlan::default() };
        let training = Training::open(&app, &world, plan).await;
        let [first, second, third] = people(&app, &world).await;

        let seated = training.enrol(&app, &world, first).await;
        let told = post.one("a@example.pl", "Miejsce potwierdzone").await;
        let dates = String::from_utf8(told.bytes("text/calendar")).unwrap();
        assert_eq!(dates.matches("BEGIN:VEVENT").count(), 2, "{dates}");
        assert!(told.part("text/plain").contains("Kielce"), "{}", told.part("text/plain"));
        for (who, address) in [(second, "b@example.pl"), (third, "c@example.pl")] {
            app.clock.advance(Duration::seconds(1));
            training.enrol(&app, &world, who).await;
            post.one(address, "Lista rezerwowa").await;
        }
        assert!(post.fresh().await.is_empty(), "once");

        // The seat goes to whoever waits longest, who takes it from the message.
        app.mutate(token, "cancelEnrolment", "enrolment { id }", json!({ "enrolmentId": seated })).await;
        let new = post.fresh().await;
        let told: Vec<_> = new.iter().map(|one| (one.header("To"), one.header("Subject"))).collect();
        let offer = new.iter().find(|one| one.header("To").contains("b@example.pl"));
        let offer = offer.unwrap_or_else(|| panic!("{told:?}"));
        assert!(offer.header("Subject").starts_with("Zwolniło się miejsce"));
        assert!(new.iter().any(|one| one.header("Subject").starts_with("Zapis odwołany")) && new.len() == 2);
        let code = offer.secret();
        assert!(offer.part("text/plain").contains("https://zwornik.example.pl/offer#zw_o_"));
        let (status, _, page) = app.post_form("/offer", &[("code", &code)]).await;
        assert_eq!(status, 400, "nothing was pressed");
        assert!(page.contains("Przyjmuję miejsce"));
        assert_eq!(app.post_form("/offer", &[("code", &format!("{code}x")), ("answer", "accept")]).await.0, 400);
        let (status, _, page) = app.post_form("/offer", &[("code", &code), ("answer", "accept")]).await;
        assert_eq!(status, 200);
        assert!(page.contains("Miejsce jest przyjęte"), "{page}");
        post.one("b@example.pl", "Miejsce potwierdzone").await;
        assert_eq!(app.post_form("/offer", &[("code", &code), ("answer", "decline")]).await.0, 400, "once");

        // The next one declines, by a client.
        let query = "query($id: ID!) { node(id: $id) { ... on Edition { enrolments(filter: { states: [CONFIRMED] }) { \
                     edges { node { id } } } } } }";
        let found = app.ask(token, query, json!({ "id": training.edition })).await;
        let id = &found["node"]["enrolments"]["edges"][0]["node"]["id"];
        app.mutate(token, "cancelEnrolment", "enrolment { id }", json!({ "enrolmentId": id })).await;
        let new = post.fresh().await;
        let offer = new.iter().find(|one| one.header("To").contains("c@example.pl")).unwrap();
        let answer = |accept: bool, token: &str| json!({ "token": token, "accept": accept });
        let query = "mutation($input: AnswerMailedOfferInput!) { answerMailedOffer(input: $input) { answered errors { code } } }";
        let by_nobody = async |input: Value| {
            app.graphql(None, query, json!({ "input": input })).await.body["data"]["answerMailedOffer"].clone()
        };
        let wrong = by_nobody(answer(true, "zw_o_1.2.3")).await;
        assert_eq!(wrong, json!({ "answered": false, "errors": [{ "code": "LINK_INVALID" }] }));
        let declined = by_nobody(answer(false, &offer.secret())).await;
        assert_eq!(declined, json!({ "answered": true, "errors": [] }));
        assert_eq!(by_nobody(answer(true, &offer.secret())).await["errors"][0]["code"], "WRONG_STATE");
        assert!(post.fresh().await.is_empty(), "who answered knows");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_true_no_more_when_the_message_would_leave_is_not_told() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let world = World::new(&app).await;
        let token = &world.coordinator.token;
        let mut post = Post { app: &app, read: vec![] };
        let plan = EditionPlan { seats: 2, approval: true, ..EditionPlan::default() };
        let training = Training::open(&app, &world, plan).await;
        let [first, second, _] = people(&app, &world).await;
        let asked = training.enrol(&app, &world, first).await;
        post.one("a@example.pl", "Zgłoszenie przyjęte").await;
        // Asked for, approved and called off before a worker looks.
        let quick = training.enrol(&app, &world, second).await;
        for id in [&asked, &quick] {
            let approve = json!({ "enrolmentId": id, "approve": true });
            app.mutate(token, "decideEnrolment", "enrolment { state }", approve).await;
        }
        let off = json!({ "editionId": training.edition, "to": "CANCELLED", "reason": "choroba trenerki" });
        app.mutate(token, "changeEditionState", "edition { state }", off).await;
        let new = post.fresh().await;
        let told: Vec<String> = new.iter().map(|one| one.header("Subject")).collect();
        assert!(told.iter().all(|subject| subject.starts_with("Szkolenie odwołane")), "{told:?}");
        assert_eq!(told.len(), 2);
        assert!(!new[0].part("text/plain").contains("choroba"), "the reason is the office's");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_training_that_moves_twice_is_told_of_once_and_reminded_of_once_two_days_before() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let world = World::new(&app).await;
        let token = &world.coordinator.token;
        let mut post = Post { app: &app, read: vec![] };
        let known = Training::draft(&app, &world, EditionPlan::default()).await;
        let query = "query($id: ID!) { node(id: $id) { ... on Edition { programme { id } } } }";
        let programme = app.ask(token, query, json!({ "id": known.edition })).await["node"]["programme"]["id"].clone();
        let day = |days: i64| (app.now().date_naive() + Duration::days(days)).to_string();
        let edition = json!({
            "programmeId": programme, "title": "Szkolenie 2", "dates": "TENTATIVE", "startsOn": day(20), "endsOn": day(20),
            "city": "Kielce", "seats": 5, "thresholdPct": 80,
        });
        let edition = app.mutate(token, "createEdition", "edition { id }", edition).await["edition"]["id"].clone();
        for to in ["PUBLISHED", "ENROLMENT_OPEN"] {
            app.mutate(token, "changeEditionState", "edition { id }", json!({ "editionId": edition, "to": to })).await;
        }
        let [first, ..] = people(&app, &world).await;
        app.mutate(token, "enrolPerson", "enrolment { id }", json!({ "editionId": edition, "personId": world.id(first) }))
            .await;
        let told = post.one("a@example.pl", "Miejsce potwierdzone").await;
        assert!(told.part("text/plain").contains("wstępnie"));

        let fixed = json!({ "editionId": edition, "startsOn": day(30), "endsOn": day(30) });
        app.mutate(token, "confirmEditionDates", "edition { id }", fixed).await;
        let moved = json!({ "editionId": edition, "venue": "ul. Długa 1" });
        app.mutate(token, "updateEdition", "edition { id }", moved).await;
        assert!(post.fresh().await.is_empty(), "whoever moves it may move it once more");
        app.clock.advance(Duration::minutes(11));
        let told = post.one("a@example.pl", "Zmiana terminu lub miejsca").await;
        assert!(told.part("text/plain").contains("Długa 1"), "{}", told.part("text/plain"));

        // A form sends everything it shows.
        let same = json!({ "editionId": edition, "venue": "ul. Długa 1", "city": "Kielce" });
        app.mutate(token, "updateEdition", "edition { id }", same).await;
        app.clock.advance(Duration::minutes(11));
        assert!(post.fresh().await.is_empty(), "the same place is no news");
        // Hours that come or go are.
        let at = |hour: i64| (app.now() + Duration::days(30) + Duration::hours(hour)).to_rfc3339();
        let session = json!({ "editionId": edition, "title": "Blok 1", "startsAt": at(0), "endsAt": at(1), "mandatory": false });
        app.mutate(token, "addSession", "session { id }", session).await;
        app.clock.advance(Duration::minutes(11));
        post.one("a@example.pl", "Zmiana terminu lub miejsca").await;

        app.clock.advance(Duration::days(26));
        assert!(post.fresh().await.is_empty(), "too early");
        app.clock.advance(Duration::days(2));
        post.one("a@example.pl", "Przypomnienie").await;
        app.clock.advance(Duration::hours(20));
        assert!(post.fresh().await.is_empty(), "once");
    })
    .await;
}

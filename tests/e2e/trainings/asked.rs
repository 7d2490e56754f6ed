//! Whoever took part is asked once, by mail, to answer the survey, and answers without an account.

use chrono::Duration;
use entities::trainings::{survey_answer, survey_receipt};
use sea_orm::EntityTrait;
use serde_json::{Value, json};
use tests::builders::{EditionPlan, Training, World};
use tests::letters::Message;
use tests::{TestApp, on_both};

use crate::mail::person;

const RESULTS: &str = "query($id: ID!) { node(id: $id) { ... on Survey { results { answered participants questions { answered words } } } } }";

fn asked_of(app: &TestApp) -> Vec<(String, Message)> {
    let all = Message::in_folder(app).into_iter();
    all.filter(|one| one.header("Subject").starts_with("Jak było na szkoleniu?"))
        .map(|one| (one.header("To"), one))
        .collect()
}

/// A survey of an edition, as a draft.
async fn survey(app: &TestApp, world: &World, edition: &str) -> Value {
    let questions = json!([
        { "kind": "SCALE", "text": "Jak oceniasz <b>szkolenie</b>?", "required": true },
        { "kind": "CHOICE", "text": "Co było najważniejsze?", "choices": ["Wykład", "Warsztat"] },
        { "kind": "WORDS", "text": "Co zmienić?" },
    ]);
    let new =
        json!({ "editionId": edition, "title": "Ankieta", "closesOn": "2026-05-20", "questions": questions });
    app.mutate(&world.coordinator.token, "createSurvey", "survey { id }", new).await["survey"]["id"].clone()
}

async fn go(app: &TestApp, world: &World, survey: &Value, to: &str) {
    let change = json!({ "surveyId": survey, "to": to });
    app.mutate(&world.coordinator.token, "changeSurveyState", "survey { state }", change).await;
}

/// A running edition: two who came, one who did not.
async fn held(app: &TestApp, world: &World) -> Training {
    let training = Training::open(app, world, EditionPlan::default()).await;
    let mut came = vec![];
    for (name, address) in
        [("Pierwsza", "a@example.pl"), ("Druga", "b@example.pl"), ("Trzecia", "c@example.pl")]
    {
        let person = person(app, world, ("Iga", name), Some(address)).await;
        came.push(training.enrol(app, world, person).await);
    }
    training.start(app, world).await;
    training.record(app, world, 0, &[(&came[0], 240), (&came[1], 60)]).await;
    training.record(app, world, 1, &[(&came[0], 120), (&came[1], 0)]).await;
    training
}

async fn complete(app: &TestApp, world: &World, training: &Training) {
    let lock = json!({ "editionId": training.edition, "missingAsAbsent": true });
    app.mutate(&world.coordinator.token, "lockAttendance", "edition { id }", lock).await;
    training.go(app, world, "COMPLETED").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_came_is_asked_when_the_training_is_over_and_answers_from_the_message() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let world = World::new(&app).await;
        let token = &world.coordinator.token;
        let training = held(&app, &world).await;
        let survey = survey(&app, &world, &training.edition).await;
        go(&app, &world, &survey, "OPEN").await;
        assert_eq!(app.work().await, 0);
        assert!(asked_of(&app).is_empty(), "it is not over");
        complete(&app, &world, &training).await;
        assert_eq!(app.work().await, 0);
        let asked = asked_of(&app);
        let to: Vec<&str> = asked.iter().map(|(to, _)| to.as_str()).collect();
        assert!(to.len() == 2 && to[0].contains("b@example.pl") && to[1].contains("a@example.pl"), "{to:?}");
        training.go(&app, &world, "SETTLED").await;
        assert_eq!(app.work().await, 0);
        assert_eq!(asked_of(&app).len(), 2, "once");
        let text = asked[0].1.part("text/plain");
        assert!(
            text.contains("https://zwornik.example.pl/survey#zw_q_") && text.contains("20 maja 2026"),
            "{text}"
        );

        // The code leads to the questions; nothing is taken before they are sent.
        let code = asked[0].1.secret();
        let (status, _, bytes) = app.get("/survey", None).await;
        let page = String::from_utf8(bytes).unwrap();
        assert!(status == 200 && page.contains("data-code") && page.contains("Pokaż ankietę"), "{page}");
        assert_eq!(app.post_form("/survey", &[("code", &format!("{code}x"))]).await.0, 400);
        let (status, _, page) = app.post_form("/survey", &[("code", &code)]).await;
        assert!(status == 200 && page.contains("&lt;b&gt;szkolenie") && !page.contains("Iga"), "{page}");
        // What was given stays where something is missing, and in the other language.
        let sent = [("code", &*code), ("q2", "2"), ("q3", "Więcej <i>przerw</i>"), ("send", "1")];
        let (status, _, page) = app.post_form("/survey", &sent).await;
        assert_eq!(status, 400);
        assert!(
            page.contains("href=\"#q1-1\"")
                && page.contains("value=\"2\" checked")
                && page.contains("Więcej &lt;i&gt;"),
            "{page}"
        );
        for wrong in ["6", "0", "trzy", "99999999999"] {
            assert_eq!(
                app.post_form("/survey", &[("code", &code), ("q1", wrong), ("send", "1")]).await.0,
                400,
                "{wrong}"
            );
        }
        let english = [("code", &*code), ("q1", "4"), ("shown", "pl"), ("lang", "en")];
        let (status, _, page) = app.post_form("/survey", &english).await;
        assert!(
            status == 200 && page.contains("lang=\"en\"") && page.contains("value=\"4\" checked"),
            "{page}"
        );
        assert_eq!(survey_receipt::Entity::find().all(&app.state.db.reader).await.unwrap().len(), 0);

        let all = [("code", &*code), ("q1", "4"), ("q2", "2"), ("q3", "Więcej przerw"), ("send", "1")];
        let (status, _, page) = app.post_form("/survey", &all).await;
        assert!(status == 200 && page.contains("Dziękujemy za odpowiedzi"), "{page}");
        let (status, _, page) = app.post_form("/survey", &all).await;
        assert!(status == 200 && page.contains("jest już wypełniona"), "{page}");
        // A receipt and three answers of nobody.
        let answers = survey_answer::Entity::find().all(&app.state.db.reader).await.unwrap();
        assert_eq!(answers.len(), 3);
        assert!(
            answers.iter().all(|answer| answer.id.0.get_version_num() == 4),
            "chance alone, without a time"
        );
        assert_eq!(survey_receipt::Entity::find().all(&app.state.db.reader).await.unwrap().len(), 1);

        go(&app, &world, &survey, "CLOSED").await;
        let (_, _, page) = app.post_form("/survey", &[("code", &asked[1].1.secret())]).await;
        assert!(page.contains("jest już zamknięta"), "{page}");
        let told = app.ask(token, RESULTS, json!({ "id": survey })).await["node"]["results"].clone();
        assert_eq!((&told["answered"], &told["questions"][0]["answered"]), (&json!(1), &Value::Null));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_survey_that_opens_after_the_training_asks_then_and_whoever_has_answered_is_left_alone() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let world = World::new(&app).await;
        let training = held(&app, &world).await;
        let survey = survey(&app, &world, &training.edition).await;
        complete(&app, &world, &training).await;
        assert_eq!(app.work().await, 0);
        assert!(asked_of(&app).is_empty(), "a draft asks nobody");
        go(&app, &world, &survey, "OPEN").await;
        // One answers in the client before the message leaves.
        let query = "query($id: ID!) { node(id: $id) { ... on Survey { questions { edges { node { id } } } \
                     edition { enrolments { edges { node { person { id lastName } } } } } } } }";
        let found = app.ask(&world.coordinator.token, query, json!({ "id": survey })).await["node"].clone();
        let people = found["edition"]["enrolments"]["edges"].as_array().unwrap().clone();
        let first = people.iter().find(|edge| edge["node"]["person"]["lastName"] == "Pierwsza").unwrap();
        let id = kit::ids::parse(&first["node"]["person"]["id"].as_str().unwrap().into(), "id").unwrap();
        let own = world.participant(&app, "pierwsza@example.pl", id).await.token;
        let answers = json!([{ "questionId": found["questions"]["edges"][0]["node"]["id"], "number": 5 }]);
        let answer = json!({ "surveyId": survey, "answers": answers });
        app.mutate(&own, "answerSurvey", "survey { viewerHasAnswered }", answer).await;
        assert_eq!(app.work().await, 0);
        let asked = asked_of(&app);
        assert!(asked.len() == 1 && asked[0].0.contains("b@example.pl"), "{:?}", asked.len());
        // Its last day goes by.
        app.clock.advance(Duration::days(10));
        let (_, _, page) =
            app.post_form("/survey", &[("code", &asked[0].1.secret()), ("q1", "3"), ("send", "1")]).await;
        assert!(page.contains("jest już zamknięta"), "{page}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_code_sent_many_times_at_once_counts_once() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let world = World::new(&app).await;
        let training = held(&app, &world).await;
        let survey = survey(&app, &world, &training.edition).await;
        go(&app, &world, &survey, "OPEN").await;
        complete(&app, &world, &training).await;
        assert_eq!(app.work().await, 0);
        let code = asked_of(&app)[0].1.secret();
        let form = [("code", &*code), ("q1", "5"), ("send", "1")];
        let tried = futures_util::future::join_all((0..8).map(|_| app.post_form("/survey", &form))).await;
        let taken = tried.iter().filter(|(_, _, page)| page.contains("Dziękujemy za odpowiedzi")).count();
        assert_eq!(taken, 1);
        assert_eq!(survey_answer::Entity::find().all(&app.state.db.reader).await.unwrap().len(), 1);
    })
    .await;
}

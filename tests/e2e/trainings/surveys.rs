//! Surveys: what participants are asked, and what they say together.

use entities::shared::actor::{Role, ScopeKind};
use serde_json::{Value, json};
use tests::builders::{EditionPlan, Training, World};
use tests::{TestApp, on_both};

const RESULTS: &str = "query($id: ID!) { node(id: $id) { ... on Survey { state viewerHasAnswered
    results { answered participants questions { question { text } answered counts mean words } } } } }";

fn questions() -> Value {
    json!([
        { "kind": "SCALE", "text": "Jak oceniasz szkolenie?", "required": true },
        { "kind": "CHOICE", "text": "Co było najważniejsze?", "choices": ["Wykład", "Warsztat", "Rozmowy"] },
        { "kind": "WORDS", "text": "Co zmienić?" },
    ])
}

/// An open survey of a running edition with so many participants, and their tokens.
async fn opened(app: &TestApp, world: &World, people: usize) -> (Training, Value, Vec<Value>, Vec<String>) {
    let training = Training::open(app, world, EditionPlan::default()).await;
    let token = &world.coordinator.token;
    let mut tokens = vec![];
    for n in 0..people {
        let person = world.person(app, "Ewa", &format!("Osoba {n}")).await;
        training.enrol(app, world, person).await;
        tokens.push(world.participant(app, &format!("osoba{n}@example.pl"), person).await.token);
    }
    training.start(app, world).await;
    let new = json!({ "editionId": training.edition, "title": "Ankieta", "closesOn": "2026-05-20", "questions": questions() });
    let fields = "survey { id state questions { edges { node { id ordinal kind choices } } } }";
    let made = app.mutate(token, "createSurvey", fields, new).await;
    let (survey, asked) = (made["survey"]["id"].clone(), made["survey"]["questions"]["edges"].clone());
    let open = json!({ "surveyId": survey, "to": "OPEN" });
    app.mutate(token, "changeSurveyState", "survey { state }", open).await;
    let asked = asked.as_array().unwrap().iter().map(|edge| edge["node"]["id"].clone()).collect();
    (training, survey, asked, tokens)
}

fn sheet(survey: &Value, asked: &[Value], scale: i32, choice: Option<i32>, words: Option<&str>) -> Value {
    let answers = json!([
        { "questionId": asked[0], "number": scale },
        { "questionId": asked[1], "number": choice },
        { "questionId": asked[2], "words": words },
    ]);
    json!({ "surveyId": survey, "answers": answers })
}

#[tokio::test(flavor = "multi_thread")]
async fn participants_answer_once_and_the_results_tell_of_nobody() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let world = World::new(&app).await;
        let (_, survey, asked, people) = opened(&app, &world, 8).await;
        let token = &world.coordinator.token;
        for (n, own) in people.iter().enumerate() {
            let (scale, choice) = if n < 7 { (5, Some(1)) } else { (1, Some(2)) };
            let words = (n < 3).then_some("Więcej przerw.");
            app.mutate(own, "answerSurvey", "survey { id }", sheet(&survey, &asked, scale, choice, words))
                .await;
        }
        let again = sheet(&survey, &asked, 1, None, None);
        assert_eq!(app.refused(&people[0], "answerSurvey", again.clone()).await, "SURVEY_ANSWERED");
        assert_eq!(app.refused(token, "answerSurvey", again.clone()).await, "FORBIDDEN");
        let seen = app.ask(&people[0], RESULTS, json!({ "id": survey })).await["node"].clone();
        assert_eq!(seen, json!({ "state": "OPEN", "viewerHasAnswered": true, "results": null }));
        let open = app.ask(token, RESULTS, json!({ "id": survey })).await["node"].clone();
        assert_eq!(
            open["results"],
            Value::Null,
            "nothing is told while one answer more would show by the difference"
        );

        let close = json!({ "surveyId": survey, "to": "CLOSED" });
        app.mutate(token, "changeSurveyState", "survey { state }", close).await;
        let reopen = json!({ "surveyId": survey, "to": "OPEN" });
        assert_eq!(app.refused(token, "changeSurveyState", reopen).await, "WRONG_STATE");
        assert_eq!(app.refused(&people[0], "answerSurvey", again).await, "WRONG_STATE");
        let told = app.ask(token, RESULTS, json!({ "id": survey })).await["node"]["results"].clone();
        assert_eq!((&told["answered"], &told["participants"]), (&json!(8), &json!(8)));
        // One person gave a 1: neither that nor the mean, from which it would follow, is told.
        let scale = &told["questions"][0];
        assert_eq!(scale["counts"], json!([null, 0, 0, 0, null]));
        assert_eq!((&scale["mean"], &scale["answered"]), (&Value::Null, &json!(8)));
        assert_eq!(told["questions"][1]["counts"], json!([null, null, 0]));
        assert_eq!(told["questions"][2]["words"], json!([]), "three wrote something");
        let own = app.ask(&people[0], RESULTS, json!({ "id": survey })).await["node"]["results"].clone();
        assert_eq!(own, Value::Null);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn enough_equal_answers_are_told_with_their_mean_and_their_words() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let world = World::new(&app).await;
        let (training, survey, asked, people) = opened(&app, &world, 10).await;
        for (n, own) in people.iter().enumerate() {
            let scale = if n < 5 { 4 } else { 5 };
            let sent = sheet(&survey, &asked, scale, Some(3), Some("Bez zmian."));
            app.mutate(own, "answerSurvey", "survey { id }", sent).await;
        }
        // Its last day goes by: it is over by itself.
        app.clock.advance(chrono::Duration::days(9));
        let edition = kit::ids::parts(&training.edition.clone().into()).map(|(_, key)| key);
        let trainer =
            world.account(&app, "trener@example.pl", Role::Trainer, ScopeKind::Edition, edition).await;
        let told = app.ask(&trainer.token, RESULTS, json!({ "id": survey })).await["node"]["results"].clone();
        assert_eq!(told["questions"][0]["counts"], json!([0, 0, 0, 5, 5]));
        assert_eq!(told["questions"][0]["mean"], json!(4.5));
        assert_eq!(told["questions"][1]["counts"], json!([0, 0, 10]));
        assert_eq!(told["questions"][2]["words"].as_array().unwrap().len(), 10);
        let longer = json!({ "surveyId": survey, "closesOn": "2026-06-20" });
        assert_eq!(app.refused(&world.coordinator.token, "updateSurvey", longer).await, "SURVEY_CLOSED");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn bad_answers_are_named_and_a_survey_is_mended_until_it_is_opened() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let world = World::new(&app).await;
        let (training, survey, asked, people) = opened(&app, &world, 1).await;
        let token = &world.coordinator.token;
        let blame = async |input: Value| {
            let payload = app.try_mutate(&people[0], "answerSurvey", "", input).await;
            payload["errors"]
                .as_array()
                .unwrap()
                .iter()
                .map(|error| error["field"].clone())
                .collect::<Vec<_>>()
        };
        let far = sheet(&survey, &asked, 6, Some(4), None);
        assert_eq!(blame(far).await, [json!(["answers", "0", "number"]), json!(["answers", "1", "number"])]);
        assert_eq!(blame(json!({ "surveyId": survey, "answers": [] })).await, [json!(["answers"])]);
        let change = json!({ "surveyId": survey, "questions": questions() });
        assert_eq!(app.refused(token, "updateSurvey", change).await, "WRONG_STATE");
        assert_eq!(app.refused(token, "removeSurvey", json!({ "surveyId": survey })).await, "WRONG_STATE");
        let twice = json!({ "editionId": training.edition, "title": "Ankieta", "closesOn": "2026-05-20", "questions": [] });
        assert_eq!(app.refused(token, "createSurvey", twice).await, "SURVEY_THERE");

        let other = Training::open(&app, &world, EditionPlan::default()).await;
        let new = json!({ "editionId": other.edition, "title": "Ankieta", "closesOn": "2026-05-20", "questions": [] });
        let made = app.mutate(token, "createSurvey", "survey { id }", new).await["survey"]["id"].clone();
        let open = json!({ "surveyId": made, "to": "OPEN" });
        assert_eq!(app.refused(token, "changeSurveyState", open).await, "SURVEY_EMPTY");
        let one = json!([{ "kind": "CHOICE", "text": "Które?", "choices": ["Jedno"] }]);
        let payload =
            app.try_mutate(token, "updateSurvey", "", json!({ "surveyId": made, "questions": one })).await;
        assert_eq!(payload["errors"][0]["field"], json!(["questions", "0", "choices"]));
        let change = json!({ "surveyId": made, "questions": questions(), "closesOn": "2026-05-25" });
        let fields = "survey { closesOn questions { edges { node { ordinal } } } }";
        let changed = app.mutate(token, "updateSurvey", fields, change).await;
        assert_eq!(changed["survey"]["closesOn"], "2026-05-25");
        assert_eq!(changed["survey"]["questions"]["edges"].as_array().unwrap().len(), 3);
        // A draft is nobody's business but its makers'.
        let query = "query($id: ID!) { node(id: $id) { id } }";
        assert_eq!(app.ask(&people[0], query, json!({ "id": made })).await["node"], Value::Null);
        app.mutate(token, "removeSurvey", "edition { id }", json!({ "surveyId": made })).await;
        assert_eq!(app.ask(token, query, json!({ "id": made })).await["node"], Value::Null);
    })
    .await;
}

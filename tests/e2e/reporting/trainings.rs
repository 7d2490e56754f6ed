//! The summary of a project's trainings, with what their surveys say.

use std::io::Cursor;

use calamine::{Data, DataType as _, Reader as _, Xlsx};
use serde_json::{Value, json};
use tests::builders::{EditionPlan, Training, World};
use tests::{TestApp, on_both};

const RUN: &str = "query($id: ID!) { node(id: $id) { ... on ReportRun { state figures { totalCount } trainingSummary { startsOn people \
    editions { title stateLabel enrolled tookPart completed noShow attendedMin certificates survey { answered participants questions { \
    text answers answered counts mean } } } } artefacts { edges { node { format document { path fileName mediaType } } } } } } }";

fn definition(world: &World) -> Value {
    json!({
        "kind": "TRAINING_SUMMARY", "projectId": world.id(world.project), "startsOn": "2026-05-01", "endsOn": "2026-05-31",
        "title": "Szkolenia w maju",
    })
}

async fn run(app: &TestApp, token: &str, report: &Value) -> Value {
    let asked = app.mutate(token, "runReport", "reportRun { id }", json!({ "definitionId": report })).await;
    assert_eq!(app.work().await, 0);
    app.ask(token, RUN, json!({ "id": asked["reportRun"]["id"] })).await["node"].clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_training_summary_counts_who_came_what_was_issued_and_what_a_closed_survey_says() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let world = World::new(&app).await;
        let token = &world.coordinator.token;
        let training = Training::open(&app, &world, EditionPlan::default()).await;
        let (mut enrolments, mut people) = (vec![], vec![]);
        for n in 0..8 {
            let person = world.person(&app, "Ewa", &format!("Osoba {n}")).await;
            enrolments.push(training.enrol(&app, &world, person).await);
            people.push(world.participant(&app, &format!("osoba{n}@example.pl"), person).await.token);
        }
        training.start(&app, &world).await;
        // Six come to everything, one to a part, one to nothing.
        for (session, minutes) in [(0, 240), (1, 120)] {
            let rows: Vec<(&str, i32)> = enrolments.iter().take(6).map(|id| (id.as_str(), minutes)).collect();
            training.record(&app, &world, session, &rows).await;
        }
        training.record(&app, &world, 0, &[(&enrolments[6], 30)]).await;
        let questions = json!([
            { "kind": "SCALE", "text": "Jak oceniasz szkolenie?", "required": true },
            { "kind": "WORDS", "text": "Co zmienić?" },
        ]);
        let new = json!({ "editionId": training.edition, "title": "Ankieta", "closesOn": "2026-05-20", "questions": questions });
        let fields = "survey { id questions { edges { node { id } } } }";
        let survey = app.mutate(token, "createSurvey", fields, new).await["survey"].clone();
        let go = async |to: &str| {
            let change = json!({ "surveyId": survey["id"], "to": to });
            app.mutate(token, "changeSurveyState", "survey { state }", change).await;
        };
        go("OPEN").await;
        let asked = &survey["questions"]["edges"];
        for (n, own) in people.iter().enumerate() {
            let answers = json!([
                { "questionId": asked[0]["node"]["id"], "number": if n < 7 { 5 } else { 1 } },
                { "questionId": asked[1]["node"]["id"], "words": "Tajne zdanie" },
            ]);
            let answer = json!({ "surveyId": survey["id"], "answers": answers });
            app.mutate(own, "answerSurvey", "survey { id }", answer).await;
        }
        training.finish(&app, &world).await;
        assert_eq!(training.issue(&app, &world).await["certificates"].as_array().unwrap().len(), 6);
        // Begins later than the period.
        let later = json!({ "editionId": training.edition, "title": "Później", "dates": "TENTATIVE", "startsOn": "2026-06-10" });
        app.mutate(token, "copyEdition", "edition { id }", later).await;

        let made = app.mutate(token, "createReportDefinition", "reportDefinition { id kindLabel startsOn pilot { id } }", definition(&world)).await;
        let report = &made["reportDefinition"];
        assert_eq!((&report["kindLabel"], &report["pilot"]), (&json!("podsumowanie szkoleń"), &Value::Null));
        let open = run(&app, token, &report["id"]).await;
        assert_eq!(open["trainingSummary"]["editions"][0]["survey"], Value::Null, "nothing is told of an open survey");
        go("CLOSED").await;
        let shown = run(&app, token, &report["id"]).await;
        assert_eq!((&shown["state"], &shown["figures"]), (&json!("RENDERED"), &Value::Null));
        let summary = &shown["trainingSummary"];
        assert_eq!((&summary["people"], summary["editions"].as_array().unwrap().len()), (&json!(7), 1));
        let edition = &summary["editions"][0];
        let counts = ["enrolled", "tookPart", "completed", "noShow", "certificates", "attendedMin"].map(|name| edition[name].clone());
        assert_eq!(json!(counts), json!([8, 7, 6, 1, 6, 6 * 360 + 30]));
        let told = &edition["survey"]["questions"];
        assert_eq!((&told[0]["counts"], &told[0]["mean"]), (&json!([null, 0, 0, 0, null]), &Value::Null));
        assert_eq!((&told[1]["answered"], &told[1]["answers"]), (&json!(8), &json!([])));
        // The same as those who may see them read of the survey itself.
        let query = "query($id: ID!) { node(id: $id) { ... on Survey { results { answered questions { counts words } } } } }";
        let own = app.ask(token, query, json!({ "id": survey["id"] })).await["node"]["results"].clone();
        assert_eq!((&own["questions"][0]["counts"], &own["answered"]), (&told[0]["counts"], &edition["survey"]["answered"]));
        assert_eq!(own["questions"][1]["words"].as_array().unwrap().len(), 8);

        let files = shown["artefacts"]["edges"].as_array().unwrap();
        let formats: Vec<&Value> = files.iter().map(|edge| &edge["node"]["format"]).collect();
        assert_eq!(formats, [&json!("PDF"), &json!("XLSX")]);
        for edge in files {
            let path = edge["node"]["document"]["path"].as_str().unwrap();
            let (status, _, bytes) = app.get(path, Some(token)).await;
            assert_eq!(status, 200);
            if edge["node"]["format"] == "PDF" {
                assert!(bytes.starts_with(b"%PDF-"));
                continue;
            }
            let mut book: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(bytes)).unwrap();
            let sheets: Vec<_> = book.worksheets().into_iter().map(|(_, sheet)| sheet).collect();
            assert_eq!(sheets[0].get_value((1, 7)).and_then(Data::as_f64), Some(7.0), "who took part");
            let texts: String = sheets.iter().flat_map(|sheet| sheet.cells()).map(|(_, _, cell)| format!("{cell}|")).collect();
            assert!(texts.contains("Jak oceniasz szkolenie?") && texts.contains("nie podano"), "{texts}");
            assert!(!texts.contains("Tajne zdanie") && !texts.contains("Osoba"), "{texts}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_training_summary_needs_its_project_and_period_shows_no_past_and_is_mailed_by_a_schedule() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let world = World::new(&app).await;
        let token = &world.coordinator.token;
        for (field, value) in
            [("projectId", Value::Null), ("startsOn", Value::Null), ("endsOn", json!("2026-04-30"))]
        {
            let mut wrong = definition(&world);
            wrong[field] = value;
            let refused =
                app.try_mutate(token, "createReportDefinition", "reportDefinition { id }", wrong).await;
            assert_eq!(refused["errors"][0]["field"], json!([field]), "{refused}");
        }
        let pilot = json!({ "kind": "PILOT_SUMMARY", "title": "Bez pilotażu" });
        let refused = app.try_mutate(token, "createReportDefinition", "reportDefinition { id }", pilot).await;
        assert_eq!(refused["errors"][0]["field"], json!(["pilotId"]), "{refused}");
        let made =
            app.mutate(token, "createReportDefinition", "reportDefinition { id }", definition(&world)).await;
        let report = &made["reportDefinition"]["id"];
        let past = json!({ "definitionId": report, "cutOff": "2026-05-01T00:00:00Z" });
        assert_eq!(app.refused(token, "runReport", past).await, "INVALID");
        // Nothing took place: that is a report, too.
        let shown = run(&app, token, report).await;
        assert_eq!(
            (&shown["state"], &shown["trainingSummary"]["editions"]),
            (&json!("RENDERED"), &json!([]))
        );

        let weekly = json!({ "definitionId": report, "cron": "0 7 * * 1" });
        let weekly = app.mutate(token, "createReportSchedule", "reportSchedule { id }", weekly).await;
        let to = json!({ "scheduleId": weekly["reportSchedule"]["id"], "email": "koordynator@example.pl" });
        app.mutate(token, "addReportRecipient", "reportSchedule { id }", to).await;
        app.clock.advance(chrono::Duration::days(7));
        reports::schedule::tick(&app.worker_context()).await.unwrap();
        assert_eq!(app.work().await, 0);
        let mailed = tests::letters::Message::in_folder(&app);
        let message = mailed.iter().find(|one| one.header("Subject").contains("Szkolenia w maju")).unwrap();
        assert!(message.part("text/plain").contains("pliku XLSX"), "{}", message.part("text/plain"));
        assert!(message.part("text/plain").contains("stan z chwili, w której powstał"));
    })
    .await;
}

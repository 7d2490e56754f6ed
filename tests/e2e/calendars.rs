//! Calendars that programs subscribe to: what everybody reads, and what is one's own.

use axum::http::{Request, StatusCode};
use serde_json::json;
use tests::builders::{EditionPlan, Training, World};
use tests::{TestApp, on_both};

pub(crate) async fn read(app: &TestApp, path: &str) -> String {
    let (status, headers, bytes) = app.get(path, None).await;
    assert_eq!(status, StatusCode::OK, "{path}");
    assert_eq!(headers["content-type"], "text/calendar; charset=utf-8");
    // Long lines are folded.
    String::from_utf8(bytes).unwrap().replace("\r\n ", "")
}

async fn status(app: &TestApp, path: &str) -> StatusCode {
    app.get(path, None).await.0
}

pub(crate) async fn path_of(app: &TestApp, token: &str) -> (String, String) {
    let made = app
        .mutate(
            token,
            "createCalendarLink",
            "url credential { id kind name expiresAt }",
            json!({ "name": "Telefon" }),
        )
        .await;
    assert_eq!(made["credential"]["kind"], "CALENDAR");
    assert!(made["credential"]["expiresAt"].is_string());
    let url = made["url"].as_str().unwrap();
    (url[url.find("/calendar").unwrap()..].to_owned(), made["credential"]["id"].as_str().unwrap().to_owned())
}

pub(crate) fn events(text: &str) -> usize {
    text.matches("BEGIN:VEVENT").count()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_announced_edition_is_a_calendar_of_its_sessions_and_a_draft_is_none() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let world = World::new(&app).await;
        let token = &world.coordinator.token;
        let training = Training::draft(&app, &world, EditionPlan::default()).await;
        let (_, key) = kit::ids::parts(&training.edition.clone().into()).unwrap();
        let path = format!("/calendar/editions/{key}.ics");
        assert_eq!(status(&app, &path).await, StatusCode::NOT_FOUND);
        let query = "query($id: ID!) { node(id: $id) { ... on Edition { calendarUrl } } }";
        let url = app.ask(token, query, json!({ "id": training.edition })).await;
        assert!(url["node"]["calendarUrl"].is_null(), "{url}");
        for to in ["PUBLISHED", "ENROLMENT_OPEN"] {
            training.go(&app, &world, to).await;
        }
        let url = app.ask(token, query, json!({ "id": training.edition })).await;
        assert!(url["node"]["calendarUrl"].as_str().unwrap().ends_with(&path), "{url}");
        let text = read(&app, &path).await;
        assert_eq!(events(&text), 2, "{text}");
        assert!(text.contains("SUMMARY:Szkolenie 1: Blok 1") && text.contains("STATUS:CONFIRMED"), "{text}");
        assert!(text.contains("LOCATION:Kielce"), "{text}");

        // Where to join from afar is for those who take part.
        let link = json!({ "editionId": training.edition, "onlineLink": "https://spotkanie.example.pl/a" });
        app.mutate(token, "updateEdition", "edition { id }", link).await;
        let (_, headers, bytes) = app.get(&path, None).await;
        assert!(!String::from_utf8_lossy(&bytes).contains("spotkanie"));
        let asked =
            Request::get(&path).header("if-none-match", &headers["etag"]).body(axum::body::Body::empty());
        assert_eq!(app.send(asked.unwrap()).await.status(), StatusCode::NOT_MODIFIED);
        // Programs see that it was changed, and that it is off.
        let off = json!({ "editionId": training.edition, "to": "CANCELLED", "reason": "Brak chętnych." });
        app.mutate(token, "changeEditionState", "edition { id }", off).await;
        let text = read(&app, &path).await;
        assert_eq!(text.matches("STATUS:CANCELLED").count(), 2, "{text}");
        for wrong in ["/calendar/editions/1.ics", "/calendar/editions/x", "/calendar/own/zw_c_.ics"] {
            assert_eq!(status(&app, wrong).await, StatusCode::NOT_FOUND, "{wrong}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn all_announced_trainings_are_a_calendar_by_project_and_voivodeship() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let world = World::new(&app).await;
        Training::open(&app, &world, EditionPlan::default()).await;
        Training::draft(&app, &world, EditionPlan::default()).await;
        let all = read(&app, "/calendar/trainings.ics").await;
        assert_eq!(events(&all), 1, "{all}");
        assert!(
            all.contains("DTSTART;VALUE=DATE:20260512") && all.contains("DTEND;VALUE=DATE:20260514"),
            "{all}"
        );
        let project = world.project.0;
        assert_eq!(events(&read(&app, &format!("/calendar/trainings.ics?project={project}")).await), 1);
        let none = "/calendar/trainings.ics?project=00000000-0000-0000-0000-000000000001";
        assert_eq!(events(&read(&app, none).await), 0);
        assert_eq!(events(&read(&app, "/calendar/trainings.ics?voivodeship=26").await), 1);
        assert_eq!(events(&read(&app, "/calendar/trainings.ics?voivodeship=18").await), 0);
        for (wrong, answer) in [
            ("voivodeship=99", StatusCode::NOT_FOUND),
            ("voivodeship=2601011", StatusCode::NOT_FOUND),
            ("project=x", StatusCode::BAD_REQUEST),
            ("person=1", StatusCode::BAD_REQUEST),
        ] {
            assert_eq!(status(&app, &format!("/calendar/trainings.ics?{wrong}")).await, answer, "{wrong}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn ones_own_calendar_has_what_one_attends_and_teaches_until_its_address_is_ended() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let world = World::new(&app).await;
        let token = &world.coordinator.token;
        let plan = EditionPlan { seats: 1, waiting: 2, sessions: vec![(60, false), (60, false)], ..EditionPlan::default() };
        let training = Training::open(&app, &world, plan).await;
        let there = "https://spotkanie.example.pl/pokoj";
        let link = json!({ "editionId": training.edition, "onlineLink": there });
        app.mutate(token, "updateEdition", "edition { id }", link).await;
        // The second session is for a group that the first person is not in.
        let group = json!({ "editionId": training.edition, "name": "Grupa B" });
        let group = app.mutate(token, "addBreakoutGroup", "breakoutGroup { id }", group).await;
        let at = app.now() + chrono::Duration::hours(1);
        let session = json!({
            "editionId": training.edition, "title": "Tylko grupa B", "breakoutGroupId": group["breakoutGroup"]["id"],
            "startsAt": at.to_rfc3339(), "endsAt": (at + chrono::Duration::hours(1)).to_rfc3339(),
        });
        app.mutate(token, "addSession", "session { id }", session).await;

        let mut paths = vec![];
        for (name, email) in [("Pierwsza", "a@example.pl"), ("Czeka", "b@example.pl"), ("Uczy", "c@example.pl")] {
            let person = world.person(&app, "Ewa", name).await;
            let account = world.participant(&app, email, person).await;
            if name == "Uczy" {
                let assign = json!({ "editionId": training.edition, "personId": world.id(person) });
                app.mutate(token, "assignTrainer", "trainer { id }", assign).await;
            } else {
                training.enrol(&app, &world, person).await;
            }
            let (path, credential) = path_of(&app, &account.token).await;
            paths.push((path, credential, account.token));
        }
        // One entry says when the address ends.
        let first = read(&app, &paths[0].0).await;
        assert_eq!(events(&first), 3, "{first}");
        assert!(first.contains(&format!("URL:{there}")) && !first.contains("Tylko grupa B"), "{first}");
        assert_eq!(events(&read(&app, &paths[1].0).await), 1, "whoever waits has no date");
        let third = read(&app, &paths[2].0).await;
        assert_eq!(events(&third), 4, "{third}");
        assert!(third.contains("Tylko grupa B"), "{third}");

        // A draft is in nobody's calendar, whoever is to teach it.
        let draft = Training::draft(&app, &world, EditionPlan::default()).await;
        let query = "query($id: ID!) { node(id: $id) { ... on Edition { trainers { edges { node { person { id } } } } } } }";
        let trainers = app.ask(token, query, json!({ "id": training.edition })).await;
        let person = &trainers["node"]["trainers"]["edges"][0]["node"]["person"]["id"];
        let assign = json!({ "editionId": draft.edition, "personId": person });
        app.mutate(token, "assignTrainer", "trainer { id }", assign).await;
        assert_eq!(events(&read(&app, &paths[2].0).await), 4);
        draft.go(&app, &world, "PUBLISHED").await;
        assert_eq!(events(&read(&app, &paths[2].0).await), 6);

        // It is no bearer token, and no bearer token is an address.
        let secret = paths[0].0.trim_start_matches("/calendar/own/").trim_end_matches(".ics").to_owned();
        let answer = app.graphql(Some(&secret), "{ viewer { user { id } } }", json!({})).await;
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
        assert_eq!(status(&app, &format!("/calendar/own/{}.ics", paths[0].2)).await, StatusCode::NOT_FOUND);
        // An API token makes none.
        let script = app.mutate(&paths[0].2, "createApiToken", "token", json!({ "name": "skrypt" })).await;
        let script = script["token"].as_str().unwrap();
        assert_eq!(app.refused(script, "createCalendarLink", json!({ "name": "x" })).await, "FORBIDDEN");
        let end = json!({ "id": paths[0].1 });
        app.mutate(&paths[0].2, "revokeCredential", "credential { id }", end).await;
        assert_eq!(status(&app, &paths[0].0).await, StatusCode::NOT_FOUND);
        app.clock.advance(chrono::Duration::days(366));
        assert_eq!(status(&app, &paths[2].0).await, StatusCode::NOT_FOUND);
    })
    .await;
}

//! Pages in a browser without scripts: whoever they are for does what they came for, nobody sees what is not theirs, what was typed
//! is not lost, and what was sent twice is one act.

use entities::shared::actor::{Role, ScopeKind};
use entities::shared::ids::TypedId as _;
use entities::trainings::{EnrolmentState, enrolment};
use sea_orm::{EntityTrait, QueryOrder};
use serde_json::json;
use tests::browser::{Browser, Form};
use tests::builders::{EditionPlan, Training, World};
use tests::{TestApp, on_both};

/// States of all enrolments, oldest first.
async fn places(app: &TestApp) -> Vec<EnrolmentState> {
    let all = enrolment::Entity::find().order_by_asc(enrolment::Column::RequestedAt);
    all.all(&app.state.db.reader).await.unwrap().into_iter().map(|row| row.state).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_finds_a_training_enrols_once_and_gives_the_place_up() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let world = World::new(&app).await;
        let training = Training::open(&app, &world, EditionPlan { seats: 2, ..EditionPlan::default() }).await;
        let person = world.person(&app, "Łucja", "Żak").await;
        let account = world.participant(&app, "lucja@example.pl", person).await;

        // A stranger looks, and is asked to log in once they want a place.
        let mut stranger = Browser::default();
        stranger.open(&app, "/").await;
        assert!(
            stranger.status == 200 && stranger.page.contains(&format!("/szkolenia/{}", training.edition))
        );
        stranger.open(&app, "/szkolenia?szukaj=nicTakiego").await;
        assert!(stranger.shows("0 szkoleń"), "{}", stranger.page);
        stranger.open(&app, &format!("/szkolenia/{}", training.edition)).await;
        assert!(stranger.shows("2 wolne miejsca z 2."), "{}", stranger.page);
        stranger.open(&app, &format!("/zapis/{}", training.edition)).await;
        assert!(stranger.address.starts_with("/wejdz?dalej=/zapis/"), "{}", stranger.address);

        let mut browser = Browser::of(&account.token);
        let address = format!("/zapis/{}", training.edition);
        browser.open(&app, &address).await;
        let form = browser.form(&address).with("dieta", "bez laktozy").with("nocleg", "tak");
        browser.send(&app, &form).await;
        assert!(browser.address.starts_with("/moje/zapisy/"), "{} {}", browser.address, browser.page);
        let place = browser.address.clone();
        for words in
            ["Zgłoszenie przyjęte.", "Miejsce jest potwierdzone.", "bez laktozy, nocleg", "Kod QR biletu"]
        {
            assert!(browser.shows(words), "{words}: {}", browser.page);
        }
        // What was done is said once; the same form again is the same act.
        browser.open(&app, &place).await;
        assert!(!browser.shows("Zgłoszenie przyjęte."));
        browser.send(&app, &form).await;
        assert_eq!((browser.address.as_str(), places(&app).await.len()), (&*place, 1));
        // Whoever has a place is led to it.
        browser.open(&app, &address).await;
        assert_eq!(browser.address, place);
        browser.open(&app, "/moje").await;
        assert!(browser.page.contains(&place) && browser.shows("Przed Tobą"));

        browser.open(&app, &place).await;
        let give_up = browser.form(&place).with("co", "rezygnuje");
        browser.send(&app, &give_up).await;
        assert!(browser.shows("Rezygnacja przyjęta."), "{}", browser.page);
        assert_eq!(places(&app).await, [EnrolmentState::CancelledBySelf]);
        browser.send(&app, &give_up).await;
        assert_eq!(
            (browser.status.as_u16(), places(&app).await),
            (200, vec![EnrolmentState::CancelledBySelf])
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_offered_seat_is_taken_on_a_page() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let world = World::new(&app).await;
        let plan = EditionPlan { seats: 1, waiting: 2, ..EditionPlan::default() };
        let training = Training::open(&app, &world, plan).await;
        let first = world.person(&app, "Iga", "Pierwsza").await;
        let seated = training.enrol(&app, &world, first).await;
        let second = world.person(&app, "Ula", "Druga").await;
        training.enrol(&app, &world, second).await;
        let account = world.participant(&app, "ula@example.pl", second).await;
        let mut browser = Browser::of(&account.token);
        browser.open(&app, "/moje").await;
        assert!(!browser.shows("Czeka na Ciebie"));
        let cancel = json!({ "enrolmentId": seated });
        app.mutate(&world.coordinator.token, "cancelEnrolment", "enrolment { id }", cancel).await;
        browser.open(&app, "/moje").await;
        assert!(
            browser.shows("Czeka na Ciebie") && browser.shows("Zwolniło się miejsce"),
            "{}",
            browser.page
        );
        let link =
            browser.page.split("href=\"/moje/zapisy/").nth(1).unwrap().split('"').next().unwrap().to_owned();
        let place = format!("/moje/zapisy/{link}");
        browser.open(&app, &place).await;
        let take = browser.form(&place).with("co", "przyjmuje");
        browser.send(&app, &take).await;
        assert!(browser.shows("Miejsce jest Twoje."), "{}", browser.page);
        let mut both = places(&app).await;
        both.sort();
        assert_eq!(both, [EnrolmentState::Confirmed, EnrolmentState::CancelledByOrganiser]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_typed_when_the_session_ended_comes_back_and_is_not_sent() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let world = World::new(&app).await;
        let training = Training::open(&app, &world, EditionPlan::default()).await;
        let person = world.person(&app, "Łucja", "Żak").await;
        let password = "cztery zwykłe słowa razem";
        let admin =
            world.account(&app, "admin@example.pl", Role::SysAdmin, ScopeKind::Installation, None).await;
        let user = json!({ "email": "lucja@example.pl", "password": password, "personId": world.id(person) });
        app.mutate(&admin.token, "createUser", "user { id }", user).await;
        let address = format!("/zapis/{}", training.edition);
        let mut browser = Browser::default();
        browser.log_in(&app, "lucja@example.pl", "nie to hasło").await;
        assert_eq!(browser.status, 422);
        assert!(
            browser.shows("Błąd:") && browser.page.contains("value=\"lucja@example.pl\""),
            "{}",
            browser.page
        );
        assert!(!browser.page.contains("nie to hasło"), "no page gives a password back");
        browser.log_in(&app, "lucja@example.pl", password).await;
        assert_eq!(browser.address, "/moje");

        browser.open(&app, &address).await;
        let form = browser.form(&address).with("dieta", "wegetariańska & „domowa”");
        let token = browser.session().unwrap().to_owned();
        app.graphql(Some(&token), "mutation { logOut { errors { code } } }", json!({})).await;
        browser.send(&app, &form).await;
        assert_eq!((browser.status.as_u16(), browser.session()), (401, None));
        assert!(browser.shows("Sesja się skończyła."), "{}", browser.page);
        let login = browser.form("/wejdz").with("email", "lucja@example.pl");
        // A slip in between loses nothing, either.
        browser.send(&app, &login.with("haslo", "pomyłka")).await;
        assert_eq!(browser.status, 422);
        let login = browser.form("/wejdz").with("email", "lucja@example.pl").with("haslo", password);
        browser.send(&app, &login).await;
        assert_eq!(browser.status, 200);
        assert!(browser.shows("value=\"wegetariańska & „domowa”\""), "{}", browser.page);
        assert!(places(&app).await.is_empty(), "nothing is sent by logging in");
        let again = browser.form(&address);
        browser.send(&app, &again).await;
        assert!(browser.shows("Zgłoszenie przyjęte."), "{}", browser.page);

        // What is open to everybody stays so when a session has ended.
        app.graphql(browser.session(), "mutation { logOut { errors { code } } }", json!({})).await;
        browser.open(&app, "/szkolenia").await;
        assert_eq!((browser.status.as_u16(), browser.session()), (200, None));
        browser.open(&app, "/moje").await;
        assert_eq!(browser.address, "/wejdz?dalej=/moje");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn forms_of_other_sites_are_not_taken_and_cookies_open_no_api() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let world = World::new(&app).await;
        let training = Training::open(&app, &world, EditionPlan::default()).await;
        let person = world.person(&app, "Łucja", "Żak").await;
        let account = world.participant(&app, "lucja@example.pl", person).await;
        let mut browser = Browser::of(&account.token);
        let address = format!("/zapis/{}", training.edition);
        browser.open(&app, &address).await;
        let form = browser.form(&address);
        for from in [
            &[("sec-fetch-site", "cross-site")][..],
            &[("sec-fetch-site", "same-site")],
            &[("origin", "null")],
            &[("origin", "https://example.org")],
            &[],
        ] {
            browser.send_from(&app, &form, from).await;
            assert_eq!(browser.status, 403, "{from:?}");
        }
        assert!(places(&app).await.is_empty());
        // Old browsers say where they stand by Origin alone.
        browser.send_from(&app, &form, &[("origin", "https://zwornik.example.pl")]).await;
        assert!(browser.shows("Zgłoszenie przyjęte."), "{}", browser.page);

        let asked = axum::http::Request::post("/graphql")
            .header("content-type", "application/json")
            .header("cookie", format!("__Host-zwornik={0}; zwornik={0}", account.token))
            .body(axum::body::Body::from(r#"{"query":"{ viewer { user { id } } }"}"#));
        let answer = app.send(asked.unwrap()).await;
        let bytes = axum::body::to_bytes(answer.into_body(), 1 << 20).await.unwrap();
        let answer: serde_json::Value = serde_json::from_slice(&bytes).unwrap();
        assert!(answer["data"]["viewer"]["user"].is_null(), "{answer}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_ones_own_is_not_there() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let world = World::new(&app).await;
        let training = Training::open(&app, &world, EditionPlan::default()).await;
        let [own, other] =
            [world.person(&app, "Ewa", "Własna").await, world.person(&app, "Ola", "Obca").await];
        training.enrol(&app, &world, own).await;
        let foreign = training.enrol(&app, &world, other).await;
        let account = world.participant(&app, "ewa@example.pl", own).await;
        let mut browser = Browser::of(&account.token);
        let missing = {
            browser.open(&app, "/moje/zapisy/nikt").await;
            (browser.status, browser.page.replace("/moje/zapisy/nikt", ""))
        };
        assert_eq!(missing.0, 404);
        let edition = &training.edition;
        for address in [
            format!("/moje/zapisy/{foreign}"),
            format!("/moje/ankiety/{foreign}"),
            format!("/szkolenia/{foreign}"),
            format!("/biuro/szkolenia/{edition}"),
            format!("/biuro/szkolenia/{edition}/zaswiadczenia"),
        ] {
            browser.open(&app, &address).await;
            assert_eq!((browser.status, browser.page.replace(&address, "")), missing.clone(), "{address}");
        }
        for part in ["zapisy", "obecnosc"] {
            browser.open(&app, &format!("/biuro/szkolenia/{edition}/{part}")).await;
            assert!(!browser.shows("Obca"), "{part}");
        }
        for (action, fields) in [
            (format!("/moje/zapisy/{foreign}"), ("co", "rezygnuje")),
            (format!("/biuro/szkolenia/{edition}"), ("do", "ENROLMENT_CLOSED")),
            (format!("/biuro/szkolenia/{edition}/zapisy"), ("odrzuc", &*foreign)),
            (format!("/biuro/szkolenia/{edition}/obecnosc"), ("zamknij", "tak")),
            (format!("/biuro/szkolenia/{edition}/zaswiadczenia"), ("klucz", "x")),
        ] {
            browser
                .send(&app, &Form { action: action.clone(), fields: vec![] }.with(fields.0, fields.1))
                .await;
            assert!(browser.status.is_client_error(), "{action}: {} {}", browser.status, browser.page);
        }
        assert_eq!(places(&app).await, [EnrolmentState::Confirmed; 2]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_office_takes_attendance_by_exception_locks_the_list_and_issues_certificates() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let world = World::new(&app).await;
        let training =
            Training::open(&app, &world, EditionPlan { approval: true, ..EditionPlan::default() }).await;
        let team = world.account(
            &app,
            "zespol@example.pl",
            Role::TeamTraining,
            ScopeKind::Project,
            Some(world.project.uuid()),
        );
        let team = team.await;
        let (mut ids, mut names) = (vec![], vec![]);
        for last in ["Ćwik", "Łoś", "Żuk"] {
            let person = world.person(&app, "Ewa", last).await;
            let account = world.participant(&app, &format!("{}@example.pl", ids.len()), person).await;
            let input = json!({ "editionId": training.edition, "personId": world.id(person) });
            let made = app.mutate(&account.token, "enrolPerson", "enrolment { id }", input).await;
            ids.push(made["enrolment"]["id"].as_str().unwrap().to_owned());
            names.push(format!("Ewa {last}"));
        }
        let mut browser = Browser::of(&team.token);
        browser.open(&app, "/biuro/szkolenia").await;
        let edition = format!("/biuro/szkolenia/{}", training.edition);
        assert!(browser.page.contains(&edition), "{}", browser.page);

        // Approving is a button for each person.
        let people = format!("{edition}/zapisy?kto=zgody");
        for id in &ids {
            browser.open(&app, &people).await;
            let approve = browser.form(&people).with("przyjmij", id);
            browser.send(&app, &approve).await;
            assert!(browser.shows("Zmiany zapisane."), "{}", browser.page);
        }
        assert!(browser.shows("0 osób"));
        for step in ["ENROLMENT_CLOSED", "RUNNING"] {
            browser.open(&app, &edition).await;
            let go = browser.form(&edition).with("do", step);
            browser.send(&app, &go).await;
            assert!(browser.shows("Zmiany zapisane."), "{step}: {}", browser.page);
            // Whoever saw an older version is told, and nothing happens.
            browser
                .send(&app, &Form { fields: vec![], ..go.clone() }.with("do", step).with("wersja", "1"))
                .await;
            assert_eq!(browser.status, 422, "{}", browser.page);
        }
        for (n, session) in training.sessions.iter().enumerate() {
            let list = format!("{edition}/obecnosc?zajecia={session}");
            browser.open(&app, &list).await;
            let form = browser.form(&list);
            let minutes = format!("minuty-{}", ids[0]);
            if n == 0 {
                // What cannot be is said at its person, and everything else stays as it was typed.
                for (typed, said) in [("dużo", "Wpisz minuty cyframi."), ("9999", "Wartość musi mieścić się")]
                {
                    let wrong = form.clone().with(&minutes, typed).with(&format!("minuty-{}", ids[1]), "77");
                    browser.send(&app, &wrong).await;
                    assert_eq!(browser.status, 422);
                    assert!(browser.shows(&format!("{}: {said}", names[0])), "{}", browser.page);
                    assert!(
                        browser.page.contains("value=\"77\"")
                            && browser.page.contains(&format!("value=\"{typed}\""))
                    );
                }
            }
            // One was absent; the others were there for all of it.
            browser.send(&app, &form.with(&minutes, "0")).await;
            assert!(browser.shows("Zmiany zapisane."), "{}", browser.page);
        }
        let attendance = format!("{edition}/obecnosc");
        browser.open(&app, &attendance).await;
        let lock = browser.form(&attendance);
        browser.send(&app, &lock).await;
        assert!(browser.shows("Lista obecności zamknięta."), "{}", browser.page);
        browser.open(&app, &edition).await;
        let complete = browser.form(&edition).with("do", "COMPLETED");
        browser.send(&app, &complete).await;

        let certificates = format!("{edition}/zaswiadczenia");
        browser.open(&app, &certificates).await;
        for words in ["Wystaw 2 zaświadczenia", "Nie dostaną, i dlaczego", "Obecność 0 z 360 min"] {
            assert!(browser.shows(words), "{words}: {}", browser.page);
        }
        let issue = browser.form(&certificates);
        browser.send(&app, &issue).await;
        assert!(browser.shows("Zaświadczenia wystawione."), "{}", browser.page);
        browser.send(&app, &issue).await;
        let numbers = crate::resilience::numbers(&app).await;
        assert_eq!(numbers.len(), 2, "twice is once");
        assert!(numbers.iter().all(|number| browser.shows(number)), "{}", browser.page);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_speak_the_language_that_was_chosen() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let world = World::new(&app).await;
        Training::open(&app, &world, EditionPlan::default()).await;
        let mut browser = Browser::default();
        browser.open(&app, "/szkolenia?otwarte=tak").await;
        assert!(browser.page.contains("<html lang=\"pl\">"));
        let switch = browser.form("/jezyk").with("jezyk", "en");
        browser.send(&app, &switch).await;
        assert_eq!(browser.address, "/szkolenia?otwarte=tak");
        assert!(
            browser.page.contains("<html lang=\"en\">") && browser.shows("1 training"),
            "{}",
            browser.page
        );
        // Nobody is led elsewhere by it.
        let away = browser.form("/jezyk").with("jezyk", "pl").with("wroc", "https://example.org/");
        browser.send(&app, &away).await;
        assert!(browser.address.starts_with('/') && browser.page.contains("<html lang=\"pl\">"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_institution_enrols_its_people_in_one_go_and_each_is_answered() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let world = World::new(&app).await;
        let plan = EditionPlan { seats: 10, institution_cap: Some(3), ..EditionPlan::default() };
        let training = Training::open(&app, &world, plan).await;
        let mut people = vec![];
        for last in ["Ćwik", "Łoś", "Sowa", "Żuk"] {
            people.push(world.person(&app, "Ewa", last).await);
        }
        training.enrol(&app, &world, people[0]).await;
        let office = Some(world.lead_office.uuid());
        let scope = ScopeKind::Institution;
        let speaker =
            world.account(&app, "gops@example.pl", Role::InstitutionCoordinator, scope, office).await;
        let mut browser = Browser::of(&speaker.token);
        browser.open(&app, &format!("/szkolenia/{}", training.edition)).await;
        let address = format!("/instytucja/zapis/{}", training.edition);
        assert!(browser.page.contains(&address), "{}", browser.page);
        browser.open(&app, &address).await;
        assert!(browser.shows("Z jednej instytucji najwyżej osób: 3."), "{}", browser.page);
        let ids: Vec<String> = people.iter().map(|id| world.id(*id).to_string()).collect();
        assert!(!browser.page.contains(&format!("value=\"{}\"", ids[0])), "who has a place cannot be ticked");

        let nobody = browser.form(&address);
        browser.send(&app, &nobody).await;
        assert!(browser.status == 422 && browser.shows("Zaznacz, kogo zapisać."), "{}", browser.page);
        let mut form = browser.form(&address);
        form.fields.extend(ids[1..].iter().map(|id| ("osoba".to_owned(), id.clone())));
        // The fourth of the institution is one too many, and holds up nobody.
        browser.send(&app, &form).await;
        assert_eq!(browser.status, 422);
        assert!(browser.shows("Nie wszystko się udało") && browser.shows("Ewa Żuk: "), "{}", browser.page);
        assert_eq!(places(&app).await, [EnrolmentState::Confirmed; 3]);
        browser.send(&app, &form).await;
        assert_eq!((browser.status.as_u16(), places(&app).await.len()), (422, 3), "twice is once");

        // Somebody who speaks for nobody sees none of them.
        let other = world.person(&app, "Ola", "Obca").await;
        let stranger = world.participant(&app, "ola@example.pl", other).await;
        let mut browser = Browser::of(&stranger.token);
        browser.open(&app, &address).await;
        assert!(!browser.shows("Żuk"), "{}", browser.page);
        browser.send(&app, &form).await;
        assert_eq!((browser.status.as_u16(), places(&app).await.len()), (422, 3));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_looks_after_ones_own_account() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let world = World::new(&app).await;
        let (email, password) = ("ewa@example.pl", "cztery zwykłe słowa razem");
        let admin =
            world.account(&app, "admin@example.pl", Role::SysAdmin, ScopeKind::Installation, None).await;
        let user = json!({ "email": email, "password": password });
        app.mutate(&admin.token, "createUser", "user { id }", user).await;
        let [mut here, mut elsewhere] = [Browser::default(), Browser::default()];
        here.log_in(&app, email, password).await;
        elsewhere.log_in(&app, email, password).await;

        here.open(&app, "/konto").await;
        assert!(here.shows("Drugi składnik logowania") && here.shows("wyłączony"), "{}", here.page);
        let form = |co: &str| Form { action: "/konto".into(), fields: vec![("co".into(), co.into())] };
        here.send(&app, &form("jezyk").with("jezyk", "en")).await;
        assert!(here.page.contains("<option value=\"en\" lang=\"en\" selected>"), "{}", here.page);
        here.send(&app, &form("kalendarz")).await;
        assert!(here.shows("/calendar/own/zw_c_"), "{}", here.page);
        here.open(&app, "/konto").await;
        assert!(!here.shows("/calendar/own/"), "shown once");

        here.send(&app, &form("wyloguj-inne")).await;
        assert!(here.shows("Zmiany zapisane."), "{}", here.page);
        elsewhere.open(&app, "/konto").await;
        assert_eq!(elsewhere.address, "/wejdz?dalej=/konto");

        let change = |old: &str, new: &str, again: &str| {
            form("haslo").with("haslo", old).with("nowe", new).with("powtorzone", again)
        };
        for (old, new, again, field) in [
            (password, "zupełnie nowe hasło", "inne", "powtorzone"),
            ("nie to", "zupełnie nowe hasło", "zupełnie nowe hasło", "haslo"),
            (password, "krótkie", "krótkie", "nowe"),
        ] {
            here.send(&app, &change(old, new, again)).await;
            assert_eq!(here.status, 422, "{field}");
            assert!(here.page.contains(&format!("id=\"{field}-blad\"")), "{field}: {}", here.page);
            assert!(!here.page.contains(new), "no page gives a password back");
        }
        here.send(&app, &change(password, "zupełnie nowe hasło", "zupełnie nowe hasło")).await;
        assert!(here.address.starts_with("/wejdz") && here.shows("Hasło zmienione."), "{}", here.page);
        here.log_in(&app, email, "zupełnie nowe hasło").await;
        assert_eq!(here.address, "/moje", "{}", here.page);
        let out = here.form("/wyjdz");
        here.send(&app, &out).await;
        assert!(here.session().is_none() && here.address == "/");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_factor_is_set_up_on_a_page_and_asked_for_at_the_next_login() {
    on_both(async |base| {
        let mut app = TestApp::on(base);
        let world = World::new(&app).await;
        let (email, password) = ("ewa@example.pl", "cztery zwykłe słowa razem");
        let admin =
            world.account(&app, "admin@example.pl", Role::SysAdmin, ScopeKind::Installation, None).await;
        let user = json!({ "email": email, "password": password });
        app.mutate(&admin.token, "createUser", "user { id }", user).await;
        let address = "/konto/skladnik";
        // Whose role needs one is led there, and nowhere else.
        app.with_second_factor_for(&[Role::Coordinator]);
        let mut must = Browser::of(&world.coordinator.token);
        must.open(&app, "/biuro/szkolenia").await;
        assert!(must.status == 403 && must.page.contains(&format!("href=\"{address}\"")), "{}", must.page);
        must.open(&app, address).await;
        assert!(must.status == 200 && must.shows("Twoja rola wymaga drugiego składnika."), "{}", must.page);

        let mut browser = Browser::default();
        browser.log_in(&app, email, password).await;
        browser.open(&app, address).await;
        let begin = browser.form(address).with("co", "zacznij");
        browser.send(&app, &begin.clone().with("haslo", "nie to")).await;
        assert!(browser.status == 422 && browser.page.contains("id=\"haslo-blad\""), "{}", browser.page);
        browser.send(&app, &begin.with("haslo", password)).await;
        let confirm = browser.form(address).with("co", "potwierdz");
        let secret = confirm.fields.iter().find(|(name, _)| name == "sekret").unwrap().1.clone();
        assert!(browser.page.contains("Kod QR dla aplikacji") && browser.shows(&secret), "{}", browser.page);
        // Whoever mistypes goes on with the same app.
        browser.send(&app, &confirm.with("kod", "000000")).await;
        assert!(browser.status == 422 && browser.shows(&secret), "{}", browser.page);
        let code = crate::second_factor::code(&app, &crate::second_factor::secret_of(&secret));
        let confirm = browser.form(address).with("co", "potwierdz").with("kod", &code);
        browser.send(&app, &confirm).await;
        assert!(browser.shows("Drugi składnik jest włączony."), "{}", browser.page);
        let codes = browser.page.split("<ul class=\"list code\">").nth(1).unwrap();
        let recovery = codes.split("<li>").nth(1).unwrap().split('<').next().unwrap().to_owned();
        browser.open(&app, address).await;
        assert!(!browser.shows(&recovery) && browser.shows("Niewykorzystanych kodów odzyskiwania: 10."));

        let mut later = Browser::default();
        later.log_in(&app, email, password).await;
        assert!(later.status == 422 && later.page.contains("id=\"kod-blad\""), "{}", later.page);
        let login = later.form("/wejdz").with("email", email).with("haslo", password).with("kod", &recovery);
        later.send(&app, &login).await;
        assert_eq!(later.address, "/moje");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_begun_by_mistake_is_taken_back_and_a_training_is_called_off_with_a_reason() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let world = World::new(&app).await;
        let training = Training::open(&app, &world, EditionPlan::default()).await;
        training.start(&app, &world).await;
        let edition = format!("/biuro/szkolenia/{}", training.edition);
        let mut browser = Browser::of(&world.coordinator.token);
        browser.open(&app, &edition).await;
        for (to, field, word) in [
            ("ENROLMENT_CLOSED", "powod-cofniecia", "pomyłka w dacie"),
            ("CANCELLED", "powod-odwolania", "powódź"),
        ] {
            let step = browser.form(&edition).with("do", to);
            browser.send(&app, &step).await;
            assert_eq!(browser.status, 422);
            assert!(browser.page.contains(&format!("id=\"{field}-blad\"")), "{to}: {}", browser.page);
            let step = browser.form(&edition).with("do", to).with(field, word);
            browser.send(&app, &step).await;
            assert!(browser.shows("Zmiany zapisane."), "{to}: {}", browser.page);
        }
        // What is called off goes nowhere.
        assert!(!browser.page.contains("name=\"do\""), "{}", browser.page);
        let asked = "query($id: ID!) { node(id: $id) { ... on Edition { state nextStates } } }";
        let told = app.ask(&world.coordinator.token, asked, json!({ "id": training.edition })).await;
        assert_eq!(told["node"], json!({ "state": "CANCELLED", "nextStates": [] }));
    })
    .await;
}

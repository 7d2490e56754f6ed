//! Certificates by mail: each once, in Polish letters, with a link that works and tells nobody on the way.

use std::collections::BTreeSet;
use std::os::unix::fs::PermissionsExt;
use std::sync::Arc;
use std::time::{Duration, Instant};

use chrono::Duration as Span;
use entities::institutions::person as people;
use entities::jobs::{JobState, job};
use entities::mail::{DeliveryState, Problem};
use reports::mail::Way;
use reports::{Settings, Worker};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
use serde_json::json;
use tests::builders::World;
use tests::letters::Message;
use tests::mail_sink::{MailSink, Mode};
use tests::{TestApp, on_both};
use tokio_util::sync::CancellationToken;

use super::{deliveries, issued, ledger, person, text};

#[tokio::test(flavor = "multi_thread")]
async fn a_participant_gets_the_certificate_by_mail_and_downloads_it_without_an_account() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let world = World::new(&app).await;
        let lucja = person(&app, &world, ("Łucja", "Śliwińska-Żak"), Some("lucja@example.pl")).await;
        let silent = person(&app, &world, ("Jan", "Bezadresowy"), None).await;
        let (_, certificates) = issued(&app, &world, &[lucja, silent]).await;
        assert_eq!(app.work().await, 0);

        let folder = app.base.folder().join("mail");
        let mode = |path: &std::path::Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(&folder), 0o700);
        for file in std::fs::read_dir(&folder).unwrap() {
            assert_eq!(mode(&file.unwrap().path()), 0o600);
        }
        let letters = Message::in_folder(&app);
        assert_eq!(letters.len(), 1, "nobody is written to without an address");
        let letter = &letters[0];
        assert!(letter.raw().is_ascii());
        let to = letter.header("To");
        assert!(to.contains("Łucja Śliwińska-Żak") && to.ends_with("<lucja@example.pl>"), "{to}");
        assert_eq!(letter.header("Subject"), "Zaświadczenie ze szkolenia „Szkoła Kooperacji – Szkolenie 1”");
        assert!(letter.header("From").contains("ROPS w Łodzi"), "{}", letter.header("From"));
        let (plain, html) = (letter.part("text/plain"), letter.part("text/html"));
        let of_lucja = certificates["certificates"].as_array().unwrap().iter().find(|one| {
            one["person"]["lastName"] == "Śliwińska-Żak"
        });
        let number = text(&of_lucja.unwrap()["number"]);
        for words in ["Dzień dobry", number.as_str(), "https://zwornik.example.pl/certificate#zw_d_"] {
            assert!(plain.contains(words) && html.contains(words), "{words}: {plain}");
        }
        assert!(html.contains("<html lang=\"pl\">"));

        // The secret stands behind the hash and goes by a form; what is downloaded then holds for minutes.
        let code = letter.secret();
        let (status, headers, _) = app.post_form("/certificate", &[("code", &code)]).await;
        assert_eq!(status, 303);
        let path = headers["location"].to_str().unwrap().to_owned();
        assert!(!path.contains(&code));
        let (status, headers, bytes) = app.get(&path, None).await;
        assert_eq!((status.as_u16(), headers["content-type"].to_str().unwrap()), (200, "application/pdf"));
        assert!(bytes.starts_with(b"%PDF"));
        app.clock.advance(Span::minutes(16));
        assert_eq!(app.get(&path, None).await.0, 403);

        // The code itself holds for a week, and a changed one never does.
        let (status, _, _) = app.post_form("/certificate", &[("code", &code)]).await;
        assert_eq!(status, 303);
        for wrong in [code.replace("zw_d_", "zw_c_"), format!("{code}A"), String::new()] {
            let (status, _, page) = app.post_form("/certificate", &[("code", &wrong)]).await;
            assert_eq!(status, 400);
            assert!(page.contains("ten\u{a0}kod nie działa") || page.contains("ten kod nie działa"), "{page}");
        }
        app.clock.advance(Span::days(7));
        assert_eq!(app.post_form("/certificate", &[("code", &code)]).await.0, 400);

        // Staff see who got it and who was left out, and why.
        let seen = deliveries(&app, &world.coordinator.token).await;
        let of = |name: &str| seen.iter().find(|one| one["person"]["lastName"] == name).unwrap();
        let sent = of("Śliwińska-Żak");
        assert_eq!((&sent["state"], &sent["stateLabel"]), (&json!("SENT"), &json!("wysłana")));
        assert_eq!(sent["messageId"], json!(letter.header("Message-ID")));
        let left_out = of("Bezadresowy");
        assert_eq!(
            (&left_out["state"], &left_out["problem"], &left_out["problemLabel"]),
            (&json!("LEFT_OUT"), &json!("NO_ADDRESS"), &json!("odbiorca nie ma adresu e-mail"))
        );
        let query = "query($id: ID!) { node(id: $id) { ... on Certificate { state deliveries { totalCount edges { node { state } } } } } }";
        let shown = app.ask(&world.coordinator.token, query, json!({ "id": sent["artefactId"] })).await;
        assert_eq!(shown["node"]["state"], "DELIVERED");
        assert_eq!(shown["node"]["deliveries"]["edges"][0]["node"]["state"], "SENT");

        // An address that is mended later is written to when somebody asks for it.
        let row = people::ActiveModel { id: Set(silent), email: Set(Some("jan@example.pl".into())), ..Default::default() };
        people::Entity::update(row).exec(app.state.db.for_migration()).await.unwrap();
        let input = json!({ "deliveryId": left_out["id"] });
        let again = app.mutate(&world.coordinator.token, "resendDelivery", "delivery { state }", input).await;
        assert_eq!(again["delivery"]["state"], "QUEUED");
        assert_eq!(app.work().await, 0);
        assert_eq!(Message::in_folder(&app).len(), 2);
        let input = json!({ "deliveryId": sent["id"] });
        assert_eq!(app.refused(&world.coordinator.token, "resendDelivery", input).await, "WRONG_STATE");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_correction_is_mailed_for_itself_and_what_is_over_is_not_mailed() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let world = World::new(&app).await;
        let anna = person(&app, &world, ("Anna", "Łącka"), Some("anna@example.pl")).await;
        let (_, certificates) = issued(&app, &world, &[anna]).await;
        assert_eq!(app.work().await, 0);
        let code = Message::in_folder(&app)[0].secret();

        let row =
            people::ActiveModel {
                id: Set(anna), last_name: Set("Łącka-Nowak".into()), ..Default::default()
            };
        people::Entity::update(row).exec(app.state.db.for_migration()).await.unwrap();
        let old = &certificates["certificates"][0]["id"];
        let input = json!({ "certificateId": old, "reason": "Zmiana nazwiska" });
        app.mutate(&world.coordinator.token, "correctCertificate", "certificate { id }", input).await;
        assert_eq!(app.work().await, 0);
        let letters = Message::in_folder(&app);
        assert_eq!(letters.len(), 2);
        let ids: BTreeSet<String> = letters.iter().map(|letter| letter.header("Message-ID")).collect();
        assert_eq!(ids.len(), 2);
        let plain: Vec<String> = letters.iter().map(|letter| letter.part("text/plain")).collect();
        assert!(
            plain.iter().any(|text| text.contains("poprawione") && text.contains("SK/2026/0001")),
            "{plain:?}"
        );
        // The link of the old one leads nowhere any more.
        assert_eq!(app.post_form("/certificate", &[("code", &code)]).await.0, 400);

        // Everything again, as after a restart: jobs done before change nothing.
        let undone = job::ActiveModel { state: Set(JobState::Ready), ..Default::default() };
        job::Entity::update_many().set(undone).exec(app.state.db.for_migration()).await.unwrap();
        assert_eq!(app.work().await, 0);
        assert_eq!(Message::in_folder(&app).len(), 2);
        assert_eq!(ledger(&app).await.len(), 2);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn names_that_hold_line_breaks_write_no_headers() {
    on_both(async |base| {
        let mut app = TestApp::on(base);
        let sink = MailSink::new(Mode::Ok).await;
        app.mail.way = Way::Smtp(sink.server());
        let world = World::new(&app).await;
        let anna = person(&app, &world, ("Anna", "Łącka"), Some("anna@example.pl")).await;
        issued(&app, &world, &[anna]).await;
        // Past the checks of the API, as from an old import.
        let evil = "Łącka\r\nBcc: obcy@example.com\r\nSubject: inny\r\n\r\nTreść";
        let row = people::ActiveModel { id: Set(anna), last_name: Set(evil.into()), ..Default::default() };
        people::Entity::update(row).exec(app.state.db.for_migration()).await.unwrap();
        assert_eq!(app.work().await, 0);
        let taken = sink.taken();
        assert_eq!(taken.len(), 1);
        assert_eq!(taken[0].to, "anna@example.pl");
        let letter = Message::of(&*taken[0].text);
        let headers = letter.headers();
        assert!(!headers.iter().any(|name| name.eq_ignore_ascii_case("bcc")), "{headers:?}");
        assert_eq!(headers.iter().filter(|name| name.as_str() == "Subject").count(), 1);
        assert!(
            letter.header("To").contains("Łącka Bcc: obcy@example.com Subject: inny Treść"),
            "{}",
            letter.header("To")
        );

        // An address that holds more than an address is not written to at all.
        let other = person(&app, &world, ("Jan", "Kos"), Some("jan@example.pl")).await;
        issued(&app, &world, &[other]).await;
        let evil = Some("jan@example.pl>\r\nRCPT TO:<obcy@example.com".to_owned());
        let row = people::ActiveModel { id: Set(other), email: Set(evil), ..Default::default() };
        people::Entity::update(row).exec(app.state.db.for_migration()).await.unwrap();
        assert_eq!(app.work().await, 0);
        assert_eq!(sink.taken().len(), 1);
        let of_jan = ledger(&app).await.into_iter().find(|row| row.person_id == Some(other)).unwrap();
        assert_eq!((of_jan.state, of_jan.problem), (DeliveryState::Failed, Some(Problem::BadAddress)));
    })
    .await;
}

/// Workers of this installation, as processes have them, until they are stopped.
fn workers(app: &TestApp, count: usize, stop: &CancellationToken) -> Vec<tokio::task::JoinHandle<()>> {
    (0..count)
        .map(|n| {
            let context = Arc::into_inner(app.worker_context()).unwrap();
            let poll = Duration::from_millis(10);
            let settings = Settings { name: format!("worker {n}"), slots: 2, poll, ..Settings::default() };
            let worker = Worker::new(context, settings).run(stop.clone());
            tokio::spawn(async move { worker.await.unwrap() })
        })
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn five_hundred_certificates_are_mailed_once_each_by_three_workers_that_stop_half_way() {
    on_both(async |base| {
        // The same on both; PostgreSQL, whose locks are its own, with fewer.
        let many = if base.kind == "sqlite" { 500 } else { 120 };
        let mut app = TestApp::on(base);
        let sink = MailSink::new(Mode::Ok).await;
        app.mail.way = Way::Smtp(sink.server());
        let world = World::new(&app).await;
        let mut all = vec![];
        for n in 0..many {
            all.push(person(&app, &world, ("Zażółć", "Gęślą"), Some(&format!("osoba{n}@example.pl"))).await);
        }
        issued(&app, &world, &all).await;
        let until = Instant::now() + Duration::from_secs(300);
        let open = async || {
            let open = job::Column::State.is_in([JobState::Ready, JobState::Running]);
            job::Entity::find().filter(open).count(&app.state.db.reader).await.unwrap()
        };
        let stop = CancellationToken::new();
        let first = workers(&app, 3, &stop);
        while sink.taken().len() < many / 4 {
            assert!(Instant::now() < until, "{} taken", sink.taken().len());
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        stop.cancel();
        for worker in first {
            worker.await.unwrap();
        }
        let before = sink.taken().len();
        assert!(before < many, "they stopped half-way");
        let stop = CancellationToken::new();
        let second = workers(&app, 3, &stop);
        while open().await > 0 {
            assert!(Instant::now() < until, "{} taken", sink.taken().len());
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        stop.cancel();
        for worker in second {
            worker.await.unwrap();
        }
        let taken = sink.taken();
        let to: BTreeSet<&str> = taken.iter().map(|one| one.to.as_str()).collect();
        let ids: BTreeSet<String> =
            taken.iter().map(|one| Message::of(&*one.text).header("Message-ID")).collect();
        assert_eq!((taken.len(), to.len(), ids.len()), (many, many, many));
        assert!(ledger(&app).await.iter().all(|row| row.state == DeliveryState::Sent && row.attempts == 1));
        assert!(sink.connections() < many / 4, "connections are used again: {}", sink.connections());
    })
    .await;
}

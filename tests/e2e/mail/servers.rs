//! What the mail server does, and what follows.

use std::time::Duration;

use chrono::Duration as Span;
use entities::mail::{DeliveryState, Problem, actions as actions_of_mail, delivery};
use entities::shared::ids::DeliveryId;
use reports::mail::{Security, Way};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use serde_json::json;
use tests::builders::World;
use tests::letters::Message;
use tests::mail_sink::{MailSink, Mode};
use tests::{TestApp, on_both, on_both_at_once};

use super::{deliveries, issued, ledger, person};

/// An installation with one certificate, drawn and about to be mailed through this server.
async fn one_letter(app: &mut TestApp, sink: &MailSink) -> World {
    app.mail.way = Way::Smtp(sink.server());
    let world = World::new(app).await;
    let anna = person(app, &world, ("Anna", "Łącka"), Some("anna@example.pl")).await;
    issued(app, &world, &[anna]).await;
    world
}

async fn only(app: &TestApp) -> delivery::Model {
    let mut all = ledger(app).await;
    assert_eq!(all.len(), 1);
    all.remove(0)
}

fn outcome(row: &delivery::Model) -> (DeliveryState, Option<Problem>, Option<i32>) {
    (row.state, row.problem, row.reply_code)
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_put_off_or_lost_on_the_way_is_tried_again_until_it_is_taken() {
    on_both(async |base| {
        let mut app = TestApp::on(base);
        let sink = MailSink::in_turn(&[
            Mode::Closing,
            Mode::Greylisted,
            Mode::Full,
            Mode::DropEarly,
            Mode::Slow(Duration::from_millis(300)),
        ])
        .await;
        one_letter(&mut app, &sink).await;
        let expected = [
            (Problem::PutOff, Some(421)),
            (Problem::PutOff, Some(450)),
            (Problem::PutOff, Some(452)),
            (Problem::ConnectionLost, None),
        ];
        for (n, (problem, code)) in (1..).zip(expected) {
            assert_eq!(app.work().await, 1);
            let row = only(&app).await;
            assert_eq!(outcome(&row), (DeliveryState::Queued, Some(problem), code), "try {n}");
            assert_eq!(row.attempts, n);
            assert!(sink.taken().is_empty());
            // Not before its time.
            assert_eq!(app.work().await, 0);
            app.clock.advance(Span::minutes(5));
        }
        assert_eq!(app.work().await, 0);
        let row = only(&app).await;
        assert_eq!(outcome(&row), (DeliveryState::Sent, None, None));
        assert_eq!(row.attempts, 5);
        let taken = sink.taken();
        assert_eq!(taken.len(), 1);
        assert_eq!(Message::of(&*taken[0].text).header("Message-ID"), row.message_id);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_server_refuses_for_good_is_not_tried_again_and_staff_see_why() {
    on_both(async |base| {
        for (mode, code) in [(Mode::NoSuchUser, 550), (Mode::TooBig, 552)] {
            let mut app = TestApp::on(match base.kind {
                "sqlite" => tests::databases::TestDb::sqlite().await,
                _ => tests::databases::TestDb::postgres().await.unwrap(),
            });
            let sink = MailSink::new(mode).await;
            let world = one_letter(&mut app, &sink).await;
            for _ in 0..3 {
                assert_eq!(app.work().await, 0);
                app.clock.advance(Span::days(1));
            }
            assert_eq!(
                outcome(&only(&app).await),
                (DeliveryState::Failed, Some(Problem::Refused), Some(code))
            );
            assert!(sink.connections() == 1 && sink.taken().is_empty());
            let seen = deliveries(&app, &world.coordinator.token).await;
            assert_eq!(seen[0]["problemLabel"], "serwer poczty odrzuca wiadomość");
            assert_eq!((&seen[0]["replyCode"], &seen[0]["viewerCanResend"]), (&json!(code), &json!(true)));
            // The mailbox is there now, and somebody asks for it.
            sink.set(Mode::Ok);
            let input = json!({ "deliveryId": seen[0]["id"] });
            app.mutate(&world.coordinator.token, "resendDelivery", "delivery { id }", input).await;
            assert_eq!(app.work().await, 0);
            assert_eq!(sink.taken().len(), 1);
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_may_have_arrived_is_in_doubt_and_not_repeated_unless_somebody_asks() {
    on_both_at_once(async |base| {
        // Taken without an answer, broken off without having been taken, silent for longer than anybody waits: the
        // same from here.
        for mode in [Mode::DropAfter, Mode::Drop, Mode::Slow(Duration::from_secs(4))] {
            let mut app = TestApp::on(match base.kind {
                "sqlite" => tests::databases::TestDb::sqlite().await,
                _ => tests::databases::TestDb::postgres().await.unwrap(),
            });
            let sink = MailSink::new(mode).await;
            let world = one_letter(&mut app, &sink).await;
            for _ in 0..3 {
                assert_eq!(app.work().await, 0);
                app.clock.advance(Span::days(1));
            }
            let row = only(&app).await;
            assert_eq!(outcome(&row), (DeliveryState::InDoubt, Some(Problem::NoAnswer), None), "{mode:?}");
            assert_eq!(sink.tries(), 1, "{mode:?}");
            sink.set(Mode::Ok);
            let seen = deliveries(&app, &world.coordinator.token).await;
            assert_eq!(seen[0]["state"], "IN_DOUBT");
            let input = json!({ "deliveryId": seen[0]["id"] });
            app.mutate(&world.coordinator.token, "resendDelivery", "delivery { id }", input).await;
            assert_eq!(app.work().await, 0);
            let taken = sink.taken();
            let ids = taken.iter().map(|one| Message::of(&*one.text).header("Message-ID"));
            // A mailbox that has it already can tell by its id.
            assert!(ids.into_iter().all(|id| id == row.message_id));
            assert_eq!(taken.len(), if mode == Mode::DropAfter { 2 } else { 1 }, "{mode:?}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_worker_that_died_while_the_message_left_leaves_it_in_doubt_and_one_before_leaves_it_queued() {
    on_both(async |base| {
        let mut app = TestApp::on(base);
        let sink = MailSink::new(Mode::Ok).await;
        let folder = app.mail.way.clone();
        let world = one_letter(&mut app, &sink).await;
        // Drawn, but the mail waits: only the drawing worker ran.
        app.mail.way = Way::Smtp(reports::mail::Server { port: 9, ..sink.server() });
        assert_eq!(app.work().await, 1);
        let row = only(&app).await;
        assert_eq!(outcome(&row), (DeliveryState::Queued, Some(Problem::Unreachable), None));
        app.mail.way = Way::Smtp(sink.server());
        let died_at = |id: DeliveryId| {
            app.write(async move |tx, op| {
                actions_of_mail::begin(tx, op, id).await.map(|begun| begun.is_some())
            })
        };
        assert!(died_at(row.id).await);
        assert!(!died_at(row.id).await, "nobody begins what another has begun");
        app.clock.advance(Span::minutes(5));
        assert_eq!(app.work().await, 0);
        assert_eq!(outcome(&only(&app).await), (DeliveryState::InDoubt, Some(Problem::NoAnswer), None));
        assert_eq!(sink.tries(), 0, "it may have arrived, so it is not sent again");

        // Whoever sent it may still come back with the answer.
        let settled = app
            .write(async |tx, op| {
                actions_of_mail::settle(tx, op, row.id, row.attempts + 1, actions_of_mail::Outcome::SENT)
                    .await
            })
            .await;
        assert!(settled);
        assert_eq!(only(&app).await.state, DeliveryState::Sent);

        // A folder takes the same message twice for one: there is no doubt, and it is written.
        let jan = person(&app, &world, ("Jan", "Kos"), Some("jan@example.pl")).await;
        issued(&app, &world, &[jan]).await;
        app.mail.way = Way::Smtp(reports::mail::Server { port: 9, ..sink.server() });
        assert_eq!(app.work().await, 1);
        let db = app.state.db.reader.clone();
        let of_jan = async || {
            let row = delivery::Entity::find()
                .filter(delivery::Column::PersonId.eq(jan))
                .filter(delivery::Column::SubjectId.is_null())
                .one(&db)
                .await;
            row.unwrap().unwrap()
        };
        let id = of_jan().await.id;
        app.write(async |tx, op| actions_of_mail::begin(tx, op, id).await.map(drop)).await;
        app.mail.way = folder.clone();
        app.clock.advance(Span::minutes(5));
        assert_eq!(app.work().await, 0);
        assert_eq!(of_jan().await.state, DeliveryState::Sent);
        assert_eq!(Message::in_folder(&app).len(), 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_never_answers_is_given_up_after_a_day_and_a_half() {
    on_both_at_once(async |base| {
        let mut app = TestApp::on(base);
        let sink = MailSink::new(Mode::Ok).await;
        one_letter(&mut app, &sink).await;
        app.mail.way = Way::Smtp(reports::mail::Server { port: 9, ..sink.server() });
        let start = app.now();
        let mut failures = app.work().await;
        while only(&app).await.state == DeliveryState::Queued {
            app.clock.advance(Span::minutes(61));
            failures += app.work().await;
            assert!(failures <= 40, "it is given up");
        }
        let row = only(&app).await;
        assert_eq!(outcome(&row), (DeliveryState::GivenUp, Some(Problem::Unreachable), None));
        assert_eq!(row.attempts, 40);
        assert!(app.now() - start > Span::hours(36));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_connection_is_secured_as_configured_and_never_by_an_authority_nobody_trusts() {
    for security in [Security::Implicit, Security::StartTls] {
        let mut app = TestApp::on(tests::databases::TestDb::sqlite().await);
        let sink = MailSink::secured(security).await;
        one_letter(&mut app, &sink).await;
        let trusting = sink.server();

        // An authority of the office's own that is not configured, or is another's.
        app.mail.way = Way::Smtp(reports::mail::Server { authority_pem: None, ..trusting.clone() });
        assert_eq!(app.work().await, 1, "{security:?}");
        assert_eq!(outcome(&only(&app).await), (DeliveryState::Queued, Some(Problem::Insecure), None));
        let other = MailSink::secured(security).await;
        let authority_pem = other.server().authority_pem;
        app.mail.way = Way::Smtp(reports::mail::Server { authority_pem, ..trusting.clone() });
        app.clock.advance(Span::minutes(5));
        assert_eq!(app.work().await, 1);
        assert!(sink.taken().is_empty());

        // A password nobody knows is a fault of the settings, not of the message.
        let login = |password: &str| Some(("zwornik".to_owned(), password.to_owned()));
        app.mail.way = Way::Smtp(reports::mail::Server { login: login("inne"), ..trusting.clone() });
        app.clock.advance(Span::minutes(5));
        assert_eq!(app.work().await, 1);
        assert_eq!(
            outcome(&only(&app).await),
            (DeliveryState::Queued, Some(Problem::LoginRefused), Some(535))
        );
        app.mail.way = Way::Smtp(reports::mail::Server { login: login("hasło"), ..trusting });
        app.clock.advance(Span::minutes(5));
        assert_eq!(app.work().await, 0);
        assert_eq!(only(&app).await.state, DeliveryState::Sent);
        assert_eq!((sink.taken().len(), sink.logins().len()), (1, 2));
    }

    // A server that cannot do STARTTLS is not written to in the clear.
    let mut app = TestApp::on(tests::databases::TestDb::sqlite().await);
    let sink = MailSink::new(Mode::Ok).await;
    one_letter(&mut app, &sink).await;
    let login = Some(("zwornik".to_owned(), "hasło".to_owned()));
    let server = reports::mail::Server { security: Security::StartTls, login, ..sink.server() };
    app.mail.way = Way::Smtp(server);
    assert_eq!(app.work().await, 1);
    assert_eq!(outcome(&only(&app).await), (DeliveryState::Queued, Some(Problem::Insecure), None));
    assert!(sink.logins().is_empty() && sink.taken().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_public_address_links_wait_for_one() {
    on_both(async |base| {
        let mut app = TestApp::on(base);
        let sink = MailSink::new(Mode::Ok).await;
        one_letter(&mut app, &sink).await;
        let url = app.mail.client_url.take();
        assert_eq!(app.work().await, 1);
        assert_eq!(outcome(&only(&app).await), (DeliveryState::Queued, Some(Problem::NotConfigured), None));
        app.mail.client_url = url;
        app.clock.advance(Span::minutes(5));
        assert_eq!(app.work().await, 0);
        assert_eq!(sink.taken().len(), 1);
    })
    .await;
}

//! Lanes: what one waits for holds up no other.

use std::sync::Arc;
use std::time::{Duration, Instant};

use entities::certificates::jobs::RenderCertificate;
use entities::jobs::queue::Payload;
use entities::jobs::{JobState, job};
use entities::mail::jobs::SendMail;
use entities::shared::clock::SetClock;
use entities::shared::db::Db;
use reports::context::Context;
use reports::mail::{Mail, Way};
use reports::{Settings, Worker};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder};
use tests::builders::World;
use tests::mail_sink::{MailSink, Mode};
use tests::{TestApp, on_both_at_once};
use tokio_util::sync::CancellationToken;

use crate::mail::{issued, person};

/// Waits until so many jobs of a kind are in a state.
pub(super) async fn wait(app: &TestApp, kind: &str, state: JobState, count: u64) {
    let until = Instant::now() + Duration::from_secs(60);
    loop {
        let jobs =
            job::Entity::find().filter(job::Column::Kind.eq(kind)).filter(job::Column::State.eq(state));
        let now = jobs.count(&app.state.db.reader).await.unwrap();
        if now == count {
            return;
        }
        assert!(Instant::now() < until, "{count} jobs {kind} become {state:?}; now there are {now}");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

/// The oldest certificate that waits is one whose workers have died twice.
async fn suspected(app: &TestApp) {
    let waiting = job::Entity::find().filter(job::Column::Kind.eq(RenderCertificate::KIND));
    let waiting = waiting.filter(job::Column::State.eq(JobState::Ready)).order_by_asc(job::Column::Id);
    let first = waiting.one(&app.state.db.reader).await.unwrap().unwrap();
    let suspect = job::ActiveModel { alone: Set(true), attempts: Set(2), ..Default::default() };
    let this = job::Entity::update_many().set(suspect).filter(job::Column::Id.eq(first.id));
    this.exec(app.state.db.for_migration()).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn renders_end_while_a_suspect_and_messages_that_nobody_takes_still_wait() {
    on_both_at_once(async |base| {
        let mut app = TestApp::on(base);
        let sink = MailSink::new(Mode::Held).await;
        app.mail.way = Way::Smtp(sink.patient_server());
        let world = World::new(&app).await;
        let mut people = vec![];
        for n in 0..8 {
            people.push(person(&app, &world, ("Anna", "Łącka"), Some(&format!("anna{n}@example.pl"))).await);
        }
        issued(&app, &world, &people).await;
        let clock = SetClock::at(app.now());
        let db = Db::connect(&app.base.url).await.unwrap();
        let (mail, chance) = (Mail::new(app.mail.clone()).unwrap(), app.state.chance.clone());
        let (url, files) = (app.state.public_url.clone(), app.state.files.clone());
        let context = Context::new(db, files, Arc::new(clock.clone()), chance, url, mail);
        let (poll, alone) = (Duration::from_millis(10), Duration::from_secs(60));
        let settings = Settings { slots: 2, mail_slots: 4, poll, alone, ..Settings::default() };
        let stop = CancellationToken::new();
        let worker = tokio::spawn(Worker::new(context, settings).run(stop.clone()));
        // The first edition is drawn, and its messages take all the slots that there are for them.
        wait(&app, RenderCertificate::KIND, JobState::Done, 8).await;
        wait(&app, SendMail::KIND, JobState::Running, 4).await;

        // A second edition, whose first certificate brought two workers down, becomes due.
        app.clock.advance(chrono::Duration::seconds(5));
        let mut others = vec![people[0]];
        for _ in 0..8 {
            others.push(person(&app, &world, ("Jan", "Żuk"), None).await);
        }
        issued(&app, &world, &others).await;
        suspected(&app).await;
        clock.set(app.now());
        wait(&app, RenderCertificate::KIND, JobState::Done, 16).await;
        // By then nobody had taken a message, and the suspect, beside which nothing may run, had not begun.
        assert!(sink.taken().is_empty());
        wait(&app, RenderCertificate::KIND, JobState::Ready, 1).await;
        wait(&app, SendMail::KIND, JobState::Running, 4).await;

        sink.set(Mode::Ok);
        wait(&app, RenderCertificate::KIND, JobState::Done, 17).await;
        wait(&app, SendMail::KIND, JobState::Done, 17).await;
        // Who has no address is left out.
        assert_eq!(sink.taken().len(), 9);
        stop.cancel();
        worker.await.unwrap().unwrap();
    })
    .await;
}

//! Reports by schedule and by hand: each due time once, figures kept, only what was approved by the cut-off.

mod kept;
mod rows;
mod trainings;

pub(crate) use rows::ROOM;

use std::sync::Arc;

use chrono::{DateTime, Duration, Utc};
use entities::audit::audit_entry;
use entities::reporting::cron::Cron;
use entities::reporting::pilot_summary::PilotSummary;
use entities::reporting::{report_artefact, report_run};
use entities::shared::clock::SetClock;
use entities::shared::db::Db;
use reports::context::Context;
use reports::mail::Mail;
use reports::schedule::tick;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder};
use serde_json::{Value, json};
use tests::builders::{PilotStudy, World};
use tests::{TestApp, on_both};

/// A running pilot at one site with a report of it.
struct Scene {
    world: World,
    study: PilotStudy,
    definition: String,
}

impl Scene {
    async fn new(app: &TestApp) -> Self {
        let world = World::new(app).await;
        let study = PilotStudy::running(app, &world, &[("2604022", "gmina@example.pl")]).await;
        let report =
            json!({ "kind": "PILOT_SUMMARY", "pilotId": study.pilot, "title": "Podsumowanie pilotażu" });
        let token = &world.coordinator.token;
        let made = app.mutate(token, "createReportDefinition", "reportDefinition { id }", report).await;
        let definition = text(&made["reportDefinition"]["id"]);
        Self { world, study, definition }
    }

    fn token(&self) -> &str {
        &self.world.coordinator.token
    }

    async fn schedule(&self, app: &TestApp, cron: &str) -> String {
        let input = json!({ "definitionId": self.definition, "cron": cron });
        let made = app.mutate(self.token(), "createReportSchedule", "reportSchedule { id }", input).await;
        text(&made["reportSchedule"]["id"])
    }

    async fn run(&self, app: &TestApp, cut_off: Option<DateTime<Utc>>) -> String {
        let input = json!({ "definitionId": self.definition, "cutOff": cut_off.map(|at| at.to_rfc3339()) });
        let made = app.mutate(self.token(), "runReport", "reportRun { id state progressPct }", input).await;
        assert_eq!(made["reportRun"]["state"], "DUE");
        text(&made["reportRun"]["id"])
    }

    /// Submits and approves whatever is a draft in a quarter.
    async fn approve(&self, app: &TestApp, quarter: &str) {
        self.study.submit(app, 0, quarter).await;
        let all = self.study.measurements(app, self.token()).await;
        let ids: Vec<&Value> =
            all.iter().filter(|one| one["state"] == "SUBMITTED").map(|one| &one["id"]).collect();
        let list = json!({ "measurementIds": ids });
        app.mutate(self.token(), "approveMeasurements", "measurements { id }", list).await;
    }

    async fn shown(&self, app: &TestApp, run: &str) -> Value {
        let query = "query($id: ID!) { node(id: $id) { ... on ReportRun { state stateLabel progressPct problem problemLabel \
             finishedAt artefacts { edges { node { format document { id state path sha256 problem } } } } } } }";
        app.ask(self.token(), query, json!({ "id": run })).await["node"].clone()
    }

    /// Bytes of a run's PDF and CSV.
    async fn bytes(&self, app: &TestApp, run: &str) -> [Vec<u8>; 2] {
        let shown = self.shown(app, run).await;
        assert_eq!(shown["state"], "RENDERED", "{shown:#}");
        let mut all = std::collections::BTreeMap::new();
        for edge in shown["artefacts"]["edges"].as_array().unwrap() {
            let path = text(&edge["node"]["document"]["path"]);
            let (status, _, bytes) = app.get(&path, Some(self.token())).await;
            assert_eq!(status, 200);
            all.insert(text(&edge["node"]["format"]), bytes);
        }
        [all.remove("PDF").unwrap(), all.remove("CSV").unwrap()]
    }
}

fn text(value: &Value) -> String {
    value.as_str().unwrap().to_owned()
}

fn at(text: &str) -> DateTime<Utc> {
    DateTime::parse_from_rfc3339(text).unwrap().to_utc()
}

/// Runs of schedules, by due time.
async fn runs(app: &TestApp) -> Vec<report_run::Model> {
    let scheduled = report_run::Entity::find().filter(report_run::Column::ScheduleId.is_not_null());
    scheduled.order_by_asc(report_run::Column::DueAt).all(&app.state.db.reader).await.unwrap()
}

async fn due_times(app: &TestApp) -> Vec<DateTime<Utc>> {
    runs(app).await.into_iter().map(|run| run.due_at).collect()
}

/// Six workers tick at once.
async fn six_ticks(app: &TestApp) {
    let ticks: Vec<_> = (0..6)
        .map(|_| {
            let context = app.worker_context();
            tokio::spawn(async move { tick(&context).await })
        })
        .collect();
    for tick in ticks {
        tick.await.unwrap().unwrap();
    }
}

/// The figures of a run: values of the first indicator at the first site.
async fn values(app: &TestApp, run: &str) -> Vec<Option<i64>> {
    let (_, key) = kit::ids::parts(&run.to_owned().into()).unwrap();
    let id = entities::shared::ids::RunId(key);
    let run = report_run::Entity::find_by_id(id).one(&app.state.db.reader).await.unwrap().unwrap();
    let figures: PilotSummary = serde_json::from_value(run.figures.unwrap()).unwrap();
    figures.indicators[0].values_hundredths[0].clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_monday_report_is_one_run_with_six_workers_and_after_two_weeks_of_downtime() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let scene = Scene::new(&app).await;
        let schedule = scene.schedule(&app, "0 7 * * 1").await;
        let query = "query($id: ID!) { node(id: $id) { ... on ReportSchedule { cron paused nextTimes } } }";
        let shown = app.ask(scene.token(), query, json!({ "id": schedule })).await;
        let next = shown["node"]["nextTimes"].as_array().unwrap();
        assert_eq!((next.len(), at(&text(&next[0]))), (5, at("2026-05-18T07:00:00+02:00")));

        app.clock.set(at("2026-05-18T06:59:59+02:00"));
        six_ticks(&app).await;
        assert!(runs(&app).await.is_empty());
        app.clock.set(at("2026-05-18T07:00:00.5+02:00"));
        six_ticks(&app).await;
        assert_eq!(due_times(&app).await, [at("2026-05-18T07:00:00+02:00")]);
        assert_eq!(app.work().await, 0);

        // Two Mondays pass while nothing runs: the newest is caught up, the other is noted as skipped.
        app.clock.set(at("2026-06-05T12:00:00+02:00"));
        six_ticks(&app).await;
        six_ticks(&app).await;
        assert_eq!(due_times(&app).await, [at("2026-05-18T07:00:00+02:00"), at("2026-06-01T07:00:00+02:00")]);
        let skipped = audit_entry::Entity::find()
            .filter(audit_entry::Column::Action.eq("reporting.skip_missed"))
            .all(&app.state.db.reader)
            .await
            .unwrap();
        assert_eq!(skipped.len(), 1);
        assert_eq!(skipped[0].detail.as_ref().unwrap()["skipped"], 1);
        assert_eq!(app.work().await, 0);
        for run in runs(&app).await {
            assert_eq!((run.state.code(), run.cut_off), ("rendered", run.due_at));
        }

        // What was due while it was paused is not caught up.
        let change = |paused: bool| json!({ "scheduleId": schedule, "paused": paused });
        let fields = "reportSchedule { paused nextTimes }";
        let paused = app.mutate(scene.token(), "changeReportSchedule", fields, change(true)).await;
        assert_eq!(paused["reportSchedule"], json!({ "paused": true, "nextTimes": [] }));
        app.clock.set(at("2026-06-10T12:00:00+02:00"));
        six_ticks(&app).await;
        app.mutate(scene.token(), "changeReportSchedule", fields, change(false)).await;
        six_ticks(&app).await;
        assert_eq!(runs(&app).await.len(), 2);
        // A change while something is due: the old pattern has its run first.
        app.clock.set(at("2026-06-15T07:00:10+02:00"));
        let cron = json!({ "scheduleId": schedule, "cron": "0 8 * * 2" });
        app.mutate(scene.token(), "changeReportSchedule", fields, cron).await;
        six_ticks(&app).await;
        assert_eq!(due_times(&app).await.last(), Some(&at("2026-06-15T07:00:00+02:00")));
        assert_eq!(app.work().await, 0);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn both_nights_on_which_the_clock_is_changed_have_one_run_each() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let scene = Scene::new(&app).await;
        app.clock.set(at("2026-10-25T00:00:00+02:00"));
        scene.schedule(&app, "30 2 * * *").await;
        let context = app.worker_context();
        for (start, run) in [
            ("2026-10-25T00:00:00+02:00", "2026-10-25T02:30:00+02:00"),
            ("2027-03-28T00:00:00+01:00", "2027-03-28T03:30:00+02:00"),
        ] {
            app.clock.set(at(start));
            tick(&context).await.unwrap();
            let before = runs(&app).await.len();
            for _ in 0..36 {
                app.clock.advance(Duration::minutes(10));
                tick(&context).await.unwrap();
            }
            let due = due_times(&app).await;
            assert_eq!(due[before..], [at(run)]);
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_clock_set_back_and_forth_gives_each_time_one_run() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let scene = Scene::new(&app).await;
        scene.schedule(&app, "0 * * * *").await;
        for minutes in [61, -70, 65, -10, 10, 30, -200, 190, 20] {
            app.clock.advance(Duration::minutes(minutes));
            six_ticks(&app).await;
        }
        // From 9:00 to 10:36 in Warsaw.
        assert_eq!(due_times(&app).await, [at("2026-05-12T10:00:00+02:00")]);
        app.clock.advance(Duration::minutes(30));
        six_ticks(&app).await;
        assert_eq!(runs(&app).await.len(), 2);
    })
    .await;
}

/// What each of six worker processes has of its own: a clock and connections.
async fn six_workers(app: &TestApp) -> Vec<(SetClock, Arc<Context>)> {
    let mut workers = vec![];
    for _ in 0..6 {
        let clock = SetClock::at(app.now());
        let db = Db::connect(&app.base.url).await.unwrap();
        let (files, chance) = (app.state.files.clone(), Arc::clone(&app.state.chance));
        let mail = Mail::new(app.mail.clone()).unwrap();
        let context = Context::new(db, files, Arc::new(clock.clone()), chance, None, mail)
            .with_seals(app.state.seals.clone(), app.state.audit_head.clone());
        workers.push((clock, Arc::new(context)));
    }
    workers
}

/// All of them tick at once, each by its own clock.
async fn tick_at(workers: &[(SetClock, Arc<Context>)], times: impl Fn(usize) -> DateTime<Utc>) {
    let ticks: Vec<_> = workers
        .iter()
        .enumerate()
        .map(|(n, (clock, context))| {
            clock.set(times(n));
            let context = Arc::clone(context);
            tokio::spawn(async move { tick(&context).await })
        })
        .collect();
    for tick in ticks {
        tick.await.unwrap().unwrap();
    }
}

/// Runs of a schedule by due time, and how many of its times were noted as skipped.
async fn fired(app: &TestApp, schedule: &str) -> (Vec<DateTime<Utc>>, usize) {
    let (_, key) = kit::ids::parts(&schedule.to_owned().into()).unwrap();
    let of_schedule = runs(app).await.into_iter().filter(|run| run.schedule_id.is_some_and(|id| id.0 == key));
    let skipped = audit_entry::Entity::find()
        .filter(audit_entry::Column::Action.eq("reporting.skip_missed"))
        .filter(audit_entry::Column::SubjectId.eq(key))
        .all(&app.state.db.reader)
        .await
        .unwrap();
    let count =
        |line: &audit_entry::Model| line.detail.as_ref().unwrap()["skipped"].as_u64().unwrap() as usize;
    (of_schedule.map(|run| run.due_at).collect(), skipped.iter().map(count).sum())
}

#[tokio::test(flavor = "multi_thread")]
async fn six_workers_after_two_weeks_of_downtime_give_each_of_many_schedules_one_run() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let scene = Scene::new(&app).await;
        let start = app.now();
        let patterns = [
            "0 7 * * 1",
            "30 2 * * *",
            "0 * * * *",
            "*/15 8-16 * * 1-5",
            "0 6 1 * *",
            "0 7 20 5 *",
            "0 7 1 1 *",
        ];
        let mut schedules = vec![];
        for pattern in patterns {
            schedules.push(scene.schedule(&app, pattern).await);
        }
        let workers = six_workers(&app).await;
        let now = start + Duration::days(14);
        // Whoever comes up first or last, and however often they look again.
        for _ in 0..3 {
            tick_at(&workers, |_| now).await;
        }
        let mut expected = 0;
        for (pattern, schedule) in patterns.iter().zip(&schedules) {
            let due = Cron::parse(pattern).unwrap().due(start, now);
            let (newest, missed) = match due.split_last() {
                Some((newest, missed)) => (vec![*newest], missed.len()),
                None => (vec![], 0),
            };
            expected += newest.len();
            assert_eq!(fired(&app, schedule).await, (newest, missed), "{pattern}");
        }
        assert_eq!(expected, 5, "two patterns have no time in these weeks");
        app.clock.set(now);
        assert_eq!(app.work().await, 0);
        let done = runs(&app).await;
        assert!(done.iter().all(|run| run.state.code() == "rendered" && run.cut_off == run.due_at));
        let artefacts = report_artefact::Entity::find().count(&app.state.db.reader).await.unwrap();
        assert_eq!((done.len(), artefacts), (5, 10));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn six_workers_whose_clocks_disagree_lose_and_double_no_time_in_any_night_that_changes_the_clock() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let scene = Scene::new(&app).await;
        let nights = [
            "2026-03-29T00:00:00+01:00",
            "2026-10-25T00:00:00+02:00",
            "2027-03-28T00:00:00+01:00",
            "2027-10-31T00:00:00+02:00",
        ];
        let start = at(nights[0]) - Duration::hours(3);
        app.clock.set(start);
        let patterns = ["30 2 * * *", "0 * * * *", "*/20 1-3 * * *", "0 2,3 * * *"];
        let mut schedules = vec![];
        for pattern in patterns {
            schedules.push(scene.schedule(&app, pattern).await);
        }
        let workers = six_workers(&app).await;
        for night in nights.map(at) {
            // What was missed since the last such night is caught up.
            let eve = night - Duration::hours(2);
            tick_at(&workers, |_| eve).await;
            let mut before = vec![];
            for schedule in &schedules {
                before.push(fired(&app, schedule).await);
            }
            let mut latest = eve;
            for step in 0..=20_i64 {
                // Up to an hour and a half before and after what the others think, forward and back.
                let time = |n: usize| {
                    let off = (step * 7 + n as i64 * 37) % 19 - 9;
                    night + Duration::minutes(20 * step + 10 * off)
                };
                latest = (0..workers.len()).map(time).fold(latest, Ord::max);
                tick_at(&workers, time).await;
            }
            for ((pattern, schedule), (due_before, skipped_before)) in
                patterns.iter().zip(&schedules).zip(before)
            {
                let all = Cron::parse(pattern).unwrap().due(eve, latest);
                let (due, skipped) = fired(&app, schedule).await;
                let due = &due[due_before.len()..];
                assert!(due.windows(2).all(|pair| pair[0] < pair[1]), "{pattern}: {due:?}");
                assert!(due.iter().all(|time| all.contains(time)), "{pattern}: {due:?}");
                // Every time became a run or is noted as missed by the run after it; none is both or neither.
                assert_eq!(due.len() + skipped - skipped_before, all.len(), "{pattern} on {night}");
                assert_eq!(due.last(), all.last(), "{pattern} on {night}");
                if *pattern == "30 2 * * *" {
                    // At the first of two, or an hour later where there is none.
                    assert_eq!(due.len(), 1, "{due:?}");
                }
            }
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rerun_has_its_own_figures_and_the_old_run_keeps_its_figures_and_bytes() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let scene = Scene::new(&app).await;
        scene.study.record(&app, 0, "2026-01-01", &[(0, "12")]).await;
        scene.approve(&app, "2026-01-01").await;
        scene.study.record(&app, 0, "2026-04-01", &[(0, "20")]).await;
        app.clock.advance(Duration::hours(1));
        let first = scene.run(&app, None).await;
        let then = app.now();
        assert_eq!(app.work().await, 0);
        // The draft of the second quarter does not count.
        let quarters = |one: Option<i64>, two: Option<i64>| vec![one, two, None, None, None, None];
        assert_eq!(values(&app, &first).await, quarters(Some(1_200), None));
        let bytes = scene.bytes(&app, &first).await;
        assert!(bytes[0].starts_with(b"%PDF-") && !bytes[1].is_empty());

        // A correction, and the second quarter, approved an hour later.
        app.clock.advance(Duration::hours(1));
        let all = scene.study.measurements(&app, scene.token()).await;
        let one = all.iter().find(|one| one["state"] == "APPROVED").unwrap();
        let correction =
            json!({ "measurementId": one["id"], "value": "14", "reason": "Pominięto dwie rodziny" });
        let worker = &scene.study.workers[0].token;
        app.mutate(worker, "correctMeasurement", "measurement { id }", correction).await;
        scene.approve(&app, "2026-01-01").await;
        scene.approve(&app, "2026-04-01").await;
        let second = scene.run(&app, None).await;
        let past = scene.run(&app, Some(then)).await;
        assert_eq!(app.work().await, 0);
        assert_eq!(values(&app, &second).await, quarters(Some(1_400), Some(2_000)));
        // What is superseded now was approved then.
        assert_eq!(values(&app, &past).await, quarters(Some(1_200), None));
        assert_eq!(values(&app, &first).await, quarters(Some(1_200), None));
        assert_eq!(scene.bytes(&app, &first).await, bytes);
        assert_ne!(scene.bytes(&app, &second).await[1], bytes[1]);
        assert_eq!(scene.bytes(&app, &past).await[1], bytes[1]);

        let later = (app.now() + Duration::seconds(1)).to_rfc3339();
        let future = json!({ "definitionId": scene.definition, "cutOff": later });
        assert_eq!(app.refused(scene.token(), "runReport", future).await, "INVALID");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pilot_without_measurements_has_a_report_too() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let scene = Scene::new(&app).await;
        let run = scene.run(&app, None).await;
        assert_eq!(app.work().await, 0);
        let bytes = scene.bytes(&app, &run).await;
        assert!(bytes[0].starts_with(b"%PDF-"));
        assert_eq!(values(&app, &run).await, [None; 6]);
        let shown = scene.shown(&app, &run).await;
        assert_eq!((&shown["progressPct"], &shown["stateLabel"]), (&json!(100), &json!("gotowy")));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_failing_store_is_tried_again_and_nothing_is_made_twice() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let scene = Scene::new(&app).await;
        scene.study.record(&app, 0, "2026-01-01", &[(0, "12")]).await;
        scene.approve(&app, "2026-01-01").await;
        // A file stands where the folder of the reports should be.
        let folder = app.state.files.root().unwrap().join("reports");
        std::fs::write(&folder, b"in the way").unwrap();
        let run = scene.run(&app, None).await;
        assert_eq!(app.work().await, 1);
        let shown = scene.shown(&app, &run).await;
        // A code and a sentence for people; the machine's words, with its paths, stay with the job.
        assert_eq!((&shown["state"], &shown["problem"]), (&json!("FAILED"), &json!("STORE")), "{shown:#}");
        let label = "nie udało się zapisać pliku w magazynie dokumentów";
        assert_eq!(shown["problemLabel"], label);
        let kept = values(&app, &run).await;

        // What is approved meanwhile does not come into the run.
        scene.study.record(&app, 0, "2026-04-01", &[(0, "20")]).await;
        scene.approve(&app, "2026-04-01").await;
        std::fs::remove_file(&folder).unwrap();
        app.clock.advance(Duration::minutes(5));
        assert_eq!(app.work().await, 0);
        let shown = scene.shown(&app, &run).await;
        assert_eq!((&shown["state"], &shown["problem"]), (&json!("RENDERED"), &Value::Null), "{shown:#}");
        assert_eq!(values(&app, &run).await, kept);
        assert_eq!(std::fs::read_dir(&folder).unwrap().count(), 2);
        scene.bytes(&app, &run).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_store_that_never_recovers_leaves_a_run_that_says_so() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let scene = Scene::new(&app).await;
        let folder = app.state.files.root().unwrap().join("reports");
        std::fs::write(&folder, b"in the way").unwrap();
        let run = scene.run(&app, None).await;
        // For a week it waits; after that its attempts count.
        for n in 0..8 {
            assert_eq!(app.work().await, 1);
            app.clock.advance(if n == 0 { Duration::days(8) } else { Duration::hours(2) });
        }
        let shown = scene.shown(&app, &run).await;
        assert_eq!(shown["state"], "DEAD");
        let states: Vec<&Value> = shown["artefacts"]["edges"]
            .as_array()
            .unwrap()
            .iter()
            .map(|edge| &edge["node"]["document"]["state"])
            .collect();
        assert_eq!(states, ["FAILED", "FAILED"]);
        assert_eq!(shown["problem"], "STORE");
        for edge in shown["artefacts"]["edges"].as_array().unwrap() {
            assert_eq!(edge["node"]["document"]["problem"], "STORE");
        }
        assert!(!shown.to_string().contains("os error"), "{shown:#}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn patterns_and_recipients_are_checked() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let scene = Scene::new(&app).await;
        for wrong in ["", "0 7 * *", "@daily", "0 7 30 2 *", "0 0 7 * * 1", "siódma"] {
            let input = json!({ "definitionId": scene.definition, "cron": wrong });
            let payload = app.try_mutate(scene.token(), "createReportSchedule", "", input).await;
            assert_eq!(payload["errors"][0]["field"], json!(["cron"]), "{wrong}");
        }
        let schedule = scene.schedule(&app, "0 7 * * 1").await;
        // Who may not see the report and who does not exist are refused alike.
        for stranger in ["nikt@example.pl", "gmina@example.pl"] {
            let input = json!({ "scheduleId": schedule, "email": stranger });
            assert_eq!(
                app.refused(scene.token(), "addReportRecipient", input).await,
                "NOT_FOUND",
                "{stranger}"
            );
        }
        let input = json!({ "scheduleId": schedule, "email": "Koordynator@example.pl" });
        let fields = "reportSchedule { recipients { totalCount edges { node { email } } } }";
        for _ in 0..2 {
            let added = app.mutate(scene.token(), "addReportRecipient", fields, input.clone()).await;
            assert_eq!(
                added["reportSchedule"]["recipients"],
                json!({ "totalCount": 1, "edges": [{ "node": { "email": "koordynator@example.pl" } }] })
            );
        }
        let removed = app.mutate(scene.token(), "removeReportRecipient", fields, input).await;
        assert_eq!(removed["reportSchedule"]["recipients"]["totalCount"], 0);
    })
    .await;
}

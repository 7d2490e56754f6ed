//! Worker processes, the product's own command: killed, competing, stopped, brought down by a job.

mod clocks;
mod killed;
mod lanes;
mod leases;
mod mailed;
mod many;

use std::collections::{BTreeMap, HashSet};
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use chrono::{DateTime, Utc};
use clap::Parser;
use entities::audit::audit_entry;
use entities::certificates::jobs::RenderCertificate;
use entities::certificates::{CertificateState, certificate};
use entities::documents::files::sha256;
use entities::documents::{DocumentState, document};
use entities::jobs::maintenance::Sweep;
use entities::jobs::queue::{Payload, enqueue_at};
use entities::jobs::{JobState, job};
use entities::reporting::jobs::RunReport;
use entities::reporting::{ReportFormat, RunState, report_artefact, report_run};
use entities::shared::clock::{Clock, SystemClock};
use entities::shared::warsaw;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};
use serde_json::{Value, json};
use tests::TestApp;
use tests::builders::{PilotStudy, World};

use crate::resilience::{issue, jobs_in, numbers};

/// How long a stopped worker may take to end.
const STOP: Duration = Duration::from_secs(5);

#[test]
#[ignore = "no test by itself: others start it as a process that they may kill"]
fn a_worker_process() {
    let cli = api::commands::Cli::parse_from(["zwornik", "worker"]);
    api::commands::run_to_end(cli).unwrap();
}

/// `zwornik worker` in a process of its own: this program again, with one test that runs the command.
struct Process(Child);

impl Process {
    /// Starts it; leases of `lease` seconds.
    fn start(app: &TestApp, lease: u64) -> Self {
        Self::started(app, lease, &[])
    }

    /// The same with a mail server on this machine.
    fn mailing(app: &TestApp, lease: u64, port: u16) -> Self {
        let url = format!("smtp-plain://127.0.0.1:{port}");
        let from = "Zwornik <zwornik@example.pl>".to_owned();
        Self::started(app, lease, &[("ZWORNIK_SMTP_URL", url), ("ZWORNIK_MAIL_FROM", from)])
    }

    fn started(app: &TestApp, lease: u64, more: &[(&str, String)]) -> Self {
        let child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "workers::a_worker_process", "--ignored"])
            .env("ZWORNIK_DATA_DIR", app.base.folder())
            .env("DATABASE_URL", &app.base.url)
            .env("ZWORNIK_PUBLIC_URL", "https://zwornik.example.pl")
            .env("ZWORNIK_WORKER_SLOTS", "2")
            .env("ZWORNIK_WORKER_LEASE", lease.to_string())
            .envs(more.iter().map(|(name, value)| (name, value)))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        Self(child)
    }

    /// SIGKILL: no handler runs, nothing is given back.
    fn kill(mut self) {
        assert!(self.0.try_wait().unwrap().is_none(), "a worker ended by itself");
        self.0.kill().unwrap();
        self.0.wait().unwrap();
    }

    /// SIGTERM.
    fn terminate(&self) {
        let sent = Command::new("kill").args(["-TERM", &self.0.id().to_string()]).status();
        assert!(sent.is_ok_and(|status| status.success()));
    }

    /// How it ended; it must within the time that a stop may take.
    async fn ended(mut self) -> ExitStatus {
        let until = Instant::now() + STOP;
        loop {
            if let Some(status) = self.0.try_wait().unwrap() {
                return status;
            }
            assert!(Instant::now() < until, "a stopped worker ends within {STOP:?}");
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Certificates and reports that are due.
struct Due {
    world: World,
    pilot: String,
    definition: String,
    certificates: Vec<String>,
    runs: usize,
}

impl Due {
    async fn new(app: &TestApp, certificates: usize, runs: usize) -> Self {
        let world = World::new(app).await;
        without_clean_up(app).await;
        let certificates = issue(app, &world, certificates).await;
        let study = PilotStudy::running(app, &world, &[("2604022", "gmina@example.pl")]).await;
        study.record(app, 0, "2026-01-01", &[(0, "12"), (1, "20.5")]).await;
        study.submit(app, 0, "2026-01-01").await;
        let token = &world.coordinator.token;
        let submitted = study.measurements(app, token).await;
        let ids: Vec<&Value> = submitted.iter().map(|one| &one["id"]).collect();
        app.mutate(token, "approveMeasurements", "measurements { id }", json!({ "measurementIds": ids }))
            .await;
        let report =
            json!({ "kind": "PILOT_SUMMARY", "pilotId": study.pilot, "title": "Podsumowanie pilotażu" });
        let made = app.mutate(token, "createReportDefinition", "reportDefinition { id }", report).await;
        let definition = made["reportDefinition"]["id"].as_str().unwrap().to_owned();
        let due = Self { world, pilot: study.pilot, definition, certificates, runs };
        for _ in 0..runs {
            due.run(app).await;
        }
        due
    }

    fn token(&self) -> &str {
        &self.world.coordinator.token
    }

    async fn run(&self, app: &TestApp) {
        let input = json!({ "definitionId": self.definition });
        app.mutate(self.token(), "runReport", "reportRun { id }", input).await;
    }

    fn jobs(&self) -> u64 {
        (self.certificates.len() + self.runs) as u64
    }

    /// Waits until every job is done.
    async fn wait(&self, app: &TestApp, most: Duration) {
        let until = Instant::now() + most;
        while jobs_in(app, JobState::Done).await < self.jobs() {
            assert!(Instant::now() < until, "{} jobs are done within {most:?}", self.jobs());
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// Each job had its effect once: no number lost, every document stored with the bytes its row speaks of, no file
    /// that no row knows, every run and certificate noted once.
    async fn had_their_effect_once(&self, app: &TestApp) {
        let db = &app.state.db.reader;
        assert_eq!(jobs_in(app, JobState::Done).await, self.jobs());
        for state in [JobState::Ready, JobState::Running, JobState::Dead] {
            assert_eq!(jobs_in(app, state).await, 0, "{state:?}");
        }
        assert_eq!(numbers(app).await, self.certificates);
        let distinct: HashSet<&String> = self.certificates.iter().collect();
        assert_eq!(distinct.len(), self.certificates.len());
        let certificates = certificate::Entity::find().all(db).await.unwrap();
        assert!(certificates.iter().all(|one| one.state == CertificateState::Rendered));

        let runs = report_run::Entity::find().all(db).await.unwrap();
        assert_eq!(runs.len(), self.runs);
        let artefacts = report_artefact::Entity::find().all(db).await.unwrap();
        assert_eq!(artefacts.len(), 2 * runs.len());
        for run in &runs {
            assert_eq!((run.state, run.progress_pct, &run.problem), (RunState::Rendered, 100, &None));
            assert!(run.figures.is_some() && run.started_at <= run.finished_at);
            let of_run = artefacts.iter().filter(|artefact| artefact.run_id == run.id);
            let mut formats: Vec<ReportFormat> = of_run.map(|artefact| artefact.format).collect();
            formats.sort();
            assert_eq!(formats, [ReportFormat::Pdf, ReportFormat::Csv]);
        }

        let documents = document::Entity::find().all(db).await.unwrap();
        assert_eq!(documents.len(), certificates.len() + 2 * runs.len());
        let mut known = HashSet::new();
        for document in &documents {
            assert_eq!(document.state, DocumentState::Stored);
            let bytes = app.state.files.get(&document.path).await.unwrap();
            assert_eq!(document.sha256.as_deref(), Some(&*sha256(&bytes)));
            assert_eq!(document.size_bytes, Some(bytes.len() as i64));
            assert_eq!(bytes.starts_with(b"%PDF-"), document.path.ends_with(".pdf"));
            assert!(known.insert(document.path.clone()), "two rows of {}", document.path);
        }
        for path in app.state.files.root().map_or(vec![], files) {
            // What a killed worker was writing lies beside it under another name until the clean-up.
            let finished = path.split('#').next().unwrap();
            assert!(known.contains(finished), "no row knows {path}");
        }

        // The audit trail has a line for each step of each thing, and no second one.
        let lines = audit_entry::Entity::find().filter(audit_entry::Column::ActorKind.eq("system"));
        let mut steps: BTreeMap<(String, Option<String>), Vec<uuid::Uuid>> = BTreeMap::new();
        for line in lines.all(db).await.unwrap() {
            if line.from_state.is_some() {
                steps.entry((line.action, line.to_state)).or_default().push(line.subject_id);
            }
        }
        let rendered = steps.iter().filter(|((_, to), _)| to.as_deref() == Some("rendered"));
        let mut counts: Vec<usize> = rendered.map(|(_, subjects)| subjects.len()).collect();
        counts.sort_unstable();
        let mut expected = vec![certificates.len(), runs.len()];
        expected.retain(|count| *count > 0);
        expected.sort_unstable();
        assert_eq!(counts, expected);
        for (step, subjects) in &steps {
            let distinct: HashSet<_> = subjects.iter().collect();
            assert_eq!(distinct.len(), subjects.len(), "{step:?} was noted twice");
        }
    }
}

/// Workers that go by the true time would end the sessions of a story's day in their clean-up.
pub(crate) async fn without_clean_up(app: &TestApp) {
    let today = warsaw::day(SystemClock.now());
    let days = [today.pred_opt().unwrap(), today, today.succ_opt().unwrap()].map(|day| Sweep { day });
    let later = SystemClock.now() + chrono::Duration::days(3_650);
    app.write(async |tx, op| enqueue_at(tx, op, &days, later).await).await;
}

/// Paths of the files in a folder and below, as rows would name them.
fn files(root: &Path) -> Vec<String> {
    let (mut folders, mut found) = (vec![root.to_owned()], vec![]);
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if !path.ends_with(".health") {
                found.push(path.strip_prefix(root).unwrap().to_str().unwrap().to_owned());
            }
        }
    }
    found
}

/// The jobs of a story, the nightly clean-up aside.
async fn jobs(app: &TestApp) -> Vec<job::Model> {
    let jobs = job::Entity::find().filter(job::Column::Kind.ne(Sweep::KIND));
    jobs.all(&app.state.db.reader).await.unwrap()
}

/// When leases ended that a story has made end.
fn ended() -> DateTime<Utc> {
    DateTime::UNIX_EPOCH
}

/// Leases of killed workers end now.
async fn leases_end(app: &TestApp) {
    let past = job::ActiveModel { lease_until: Set(Some(ended())), ..Default::default() };
    let running = job::Column::State.eq(JobState::Running);
    job::Entity::update_many().set(past).filter(running).exec(app.state.db.for_migration()).await.unwrap();
}

/// The first job of a kind.
async fn first_of(app: &TestApp, kind: &str) -> job::Model {
    jobs(app).await.into_iter().filter(|job| job.kind == kind).min_by_key(|job| job.id).unwrap()
}

/// Where the file of a job goes: the certificate, or the PDF of a run.
async fn path_of(app: &TestApp, job: &job::Model) -> String {
    let db = &app.state.db.reader;
    let document_id = if job.kind == RunReport::KIND {
        let run: RunReport = serde_json::from_value(job.payload.clone()).unwrap();
        let pdf = report_artefact::Entity::find()
            .filter(report_artefact::Column::RunId.eq(run.run_id))
            .filter(report_artefact::Column::Format.eq(ReportFormat::Pdf));
        pdf.one(db).await.unwrap().unwrap().document_id
    } else {
        let certificate: RenderCertificate = serde_json::from_value(job.payload.clone()).unwrap();
        let row = certificate::Entity::find_by_id(certificate.certificate_id).one(db).await.unwrap();
        row.unwrap().document_id
    };
    document::Entity::find_by_id(document_id).one(db).await.unwrap().unwrap().path
}

/// Puts a pipe in the place of a file. Nobody writes to it: whoever reads it hangs, on a thread that nothing can end
/// but the end of the process.
fn hang(app: &TestApp, path: &str) {
    let path = app.state.files.root().unwrap().join(path);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    assert!(Command::new("mkfifo").arg(path).status().is_ok_and(|status| status.success()));
}

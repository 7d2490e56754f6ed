//! A training, built over HTTP as its staff would: programme, edition, sessions, people, attendance.

use entities::jobs::job;
use entities::jobs::queue::Payload;
use entities::mail::delivery;
use entities::mail::jobs::SendMail;
use entities::shared::ids::PersonId;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use serde_json::{Value, json};

use super::World;
use crate::TestApp;

/// What an edition shall be.
#[derive(Clone, Debug)]
pub struct EditionPlan {
    /// Seats.
    pub seats: i32,
    /// Places on the waiting list.
    pub waiting: i32,
    /// Most people of one institution.
    pub institution_cap: Option<i32>,
    /// Whether enrolments wait for approval.
    pub approval: bool,
    /// Attendance that earns a certificate, in per cent.
    pub threshold: i32,
    /// Sessions: minutes, mandatory.
    pub sessions: Vec<(i64, bool)>,
    /// Its last day.
    pub ends_on: &'static str,
}

impl Default for EditionPlan {
    fn default() -> Self {
        Self {
            seats: 30,
            waiting: 0,
            institution_cap: None,
            approval: false,
            threshold: 80,
            sessions: vec![(240, false), (120, true)],
            ends_on: "2026-05-13",
        }
    }
}

/// An edition with its sessions.
#[derive(Clone, Debug)]
pub struct Training {
    /// Global id of the edition.
    pub edition: String,
    /// Global id of its programme.
    pub programme: String,
    /// Global ids of its sessions.
    pub sessions: Vec<String>,
}

impl Training {
    /// An edition on 2026-05-12 that people may enrol in now.
    pub async fn open(app: &TestApp, world: &World, plan: EditionPlan) -> Self {
        let training = Self::draft(app, world, plan).await;
        for state in ["PUBLISHED", "ENROLMENT_OPEN"] {
            training.go(app, world, state).await;
        }
        training
    }

    /// The same, still a draft.
    pub async fn draft(app: &TestApp, world: &World, plan: EditionPlan) -> Self {
        let token = &world.coordinator.token;
        let programme = json!({
            "partnerId": world.id(world.lead), "kind": "SCHOOL", "title": "Szkoła Kooperacji",
            "topics": ["Współpraca międzysektorowa", "Diagnoza potrzeb"], "templateId": world.id(world.template),
        });
        let programme =
            app.mutate(token, "createTrainingProgramme", "trainingProgramme { id }", programme).await;
        let edition = json!({
            "programmeId": programme["trainingProgramme"]["id"], "title": "Szkolenie 1", "dates": "CONFIRMED",
            "startsOn": "2026-05-12", "endsOn": plan.ends_on, "city": "Kielce", "seats": plan.seats,
            "waitingListSize": plan.waiting, "institutionCap": plan.institution_cap, "approval": plan.approval, "thresholdPct": plan.threshold,
        });
        let edition = app.mutate(token, "createEdition", "edition { id }", edition).await;
        let edition = text(&edition["edition"]["id"]);
        // The last session ends now: what is recorded of it and follows from it may be done at once.
        let total: i64 = plan.sessions.iter().map(|(minutes, _)| minutes).sum();
        let (mut sessions, mut start) = (vec![], app.now() - chrono::Duration::minutes(total));
        for (n, (minutes, mandatory)) in plan.sessions.iter().enumerate() {
            let end = start + chrono::Duration::minutes(*minutes);
            let session = json!({
                "editionId": edition, "title": format!("Blok {}", n + 1), "mandatory": mandatory,
                "startsAt": start.to_rfc3339(), "endsAt": end.to_rfc3339(),
            });
            let session = app.mutate(token, "addSession", "session { id }", session).await;
            sessions.push(text(&session["session"]["id"]));
            start = end;
        }
        let programme = text(&programme["trainingProgramme"]["id"]);
        Self { edition, programme, sessions }
    }

    /// Takes the edition to a state.
    pub async fn go(&self, app: &TestApp, world: &World, to: &str) {
        let change = json!({ "editionId": self.edition, "to": to });
        app.mutate(&world.coordinator.token, "changeEditionState", "edition { state }", change).await;
    }

    /// Enrols a person; answers the enrolment's global id.
    pub async fn enrol(&self, app: &TestApp, world: &World, person: PersonId) -> String {
        let enrolment = json!({ "editionId": self.edition, "personId": world.id(person) });
        let payload =
            app.mutate(&world.coordinator.token, "enrolPerson", "enrolment { id }", enrolment).await;
        text(&payload["enrolment"]["id"])
    }

    /// Records minutes of a session: pairs of enrolment and minutes.
    pub async fn record(&self, app: &TestApp, world: &World, session: usize, minutes: &[(&str, i32)]) {
        let entries: Vec<Value> = minutes
            .iter()
            .map(|(enrolment, minutes)| json!({ "enrolmentId": enrolment, "minutes": minutes }))
            .collect();
        let list = json!({ "sessionId": self.sessions[session], "entries": entries });
        app.mutate(&world.coordinator.token, "recordAttendance", "session { id }", list).await;
    }

    /// From open enrolment to running.
    pub async fn start(&self, app: &TestApp, world: &World) {
        for state in ["ENROLMENT_CLOSED", "RUNNING"] {
            self.go(app, world, state).await;
        }
    }

    /// Locks the list, people without an entry counting as absent, and completes the edition.
    pub async fn finish(&self, app: &TestApp, world: &World) {
        let lock = json!({ "editionId": self.edition, "missingAsAbsent": true });
        app.mutate(&world.coordinator.token, "lockAttendance", "edition { id }", lock).await;
        self.go(app, world, "COMPLETED").await;
        told_meanwhile(app).await;
    }

    /// Issues certificates for everybody; answers the payload.
    pub async fn issue(&self, app: &TestApp, world: &World) -> Value {
        let fields = "certificates { id number code person { lastName } } \
                      notIssued { enrolment { id person { lastName } } reasons { code message attendedMin requiredMin } }";
        let input = json!({ "editionId": self.edition });
        app.mutate(&world.coordinator.token, "issueCertificates", fields, input).await
    }
}

/// What people were told of their enrolments has left long before the edition is over: a story that begins here has no such
/// messages in its queue.
async fn told_meanwhile(app: &TestApp) {
    let db = app.state.db.for_migration();
    let steps =
        delivery::Entity::find().filter(delivery::Column::SubjectId.is_not_null()).all(db).await.unwrap();
    let ids: Vec<String> = steps.iter().map(|step| step.id.0.to_string()).collect();
    let sent = job::Entity::find().filter(job::Column::Kind.eq(SendMail::KIND)).all(db).await.unwrap();
    let sent = sent.into_iter().filter(|job| {
        job.payload["delivery_id"].as_str().is_some_and(|id| ids.iter().any(|known| known == id))
    });
    let jobs: Vec<_> = sent.map(|job| job.id).collect();
    job::Entity::delete_many().filter(job::Column::Id.is_in(jobs)).exec(db).await.unwrap();
    delivery::Entity::delete_many().filter(delivery::Column::SubjectId.is_not_null()).exec(db).await.unwrap();
}

fn text(value: &Value) -> String {
    value.as_str().unwrap().to_owned()
}

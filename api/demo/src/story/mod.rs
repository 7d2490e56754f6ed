//! The story: every fact by the product's own actions, each with the clock set to its day and by the person who
//! would do it. Whatever an action refuses, the story may not tell.
//!
//! | file | what |
//! | --- | --- |
//! | `registers.rs` | units, institutions, people, accounts with their roles |
//! | `projects.rs` | projects from their plans |
//! | `clauses.rs` | what people are told of the use of their data |
//! | `trainings.rs` | editions, enrolments, attendance |
//! | `platform.rs`, `leaders.rs`, `effective.rs`, `coherent.rs` | what happened in S0 and S1, S2, S3, S4 |
//! | `heard.rs` | what else belongs to the event of S4: handout, scans, survey, other certificates |
//! | `advice.rs` | advice and coaching in S4 |
//! | `pilot.rs`, `figures.rs` | the pilot of S3 with its report, and what it measured |

mod advice;
mod clauses;
mod coherent;
mod effective;
mod figures;
mod heard;
mod leaders;
mod pilot;
mod platform;
mod projects;
mod registers;
mod trainings;

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use entities::accounts::actor::actor_with_roles;
use entities::accounts::password::Hashed;
use entities::audit;
use entities::documents::files::Files;
use entities::shared::actor::Actor;
use entities::shared::error::{Error, Result};
use entities::shared::ids::{
    ClauseVersionId, EditionId, EnrolmentId, InstitutionId, PartnerId, PersonId, ProjectId, SiteId, UnitId,
    UserId,
};
use entities::shared::operation::Operation;
use entities::shared::tx::Tx;
use entities::shared::warsaw;

use crate::LOADED;

/// What the story is told with.
pub struct Given {
    /// A call by the system, now.
    pub op: Operation,
    /// Hashed passwords by login.
    pub passwords: HashMap<String, Hashed>,
    /// Where files lie.
    pub files: Files,
}

/// Tells the whole story, unless it was told before.
///
/// # Errors
/// What an action refused, or the database's failure: nothing of the story is kept then.
pub async fn tell(tx: &Tx, given: &Given) -> Result<()> {
    if audit::was_done(tx, LOADED).await? {
        return Ok(());
    }
    let mut story = Story {
        tx,
        given,
        units: HashMap::new(),
        offices: HashMap::new(),
        people: HashMap::new(),
        users: HashMap::new(),
        projects: HashMap::new(),
        partners: HashMap::new(),
        editions: HashMap::new(),
        enrolments: HashMap::new(),
        sites: HashMap::new(),
        clause: None,
    };
    story.open().await?;
    story.platform().await?;
    story.leaders().await?;
    story.effective().await?;
    story.coherent().await?;
    story.advice().await
}

/// What has been told so far, by the names the story gives it.
struct Story<'t> {
    tx: &'t Tx,
    given: &'t Given,
    /// By TERC code.
    units: HashMap<String, UnitId>,
    offices: HashMap<&'static str, InstitutionId>,
    /// By `Imię Nazwisko`.
    people: HashMap<String, PersonId>,
    /// By `Imię Nazwisko`; the administrator by an empty name.
    users: HashMap<&'static str, UserId>,
    projects: HashMap<&'static str, ProjectId>,
    /// By project and TERC code of the voivodeship.
    partners: HashMap<(&'static str, &'static str), PartnerId>,
    editions: HashMap<&'static str, EditionId>,
    /// By edition and person.
    enrolments: HashMap<(&'static str, String), EnrolmentId>,
    /// By TERC code of the unit.
    sites: HashMap<&'static str, SiteId>,
    /// What whoever is enrolled receives, once there is one.
    clause: Option<ClauseVersionId>,
}

/// The administrator, who is no person of the story.
const ADMIN: &str = "";

impl Story<'_> {
    /// A call by the system at an instant.
    fn system(&self, now: DateTime<Utc>) -> Operation {
        Operation { now, ..self.given.op.clone() }
    }

    /// A call by a user, with the roles they hold at this point of the story.
    async fn by(&self, who: &str, now: DateTime<Utc>) -> Result<Operation> {
        let user = *self.users.get(who).ok_or_else(|| untold(who))?;
        let actor =
            actor_with_roles(self.tx, (user, self.people.get(who).copied()), warsaw::day(now)).await?;
        Ok(Operation { actor, ..self.system(now) })
    }

    fn unit(&self, terc: &str) -> Result<UnitId> {
        self.units.get(terc).copied().ok_or_else(|| untold(terc))
    }

    fn office(&self, key: &str) -> Result<InstitutionId> {
        self.offices.get(key).copied().ok_or_else(|| untold(key))
    }

    fn person(&self, name: &str) -> Result<PersonId> {
        self.people.get(name).copied().ok_or_else(|| untold(name))
    }

    fn project(&self, key: &str) -> Result<ProjectId> {
        self.projects.get(key).copied().ok_or_else(|| untold(key))
    }

    fn partner(&self, project: &'static str, terc: &'static str) -> Result<PartnerId> {
        self.partners.get(&(project, terc)).copied().ok_or_else(|| untold(terc))
    }

    fn edition(&self, key: &str) -> Result<EditionId> {
        self.editions.get(key).copied().ok_or_else(|| untold(key))
    }

    fn site(&self, terc: &str) -> Result<SiteId> {
        self.sites.get(terc).copied().ok_or_else(|| untold(terc))
    }

    fn enrolment(&self, edition: &'static str, person: &str) -> Result<EnrolmentId> {
        self.enrolments.get(&(edition, person.to_owned())).copied().ok_or_else(|| untold(person))
    }
}

/// The story refers to something that it has not told yet.
fn untold(what: &str) -> Error {
    Error::Fault(format!("the story has not told of {what:?} yet"))
}

/// A day of the calendar. A day that does not exist becomes one that every action refuses.
fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap_or_default()
}

/// An instant by a clock in Warsaw.
fn at(day: NaiveDate, hour: u32, minute: u32) -> DateTime<Utc> {
    warsaw::instant(day.and_time(NaiveTime::from_hms_opt(hour, minute, 0).unwrap_or_default()))
}

/// The system acts where nobody of the story can yet.
const SYSTEM: Actor = Actor::System;

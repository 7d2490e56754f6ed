//! Queries of reporting, and who may see it: staff of the project or of the partner that runs the pilot.

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect, QueryTrait,
};

use super::cron::Cron;
use super::lifecycle::{self, PILOT_OVER, PROJECT_OVER};
use super::{
    PauseReason, ReportFormat, ReportKind, report_artefact, report_definition, report_run, report_schedule,
    schedule_recipient,
};
use crate::accounts::actor::actor_with_roles;
use crate::accounts::{UserState, user};
use crate::documents::store::visible;
use crate::documents::{DocumentState, document};
use crate::mail::Problem;
use crate::partnerships::project;
use crate::partnerships::store::owned_by;
use crate::pilots::pilot;
use crate::readable;
use crate::shared::actor::Actor;
use crate::shared::error::{Error, Result};
use crate::shared::ids::{PilotId, RunId, ScheduleId, UserId};
use crate::shared::policy::Readable;
use crate::shared::read::{Entity as _, everything, nothing, within};

readable! {
    report_definition => |who| owned(report_definition::Column::ProjectId, report_definition::Column::PartnerId, who);
    report_schedule => schedules_seen_by;
    schedule_recipient => recipients_seen_by;
    report_run => runs_seen_by;
    report_artefact => artefacts_seen_by;
}

fn owned<C: ColumnTrait>(project: C, partner: C, who: &Readable) -> Condition {
    if who.all {
        return everything();
    }
    let any = owned_by(project, partner, who);
    if any.is_empty() { nothing() } else { any }
}

fn schedules_seen_by(who: &Readable) -> Condition {
    owned(report_schedule::Column::ProjectId, report_schedule::Column::PartnerId, who)
}

fn runs_seen_by(who: &Readable) -> Condition {
    owned(report_run::Column::ProjectId, report_run::Column::PartnerId, who)
}

fn recipients_seen_by(who: &Readable) -> Condition {
    if who.all {
        return everything();
    }
    Condition::all().add(within::<_, report_schedule::Entity>(
        schedule_recipient::Column::ScheduleId,
        report_schedule::Column::Id,
        schedules_seen_by(who),
    ))
}

fn artefacts_seen_by(who: &Readable) -> Condition {
    if who.all {
        return everything();
    }
    Condition::all().add(within::<_, report_run::Entity>(
        report_artefact::Column::RunId,
        report_run::Column::Id,
        runs_seen_by(who),
    ))
}

/// A pilot, if the actor is staff of whoever runs it: a report shows all its sites.
pub(super) async fn pilot_run_by<C: ConnectionTrait>(
    db: &C,
    actor: &Actor,
    id: PilotId,
) -> Result<Option<pilot::Model>> {
    let run = owned(pilot::Column::ProjectId, pilot::Column::PartnerId, &Readable::of(actor));
    Ok(pilot::Entity::find_by_id(id).filter(run).one(db).await?)
}

/// Why reports of a definition no longer run by themselves; none while they do.
///
/// # Errors
/// The database failed, or a row it refers to is missing.
pub(super) async fn over<C: ConnectionTrait>(
    db: &C,
    definition: &report_definition::Model,
) -> Result<Option<PauseReason>> {
    let project = project::Entity::find_by_id(definition.project_id).one(db).await?;
    let pilot = match definition.pilot_id {
        Some(id) => pilot::Entity::find_by_id(id).one(db).await?,
        None => None,
    };
    match (project, pilot) {
        (Some(project), Some(pilot)) => Ok(lifecycle::over(project.state, Some(pilot.state))),
        (Some(project), None) if definition.pilot_id.is_none() => Ok(lifecycle::over(project.state, None)),
        _ => Err(Error::Fault("a report without its project or pilot".into())),
    }
}

/// Schedules of what is closed.
fn of_what_is_over() -> Condition {
    let projects = project::Column::State.is_in(PROJECT_OVER.iter().copied());
    let pilots = pilot::Column::State.is_in(PILOT_OVER.iter().copied());
    let reports = within::<_, pilot::Entity>(
        report_definition::Column::PilotId,
        pilot::Column::Id,
        Condition::all().add(pilots),
    );
    Condition::any()
        .add(within::<_, project::Entity>(
            report_schedule::Column::ProjectId,
            project::Column::Id,
            Condition::all().add(projects),
        ))
        .add(within::<_, report_definition::Entity>(
            report_schedule::Column::DefinitionId,
            report_definition::Column::Id,
            Condition::all().add(reports),
        ))
}

/// Schedules that are to be paused, because what they report is closed.
///
/// # Errors
/// The database failed.
pub async fn schedules_over<C: ConnectionTrait>(db: &C) -> Result<Vec<ScheduleId>> {
    let over = report_schedule::Entity::find()
        .filter(report_schedule::Column::Paused.eq(false))
        .filter(of_what_is_over())
        .order_by_asc(report_schedule::Column::Id);
    Ok(over.all(db).await?.into_iter().map(|schedule| schedule.id).collect())
}

/// Schedules that have something due at `now`. A schedule that cannot be read is logged and blocks no other.
///
/// # Errors
/// The database failed.
pub async fn schedules_due<C: ConnectionTrait>(db: &C, now: DateTime<Utc>) -> Result<Vec<ScheduleId>> {
    let live = report_schedule::Entity::find()
        .filter(report_schedule::Column::Paused.eq(false))
        .filter(report_schedule::Column::HandledUntil.lt(now))
        .order_by_asc(report_schedule::Column::HandledUntil)
        .all(db)
        .await?;
    let mut due = vec![];
    for schedule in live {
        match Cron::parse(&schedule.cron) {
            Ok(cron) if cron.newest(schedule.handled_until, now).is_some() => due.push(schedule.id),
            Ok(_) => {}
            Err(error) => tracing::error!(schedule = %schedule.id, %error, "a stored schedule is broken"),
        }
    }
    Ok(due)
}

/// A run, its report, and its artefacts with their documents in the order of their formats.
pub struct Kit {
    /// The run.
    pub run: report_run::Model,
    /// The report.
    pub definition: report_definition::Model,
    /// Artefacts with their documents.
    pub artefacts: Vec<(report_artefact::Model, document::Model)>,
}

/// Everything a worker needs to carry out a run; none where there is no such run.
///
/// # Errors
/// The database failed, or a row it refers to is missing.
pub async fn kit<C: ConnectionTrait>(db: &C, id: RunId) -> Result<Option<Kit>> {
    let Some(run) = report_run::Entity::find_by_id(id).one(db).await? else { return Ok(None) };
    let definition = report_definition::Entity::find_by_id(run.definition_id).one(db).await?;
    let definition = definition.ok_or_else(|| Error::Fault("a run without its report".into()))?;
    let made = report_artefact::Entity::find().filter(report_artefact::Column::RunId.eq(id)).all(db).await?;
    let ids = made.iter().map(|artefact| artefact.document_id);
    let documents = document::Entity::find().filter(document::Column::Id.is_in(ids)).all(db).await?;
    let paired = made.into_iter().filter_map(|artefact| {
        let document = documents.iter().find(|document| document.id == artefact.document_id)?.clone();
        Some((artefact, document))
    });
    let mut artefacts: Vec<_> = paired.collect();
    artefacts.sort_by_key(|(artefact, _)| artefact.format);
    Ok(Some(Kit { run, definition, artefacts }))
}

/// Where a recipient's report goes.
///
/// # Errors
/// The database failed.
pub async fn email_of<C: ConnectionTrait>(db: &C, id: UserId) -> Result<Option<String>> {
    Ok(user::Entity::find_by_id(id).one(db).await?.map(|user| user.email))
}

/// What the message with a report says, and what it brings along.
#[derive(Clone, Debug)]
pub struct ReportLetter {
    /// Where it goes.
    pub email: String,
    /// Kind of the report.
    pub kind: ReportKind,
    /// Title of the report.
    pub title: String,
    /// Title of the project.
    pub project: String,
    /// Measurements approved up to here count.
    pub cut_off: DateTime<Utc>,
    /// The report, to be attached.
    pub document: document::Model,
}

/// What a recipient of a run is sent now, by the rights they have now (hard rule 12), or why nothing.
///
/// # Errors
/// The database failed.
pub async fn letter_for<C: ConnectionTrait>(
    db: &C,
    id: RunId,
    user_id: UserId,
    today: NaiveDate,
) -> Result<std::result::Result<ReportLetter, Problem>> {
    let Some(user) = user::Entity::find_by_id(user_id).one(db).await? else {
        return Ok(Err(Problem::NoRights));
    };
    if user.state != UserState::Active {
        return Ok(Err(Problem::Blocked));
    }
    let actor = actor_with_roles(db, (user.id, user.person_id), today).await?;
    let seen = report_run::Entity::visible_to(&actor);
    let Some(run) = report_run::Entity::find_by_id(id).filter(seen).one(db).await? else {
        return Ok(Err(Problem::NoRights));
    };
    let pdf = report_artefact::Entity::find()
        .filter(report_artefact::Column::RunId.eq(id))
        .filter(report_artefact::Column::Format.eq(ReportFormat::Pdf));
    let document = match pdf.one(db).await? {
        Some(artefact) => visible(db, &actor, artefact.document_id).await?,
        None => None,
    };
    let Some(document) = document else { return Ok(Err(Problem::NoRights)) };
    let definition = report_definition::Entity::find_by_id(run.definition_id).one(db).await?;
    let project = project::Entity::find_by_id(run.project_id).one(db).await?;
    let (Some(definition), Some(project)) = (definition, project) else {
        return Err(Error::Fault("a run without its report or project".into()));
    };
    let (kind, title, project) = (definition.kind, definition.title, project.title);
    Ok(Ok(ReportLetter { email: user.email, kind, title, project, cut_off: run.cut_off, document }))
}

/// How many files of a run are stored, and how many there will be.
///
/// # Errors
/// The database failed.
pub async fn stored_artefacts(db: &impl ConnectionTrait, id: RunId) -> Result<(u64, u64)> {
    let of_run = || {
        let ids = report_artefact::Entity::find()
            .select_only()
            .column(report_artefact::Column::DocumentId)
            .filter(report_artefact::Column::RunId.eq(id));
        document::Entity::find().filter(document::Column::Id.in_subquery(QueryTrait::into_query(ids)))
    };
    let stored = of_run().filter(document::Column::State.eq(DocumentState::Stored)).count(db).await?;
    Ok((stored, of_run().count(db).await?))
}

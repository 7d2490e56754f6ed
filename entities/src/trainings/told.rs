//! Whoever is concerned by a step of an enrolment, or by a change of their training, is told by mail: once for each step, and
//! only while it is true.
//!
//! A step is posted in the transaction in which it is taken, and looked at once more when its message leaves. A training that
//! moves is told of a few minutes later, because whoever moves it often moves it twice.
//!
//! # Source
//! Hard rule 22; `trainings` in the domain's description.

use chrono::{DateTime, Duration, NaiveDate, Utc};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use super::afar;
use super::jobs::RemindParticipants;
use super::{
    DatesKind, EditionState, EnrolmentState, edition, enrolment, enrolment_wording, session, wordings,
};
use crate::institutions::person;
use crate::jobs::queue::enqueue_at;
use crate::mail::actions::{NewDelivery, Recipient, post_all};
use crate::mail::{DeliveryKind, DeliveryState, Problem, delivery};
use crate::partnerships::{project, project_partner};
use crate::shared::error::Result;
use crate::shared::ids::{EditionId, EnrolmentId, SessionId};
use crate::shared::language::Language;
use crate::shared::operation::Operation;
use crate::shared::read::KEYS;
use crate::shared::tx::Tx;
use crate::shared::warsaw;

/// How long a training that was moved is left alone before people are told.
const SETTLES: Duration = Duration::minutes(10);
/// How many days before its first day people are reminded of a training, and at which hour in Warsaw.
const REMINDER: (i64, u32) = (2, 9);

/// What is told of enrolments, in the order of a training.
pub const STEPS: [DeliveryKind; 10] = [
    DeliveryKind::ApprovalAwaited,
    DeliveryKind::PlaceInLine,
    DeliveryKind::SeatOffered,
    DeliveryKind::OfferExpired,
    DeliveryKind::SeatConfirmed,
    DeliveryKind::EnrolmentRejected,
    DeliveryKind::EnrolmentCancelled,
    DeliveryKind::EditionMoved,
    DeliveryKind::EditionCalledOff,
    DeliveryKind::EditionReminder,
];

/// What people are told when an enrolment comes into a state; nothing where it ends by itself, or by the person's own answer.
pub const fn of_state(state: EnrolmentState) -> Option<DeliveryKind> {
    match state {
        EnrolmentState::Confirmed => Some(DeliveryKind::SeatConfirmed),
        EnrolmentState::PendingApproval => Some(DeliveryKind::ApprovalAwaited),
        EnrolmentState::Waitlisted => Some(DeliveryKind::PlaceInLine),
        EnrolmentState::Offered => Some(DeliveryKind::SeatOffered),
        EnrolmentState::OfferExpired => Some(DeliveryKind::OfferExpired),
        EnrolmentState::Rejected => Some(DeliveryKind::EnrolmentRejected),
        EnrolmentState::CancelledBySelf
        | EnrolmentState::CancelledLate
        | EnrolmentState::CancelledByOrganiser => Some(DeliveryKind::EnrolmentCancelled),
        EnrolmentState::Requested
        | EnrolmentState::OfferDeclined
        | EnrolmentState::Completed
        | EnrolmentState::NotCompleted
        | EnrolmentState::NoShow => None,
    }
}

/// Whether what a message tells is still so.
fn is_true(
    kind: DeliveryKind,
    enrolment: &enrolment::Model,
    edition: &edition::Model,
    today: NaiveDate,
) -> bool {
    let is_ahead =
        edition.state != EditionState::Cancelled && !edition.state.is_over() && edition.ends_on >= today;
    match kind {
        DeliveryKind::EditionCalledOff => edition.state == EditionState::Cancelled,
        DeliveryKind::EditionMoved => {
            is_ahead && (enrolment.state.holds_seat() || enrolment.state == EnrolmentState::Waitlisted)
        }
        DeliveryKind::EditionReminder => {
            is_ahead && edition.starts_on >= today && enrolment.state == EnrolmentState::Confirmed
        }
        kind => of_state(enrolment.state) == Some(kind),
    }
}

/// Tells people of a step that their enrolments have taken.
///
/// # Errors
/// The database failed.
pub(super) async fn tell(
    tx: &Tx,
    op: &Operation,
    kind: DeliveryKind,
    enrolments: &[enrolment::Model],
    at: DateTime<Utc>,
) -> Result<()> {
    let messages = enrolments.iter().map(|row| NewDelivery {
        kind,
        artefact_id: op.chance.uuid(op.now),
        subject_id: Some(row.id.0),
        to: Recipient::Person(row.person_id),
        language: Language::Polish,
        project_id: Some(row.project_id),
        partner_id: Some(row.partner_id),
    });
    post_all(tx, op, messages.collect(), at).await
}

/// Tells of the state into which an enrolment came.
///
/// # Errors
/// The database failed.
pub(super) async fn tell_state(
    tx: &Tx,
    op: &Operation,
    enrolment: &enrolment::Model,
    state: EnrolmentState,
) -> Result<()> {
    match of_state(state) {
        Some(kind) => tell(tx, op, kind, std::slice::from_ref(enrolment), op.now).await,
        None => Ok(()),
    }
}

/// Tells whoever holds a seat or waits that their training has moved. Who is about to be told already is not told twice.
///
/// # Errors
/// The database failed.
pub(super) async fn tell_moved(tx: &Tx, op: &Operation, id: EditionId) -> Result<()> {
    let concerned = EnrolmentState::SEATED.into_iter().chain([EnrolmentState::Waitlisted]);
    let mut concerned = enrolment::Entity::find()
        .filter(enrolment::Column::EditionId.eq(id))
        .filter(enrolment::Column::State.is_in(concerned))
        .order_by_asc(enrolment::Column::Id)
        .all(tx)
        .await?;
    let waiting = Condition::all().add(delivery::Column::State.eq(DeliveryState::Queued));
    let told = told_of(tx, DeliveryKind::EditionMoved, &concerned, waiting).await?;
    concerned.retain(|row| !told.contains(&row.id.0));
    tell(tx, op, DeliveryKind::EditionMoved, &concerned, op.now + SETTLES).await
}

/// Reminds whoever has a seat in a training that begins on the day it was to begin. Whom a reminder went to already is not
/// reminded again. Run by the worker.
///
/// # Errors
/// The database failed.
pub async fn remind(tx: &Tx, op: &Operation, id: EditionId, starts_on: NaiveDate) -> Result<()> {
    let Some(edition) = edition::Entity::find_by_id(id).one(tx).await? else { return Ok(()) };
    let is_ahead = edition.state != EditionState::Cancelled && !edition.state.is_over();
    // Moved meanwhile: another job reminds of the other day. Or the worker was away until it had begun.
    if !is_ahead
        || starts_on < op.today()
        || edition.starts_on != starts_on
        || edition.dates != DatesKind::Confirmed
    {
        return Ok(());
    }
    let mut seated = enrolment::Entity::find()
        .filter(enrolment::Column::EditionId.eq(id))
        .filter(enrolment::Column::State.eq(EnrolmentState::Confirmed))
        .order_by_asc(enrolment::Column::Id)
        .all(tx)
        .await?;
    let reminded = told_of(tx, DeliveryKind::EditionReminder, &seated, Condition::all()).await?;
    seated.retain(|row| !reminded.contains(&row.id.0));
    tell(tx, op, DeliveryKind::EditionReminder, &seated, op.now).await
}

/// Plans the reminder of an edition whose dates are fixed, where its day has not come.
///
/// # Errors
/// The database failed.
pub(super) async fn plan_reminder(
    tx: &Tx,
    op: &Operation,
    id: EditionId,
    starts_on: NaiveDate,
) -> Result<()> {
    let (days, hour) = REMINDER;
    let Some(at) = (starts_on - Duration::days(days)).and_hms_opt(hour, 0, 0) else { return Ok(()) };
    let at = warsaw::instant(at);
    if at <= op.now {
        return Ok(());
    }
    enqueue_at(tx, op, &[RemindParticipants { edition_id: id, starts_on }], at).await
}

/// Keys of the enrolments of which messages of a kind tell already.
async fn told_of(
    tx: &Tx,
    kind: DeliveryKind,
    enrolments: &[enrolment::Model],
    which: Condition,
) -> Result<Vec<Uuid>> {
    let mut told = vec![];
    for chunk in enrolments.chunks(KEYS) {
        let of_these: Vec<Option<Uuid>> = delivery::Entity::find()
            .select_only()
            .column(delivery::Column::SubjectId)
            .filter(delivery::Column::SubjectId.is_in(chunk.iter().map(|row| row.id.0)))
            .filter(delivery::Column::Kind.eq(kind))
            .filter(which.clone())
            .into_tuple()
            .all(tx)
            .await?;
        told.extend(of_these.into_iter().flatten());
    }
    Ok(told)
}

/// A session, as a calendar keeps it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hours {
    /// Key.
    pub id: SessionId,
    /// Title.
    pub title: String,
    /// Start.
    pub starts_at: DateTime<Utc>,
    /// End.
    pub ends_at: DateTime<Utc>,
    /// How often it was changed.
    pub version: i32,
}

/// What a message about an enrolment says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EnrolmentLetter {
    /// Where it goes; empty where the person has no address.
    pub email: String,
    /// The person's name.
    pub name: String,
    /// The enrolment.
    pub enrolment_id: EnrolmentId,
    /// Title of the edition.
    pub training: String,
    /// Title of the project.
    pub project: String,
    /// The partner that runs the edition, by its name on documents.
    pub organiser: String,
    /// First day.
    pub starts_on: NaiveDate,
    /// Last day.
    pub ends_on: NaiveDate,
    /// Whether the days are fixed.
    pub is_fixed: bool,
    /// Town.
    pub city: String,
    /// Building and address.
    pub venue: Option<String>,
    /// Where to join from afar, for whoever takes part.
    pub online_link: Option<String>,
    /// Until when an offered seat is held.
    pub offer_until: Option<DateTime<Utc>>,
    /// Until when one may cancel without a mark.
    pub cancel_until: Option<DateTime<Utc>>,
    /// The sessions that the person attends.
    pub sessions: Vec<Hours>,
    /// What the project says of its own, by language.
    pub wordings: Vec<enrolment_wording::Model>,
}

/// What a message about an enrolment says now, or why nothing is sent.
///
/// # Errors
/// The database failed.
pub async fn letter_of(
    db: &impl ConnectionTrait,
    kind: DeliveryKind,
    id: EnrolmentId,
    now: DateTime<Utc>,
) -> Result<std::result::Result<EnrolmentLetter, Problem>> {
    let Some(enrolment) = enrolment::Entity::find_by_id(id).one(db).await? else {
        return Ok(Err(Problem::Over));
    };
    let Some(edition) = edition::Entity::find_by_id(enrolment.edition_id).one(db).await? else {
        return Ok(Err(Problem::Over));
    };
    if !is_true(kind, &enrolment, &edition, warsaw::day(now)) {
        return Ok(Err(Problem::Over));
    }
    Ok(match facts_of(db, kind, (enrolment, edition)).await? {
        Some(facts) if facts.email.is_empty() => Err(Problem::NoAddress),
        Some(facts) => Ok(facts),
        None => Err(Problem::Over),
    })
}

/// What a message of this kind would say of an enrolment, whether it is true or not; none where the person is erased.
///
/// # Errors
/// The database failed.
pub async fn facts_of(
    db: &impl ConnectionTrait,
    kind: DeliveryKind,
    (enrolment, edition): (enrolment::Model, edition::Model),
) -> Result<Option<EnrolmentLetter>> {
    let project = project::Entity::find_by_id(enrolment.project_id).one(db).await?;
    let partner = project_partner::Entity::find_by_id(edition.partner_id).one(db).await?;
    let (Some(project), Some(partner)) = (project, partner) else { return Ok(None) };
    let person = person::Entity::find_by_id(enrolment.person_id).one(db).await?;
    let Some(person) = person.filter(|person| person.erased_at.is_none()) else {
        return Ok(None);
    };
    let name = person.full_name();
    let attends = |row: &session::Model| {
        row.breakout_group_id.is_none_or(|group| enrolment.breakout_group_id == Some(group))
    };
    let sessions = session::Entity::find()
        .filter(session::Column::EditionId.eq(edition.id))
        .order_by_asc(session::Column::StartsAt)
        .order_by_asc(session::Column::Id)
        .all(db)
        .await?;
    let hours = |row: session::Model| Hours {
        id: row.id,
        title: row.title,
        starts_at: row.starts_at,
        ends_at: row.ends_at,
        // As calendars count it: whatever changes of either changes what is shown.
        version: row.version + edition.version,
    };
    Ok(Some(EnrolmentLetter {
        email: person.email.unwrap_or_default(),
        name,
        enrolment_id: enrolment.id,
        training: edition.title,
        project: project.title,
        organiser: partner.name,
        starts_on: edition.starts_on,
        ends_on: edition.ends_on,
        is_fixed: edition.dates == DatesKind::Confirmed,
        city: edition.city,
        venue: edition.venue,
        online_link: edition.online_link.filter(|_| afar::is_told(&enrolment)),
        offer_until: enrolment.offer_expires_at,
        cancel_until: edition.cancel_until,
        sessions: sessions.into_iter().filter(attends).map(hours).collect(),
        wordings: wordings::of(db, project.id, kind).await?,
    }))
}

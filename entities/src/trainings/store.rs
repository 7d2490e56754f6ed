//! Queries of trainings, and who may see them.
//!
//! Editions that are announced are public; drafts are their staff's. Enrolments are seen by the person, by staff
//! of the project or of the partner (their own people, and everybody in an edition they run), by the institution
//! represented, and by trainers of the edition. The public never sees who takes part or waits.

use std::collections::{BTreeSet, HashMap};

use chrono::NaiveDate;
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::eligibility::{self, Attended};
use super::{
    EditionState, EnrolmentState, attendance, breakout_group, edition, enrolment, programme_topic, session,
    trainer_assignment, training_programme,
};
use crate::partnerships::store::owned_by;
use crate::shared::error::Result;
use crate::shared::ids::{EditionId, EnrolmentId, PersonId, ProjectId, SessionId};
use crate::shared::operation::Operation;
use crate::shared::policy::Readable;
use crate::shared::read::{KEYS, everything, nothing, within};
use crate::shared::tx::Tx;
use crate::shared::warsaw;
use crate::trainings::deeds;
use crate::{audit, readable};

readable! {
    training_programme => programmes_seen_by;
    programme_topic => topics_seen_by;
    edition => editions_seen_by;
    session => |who| of_seen_editions(session::Column::EditionId, who);
    breakout_group => |who| of_seen_editions(breakout_group::Column::EditionId, who);
    trainer_assignment => |who| of_seen_editions(trainer_assignment::Column::EditionId, who);
    enrolment => enrolments_seen_by;
    attendance => attendances_seen_by;
}

fn programmes_seen_by(who: &Readable) -> Condition {
    if who.all {
        return everything();
    }
    owned_by(training_programme::Column::ProjectId, training_programme::Column::PartnerId, who).add(within::<
        _,
        edition::Entity,
    >(
        training_programme::Column::Id,
        edition::Column::ProgrammeId,
        editions_seen_by(who),
    ))
}

fn topics_seen_by(who: &Readable) -> Condition {
    if who.all {
        return everything();
    }
    let seen = programmes_seen_by(who);
    Condition::all().add(within::<_, training_programme::Entity>(
        programme_topic::Column::ProgrammeId,
        training_programme::Column::Id,
        seen,
    ))
}

/// Editions that are announced, and drafts of one's own.
pub fn editions_seen_by(who: &Readable) -> Condition {
    if who.all {
        return everything();
    }
    editions_run_by(who).add(edition::Column::State.ne(EditionState::Draft))
}

/// Editions that the actor runs or trains in; an empty `any` where there are none.
fn editions_run_by(who: &Readable) -> Condition {
    let mut any = owned_by(edition::Column::ProjectId, edition::Column::PartnerId, who);
    if !who.editions.is_empty() {
        any = any.add(edition::Column::Id.is_in(who.editions.iter().copied()));
    }
    any
}

/// `column` refers to an edition that the actor runs or trains in.
pub fn in_editions_run_by<C: ColumnTrait>(column: C, who: &Readable) -> Condition {
    let run = editions_run_by(who);
    if run.is_empty() {
        return nothing();
    }
    Condition::all().add(within::<_, edition::Entity>(column, edition::Column::Id, run))
}

fn of_seen_editions<C: ColumnTrait>(column: C, who: &Readable) -> Condition {
    if who.all {
        return everything();
    }
    Condition::all().add(within::<_, edition::Entity>(column, edition::Column::Id, editions_seen_by(who)))
}

/// Enrolments the actor may see.
pub fn enrolments_seen_by(who: &Readable) -> Condition {
    if who.all {
        return everything();
    }
    let mut any = enrolments_run_by(who).unwrap_or_else(Condition::any);
    if !who.institutions.is_empty() {
        any = any.add(enrolment::Column::InstitutionId.is_in(who.institutions.iter().copied()));
    }
    if let Some(id) = who.person {
        any = any.add(enrolment::Column::PersonId.eq(id));
    }
    if any.is_empty() { nothing() } else { any }
}

/// Enrolments of what the actor runs: of their projects and partners, of editions that these run or in which they train;
/// none where they run nothing.
pub fn enrolments_run_by(who: &Readable) -> Option<Condition> {
    let mut any = owned_by(enrolment::Column::ProjectId, enrolment::Column::PartnerId, who);
    if !who.partners.is_empty() || !who.editions.is_empty() {
        any = any.add(in_editions_run_by(enrolment::Column::EditionId, who));
    }
    (!any.is_empty()).then_some(any)
}

/// Enrolments of the projects and partners that somebody is staff of; none where they are staff of neither.
pub fn enrolments_of_own_projects(who: &Readable) -> Option<Condition> {
    let owned = owned_by(enrolment::Column::ProjectId, enrolment::Column::PartnerId, who);
    (!owned.is_empty()).then_some(owned)
}

fn attendances_seen_by(who: &Readable) -> Condition {
    if who.all {
        return everything();
    }
    let seen = enrolments_seen_by(who);
    Condition::all().add(within::<_, enrolment::Entity>(
        attendance::Column::EnrolmentId,
        enrolment::Column::Id,
        seen,
    ))
}

/// Every session of an edition, and what each participant attended of it.
pub struct Attendances {
    sessions: Vec<session::Model>,
    minutes: HashMap<(SessionId, EnrolmentId), i32>,
}

impl Attendances {
    /// Loads them in two statements.
    ///
    /// # Errors
    /// The database failed.
    pub async fn of(db: &impl ConnectionTrait, id: EditionId) -> Result<Self> {
        let sessions = session::Entity::find()
            .filter(session::Column::EditionId.eq(id))
            .order_by_asc(session::Column::Ordinal);
        let sessions = sessions.all(db).await?;
        let rows = attendance::Entity::find()
            .filter(attendance::Column::SessionId.is_in(sessions.iter().map(|s| s.id)))
            .all(db)
            .await?;
        let minutes = rows.into_iter().map(|row| ((row.session_id, row.enrolment_id), row.minutes)).collect();
        Ok(Self { sessions, minutes })
    }

    /// Sessions in programme order.
    pub fn sessions(&self) -> &[session::Model] {
        &self.sessions
    }

    /// The own sessions of a participant.
    pub fn own(&self, enrolment: &enrolment::Model) -> Vec<Attended> {
        let attended = self.sessions.iter().map(|s| Attended {
            session_id: s.id,
            breakout_group_id: s.breakout_group_id,
            planned_min: s.planned_min,
            mandatory: s.mandatory,
            minutes: self.minutes.get(&(s.id, enrolment.id)).copied(),
        });
        let attended: Vec<Attended> = attended.collect();
        eligibility::own(&attended, enrolment.breakout_group_id).cloned().collect()
    }
}

/// Projects in which a person waits for, has or had a place in a training.
///
/// # Errors
/// The database failed.
pub async fn projects_of(db: &impl ConnectionTrait, person: PersonId) -> Result<Vec<ProjectId>> {
    use super::EnrolmentState::{Requested, Waitlisted};
    let states =
        EnrolmentState::SEATED.into_iter().chain(EnrolmentState::PARTICIPANTS).chain([Requested, Waitlisted]);
    let projects = enrolment::Entity::find()
        .select_only()
        .column(enrolment::Column::ProjectId)
        .distinct()
        .filter(enrolment::Column::PersonId.eq(person))
        .filter(enrolment::Column::State.is_in(states))
        .order_by_asc(enrolment::Column::ProjectId)
        .into_tuple();
    Ok(projects.all(db).await?)
}

/// Days of an edition that have a session, in order.
///
/// # Errors
/// The database failed.
pub async fn session_days(db: &impl ConnectionTrait, id: EditionId) -> Result<BTreeSet<NaiveDate>> {
    let sessions = session::Entity::find().filter(session::Column::EditionId.eq(id)).all(db).await?;
    Ok(sessions.iter().map(|session| warsaw::day(session.starts_at)).collect())
}

/// Settles everybody who was confirmed when an edition is completed: one statement per outcome. People who still
/// wait or hold an offer go out.
pub(super) async fn settle_participants(tx: &Tx, op: &Operation, edition: &edition::Model) -> Result<()> {
    let attendances = Attendances::of(tx, edition.id).await?;
    let mut outcomes: HashMap<EnrolmentState, Vec<EnrolmentId>> = HashMap::new();
    let enrolments =
        enrolment::Entity::find().filter(enrolment::Column::EditionId.eq(edition.id)).all(tx).await?;
    for enrolment in &enrolments {
        let outcome = match enrolment.state {
            EnrolmentState::Confirmed => {
                let own = attendances.own(enrolment);
                if own.iter().all(|session| session.minutes.unwrap_or(0) == 0) {
                    EnrolmentState::NoShow
                } else if eligibility::unmet(&own, edition.threshold_pct).is_empty() {
                    EnrolmentState::Completed
                } else {
                    EnrolmentState::NotCompleted
                }
            }
            EnrolmentState::PendingApproval | EnrolmentState::Requested => EnrolmentState::Rejected,
            EnrolmentState::Waitlisted => EnrolmentState::CancelledByOrganiser,
            EnrolmentState::Offered => EnrolmentState::OfferExpired,
            _ => continue,
        };
        outcomes.entry(outcome).or_default().push(enrolment.id);
    }
    for (outcome, ids) in outcomes {
        set_states(tx, op, &ids, outcome).await?;
    }
    // Whoever took part keeps their seat; nobody waits any more.
    let seated = enrolments.iter().filter(|row| row.state.takes_part()).count();
    recount(tx, edition.id, (i32::try_from(seated).unwrap_or(i32::MAX), 0)).await
}

/// Sets what an edition counts, behind its lock.
///
/// # Errors
/// The database failed.
pub async fn recount(tx: &Tx, id: EditionId, (seats_taken, waiting): (i32, i32)) -> Result<()> {
    edition::Entity::update_many()
        .col_expr(edition::Column::SeatsTaken, Expr::value(seats_taken))
        .col_expr(edition::Column::Waiting, Expr::value(waiting))
        .filter(edition::Column::Id.eq(id))
        .exec(tx)
        .await?;
    Ok(())
}

/// Cancels every live enrolment of an edition that is called off.
pub(super) async fn cancel_all(tx: &Tx, op: &Operation, id: EditionId) -> Result<()> {
    use super::EnrolmentState::{Confirmed, Offered, PendingApproval, Requested, Waitlisted};
    let live = enrolment::Entity::find()
        .filter(enrolment::Column::EditionId.eq(id))
        .filter(enrolment::Column::State.is_in([Requested, PendingApproval, Confirmed, Waitlisted, Offered]));
    let ids: Vec<EnrolmentId> = live.all(tx).await?.into_iter().map(|e| e.id).collect();
    set_states(tx, op, &ids, EnrolmentState::CancelledByOrganiser).await?;
    recount(tx, id, (0, 0)).await
}

async fn set_states(tx: &Tx, op: &Operation, ids: &[EnrolmentId], state: EnrolmentState) -> Result<()> {
    for chunk in ids.chunks(KEYS) {
        enrolment::Entity::update_many()
            .col_expr(enrolment::Column::State, Expr::value(state))
            .col_expr(enrolment::Column::UpdatedAt, Expr::value(op.now))
            .col_expr(enrolment::Column::UpdatedBy, Expr::value(op.actor.user_id()))
            .col_expr(enrolment::Column::Version, Expr::col(enrolment::Column::Version).add(1))
            .filter(enrolment::Column::Id.is_in(chunk.iter().copied()))
            .exec(tx)
            .await?;
    }
    let line = |id: &EnrolmentId| audit::Line::new(deeds::SETTLE_ENROLMENT, *id).into_state(state.code());
    audit::write_all(tx, op, ids.iter().map(line).collect()).await?;
    Ok(())
}

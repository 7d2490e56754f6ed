//! Enrolments: seats, waiting list, approval, offers, cancellation.

use sea_orm::{ActiveValue::Set, EntityTrait, SqlErr};
use serde::Serialize;

use super::{enrolment_held, visible_edition, visible_enrolment};
use crate::clauses::actions::{self as clauses, Given};
use crate::clauses::choice::Occasion;
use crate::clauses::store::Whom;
use crate::clauses::{ClausePurpose, ReceiptChannel};
use crate::institutions::actions::living_person;
use crate::partnerships::refusals::PROJECT_NOT_ACTIVE;
use crate::shared::actor::{Actor, Scope};
use crate::shared::door::{self, Placed};
use crate::shared::error::{Result, refuse};
use crate::shared::ids::{ClauseVersionId, EditionId, EnrolmentId, InstitutionId, PersonId};
use crate::shared::input::{Check, NAME_MAX};
use crate::shared::operation::Operation;
use crate::shared::policy::{self, Place};
use crate::shared::refusals::REFERENCE;
use crate::shared::tx::Tx;
use crate::trainings::admission::{self, Barred, Case, Step};
use crate::trainings::refusals::{
    ALREADY_DECLINED, ALREADY_ENROLLED, ALREADY_REJECTED, ATTENDANCE_LOCKED, EDITION_FULL, ENROLMENT_CLOSED,
    INSTITUTION_CAP_REACHED,
};
use crate::trainings::rights::{ENROL_OWN_PEOPLE, ENROL_SELF, MANAGE_ENROLMENTS};
use crate::trainings::standing::Standing;
use crate::trainings::{EditionState, EnrolmentState, deeds, edition, enrolment, seats};
use crate::{audit, created};

/// An enrolment to be made.
#[derive(Clone, Debug, Serialize)]
pub struct Enrol {
    /// The edition.
    pub edition_id: EditionId,
    /// The person.
    pub person_id: PersonId,
    /// The institution represented; the person must work there.
    pub institution_id: Option<InstitutionId>,
    /// Diet.
    pub needs_diet: Option<String>,
    /// Wants a night's lodging.
    pub needs_night: bool,
    /// Needs for access.
    pub needs_access: Option<String>,
    /// Versions of information clauses that the person received: now, or on paper where somebody else enrols them.
    pub clause_version_ids: Vec<ClauseVersionId>,
}

/// Enrols a person: with a seat (pending where the edition wants approval), else on the waiting list.
///
/// # Errors
/// Refused: not found, forbidden, enrolment closed, already enrolled, already declined, already rejected, edition full,
/// institution cap reached, project not active, invalid, clause required.
pub async fn enrol(tx: &Tx, op: &Operation, new: Enrol) -> Result<EnrolmentId> {
    let edition = visible_edition(tx, op, new.edition_id).await?;
    // Behind the lock of the edition, so that nobody else enrols in it meanwhile.
    let standing = Standing::of(tx, new.edition_id, new.person_id, (new.institution_id, op.today())).await?;
    let place = standing.institution.as_ref().map(|institution| institution.place);
    let edition = edition.may_if(|actor, edition| may_enrol(actor, edition, &new, place.as_ref()))?;
    let person = living_person(tx, op, new.person_id, "personId").await?;

    let mut check = Check::default();
    let needs_diet = check.opt_line("needsDiet", new.needs_diet.as_deref(), NAME_MAX);
    let needs_access = check.opt_line("needsAccess", new.needs_access.as_deref(), 500);
    if new.institution_id.is_some() && !standing.institution.as_ref().is_some_and(|there| there.employs) {
        check.fault("institutionId", REFERENCE);
    }
    check.done()?;
    require_open(op, &edition, &standing)?;
    if standing.live {
        return refuse(ALREADY_ENROLLED, "personId");
    }

    informed(tx, op, &edition, &new).await?;

    let by_staff = policy::allows(&op.actor, MANAGE_ENROLMENTS, &edition.place());
    let case = Case { approval: edition.approval, rejected: standing.rejected, declined: standing.declined };
    let state = seat_or_wait(tx, &edition, case, by_staff).await?;
    if let (Some(cap), Some(institution)) = (edition.institution_cap, &standing.institution)
        && institution.seated >= i64::from(cap)
    {
        return refuse(INSTITUTION_CAP_REACHED, "institutionId");
    }
    let home = standing.institution.as_ref().and_then(|institution| institution.partner);
    let id = op.id();
    let row = enrolment::ActiveModel {
        id: Set(id),
        edition_id: Set(edition.id),
        project_id: Set(edition.project_id),
        partner_id: Set(home.unwrap_or(edition.partner_id)),
        person_id: Set(person.id),
        institution_id: Set(new.institution_id),
        sort_key: Set(person.sort_key),
        state: Set(state),
        needs_diet: Set(needs_diet),
        needs_night: Set(new.needs_night),
        needs_access: Set(needs_access),
        requested_at: Set(op.now),
        ..Default::default()
    };
    if let Err(error) = enrolment::Entity::insert(created!(op, row)).exec_without_returning(tx).await {
        return match error.sql_err() {
            Some(SqlErr::UniqueConstraintViolation(_)) => refuse(ALREADY_ENROLLED, "personId"),
            _ => Err(error.into()),
        };
    }
    let line = audit::Line::new(deeds::ENROL, id).project(edition.project_id);
    line.into_state(state.code()).write(tx, op).await?;
    Ok(id)
}

/// The person has received what informs of the use of their data, or does so now. Whoever enrols somebody else says that
/// they received it on paper.
async fn informed(tx: &Tx, op: &Operation, edition: &edition::Model, new: &Enrol) -> Result<()> {
    let is_own = op.actor.person_id() == Some(new.person_id);
    let user_id = op.actor.user_id();
    let whom = Whom { person_id: Some(new.person_id), user_id: user_id.filter(|_| is_own) };
    let given = Given {
        versions: &new.clause_version_ids,
        channel: if is_own { ReceiptChannel::Enrolment } else { ReceiptChannel::Paper },
        by: user_id,
    };
    let occasion = Occasion { purpose: ClausePurpose::Enrolment, project_id: Some(edition.project_id) };
    clauses::require(tx, op, &[occasion], whom, given).await
}

/// Whether somebody speaks for an institution, or manages enrolments for a partner in whose voivodeship it lies. Staff of a
/// whole project speak for nobody's office.
fn looks_after(actor: &Actor, institution: &Place) -> bool {
    let mut grants = policy::held(actor, MANAGE_ENROLMENTS);
    policy::allows(actor, ENROL_OWN_PEOPLE, institution)
        || grants.any(|grant| matches!(grant.scope, Scope::Partner(_)) && grant.covers(institution))
}

/// Staff of the edition, the person's institution or the office of its voivodeship, or the person.
fn may_enrol(actor: &Actor, edition: &edition::Model, new: &Enrol, institution: Option<&Place>) -> bool {
    let own = Place { person: Some(new.person_id), ..Place::default() };
    policy::allows(actor, MANAGE_ENROLMENTS, &edition.place())
        || institution.is_some_and(|place| looks_after(actor, place))
        || policy::allows(actor, ENROL_SELF, &own)
}

fn require_open(op: &Operation, edition: &edition::Model, standing: &Standing) -> Result<()> {
    let begun = edition.opens_at.is_none_or(|start| start <= op.now);
    let over = edition.closes_at.is_some_and(|end| end <= op.now);
    if edition.state != EditionState::EnrolmentOpen || !begun || over {
        return refuse(ENROLMENT_CLOSED, "editionId");
    }
    if !standing.project_active {
        return refuse(PROJECT_NOT_ACTIVE, "editionId");
    }
    Ok(())
}

/// A seat where there is one, else a place on the waiting list. The edition is locked: what was read of it is so.
async fn seat_or_wait(
    tx: &Tx,
    edition: &edition::Model,
    case: Case,
    by_staff: bool,
) -> Result<EnrolmentState> {
    let seat = edition.seats_taken < edition.seats;
    let state = match admission::after(case, None, Step::Ask { by_staff, seat }) {
        Ok(state) => state,
        Err(Barred::Rejected) => return refuse(ALREADY_REJECTED, "personId"),
        Err(Barred::Declined | Barred::State) => return refuse(ALREADY_DECLINED, "personId"),
    };
    let counted = if state.holds_seat() {
        seats::take(tx, edition.id).await?
    } else {
        seats::join_waiting(tx, edition.id).await?
    };
    if counted { Ok(state) } else { refuse(EDITION_FULL, "editionId") }
}

/// What staff decide about an enrolment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Decision {
    /// Confirm the seat of somebody who waits for approval.
    Approve,
    /// Reject somebody who waits for approval, for a seat, or holds an offer; a seat goes to whoever waits.
    Reject,
}

/// Decides about an enrolment: approves one that waits for it, or rejects one that is not confirmed yet.
///
/// # Errors
/// Refused: not found, forbidden, wrong state.
pub async fn decide_enrolment(
    tx: &Tx,
    op: &Operation,
    id: EnrolmentId,
    decision: Decision,
) -> Result<EnrolmentId> {
    let (edition, enrolment) = visible_enrolment(tx, op, id).await?;
    let edition = edition.may(MANAGE_ENROLMENTS)?;
    let step = match decision {
        Decision::Approve => Step::Approve,
        Decision::Reject => Step::Reject,
    };
    let to = stepped(&edition, &enrolment, step)?;
    change(tx, op, &enrolment, to, deeds::DECIDE_ENROLMENT).await?;
    Ok(id)
}

/// Cancels an enrolment: by the person or their institution (late after the deadline, never late for people who
/// only wait), or by the organiser.
///
/// # Errors
/// Refused: not found, forbidden, wrong state.
pub async fn cancel_enrolment(tx: &Tx, op: &Operation, id: EnrolmentId) -> Result<EnrolmentId> {
    let (edition, enrolment) = visible_enrolment(tx, op, id).await?;
    let by_self = speaks_for(&op.actor, &enrolment);
    let edition = if by_self { edition.seen() } else { edition.may(MANAGE_ENROLMENTS)? };
    use crate::trainings::EditionState::{EnrolmentClosed, EnrolmentOpen, Published, Running};
    edition.state.must_be(&[Published, EnrolmentOpen, EnrolmentClosed, Running])?;
    if edition.attendance_locked_at.is_some() {
        return refuse(ATTENDANCE_LOCKED, "enrolmentId");
    }
    let late =
        enrolment.state == EnrolmentState::Confirmed && edition.cancel_until.is_some_and(|end| end <= op.now);
    let to = match (by_self, late) {
        (true, true) => EnrolmentState::CancelledLate,
        (true, false) => EnrolmentState::CancelledBySelf,
        (false, _) => EnrolmentState::CancelledByOrganiser,
    };
    change(tx, op, &enrolment, to, deeds::CANCEL_ENROLMENT).await?;
    Ok(id)
}

/// An answer to an offered seat.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum AnswerOffer {
    /// Take the seat.
    Accept,
    /// Leave it to the next.
    Decline,
}

/// Answers an offered seat, by the person, their institution or staff on their behalf. A seat that was taken waits for
/// approval where the edition wants it.
///
/// # Errors
/// Refused: not found, forbidden, wrong state (also when the offer has run out).
pub async fn answer_offer(
    tx: &Tx,
    op: &Operation,
    id: EnrolmentId,
    answer: AnswerOffer,
) -> Result<EnrolmentId> {
    let (edition, enrolment) = visible_enrolment(tx, op, id).await?;
    let by_self = speaks_for(&op.actor, &enrolment);
    let edition = if by_self { edition.seen() } else { edition.may(MANAGE_ENROLMENTS)? };
    if enrolment.offer_expires_at.is_some_and(|end| end <= op.now) {
        EnrolmentState::OfferExpired.must_be(&[EnrolmentState::Offered])?;
    }
    let to = match answer {
        AnswerOffer::Accept => stepped(&edition, &enrolment, Step::Accept)?,
        AnswerOffer::Decline => EnrolmentState::OfferDeclined,
    };
    change(tx, op, &enrolment, to, deeds::ANSWER_OFFER).await?;
    Ok(id)
}

/// Takes back an offered seat that nobody answered in time. Run by the worker; does nothing where the offer was
/// answered or still holds.
///
/// # Errors
/// The database failed.
pub async fn expire_offer(tx: &Tx, op: &Operation, id: EnrolmentId) -> Result<()> {
    debug_assert!(matches!(op.actor, Actor::System));
    let Some((_, enrolment)) = enrolment_held(tx, id).await? else { return Ok(()) };
    let run_out = enrolment.offer_expires_at.is_some_and(|end| end <= op.now);
    if enrolment.state == EnrolmentState::Offered && run_out {
        change(tx, op, &enrolment, EnrolmentState::OfferExpired, deeds::EXPIRE_OFFER).await?;
    }
    Ok(())
}

/// Offers free seats to people who wait, by hand.
///
/// # Errors
/// Refused: not found, forbidden.
pub async fn promote_waiting(tx: &Tx, op: &Operation, id: EditionId) -> Result<EditionId> {
    let edition = visible_edition(tx, op, id).await?.may(MANAGE_ENROLMENTS)?;
    seats::promote(tx, op, edition.id).await?;
    Ok(id)
}

/// The state that a step leads to.
fn stepped(edition: &edition::Model, enrolment: &enrolment::Model, step: Step) -> Result<EnrolmentState> {
    let case = Case::of(edition.approval, []);
    admission::after(case, Some(enrolment.state), step)
        .map_err(|_| enrolment.state.refusal(step.from(), "").into())
}

/// Whether the person acts, or the institution they represent.
fn speaks_for(actor: &Actor, enrolment: &enrolment::Model) -> bool {
    let own = Place { person: Some(enrolment.person_id), ..Place::default() };
    let institution = Place { institution: enrolment.institution_id, ..Place::default() };
    policy::allows(actor, ENROL_SELF, &own)
        || enrolment.institution_id.is_some() && policy::allows(actor, ENROL_OWN_PEOPLE, &institution)
}

/// The one way an enrolment changes its state: seat and waiting list follow, whoever waits is promoted.
pub(super) async fn change(
    tx: &Tx,
    op: &Operation,
    enrolment: &enrolment::Model,
    to: EnrolmentState,
    what: audit::Deed,
) -> Result<()> {
    enrolment.state.go(to)?;
    let row = enrolment::ActiveModel {
        id: Set(enrolment.id),
        state: Set(to),
        offer_expires_at: Set(None),
        ..Default::default()
    };
    door::save(tx, op, enrolment, row).await?;
    let line = audit::Line::new(what, enrolment.id).project(enrolment.project_id);
    line.states(enrolment.state.code(), to.code()).write(tx, op).await?;
    if enrolment.state == EnrolmentState::Waitlisted && to != EnrolmentState::Offered {
        seats::leave_waiting(tx, enrolment.edition_id).await?;
    }
    if enrolment.state.holds_seat() && !to.holds_seat() {
        seats::give_back(tx, enrolment.edition_id).await?;
        seats::promote(tx, &op.as_system(), enrolment.edition_id).await?;
    }
    Ok(())
}

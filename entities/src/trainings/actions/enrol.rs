//! Enrolments: seats, waiting list, approval, offers, cancellation.

use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, SqlErr};
use serde::Serialize;

use super::{enrolment_held, visible_edition, visible_enrolment};
use crate::clauses::actions::{self as clauses, Given};
use crate::clauses::choice::Occasion;
use crate::clauses::store::Whom;
use crate::clauses::{ClausePurpose, ReceiptChannel};
use crate::institutions::actions::living_person;
use crate::institutions::person;
use crate::partnerships::refusals::PROJECT_NOT_ACTIVE;
use crate::shared::actor::{Actor, Scope};
use crate::shared::change::Change;
use crate::shared::door::{self, Placed};
use crate::shared::error::{Result, refuse};
use crate::shared::ids::{ClauseVersionId, EditionId, EnrolmentId, InstitutionId, PersonId};
use crate::shared::input::{Check, NAME_MAX};
use crate::shared::operation::Operation;
use crate::shared::policy::{self, Place};
use crate::shared::refusals::{FORBIDDEN, NOT_FOUND, REFERENCE};
use crate::shared::tx::Tx;
use crate::trainings::admission::{self, Barred, Case, Step};
use crate::trainings::limits::Limits;
use crate::trainings::refusals::{
    ALREADY_DECLINED, ALREADY_ENROLLED, ALREADY_REJECTED, ATTENDANCE_LOCKED, EDITION_FULL, ENROLMENT_CLOSED,
    INSTITUTION_CAP_REACHED, NO_RESERVED_SEAT, PROGRAMME_LIMIT_REACHED,
};
use crate::trainings::rights::{ENROL_OWN_PEOPLE, ENROL_SELF, MANAGE_ENROLMENTS};
use crate::trainings::standing::{Standing, represented};
use crate::trainings::{EditionState, EnrolmentState, deeds, edition, enrolment, limits, seats, told};
use crate::{audit, created};

/// An enrolment to be made.
#[derive(Clone, Debug, Serialize)]
pub struct Enrol {
    /// The edition.
    pub edition_id: EditionId,
    /// The person.
    pub person_id: PersonId,
    /// The institution represented, where the person must work; where nothing is said, the one that employs them.
    pub institution_id: Change<InstitutionId>,
    /// Diet.
    pub needs_diet: Option<String>,
    /// Wants a night's lodging.
    pub needs_night: bool,
    /// Needs for access.
    pub needs_access: Option<String>,
    /// Versions of information clauses that the person received: now, or on paper where somebody else enrols them.
    pub clause_version_ids: Vec<ClauseVersionId>,
    /// Why staff enrol them although enrolment is over.
    pub reason: Option<String>,
    /// Staff give them one of the reserved seats.
    pub reserved: bool,
}

/// Enrols a person: with a seat (pending where the edition wants approval), else on the waiting list. After enrolment is over
/// staff do so with a reason, where a seat is free; whoever waits comes by it the same way.
///
/// # Errors
/// Refused: not found, forbidden, enrolment closed, already enrolled, already declined, already rejected, edition full,
/// institution cap or limit of the programme reached, no reserved seat, project not active, attendance locked, invalid, clause
/// required.
pub async fn enrol(tx: &Tx, op: &Operation, new: Enrol) -> Result<EnrolmentId> {
    let (edition, held) = to_enrol_in(tx, op, &new).await?;
    // Where a seat may be taken, behind the lock of the edition, so that nobody else enrols in it meanwhile.
    let institution_id = represented(tx, new.person_id, (new.institution_id, op.today())).await?;
    let standing = Standing::of(tx, new.edition_id, new.person_id, (institution_id, op.today())).await?;
    if held == (Held { edition: true, programme: false }) && standing.limits != Limits::default() {
        // The programme was given limits since it was looked at: its lock comes before that of the edition.
        return Err(door::anew());
    }
    let place = standing.institution.as_ref().map(|institution| institution.place);
    if !may_enrol(&op.actor, &edition, &new, place.as_ref()) {
        return refuse(FORBIDDEN, "");
    }
    let person = living_person(tx, op, new.person_id, "personId").await?;

    let mut check = Check::default();
    let needs_diet = check.opt_line("needsDiet", new.needs_diet.as_deref(), NAME_MAX);
    let needs_access = check.opt_line("needsAccess", new.needs_access.as_deref(), 500);
    let reason = check.opt_line("reason", new.reason.as_deref(), 1_000);
    check_employs(&mut check, institution_id, &standing);
    let by_staff = policy::allows(&op.actor, MANAGE_ENROLMENTS, &edition.place());
    if new.reserved && !by_staff {
        check.refuse(FORBIDDEN, "reserved");
    }
    check.done()?;
    let is_late = require_open(op, &edition, &standing, by_staff && reason.is_some())?;
    let case = Case { approval: edition.approval, rejected: standing.rejected, declined: standing.declined };
    if standing.live {
        let waits = if is_late { waiting_of(tx, &edition, person.id).await? } else { None };
        let Some(enrolment) = waits else { return refuse(ALREADY_ENROLLED, "personId") };
        keep_to_limits(&standing)?;
        let seat = given(tx, edition.id, new.reserved).await?;
        let to = admission::after(case, Some(enrolment.state), Step::Late { seat });
        let Ok(to) = to else { return refuse(EDITION_FULL, "editionId") };
        changed(tx, op, &enrolment, to, (deeds::ENROL, reason.as_deref())).await?;
        return Ok(enrolment.id);
    }

    informed(tx, op, &edition, &new).await?;

    let state = state_of(&edition, case, (by_staff, is_late, new.reserved))?;
    let counted = held.edition && seat_or_wait(tx, edition.id, state, new.reserved).await?;
    if !counted {
        return refuse(EDITION_FULL, "editionId");
    }
    keep_to_cap(&edition, &standing)?;
    keep_to_limits(&standing)?;
    let id = op.id();
    let row = enrolment::ActiveModel {
        id: Set(id),
        state: Set(state),
        needs_diet: Set(needs_diet),
        needs_night: Set(new.needs_night),
        needs_access: Set(needs_access),
        ..fresh(op, &edition, &person, &standing, institution_id)
    };
    let enrolled = insert(tx, created!(op, row)).await?;
    told::tell_state(tx, op, &enrolled, state).await?;
    let mut line = audit::Line::new(deeds::ENROL, id).project(edition.project_id).into_state(state.code());
    if let Some(reason) = reason.as_deref().filter(|_| is_late) {
        line = line.reason(reason);
    }
    line.write(tx, op).await?;
    Ok(id)
}

/// The institution that is represented employs the person today.
pub(super) fn check_employs(check: &mut Check, institution: Option<InstitutionId>, standing: &Standing) {
    if institution.is_some() && !standing.institution.as_ref().is_some_and(|there| there.employs) {
        check.fault("institutionId", REFERENCE);
    }
}

/// The institution has no more people in the edition than it may.
pub(super) fn keep_to_cap(edition: &edition::Model, standing: &Standing) -> Result<()> {
    match (edition.institution_cap, &standing.institution) {
        (Some(cap), Some(institution)) if institution.seated >= i64::from(cap) => {
            refuse(INSTITUTION_CAP_REACHED, "institutionId")
        }
        _ => Ok(()),
    }
}

/// Neither the person nor their institution takes part in more of the programme than they may.
pub(super) fn keep_to_limits(standing: &Standing) -> Result<()> {
    if !standing.limits.lets_person(standing.elsewhere) {
        return refuse(PROGRAMME_LIMIT_REACHED, "personId");
    }
    match &standing.institution {
        Some(there) if !standing.limits.lets_institution(there.across) => {
            refuse(PROGRAMME_LIMIT_REACHED, "institutionId")
        }
        _ => Ok(()),
    }
}

/// Takes a seat, or one of those that are reserved; refused where none of these is left. False: there is none.
async fn given(tx: &Tx, id: EditionId, reserved: bool) -> Result<bool> {
    if !reserved {
        return seats::take(tx, id).await;
    }
    if seats::take_reserved(tx, id).await? { Ok(true) } else { refuse(NO_RESERVED_SEAT, "reserved") }
}

/// What every new enrolment of a person says, but its key and its state.
pub(super) fn fresh(
    op: &Operation,
    edition: &edition::Model,
    person: &person::Model,
    standing: &Standing,
    institution_id: Option<InstitutionId>,
) -> enrolment::ActiveModel {
    let home = standing.institution.as_ref().and_then(|institution| institution.partner);
    enrolment::ActiveModel {
        edition_id: Set(edition.id),
        project_id: Set(edition.project_id),
        partner_id: Set(home.unwrap_or(edition.partner_id)),
        person_id: Set(person.id),
        institution_id: Set(institution_id),
        sort_key: Set(person.sort_key.clone()),
        needs_night: Set(false),
        requested_at: Set(op.now),
        ..Default::default()
    }
}

/// Inserts an enrolment, of which a person has one that is alive in an edition.
pub(super) async fn insert(tx: &Tx, row: enrolment::ActiveModel) -> Result<enrolment::Model> {
    match enrolment::Entity::insert(row).exec_with_returning(tx).await {
        Ok(enrolled) => Ok(enrolled),
        Err(error) => match error.sql_err() {
            Some(SqlErr::UniqueConstraintViolation(_)) => refuse(ALREADY_ENROLLED, "personId"),
            _ => Err(error.into()),
        },
    }
}

/// The enrolment by which a person waits.
async fn waiting_of(tx: &Tx, edition: &edition::Model, person: PersonId) -> Result<Option<enrolment::Model>> {
    let waits = enrolment::Entity::find()
        .filter(enrolment::Column::EditionId.eq(edition.id))
        .filter(enrolment::Column::PersonId.eq(person))
        .filter(enrolment::Column::State.eq(EnrolmentState::Waitlisted));
    Ok(door::locked(waits).one(tx).await?)
}

/// The person has received what informs of the use of their data, or does so now. Whoever enrols somebody else says that
/// they received it on paper.
pub(super) async fn informed(tx: &Tx, op: &Operation, edition: &edition::Model, new: &Enrol) -> Result<()> {
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
pub(super) fn looks_after(actor: &Actor, institution: &Place) -> bool {
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

/// Whether enrolment is over and staff enrol with a reason nevertheless; refused where nobody may be enrolled.
fn require_open(
    op: &Operation,
    edition: &edition::Model,
    standing: &Standing,
    staff_say_why: bool,
) -> Result<bool> {
    use EditionState::{EnrolmentClosed, EnrolmentOpen, Running};
    let is_open = edition.state == EnrolmentOpen && edition.takes_enrolments(op.now);
    let is_late =
        !is_open && staff_say_why && [EnrolmentOpen, EnrolmentClosed, Running].contains(&edition.state);
    if !is_open && !is_late {
        return refuse(ENROLMENT_CLOSED, "editionId");
    }
    if edition.attendance_locked_at.is_some() {
        return refuse(ATTENDANCE_LOCKED, "editionId");
    }
    if !standing.project_active {
        return refuse(PROJECT_NOT_ACTIVE, "editionId");
    }
    Ok(is_late)
}

/// The edition, locked. Where it is full as it stands nobody waits for those before them to be told so: it is read without a
/// lock then, and the enrolment is refused, for whatever reason comes first.
async fn to_enrol_in(tx: &Tx, op: &Operation, new: &Enrol) -> Result<(edition::Model, Held)> {
    let (edition, limited) = limits::glance(tx, op, new.edition_id).await?;
    if edition.is_full() && !new.reserved && new.reason.is_none() {
        return Ok((edition, Held { edition: false, programme: false }));
    }
    if limited {
        limits::hold(tx, new.edition_id).await?;
    }
    let edition = door::load::<edition::Entity>(tx, op, new.edition_id, "editionId").await?.seen();
    Ok((edition, Held { edition: true, programme: limited }))
}

/// What is locked while somebody is enrolled.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Held {
    edition: bool,
    programme: bool,
}

/// A seat where there is one, else a place on the waiting list.
fn state_of(
    edition: &edition::Model,
    case: Case,
    (by_staff, is_late, reserved): (bool, bool, bool),
) -> Result<EnrolmentState> {
    let seat = reserved || edition.free_seats() > 0;
    let step = if is_late { Step::Late { seat } } else { Step::Ask { by_staff, seat } };
    match admission::after(case, None, step) {
        Ok(state) => Ok(state),
        Err(Barred::Rejected) => refuse(ALREADY_REJECTED, "personId"),
        Err(Barred::Full) => refuse(EDITION_FULL, "editionId"),
        Err(Barred::Declined | Barred::State) => refuse(ALREADY_DECLINED, "personId"),
    }
}

/// Counts whoever comes. False: there is no place.
async fn seat_or_wait(tx: &Tx, id: EditionId, state: EnrolmentState, reserved: bool) -> Result<bool> {
    if state.holds_seat() { given(tx, id, reserved).await } else { seats::join_waiting(tx, id).await }
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
    answered(tx, op, (&edition, &enrolment), answer).await
}

/// Answers an offered seat by the code of the message that told of it: whoever holds it has read the person's mailbox.
///
/// # Errors
/// Refused: not found, wrong state (also when the offer has run out).
pub async fn answer_mailed_offer(
    tx: &Tx,
    op: &Operation,
    id: EnrolmentId,
    answer: AnswerOffer,
) -> Result<EnrolmentId> {
    let Some((edition, enrolment)) = enrolment_held(tx, id).await? else { return refuse(NOT_FOUND, "token") };
    answered(tx, op, (&edition, &enrolment), answer).await
}

async fn answered(
    tx: &Tx,
    op: &Operation,
    (edition, enrolment): (&edition::Model, &enrolment::Model),
    answer: AnswerOffer,
) -> Result<EnrolmentId> {
    if enrolment.offer_expires_at.is_some_and(|end| end <= op.now) {
        EnrolmentState::OfferExpired.must_be(&[EnrolmentState::Offered])?;
    }
    let to = match answer {
        AnswerOffer::Accept => stepped(edition, enrolment, Step::Accept)?,
        AnswerOffer::Decline => EnrolmentState::OfferDeclined,
    };
    change(tx, op, enrolment, to, deeds::ANSWER_OFFER).await?;
    Ok(enrolment.id)
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
/// Refused: not found, forbidden, enrolment closed.
pub async fn promote_waiting(tx: &Tx, op: &Operation, id: EditionId) -> Result<EditionId> {
    let edition = visible_edition(tx, op, id).await?.may(MANAGE_ENROLMENTS)?;
    // Beside free seats nobody would be told why people go on waiting.
    if edition.state != EditionState::EnrolmentOpen || !edition.takes_enrolments(op.now) {
        return refuse(ENROLMENT_CLOSED, "editionId");
    }
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
    changed(tx, op, enrolment, to, (what, None)).await?;
    if enrolment.state.holds_seat() && !to.holds_seat() {
        seats::give_back(tx, enrolment.edition_id).await?;
        seats::promote(tx, &op.as_system(), enrolment.edition_id).await?;
    }
    Ok(())
}

/// The same of an enrolment whose seat somebody else takes over, or that has been given one.
pub(super) async fn changed(
    tx: &Tx,
    op: &Operation,
    enrolment: &enrolment::Model,
    to: EnrolmentState,
    (what, reason): (audit::Deed, Option<&str>),
) -> Result<()> {
    enrolment.state.go(to)?;
    let row = enrolment::ActiveModel {
        id: Set(enrolment.id),
        state: Set(to),
        offer_expires_at: Set(None),
        ..Default::default()
    };
    door::save(tx, op, enrolment, row).await?;
    let mut line = audit::Line::new(what, enrolment.id).project(enrolment.project_id);
    if let Some(reason) = reason {
        line = line.reason(reason);
    }
    line.states(enrolment.state.code(), to.code()).write(tx, op).await?;
    // Whoever is erased is written to no more.
    if what != deeds::WITHDRAW {
        told::tell_state(tx, op, enrolment, to).await?;
    }
    if enrolment.state == EnrolmentState::Waitlisted && to != EnrolmentState::Offered {
        seats::leave_waiting(tx, enrolment.edition_id).await?;
    }
    Ok(())
}

//! A seat is handed over: somebody else comes instead.

use sea_orm::{ActiveValue::Set, ColumnTrait, Condition, EntityTrait, PaginatorTrait, QueryFilter};
use serde::Serialize;

use super::enrol::{
    Enrol, changed, check_employs, fresh, informed, insert, keep_to_cap, keep_to_limits, looks_after,
};
use super::visible_edition;
use crate::institutions::actions::living_person;
use crate::partnerships::refusals::PROJECT_NOT_ACTIVE;
use crate::shared::change::Change;
use crate::shared::door::{self, Placed};
use crate::shared::error::{Result, refuse};
use crate::shared::ids::{ClauseVersionId, EnrolmentId, InstitutionId, PersonId};
use crate::shared::input::{Check, NAME_MAX};
use crate::shared::operation::Operation;
use crate::shared::policy;
use crate::shared::read::within;
use crate::shared::refusals::REQUIRED;
use crate::shared::tx::Tx;
use crate::trainings::admission::{self, Case, Step};
use crate::trainings::refusals::{
    ALREADY_ENROLLED, ALREADY_REJECTED, ATTENDANCE_LOCKED, ATTENDANCE_RECORDED, ENROLMENT_CLOSED,
    NO_SEAT_HELD,
};
use crate::trainings::rights::MANAGE_ENROLMENTS;
use crate::trainings::standing::{Standing, represented};
use crate::trainings::{
    EditionState, EnrolmentState, attendance, deeds, edition, enrolment, sheet_line, sheet_signature, told,
};
use crate::{audit, created};

/// Who comes instead of whom.
#[derive(Clone, Debug, Serialize)]
pub struct HandOver {
    /// The enrolment that holds the seat.
    pub enrolment_id: EnrolmentId,
    /// Who takes it over.
    pub person_id: PersonId,
    /// The institution represented, where the person must work; where nothing is said, the one that employs them.
    pub institution_id: Change<InstitutionId>,
    /// Diet.
    pub needs_diet: Option<String>,
    /// Wants a night's lodging.
    pub needs_night: bool,
    /// Needs for access.
    pub needs_access: Option<String>,
    /// Versions of information clauses that the person received.
    pub clause_version_ids: Vec<ClauseVersionId>,
    /// Why; staff say so once enrolment is over.
    pub reason: Option<String>,
}

/// Hands a seat over to another person. Nobody who waits is passed over: the seat was never free. An institution does so for its
/// own people until the first day; staff until attendance is locked, as long as nothing was recorded of whoever held the seat.
///
/// # Errors
/// Refused: not found, forbidden, no seat held, enrolment closed, attendance recorded or locked, already enrolled, already
/// rejected, institution cap or limit of the programme reached, project not active, invalid, clause required.
pub async fn hand_over(tx: &Tx, op: &Operation, to: HandOver) -> Result<EnrolmentId> {
    let edition_id = door::see::<enrolment::Entity>(tx, op, to.enrolment_id, "enrolmentId").await?.edition_id;
    let edition = visible_edition(tx, op, edition_id).await?;
    let institution_id = represented(tx, to.person_id, (to.institution_id, op.today())).await?;
    let standing = Standing::of(tx, edition_id, to.person_id, (institution_id, op.today())).await?;
    let held = enrolment::Entity::find_by_id(to.enrolment_id).one(tx).await?;
    let before = held.as_ref().and_then(|held| held.institution_id);
    let edition = edition.may_if(|actor, edition| {
        let own = institution_id.is_some() && institution_id == before;
        policy::allows(actor, MANAGE_ENROLMENTS, &edition.place())
            || own && standing.institution.as_ref().is_some_and(|there| looks_after(actor, &there.place))
    })?;
    let person = living_person(tx, op, to.person_id, "personId").await?;
    let held = door::load::<enrolment::Entity>(tx, op, to.enrolment_id, "enrolmentId").await?.seen();
    let by_staff = policy::allows(&op.actor, MANAGE_ENROLMENTS, &edition.place());

    let new = Enrol {
        edition_id,
        person_id: to.person_id,
        institution_id: to.institution_id,
        needs_diet: to.needs_diet,
        needs_night: to.needs_night,
        needs_access: to.needs_access,
        clause_version_ids: to.clause_version_ids,
        reason: to.reason,
        reserved: false,
    };
    let mut check = Check::default();
    let needs_diet = check.opt_line("needsDiet", new.needs_diet.as_deref(), NAME_MAX);
    let needs_access = check.opt_line("needsAccess", new.needs_access.as_deref(), 500);
    let reason = check.opt_line("reason", new.reason.as_deref(), 1_000);
    check_employs(&mut check, institution_id, &standing);
    let is_open = edition.state == EditionState::EnrolmentOpen && edition.takes_enrolments(op.now);
    if by_staff && !is_open && reason.is_none() {
        check.fault("reason", REQUIRED);
    }
    check.done()?;
    may_pass_on(op, &edition, by_staff)?;
    if !standing.project_active {
        return refuse(PROJECT_NOT_ACTIVE, "enrolmentId");
    }
    if !matches!(held.state, EnrolmentState::Confirmed | EnrolmentState::PendingApproval) {
        return refuse(NO_SEAT_HELD, "enrolmentId");
    }
    if standing.live {
        return refuse(ALREADY_ENROLLED, "personId");
    }
    let attended = attendance::Entity::find()
        .filter(attendance::Column::EnrolmentId.eq(held.id))
        .filter(attendance::Column::Minutes.gt(0));
    if attended.count(tx).await? > 0 || has_signed(tx, held.id).await? {
        return refuse(ATTENDANCE_RECORDED, "enrolmentId");
    }
    if before != institution_id {
        keep_to_cap(&edition, &standing)?;
    }
    // The seat that is handed over is counted among those of its institution.
    keep_to_limits(&standing.clone().without(before))?;
    informed(tx, op, &edition, &new).await?;

    let case = Case { approval: edition.approval, rejected: standing.rejected, declined: standing.declined };
    let Ok(state) = admission::after(case, None, Step::TakeOver { by_staff }) else {
        return refuse(ALREADY_REJECTED, "personId");
    };
    let gone = if by_staff { EnrolmentState::CancelledByOrganiser } else { EnrolmentState::CancelledBySelf };
    // What was recorded of whoever does not come is that they were absent.
    attendance::Entity::delete_many().filter(attendance::Column::EnrolmentId.eq(held.id)).exec(tx).await?;
    // The seat stays taken.
    changed(tx, op, &held, gone, (deeds::HAND_OVER, reason.as_deref())).await?;
    let id = op.id();
    let row = enrolment::ActiveModel {
        id: Set(id),
        state: Set(state),
        breakout_group_id: Set(held.breakout_group_id),
        needs_diet: Set(needs_diet),
        needs_night: Set(new.needs_night),
        needs_access: Set(needs_access),
        ..fresh(op, &edition, &person, &standing, institution_id)
    };
    let enrolled = insert(tx, created!(op, row)).await?;
    told::tell_state(tx, op, &enrolled, state).await?;
    let line = audit::Line::new(deeds::HAND_OVER, id).project(edition.project_id);
    let line = line.detail(serde_json::json!({ "of": held.id })).into_state(state.code());
    line.write(tx, op).await?;
    Ok(id)
}

/// Whether somebody signed for a session.
async fn has_signed(tx: &Tx, id: EnrolmentId) -> Result<bool> {
    let theirs = Condition::all().add(sheet_line::Column::EnrolmentId.eq(id));
    let (of, line) = (sheet_signature::Column::LineId, sheet_line::Column::Id);
    let signed = sheet_signature::Entity::find()
        .filter(sheet_signature::Column::Signed.eq(true))
        .filter(within::<_, sheet_line::Entity>(of, line, theirs));
    Ok(signed.count(tx).await? > 0)
}

/// Whether seats of the edition may still be handed over.
fn may_pass_on(op: &Operation, edition: &edition::Model, by_staff: bool) -> Result<()> {
    use EditionState::{EnrolmentClosed, EnrolmentOpen, Running};
    if by_staff {
        edition.state.must_be(&[EnrolmentOpen, EnrolmentClosed, Running])?;
        return match edition.attendance_locked_at {
            Some(_) => refuse(ATTENDANCE_LOCKED, "enrolmentId"),
            None => Ok(()),
        };
    }
    edition.state.must_be(&[EnrolmentOpen, EnrolmentClosed])?;
    if edition.starts_on < op.today() { refuse(ENROLMENT_CLOSED, "enrolmentId") } else { Ok(()) }
}

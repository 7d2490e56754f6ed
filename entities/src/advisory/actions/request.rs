//! Requests for advice: asked, routed, handed over, taken from state to state.

use chrono::{DateTime, Utc};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
use serde::Serialize;

use super::{active_partner, place_of, required_reason};
use crate::advisory::AdvisoryRequestState as State;
use crate::advisory::refusals::NO_SESSION;
use crate::advisory::rights::{ADVISE, ASK_FOR_ADVICE, MANAGE_ADVISORY};
use crate::advisory::{
    AdvisoryTopic, advisory_request, advisory_session, deeds, routing, store, subregion_adviser,
};
use crate::institutions::{institution, person};
use crate::shared::door::{self, Placed as _, fresh};
use crate::shared::error::{Result, refuse};
use crate::shared::ids::{AdvisoryRequestId, InstitutionId, PartnerId, SubregionAdviserId};
use crate::shared::input::Check;
use crate::shared::operation::Operation;
use crate::shared::policy::{self, Place};
use crate::shared::refusals::{NOTHING_CHANGED, REFERENCE, REQUIRED};
use crate::shared::tx::Tx;
use crate::territory::store::subregion_of;
use crate::{audit, created};

/// A request to be made.
#[derive(Clone, Debug, Serialize)]
pub struct NewRequest {
    /// The partner that is asked: that of the institution's voivodeship.
    pub partner_id: PartnerId,
    /// Who asks.
    pub institution_id: InstitutionId,
    /// About what.
    pub topic: AdvisoryTopic,
    /// What is asked, in words.
    pub words: String,
}

/// Asks for advice. It goes to the adviser of the institution's subregion with the fewest open requests; where there is none,
/// it waits for staff.
///
/// # Errors
/// Refused: not found, forbidden, invalid, wrong state of the institution or the partner, project not active.
pub async fn ask_for_advice(tx: &Tx, op: &Operation, new: NewRequest) -> Result<AdvisoryRequestId> {
    let partner = active_partner(tx, op, new.partner_id).await?;
    let institution =
        door::see_steady::<institution::Entity>(tx, op, new.institution_id, "institutionId").await?;
    let place = Place { institution: Some(institution.id), ..place_of(&partner) };
    policy::require(&op.actor, ASK_FOR_ADVICE, &place)?;
    institution.state.must_live("institutionId")?;
    let mut check = Check::default();
    if partner.voivodeship_id != Some(institution.voivodeship_id) {
        check.fault("institutionId", REFERENCE);
    }
    let words = check.text("words", Some(&new.words));
    if words.is_none() {
        check.fault("words", REQUIRED);
    }
    check.done()?;

    let subregion = subregion_of(tx, institution.unit_id).await?;
    let adviser = match subregion {
        Some(subregion) => routing::route(&store::loads(tx, partner.id, subregion).await?),
        None => None,
    };
    let state = if adviser.is_some() { State::Assigned } else { State::Requested };
    let id = op.id();
    let row = advisory_request::ActiveModel {
        id: Set(id),
        project_id: Set(partner.project_id),
        partner_id: Set(partner.id),
        institution_id: Set(institution.id),
        subregion_id: Set(subregion),
        adviser_id: Set(adviser),
        topic: Set(new.topic),
        words: Set(words.unwrap_or_default()),
        state: Set(state),
        ..Default::default()
    };
    advisory_request::Entity::insert(created!(op, row)).exec_without_returning(tx).await?;
    let line = audit::Line::new(deeds::ASK, id).project(partner.project_id);
    line.into_state(state.code()).write(tx, op).await?;
    Ok(id)
}

/// A request goes to an adviser.
#[derive(Clone, Debug, Serialize)]
pub struct AssignRequest {
    /// The request.
    pub id: AdvisoryRequestId,
    /// The adviser's post.
    pub adviser_id: SubregionAdviserId,
    /// Why; required where it is handed over from another.
    pub reason: Option<String>,
    /// The version that the client saw.
    pub version: Option<i32>,
}

/// Assigns a request to an adviser of the same partner, or hands it over from another with a reason: by staff, or by the
/// adviser who has it. A time that was agreed stays.
///
/// # Errors
/// Refused: not found, forbidden, stale, wrong state, invalid, nothing changed.
pub async fn assign_request(tx: &Tx, op: &Operation, assign: AssignRequest) -> Result<AdvisoryRequestId> {
    // The post stands before the request in the order of locks.
    let post = door::see_steady::<subregion_adviser::Entity>(tx, op, assign.adviser_id, "subregionAdviserId")
        .await?;
    let request =
        door::load::<advisory_request::Entity>(tx, op, assign.id, "requestId").await?.may(ADVISE)?;
    fresh(assign.version, request.version)?;
    request.state.must_be(State::OPEN)?;
    let mut check = Check::default();
    let known = person::Entity::find_by_id(post.person_id).filter(store::known_people()).one(tx).await?;
    if post.partner_id != request.partner_id || post.ended_at.is_some() || known.is_none() {
        check.fault("subregionAdviserId", REFERENCE);
    }
    let reason = match request.adviser_id {
        Some(_) => required_reason(&mut check, assign.reason.as_deref()),
        None => check.opt_line("reason", assign.reason.as_deref(), 1_000),
    };
    check.done()?;
    if request.adviser_id == Some(post.person_id) {
        return refuse(NOTHING_CHANGED, "subregionAdviserId");
    }
    let to = if request.state == State::Requested { State::Assigned } else { request.state };
    let row = advisory_request::ActiveModel {
        adviser_id: Set(Some(post.person_id)),
        state: Set(to),
        reason: Set(reason.clone()),
        ..Default::default()
    };
    door::save(tx, op, &request, row).await?;
    let mut line = audit::Line::new(deeds::ASSIGN, request.id).project(request.project_id);
    line = line.states(request.state.code(), to.code());
    if let Some(reason) = &reason {
        line = line.reason(reason);
    }
    line.write(tx, op).await?;
    Ok(request.id)
}

/// A request goes to another state.
#[derive(Clone, Debug, Serialize)]
pub struct RequestStateChange {
    /// The request.
    pub id: AdvisoryRequestId,
    /// The state to go to.
    pub to: State,
    /// When the advice is to take place; required where a time is agreed.
    pub scheduled_at: Option<DateTime<Utc>>,
    /// Why; required to withdraw it and to call it off.
    pub reason: Option<String>,
    /// The version that the client saw.
    pub version: Option<i32>,
}

/// Takes a request to its next state: the adviser schedules, does and closes it, who asked withdraws it, staff call it off.
/// Done is what has a session.
///
/// # Errors
/// Refused: not found, forbidden, stale, wrong state, no session, invalid.
pub async fn change_request_state(
    tx: &Tx,
    op: &Operation,
    change: RequestStateChange,
) -> Result<AdvisoryRequestId> {
    let request = door::load::<advisory_request::Entity>(tx, op, change.id, "requestId").await?.seen();
    let right = match change.to {
        State::Withdrawn => ASK_FOR_ADVICE,
        State::Cancelled => MANAGE_ADVISORY,
        _ => ADVISE,
    };
    policy::require(&op.actor, right, &request.place())?;
    fresh(change.version, request.version)?;
    if change.to == State::Assigned {
        // Only an adviser makes it so.
        return Err(request.state.refusal(&[], "to").into());
    }
    request.state.go_at(change.to, "to")?;
    let mut check = Check::default();
    let reason = match change.to {
        State::Withdrawn | State::Cancelled => required_reason(&mut check, change.reason.as_deref()),
        _ => check.opt_line("reason", change.reason.as_deref(), 1_000),
    };
    if change.to == State::Scheduled && change.scheduled_at.is_none() {
        check.fault("scheduledAt", REQUIRED);
    }
    check.done()?;
    if change.to == State::Done {
        let held = advisory_session::Entity::find()
            .filter(advisory_session::Column::RequestId.eq(request.id))
            .filter(advisory_session::Column::Minutes.gt(0));
        if held.count(tx).await? == 0 {
            return refuse(NO_SESSION, "requestId");
        }
    }
    let mut row = advisory_request::ActiveModel { state: Set(change.to), ..Default::default() };
    if change.to == State::Scheduled {
        row.scheduled_at = Set(change.scheduled_at);
    }
    if reason.is_some() {
        row.reason = Set(reason.clone());
    }
    door::save(tx, op, &request, row).await?;
    let mut line = audit::Line::new(deeds::CHANGE_REQUEST_STATE, request.id)
        .project(request.project_id)
        .states(request.state.code(), change.to.code());
    if let Some(reason) = &reason {
        line = line.reason(reason);
    }
    line.write(tx, op).await?;
    Ok(request.id)
}

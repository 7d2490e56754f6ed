//! Offices agree: a partner is invited and answers, leaves or is removed; the lead is passed on to whoever agrees.
//!
//! The partner's own office speaks by the administrator of its voivodeship. The installation's administrator may speak for
//! it, with a reason. The project is locked before the partner, so steps of one project follow one another, and a project
//! never has two leads, nor none once it has one: the lead cannot go, it is only passed on.
//!
//! What follows for roles, and who hears of it, is `accounts/actions/partnership.rs`'s, which is the way here.

use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};
use serde::Serialize;

use super::visible_project;
use crate::audit;
use crate::partnerships::project_partner::{ActiveModel, Column, Entity, Model};
use crate::partnerships::refusals::{LEAD_NOT_OFFERED, LEAD_STAYS};
use crate::partnerships::rights::{DECIDE_PARTNERSHIP, MANAGE_PROJECT};
use crate::partnerships::store::lead_of;
use crate::partnerships::{PartnerRole, PartnerState, deeds, project};
use crate::shared::actor::{Actor, Scope};
use crate::shared::door::{self, Placed};
use crate::shared::error::{Error, Result, refuse};
use crate::shared::ids::{PartnerId, UnitId};
use crate::shared::input::Check;
use crate::shared::operation::Operation;
use crate::shared::policy::{self, Place};
use crate::shared::refusals::{REFERENCE, REQUIRED};
use crate::shared::tx::Tx;

/// An answer of a partner's office.
#[derive(Clone, Debug, Serialize)]
pub struct Answer {
    /// The partner.
    pub partner_id: PartnerId,
    /// Yes or no.
    pub accept: bool,
    /// Why; required of whoever answers for an office that is not their own.
    pub reason: Option<String>,
}

/// The end of a partnership.
#[derive(Clone, Debug, Serialize)]
pub struct EndPartnership {
    /// The partner.
    pub partner_id: PartnerId,
    /// Why.
    pub reason: String,
}

/// An offer of the lead.
#[derive(Clone, Debug, Serialize)]
pub struct OfferLead {
    /// The partner that is to take it.
    pub partner_id: PartnerId,
}

/// Answers an invitation into a project.
///
/// # Errors
/// Refused: not found, forbidden, wrong state, invalid (`reason`).
pub async fn answer_partnership(tx: &Tx, op: &Operation, answer: Answer) -> Result<Model> {
    let (project, partner) = both(tx, op, answer.partner_id).await?;
    policy::require(&op.actor, DECIDE_PARTNERSHIP, &partner.place())?;
    project.state.must_be_open()?;
    let to = if answer.accept { PartnerState::Accepted } else { PartnerState::Refused };
    partner.state.go(to)?;
    let reason = reason_of(op, &partner, answer.reason.as_deref())?;
    let at = if answer.accept {
        ActiveModel { accepted_at: Set(Some(op.now)), ..Default::default() }
    } else {
        ActiveModel { ended_at: Set(Some(op.now)), ..Default::default() }
    };
    go(tx, op, &partner, (deeds::ANSWER_PARTNERSHIP, to), reason, at).await
}

/// Leaves a project. What belongs to the partner stays its own.
///
/// # Errors
/// Refused: not found, forbidden, wrong state, invalid, the lead.
pub async fn leave_partnership(tx: &Tx, op: &Operation, end: EndPartnership) -> Result<Model> {
    let (project, partner) = both(tx, op, end.partner_id).await?;
    policy::require(&op.actor, DECIDE_PARTNERSHIP, &partner.place())?;
    let end = (deeds::LEAVE_PARTNERSHIP, PartnerState::Left, end.reason.as_str());
    ended(tx, op, (&project, &partner), end).await
}

/// Removes a partner from a project, or takes its invitation back. What belongs to the partner stays its own.
///
/// # Errors
/// Refused: not found, forbidden, wrong state, invalid, the lead.
pub async fn remove_partner(tx: &Tx, op: &Operation, end: EndPartnership) -> Result<Model> {
    let (project, partner) = both(tx, op, end.partner_id).await?;
    policy::require(&op.actor, MANAGE_PROJECT, &project.place())?;
    let end = (deeds::REMOVE_PARTNER, PartnerState::Removed, end.reason.as_str());
    ended(tx, op, (&project, &partner), end).await
}

async fn ended(
    tx: &Tx,
    op: &Operation,
    (project, partner): (&project::Model, &Model),
    (deed, to, reason): (audit::Deed, PartnerState, &str),
) -> Result<Model> {
    project.state.must_not_be_over()?;
    partner.state.go(to)?;
    if is_lead(partner) {
        return refuse(LEAD_STAYS, "partnerId");
    }
    let mut check = Check::default();
    let reason = check.text("reason", Some(reason));
    if reason.is_none() {
        check.fault("reason", REQUIRED);
    }
    check.done()?;
    let at = ActiveModel { ended_at: Set(Some(op.now)), lead_offered_at: Set(None), ..Default::default() };
    go(tx, op, partner, (deed, to), reason, at).await
}

/// Asks a partner to take the lead. An offer to another is taken back.
///
/// # Errors
/// Refused: not found, forbidden, wrong state, invalid (a partner without a voivodeship, the lead itself).
pub async fn offer_lead(tx: &Tx, op: &Operation, offer: OfferLead) -> Result<Model> {
    let (project, partner) = both(tx, op, offer.partner_id).await?;
    policy::require(&op.actor, MANAGE_PROJECT, &project.place())?;
    project.state.must_not_be_over()?;
    partner.must_take_part()?;
    let mut check = Check::default();
    if is_lead(&partner) || partner.voivodeship_id.is_none() {
        check.fault("partnerId", REFERENCE);
    }
    check.done()?;
    let before = Entity::find()
        .filter(Column::ProjectId.eq(project.id))
        .filter(Column::LeadOfferedAt.is_not_null())
        .filter(Column::Id.ne(partner.id));
    for other in door::locked(before).all(tx).await? {
        let row = ActiveModel { lead_offered_at: Set(None), ..Default::default() };
        door::save(tx, op, &other, row).await?;
    }
    let row = ActiveModel { lead_offered_at: Set(Some(op.now)), ..Default::default() };
    door::save(tx, op, &partner, row).await?;
    audit::Line::new(deeds::OFFER_LEAD, partner.id).project(project.id).write(tx, op).await?;
    Ok(partner)
}

/// What came of an offer of the lead.
#[derive(Clone, Debug)]
pub struct LeadAnswered {
    /// The partner that was asked, as it was read.
    pub partner: Model,
    /// The former lead, where the lead was passed on.
    pub former: Option<Model>,
}

/// Answers an offer of the lead: the partner becomes the lead and the lead a partner, in one step, or the offer is off. The
/// project's manager may take it back by a no.
///
/// # Errors
/// Refused: not found, forbidden, wrong state, invalid (`reason`), not offered.
pub async fn answer_lead(tx: &Tx, op: &Operation, answer: Answer) -> Result<LeadAnswered> {
    let (project, partner) = both(tx, op, answer.partner_id).await?;
    let takes_back = !answer.accept && policy::allows(&op.actor, MANAGE_PROJECT, &project.place());
    if !takes_back {
        policy::require(&op.actor, DECIDE_PARTNERSHIP, &partner.place())?;
    }
    project.state.must_not_be_over()?;
    if partner.lead_offered_at.is_none() {
        return refuse(LEAD_NOT_OFFERED, "partnerId");
    }
    partner.must_take_part()?;
    let reason = if takes_back {
        of_text(answer.reason.as_deref())?
    } else {
        reason_of(op, &partner, answer.reason.as_deref())?
    };
    let former = if answer.accept { lead_of(tx, project.id).await? } else { None };
    if let Some(lead) = &former {
        // The old lead first: the index never sees two.
        let row = ActiveModel { role: Set(PartnerRole::Partner), ..Default::default() };
        door::save(tx, op, lead, row).await?;
    }
    let mut row = ActiveModel { lead_offered_at: Set(None), ..Default::default() };
    if answer.accept {
        row.role = Set(PartnerRole::Lead);
    }
    door::save(tx, op, &partner, row).await?;
    let mut line = audit::Line::new(deeds::ANSWER_LEAD, partner.id).project(project.id);
    if let Some(reason) = &reason {
        line = line.reason(reason);
    }
    let former_id = former.as_ref().map(|lead| lead.id);
    line.detail(serde_json::json!({ "accepted": answer.accept, "former": former_id })).write(tx, op).await?;
    Ok(LeadAnswered { partner, former })
}

/// The project and the partner, locked in this order.
async fn both(tx: &Tx, op: &Operation, id: PartnerId) -> Result<(project::Model, Model)> {
    let seen = door::see::<Entity>(tx, op, id, "partnerId").await?;
    let project = visible_project(tx, op, seen.project_id, "partnerId").await;
    let project = match project {
        Ok(project) => project.seen(),
        // Of a draft the office sees its own row alone.
        Err(Error::Refused(_)) => door::hold::<project::Entity>(tx, seen.project_id)
            .await?
            .ok_or_else(|| Error::Fault(format!("partner {id} has no project")))?,
        Err(error) => return Err(error),
    };
    let partner = door::load::<Entity>(tx, op, id, "partnerId").await?.seen();
    Ok((project, partner))
}

fn is_lead(partner: &Model) -> bool {
    partner.role == PartnerRole::Lead && partner.state == PartnerState::Accepted
}

/// Whether the actor is an administrator of the office of a voivodeship, or the system.
pub(crate) fn speaks_for_office(actor: &Actor, office: Option<UnitId>) -> bool {
    let own = |scope| matches!(scope, Scope::Voivodeship(id) if Some(id) == office);
    let place = Place { voivodeship: office, ..Place::default() };
    matches!(actor, Actor::System)
        || policy::held(actor, DECIDE_PARTNERSHIP).any(|grant| own(grant.scope) && grant.covers(&place))
}

/// The reason, which whoever speaks for an office that is not their own must give.
fn reason_of(op: &Operation, partner: &Model, text: Option<&str>) -> Result<Option<String>> {
    let reason = of_text(text)?;
    let mut check = Check::default();
    if reason.is_none() && !speaks_for_office(&op.actor, partner.voivodeship_id) {
        check.fault("reason", REQUIRED);
    }
    check.done()?;
    Ok(reason)
}

fn of_text(text: Option<&str>) -> Result<Option<String>> {
    let mut check = Check::default();
    let reason = check.text("reason", text);
    check.done()?;
    Ok(reason)
}

async fn go(
    tx: &Tx,
    op: &Operation,
    partner: &Model,
    (deed, to): (audit::Deed, PartnerState),
    reason: Option<String>,
    change: ActiveModel,
) -> Result<Model> {
    let mut line = audit::Line::new(deed, partner.id).project(partner.project_id);
    if let Some(reason) = &reason {
        line = line.reason(reason);
    }
    line.states(partner.state.code(), to.code()).write(tx, op).await?;
    let row = ActiveModel { state: Set(to), reason: Set(reason), ..change };
    door::save(tx, op, partner, row).await?;
    Ok(partner.clone())
}

//! The way to a partnership and out of it: what `partnerships/actions/consent.rs` decides, what becomes of roles, and who
//! hears of it.
//!
//! A role at a partner rests while the partner does not take part (`accounts/actor.rs`). When the lead is passed on, roles
//! at the project end: whoever held one goes on with it at the former lead, which is a partner now. The office is written to
//! by its administrators, else by those of the installation; the project by its managers. Nobody is told of their own step.

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use super::role::{NewGrant, end_grant, insert_grant};
use crate::accounts::role_grant::{Column, Entity, Model as Grant};
use crate::accounts::roles::can_be_held;
use crate::accounts::scope::place_of;
use crate::accounts::{UserState, user};
use crate::mail::DeliveryKind;
use crate::mail::actions::{NewDelivery, Recipient, post};
use crate::partnerships::PartnerState;
use crate::partnerships::actions::{
    self as consent, Answer, EndPartnership, NewPartner, NewProject, OfferLead,
};
use crate::partnerships::project_partner::{Column as PartnerColumn, Entity as Partners, Model as Partner};
use crate::shared::actor::{Role, Scope, ScopeKind};
use crate::shared::door;
use crate::shared::error::{Result, found};
use crate::shared::ids::{PartnerId, ProjectId, UserId};
use crate::shared::live::{self, Event};
use crate::shared::operation::Operation;
use crate::shared::quota::{self, INVITATIONS_OF_ACCOUNT, INVITATIONS_OF_PROJECT, Use};
use crate::shared::tx::Tx;

/// Invites a partner and writes to its office.
///
/// # Errors
/// Refused as by [`consent::invite_partner`].
pub async fn invite_partner(tx: &Tx, op: &Operation, new: NewPartner) -> Result<PartnerId> {
    let id = consent::invite_partner(tx, op, new).await?;
    let partner = found(Partners::find_by_id(id).one(tx).await?, "projectId")?;
    tell_office(tx, op, &partner, DeliveryKind::PartnershipInvited).await?;
    let uses = [
        Use::of_account(&INVITATIONS_OF_ACCOUNT, op),
        Use::of_project(&INVITATIONS_OF_PROJECT, partner.project_id),
    ];
    quota::take(tx, op, uses).await?;
    Ok(id)
}

/// Creates a project; an office that was entered or invited as its lead by somebody else is written to.
///
/// # Errors
/// Refused as by [`consent::create_project`].
pub async fn create_project(tx: &Tx, op: &Operation, new: NewProject) -> Result<ProjectId> {
    let id = consent::create_project(tx, op, new).await?;
    for partner in Partners::find().filter(PartnerColumn::ProjectId.eq(id)).all(tx).await? {
        match partner.state {
            PartnerState::Invited => {
                tell_office(tx, op, &partner, DeliveryKind::PartnershipInvited).await?;
            }
            _ => tell_entered(tx, op, &partner).await?,
        }
    }
    Ok(id)
}

/// An office for which somebody else has agreed hears of it.
async fn tell_entered(tx: &Tx, op: &Operation, partner: &Partner) -> Result<()> {
    if consent::speaks_for_office(&op.actor, partner.voivodeship_id) {
        return Ok(());
    }
    tell_office(tx, op, partner, DeliveryKind::PartnershipEntered).await
}

/// Answers an invitation into a project; roles at the partner count from a yes on.
///
/// # Errors
/// Refused as by [`consent::answer_partnership`].
pub async fn answer_partnership(tx: &Tx, op: &Operation, answer: Answer) -> Result<PartnerId> {
    let accept = answer.accept;
    let kind = if accept { DeliveryKind::PartnershipAccepted } else { DeliveryKind::PartnershipRefused };
    let partner = consent::answer_partnership(tx, op, answer).await?;
    rights_change(tx, partner.id).await?;
    tell_managers(tx, op, &partner, kind).await?;
    if accept {
        tell_entered(tx, op, &partner).await?;
    }
    Ok(partner.id)
}

/// Leaves a project; roles at the partner rest.
///
/// # Errors
/// Refused as by [`consent::leave_partnership`].
pub async fn leave_partnership(tx: &Tx, op: &Operation, end: EndPartnership) -> Result<PartnerId> {
    let partner = consent::leave_partnership(tx, op, end).await?;
    rights_change(tx, partner.id).await?;
    tell_managers(tx, op, &partner, DeliveryKind::PartnershipLeft).await?;
    Ok(partner.id)
}

/// Removes a partner; roles at it rest.
///
/// # Errors
/// Refused as by [`consent::remove_partner`].
pub async fn remove_partner(tx: &Tx, op: &Operation, end: EndPartnership) -> Result<PartnerId> {
    let partner = consent::remove_partner(tx, op, end).await?;
    rights_change(tx, partner.id).await?;
    tell_office(tx, op, &partner, DeliveryKind::PartnershipRemoved).await?;
    Ok(partner.id)
}

/// Asks a partner to take the lead, and writes to its office.
///
/// # Errors
/// Refused as by [`consent::offer_lead`].
pub async fn offer_lead(tx: &Tx, op: &Operation, offer: OfferLead) -> Result<PartnerId> {
    let partner = consent::offer_lead(tx, op, offer).await?;
    tell_office(tx, op, &partner, DeliveryKind::LeadOffered).await?;
    Ok(partner.id)
}

/// Answers an offer of the lead.
///
/// # Errors
/// Refused as by [`consent::answer_lead`].
pub async fn answer_lead(tx: &Tx, op: &Operation, answer: Answer) -> Result<PartnerId> {
    let kind = if answer.accept { DeliveryKind::LeadPassed } else { DeliveryKind::LeadRefused };
    let answered = consent::answer_lead(tx, op, answer).await?;
    tell_managers(tx, op, &answered.partner, kind).await?;
    if let Some(former) = &answered.former {
        hand_over(tx, op, former).await?;
    }
    Ok(answered.partner.id)
}

/// Whoever held a role at the project holds it at the former lead from now on. The new lead's office appoints its own.
async fn hand_over(tx: &Tx, op: &Operation, former: &Partner) -> Result<()> {
    let (from, to) = (Scope::Project(former.project_id), Scope::Partner(former.id));
    let (left, entered) =
        (found(place_of(tx, from).await?, "partnerId")?, found(place_of(tx, to).await?, "partnerId")?);
    let already = held_at(tx, to).await?;
    for grant in held_at(tx, from).await? {
        end_grant(tx, op, &grant, from, &left).await?;
        let holds = already.iter().any(|other| other.user_id == grant.user_id && other.role == grant.role);
        if !holds && can_be_held(grant.role, ScopeKind::Partner) {
            let new = NewGrant {
                user_id: grant.user_id,
                role: grant.role,
                scope_kind: ScopeKind::Partner,
                scope_id: Some(former.id.0),
            };
            insert_grant(tx, op, &new, to, &entered).await?;
        }
    }
    Ok(())
}

/// Sockets of the partner's staff ask again what they may see.
async fn rights_change(tx: &Tx, id: PartnerId) -> Result<()> {
    for grant in held_at(tx, Scope::Partner(id)).await? {
        live::tell(tx, Event::Rights(grant.user_id));
    }
    Ok(())
}

/// Live grants at a scope, in one order for all.
async fn held_at(tx: &Tx, scope: Scope) -> Result<Vec<Grant>> {
    let (kind, id) = scope.parts();
    let at = Entity::find().filter(Column::ScopeKind.eq(kind)).filter(Column::RevokedAt.is_null());
    let at = match id {
        Some(id) => at.filter(Column::ScopeId.eq(id)),
        None => at.filter(Column::ScopeId.is_null()),
    };
    Ok(at.order_by_asc(Column::Id).all(tx).await?)
}

async fn tell_office(tx: &Tx, op: &Operation, partner: &Partner, kind: DeliveryKind) -> Result<()> {
    let of_office = match partner.voivodeship_id {
        Some(id) => held_at(tx, Scope::Voivodeship(id)).await?,
        None => vec![],
    };
    let mut who: Vec<Grant> = of_office.into_iter().filter(|grant| grant.role == Role::RopsAdmin).collect();
    if who.is_empty() {
        let all = held_at(tx, Scope::Installation).await?;
        who = all.into_iter().filter(|grant| grant.role == Role::SysAdmin).collect();
    }
    tell(tx, op, partner, (kind, who)).await
}

async fn tell_managers(tx: &Tx, op: &Operation, partner: &Partner, kind: DeliveryKind) -> Result<()> {
    let of_project = held_at(tx, Scope::Project(partner.project_id)).await?;
    let who = of_project.into_iter().filter(|grant| grant.role == Role::ProjectManager).collect();
    tell(tx, op, partner, (kind, who)).await
}

async fn tell(
    tx: &Tx,
    op: &Operation,
    partner: &Partner,
    (kind, who): (DeliveryKind, Vec<Grant>),
) -> Result<()> {
    // One event, of which each of them hears once.
    let artefact_id = op.chance.uuid(op.now);
    let ids = who.iter().map(|grant| grant.user_id).filter(|id| op.actor.user_id() != Some(*id));
    let ids: Vec<UserId> = ids.collect();
    if ids.is_empty() {
        return Ok(());
    }
    let users = user::Entity::find()
        .filter(user::Column::Id.is_in(ids))
        .filter(user::Column::State.eq(UserState::Active))
        .order_by_asc(user::Column::Id);
    // Nobody closes an account while it is written to.
    for user in door::steadied(users).all(tx).await? {
        let message = NewDelivery {
            kind,
            artefact_id,
            subject_id: None,
            to: Recipient::User(user.id),
            language: user.language,
            project_id: Some(partner.project_id),
            partner_id: Some(partner.id),
        };
        post(tx, op, message).await?;
    }
    Ok(())
}

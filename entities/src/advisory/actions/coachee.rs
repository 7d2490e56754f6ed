//! People are coached, and no more.

use sea_orm::{ActiveValue::Set, EntityTrait};
use serde::Serialize;

use super::engagement::GROUP_MAX;
use super::required_reason;
use crate::advisory::coaching_store::coachees;
use crate::advisory::refusals::{NO_COACHEE, ONE_COACHEE};
use crate::advisory::rights::MANAGE_COACHING;
use crate::advisory::{CoachingKind, CoachingState, coaching_engagement, coaching_member, deeds};
use crate::institutions::actions::living_person;
use crate::shared::door::{self, Placed as _, unique};
use crate::shared::error::{Result, found, refuse};
use crate::shared::ids::{CoachingEngagementId, CoachingMemberId, PersonId};
use crate::shared::input::Check;
use crate::shared::operation::Operation;
use crate::shared::policy;
use crate::shared::refusals::{NOTHING_CHANGED, REFERENCE, TOO_MANY};
use crate::shared::tx::Tx;
use crate::{audit, created};

/// Somebody who is to be coached.
#[derive(Clone, Debug, Serialize)]
pub struct NewCoachee {
    /// The coaching.
    pub engagement_id: CoachingEngagementId,
    /// The person.
    pub person_id: PersonId,
}

/// Adds a coachee: to a group, or to coaching of one person who left.
///
/// # Errors
/// Refused: not found, forbidden, wrong state, one coachee, too many, invalid, duplicate.
pub async fn add_coachee(tx: &Tx, op: &Operation, new: NewCoachee) -> Result<CoachingMemberId> {
    let known = door::see::<coaching_engagement::Entity>(tx, op, new.engagement_id, "engagementId").await?;
    policy::require(&op.actor, MANAGE_COACHING, &known.place())?;
    // People stand before coaching in the order of locks.
    let person = living_person(tx, op, new.person_id, "personId").await?;
    let engagement =
        door::load::<coaching_engagement::Entity>(tx, op, new.engagement_id, "engagementId").await?;
    let engagement = engagement.may(MANAGE_COACHING)?;
    engagement.state.must_be_at(CoachingState::OPEN, "engagementId")?;
    let mut check = Check::default();
    if person.id == engagement.coach_id {
        check.fault("personId", REFERENCE);
    }
    check.done()?;
    let many = coachees(tx, engagement.id).await?.len();
    match engagement.kind {
        CoachingKind::Individual if many > 0 => return refuse(ONE_COACHEE, "personId"),
        CoachingKind::Group if many >= GROUP_MAX => return refuse(TOO_MANY, "personId"),
        CoachingKind::Individual | CoachingKind::Group => {}
    }
    let id = op.id();
    let row = coaching_member::ActiveModel {
        id: Set(id),
        project_id: Set(engagement.project_id),
        partner_id: Set(engagement.partner_id),
        engagement_id: Set(engagement.id),
        person_id: Set(person.id),
        ..Default::default()
    };
    let insert = coaching_member::Entity::insert(created!(op, row));
    insert.exec_without_returning(tx).await.map_err(unique("personId"))?;
    audit::Line::new(deeds::ADD_COACHEE, id).project(engagement.project_id).write(tx, op).await?;
    Ok(id)
}

/// Somebody is coached no more.
#[derive(Clone, Debug, Serialize)]
pub struct RemoveCoachee {
    /// The coachee.
    pub id: CoachingMemberId,
    /// Why.
    pub reason: String,
}

/// Takes a coachee out, with a reason. Coaching that has begun keeps one: where the last leaves, it is ended instead.
///
/// # Errors
/// Refused: not found, forbidden, invalid, nothing changed, wrong state, no coachee left.
pub async fn remove_coachee(tx: &Tx, op: &Operation, old: RemoveCoachee) -> Result<CoachingMemberId> {
    let known = door::see::<coaching_member::Entity>(tx, op, old.id, "memberId").await?;
    let engagement = door::hold::<coaching_engagement::Entity>(tx, known.engagement_id).await?;
    let engagement = found(engagement, "memberId")?;
    let member = door::load::<coaching_member::Entity>(tx, op, old.id, "memberId").await?;
    let member = member.may_at(MANAGE_COACHING, &engagement.place())?;
    let mut check = Check::default();
    let reason = required_reason(&mut check, Some(&old.reason));
    check.done()?;
    if member.left_at.is_some() {
        return refuse(NOTHING_CHANGED, "memberId");
    }
    engagement.state.must_be_at(CoachingState::OPEN, "memberId")?;
    if engagement.state == CoachingState::Active && coachees(tx, engagement.id).await?.len() < 2 {
        return refuse(NO_COACHEE, "memberId");
    }
    let row = coaching_member::ActiveModel {
        left_at: Set(Some(op.now)),
        reason: Set(reason.clone()),
        ..Default::default()
    };
    door::save(tx, op, &member, row).await?;
    let line = audit::Line::new(deeds::REMOVE_COACHEE, member.id).project(engagement.project_id);
    line.reason(reason.as_deref().unwrap_or_default()).write(tx, op).await?;
    Ok(member.id)
}

//! Coaching is arranged, changed, taken from state to state.

use chrono::NaiveDate;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};
use serde::Serialize;

use super::booking::is_booked_ahead;
use super::{active_partner, place_of, required_reason};
use crate::advisory::coaching_store::{coachees, is_coach};
use crate::advisory::refusals::{BOOKED_AHEAD, NO_COACHEE, NOT_A_COACH, ONE_COACHEE};
use crate::advisory::rights::MANAGE_COACHING;
use crate::advisory::{
    AdvisoryTopic, CoachingKind, CoachingState, coaching_engagement, coaching_member, coaching_session, deeds,
};
use crate::institutions::actions::living_person;
use crate::partnerships::{project, project_partner};
use crate::shared::change::Change;
use crate::shared::door::{self, Placed as _, fresh};
use crate::shared::error::{Result, found, refuse};
use crate::shared::ids::{CoachingEngagementId, PartnerId, PersonId, SubregionId};
use crate::shared::input::{Check, NAME_MAX};
use crate::shared::operation::Operation;
use crate::shared::policy;
use crate::shared::refusals::{OUTSIDE_PERIOD, REFERENCE, TOO_MANY};
use crate::shared::tx::Tx;
use crate::shared::warsaw;
use crate::territory::subregion;
use crate::{audit, created};

/// Most people of a group.
pub(super) const GROUP_MAX: usize = 30;
/// The smallest and the largest budget, in minutes.
const BUDGET_MIN: i64 = 15;
const BUDGET_MAX: i64 = 60_000;

/// Coaching to be arranged.
#[derive(Clone, Debug, Serialize)]
pub struct NewEngagement {
    /// The partner that arranges it.
    pub partner_id: PartnerId,
    /// Of a person or a group.
    pub kind: CoachingKind,
    /// What it is called.
    pub title: String,
    /// About what.
    pub topic: AdvisoryTopic,
    /// The subregion to which its hours count.
    pub subregion_id: Option<SubregionId>,
    /// Who coaches.
    pub coach_id: PersonId,
    /// Who is coached.
    pub coachee_ids: Vec<PersonId>,
    /// Minutes that may be used.
    pub budget_min: i32,
    /// First day.
    pub starts_on: NaiveDate,
    /// Last day.
    pub ends_on: NaiveDate,
}

/// Arranges coaching by somebody who holds the role of a coach there.
///
/// # Errors
/// Refused: not found, forbidden, invalid, not a coach, one coachee, too many, wrong state of the partner, project not active.
pub async fn create_engagement(tx: &Tx, op: &Operation, new: NewEngagement) -> Result<CoachingEngagementId> {
    let partner = active_partner(tx, op, new.partner_id).await?;
    policy::require(&op.actor, MANAGE_COACHING, &place_of(&partner))?;
    let mut check = Check::default();
    subregion_of(tx, op, &partner, new.subregion_id, &mut check).await?;
    let title = check.line("title", &new.title, NAME_MAX);
    check.range("budgetMinutes", new.budget_min.into(), BUDGET_MIN..=BUDGET_MAX);
    period(tx, &partner, (new.starts_on, new.ends_on), &mut check).await?;
    match (new.kind, new.coachee_ids.len()) {
        (CoachingKind::Individual, 1) => {}
        (CoachingKind::Individual, _) => check.refuse(ONE_COACHEE, "coacheeIds"),
        (CoachingKind::Group, 0) => check.refuse(NO_COACHEE, "coacheeIds"),
        (CoachingKind::Group, many) if many > GROUP_MAX => check.refuse(TOO_MANY, "coacheeIds"),
        (CoachingKind::Group, _) => {}
    }
    let mut people = vec![(new.coach_id, "coachId".to_owned())];
    for (n, id) in new.coachee_ids.iter().enumerate() {
        if people.iter().any(|(known, _)| known == id) {
            check.fault(format!("coacheeIds[{n}]"), REFERENCE);
        }
        people.push((*id, format!("coacheeIds[{n}]")));
    }
    check.done()?;
    // Rows of one table are locked by their keys.
    people.sort();
    for (id, field) in people {
        living_person(tx, op, id, &field).await?;
    }
    if !is_coach(tx, op, new.coach_id, &partner).await? {
        return refuse(NOT_A_COACH, "coachId");
    }
    let id = op.id();
    let row = coaching_engagement::ActiveModel {
        id: Set(id),
        project_id: Set(partner.project_id),
        partner_id: Set(partner.id),
        kind: Set(new.kind),
        title: Set(title),
        topic: Set(new.topic),
        subregion_id: Set(new.subregion_id),
        coach_id: Set(new.coach_id),
        budget_min: Set(new.budget_min),
        used_min: Set(0),
        starts_on: Set(new.starts_on),
        ends_on: Set(new.ends_on),
        state: Set(CoachingState::Planned),
        ..Default::default()
    };
    coaching_engagement::Entity::insert(created!(op, row)).exec_without_returning(tx).await?;
    let rows = new.coachee_ids.iter().map(|person| {
        let row = coaching_member::ActiveModel {
            id: Set(op.id()),
            project_id: Set(partner.project_id),
            partner_id: Set(partner.id),
            engagement_id: Set(id),
            person_id: Set(*person),
            ..Default::default()
        };
        created!(op, row)
    });
    coaching_member::Entity::insert_many(rows).exec_without_returning(tx).await?;
    let line = audit::Line::new(deeds::CREATE_ENGAGEMENT, id).project(partner.project_id);
    line.into_state(CoachingState::Planned.code()).write(tx, op).await?;
    Ok(id)
}

/// What becomes different about coaching; what is not sent stays.
#[derive(Clone, Debug, Serialize)]
pub struct EngagementChange {
    /// The coaching.
    pub id: CoachingEngagementId,
    /// What it is called.
    pub title: Option<String>,
    /// About what.
    pub topic: Option<AdvisoryTopic>,
    /// The subregion to which its hours count.
    pub subregion_id: Change<SubregionId>,
    /// Who coaches from now on.
    pub coach_id: Option<PersonId>,
    /// Minutes that may be used.
    pub budget_min: Option<i32>,
    /// First day.
    pub starts_on: Option<NaiveDate>,
    /// Last day.
    pub ends_on: Option<NaiveDate>,
    /// The version that the client saw.
    pub version: Option<i32>,
}

/// Changes coaching that is not over. The budget does not fall below what was used. Sessions that were held stay with who held
/// them, and so do the notes about them.
///
/// # Errors
/// Refused: not found, forbidden, stale, wrong state, invalid, not a coach, booked ahead where the coach changes.
pub async fn update_engagement(
    tx: &Tx,
    op: &Operation,
    change: EngagementChange,
) -> Result<CoachingEngagementId> {
    let known = door::see::<coaching_engagement::Entity>(tx, op, change.id, "engagementId").await?;
    // People stand before coaching in the order of locks.
    if let Some(coach) = change.coach_id.filter(|coach| *coach != known.coach_id) {
        policy::require(&op.actor, MANAGE_COACHING, &known.place())?;
        living_person(tx, op, coach, "coachId").await?;
    }
    let engagement = door::load::<coaching_engagement::Entity>(tx, op, change.id, "engagementId").await?;
    let engagement = engagement.may(MANAGE_COACHING)?;
    fresh(change.version, engagement.version)?;
    engagement.state.must_be(CoachingState::OPEN)?;
    let partner = partner_of(tx, &engagement).await?;
    let mut check = Check::default();
    let mut row = coaching_engagement::ActiveModel::default();
    if let Some(title) = &change.title {
        row.title = Set(check.line("title", title, NAME_MAX));
    }
    if let Some(topic) = change.topic {
        row.topic = Set(topic);
    }
    if change.subregion_id.is_sent() {
        subregion_of(tx, op, &partner, change.subregion_id.sent(), &mut check).await?;
        row.subregion_id = Set(change.subregion_id.sent());
    }
    if let Some(budget) = change.budget_min {
        check.range(
            "budgetMinutes",
            budget.into(),
            Ord::max(BUDGET_MIN, engagement.used_min.into())..=BUDGET_MAX,
        );
        row.budget_min = Set(budget);
    }
    if change.starts_on.is_some() || change.ends_on.is_some() {
        let days =
            (change.starts_on.unwrap_or(engagement.starts_on), change.ends_on.unwrap_or(engagement.ends_on));
        period(tx, &partner, days, &mut check).await?;
        held_within(tx, &engagement, days, &mut check).await?;
        row.starts_on = Set(days.0);
        row.ends_on = Set(days.1);
    }
    if let Some(coach) = change.coach_id {
        let own = coachees(tx, engagement.id).await?.iter().any(|member| member.person_id == coach);
        if own {
            check.fault("coachId", REFERENCE);
        }
        row.coach_id = Set(coach);
    }
    check.done()?;
    if let Some(coach) = change.coach_id.filter(|coach| *coach != engagement.coach_id)
        && !is_coach(tx, op, coach, &partner).await?
    {
        return refuse(NOT_A_COACH, "coachId");
    }
    let other = change.coach_id.is_some_and(|coach| coach != engagement.coach_id);
    if other && is_booked_ahead(tx, op, engagement.id).await? {
        return refuse(BOOKED_AHEAD, "coachId");
    }
    door::save(tx, op, &engagement, row).await?;
    let line = audit::Line::new(deeds::UPDATE_ENGAGEMENT, engagement.id);
    line.project(engagement.project_id).write(tx, op).await?;
    Ok(engagement.id)
}

/// Coaching goes to another state.
#[derive(Clone, Debug, Serialize)]
pub struct EngagementStateChange {
    /// The coaching.
    pub id: CoachingEngagementId,
    /// The state to go to.
    pub to: CoachingState,
    /// Why; required to end it early and to open it again.
    pub reason: Option<String>,
    /// The version that the client saw.
    pub version: Option<i32>,
}

/// Begins coaching, which needs a coachee, completes it, ends it early, or opens it again.
///
/// # Errors
/// Refused: not found, forbidden, stale, wrong state, no coachee, booked ahead, invalid.
pub async fn change_engagement_state(
    tx: &Tx,
    op: &Operation,
    change: EngagementStateChange,
) -> Result<CoachingEngagementId> {
    let engagement = door::load::<coaching_engagement::Entity>(tx, op, change.id, "engagementId").await?;
    let engagement = engagement.may(MANAGE_COACHING)?;
    fresh(change.version, engagement.version)?;
    engagement.state.go_at(change.to, "to")?;
    let mut check = Check::default();
    let again = change.to == CoachingState::Active && engagement.state != CoachingState::Planned;
    let reason = if again || change.to == CoachingState::Ended {
        required_reason(&mut check, change.reason.as_deref())
    } else {
        check.opt_line("reason", change.reason.as_deref(), 1_000)
    };
    check.done()?;
    if change.to == CoachingState::Active && coachees(tx, engagement.id).await?.is_empty() {
        return refuse(NO_COACHEE, "engagementId");
    }
    if change.to != CoachingState::Active && is_booked_ahead(tx, op, engagement.id).await? {
        return refuse(BOOKED_AHEAD, "engagementId");
    }
    let mut row = coaching_engagement::ActiveModel { state: Set(change.to), ..Default::default() };
    if reason.is_some() {
        row.reason = Set(reason.clone());
    }
    door::save(tx, op, &engagement, row).await?;
    let mut line = audit::Line::new(deeds::CHANGE_ENGAGEMENT_STATE, engagement.id)
        .project(engagement.project_id)
        .states(engagement.state.code(), change.to.code());
    if let Some(reason) = &reason {
        line = line.reason(reason);
    }
    line.write(tx, op).await?;
    Ok(engagement.id)
}

/// The partner that arranges coaching.
pub(super) async fn partner_of(
    tx: &Tx,
    engagement: &coaching_engagement::Model,
) -> Result<project_partner::Model> {
    found(project_partner::Entity::find_by_id(engagement.partner_id).one(tx).await?, "engagementId")
}

/// A subregion of the partner's voivodeship.
async fn subregion_of(
    tx: &Tx,
    op: &Operation,
    partner: &project_partner::Model,
    id: Option<SubregionId>,
    check: &mut Check,
) -> Result<()> {
    let Some(id) = id else { return Ok(()) };
    let subregion = door::see::<subregion::Entity>(tx, op, id, "subregionId").await?;
    if partner.voivodeship_id != Some(subregion.voivodeship_id) {
        check.fault("subregionId", REFERENCE);
    }
    Ok(())
}

/// Days around all sessions that were held.
async fn held_within(
    tx: &Tx,
    engagement: &coaching_engagement::Model,
    (from, to): (NaiveDate, NaiveDate),
    check: &mut Check,
) -> Result<()> {
    use coaching_session::Column;
    let held = coaching_session::Entity::find()
        .filter(Column::EngagementId.eq(engagement.id))
        .filter(Column::RemovedAt.is_null());
    let days: Vec<NaiveDate> =
        held.all(tx).await?.iter().map(|session| warsaw::day(session.held_at)).collect();
    if days.iter().any(|day| *day < from) {
        check.fault("startsOn", OUTSIDE_PERIOD);
    }
    if days.iter().any(|day| *day > to) {
        check.fault("endsOn", OUTSIDE_PERIOD);
    }
    Ok(())
}

/// Days within those of the project.
async fn period(
    tx: &Tx,
    partner: &project_partner::Model,
    (from, to): (NaiveDate, NaiveDate),
    check: &mut Check,
) -> Result<()> {
    check.period(("startsOn", "endsOn"), from, to);
    let project = found(project::Entity::find_by_id(partner.project_id).one(tx).await?, "partnerId")?;
    for (field, day) in [("startsOn", from), ("endsOn", to)] {
        if day < project.starts_on || day > project.ends_on {
            check.fault(field, OUTSIDE_PERIOD);
        }
    }
    Ok(())
}

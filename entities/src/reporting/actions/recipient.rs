//! Who gets a scheduled report.
//!
//! A recipient is named by the login e-mail and must be able to see the report now; who cannot, and who does not
//! exist, are refused alike. Rights may end later, so whoever delivers asks again (hard rule 12).

use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
use serde::Serialize;

use super::visible_schedule;
use crate::accounts::UserState;
use crate::accounts::actor::actor_with_roles;
use crate::accounts::store::user_by_email;
use crate::audit;
use crate::reporting::rights::MANAGE_REPORTS;
use crate::reporting::{deeds, report_schedule, schedule_recipient};
use crate::shared::error::{Detail, Refusal, Result, found};
use crate::shared::ids::{ScheduleId, UserId};
use crate::shared::operation::Operation;
use crate::shared::read::Entity as _;
use crate::shared::refusals::TOO_MANY;
use crate::shared::tx::Tx;

/// Most recipients of one schedule.
const RECIPIENTS_MAX: u32 = 50;

/// A recipient to be added.
#[derive(Clone, Debug, Serialize)]
pub struct AddRecipient {
    /// The schedule.
    pub schedule_id: ScheduleId,
    /// Login e-mail of the user.
    pub email: String,
}

/// Adds a recipient. Adding one twice changes nothing.
///
/// # Errors
/// Refused: not found (the schedule, or a user who may see the report), forbidden, too many.
pub async fn add_recipient(tx: &Tx, op: &Operation, add: AddRecipient) -> Result<ScheduleId> {
    let schedule = visible_schedule(tx, op, add.schedule_id).await?.may(MANAGE_REPORTS)?;
    let user_id = found(reader(tx, op, &schedule, &add.email).await?, "email")?;
    let of_schedule = schedule_recipient::Column::ScheduleId.eq(schedule.id);
    if schedule_recipient::Entity::find().filter(of_schedule).count(tx).await? >= RECIPIENTS_MAX.into() {
        let limit = Detail::Limit(RECIPIENTS_MAX.into());
        return Err(Refusal::of(TOO_MANY, "email").with(limit).into());
    }
    let row = schedule_recipient::ActiveModel {
        id: Set(op.id()),
        schedule_id: Set(schedule.id),
        user_id: Set(user_id),
        created_at: Set(op.now),
        created_by: op.by(),
    };
    let once = [schedule_recipient::Column::ScheduleId, schedule_recipient::Column::UserId];
    let added = schedule_recipient::Entity::insert(row)
        .on_conflict(OnConflict::columns(once).do_nothing().to_owned())
        .exec_without_returning(tx)
        .await?;
    if added == 1 {
        let line = audit::Line::new(deeds::ADD_RECIPIENT, schedule.id).project(schedule.project_id);
        line.detail(serde_json::json!({ "user": user_id })).write(tx, op).await?;
    }
    Ok(schedule.id)
}

/// The active user of an e-mail, if they may see the schedule.
async fn reader(
    tx: &Tx,
    op: &Operation,
    schedule: &report_schedule::Model,
    email: &str,
) -> Result<Option<UserId>> {
    let user = user_by_email(tx, email).await?;
    let Some(user) = user.filter(|user| user.state == UserState::Active) else { return Ok(None) };
    let actor = actor_with_roles(tx, (user.id, user.person_id), op.today()).await?;
    let seen = report_schedule::Entity::visible_to(&actor);
    let seen = report_schedule::Entity::find_by_id(schedule.id).filter(seen).one(tx).await?;
    Ok(seen.map(|_| user.id))
}

/// A recipient to be removed.
#[derive(Clone, Debug, Serialize)]
pub struct RemoveRecipient {
    /// The schedule.
    pub schedule_id: ScheduleId,
    /// Login e-mail of the user.
    pub email: String,
}

/// Removes a recipient. Removing somebody who is none changes nothing.
///
/// # Errors
/// Refused: not found, forbidden.
pub async fn remove_recipient(tx: &Tx, op: &Operation, remove: RemoveRecipient) -> Result<ScheduleId> {
    let schedule = visible_schedule(tx, op, remove.schedule_id).await?.may(MANAGE_REPORTS)?;
    let user = user_by_email(tx, &remove.email).await?;
    let Some(user) = user else { return Ok(schedule.id) };
    let removed = schedule_recipient::Entity::delete_many()
        .filter(schedule_recipient::Column::ScheduleId.eq(schedule.id))
        .filter(schedule_recipient::Column::UserId.eq(user.id))
        .exec(tx)
        .await?;
    if removed.rows_affected == 1 {
        let line = audit::Line::new(deeds::REMOVE_RECIPIENT, schedule.id).project(schedule.project_id);
        line.detail(serde_json::json!({ "user": user.id })).write(tx, op).await?;
    }
    Ok(schedule.id)
}

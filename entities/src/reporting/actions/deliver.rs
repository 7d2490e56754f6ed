//! From stored artefacts to recipients. Rights are asked again when each message leaves (hard rule 12), so nothing is
//! decided here but who is meant.

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use super::progress::go;
use crate::accounts::user;
use crate::mail::actions::{NewDelivery, Recipient, post};
use crate::mail::store::states_of;
use crate::mail::{DeliveryKind, DeliveryState};
use crate::reporting::{RunState, report_run, schedule_recipient};
use crate::shared::door;
use crate::shared::error::Result;
use crate::shared::ids::RunId;
use crate::shared::operation::Operation;
use crate::shared::tx::Tx;

/// Posts a message to each recipient of the schedule that asked for the run.
pub(super) async fn post_to_recipients(tx: &Tx, op: &Operation, id: RunId) -> Result<()> {
    let Some(run) = report_run::Entity::find_by_id(id).one(tx).await? else { return Ok(()) };
    let Some(schedule) = run.schedule_id else { return Ok(()) };
    let recipients = schedule_recipient::Entity::find()
        .filter(schedule_recipient::Column::ScheduleId.eq(schedule))
        .order_by_asc(schedule_recipient::Column::Id)
        .all(tx)
        .await?;
    for recipient in recipients {
        let Some(user) = user::Entity::find_by_id(recipient.user_id).one(tx).await? else { continue };
        let message = NewDelivery {
            kind: DeliveryKind::ReportReady,
            artefact_id: id.0,
            subject_id: None,
            to: Recipient::User(user.id),
            language: user.language,
            project_id: Some(run.project_id),
            partner_id: Some(run.partner_id),
        };
        post(tx, op, message).await?;
    }
    Ok(())
}

/// A delivery of a run was settled. Once nothing is on its way any more and everybody who may have it has it, the
/// run is delivered. A delivery that failed keeps it from that until it is sent after all.
///
/// # Errors
/// The database failed.
pub async fn note_settled(tx: &Tx, op: &Operation, id: RunId) -> Result<()> {
    // Locked first: of two that settle at once the second sees both.
    door::hold::<report_run::Entity>(tx, id).await?;
    let states = states_of(tx, id.0).await?;
    let over = |state: &DeliveryState| matches!(state, DeliveryState::Sent | DeliveryState::LeftOut);
    if states.iter().all(over) && states.contains(&DeliveryState::Sent) {
        go(tx, op, id, RunState::Delivered, None).await?;
    }
    Ok(())
}

//! The walk of an edition through its states. Each looks at the calendar, and each has a way back as long as nothing rests on it.

use sea_orm::{ActiveValue::Set, ColumnTrait, Condition, EntityTrait, PaginatorTrait, QueryFilter};
use serde::Serialize;

use super::attendance::refuse_while_it_lasts;
use super::visible_edition;
use crate::audit;
use crate::partnerships::refusals::PROJECT_NOT_ACTIVE;
use crate::partnerships::{ProjectState, project};
use crate::shared::door;
use crate::shared::error::{Result, refuse};
use crate::shared::ids::EditionId;
use crate::shared::input::Check;
use crate::shared::live::{self, Event};
use crate::shared::operation::Operation;
use crate::shared::read::within;
use crate::shared::refusals::{REQUIRED, STALE_VERSION};
use crate::shared::tx::Tx;
use crate::trainings::refusals::{ATTENDANCE_NOT_LOCKED, ATTENDANCE_RECORDED, ENROLMENT_OVER, NOT_BEGUN};
use crate::trainings::rights::MANAGE_TRAININGS;
use crate::trainings::{
    EditionState, asked, attendance, deeds, edition, seats, session, sheet_signature, store,
};

/// A change of an edition's state.
#[derive(Clone, Debug, Serialize)]
pub struct ChangeEditionState {
    /// The edition.
    pub edition_id: EditionId,
    /// The state to go to.
    pub to: EditionState,
    /// Why; required to call an edition off and to take back that it has begun.
    pub reason: Option<String>,
    /// The version the client saw.
    pub version: Option<i32>,
}

/// Takes an edition to its next state. Completing needs the end of the last session and the attendance lock, and
/// settles every participant as completed, not completed or no-show; calling off cancels every enrolment. Enrolment that was
/// closed is opened again where its last day has not passed, and an edition that was begun by mistake is taken back as long as
/// nothing was recorded.
///
/// # Errors
/// Refused: not found, forbidden, stale, wrong state, project not active, attendance not locked, attendance recorded, enrolment
/// over, not begun yet, invalid.
pub async fn change_edition_state(tx: &Tx, op: &Operation, change: ChangeEditionState) -> Result<EditionId> {
    let edition = visible_edition(tx, op, change.edition_id).await?.may(MANAGE_TRAININGS)?;
    if change.version.is_some_and(|version| version != edition.version) {
        return refuse(STALE_VERSION, "version");
    }
    edition.state.go(change.to)?;
    let mut check = Check::default();
    let reason = check.opt_line("reason", change.reason.as_deref(), 1_000);
    match change.to {
        EditionState::EnrolmentOpen => {
            let project = project::Entity::find_by_id(edition.project_id).one(tx).await?;
            if project.is_none_or(|project| project.state != ProjectState::Active) {
                check.refuse(PROJECT_NOT_ACTIVE, "editionId");
            }
            let today = op.today();
            if edition.ends_on < today || edition.closes_on().is_some_and(|day| day < today) {
                check.refuse(ENROLMENT_OVER, "to");
            }
        }
        EditionState::Running if op.today() < edition.starts_on => check.refuse(NOT_BEGUN, "to"),
        EditionState::EnrolmentClosed if edition.state == EditionState::Running => {
            if reason.is_none() {
                check.fault("reason", REQUIRED);
            }
            if is_recorded(tx, edition.id).await? {
                check.refuse(ATTENDANCE_RECORDED, "to");
            }
        }
        EditionState::Completed if edition.attendance_locked_at.is_none() => {
            check.refuse(ATTENDANCE_NOT_LOCKED, "editionId");
        }
        EditionState::Cancelled if reason.is_none() => check.fault("reason", REQUIRED),
        _ => {}
    }
    check.done()?;
    if change.to == EditionState::Completed {
        refuse_while_it_lasts(tx, op, edition.id).await?;
    }

    let row = edition::ActiveModel { id: Set(edition.id), state: Set(change.to), ..Default::default() };
    door::save(tx, op, &edition, row).await?;
    match change.to {
        EditionState::Completed => {
            store::settle_participants(tx, op, &edition).await?;
            asked::ask(tx, op, edition.id).await?;
        }
        EditionState::Cancelled => store::cancel_all(tx, op, edition.id).await?,
        EditionState::EnrolmentOpen => {
            seats::promote(tx, &op.as_system(), edition.id).await?;
        }
        _ => {}
    }
    let mut line = audit::Line::new(deeds::CHANGE_EDITION_STATE, edition.id)
        .project(edition.project_id)
        .states(edition.state.code(), change.to.code());
    if let Some(reason) = &reason {
        line = line.reason(reason);
    }
    line.write(tx, op).await?;
    live::tell(tx, Event::Seats(edition.id));
    Ok(edition.id)
}

/// Whether attendance of any session was recorded, or signatures.
async fn is_recorded(tx: &Tx, id: EditionId) -> Result<bool> {
    let sessions = Condition::all().add(session::Column::EditionId.eq(id));
    let signed = sheet_signature::Entity::find().filter(within::<_, session::Entity>(
        sheet_signature::Column::SessionId,
        session::Column::Id,
        sessions.clone(),
    ));
    let recorded = attendance::Entity::find().filter(within::<_, session::Entity>(
        attendance::Column::SessionId,
        session::Column::Id,
        sessions,
    ));
    Ok(recorded.count(tx).await? > 0 || signed.count(tx).await? > 0)
}

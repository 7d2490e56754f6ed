//! A person leaves everything that has not taken place yet, because their data are erased.

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::enrol::change;
use crate::shared::call::Call;
use crate::shared::error::Result;
use crate::shared::ids::PersonId;
use crate::shared::tx::Tx;
use crate::trainings::EnrolmentState::{
    CancelledByOrganiser, Confirmed, Offered, PendingApproval, Rejected, Requested, Waitlisted,
};
use crate::trainings::{EditionState, deeds, edition, enrolment};

/// Cancels the person's enrolments in editions that have not begun, and gives up every place they wait for. Seats go
/// to whoever waits. Where somebody takes part already, what is known of it stays. Answers how many were cancelled.
///
/// # Errors
/// The database failed.
pub async fn withdraw(tx: &Tx, call: &Call, person: PersonId) -> Result<u32> {
    let live = [Requested, PendingApproval, Confirmed, Waitlisted, Offered];
    let enrolments = enrolment::Entity::find()
        .filter(enrolment::Column::PersonId.eq(person))
        .filter(enrolment::Column::State.is_in(live))
        .order_by_asc(enrolment::Column::EditionId)
        .all(tx)
        .await?;
    let mut cancelled = 0;
    for enrolment in enrolments {
        let edition = edition::Entity::find_by_id(enrolment.edition_id).lock_exclusive().one(tx).await?;
        let begun = edition.is_some_and(|edition| has_begun(edition.state));
        if begun && enrolment.state == Confirmed {
            continue;
        }
        let to = if enrolment.state == Requested { Rejected } else { CancelledByOrganiser };
        change(tx, call, &enrolment, to, deeds::WITHDRAW).await?;
        cancelled += 1;
    }
    Ok(cancelled)
}

/// Whether people take part in it now or took part.
pub const fn has_begun(state: EditionState) -> bool {
    matches!(state, EditionState::Running | EditionState::Completed | EditionState::Settled)
}

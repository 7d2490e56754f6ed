//! A person leaves everything that has not taken place yet, because their data are erased.

use chrono::{DateTime, Utc};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use super::enrol::change;
use super::enrolment_held;
use crate::shared::door;
use crate::shared::error::Result;
use crate::shared::ids::{EditionId, PersonId};
use crate::shared::operation::Operation;
use crate::shared::tx::Tx;
use crate::trainings::EnrolmentState::{
    CancelledByOrganiser, Confirmed, Offered, PendingApproval, Rejected, Requested, Waitlisted,
};
use crate::trainings::{EditionState, EnrolmentState, deeds, edition, enrolment, limits, trainer_assignment};

/// States of enrolments from which one can withdraw.
const LIVE: [EnrolmentState; 5] = [Requested, PendingApproval, Confirmed, Waitlisted, Offered];

/// Cancels the person's enrolments in editions that have not begun, and gives up every place they wait for. Seats go
/// to whoever waits. Where somebody takes part already, what is known of it stays, unless they were enrolled when they had
/// been erased: that is nobody's. Answers how many were cancelled.
///
/// `held` are the editions that were locked before the person was. Where they were enrolled in another one meanwhile, the
/// transaction begins anew: its edition cannot be locked any more.
///
/// # Errors
/// The database failed.
pub async fn withdraw(
    tx: &Tx,
    op: &Operation,
    (person, erased_at): (PersonId, Option<DateTime<Utc>>),
    held: &[EditionId],
) -> Result<u64> {
    let mut cancelled = 0;
    let live = live_of(tx, &[person]).await?;
    if live.iter().any(|enrolment| !held.contains(&enrolment.edition_id)) {
        return Err(door::anew());
    }
    for enrolment in live {
        // As it is now that nobody else changes it.
        let Some((edition, enrolment)) = enrolment_held(tx, enrolment.id).await? else { continue };
        let takes_part = has_begun(edition.state) && enrolment.state == Confirmed;
        let is_nobodys = erased_at.is_some_and(|at| enrolment.created_at >= at);
        if !LIVE.contains(&enrolment.state) || takes_part && !is_nobodys {
            continue;
        }
        let to = if enrolment.state == Requested { Rejected } else { CancelledByOrganiser };
        change(tx, op, &enrolment, to, deeds::WITHDRAW).await?;
        cancelled += 1;
    }
    Ok(cancelled)
}

/// Takes away what was assigned to a person who had been erased: they train nowhere. Answers how many assignments there were.
///
/// # Errors
/// The database failed.
pub async fn unassign(tx: &Tx, person: PersonId, erased_at: DateTime<Utc>) -> Result<u64> {
    let gone = trainer_assignment::Entity::delete_many()
        .filter(trainer_assignment::Column::PersonId.eq(person))
        .filter(trainer_assignment::Column::CreatedAt.gte(erased_at));
    Ok(gone.exec(tx).await?.rows_affected)
}

/// Locks and answers the editions in which people have a live enrolment, before the people are locked: whoever enrols somebody holds
/// the edition first, too.
///
/// # Errors
/// The database failed.
pub async fn hold_editions_of(tx: &Tx, people: &[PersonId]) -> Result<Vec<EditionId>> {
    let editions: Vec<EditionId> = live_of(tx, people).await?.iter().map(|row| row.edition_id).collect();
    limits::hold_all(tx, &editions).await?;
    let rows = edition::Entity::find()
        .filter(edition::Column::Id.is_in(editions.iter().copied()))
        .order_by_asc(edition::Column::Id);
    door::locked(rows).all(tx).await?;
    Ok(editions)
}

/// Live enrolments of people, by their editions.
async fn live_of(tx: &Tx, people: &[PersonId]) -> Result<Vec<enrolment::Model>> {
    Ok(enrolment::Entity::find()
        .filter(enrolment::Column::PersonId.is_in(people.iter().copied()))
        .filter(enrolment::Column::State.is_in(LIVE))
        .order_by_asc(enrolment::Column::EditionId)
        .all(tx)
        .await?)
}

/// Whether people take part in it now or took part.
pub const fn has_begun(state: EditionState) -> bool {
    matches!(state, EditionState::Running | EditionState::Completed | EditionState::Settled)
}

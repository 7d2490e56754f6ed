//! Two records of one person become one: what they are enrolled in.
//!
//! In one edition a person is once. Where both records are, the one that has come further stays, of two alike that of the record
//! which is kept; the other is cancelled, and its seat goes to whoever waits. Where both took part, or minutes would be lost,
//! somebody has to look first.

use std::collections::BTreeMap;

use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder};

use super::enrol::change;
use super::enrolment_held;
use crate::institutions::person;
use crate::shared::door;
use crate::shared::error::{Result, refuse};
use crate::shared::ids::{EditionId, PersonId};
use crate::shared::operation::Operation;
use crate::shared::refusals::JOIN_CONFLICT;
use crate::shared::tx::Tx;
use crate::trainings::EnrolmentState::{
    CancelledByOrganiser, Completed, Confirmed, NoShow, NotCompleted, Offered, PendingApproval, Rejected,
    Requested, Waitlisted,
};
use crate::trainings::enrolment::{Column, Entity, Model};
use crate::trainings::{EnrolmentState, attendance, deeds};

/// How far an enrolment has come; none for one that is over and in nobody's way.
const fn far(state: EnrolmentState) -> Option<u8> {
    match state {
        Completed | NotCompleted | NoShow => Some(5),
        Confirmed => Some(4),
        PendingApproval => Some(3),
        Offered => Some(2),
        Waitlisted => Some(1),
        Requested => Some(0),
        _ => None,
    }
}

/// Hands the enrolments of `from` over to `to`. `held` are the editions that were locked before the people were.
///
/// # Errors
/// Refused: join conflict. The database failed.
pub async fn join_enrolments(
    tx: &Tx,
    op: &Operation,
    (to, from): (&person::Model, PersonId),
    held: &[EditionId],
) -> Result<()> {
    let all =
        Entity::find().filter(Column::PersonId.is_in([to.id, from])).order_by_asc(Column::Id).all(tx).await?;
    let mut of: BTreeMap<EditionId, Vec<Model>> = BTreeMap::new();
    for row in all.into_iter().filter(|row| far(row.state).is_some()) {
        of.entry(row.edition_id).or_default().push(row);
    }
    for (edition, rows) in of {
        let [one, other] = rows.as_slice() else { continue };
        let (ours, theirs) = if one.person_id == to.id { (one, other) } else { (other, one) };
        let goes = if far(theirs.state) > far(ours.state) { ours } else { theirs };
        let minutes = attendance::Entity::find().filter(attendance::Column::EnrolmentId.eq(goes.id));
        if far(goes.state) == Some(5) || minutes.count(tx).await? > 0 {
            return refuse(JOIN_CONFLICT, "mergeId");
        }
        if !held.contains(&edition) {
            return Err(door::anew());
        }
        let Some((_, enrolment)) = enrolment_held(tx, goes.id).await? else { continue };
        if enrolment.state != goes.state {
            return Err(door::anew());
        }
        let to = if enrolment.state == Requested { Rejected } else { CancelledByOrganiser };
        change(tx, op, &enrolment, to, deeds::WITHDRAW).await?;
    }
    // Lists are ordered by the name that stays.
    Entity::update_many()
        .col_expr(Column::SortKey, Expr::value(to.sort_key.clone()))
        .filter(Column::PersonId.eq(from))
        .exec(tx)
        .await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_is_alive_in_an_edition_has_a_place_in_the_order_and_what_is_over_has_none() {
        for state in EnrolmentState::ALL.iter().copied() {
            assert_eq!(
                far(state).is_some(),
                state.holds_seat() || state.takes_part() || far(state).is_some_and(|n| n < 2)
            );
        }
        assert!(far(Completed) > far(Confirmed) && far(Confirmed) > far(Waitlisted));
    }
}

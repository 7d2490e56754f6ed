//! How often one takes part in what a programme offers: limits that hold across its editions, so a cycle of workshops reaches
//! many people. Whoever changes seats of an edition holds its programme first, where it has limits.
//!
//! # Source
//! `trainings` in the domain's description: cycles of workshops. Hard rule 1.

use std::collections::HashMap;

use sea_orm::sea_query::{Expr, ExprTrait, Query, SelectStatement};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, FromQueryResult, QueryFilter, QueryOrder,
    QuerySelect, QueryTrait,
};

use super::{EnrolmentState, edition, enrolment, training_programme};
use crate::shared::door;
use crate::shared::error::{Result, found};
use crate::shared::ids::{EditionId, InstitutionId, ProgrammeId};
use crate::shared::operation::Operation;
use crate::shared::read::{Entity as _, within};
use crate::shared::tx::Tx;

/// States of an enrolment that count: a seat that is held, or was made use of.
pub(super) const COUNTED: [EnrolmentState; 5] = [
    EnrolmentState::PendingApproval,
    EnrolmentState::Offered,
    EnrolmentState::Confirmed,
    EnrolmentState::Completed,
    EnrolmentState::NotCompleted,
];

/// What a programme allows across its editions; none for no limit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Limits {
    /// Editions of one person.
    pub editions_per_person: Option<i32>,
    /// Seats of one institution.
    pub institution_cap: Option<i32>,
}

impl Limits {
    /// Those of a programme.
    pub(super) const fn of(programme: &training_programme::Model) -> Self {
        Self {
            editions_per_person: programme.editions_per_person,
            institution_cap: programme.institution_cap,
        }
    }

    /// Whether a person with so many counted enrolments in other editions may have one more.
    pub(super) fn lets_person(self, elsewhere: i64) -> bool {
        self.editions_per_person.is_none_or(|most| elsewhere < i64::from(most))
    }

    /// Whether an institution with so many counted enrolments may have one more.
    pub(super) fn lets_institution(self, counted: i64) -> bool {
        self.institution_cap.is_none_or(|most| counted < i64::from(most))
    }
}

/// Locks the programme of an edition where it has limits, before the edition is.
pub(super) async fn hold(tx: &Tx, id: EditionId) -> Result<()> {
    hold_all(tx, &[id]).await
}

/// An edition as the actor sees it, not locked, and whether its programme has limits.
///
/// # Errors
/// `NOT_FOUND`; the database failed.
pub(super) async fn glance(tx: &Tx, op: &Operation, id: EditionId) -> Result<(edition::Model, bool)> {
    let limited = training_programme::Entity::find()
        .filter(is_limited())
        .filter(training_programme::Column::Id.into_expr().eq(edition::Column::ProgrammeId.into_expr()));
    let row = edition::Entity::find()
        .expr_as(Expr::exists(limited.into_query()), "limited")
        .filter(edition::Column::Id.eq(id))
        .filter(edition::Entity::visible_to(&op.actor))
        .into_model::<Glance>();
    let glance = found(row.one(tx).await?, "editionId")?;
    Ok((glance.edition, glance.limited))
}

#[derive(FromQueryResult)]
struct Glance {
    #[sea_orm(nested)]
    edition: edition::Model,
    limited: bool,
}

/// Programmes that have limits.
fn is_limited() -> Condition {
    Condition::any()
        .add(training_programme::Column::EditionsPerPerson.is_not_null())
        .add(training_programme::Column::InstitutionCap.is_not_null())
}

/// The same for several editions.
pub(super) async fn hold_all(tx: &Tx, ids: &[EditionId]) -> Result<()> {
    let of_these = Condition::all().add(edition::Column::Id.is_in(ids.iter().copied()));
    let programmes =
        training_programme::Entity::find().filter(is_limited()).filter(within::<_, edition::Entity>(
            training_programme::Column::Id,
            edition::Column::ProgrammeId,
            of_these,
        ));
    door::locked(programmes.order_by_asc(training_programme::Column::Id)).all(tx).await?;
    Ok(())
}

/// Editions of the same programme: all, or all but this one.
fn of_programme(programme: ProgrammeId, but: Option<EditionId>) -> Condition {
    let others = Condition::all().add(edition::Column::ProgrammeId.eq(programme));
    let others = others.add_option(but.map(|id| edition::Column::Id.ne(id)));
    Condition::all().add(within::<_, edition::Entity>(
        enrolment::Column::EditionId,
        edition::Column::Id,
        others,
    ))
}

/// People who have as many counted enrolments in other editions of the programme as they may.
pub(super) fn exhausted(programme: ProgrammeId, edition: EditionId, most: i32) -> SelectStatement {
    Query::select()
        .column(enrolment::Column::PersonId)
        .from(enrolment::Entity)
        .cond_where(of_programme(programme, Some(edition)))
        .and_where(enrolment::Column::State.is_in(COUNTED))
        .group_by_col(enrolment::Column::PersonId)
        .and_having(Expr::col(enrolment::Column::Id).count().gte(most))
        .take()
}

/// Counted enrolments by institution, in all editions of a programme.
pub(super) async fn by_institution(
    db: &impl ConnectionTrait,
    programme: ProgrammeId,
) -> Result<HashMap<InstitutionId, i64>> {
    counted(db, of_programme(programme, None), &COUNTED).await
}

/// Enrolments in these states, by institution.
pub(super) async fn counted(
    db: &impl ConnectionTrait,
    which: Condition,
    states: &[EnrolmentState],
) -> Result<HashMap<InstitutionId, i64>> {
    let rows: Vec<(Option<InstitutionId>, i64)> = enrolment::Entity::find()
        .select_only()
        .column(enrolment::Column::InstitutionId)
        .column_as(enrolment::Column::Id.count(), "counted")
        .filter(which)
        .filter(enrolment::Column::State.is_in(states.iter().copied()))
        .group_by(enrolment::Column::InstitutionId)
        .into_tuple()
        .all(db)
        .await?;
    Ok(rows.into_iter().filter_map(|(institution, count)| Some((institution?, count))).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_limit_lets_so_many_and_no_more() {
        let limits = Limits { editions_per_person: Some(2), institution_cap: Some(3) };
        assert_eq!([0, 1, 2, 3].map(|elsewhere| limits.lets_person(elsewhere)), [true, true, false, false]);
        assert_eq!([2, 3].map(|counted| limits.lets_institution(counted)), [true, false]);
        assert!(Limits::default().lets_person(99) && Limits::default().lets_institution(99));
    }

    #[test]
    fn whoever_holds_a_seat_counts_and_whoever_waits_or_left_does_not() {
        for state in EnrolmentState::ALL {
            let stays = state.holds_seat() || state.takes_part() && *state != EnrolmentState::NoShow;
            assert_eq!(COUNTED.contains(state), stays, "{state:?}");
        }
    }
}

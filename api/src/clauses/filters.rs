//! Filters and orders of the information clauses' connections.

use async_graphql::{ID, InputObject, Result};
use entities::clauses::{
    ClausePurpose, ReceiptChannel, VersionState, clause_receipt, clause_version, information_clause,
};
use entities::shared::ids::{ClauseId, ClauseVersionId, PersonId, ProjectId, UserId};
use entities::shared::read::{ColumnTrait, Condition};

use crate::graphql::enums::Coded;
use crate::graphql::page::{Filter, day, holds, id_is, instant, is_any_of};
use crate::graphql::scalars::{Date, DateTime};
use crate::ordering;

/// Which clauses.
#[derive(InputObject, Default)]
pub struct InformationClauseFilter {
    /// Of this project.
    project_id: Option<ID>,
    /// Of the whole installation, or not.
    of_installation: Option<bool>,
    /// For these purposes.
    purposes: Option<Vec<Coded<ClausePurpose>>>,
    /// Whose title holds this text, whatever its case.
    title_contains: Option<String>,
}

impl Filter<information_clause::Entity> for InformationClauseFilter {
    fn condition(&self) -> Result<Condition> {
        use information_clause::Column;
        let of_installation = self.of_installation.map(|of| match of {
            true => Column::ProjectId.is_null(),
            false => Column::ProjectId.is_not_null(),
        });
        Ok(Condition::all()
            .add_option(id_is::<ProjectId, _>(Column::ProjectId, self.project_id.as_ref(), "projectId")?)
            .add_option(of_installation)
            .add_option(is_any_of(Column::Purpose, self.purposes.as_deref()))
            .add_option(self.title_contains.as_ref().map(|text| holds(Column::Title, text))))
    }
}

ordering! {
    /// How clauses are ordered.
    pub enum InformationClauseOrder for information_clause by default TitleAsc {
        /// By title in Polish order.
        TitleAsc = "title" [TitleKey] asc,
        /// By title in Polish order, last first.
        TitleDesc = "title" [TitleKey] desc,
    }
}

/// Which versions of a clause.
#[derive(InputObject, Default)]
pub struct ClauseVersionFilter {
    /// Published ones, or drafts.
    is_published: Option<bool>,
    /// In force on this day.
    in_force_on: Option<Date>,
}

impl Filter<clause_version::Entity> for ClauseVersionFilter {
    fn condition(&self) -> Result<Condition> {
        use clause_version::Column;
        let state = |published| if published { VersionState::Published } else { VersionState::Draft };
        let in_force = day(self.in_force_on.as_ref(), "inForceOn")?.map(|day| {
            let not_over = Condition::any().add(Column::ValidTo.is_null()).add(Column::ValidTo.gt(day));
            Condition::all()
                .add(Column::State.eq(VersionState::Published))
                .add(Column::ValidFrom.lte(day))
                .add(not_over)
        });
        Ok(Condition::all()
            .add_option(self.is_published.map(|published| Column::State.eq(state(published))))
            .add_option(in_force))
    }
}

ordering! {
    /// How versions of a clause are ordered.
    pub enum ClauseVersionOrder for clause_version by default OrdinalDesc {
        /// By number.
        OrdinalAsc = "ordinal" [Ordinal] asc,
        /// By number, latest first.
        OrdinalDesc = "ordinal" [Ordinal] desc,
    }
}

/// Which receipts.
#[derive(InputObject, Default)]
pub struct ClauseReceiptFilter {
    /// Of this clause.
    clause_id: Option<ID>,
    /// Of this version.
    version_id: Option<ID>,
    /// Of clauses of this project.
    project_id: Option<ID>,
    /// By this person.
    person_id: Option<ID>,
    /// By this account.
    user_id: Option<ID>,
    /// In these ways.
    channels: Option<Vec<Coded<ReceiptChannel>>>,
    /// At this instant or later.
    from: Option<DateTime>,
    /// Before this instant.
    to: Option<DateTime>,
}

impl Filter<clause_receipt::Entity> for ClauseReceiptFilter {
    fn condition(&self) -> Result<Condition> {
        use clause_receipt::Column;
        Ok(Condition::all()
            .add_option(id_is::<ClauseId, _>(Column::ClauseId, self.clause_id.as_ref(), "clauseId")?)
            .add_option(id_is::<ClauseVersionId, _>(
                Column::VersionId,
                self.version_id.as_ref(),
                "versionId",
            )?)
            .add_option(id_is::<ProjectId, _>(Column::ProjectId, self.project_id.as_ref(), "projectId")?)
            .add_option(id_is::<PersonId, _>(Column::PersonId, self.person_id.as_ref(), "personId")?)
            .add_option(id_is::<UserId, _>(Column::UserId, self.user_id.as_ref(), "userId")?)
            .add_option(is_any_of(Column::Channel, self.channels.as_deref()))
            .add_option(instant(self.from.as_ref(), "from")?.map(|from| Column::At.gte(from)))
            .add_option(instant(self.to.as_ref(), "to")?.map(|to| Column::At.lt(to))))
    }
}

ordering! {
    /// How receipts are ordered.
    pub enum ClauseReceiptOrder for clause_receipt by default AtDesc {
        /// By when it was.
        AtAsc = "at" [At] asc,
        /// By when it was, latest first.
        AtDesc = "at" [At] desc,
    }
}

//! Filters and orders of the information clauses' connections.

use chrono::NaiveDate;
use entities::clauses::{
    ClausePurpose, ReceiptChannel, VersionState, clause_receipt, clause_version, information_clause,
};
use entities::shared::actor::Actor;
use entities::shared::ids::{ClauseId, ClauseVersionId, PersonId, ProjectId, UserId};
use entities::shared::read::{ColumnTrait, Condition};
use kit::filter::{AnyOf, Before, Contains, Day, Id, IsNull, Same, Since, Words};
use kit::{filter, ordering};

filter! {
    /// Which clauses.
    pub struct InformationClauseFilter for information_clause {
        /// Of this project.
        project_id: Id<ProjectId> = ProjectId;
        /// Of the whole installation, or not.
        of_installation: IsNull = ProjectId;
        /// For these purposes.
        purposes: AnyOf<ClausePurpose> = Purpose;
        /// Whose title holds this text, whatever its case.
        #[graphql(deprecation = "Ask by `search`: it finds words by an index.")]
        title_contains: Contains = Title;
        /// With these words in their title, by their beginnings,
        /// in any order; neither case nor diacritics matter.
        search: Words = Id;
    }
}

ordering! {
    /// How clauses are ordered.
    pub enum InformationClauseOrder for information_clause by default TitleAsc {
        /// By title in Polish order.
        TitleAsc,
        /// By title in Polish order, last first.
        TitleDesc = "title" [TitleKey];
    }
}

filter! {
    /// Which versions of a clause.
    pub struct ClauseVersionFilter for clause_version {
        /// Published ones, or drafts.
        is_published: Same<bool> => is_published;
        /// In force on this day.
        in_force_on: Day => in_force_on;
    }
}

fn is_published(published: bool, _: &Actor) -> Condition {
    let state = if published { VersionState::Published } else { VersionState::Draft };
    Condition::all().add(clause_version::Column::State.eq(state))
}

fn in_force_on(day: NaiveDate, _: &Actor) -> Condition {
    use clause_version::Column;
    let not_over = Condition::any().add(Column::ValidTo.is_null()).add(Column::ValidTo.gt(day));
    Condition::all()
        .add(Column::State.eq(VersionState::Published))
        .add(Column::ValidFrom.lte(day))
        .add(not_over)
}

ordering! {
    /// How versions of a clause are ordered.
    pub enum ClauseVersionOrder for clause_version by default OrdinalDesc {
        /// By number.
        OrdinalAsc,
        /// By number, latest first.
        OrdinalDesc = "ordinal" [Ordinal];
    }
}

filter! {
    /// Which receipts.
    pub struct ClauseReceiptFilter for clause_receipt {
        /// Of this clause.
        clause_id: Id<ClauseId> = ClauseId;
        /// Of this version.
        version_id: Id<ClauseVersionId> = VersionId;
        /// Of clauses of this project.
        project_id: Id<ProjectId> = ProjectId;
        /// By this person.
        person_id: Id<PersonId> = PersonId;
        /// By this account.
        user_id: Id<UserId> = UserId;
        /// In these ways.
        channels: AnyOf<ReceiptChannel> = Channel;
        /// At this instant or later.
        from: Since = At;
        /// Before this instant.
        to: Before = At;
    }
}

ordering! {
    /// How receipts are ordered.
    pub enum ClauseReceiptOrder for clause_receipt by default AtDesc {
        /// By when it was.
        AtAsc,
        /// By when it was, latest first.
        AtDesc = "at" [At];
    }
}

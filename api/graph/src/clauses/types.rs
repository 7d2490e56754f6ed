//! Types of the information clauses.

use chrono::{DateTime, Utc};
use entities::clauses::rights::MANAGE_CLAUSES;
use entities::clauses::{
    ClausePurpose, ReceiptChannel, VersionStanding, clause_receipt, clause_version, information_clause,
};
use entities::shared::enums::Choice as _;
use entities::shared::policy::{Place, allows};
use entities::shared::warsaw;
use kit::ctx::ContextExt;
use kit::enums::Coded;
use kit::resource;
use kit::scalars::Date;

use super::filters::{ClauseReceiptFilter, ClauseReceiptOrder, ClauseVersionFilter, ClauseVersionOrder};
use crate::accounts::types::User;
use crate::institutions::types::Person;
use crate::partnerships::types::Project;

resource! {
    /// What people are told of the use of their data for one purpose. A project's own takes the place of the
    /// installation's.
    InformationClause: information_clause {
        one {
            /// The project; none for the whole installation.
            project: Project = |row| row.project_id.map(|id| id.0);
        }
        many {
            /// Its versions, as far as the viewer may see them.
            versions: ClauseVersion, ClauseVersionFilter, ClauseVersionOrder = clause_version.ClauseId |row| Some(row.clause_id.0);
            /// Who received it, as far as the viewer may see them.
            receipts: ClauseReceipt, ClauseReceiptFilter, ClauseReceiptOrder = clause_receipt.ClauseId |row| Some(row.clause_id.0);
        }
        choices {
            /// What it informs of.
            purpose, purpose_label: ClausePurpose;
        }
        fields {
            /// Title.
            async fn title(&self) -> &str { &self.row().title }
            /// Whether the viewer may write and publish its versions.
            async fn viewer_can_manage(&self, ctx: &async_graphql::Context<'_>) -> bool {
                allows(ctx.actor(), MANAGE_CLAUSES, &Place { project: self.row().project_id, ..Place::default() })
            }
        }
    }
}

resource! {
    /// A version of an information clause. Its texts never change once it is published.
    ClauseVersion: clause_version {
        one {
            /// The clause.
            clause: InformationClause = |row| Some(row.clause_id.0);
        }
        many {
            /// Who received it, as far as the viewer may see them.
            receipts: ClauseReceipt, ClauseReceiptFilter, ClauseReceiptOrder = clause_receipt.VersionId |row| Some(row.version_id.0);
        }
        fields {
            /// Number within the clause, from 1.
            async fn ordinal(&self) -> i32 { self.row().ordinal }
            /// State.
            async fn state(&self, ctx: &async_graphql::Context<'_>) -> Coded<VersionStanding> { self.row().standing(warsaw::day(ctx.state().clock.now())).into() }
            /// State, for people.
            async fn state_label(&self, ctx: &async_graphql::Context<'_>) -> &str {
                self.row().standing(warsaw::day(ctx.state().clock.now())).label(ctx.lang())
            }
            /// Whether it is what people have to receive today.
            async fn is_in_force(&self, ctx: &async_graphql::Context<'_>) -> bool { self.row().is_in_force(warsaw::day(ctx.state().clock.now())) }
            /// The text in Polish; blank lines part its paragraphs.
            async fn text_pl(&self) -> &str { &self.row().text_pl }
            /// The text in English, where there is one.
            async fn text_en(&self) -> Option<&str> { self.row().text_en.as_deref() }
            /// SHA-256 of both texts, hexadecimal; none while it is a draft.
            async fn sha256(&self) -> Option<&str> { self.row().sha256.as_deref() }
            /// First day in force; none while it is a draft.
            async fn valid_from(&self) -> Option<Date> { self.row().valid_from.map(Date::from) }
            /// The day from which the next version is in force; none while there is no next one.
            async fn valid_to(&self) -> Option<Date> { self.row().valid_to.map(Date::from) }
            /// When it was published.
            async fn published_at(&self) -> Option<DateTime<Utc>> { self.row().published_at }
            /// Counts changes, for optimistic locking.
            async fn version(&self) -> i32 { self.row().version }
        }
    }
}

resource! {
    /// Somebody received a version of an information clause. Receipts never change.
    ClauseReceipt: clause_receipt {
        one {
            /// The version that was shown.
            version: ClauseVersion = |row| Some(row.version_id.0);
            /// Its clause.
            clause: InformationClause = |row| Some(row.clause_id.0);
            /// Who received it; none where it was an account without a person, or the viewer may not see them.
            person: Person = |row| row.person_id.map(|id| id.0);
            /// By which account; none on paper, or where the viewer may not see it.
            user: User = |row| row.user_id.map(|id| id.0);
            /// Who recorded it; none where the viewer may not see them.
            recorded_by: User = |row| row.recorded_by.map(|id| id.0);
        }
        choices {
            /// How.
            channel, channel_label: ReceiptChannel;
        }
        fields {
            /// When.
            async fn at(&self) -> DateTime<Utc> { self.row().at }
        }
    }
}

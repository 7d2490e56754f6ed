//! Types of the information clauses.

use chrono::{DateTime, NaiveDate, Utc};
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
            project: Project = ProjectId;
        }
        many {
            /// Its versions, as far as the viewer may see them.
            versions: ClauseVersion, ClauseVersionFilter, ClauseVersionOrder = clause_version.ClauseId;
            /// Who received it, as far as the viewer may see them.
            receipts: ClauseReceipt, ClauseReceiptFilter, ClauseReceiptOrder = clause_receipt.ClauseId;
        }
        choices {
            /// What it informs of.
            purpose, purpose_label: ClausePurpose;
        }
        columns {
            /// Title.
            title: String;
        }
        computed {
            /// Whether the viewer may write and publish its versions.
            viewer_can_manage: bool = |row, ctx| allows(ctx.actor(), MANAGE_CLAUSES, &Place { project: row.project_id, ..Place::default() });
        }
    }
}

resource! {
    /// A version of an information clause. Its texts never change once it is published.
    ClauseVersion: clause_version {
        one {
            /// The clause.
            clause: InformationClause = ClauseId;
        }
        many {
            /// Who received it, as far as the viewer may see them.
            receipts: ClauseReceipt, ClauseReceiptFilter, ClauseReceiptOrder = clause_receipt.VersionId;
        }
        columns {
            /// Number within the clause, from 1.
            ordinal: i32;
            /// The text in Polish; blank lines part its paragraphs.
            text_pl: String;
            /// The text in English, where there is one.
            text_en: Option<String>;
            /// SHA-256 of both texts, hexadecimal; none while it is a draft.
            sha256: Option<String>;
            /// First day in force; none while it is a draft.
            valid_from: Option<NaiveDate>;
            /// The day from which the next version is in force; none while there is no next one.
            valid_to: Option<NaiveDate>;
            /// When it was published.
            published_at: Option<DateTime<Utc>>;
            /// Counts changes, for optimistic locking.
            version: i32;
        }
        computed {
            /// State.
            state: Coded<VersionStanding> = |row, ctx| row.standing(warsaw::day(ctx.state().clock.now())).into();
            /// State, for people.
            state_label: &str = |row, ctx| row.standing(warsaw::day(ctx.state().clock.now())).label(ctx.lang());
            /// Whether it is what people have to receive today.
            is_in_force: bool = |row, ctx| row.is_in_force(warsaw::day(ctx.state().clock.now()));
        }
    }
}

resource! {
    /// Somebody received a version of an information clause. Receipts never change.
    ClauseReceipt: clause_receipt {
        one {
            /// The version that was shown.
            version: ClauseVersion = VersionId;
            /// Its clause.
            clause: InformationClause = ClauseId;
            /// Who received it; none where it was an account without a person, or the viewer may not see them.
            person: Person = PersonId;
            /// By which account; none on paper, or where the viewer may not see it.
            user: User = UserId;
            /// Who recorded it; none where the viewer may not see them.
            recorded_by: User = RecordedBy;
        }
        choices {
            /// How.
            channel, channel_label: ReceiptChannel;
        }
        columns {
            /// When.
            at: DateTime<Utc>;
        }
    }
}

//! Types of the mail.

use async_graphql::ID;
use chrono::{DateTime, Utc};
use entities::accounts::store::address_of_invitation;
use entities::mail::rights::RESEND_MAIL;
use entities::mail::{Channel, DeliveryKind, DeliveryKind as Kind, DeliveryState, Problem, delivery};
use entities::reporting::store::email_of;
use entities::shared::door::Placed as _;
use entities::shared::enums::Choice as _;
use entities::shared::ids::{CertificateId, DataRequestId, InvitationId, RunId};
use entities::shared::language::Language;
use entities::shared::policy::allows;
use kit::ctx::ContextExt;
use kit::enums::Coded;
use kit::error::fault;
use kit::ids::global;
use kit::resource;

use crate::accounts::types::User;
use crate::institutions::types::Person;
use crate::partnerships::types::Project;

resource! {
    /// One message to one recipient about one thing. Nothing is sent twice; what may have arrived is not repeated
    /// unless somebody asks for it.
    Delivery: delivery {
        one {
            /// The recipient, where it is a user; none where the viewer may not see the account.
            user: User = |row| row.user_id.map(|id| id.0);
            /// The recipient, where it is a person; none where the viewer may not see them.
            person: Person = |row| row.person_id.map(|id| id.0);
            /// The project it belongs to, where it is scoped.
            project: Project = |row| row.project_id.map(|id| id.0);
        }
        choices {
            /// What it is about.
            kind, kind_label: DeliveryKind;
            /// How it travels.
            channel, channel_label: Channel;
            /// Language of the message.
            language, language_label: Language;
            /// State.
            state, state_label: DeliveryState;
        }
        fields {
            /// Global id of the certificate, report run or invitation it is about; none for links that work once and
            /// notices about an account or a partnership.
            async fn artefact_id(&self) -> Option<ID> {
                let id = self.row().artefact_id;
                match self.row().kind {
                    Kind::CertificateReady => Some(global(CertificateId(id))),
                    Kind::ReportReady => Some(global(RunId(id))),
                    Kind::Invitation => Some(global(InvitationId(id))),
                    Kind::ExportReady => Some(global(DataRequestId(id))),
                    Kind::PasswordReset
                    | Kind::OwnCertificates
                    | Kind::SecondFactorOn
                    | Kind::SecondFactorOff
                    | Kind::SecondFactorReset
                    | Kind::IdentityLinked
                    | Kind::IdentityUnlinked
                    | Kind::ConfirmAddress
                    | Kind::AddressChanged
                    | Kind::PasswordChanged
                    | Kind::ApiTokenMade
                    | Kind::RecoveryCodesRenewed
                    | Kind::PartnershipInvited
                    | Kind::PartnershipAccepted
                    | Kind::PartnershipRefused
                    | Kind::PartnershipLeft
                    | Kind::PartnershipRemoved
                    | Kind::LeadOffered
                    | Kind::LeadPassed
                    | Kind::LeadRefused => None,
                }
            }
            /// The present address of a report's recipient or of whoever is invited; of a person see `person`.
            async fn email(&self, ctx: &async_graphql::Context<'_>) -> async_graphql::Result<Option<String>> {
                let (row, db) = (self.row(), &ctx.state().db.reader);
                let found = match (row.kind, row.user_id) {
                    (Kind::ReportReady, Some(user)) => email_of(db, user).await,
                    (Kind::Invitation, _) => address_of_invitation(db, InvitationId(row.artefact_id)).await,
                    _ => Ok(None),
                };
                found.map_err(|error| fault(ctx, &error))
            }
            /// The message's `Message-ID`, the same at every try.
            async fn message_id(&self) -> &str { &self.row().message_id }
            /// How often it was tried.
            async fn attempts(&self) -> i32 { self.row().attempts }
            /// Why it was not sent, or not yet.
            async fn problem(&self) -> Option<Coded<Problem>> { self.row().problem.map(Into::into) }
            /// Why it was not sent, or not yet, for people.
            async fn problem_label(&self, ctx: &async_graphql::Context<'_>) -> Option<&str> { self.row().problem.map(|problem| problem.label(ctx.lang())) }
            /// The mail server's last answer, as its code, e.g. 550.
            async fn reply_code(&self) -> Option<i32> { self.row().reply_code }
            /// When the mail server took it.
            async fn sent_at(&self) -> Option<DateTime<Utc>> { self.row().sent_at }
            /// When it was created.
            async fn created_at(&self) -> DateTime<Utc> { self.row().created_at }
            /// When it was last changed.
            async fn updated_at(&self) -> DateTime<Utc> { self.row().updated_at }
            /// Whether the viewer may send it after all.
            async fn viewer_can_resend(&self, ctx: &async_graphql::Context<'_>) -> bool { self.row().state.again().is_ok() && allows(ctx.actor(), RESEND_MAIL, &self.row().place()) }
        }
    }
}

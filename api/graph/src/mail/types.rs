//! Types of the mail.

use async_graphql::ID;
use chrono::{DateTime, Utc};
use entities::accounts::store::address_of_invitation;
use entities::mail::rights::RESEND_MAIL;
use entities::mail::{Channel, DeliveryKind, DeliveryKind as Kind, DeliveryState, Problem, delivery};
use entities::reporting::store::email_of;
use entities::shared::door::Placed as _;
use entities::shared::enums::Choice as _;
use entities::shared::ids::{
    CertificateId, CoachingBookingId, DataRequestId, EnrolmentId, InvitationId, RunId,
};
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
            user: User = UserId;
            /// The recipient, where it is a person; none where the viewer may not see them.
            person: Person = PersonId;
            /// The project it belongs to, where it is scoped.
            project: Project = ProjectId;
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
        columns {
            /// The message's `Message-ID`, the same at every try.
            message_id: String;
            /// How often it was tried.
            attempts: i32;
            /// Why it was not sent, or not yet.
            problem: Option<Coded<Problem>>;
            /// The mail server's last answer, as its code, e.g. 550.
            reply_code: Option<i32>;
            /// When the mail server took it.
            sent_at: Option<DateTime<Utc>>;
            /// When it was created.
            created_at: DateTime<Utc>;
            /// When it was last changed.
            updated_at: DateTime<Utc>;
        }
        computed {
            /// Global id of the certificate, report run or invitation it is about; none for links that work once and
            /// notices about an account or a partnership.
            artefact_id: Option<ID> = |row| {
                let id = row.artefact_id;
                match row.kind {
                    Kind::CertificateReady => Some(global(CertificateId(id))),
                    Kind::CertificateRevoked | Kind::CertificateExpires => {
                        row.subject_id.map(|id| global(CertificateId(id)))
                    }
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
                    | Kind::ConfirmLogin
                    | Kind::LoginChanged
                    | Kind::PasswordChanged
                    | Kind::ApiTokenMade
                    | Kind::RecoveryCodesRenewed
                    | Kind::PartnershipInvited
                    | Kind::PartnershipEntered
                    | Kind::PartnershipAccepted
                    | Kind::PartnershipRefused
                    | Kind::PartnershipLeft
                    | Kind::PartnershipRemoved
                    | Kind::LeadOffered
                    | Kind::LeadPassed
                    | Kind::LeadRefused
                    | Kind::PeselNoted => None,
                    Kind::SeatConfirmed
                    | Kind::ApprovalAwaited
                    | Kind::PlaceInLine
                    | Kind::SeatOffered
                    | Kind::OfferExpired
                    | Kind::EnrolmentRejected
                    | Kind::EnrolmentCancelled
                    | Kind::EditionCalledOff
                    | Kind::EditionMoved
                    | Kind::EditionReminder
                    | Kind::SurveyOpen => row.subject_id.map(|id| global(EnrolmentId(id))),
                    Kind::CoachingBooked | Kind::CoachingCancelled => {
                        row.subject_id.map(|id| global(CoachingBookingId(id)))
                    }
                }
            };
            /// Why it was not sent, or not yet, for people.
            problem_label: Option<&str> = |row, ctx| row.problem.map(|problem| problem.label(ctx.lang()));
            /// Whether the viewer may send it after all.
            viewer_can_resend: bool = |row, ctx| row.state.again().is_ok() && allows(ctx.actor(), RESEND_MAIL, &row.place());
        }
        found {
            /// The present address of a report's recipient or of whoever is invited; of a person see `person`.
            email: Option<String> = |row, ctx| {
                let (row, db) = (row, &ctx.state().db.reader);
                let found = match (row.kind, row.user_id) {
                    (Kind::ReportReady, Some(user)) => email_of(db, user).await,
                    (Kind::Invitation, _) => address_of_invitation(db, InvitationId(row.artefact_id)).await,
                    _ => Ok(None),
                };
                found.map_err(|error| fault(ctx, &error))
            };
        }
    }
}

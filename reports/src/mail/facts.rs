//! Facts and rights of the moment in which a message leaves: to whom it goes, what it says, what goes along. Or why
//! nothing is sent.

use entities::accounts::letters::{self, Facts, Invited, Linked, Noticed, Partnered};
use entities::advisory::told::{self as bookings, BookingLetter};
use entities::certificates::store::{self as certificates, CertificateLetter};
use entities::certificates::told::{self as ended, EndLetter};
use entities::documents::link::MAILED_LIFETIME;
use entities::mail::letter::Letter;
use entities::mail::phrases::Door;
use entities::mail::{DeliveryKind, Problem, delivery};
use entities::pesel::store::{self as pesel_store, PeselLetter};
use entities::reporting::store::{self as reporting, ReportLetter};
use entities::requests::store::{self as requests, ExportLetter};
use entities::shared::ids::{
    CertificateId, CoachingBookingId, DataRequestId, EnrolmentId, InvitationId, OneTimeLinkId,
    ProjectPeselId, RunId, TypedId,
};
use entities::shared::warsaw;
use entities::trainings::asked::{self, SurveyLetter};
use entities::trainings::letters as steps;
use entities::trainings::told::{self, EnrolmentLetter};

use super::message::{Addressee, Enclosure};
use super::notices::{self, Happened};
use super::partnerships::{self, Step};
use super::pesel;
use super::words;
use super::{coaching, ends, enrolments};
use crate::context::Context;
use crate::handler::OrFail;

/// What a message is made of.
pub(super) enum Subject {
    /// A certificate.
    Certificate(CertificateLetter),
    /// A certificate was revoked or expires soon.
    End(EndLetter, DeliveryKind),
    /// A report with its bytes.
    Report(Box<ReportLetter>, Vec<u8>),
    /// An invitation.
    Invitation(Invited),
    /// A link to a new password.
    Reset(Linked),
    /// A link to one's own certificates.
    Own(Linked),
    /// A changed address that is to be confirmed.
    Address(Linked),
    /// A changed login address that is to be confirmed.
    Login(Linked),
    /// Something that happened to an account.
    Notice(Noticed, Happened),
    /// A step of a partnership.
    Partnership(Partnered, Step),
    /// A project has noted one's PESEL number.
    Pesel(PeselLetter),
    /// A copy of one's own data.
    Export(ExportLetter),
    /// A step of an enrolment.
    Enrolment(Box<EnrolmentLetter>, DeliveryKind),
    /// What somebody thinks of a training is asked.
    Survey(SurveyLetter),
    /// A slot that is booked for coaching, or is not any more.
    Coaching(Box<BookingLetter>, DeliveryKind),
}

/// Collects the facts of a delivery.
///
/// # Errors
/// The database or the documents store failed.
pub(super) async fn collect(
    context: &Context,
    delivery: &delivery::Model,
) -> Result<Facts<Subject>, entities::jobs::queue::Failure> {
    let (db, now, id) = (&context.db.reader, context.clock.now(), delivery.artefact_id);
    Ok(match delivery.kind {
        DeliveryKind::CertificateReady => {
            let facts = certificates::letter_of(db, CertificateId::from_uuid(id)).await.or_fail()?;
            facts.map(Subject::Certificate)
        }
        kind @ (DeliveryKind::CertificateRevoked | DeliveryKind::CertificateExpires) => {
            let Some(subject) = delivery.subject_id else { return Ok(Err(Problem::Over)) };
            let id = CertificateId::from_uuid(subject);
            let facts = ended::letter_of(db, kind, id, warsaw::day(now)).await.or_fail()?;
            facts.map(|facts| Subject::End(facts, kind))
        }
        DeliveryKind::ReportReady => {
            let Some(user) = delivery.user_id else { return Ok(Err(Problem::NoRights)) };
            match reporting::letter_for(db, RunId::from_uuid(id), user, warsaw::day(now)).await.or_fail()? {
                Ok(facts) => {
                    let bytes = context.files.get(&facts.document.path).await.or_fail()?;
                    Ok(Subject::Report(Box::new(facts), bytes))
                }
                Err(problem) => Err(problem),
            }
        }
        DeliveryKind::Invitation => {
            let facts = letters::of_invitation(db, InvitationId::from_uuid(id), now).await.or_fail()?;
            facts.map(Subject::Invitation)
        }
        DeliveryKind::PasswordReset => {
            letters::of_link(db, OneTimeLinkId::from_uuid(id), now).await.or_fail()?.map(Subject::Reset)
        }
        DeliveryKind::OwnCertificates => {
            letters::of_link(db, OneTimeLinkId::from_uuid(id), now).await.or_fail()?.map(Subject::Own)
        }
        DeliveryKind::ConfirmAddress => {
            letters::of_link(db, OneTimeLinkId::from_uuid(id), now).await.or_fail()?.map(Subject::Address)
        }
        DeliveryKind::ConfirmLogin => {
            letters::of_link(db, OneTimeLinkId::from_uuid(id), now).await.or_fail()?.map(Subject::Login)
        }
        DeliveryKind::LoginChanged => {
            let Some(user) = delivery.user_id else { return Ok(Err(Problem::Over)) };
            let facts = letters::of_former_login(db, user).await.or_fail()?;
            facts.map(|facts| Subject::Notice(facts, Happened::LoginChanged))
        }
        DeliveryKind::AddressChanged => {
            let Some(person) = delivery.person_id else { return Ok(Err(Problem::Over)) };
            let facts = letters::of_former_address(db, person).await.or_fail()?;
            facts.map(|facts| Subject::Notice(facts, Happened::AddressChanged))
        }
        DeliveryKind::SecondFactorOn => notice(context, delivery, Happened::SecondFactorOn).await?,
        DeliveryKind::SecondFactorOff => notice(context, delivery, Happened::SecondFactorOff).await?,
        DeliveryKind::SecondFactorReset => notice(context, delivery, Happened::SecondFactorReset).await?,
        DeliveryKind::IdentityLinked => notice(context, delivery, Happened::IdentityLinked).await?,
        DeliveryKind::IdentityUnlinked => notice(context, delivery, Happened::IdentityUnlinked).await?,
        DeliveryKind::PasswordChanged => notice(context, delivery, Happened::PasswordChanged).await?,
        DeliveryKind::ApiTokenMade => notice(context, delivery, Happened::ApiTokenMade).await?,
        DeliveryKind::RecoveryCodesRenewed => {
            notice(context, delivery, Happened::RecoveryCodesRenewed).await?
        }
        DeliveryKind::PartnershipInvited => partnership(context, delivery, Step::Invited).await?,
        DeliveryKind::PartnershipEntered => partnership(context, delivery, Step::Entered).await?,
        DeliveryKind::PartnershipAccepted => partnership(context, delivery, Step::Accepted).await?,
        DeliveryKind::PartnershipRefused => partnership(context, delivery, Step::Refused).await?,
        DeliveryKind::PartnershipLeft => partnership(context, delivery, Step::Left).await?,
        DeliveryKind::PartnershipRemoved => partnership(context, delivery, Step::Removed).await?,
        DeliveryKind::LeadOffered => partnership(context, delivery, Step::LeadOffered).await?,
        DeliveryKind::LeadPassed => partnership(context, delivery, Step::LeadPassed).await?,
        DeliveryKind::LeadRefused => partnership(context, delivery, Step::LeadRefused).await?,
        DeliveryKind::PeselNoted => {
            let facts = pesel_store::letter_of(db, ProjectPeselId::from_uuid(id), delivery.user_id)
                .await
                .or_fail()?;
            facts.map(Subject::Pesel)
        }
        kind @ (DeliveryKind::SeatConfirmed
        | DeliveryKind::ApprovalAwaited
        | DeliveryKind::PlaceInLine
        | DeliveryKind::SeatOffered
        | DeliveryKind::OfferExpired
        | DeliveryKind::EnrolmentRejected
        | DeliveryKind::EnrolmentCancelled
        | DeliveryKind::EditionCalledOff
        | DeliveryKind::EditionMoved
        | DeliveryKind::EditionReminder) => {
            let Some(subject) = delivery.subject_id else { return Ok(Err(Problem::Over)) };
            let facts = told::letter_of(db, kind, EnrolmentId::from_uuid(subject), now).await.or_fail()?;
            facts.map(|facts| Subject::Enrolment(Box::new(facts), kind))
        }
        DeliveryKind::SurveyOpen => {
            let Some(subject) = delivery.subject_id else { return Ok(Err(Problem::Over)) };
            let facts = asked::letter_of(db, EnrolmentId::from_uuid(subject), now).await.or_fail()?;
            facts.map(Subject::Survey)
        }
        kind @ (DeliveryKind::CoachingBooked | DeliveryKind::CoachingCancelled) => {
            let (Some(booking), Some(reader)) = (delivery.subject_id, delivery.person_id) else {
                return Ok(Err(Problem::Over));
            };
            let of = (CoachingBookingId::from_uuid(booking), reader);
            let facts = bookings::letter_of(db, kind, of, now).await.or_fail()?;
            facts.map(|facts| Subject::Coaching(Box::new(facts), kind))
        }
        DeliveryKind::ExportReady => {
            requests::letter_of(db, DataRequestId::from_uuid(id)).await.or_fail()?.map(Subject::Export)
        }
    })
}

async fn notice(
    context: &Context,
    delivery: &delivery::Model,
    happened: Happened,
) -> Result<Facts<Subject>, entities::jobs::queue::Failure> {
    let Some(user) = delivery.user_id else { return Ok(Err(Problem::Over)) };
    let facts = letters::of_notice(&context.db.reader, user).await.or_fail()?;
    Ok(facts.map(|facts| Subject::Notice(facts, happened)))
}

async fn partnership(
    context: &Context,
    delivery: &delivery::Model,
    step: Step,
) -> Result<Facts<Subject>, entities::jobs::queue::Failure> {
    let (Some(user), Some(partner)) = (delivery.user_id, delivery.partner_id) else {
        return Ok(Err(Problem::Over));
    };
    let facts = letters::of_partnership(&context.db.reader, user, partner).await.or_fail()?;
    Ok(facts.map(|facts| Subject::Partnership(facts, step)))
}

impl Subject {
    /// Where it goes.
    pub(super) fn addressee(&self) -> Addressee {
        let (email, name) = match self {
            Self::Certificate(facts) => (&facts.email, Some(facts.name.clone())),
            Self::End(facts, _) => (&facts.email, Some(facts.name.clone())),
            Self::Report(facts, _) => (&facts.email, None),
            Self::Invitation(facts) => (&facts.email, None),
            Self::Export(facts) => (&facts.email, Some(facts.name.clone())),
            Self::Reset(facts) | Self::Own(facts) | Self::Address(facts) | Self::Login(facts) => {
                (&facts.email, facts.name.clone())
            }
            Self::Notice(facts, _) => (&facts.email, None),
            Self::Partnership(facts, _) => (&facts.email, None),
            Self::Pesel(facts) => (&facts.email, None),
            Self::Enrolment(facts, _) => (&facts.email, Some(facts.name.clone())),
            Self::Survey(facts) => (&facts.email, Some(facts.name.clone())),
            Self::Coaching(facts, _) => (&facts.email, Some(facts.name.clone())),
        };
        Addressee { email: email.clone(), name }
    }

    /// Whether it leads to a page, so that the address of the client is needed.
    pub(super) const fn has_link(&self) -> bool {
        match self {
            Self::End(..)
            | Self::Report(..)
            | Self::Notice(..)
            | Self::Partnership(..)
            | Self::Pesel(_)
            | Self::Coaching(..) => false,
            Self::Export(facts) => !facts.has_account,
            Self::Enrolment(_, kind) => matches!(kind, DeliveryKind::SeatOffered),
            Self::Certificate(_)
            | Self::Survey(_)
            | Self::Invitation(_)
            | Self::Reset(_)
            | Self::Own(_)
            | Self::Address(_)
            | Self::Login(_) => true,
        }
    }

    /// The letter and what goes along; `secret` is that of the invitation or link.
    pub(super) fn letter(
        self,
        context: &Context,
        delivery: &delivery::Model,
        secret: Option<&str>,
    ) -> (Letter, Option<Enclosure>) {
        let (lang, base) = (delivery.language, context.mail.client_url.as_deref().unwrap_or_default());
        let secret = secret.unwrap_or_default();
        match self {
            Self::Certificate(facts) => {
                let until = context.clock.now() + MAILED_LIFETIME;
                let code = context.mail.link_key.mail(facts.document_id, until);
                let door = Door { base, page: words::CERTIFICATE_PAGE, secret: &code };
                (words::certificate(&facts, &door, until, lang), None)
            }
            Self::End(facts, kind) => (ends::letter(kind, &facts, lang), None),
            Self::Report(facts, bytes) => {
                let letter = words::report(facts.kind, (&facts.title, &facts.project), facts.cut_off, lang);
                let (file_name, media_type) = (facts.document.file_name, facts.document.media_type);
                (letter, Some(Enclosure { file_name, media_type, bytes }))
            }
            Self::Invitation(facts) => {
                let door = Door { base, page: words::INVITATION_PAGE, secret };
                (words::invitation(&facts, &door, lang), None)
            }
            Self::Reset(facts) => {
                let door = Door { base, page: words::RESET_PAGE, secret };
                (words::password_reset(&facts, &door, lang), None)
            }
            Self::Own(facts) => {
                let door = Door { base, page: words::CERTIFICATES_PAGE, secret };
                (words::own_certificates(&facts, &door, lang), None)
            }
            Self::Login(facts) => {
                let door = Door { base, page: words::ADDRESS_PAGE, secret };
                (words::confirm_login(&facts, &door, lang), None)
            }
            Self::Address(facts) => {
                let door = Door { base, page: words::ADDRESS_PAGE, secret };
                (words::confirm_address(&facts, &door, lang), None)
            }
            Self::Notice(facts, happened) => {
                (notices::notice(happened, &facts, delivery.created_at, lang), None)
            }
            Self::Partnership(facts, step) => (partnerships::letter(step, &facts, lang), None),
            Self::Pesel(facts) => (pesel::letter(&facts, lang), None),
            Self::Enrolment(facts, kind) => {
                let until = facts.offer_until.unwrap_or_default();
                let (page, code) = match kind {
                    DeliveryKind::SeatOffered => {
                        (steps::OFFER_PAGE, context.mail.link_key.offer(facts.enrolment_id, until))
                    }
                    _ => (steps::TICKET_PAGE, context.mail.link_key.ticket(facts.enrolment_id)),
                };
                let door = Door { base, page, secret: &code };
                let host = delivery.message_id.trim_end_matches('>').rsplit('@').next().unwrap_or_default();
                let dates = enrolments::dates(kind, &facts, context.clock.now(), host);
                (steps::letter(kind, &facts, &door, lang), dates)
            }
            Self::Survey(facts) => {
                let code = context.mail.link_key.survey(facts.enrolment_id);
                let door = Door { base, page: steps::SURVEY_PAGE, secret: &code };
                (steps::survey(&facts, &door, lang), None)
            }
            Self::Coaching(facts, kind) => {
                let host = delivery.message_id.trim_end_matches('>').rsplit('@').next().unwrap_or_default();
                let date = coaching::date(kind, &facts, context.clock.now(), host);
                (coaching::letter(kind, &facts, lang), Some(date))
            }
            Self::Export(facts) => {
                let code = |id| context.mail.link_key.mail(id, facts.expires_at);
                let codes = [facts.pdf, facts.json].map(|id| id.map(code).unwrap_or_default());
                let doors = codes.each_ref().map(|secret| Door { base, page: words::COPY_PAGE, secret });
                (words::export(&facts, &doors, lang), None)
            }
        }
    }
}

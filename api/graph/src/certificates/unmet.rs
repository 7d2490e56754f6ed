//! What is unmet for a certificate, and who would get one now.

use async_graphql::{Context, Enum, ID, Object, Result, SimpleObject};
use entities::certificates::CertificateKind;
use entities::certificates::actions::{IssueCertificates, Reason, WouldGet, preview_issue};
use entities::mail::Problem;
use entities::shared::enums::Choice as _;
use entities::shared::ids::{EditionId, EnrolmentId};
use entities::shared::language::Language;
use kit::ctx::ContextExt;
use kit::enums::Coded;
use kit::error::refused;
use kit::form;
use kit::ids::global;
use kit::node::Ref;

use crate::institutions::types::Person;
use crate::trainings::types::Enrolment;

/// Somebody for whom `issueCertificates` would do something, or would not.
#[derive(SimpleObject)]
pub struct IssuePreviewResult {
    /// The enrolment; none of a trainer.
    enrolment: Option<Enrolment>,
    /// Who.
    person: Option<Person>,
    /// Whether a certificate would be issued.
    would_issue: bool,
    /// What is unmet; empty where one would be issued.
    reasons: Vec<RequirementResult>,
    /// Where the message about the certificate would go.
    address: Option<String>,
    /// Why no message would go out although a certificate would be issued.
    delivery_problem: Option<Coded<Problem>>,
    /// The same, for people.
    delivery_problem_label: Option<String>,
}

/// The dry run.
#[derive(Default)]
pub struct IssuePreviewQuery;

#[Object]
impl IssuePreviewQuery {
    /// A dry run of `issueCertificates`: who would get a certificate, by which address they would be written to, and what is
    /// unmet for everybody else. Nothing is issued and nothing is mailed. At most 500 people at once.
    #[graphql(complexity = "100 + 100 * child_complexity")]
    async fn certificate_issue_preview(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The edition.")] edition_id: ID,
        #[graphql(
            desc = "For these enrolments, at most 500; for everybody who took part where none are named."
        )]
        enrolment_ids: Option<Vec<ID>>,
        #[graphql(desc = "What they confirm; attendance where nothing is said.")] kind: Option<
            Coded<CertificateKind>,
        >,
    ) -> Result<Option<Vec<IssuePreviewResult>>> {
        let request = form::read(|form| IssueCertificates {
            edition_id: form.id::<EditionId>("editionId", &edition_id),
            enrolment_ids: enrolment_ids
                .as_ref()
                .map(|ids| form.ids::<EnrolmentId>("enrolmentIds", Some(ids))),
            kind: kind.map(|kind| kind.0).unwrap_or_default(),
            language: None,
        });
        let request = request.map_err(|error| refused(ctx, &error))?;
        let would = preview_issue(&ctx.state().db.reader, &ctx.op(), request).await;
        let would = would.map_err(|error| refused(ctx, &error))?;
        let mut enrolments = Ref::all(would.iter().filter_map(|one| one.enrolment_id)).into_iter();
        let persons = Ref::all(would.iter().map(|one| one.person_id));
        let results = would.into_iter().zip(persons).map(|(one, person)| {
            let WouldGet { enrolment_id, reasons, email, .. } = one;
            let would_issue = reasons.is_empty();
            let problem = (would_issue && email.is_none()).then_some(Problem::NoAddress);
            IssuePreviewResult {
                enrolment: enrolment_id.and_then(|_| enrolments.next()).map(Enrolment::from),
                person: Some(person.into()),
                would_issue,
                reasons: reasons.into_iter().map(RequirementResult).collect(),
                address: email.filter(|_| would_issue),
                delivery_problem: problem.map(Coded::from),
                delivery_problem_label: problem.map(|problem| problem.label(ctx.lang()).to_owned()),
            }
        });
        Ok(Some(results.collect()))
    }
}

/// Something that is unmet for a certificate.
pub struct RequirementResult(pub Reason);

/// Something that is unmet for a certificate.
#[Object]
impl RequirementResult {
    /// What.
    async fn code(&self) -> UnmetCode {
        match self.0 {
            Reason::NotParticipant { .. } => UnmetCode::NotParticipant,
            Reason::AlreadyIssued { .. } => UnmetCode::AlreadyIssued,
            Reason::TakenBack { .. } => UnmetCode::TakenBack,
            Reason::NoSessions => UnmetCode::NoSessions,
            Reason::BelowThreshold { .. } => UnmetCode::BelowThreshold,
            Reason::MandatoryMissed { .. } => UnmetCode::MandatoryMissed,
            Reason::NameUnprintable { .. } => UnmetCode::NameUnprintable,
        }
    }

    /// What, for people.
    async fn message(&self, ctx: &Context<'_>) -> String {
        message(&self.0, ctx.lang())
    }

    /// Minutes attended, where minutes are unmet.
    async fn attended_min(&self) -> Option<i32> {
        minutes(&self.0).map(|(attended, _)| attended)
    }

    /// Minutes that would have been enough, where minutes are unmet.
    async fn required_min(&self) -> Option<i32> {
        minutes(&self.0).map(|(_, required)| required)
    }

    /// The mandatory session that was missed.
    async fn session_id(&self) -> Option<ID> {
        match self.0 {
            Reason::MandatoryMissed { session_id, .. } => Some(global(session_id)),
            _ => None,
        }
    }

    /// The certificate that exists already, or the one that was taken back.
    async fn certificate_id(&self) -> Option<ID> {
        match self.0 {
            Reason::AlreadyIssued { certificate_id } | Reason::TakenBack { certificate_id } => {
                Some(global(certificate_id))
            }
            _ => None,
        }
    }
}

/// What may be unmet for a certificate.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnmetCode {
    /// Has no seat in the edition: waits, cancelled, was rejected.
    NotParticipant,
    /// Has a live certificate of this edition.
    AlreadyIssued,
    /// Had a certificate of this edition that was revoked or annulled; `correctCertificate` gives another in its place.
    TakenBack,
    /// No session is the person's own.
    NoSessions,
    /// Too few minutes over all own sessions.
    BelowThreshold,
    /// Too few minutes of a mandatory session.
    MandatoryMissed,
    /// The name holds a letter that no face of the documents has.
    NameUnprintable,
}

fn minutes(reason: &Reason) -> Option<(i32, i32)> {
    let (Reason::BelowThreshold { attended_min, required_min, .. }
    | Reason::MandatoryMissed { attended_min, required_min, .. }) = reason
    else {
        return None;
    };
    Some((i32::try_from(*attended_min).ok()?, i32::try_from(*required_min).ok()?))
}

fn message(reason: &Reason, lang: Language) -> String {
    match (reason, lang) {
        (Reason::NotParticipant { state }, _) => {
            let state = state.label(lang);
            match lang {
                Language::Polish => format!("Osoba nie uczestniczyła w edycji ({state})."),
                Language::English => format!("The person did not take part in the edition ({state})."),
            }
        }
        (Reason::AlreadyIssued { .. }, Language::Polish) => "Osoba ma już takie zaświadczenie z tej edycji.".into(),
        (Reason::AlreadyIssued { .. }, Language::English) => "The person has such a certificate of this edition.".into(),
        (Reason::TakenBack { .. }, Language::Polish) => {
            "Zaświadczenie tej osoby z tej edycji unieważniono lub anulowano. Nowe można wydać tylko korektą, z podaniem \
             powodu."
                .into()
        }
        (Reason::TakenBack { .. }, Language::English) => {
            "The person's certificate of this edition was revoked or annulled. Only a correction, with a reason, gives \
             another."
                .into()
        }
        (Reason::NoSessions, Language::Polish) => "Żadne zajęcia nie dotyczą tej osoby.".into(),
        (Reason::NoSessions, Language::English) => "No session is the person's own.".into(),
        (Reason::BelowThreshold { attended_min, planned_min, required_min }, Language::Polish) => {
            format!("Obecność {attended_min} z {planned_min} min; wymagane {required_min} min.")
        }
        (Reason::BelowThreshold { attended_min, planned_min, required_min }, Language::English) => {
            format!("Attended {attended_min} of {planned_min} min; {required_min} min are required.")
        }
        (Reason::MandatoryMissed { attended_min, required_min, .. }, Language::Polish) => {
            format!("Zajęcia obowiązkowe: obecność {attended_min} min; wymagane {required_min} min.")
        }
        (Reason::MandatoryMissed { attended_min, required_min, .. }, Language::English) => {
            format!("Mandatory session: attended {attended_min} min; {required_min} min are required.")
        }
        (Reason::NameUnprintable { letter }, Language::Polish) => {
            format!(
                "Nazwisko zawiera znak, którego nie ma w krojach pisma: „{letter}” (U+{:04X}).",
                u32::from(*letter)
            )
        }
        (Reason::NameUnprintable { letter }, Language::English) => {
            format!("The name holds a letter that no face has: “{letter}” (U+{:04X}).", u32::from(*letter))
        }
    }
}

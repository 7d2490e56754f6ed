//! `issueCertificates`.

use async_graphql::{Context, Enum, ID, InputObject, Object, Result, SimpleObject};
use entities::certificates::actions::{self, Issued, NotIssued, Reason};
use entities::certificates::refusals::{NUMBERS_HELD, PUBLIC_URL_MISSING, TEMPLATE_MISSING, UNPRINTABLE};
use entities::partnerships::refusals::{SERIES_MISSING, VISIBILITY_MISSING};
use entities::shared::enums::Choice as _;
use entities::shared::ids::EnrolmentId;
use entities::shared::language::Language;
use entities::shared::refusals::{TOO_MANY, WRONG_STATE};
use entities::trainings::refusals::ATTENDANCE_NOT_LOCKED;
use graph::certificates::types::Certificate;
use graph::trainings::types::Enrolment;
use kit::ctx::ContextExt;
use kit::ids::global;
use kit::mutate::{MutationError, mutate};
use kit::mutation;
use kit::select::Sel;
use kit::{form, node};

/// What `issueCertificates` takes.
#[derive(InputObject)]
pub struct IssueCertificatesInput {
    /// The edition.
    pub edition_id: ID,
    /// For these enrolments, at most 500; for everybody who took part where none are named.
    pub enrolment_ids: Option<Vec<ID>>,
    /// Makes a repeated mutation answer with its first result.
    pub idempotency_key: Option<String>,
}

mutation! {
    IssueCertificates (IssueCertificatesInput) -> IssueCertificatesPayload;
    codes [
        WRONG_STATE, ATTENDANCE_NOT_LOCKED, TOO_MANY, VISIBILITY_MISSING, PUBLIC_URL_MISSING,
        SERIES_MISSING, NUMBERS_HELD, TEMPLATE_MISSING, UNPRINTABLE,
    ]
}

/// Who was issued a certificate, and what is unmet for everybody else.
#[derive(SimpleObject)]
pub struct IssueCertificatesPayload {
    /// The certificates, in the order of their numbers.
    pub certificates: Vec<Certificate>,
    /// Everybody else.
    pub not_issued: Vec<NotIssuedResult>,
    /// Why nothing was done; empty if it was.
    pub errors: Vec<MutationError<IssueCertificates>>,
}

/// Somebody who got no certificate.
#[derive(SimpleObject)]
pub struct NotIssuedResult {
    /// The enrolment.
    pub enrolment: Option<Enrolment>,
    /// Everything that is unmet.
    pub reasons: Vec<RequirementResult>,
}

/// Something that is unmet for a certificate.
pub struct RequirementResult(Reason);

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
        (Reason::AlreadyIssued { .. }, Language::Polish) => "Osoba ma już zaświadczenie z tej edycji.".into(),
        (Reason::AlreadyIssued { .. }, Language::English) => "The person has a certificate of this edition.".into(),
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

/// Resolves the mutation.
///
/// # Errors
/// Faults only.
pub async fn resolve(ctx: &Context<'_>, input: IssueCertificatesInput) -> Result<IssueCertificatesPayload> {
    let command = form::read(|form| actions::IssueCertificates {
        edition_id: form.id("editionId", &input.edition_id),
        enrolment_ids: input.enrolment_ids.as_ref().map(|ids| form.ids("enrolmentIds", Some(ids))),
    });
    let key = input.idempotency_key.clone();
    let outcome = mutate::<IssueCertificates, _, _, _>(ctx, key, command, |tx, op, cmd| {
        Box::pin(actions::issue_certificates(tx, op, cmd))
    });
    let outcome = outcome.await?;
    let issued = outcome.done.unwrap_or_default();
    let certificates = certificates(ctx, &issued).await?;
    let not_issued = not_issued(ctx, issued.not_issued).await?;
    Ok(IssueCertificatesPayload { certificates, not_issued, errors: outcome.errors })
}

/// The issued certificates in the order of their numbers, with what the selection asks of them.
async fn certificates(ctx: &Context<'_>, issued: &Issued) -> Result<Vec<Certificate>> {
    let sel = Sel::of(ctx);
    let payload = sel.children("IssueCertificatesPayload");
    let wanted = payload.iter().filter(|child| child.name() == "certificates");
    let ways: Vec<_> = wanted.map(|child| (child.key.to_owned(), child)).collect();
    if ways.is_empty() {
        return Ok(vec![]);
    }
    let ids: Vec<_> = issued.certificates.iter().map(|id| id.0).collect();
    let mut all = node::by_ids_of::<Certificate>(ctx, &ways, &ids).await?;
    all.sort_by_key(|certificate| (certificate.row().year, certificate.row().ordinal));
    Ok(all)
}

async fn not_issued(ctx: &Context<'_>, all: Vec<NotIssued>) -> Result<Vec<NotIssuedResult>> {
    let sel = Sel::of(ctx);
    let payload = sel.children("IssueCertificatesPayload");
    let mut wanted = vec![];
    for child in payload.iter().filter(|child| child.name() == "notIssued") {
        let enrolments = child.children("NotIssuedResult").into_iter().filter(|c| c.name() == "enrolment");
        wanted.extend(enrolments.map(|enrolment| (format!("{}/{}", child.key, enrolment.key), enrolment)));
    }
    let ways: Vec<_> = wanted.iter().map(|(way, sel)| (way.clone(), sel)).collect();
    let ids: Vec<_> = all.iter().map(|one| one.enrolment_id.0).collect();
    let mut enrolments =
        if ways.is_empty() { vec![] } else { node::by_ids_of::<Enrolment>(ctx, &ways, &ids).await? };
    let mut take = |id: EnrolmentId| {
        let at = enrolments.iter().position(|enrolment| enrolment.row().id == id)?;
        Some(enrolments.swap_remove(at))
    };
    Ok(all
        .into_iter()
        .map(|one| NotIssuedResult {
            enrolment: take(one.enrolment_id),
            reasons: one.reasons.into_iter().map(RequirementResult).collect(),
        })
        .collect())
}

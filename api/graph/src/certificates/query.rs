//! Where certificates are reached from the top of a query, and their public verification.

use async_graphql::{Context, Object, Result, SimpleObject};
use entities::certificates::actions::note_verification;
use entities::certificates::refusals::ONE_WAY;
use entities::certificates::verdict::VerdictKind;
use entities::certificates::{CertificateKind, VerificationChannel, store, verdict};
use entities::shared::enums::Choice as _;
use entities::shared::error::Refusal;
use entities::shared::refusals::REQUIRED;
use entities::shared::tx;
use kit::connections;
use kit::ctx::{ContextExt, State};
use kit::enums::Coded;
use kit::error::refused;
use kit::scalars::Date;

use super::filters::{
    CertificateFilter, CertificateOrder, CertificateTemplateFilter, CertificateTemplateOrder,
};
use super::types::{Certificate, CertificateTemplate};
pub use super::unmet::IssuePreviewQuery;

connections! {
    /// Queries of the certificates.
    CertificateQuery {
        /// Certificates the viewer may see.
        certificates: Certificate, CertificateFilter, CertificateOrder;
        /// Certificate templates the viewer may see.
        certificate_templates: CertificateTemplate, CertificateTemplateFilter, CertificateTemplateOrder;
    }
}

/// What a public check of a certificate shows: what is needed to compare it with the document in hand.
#[derive(SimpleObject)]
pub struct VerificationResult {
    /// The answer.
    verdict: Coded<VerdictKind>,
    /// The answer, for people.
    verdict_label: String,
    /// What the certificate confirms.
    kind: Option<Coded<CertificateKind>>,
    /// The same, for people.
    kind_label: Option<String>,
    /// Number.
    number: Option<String>,
    /// Names as printed; none once it is revoked or they were erased.
    name: Option<String>,
    /// Whether the names were erased: because the person asked, or because they need not be kept any more. What else
    /// is answered stays true.
    name_erased: bool,
    /// Training.
    training: Option<String>,
    /// Issuing office.
    issuer: Option<String>,
    /// Day of issue.
    issued_on: Option<Date>,
    /// Last day of validity; none for ever.
    valid_until: Option<Date>,
    /// Number of the certificate that replaces it.
    corrected_by: Option<String>,
    /// Day it was revoked or replaced.
    ended_on: Option<Date>,
}

/// The public check.
#[derive(Default)]
pub struct VerificationQuery;

#[Object]
impl VerificationQuery {
    /// Checks a certificate by exactly one of: the code printed on it; its number with the name of its holder; the SHA-256 of
    /// its file. Open to everybody, limited in number of tries, recorded without the name of who asks.
    #[graphql(complexity = "20 + child_complexity")]
    async fn verify_certificate(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The code as printed, with or without separators, in any case.")] code: Option<
            String,
        >,
        #[graphql(desc = "The number as printed, `SERIES/2026/0001`; goes with `name`.")] number: Option<
            String,
        >,
        #[graphql(
            desc = "The last name of the holder, or all names as printed; neither case nor diacritics matter. Another \
                    name is answered as `UNKNOWN`."
        )]
        name: Option<String>,
        #[graphql(desc = "The SHA-256 of the file, hexadecimal.")] sha256: Option<String>,
    ) -> Result<Option<VerificationResult>> {
        ctx.tries().verification(ctx.asked().address)?;
        let asked = match (&code, &number, &name, &sha256) {
            (Some(code), None, None, None) => store::Asked::Code(code),
            (None, Some(number), Some(name), None) => store::Asked::Number { number, name },
            (None, None, None, Some(hash)) => store::Asked::Hash(hash),
            (_, Some(_), None, _) => return Err(refused(ctx, &Refusal::form("name", REQUIRED).into())),
            (_, None, Some(_), _) => return Err(refused(ctx, &Refusal::form("number", REQUIRED).into())),
            (None, None, None, None) => return Err(refused(ctx, &Refusal::form("code", REQUIRED).into())),
            _ => return Err(refused(ctx, &Refusal::form("code", ONE_WAY).into())),
        };
        let verdict = check(ctx.state(), &ctx.op(), asked, VerificationChannel::Api)
            .await
            .map_err(|error| refused(ctx, &error))?;
        let kind = verdict.kind;
        let facts = verdict.facts.as_ref();
        Ok(Some(VerificationResult {
            verdict: kind.into(),
            verdict_label: kind.label(ctx.lang()).to_owned(),
            kind: facts.map(|facts| Coded::from(facts.certificate)),
            kind_label: facts.map(|facts| facts.certificate.label(ctx.lang()).to_owned()),
            number: facts.map(|facts| facts.number.clone()),
            name: facts.and_then(|facts| facts.name.clone()),
            name_erased: facts.is_some_and(|facts| facts.is_erased),
            training: facts.map(|facts| facts.training.clone()),
            issuer: facts.map(|facts| facts.issuer.clone()),
            issued_on: facts.map(|facts| facts.issued_on.into()),
            valid_until: facts.and_then(|facts| facts.valid_until).map(Date::from),
            corrected_by: facts.and_then(|facts| facts.corrected_by.clone()),
            ended_on: facts.and_then(|facts| facts.ended_on).map(Date::from),
        }))
    }
}

/// Checks a certificate and records the check; one way for pages and API.
///
/// # Errors
/// The database failed.
pub async fn check(
    state: &State,
    op: &entities::shared::operation::Operation,
    asked: store::Asked<'_>,
    channel: VerificationChannel,
) -> entities::shared::error::Result<verdict::Verdict> {
    let (verdict, certificate) = store::verify(&state.db.reader, asked, op.today()).await?;
    let kind = verdict.kind;
    let noted = (op, certificate, kind, channel);
    tx::write(&state.db, &noted, |tx, (op, certificate, kind, channel)| {
        Box::pin(note_verification(tx, op, *certificate, *kind, *channel))
    })
    .await?;
    Ok(verdict)
}

//! Where certificates are reached from the top of a query, and their public verification.

use async_graphql::{Context, Object, Result, SimpleObject};
use entities::certificates::actions::note_verification;
use entities::certificates::verdict::VerdictKind;
use entities::certificates::{VerificationChannel, store, verdict};
use entities::shared::enums::Choice as _;
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
    /// Checks a certificate by the code printed on it. Open to everybody, limited in number of tries, recorded
    /// without the name of who asks.
    #[graphql(complexity = "20 + child_complexity")]
    async fn verify_certificate(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The code as printed, with or without separators, in any case.")] code: String,
    ) -> Result<Option<VerificationResult>> {
        ctx.tries().verification(ctx.asked().address)?;
        let verdict = check(ctx.state(), &ctx.op(), &code, VerificationChannel::Api)
            .await
            .map_err(|error| refused(ctx, &error))?;
        let kind = verdict.kind;
        let facts = verdict.facts.as_ref();
        Ok(Some(VerificationResult {
            verdict: kind.into(),
            verdict_label: kind.label(ctx.lang()).to_owned(),
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

/// Checks a code and records the check; one way for page and API.
///
/// # Errors
/// The database failed.
pub async fn check(
    state: &State,
    op: &entities::shared::operation::Operation,
    code: &str,
    channel: VerificationChannel,
) -> entities::shared::error::Result<verdict::Verdict> {
    let (verdict, certificate) = store::verify(&state.db.reader, code, op.today()).await?;
    let kind = verdict.kind;
    let noted = (op, certificate, kind, channel);
    tx::write(&state.db, &noted, |tx, (op, certificate, kind, channel)| {
        Box::pin(note_verification(tx, op, *certificate, *kind, *channel))
    })
    .await?;
    Ok(verdict)
}

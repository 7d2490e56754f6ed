//! `openOwnCertificates`. By hand: its answer holds links, so there is no idempotency key and nothing of it is stored.

use async_graphql::{Context, InputObject, Result, SimpleObject};
use chrono::{DateTime, Utc};
use edge::tries::limited;
use entities::accounts::refusals::LINK_INVALID;
use entities::certificates::CertificateKind;
use entities::shared::enums::Choice as _;
use kit::ctx::ContextExt;
use kit::enums::Coded;
use kit::mutate::{MutationError, settle};
use kit::mutation;
use kit::scalars::Date;

use crate::accounts::links::{self, Tried};

/// What `openOwnCertificates` takes.
#[derive(InputObject)]
pub struct OpenOwnCertificatesInput {
    /// The code of the message: what stands behind the `#` of its link. It works once.
    #[graphql(secret)]
    pub token: String,
}

mutation! {
    OpenOwnCertificates (OpenOwnCertificatesInput) -> OpenOwnCertificatesPayload;
    codes [LINK_INVALID]
}

/// A certificate of whoever holds the link.
#[derive(SimpleObject)]
#[graphql(name = "OwnCertificateResult")]
pub struct OwnCertificate {
    /// Number.
    pub number: String,
    /// What it confirms.
    pub kind: Coded<CertificateKind>,
    /// The same, for people.
    pub kind_label: String,
    /// Title of the training.
    pub training: String,
    /// Day of issue.
    pub issued_on: Date,
    /// Path and query of a link to download it, below the address of this API.
    pub path: String,
    /// Until when that link holds.
    pub expires_at: DateTime<Utc>,
}

/// What the link opened.
#[derive(SimpleObject)]
pub struct OpenOwnCertificatesPayload {
    /// Certificates in force, newest first.
    pub certificates: Vec<OwnCertificate>,
    /// Why it was not done; empty if it was.
    pub errors: Vec<MutationError<OpenOwnCertificates>>,
}

/// Resolves the mutation.
///
/// # Errors
/// `RATE_LIMITED`; faults.
pub async fn resolve(
    ctx: &Context<'_>,
    input: OpenOwnCertificatesInput,
) -> Result<OpenOwnCertificatesPayload> {
    match links::open_certificates(ctx.state(), &ctx.op(), ctx.asked().address, &input.token).await {
        Tried::TooMany(too_many) => Err(limited(&too_many)),
        Tried::Done(done) => {
            let outcome = settle::<OpenOwnCertificates, _>(ctx, done)?;
            let shown = outcome.done.unwrap_or_default().into_iter().map(|(own, (path, expires_at))| {
                let (number, training, issued_on) = (own.number, own.training, own.issued_on.into());
                let (kind, kind_label) = (own.kind.into(), own.kind.label(ctx.lang()).to_owned());
                OwnCertificate { number, kind, kind_label, training, issued_on, path, expires_at }
            });
            Ok(OpenOwnCertificatesPayload { certificates: shown.collect(), errors: outcome.errors })
        }
    }
}

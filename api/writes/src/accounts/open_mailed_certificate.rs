//! `openMailedCertificate`. By hand: its answer is a link, so there is no idempotency key and nothing of it is stored.

use async_graphql::{Context, InputObject, Result, SimpleObject};
use chrono::{DateTime, Utc};
use edge::tries::limited;
use entities::accounts::refusals::LINK_INVALID;
use kit::ctx::ContextExt;
use kit::mutate::{MutationError, settle};
use kit::mutation;

use crate::accounts::links::{self, Tried};

/// What `openMailedCertificate` takes.
#[derive(InputObject)]
pub struct OpenMailedCertificateInput {
    /// The code of the message: what stands behind the `#` of its link.
    #[graphql(secret)]
    pub token: String,
}

mutation! {
    OpenMailedCertificate (OpenMailedCertificateInput) -> OpenMailedCertificatePayload;
    codes [LINK_INVALID]
}

/// A link to download the certificate.
#[derive(SimpleObject)]
pub struct OpenMailedCertificatePayload {
    /// Path and query of the link, below the address of this API.
    pub path: Option<String>,
    /// Until when it holds.
    pub expires_at: Option<DateTime<Utc>>,
    /// Why it was not done; empty if it was.
    pub errors: Vec<MutationError<OpenMailedCertificate>>,
}

/// Resolves the mutation.
///
/// # Errors
/// `RATE_LIMITED`; faults.
pub async fn resolve(
    ctx: &Context<'_>,
    input: OpenMailedCertificateInput,
) -> Result<OpenMailedCertificatePayload> {
    match links::open_mailed(ctx.state(), &ctx.op(), ctx.asked().address, &input.token).await {
        Tried::TooMany(too_many) => Err(limited(&too_many)),
        Tried::Done(done) => {
            let outcome = settle::<OpenMailedCertificate, _>(ctx, done)?;
            let (path, expires_at) = outcome.done.unzip();
            Ok(OpenMailedCertificatePayload { path, expires_at, errors: outcome.errors })
        }
    }
}

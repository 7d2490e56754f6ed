//! `requestOwnCertificates`. By hand: open to everybody, and answered alike whether or not anybody has the address.

use async_graphql::{Context, InputObject, Result, SimpleObject};
use edge::tries::limited;
use kit::ctx::ContextExt;
use kit::mutate::{MutationError, settle};
use kit::mutation;

use crate::accounts::links::{self, Tried};
use entities::shared::refusals::QUOTA_REACHED;

/// What `requestOwnCertificates` takes.
#[derive(InputObject)]
pub struct RequestOwnCertificatesInput {
    /// The address that the training office knows, in any case.
    pub email: String,
}

mutation! {
    RequestOwnCertificates (RequestOwnCertificatesInput) -> RequestOwnCertificatesPayload;
    codes [QUOTA_REACHED]
}

/// Whether the request was taken.
#[derive(SimpleObject)]
pub struct RequestOwnCertificatesPayload {
    /// The request was taken. It does not tell whether anybody has the address.
    pub requested: bool,
    /// Why it was not done; empty if it was.
    pub errors: Vec<MutationError<RequestOwnCertificates>>,
}

/// Resolves the mutation.
///
/// # Errors
/// `RATE_LIMITED`; faults.
pub async fn resolve(
    ctx: &Context<'_>,
    input: RequestOwnCertificatesInput,
) -> Result<RequestOwnCertificatesPayload> {
    let given = (&*input.email, ctx.lang());
    match links::request_certificates(ctx.state(), &ctx.op(), ctx.asked().address, given).await {
        Tried::TooMany(too_many) => Err(limited(&too_many)),
        Tried::Done(done) => {
            let outcome = settle::<RequestOwnCertificates, _>(ctx, done)?;
            Ok(RequestOwnCertificatesPayload { requested: outcome.done.is_some(), errors: outcome.errors })
        }
    }
}

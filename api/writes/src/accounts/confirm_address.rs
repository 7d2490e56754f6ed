//! `confirmAddress`. By hand: it is open to everybody who holds the code, and counts tries.

use async_graphql::{Context, InputObject, Result, SimpleObject};
use edge::tries::limited;
use entities::accounts::refusals::LINK_INVALID;
use kit::ctx::ContextExt;
use kit::mutate::{MutationError, settle};
use kit::mutation;

use crate::accounts::links::{self, Tried};

/// What `confirmAddress` takes.
#[derive(InputObject)]
pub struct ConfirmAddressInput {
    /// The code of the message: what stands behind the `#` of its link.
    #[graphql(secret)]
    pub token: String,
}

mutation! {
    ConfirmAddress (ConfirmAddressInput) -> ConfirmAddressPayload;
    codes [LINK_INVALID]
}

/// Whether the address was confirmed.
#[derive(SimpleObject)]
pub struct ConfirmAddressPayload {
    /// Whether the address is in use from now on.
    pub confirmed: bool,
    /// Why it was not done; empty if it was.
    pub errors: Vec<MutationError<ConfirmAddress>>,
}

/// Resolves the mutation.
///
/// # Errors
/// `RATE_LIMITED`; faults.
pub async fn resolve(ctx: &Context<'_>, input: ConfirmAddressInput) -> Result<ConfirmAddressPayload> {
    match links::confirm_address(ctx.state(), &ctx.op(), ctx.asked().address, &input.token).await {
        Tried::TooMany(too_many) => Err(limited(&too_many)),
        Tried::Done(done) => {
            let outcome = settle::<ConfirmAddress, _>(ctx, done)?;
            Ok(ConfirmAddressPayload { confirmed: outcome.done.is_some(), errors: outcome.errors })
        }
    }
}

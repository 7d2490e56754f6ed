//! `answerMailedOffer`. By hand: it is open to everybody who holds a mailed code, and counts tries.

use async_graphql::{Context, InputObject, Result, SimpleObject};
use edge::tries::limited;
use entities::accounts::refusals::LINK_INVALID;
use entities::shared::refusals::{NOT_FOUND, WRONG_STATE};
use entities::trainings::actions::AnswerOffer;
use kit::ctx::ContextExt;
use kit::mutate::{MutationError, settle};
use kit::mutation;

use crate::accounts::links::{self, Tried};

/// What `answerMailedOffer` takes.
#[derive(InputObject)]
pub struct AnswerMailedOfferInput {
    /// The code of the message: what stands behind the `#` of its link.
    #[graphql(secret)]
    pub token: String,
    /// Whether to take the seat.
    pub accept: bool,
}

mutation! {
    AnswerMailedOffer (AnswerMailedOfferInput) -> AnswerMailedOfferPayload;
    codes [LINK_INVALID, NOT_FOUND, WRONG_STATE]
}

/// What came of the answer.
#[derive(SimpleObject)]
pub struct AnswerMailedOfferPayload {
    /// Whether the answer was taken.
    pub answered: bool,
    /// Why it was not done; empty if it was.
    pub errors: Vec<MutationError<AnswerMailedOffer>>,
}

/// Resolves the mutation.
///
/// # Errors
/// `RATE_LIMITED`; faults.
pub async fn resolve(ctx: &Context<'_>, input: AnswerMailedOfferInput) -> Result<AnswerMailedOfferPayload> {
    let answer = if input.accept { AnswerOffer::Accept } else { AnswerOffer::Decline };
    match links::answer_offer(ctx.state(), &ctx.op(), ctx.asked().address, (&input.token, answer)).await {
        Tried::TooMany(too_many) => Err(limited(&too_many)),
        Tried::Done(done) => {
            let outcome = settle::<AnswerMailedOffer, _>(ctx, done)?;
            Ok(AnswerMailedOfferPayload { answered: outcome.done.is_some(), errors: outcome.errors })
        }
    }
}

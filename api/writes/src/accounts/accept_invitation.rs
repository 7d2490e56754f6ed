//! `acceptInvitation`. By hand: the password is checked or hashed before the transaction begins, and nothing of it is
//! stored.

use async_graphql::{Context, ID, InputObject, Result, SimpleObject};
use edge::tries::limited;
use entities::accounts::refusals::{BAD_CREDENTIALS, LINK_INVALID};
use entities::clauses::refusals::CLAUSE_REQUIRED;
use entities::shared::refusals::DUPLICATE;
use kit::ctx::ContextExt;
use kit::form;
use kit::mutate::{MutationError, settle};
use kit::mutation;

use crate::accounts::links::{self, Tried};

/// What `acceptInvitation` takes.
#[derive(InputObject)]
pub struct AcceptInvitationInput {
    /// The code of the message: what stands behind the `#` of its link.
    #[graphql(secret)]
    pub token: String,
    /// A password for the new account, 12 to 200 characters; the present one where the address has an account.
    #[graphql(secret)]
    pub password: String,
    /// Versions of information clauses that were shown. The error `CLAUSE_REQUIRED` names what is missing.
    pub clause_version_ids: Option<Vec<ID>>,
}

mutation! {
    AcceptInvitation (AcceptInvitationInput) -> AcceptInvitationPayload;
    codes [LINK_INVALID, BAD_CREDENTIALS, DUPLICATE, CLAUSE_REQUIRED]
}

/// Whether the invitation was accepted.
#[derive(SimpleObject)]
pub struct AcceptInvitationPayload {
    /// Whether the account is there with its role; log in with `logIn`.
    pub accepted: bool,
    /// Why it was not done; empty if it was.
    pub errors: Vec<MutationError<AcceptInvitation>>,
}

/// Resolves the mutation.
///
/// # Errors
/// `RATE_LIMITED`; faults.
pub async fn resolve(ctx: &Context<'_>, input: AcceptInvitationInput) -> Result<AcceptInvitationPayload> {
    let given = (input.token, input.password);
    let clauses = match form::read(|form| form.ids("clauseVersionIds", input.clause_version_ids.as_deref())) {
        Ok(clauses) => clauses,
        Err(error) => {
            let outcome = settle::<AcceptInvitation, ()>(ctx, Err(error))?;
            return Ok(AcceptInvitationPayload { accepted: false, errors: outcome.errors });
        }
    };
    match links::accept(ctx.state(), &ctx.op(), ctx.asked().address, given, clauses).await {
        Tried::TooMany(too_many) => Err(limited(&too_many)),
        Tried::Done(done) => {
            let outcome = settle::<AcceptInvitation, _>(ctx, done)?;
            Ok(AcceptInvitationPayload { accepted: outcome.done.is_some(), errors: outcome.errors })
        }
    }
}

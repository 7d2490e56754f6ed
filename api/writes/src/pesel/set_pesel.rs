//! `setPesel`. By hand: its input holds the number, of which not even a hash may lie with an idempotency key. Noting the
//! same number again changes nothing, so a repeated request is safe without one.

use async_graphql::{Context, ID, InputObject, Result, SimpleObject};
use entities::pesel::actions::{self, NotePesel};
use entities::pesel::refusals::{
    PESEL, PESEL_CONFLICT, PESEL_CONSENT_MISSING, PESEL_NOT_REQUIRED, PESEL_PROJECT_UNCLEAR,
};
use entities::shared::error::{Error, Refusal};
use entities::shared::ids::PersonId;
use entities::shared::refusals::{DUPLICATE, STALE_VERSION};
use entities::shared::tx;
use graph::institutions::types::Person;
use kit::ctx::ContextExt;
use kit::form;
use kit::mutate::{MutationError, changed, settle};
use kit::mutation;

use super::number;

/// What `setPesel` takes.
#[derive(InputObject)]
pub struct SetPeselInput {
    /// The person.
    pub person_id: ID,
    /// The project that keeps the number; need not be said where only one can be meant.
    pub project_id: Option<ID>,
    /// The version of the kept number that was read; a change by somebody else meanwhile is then refused.
    pub version: Option<i32>,
    /// Eleven digits; blanks and hyphens between them are understood.
    #[graphql(secret)]
    pub pesel: String,
}

mutation! {
    SetPesel (SetPeselInput) -> SetPeselPayload;
    codes [PESEL_NOT_REQUIRED, PESEL_PROJECT_UNCLEAR, PESEL_CONSENT_MISSING, PESEL_CONFLICT, DUPLICATE, STALE_VERSION]
}

/// Whose number was noted.
#[derive(SimpleObject)]
pub struct SetPeselPayload {
    /// The person.
    pub person: Option<Person>,
    /// Who has the number already, where it was refused as `DUPLICATE`; never somebody whom the viewer may not see.
    pub duplicate_of: Option<Person>,
    /// Why it was not done; empty if it was.
    pub errors: Vec<MutationError<SetPesel>>,
}

/// Resolves the mutation.
///
/// # Errors
/// `RATE_LIMITED`; faults.
pub async fn resolve(ctx: &Context<'_>, input: SetPeselInput) -> Result<SetPeselPayload> {
    ctx.tries().pesel(ctx.actor().user_id())?;
    let read = form::read(|form| {
        let person_id = form.id("personId", &input.person_id);
        let project_id = form.opt_id("projectId", input.project_id.as_ref());
        ((person_id, project_id), form.take("pesel", None, |_| number(&input.pesel).map(Some)))
    });
    let command = read.and_then(|((person_id, project_id), pesel)| {
        let pesel = pesel.ok_or_else(|| Refusal::form("pesel", PESEL))?;
        Ok(NotePesel { person_id, project_id, version: input.version, pesel })
    });
    let noted = match command {
        Ok(command) => {
            let args = (ctx.op(), &ctx.state().pesel_keys, command);
            tx::write(&ctx.state().db, &args, |tx, (op, keys, command)| {
                Box::pin(actions::note_pesel(tx, op, keys, command))
            })
            .await
        }
        Err(error) => Err(error),
    };
    let duplicate = match &noted {
        Err(Error::Refused(refusals)) => refusals.iter().find_map(Refusal::names::<PersonId>),
        _ => None,
    };
    let outcome = settle::<SetPesel, _>(ctx, noted)?;
    let duplicate_of = changed(duplicate);
    let person = changed(outcome.done);
    Ok(SetPeselPayload { person, duplicate_of, errors: outcome.errors })
}

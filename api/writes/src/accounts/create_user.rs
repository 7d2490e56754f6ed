//! `createUser`. By hand: the password is hashed before the transaction begins, and is no part of what the
//! idempotency key stores.

use async_graphql::{Context, ID, InputObject, Result, SimpleObject};
use entities::accounts::actions::{self, NewUser};
use entities::accounts::password;
use entities::accounts::store::own_facts;
use entities::shared::error::{self as action, refuse};
use entities::shared::refusals::{DUPLICATE, FORBIDDEN};
use graph::accounts::types::User;
use kit::ctx::ContextExt;
use kit::form;
use kit::mutate::{MutationError, changed, mutate};
use kit::mutation;

/// What `createUser` takes.
#[derive(InputObject)]
pub struct CreateUserInput {
    /// Login e-mail.
    pub email: String,
    /// The person behind it.
    pub person_id: Option<ID>,
    /// The first password, 12 to 200 characters; without one there is no login until one is set.
    #[graphql(secret)]
    pub password: Option<String>,
    /// Makes a repeated mutation answer with its first result, whatever password it gives.
    pub idempotency_key: Option<String>,
}

mutation! {
    CreateUser (CreateUserInput) -> CreateUserPayload;
    codes [DUPLICATE]
}

/// Who was created.
#[derive(SimpleObject)]
pub struct CreateUserPayload {
    /// The user.
    pub user: Option<User>,
    /// Why it was not done; empty if it was.
    pub errors: Vec<MutationError<CreateUser>>,
}

/// Resolves the mutation.
///
/// # Errors
/// Faults only.
pub async fn resolve(ctx: &Context<'_>, input: CreateUserInput) -> Result<CreateUserPayload> {
    let key = input.idempotency_key.clone();
    let command = command(ctx, input).await;
    let outcome = mutate::<CreateUser, _, _, _>(ctx, key, command, |tx, op, cmd| {
        Box::pin(actions::create_user(tx, op, cmd))
    })
    .await?;
    let user = changed(outcome.done);
    Ok(CreateUserPayload { user, errors: outcome.errors })
}

async fn command(ctx: &Context<'_>, input: CreateUserInput) -> action::Result<NewUser> {
    if ctx.actor().user_id().is_none() {
        // Nobody makes the server hash without having logged in.
        return refuse(FORBIDDEN, "");
    }
    let person_id = form::read(|form| form.opt_id("personId", input.person_id.as_ref()))?;
    let password = match input.password {
        Some(password) => {
            let own = own_facts(&ctx.state().db.reader, &input.email, None).await?;
            Some(password::hash(password, &own, &*ctx.state().chance).await?)
        }
        None => None,
    };
    Ok(NewUser { email: input.email, person_id, password })
}

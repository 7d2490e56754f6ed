//! Who asks, as an object.
//!
//! The viewer is read as the actor it holds, not as the request's: the payload of a login shows who has logged in,
//! though the request came from nobody.

use async_graphql::{Context, Object, Result, SimpleObject};
use chrono::{DateTime, Utc};
use entities::accounts::store::{
    identities_of, live_grants, recovery_codes_left, second_factor_since, unreceived,
};
use entities::shared::actor::Actor;
use entities::shared::ids::TypedId;
use entities::shared::warsaw;
use kit::ctx::ContextExt;
use kit::error::fault;
use kit::node::{Listed, Ref, Resource};
use kit::page::{Connection, seen_by};

use super::filters::{CredentialFilter, CredentialOrder};
use super::types::{Credential, Identity, RoleGrant, User};
use crate::clauses::types::ClauseVersion;
use crate::institutions::types::Person;

/// Who asks.
pub struct Viewer(pub Actor);

/// A second factor: a code of an authenticator app, beside the password.
#[derive(SimpleObject)]
#[graphql(name = "SecondFactorResult")]
pub struct SecondFactor {
    /// Whether it is asked for at a login.
    on: bool,
    /// Whether it must be set up before anything else: a role needs it, and other fields are refused with
    /// `SECOND_FACTOR_REQUIRED`.
    required: bool,
    /// Since when.
    since: Option<DateTime<Utc>>,
    /// How many recovery codes were not used yet.
    recovery_codes_left: i32,
}

/// An outside login provider.
#[derive(SimpleObject)]
#[graphql(name = "LoginProviderResult")]
pub struct LoginProvider {
    /// What people call it, for a button.
    name: String,
    /// Path below the address of this API to which a browser goes, with `challenge` and, where wanted, `return_to`.
    start_path: String,
}

/// Who asks; for the public everything here is empty.
#[Object(name = "ViewerResult")]
impl Viewer {
    /// The account; none for the public.
    async fn user(&self) -> Option<User> {
        self.own(self.0.user_id())
    }

    /// The person behind the account, with their own enrolments and certificates.
    async fn person(&self) -> Option<Person> {
        self.own(self.0.person_id())
    }

    /// Roles in force.
    #[graphql(complexity = "10 * child_complexity")]
    async fn roles(&self, ctx: &Context<'_>) -> Result<Listed<RoleGrant>> {
        let Some(user) = self.0.user_id() else { return Ok(Listed::default()) };
        let rows = live_grants(&ctx.state().db.reader, user).await.map_err(|error| fault(ctx, &error))?;
        Ok(Listed::of(rows.into_iter().map(|row| row.id)).seen_by(self.0.clone()))
    }

    /// Information clauses in force that the viewer ought to receive and has not: of accounts, of trainings in which they
    /// have a place, of pilots at whose sites they work. `receiveClause` notes that one was shown.
    #[graphql(complexity = "10 * child_complexity")]
    async fn unreceived_clauses(&self, ctx: &Context<'_>) -> Result<Listed<ClauseVersion>> {
        let missing = unreceived(&ctx.state().db.reader, &self.0, warsaw::day(ctx.state().clock.now())).await;
        let missing = missing.map_err(|error| fault(ctx, &error))?;
        Ok(Listed::of(missing).seen_by(self.0.clone()))
    }

    /// The own second factor; none for the public.
    async fn second_factor(&self, ctx: &Context<'_>) -> Result<Option<SecondFactor>> {
        let Some(user) = self.0.user_id() else { return Ok(None) };
        let db = &ctx.state().db.reader;
        let since = second_factor_since(db, user).await.map_err(|error| fault(ctx, &error))?;
        let left = recovery_codes_left(db, user).await.map_err(|error| fault(ctx, &error))?;
        let recovery_codes_left = i32::try_from(left).unwrap_or(i32::MAX);
        let required = ctx.asked().confined;
        Ok(Some(SecondFactor { on: since.is_some(), required, since, recovery_codes_left }))
    }

    /// The outside login provider of this installation; none where people log in with passwords alone.
    async fn login_provider(&self, ctx: &Context<'_>) -> Option<LoginProvider> {
        let provider = ctx.state().oidc.as_ref()?;
        Some(LoginProvider { name: provider.name().to_owned(), start_path: "/oidc/start".to_owned() })
    }

    /// Own identities at the login provider, oldest first.
    #[graphql(complexity = "5 * child_complexity")]
    async fn identities(&self, ctx: &Context<'_>) -> Result<Listed<Identity>> {
        let Some(user) = self.0.user_id() else { return Ok(Listed::default()) };
        let rows = identities_of(&ctx.state().db.reader, user).await;
        let rows = rows.map_err(|error| fault(ctx, &error))?;
        Ok(Listed::of(rows.into_iter().map(|row| row.id)).seen_by(self.0.clone()))
    }

    /// Own sessions and API tokens.
    #[graphql(complexity = "kit::page::cost(first, last, child_complexity)")]
    #[expect(clippy::too_many_arguments, unused_variables, reason = "read from the selection")]
    async fn credentials(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "How many rows from the start, at most 100; 20 where neither this nor `last` is given."
        )]
        first: Option<i32>,
        #[graphql(desc = "Cursor to start after.")] after: Option<String>,
        #[graphql(desc = "How many rows from the end, at most 100.")] last: Option<i32>,
        #[graphql(desc = "Cursor to end before.")] before: Option<String>,
        #[graphql(desc = "Which rows.")] filter: Option<CredentialFilter>,
        #[graphql(desc = "In which order.")] order_by: Option<CredentialOrder>,
    ) -> Result<Connection<Credential>> {
        seen_by::<Credential, CredentialFilter, CredentialOrder>(ctx, &self.0).await
    }
}

impl Viewer {
    fn own<T: Resource>(&self, id: Option<impl TypedId>) -> Option<T> {
        id.map(|id| T::from(Ref::of(id.uuid()).seen_by(self.0.clone())))
    }
}

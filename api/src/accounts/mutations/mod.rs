//! Mutations of the accounts.

pub mod block_user;
pub mod create_api_token;
pub mod create_user;
pub mod grant_role;
pub mod log_in;
pub mod log_out;
pub mod revoke_credential;
pub mod revoke_role;
pub mod set_password;
pub mod unblock_user;

use async_graphql::{Context, Object, Result};

/// Mutations of the accounts.
#[derive(Default)]
pub struct AccountMutations;

#[Object]
impl AccountMutations {
    /// Opens a session for an e-mail and its password. Open to everybody, limited in number of tries. The answer does
    /// not tell, nor by its time, whether there is such an account.
    async fn log_in(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Who logs in.")] input: log_in::LogInInput,
    ) -> Result<Option<log_in::LogInPayload>> {
        log_in::resolve(ctx, input).await.map(Some)
    }

    /// Ends the session or token that the request came with.
    async fn log_out(&self, ctx: &Context<'_>) -> Result<Option<log_out::LogOutPayload>> {
        log_out::resolve(ctx).await.map(Some)
    }

    /// Makes an API token of the viewer. Its secret is shown this once.
    async fn create_api_token(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to make.")] input: create_api_token::CreateApiTokenInput,
    ) -> Result<Option<create_api_token::CreateApiTokenPayload>> {
        create_api_token::resolve(ctx, input).await.map(Some)
    }

    /// Ends one of the viewer's own sessions or API tokens.
    async fn revoke_credential(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which one.")] input: revoke_credential::RevokeCredentialInput,
    ) -> Result<Option<revoke_credential::RevokeCredentialPayload>> {
        revoke_credential::resolve(ctx, input).await.map(Some)
    }

    /// Creates a user without roles.
    async fn create_user(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Whom to create.")] input: create_user::CreateUserInput,
    ) -> Result<Option<create_user::CreateUserPayload>> {
        create_user::resolve(ctx, input).await.map(Some)
    }

    /// Sets a password: one's own, or that of a user one looks after. All sessions of that user end.
    async fn set_password(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which password.")] input: set_password::SetPasswordInput,
    ) -> Result<Option<set_password::SetPasswordPayload>> {
        set_password::resolve(ctx, input).await.map(Some)
    }

    /// Blocks a user: no login, and every session and token ends.
    async fn block_user(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Whom to block.")] input: block_user::BlockUserInput,
    ) -> Result<Option<block_user::BlockUserPayload>> {
        block_user::resolve(ctx, input).await.map(Some)
    }

    /// Lets a blocked user log in again. Sessions and tokens of before stay ended.
    async fn unblock_user(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Whom to unblock.")] input: unblock_user::UnblockUserInput,
    ) -> Result<Option<unblock_user::UnblockUserPayload>> {
        unblock_user::resolve(ctx, input).await.map(Some)
    }

    /// Grants a role within a scope that the viewer looks after.
    async fn grant_role(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which role.")] input: grant_role::GrantRoleInput,
    ) -> Result<Option<grant_role::GrantRolePayload>> {
        grant_role::resolve(ctx, input).await.map(Some)
    }

    /// Revokes a role within a scope that the viewer looks after.
    async fn revoke_role(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which grant.")] input: revoke_role::RevokeRoleInput,
    ) -> Result<Option<revoke_role::RevokeRolePayload>> {
        revoke_role::resolve(ctx, input).await.map(Some)
    }
}

//! Mutations of the accounts.

pub mod accept_invitation;
pub mod begin_identity_link;
pub mod begin_second_factor;
pub mod block_user;
pub mod confirm_second_factor;
pub mod create_api_token;
pub mod create_user;
pub mod end_other_sessions;
pub mod finish_identity_link;
pub mod finish_provider_login;
pub mod grant_role;
pub mod invite_user;
pub mod log_in;
pub mod log_out;
pub mod open_mailed_certificate;
pub mod open_own_certificates;
pub mod renew_recovery_codes;
pub mod request_own_certificates;
pub mod request_password_reset;
pub mod resend_invitation;
pub mod reset_password;
pub mod reset_second_factor;
pub mod revoke_credential;
pub mod revoke_invitation;
pub mod revoke_role;
pub mod set_language;
pub mod set_password;
pub mod turn_off_second_factor;
pub mod unblock_user;
pub mod unlink_identity;

use async_graphql::{Context, Object, Result};

/// Mutations of the accounts.
#[derive(Default)]
pub struct AccountMutations;

#[Object]
impl AccountMutations {
    /// Opens a session for an e-mail and its password, and a code where the account has a second factor. Open to
    /// everybody, limited in number of tries. The answer does not tell, nor by its time, whether there is such an account.
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

    /// Ends all sessions of the viewer but the one that the request came with: logs out everywhere else.
    async fn end_other_sessions(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which ones.")] input: end_other_sessions::EndOtherSessionsInput,
    ) -> Result<Option<end_other_sessions::EndOtherSessionsPayload>> {
        end_other_sessions::resolve(ctx, input).await.map(Some)
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

    /// Accepts an invitation by the code of its message. Open to everybody, limited in number of tries.
    async fn accept_invitation(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to accept.")] input: accept_invitation::AcceptInvitationInput,
    ) -> Result<Option<accept_invitation::AcceptInvitationPayload>> {
        accept_invitation::resolve(ctx, input).await.map(Some)
    }

    /// Invites somebody by e-mail to a role within a scope. Administrators invite where they look after users, project
    /// managers within their project, to every role but their own.
    async fn invite_user(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Whom to invite.")] input: invite_user::InviteUserInput,
    ) -> Result<Option<invite_user::InviteUserPayload>> {
        invite_user::resolve(ctx, input).await.map(Some)
    }

    /// Exchanges the code of a message about a certificate for a link to download it. Open to everybody, limited in
    /// number of tries.
    async fn open_mailed_certificate(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which code.")] input: open_mailed_certificate::OpenMailedCertificateInput,
    ) -> Result<Option<open_mailed_certificate::OpenMailedCertificatePayload>> {
        open_mailed_certificate::resolve(ctx, input).await.map(Some)
    }

    /// Opens one's own certificates by the code of a message, once, without an account. Open to everybody, limited in
    /// number of tries.
    async fn open_own_certificates(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which code.")] input: open_own_certificates::OpenOwnCertificatesInput,
    ) -> Result<Option<open_own_certificates::OpenOwnCertificatesPayload>> {
        open_own_certificates::resolve(ctx, input).await.map(Some)
    }

    /// Mails a link to one's own certificates to an address that the training office knows. Open to everybody, limited
    /// in number. The answer does not tell, nor by its time, whether anybody has the address.
    async fn request_own_certificates(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which address.")] input: request_own_certificates::RequestOwnCertificatesInput,
    ) -> Result<Option<request_own_certificates::RequestOwnCertificatesPayload>> {
        request_own_certificates::resolve(ctx, input).await.map(Some)
    }

    /// Mails a link to set a new password. Open to everybody, limited in number. The answer does not tell, nor by its
    /// time, whether there is such an account.
    async fn request_password_reset(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which account.")] input: request_password_reset::RequestPasswordResetInput,
    ) -> Result<Option<request_password_reset::RequestPasswordResetPayload>> {
        request_password_reset::resolve(ctx, input).await.map(Some)
    }

    /// Invites anew: the old link works no more, another goes out and holds for the full time.
    async fn resend_invitation(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which invitation.")] input: resend_invitation::ResendInvitationInput,
    ) -> Result<Option<resend_invitation::ResendInvitationPayload>> {
        resend_invitation::resolve(ctx, input).await.map(Some)
    }

    /// Sets a new password by the code of a message, once. All sessions of the account end. Open to everybody, limited
    /// in number of tries.
    async fn reset_password(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which password.")] input: reset_password::ResetPasswordInput,
    ) -> Result<Option<reset_password::ResetPasswordPayload>> {
        reset_password::resolve(ctx, input).await.map(Some)
    }

    /// Takes an invitation back: its link works no more.
    async fn revoke_invitation(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which invitation.")] input: revoke_invitation::RevokeInvitationInput,
    ) -> Result<Option<revoke_invitation::RevokeInvitationPayload>> {
        revoke_invitation::resolve(ctx, input).await.map(Some)
    }

    /// Sets the language in which the viewer is written to.
    async fn set_language(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which language.")] input: set_language::SetLanguageInput,
    ) -> Result<Option<set_language::SetLanguagePayload>> {
        set_language::resolve(ctx, input).await.map(Some)
    }

    /// Begins to set up a second factor of the viewer: the secret goes into an authenticator app, and
    /// `confirmSecondFactor` switches it on. Asks for the password again; tries count as logins.
    async fn begin_second_factor(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The password again.")] input: begin_second_factor::BeginSecondFactorInput,
    ) -> Result<Option<begin_second_factor::BeginSecondFactorPayload>> {
        begin_second_factor::resolve(ctx, input).await.map(Some)
    }

    /// Switches the viewer's second factor on by a code of the app, and hands out recovery codes, once. From now on
    /// `logIn` asks for a code.
    async fn confirm_second_factor(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which code.")] input: confirm_second_factor::ConfirmSecondFactorInput,
    ) -> Result<Option<confirm_second_factor::ConfirmSecondFactorPayload>> {
        confirm_second_factor::resolve(ctx, input).await.map(Some)
    }

    /// Makes new recovery codes of the viewer; those of before work no more.
    async fn renew_recovery_codes(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Password and code again.")] input: renew_recovery_codes::RenewRecoveryCodesInput,
    ) -> Result<Option<renew_recovery_codes::RenewRecoveryCodesPayload>> {
        renew_recovery_codes::resolve(ctx, input).await.map(Some)
    }

    /// Turns the viewer's second factor off.
    async fn turn_off_second_factor(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Password and code again.")] input: turn_off_second_factor::TurnOffSecondFactorInput,
    ) -> Result<Option<turn_off_second_factor::TurnOffSecondFactorPayload>> {
        turn_off_second_factor::resolve(ctx, input).await.map(Some)
    }

    /// Takes the second factor away from a user the viewer looks after, who has lost both app and recovery codes. All
    /// sessions of that user end, and they are written to. Not one's own.
    async fn reset_second_factor(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Whose.")] input: reset_second_factor::ResetSecondFactorInput,
    ) -> Result<Option<reset_second_factor::ResetSecondFactorPayload>> {
        reset_second_factor::resolve(ctx, input).await.map(Some)
    }

    /// Exchanges the code that a browser brought from the login provider for a session. Open to everybody, limited in
    /// number of tries. A second factor of the account is asked for here, too.
    async fn finish_provider_login(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which code.")] input: finish_provider_login::FinishProviderLoginInput,
    ) -> Result<Option<finish_provider_login::FinishProviderLoginPayload>> {
        finish_provider_login::resolve(ctx, input).await.map(Some)
    }

    /// Begins to link an identity at the login provider to the viewer's account: answers where the browser goes. Asks for
    /// the password again; tries count as logins.
    async fn begin_identity_link(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The password again, and the client's challenge.")]
        input: begin_identity_link::BeginIdentityLinkInput,
    ) -> Result<Option<begin_identity_link::BeginIdentityLinkPayload>> {
        begin_identity_link::resolve(ctx, input).await.map(Some)
    }

    /// Links the identity that a browser brought from the login provider to the viewer's account.
    async fn finish_identity_link(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which code.")] input: finish_identity_link::FinishIdentityLinkInput,
    ) -> Result<Option<finish_identity_link::FinishIdentityLinkPayload>> {
        finish_identity_link::resolve(ctx, input).await.map(Some)
    }

    /// Takes one of the viewer's identities away: it opens the account no more.
    async fn unlink_identity(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which one.")] input: unlink_identity::UnlinkIdentityInput,
    ) -> Result<Option<unlink_identity::UnlinkIdentityPayload>> {
        unlink_identity::resolve(ctx, input).await.map(Some)
    }
}

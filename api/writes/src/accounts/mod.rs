//! Mutations of the accounts.

mod accept_invitation;
mod answer_mailed_offer;
mod begin_identity_link;
mod begin_second_factor;
mod block_user;
mod change_login;
mod confirm_address;
mod confirm_second_factor;
mod create_api_token;
mod create_calendar_link;
mod create_user;
mod end_other_sessions;
mod finish_identity_link;
mod finish_provider_login;
mod grant_role;
mod invite_user;
pub mod links;
mod log_in;
mod log_out;
mod open_mailed_certificate;
mod open_own_certificates;
mod proof;
mod renew_recovery_codes;
mod request_own_certificates;
mod request_password_reset;
mod resend_invitation;
mod reset_password;
mod reset_second_factor;
mod revoke_credential;
mod revoke_invitation;
mod revoke_role;
mod set_language;
mod set_password;
mod turn_off_second_factor;
mod unblock_user;
mod unlink_identity;

use kit::mutations;

mutations! {
    /// Mutations of the accounts.
    AccountMutations {
        /// Opens a session for an e-mail and its password, and a code where the account has a second factor. Open
        /// to everybody, limited in number of tries. The answer does not tell, nor by its time, whether there is
        /// such an account.
        log_in;
        /// Makes an API token of the viewer. Its secret is shown this once.
        create_api_token;
        /// Makes an address at which programs read the viewer's own calendar. It is shown this once.
        create_calendar_link;
        /// Ends one of the viewer's own sessions or API tokens.
        revoke_credential;
        /// Ends all sessions of the viewer but the one that the request came with: logs out everywhere else.
        end_other_sessions;
        /// Creates a user without roles.
        create_user;
        /// Sets a password: one's own, or that of a user one looks after. All sessions of that user end.
        set_password;
        /// Blocks a user: no login, and every session and token ends.
        block_user;
        /// Lets a blocked user log in again. Sessions and tokens of before stay ended.
        unblock_user;
        /// Changes the address by which somebody logs in: one's own with the password, or, with a reason, that of a user
        /// one looks after. The new address works once it was confirmed from its mailbox (`confirmAddress`), and all
        /// sessions end then; the former one is told at once.
        change_login;
        /// Grants a role within a scope that the viewer looks after.
        grant_role;
        /// Revokes a role within a scope that the viewer looks after.
        revoke_role;
        /// Accepts an invitation by the code of its message. Open to everybody, limited in number of tries.
        accept_invitation;
        /// Invites somebody by e-mail to a role within a scope. Administrators invite where they look after
        /// users, project managers within their project, to every role but their own.
        invite_user;
        /// Takes or declines an offered seat by the code of the message that told of it, without an account.
        answer_mailed_offer;
        /// Exchanges the code of a message about a certificate for a link to download it. Open to everybody,
        /// limited in number of tries.
        open_mailed_certificate;
        /// Opens one's own certificates by the code of a message, once, without an account. Open to everybody,
        /// limited in number of tries.
        open_own_certificates;
        /// Mails a link to one's own certificates to an address that the training office knows. Open to
        /// everybody, limited in number. The answer does not tell, nor by its time, whether anybody has the
        /// address.
        request_own_certificates;
        /// Mails a link to set a new password. Open to everybody, limited in number. The answer does not tell,
        /// nor by its time, whether there is such an account.
        request_password_reset;
        /// Invites anew: the old link works no more, another goes out and holds for the full time.
        resend_invitation;
        /// Sets a new password by the code of a message, once. All sessions of the account end. Open to
        /// everybody, limited in number of tries.
        reset_password;
        /// Confirms a changed address of a person by the code that was mailed to it: from now on it is the one in use. Open to
        /// everybody who holds the code, limited in number of tries.
        confirm_address;
        /// Takes an invitation back: its link works no more.
        revoke_invitation;
        /// Sets the language in which the viewer is written to.
        set_language;
        /// Begins to set up a second factor of the viewer: the secret goes into an authenticator app, and
        /// `confirmSecondFactor` switches it on. Asks for the password again; tries count as logins.
        begin_second_factor;
        /// Switches the viewer's second factor on by a code of the app, and hands out recovery codes, once. From
        /// now on `logIn` asks for a code.
        confirm_second_factor;
        /// Makes new recovery codes of the viewer; those of before work no more.
        renew_recovery_codes;
        /// Turns the viewer's second factor off.
        turn_off_second_factor;
        /// Takes the second factor away from a user the viewer looks after, who has lost both app and recovery
        /// codes. All sessions of that user end, and they are written to. Not one's own.
        reset_second_factor;
        /// Exchanges the code that a browser brought from the login provider for a session. Open to everybody,
        /// limited in number of tries. A second factor of the account is asked for here, too.
        finish_provider_login;
        /// Begins to link an identity at the login provider to the viewer's account: answers where the browser
        /// goes. Asks for the password again; tries count as logins.
        begin_identity_link;
        /// Links the identity that a browser brought from the login provider to the viewer's account.
        finish_identity_link;
        /// Takes one of the viewer's identities away: it opens the account no more.
        unlink_identity;
    }
    bare {
        /// Ends the session or token that the request came with.
        log_out;
    }
}

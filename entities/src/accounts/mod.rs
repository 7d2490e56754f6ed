//! Accounts: users, the roles they hold within scopes, sessions and API tokens.
//!
//! Secrets are opaque random strings; only their SHA-256 is stored. Passwords are argon2id. What a role may do is
//! in `shared/policy.rs`.

pub mod credential;
pub mod role_grant;
pub mod user;

use crate::db_enum;

db_enum! {
    /// State of an account.
    pub enum UserState {
        /// May log in.
        Active = "active",
        /// May not.
        Blocked = "blocked",
    }
}

db_enum! {
    /// Kind of a credential.
    pub enum CredentialKind {
        /// From a login.
        Session = "session",
        /// Made for a program.
        ApiToken = "api_token",
    }
}

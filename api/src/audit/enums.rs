//! Enums of the audit trail.

use async_graphql::Enum;

use crate::graphql::ctx::Lang;

/// Who did what an audit entry tells.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum AuditActorKind {
    /// A user.
    User,
    /// The system: the worker, the command line, a consequence of something else.
    System,
    /// The anonymous public.
    Public,
}

impl AuditActorKind {
    /// Of the stored text, see `Actor::kind`.
    pub fn of(stored: &str) -> Self {
        match stored {
            "user" => Self::User,
            "public" => Self::Public,
            _ => Self::System,
        }
    }

    /// What people see.
    pub const fn label(self, lang: Lang) -> &'static str {
        match (self, lang) {
            (Self::User, Lang::Pl) => "użytkownik",
            (Self::User, Lang::En) => "user",
            (Self::System, Lang::Pl | Lang::En) => "system",
            (Self::Public, Lang::Pl) => "osoba niezalogowana",
            (Self::Public, Lang::En) => "public",
        }
    }
}

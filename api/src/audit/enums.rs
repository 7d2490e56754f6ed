//! Enums of the audit trail.

use async_graphql::Enum;
use entities::audit::SEEN;

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

/// What an audit entry tells of.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum AuditEntryKind {
    /// Something was changed.
    Change,
    /// Somebody saw personal data, or searched by them.
    Seen,
}

impl AuditEntryKind {
    /// Of an action.
    pub fn of(action: &str) -> Self {
        if SEEN.contains(&action) { Self::Seen } else { Self::Change }
    }

    /// What people see.
    pub const fn label(self, lang: Lang) -> &'static str {
        match (self, lang) {
            (Self::Change, Lang::Pl) => "zmiana",
            (Self::Change, Lang::En) => "change",
            (Self::Seen, Lang::Pl) => "wgląd w dane osobowe",
            (Self::Seen, Lang::En) => "sight of personal data",
        }
    }
}

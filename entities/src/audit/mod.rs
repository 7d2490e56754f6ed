//! The audit trail: every change of state leaves one line, written in the transaction of the change.
//!
//! Lines hold ids, states, counts and the reason given; never a name or another personal fact. The database refuses
//! to change or delete them, and the worker seals them into a chain (`chain.rs`, `seal.rs`, `verify.rs`).

pub mod audit_entry;
pub mod audit_seal;
pub mod audit_unsealed;
pub mod chain;
pub mod deeds;
pub mod exported;
pub mod head;
pub mod ids;
pub mod register;
pub mod rights;
pub mod seal;
pub mod store;
pub mod verify;

use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, PaginatorTrait, QueryFilter,
};
use uuid::Uuid;

use crate::choice;
use crate::rooms::Room;
use crate::shared::ids::{ProjectId, TypedId};
use crate::shared::language::Words;
use crate::shared::operation::Operation;
use crate::shared::tx::Tx;

/// What the room declares, folded in `lib.rs`.
pub const ROOM: Room = Room {
    knows: &["register"],
    rights: rights::ALL,
    sights: rights::SIGHTS,
    deeds: deeds::ALL,
    things: ids::THINGS,
    register: register::TABLES,
    others: register::OTHERS,
    kept: register::KEPT,
    ..Room::of("audit")
};

/// What a line of the trail says was done: a constant of the room in which it was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Deed {
    /// Its name, e.g. `trainings.enrol`.
    pub name: &'static str,
    /// Whether something was changed or seen.
    pub kind: EntryKind,
    /// What it is, for people.
    pub words: Words,
}

/// Declares the deeds of a room: `ENROL = "enrol": "po polsku" / "in English";`. Where somebody saw personal data and changed
/// nothing, `seen` follows the name.
#[macro_export]
macro_rules! deeds {
    (in $room:literal; $($name:ident = $text:literal $($seen:ident)?: $pl:literal / $en:literal;)*) => {
        $(
            #[doc = $en]
            pub const $name: $crate::audit::Deed = $crate::audit::Deed {
                name: concat!($room, ".", $text),
                kind: $crate::deeds!(@kind $($seen)?),
                words: $crate::shared::language::Words::new($pl, $en),
            };
        )*

        /// All of them.
        pub const ALL: &[$crate::audit::Deed] = &[$($name,)*];
    };
    (@kind) => { $crate::audit::EntryKind::Change };
    (@kind seen) => { $crate::audit::EntryKind::Seen };
}

choice! {
    /// Who did what an audit entry tells.
    pub enum ActorKind as "AuditActorKind" {
        /// A user.
        User = "user": "użytkownik" / "user",
        /// The system: the worker, the command line, a consequence of something else.
        System = "system": "system" / "system",
        /// The anonymous public.
        Public = "public": "osoba niezalogowana" / "public",
    }
}

impl ActorKind {
    /// Of the stored text, see `Actor::kind`.
    pub fn of(stored: &str) -> Self {
        Self::from_code(stored).unwrap_or(Self::System)
    }
}

choice! {
    /// What an audit entry tells of.
    pub enum EntryKind as "AuditEntryKind" {
        /// Something was changed.
        Change = "change": "zmiana" / "change",
        /// Somebody saw personal data, or searched by them.
        Seen = "seen": "wgląd w dane osobowe" / "sight of personal data",
    }
}

/// A line to be written.
#[derive(Debug)]
pub struct Line<'a> {
    deed: Deed,
    subject_type: &'static str,
    subject_id: Uuid,
    project_id: Option<ProjectId>,
    states: Option<(Option<&'static str>, &'static str)>,
    reason: Option<&'a str>,
    detail: Option<serde_json::Value>,
}

impl<'a> Line<'a> {
    /// This was done to `subject`.
    pub fn new<T: TypedId>(deed: Deed, subject: T) -> Self {
        Self {
            deed,
            subject_type: T::TYPE,
            subject_id: subject.uuid(),
            project_id: None,
            states: None,
            reason: None,
            detail: None,
        }
    }

    /// In this project.
    #[must_use]
    pub fn project(mut self, id: ProjectId) -> Self {
        self.project_id = Some(id);
        self
    }

    /// From one state to another.
    #[must_use]
    pub fn states(mut self, from: &'static str, to: &'static str) -> Self {
        self.states = Some((Some(from), to));
        self
    }

    /// Into its first state.
    #[must_use]
    pub fn into_state(mut self, to: &'static str) -> Self {
        self.states = Some((None, to));
        self
    }

    /// For the reason given.
    #[must_use]
    pub fn reason(mut self, reason: &'a str) -> Self {
        self.reason = Some(reason);
        self
    }

    /// With counts and ids.
    #[must_use]
    pub fn detail(mut self, detail: serde_json::Value) -> Self {
        self.detail = Some(detail);
        self
    }

    /// Writes the line.
    ///
    /// # Errors
    /// The database failed.
    pub async fn write(self, tx: &Tx, op: &Operation) -> Result<(), DbErr> {
        let row = self.row(op);
        audit_entry::Entity::insert(row).exec_without_returning(tx).await.map(drop)
    }

    /// What a program did names the token it came with.
    fn row(self, op: &Operation) -> audit_entry::ActiveModel {
        let (from, to) = self.states.map_or((None, None), |(from, to)| (from, Some(to)));
        audit_entry::ActiveModel {
            id: Set(op.id()),
            at: Set(op.now),
            actor_kind: Set(op.actor.kind().to_owned()),
            user_id: Set(op.actor.user_id()),
            action: Set(self.deed.name.to_owned()),
            subject_type: Set(self.subject_type.to_owned()),
            subject_id: Set(self.subject_id),
            project_id: Set(self.project_id),
            from_state: Set(from.map(str::to_owned)),
            to_state: Set(to.map(str::to_owned)),
            reason: Set(self.reason.map(str::to_owned)),
            request_id: Set(op.request.clone()),
            detail: Set(with_token(self.detail, op)),
        }
    }
}

fn with_token(detail: Option<serde_json::Value>, op: &Operation) -> Option<serde_json::Value> {
    let Some(token) = op.actor.token() else { return detail };
    let mut detail = detail.unwrap_or_else(|| serde_json::json!({}));
    if let Some(facts) = detail.as_object_mut() {
        facts.insert("token".into(), serde_json::json!(token));
    }
    Some(detail)
}

/// Writes many lines in one statement.
///
/// # Errors
/// The database failed.
pub async fn write_all(tx: &Tx, op: &Operation, lines: Vec<Line<'_>>) -> Result<(), DbErr> {
    for chunk in
        lines.into_iter().map(|line| line.row(op)).collect::<Vec<_>>().chunks(crate::shared::read::CHUNK)
    {
        audit_entry::Entity::insert_many(chunk.to_vec()).exec_without_returning(tx).await?;
    }
    Ok(())
}

/// Whether the trail holds a line of this deed.
///
/// # Errors
/// The database failed.
pub async fn was_done(db: &impl ConnectionTrait, deed: Deed) -> Result<bool, DbErr> {
    let lines = audit_entry::Entity::find().filter(audit_entry::Column::Action.eq(deed.name));
    Ok(lines.count(db).await? > 0)
}

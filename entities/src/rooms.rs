//! What rooms declare of rights, refusals, deeds, keys and personal data, and all of it together. The fold is in `lib.rs`.

use std::sync::LazyLock;

use crate::ROOMS;
use crate::audit::{Deed, EntryKind};
use crate::register::Entry;
use crate::register::retention_rules::Kept;
use crate::shared::error::Code;
use crate::shared::ids::Thing;
use crate::shared::policy::{Right, Sight};
use crate::shared::search::Searched;

/// What a room declares in its folder.
#[derive(Clone, Copy, Debug)]
pub struct Room {
    /// Its name, that of its folders.
    pub name: &'static str,
    /// What names of its deeds begin with: its name, unless it was called otherwise when the first were stored.
    pub deeds_begin: &'static str,
    /// Which rooms it imports, beside `shared`.
    pub knows: &'static [&'static str],
    /// Who may do what.
    pub rights: &'static [Right],
    /// Who sees what of it, in words.
    pub sights: &'static [Sight],
    /// Why it refuses.
    pub refusals: &'static [Code],
    /// What the trail says was done or seen.
    pub deeds: &'static [Deed],
    /// Of what it has keys.
    pub things: &'static [Thing],
    /// Its tables with rows about people.
    pub register: &'static [Entry],
    /// Its tables without, each with the reason.
    pub others: &'static [(&'static str, &'static str)],
    /// For how long rows of each of its tables are kept.
    pub kept: &'static [Kept],
    /// Its tables that can be searched.
    pub searched: &'static [Searched],
}

impl Room {
    /// A room that declares nothing yet.
    pub const fn of(name: &'static str) -> Self {
        Self {
            name,
            deeds_begin: name,
            knows: &[],
            rights: &[],
            sights: &[],
            refusals: &[],
            deeds: &[],
            things: &[],
            register: &[],
            others: &[],
            kept: &[],
            searched: &[],
        }
    }
}

/// Folds the rooms: what they declare, and the keys of those that have any.
macro_rules! fold {
    ($($room:ident),* ; without keys $($bare:ident),*) => {
        /// All rooms.
        pub const ROOMS: &[rooms::Room] = &[$($room::ROOM,)* $($bare::ROOM,)* upkeep::DEMO];

        /// Keys of all rooms, for `shared::ids`.
        mod keys {
            $(pub use crate::$room::ids::*;)*
        }
    };
}

pub(crate) use fold;

/// All rights.
pub fn rights() -> impl Iterator<Item = Right> {
    ROOMS.iter().flat_map(|room| room.rights.iter().copied())
}

/// All refusals, those that any room may use first.
pub fn refusals() -> impl Iterator<Item = Code> {
    let shared = crate::shared::refusals::ALL.iter().copied();
    shared.chain(ROOMS.iter().flat_map(|room| room.refusals.iter().copied()))
}

/// All deeds.
pub fn deeds() -> impl Iterator<Item = Deed> {
    ROOMS.iter().flat_map(|room| room.deeds.iter().copied())
}

/// The deed of a stored name; none where this version does not know it.
pub fn deed(name: &str) -> Option<Deed> {
    deeds().find(|deed| deed.name == name)
}

/// Names of deeds by which somebody saw personal data and changed nothing.
pub fn seen() -> impl Iterator<Item = &'static str> {
    deeds().filter(|deed| deed.kind == EntryKind::Seen).map(|deed| deed.name)
}

/// All that rooms have keys of.
pub fn things() -> impl Iterator<Item = Thing> {
    ROOMS.iter().flat_map(|room| room.things.iter().copied())
}

/// What a type is, by its name in the API; none where this version does not know it.
pub fn thing(name: &str) -> Option<Thing> {
    things().find(|thing| thing.name == name)
}

/// The tables with rows about people, by their places.
static REGISTER: LazyLock<Vec<&'static Entry>> = LazyLock::new(|| {
    let mut all: Vec<&'static Entry> = ROOMS.iter().flat_map(|room| room.register).collect();
    all.sort_by_key(|entry| entry.place);
    all
});

/// All tables with rows about people, in the order of a copy and of erasure.
pub fn register() -> impl Iterator<Item = &'static Entry> {
    REGISTER.iter().copied()
}

/// All tables without, each with the reason.
pub fn without_people() -> impl Iterator<Item = (&'static str, &'static str)> {
    ROOMS.iter().flat_map(|room| room.others.iter().copied())
}

/// For how long rows of each table are kept.
pub fn kept() -> impl Iterator<Item = &'static Kept> {
    ROOMS.iter().flat_map(|room| room.kept)
}

/// All tables that can be searched.
pub fn searched() -> impl Iterator<Item = &'static Searched> {
    ROOMS.iter().flat_map(|room| room.searched)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::sync::Arc;

    use uuid::Uuid;

    use super::*;
    use crate::shared::actor::{Actor, Grant, Role, Scope, UserActor};
    use crate::shared::ids::UserId;
    use crate::shared::policy::{Place, Readable, allows};

    fn user(role: Role) -> Actor {
        let grants = vec![Grant { role, scope: Scope::Installation, reach: vec![] }];
        Actor::User(Arc::new(UserActor {
            user_id: UserId(Uuid::nil()),
            person_id: None,
            grants,
            today: chrono::NaiveDate::default(),
            token: None,
        }))
    }

    #[test]
    fn each_right_refusal_deed_and_key_has_one_home() {
        for names in [
            rights().map(|one| one.name).collect::<Vec<_>>(),
            refusals().map(|one| one.name).collect(),
            deeds().map(|one| one.name).collect(),
            things().map(|one| one.name).collect(),
        ] {
            assert_eq!(names.iter().collect::<BTreeSet<_>>().len(), names.len(), "{names:?}");
        }
        for room in ROOMS {
            for deed in room.deeds {
                assert!(deed.name.starts_with(&format!("{}.", room.deeds_begin)), "{}", deed.name);
            }
        }
    }

    #[test]
    fn an_auditor_reads_everything_in_scope_and_changes_nothing() {
        let actor = user(Role::Auditor);
        assert!(Readable::of(&actor).all);
        for right in rights() {
            let reads = [
                crate::advisory::rights::READ_HOURS,
                crate::audit::rights::READ_AUDIT,
                crate::jobs::rights::READ_JOBS,
                crate::trainings::rights::PREVIEW_MAILS,
                crate::trainings::rights::READ_SHEETS,
                crate::trainings::rights::READ_SURVEYS,
            ];
            let reads = reads.contains(&right);
            assert_eq!(allows(&actor, right, &Place::default()), reads, "{}", right.name);
        }
    }

    #[test]
    fn the_public_may_do_nothing_and_without_a_person_nothing_is_ones_own() {
        for right in rights() {
            assert!(!allows(&Actor::Public, right, &Place::default()), "{}", right.name);
            assert!(!allows(&user(Role::Participant), right, &Place::default()), "{}", right.name);
        }
    }
}

//! Walks the chain of seals from its beginning and says where it is broken first.
//!
//! Whoever may change the database at will can cut the end of the chain off. That is told by an [`Anchor`]: a place and its
//! seal that is kept elsewhere, such as the head that the worker writes outside the database with each seal.

use std::collections::HashMap;

use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
};

use super::{audit_entry, audit_seal, chain, store};
use crate::shared::error::Result;
use crate::shared::ids::AuditEntryId;
use crate::shared::read::CHUNK;
use crate::shared::vault::Vault;

/// A place of the chain and its seal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Anchor {
    /// The place.
    pub position: i64,
    /// The seal, hexadecimal.
    pub seal: String,
}

/// What a walk found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verified {
    /// Lines that are sealed and as they were, up to the first broken link.
    pub sealed: u64,
    /// Lines without a seal.
    pub waiting: u64,
    /// The end of the chain as far as it holds; none where nothing is sealed.
    pub head: Option<Anchor>,
    /// Whether the end was sealed under a key, so that its head was written outside the database.
    pub is_keyed: bool,
    /// The first broken link.
    pub broken: Option<Broken>,
}

/// A broken link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Broken {
    /// Its place; none for a line that was removed before it was sealed, and one that has no place.
    pub position: Option<i64>,
    /// The line, where it is known.
    pub line: Option<AuditEntryId>,
    /// What is wrong.
    pub what: Damage,
}

/// What can be wrong with a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Damage {
    /// The line, its place or its seal was changed.
    Changed,
    /// The line is no more.
    LineRemoved,
    /// The seal is no more.
    SealRemoved,
    /// The line was put between two that follow one another.
    Inserted,
    /// The line has no seal and waits for none: its seal was taken away, or it was put in past the program.
    Astray,
    /// The chain does not hold an anchor: its end was cut off, or it was written anew.
    NotTheAnchor,
    /// A seal that needs no key follows one that does: somebody without the key made it.
    WithoutKey,
    /// The key file lacks the version of the key that the seal was made under.
    UnknownKey,
}

/// Walks the chain, which must hold all anchors.
///
/// # Errors
/// The database failed.
pub async fn verify(db: &impl ConnectionTrait, keys: &Vault, anchors: &[Anchor]) -> Result<Verified> {
    let lines = audit_entry::Entity::find().count(db).await?;
    let seals = [chain::BEGINNING.to_owned(), chain::BEGINNING.to_owned()];
    let mut walk = Walk { keys, position: 0, seals, is_keyed: false };
    let mut broken = None;
    'walk: loop {
        let seals = audit_seal::Entity::find()
            .filter(audit_seal::Column::Position.gt(walk.position))
            .order_by_asc(audit_seal::Column::Position)
            .limit(CHUNK as u64)
            .all(db)
            .await?;
        if seals.is_empty() {
            break;
        }
        let ids = seals.iter().map(|seal| seal.id);
        let of_seals = audit_entry::Entity::find().filter(audit_entry::Column::Id.is_in(ids)).all(db).await?;
        let of: HashMap<AuditEntryId, audit_entry::Model> =
            of_seals.into_iter().map(|line| (line.id, line)).collect();
        for seal in seals {
            broken = walk.step(&seal, of.get(&seal.id), anchors);
            if broken.is_some() {
                break 'walk;
            }
        }
    }
    if broken.is_none() {
        if let Some(anchor) = anchors.iter().find(|anchor| anchor.position > walk.position) {
            let what = Damage::NotTheAnchor;
            broken = Some(Broken { position: Some(anchor.position), line: None, what });
        } else if let Some(line) = store::gone_before_sealed(db).await? {
            broken = Some(Broken { position: None, line: Some(line), what: Damage::LineRemoved });
        } else if let Some(line) = store::neither_sealed_nor_waiting(db).await? {
            broken = Some(Broken { position: None, line: Some(line), what: Damage::Astray });
        }
    }
    let sealed = u64::try_from(walk.position).unwrap_or(0);
    let is_keyed = walk.is_keyed;
    let [_, last] = walk.seals;
    let head = (sealed > 0).then_some(Anchor { position: walk.position, seal: last });
    let waiting =
        if broken.is_none() { lines.saturating_sub(sealed) } else { store::count_unsealed(db).await? };
    Ok(Verified { sealed, waiting, head, is_keyed, broken })
}

/// How far a walk has come.
struct Walk<'a> {
    keys: &'a Vault,
    /// The last place that holds.
    position: i64,
    /// The seals of the last two places.
    seals: [String; 2],
    /// Whether a seal was made under a key; all that follow are, too.
    is_keyed: bool,
}

impl Walk<'_> {
    fn step(
        &mut self,
        seal: &audit_seal::Model,
        line: Option<&audit_entry::Model>,
        anchors: &[Anchor],
    ) -> Option<Broken> {
        let at = self.position + 1;
        let broken = |position, line, what| Some(Broken { position: Some(position), line, what });
        if seal.position != at {
            return broken(at, None, Damage::SealRemoved);
        }
        let Some(line) = line else { return broken(at, Some(seal.id), Damage::LineRemoved) };
        let [before, last] = &self.seals;
        if self.is_keyed && seal.key_version.is_none() {
            return broken(at, Some(seal.id), Damage::WithoutKey);
        }
        let Some(right) = self.right(seal, (last, at), line) else {
            return broken(at, Some(seal.id), Damage::UnknownKey);
        };
        if seal.seal != right {
            // It would hold without the line before it: that one was put in, with a seal that fits.
            if at > 1 && self.right(seal, (before, at - 1), line).is_some_and(|right| seal.seal == right) {
                return broken(at - 1, None, Damage::Inserted);
            }
            return broken(at, Some(seal.id), Damage::Changed);
        }
        if anchors.iter().any(|anchor| anchor.position == at && anchor.seal != seal.seal) {
            return broken(at, Some(seal.id), Damage::NotTheAnchor);
        }
        self.is_keyed = seal.key_version.is_some();
        self.position = at;
        self.seals.rotate_left(1);
        self.seals[1].clone_from(&seal.seal);
        None
    }

    /// What the seal of a line should be, made as this one was; none where its key is not there.
    fn right(
        &self,
        seal: &audit_seal::Model,
        place: (&str, i64),
        line: &audit_entry::Model,
    ) -> Option<String> {
        match seal.key_version {
            None => Some(chain::seal(place.0, place.1, line)),
            Some(version) => chain::keyed(self.keys, version, place, line).ok(),
        }
    }
}

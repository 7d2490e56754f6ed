//! Walks the chain of seals from its beginning and says where it is broken first.
//!
//! Whoever may change the database at will can cut the end of the chain off, or seal all of it anew. That is told by
//! an [`Anchor`]: a place and its seal that somebody has kept elsewhere.

use std::collections::HashMap;

use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
};

use super::{audit_entry, audit_seal, chain, store};
use crate::shared::error::Result;
use crate::shared::ids::AuditEntryId;
use crate::shared::read::CHUNK;

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
    /// The chain does not hold the anchor: its end was cut off, or it was written anew.
    NotTheAnchor,
}

/// Walks the chain.
///
/// # Errors
/// The database failed.
pub async fn verify(db: &impl ConnectionTrait, anchor: Option<&Anchor>) -> Result<Verified> {
    let lines = audit_entry::Entity::find().count(db).await?;
    let mut walk = Walk { position: 0, seals: [chain::BEGINNING.to_owned(), chain::BEGINNING.to_owned()] };
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
            broken = walk.step(&seal, of.get(&seal.id), anchor);
            if broken.is_some() {
                break 'walk;
            }
        }
    }
    if broken.is_none() {
        if let Some(anchor) = anchor.filter(|anchor| anchor.position > walk.position) {
            let what = Damage::NotTheAnchor;
            broken = Some(Broken { position: Some(anchor.position), line: None, what });
        } else if let Some(line) = store::gone_before_sealed(db).await? {
            broken = Some(Broken { position: None, line: Some(line), what: Damage::LineRemoved });
        } else if let Some(line) = store::neither_sealed_nor_waiting(db).await? {
            broken = Some(Broken { position: None, line: Some(line), what: Damage::Astray });
        }
    }
    let sealed = u64::try_from(walk.position).unwrap_or(0);
    let [_, last] = walk.seals;
    let head = (sealed > 0).then_some(Anchor { position: walk.position, seal: last });
    let waiting =
        if broken.is_none() { lines.saturating_sub(sealed) } else { store::count_unsealed(db).await? };
    Ok(Verified { sealed, waiting, head, broken })
}

/// How far a walk has come.
struct Walk {
    /// The last place that holds.
    position: i64,
    /// The seals of the last two places.
    seals: [String; 2],
}

impl Walk {
    fn step(
        &mut self,
        seal: &audit_seal::Model,
        line: Option<&audit_entry::Model>,
        anchor: Option<&Anchor>,
    ) -> Option<Broken> {
        let at = self.position + 1;
        let broken = |position, line, what| Some(Broken { position: Some(position), line, what });
        if seal.position != at {
            return broken(at, None, Damage::SealRemoved);
        }
        let Some(line) = line else { return broken(at, Some(seal.id), Damage::LineRemoved) };
        let [before, last] = &self.seals;
        if seal.seal != chain::seal(last, at, line) {
            // It would hold without the line before it: that one was put in, with a seal that fits.
            if at > 1 && seal.seal == chain::seal(before, at - 1, line) {
                return broken(at - 1, None, Damage::Inserted);
            }
            return broken(at, Some(seal.id), Damage::Changed);
        }
        if anchor.is_some_and(|anchor| anchor.position == at && anchor.seal != seal.seal) {
            return broken(at, Some(seal.id), Damage::NotTheAnchor);
        }
        self.position = at;
        self.seals.rotate_left(1);
        self.seals[1].clone_from(&seal.seal);
        None
    }
}

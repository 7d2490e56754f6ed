//! The end of the chain of seals, written outside the database with each seal: whoever cuts the end off in the database
//! leaves it standing here.
//!
//! A file of its own on each worker's machine, written as a whole or not at all. It only ever moves on along the chain that
//! it stands in: where the database does not hold what stands here, the file stays as it is, for `zwornik audit verify` to
//! say so. Only what follows a restore sets it back, and keeps the former one beside it.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};
use serde::{Deserialize, Serialize};

use super::audit_seal::{Column, Entity, Model};
use super::verify::Anchor;
use crate::shared::error::{Error, Result};

/// The form of the file.
const FORMAT: u32 = 1;

/// Where the head is kept.
#[derive(Clone, Debug)]
pub struct HeadFile(PathBuf);

/// What stands in the file.
#[derive(Serialize, Deserialize)]
struct Written {
    format: u32,
    position: i64,
    seal: String,
}

/// What came of looking after the head.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kept {
    /// It stands where the chain ends.
    AtTheEnd,
    /// The database does not hold it: the end of its chain was cut off, or written anew.
    NotInTheChain,
}

impl HeadFile {
    /// The head in this file.
    pub fn at(path: impl Into<PathBuf>) -> Self {
        Self(path.into())
    }

    /// Its path.
    pub fn path(&self) -> &Path {
        &self.0
    }

    /// What stands there; none where there is no file.
    ///
    /// # Errors
    /// It cannot be read, or is no head.
    pub fn read(&self) -> io::Result<Option<Anchor>> {
        let bytes = match fs::read(&self.0) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(error),
        };
        let Written { format, position, seal } = serde_json::from_slice(&bytes)?;
        if format != FORMAT || position < 1 {
            return Err(io::Error::new(io::ErrorKind::InvalidData, "not a head of the audit trail"));
        }
        Ok(Some(Anchor { position, seal }))
    }

    /// Writes a head in the place of the one that is there. It survives a power cut, and nobody but its owner reads it.
    ///
    /// # Errors
    /// The disk does not take it.
    pub fn write(&self, head: &Anchor) -> io::Result<()> {
        let folder =
            self.0.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
        let written = Written { format: FORMAT, position: head.position, seal: head.seal.clone() };
        // Two workers on one machine must not write into one another's file.
        static COUNT: AtomicU64 = AtomicU64::new(0);
        let own = (std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
        let part = self.0.with_extension(format!("{}-{}.new", own.0, own.1));
        let mut file = OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&part)?;
        file.write_all(&serde_json::to_vec(&written)?)?;
        file.sync_all()?;
        fs::rename(&part, &self.0)?;
        File::open(folder)?.sync_all()
    }

    /// Moves the head on to the end of the chain, if the chain holds it.
    ///
    /// # Errors
    /// The database or the disk failed.
    pub async fn keep(&self, db: &impl ConnectionTrait) -> Result<Kept> {
        let Some(end) = end_of(db).await? else {
            let is_there = self.read().map_err(failed)?.is_some();
            return Ok(if is_there { Kept::NotInTheChain } else { Kept::AtTheEnd });
        };
        if let Some(head) = self.read().map_err(failed)? {
            if head == end {
                return Ok(Kept::AtTheEnd);
            }
            if !holds(db, &head).await? {
                return Ok(Kept::NotInTheChain);
            }
        }
        let (file, head) = (self.clone(), end);
        let written = tokio::task::spawn_blocking(move || file.write(&head)).await;
        written.map_err(|error| Error::Fault(error.to_string()))?.map_err(failed)?;
        Ok(Kept::AtTheEnd)
    }

    /// Sets the head to the end of a restored chain, wherever it stood. The former one stays beside it under `name`. Answers
    /// whether there was one that the chain does not hold.
    ///
    /// # Errors
    /// The database or the disk failed.
    pub async fn settle(&self, db: &impl ConnectionTrait, name: &str) -> Result<bool> {
        let former = self.read().map_err(failed)?;
        let is_lost = match &former {
            Some(head) => !holds(db, head).await?,
            None => false,
        };
        if is_lost {
            fs::rename(&self.0, self.0.with_extension(name)).map_err(failed)?;
        }
        if let Some(end) = end_of(db).await? {
            self.write(&end).map_err(failed)?;
        }
        Ok(is_lost)
    }
}

/// The end of the chain as the database has it; none where nothing is sealed.
///
/// # Errors
/// The database failed.
pub async fn end_of(db: &impl ConnectionTrait) -> Result<Option<Anchor>> {
    let last = Entity::find().order_by_desc(Column::Position).one(db).await?;
    Ok(last.map(|Model { position, seal, .. }| Anchor { position, seal }))
}

async fn holds(db: &impl ConnectionTrait, head: &Anchor) -> Result<bool> {
    let there = Entity::find().filter(Column::Position.eq(head.position)).one(db).await?;
    Ok(there.is_some_and(|seal| seal.seal == head.seal))
}

fn failed(error: io::Error) -> Error {
    Error::Fault(format!("the head of the audit trail: {error}"))
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;

    #[test]
    fn a_head_is_read_as_it_was_written_and_is_its_owners_alone() {
        let folder = tempfile::tempdir().unwrap();
        let file = HeadFile::at(folder.path().join("audit/head.json"));
        assert_eq!(file.read().unwrap(), None);
        for position in [7, 8] {
            let head = Anchor { position, seal: "5f".repeat(32) };
            file.write(&head).unwrap();
            assert_eq!(file.read().unwrap(), Some(head));
        }
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!((mode(file.path()), mode(file.path().parent().unwrap())), (0o600, 0o700));
        assert_eq!(fs::read_dir(file.path().parent().unwrap()).unwrap().count(), 1);
        fs::write(file.path(), "{}").unwrap();
        assert!(file.read().is_err());
    }
}

//! Where bytes lie: a folder, or any object store with the same interface.
//!
//! A file is written once under its final name and never again: the first bytes stand. On a folder it is written
//! under a temporary name, synced and renamed, so that a crash or a full disk leaves no half file behind.

use std::os::unix::fs::{DirBuilderExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

use bytes::Bytes;
use chrono::{DateTime, Utc};
use futures_util::stream::{self, BoxStream, Stream, StreamExt as _, TryStreamExt as _};
use object_store::local::LocalFileSystem;
use object_store::prefix::PrefixStore;
use object_store::{ObjectStore, PutMode, PutOptions, PutPayload};
use sha2::{Digest, Sha256};

/// The documents store.
#[derive(Clone, Debug)]
pub struct Files {
    store: Arc<dyn ObjectStore>,
    folder: Option<PathBuf>,
}

/// The store failed: full, not reachable, not permitted.
#[derive(Debug, thiserror::Error)]
pub enum FilesError {
    /// Nothing has this path.
    #[error("the file is missing from the documents store")]
    Missing,
    /// Another file with this path and other bytes exists.
    #[error("another file has this path")]
    Taken,
    /// The bytes are not those that were stored first.
    #[error("the stored bytes are not those that were stored first")]
    Changed,
    /// The store failed.
    #[error("the documents store failed: {0}")]
    Store(String),
}

impl From<object_store::Error> for FilesError {
    fn from(error: object_store::Error) -> Self {
        match error {
            object_store::Error::NotFound { .. } => Self::Missing,
            error => Self::Store(error.to_string()),
        }
    }
}

/// A file that is open.
pub struct Opened {
    /// Its bytes.
    pub size: u64,
    pieces: BoxStream<'static, Result<Bytes, FilesError>>,
}

impl Opened {
    /// Its pieces, judged by the hash that was noted when it was stored. The last piece is held back until the hash is
    /// known, so whoever reads to the end has what was stored; where it is something else, they see an error instead.
    pub fn checked(self, hash: String) -> impl Stream<Item = Result<Bytes, FilesError>> + Send + 'static {
        let reading = Reading { pieces: self.pieces, held: None, sum: Sha256::new(), is_judged: false };
        stream::try_unfold((reading, hash), |(mut reading, hash)| async move {
            Ok(reading.next(&hash).await?.map(|piece| (piece, (reading, hash))))
        })
    }
}

/// A file on its way to a reader.
struct Reading {
    pieces: BoxStream<'static, Result<Bytes, FilesError>>,
    held: Option<Bytes>,
    sum: Sha256,
    is_judged: bool,
}

impl Reading {
    async fn next(&mut self, hash: &str) -> Result<Option<Bytes>, FilesError> {
        while let Some(piece) = self.pieces.try_next().await? {
            self.sum.update(&piece);
            if let Some(before) = self.held.replace(piece) {
                return Ok(Some(before));
            }
        }
        if !self.is_judged {
            self.is_judged = true;
            if hex::encode(self.sum.finalize_reset()) != hash {
                return Err(FilesError::Changed);
            }
        }
        Ok(self.held.take())
    }
}

impl Files {
    /// A folder, created where it is missing.
    ///
    /// # Errors
    /// The folder cannot be made.
    pub fn folder(folder: &Path) -> Result<Self, FilesError> {
        // Documents name people: a folder that is made here is its owner's alone.
        let made = std::fs::DirBuilder::new().recursive(true).mode(0o700).create(folder);
        made.map_err(|error| FilesError::Store(error.to_string()))?;
        let store = LocalFileSystem::new_with_prefix(folder)?;
        Ok(Self { store: Arc::new(store), folder: Some(folder.to_owned()) })
    }

    /// Any other store.
    pub fn of(store: Arc<dyn ObjectStore>) -> Self {
        Self { store, folder: None }
    }

    /// A store beside this one: the folder of that name next to its own, created where it is missing. Where it is no
    /// folder, what lies below the name.
    ///
    /// # Errors
    /// The folder cannot be made.
    pub fn beside(&self, name: &str) -> Result<Self, FilesError> {
        match self.folder.as_deref().and_then(Path::parent) {
            Some(parent) => Self::folder(&parent.join(name)),
            None => Ok(Self::of(Arc::new(PrefixStore::new(Arc::clone(&self.store), name)))),
        }
    }

    /// Names of the files at its top, in no order.
    ///
    /// # Errors
    /// The store failed.
    pub async fn names(&self) -> Result<Vec<String>, FilesError> {
        let listed = self.store.list_with_delimiter(None).await?.objects;
        Ok(listed.iter().filter_map(|file| file.location.filename().map(str::to_owned)).collect())
    }

    /// Stores bytes under a path that nothing has yet. Storing the same bytes again is harmless.
    ///
    /// # Errors
    /// The store failed, or another file has the path.
    pub async fn put(&self, path: &str, bytes: impl Into<Bytes>) -> Result<(), FilesError> {
        let at =
            object_store::path::Path::parse(path).map_err(|error| FilesError::Store(error.to_string()))?;
        let bytes = bytes.into();
        let hash = sha256(&bytes);
        let options = PutOptions { mode: PutMode::Create, ..PutOptions::default() };
        self.is_there().await?;
        match self.store.put_opts(&at, PutPayload::from(bytes), options).await {
            Ok(_) => self.sync(path).await,
            Err(object_store::Error::AlreadyExists { .. }) if sha256(&self.get(path).await?) == hash => {
                Ok(())
            }
            Err(object_store::Error::AlreadyExists { .. }) => Err(FilesError::Taken),
            Err(error) => Err(error.into()),
        }
    }

    /// Reads a file.
    ///
    /// # Errors
    /// It is missing, or the store failed.
    pub async fn get(&self, path: &str) -> Result<Vec<u8>, FilesError> {
        let at =
            object_store::path::Path::parse(path).map_err(|error| FilesError::Store(error.to_string()))?;
        Ok(self.store.get(&at).await?.bytes().await?.to_vec())
    }

    /// Opens a file, to be read piece by piece: however large it is, a reader that waits holds one or two pieces.
    ///
    /// # Errors
    /// It is missing, or the store failed.
    pub async fn open(&self, path: &str) -> Result<Opened, FilesError> {
        let at =
            object_store::path::Path::parse(path).map_err(|error| FilesError::Store(error.to_string()))?;
        let found = self.store.get(&at).await?;
        let size = found.meta.size;
        Ok(Opened { size, pieces: found.into_stream().map_err(FilesError::from).fuse().boxed() })
    }

    /// Removes a file. One that is not there is as good as removed.
    ///
    /// # Errors
    /// The store failed.
    pub async fn remove(&self, path: &str) -> Result<(), FilesError> {
        let at =
            object_store::path::Path::parse(path).map_err(|error| FilesError::Store(error.to_string()))?;
        match self.store.delete(&at).await {
            Ok(()) | Err(object_store::Error::NotFound { .. }) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    /// Whether the store can be written to.
    ///
    /// # Errors
    /// The store failed.
    pub async fn check(&self) -> Result<(), FilesError> {
        self.is_there().await?;
        let at = object_store::path::Path::from(".health");
        self.store.put(&at, PutPayload::from_static(b"ok")).await?;
        self.sync(".health").await
    }

    /// A folder that has gone is a volume that is not mounted: nothing is written where it should be, or files would
    /// lie below it, unseen once it is back.
    async fn is_there(&self) -> Result<(), FilesError> {
        let Some(folder) = self.folder.clone() else { return Ok(()) };
        match tokio::task::spawn_blocking(move || folder.is_dir()).await {
            Ok(true) => Ok(()),
            Ok(false) => Err(FilesError::Store("its folder is missing".into())),
            Err(error) => Err(FilesError::Store(error.to_string())),
        }
    }

    /// The folder, where it is one.
    pub fn root(&self) -> Option<&Path> {
        self.folder.as_deref()
    }

    /// Removes what killed writers left unfinished before an instant. Answers how many files went. Stores that are no
    /// folder look after themselves.
    ///
    /// # Errors
    /// The folder cannot be read, or a file not removed.
    pub async fn remove_unfinished(&self, before: DateTime<Utc>) -> Result<usize, FilesError> {
        let Some(root) = self.folder.clone() else { return Ok(0) };
        match tokio::task::spawn_blocking(move || remove_unfinished(root, before.into())).await {
            Ok(Ok(count)) => Ok(count),
            Ok(Err(error)) => Err(FilesError::Store(error.to_string())),
            Err(error) => Err(FilesError::Store(error.to_string())),
        }
    }

    /// The store renames; the rename and the bytes must also survive a power cut.
    async fn sync(&self, path: &str) -> Result<(), FilesError> {
        let Some(file) = self.folder.as_ref().map(|folder| folder.join(path)) else { return Ok(()) };
        let synced = tokio::task::spawn_blocking(move || -> std::io::Result<()> {
            let written = std::fs::File::open(&file)?;
            // The store makes files by the mask of the process; those in them are nobody else's to read.
            written.set_permissions(std::fs::Permissions::from_mode(0o600))?;
            written.sync_all()?;
            if let Some(folder) = file.parent() {
                std::fs::File::open(folder)?.sync_all()?;
            }
            Ok(())
        });
        match synced.await {
            Ok(Ok(())) => Ok(()),
            Ok(Err(error)) => Err(FilesError::Store(error.to_string())),
            Err(error) => Err(FilesError::Store(error.to_string())),
        }
    }
}

/// The store writes to `name#1` and gives the file its name when it is whole.
fn remove_unfinished(root: PathBuf, before: SystemTime) -> std::io::Result<usize> {
    let (mut folders, mut count) = (vec![root], 0);
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder)? {
            let entry = entry?;
            let metadata = entry.metadata()?;
            let name = entry.file_name();
            let part = name.to_str().and_then(|name| name.rsplit_once('#')).map(|(_, part)| part);
            let unfinished =
                part.is_some_and(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit()));
            if metadata.is_dir() {
                folders.push(entry.path());
            } else if unfinished && metadata.modified()? < before {
                std::fs::remove_file(entry.path())?;
                count += 1;
            }
        }
    }
    Ok(count)
}

/// SHA-256 of bytes, hexadecimal.
pub fn sha256(bytes: &[u8]) -> String {
    hex::encode(Sha256::digest(bytes))
}

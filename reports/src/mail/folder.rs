//! Where no mail server is configured, messages lie in a folder that their owner alone reads, one `.eml` file each.

use std::fs;
use std::io::{self, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use entities::mail::Problem;
use entities::shared::ids::DeliveryId;

use super::MailError;
use super::post::Setback;

/// A folder of messages.
pub(super) struct Folder(PathBuf);

impl Folder {
    pub(super) fn new(path: PathBuf) -> Result<Self, MailError> {
        fs::DirBuilder::new().recursive(true).mode(0o700).create(&path).map_err(MailError::Folder)?;
        Ok(Self(path))
    }

    /// Writes a message as a whole or not at all. Named by its delivery, so a second time takes the place of the first.
    pub(super) async fn put(&self, id: DeliveryId, message: Vec<u8>) -> Result<(), Setback> {
        let path = self.0.join(format!("{}.eml", id.0));
        let written = tokio::task::spawn_blocking(move || write(&path, &message)).await;
        match written {
            Ok(Ok(())) => Ok(()),
            Ok(Err(error)) => {
                tracing::warn!(%error, "a message cannot be written");
                Err(Setback::again(Problem::Unwritable))
            }
            Err(_) => Err(Setback::again(Problem::Unwritable)),
        }
    }
}

impl Folder {
    /// Removes a message that lies there; one that does not is as good as removed.
    pub(super) async fn forget(&self, id: DeliveryId) -> io::Result<()> {
        let path = self.0.join(format!("{}.eml", id.0));
        let removed = tokio::task::spawn_blocking(move || fs::remove_file(path)).await;
        match removed.unwrap_or_else(|error| Err(io::Error::other(error))) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
            done => done,
        }
    }
}

fn write(path: &Path, message: &[u8]) -> io::Result<()> {
    let temporary = path.with_extension("new");
    let mut file =
        fs::OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&temporary)?;
    file.write_all(message)?;
    file.sync_all()?;
    fs::rename(&temporary, path)
}

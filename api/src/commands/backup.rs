//! `backup`: the embedded database and its documents into a new folder, while everything runs.
//!
//! | in the folder | what |
//! | --- | --- |
//! | `zwornik.sqlite` | the database as it was at one moment |
//! | `documents/…` | the files that its rows speak of, each compared with its hash |
//! | `erasures/…` | keys of people who were erased until then |
//! | `audit-head.json` | the end of its audit trail's chain of seals |
//! | `manifest.json` | when it was made, hash and size of the database, number of documents |
//!
//! The folder appears under its name when all of it is there. The key file is not in it: whoever finds a backup
//! should not find the keys to it.

use std::fs;
use std::io::Read;
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use chrono::{DateTime, Utc};
use entities::audit::head::{HeadFile, end_of};
use entities::audit::verify::Anchor;
use entities::documents::files::{Files, sha256};
use entities::documents::{document, store as documents};
use entities::requests::erased_list::{ErasedList, FOLDER as ERASURES};
use entities::shared::db::{Db, sqlite_file, sqlite_url};
use entities::upkeep::store::snapshot;
use kit::ctx::State;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::{install, say};
use crate::config::Data;

/// The form of a backup.
pub(super) const FORMAT: u32 = 1;
/// The database in a backup.
pub(super) const DATABASE: &str = "zwornik.sqlite";
/// The documents in a backup.
pub(super) const DOCUMENTS: &str = "documents";
/// The end of the audit trail in a backup.
pub(super) const HEAD: &str = "audit-head.json";
/// What a backup says of itself.
pub(super) const MANIFEST: &str = "manifest.json";

/// What a backup says of itself.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Manifest {
    /// The form.
    pub(super) format: u32,
    /// The moment before the database was copied.
    pub(super) made_at: DateTime<Utc>,
    /// The program that made it.
    pub(super) version: String,
    /// SHA-256 of the database, hexadecimal.
    pub(super) database_sha256: String,
    /// Size of the database.
    pub(super) database_bytes: u64,
    /// Number of documents.
    pub(super) documents: u64,
    /// Size of all documents.
    pub(super) documents_bytes: u64,
}

/// Makes a backup.
pub(super) async fn run(target: &Path, data: &Data) -> anyhow::Result<()> {
    let Some(file) = sqlite_file(&data.url()) else {
        bail!(
            "Kopię bazy PostgreSQL wykonuje pg_dump; dokumenty skopiuj po nim. Opis: docs/guide/production.md."
        );
    };
    if !file.exists() {
        bail!("Nie ma bazy danych {}.", file.display());
    }
    if !is_vacant(target)? {
        bail!("Miejsce na kopię {} jest zajęte.", target.display());
    }
    let state = install::open(data, None, false).await?;
    let part = beside(target, &state)?;
    let made = make(&state, &part).await;
    state.db.close().await?;
    let manifest = match made.and_then(|manifest| {
        fs::rename(&part, target).with_context(|| format!("Nie można zapisać {}", target.display()))?;
        sync(target.parent().filter(|path| !path.as_os_str().is_empty()).unwrap_or(Path::new(".")))?;
        Ok(manifest)
    }) {
        Ok(manifest) => manifest,
        Err(error) => {
            // Half a backup is none.
            fs::remove_dir_all(&part).ok();
            return Err(error);
        }
    };
    say(&format!(
        "Kopia: {}. Dokumenty: {}, razem {} B; baza danych: {} B.",
        target.display(),
        manifest.documents,
        manifest.documents_bytes,
        manifest.database_bytes
    ));
    say(&format!("Pliku kluczy {} nie ma w kopii: przechowuj go osobno.", data.key_file().display()));
    Ok(())
}

async fn make(state: &State, part: &Path) -> anyhow::Result<Manifest> {
    // Before the copy: what is issued from now on counts as not in it.
    let made_at = state.clock.now();
    install::private_folder(part)?;
    let database = part.join(DATABASE);
    fs::OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(&database)
        .with_context(|| format!("Nie można zapisać {}", database.display()))?;
    snapshot(&state.db, &database).await.context("Nie można skopiować bazy danych")?;
    let (stored, head) = read_in(&database).await?;
    if let Some(head) = head {
        HeadFile::at(part.join(HEAD)).write(&head).context("Nie można zapisać końca dziennika")?;
    }
    let (documents, documents_bytes) = copy(&stored, &state.files, &part.join(DOCUMENTS)).await?;
    list_of_erased(state, &part.join(ERASURES)).await?;
    let (database_sha256, database_bytes) = hash(&database)?;
    fs::File::open(&database)?.sync_all()?;
    let version = env!("CARGO_PKG_VERSION").to_owned();
    let manifest = Manifest {
        format: FORMAT,
        made_at,
        version,
        database_sha256,
        database_bytes,
        documents,
        documents_bytes,
    };
    install::write_private(&part.join(MANIFEST), &serde_json::to_vec_pretty(&manifest)?)?;
    sync(part)?;
    Ok(manifest)
}

/// Copies the list of who was erased: it may help an older backup, where this one is lost.
async fn list_of_erased(state: &State, folder: &Path) -> anyhow::Result<()> {
    install::private_folder(folder)?;
    let copied = async {
        let list = ErasedList::beside(&state.files)?;
        let copy = ErasedList::in_folder(folder)?;
        copy.join(&list).await
    };
    copied.await.context("Nie można skopiować listy usuniętych osób")?;
    for entry in fs::read_dir(folder)? {
        fs::set_permissions(entry?.path(), fs::Permissions::from_mode(0o600))
            .context("Nie można skopiować listy usuniętych osób")?;
    }
    Ok(())
}

/// Stored documents and the end of the audit trail of a database file that nothing else has open.
async fn read_in(database: &Path) -> anyhow::Result<(Vec<document::Model>, Option<Anchor>)> {
    let db = Db::connect(&sqlite_url(database)).await?;
    let read = async { anyhow::Ok((documents::stored(&db.reader).await?, end_of(&db.reader).await?)) };
    let read = read.await;
    db.close().await?;
    read.context("Nie można odczytać skopiowanej bazy danych")
}

/// Copies documents into a new folder, each compared with its hash. Answers how many and how large.
///
/// # Errors
/// One is missing or not what it was.
pub(super) async fn copy(
    stored: &[document::Model],
    from: &Files,
    folder: &Path,
) -> anyhow::Result<(u64, u64)> {
    install::private_folder(folder)?;
    let to = Files::folder(folder).context("Nie można otworzyć folderu dokumentów")?;
    let (mut bytes_in_all, mut wrong) = (0, vec![]);
    for document in stored {
        match from.get(&document.path).await {
            Ok(bytes) if document.sha256.as_deref() == Some(&*sha256(&bytes)) => {
                bytes_in_all += bytes.len() as u64;
                to.put(&document.path, bytes).await.context("Nie można zapisać dokumentu")?;
                let file = folder.join(&document.path);
                fs::set_permissions(&file, fs::Permissions::from_mode(0o600))
                    .with_context(|| format!("Nie można zapisać {}", file.display()))?;
            }
            _ => wrong.push(document.id.0.to_string()),
        }
    }
    if !wrong.is_empty() {
        let some = wrong.iter().take(10).cloned().collect::<Vec<_>>().join(", ");
        bail!("Brakuje dokumentów albo ich treść się zmieniła: {} (np. {some}).", wrong.len());
    }
    Ok((stored.len() as u64, bytes_in_all))
}

/// SHA-256 and size of a file.
pub(super) fn hash(path: &Path) -> anyhow::Result<(String, u64)> {
    let unread = || format!("Nie można odczytać {}", path.display());
    let mut file = fs::File::open(path).with_context(unread)?;
    let (mut hash, mut buffer, mut size) = (Sha256::new(), vec![0; 1 << 16], 0_u64);
    loop {
        let read = file.read(&mut buffer).with_context(unread)?;
        if read == 0 {
            let hex = hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
            return Ok((hex, size));
        }
        hash.update(&buffer[..read]);
        size += read as u64;
    }
}

/// Whether a folder is not there, or empty.
fn is_vacant(folder: &Path) -> anyhow::Result<bool> {
    match fs::read_dir(folder) {
        Ok(mut entries) => Ok(entries.next().is_none()),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(true),
        Err(_) if folder.exists() => Ok(false),
        Err(error) => Err(error).with_context(|| format!("Nie można sprawdzić {}", folder.display())),
    }
}

/// A folder of its own beside the target, on the same disk, so that a rename moves it as a whole.
fn beside(target: &Path, state: &State) -> anyhow::Result<PathBuf> {
    let name = target.file_name().context("Podaj folder, w którym ma powstać kopia.")?.to_string_lossy();
    let id = state.chance.uuid(state.clock.now()).simple().to_string();
    Ok(target.with_file_name(format!(".{name}.{id}")))
}

/// Makes names in a folder survive a power cut.
pub(super) fn sync(folder: &Path) -> anyhow::Result<()> {
    let synced = fs::File::open(folder).and_then(|folder| folder.sync_all());
    synced.with_context(|| format!("Nie można zapisać {}", folder.display()))
}

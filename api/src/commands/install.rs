//! An installation: folders, keys, database, store. Opened by every command in the same way.

use std::fs;
use std::io::Write;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::Path;
use std::sync::Arc;

use anyhow::{Context, bail};
use entities::documents::files::Files;
use entities::documents::link::LinkKey;
use entities::shared::chance::{Chance, SystemChance};
use entities::shared::clock::{Clock, SystemClock};
use entities::shared::db::Db;
use entities::shared::live::{Hub, Pace};
use futures_util::FutureExt;

use crate::config::Data;
use crate::graphql::ctx::State;
use crate::health::Probes;

/// Opens an installation.
///
/// # Errors
/// The folder cannot be written, the database cannot be reached, or migrations are pending and `migrate` is false.
pub(super) async fn open(data: &Data, public_url: Option<Arc<str>>, migrate: bool) -> anyhow::Result<State> {
    private_folder(&data.data_dir)?;
    let db = Db::connect(&data.url()).await.context("Nie można otworzyć bazy danych")?;
    if migrate {
        migration::migrate(db.for_migration())
            .await
            .context("Nie można zaktualizować schematu bazy danych")?;
    } else {
        let pending =
            migration::pending(&db.reader).await.context("Nie można odczytać schematu bazy danych")?;
        if pending > 0 {
            bail!(
                "Schemat bazy danych czeka na {pending} migracji. Uruchom `zwornik migrate` albo dodaj --migrate."
            );
        }
    }
    let files = Files::folder(&data.documents()).context("Nie można otworzyć folderu dokumentów")?;
    let hub = Hub::of(db.clone());
    let link_key = LinkKey::new(key(&data.keys(), "links.key")?);
    Ok(State {
        db,
        clock: Arc::new(SystemClock),
        chance: Arc::new(SystemChance),
        public_url,
        files,
        link_key,
        tries: crate::graphql::tries::Tries::default(),
        hub,
        pace: Pace::default(),
    })
}

/// What tells whether the installation is ready.
pub(super) fn probes(state: &State) -> Probes {
    let reader = state.db.reader.clone();
    Probes {
        pending_migrations: Arc::new(move || {
            let reader = reader.clone();
            async move { migration::pending(&reader).await.ok() }.boxed()
        }),
    }
}

/// What a worker of this installation works with.
pub(super) fn worker_context(state: &State, clock: Arc<dyn Clock>) -> reports::registry::Context {
    let chance = Arc::clone(&state.chance);
    reports::registry::Context::new(
        state.db.clone(),
        state.files.clone(),
        clock,
        chance,
        state.public_url.clone(),
    )
}

/// A folder that only its owner reads, created where it is missing.
pub(super) fn private_folder(folder: &Path) -> anyhow::Result<()> {
    fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(folder)
        .with_context(|| format!("Nie można utworzyć folderu {}", folder.display()))
}

/// A file that only its owner reads, written as a whole or not at all.
pub(super) fn write_private(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    let temporary = path.with_extension("new");
    let written = (|| {
        let mut file =
            fs::OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&temporary)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        fs::rename(&temporary, path)
    })();
    written.with_context(|| format!("Nie można zapisać {}", path.display()))
}

/// A key of this installation: made once, then read. Of several processes that start at once, one makes it.
fn key(folder: &Path, name: &str) -> anyhow::Result<[u8; 32]> {
    private_folder(folder)?;
    let path = folder.join(name);
    if !path.exists() {
        let chance: Arc<dyn Chance> = Arc::new(SystemChance);
        let own = folder.join(chance.uuid(SystemClock.now()).simple().to_string());
        write_private(&own, &chance.bytes::<32>())?;
        // A link never replaces what is there: whoever comes second takes the key of the first.
        let linked = fs::hard_link(&own, &path);
        fs::remove_file(&own).with_context(|| format!("Nie można usunąć {}", own.display()))?;
        match linked {
            Err(error) if error.kind() != std::io::ErrorKind::AlreadyExists => {
                return Err(error).with_context(|| format!("Nie można zapisać {}", path.display()));
            }
            _ => {}
        }
    }
    let bytes = fs::read(&path).with_context(|| format!("Nie można odczytać {}", path.display()))?;
    bytes.try_into().map_err(|_| anyhow::anyhow!("Klucz {} jest uszkodzony", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn processes_that_start_at_once_have_one_key() {
        for round in 0..20 {
            let folder = std::env::temp_dir().join(format!("zwornik-keys-{}-{round}", std::process::id()));
            let keys: Vec<[u8; 32]> = std::thread::scope(|scope| {
                let starts: Vec<_> =
                    (0..8).map(|_| scope.spawn(|| key(&folder, "links.key").unwrap())).collect();
                starts.into_iter().map(|start| start.join().unwrap()).collect()
            });
            assert!(keys.iter().all(|other| *other == keys[0]));
            assert_eq!(fs::read_dir(&folder).unwrap().count(), 1, "nothing is left beside it");
            fs::remove_dir_all(&folder).unwrap();
        }
    }
}

//! `restore`: a backup into an empty data folder. `restored`: the same care for a database that other tools restored.
//!
//! The database takes its place last. Before that it is checked, brought up to date and settled: the moment it appears,
//! nothing in it sends again or gives a number twice.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use chrono::{DateTime, Utc};
use entities::certificates::store::{HeldSeries, held_series};
use entities::documents::files::Files;
use entities::documents::store as documents;
use entities::shared::actor::Actor;
use entities::shared::call::Call;
use entities::shared::chance::{Chance, SystemChance};
use entities::shared::clock::{Clock, SystemClock};
use entities::shared::db::{Db, sqlite_url};
use entities::shared::tx;
use entities::upkeep::actions::{Restore, Settled, settle};
use entities::upkeep::store::is_sound;

use super::backup::{DATABASE, DOCUMENTS, FORMAT, MANIFEST, Manifest, copy, hash, sync};
use super::{held, in_polish, install, say};
use crate::config::Data;

/// Restores a backup.
pub(super) async fn run(backup: &Path, no_numbers_since: bool, data: &Data) -> anyhow::Result<()> {
    if data.database_url.is_some() {
        bail!("Odtworzona baza powstaje w folderze danych: nie podawaj DATABASE_URL.");
    }
    let manifest = read(backup)?;
    vacant(&data.data_dir)?;
    install::private_folder(&data.data_dir)?;
    let chance: std::sync::Arc<dyn Chance> = std::sync::Arc::new(SystemChance);
    let id = chance.uuid(SystemClock.now()).simple().to_string();
    let stage = data.data_dir.join(format!(".restore-{id}"));
    let restore = Restore { backup_made_at: manifest.made_at, no_numbers_since };
    let done = stand_up(backup, &manifest, &stage, restore).await;
    let done = done.and_then(|done| place(&stage, data).map(|()| done));
    let (settled, series) = match done {
        Ok(done) => done,
        Err(error) => {
            fs::remove_dir_all(&stage).ok();
            return Err(error);
        }
    };
    say(&format!("Odtworzono kopię z {} w folderze {}.", manifest.made_at, data.data_dir.display()));
    if !data.key_file().exists() {
        say(&format!(
            "Włóż plik kluczy na miejsce ({}), zanim cokolwiek uruchomisz: bez niego powstanie nowy.",
            data.key_file().display()
        ));
    }
    tell(&settled, &series);
    Ok(())
}

/// Settles a database that was restored by other means.
pub(super) async fn settle_here(
    made_at: DateTime<Utc>,
    no_numbers_since: bool,
    data: &Data,
) -> anyhow::Result<()> {
    let state = install::open(data, None, true).await?;
    let done = aftercare(&state.db, Restore { backup_made_at: made_at, no_numbers_since }).await;
    state.db.close().await?;
    let (settled, series) = done?;
    tell(&settled, &series);
    Ok(())
}

fn read(backup: &Path) -> anyhow::Result<Manifest> {
    let path = backup.join(MANIFEST);
    let bytes = fs::read(&path)
        .with_context(|| format!("{} nie jest kopią: nie można odczytać {MANIFEST}", backup.display()))?;
    let manifest: Manifest =
        serde_json::from_slice(&bytes).with_context(|| format!("Plik {} jest uszkodzony", path.display()))?;
    if manifest.format != FORMAT {
        bail!("Kopię {} wykonała inna wersja programu ({}).", backup.display(), manifest.version);
    }
    Ok(manifest)
}

/// A folder that holds nothing but, at most, keys.
fn vacant(folder: &Path) -> anyhow::Result<()> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(()),
        Err(error) => {
            return Err(error).with_context(|| format!("Nie można sprawdzić {}", folder.display()));
        }
    };
    for entry in entries {
        let name = entry.with_context(|| format!("Nie można sprawdzić {}", folder.display()))?.file_name();
        if name != "keys" {
            bail!("Folder {} nie jest pusty: odtwarzanie niczego nie nadpisuje.", folder.display());
        }
    }
    Ok(())
}

async fn stand_up(
    backup: &Path,
    manifest: &Manifest,
    stage: &Path,
    restore: Restore,
) -> anyhow::Result<(Settled, Vec<HeldSeries>)> {
    install::private_folder(stage)?;
    let database = stage.join(DATABASE);
    install::write_private(&database, &[])?;
    fs::copy(backup.join(DATABASE), &database).context("Nie można skopiować bazy danych")?;
    // A copy takes the mode of its source along, whatever became of that meanwhile.
    fs::set_permissions(&database, fs::Permissions::from_mode(0o600))
        .context("Nie można skopiować bazy danych")?;
    if hash(&database)? != (manifest.database_sha256.clone(), manifest.database_bytes) {
        bail!("Baza danych w kopii {} jest uszkodzona: jej skrót się nie zgadza.", backup.display());
    }
    let db = Db::connect(&sqlite_url(&database)).await?;
    let done = async {
        if !is_sound(&db).await? {
            bail!("Baza danych w kopii {} jest uszkodzona.", backup.display());
        }
        migration::migrate(db.for_migration())
            .await
            .context("Nie można zaktualizować schematu bazy danych")?;
        let stored = documents::stored(&db.reader).await?;
        if stored.len() as u64 != manifest.documents {
            bail!("W kopii {} liczba dokumentów się nie zgadza.", backup.display());
        }
        let from = backup.join(DOCUMENTS);
        let from = Files::folder(&from).context("Nie można otworzyć folderu dokumentów")?;
        copy(&stored, &from, &stage.join(DOCUMENTS)).await?;
        aftercare(&db, restore).await
    };
    let done = done.await;
    // The last connection to close writes everything into the one file.
    db.close().await?;
    let done = done?;
    fs::File::open(&database)?.sync_all()?;
    Ok(done)
}

/// Everything that waited in the stage takes its place, the database last.
fn place(stage: &Path, data: &Data) -> anyhow::Result<()> {
    let moves: [(&str, PathBuf); 2] = [(DOCUMENTS, data.documents()), (DATABASE, data.file(DATABASE))];
    for (name, to) in moves {
        fs::rename(stage.join(name), &to).with_context(|| format!("Nie można zapisać {}", to.display()))?;
    }
    fs::remove_dir_all(stage).with_context(|| format!("Nie można usunąć {}", stage.display()))?;
    sync(&data.data_dir)
}

async fn aftercare(db: &Db, restore: Restore) -> anyhow::Result<(Settled, Vec<HeldSeries>)> {
    let call = Call {
        actor: Actor::System,
        now: SystemClock.now(),
        chance: std::sync::Arc::new(SystemChance),
        request: "restore".to_owned(),
        public_url: None,
    };
    let args = (call, restore);
    let settled = tx::write(db, &args, |tx, (call, restore)| Box::pin(settle(tx, call, *restore)));
    let settled = settled.await.map_err(in_polish)?;
    Ok((settled, held_series(&db.reader).await?))
}

fn tell(settled: &Settled, series: &[HeldSeries]) {
    held::list(&settled.held);
    if !settled.held.is_empty() {
        say("Ich skutek mógł już nastąpić. Po sprawdzeniu: `zwornik jobs held`, `zwornik jobs release`.");
    }
    say(&format!("Harmonogramy przesunięte na teraz: {}.", settled.schedules));
    say(&format!("Zakończone sesje: {}.", settled.sessions));
    say(&format!("Serie, których numery czekają: {}.", series.len()));
    for one in series {
        say(&format!(
            "  zwornik numbers confirm --series {} --year {} --last …   (kopia zna numer {})",
            one.series, one.year, one.known
        ));
    }
}

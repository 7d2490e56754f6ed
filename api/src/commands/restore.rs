//! `restore`: a backup into an empty data folder. `restored`: the same care for a database that other tools restored.
//!
//! The database takes its place last. Before that it is checked, brought up to date and settled: the moment it appears,
//! nothing in it sends again or gives a number twice.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use chrono::{DateTime, Utc};
use clap::Args;
use entities::accounts::actions::Ended;
use entities::audit::head::{HeadFile, end_of};
use entities::certificates::store::{HeldSeries, held_series};
use entities::documents::files::Files;
use entities::documents::store as documents;
use entities::requests::erased_list::{ErasedList, FOLDER as ERASURES};
use entities::shared::actor::Actor;
use entities::shared::chance::{Chance, SystemChance};
use entities::shared::clock::{Clock, SystemClock};
use entities::shared::db::{Db, sqlite_url};
use entities::shared::ids::PersonId;
use entities::shared::operation::Operation;
use entities::shared::tx;
use entities::shared::vault::Vault;
use entities::upkeep::actions::{Restore, Settled, settle};
use entities::upkeep::store::is_sound;
use reports::registry::harmless;

use super::backup::{DATABASE, DOCUMENTS, FORMAT, HEAD, MANIFEST, Manifest, copy, hash, sync};
use super::erasures::{self, Redone, erase_all_again, kept};
use super::{held, in_polish, install, keys, say};
use crate::config::Data;

/// The folder with the head of the audit trail.
const AUDIT: &str = "audit";

/// What somebody vouches for who restores.
#[derive(Args, Clone, Copy, Debug)]
pub(super) struct Vouched {
    /// Od wykonania kopii na pewno nie wydano żadnego numeru: numery nie czekają na potwierdzenie.
    #[arg(long)]
    no_numbers_since: bool,
    /// Od wykonania kopii na pewno nie unieważniono żadnego tokenu API: tokeny zostają ważne.
    #[arg(long)]
    keep_tokens: bool,
}

impl Vouched {
    const fn of(self, backup_made_at: DateTime<Utc>) -> Restore {
        let Self { no_numbers_since, keep_tokens } = self;
        Restore { backup_made_at, no_numbers_since, keep_tokens }
    }
}

/// Restores a backup.
pub(super) async fn run(backup: &Path, vouched: Vouched, data: &Data) -> anyhow::Result<()> {
    if data.database_url.is_some() {
        bail!("Odtworzona baza powstaje w folderze danych: nie podawaj DATABASE_URL.");
    }
    let manifest = read(backup)?;
    vacant(&data.data_dir)?;
    install::private_folder(&data.data_dir)?;
    let chance: std::sync::Arc<dyn Chance> = std::sync::Arc::new(SystemChance);
    let id = chance.uuid(SystemClock.now()).simple().to_string();
    let stage = data.data_dir.join(format!(".restore-{id}"));
    let restore = vouched.of(manifest.made_at);
    let brought = data.erasures().exists();
    let done = async {
        let mut people = [kept(&backup.join(ERASURES)).await?, kept(&data.erasures()).await?].concat();
        people.sort_unstable();
        people.dedup();
        let done = stand_up(backup, &manifest, &stage, (restore, people), data).await?;
        take_over_list(backup, data).await?;
        place(&stage, data)?;
        anyhow::Ok(done)
    };
    let done = match done.await {
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
    finish(&done, vouched, brought, data)
}

/// Settles a database that was restored by other means.
pub(super) async fn settle_here(made_at: DateTime<Utc>, vouched: Vouched, data: &Data) -> anyhow::Result<()> {
    let state = install::open(data, None, true).await?;
    let brought = data.erasures().exists();
    let done = async {
        let people = kept(&data.erasures()).await?;
        // On the heap: much is done there, and a stack is short.
        Box::pin(aftercare(&state.db, (vouched.of(made_at), people), data)).await
    };
    let done = done.await;
    state.db.close().await?;
    let done = done?;
    finish(&done, vouched, brought, data)
}

/// What was done to a restored database.
struct Done {
    settled: Settled,
    series: Vec<HeldSeries>,
    redone: Redone,
    head_is_lost: bool,
    missing: Vec<String>,
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

/// A folder that holds nothing but, at most, keys, the list of who was erased and the head of the audit trail.
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
        if name != "keys" && name != ERASURES && name != AUDIT {
            bail!("Folder {} nie jest pusty: odtwarzanie niczego nie nadpisuje.", folder.display());
        }
    }
    Ok(())
}

async fn stand_up(
    backup: &Path,
    manifest: &Manifest,
    stage: &Path,
    after: (Restore, Vec<PersonId>),
    data: &Data,
) -> anyhow::Result<Done> {
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
        let head = HeadFile::at(backup.join(HEAD)).read().context("Nie można odczytać końca dziennika")?;
        if head.is_some() && head != end_of(&db.reader).await? {
            bail!("W kopii {} dziennik nie kończy się tam, gdzie się kończył.", backup.display());
        }
        if stored.len() as u64 != manifest.documents {
            bail!("W kopii {} liczba dokumentów się nie zgadza.", backup.display());
        }
        let from = backup.join(DOCUMENTS);
        let from = Files::folder(&from).context("Nie można otworzyć folderu dokumentów")?;
        copy(&stored, &from, &stage.join(DOCUMENTS)).await?;
        Box::pin(aftercare(&db, after, data)).await
    };
    let done = done.await;
    // The last connection to close writes everything into the one file.
    db.close().await?;
    let done = done?;
    fs::File::open(&database)?.sync_all()?;
    Ok(done)
}

/// The list of the backup joins the one that is there, for the next restore.
async fn take_over_list(backup: &Path, data: &Data) -> anyhow::Result<()> {
    if !backup.join(ERASURES).exists() {
        return Ok(());
    }
    let joined = async {
        let list = ErasedList::in_folder(&data.erasures())?;
        list.join(&ErasedList::in_folder(&backup.join(ERASURES))?).await
    };
    joined.await.context("Nie można zapisać listy usuniętych osób")
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

/// Settles the database, then erases again whom the list names.
async fn aftercare(
    db: &Db,
    (restore, people): (Restore, Vec<PersonId>),
    data: &Data,
) -> anyhow::Result<Done> {
    let op = Operation {
        actor: Actor::System,
        now: SystemClock.now(),
        chance: std::sync::Arc::new(SystemChance),
        request: "restore".to_owned(),
        public_url: None,
        signing: Vault::default(),
    };
    let args = (&op, restore, harmless());
    let settled =
        tx::write(db, &args, |tx, (op, restore, harmless)| Box::pin(settle(tx, op, *restore, harmless)));
    let settled = settled.await.map_err(in_polish)?;
    let redone = erase_all_again(db, &op, &people).await;
    // The chain goes on from where the restored database ends; what stood outside stays beside it, for whoever looks.
    let name = format!("before-{}.json", op.now.format("%Y%m%dT%H%M%SZ"));
    let head_is_lost = data.audit_head().settle(&db.reader, &name).await.map_err(in_polish)?;
    let missing = keys::missing(data, db).await?;
    Ok(Done { settled, series: held_series(&db.reader).await?, redone, head_is_lost, missing })
}

/// Says what was done, and fails where something is left to do before the installation can be used as it was.
fn finish(done: &Done, vouched: Vouched, brought: bool, data: &Data) -> anyhow::Result<()> {
    tell(done, vouched);
    tell_erased(done.redone, brought, data);
    if done.head_is_lost {
        say(&format!(
            "Dziennik kończy się tam, gdzie kończyła się kopia. Dawny koniec łańcucha zachowano obok pliku {}.",
            data.audit_head().path().display()
        ));
    }
    erasures::all_done(done.redone)?;
    if done.missing.is_empty() {
        return Ok(());
    }
    bail!(
        "Baza jest odtworzona, ale zapisano ją pod kluczami, których nie ma w pliku {}. Włóż na miejsce plik kluczy z czasu \
         kopii:\n{}",
        data.key_file().display(),
        done.missing.join("\n")
    )
}

fn tell_erased(redone: Redone, brought: bool, data: &Data) {
    if !brought {
        say(&format!(
            "Nie było listy osób, których dane usunięto po wykonaniu kopii. Jeżeli takie są, skopiuj folder `{ERASURES}` \
             poprzedniej instalacji albo nowszej kopii do folderu {} i, zanim ruszy worker, uruchom `zwornik erasures \
             redo`.",
            data.data_dir.display()
        ));
    }
    if brought || redone.listed > 0 {
        erasures::tell(redone);
    }
}

fn tell(done: &Done, vouched: Vouched) {
    let Done { settled, series, .. } = done;
    held::list(&settled.held);
    if !settled.held.is_empty() {
        say("Ich skutek mógł już nastąpić. Po sprawdzeniu: `zwornik jobs held`, `zwornik jobs release`.");
    }
    say(&format!("Harmonogramy przesunięte na teraz: {}.", settled.schedules));
    tell_ended(&settled.ended, vouched);
    say(&format!("Serie, których numery czekają: {}.", series.len()));
    for one in series {
        say(&format!(
            "  zwornik numbers confirm --series {} --year {} --last …   (kopia zna numer {})",
            one.series, one.year, one.known
        ));
    }
}

fn tell_ended(ended: &Ended, vouched: Vouched) {
    say("Nikt nie wejdzie tym, co mogło zostać użyte albo unieważnione po wykonaniu kopii:");
    say(&format!("  zakończone sesje: {}", ended.sessions));
    if vouched.keep_tokens {
        say("  tokeny API: zostają ważne (--keep-tokens), także te, które unieważniono po wykonaniu kopii");
    } else {
        say(&format!("  unieważnione tokeny API: {} (programy potrzebują nowych)", ended.api_tokens));
    }
    say(&format!("  unieważnione odnośniki jednorazowe: {}", ended.links));
    say(&format!("  przerwane logowania przez dostawcę: {}", ended.provider_logins));
    say(&format!("  cofnięte zaproszenia: {} (trzeba zaprosić ponownie)", ended.invitations));
    say(&format!("  unieważnione kody odzyskiwania: {} (nowe tworzy każdy sam)", ended.recovery_codes));
    say(
        "Hasła i drugie składniki są takie, jak w kopii. Kto zmienił je później, bo ktoś je poznał, musi zmienić je znowu.",
    );
    say("Gdy nikt nie może się zalogować: `zwornik admin create` tworzy administratora, `zwornik admin \
         reset-second-factor` usuwa drugi składnik.");
}

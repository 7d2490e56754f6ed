//! `keys`: the key file, made, rotated and shown without its secrets. And how an installation reads it.
//!
//! Beside an embedded database the file is made by itself. Beside PostgreSQL it is not: several hosts would each make
//! their own, refuse the links of the others, and encrypt what nobody else can read.

use std::collections::BTreeSet;
use std::fs;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, bail};
use clap::{Subcommand, ValueEnum};
use entities::documents::link::{LinkKey, WeakLinkKey};
use entities::pesel::keyring::{PeselKeys, WeakPeselKeys};
use entities::shared::chance::{Chance, SystemChance};
use entities::shared::clock::{Clock, SystemClock};
use entities::shared::db::Db;
use entities::shared::keys::{Keys, KeysError, Purpose};
use entities::shared::vault::{Vault, WeakVault};
use entities::shared::warsaw;
use entities::upkeep::sealed::{Kept, Need, Needed, kept, needed};

use super::{doors, in_polish, install, say};
use crate::config::Data;

/// How often a running process looks whether the file has changed; well below the time after which a new key signs.
const LOOK: Duration = Duration::from_secs(5);

/// What can be done with keys.
#[derive(Subcommand, Debug)]
pub(super) enum What {
    /// Tworzy plik kluczy; istniejącego nie zmienia.
    Create {
        #[command(flatten)]
        data: Data,
    },
    /// Dodaje nowe wersje kluczy. Stare zostają: odnośniki są ważne do końca swojego terminu.
    Rotate {
        /// Tylko te klucze; bez tej opcji wszystkie.
        #[arg(long, value_enum)]
        purpose: Vec<Only>,
        #[command(flatten)]
        data: Data,
    },
    /// Usuwa stare wersje kluczy, których nic już nie potrzebuje; mówi, co i ile wpisów potrzebuje pozostałych.
    Retire {
        #[command(flatten)]
        data: Data,
    },
    /// Wypisuje wersje i daty kluczy, nigdy ich treść.
    Show {
        #[command(flatten)]
        data: Data,
    },
}

/// A purpose, as it is typed.
#[derive(ValueEnum, Clone, Copy, Debug)]
pub(super) enum Only {
    /// Podpisy odnośników.
    Links,
    /// Szyfrowanie numerów PESEL.
    PeselEncryption,
    /// Wyszukiwanie po numerze PESEL.
    PeselIndex,
    /// Szyfrowanie drugiego składnika logowania.
    SecondFactor,
    /// Pieczęcie dziennika.
    AuditSeals,
    /// Szyfrowanie notatek z coachingu.
    CoachingNotes,
    /// Podpisy odznak.
    Badges,
}

impl From<Only> for Purpose {
    fn from(only: Only) -> Self {
        match only {
            Only::Links => Self::Links,
            Only::PeselEncryption => Self::PeselEncryption,
            Only::PeselIndex => Self::PeselIndex,
            Only::SecondFactor => Self::SecondFactor,
            Only::AuditSeals => Self::AuditSeals,
            Only::CoachingNotes => Self::CoachingNotes,
            Only::Badges => Self::Badges,
        }
    }
}

/// Runs the command.
pub(super) async fn run(what: What) -> anyhow::Result<()> {
    match what {
        What::Create { data } => create(&data),
        What::Rotate { purpose, data } => rotate(&data, &purpose),
        What::Retire { data } => retire(&data).await,
        What::Show { data } => show(&read(&data)?),
    }
}

fn create(data: &Data) -> anyhow::Result<()> {
    let path = data.key_file();
    if path.exists() {
        bail!("Plik kluczy {} już istnieje. Nowe wersje dodaje `zwornik keys rotate`.", path.display());
    }
    make(data, &path)?;
    say(&format!("Utworzono plik kluczy {}. Zachowaj jego kopię w bezpiecznym miejscu.", path.display()));
    show(&read(data)?)
}

fn rotate(data: &Data, only: &[Only]) -> anyhow::Result<()> {
    let _alone = alone(data)?;
    let (mut keys, now) = (read_older(data)?, SystemClock.now());
    let purposes: Vec<Purpose> =
        if only.is_empty() { Purpose::ALL.to_vec() } else { only.iter().map(|one| (*one).into()).collect() };
    let chance: Arc<dyn Chance> = Arc::new(SystemChance);
    keys.rotate(&purposes, now, &*chance);
    keys.complete(now, &*chance);
    install::write_private(&data.key_file(), keys.to_text().as_bytes())?;
    say("Dodano nowe wersje kluczy. Działające procesy przejmą je same w ciągu pół minuty.");
    if purposes.iter().any(|purpose| *purpose != Purpose::Links) {
        say(
            "Zapisane numery PESEL, drugie składniki i notatki worker zaszyfruje od nowa; potem niepotrzebne wersje usuwa \
             `zwornik keys retire`.",
        );
    }
    show(&keys)
}

/// What something still needs stays, and so does what a process may still use. Then the command fails, so that whoever
/// runs it by a timer learns of it.
async fn retire(data: &Data) -> anyhow::Result<()> {
    let _alone = alone(data)?;
    let mut keys = read(data)?;
    let db = install::look(data).await?;
    let now = SystemClock.now();
    let needed = needed(&db.reader, &keys, now).await;
    db.close().await?;
    let needed = needed.map_err(in_polish)?;
    let mut retired = vec![];
    for purpose in Purpose::ALL {
        let of: BTreeSet<u32> =
            needed.iter().filter(|one| one.purpose == purpose).map(|one| one.version).collect();
        retired.extend(keys.retire(purpose, &of, now).into_iter().map(|version| (purpose, version)));
    }
    if !retired.is_empty() {
        install::write_private(&data.key_file(), keys.to_text().as_bytes())?;
    }
    say(&format!(
        "Usunięte wersje kluczy: {}. Kopie bazy sprzed rotacji wymagają starego pliku kluczy.",
        retired.len()
    ));
    for (purpose, version) in retired {
        say(&format!("  {}, wersja {version}", name(purpose)));
    }
    show(&keys)?;
    // Seals are never made anew, and badges are with their people: the versions of their keys stay, and nobody need do
    // anything about it.
    let for_ever =
        |one: &Needed| matches!(kept(one.purpose), Kept::Stays(_) | Kept::Published) && is_there(&keys, one);
    let (for_ever, waiting): (Vec<Needed>, Vec<Needed>) = needed.iter().copied().partition(for_ever);
    for one in &for_ever {
        say(&format!("{} – zostaje na stałe", told(&keys, one).trim()));
    }
    let stay = staying(&keys, &needed, &waiting);
    if stay.is_empty() {
        return Ok(());
    }
    bail!("Starych wersji kluczy, których nie można jeszcze usunąć: {}\n{}", stay.len(), stay.join("\n"))
}

/// Versions that rows of a database need and its key file does not have, as after a restore of before they were retired.
/// None where there is no file yet: that is told otherwise.
///
/// # Errors
/// The key file cannot be read, or the database failed.
pub(super) async fn missing(data: &Data, db: &Db) -> anyhow::Result<Vec<String>> {
    if !data.key_file().exists() {
        return Ok(vec![]);
    }
    let keys = read_older(data)?;
    let needed = needed(&db.reader, &keys, SystemClock.now()).await.map_err(in_polish)?;
    let missing = needed.iter().filter(|one| !is_there(&keys, one));
    Ok(missing.map(|one| told(&keys, one)).collect())
}

/// Why old versions stay, and which are missing although something needs them.
fn staying(keys: &Keys, needed: &[Needed], waiting: &[Needed]) -> Vec<String> {
    let is_needed =
        |purpose, version| needed.iter().any(|one| (one.purpose, one.version) == (purpose, version));
    let in_use = keys.list().into_iter().filter(|key| !key.is_newest && !is_needed(key.purpose, key.version));
    let in_use = in_use.map(|key| {
        format!(
            "  {}, wersja {}: mogą jej jeszcze używać działające procesy, przez minutę od rotacji",
            name(key.purpose),
            key.version
        )
    });
    waiting.iter().map(|one| told(keys, one)).chain(in_use).collect()
}

fn told(keys: &Keys, one: &Needed) -> String {
    let missing = if is_there(keys, one) { "" } else { " – brakuje jej w pliku kluczy!" };
    let why = match one.why {
        Need::Rows(rows) => format!("zapisane wpisy: {rows}"),
        Need::Until(until) => {
            let until = warsaw::local(until).format("%Y-%m-%d %H:%M");
            format!("wysłane odnośniki mogą być ważne do {until}")
        }
        Need::ForGood => "wydane odznaki i zaświadczenia".to_owned(),
    };
    format!("  {}, wersja {}: {why}{missing}", name(one.purpose), one.version)
}

fn is_there(keys: &Keys, one: &Needed) -> bool {
    keys.list().iter().any(|key| (key.purpose, key.version) == (one.purpose, one.version))
}

const fn name(purpose: Purpose) -> &'static str {
    match purpose {
        Purpose::Links => "podpisy odnośników",
        Purpose::PeselEncryption => "szyfrowanie PESEL",
        Purpose::PeselIndex => "wyszukiwanie PESEL",
        Purpose::SecondFactor => "szyfrowanie drugiego składnika",
        Purpose::AuditSeals => "pieczęcie dziennika",
        Purpose::CoachingNotes => "szyfrowanie notatek z coachingu",
        Purpose::Badges => "podpisy odznak i kodów QR zaświadczeń",
    }
}

fn show(keys: &Keys) -> anyhow::Result<()> {
    for key in keys.list() {
        let made = warsaw::local(key.created_at).format("%Y-%m-%d %H:%M");
        let newest = if key.is_newest { ", najnowsza" } else { "" };
        say(&format!("{}: wersja {} z {made}{newest}", name(key.purpose), key.version));
    }
    Ok(())
}

/// The keys of an installation; made where there are none and the database is an embedded one.
///
/// # Errors
/// There is no file and none may be made, others can read it, or it is broken.
pub(super) fn open(data: &Data) -> anyhow::Result<Keys> {
    let path = data.key_file();
    if !path.exists() {
        let is_own = data.key_file.is_none() && (data.is_embedded() || data.old_key().exists());
        if !is_own {
            bail!(
                "Nie ma pliku kluczy {}. Utwórz go raz poleceniem `zwornik keys create` i podaj wszystkim procesom \
                 (ZWORNIK_KEY_FILE).",
                path.display()
            );
        }
        make(data, &path)?;
    }
    if data.key_file.is_none() && data.is_embedded() {
        complete(data)?;
    }
    read(data)
}

/// Adds the keys that an older program did not know of. Of several processes that start at once, one does it.
fn complete(data: &Data) -> anyhow::Result<()> {
    let is_whole = |keys: &Keys| Purpose::ALL.iter().all(|purpose| keys.newest(*purpose) > 0);
    if is_whole(&read_older(data)?) {
        return Ok(());
    }
    let _alone = alone(data)?;
    let (mut keys, chance): (Keys, Arc<dyn Chance>) = (read_older(data)?, Arc::new(SystemChance));
    if keys.complete(SystemClock.now(), &*chance) {
        install::write_private(&data.key_file(), keys.to_text().as_bytes())?;
    }
    Ok(())
}

/// Until this is dropped nobody else changes the key file.
fn alone(data: &Data) -> anyhow::Result<fs::File> {
    let path = data.key_file().with_extension("lock");
    let opened = fs::OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&path);
    let locked = opened.and_then(|file| file.lock().map(|()| file));
    locked.with_context(|| format!("Nie można zablokować {}", path.display()))
}

/// The keys that seal the audit trail, of an installation that is only looked at. None where there is no file.
pub(super) fn seals(data: &Data) -> anyhow::Result<Vault> {
    if !data.key_file().exists() {
        return Ok(Vault::default());
    }
    Ok(Vault::at(&read_older(data)?, Purpose::AuditSeals, SystemClock.now()))
}

/// Keeps the keys of a running process up to date with their file until nobody uses them.
pub(super) fn watch(
    data: &Data,
    (links, pesel): (&LinkKey, &PeselKeys),
    vaults: [(&Vault, Purpose); 4],
    clock: Arc<dyn Clock>,
) {
    let data = data.clone();
    let (links, pesel): (WeakLinkKey, WeakPeselKeys) = (links.weak(), pesel.weak());
    let vaults: [(WeakVault, Purpose); 4] = vaults.map(|(vault, purpose)| (vault.weak(), purpose));
    tokio::spawn(async move {
        loop {
            tokio::time::sleep(LOOK).await;
            match read(&data) {
                Ok(keys) => {
                    let now = clock.now();
                    let mut used = links.replace(&LinkKey::at(&keys, now));
                    used |= pesel.replace(&PeselKeys::at(&keys, now));
                    for (vault, purpose) in &vaults {
                        used |= vault.replace(&Vault::at(&keys, *purpose, now));
                    }
                    if !used {
                        break;
                    }
                }
                // The keys that were read before stay in use.
                Err(error) => tracing::error!(error = format!("{error:#}"), "the key file cannot be read"),
            }
        }
    });
}

fn read(data: &Data) -> anyhow::Result<Keys> {
    read_by(data, Keys::parse)
}

/// The same where an older program may have written it, which knew fewer purposes.
fn read_older(data: &Data) -> anyhow::Result<Keys> {
    read_by(data, Keys::parse_older)
}

fn read_by(data: &Data, parse: fn(&[u8]) -> Result<Keys, KeysError>) -> anyhow::Result<Keys> {
    let path = data.key_file();
    doors::private(&path)?;
    let bytes =
        fs::read(&path).with_context(|| format!("Nie można odczytać pliku kluczy {}", path.display()))?;
    parse(&bytes).map_err(|error| {
        let why = match error {
            KeysError::Form => "to nie jest plik kluczy",
            KeysError::Newer => "zapisała go nowsza wersja programu",
            KeysError::Missing => {
                "brakuje w nim klucza, którego nie znała starsza wersja programu; dodaje go `zwornik keys rotate`"
            }
            KeysError::Broken => "klucz jest uszkodzony",
        };
        anyhow::anyhow!("Nie można użyć pliku kluczy {}: {why}.", path.display())
    })
}

/// Makes the file, with the key that signed links before there were key files. Of several processes that start at
/// once, one makes it: a link never replaces what is there.
fn make(data: &Data, path: &Path) -> anyhow::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    let folder = folder.map_or_else(|| PathBuf::from("."), Path::to_owned);
    install::private_folder(&folder)?;
    let (chance, now): (Arc<dyn Chance>, _) = (Arc::new(SystemChance), SystemClock.now());
    let keys = Keys::new(old(data)?, now, &*chance);
    let own = folder.join(format!(".{}", chance.uuid(now).simple()));
    install::write_private(&own, keys.to_text().as_bytes())?;
    let linked = fs::hard_link(&own, path);
    fs::remove_file(&own).with_context(|| format!("Nie można usunąć {}", own.display()))?;
    match linked {
        Err(error) if error.kind() != std::io::ErrorKind::AlreadyExists => {
            Err(error).with_context(|| format!("Nie można zapisać {}", path.display()))
        }
        _ => Ok(()),
    }
}

/// The key of an installation from before there were key files.
fn old(data: &Data) -> anyhow::Result<Option<[u8; 32]>> {
    let path = data.old_key();
    match fs::read(&path) {
        Ok(bytes) => {
            let key = bytes.try_into();
            key.map(Some).map_err(|_| anyhow::anyhow!("Klucz {} jest uszkodzony", path.display()))
        }
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error).with_context(|| format!("Nie można odczytać {}", path.display())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn processes_that_start_at_once_have_the_same_keys_and_the_old_one_stays() {
        for round in 0..10 {
            let folder = std::env::temp_dir().join(format!("zwornik-keys-{}-{round}", std::process::id()));
            let data = Data {
                audit_head: None,
                data_dir: folder.clone(),
                database_url: None,
                key_file: None,
                database_readers: None,
                database_writers: None,
            };
            fs::create_dir_all(data.keys()).unwrap();
            fs::write(data.old_key(), [7; 32]).unwrap();
            let files: Vec<String> = std::thread::scope(|scope| {
                let starts: Vec<_> = (0..8).map(|_| scope.spawn(|| open(&data).unwrap().to_text())).collect();
                starts.into_iter().map(|start| start.join().unwrap()).collect()
            });
            assert!(files.iter().all(|other| *other == files[0]));
            assert_eq!(open(&data).unwrap().secrets(Purpose::Links)[&1], [7; 32]);
            assert_eq!(fs::read_dir(data.keys()).unwrap().count(), 2, "nothing is left beside it");
            fs::remove_dir_all(&folder).unwrap();
        }
    }

    #[test]
    fn a_file_of_an_older_program_gets_its_missing_key_once() {
        let folder = std::env::temp_dir().join(format!("zwornik-keys-older-{}", std::process::id()));
        let data = Data {
            audit_head: None,
            data_dir: folder.clone(),
            database_url: None,
            key_file: None,
            database_readers: None,
            database_writers: None,
        };
        let before = open(&data).unwrap();
        let mut older: serde_json::Value = serde_json::from_str(&before.to_text()).unwrap();
        older["keys"].as_array_mut().unwrap().retain(|key| key["purpose"] != "second_factor");
        install::write_private(&data.key_file(), older.to_string().as_bytes()).unwrap();
        // Given by name it belongs to several hosts: nobody adds to it unasked.
        let named = Data { key_file: Some(data.key_file()), ..data.clone() };
        assert!(open(&named).unwrap_err().to_string().contains("keys rotate"));
        let files: Vec<String> = std::thread::scope(|scope| {
            let starts: Vec<_> = (0..8).map(|_| scope.spawn(|| open(&data).unwrap().to_text())).collect();
            starts.into_iter().map(|start| start.join().unwrap()).collect()
        });
        assert!(files.iter().all(|other| *other == files[0]));
        let after = open(&named).unwrap();
        assert_eq!(after.secrets(Purpose::Links), before.secrets(Purpose::Links));
        assert_eq!(after.newest(Purpose::SecondFactor), 1);
        fs::remove_dir_all(&folder).unwrap();
    }
}

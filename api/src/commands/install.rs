//! An installation: folders, keys, database, store. Opened by every command in the same way.

use std::fs;
use std::io::Write;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::Path;
use std::sync::Arc;

use anyhow::{Context, bail};
use entities::documents::files::Files;
use entities::documents::link::LinkKey;
use entities::pesel::keyring::PeselKeys;
use entities::shared::chance::SystemChance;
use entities::shared::clock::{Clock, SystemClock};
use entities::shared::db::{Db, sqlite_file};
use entities::shared::db_clock::DbClock;
use entities::shared::keys::Purpose;
use entities::shared::live::{Hub, Pace};
use entities::shared::vault::Vault;
use futures_util::FutureExt;
use kit::ctx::State;
use provider::{Provider, Settings};
use reports::mail::{Mail, Patience, Security, Server, Way};

use super::{doors, keys};
use crate::accounts::provider_login::CALLBACK;
use crate::app::Probes;
use crate::config::{self, Data, SmtpSecurity, SmtpUrl};

/// Opens an installation.
///
/// # Errors
/// The folder cannot be written, the database cannot be reached, or migrations are pending and `migrate` is false.
pub(super) async fn open(data: &Data, public_url: Option<Arc<str>>, migrate: bool) -> anyhow::Result<State> {
    doors::database(data)?;
    doors::documents(data)?;
    private_folder(&data.data_dir)?;
    let keys = keys::open(data)?;
    let db = Db::connect_with(&data.url(), data.pools()).await.context("Nie można otworzyć bazy danych")?;
    if migrate {
        migration::migrate(db.for_migration())
            .await
            .context("Nie można zaktualizować schematu bazy danych")?;
    } else {
        up_to_date(&db).await?;
    }
    let files = Files::folder(&data.documents()).context("Nie można otworzyć folderu dokumentów")?;
    let hub = Hub::of(db.clone());
    let clock =
        DbClock::of(&db, Arc::new(SystemClock)).await.context("Nie można odczytać zegara bazy danych")?;
    let link_key = LinkKey::at(&keys, clock.now());
    let pesel_keys = PeselKeys::at(&keys, clock.now());
    let vault = Vault::at(&keys, Purpose::SecondFactor, clock.now());
    let seals = Vault::at(&keys, Purpose::AuditSeals, clock.now());
    let notes = Vault::at(&keys, Purpose::CoachingNotes, clock.now());
    let badges = Vault::at(&keys, Purpose::Badges, clock.now());
    let vaults = [
        (&vault, Purpose::SecondFactor),
        (&seals, Purpose::AuditSeals),
        (&notes, Purpose::CoachingNotes),
        (&badges, Purpose::Badges),
    ];
    keys::watch(data, (&link_key, &pesel_keys), vaults, Arc::clone(&clock));
    Ok(State {
        db,
        clock,
        chance: Arc::new(SystemChance),
        public_url,
        files,
        link_key,
        pesel_keys,
        vault,
        seals,
        notes,
        badges,
        audit_head: data.audit_head(),
        oidc: None,
        second_factor_for: Arc::new([]),
        tries: edge::tries::Tries::default(),
        hub,
        pace: Pace::default(),
    })
}

/// Opens the database of an installation for looking at it; nothing is made or changed.
///
/// # Errors
/// There is none, it cannot be reached, others can read it, or its schema is not of this program.
pub(super) async fn look(data: &Data) -> anyhow::Result<Db> {
    doors::database(data)?;
    if let Some(file) = sqlite_file(&data.url()).filter(|file| !file.exists()) {
        bail!("Nie ma bazy danych {}.", file.display());
    }
    let db = Db::connect_with(&data.url(), data.pools()).await.context("Nie można otworzyć bazy danych")?;
    up_to_date(&db).await?;
    Ok(db)
}

async fn up_to_date(db: &Db) -> anyhow::Result<()> {
    let pending =
        migration::pending(db.reader.pool()).await.context("Nie można odczytać schematu bazy danych")?;
    if pending > 0 {
        bail!(
            "Schemat bazy danych czeka na {pending} migracji. Uruchom `zwornik migrate` albo dodaj --migrate."
        );
    }
    Ok(())
}

/// What tells whether the installation is ready.
pub(super) fn probes(state: &State) -> Probes {
    let reader = state.db.reader.clone();
    Probes {
        pending_migrations: Arc::new(move || {
            let reader = reader.clone();
            async move { migration::pending(reader.pool()).await.ok() }.boxed()
        }),
    }
}

/// What a worker of this installation works with.
pub(super) fn worker_context(state: &State, clock: Arc<dyn Clock>, mail: Mail) -> reports::context::Context {
    let chance = Arc::clone(&state.chance);
    reports::context::Context::new(
        state.db.clone(),
        state.files.clone(),
        clock,
        chance,
        state.public_url.clone(),
        mail,
    )
    .with_pesel_keys(state.pesel_keys.clone())
    .with_vault(state.vault.clone())
    .with_notes(state.notes.clone())
    .with_seals(state.seals.clone(), state.audit_head.clone())
}

/// Mail as it is configured; into the data folder where there is no mail server.
///
/// # Errors
/// Settings that cannot work: said before anything is sent.
pub(super) fn mail(data: &Data, asked: &config::Mail, state: &State) -> anyhow::Result<Mail> {
    let way = match &asked.smtp_url {
        Some(url) => Way::Smtp(server(asked, url)?),
        None => Way::Folder(data.mail()),
    };
    if matches!(way, Way::Smtp(_)) && asked.mail_from.is_none() {
        bail!("Podaj nadawcę wiadomości (ZWORNIK_MAIL_FROM), skoro jest serwer poczty (ZWORNIK_SMTP_URL).");
    }
    doors::client(asked.client_url.as_deref())?;
    let settings = reports::mail::Settings {
        way,
        from: asked.mail_from.clone(),
        reply_to: asked.mail_reply_to.clone(),
        client_url: asked.client_url.clone().or_else(|| state.public_url.clone()),
        link_key: state.link_key.clone(),
    };
    Mail::new(settings).context("Nie można wysyłać wiadomości z tymi ustawieniami")
}

/// The provider by whose word people may log in, where one is configured.
///
/// # Errors
/// Settings that cannot work: said before anybody tries to log in.
pub(super) fn oidc(asked: &config::Oidc, public_url: Option<&str>) -> anyhow::Result<Option<Arc<Provider>>> {
    let (Some(issuer), Some(client_id)) = (&asked.oidc_issuer, &asked.oidc_client_id) else {
        return Ok(None);
    };
    doors::provider(issuer)?;
    let Some(public_url) = public_url else {
        bail!(
            "Podaj adres publiczny (ZWORNIK_PUBLIC_URL): na niego wraca przeglądarka od dostawcy logowania."
        );
    };
    let authority_pem = asked.oidc_ca_file.as_ref().map(|path| {
        fs::read(path).with_context(|| format!("Nie można odczytać certyfikatu z pliku {}", path.display()))
    });
    let settings = Settings {
        issuer: issuer.clone(),
        client_id: client_id.clone(),
        client_secret: secret(asked.oidc_client_secret_file.as_deref(), asked.oidc_client_secret.as_ref())?,
        name: asked.oidc_name.clone(),
        authority_pem: authority_pem.transpose()?,
        redirect_url: format!("{public_url}{CALLBACK}"),
        return_urls: asked.oidc_return_urls.iter().map(ToString::to_string).collect(),
    };
    let provider =
        Provider::new(settings).context("Nie można użyć dostawcy logowania z tymi ustawieniami")?;
    Ok(Some(Arc::new(provider)))
}

/// A secret out of a file, or as it was given.
fn secret(file: Option<&Path>, given: Option<&String>) -> anyhow::Result<Option<String>> {
    let Some(path) = file else { return Ok(given.cloned()) };
    doors::secret(path)?;
    let text = fs::read_to_string(path)
        .with_context(|| format!("Nie można odczytać hasła z pliku {}", path.display()))?;
    Ok(Some(text.trim_end_matches(['\r', '\n']).to_owned()))
}

fn server(asked: &config::Mail, url: &SmtpUrl) -> anyhow::Result<Server> {
    let password = secret(asked.smtp_password_file.as_deref(), asked.smtp_password.as_ref())?;
    let login = match (asked.smtp_user.clone(), password) {
        (Some(user), Some(password)) => Some((user, password)),
        (None, None) => None,
        _ => bail!("Użytkownik serwera poczty i jego hasło idą w parze: podaj oba albo żadnego."),
    };
    let authority_pem = asked.smtp_ca_file.as_ref().map(|path| {
        fs::read(path).with_context(|| format!("Nie można odczytać certyfikatu z pliku {}", path.display()))
    });
    Ok(Server {
        host: url.host.clone(),
        port: url.port,
        security: match url.security {
            SmtpSecurity::Implicit => Security::Implicit,
            SmtpSecurity::StartTls => Security::StartTls,
            SmtpSecurity::None => Security::None,
        },
        login,
        authority_pem: authority_pem.transpose()?,
        patience: Patience::default(),
    })
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

//! `demo`: an installation of its own with five projects, for whoever wants to look around.
//!
//! | file | what |
//! | --- | --- |
//! | `secrets.rs` | passwords and tokens: random, in `keys/demo-secrets.json` |
//! | `ready.rs` | waits for the worker, with a progress line |
//! | `summary.rs` | `demo.json`, and what is said to people |
//!
//! What it tells is the crate `demo`. It listens on loopback only and touches no database but its own: one that is empty, or one whose audit trail
//! holds the line [`LOADED`]. A killed load leaves nothing behind; a second run finds everything done. The first
//! run, once everything is drawn, becomes such a second one (ADR 18).

mod ready;
mod secrets;
mod summary;

use std::net::SocketAddr;
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, bail};
use demo::{LOADED, story};
use entities::accounts::store::count_users;
use entities::audit;
use entities::partnerships::store::count_projects;
use entities::shared::actor::Actor;
use entities::shared::db::Db;
use entities::shared::tx;
use entities::territory;
use kit::ctx::State;
use migration::Found;
use reports::Settings;

use self::secrets::Secrets;
use super::{documents, doors, in_polish, install, run as process, say};
use crate::config::{self, Data, Web};

/// How long its worker holds a job: a run that follows a killed one does not wait long for what was in its hands.
const LEASE: Duration = Duration::from_secs(9);

/// Runs the demonstration until Ctrl-C or SIGTERM.
///
/// # Errors
/// An address that others reach, a database of somebody else's, a port that is taken, or the disk's failure.
pub(super) async fn run(data: Data, web: Web) -> anyhow::Result<()> {
    loopback(web.listen)?;
    doors::proxies(&web)?;
    doors::database(&data)?;
    let stop = process::stop_on_signal()?;
    documents::of(&web)?;
    let is_loaded = look(&data).await?;
    let listener = process::listen(web.listen).await?;
    let address = listener.local_addr()?;
    let state = install::open(&data, Some(format!("http://{address}").into()), true).await?;
    // Nobody is written to: messages lie in the data folder.
    let mail = install::mail(&data, &config::Mail::default(), &state)?;
    let mut secrets = Secrets::open(&data)?;
    let prepared = async {
        if !is_loaded {
            say("Wczytuję pokaz: pięć projektów, ich instytucje, ludzi, szkolenia i zaświadczenia…");
            load(&state, &mut secrets).await?;
        }
        secrets.complete(&state).await
    };
    // Dropped half-way, the transaction is rolled back and the next run begins anew.
    tokio::select! {
        biased;
        () = stop.cancelled() => return Ok(state.db.close().await?),
        prepared = prepared => prepared?,
    }

    let (server, ended, edge) = (state.clone(), stop.child_token(), web.clone());
    // Its projects ended years ago: the first night would take away the people it shows.
    let settings = Settings { lease: LEASE, retention: false, ..Settings::default() };
    let until = ended.clone();
    let server =
        tokio::spawn(
            async move { process::all(&server, listener, &edge, Some((settings, mail)), until).await },
        );
    let ready = async {
        ready::rendered(&state).await?;
        ready::delivered(&state).await?;
        if is_loaded {
            summary::write(&state, &data, &secrets, address).await?;
            summary::tell(&state, &data, &secrets, address).await?;
        }
        anyhow::Ok(())
    };
    let told = tokio::select! {
        () = stop.cancelled() => Ok(()),
        told = ready => told,
    };
    // A stop closes the database under whatever still reads it: no failure then.
    let told = if stop.is_cancelled() { Ok(()) } else { told };
    if told.is_err() || !is_loaded {
        ended.cancel();
    }
    server.await.context("Pokaz przerwał pracę")??;
    if told.is_err() || is_loaded || stop.is_cancelled() {
        return told;
    }
    anew(address);
    // The program's file is gone or replaced; then this process goes on as it is.
    Box::pin(run(data, Web { listen: address, ..web })).await
}

/// Starts the program anew, in the same process: it finds the demonstration loaded, as any later run does, and what
/// loading and drawing took is the system's again. Comes back only where that fails.
fn anew(address: SocketAddr) {
    use std::os::unix::process::CommandExt as _;

    let Ok(program) = std::env::current_exe() else { return };
    let told = std::env::args_os().skip(1);
    let error = Command::new(program).args(told).args(["--listen", &address.to_string()]).exec();
    tracing::debug!(%error, "the program was not started anew");
}

async fn load(state: &State, secrets: &mut Secrets) -> anyhow::Result<()> {
    let passwords = secrets.hashed(state).await?;
    let given = story::Given { op: state.op(Actor::System, "demo"), passwords, files: state.files.clone() };
    let told = tx::write(&state.db, &given, |tx, given| Box::pin(story::tell(tx, given)));
    told.await.map_err(in_polish).context("Nie można wczytać pokazu")
}

/// Only who sits at this computer may look.
fn loopback(listen: SocketAddr) -> anyhow::Result<()> {
    if listen.ip().is_loopback() {
        return Ok(());
    }
    bail!("Pokaz działa tylko na tym komputerze: podaj adres 127.0.0.1 albo [::1], a nie {}.", listen.ip())
}

/// Looks at the database before anything is done to it: whether it holds the demonstration, or nothing.
async fn look(data: &Data) -> anyhow::Result<bool> {
    const FOREIGN: &str = "Ta baza danych zawiera coś innego niż pokaz, więc pokaz jej nie ruszy. Podaj inny folder \
                           (--data-dir) albo inną bazę.";
    install::private_folder(&data.data_dir)?;
    let db = Db::connect_with(&data.url(), data.pools()).await.context("Nie można otworzyć bazy danych")?;
    let found = migration::look(db.reader.pool()).await.context("Nie można odczytać schematu bazy danych")?;
    let is_loaded = match found {
        Found::Nothing => Some(false),
        Found::Foreign => None,
        Found::Ours => match audit::was_done(&db.reader, LOADED).await {
            Ok(true) => Some(true),
            Ok(false) => holds_nothing(&db).await?.then_some(false),
            // A schema from before the audit trail is nobody's demonstration.
            Err(_) => None,
        },
    };
    db.close().await?;
    is_loaded.context(FOREIGN)
}

async fn holds_nothing(db: &Db) -> anyhow::Result<bool> {
    let users = count_users(&db.reader).await?;
    let projects = count_projects(&db.reader).await?;
    let units = territory::store::count(&db.reader).await?;
    Ok(users + projects + units == 0)
}

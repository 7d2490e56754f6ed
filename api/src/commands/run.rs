//! `serve`, `worker`, `migrate`.

use std::net::SocketAddr;
use std::sync::Arc;

use anyhow::Context;
use edge::downloads::Downloads;
use edge::forwarded::trust;
use edge::graphql::Origins;
use edge::graphql::socket::Sockets;
use edge::serve::{ServeLimits, serve as serve_http};
use edge::tries::Tries;
use entities::shared::db::Db;
use kit::ctx::State;
use reports::mail::Mail;
use reports::{Settings, Worker};
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use super::{documents, doors, install, say};
use crate::app::App;
use crate::config::{self, Data, Public, SignIn, Web, Work};
use crate::router::build;

/// How long connections may take to end after a stop.
const GRACE: std::time::Duration = std::time::Duration::from_secs(3);
/// How long sockets may take after that; they are told at the same time.
const FAREWELL: std::time::Duration = std::time::Duration::from_millis(1_500);

fn settings(work: Work) -> Settings {
    let usual = Settings::default();
    let slots = work.slots.map_or(usual.slots, usize::from);
    Settings { slots, lease: std::time::Duration::from_secs(work.lease), ..usual }
}

/// API, and a worker where it is told how to work and to send mail.
pub(super) async fn serve(
    data: &Data,
    web: Web,
    (public, sign_in): (Public, SignIn),
    work: Option<(Work, config::Mail)>,
    migrate: bool,
) -> anyhow::Result<()> {
    doors::serving(&web, &public)?;
    let oidc = install::oidc(&sign_in.oidc, public.public_url.as_deref())?;
    let second_factor_for = sign_in.second_factor_for.into();
    let open = install::open(data, public.public_url, migrate).await?;
    let state = State { oidc, second_factor_for, ..open };
    let work = work
        .map(|(work, mail)| Ok::<_, anyhow::Error>((settings(work), install::mail(data, &mail, &state)?)));
    let work = work.transpose()?;
    documents::of(&web)?;
    let listener = listen(web.listen).await?;
    let stop = stop_on_signal()?;
    say(&format!("Zwornik działa: http://{}/graphql", listener.local_addr()?));
    if state.public_url.is_none() {
        say("Uwaga: bez ZWORNIK_PUBLIC_URL nie można wydawać zaświadczeń.");
    }
    let is_behind_proxy = state.public_url.as_deref().is_some_and(|url| url.starts_with("https://"));
    if is_behind_proxy && doors::proxies(&web)?.is_empty() {
        say(
            "Uwaga: bez ZWORNIK_TRUSTED_PROXIES wszyscy, którzy łączą się przez pośrednika, mają wspólne limity prób.",
        );
    }
    all(&state, listener, &web, work, stop).await
}

/// A worker by itself.
pub(super) async fn worker(
    data: &Data,
    public: Public,
    (work, mail): (Work, config::Mail),
    migrate: bool,
) -> anyhow::Result<()> {
    doors::address(&public)?;
    let state = install::open(data, public.public_url, migrate).await?;
    let mail = install::mail(data, &mail, &state)?;
    let stop = stop_on_signal()?;
    say("Worker Zwornika działa.");
    let context = install::worker_context(&state, Arc::clone(&state.clock), mail);
    Worker::new(context, settings(work)).run(stop).await?;
    close(state).await
}

/// Brings the schema up to date.
pub(super) async fn migrate(data: &Data) -> anyhow::Result<()> {
    doors::database(data)?;
    install::private_folder(&data.data_dir)?;
    let db = Db::connect_with(&data.url(), data.pools()).await.context("Nie można otworzyć bazy danych")?;
    let report = migration::migrate(db.for_migration()).await.context("Nie można zaktualizować schematu")?;
    say(&format!("Wykonane migracje: {}.", report.applied));
    Ok(db.close().await?)
}

/// Runs the API, and a worker where its settings and its mail are given, until the stop; then ends both.
pub(super) async fn all(
    state: &State,
    listener: TcpListener,
    web: &Web,
    worker: Option<(Settings, Mail)>,
    stop: CancellationToken,
) -> anyhow::Result<()> {
    let worker = worker.map(|(settings, mail)| {
        let context = install::worker_context(state, Arc::clone(&state.clock), mail);
        tokio::spawn(Worker::new(context, settings).run(stop.clone()))
    });
    let proxies = doors::proxies(web)?;
    let documents = documents::of(web)?;
    if let Some(listed) = documents.listed() {
        say(&format!("Działają tylko zarejestrowane dokumenty GraphQL: {listed}."));
    }
    let origins = Origins::of(state.public_url.iter().chain(&web.allowed_origins));
    let caps = web.limits.all();
    let open = TaskTracker::new();
    let app = App {
        state: State { tries: Tries::within(caps.rates), ..state.clone() },
        probes: install::probes(state),
        limits: caps.requests,
        documents,
        sockets: Sockets::new(caps.sockets, origins, stop.clone(), open.clone()),
        downloads: Downloads::within(caps.downloads),
    };
    let connections = ServeLimits { grace: GRACE, ..caps.connections };
    let clean = serve_http(listener, trust(build(app), &proxies), (connections, &proxies), stop).await;
    open.close();
    let clean = tokio::time::timeout(FAREWELL, open.wait()).await.is_ok() && clean;
    if let Some(worker) = worker {
        worker.await.context("Worker przerwał pracę")??;
    }
    if !clean {
        tracing::warn!("connections were cut at the stop");
    }
    close(state.clone()).await
}

async fn close(state: State) -> anyhow::Result<()> {
    state.db.close().await.context("Baza danych nie zamknęła się poprawnie")
}

/// Listens on an address.
///
/// # Errors
/// The address is taken or not ours.
pub(super) async fn listen(address: SocketAddr) -> anyhow::Result<TcpListener> {
    TcpListener::bind(address).await.with_context(|| {
        format!("Nie można nasłuchiwać na {address}: adres jest zajęty albo nie należy do tego komputera")
    })
}

/// A token that Ctrl-C and SIGTERM cancel.
pub(super) fn stop_on_signal() -> anyhow::Result<CancellationToken> {
    let stop = CancellationToken::new();
    let mut terminate = signal(SignalKind::terminate())?;
    let token = stop.clone();
    tokio::spawn(async move {
        tokio::select! { _ = terminate.recv() => {}, _ = tokio::signal::ctrl_c() => {} }
        token.cancel();
    });
    Ok(stop)
}

//! The command line of the one binary, `zwornik`. It speaks Polish to people; logs are English.

mod admin;
mod audit;
mod backup;
mod certificates;
mod demo;
mod doctor;
mod documents;
mod doors;
mod erasures;
mod held;
mod import;
mod install;
mod keys;
mod limits;
mod register;
mod restore;
mod retention;
pub mod roles;
mod run;
mod usage;

use std::io::{IsTerminal, Write};
use std::path::PathBuf;

use chrono::{DateTime, Utc};
use clap::{Parser, Subcommand};
use entities::shared::clock::SystemClock;
use entities::shared::error::Error;
use entities::shared::language::Language;
use futures_util::future::BoxFuture;

use crate::config::limits::LimitFlags;
use crate::config::{Data, Mail, Public, SignIn, Web, Work};
use crate::schema;

/// Zwornik: the platform of regional social policy centres for cooperation projects.
#[derive(Parser, Debug)]
#[command(name = "zwornik", version, about = "Zwornik – platforma projektów kooperacji dla ROPS")]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand, Debug)]
enum Command {
    /// Uruchamia pokaz: pięć projektów, API i worker w jednym procesie, tylko na tym komputerze.
    Demo {
        #[command(flatten)]
        data: Data,
        #[command(flatten)]
        web: Web,
    },
    /// Uruchamia API i worker.
    Serve {
        #[command(flatten)]
        data: Data,
        #[command(flatten)]
        web: Web,
        #[command(flatten)]
        public: Public,
        #[command(flatten)]
        mail: Mail,
        #[command(flatten)]
        sign_in: Box<SignIn>,
        #[command(flatten)]
        work: Work,
        /// Samo API; worker działa w osobnym procesie.
        #[arg(long)]
        no_worker: bool,
        /// Najpierw zaktualizuj schemat bazy danych.
        #[arg(long)]
        migrate: bool,
    },
    /// Uruchamia worker; może ich działać dowolnie wiele.
    Worker {
        #[command(flatten)]
        data: Data,
        #[command(flatten)]
        public: Public,
        #[command(flatten)]
        mail: Mail,
        #[command(flatten)]
        work: Work,
        /// Najpierw zaktualizuj schemat bazy danych.
        #[arg(long)]
        migrate: bool,
    },
    /// Aktualizuje schemat bazy danych.
    Migrate {
        #[command(flatten)]
        data: Data,
    },
    /// Wczytuje rejestry urzędowe.
    Import {
        #[command(subcommand)]
        what: import::What,
    },
    /// Wypisuje schemat GraphQL (SDL).
    Schema,
    /// Wypisuje role i uprawnienia: kto co może i kto co widzi.
    Roles,
    /// Zarządza administratorami.
    Admin {
        #[command(subcommand)]
        what: admin::What,
    },
    /// Wypisuje limity: nazwę, wartość, zakres i to, co usłyszy klient.
    Limits {
        #[command(flatten)]
        flags: LimitFlags,
    },
    /// Zarządza plikiem kluczy.
    Keys {
        #[command(subcommand)]
        what: keys::What,
    },
    /// Sprawdza rejestr zaświadczeń.
    Register {
        #[command(subcommand)]
        what: register::What,
    },
    /// Sprawdza zaświadczenie bez sieci.
    Certificates {
        #[command(subcommand)]
        what: certificates::What,
    },
    /// Sprawdza dziennik zmian.
    Audit {
        #[command(subcommand)]
        what: audit::What,
    },
    /// Wykonuje kopię wbudowanej bazy i dokumentów, także w czasie pracy.
    Backup {
        /// Folder, w którym ma powstać kopia; nie może istnieć albo musi być pusty.
        target: PathBuf,
        #[command(flatten)]
        data: Data,
    },
    /// Odtwarza kopię w pustym folderze danych.
    Restore {
        /// Folder z kopią.
        backup: PathBuf,
        #[command(flatten)]
        vouched: restore::Vouched,
        #[command(flatten)]
        data: Data,
    },
    /// Porządkuje bazę odtworzoną innym narzędziem (pg_restore), zanim cokolwiek na niej ruszy.
    Restored {
        /// Kiedy wykonano kopię, np. 2026-05-12T02:00:00Z
        #[arg(long)]
        made_at: DateTime<Utc>,
        #[command(flatten)]
        vouched: restore::Vouched,
        #[command(flatten)]
        data: Data,
    },
    /// Osoby, których dane usunięto: lista na czas odtwarzania ze starszej kopii.
    Erasures {
        #[command(subcommand)]
        what: erasures::What,
    },
    /// Pokazuje, czego dotknęłyby teraz nocne reguły przechowywania danych.
    Retention {
        /// Tylko pokaż: liczby i klucze, bez nazwisk. Reguły stosuje worker.
        #[arg(long, required = true)]
        dry_run: bool,
        #[command(flatten)]
        data: Data,
    },
    /// Porównuje liczniki z tym, co liczą: miejsca, listy rezerwowe, numery, wersje.
    Doctor {
        /// Wyrównaj to, co wolno: miejsca i listy rezerwowe.
        #[arg(long)]
        mend: bool,
        #[command(flatten)]
        data: Data,
    },
    /// Numery zaświadczeń po odtworzeniu z kopii.
    Numbers {
        #[command(subcommand)]
        what: held::Numbers,
    },
    /// Zadania wstrzymane po odtworzeniu z kopii i takie, z których worker zrezygnował.
    Jobs {
        #[command(subcommand)]
        what: held::Jobs,
    },
}

/// Reads the command line; where that is all, says what there is to say and answers the code to end with.
///
/// # Errors
/// The code of the process: help was asked for, or the command line is wrong.
pub fn read() -> Result<Cli, std::process::ExitCode> {
    Cli::try_parse().map_err(|error| usage::tell(&error))
}

/// How long the process waits at its end for what still draws on a thread of its own; its jobs were given back.
const LAST_WAIT: std::time::Duration = std::time::Duration::from_millis(200);

/// Runs a command in a runtime of its own, to its end.
///
/// # Errors
/// What the command could not do, for people.
pub fn run_to_end(cli: Cli) -> anyhow::Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        // A thread that hashed or drew gives its memory back soon.
        .thread_keep_alive(std::time::Duration::from_secs(2))
        .build()?;
    let ran = runtime.block_on(run(cli));
    runtime.shutdown_timeout(LAST_WAIT);
    ran
}

/// Runs a command.
///
/// # Errors
/// What the command could not do, for people.
pub fn run(cli: Cli) -> BoxFuture<'static, anyhow::Result<()>> {
    // Boxed here, or the binary would compile every async function of the workspace a second time.
    Box::pin(run_command(cli.command))
}

async fn run_command(command: Command) -> anyhow::Result<()> {
    match command {
        Command::Demo { data, web } => Box::pin(demo::run(data, web)).await,
        Command::Serve { data, web, public, mail, sign_in, work, no_worker, migrate } => {
            let work = (!no_worker).then_some((work, mail));
            Box::pin(run::serve(&data, web, (public, *sign_in), work, migrate)).await
        }
        Command::Worker { data, public, mail, work, migrate } => {
            Box::pin(run::worker(&data, public, (work, mail), migrate)).await
        }
        Command::Migrate { data } => run::migrate(&data).await,
        Command::Import { what } => import::run(what).await,
        Command::Schema => {
            say(schema::sdl().trim_end());
            Ok(())
        }
        Command::Roles => {
            say(roles::document().trim_end());
            Ok(())
        }
        Command::Admin { what } => admin::run(what).await,
        Command::Limits { flags } => {
            say(&limits::table(&flags.all()));
            Ok(())
        }
        Command::Keys { what } => Box::pin(keys::run(what)).await,
        Command::Register { what } => Box::pin(register::run(what)).await,
        Command::Certificates { what } => certificates::run(what),
        Command::Audit { what } => Box::pin(audit::run(what)).await,
        Command::Backup { target, data } => Box::pin(backup::run(&target, &data)).await,
        Command::Restore { backup, vouched, data } => Box::pin(restore::run(&backup, vouched, &data)).await,
        Command::Restored { made_at, vouched, data } => {
            Box::pin(restore::settle_here(made_at, vouched, &data)).await
        }
        Command::Erasures { what } => Box::pin(erasures::run(what)).await,
        Command::Retention { dry_run: _, data } => retention::run(&data, &SystemClock).await,
        Command::Doctor { mend, data } => doctor::run(&data, mend, &SystemClock).await,
        Command::Numbers { what } => held::numbers(what).await,
        Command::Jobs { what } => held::jobs(what).await,
    }
}

/// What a command answers where an action did not do what was asked.
pub(crate) fn in_polish(error: Error) -> anyhow::Error {
    match error {
        Error::Refused(refusals) => {
            tracing::error!(?refusals, "refused");
            let reasons: Vec<String> = refusals.iter().map(|r| r.message(Language::Polish)).collect();
            anyhow::anyhow!(reasons.join(" "))
        }
        error => anyhow::Error::new(error),
    }
}

/// Says something to whoever runs the command. Whoever has stopped listening, as `head` does, is no failure.
pub(crate) fn say(text: &str) {
    show(&format!("{text}\n"));
}

/// Says how far something has come: one line that is written over on a terminal, else one line after the other.
pub(crate) fn progress(text: &str, is_done: bool) {
    if !std::io::stdout().is_terminal() {
        show(&format!("{text}\n"));
    } else if is_done {
        show(&format!("\r{text}.\n"));
    } else {
        show(&format!("\r{text}…"));
    }
}

fn show(text: &str) {
    let mut out = std::io::stdout().lock();
    if let Err(error) = out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        tracing::debug!(%error, "nobody listens");
    }
}

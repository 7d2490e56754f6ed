//! `numbers` and `jobs`: what a restore has set aside or what was given up, and how an administrator lets it go on.

use std::collections::BTreeMap;

use anyhow::bail;
use clap::{Args, Subcommand};
use entities::certificates::actions::{LastNumber, confirm_last_number};
use entities::certificates::store::held_series;
use entities::jobs::hold::{Which, given_up, held, release, retry};
use entities::shared::actor::Actor;
use entities::shared::ids::JobId;
use entities::shared::tx;
use reports::registry::repeatable;

use super::{in_polish, install, say};
use crate::config::Data;

/// What can be done with numbers.
#[derive(Subcommand, Debug)]
pub(super) enum Numbers {
    /// Wypisuje serie, których numery czekają na potwierdzenie po odtworzeniu z kopii.
    Held {
        #[command(flatten)]
        data: Data,
    },
    /// Potwierdza ostatni wydany numer serii: następne będą po nim.
    Confirm {
        /// Seria, np. SK.
        #[arg(long)]
        series: String,
        /// Rok.
        #[arg(long)]
        year: i32,
        /// Ostatni numer, który komukolwiek wydano; 0, jeżeli żadnego.
        #[arg(long, value_parser = clap::value_parser!(i32).range(0..=99_999_999))]
        last: i32,
        #[command(flatten)]
        data: Data,
    },
}

/// What can be done with held jobs.
#[derive(Subcommand, Debug)]
pub(super) enum Jobs {
    /// Wypisuje zadania wstrzymane po odtworzeniu z kopii.
    Held {
        #[command(flatten)]
        data: Data,
    },
    /// Zwalnia wstrzymane zadania. Uwaga: ich skutek mógł już nastąpić po wykonaniu kopii.
    Release {
        #[command(flatten)]
        which: Chosen,
        #[command(flatten)]
        data: Data,
    },
    /// Wypisuje zadania, z których worker zrezygnował, i dlaczego.
    Failed {
        #[command(flatten)]
        data: Data,
    },
    /// Ponawia zadania, z których worker zrezygnował: przygotowanie zaświadczeń, podglądów, list i archiwów.
    Retry {
        #[command(flatten)]
        which: Chosen,
        #[command(flatten)]
        data: Data,
    },
}

/// Which jobs are meant.
#[derive(Args, Clone, Debug)]
#[group(required = true, multiple = false)]
pub(super) struct Chosen {
    /// Wszystkie.
    #[arg(long)]
    all: bool,
    /// Zadania jednego rodzaju, np. certificates.render
    #[arg(long)]
    kind: Option<String>,
    /// Jedno zadanie.
    #[arg(long)]
    id: Option<uuid::Uuid>,
}

/// Runs `numbers`.
pub(super) async fn numbers(what: Numbers) -> anyhow::Result<()> {
    match what {
        Numbers::Held { data } => {
            let db = install::look(&data).await?;
            let held = held_series(&db.reader).await?;
            say(&format!("Serie czekające na potwierdzenie ostatniego numeru: {}.", held.len()));
            for one in held {
                say(&format!("{} {}: ostatni znany numer {}", one.series, one.year, one.known));
            }
            Ok(db.close().await?)
        }
        Numbers::Confirm { series, year, last, data } => {
            let state = install::open(&data, None, false).await?;
            let op = state.op(Actor::System, "numbers-confirm");
            let args = (op, LastNumber { series: series.clone(), year, last });
            let confirmed = tx::write(&state.db, &args, |tx, (op, said)| {
                Box::pin(confirm_last_number(tx, op, said.clone()))
            });
            let known = confirmed.await.map_err(in_polish)?;
            say(&format!("Seria {series}, rok {year}: następny numer to {} (baza znała {known}).", last + 1));
            Ok(state.db.close().await?)
        }
    }
}

/// Runs `jobs`.
pub(super) async fn jobs(what: Jobs) -> anyhow::Result<()> {
    match what {
        Jobs::Held { data } => {
            let db = install::look(&data).await?;
            let held = held(&db.reader).await?;
            let mut kinds: BTreeMap<String, u64> = BTreeMap::new();
            for job in &held {
                *kinds.entry(job.kind.clone()).or_default() += 1;
            }
            list(&kinds);
            for job in &held {
                say(&format!("{}  {}", job.id.0, job.kind));
            }
            Ok(db.close().await?)
        }
        Jobs::Failed { data } => {
            let db = install::look(&data).await?;
            let failed = given_up(&db.reader).await?;
            say(&format!("Zadania, z których worker zrezygnował: {}.", failed.len()));
            for job in &failed {
                let why = job.last_error.as_deref().unwrap_or_default();
                say(&format!("{}  {}  {why}", job.id.0, job.kind));
            }
            Ok(db.close().await?)
        }
        Jobs::Retry { which, data } => {
            let state = install::open(&data, None, false).await?;
            let args = (state.op(Actor::System, "jobs-retry"), which.which(), repeatable());
            let again =
                tx::write(&state.db, &args, |tx, (op, which, safe)| Box::pin(retry(tx, op, which, safe)));
            let again = again.await?;
            state.db.close().await?;
            if again == 0 {
                bail!("Nie ma takich zadań, które można ponowić.");
            }
            say(&format!("Ponowione zadania: {again}."));
            Ok(())
        }
        Jobs::Release { which, data } => {
            let state = install::open(&data, None, false).await?;
            let args = (state.op(Actor::System, "jobs-release"), which.which());
            let released =
                tx::write(&state.db, &args, |tx, (op, which)| Box::pin(release(tx, op, which))).await?;
            state.db.close().await?;
            if released == 0 {
                bail!("Nie ma takich wstrzymanych zadań.");
            }
            say(&format!("Zwolnione zadania: {released}."));
            Ok(())
        }
    }
}

impl Chosen {
    fn which(self) -> Which {
        match self {
            Self { id: Some(id), .. } => Which::One(JobId(id)),
            Self { kind: Some(kind), .. } => Which::Kind(kind),
            Self { .. } => Which::All,
        }
    }
}

/// Says how many jobs of which kind are held.
pub(super) fn list(kinds: &BTreeMap<String, u64>) {
    say(&format!("Wstrzymane zadania: {}.", kinds.values().sum::<u64>()));
    for (kind, count) in kinds {
        say(&format!("  {kind}: {count}"));
    }
}

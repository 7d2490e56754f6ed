//! `erasures list` and `erasures redo`: who was erased, to be kept outside the database, and erased again after a
//! restore has brought them back. The list holds keys alone.

use std::path::PathBuf;

use anyhow::{Context, bail};
use clap::Subcommand;
use entities::privacy::requests::{erase_again, erased_people};
use entities::shared::ids::PersonId;
use entities::shared::tx;
use uuid::Uuid;

use super::{in_polish, install, say};
use crate::config::Data;
use entities::shared::actor::Actor;

/// What can be done with erasures.
#[derive(Subcommand, Debug)]
pub(super) enum What {
    /// Wypisuje klucze osób, których dane usunięto; tę listę należy przechowywać poza kopią zapasową.
    List {
        #[command(flatten)]
        data: Data,
    },
    /// Usuwa ponownie dane osób z listy, gdy przywróciło je odtworzenie ze starszej kopii.
    Redo {
        /// Plik z kluczami, jak wypisuje je erasures list, po jednym w wierszu.
        list: PathBuf,
        #[command(flatten)]
        data: Data,
    },
}

/// Runs the command.
pub(super) async fn run(what: What) -> anyhow::Result<()> {
    match what {
        What::List { data } => {
            let db = install::look(&data).await?;
            let people = erased_people(&db.reader).await;
            db.close().await?;
            for person in people.context("Nie można odczytać listy")? {
                say(&person.to_string());
            }
            Ok(())
        }
        What::Redo { list, data } => redo(&list, &data).await,
    }
}

async fn redo(list: &std::path::Path, data: &Data) -> anyhow::Result<()> {
    let text =
        std::fs::read_to_string(list).with_context(|| format!("Nie można odczytać {}", list.display()))?;
    let mut people = vec![];
    for (number, line) in (1..).zip(text.lines().map(str::trim)).filter(|(_, line)| !line.is_empty()) {
        match Uuid::try_parse(line) {
            Ok(key) => people.push(PersonId(key)),
            Err(_) => bail!("Wiersz {number} pliku {} nie jest kluczem osoby.", list.display()),
        }
    }
    let state = install::open(data, None, false).await?;
    let (mut again, mut refused) = (0, 0);
    for person in people {
        let args = (state.call(Actor::System, "command"), person);
        let erased =
            tx::write(&state.db, &args, |tx, (call, person)| Box::pin(erase_again(tx, call, *person)));
        // Each by itself: one that is refused holds up no other.
        match erased.await {
            Ok(true) => again += 1,
            Ok(false) => {}
            Err(error) => {
                refused += 1;
                say(&format!("{person}: {:#}", in_polish(error)));
            }
        }
    }
    state.db.close().await?;
    say(&format!("Usunięto ponownie dane osób: {again}. Pliki usunie worker."));
    if refused > 0 {
        bail!("Nie udało się usunąć danych osób: {refused}.");
    }
    Ok(())
}

//! `erasures list` and `erasures redo`: who was erased, and erased again after a restore has brought them back. The worker
//! keeps the list outside the database; both hold keys alone.

use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use clap::Subcommand;
use entities::requests::actions::{erase_again, erased_people};
use entities::requests::erased_list::ErasedList;
use entities::shared::actor::Actor;
use entities::shared::db::Db;
use entities::shared::ids::PersonId;
use entities::shared::operation::Operation;
use entities::shared::tx;
use uuid::Uuid;

use super::{in_polish, install, say};
use crate::config::Data;

/// What can be done with erasures.
#[derive(Subcommand, Debug)]
pub(super) enum What {
    /// Wypisuje klucze osób, których dane usunięto. Tę samą listę worker prowadzi poza bazą, w folderze erasures.
    List {
        #[command(flatten)]
        data: Data,
    },
    /// Usuwa ponownie dane osób z listy, gdy przywróciło je odtworzenie ze starszej kopii.
    Redo {
        /// Plik z kluczami, jak wypisuje je erasures list, po jednym w wierszu; bez niego lista z folderu erasures.
        list: Option<PathBuf>,
        #[command(flatten)]
        data: Data,
    },
}

/// What came of erasing again.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Redone {
    /// People on the list.
    pub(super) listed: usize,
    /// People who were there again, or something of them.
    pub(super) again: usize,
    /// People who could not be erased; why was said.
    pub(super) refused: usize,
}

/// Runs the command.
pub(super) async fn run(what: What) -> anyhow::Result<()> {
    match what {
        What::List { data } => {
            let db = install::look(&data).await?;
            let people = erased_people(&db.reader).await;
            db.close().await?;
            for (person, _) in people.context("Nie można odczytać listy")? {
                say(&person.to_string());
            }
            Ok(())
        }
        What::Redo { list, data } => redo(list.as_deref(), &data).await,
    }
}

async fn redo(list: Option<&Path>, data: &Data) -> anyhow::Result<()> {
    let people = match list {
        Some(list) => typed(list)?,
        None if data.erasures().exists() => kept(&data.erasures()).await?,
        None => bail!("Nie ma listy w folderze {}. Podaj plik z listą.", data.erasures().display()),
    };
    let state = install::open(data, None, false).await?;
    let redone = erase_all_again(&state.db, &state.op(Actor::System, "command"), &people).await;
    state.db.close().await?;
    tell(redone);
    all_done(redone)
}

/// Keys out of a file.
fn typed(list: &Path) -> anyhow::Result<Vec<PersonId>> {
    let text =
        std::fs::read_to_string(list).with_context(|| format!("Nie można odczytać {}", list.display()))?;
    let mut people = vec![];
    for (number, line) in (1..).zip(text.lines().map(str::trim)).filter(|(_, line)| !line.is_empty()) {
        match Uuid::try_parse(line) {
            Ok(key) => people.push(PersonId(key)),
            Err(_) => bail!("Wiersz {number} pliku {} nie jest kluczem osoby.", list.display()),
        }
    }
    Ok(people)
}

/// Keys on the list in a folder; nobody where there is none.
pub(super) async fn kept(folder: &Path) -> anyhow::Result<Vec<PersonId>> {
    if !folder.exists() {
        return Ok(vec![]);
    }
    let people = async { ErasedList::in_folder(folder)?.people().await };
    people.await.with_context(|| format!("Nie można odczytać listy usuniętych osób {}", folder.display()))
}

/// Erases people again whom a restore has brought back. Each by itself: one that is refused holds up no other.
pub(super) async fn erase_all_again(db: &Db, op: &Operation, people: &[PersonId]) -> Redone {
    let mut redone = Redone { listed: people.len(), ..Redone::default() };
    for person in people {
        let args = (op, *person);
        let erased = tx::write(db, &args, |tx, (op, person)| Box::pin(erase_again(tx, op, *person)));
        match erased.await {
            Ok(true) => redone.again += 1,
            Ok(false) => {}
            Err(error) => {
                redone.refused += 1;
                say(&format!("{person}: {:#}", in_polish(error)));
            }
        }
    }
    redone
}

/// Says what came of it.
pub(super) fn tell(redone: Redone) {
    say(&format!(
        "Usunięto ponownie dane osób: {} (na liście: {}, bez niczego do usunięcia: {}). Pliki usunie worker.",
        redone.again,
        redone.listed,
        redone.listed - redone.again - redone.refused
    ));
}

/// Whether all came of it that had to.
///
/// # Errors
/// Somebody could not be erased.
pub(super) fn all_done(redone: Redone) -> anyhow::Result<()> {
    if redone.refused > 0 {
        bail!(
            "Nie udało się usunąć ponownie danych osób: {}. Usuń przyczynę i uruchom `zwornik erasures redo`.",
            redone.refused
        );
    }
    Ok(())
}

//! `audit verify`: walks the chain of seals over the audit trail.

use anyhow::{Context, bail};
use clap::Subcommand;
use entities::audit::verify::{Anchor, Broken, Damage, verify};

use super::{install, keys, say};
use crate::config::Data;

/// What can be done with the audit trail.
#[derive(Subcommand, Debug)]
pub(super) enum What {
    /// Sprawdza łańcuch pieczęci dziennika i mówi, gdzie jest przerwany.
    Verify {
        /// Pieczęć zapisana wcześniej poza bazą, np. 1200:5f3a…; łańcuch musi ją zawierać.
        #[arg(long, value_name = "POZYCJA:PIECZĘĆ", value_parser = anchor)]
        anchor: Option<Anchor>,
        #[command(flatten)]
        data: Data,
    },
}

/// Runs the command.
pub(super) async fn run(what: What) -> anyhow::Result<()> {
    let What::Verify { anchor, data } = what;
    let (keys, head) = (keys::seals(&data)?, data.audit_head());
    let unread = || format!("Nie można odczytać końca dziennika z pliku {}", head.path().display());
    // Read before the database: what is sealed meanwhile is no damage.
    let kept = head.read().with_context(unread)?;
    let is_told = anchor.is_some();
    let anchors: Vec<Anchor> = kept.clone().into_iter().chain(anchor).collect();
    let db = install::look(&data).await?;
    let found = verify(&db.reader, &keys, &anchors).await;
    db.close().await?;
    let found = found.context("Nie można odczytać dziennika")?;
    if let Some(kept) = &kept {
        say(&format!("Koniec zapisany poza bazą: pozycja {} ({}).", kept.position, head.path().display()));
    }
    say(&format!("Wiersze z prawidłową pieczęcią: {}.", found.sealed));
    say(&format!("Wiersze bez pieczęci: {}.", found.waiting));
    if let Some(head) = &found.head {
        say(&format!("Koniec łańcucha: {}:{}", head.position, head.seal));
    }
    if let Some(broken) = found.broken {
        bail!("Łańcuch dziennika jest przerwany. {}", in_polish(&broken));
    }
    if found.is_keyed && kept.is_none() && !is_told {
        bail!(
            "Łańcuch jest nieprzerwany, ale nie ma pliku {}, w którym worker zapisuje jego koniec poza bazą: ucięcia końca \
             nie da się wykluczyć. Wskaż plik (ZWORNIK_AUDIT_HEAD) albo podaj --anchor.",
            head.path().display()
        );
    }
    say("Łańcuch dziennika jest nieprzerwany.");
    Ok(())
}

fn in_polish(broken: &Broken) -> String {
    let what = match broken.what {
        Damage::Changed => "wiersz, jego miejsce albo pieczęć zmieniono",
        Damage::LineRemoved => "wiersz usunięto",
        Damage::SealRemoved => "pieczęć usunięto",
        Damage::Inserted => "wiersz wstawiono później",
        Damage::Astray => {
            "wiersz nie ma pieczęci ani na nią nie czeka: pieczęć usunięto albo wiersz dopisano później"
        }
        Damage::NotTheAnchor => {
            "nie ma tu pieczęci zapisanej poza bazą: koniec łańcucha ucięto albo zapisano go od nowa"
        }
        Damage::WithoutKey => {
            "pieczęci nie złożono kluczem, choć wcześniejsze złożono: zapisano ją spoza programu"
        }
        Damage::UnknownKey => "w pliku kluczy nie ma klucza tej pieczęci",
    };
    let place = match (broken.position, broken.what) {
        (Some(n), _) => format!("Pozycja {n}"),
        (None, Damage::Astray) => "Poza łańcuchem".to_owned(),
        (None, _) => "Przed zapieczętowaniem".to_owned(),
    };
    match broken.line {
        Some(id) => format!("{place}: {what} (wiersz {}).", id.0),
        None => format!("{place}: {what}."),
    }
}

fn anchor(text: &str) -> Result<Anchor, String> {
    let parts = text.split_once(':').and_then(|(position, seal)| {
        let position = position.parse::<i64>().ok().filter(|position| *position > 0)?;
        let is_seal = seal.len() == 64 && seal.bytes().all(|byte| byte.is_ascii_hexdigit());
        is_seal.then(|| Anchor { position, seal: seal.to_ascii_lowercase() })
    });
    parts.ok_or_else(|| "podaj pozycję i pieczęć, np. 1200:5f3a…, jak wypisuje je audit verify".into())
}

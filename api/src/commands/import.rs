//! `import terc FILE`.

use std::io::Read;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use clap::Subcommand;
use entities::shared::actor::Actor;
use entities::shared::error::{Detail, Error, Refusal};
use entities::shared::language::Language;
use entities::shared::refusals::{INVALID, WRONG_STATE};
use entities::shared::tx;
use entities::territory::import::{self, BrokenLine, ImportReport, Reason, Register};

use super::{install, say};
use crate::config::Data;

/// Largest file that is read, in bytes: forty times the register.
const FILE_MAX: u64 = 8 << 20;

/// What can be imported.
#[derive(Subcommand, Debug)]
pub(super) enum What {
    /// Rejestr TERC w postaci, w jakiej publikuje go GUS (CSV).
    Terc {
        /// Plik rejestru.
        file: PathBuf,
        #[command(flatten)]
        data: Data,
    },
}

/// Runs the import.
pub(super) async fn run(what: What) -> anyhow::Result<()> {
    let What::Terc { file, data } = what;
    let bytes = read(&file).with_context(|| format!("Nie można odczytać pliku {}", file.display()))?;
    if bytes.len() as u64 > FILE_MAX {
        bail!(
            "Rejestr odrzucono, niczego nie zapisano. Plik ma ponad {} MB: to nie jest rejestr TERC.",
            FILE_MAX >> 20
        );
    }
    let register = match import::parse(&bytes) {
        Ok(register) => register,
        Err(broken) => bail!("Rejestr odrzucono, niczego nie zapisano. {}", in_polish(&broken)),
    };
    let state = install::open(&data, None, true).await?;
    let op = state.op(Actor::System, "import-terc");
    let args = (&op, &register);
    let stored =
        tx::write(&state.db, &args, |tx, (op, register)| Box::pin(import::store(tx, op, register, true)))
            .await;
    let report = match stored {
        Ok(report) => report,
        Err(Error::Refused(refusals)) => {
            bail!("Rejestr odrzucono, niczego nie zapisano. {}", refused_in_polish(&refusals, &register))
        }
        Err(error) => return Err(error).context("Nie można zapisać rejestru"),
    };
    tell(&report);
    Ok(state.db.close().await?)
}

/// Reads a file, but no more of it than tells that it is too large; some files have no end.
fn read(file: &Path) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    std::fs::File::open(file)?.take(FILE_MAX + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Why a sound register does not fit what is stored, for people.
fn refused_in_polish(refusals: &[Refusal], register: &Register) -> String {
    let day = register.state_on;
    let one = |refusal: &Refusal| match (refusal.code, refusal.field.as_str(), &refusal.detail) {
        (INVALID, "complete", Detail::Limit(all)) => {
            format!("To nie jest cały rejestr: brakuje w nim województw, a musi ich być {all}.")
        }
        (WRONG_STATE, "stateOn", _) => {
            format!(
                "Stan na {day} zmieniłby okresy, które już są zapisane z tego dnia albo z późniejszego rejestru."
            )
        }
        _ => refusal.message(Language::Polish),
    };
    refusals.iter().map(one).collect::<Vec<_>>().join(" ")
}

fn tell(report: &ImportReport) {
    say(&format!("Rejestr TERC, stan na {}:", report.state_on));
    let lines = [
        ("województwa", report.voivodeships),
        ("powiaty", report.powiats),
        ("miasta na prawach powiatu", report.city_powiats),
        ("gminy razem", report.gminas()),
        ("  w tym miejskie", report.gminas_urban),
        ("  w tym wiejskie", report.gminas_rural),
        ("  w tym miejsko-wiejskie", report.gminas_urban_rural),
        ("miasta w gminach miejsko-wiejskich", report.towns),
        ("obszary wiejskie gmin miejsko-wiejskich", report.rural_parts),
        ("dzielnice i delegatury", report.districts),
    ];
    for (what, count) in lines {
        say(&format!("  {what}: {count}"));
    }
    if report.is_no_change() {
        say(&format!("Nic się nie zmieniło ({} jednostek bez zmian).", report.unchanged));
    } else {
        say(&format!(
            "Dodano {}, zamknięto {}, zmieniono {}, bez zmian {}.",
            report.added, report.closed, report.changed, report.unchanged
        ));
    }
}

/// Where the register is broken, for people.
fn in_polish(broken: &BrokenLine) -> String {
    let reason = match &broken.reason {
        Reason::NotUtf8 => "to nie jest tekst UTF-8".to_owned(),
        Reason::Header => "nagłówek nie brzmi WOJ;POW;GMI;RODZ;NAZWA;NAZWA_DOD;STAN_NA".to_owned(),
        Reason::Columns(n) => format!("kolumn jest {n} zamiast 7"),
        Reason::Voivodeship => "nie ma takiego województwa".to_owned(),
        Reason::Digits => "nieprawidłowe cyfry".to_owned(),
        Reason::Kind => "nie ma takiego rodzaju jednostki".to_owned(),
        Reason::Name => "to nie jest nazwa".to_owned(),
        Reason::Date => "to nie jest dzień z lat 1990–2100 w postaci RRRR-MM-DD".to_owned(),
        Reason::OtherDate => "inny dzień niż w poprzednich wierszach".to_owned(),
        Reason::Duplicate(line) => format!("ta jednostka jest już w wierszu {line}"),
        Reason::MissingParent => "brakuje jednostki nadrzędnej".to_owned(),
        Reason::Empty => "rejestr jest pusty".to_owned(),
        Reason::Blank => "pusty wiersz przed końcem rejestru".to_owned(),
    };
    if broken.column.is_empty() {
        format!("Wiersz {}: {reason}.", broken.line)
    } else {
        format!("Wiersz {}, kolumna {}: {reason}.", broken.line, broken.column)
    }
}

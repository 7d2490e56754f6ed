//! `register verify`: walks the register of certificates, number by number, with the documents. Ends with a failure where
//! something differs.

use anyhow::{Context, bail};
use clap::Subcommand;
use entities::certificates::snapshot::Snapshot;
use entities::certificates::{CertificateState, certificate};
use entities::documents::files::{Files, FilesError, sha256};
use entities::documents::{DocumentState, document};
use entities::shared::db::Db;
use entities::shared::enums::Choice as _;
use entities::shared::language::Language;
use entities::upkeep::issued::{Finding, Told, Walk, Wrong, page, series, successions};
use reports::certificates::cache::Templates;

use super::{install, say};
use crate::config::Data;

/// What can be done with the register of certificates.
#[derive(Subcommand, Debug)]
pub(super) enum What {
    /// Sprawdza rejestr zaświadczeń: numery bez luk, zgodność wpisów z wydrukami, pliki i ich skróty.
    Verify {
        /// Tylko zaświadczenia projektu: jego numer, seria zaświadczeń albo identyfikator.
        #[arg(long, value_name = "PROJEKT")]
        project: Option<String>,
        #[command(flatten)]
        data: Data,
    },
}

/// Runs the command.
pub(super) async fn run(what: What) -> anyhow::Result<()> {
    let What::Verify { project, data } = what;
    let db = install::look(&data).await?;
    let checked = verify(&db, &data, project.as_deref()).await;
    db.close().await?;
    match checked? {
        0 => {
            say("Rejestr zaświadczeń jest kompletny i zgodny z dokumentami.");
            Ok(())
        }
        wrong => bail!("Niezgodności w rejestrze zaświadczeń: {wrong}."),
    }
}

/// Tells what there is and what differs; answers how much differs.
async fn verify(db: &Db, data: &Data, project: Option<&str>) -> anyhow::Result<usize> {
    let unread = "Nie można odczytać rejestru zaświadczeń";
    let files = Files::folder(&data.documents()).context("Nie można otworzyć folderu dokumentów")?;
    let all = series(&db.reader, project).await.context(unread)?;
    if all.is_empty() {
        if let Some(project) = project {
            bail!("Projekt „{project}” nie ma żadnej serii zaświadczeń.");
        }
        say("W rejestrze nie ma jeszcze żadnej serii zaświadczeń.");
    }
    let templates = Templates::default();
    let mut wrong = 0;
    for one in all {
        let mut walk = Walk::of(&db.reader, one.clone()).await.context(unread)?;
        let (mut after, mut found) = (None, vec![]);
        loop {
            let rows = page(&db.reader, &one, after).await.context(unread)?;
            let Some((last, _)) = rows.last() else { break };
            after = Some((last.ordinal, last.id));
            found.extend(successions(&db.reader, &rows).await.context(unread)?);
            for (row, document) in &rows {
                found.extend(walk.step(row, document.as_ref()));
                if let Some(document) = document {
                    let what = bytes(&files, &templates, row, document).await?;
                    found.extend(what.map(|what| Finding { number: row.number.clone(), what }));
                }
            }
        }
        let (told, rest) = walk.end();
        found.extend(rest);
        found.sort();
        say(&summary(&format!("{}/{}", one.series, one.year), &told));
        for Finding { number, what } in &found {
            say(&format!("  {number}: {}", what.label(Language::Polish)));
        }
        wrong += found.len();
    }
    Ok(wrong)
}

fn summary(series: &str, told: &Told) -> String {
    let mut text = format!(
        "{series}: ostatni numer {}, zaświadczenia {}, w mocy {}",
        told.last, told.numbers, told.live
    );
    for (count, words) in
        [(told.due, "czekają na dokument"), (told.confirmed, "numery potwierdzone po odtworzeniu z kopii")]
    {
        if count > 0 {
            text.push_str(&format!(", {words} {count}"));
        }
    }
    text.push('.');
    text
}

/// What is wrong with the bytes of a document that should be there.
async fn bytes(
    files: &Files,
    templates: &Templates,
    row: &certificate::Model,
    document: &document::Model,
) -> anyhow::Result<Option<Wrong>> {
    if document.state != DocumentState::Stored {
        return Ok(None);
    }
    let bytes = match files.get(&document.path).await {
        Ok(bytes) => bytes,
        Err(FilesError::Missing) => return Ok(Some(Wrong::FileMissing)),
        Err(error) => return Err(error).context("Nie można odczytać folderu dokumentów"),
    };
    if document.sha256.as_deref() != Some(&sha256(&bytes)) {
        return Ok(Some(Wrong::FileChanged));
    }
    // What cannot be read is told of the row.
    let Ok(snapshot) = serde_json::from_value::<Snapshot>(row.snapshot.clone()) else { return Ok(None) };
    let is_of = templates
        .of(&snapshot.fixed)
        .and_then(|template| template.is_of(&snapshot.variable, &bytes))
        .unwrap_or(false);
    let is_drawn = row.state != CertificateState::Numbered && row.erased_at.is_none();
    Ok((is_drawn && !is_of).then_some(Wrong::FileOther))
}

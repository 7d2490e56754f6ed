//! `demo.json`, and the same facts for people.

use std::collections::{BTreeMap, HashMap};
use std::net::SocketAddr;

use demo::accounts::{ACCOUNTS, Account};
use demo::people;
use entities::certificates::store::{Asked, by_number, verify};
use entities::certificates::verdict::VerdictKind;
use entities::documents::store::{count_in, stored_of_kind};
use entities::documents::{DocumentKind, DocumentState};
use entities::shared::warsaw;
use kit::ctx::State;
use serde::Serialize;

use super::secrets::Secrets;
use crate::commands::{install, say};
use crate::config::Data;

const PDF: &str = "application/pdf";

/// The file, for programs.
#[derive(Serialize)]
struct Summary {
    endpoint: String,
    tokens: BTreeMap<String, String>,
    accounts: Vec<Login>,
    certificates: Vec<Certificate>,
    reports: Vec<Report>,
}

#[derive(Serialize)]
struct Login {
    name: String,
    role: String,
    email: String,
    password: String,
    scopes: Vec<Scope>,
}

#[derive(Serialize)]
struct Scope {
    role: String,
    kind: String,
    label: &'static str,
}

#[derive(Serialize)]
struct Certificate {
    number: String,
    code: String,
    file: String,
}

#[derive(Serialize)]
struct Report {
    title: String,
    file: String,
}

/// Writes `demo.json`, unless it says the same already.
///
/// # Errors
/// The database or the disk failed.
pub(super) async fn write(
    state: &State,
    data: &Data,
    secrets: &Secrets,
    address: SocketAddr,
) -> anyhow::Result<()> {
    let summary = Summary {
        endpoint: format!("http://{address}/graphql"),
        tokens: tokens(secrets),
        accounts: ACCOUNTS.iter().map(|account| login(account, secrets)).collect(),
        certificates: certificates(state).await?,
        reports: reports(state).await?,
    };
    let mut bytes = serde_json::to_vec_pretty(&summary)?;
    bytes.push(b'\n');
    let path = data.file("demo.json");
    if std::fs::read(&path).is_ok_and(|there| there == bytes) {
        return Ok(());
    }
    install::write_private(&path, &bytes)
}

fn tokens(secrets: &Secrets) -> BTreeMap<String, String> {
    let with_token = ACCOUNTS.iter().filter_map(|account| {
        Some((account.token?.code().to_uppercase(), secrets.token(account)?.to_owned()))
    });
    with_token.collect()
}

fn login(account: &Account, secrets: &Secrets) -> Login {
    let scopes = account.holds.iter().map(|(role, at)| Scope {
        role: role.code().to_uppercase(),
        kind: at.kind().code().to_uppercase(),
        label: at.label(),
    });
    Login {
        name: name(account),
        role: account.role().code().to_uppercase(),
        email: account.email(),
        password: secrets.password(account).unwrap_or_default().to_owned(),
        scopes: scopes.collect(),
    }
}

fn name(account: &Account) -> String {
    people::named(account.person).map_or_else(|| "Administrator".to_owned(), people::Human::name)
}

async fn certificates(state: &State) -> anyhow::Result<Vec<Certificate>> {
    let stored = stored_of_kind(&state.db.reader, DocumentKind::Certificate).await?;
    let files: HashMap<_, _> = stored.into_iter().map(|document| (document.id, document.path)).collect();
    let all = by_number(&state.db.reader).await?;
    let listed = all.into_iter().filter_map(|row| {
        let file = format!("documents/{}", files.get(&row.document_id)?);
        Some(Certificate { number: row.number, code: row.code, file })
    });
    Ok(listed.collect())
}

/// Summaries of pilots, then attendance lists; a ZIP is no report, a CSV stands beside its PDF.
async fn reports(state: &State) -> anyhow::Result<Vec<Report>> {
    let mut listed = vec![];
    for kind in [DocumentKind::Report, DocumentKind::AttendanceSheet] {
        let stored = stored_of_kind(&state.db.reader, kind).await?;
        let drawn = stored.into_iter().filter(|document| document.media_type == PDF);
        listed.extend(
            drawn.map(|document| Report {
                title: document.title,
                file: format!("documents/{}", document.path),
            }),
        );
    }
    Ok(listed)
}

/// Says where to look.
///
/// # Errors
/// The database failed.
pub(super) async fn tell(
    state: &State,
    data: &Data,
    secrets: &Secrets,
    address: SocketAddr,
) -> anyhow::Result<()> {
    say("");
    say(&format!("Pokaz Zwornika działa pod adresem http://{address}"));
    say(&format!("  strony:                   http://{address}/"));
    say(&format!("  API GraphQL:              http://{address}/graphql"));
    say(&format!("  przeglądarka API:         http://{address}/graphiql"));
    say(&format!("  weryfikacja zaświadczeń:  http://{address}/verify"));
    for (kind, code) in examples(state).await? {
        say(&format!("    {:<24}http://{address}/verify/{code}", format!("{kind}:")));
    }
    say("");
    say("Konta (rola, adres e-mail, hasło):");
    for account in ACCOUNTS {
        let password = secrets.password(account).unwrap_or("—");
        let role = account.role().code().to_uppercase();
        say(&format!("  {role:<24}{:<52}{password}", account.email()));
    }
    say("");
    say(&format!("Zaświadczenia:  {}", data.documents().join("certificates").display()));
    for report in stored_of_kind(&state.db.reader, DocumentKind::Report).await? {
        if report.media_type == PDF {
            say(&format!("Raport:         {}", data.documents().join(report.path).display()));
        }
    }
    say(&format!("Żetony i spis:  {}", data.file("demo.json").display()));
    let failed = count_in(&state.db.reader, DocumentState::Failed).await?;
    if failed > 0 {
        say(&format!("Uwaga: {failed} dokumentów nie powstało; powody są w bazie (dokumenty nieudane)."));
    }
    say("Ctrl-C kończy pokaz; dane zostają.");
    Ok(())
}

/// One certificate for each verdict.
async fn examples(state: &State) -> anyhow::Result<Vec<(&'static str, String)>> {
    let today = warsaw::day(state.clock.now());
    let mut found: Vec<(&'static str, String)> = vec![];
    for row in by_number(&state.db.reader).await? {
        let (verdict, _) = verify(&state.db.reader, Asked::Code(&row.code), today).await?;
        let kind = match verdict.kind {
            VerdictKind::Valid => "ważne",
            VerdictKind::Corrected => "skorygowane",
            VerdictKind::Revoked => "unieważnione",
            VerdictKind::Expired => "po terminie ważności",
            VerdictKind::Unknown => continue,
        };
        if found.iter().all(|(known, _)| *known != kind) {
            found.push((kind, row.code));
        }
    }
    Ok(found)
}

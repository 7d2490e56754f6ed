//! `admin create`: the first administrator of an installation. `admin reset-second-factor`: for the one who has lost
//! phone and recovery codes, and whom nobody else could help.

use std::io::{BufRead, IsTerminal};

use anyhow::{Context, bail};
use clap::Subcommand;
use entities::accounts::actions::{NewGrant, NewUser, create_user, grant_role, reset_second_factor};
use entities::accounts::password;
use entities::accounts::store::user_by_email;
use entities::shared::actor::{Actor, Role, ScopeKind};
use entities::shared::tx;

use super::{in_polish, install, say};
use crate::config::Data;

/// What can be done with administrators.
#[derive(Subcommand, Debug)]
pub(super) enum What {
    /// Tworzy administratora instalacji. Hasło jest czytane z wejścia.
    Create {
        /// Adres e-mail, którym się loguje.
        #[arg(long)]
        email: String,
        #[command(flatten)]
        data: Data,
    },
    /// Usuwa drugi składnik logowania konta i kończy jego sesje.
    ResetSecondFactor {
        /// Adres e-mail, którym się loguje.
        #[arg(long)]
        email: String,
        #[command(flatten)]
        data: Data,
    },
}

/// Runs the command.
pub(super) async fn run(what: What) -> anyhow::Result<()> {
    match what {
        What::Create { email, data } => create(email, &data).await,
        What::ResetSecondFactor { email, data } => reset(&email, &data).await,
    }
}

async fn reset(email: &str, data: &Data) -> anyhow::Result<()> {
    let state = install::open(data, None, false).await?;
    let Some(user) = user_by_email(&state.db.reader, email).await.map_err(in_polish)? else {
        bail!("Nie ma konta {email}.");
    };
    let args = (state.op(Actor::System, "admin-reset-second-factor"), user.id);
    let done = tx::write(&state.db, &args, |tx, (op, id)| Box::pin(reset_second_factor(tx, op, *id))).await;
    done.map_err(in_polish)?;
    say(&format!("Usunięto drugi składnik logowania konta {email} i zakończono jego sesje."));
    Ok(state.db.close().await?)
}

async fn create(email: String, data: &Data) -> anyhow::Result<()> {
    let state = install::open(data, None, true).await?;
    if std::io::stdin().is_terminal() {
        say("Hasło (co najmniej 12 znaków), zakończone Enterem:");
    }
    let mut line = String::new();
    std::io::stdin().lock().read_line(&mut line).context("Nie można odczytać hasła")?;
    let typed = line.trim_end_matches(['\r', '\n']).to_owned();
    let password =
        password::hash(typed, std::slice::from_ref(&email), &*state.chance).await.map_err(in_polish)?;
    let op = state.op(Actor::System, "admin-create");
    let args = (&op, NewUser { email: email.clone(), person_id: None, password: Some(password) });
    let created = tx::write(&state.db, &args, |tx, (op, new)| {
        Box::pin(async move {
            let user_id = create_user(tx, op, new.clone()).await?;
            let role = NewGrant {
                user_id,
                role: Role::SysAdmin,
                scope_kind: ScopeKind::Installation,
                scope_id: None,
            };
            grant_role(tx, op, role).await
        })
    });
    created.await.map_err(in_polish)?;
    say(&format!("Utworzono administratora {email}."));
    Ok(state.db.close().await?)
}

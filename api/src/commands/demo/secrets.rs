//! Passwords and API tokens of the demonstration: random, made once, kept in `keys/demo-secrets.json`.
//!
//! Passwords are written down before they are loaded, tokens as soon as they are made. Whatever is missing at a
//! later start, because a run was killed or somebody deleted the file, is made anew: the keys of the demonstration
//! never get lost.

use std::collections::{BTreeMap, HashMap};
use std::path::PathBuf;

use anyhow::Context;
use demo::accounts::{ACCOUNTS, Account};
use entities::accounts::actions::{NewApiToken, Opened, create_api_token, set_password};
use entities::accounts::actor::actor_of;
use entities::accounts::password::{self, Hashed};
use entities::accounts::store::{resolve_token, user_by_email};
use entities::accounts::user;
use entities::shared::actor::Actor;
use entities::shared::chance::Chance;
use entities::shared::{tx, warsaw};
use kit::ctx::State;
use serde::{Deserialize, Serialize};

use super::in_polish;
use crate::commands::install;
use crate::config::Data;

/// Letters and digits that nobody mixes up.
const LETTERS: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";

/// The secrets, and where they are kept.
pub(super) struct Secrets {
    path: PathBuf,
    kept: Kept,
}

#[derive(Default, Serialize, Deserialize)]
struct Kept {
    /// By login.
    passwords: BTreeMap<String, String>,
    /// By login.
    tokens: BTreeMap<String, String>,
}

impl Secrets {
    /// Reads what is kept; nothing where there is no file yet.
    pub(super) fn open(data: &Data) -> anyhow::Result<Self> {
        install::private_folder(&data.keys())?;
        let path = data.keys().join("demo-secrets.json");
        let kept = if path.exists() {
            let bytes =
                std::fs::read(&path).with_context(|| format!("Nie można odczytać {}", path.display()))?;
            serde_json::from_slice(&bytes)
                .with_context(|| format!("Plik {} jest uszkodzony", path.display()))?
        } else {
            Kept::default()
        };
        Ok(Self { path, kept })
    }

    /// Hashed passwords of all accounts, for the story.
    pub(super) async fn hashed(&mut self, state: &State) -> anyhow::Result<HashMap<String, Hashed>> {
        for account in ACCOUNTS {
            self.kept.passwords.entry(account.email()).or_insert_with(|| password(&*state.chance));
        }
        self.keep()?;
        let mut hashed = HashMap::new();
        for (email, text) in &self.kept.passwords {
            let one = password::hash(text.clone(), &[], &*state.chance).await.map_err(in_polish)?;
            hashed.insert(email.clone(), one);
        }
        Ok(hashed)
    }

    /// Makes what is missing of a loaded demonstration: passwords that are not written down, tokens that are not or
    /// no longer good.
    pub(super) async fn complete(&mut self, state: &State) -> anyhow::Result<()> {
        for account in ACCOUNTS {
            if !self.kept.passwords.contains_key(&account.email()) {
                self.renew_password(state, account).await?;
            }
            let good = match self.token(account) {
                Some(token) => resolve_token(&state.db, token, state.clock.now()).await?.is_some(),
                None => account.token.is_none(),
            };
            if !good {
                self.renew_token(state, account).await?;
            }
        }
        Ok(())
    }

    async fn renew_password(&mut self, state: &State, account: &Account) -> anyhow::Result<()> {
        let email = account.email();
        let user = self.user(state, &email).await?;
        let text = password(&*state.chance);
        let hashed = password::hash(text.clone(), &[], &*state.chance).await.map_err(in_polish)?;
        let args = (state.op(Actor::System, "demo"), user.id, hashed);
        let set = tx::write(&state.db, &args, |tx, (op, user, hashed)| {
            Box::pin(set_password(tx, op, (*user, None), hashed))
        });
        set.await.map_err(in_polish)?;
        self.kept.passwords.insert(email, text);
        self.keep()
    }

    async fn renew_token(&mut self, state: &State, account: &Account) -> anyhow::Result<()> {
        let email = account.email();
        let user = self.user(state, &email).await?;
        // Somebody has blocked the account: no token then.
        let Some(actor) = actor_of(&state.db, user.id, warsaw::day(state.clock.now())).await? else {
            return Ok(());
        };
        let op = state.op(actor, "demo");
        let made = tx::write(&state.db, &op, |tx, op| {
            let new = NewApiToken {
                name: "Pokaz".to_owned(),
                expires_at: None,
                read_only: false,
                rooms: None,
                by: None,
            };
            Box::pin(create_api_token(tx, op, new))
        });
        let Opened { secret, .. } = made.await.map_err(in_polish)?;
        self.kept.tokens.insert(email, secret.expose().to_owned());
        self.keep()
    }

    async fn user(&self, state: &State, email: &str) -> anyhow::Result<user::Model> {
        let user = user_by_email(&state.db.reader, email).await?;
        user.with_context(|| format!("W bazie pokazu nie ma konta {email}"))
    }

    /// The password of an account.
    pub(super) fn password(&self, account: &Account) -> Option<&str> {
        self.kept.passwords.get(&account.email()).map(String::as_str)
    }

    /// The token of an account that has one.
    pub(super) fn token(&self, account: &Account) -> Option<&str> {
        self.kept.tokens.get(&account.email()).map(String::as_str)
    }

    fn keep(&self) -> anyhow::Result<()> {
        install::write_private(&self.path, &serde_json::to_vec_pretty(&self.kept)?)
    }
}

/// Four groups of four: 80 bits, easy to copy by hand.
fn password(chance: &dyn Chance) -> String {
    let letters = chance.bytes::<16>().map(|byte| char::from(LETTERS[usize::from(byte % 32)]));
    let groups: Vec<String> = letters.chunks(4).map(|group| group.iter().collect()).collect();
    groups.join("-")
}

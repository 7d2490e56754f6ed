//! `retention --dry-run`: what the nightly rules of retention would touch if they ran now.

use anyhow::Context;
use entities::register::retention_rules;
use entities::requests::retention::preview;
use entities::shared::enums::Choice as _;
use entities::shared::language::Language;

use super::{install, say};
use crate::config::Data;

/// Keys that are told of one rule.
const KEYS: usize = 20;

/// Runs the command. Only reads.
pub(super) async fn run(data: &Data, clock: &dyn entities::shared::clock::Clock) -> anyhow::Result<()> {
    let db = install::look(data).await?;
    let due = preview(&db.reader, clock.now()).await;
    db.close().await?;
    for one in due.context("Nie można sprawdzić reguł przechowywania")? {
        let rule = one.rule.label(Language::Polish);
        let act = retention_rules::row_of(one.rule).map_or("", |row| row.act.label(Language::Polish));
        say(&format!("{rule} – {act}: {}", one.ids.len()));
        for id in one.ids.iter().take(KEYS) {
            say(&format!("  {id}"));
        }
        if one.ids.len() > KEYS {
            say(&format!("  … i {} dalszych", one.ids.len() - KEYS));
        }
    }
    say("Niczego nie zmieniono. Reguły stosuje worker, każdej nocy od godziny 3.");
    Ok(())
}

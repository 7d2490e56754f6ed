//! `doctor`: whether what is counted is what is there. Ends with a failure where it is not.

use std::sync::Arc;

use anyhow::{Context, bail};
use entities::shared::actor::Actor;
use entities::shared::chance::SystemChance;
use entities::shared::clock::Clock;
use entities::shared::db::Db;
use entities::shared::enums::Choice as _;
use entities::shared::ids::EditionId;
use entities::shared::language::Language;
use entities::shared::operation::Operation;
use entities::shared::tx;
use entities::shared::vault::Vault;
use entities::upkeep::drift::{Drift, drifts, mend as mend_edition};

use super::{in_polish, install, say};
use crate::config::Data;

/// Runs the command.
pub(super) async fn run(data: &Data, mend: bool, clock: &dyn Clock) -> anyhow::Result<()> {
    let db = install::look(data).await?;
    let left = compare(&db, mend, clock).await;
    db.close().await?;
    match left? {
        0 => Ok(()),
        left => bail!("Różnic, które zostały: {left}."),
    }
}

/// Tells what differs; answers how much of it is left.
async fn compare(db: &Db, mend: bool, clock: &dyn Clock) -> anyhow::Result<usize> {
    let found = drifts(&db.reader).await.context("Nie można porównać liczników")?;
    for Drift { what, id, counted, there } in &found {
        say(&format!("{} {id}: licznik {counted}, jest {there}", what.label(Language::Polish)));
    }
    if found.is_empty() {
        say("Liczniki zgadzają się z tym, co liczą.");
    }
    if !mend {
        return Ok(found.len());
    }
    let op = Operation {
        actor: Actor::System,
        now: clock.now(),
        request: "doctor".into(),
        chance: Arc::new(SystemChance),
        public_url: None,
        signing: Vault::default(),
    };
    let mut mended = 0;
    for one in found.iter().filter(|one| one.what.may_be_mended()) {
        let args = (&op, EditionId(one.id));
        let done = tx::write(db, &args, |tx, (op, edition)| Box::pin(mend_edition(tx, op, *edition))).await;
        mended += usize::from(done.map_err(in_polish)?);
    }
    say(&format!("Wyrównane edycje: {mended}."));
    Ok(drifts(&db.reader).await.context("Nie można porównać liczników")?.len())
}

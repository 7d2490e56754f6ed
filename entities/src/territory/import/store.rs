//! Writes what a register changes, all in the caller's transaction.

use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter};

use super::compare::{Added, Changed, Plan, compare, day_before};
use super::{ImportReport, Register};
use crate::shared::error::Result;
use crate::shared::ids::{TypedId, UnitId};
use crate::shared::input::sort_key;
use crate::shared::operation::Operation;
use crate::shared::policy::{self, Place};
use crate::shared::read::CHUNK;
use crate::shared::tx::Tx;
use crate::territory::rights::IMPORT_REGISTER;
use crate::territory::terc::COUNTRY;
use crate::territory::territorial_unit::{ActiveModel, Column, Entity};
use crate::territory::{UnitLevel, deeds};
use crate::{audit, created, touched};

/// Stores a register; storing it again changes nothing. `complete` closes the units it leaves out.
///
/// # Errors
/// `Forbidden`; `Invalid` on `complete` where a voivodeship is missing; `WrongState` on `stateOn` where the
/// register is older than what is stored and differs from it.
pub async fn store(tx: &Tx, op: &Operation, register: &Register, complete: bool) -> Result<ImportReport> {
    policy::require(&op.actor, IMPORT_REGISTER, &Place::default())?;
    let stored = Entity::find().all(tx).await?;
    let plan = compare(&stored, register, complete, || op.id())?;
    let mut report = ImportReport::of(register);
    report.added = plan.added.len();
    report.closed = plan.closed.len();
    report.changed = plan.changed.iter().filter(|unit| unit.is_rename()).count();
    report.unchanged = plan.unchanged + plan.changed.len() - report.changed;

    close(tx, op, &plan, register).await?;
    change(tx, op, &plan.changed, register).await?;
    let rows = plan.country.map(|id| country(op, id)).into_iter();
    insert(tx, rows.chain(plan.added.iter().map(|unit| added(op, unit))).collect()).await?;
    if !report.is_no_change() {
        let country =
            plan.country.or_else(|| stored.iter().find(|row| row.terc == COUNTRY).map(|row| row.id));
        audit::Line::new(deeds::IMPORT_REGISTER, country.unwrap_or(UnitId::from_uuid(uuid::Uuid::nil())))
            .detail(serde_json::to_value(&report)?)
            .write(tx, op)
            .await?;
    }
    Ok(report)
}

async fn insert(tx: &Tx, rows: Vec<ActiveModel>) -> Result<()> {
    for chunk in rows.chunks(CHUNK) {
        Entity::insert_many(chunk.to_vec()).exec_without_returning(tx).await?;
    }
    Ok(())
}

async fn close(tx: &Tx, op: &Operation, plan: &Plan<'_>, register: &Register) -> Result<()> {
    for chunk in plan.closed.chunks(CHUNK) {
        let row = ActiveModel {
            valid_to: Set(Some(day_before(register.state_on))),
            updated_at: Set(op.now),
            updated_by: op.by(),
            ..Default::default()
        };
        Entity::update_many()
            .set(row)
            .col_expr(Column::Version, Expr::col(Column::Version).add(1))
            .filter(Column::Id.is_in(chunk.iter().copied()))
            .exec(tx)
            .await?;
    }
    Ok(())
}

/// The row in force changes first: the closed one takes over its first day.
async fn change(tx: &Tx, op: &Operation, changed: &[Changed<'_>], register: &Register) -> Result<()> {
    let mut old_rows = vec![];
    for unit in changed {
        let row = unit.row;
        let mut new = ActiveModel { parent_id: Set(Some(unit.parent)), ..Default::default() };
        if unit.is_rename() {
            new.name = Set(unit.entry.name.clone());
            new.name_key = Set(sort_key(&unit.entry.name));
            new.name_extra = Set(unit.entry.name_extra.clone());
        }
        if unit.is_rename() && unit.keeps_old {
            new.valid_from = Set(Some(register.state_on));
            let mut old = row.clone().into_active_model().reset_all();
            old.id = Set(op.id());
            old.valid_to = Set(Some(day_before(register.state_on)));
            old_rows.push(touched!(op, old, row.version));
        }
        let new = touched!(op, new, row.version);
        Entity::update_many().set(new).filter(Column::Id.eq(row.id)).exec(tx).await?;
    }
    insert(tx, old_rows).await
}

fn country(op: &Operation, id: UnitId) -> ActiveModel {
    let row = ActiveModel {
        id: Set(id),
        terc: Set(COUNTRY.to_owned()),
        level: Set(UnitLevel::Country),
        rodz: Set(None),
        city_powiat: Set(false),
        name: Set("Polska".to_owned()),
        name_key: Set(sort_key("Polska")),
        name_extra: Set("kraj".to_owned()),
        parent_id: Set(None),
        voivodeship_id: Set(None),
        valid_from: Set(None),
        valid_to: Set(None),
        ..Default::default()
    };
    created!(op, row)
}

fn added(op: &Operation, unit: &Added<'_>) -> ActiveModel {
    let entry = unit.entry;
    let row = ActiveModel {
        id: Set(unit.id),
        terc: Set(entry.terc.to_string()),
        level: Set(entry.terc.level()),
        rodz: Set(entry.terc.rodz().map(|rodz| rodz.number())),
        city_powiat: Set(entry.terc.is_city_powiat()),
        name: Set(entry.name.clone()),
        name_key: Set(sort_key(&entry.name)),
        name_extra: Set(entry.name_extra.clone()),
        parent_id: Set(Some(unit.parent)),
        voivodeship_id: Set(Some(unit.voivodeship)),
        valid_from: Set(unit.valid_from),
        valid_to: Set(None),
        ..Default::default()
    };
    created!(op, row)
}

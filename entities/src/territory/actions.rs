//! Writes of subregions: authorize → rule → write → audit. A powiat is in one subregion at most.

use std::collections::BTreeSet;

use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};
use serde::Serialize;

use super::rights::MANAGE_SUBREGIONS;
use super::{UnitLevel, deeds, subregion, subregion_powiat, territorial_unit};
use crate::shared::door::{self, Placed, fresh, unique};
use crate::shared::error::{Result, found};
use crate::shared::ids::{SubregionId, UnitId};
use crate::shared::input::{Check, NAME_MAX, sort_key};
use crate::shared::operation::Operation;
use crate::shared::policy::{self, Place};
use crate::shared::refusals::REFERENCE;
use crate::shared::tx::Tx;
use crate::{audit, created};

impl Placed for subregion::Model {
    fn place(&self) -> Place {
        Place { voivodeship: Some(self.voivodeship_id), ..Place::default() }
    }
}

/// A subregion to be made.
#[derive(Clone, Debug, Serialize)]
pub struct NewSubregion {
    /// The voivodeship.
    pub voivodeship_id: UnitId,
    /// Name.
    pub name: String,
    /// Its powiats.
    pub powiat_ids: Vec<UnitId>,
}

/// Makes a subregion of powiats of one voivodeship.
///
/// # Errors
/// Refused: not found, forbidden, invalid, duplicate.
pub async fn create_subregion(tx: &Tx, op: &Operation, new: NewSubregion) -> Result<SubregionId> {
    let voivodeship =
        door::see::<territorial_unit::Entity>(tx, op, new.voivodeship_id, "voivodeshipId").await?;
    let place = Place { voivodeship: Some(voivodeship.id), ..Place::default() };
    policy::require(&op.actor, MANAGE_SUBREGIONS, &place)?;
    let mut check = Check::default();
    if voivodeship.level != UnitLevel::Voivodeship {
        check.fault("voivodeshipId", REFERENCE);
    }
    let name = check.line("name", &new.name, NAME_MAX);
    check.done()?;
    let id = op.id();
    let row = subregion::ActiveModel {
        id: Set(id),
        voivodeship_id: Set(voivodeship.id),
        name_key: Set(sort_key(&name)),
        name: Set(name),
        ..Default::default()
    };
    subregion::Entity::insert(created!(op, row)).exec_without_returning(tx).await.map_err(unique("name"))?;
    place_powiats(tx, op, (id, voivodeship.id), &new.powiat_ids).await?;
    audit::Line::new(deeds::CREATE_SUBREGION, id).write(tx, op).await?;
    Ok(id)
}

/// What becomes different of a subregion.
#[derive(Clone, Debug, Serialize)]
pub struct SubregionChange {
    /// The subregion.
    pub id: SubregionId,
    /// The version that the client saw.
    pub version: Option<i32>,
    /// Another name.
    pub name: Option<String>,
    /// All its powiats from now on.
    pub powiat_ids: Option<Vec<UnitId>>,
}

/// Renames a subregion, or says anew which powiats it has. Requests that were routed by it stay where they are.
///
/// # Errors
/// Refused: not found, forbidden, stale, invalid, duplicate.
pub async fn update_subregion(tx: &Tx, op: &Operation, change: SubregionChange) -> Result<SubregionId> {
    let row =
        door::load::<subregion::Entity>(tx, op, change.id, "subregionId").await?.may(MANAGE_SUBREGIONS)?;
    fresh(change.version, row.version)?;
    let mut check = Check::default();
    let name = check.opt_line("name", change.name.as_deref(), NAME_MAX);
    check.done()?;
    let mut changed = subregion::ActiveModel { id: Set(row.id), ..Default::default() };
    if let Some(name) = name {
        changed.name_key = Set(sort_key(&name));
        changed.name = Set(name);
    }
    door::save(tx, op, &row, changed).await.map_err(|error| match error {
        crate::shared::error::Error::Db(error) => unique("name")(error),
        other => other,
    })?;
    if let Some(powiats) = &change.powiat_ids {
        place_powiats(tx, op, (row.id, row.voivodeship_id), powiats).await?;
    }
    audit::Line::new(deeds::CHANGE_SUBREGION, row.id).write(tx, op).await?;
    Ok(row.id)
}

/// These powiats and no others are in the subregion from now on.
async fn place_powiats(
    tx: &Tx,
    op: &Operation,
    (subregion, voivodeship): (SubregionId, UnitId),
    powiats: &[UnitId],
) -> Result<()> {
    use subregion_powiat::{Column, Entity};
    let wanted: BTreeSet<UnitId> = powiats.iter().copied().collect();
    let there = Entity::find().filter(Column::SubregionId.eq(subregion)).all(tx).await?;
    let gone = there.iter().filter(|place| !wanted.contains(&place.unit_id)).map(|place| place.id);
    Entity::delete_many().filter(Column::Id.is_in(gone)).exec(tx).await?;
    for (n, unit) in wanted.iter().enumerate() {
        if there.iter().any(|place| place.unit_id == *unit) {
            continue;
        }
        let field = format!("powiatIds[{n}]");
        let powiat = found(territorial_unit::Entity::find_by_id(*unit).one(tx).await?, &field)?;
        let mut check = Check::default();
        let is_over = powiat.valid_to.is_some_and(|day| day < op.today());
        if powiat.level != UnitLevel::Powiat || powiat.voivodeship_id != Some(voivodeship) || is_over {
            check.fault(&field, REFERENCE);
        }
        check.done()?;
        let row = subregion_powiat::ActiveModel {
            id: Set(op.id()),
            subregion_id: Set(subregion),
            unit_id: Set(*unit),
            created_at: Set(op.now),
            created_by: op.by(),
        };
        Entity::insert(row).exec_without_returning(tx).await.map_err(unique(&field))?;
    }
    Ok(())
}

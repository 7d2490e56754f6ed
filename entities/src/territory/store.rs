//! Queries of the territory. The register is public.

use chrono::NaiveDate;
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QuerySelect,
};

use super::terc::Terc;
use super::territorial_unit::{self, Column, Entity, Model};
use super::{UnitLevel, subregion, subregion_powiat};
use crate::readable;
use crate::shared::error::Result;
use crate::shared::ids::{SubregionId, UnitId};
use crate::shared::read::everything;

readable! {
    territorial_unit => |_| everything();
    subregion => |_| everything();
    subregion_powiat => |_| everything();
}

/// The unit that bore a code on a day.
///
/// # Errors
/// The database failed.
pub async fn by_terc<C: ConnectionTrait>(db: &C, terc: &Terc, on: NaiveDate) -> Result<Option<Model>> {
    let begun = Condition::any().add(Column::ValidFrom.is_null()).add(Column::ValidFrom.lte(on));
    let not_over = Condition::any().add(Column::ValidTo.is_null()).add(Column::ValidTo.gte(on));
    Ok(Entity::find().filter(Column::Terc.eq(terc.as_str())).filter(begun).filter(not_over).one(db).await?)
}

/// The voivodeship a unit lies in, itself for a voivodeship; none for the country and where there is no such unit.
///
/// # Errors
/// The database failed.
pub async fn voivodeship_of<C: ConnectionTrait>(db: &C, unit: UnitId) -> Result<Option<UnitId>> {
    let found: Option<Option<UnitId>> =
        Entity::find_by_id(unit).select_only().column(Column::VoivodeshipId).into_tuple().one(db).await?;
    Ok(found.flatten())
}

/// The subregion in which a unit lies: that of its powiat. None above, and where the powiat is in none.
///
/// # Errors
/// The database failed.
pub async fn subregion_of<C: ConnectionTrait>(db: &C, unit: UnitId) -> Result<Option<SubregionId>> {
    let mut next = Some(unit);
    // A part of a gmina, its gmina, its powiat.
    for _ in 0..3 {
        let Some(id) = next else { return Ok(None) };
        let Some(unit) = Entity::find_by_id(id).one(db).await? else { return Ok(None) };
        if unit.level == UnitLevel::Powiat {
            let place = subregion_powiat::Entity::find().filter(subregion_powiat::Column::UnitId.eq(id));
            return Ok(place.one(db).await?.map(|place| place.subregion_id));
        }
        next = unit.parent_id;
    }
    Ok(None)
}

/// Whether a key is that of a voivodeship.
///
/// # Errors
/// The database failed.
pub async fn is_voivodeship<C: ConnectionTrait>(db: &C, unit: UnitId) -> Result<bool> {
    let unit = Entity::find_by_id(unit).one(db).await?;
    Ok(unit.is_some_and(|unit| unit.level == UnitLevel::Voivodeship))
}

/// How many units are stored.
///
/// # Errors
/// The database failed.
pub async fn count<C: ConnectionTrait>(db: &C) -> Result<u64> {
    Ok(Entity::find().count(db).await?)
}

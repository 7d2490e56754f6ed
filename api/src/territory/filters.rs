//! Filters and orders of the territory's connections.

use async_graphql::{ID, InputObject, Result};
use entities::shared::ids::UnitId;
use entities::shared::read::{ColumnTrait, Condition};
use entities::territory::{UnitLevel, territorial_unit};

use crate::graphql::enums::Coded;
use crate::graphql::page::{Filter, holds, id_is, is_any_of, is_number};
use crate::ordering;

/// Which territorial units. Where no filter is given, those that exist now.
#[derive(InputObject)]
pub struct TerritorialUnitFilter {
    /// Of these levels.
    levels: Option<Vec<Coded<UnitLevel>>>,
    /// One level below this unit.
    parent_id: Option<ID>,
    /// Anywhere in this voivodeship, itself included.
    voivodeship_id: Option<ID>,
    /// With this TERC code.
    terc: Option<String>,
    /// Whose name holds this text, whatever its case.
    name_contains: Option<String>,
    /// Only units that exist now; false adds those that a later register has closed.
    #[graphql(default = true)]
    current_only: bool,
}

impl Filter<territorial_unit::Entity> for TerritorialUnitFilter {
    fn condition(&self) -> Result<Condition> {
        use territorial_unit::Column;
        Ok(Condition::all()
            .add_option(is_any_of(Column::Level, self.levels.as_deref()))
            .add_option(id_is::<UnitId, _>(Column::ParentId, self.parent_id.as_ref(), "parentId")?)
            .add_option(id_is::<UnitId, _>(
                Column::VoivodeshipId,
                self.voivodeship_id.as_ref(),
                "voivodeshipId",
            )?)
            .add_option(self.terc.as_ref().map(|terc| is_number(Column::Terc, terc)))
            .add_option(self.name_contains.as_ref().map(|text| holds(Column::Name, text)))
            .add_option(self.current_only.then(|| Column::ValidTo.is_null())))
    }

    fn unasked() -> Condition {
        Condition::all().add(territorial_unit::Column::ValidTo.is_null())
    }
}

ordering! {
    /// How territorial units are ordered.
    pub enum TerritorialUnitOrder for territorial_unit by default NameAsc {
        /// By name in Polish order.
        NameAsc = "name" [NameKey] asc,
        /// By name in Polish order, last first.
        NameDesc = "name" [NameKey] desc,
        /// By TERC code.
        TercAsc = "terc" [Terc] asc,
        /// By TERC code, highest first.
        TercDesc = "terc" [Terc] desc,
    }
}

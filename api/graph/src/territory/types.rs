//! Types of the territory.

use entities::shared::enums::Choice as _;
use entities::territory::terc::Rodz;
use entities::territory::{UnitLevel, territorial_unit};
use kit::ctx::ContextExt;
use kit::enums::Coded;
use kit::resource;
use kit::scalars::Date;

use super::filters::{TerritorialUnitFilter, TerritorialUnitOrder};

resource! {
    /// A unit of the country's division, as the register of territorial codes (TERC) has it.
    TerritorialUnit: territorial_unit {
        one {
            /// The unit one level up; none for the country.
            parent: TerritorialUnit = |row| row.parent_id.map(|id| id.0);
            /// The voivodeship it lies in; itself for a voivodeship, none for the country.
            voivodeship: TerritorialUnit = |row| row.voivodeship_id.map(|id| id.0);
        }
        many {
            /// Units one level down.
            children: TerritorialUnit, TerritorialUnitFilter, TerritorialUnitOrder = territorial_unit.ParentId |row| row.parent_id.map(|id| id.0);
        }
        choices {
            /// Level.
            level, level_label: UnitLevel;
        }
        fields {
            /// TERC code: 2, 4 or 7 digits; `00` for the country.
            async fn terc(&self) -> &str { &self.row().terc }
            /// Kind of a gmina or of a part of one; none above.
            async fn rodz(&self) -> Option<Coded<Rodz>> { self.row().rodz.and_then(Rodz::of).map(Into::into) }
            /// Kind of a gmina or of a part of one, for people.
            async fn rodz_label(&self, ctx: &async_graphql::Context<'_>) -> Option<&str> {
                self.row().rodz.and_then(Rodz::of).map(|rodz| rodz.label(ctx.lang()))
            }
            /// Whether it is a powiat that is a city with powiat rights.
            async fn city_powiat(&self) -> bool { self.row().city_powiat }
            /// Name as the register writes it. Names are not unique.
            async fn name(&self) -> &str { &self.row().name }
            /// The register's description, e.g. `gmina wiejska`.
            async fn name_extra(&self) -> &str { &self.row().name_extra }
            /// First day; none for the first register imported.
            async fn valid_from(&self) -> Option<Date> { self.row().valid_from.map(Date::from) }
            /// Last day; none while it is valid.
            async fn valid_to(&self) -> Option<Date> { self.row().valid_to.map(Date::from) }
        }
    }
}

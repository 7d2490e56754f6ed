//! Types of the territory.

use chrono::{DateTime, NaiveDate, Utc};
use entities::shared::door::Placed as _;
use entities::shared::enums::Choice as _;
use entities::shared::policy::allows;
use entities::territory::rights::MANAGE_SUBREGIONS;
use entities::territory::terc::Rodz;
use entities::territory::{UnitLevel, subregion, subregion_powiat, territorial_unit};
use kit::ctx::ContextExt;
use kit::enums::Coded;
use kit::resource;

use super::filters::{
    SubregionPowiatFilter, SubregionPowiatOrder, TerritorialUnitFilter, TerritorialUnitOrder,
};

resource! {
    /// A unit of the country's division, as the register of territorial codes (TERC) has it.
    TerritorialUnit: territorial_unit {
        one {
            /// The unit one level up; none for the country.
            parent: TerritorialUnit = ParentId;
            /// The voivodeship it lies in; itself for a voivodeship, none for the country.
            voivodeship: TerritorialUnit = VoivodeshipId;
        }
        many {
            /// Units one level down.
            children: TerritorialUnit, TerritorialUnitFilter, TerritorialUnitOrder = territorial_unit.ParentId;
        }
        choices {
            /// Level.
            level, level_label: UnitLevel;
        }
        columns {
            /// TERC code: 2, 4 or 7 digits; `00` for the country.
            terc: String;
            /// Whether it is a powiat that is a city with powiat rights.
            city_powiat: bool;
            /// Name as the register writes it. Names are not unique.
            name: String;
            /// The register's description, e.g. `gmina wiejska`.
            name_extra: String;
            /// First day; none for the first register imported.
            valid_from: Option<NaiveDate>;
            /// Last day; none while it is valid.
            valid_to: Option<NaiveDate>;
        }
        computed {
            /// Kind of a gmina or of a part of one; none above.
            rodz: Option<Coded<Rodz>> = |row| row.rodz.and_then(Rodz::of).map(Into::into);
            /// Kind of a gmina or of a part of one, for people.
            rodz_label: Option<&str> = |row, ctx| row.rodz.and_then(Rodz::of).map(|rodz| rodz.label(ctx.lang()));
        }
    }
}

resource! {
    /// Powiats of one voivodeship that are looked after together.
    Subregion: subregion {
        one {
            /// The voivodeship.
            voivodeship: TerritorialUnit = VoivodeshipId;
        }
        many {
            /// Its powiats.
            powiats: SubregionPowiat, SubregionPowiatFilter, SubregionPowiatOrder = subregion_powiat.SubregionId;
        }
        columns {
            /// Name.
            name: String;
            /// When it was made.
            created_at: DateTime<Utc>;
            /// Counts changes, for optimistic locking.
            version: i32;
        }
        computed {
            /// Whether the viewer may change it.
            viewer_can_manage: bool = |row, ctx| allows(ctx.actor(), MANAGE_SUBREGIONS, &row.place());
        }
    }
}

resource! {
    /// A powiat of a subregion. It is in one at most.
    SubregionPowiat: subregion_powiat {
        one {
            /// The subregion.
            subregion: Subregion = SubregionId;
            /// The powiat.
            unit: TerritorialUnit = UnitId;
        }
        columns {
            /// When it was added.
            added_at: DateTime<Utc> = created_at;
        }
    }
}

//! Keys of this room.

use crate::ids;

ids! {
    /// Key of a territorial unit.
    UnitId = "TerritorialUnit": "jednostka terytorialna" / "territorial unit";
    /// Key of a subregion.
    SubregionId = "Subregion": "subregion" / "subregion";
    /// Key of a powiat's place in a subregion.
    SubregionPowiatId = "SubregionPowiat": "powiat w subregionie" / "powiat of a subregion";
}

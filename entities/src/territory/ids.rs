//! Keys of this room.

use crate::ids;

ids! {
    /// Key of a territorial unit.
    UnitId = "TerritorialUnit": "jednostka terytorialna" / "territorial unit";
}

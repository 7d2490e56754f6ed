//! Keys of this room.

use crate::ids;

ids! {
    /// Key of an indicator.
    IndicatorId = "Indicator": "wskaźnik" / "indicator";
    /// Key of a measurement.
    MeasurementId = "Measurement": "pomiar" / "measurement";
}

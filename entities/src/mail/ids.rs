//! Keys of this room.

use crate::ids;

ids! {
    /// Key of a delivery.
    DeliveryId = "Delivery": "wiadomość" / "message";
}

//! What the trail says was done or seen in this room.

use crate::deeds;

deeds! {
    in "mail";
    DELIVERY = "delivery": "wysłanie wiadomości" / "delivery";
}

//! Keys of this room.

use crate::ids;

ids! {
    /// Key of a kept PESEL number: that of its person.
    PersonPeselId = "PersonPesel": "numer PESEL" / "PESEL number";
    /// Key of a note of who saw a PESEL number.
    SightingId = "PeselSighting": "wgląd w numer PESEL" / "look at a PESEL number";
}

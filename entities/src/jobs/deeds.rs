//! What the trail says was done or seen in this room.

use crate::deeds;

deeds! {
    in "jobs";
    RELEASE = "release": "zwolnienie zadania" / "release";
    RETRY = "retry": "ponowienie zadania" / "retry";
}

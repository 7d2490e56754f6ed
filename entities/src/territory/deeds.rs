//! What the trail says was done or seen in this room.

use crate::deeds;

deeds! {
    in "territory";
    IMPORT_REGISTER = "import_register": "wczytanie rejestru" / "import register";
}

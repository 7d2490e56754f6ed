//! What the trail says was done or seen in this room.

use crate::deeds;

deeds! {
    in "territory";
    CHANGE_SUBREGION = "change_subregion": "zmiana subregionu" / "change subregion";
    CREATE_SUBREGION = "create_subregion": "utworzenie subregionu" / "create subregion";
    IMPORT_REGISTER = "import_register": "wczytanie rejestru" / "import register";
}

//! What the trail says was done or seen in this room.

use crate::deeds;

deeds! {
    in "documents";
    ATTACH = "attach": "dołączenie pliku" / "attach";
    DOWNLOAD = "download" seen: "pobranie dokumentu" / "download";
    ERASE = "erase": "usunięcie dokumentu" / "erase";
    LINK = "link" seen: "wydanie odnośnika do dokumentu" / "link";
}

//! What the trail says was done or seen in this room.

use crate::deeds;

deeds! {
    in "privacy";
    BLANK_NEEDS = "blank_needs": "usunięcie potrzeb po szkoleniu" / "blank needs";
    ERASE = "erase": "usunięcie danych osoby" / "erase";
    JOIN_INSTITUTIONS = "join_institutions": "połączenie zapisów jednej instytucji" / "join institutions";
    JOIN_PEOPLE = "join_people": "połączenie zapisów jednej osoby" / "join people";
    JOIN_USERS = "join_users": "połączenie kont jednej osoby" / "join users";
    REFUSE = "refuse": "odmowa w sprawie danych" / "refuse";
    REQUEST = "request": "wniosek o dane" / "request";
}

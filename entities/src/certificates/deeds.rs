//! What the trail says was done or seen in this room.

use crate::deeds;

deeds! {
    in "certificates";
    CHANGE_TEMPLATE = "change_template": "zmiana wzoru zaświadczenia" / "change template";
    CONFIRM_LAST_NUMBER = "confirm_last_number": "potwierdzenie ostatniego numeru" / "confirm last number";
    CORRECT = "correct": "korekta zaświadczenia" / "correct";
    CREATE_TEMPLATE = "create_template": "utworzenie wzoru zaświadczenia" / "create template";
    DELIVER = "deliver": "wydanie zaświadczenia" / "deliver";
    END = "end": "zakończenie ważności zaświadczenia" / "end";
    ERASE = "erase": "usunięcie danych z zaświadczenia" / "erase";
    ISSUE = "issue": "wystawienie zaświadczenia" / "issue";
    PREVIEW = "preview": "podgląd zaświadczenia" / "preview";
    RENDER = "render": "przygotowanie zaświadczenia" / "render";
    REQUEST_ARCHIVE = "request_archive": "zamówienie kompletu zaświadczeń" / "request archive";
    RESTORE_TEMPLATE = "restore_template": "przywrócenie wzoru zaświadczenia" / "restore template";
    RETIRE_TEMPLATE = "retire_template": "wycofanie wzoru zaświadczenia" / "retire template";
}

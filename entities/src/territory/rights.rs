//! Who may do what in this room.

use crate::rights;

rights! {
    IMPORT_REGISTER: [SysAdmin], "Wczytywanie rejestru TERC."
        / "Import a register.";
}

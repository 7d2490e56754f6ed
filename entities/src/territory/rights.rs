//! Who may do what in this room.

use crate::rights;

rights! {
    IMPORT_REGISTER: [SysAdmin], "Wczytywanie rejestru TERC."
        / "Import a register.";
    MANAGE_SUBREGIONS: [RopsAdmin, SysAdmin], "Subregiony województwa i ich powiaty."
        / "Subregions of a voivodeship and their powiats.";
}

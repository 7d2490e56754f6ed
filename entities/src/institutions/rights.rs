//! Who may do what in this room.

use crate::rights;

rights! {
    MANAGE_INSTITUTIONS: [Coordinator, RopsAdmin, SysAdmin], "Rejestr instytucji i osób, zatrudnienie."
        / "Register institutions and people, note employments.";
    MANAGE_OWN_PEOPLE: [InstitutionCoordinator, InstitutionHead], "Osoby z własnej instytucji i ich zatrudnienie."
        / "Register people of one's own institution, note their employments.";
}

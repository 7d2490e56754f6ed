//! Who may do what in this room.

use crate::rights;

rights! {
    MANAGE_CLAUSES: [SysAdmin, ProjectManager], "Klauzule informacyjne: tworzenie, pisanie, ogłaszanie."
        / "Information clauses: create, write, publish.";
    RECORD_RECEIPTS: [ProjectManager, Coordinator, TeamTraining, InstitutionCoordinator, InstitutionHead], "Odnotowywanie, że ktoś otrzymał klauzulę na papierze."
        / "Record that somebody received an information clause on paper.";
}

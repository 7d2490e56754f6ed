//! Who may do what in this room.

use crate::rights;

rights! {
    MANAGE_PILOTS: [Coordinator, ProjectManager], "Modele, pilotaże, miejsca i wskaźniki."
        / "Models, pilots, sites and indicators.";
}

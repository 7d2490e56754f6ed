//! Who may do what in this room.

use crate::rights;

rights! {
    ATTACH_DOCUMENTS: [Trainer, TeamTraining, Coordinator, ProjectManager], "Dołączanie plików do edycji i projektu."
        / "Upload documents to an edition or a project.";
}

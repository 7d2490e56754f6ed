//! Keys of this room.

use crate::ids;

ids! {
    /// Key of a funding programme.
    FundingProgrammeId = "FundingProgramme": "program" / "funding programme";
    /// Key of a visibility profile.
    VisibilityProfileId = "VisibilityProfile": "ciąg znaków" / "visibility strip";
    /// Key of a sign in a visibility profile.
    VisibilitySignId = "VisibilitySign": "znak w ciągu" / "sign of a strip";
    /// Key of a project.
    ProjectId = "Project": "projekt" / "project";
    /// Key of a partner of a project.
    PartnerId = "ProjectPartner": "partner projektu" / "partner of a project";
    /// Key of a task of a project.
    TaskId = "ProjectTask": "zadanie projektu" / "task of a project";
}

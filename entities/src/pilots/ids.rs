//! Keys of this room.

use crate::ids;

ids! {
    /// Key of a cooperation model.
    ModelId = "CooperationModel": "model kooperacji" / "cooperation model";
    /// Key of a version of a model.
    ModelVersionId = "ModelVersion": "wersja modelu" / "version of a model";
    /// Key of a pilot.
    PilotId = "Pilot": "pilotaż" / "pilot";
    /// Key of a pilot site.
    SiteId = "PilotSite": "miejsce pilotażu" / "pilot site";
    /// Key of an institution's part at a site.
    SiteInstitutionId = "SiteInstitution": "instytucja w miejscu pilotażu" / "institution at a pilot site";
}

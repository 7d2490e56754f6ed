//! What the trail says was done or seen in this room.

use crate::deeds;

deeds! {
    in "pilots";
    ADD_SITE = "add_site": "dodanie miejsca pilotażu" / "add site";
    ADD_SITE_INSTITUTION = "add_site_institution": "dodanie instytucji w miejscu pilotażu" / "add site institution";
    ADD_VERSION = "add_version": "dodanie wersji modelu" / "add version";
    CHANGE_PILOT_STATE = "change_pilot_state": "zmiana stanu pilotażu" / "change pilot state";
    CHANGE_VERSION_STATE = "change_version_state": "zmiana stanu wersji modelu" / "change version state";
    CREATE_MODEL = "create_model": "utworzenie modelu" / "create model";
    CREATE_PILOT = "create_pilot": "utworzenie pilotażu" / "create pilot";
}

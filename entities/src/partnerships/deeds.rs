//! What the trail says was done or seen in this room.

use crate::deeds;

deeds! {
    in "partnerships";
    ADD_PARTNER = "add_partner": "dodanie partnera" / "add partner";
    ADD_TASK = "add_task": "dodanie zadania projektu" / "add task";
    CHANGE_PROJECT_STATE = "change_project_state": "zmiana stanu projektu" / "change project state";
    CREATE_FUNDING_PROGRAMME = "create_funding_programme": "dodanie programu" / "create funding programme";
    CREATE_PROJECT = "create_project": "utworzenie projektu" / "create project";
    CREATE_VISIBILITY_PROFILE = "create_visibility_profile": "utworzenie zestawu znaków" / "create visibility profile";
    SET_CERTIFICATE_SERIES = "set_certificate_series": "ustawienie serii zaświadczeń" / "set certificate series";
    SET_PESEL_REQUIREMENT = "set_pesel_requirement": "ustawienie wymogu PESEL" / "set pesel requirement";
    SET_RETENTION = "set_retention": "ustawienie okresu przechowywania" / "set retention";
    UPDATE_PROJECT = "update_project": "zmiana projektu" / "update project";
}

//! What the trail says was done or seen in this room.

use crate::deeds;

deeds! {
    in "partnerships";
    ADD_PARTNER = "add_partner": "zaproszenie partnera" / "invite partner";
    ADD_TASK = "add_task": "dodanie zadania projektu" / "add task";
    ANSWER_LEAD = "answer_lead": "odpowiedź na propozycję przejęcia roli lidera" / "answer to taking the lead";
    ANSWER_PARTNERSHIP = "answer_partnership": "odpowiedź na zaproszenie do partnerstwa" / "answer to a partnership";
    CHANGE_PROJECT_STATE = "change_project_state": "zmiana stanu projektu" / "change project state";
    CREATE_FUNDING_PROGRAMME = "create_funding_programme": "dodanie programu" / "create funding programme";
    CREATE_PROJECT = "create_project": "utworzenie projektu" / "create project";
    CREATE_VISIBILITY_PROFILE = "create_visibility_profile": "utworzenie zestawu znaków" / "create visibility profile";
    LEAVE_PARTNERSHIP = "leave_partnership": "wystąpienie z partnerstwa" / "leave partnership";
    OFFER_LEAD = "offer_lead": "propozycja przejęcia roli lidera" / "offer the lead";
    REMOVE_PARTNER = "remove_partner": "usunięcie partnera" / "remove partner";
    SET_CERTIFICATE_SERIES = "set_certificate_series": "ustawienie serii zaświadczeń" / "set certificate series";
    SET_PESEL_REQUIREMENT = "set_pesel_requirement": "ustawienie wymogu PESEL" / "set pesel requirement";
    SET_RETENTION = "set_retention": "ustawienie okresu przechowywania" / "set retention";
    UPDATE_PROJECT = "update_project": "zmiana projektu" / "update project";
}

//! What the trail says was done or seen in this room.

use crate::deeds;

deeds! {
    in "reporting";
    ADD_RECIPIENT = "add_recipient": "dodanie odbiorcy raportu" / "add recipient";
    CHANGE_SCHEDULE = "change_schedule": "zmiana harmonogramu" / "change schedule";
    CREATE_DEFINITION = "create_definition": "utworzenie raportu" / "create definition";
    CREATE_SCHEDULE = "create_schedule": "utworzenie harmonogramu" / "create schedule";
    PASS_OVER = "pass_over": "pominięcie terminów raportu" / "pass over";
    PAUSE_SCHEDULE = "pause_schedule": "wstrzymanie harmonogramu" / "pause schedule";
    REMOVE_RECIPIENT = "remove_recipient": "usunięcie odbiorcy raportu" / "remove recipient";
    RUN = "run": "uruchomienie raportu" / "run";
    RUN_STATE = "run_state": "zmiana stanu raportu" / "run state";
    SKIP_MISSED = "skip_missed": "pominięcie terminów raportu" / "skip missed";
}

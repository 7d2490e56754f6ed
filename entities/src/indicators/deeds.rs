//! What the trail says was done or seen in this room.

use crate::deeds;

deeds! {
    in "indicators";
    APPROVE_MEASUREMENT = "approve_measurement": "zatwierdzenie pomiaru" / "approve measurement";
    CORRECT_MEASUREMENT = "correct_measurement": "poprawienie pomiaru" / "correct measurement";
    CREATE_INDICATOR = "create_indicator": "utworzenie wskaźnika" / "create indicator";
    RECORD_MEASUREMENTS = "record_measurements": "zapisanie pomiarów" / "record measurements";
    SUBMIT_MEASUREMENT = "submit_measurement": "złożenie pomiaru" / "submit measurement";
    SUPERSEDE_MEASUREMENT = "supersede_measurement": "zastąpienie pomiaru" / "supersede measurement";
}

//! Why this room refuses, and the forms of its values.

use crate::forms;

forms! {
    NO_PAST: "Ten raport pokazuje stan z chwili sporządzenia; dawniejszego stanu nie da się odtworzyć."
        / "This report shows what is so when it is made; no earlier state can be read again.";
    CRON: "Harmonogram składa się z pięciu pól: minuta, godzina, dzień miesiąca, miesiąc, dzień tygodnia, np. „0 7 * * 1”, i musi kiedyś nastąpić."
        / "Five fields: minute, hour, day of month, month, day of week, such as `0 7 * * 1`, which match some time.";
}

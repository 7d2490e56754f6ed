//! Why this room refuses, and the forms of its values.

use crate::forms;

forms! {
    CRON: "Harmonogram składa się z pięciu pól: minuta, godzina, dzień miesiąca, miesiąc, dzień tygodnia, np. „0 7 * * 1”, i musi kiedyś nastąpić."
        / "Five fields: minute, hour, day of month, month, day of week, such as `0 7 * * 1`, which match some time.";
}

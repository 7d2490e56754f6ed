//! Why this room refuses.

use crate::refusals;

refusals! {
    SITES_MISSING: "Pilotaż bez miejsc realizacji nie może się rozpocząć."
        / "A pilot needs at least one site before it runs.";
}

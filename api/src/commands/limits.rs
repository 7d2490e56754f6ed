//! `limits`: the table of everything that is capped.

use std::fmt::Write as _;

use entities::shared::quota;

use crate::config::limits::{Caps, Unit, caps};

/// One line per limit, in columns.
pub(super) fn table(now: &Caps) -> String {
    let head = ("NAZWA", "WARTOŚĆ", "ZAKRES", "KLIENT SŁYSZY", "CO OGRANICZA");
    let mut text = String::new();
    line(&mut text, head);
    for cap in caps() {
        let value = format!("{}{}", cap.get(now), unit(cap.unit));
        let range = format!("{}–{}", cap.least, cap.most);
        line(&mut text, (cap.name, &value, &range, cap.told, cap.about));
    }
    text.push_str("\nStałe, liczone w bazie dla wszystkich procesów razem (QUOTA_REACHED):\n");
    for quota in quota::ALL {
        let hours = format!("na {} h", quota.window.num_hours());
        line(&mut text, (quota.name, &quota.most.to_string(), &hours, "QUOTA_REACHED", quota.about));
    }
    text.push_str("\nZmiana limitów powyżej stałych: --limit NAZWA=LICZBA (wiele razy) albo ZWORNIK_LIMITS=\"depth=15,aliases=50\".");
    text
}

fn line(text: &mut String, (name, value, range, told, about): (&str, &str, &str, &str, &str)) {
    // Writing to a string does not fail.
    let _ = writeln!(text, "{name:<32} {value:>12}  {range:<17}  {told:<20}  {about}");
}

const fn unit(unit: Unit) -> &'static str {
    match unit {
        Unit::Count => "",
        Unit::Bytes => " B",
        Unit::Seconds => " s",
        Unit::Millis => " ms",
    }
}

//! Limits by the names they had when requests were counted, not their cost: settings of before go on being read.

use super::limits::{Told, caps};

/// What a request counts for: as much as the heaviest that needs no place of its own.
const COST: u64 = 10_000;

/// Reads a limit told by a former name, as the one that has taken its place; nothing is set where none has. No answer where the
/// name is no former one.
pub(super) fn read(name: &str, value: &str) -> Option<Result<Told, String>> {
    let now = match name {
        "requests-per-account-burst" => "cost-per-account",
        "requests-per-address-burst" => "cost-per-address",
        "requests-per-account-every-ms" | "requests-per-address-every-ms" => "",
        _ => return None,
    };
    let Ok(requests) = value.trim().parse::<u64>() else {
        return Some(Err(format!("{name} to liczba całkowita")));
    };
    let cap = caps().find(|cap| cap.name == now);
    Some(Ok(cap.map(|cap| (cap, requests.saturating_mul(COST).clamp(cap.least, cap.most)))))
}

#[cfg(test)]
mod tests {
    use super::super::limits::told;

    #[test]
    fn settings_of_before_are_read_as_costs() {
        let read = |text: &str| told(text).unwrap().map(|(cap, value)| (cap.name, value));
        assert_eq!(read("requests-per-account-burst=300"), Some(("cost-per-account", 3_000_000)));
        assert_eq!(read("requests-per-address-burst=1000000"), Some(("cost-per-address", 1_000_000_000)));
        assert_eq!(read("requests-per-account-every-ms=50"), None);
        assert!(told("requests-per-account-burst=wiele").is_err());
    }
}

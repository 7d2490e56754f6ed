//! The dates of a training for the calendars of those who take part. Pure.

use chrono::{DateTime, Utc};
use entities::mail::DeliveryKind as Kind;
use entities::shared::calendar::{Entry, Standing, When, enclosed};
use entities::trainings::told::{EnrolmentLetter, Hours};

use super::message::Enclosure;

/// The dates for a calendar: an event for each session. None while they are tentative or unknown, and in letters that promise
/// no seat.
pub(super) fn dates(
    kind: Kind,
    facts: &EnrolmentLetter,
    now: DateTime<Utc>,
    host: &str,
) -> Option<Enclosure> {
    let has_seat = matches!(kind, Kind::SeatConfirmed | Kind::EditionMoved | Kind::EditionReminder);
    if !has_seat || !facts.is_fixed || facts.sessions.is_empty() {
        return None;
    }
    let place = facts.venue.iter().fold(facts.city.clone(), |city, venue| format!("{venue}, {city}"));
    let entry = |session: &Hours| Entry {
        id: session.id.0,
        version: session.version,
        changed_at: now,
        title: format!("{}: {}", facts.training, session.title),
        place: Some(place.clone()),
        link: facts.online_link.clone(),
        when: When::Hours(session.starts_at, session.ends_at),
        standing: Standing::Confirmed,
    };
    let entries: Vec<Entry> = facts.sessions.iter().map(entry).collect();
    Some(Enclosure {
        file_name: "szkolenie.ics".into(),
        media_type: "text/calendar; charset=utf-8; method=PUBLISH".into(),
        bytes: enclosed(&entries, host).into_bytes(),
    })
}

#[cfg(test)]
mod tests {
    use entities::shared::ids::SessionId;
    use entities::trainings::letters::example;
    use entities::trainings::told::Hours;
    use uuid::Uuid;

    use super::*;

    fn facts() -> EnrolmentLetter {
        let at = |hour: i64| DateTime::from_timestamp(1_779_091_200 + hour * 3_600, 0).unwrap();
        let hours = Hours {
            id: SessionId(Uuid::from_u128(2)),
            title: "Moduł 1".into(),
            starts_at: at(0),
            ends_at: at(6),
            version: 3,
        };
        let training = "Szkoła Kooperacji, dzień 1; „A”".into();
        EnrolmentLetter { training, sessions: vec![hours], ..example("2026-05-18".parse().unwrap()) }
    }

    #[test]
    fn what_is_tentative_or_promises_no_seat_goes_into_no_calendar() {
        let mut facts = facts();
        assert!(dates(Kind::SeatConfirmed, &facts, DateTime::UNIX_EPOCH, "z.pl").is_some());
        assert!(dates(Kind::PlaceInLine, &facts, DateTime::UNIX_EPOCH, "z.pl").is_none());
        facts.is_fixed = false;
        assert!(dates(Kind::SeatConfirmed, &facts, DateTime::UNIX_EPOCH, "z.pl").is_none());
    }

    #[test]
    fn a_calendar_finds_each_session_with_its_hours_in_utc_and_signs_kept() {
        let enclosure = dates(Kind::EditionReminder, &facts(), DateTime::UNIX_EPOCH, "z.pl").unwrap();
        let text = String::from_utf8(enclosure.bytes).unwrap();
        let unfolded = text.replace("\r\n ", "");
        assert!(text.starts_with("BEGIN:VCALENDAR\r\n") && text.ends_with("END:VCALENDAR\r\n"), "{text}");
        assert!(text.lines().all(|line| line.len() <= 75), "{text}");
        for line in [
            "DTSTART:20260518T080000Z",
            "DTEND:20260518T140000Z",
            "SEQUENCE:3",
            "UID:00000000000000000000000000000002@z.pl",
        ] {
            assert!(unfolded.contains(line), "{line} in {unfolded}");
        }
        assert!(unfolded.contains("SUMMARY:Szkoła Kooperacji\\, dzień 1\\; „A”: Moduł 1"), "{unfolded}");
    }
}

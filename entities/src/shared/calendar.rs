//! What calendars show, whichever room it comes from, and their files: iCalendar, RFC 5545. Times are told in UTC, days by
//! themselves, so that no reader has to know when Warsaw changes its clocks.

use chrono::{DateTime, Days, Duration, NaiveDate, Utc};
use icalendar::{Calendar, Component as _, Event, EventLike as _, EventStatus};
use uuid::Uuid;

/// How often programs look again.
const EVERY: Duration = Duration::hours(1);

/// An entry of a calendar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// What it is: the same entry in every calendar and message.
    pub id: Uuid,
    /// How often it was changed.
    pub version: i32,
    /// When it was last changed.
    pub changed_at: DateTime<Utc>,
    /// Title.
    pub title: String,
    /// Where.
    pub place: Option<String>,
    /// Where to join from afar.
    pub link: Option<String>,
    /// When.
    pub when: When,
    /// Whether it holds.
    pub standing: Standing,
}

/// When something takes place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// From an instant to another.
    Hours(DateTime<Utc>, DateTime<Utc>),
    /// On days of Warsaw, both of them among them.
    Days(NaiveDate, NaiveDate),
}

/// Whether something holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It may still change, or one may not come by it.
    Tentative,
    /// It holds.
    Confirmed,
    /// It is off.
    Cancelled,
}

/// A calendar as it is served, under a name that programs show. `host` makes the keys of its entries unique in the world.
#[must_use]
pub fn render(name: &str, entries: &[Entry], host: &str) -> String {
    let mut calendar = Calendar::new();
    calendar.name(name).ttl(&EVERY);
    filled(calendar, entries, host)
}

/// Entries as a message encloses them.
#[must_use]
pub fn enclosed(entries: &[Entry], host: &str) -> String {
    filled(Calendar::new(), entries, host)
}

fn filled(mut calendar: Calendar, entries: &[Entry], host: &str) -> String {
    for entry in entries {
        calendar.push(event(entry, host));
    }
    calendar.done().to_string()
}

fn event(entry: &Entry, host: &str) -> Event {
    let mut event = Event::new();
    event
        .uid(&format!("{}@{host}", entry.id.simple()))
        // The same answer as long as nothing has changed.
        .timestamp(entry.changed_at)
        .last_modified(entry.changed_at)
        .sequence(u32::try_from(entry.version).unwrap_or_default())
        .summary(&entry.title)
        .status(match entry.standing {
            Standing::Tentative => EventStatus::Tentative,
            Standing::Confirmed => EventStatus::Confirmed,
            Standing::Cancelled => EventStatus::Cancelled,
        });
    if let Some(place) = &entry.place {
        event.location(place);
    }
    if let Some(link) = &entry.link {
        event.url(link);
    }
    match entry.when {
        When::Hours(from, to) => event.starts(from).ends(to),
        // The end of days is the first day that is free again.
        When::Days(first, last) => {
            event.starts(first).ends(last.checked_add_days(Days::new(1)).unwrap_or(last))
        }
    };
    event.done()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(when: When) -> Entry {
        Entry {
            id: Uuid::from_u128(7),
            version: 3,
            changed_at: DateTime::from_timestamp(1_779_091_200, 0).unwrap(),
            title: "Szkoła Kooperacji; dzień 1, „A”\noraz bardzo długi tytuł, który nie mieści się w jednym wierszu pliku".into(),
            place: Some("Centrum, ul. Głowackiego 17".into()),
            link: Some("https://spotkanie.example.pl/a?b=1".into()),
            when,
            standing: Standing::Confirmed,
        }
    }

    #[test]
    fn what_is_written_is_read_again_whatever_letters_it_has() {
        let at = |hour: i64| DateTime::from_timestamp(1_779_091_200 + hour * 3_600, 0).unwrap();
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let all = [entry(When::Hours(at(0), at(6))), entry(When::Days(day("2026-10-24"), day("2026-10-25")))];
        let text = render("Zwornik", &all, "z.pl");
        assert!(text.contains("\r\n") && text.lines().all(|line| line.len() <= 75), "{text}");
        // As a reader puts it together: folded lines, then what was escaped.
        let read = text.replace("\r\n ", "").replace("\\n", "\n").replace("\\;", ";").replace("\\,", ",");
        assert_eq!(read.matches(&format!("SUMMARY:{}", all[0].title)).count(), 2, "{read}");
        assert_eq!(read.matches("UID:00000000000000000000000000000007@z.pl").count(), 2, "{read}");
        assert!(
            text.contains("DTSTART;VALUE=DATE:20261024") && text.contains("DTEND;VALUE=DATE:20261026"),
            "{text}"
        );
        assert!(text.contains("DTSTART:20260518T080000Z"), "{text}");
        assert_eq!(text, render("Zwornik", &all, "z.pl"));
    }
}

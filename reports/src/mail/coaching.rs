//! What is written to coach and coachees when a slot is booked or a booking is off, in Polish and English, and the date that
//! goes along for their calendar. Pure. Neither names who booked it, nor the other coachees, nor what is spoken about.

use chrono::{DateTime, Utc};
use entities::advisory::told::BookingLetter;
use entities::mail::DeliveryKind as Kind;
use entities::shared::calendar::{Entry, Standing, When, enclosed};
use entities::shared::language::Language;
use entities::shared::warsaw;

use super::message::Enclosure;
use entities::mail::letter::{Block, Letter};
use entities::mail::phrases::{greeting, moment, signature};

/// A letter about a booking.
pub fn letter(kind: Kind, facts: &BookingLetter, lang: Language) -> Letter {
    let mut blocks = vec![Block::Text(greeting(lang).into()), Block::Text(told(kind, facts, lang))];
    if kind == Kind::CoachingBooked {
        blocks.push(Block::Text(where_to_meet(facts, lang)));
        blocks.push(Block::Text(match lang {
            Language::Polish => {
                "Termin można odwołać najpóźniej 24 godziny przed jego rozpoczęciem. Dostanie go wtedy ktoś inny.".into()
            }
            Language::English => {
                "The booking can be cancelled until 24 hours before it begins, so that somebody else gets the time.".into()
            }
        }));
    }
    blocks.push(Block::Text(match lang {
        Language::Polish => format!("Z pozdrowieniami\nzespół projektu „{}”", facts.project),
        Language::English => format!("Kind regards\nthe team of the project “{}”", facts.project),
    }));
    blocks.push(signature(lang));
    Letter { language: lang, subject: subject(kind, &facts.coaching, lang), blocks }
}

fn subject(kind: Kind, coaching: &str, lang: Language) -> String {
    match (kind, lang) {
        (Kind::CoachingCancelled, Language::Polish) => format!("Termin coachingu odwołany: „{coaching}”"),
        (Kind::CoachingCancelled, Language::English) => format!("Coaching is off: “{coaching}”"),
        // Other messages are other letters.
        (_, Language::Polish) => format!("Termin coachingu: „{coaching}”"),
        (_, Language::English) => format!("A time for coaching: “{coaching}”"),
    }
}

fn told(kind: Kind, facts: &BookingLetter, lang: Language) -> String {
    let (coaching, at) = (&facts.coaching, moment(facts.starts_at, lang));
    match (kind, lang) {
        (Kind::CoachingCancelled, Language::Polish) => {
            format!(
                "termin coachingu „{coaching}” jest odwołany: {at}. Inny można zarezerwować z wolnych terminów."
            )
        }
        (Kind::CoachingCancelled, Language::English) => {
            format!(
                "coaching “{coaching}” does not take place: {at}. Another time can be booked from those that are free."
            )
        }
        (_, Language::Polish) => {
            format!(
                "zarezerwowano termin coachingu „{coaching}”: {at}, do godz. {}.",
                warsaw::hour(facts.ends_at)
            )
        }
        (_, Language::English) => {
            format!(
                "a time is booked for coaching “{coaching}”: {at}, until {}.",
                warsaw::hour(facts.ends_at)
            )
        }
    }
}

fn where_to_meet(facts: &BookingLetter, lang: Language) -> String {
    let (at, by) = match lang {
        Language::Polish => ("Gdzie", "Spotkanie online"),
        Language::English => ("Where", "Meet online"),
    };
    let place = facts.place.as_ref().map(|place| format!("{at}: {place}."));
    let url = facts.online_url.as_ref().map(|url| format!("{by}: {url}"));
    place.into_iter().chain(url).collect::<Vec<_>>().join("\n")
}

/// The date for a calendar; one that is off takes it out again.
pub(super) fn date(kind: Kind, facts: &BookingLetter, now: DateTime<Utc>, host: &str) -> Enclosure {
    let entry = Entry {
        id: facts.booking_id.0,
        version: facts.version,
        changed_at: now,
        title: facts.coaching.clone(),
        place: facts.place.clone(),
        link: facts.online_url.clone(),
        when: When::Hours(facts.starts_at, facts.ends_at),
        standing: if kind == Kind::CoachingCancelled { Standing::Cancelled } else { Standing::Confirmed },
    };
    Enclosure {
        file_name: "coaching.ics".into(),
        media_type: "text/calendar; charset=utf-8; method=PUBLISH".into(),
        bytes: enclosed(&[entry], host).into_bytes(),
    }
}

#[cfg(test)]
mod tests {
    use entities::shared::ids::CoachingBookingId;

    use super::*;

    fn facts() -> BookingLetter {
        let at = |hour: i64| DateTime::from_timestamp(1_779_091_200 + hour * 3_600, 0).unwrap();
        BookingLetter {
            email: "a@x.pl".into(),
            name: "Łucja Źdźbło".into(),
            booking_id: CoachingBookingId(uuid::Uuid::from_u128(1)),
            coaching: "Praca z rodziną".into(),
            project: "Kooperacja".into(),
            starts_at: at(0),
            ends_at: at(1),
            place: Some("Kielce, pokój 12".into()),
            online_url: Some("https://spotkania.example.pl/a".into()),
            version: 1,
        }
    }

    #[test]
    fn a_booking_says_where_to_meet_and_one_that_is_off_takes_the_date_out() {
        let facts = facts();
        for lang in [Language::Polish, Language::English] {
            let booked = letter(Kind::CoachingBooked, &facts, lang).plain();
            assert!(
                booked.contains("Kielce, pokój 12") && booked.contains("https://spotkania.example.pl/a"),
                "{booked}"
            );
            let off = letter(Kind::CoachingCancelled, &facts, lang).plain();
            assert!(!off.contains("Kielce") && off.contains("Praca z rodziną"), "{off}");
        }
        let text = |kind| String::from_utf8(date(kind, &facts, DateTime::UNIX_EPOCH, "z.pl").bytes).unwrap();
        let (booked, off) = (text(Kind::CoachingBooked), text(Kind::CoachingCancelled));
        assert!(booked.contains("STATUS:CONFIRMED") && off.contains("STATUS:CANCELLED"));
        let uid = |text: &str| text.lines().find(|line| line.starts_with("UID:")).map(str::to_owned);
        assert_eq!(uid(&booked), uid(&off));
    }
}

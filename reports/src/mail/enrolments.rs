//! What is written to people at each step of an enrolment, in Polish and English, and the dates that go along for their
//! calendar. Pure.

use chrono::{DateTime, Utc};
use entities::mail::DeliveryKind as Kind;
use entities::shared::language::{Language, Words};
use entities::shared::warsaw;
use entities::trainings::told::EnrolmentLetter;
use icalendar::{Calendar, Component as _, Event, EventLike as _};

use super::letter::{Block, Letter};
use super::message::Enclosure;
use super::words::{Door, code, greeting, moment, signature};

/// Page on which an offered seat is taken or declined.
pub const OFFER_PAGE: &str = "offer";
/// Page that shows the ticket of a participant, to be scanned at the door.
pub const TICKET_PAGE: &str = "ticket";

/// A letter about a step of an enrolment; `door` leads to where an offer is answered, or to the
/// ticket of whoever has a seat.
pub fn letter(kind: Kind, facts: &EnrolmentLetter, door: &Door<'_>, lang: Language) -> Letter {
    let mut blocks = vec![Block::Text(greeting(lang).into()), Block::Text(told(kind, facts, lang))];
    if is_ahead(kind) {
        blocks.push(Block::Text(when_and_where(facts, lang)));
    }
    match kind {
        Kind::SeatOffered => {
            let label = match lang {
                Language::Polish => "Na tej stronie można przyjąć miejsce albo z niego zrezygnować",
                Language::English => "On this page you can take the seat or leave it to the next",
            };
            blocks.push(Block::Link { label: label.into(), url: door.url() });
            blocks.push(code(door, lang));
        }
        Kind::SeatConfirmed | Kind::EditionReminder => {
            let label = match lang {
                Language::Polish => "Bilet do pokazania przy wejściu",
                Language::English => "Your ticket, to be shown at the door",
            };
            // Where the installation has no address of its own, the list at the door does without tickets.
            if !door.base.is_empty() {
                blocks.push(Block::Link { label: label.into(), url: door.url() });
                blocks.push(code(door, lang));
            }
            blocks.extend(facts.cancel_until.map(|until| Block::Text(cancelling(until, lang))));
        }
        Kind::EditionMoved => {
            blocks.extend(facts.cancel_until.map(|until| Block::Text(cancelling(until, lang))));
        }
        _ => {}
    }
    blocks.push(Block::Text(match lang {
        Language::Polish => format!("Z pozdrowieniami\nzespół projektu „{}”", facts.project),
        Language::English => format!("Kind regards\nthe team of the project “{}”", facts.project),
    }));
    blocks.push(signature(lang));
    Letter { language: lang, subject: subject(kind, &facts.training, lang), blocks }
}

/// Whether the training is still to come for the reader.
const fn is_ahead(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::SeatConfirmed
            | Kind::ApprovalAwaited
            | Kind::PlaceInLine
            | Kind::SeatOffered
            | Kind::EditionMoved
            | Kind::EditionReminder
    )
}

fn subject(kind: Kind, training: &str, lang: Language) -> String {
    let words = match kind {
        Kind::SeatConfirmed => Words::new("Miejsce potwierdzone", "Your seat is confirmed"),
        Kind::ApprovalAwaited => Words::new("Zgłoszenie przyjęte", "Your enrolment has arrived"),
        Kind::PlaceInLine => Words::new("Lista rezerwowa", "You are on the waiting list"),
        Kind::SeatOffered => Words::new("Zwolniło się miejsce", "A seat is free for you"),
        Kind::OfferExpired => Words::new("Propozycja miejsca wygasła", "The offer of a seat has expired"),
        Kind::EnrolmentRejected => Words::new("Zgłoszenie odrzucone", "Your enrolment was not accepted"),
        Kind::EnrolmentCancelled => Words::new("Zapis odwołany", "Your enrolment is cancelled"),
        Kind::EditionCalledOff => Words::new("Szkolenie odwołane", "The training is called off"),
        Kind::EditionMoved => Words::new("Zmiana terminu lub miejsca", "The training has moved"),
        // Other messages are other letters.
        _ => Words::new("Przypomnienie", "A reminder"),
    };
    match lang {
        Language::Polish => format!("{}: „{training}”", words.say(lang)),
        Language::English => format!("{}: “{training}”", words.say(lang)),
    }
}

fn told(kind: Kind, facts: &EnrolmentLetter, lang: Language) -> String {
    let (training, until) =
        (&facts.training, facts.offer_until.map(|until| moment(until, lang)).unwrap_or_default());
    match (kind, lang) {
        (Kind::SeatConfirmed, Language::Polish) => {
            format!("potwierdzamy miejsce na szkoleniu „{training}”. Do zobaczenia!")
        }
        (Kind::SeatConfirmed, Language::English) => {
            format!("your seat at “{training}” is confirmed. We look forward to seeing you.")
        }
        (Kind::ApprovalAwaited, Language::Polish) => format!(
            "zgłoszenie na szkolenie „{training}” dotarło i czeka na akceptację organizatora. Miejsce jest na razie \
             zarezerwowane. O decyzji napiszemy."
        ),
        (Kind::ApprovalAwaited, Language::English) => format!(
            "your enrolment in “{training}” has arrived and awaits the organiser’s approval. A seat is held meanwhile. We \
             will write when it is decided."
        ),
        (Kind::PlaceInLine, Language::Polish) => format!(
            "wszystkie miejsca na szkoleniu „{training}” są zajęte. Zgłoszenie jest na liście rezerwowej. Gdy zwolni się \
             miejsce, przyślemy propozycję."
        ),
        (Kind::PlaceInLine, Language::English) => format!(
            "all seats at “{training}” are taken, and you are on the waiting list. When a seat becomes free we will offer \
             it to you."
        ),
        (Kind::SeatOffered, Language::Polish) => format!(
            "zwolniło się miejsce na szkoleniu „{training}”. Czeka na odpowiedź do: {until}. Bez odpowiedzi dostanie je \
             następna osoba z listy."
        ),
        (Kind::SeatOffered, Language::English) => format!(
            "a seat at “{training}” is free. It is held for you until {until}. Without an answer it goes to the next on \
             the list."
        ),
        (Kind::OfferExpired, Language::Polish) => format!(
            "na propozycję miejsca na szkoleniu „{training}” nie dostaliśmy odpowiedzi w terminie, więc miejsce dostanie \
             następna osoba z listy. Jeśli zapisy są nadal otwarte, można zgłosić się ponownie."
        ),
        (Kind::OfferExpired, Language::English) => format!(
            "we had no answer in time to the offer of a seat at “{training}”, so it goes to the next on the list. While \
             enrolment is open you may enrol again."
        ),
        (Kind::EnrolmentRejected, Language::Polish) => format!(
            "organizator nie przyjął zgłoszenia na szkolenie „{training}”. O powód można zapytać zespół projektu."
        ),
        (Kind::EnrolmentRejected, Language::English) => {
            format!(
                "the organiser has not accepted your enrolment in “{training}”. The project’s team will tell you why."
            )
        }
        (Kind::EnrolmentCancelled, Language::Polish) => {
            format!(
                "zapis na szkolenie „{training}” jest odwołany. Jeśli to pomyłka, prosimy o kontakt z zespołem projektu."
            )
        }
        (Kind::EnrolmentCancelled, Language::English) => {
            format!(
                "your enrolment in “{training}” is cancelled. Should that be a mistake, please turn to the project’s team."
            )
        }
        (Kind::EditionCalledOff, Language::Polish) => {
            format!("z przykrością zawiadamiamy, że szkolenie „{training}” się nie odbędzie.")
        }
        (Kind::EditionCalledOff, Language::English) => {
            format!("we are sorry to tell you that “{training}” will not take place.")
        }
        (Kind::EditionMoved, Language::Polish) => {
            format!("zmienił się termin lub miejsce szkolenia „{training}”. Aktualne dane są poniżej.")
        }
        (Kind::EditionMoved, Language::English) => {
            format!("when or where “{training}” takes place has changed. This is what holds now.")
        }
        (_, Language::Polish) => format!("przypominamy o szkoleniu „{training}”."),
        (_, Language::English) => format!("this is a reminder of “{training}”."),
    }
}

fn when_and_where(facts: &EnrolmentLetter, lang: Language) -> String {
    let place = match &facts.venue {
        Some(venue) => format!("{}, {venue}", facts.city),
        None => facts.city.clone(),
    };
    let (days, hours) = match lang {
        Language::Polish => (warsaw::span(facts.starts_on, facts.ends_on), "godz."),
        Language::English if facts.starts_on == facts.ends_on => (facts.starts_on.to_string(), "at"),
        Language::English => (format!("{} – {}", facts.starts_on, facts.ends_on), "at"),
    };
    let begins = facts.sessions.iter().map(|session| session.starts_at).min();
    let begins = begins.filter(|_| facts.is_fixed).map(|at| format!(", {hours} {}", warsaw::hour(at)));
    let begins = begins.unwrap_or_default();
    match (lang, facts.is_fixed) {
        (Language::Polish, true) => format!("Kiedy: {days}{begins}.\nGdzie: {place}."),
        (Language::Polish, false) => {
            format!("Kiedy: wstępnie {days}; o ostatecznym terminie napiszemy.\nGdzie: {place}.")
        }
        (Language::English, true) => format!("When: {days}{begins}.\nWhere: {place}."),
        (Language::English, false) => {
            format!("When: tentatively {days}; we will write when it is fixed.\nWhere: {place}.")
        }
    }
}

fn cancelling(until: DateTime<Utc>, lang: Language) -> String {
    let day = warsaw::last_day(until);
    match lang {
        Language::Polish => format!(
            "Gdyby udział okazał się niemożliwy, prosimy o rezygnację do {}. Miejsce dostanie wtedy ktoś z listy.",
            warsaw::long(day)
        ),
        Language::English => {
            format!(
                "Should you be unable to come, please cancel by {day}, so that somebody else gets the seat."
            )
        }
    }
}

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
    let mut calendar = Calendar::new();
    for session in &facts.sessions {
        let place = facts.venue.iter().fold(facts.city.clone(), |city, venue| format!("{venue}, {city}"));
        let mut event = Event::new();
        event
            .uid(&format!("{}@{host}", session.id.0.simple()))
            .timestamp(now)
            .sequence(u32::try_from(session.version).unwrap_or_default())
            .summary(&format!("{}: {}", facts.training, session.title))
            .location(&place)
            .starts(session.starts_at)
            .ends(session.ends_at);
        calendar.push(event.done());
    }
    Some(Enclosure {
        file_name: "szkolenie.ics".into(),
        media_type: "text/calendar; charset=utf-8; method=PUBLISH".into(),
        bytes: calendar.done().to_string().into_bytes(),
    })
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use entities::shared::ids::{EnrolmentId, SessionId};
    use entities::trainings::told::Hours;

    use super::*;

    const KINDS: [Kind; 10] = [
        Kind::SeatConfirmed,
        Kind::ApprovalAwaited,
        Kind::PlaceInLine,
        Kind::SeatOffered,
        Kind::OfferExpired,
        Kind::EnrolmentRejected,
        Kind::EnrolmentCancelled,
        Kind::EditionCalledOff,
        Kind::EditionMoved,
        Kind::EditionReminder,
    ];

    fn facts() -> EnrolmentLetter {
        let at = |hour: i64| DateTime::from_timestamp(1_779_091_200 + hour * 3_600, 0).unwrap();
        EnrolmentLetter {
            email: "a@x.pl".into(),
            name: "Łucja Źdźbło".into(),
            enrolment_id: EnrolmentId(uuid::Uuid::from_u128(1)),
            training: "Szkoła Kooperacji, dzień 1; „A”".into(),
            project: "Liderzy kooperacji".into(),
            starts_on: "2026-05-18".parse().unwrap(),
            ends_on: "2026-05-18".parse().unwrap(),
            is_fixed: true,
            city: "Olsztyn".into(),
            venue: Some("Centrum, ul. Głowackiego 17".into()),
            offer_until: Some(at(48)),
            cancel_until: Some(at(10)),
            sessions: vec![Hours {
                id: SessionId(uuid::Uuid::from_u128(2)),
                title: "Moduł 1".into(),
                starts_at: at(0),
                ends_at: at(6),
                version: 3,
            }],
        }
    }

    #[test]
    fn every_step_is_told_in_its_own_words_and_names_the_training() {
        let (facts, door) = (facts(), Door { base: "https://z.pl", page: OFFER_PAGE, secret: "zw_o_1" });
        let mut said = HashSet::new();
        for lang in [Language::Polish, Language::English] {
            for kind in KINDS {
                let letter = letter(kind, &facts, &door, lang);
                let text = letter.plain();
                assert!(text.contains(&facts.training) && text.contains(&facts.project), "{text}");
                let leads = matches!(kind, Kind::SeatOffered | Kind::SeatConfirmed | Kind::EditionReminder);
                assert_eq!(text.contains("https://z.pl/offer#zw_o_1"), leads, "{text}");
                assert_eq!(text.contains("Głowackiego"), is_ahead(kind), "{text}");
                assert!(said.insert(letter.subject) && said.insert(text));
            }
        }
    }

    #[test]
    fn tentative_dates_are_called_so_and_go_into_no_calendar() {
        let mut facts = facts();
        let door = Door { base: "", page: OFFER_PAGE, secret: "" };
        assert!(dates(Kind::SeatConfirmed, &facts, DateTime::UNIX_EPOCH, "z.pl").is_some());
        assert!(dates(Kind::PlaceInLine, &facts, DateTime::UNIX_EPOCH, "z.pl").is_none());
        facts.is_fixed = false;
        let letter = letter(Kind::SeatConfirmed, &facts, &door, Language::Polish).plain();
        assert!(letter.contains("wstępnie") && !letter.contains("/offer"), "{letter}");
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

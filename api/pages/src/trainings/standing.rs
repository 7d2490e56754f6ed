//! What a training says of its seats, and a place of what happens to it: each state is a sentence. Pure.

use chrono::{DateTime, NaiveDate, Utc};

use crate::call::Lang;
use crate::words;

/// What an answer tells of an edition's seats.
pub(crate) struct Told<'a> {
    pub is_open: bool,
    pub state_label: &'a str,
    pub seats: i64,
    /// Seats taken, and those kept back.
    pub taken: i64,
    pub waiting: i64,
    pub waiting_list: i64,
}

/// What people read of them.
pub(crate) struct Seats {
    /// A word or two, with its colour.
    pub tag: String,
    pub colour: &'static str,
    /// A sentence.
    pub sentence: String,
    /// Whether one may enrol, were it only to wait.
    pub takes: bool,
}

/// The name of an edition: that of what is taught with its own, which say nothing twice.
pub(crate) fn named(programme: &str, title: &str) -> String {
    if programme.is_empty() || title.contains(programme) {
        title.to_owned()
    } else if programme.contains(title) {
        programme.to_owned()
    } else {
        format!("{programme} – {title}")
    }
}

/// What seats there are, in words.
pub(crate) fn seats(lang: Lang, told: &Told<'_>, closes_on: Option<NaiveDate>) -> Seats {
    let free = (told.seats - told.taken).max(0);
    let until = closes_on.map_or(String::new(), |day| match lang {
        Lang::Pl => format!(" Zapisy trwają do {}.", words::day(lang, day)),
        Lang::En => format!(" Enrolment is open until {}.", words::day(lang, day)),
    });
    if !told.is_open {
        return Seats {
            tag: told.state_label.to_owned(),
            colour: "info",
            sentence: lang.of("Zapisać się teraz nie można.", "Nobody may enrol now.").to_owned(),
            takes: false,
        };
    }
    if free > 0 {
        let left = words::counted(
            lang,
            free,
            ["wolne miejsce", "wolne miejsca", "wolnych miejsc"],
            ["free seat", "free seats"],
        );
        let sentence = format!("{left} {} {}.{until}", lang.of("z", "of"), told.seats);
        return Seats { tag: left, colour: "good", sentence, takes: true };
    }
    if told.waiting < told.waiting_list {
        let places = told.waiting_list - told.waiting;
        let left = words::counted(
            lang,
            places,
            ["wolne miejsce", "wolne miejsca", "wolnych miejsc"],
            ["place", "places"],
        );
        let sentence = match lang {
            Lang::Pl => format!(
                "Miejsca są zajęte, na liście oczekujących jest {left}. Kto czeka najdłużej, dostaje zwolnione miejsce.{until}"
            ),
            Lang::En => format!(
                "The seats are taken; the waiting list has {left}. Whoever waits longest is offered a seat that becomes free.{until}"
            ),
        };
        let tag = lang.of("lista oczekujących", "waiting list").to_owned();
        return Seats { tag, colour: "note", sentence, takes: true };
    }
    Seats {
        tag: lang.of("brak miejsc", "full").to_owned(),
        colour: "note",
        sentence: lang
            .of(
                "Miejsca i lista oczekujących są pełne. Warto zajrzeć ponownie: ktoś może zrezygnować.",
                "The seats and the waiting list are full. Look again: somebody may cancel.",
            )
            .to_owned(),
        takes: false,
    }
}

/// What becomes of somebody's place, in three parts: what it is, what happens next, what they can do.
pub(crate) struct Sentence {
    pub colour: &'static str,
    pub text: String,
    pub may_answer: bool,
    pub may_cancel: bool,
}

/// The sentence of a place in this state.
pub(crate) fn sentence(
    lang: Lang,
    state: &str,
    offer_until: Option<DateTime<Utc>>,
    cancel_until: Option<NaiveDate>,
    today: NaiveDate,
) -> Sentence {
    let late = cancel_until.is_some_and(|day| day < today);
    let cancel = match (cancel_until, late) {
        (Some(_), true) => lang
            .of(
                "Termin rezygnacji minął: rezygnacja zostanie odnotowana jako spóźniona.",
                "The deadline for cancelling has passed: it would be noted as late.",
            )
            .to_owned(),
        (Some(day), false) => format!(
            "{} {}.",
            lang.of("Bez skutków można zrezygnować do", "You may cancel freely until"),
            words::day(lang, day)
        ),
        (None, _) => String::new(),
    };
    let of = |colour, text: String, may_answer, may_cancel| Sentence { colour, text, may_answer, may_cancel };
    let say = |polish: &'static str, english: &'static str| lang.of(polish, english).to_owned();
    match state {
        "CONFIRMED" => of(
            "good",
            format!(
                "{} {cancel}",
                say(
                    "Miejsce jest potwierdzone. Bilet pokaż przy wejściu.",
                    "The seat is yours. Show the ticket at the door."
                )
            ),
            false,
            true,
        ),
        "PENDING_APPROVAL" => of(
            "note",
            say(
                "Miejsce jest trzymane, a zgłoszenie czeka na zgodę organizatora. O decyzji napiszemy pocztą.",
                "A seat is held while the organiser decides. We will write to you.",
            ),
            false,
            true,
        ),
        "WAITLISTED" => of(
            "note",
            say(
                "Jesteś na liście oczekujących. Gdy zwolni się miejsce, dostanie je osoba, która czeka najdłużej – napiszemy pocztą.",
                "You are on the waiting list. A seat that becomes free goes to whoever waits longest – we will write to you.",
            ),
            false,
            true,
        ),
        "OFFERED" => of(
            "note",
            match offer_until {
                Some(end) => format!(
                    "{} {}.",
                    lang.of(
                        "Zwolniło się miejsce i czeka na Ciebie do",
                        "A seat has become free and waits for you until"
                    ),
                    words::instant(lang, end)
                ),
                None => say(
                    "Zwolniło się miejsce i czeka na Ciebie.",
                    "A seat has become free and waits for you.",
                ),
            },
            true,
            false,
        ),
        "COMPLETED" => of("good", say("Szkolenie ukończone.", "You completed the training."), false, false),
        "NOT_COMPLETED" => of(
            "info",
            say(
                "Obecność nie wystarczyła do zaświadczenia. W razie wątpliwości napisz do organizatora.",
                "The attendance was not enough for a certificate. Write to the organiser if in doubt.",
            ),
            false,
            false,
        ),
        "NO_SHOW" => of("info", say("Odnotowano nieobecność.", "You were noted as absent."), false, false),
        "OFFER_EXPIRED" => of(
            "info",
            say(
                "Czas na przyjęcie miejsca minął i dostał je ktoś inny.",
                "The time for the offered seat is over; somebody else has it.",
            ),
            false,
            false,
        ),
        "CANCELLED_BY_ORGANISER" => of(
            "bad",
            say("Organizator odwołał to miejsce.", "The organiser cancelled this place."),
            false,
            false,
        ),
        "REJECTED" => of(
            "bad",
            say("Organizator nie przyjął zgłoszenia.", "The organiser did not accept it."),
            false,
            false,
        ),
        _ => of("info", say("To zgłoszenie jest zakończone.", "This enrolment has ended."), false, false),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(seats: i64, taken: i64, waiting: i64, waiting_list: i64) -> Told<'static> {
        Told { is_open: true, state_label: "zapisy trwają", seats, taken, waiting, waiting_list }
    }

    #[test]
    fn whoever_looks_knows_whether_to_enrol() {
        let takes = |told: Told<'_>| {
            let said = seats(Lang::Pl, &told, None);
            (said.tag.replace('\u{a0}', " "), said.takes)
        };
        assert_eq!(takes(told(20, 6, 0, 5)), ("14 wolnych miejsc".to_owned(), true));
        assert_eq!(takes(told(20, 20, 2, 5)), ("lista oczekujących".to_owned(), true));
        assert_eq!(takes(told(20, 20, 5, 5)), ("brak miejsc".to_owned(), false));
        assert!(!takes(Told { is_open: false, ..told(20, 0, 0, 5) }).1);
    }

    #[test]
    fn a_name_says_nothing_twice() {
        assert_eq!(
            named("Szkoła Kooperacji", "Szkoła Kooperacji – Szkolenie 1"),
            "Szkoła Kooperacji – Szkolenie 1"
        );
        assert_eq!(named("Dialog", "Elbląg 2027"), "Dialog – Elbląg 2027");
        assert_eq!(named("", "Elbląg 2027"), "Elbląg 2027");
    }

    #[test]
    fn an_offer_is_answered_and_a_seat_is_given_up() {
        let today = "2026-06-01".parse().unwrap();
        for (state, answer, cancel) in [
            ("OFFERED", true, false),
            ("CONFIRMED", false, true),
            ("WAITLISTED", false, true),
            ("COMPLETED", false, false),
        ] {
            let said = sentence(Lang::Pl, state, None, None, today);
            assert_eq!((said.may_answer, said.may_cancel), (answer, cancel), "{state}");
        }
    }
}

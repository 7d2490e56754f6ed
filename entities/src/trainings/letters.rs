//! What is written to people at each step of an enrolment, in Polish and English. Pure.
//!
//! Facts are ours: dates, links and codes. Before and after them stand the paragraphs of the project, where it has some.
//! The worker sends these letters and the API shows them before they are sent (docs/adr/0037-letters-that-are-shown-before.md).

use chrono::{DateTime, Duration, NaiveDate, NaiveTime, Utc};
use uuid::Uuid;

use super::asked::SurveyLetter;
use super::told::{EnrolmentLetter, Hours};
use super::wording;
use crate::mail::DeliveryKind as Kind;
use crate::mail::letter::{Block, Letter};
use crate::mail::phrases::{Door, code, greeting, moment, signature};
use crate::shared::ids::{EnrolmentId, SessionId};
use crate::shared::language::{Language, Words};
use crate::shared::warsaw;

/// Page on which an offered seat is taken or declined.
pub const OFFER_PAGE: &str = "offer";
/// Page that shows the ticket of a participant, to be scanned at the door.
pub const TICKET_PAGE: &str = "ticket";

/// Page on which a survey is answered.
pub const SURVEY_PAGE: &str = "survey";

/// A letter about a step of an enrolment; `door` leads to where an offer is answered, or to the
/// ticket of whoever has a seat.
pub fn letter(kind: Kind, facts: &EnrolmentLetter, door: &Door<'_>, lang: Language) -> Letter {
    let own = facts.wordings.iter().find(|own| own.language == lang);
    let said =
        |text: Option<&String>| text.map(|text| wording::paragraphs(text, facts, lang)).unwrap_or_default();
    let opening = said(own.and_then(|own| own.opening.as_ref()));
    let mut blocks = vec![Block::Text(greeting(lang).into())];
    // The greeting ends with a comma, so what follows it begins small; what follows a paragraph does not.
    let told = told(kind, facts, lang);
    blocks.push(Block::Text(if opening.is_empty() { told } else { capitalised(&told) }));
    blocks.splice(1..1, opening.into_iter().map(Block::Text));
    if is_ahead(kind) {
        blocks.push(Block::Text(when_and_where(facts, lang)));
        if let Some(url) = &facts.online_link {
            let label =
                Words::new("Udział na odległość, w dniu szkolenia", "To take part from afar, on the day")
                    .say(lang);
            blocks.push(Block::Link { label: label.into(), url: url.clone() });
        }
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
    blocks.extend(said(own.and_then(|own| own.closing.as_ref())).into_iter().map(Block::Text));
    blocks.push(Block::Text(match lang {
        Language::Polish => format!("Z pozdrowieniami\nzespół projektu „{}”", facts.project),
        Language::English => format!("Kind regards\nthe team of the project “{}”", facts.project),
    }));
    blocks.push(signature(lang));
    Letter { language: lang, subject: subject(kind, &facts.training, lang), blocks }
}

fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
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

/// First and last day.
pub(super) fn days(facts: &EnrolmentLetter, lang: Language) -> String {
    match lang {
        Language::Polish => warsaw::span(facts.starts_on, facts.ends_on),
        Language::English if facts.starts_on == facts.ends_on => facts.starts_on.to_string(),
        Language::English => format!("{} – {}", facts.starts_on, facts.ends_on),
    }
}

/// Town, building and address.
pub(super) fn place(facts: &EnrolmentLetter) -> String {
    match &facts.venue {
        Some(venue) => format!("{}, {venue}", facts.city),
        None => facts.city.clone(),
    }
}

fn when_and_where(facts: &EnrolmentLetter, lang: Language) -> String {
    let (days, place) = (days(facts, lang), place(facts));
    let hours = Words::new("godz.", "at").say(lang);
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

/// A letter that asks somebody who took part what they think of it; `door` leads to where they answer.
pub fn survey(facts: &SurveyLetter, door: &Door<'_>, lang: Language) -> Letter {
    let training = &facts.training;
    let (subject, asks, label, alone, ends) = match lang {
        Language::Polish => (
            format!("Jak było na szkoleniu? „{training}”"),
            format!(
                "dziękujemy za udział w szkoleniu „{training}”. Prosimy o wypełnienie krótkiej ankiety – pomoże nam przygotować \
                 następne. Czekamy na odpowiedzi do {}.",
                warsaw::long(facts.closes_on)
            ),
            "Ankietę można wypełnić na tej stronie, bez logowania",
            "Ankieta jest anonimowa. Zapisujemy tylko to, że została wypełniona; odpowiedzi nie łączymy z osobą, która je podała. \
             Wypełnia się ją jeden raz.",
            format!("Z pozdrowieniami\nzespół projektu „{}”", facts.project),
        ),
        Language::English => (
            format!("How was the training? “{training}”"),
            format!(
                "thank you for taking part in “{training}”. Please answer a short survey: it helps us to prepare the next one. We \
                 wait for answers until {}.",
                facts.closes_on
            ),
            "You can answer on this page, without logging in",
            "The survey is anonymous. We keep that it was answered, and nothing joins the answers to who gave them. It is answered \
             once.",
            format!("Kind regards\nthe team of the project “{}”", facts.project),
        ),
    };
    let blocks = vec![
        Block::Text(greeting(lang).into()),
        Block::Text(asks),
        Block::Link { label: label.into(), url: door.url() },
        code(door, lang),
        Block::Text(alone.into()),
        Block::Text(ends),
        signature(lang),
    ];
    Letter { language: lang, subject, blocks }
}

/// A training and somebody in it, both made up, to show how messages read: it begins in two weeks.
pub fn example(today: NaiveDate) -> EnrolmentLetter {
    let day = today + Duration::days(14);
    let at = |day: NaiveDate, hour| warsaw::instant(day.and_time(NaiveTime::MIN) + Duration::hours(hour));
    let hours = Hours {
        id: SessionId(Uuid::nil()),
        title: "Zajęcia".into(),
        starts_at: at(day, 9),
        ends_at: at(day, 15),
        version: 1,
    };
    EnrolmentLetter {
        email: "iga.przykladna@example.pl".into(),
        name: "Iga Przykładna".into(),
        enrolment_id: EnrolmentId(Uuid::nil()),
        training: "Szkolenie przykładowe".into(),
        project: "Projekt przykładowy".into(),
        organiser: "Ośrodek przykładowy".into(),
        starts_on: day,
        ends_on: day,
        is_fixed: true,
        city: "Olsztyn".into(),
        venue: Some("ul. Głowackiego 17".into()),
        online_link: None,
        offer_until: Some(at(today + Duration::days(2), 12)),
        cancel_until: Some(warsaw::end_of_day(today + Duration::days(10))),
        sessions: vec![hours],
        wordings: vec![],
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::trainings::enrolment_wording;
    use crate::trainings::told::STEPS;

    #[test]
    fn where_to_join_from_afar_is_said_beside_the_place_and_in_no_letter_of_an_end() {
        let url = "https://spotkanie.example.pl/a";
        let facts =
            EnrolmentLetter { online_link: Some(url.into()), ..example("2026-05-04".parse().unwrap()) };
        let door = Door { base: "https://z.pl", page: TICKET_PAGE, secret: "zw_p_1" };
        for lang in [Language::Polish, Language::English] {
            assert!(letter(Kind::SeatConfirmed, &facts, &door, lang).plain().contains(url));
            assert!(!letter(Kind::EnrolmentCancelled, &facts, &door, lang).plain().contains(url));
        }
    }

    #[test]
    fn every_step_is_told_in_its_own_words_and_names_the_training() {
        let (facts, door) = (
            example("2026-05-04".parse().unwrap()),
            Door { base: "https://z.pl", page: OFFER_PAGE, secret: "zw_o_1" },
        );
        let mut said = HashSet::new();
        for lang in [Language::Polish, Language::English] {
            for kind in STEPS {
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
    fn tentative_dates_are_called_so() {
        let mut facts = example("2026-05-04".parse().unwrap());
        let door = Door { base: "", page: OFFER_PAGE, secret: "" };
        facts.is_fixed = false;
        let letter = letter(Kind::SeatConfirmed, &facts, &door, Language::Polish).plain();
        assert!(letter.contains("wstępnie") && !letter.contains("/offer"), "{letter}");
    }

    #[test]
    fn what_a_project_says_stands_around_the_facts_in_its_language_alone() {
        let mut facts = example("2026-05-04".parse().unwrap());
        facts.wordings = vec![enrolment_wording::Model {
            id: crate::shared::ids::EnrolmentWordingId(Uuid::nil()),
            project_id: crate::shared::ids::ProjectId(Uuid::nil()),
            kind: Kind::SeatConfirmed,
            language: Language::Polish,
            opening: Some("cieszymy się, {osoba}!\n\nTo już wkrótce.".into()),
            closing: Some("Obiad o <b>13</b>.".into()),
            created_at: DateTime::UNIX_EPOCH,
            created_by: None,
            updated_at: DateTime::UNIX_EPOCH,
            updated_by: None,
            version: 1,
        }];
        let door = Door { base: "https://z.pl", page: TICKET_PAGE, secret: "zw_t_1" };
        let polish = letter(Kind::SeatConfirmed, &facts, &door, Language::Polish);
        let text = polish.plain();
        assert!(
            text.starts_with(
                "Dzień dobry,\n\ncieszymy się, Iga Przykładna!\n\nTo już wkrótce.\n\nPotwierdzamy"
            ),
            "{text}"
        );
        assert!(text.contains("Obiad o <b>13</b>.\n\nZ pozdrowieniami"), "{text}");
        assert!(polish.html().contains("<p>Obiad o &lt;b&gt;13&lt;/b&gt;.</p>"));
        let english = letter(Kind::SeatConfirmed, &facts, &door, Language::English).plain();
        assert!(english.starts_with("Hello,\n\nyour seat") && !english.contains("Obiad"), "{english}");
    }
}

//! Figures of trainings for the tests: made up.

use chrono::{DateTime, NaiveDate};
use entities::reporting::training_summary::{Edition, Question, Survey, TrainingSummary};

use crate::pilots::pilot;

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a value")
}

/// A summary of so many editions, every second with a survey.
pub fn trainings(count: usize) -> TrainingSummary {
    let editions = (0..count).map(|n| {
        let is_over = n % 5 != 4;
        let people = 12 + n as u64;
        Edition {
            programme: "Szkoła Kooperacji".into(),
            title: format!("Edycja {} – współpraca ośrodków i urzędów pracy", n + 1),
            starts_on: day("2026-05-12"),
            ends_on: day("2026-05-13"),
            state: if is_over { "zakończona" } else { "nabór otwarty" }.into(),
            is_over,
            is_off: false,
            seats: 20,
            enrolled: people + 3,
            took_part: if is_over { people } else { 0 },
            completed: if is_over { people - 2 } else { 0 },
            no_show: if is_over { 1 } else { 0 },
            attended_min: if is_over { 345 * people as i64 } else { 0 },
            certificates: if is_over { people - 2 } else { 0 },
            survey: (is_over && n % 2 == 0).then(|| survey(people)),
        }
    });
    TrainingSummary {
        title: "Podsumowanie szkoleń".into(),
        project: "Projekt „Liderzy kooperacji”, nr POWR.02.05.00".into(),
        issuer: "Regionalny Ośrodek Polityki Społecznej".into(),
        from: day("2026-01-01"),
        to: day("2026-06-30"),
        collected_at: DateTime::from_timestamp(1_782_000_000, 0).expect("an instant"),
        people: 11 * count as u64,
        editions: editions.collect(),
        strip: pilot(1, 1, 1).strip,
    }
}

fn survey(people: u64) -> Survey {
    let scale = Question {
        text: "Jak oceniasz szkolenie?".into(),
        answers: (1..=5).map(|number| number.to_string()).collect(),
        answered: Some(people),
        counts: vec![Some(0), Some(0), Some(0), Some(5), Some(people - 5)],
        mean_hundredths: Some(458),
    };
    let choice = Question {
        text: "Co było najważniejsze? 😀".into(),
        answers: vec!["Wykład".into(), "Warsztat".into(), "Rozmowy".into()],
        answered: Some(people),
        counts: vec![None, None, Some(0)],
        mean_hundredths: None,
    };
    let words = |answered| Question {
        text: "Co zmienić?".into(),
        answers: vec![],
        answered,
        counts: vec![],
        mean_hundredths: None,
    };
    let questions = vec![scale, choice, words(Some(7)), words(None)];
    Survey { title: "Ankieta po szkoleniu".into(), answered: people, participants: people, questions }
}

//! What a training summary says in Polish sentences: true whatever the figures are, without a verb that would have to agree with a
//! number. Pure.

use super::figure::TIE;
use super::training_summary::{Question, TrainingSummary};
use crate::shared::warsaw;

/// Stands for a count that is not told.
pub const UNTOLD: &str = "nie podano";

/// `12 godz. 30 min`.
#[must_use]
pub fn hours(minutes: i64) -> String {
    format!("{}{TIE}godz.{TIE}{:02}{TIE}min", minutes / 60, minutes % 60)
}

/// `4,25`.
#[must_use]
pub fn hundredths(value: i64) -> String {
    format!("{},{:02}", value / 100, value % 100)
}

/// A count, or that it is not told.
#[must_use]
pub fn count(of: Option<u64>) -> String {
    of.map_or_else(|| UNTOLD.to_owned(), |count| count.to_string())
}

/// What was found, a sentence for each fact.
#[must_use]
pub fn overview(summary: &TrainingSummary) -> Vec<String> {
    let editions = &summary.editions;
    let period = warsaw::span(summary.from, summary.to);
    if editions.is_empty() {
        return vec![format!("W okresie {period} nie rozpoczęło się żadne szkolenie projektu.")];
    }
    let of =
        |is: fn(&super::training_summary::Edition) -> bool| editions.iter().filter(|one| is(one)).count();
    let mut said = vec![
        format!("Liczba szkoleń, które rozpoczynają się w okresie {period}: {}.", editions.len()),
        format!(
            "Szkolenia zakończone: {}; odwołane: {}; pozostałe: {}.",
            of(|one| one.is_over),
            of(|one| one.is_off),
            of(|one| !one.is_over && !one.is_off)
        ),
        format!(
            "Osoby, które wzięły udział w zakończonych szkoleniach: {}. Każda liczy się raz; udziałów razem: {}, z tego \
             ukończonych: {}.",
            summary.people,
            summary.sum(|one| one.took_part),
            summary.sum(|one| one.completed)
        ),
        format!("Obecność wszystkich osób razem: {}.", hours(summary.attended_min())),
        format!("Wydane zaświadczenia, które są w mocy: {}.", summary.sum(|one| one.certificates)),
    ];
    let surveys = summary.surveys().count();
    if surveys > 0 {
        let sum = |of: fn(&super::training_summary::Survey) -> u64| {
            summary.surveys().map(|(_, one)| of(one)).sum::<u64>()
        };
        said.push(format!(
            "Zamknięte ankiety: {surveys}; wypełnione: {} z {} możliwych.",
            sum(|one| one.answered),
            sum(|one| one.participants)
        ));
    }
    said
}

/// What a question says beside its counts.
#[must_use]
pub fn of_question(question: &Question) -> String {
    match (question.answered, question.mean_hundredths) {
        (None, _) => "Odpowiedzi jest za mało, aby je pokazać.".into(),
        (Some(answered), _) if question.answers.is_empty() => {
            format!("Odpowiedzi własnymi słowami: {answered}. Czytają je w systemie osoby uprawnione.")
        }
        (Some(answered), Some(mean)) => format!("Odpowiedzi: {answered}; średnia: {}.", hundredths(mean)),
        (Some(answered), None) => format!("Odpowiedzi: {answered}."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn minutes_read_as_hours_and_hundredths_with_a_comma() {
        assert_eq!(hours(750).replace(TIE, " "), "12 godz. 30 min");
        assert_eq!(hours(5).replace(TIE, " "), "0 godz. 05 min");
        assert_eq!((hundredths(405), hundredths(500)), ("4,05".to_owned(), "5,00".to_owned()));
        assert_eq!((count(Some(0)), count(None)), ("0".to_owned(), UNTOLD.to_owned()));
    }

    #[test]
    fn a_question_with_too_few_answers_says_no_number() {
        let question = |answered, mean_hundredths, answers: &[&str]| Question {
            text: "?".into(),
            answers: answers.iter().map(|text| (*text).to_owned()).collect(),
            answered,
            counts: vec![],
            mean_hundredths,
        };
        assert!(!of_question(&question(None, None, &["1"])).contains(|letter: char| letter.is_ascii_digit()));
        assert!(of_question(&question(Some(7), Some(450), &["1"])).contains("4,50"));
        assert!(of_question(&question(Some(7), None, &[])).contains("własnymi słowami: 7"));
    }
}

//! The PESEL number: eleven digits, the last of which checks the others, with a date of birth in the first six. Pure.
//!
//! The check digit catches every single wrong digit. Of two neighbours that changed places it misses those that differ
//! by five, e.g. 27 and 72, because the weights of neighbours differ by even numbers.
//!
//! A number is never printed by accident: `Debug` shows nothing of it, and it is not serialised.
//!
//! # Source
//! Ustawa z dnia 24 września 2010 r. o ewidencji ludności, art. 15–19; the months of other centuries than the 20th are
//! raised by 20, 40, 60 and 80.

use std::fmt;

use chrono::{Datelike, NaiveDate};

use crate::shared::text;

/// Digits of a number.
const LENGTH: usize = 11;
/// Weights of all digits, that of the check digit included: the weighted sum is a multiple of ten.
const WEIGHTS: [u32; LENGTH] = [1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1];
/// Nobody is older, in years.
const OLDEST: i32 = 125;
/// How many of the last digits are shown where the number is masked.
const SHOWN: usize = 3;

/// A well-formed number.
#[derive(Clone, PartialEq, Eq)]
pub struct Pesel {
    digits: [u8; LENGTH],
    born_on: NaiveDate,
}

/// A text that is no number; says nothing of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a PESEL number")]
pub struct NotPesel;

impl fmt::Debug for Pesel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Pesel(…)")
    }
}

impl Pesel {
    /// Reads a number; blanks and hyphens between its digits are understood.
    ///
    /// # Errors
    /// Not eleven digits, a wrong check digit, or no day of the calendar.
    pub fn parse(text: &str) -> Result<Self, NotPesel> {
        let mut digits = [0; LENGTH];
        let mut count = 0;
        for c in text::number(text).chars() {
            let digit = c.to_digit(10).and_then(|d| u8::try_from(d).ok()).ok_or(NotPesel)?;
            *digits.get_mut(count).ok_or(NotPesel)? = digit;
            count += 1;
        }
        if count != LENGTH || !is_checked(&digits) {
            return Err(NotPesel);
        }
        let born_on = birth_date(&digits).ok_or(NotPesel)?;
        Ok(Self { digits, born_on })
    }

    /// The date of birth in it.
    pub fn born_on(&self) -> NaiveDate {
        self.born_on
    }

    /// Whether somebody living on `today` can have it.
    pub fn is_of_the_living(&self, today: NaiveDate) -> bool {
        let oldest = today.year() - OLDEST;
        self.born_on <= today && self.born_on.year() >= oldest
    }

    /// The eleven digits. Whoever calls this shows, seals or hashes them, and nothing else.
    pub fn expose(&self) -> String {
        self.digits.iter().map(|digit| char::from(b'0' + digit)).collect()
    }

    /// All but the last digits covered: enough to compare with a document in hand, too little to know whose it is.
    pub fn masked(&self) -> String {
        let covered = "•".repeat(LENGTH - SHOWN);
        covered + &self.expose()[LENGTH - SHOWN..]
    }
}

/// Whether a free text holds a well-formed number anywhere, blanks and hyphens between its digits included.
pub fn is_mentioned(text: &str) -> bool {
    let letters: Vec<char> = text.chars().collect();
    letters.iter().enumerate().any(|(start, first)| {
        let is_begin = start == 0 || !letters[start - 1].is_ascii_digit();
        is_begin && first.is_ascii_digit() && begins_with_number(&letters[start..])
    })
}

/// Whether the first eleven digits are a number, with at most one separator between two of them, and no twelfth follows.
fn begins_with_number(letters: &[char]) -> bool {
    let mut digits = String::with_capacity(LENGTH);
    let mut after_separator = false;
    for c in letters {
        match c {
            c if c.is_ascii_digit() && digits.len() == LENGTH && !after_separator => return false,
            _ if digits.len() == LENGTH => break,
            c if c.is_ascii_digit() => {
                digits.push(*c);
                after_separator = false;
            }
            ' ' | '-' | '\u{a0}' if !after_separator => after_separator = true,
            _ => break,
        }
    }
    Pesel::parse(&digits).is_ok()
}

fn is_checked(digits: &[u8; LENGTH]) -> bool {
    let sum: u32 = digits.iter().zip(WEIGHTS).map(|(digit, weight)| u32::from(*digit) * weight).sum();
    sum.is_multiple_of(10)
}

fn birth_date(digits: &[u8; LENGTH]) -> Option<NaiveDate> {
    let two = |at: usize| u32::from(digits[at]) * 10 + u32::from(digits[at + 1]);
    let (year, month, day) = (two(0), two(2), two(4));
    let century = match month / 20 {
        0 => 1900,
        1 => 2000,
        2 => 2100,
        3 => 2200,
        _ => 1800,
    };
    NaiveDate::from_ymd_opt(i32::try_from(century + year).ok()?, month % 20, day)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    /// The number of a day of birth and four further digits.
    fn number(born_on: NaiveDate, serial: u32) -> String {
        let raised = match born_on.year() / 100 {
            18 => 80,
            19 => 0,
            20 => 20,
            21 => 40,
            _ => 60,
        };
        let head = format!(
            "{:02}{:02}{:02}{serial:04}",
            born_on.year() % 100,
            born_on.month() + raised,
            born_on.day()
        );
        let sum: u32 = head.bytes().zip(WEIGHTS).map(|(byte, weight)| u32::from(byte - b'0') * weight).sum();
        format!("{head}{}", (10 - sum % 10) % 10)
    }

    #[test]
    fn numbers_of_every_century_are_read_with_their_date() {
        // The first is the example of the ministry's own pages.
        for (text, born_on) in [
            ("44051401359", "1944-05-14"),
            ("02070803628", "1902-07-08"),
            (&number(day("2002-07-08"), 362), "2002-07-08"),
            (&number(day("1899-12-31"), 1), "1899-12-31"),
            (&number(day("2199-02-28"), 9999), "2199-02-28"),
            (&number(day("2299-12-31"), 0), "2299-12-31"),
            ("440514-01359", "1944-05-14"),
            (" 4405 1401 359 ", "1944-05-14"),
        ] {
            assert_eq!(Pesel::parse(text).unwrap().born_on(), day(born_on), "{text}");
        }
    }

    #[test]
    fn what_is_no_number_is_refused() {
        for wrong in [
            "",
            "44051401358",
            "4405140135",
            "440514013590",
            "00000000000",
            "٤٤٠٥١٤٠١٣٥٩",
            "4405140135a",
            "44.05.14.01359",
            // Checked, but the 30th of February and month 13.
            "44023001356",
            "44131401350",
        ] {
            assert_eq!(Pesel::parse(wrong), Err(NotPesel), "{wrong}");
        }
    }

    #[test]
    fn nobody_has_a_number_before_birth_or_at_an_age_nobody_reaches() {
        let today = day("2026-05-12");
        let of = |born_on: &str| Pesel::parse(&number(day(born_on), 1)).unwrap().is_of_the_living(today);
        assert!(of("1944-05-14") && of("2026-05-12") && of("1901-01-01"));
        assert!(!of("2026-05-13") && !of("1900-12-31") && !of("2144-05-14") && !of("1844-05-14"));
    }

    #[test]
    fn a_number_is_shown_only_on_purpose() {
        let pesel = Pesel::parse("44051401359").unwrap();
        assert_eq!(pesel.expose(), "44051401359");
        assert_eq!(pesel.masked(), "••••••••359");
        assert_eq!(format!("{pesel:?}"), "Pesel(…)");
    }

    #[test]
    fn a_number_is_found_in_a_free_text() {
        for text in ["PESEL 44051401359.", "44051401359", "nr 440514-01359 z dowodu", "a44051401359b"] {
            assert!(is_mentioned(text), "{text}");
        }
        for text in ["", "sprawa 44051401358", "konto 4405140135912", "12.05.2026", "tel. 600 700 800", "ąćę"]
        {
            assert!(!is_mentioned(text), "{text}");
        }
    }

    fn days() -> impl Strategy<Value = NaiveDate> {
        (day("1800-01-01").num_days_from_ce()..=day("2299-12-31").num_days_from_ce())
            .prop_map(|days| NaiveDate::from_num_days_from_ce_opt(days).unwrap())
    }

    proptest! {
        #[test]
        fn nothing_typed_makes_it_panic(text in "\\PC{0,40}|[0-9 -]{0,20}") {
            if let Ok(pesel) = Pesel::parse(&text) {
                prop_assert!(is_mentioned(&pesel.expose()));
            }
            let _ = is_mentioned(&text);
        }

        #[test]
        fn a_number_survives_its_text(born_on in days(), serial in 0_u32..10_000) {
            let text = number(born_on, serial);
            let pesel = Pesel::parse(&text).unwrap();
            prop_assert_eq!(pesel.expose(), text);
            prop_assert_eq!(pesel.born_on(), born_on);
            prop_assert_eq!(Pesel::parse(&pesel.expose()), Ok(pesel));
        }

        #[test]
        fn every_wrong_digit_is_caught(born_on in days(), serial in 0_u32..10_000, at in 0..LENGTH, by in 1_u8..10) {
            let mut text = number(born_on, serial).into_bytes();
            text[at] = b'0' + (text[at] - b'0' + by) % 10;
            prop_assert_eq!(Pesel::parse(&String::from_utf8(text).unwrap()), Err(NotPesel));
        }

        #[test]
        fn neighbours_that_changed_places_are_caught_unless_they_differ_by_five(
            born_on in days(), serial in 0_u32..10_000, at in 0..LENGTH - 1,
        ) {
            let mut text = number(born_on, serial).into_bytes();
            text.swap(at, at + 1);
            let digits: [u8; LENGTH] = std::array::from_fn(|n| text[n] - b'0');
            let is_missed = matches!(text[at].abs_diff(text[at + 1]), 0 | 5);
            prop_assert_eq!(is_checked(&digits), is_missed);
        }
    }
}

//! Numbers of registers in their usual spellings: with blanks, with dashes of any kind, with digits of any width.

/// What was typed without blanks and dashes; other letters stay, so that whoever reads it can refuse it.
#[must_use]
pub fn number(text: &str) -> String {
    let kept = |letter: &char| !letter.is_whitespace() && !is_dash(*letter);
    let text: String = super::plain(&super::code(text)).chars().filter(kept).collect();
    super::plain(&text).into_owned()
}

const fn is_dash(letter: char) -> bool {
    matches!(letter, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{fe58}' | '\u{fe63}' | '\u{ff0d}')
}

/// A NIP as ten digits, with or without the letters of the VAT number before it; none where it is none.
///
/// # Source
/// Ustawa z dnia 13 października 1995 r. o zasadach ewidencji i identyfikacji podatników i płatników.
#[must_use]
pub fn nip(text: &str) -> Option<String> {
    let text = number(text);
    let country = text.get(..2).filter(|country| country.eq_ignore_ascii_case("PL"));
    let text = country.and_then(|_| text.get(2..)).unwrap_or(&text).to_owned();
    let d = digits(&text)?;
    let is_right = d.len() == 10 && checked(d.get(..9)?, &[6, 5, 7, 2, 3, 4, 5, 6, 7]) == d.get(9).copied();
    (is_right && is_somebody(&d)).then_some(text)
}

/// A REGON as nine or fourteen digits; none where it is none.
#[must_use]
pub fn regon(text: &str) -> Option<String> {
    let text = number(text);
    let d = digits(&text)?;
    let zero_ten = |d: &[u8], weights: &[u32]| u8::try_from(weighted(d, weights) % 11 % 10).ok();
    let is_right = |d: &[u8], weights: &[u32]| {
        d.split_last().is_some_and(|(last, first)| zero_ten(first, weights) == Some(*last))
    };
    let nine = d.get(..9)?;
    let is_one = is_right(nine, &[8, 9, 2, 3, 4, 5, 6, 7])
        && (d.len() == 9 || d.len() == 14 && is_right(&d, &[2, 4, 8, 5, 0, 9, 7, 3, 6, 1, 2, 4, 8]));
    (is_one && is_somebody(nine)).then_some(text)
}

/// A postal code as `00-000`; none where it is none.
#[must_use]
pub fn postal_code(text: &str) -> Option<String> {
    let text = super::plain(&super::code(text)).replace(is_dash, "-");
    let (town, street) = text.split_once('-').or_else(|| text.split_at_checked(2))?;
    let is_one = (town.len(), street.len()) == (2, 3) && digits(town).is_some() && digits(street).is_some();
    is_one.then(|| format!("{town}-{street}"))
}

fn digits(text: &str) -> Option<Vec<u8>> {
    text.bytes().map(|byte| byte.is_ascii_digit().then(|| byte - b'0')).collect()
}

/// Zeros satisfy every sum, and are what people type where a number is asked for that they do not have.
fn is_somebody(digits: &[u8]) -> bool {
    digits.iter().any(|digit| *digit != 0)
}

fn weighted(digits: &[u8], weights: &[u32]) -> u32 {
    digits.iter().zip(weights).map(|(digit, weight)| u32::from(*digit) * weight).sum()
}

/// Weighted sum modulo 11; ten is no digit.
fn checked(digits: &[u8], weights: &[u32]) -> Option<u8> {
    u8::try_from(weighted(digits, weights) % 11).ok().filter(|digit| *digit < 10)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Nine digits with the tenth that makes them a NIP, where there is one.
    fn nip_of(first: &[u8]) -> Option<Vec<u8>> {
        let last = checked(first, &[6, 5, 7, 2, 3, 4, 5, 6, 7])?;
        Some([first, &[last]].concat())
    }

    fn text_of(digits: &[u8]) -> String {
        digits.iter().map(|digit| char::from(b'0' + digit)).collect()
    }

    proptest! {
        #[test]
        fn one_wrong_digit_of_a_nip_is_noticed(
            first in prop::collection::vec(0u8..10, 9), place in 0usize..10, other in 1u8..10,
        ) {
            let Some(mut digits) = nip_of(&first).filter(|digits| is_somebody(digits)) else { return Ok(()) };
            let right = text_of(&digits);
            prop_assert_eq!(nip(&right), Some(right.clone()));
            digits[place] = (digits[place] + other) % 10;
            let wrong = text_of(&digits);
            prop_assert_eq!(nip(&wrong), None, "{}", wrong);
        }

        #[test]
        fn a_regon_of_fourteen_digits_begins_with_one_of_nine(digits in prop::collection::vec(0u8..10, 14)) {
            let (long, short) = (text_of(&digits), text_of(&digits[..9]));
            if regon(&long).is_some() {
                prop_assert_eq!(regon(&short), Some(short));
            }
        }

        #[test]
        fn no_text_makes_the_numbers_panic_and_they_are_digits_alone(text in "[0-9 \\-]{0,20}|\\PC{0,40}") {
            for number in [nip(&text), regon(&text)].into_iter().flatten() {
                prop_assert!(matches!(number.len(), 9 | 10 | 14), "{}", number);
                prop_assert!(number.bytes().all(|byte| byte.is_ascii_digit()), "{}", number);
            }
            prop_assert!(postal_code(&text).is_none_or(|code| code.len() == 6));
        }
    }

    #[test]
    fn register_numbers_are_understood_as_people_write_them() {
        for typed in
            ["5260001246", "526-000-12-46", "PL5260001246", "pl 526 000 12 46", "526–000–12–46\u{a0}"]
        {
            assert_eq!(nip(typed).as_deref(), Some("5260001246"), "{typed}");
        }
        assert_eq!(
            nip("\u{ff15}\u{ff12}\u{ff16}0001246").as_deref(),
            Some("5260001246"),
            "digits of full width"
        );
        assert_eq!(regon(" 000 331 501").as_deref(), Some("000331501"));
        assert_eq!(number(" 10 61\u{a0}01-1\u{200b}"), "1061011");
        for typed in ["90-113", "90113", " 90 - 113 ", "90–113"] {
            assert_eq!(postal_code(typed).as_deref(), Some("90-113"), "{typed}");
        }
    }

    #[test]
    fn what_is_no_number_is_refused_and_so_are_zeros() {
        for wrong in ["5260001247", "526000124", "abc", "0000000000", "PL", "DE5260001246", "", "\u{661}"] {
            assert_eq!(nip(wrong), None, "{wrong}");
        }
        for wrong in ["000000000", "00000000000000", "000331502", ""] {
            assert_eq!(regon(wrong), None, "{wrong}");
        }
        for wrong in ["9-0113", "901-13", "9011", "9o-113", "zł113", "25--516", "-25516", ""] {
            assert_eq!(postal_code(wrong), None, "{wrong}");
        }
    }
}

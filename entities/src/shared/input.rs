//! Parsing at the edge: texts, e-mail addresses, dates and register numbers become values that need no second
//! check. Every finding is collected, so that a form shows all its faults at once.

use chrono::NaiveDate;
use icu_collator::CollatorBorrowed;
use icu_collator::options::CollatorOptions;
use icu_locale_core::locale;

use super::error::{Code, Error, Form, Refusal, Result};
use super::{repertoire, warsaw};

/// Longest name of a thing or a person, in characters.
pub const NAME_MAX: usize = 200;
/// Longest free text, in characters.
pub const TEXT_MAX: usize = 10_000;

/// Collects the faults of one input.
#[derive(Debug, Default)]
pub struct Check(Vec<Refusal>);

impl Check {
    /// Ends the check: all faults, or none.
    ///
    /// # Errors
    /// Every fault found.
    pub fn done(self) -> Result<()> {
        if self.0.is_empty() { Ok(()) } else { Err(Error::Refused(self.0)) }
    }

    /// Adds a fault.
    pub fn fault(&mut self, field: impl Into<String>, form: Form) {
        self.0.push(Refusal::form(field, form));
    }

    /// Adds a refusal of another kind.
    pub fn refuse(&mut self, code: Code, field: impl Into<String>) {
        self.0.push(Refusal::of(code, field));
    }

    /// A required line of text: trimmed, inner white space folded, at most `max` characters.
    pub fn line(&mut self, field: &str, text: &str, max: usize) -> String {
        let text = folded(text);
        if text.is_empty() {
            self.fault(field, Form::Required);
        }
        self.form(field, &text, max);
        text
    }

    /// An optional line; empty becomes none.
    pub fn opt_line(&mut self, field: &str, text: Option<&str>, max: usize) -> Option<String> {
        let text = folded(text.unwrap_or_default());
        self.form(field, &text, max);
        (!text.is_empty()).then_some(text)
    }

    /// A required line that documents print: every letter of it is one that their faces have.
    pub fn printed(&mut self, field: &str, text: &str, max: usize) -> String {
        let text = self.line(field, text, max);
        self.letters(field, &text);
        text
    }

    /// An optional line that documents print.
    pub fn opt_printed(&mut self, field: &str, text: Option<&str>, max: usize) -> Option<String> {
        let text = self.opt_line(field, text, max);
        self.letters(field, text.as_deref().unwrap_or_default());
        text
    }

    fn letters(&mut self, field: &str, text: &str) {
        // control characters are told by `form`
        if let Some(letter) = repertoire::unprintable(text).filter(|letter| !is_forbidden(*letter)) {
            self.fault(field, Form::Unprintable(letter));
        }
    }

    /// Optional text of several lines.
    pub fn text(&mut self, field: &str, text: Option<&str>) -> Option<String> {
        let text = text.unwrap_or_default().replace("\r\n", "\n").trim().to_owned();
        if text.chars().count() > TEXT_MAX {
            self.fault(field, Form::AtMost(TEXT_MAX));
        }
        if text.chars().any(|c| is_forbidden(c) && c != '\n' && c != '\t') {
            self.fault(field, Form::ControlCharacters);
        }
        (!text.is_empty()).then_some(text)
    }

    fn form(&mut self, field: &str, text: &str, max: usize) {
        if text.chars().count() > max {
            self.fault(field, Form::AtMost(max));
        }
        if text.chars().any(is_forbidden) {
            self.fault(field, Form::ControlCharacters);
        }
    }

    /// A date in 1990–2100.
    pub fn date(&mut self, field: &str, date: NaiveDate) -> NaiveDate {
        if !warsaw::in_range(date) {
            self.fault(field, Form::Year);
        }
        date
    }

    /// A period whose end does not lie before its start.
    pub fn period(&mut self, fields: (&str, &str), from: NaiveDate, to: NaiveDate) {
        self.date(fields.0, from);
        self.date(fields.1, to);
        if to < from {
            self.fault(fields.1, Form::EndBeforeStart);
        }
    }

    /// A number within its range.
    pub fn range(&mut self, field: &str, value: i64, range: std::ops::RangeInclusive<i64>) {
        if !range.contains(&value) {
            self.fault(field, Form::Range(*range.start(), *range.end()));
        }
    }

    /// An e-mail address in lower case.
    pub fn email(&mut self, field: &str, text: &str) -> String {
        let text = text.trim().to_lowercase();
        if !is_email(&text) {
            self.fault(field, Form::Email);
        }
        text
    }

    /// An optional e-mail address in lower case.
    pub fn opt_email(&mut self, field: &str, text: Option<&str>) -> Option<String> {
        text.filter(|t| !t.trim().is_empty()).map(|t| self.email(field, t))
    }

    /// An optional NIP as ten digits.
    pub fn nip(&mut self, field: &str, text: Option<&str>) -> Option<String> {
        self.digits(field, text, Form::Nip, |d| {
            d.len() == 10 && checked(&d[..9], &[6, 5, 7, 2, 3, 4, 5, 6, 7]) == Some(d[9])
        })
    }

    /// An optional REGON as nine or fourteen digits.
    pub fn regon(&mut self, field: &str, text: Option<&str>) -> Option<String> {
        self.digits(field, text, Form::Regon, is_regon)
    }

    fn digits(
        &mut self,
        field: &str,
        text: Option<&str>,
        form: Form,
        good: impl Fn(&[u8]) -> bool,
    ) -> Option<String> {
        let text: String = text?.chars().filter(|c| !matches!(c, ' ' | '-')).collect();
        if text.is_empty() {
            return None;
        }
        let digits: Option<Vec<u8>> =
            text.chars().map(|c| c.to_digit(10).and_then(|d| u8::try_from(d).ok())).collect();
        if !digits.is_some_and(|d| good(&d)) {
            self.fault(field, form);
        }
        Some(text)
    }
}

/// White space folded, marks joined with their letters, and without what nobody sees and word processors leave
/// behind: soft hyphens, spaces of no width, byte order marks.
fn folded(text: &str) -> String {
    let seen: String = text.chars().filter(|letter| !INVISIBLE.contains(letter)).collect();
    repertoire::compose(&seen.split_whitespace().collect::<Vec<_>>().join(" ")).into_owned()
}

const INVISIBLE: [char; 4] = ['\u{ad}', '\u{200b}', '\u{2060}', '\u{feff}'];

/// Characters that no text has: controls, those that turn the direction of what follows, noncharacters, and those
/// that mean something to one program only.
pub fn is_forbidden(letter: char) -> bool {
    letter.is_control()
        || matches!(letter,
            '\u{200e}' | '\u{200f}' | '\u{61c}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'
            | '\u{e000}'..='\u{f8ff}' | '\u{fdd0}'..='\u{fdef}' | '\u{fff0}'..='\u{fffb}' | '\u{f0000}'..)
        || u32::from(letter) & 0xfffe == 0xfffe
}

/// Weighted sum modulo 11; ten is no digit.
fn checked(digits: &[u8], weights: &[u32]) -> Option<u8> {
    let sum: u32 = digits.iter().zip(weights).map(|(d, w)| u32::from(*d) * w).sum();
    u8::try_from(sum % 11).ok().filter(|d| *d < 10)
}

fn is_regon(d: &[u8]) -> bool {
    let zero_ten = |digits: &[u8], weights: &[u32]| {
        let sum: u32 = digits.iter().zip(weights).map(|(d, w)| u32::from(*d) * w).sum();
        u8::try_from(sum % 11 % 10).unwrap_or(0)
    };
    let nine = |d: &[u8]| zero_ten(&d[..8], &[8, 9, 2, 3, 4, 5, 6, 7]) == d[8];
    match d.len() {
        9 => nine(d),
        14 => nine(d) && zero_ten(&d[..13], &[2, 4, 8, 5, 0, 9, 7, 3, 6, 1, 2, 4, 8]) == d[13],
        _ => false,
    }
}

fn is_email(text: &str) -> bool {
    let Some((local, host)) = text.rsplit_once('@') else { return false };
    let plain = |c: char| !c.is_whitespace() && !c.is_control() && !"<>()[]\\,;:\"@".contains(c);
    !local.is_empty()
        && text.chars().count() <= 254
        && local.chars().all(plain)
        && host.contains('.')
        && host.split('.').all(|p| !p.is_empty() && p.chars().all(|c| c.is_alphanumeric() || c == '-'))
}

/// Binary key that sorts `text` in Polish order on every database.
pub fn sort_key(text: &str) -> Vec<u8> {
    let mut key = Vec::with_capacity(text.len() * 2);
    match CollatorBorrowed::try_new(locale!("pl").into(), CollatorOptions::default()) {
        Ok(collator) => {
            let Ok(()) = collator.write_sort_key_to(text, &mut key);
        }
        // The data is compiled in; without it the order is that of the letters' codes.
        Err(_) => key.extend_from_slice(text.to_lowercase().as_bytes()),
    }
    key
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// What a form makes of a text, where it takes it.
    fn taken(read: impl Fn(&mut Check) -> Option<String>) -> Option<String> {
        let mut check = Check::default();
        let read = read(&mut check);
        check.done().ok().and(read)
    }

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
            let Some(mut digits) = nip_of(&first) else { return Ok(()) };
            let right = text_of(&digits);
            prop_assert_eq!(taken(|check| check.nip("nip", Some(&right))), Some(right.clone()));
            digits[place] = (digits[place] + other) % 10;
            let wrong = text_of(&digits);
            prop_assert_eq!(taken(|check| check.nip("nip", Some(&wrong))), None, "{}", wrong);
        }

        #[test]
        fn a_regon_of_fourteen_digits_begins_with_one_of_nine(digits in prop::collection::vec(0u8..10, 14)) {
            let (long, short) = (text_of(&digits), text_of(&digits[..9]));
            if taken(|check| check.regon("regon", Some(&long))).is_some() {
                prop_assert_eq!(taken(|check| check.regon("regon", Some(&short))), Some(short));
            }
        }

        #[test]
        fn no_text_makes_the_forms_panic_and_numbers_are_digits_alone(text in "[0-9 \\-]{0,20}|\\PC{0,40}") {
            for number in [
                taken(|check| check.nip("nip", Some(&text))),
                taken(|check| check.regon("regon", Some(&text))),
            ].into_iter().flatten() {
                prop_assert!(matches!(number.len(), 9 | 10 | 14), "{}", number);
                prop_assert!(number.bytes().all(|byte| byte.is_ascii_digit()), "{}", number);
            }
            if let Some(email) = taken(|check| check.opt_email("email", Some(&text))) {
                prop_assert_eq!(email.to_lowercase(), email);
            }
            let line = taken(|check| check.opt_line("line", Some(&text), NAME_MAX)).unwrap_or_default();
            prop_assert!(line.chars().count() <= NAME_MAX);
        }

        #[test]
        fn sort_keys_never_contradict_themselves(a in "\\PC{0,20}", b in "\\PC{0,20}") {
            prop_assert_eq!(sort_key(&a).cmp(&sort_key(&b)), sort_key(&b).cmp(&sort_key(&a)).reverse());
        }
    }

    #[test]
    fn what_nobody_sees_is_no_part_of_a_name() {
        let name = |text: &str| taken(|check| check.opt_line("name", Some(text), NAME_MAX));
        assert_eq!(name("Zo\u{301}sia \u{200b} Ko\u{ad}wal\u{feff}"), Some("Zósia Kowal".to_owned()));
        assert_eq!(name("Дмитро"), Some("Дмитро".to_owned()));
        assert!(taken(|check| Some(check.line("name", "\u{200b}\u{ad}", NAME_MAX))).is_none());
        for turned in
            ["Jan\u{202e}", "\u{2066}Jan", "Ja\u{e000}n", "Jan\u{ffff}", "Jan\u{1b}", "Jan\u{f0001}"]
        {
            assert_eq!(name(turned), None, "{turned:?}");
            assert!(taken(|check| check.text("text", Some(turned))).is_none(), "{turned:?}");
        }
    }

    #[test]
    fn what_is_printed_has_letters_that_the_faces_have() {
        let title = |text: &str| taken(|check| Some(check.printed("title", text, NAME_MAX)));
        assert_eq!(title("Z\u{307}ycie i „praca” – 2026"), Some("Życie i „praca” – 2026".to_owned()));
        for foreign in ["Тренінг", "Szkolenie 😀", "Szko\u{378}lenie", "K\u{336}"] {
            assert_eq!(title(foreign), None, "{foreign}");
        }
        let mut check = Check::default();
        check.printed("title", "A\u{202e}", NAME_MAX);
        assert!(matches!(check.done(), Err(Error::Refused(all)) if all.len() == 1), "one fault, one finding");
    }

    #[test]
    fn polish_letters_sort_where_poles_look_for_them() {
        let mut names = ["Żak", "Zając", "Łoś", "Lis", "Ćma", "Czapla", "Źrebak", "las"];
        names.sort_by_key(|n| sort_key(n));
        assert_eq!(names, ["Czapla", "Ćma", "las", "Lis", "Łoś", "Zając", "Źrebak", "Żak"]);
    }

    #[test]
    fn register_numbers_are_checked_by_their_digits() {
        let mut check = Check::default();
        assert_eq!(check.nip("nip", Some("526-000-12-46")).as_deref(), Some("5260001246"));
        assert_eq!(check.regon("regon", Some("000331501")).as_deref(), Some("000331501"));
        assert!(check.done().is_ok());
        for wrong in ["5260001247", "526000124", "abc"] {
            let mut check = Check::default();
            check.nip("nip", Some(wrong));
            assert!(check.done().is_err(), "{wrong}");
        }
    }

    #[test]
    fn addresses_without_a_host_are_refused() {
        for wrong in ["", "anna", "anna@", "@example.pl", "anna@example", "a b@example.pl", "a@exa mple.pl"] {
            assert!(!is_email(wrong), "{wrong}");
        }
        assert!(is_email("anna.zielińska@rops.example.pl"));
    }
}

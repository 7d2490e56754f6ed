//! Parsing at the edge: texts, e-mail addresses, dates and register numbers become values that need no second
//! check. Every finding is collected, so that a form shows all its faults at once. What is made of a text is said by
//! `shared/text`; here it is tied to its field.

use chrono::NaiveDate;
use icu_collator::CollatorBorrowed;
use icu_collator::options::CollatorOptions;
use icu_locale_core::locale;

use super::error::{Code, Error, Form, Refusal, Result};
use super::text::is_forbidden;
use super::{repertoire, text, warsaw};
use crate::shared::refusals::{
    AT_MOST, CONTROL_CHARACTERS, EMAIL, END_BEFORE_START, LINK, NIP, POSTAL_CODE, RANGE, REGON, REQUIRED,
    UNPRINTABLE, YEAR,
};

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

    /// A required line of text, at most `max` characters.
    pub fn line(&mut self, field: &str, text: &str, max: usize) -> String {
        let text = text::line(text);
        if text.is_empty() {
            self.fault(field, REQUIRED);
        }
        self.form(field, &text, max);
        text
    }

    /// An optional line; empty becomes none.
    pub fn opt_line(&mut self, field: &str, text: Option<&str>, max: usize) -> Option<String> {
        let text = text::line(text.unwrap_or_default());
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
            self.fault(field, UNPRINTABLE.of(letter));
        }
    }

    /// Optional text of several lines.
    pub fn text(&mut self, field: &str, text: Option<&str>) -> Option<String> {
        let text = text::lines(text.unwrap_or_default());
        if text.chars().count() > TEXT_MAX {
            self.fault(field, AT_MOST.of(TEXT_MAX));
        }
        if text.chars().any(|c| is_forbidden(c) && c != '\n' && c != '\t') {
            self.fault(field, CONTROL_CHARACTERS);
        }
        (!text.is_empty()).then_some(text)
    }

    fn form(&mut self, field: &str, text: &str, max: usize) {
        if text.chars().count() > max {
            self.fault(field, AT_MOST.of(max));
        }
        if text.chars().any(is_forbidden) {
            self.fault(field, CONTROL_CHARACTERS);
        }
    }

    /// A date in 1990–2100.
    pub fn date(&mut self, field: &str, date: NaiveDate) -> NaiveDate {
        if !warsaw::in_range(date) {
            self.fault(field, YEAR);
        }
        date
    }

    /// A period whose end does not lie before its start.
    pub fn period(&mut self, fields: (&str, &str), from: NaiveDate, to: NaiveDate) {
        self.date(fields.0, from);
        self.date(fields.1, to);
        if to < from {
            self.fault(fields.1, END_BEFORE_START);
        }
    }

    /// A number within its range.
    pub fn range(&mut self, field: &str, value: i64, range: std::ops::RangeInclusive<i64>) {
        if !range.contains(&value) {
            self.fault(field, RANGE.of(*range.start()).of(*range.end()));
        }
    }

    /// An e-mail address in its one spelling.
    pub fn email(&mut self, field: &str, text: &str) -> String {
        text::email(text).unwrap_or_else(|| {
            self.fault(field, EMAIL);
            text::asked_email(text)
        })
    }

    /// An optional e-mail address.
    pub fn opt_email(&mut self, field: &str, text: Option<&str>) -> Option<String> {
        text.filter(|text| !text::line(text).is_empty()).map(|text| self.email(field, text))
    }

    /// An optional address of a page, by `https` alone.
    pub fn opt_link(&mut self, field: &str, text: Option<&str>) -> Option<String> {
        let typed = text.map(text::line).filter(|typed| !typed.is_empty())?;
        self.form(field, &typed, TEXT_MAX / 10);
        let link = text::link(&typed);
        if link.is_none() {
            self.fault(field, LINK);
        }
        link
    }

    /// An optional NIP as ten digits.
    pub fn nip(&mut self, field: &str, text: Option<&str>) -> Option<String> {
        self.number(field, text, NIP, text::nip)
    }

    /// An optional REGON as nine or fourteen digits.
    pub fn regon(&mut self, field: &str, text: Option<&str>) -> Option<String> {
        self.number(field, text, REGON, text::regon)
    }

    /// An optional postal code as `00-000`.
    pub fn postal_code(&mut self, field: &str, text: Option<&str>) -> Option<String> {
        self.number(field, text, POSTAL_CODE, text::postal_code)
    }

    fn number(
        &mut self,
        field: &str,
        typed: Option<&str>,
        form: Form,
        of: fn(&str) -> Option<String>,
    ) -> Option<String> {
        let typed = typed.filter(|typed| !text::number(typed).is_empty())?;
        let number = of(typed);
        if number.is_none() {
            self.fault(field, form);
        }
        number
    }
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

    proptest! {
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
    fn what_nobody_sees_is_no_part_of_a_text() {
        let name = |text: &str| taken(|check| check.opt_line("name", Some(text), NAME_MAX));
        assert_eq!(name("Zo\u{301}sia \u{200b} Ko\u{ad}wal\u{feff}"), Some("Zósia Kowal".to_owned()));
        assert_eq!(name("Дмитро"), Some("Дмитро".to_owned()));
        assert!(taken(|check| Some(check.line("name", "\u{200b}\u{ad}", NAME_MAX))).is_none());
        assert_eq!(name("\u{2066}Jan\u{202e}"), Some("Jan".to_owned()));
        for strange in ["Ja\u{e000}n", "Jan\u{ffff}", "Jan\u{1b}", "Jan\u{f0001}"] {
            assert_eq!(name(strange), None, "{strange:?}");
            assert!(taken(|check| check.text("text", Some(strange))).is_none(), "{strange:?}");
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
        check.printed("title", "A\u{e000}", NAME_MAX);
        assert!(matches!(check.done(), Err(Error::Refused(all)) if all.len() == 1), "one fault, one finding");
    }

    #[test]
    fn polish_letters_sort_where_poles_look_for_them() {
        let mut names = ["Żak", "Zając", "Łoś", "Lis", "Ćma", "Czapla", "Źrebak", "las"];
        names.sort_by_key(|n| sort_key(n));
        assert_eq!(names, ["Czapla", "Ćma", "las", "Lis", "Łoś", "Zając", "Źrebak", "Żak"]);
    }

    #[test]
    fn what_is_wrong_is_named_and_what_is_absent_is_not() {
        let mut check = Check::default();
        assert_eq!(check.nip("nip", Some(" PL 526-000-12-46")).as_deref(), Some("5260001246"));
        assert_eq!(check.regon("regon", Some("\u{a0}")), None);
        assert_eq!(check.postal_code("postalCode", None), None);
        assert_eq!(check.opt_email("email", Some("\u{feff} ")), None);
        assert!(check.done().is_ok());
        let mut check = Check::default();
        check.nip("nip", Some("0000000000"));
        check.regon("regon", Some("000000000"));
        check.postal_code("postalCode", Some("9-0113"));
        check.email("email", "a..b@example.pl");
        let Err(Error::Refused(all)) = check.done() else { panic!("taken") };
        let fields: Vec<_> = all.iter().map(|one| one.field.as_str()).collect();
        assert_eq!(fields, ["nip", "regon", "postalCode", "email"]);
    }
}

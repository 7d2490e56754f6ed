//! Scalars of our own.

use async_graphql::{InputValueError, InputValueResult, Scalar, ScalarType, Value};
use chrono::{NaiveDate, Utc};
use entities::shared::error::{Detail, Refusal, Result};
use entities::shared::refusals::{DATE, DECIMAL, INSTANT, INVALID, YEAR};
use entities::shared::{text, warsaw};

/// A day in the Gregorian calendar, `2026-05-12`. Years from 1990 to 2100.
///
/// A text that is no day is kept, so that a mutation can answer with the field's name in its payload.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub enum Date {
    /// A day.
    Day(NaiveDate),
    /// Something else that a client sent.
    Text(String),
}

#[Scalar(name = "Date", specified_by_url = "https://www.rfc-editor.org/rfc/rfc3339")]
/// A day in the Gregorian calendar, `2026-05-12`. Years from 1990 to 2100.
impl ScalarType for Date {
    fn parse(value: Value) -> InputValueResult<Self> {
        Ok(Self::of(kept(value)))
    }

    fn to_value(&self) -> Value {
        match self {
            Self::Day(day) => Value::String(day.to_string()),
            Self::Text(text) => Value::String(text.clone()),
        }
    }
}

impl Date {
    fn of(text: String) -> Self {
        let text = text::line(&text);
        let strict = text.len() == 10 && text.bytes().all(|b| b.is_ascii_digit() || b == b'-');
        match NaiveDate::parse_from_str(&text, "%Y-%m-%d") {
            Ok(day) if strict => Self::Day(day),
            _ => Self::Text(text),
        }
    }

    /// The day.
    ///
    /// # Errors
    /// `Invalid` on `field`: no day, or outside 1990–2100.
    pub fn day(&self, field: &str) -> Result<NaiveDate> {
        match self {
            Self::Day(day) if warsaw::in_range(*day) => Ok(*day),
            Self::Day(_) => Err(Refusal::form(field, YEAR).into()),
            Self::Text(_) => Err(Refusal::of(INVALID, field).with(Detail::Form(DATE)).into()),
        }
    }
}

/// The day of an optional date.
///
/// # Errors
/// As [`Date::day`].
pub fn opt_day(date: Option<&Date>, field: &str) -> Result<Option<NaiveDate>> {
    date.map(|date| date.day(field)).transpose()
}

impl From<NaiveDate> for Date {
    fn from(day: NaiveDate) -> Self {
        Self::Day(day)
    }
}

/// An instant, `2026-12-10T09:00:00+01:00`. Years from 1990 to 2100.
///
/// Without an offset it is none: whether 9:00 is meant in Warsaw or where the sender sits would be a guess, and twice a
/// year 2:30 happens twice or not at all. A text that is no instant is kept, so that a mutation can answer with the
/// field's name in its payload.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub enum DateTime {
    /// An instant.
    At(chrono::DateTime<Utc>),
    /// Something else that a client sent.
    Text(String),
}

#[Scalar(name = "DateTime", specified_by_url = "https://datatracker.ietf.org/doc/html/rfc3339")]
/// An instant with its offset, `2026-12-10T09:00:00+01:00`. Years from 1990 to 2100.
impl ScalarType for DateTime {
    fn parse(value: Value) -> InputValueResult<Self> {
        let text = text::line(&kept(value));
        Ok(text.parse().map_or(Self::Text(text), Self::At))
    }

    fn to_value(&self) -> Value {
        match self {
            Self::At(at) => Value::String(at.to_rfc3339()),
            Self::Text(text) => Value::String(text.clone()),
        }
    }
}

impl DateTime {
    /// The instant.
    ///
    /// # Errors
    /// `Invalid` on `field`: no instant, without an offset, or outside 1990–2100.
    pub fn at(&self, field: &str) -> Result<chrono::DateTime<Utc>> {
        match self {
            Self::At(at) if warsaw::in_range(at.date_naive()) => Ok(*at),
            Self::At(_) => Err(Refusal::form(field, YEAR).into()),
            Self::Text(_) => Err(Refusal::form(field, INSTANT).into()),
        }
    }
}

/// The instant of an optional date and time.
///
/// # Errors
/// As [`DateTime::at`].
pub fn opt_instant(at: Option<&DateTime>, field: &str) -> Result<Option<chrono::DateTime<Utc>>> {
    at.map(|at| at.at(field)).transpose()
}

/// What a client sent where a text was asked for, so that it can be refused by the name of its field.
fn kept(value: Value) -> String {
    match value {
        Value::String(text) => text,
        other => other.to_string(),
    }
}

/// A whole number of up to 64 bits, written as text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BigInt(pub i64);

#[Scalar(name = "BigInt")]
/// A whole number of up to 64 bits, written as text because JSON numbers are not that wide everywhere.
impl ScalarType for BigInt {
    fn parse(value: Value) -> InputValueResult<Self> {
        match &value {
            Value::String(text) => text.parse().map(Self).map_err(InputValueError::custom),
            Value::Number(number) => {
                number.as_i64().map(Self).ok_or_else(|| InputValueError::expected_type(value))
            }
            _ => Err(InputValueError::expected_type(value)),
        }
    }

    fn to_value(&self) -> Value {
        Value::String(self.0.to_string())
    }
}

/// A decimal number with at most two decimals, written as text: `12.50`.
///
/// Exact: it is never a floating-point number. A text that is none is kept, so that a mutation can answer with the
/// field's name in its payload.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub enum Decimal {
    /// A number, in hundredths.
    Hundredths(i64),
    /// Something else that a client sent.
    Text(String),
}

#[Scalar(name = "Decimal")]
/// A decimal number with at most two decimals, written as text because JSON numbers are not exact: `12.50`.
impl ScalarType for Decimal {
    fn parse(value: Value) -> InputValueResult<Self> {
        match value {
            Value::String(text) => {
                let text = text::line(&text);
                Ok(hundredths(&text).map_or(Self::Text(text), Self::Hundredths))
            }
            // Numbers of JSON are not exact.
            other => Ok(Self::Text(kept(other))),
        }
    }

    fn to_value(&self) -> Value {
        match self {
            Self::Hundredths(value) => {
                let (sign, size) = (if *value < 0 { "-" } else { "" }, value.unsigned_abs());
                Value::String(format!("{sign}{}.{:02}", size / 100, size % 100))
            }
            Self::Text(text) => Value::String(text.clone()),
        }
    }
}

impl Decimal {
    /// The number in hundredths.
    ///
    /// # Errors
    /// `Invalid` on `field`: no number, more than two decimals, or too large.
    pub fn hundredths(&self, field: &str) -> Result<i64> {
        match self {
            Self::Hundredths(value) => Ok(*value),
            Self::Text(_) => Err(Refusal::form(field, DECIMAL).into()),
        }
    }
}

/// The hundredths of `-12.5`; none where it is no such text. Neither blanks nor exponents nor commas.
fn hundredths(text: &str) -> Option<i64> {
    let bare = text.strip_prefix('-');
    let (whole, part) = match bare.unwrap_or(text).split_once('.') {
        Some((whole, part)) if (1..=2).contains(&part.len()) => (whole, part),
        Some(_) => return None,
        None => (bare.unwrap_or(text), ""),
    };
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || whole.len() > 15 || !digits(whole) || !digits(part) {
        return None;
    }
    let size: i64 = format!("{whole}{part:0<2}").parse().ok()?;
    Some(if bare.is_some() { -size } else { size })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_are_exact_and_anything_else_is_named() {
        let of = |text: &str| Decimal::parse(Value::String(text.to_owned())).unwrap();
        for (text, value) in
            [("12.50", 1250), ("12.5", 1250), ("0", 0), ("-0.07", -7), ("0.29", 29), ("007", 700)]
        {
            assert_eq!(of(text), Decimal::Hundredths(value), "{text}");
        }
        for wrong in [
            "",
            "-",
            ".5",
            "5.",
            "1.234",
            "1,5",
            "1e3",
            "1 000",
            "+1",
            "--1",
            "-1.-1",
            "NaN",
            "١",
            &"9".repeat(40),
        ] {
            assert!(of(wrong).hundredths("value").is_err(), "{wrong}");
        }
        for value in [-123_456, -100, -1, 0, 9, 10, 99, 100, 99_999_999_900i64] {
            let Value::String(text) = Decimal::Hundredths(value).to_value() else { panic!("no text") };
            assert_eq!(of(&text), Decimal::Hundredths(value), "{text}");
        }
        let number = Decimal::parse(Value::from(12.5)).unwrap();
        assert!(number.hundredths("value").is_err(), "numbers of JSON are not exact");
    }

    #[test]
    fn an_instant_has_an_offset() {
        let at = |text: &str| DateTime::parse(Value::from(text)).unwrap().at("startsAt");
        for same in ["2026-12-10T09:00:00+01:00", "2026-12-10T08:00:00Z", " 2026-12-10T08:00:00.000Z\u{feff}"]
        {
            assert_eq!(at(same).unwrap().to_rfc3339(), "2026-12-10T08:00:00+00:00", "{same}");
        }
        for wrong in
            ["2026-12-10T09:00", "2026-12-10T09:00:00", "2026-12-10", "", "1989-12-10T09:00:00Z", "jutro"]
        {
            assert!(at(wrong).is_err(), "{wrong}");
        }
        for wrong in [Value::from(5), Value::from(true), Value::List(vec![])] {
            assert!(DateTime::parse(wrong.clone()).unwrap().at("startsAt").is_err(), "{wrong}");
            assert!(Date::parse(wrong).unwrap().day("startsOn").is_err());
        }
    }

    #[test]
    fn years_of_five_digits_and_days_that_do_not_exist_are_named() {
        for wrong in ["20121-03-31", "2026-02-30", "31.03.2012", "", "1889-01-01", "2101-01-01"] {
            assert!(Date::of(wrong.to_owned()).day("startsOn").is_err(), "{wrong}");
        }
        assert!(Date::of("2026-05-12".to_owned()).day("startsOn").is_ok());
    }
}

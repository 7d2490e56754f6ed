//! Scalars of our own.

use async_graphql::{InputValueError, InputValueResult, Scalar, ScalarType, Value};
use chrono::NaiveDate;
use entities::shared::error::{Code, Detail, Form, Refusal, Result};
use entities::shared::warsaw;

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
        match value {
            Value::String(text) => Ok(Self::of(text)),
            other => Err(InputValueError::expected_type(other)),
        }
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
            Self::Day(_) => Err(Refusal::form(field, Form::Year).into()),
            Self::Text(_) => Err(Refusal::of(Code::Invalid, field).with(Detail::Form(Form::Date)).into()),
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn years_of_five_digits_and_days_that_do_not_exist_are_named() {
        for wrong in ["20121-03-31", "2026-02-30", "31.03.2012", "", "1889-01-01", "2101-01-01"] {
            assert!(Date::of(wrong.to_owned()).day("startsOn").is_err(), "{wrong}");
        }
        assert!(Date::of("2026-05-12".to_owned()).day("startsOn").is_ok());
    }
}

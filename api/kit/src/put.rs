//! Values as JSON text, written without a value of the library in between.

use std::fmt::Display;
use std::io::Write;

use async_graphql::{ID, Json, OutputType};
use chrono::{Datelike, NaiveDate, Timelike, Utc};
use entities::shared::enums::Choice;
use entities::shared::language::Language;
use entities::shared::read::{Cell, DbErr};
use serde::Serialize;
use uuid::Uuid;

use super::enums::Coded;
use super::ids;
use super::scalars::{BigInt, Date, Decimal};

/// JSON text in the making.
pub type Out = Vec<u8>;

/// A value that fields show.
pub trait Put {
    /// Writes it.
    fn put(&self, out: &mut Out);
}

/// Writes what serializes. Writing into memory fails for nothing that is put here.
pub fn json<T: Serialize + ?Sized>(value: &T, out: &mut Out) {
    let start = out.len();
    if serde_json::to_writer(&mut *out, value).is_err() {
        out.truncate(start);
        out.extend_from_slice(b"null");
    }
}

fn shown(value: impl Display, out: &mut Out) {
    // Writing into memory does not fail.
    let _ = write!(out, "{value}");
}

macro_rules! as_json {
    ($($type:ty)*) => {$(
        impl Put for $type {
            fn put(&self, out: &mut Out) { json(self, out); }
        }
    )*};
}

as_json! { bool str String }

impl Put for i32 {
    fn put(&self, out: &mut Out) {
        shown(self, out);
    }
}

impl<T: Put + ?Sized> Put for &T {
    fn put(&self, out: &mut Out) {
        (**self).put(out);
    }
}

impl<T: Put> Put for Option<T> {
    fn put(&self, out: &mut Out) {
        match self {
            Some(value) => value.put(out),
            None => out.extend_from_slice(b"null"),
        }
    }
}

impl<T: Put> Put for Vec<T> {
    fn put(&self, out: &mut Out) {
        list(self, out, Put::put);
    }
}

/// Writes a list.
pub fn list<T>(items: impl IntoIterator<Item = T>, out: &mut Out, mut put: impl FnMut(T, &mut Out)) {
    out.push(b'[');
    for (n, item) in items.into_iter().enumerate() {
        if n > 0 {
            out.push(b',');
        }
        put(item, out);
    }
    out.push(b']');
}

impl Put for chrono::DateTime<Utc> {
    /// As RFC 3339 has it, with as many digits of the second as are not zero, by threes.
    fn put(&self, out: &mut Out) {
        let (day, time) = (self.date_naive(), self.time());
        let nanos = time.nanosecond();
        if !(0..=9999).contains(&day.year()) || nanos >= 1_000_000_000 {
            json(&self.to_rfc3339(), out);
            return;
        }
        let (year, month, date) = (day.year(), day.month(), day.day());
        let (hour, minute, second) = (time.hour(), time.minute(), time.second());
        let _ = write!(out, "\"{year:04}-{month:02}-{date:02}T{hour:02}:{minute:02}:{second:02}");
        let _ = match nanos {
            0 => Ok(()),
            _ if nanos.is_multiple_of(1_000_000) => write!(out, ".{:03}", nanos / 1_000_000),
            _ if nanos.is_multiple_of(1_000) => write!(out, ".{:06}", nanos / 1_000),
            _ => write!(out, ".{nanos:09}"),
        };
        out.extend_from_slice(b"+00:00\"");
    }
}

impl Put for NaiveDate {
    fn put(&self, out: &mut Out) {
        let _ = write!(out, "\"{self}\"");
    }
}

impl Put for Date {
    fn put(&self, out: &mut Out) {
        match self {
            Self::Day(day) => day.put(out),
            Self::Text(text) => text.put(out),
        }
    }
}

impl Put for ID {
    fn put(&self, out: &mut Out) {
        self.0.put(out);
    }
}

impl<T: Choice> Put for Coded<T> {
    fn put(&self, out: &mut Out) {
        coded(self.0, out);
    }
}

impl Put for Decimal {
    fn put(&self, out: &mut Out) {
        match async_graphql::ScalarType::to_value(self) {
            async_graphql::Value::String(text) => text.put(out),
            other => json(&other, out),
        }
    }
}

impl Put for BigInt {
    fn put(&self, out: &mut Out) {
        let _ = write!(out, "\"{}\"", self.0);
    }
}

impl<T: Serialize> Put for Json<T> {
    fn put(&self, out: &mut Out) {
        json(&self.0, out);
    }
}

/// The name of a value in the schema.
fn coded<T: Choice>(value: T, out: &mut Out) {
    out.push(b'"');
    for (n, letter) in value.variant().bytes().enumerate() {
        if letter.is_ascii_uppercase() && n > 0 {
            out.push(b'_');
        }
        out.push(letter.to_ascii_uppercase());
    }
    out.push(b'"');
}

/// A global id.
pub(super) fn id(kind: &str, key: Uuid, out: &mut Out) {
    out.push(b'"');
    ids::write(kind, key, out);
    out.push(b'"');
}

/// What a column holds and a field shows without asking for more.
pub trait Column {
    /// What the row has.
    type Stored;
    /// What the schema has.
    type Shown: OutputType;

    /// Writes a value of the column.
    ///
    /// # Errors
    /// The value is of another kind.
    fn put(cell: Cell<'_>, out: &mut Out) -> Result<(), DbErr>;
}

macro_rules! columns {
    ($($type:ty as $shown:ty = $read:ident;)*) => {$(
        impl Column for $type {
            type Stored = Self;
            type Shown = $shown;

            fn put(cell: Cell<'_>, out: &mut Out) -> Result<(), DbErr> {
                cell.$read()?.put(out);
                Ok(())
            }
        }
    )*};
}

columns! {
    String as String = text;
    i32 as i32 = int;
    bool as bool = flag;
    NaiveDate as Date = day;
    chrono::DateTime<Utc> as chrono::DateTime<Utc> = at;
}

impl<C: Column> Column for Option<C>
where
    Option<C::Shown>: OutputType,
{
    type Stored = Option<C::Stored>;
    type Shown = Option<C::Shown>;

    fn put(cell: Cell<'_>, out: &mut Out) -> Result<(), DbErr> {
        C::put(cell, out)
    }
}

impl<T: Choice> Column for Coded<T> {
    type Stored = T;
    type Shown = Self;

    fn put(cell: Cell<'_>, out: &mut Out) -> Result<(), DbErr> {
        match choice::<T>(cell)? {
            Some(value) => coded(value, out),
            None => out.extend_from_slice(b"null"),
        }
        Ok(())
    }
}

/// Writes what people call a value of a closed set.
///
/// # Errors
/// The set has no such value.
pub fn label<T: Choice>(cell: Cell<'_>, language: Language, out: &mut Out) -> Result<(), DbErr> {
    choice::<T>(cell)?.map(|value| value.label(language)).put(out);
    Ok(())
}

fn choice<T: Choice>(cell: Cell<'_>) -> Result<Option<T>, DbErr> {
    let Some(text) = cell.text()? else { return Ok(None) };
    let value = T::VALUES.iter().copied().find(|value| value.text() == text);
    value.map(Some).ok_or_else(|| DbErr::Type(format!("no value of {}", T::NAME)))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn instants_are_written_as_the_library_writes_them(micros in -62_000_000_000_000_000i64..250_000_000_000_000_000) {
            let at = chrono::DateTime::from_timestamp_micros(micros).unwrap();
            let mut out = vec![];
            at.put(&mut out);
            prop_assert_eq!(String::from_utf8(out).unwrap(), format!("\"{}\"", at.to_rfc3339()));
        }
    }
}

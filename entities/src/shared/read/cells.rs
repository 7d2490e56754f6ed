//! Values of a result, read by their place: what a statement was made for knows which column stands where.

use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::sqlx::Row as _;
use sea_orm::{DbErr, QueryResult};
use uuid::Uuid;

/// The rows of one statement, shared by the levels that were read with it.
#[derive(Clone, Default)]
pub(super) struct Rows(Arc<Vec<QueryResult>>);

impl Rows {
    pub(super) fn new(rows: Vec<QueryResult>) -> Self {
        Self(Arc::new(rows))
    }

    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    pub(super) fn get(&self, row: usize) -> Result<&QueryResult, DbErr> {
        self.0.get(row).ok_or_else(|| DbErr::Custom("a row that was not read".to_owned()))
    }

    pub(super) fn cell(&self, row: usize, place: usize) -> Result<Cell<'_>, DbErr> {
        Ok(Cell { row: self.get(row)?, place })
    }
}

/// One value; none of its readers copies a text.
#[derive(Clone, Copy)]
pub struct Cell<'a> {
    row: &'a QueryResult,
    place: usize,
}

/// Readers by kind. The kind was checked when the column was declared, so the driver need not compare it again.
macro_rules! readers {
    ($($(#[$doc:meta])* $name:ident: $type:ty;)*) => {
        impl<'a> Cell<'a> {$(
            $(#[$doc])*
            ///
            /// # Errors
            /// The value is of another kind.
            pub fn $name(self) -> Result<Option<$type>, DbErr> {
                let read = match (self.row.try_as_pg_row(), self.row.try_as_sqlite_row()) {
                    (Some(row), _) => row.try_get_unchecked(self.place),
                    (_, Some(row)) => row.try_get_unchecked(self.place),
                    _ => return Err(DbErr::Custom("a row of no known database".to_owned())),
                };
                read.map_err(|error| DbErr::Query(sea_orm::RuntimeErr::SqlxError(Arc::new(error))))
            }
        )*}
    };
}

readers! {
    /// A text.
    text: &'a str;
    /// A key.
    uuid: Uuid;
    /// A whole number of 32 bits.
    int: i32;
    /// A whole number of 64 bits.
    big: i64;
    /// A flag.
    flag: bool;
    /// An instant.
    at: DateTime<Utc>;
    /// A day.
    day: NaiveDate;
    /// Bytes.
    bytes: &'a [u8];
}

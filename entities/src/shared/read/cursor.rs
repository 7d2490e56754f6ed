//! Opaque, typed cursors: the order's name, the row's values in it, and its key.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::{DateTime, Datelike, NaiveDate, Utc};
use sea_orm::sea_query::{Alias, Expr, ExprTrait};
use sea_orm::{ColumnType, Condition, DbErr, Order as Direction, Value};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{Cell, Order, Table};

/// A place in an ordered list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Cursor {
    #[serde(rename = "o")]
    order: String,
    #[serde(rename = "v")]
    values: Vec<Part>,
}

/// A cursor that is no cursor, or one of another order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a cursor of this list and order")]
pub struct BadCursor;

/// A value that rows are ordered by. Columns that may be null are not ordered by.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
enum Part {
    #[serde(rename = "t")]
    Text(String),
    #[serde(rename = "n")]
    Number(i64),
    #[serde(rename = "s")]
    Small(i32),
    #[serde(rename = "a")]
    At(DateTime<Utc>),
    #[serde(rename = "d")]
    Day(NaiveDate),
    #[serde(rename = "i")]
    Id(Uuid),
    #[serde(rename = "b")]
    Bytes(String),
}

impl Cursor {
    /// The cursor of a row, whose value in a column `cell` gives.
    pub(super) fn of<'c>(
        order: &Order,
        table: &Table,
        cell: impl Fn(usize) -> Result<Cell<'c>, DbErr>,
    ) -> Result<Self, DbErr> {
        let parts = order.columns.iter().copied().chain([table.id]).map(|column| {
            let kind = table.columns.get(column).map(|column| &column.kind);
            Part::of(cell(column)?, kind)
        });
        Ok(Self { order: order.name.to_owned(), values: parts.collect::<Result<_, _>>()? })
    }

    /// Reads a client's cursor for `order`.
    ///
    /// # Errors
    /// It is no cursor, or belongs to another order.
    pub fn decode(text: &str, order: &Order, table: &Table) -> Result<Self, BadCursor> {
        let bytes = URL_SAFE_NO_PAD.decode(text).map_err(|_| BadCursor)?;
        let cursor: Self = serde_json::from_slice(&bytes).map_err(|_| BadCursor)?;
        let fits = cursor.order == order.name && cursor.values.len() == order.columns.len() + 1;
        let columns = order.columns.iter().copied().chain([table.id]);
        let typed = fits
            && columns.zip(&cursor.values).all(|(column, part)| {
                table.columns.get(column).is_some_and(|column| part.is_of(&column.kind))
            });
        if typed { Ok(cursor) } else { Err(BadCursor) }
    }

    /// The text clients see.
    pub fn encode(&self) -> String {
        serde_json::to_vec(self).map(|bytes| URL_SAFE_NO_PAD.encode(bytes)).unwrap_or_default()
    }

    /// Rows beyond this place, by comparing row values, so that an index in the same order serves.
    pub(super) fn condition(
        &self,
        table: &Table,
        columns: &[&'static str],
        direction: &Direction,
    ) -> Condition {
        let row = Expr::tuple(
            columns.iter().map(|column| Expr::col((Alias::new(table.name), Alias::new(*column)))),
        );
        let here = Expr::tuple(self.values.iter().map(|part| Expr::value(part.value())));
        Condition::all().add(if *direction == Direction::Asc { row.gt(here) } else { row.lt(here) })
    }
}

impl Part {
    fn of(cell: Cell<'_>, kind: Option<&ColumnType>) -> Result<Self, DbErr> {
        let part = match kind {
            Some(ColumnType::BigInteger) => cell.big()?.map(Self::Number),
            Some(ColumnType::Integer) => cell.int()?.map(Self::Small),
            Some(ColumnType::TimestampWithTimeZone) => cell.at()?.map(Self::At),
            Some(ColumnType::Date) => cell.day()?.map(Self::Day),
            Some(ColumnType::Uuid) => cell.uuid()?.map(Self::Id),
            Some(ColumnType::Blob | ColumnType::VarBinary(_) | ColumnType::Binary(_)) => {
                cell.bytes()?.map(|bytes| Self::Bytes(URL_SAFE_NO_PAD.encode(bytes)))
            }
            _ => cell.text()?.map(|text| Self::Text(text.to_owned())),
        };
        Ok(part.unwrap_or_else(|| Self::Text(String::new())))
    }

    fn value(&self) -> Value {
        match self {
            Self::Text(text) => text.clone().into(),
            Self::Number(n) => (*n).into(),
            Self::Small(n) => (*n).into(),
            Self::At(at) => (*at).into(),
            Self::Day(day) => (*day).into(),
            Self::Id(id) => (*id).into(),
            Self::Bytes(text) => URL_SAFE_NO_PAD.decode(text).unwrap_or_default().into(),
        }
    }

    /// Whether the part fits a column: a forged cursor must not reach the database as a type error.
    fn is_of(&self, column: &ColumnType) -> bool {
        self.is_storable()
            && matches!(
                (self, column),
                (Self::Text(_), ColumnType::String(_) | ColumnType::Text)
                    | (Self::Number(_), ColumnType::BigInteger)
                    | (Self::Small(_), ColumnType::Integer)
                    | (Self::At(_), ColumnType::TimestampWithTimeZone)
                    | (Self::Day(_), ColumnType::Date)
                    | (Self::Id(_), ColumnType::Uuid)
                    | (Self::Bytes(_), ColumnType::Blob | ColumnType::VarBinary(_) | ColumnType::Binary(_))
            )
    }

    /// Whether a database takes the value: no NUL in a text, no year that only our calendar knows, no broken bytes.
    fn is_storable(&self) -> bool {
        let year = |year: i32| (1..=9999).contains(&year);
        match self {
            Self::Text(text) => !text.contains('\0'),
            Self::At(at) => year(at.year()),
            Self::Day(day) => year(day.year()),
            Self::Bytes(text) => URL_SAFE_NO_PAD.decode(text).is_ok(),
            Self::Number(_) | Self::Small(_) | Self::Id(_) => true,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::shared::idempotency_key;
    use crate::shared::read::Entity as _;

    crate::readable! { idempotency_key => |_| Condition::all(); }

    /// Any part a client could write.
    fn part() -> impl Strategy<Value = Part> {
        prop_oneof![
            "\\PC{0,12}|\0".prop_map(Part::Text),
            any::<i64>().prop_map(Part::Number),
            any::<i32>().prop_map(Part::Small),
            any::<i64>().prop_filter_map("no such instant", |micros| {
                DateTime::from_timestamp_micros(micros).map(Part::At)
            }),
            any::<i32>().prop_filter_map("no such day", |days| {
                NaiveDate::from_num_days_from_ce_opt(days).map(Part::Day)
            }),
            any::<u128>().prop_map(|id| Part::Id(Uuid::from_u128(id))),
            "[A-Za-z0-9_=-]{0,9}".prop_map(Part::Bytes),
        ]
    }

    fn order() -> Order {
        Order { name: "AT", columns: vec![idempotency_key::Column::CreatedAt as usize], descending: true }
    }

    fn decode(text: &str) -> Result<Cursor, BadCursor> {
        Cursor::decode(text, &order(), idempotency_key::Entity::table())
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic(text in "[A-Za-z0-9_=-]{0,80}|\\PC{0,40}", json in "[{}\\[\\]\":,a-z0-9.-]{0,60}") {
            prop_assert!(decode(&text).is_err());
            let _ = decode(&URL_SAFE_NO_PAD.encode(json));
        }

        #[test]
        fn what_is_taken_fits_its_columns(
            name in "AT|ID", values in prop::collection::vec(part(), 1..4),
        ) {
            let forged = Cursor { order: name, values };
            if let Ok(cursor) = decode(&forged.encode()) {
                prop_assert_eq!(cursor.encode(), forged.encode());
                prop_assert!(matches!(cursor.values[..], [Part::At(at), Part::Id(_)] if (1..=9999).contains(&at.year())));
            }
        }
    }

    #[test]
    fn a_cursor_survives_its_text() {
        let at = DateTime::from_timestamp_micros(1_779_091_200_123_456).unwrap();
        let values =
            vec![Part::At(at), Part::Bytes(URL_SAFE_NO_PAD.encode([0, 255])), Part::Id(Uuid::from_u128(7))];
        let cursor = Cursor { order: "STARTS".into(), values };
        let bytes = URL_SAFE_NO_PAD.decode(cursor.encode()).unwrap();
        assert_eq!(serde_json::from_slice::<Cursor>(&bytes).unwrap(), cursor);
    }

    #[test]
    fn a_part_fits_only_columns_of_its_kind() {
        assert!(Part::Small(1).is_of(&ColumnType::Integer));
        assert!(!Part::Text("1".into()).is_of(&ColumnType::Integer));
        assert!(!Part::Small(1).is_of(&ColumnType::TimestampWithTimeZone));
    }
}

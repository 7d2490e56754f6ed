//! Search as people do it: by beginnings of words, in any order, whatever the case and the marks, by an index and the same
//! on both databases.
//!
//! A table that can be searched is a line in `searched` of its room's `ROOM`: its number and its texts. Its words stand in
//! `search_word`. The database marks each row whose texts change (`search_due`, by triggers, so that no way of writing can
//! forget it), and the write door makes the words of what it wrote before it commits ([`keep`]). What was written by other
//! ways, such as rows from before there were words, a worker catches up with ([`catch_up`]).
//!
//! [`among`] is a condition of rows like any other: who may see what is asked beside it.

pub mod keep;
pub mod search_due;
pub mod search_word;
pub mod words;

use sea_orm::sea_query::{Alias, Expr, ExprTrait, Query, SelectStatement};
use sea_orm::{ColumnTrait, Value};

use crate::rooms;

/// From this many letters on a word leads to its rows.
const TELLING: usize = 4;
/// More than any table has.
const ALL: u64 = 1_000_000_000;

/// A table that can be searched.
#[derive(Clone, Copy, Debug)]
pub struct Searched {
    /// The number by which its words are told from others'; it never changes.
    pub kind: i16,
    /// The table.
    pub table: &'static str,
    /// What it is searched by. Triggers of the migrations know the same columns.
    pub texts: &'static [Text],
}

/// A text that a table is searched by.
#[derive(Clone, Copy, Debug)]
pub enum Text {
    /// A column.
    Line(&'static str),
    /// A text within a column of JSON, by its pointer.
    Inside(&'static str, &'static str),
}

impl Text {
    /// The column.
    pub const fn column(self) -> &'static str {
        match self {
            Self::Line(column) | Self::Inside(column, _) => column,
        }
    }
}

/// The searched table of this name; none where it is not searched.
pub fn searched(table: &str) -> Option<&'static Searched> {
    rooms::searched().find(|one| one.table == table)
}

/// Whether a column is the key of a row of its own table that has all words of a text. Without a word, nothing is found.
pub fn among<C: ColumnTrait>(column: C, text: &str) -> Expr {
    among_rows_of(&column.entity_name().to_string(), (column.entity_name(), column), text)
}

/// Whether a column is the key of a row of another table that has all words of a text.
pub fn among_others<C: ColumnTrait, K: ColumnTrait>(column: C, key: K, text: &str) -> Expr {
    among_rows_of(&key.entity_name().to_string(), (column.entity_name(), column), text)
}

fn among_rows_of(table: &str, column: impl sea_orm::sea_query::IntoColumnRef, text: &str) -> Expr {
    let rows = searched(table).and_then(|of| found(of.kind, &words::sought(text)));
    rows.map_or_else(|| Expr::value(1).eq(0), |rows| Expr::col(column).in_subquery(rows))
}

/// Keys of the rows with all these words: by the longest of them, which fewest have, and the others beside it.
///
/// Words stand in the statement as they are, because the database plans by them. It takes words to be spread evenly over a
/// list, which surnames in the order of names are not: on the way to `Zieliński` it would pass everybody. So from some
/// letters on rows are found by the word and sorted, which takes as long as there are such rows, whoever else is there: a
/// limit that nothing reaches keeps the database from going through the list. A shorter beginning many have, and a page of
/// them is found on the way.
fn found(kind: i16, sought: &[String]) -> Option<SelectStatement> {
    let column = |name: &str| Expr::col((Alias::new("search_word"), Alias::new(name)));
    let lead = sought.iter().max_by_key(|word| word.chars().count())?;
    let mut rows = Query::select();
    rows.expr(column("row_id"))
        .from(Alias::new("search_word"))
        .and_where(column("kind").eq(Expr::Constant(Value::SmallInt(Some(kind)))))
        .and_where(column("word").gte(constant(lead)))
        .and_where(column("word").lt(constant(&behind(lead))));
    if lead.chars().count() >= TELLING {
        rows.limit(ALL);
    }
    for word in sought.iter().filter(|word| *word != lead) {
        rows.and_where(column("whole").like(format!("% {word}%")));
    }
    Some(rows)
}

fn constant(word: &str) -> Expr {
    Expr::Constant(Value::String(Some(word.to_owned())))
}

/// The first text behind all that begin with a word.
fn behind(word: &str) -> String {
    let mut behind: String = word.to_owned();
    // No letter is the last there is.
    if let Some(last) = behind.pop() {
        behind.push((last..).nth(1).unwrap_or(char::MAX));
    }
    behind
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use sea_orm::sea_query::{PostgresQueryBuilder, SqliteQueryBuilder};

    use super::*;

    #[test]
    fn each_table_has_a_number_of_its_own() {
        let all: Vec<_> = rooms::searched().collect();
        let (kinds, tables): (BTreeSet<_>, BTreeSet<_>) = all.iter().map(|one| (one.kind, one.table)).unzip();
        assert_eq!((kinds.len(), tables.len()), (all.len(), all.len()));
    }

    #[test]
    fn the_longest_word_leads() {
        let rows = found(1, &words::sought("Jan kowal")).unwrap();
        for sql in [rows.to_string(SqliteQueryBuilder), rows.to_string(PostgresQueryBuilder)] {
            assert!(
                sql.contains(">= 'kowal'") && sql.contains("< 'kowam'") && sql.contains("'% jan%'"),
                "{sql}"
            );
        }
        let leads =
            |text| found(1, &words::sought(text)).unwrap().to_string(SqliteQueryBuilder).contains("LIMIT");
        assert!(leads("jan kowal") && !leads("jan k"));
        assert!(found(1, &[]).is_none());
    }
}

//! A statement in the making, and what differs between the databases.

use sea_orm::sea_query::{Alias, Expr, ExprTrait, Func, IntoIden, JoinType, Query, SelectStatement};
use sea_orm::{Condition, DbBackend, Order as Direction};
use uuid::Uuid;

use super::Table;
use super::list::List;
use crate::shared::actor::Actor;

/// A statement in the making.
pub(super) struct Build<'a> {
    pub(super) backend: DbBackend,
    pub(super) actor: &'a Actor,
    pub(super) query: SelectStatement,
    /// How many values a row of it has.
    pub(super) columns: usize,
    aliases: usize,
    pub(super) joins: usize,
    /// Orders of the levels in it.
    order: Vec<(String, &'static str, Direction)>,
}

impl<'a> Build<'a> {
    pub(super) fn new(backend: DbBackend, actor: &'a Actor) -> Self {
        Self { backend, actor, query: Query::select(), columns: 0, aliases: 0, joins: 0, order: vec![] }
    }

    /// A name for another table.
    pub(super) fn alias(&mut self) -> String {
        self.aliases += 1;
        format!("r{}", self.aliases)
    }

    /// Sorts by a list's order, after those that were added before.
    pub(super) fn sort(&mut self, alias: &str, list: &List) {
        let (columns, direction) = list.sorting();
        self.order.extend(columns.into_iter().map(|column| (alias.to_owned(), column, direction.clone())));
    }

    /// Joins the rows of each parent: on PostgreSQL laterally, on SQLite by a correlated `in`, with the parent first.
    pub(super) fn beside(&mut self, join: JoinType, mut of_one: SelectStatement, alias: &str, table: &Table) {
        if self.backend == DbBackend::Postgres {
            let join = if join == JoinType::CrossJoin { JoinType::InnerJoin } else { join };
            self.query.join_lateral(join, of_one, Alias::new(alias), Condition::all());
        } else {
            of_one.clear_selects().expr(table.col(table.id));
            let chosen =
                Expr::col((Alias::new(alias), Alias::new(table.name_of(table.id)))).in_subquery(of_one);
            if join == JoinType::CrossJoin {
                // SQLite keeps the order of a cross join, which has no condition of its own.
                self.query.join_as(join, Alias::new(table.name), Alias::new(alias), Condition::all());
                self.query.and_where(chosen);
            } else {
                self.query.join_as(join, Alias::new(table.name), Alias::new(alias), chosen);
            }
        }
        self.joins += 1;
    }

    pub(super) fn finish(self) -> SelectStatement {
        let mut query = self.query;
        // One table is read in its order; a join may lose it.
        if self.joins > 0 || self.aliases > 1 {
            for (alias, column, direction) in self.order {
                query.order_by((Alias::new(alias), Alias::new(column)), direction);
            }
        }
        query
    }
}

/// `select k`: keys as one parameter, so that a statement is the same whatever their number.
pub(in crate::shared) fn keys(backend: DbBackend, keys: &[Uuid]) -> SelectStatement {
    let mut query = Query::select();
    if backend == DbBackend::Postgres {
        let text = keys.iter().map(|key| key.simple().to_string()).collect::<Vec<_>>().join(",");
        let texts = Func::cust("string_to_array").arg(text).arg(",");
        let key = Func::cust("unnest").arg(Expr::expr(texts).cast_as("uuid[]"));
        query.expr_as(key, Alias::new("k"));
    } else {
        let text = keys.iter().map(|key| format!("\"{}\"", key.simple())).collect::<Vec<_>>().join(",");
        let key = Func::cust("unhex").arg(Expr::col(Alias::new("value")));
        query.expr_as(key, Alias::new("k"));
        query.from_function(Func::cust("json_each").arg(format!("[{text}]")), Alias::new("j").into_iden());
    }
    query
}

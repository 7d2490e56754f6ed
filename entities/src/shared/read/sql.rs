//! The statements that differ between the databases, and conditions over keys.

use sea_orm::sea_query::{Alias, Expr, ExprTrait, IntoIden, JoinType, Query, SelectStatement};
use sea_orm::{ColumnTrait, Condition, DbBackend, IdenStatic, Iterable, Order as Direction};
use uuid::Uuid;

use super::Entity;

/// `column in (ids…)`.
pub(super) fn among<C: ColumnTrait>(column: C, ids: &[Uuid]) -> Expr {
    Expr::col((column.entity_name(), column)).is_in(ids.iter().copied())
}

/// A page of children for each of `parents`, as one statement.
///
/// `of_one` selects the children of one parent: filtered, ordered and limited; here it is tied to each parent in
/// turn. PostgreSQL does that with a lateral join, SQLite with a correlated `in`. Rows come in the children's
/// order, all parents mixed: the caller groups them by `fk`.
pub(super) fn per_parent<C: Entity>(
    backend: DbBackend,
    parents: &[Uuid],
    fk: C::Column,
    mut of_one: SelectStatement,
    (columns, direction): (Vec<C::Column>, Direction),
) -> SelectStatement {
    let table = C::default().table_name();
    let parent = (Alias::new("parents"), Alias::new("column1"));
    of_one.and_where(Expr::col((Alias::new(table), fk)).eq(Expr::col(parent)));

    let mut all = Query::select();
    for column in C::Column::iter() {
        all.expr(column.select_as(Expr::col((Alias::new(table), column))));
    }
    all.from_values(parents.iter().copied(), "parents");
    if backend == DbBackend::Postgres {
        all.join_lateral(JoinType::InnerJoin, of_one, Alias::new(table), Condition::all());
    } else {
        of_one.clear_selects().column((Alias::new(table), C::ID));
        let chosen = Expr::col((Alias::new(table), C::ID)).in_subquery(of_one);
        all.join(JoinType::InnerJoin, Alias::new(table).into_iden(), chosen);
    }
    for column in columns {
        all.order_by((Alias::new(table), column), direction.clone());
    }
    all
}

/// How many children each of `parents` has.
pub(super) fn counts<C: Entity>(
    parents: &[Uuid],
    fk: C::Column,
    mut matching: SelectStatement,
) -> SelectStatement {
    let table = C::default().table_name();
    let fk_column = (Alias::new(table), Alias::new(fk.as_str()));
    matching
        .clear_selects()
        .column(fk_column.clone())
        .expr(Expr::col((Alias::new(table), C::ID)).count())
        .and_where(Expr::col(fk_column.clone()).is_in(parents.iter().copied()))
        .group_by_col(fk_column);
    matching
}

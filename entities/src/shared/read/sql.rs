//! Conditions over keys.

use sea_orm::sea_query::{Alias, Expr, ExprTrait, Query};
use sea_orm::{Condition, DbBackend};
use uuid::Uuid;

use super::{Table, build};

impl Table {
    /// `id in (ids…)`, with the ids as one parameter.
    pub(super) fn keyed(&self, backend: DbBackend, ids: &[Uuid]) -> Condition {
        let id = self.col(self.id);
        Condition::all().add(match ids {
            [one] => id.eq(*one),
            _ => {
                let mut among = Query::select();
                among.expr(Expr::col((Alias::new("p"), Alias::new("k"))));
                among.from_subquery(build::keys(backend, ids), Alias::new("p"));
                id.in_subquery(among)
            }
        })
    }
}

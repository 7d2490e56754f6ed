//! Branches: how a level reaches the next one. Each loads its children for all parents in one statement.

use std::collections::HashMap;
use std::sync::Arc;

use futures_util::future::BoxFuture;
use sea_orm::{
    Condition, ConnectionTrait, DatabaseConnection, DbErr, FromQueryResult, QueryFilter, QueryOrder,
    QuerySelect, QueryTrait,
};
use uuid::Uuid;

use super::{Child, Entity, KEYS, Node, Page, Spec, by_ids, load, sql};
use crate::shared::actor::Actor;

/// A relation wanted by a selection, and everything wanted below it.
pub struct Branch<P: Entity> {
    /// The response key it was asked for under.
    pub key: Arc<str>,
    loader: Box<dyn Load<P>>,
}

impl<P: Entity> Branch<P> {
    /// One child per parent, in the parents' order.
    pub(super) async fn load(
        &self,
        db: &DatabaseConnection,
        actor: &Actor,
        parents: &[Node<P>],
    ) -> Result<Vec<Child>, DbErr> {
        self.loader.load(db, actor, parents).await
    }
}

trait Load<P: Entity>: Send + Sync {
    fn load<'a>(
        &'a self,
        db: &'a DatabaseConnection,
        actor: &'a Actor,
        parents: &'a [Node<P>],
    ) -> BoxFuture<'a, Result<Vec<Child>, DbErr>>;
}

/// To-one by a foreign key of the parent. The child is an `Option<Arc<Node<C>>>`.
pub fn one<P: Entity, C: Entity>(
    key: Arc<str>,
    fk: fn(&P::Model) -> Option<Uuid>,
    branches: Vec<Branch<C>>,
) -> Branch<P> {
    Branch { key, loader: Box::new(One { fk, branches }) }
}

/// To-many by a foreign key of the child. The child is a `Page<C>`.
pub fn many<P: Entity, C: Entity>(
    key: Arc<str>,
    fk: C::Column,
    parent: fn(&C::Model) -> Option<Uuid>,
    spec: Spec<C>,
) -> Branch<P> {
    Branch { key, loader: Box::new(Many { fk, parent, spec }) }
}

/// How many children match. The child is a `u64`.
pub fn count<P: Entity, C: Entity>(key: Arc<str>, fk: C::Column, filter: Condition) -> Branch<P> {
    Branch { key, loader: Box::new(Count::<C> { fk, filter }) }
}

struct One<P: Entity, C: Entity> {
    fk: fn(&P::Model) -> Option<Uuid>,
    branches: Vec<Branch<C>>,
}

impl<P: Entity, C: Entity> Load<P> for One<P, C> {
    fn load<'a>(
        &'a self,
        db: &'a DatabaseConnection,
        actor: &'a Actor,
        parents: &'a [Node<P>],
    ) -> BoxFuture<'a, Result<Vec<Child>, DbErr>> {
        Box::pin(async move {
            let mut ids: Vec<Uuid> = parents.iter().filter_map(|p| (self.fk)(&p.row)).collect();
            ids.sort_unstable();
            ids.dedup();
            let nodes = by_ids::<C>(db, actor, &ids, &self.branches).await?;
            let found: HashMap<Uuid, Arc<Node<C>>> =
                nodes.into_iter().map(|n| (C::id(&n.row), Arc::new(n))).collect();
            let child =
                |p: &Node<P>| -> Child { Arc::new((self.fk)(&p.row).and_then(|id| found.get(&id).cloned())) };
            Ok(parents.iter().map(child).collect())
        })
    }
}

struct Many<C: Entity> {
    fk: C::Column,
    parent: fn(&C::Model) -> Option<Uuid>,
    spec: Spec<C>,
}

impl<C: Entity> Many<C> {
    async fn rows(
        &self,
        db: &DatabaseConnection,
        actor: &Actor,
        parents: &[Uuid],
    ) -> Result<HashMap<Uuid, Vec<C::Model>>, DbErr> {
        let spec = &self.spec;
        let mut groups: HashMap<Uuid, Vec<C::Model>> = HashMap::new();
        if !spec.rows || spec.window.size() == 0 {
            return Ok(groups);
        }
        let (columns, direction) = spec.sorting();
        let mut of_one = C::find().filter(C::visible_to(actor)).filter(spec.filter.clone());
        if let Some(cursor) = spec.window.cursor() {
            of_one = of_one.filter(cursor.condition::<C>(&columns, &direction));
        }
        for column in &columns {
            of_one = of_one.order_by(*column, direction.clone());
        }
        let of_one = of_one.limit(spec.limit()).into_query();
        let backend = db.get_database_backend();
        for chunk in parents.chunks(KEYS) {
            let order = (columns.clone(), direction.clone());
            let statement = sql::per_parent::<C>(backend, chunk, self.fk, of_one.clone(), order);
            for row in db.query_all(&statement).await? {
                let row = C::Model::from_query_result(&row, "")?;
                if let Some(parent) = (self.parent)(&row) {
                    groups.entry(parent).or_default().push(row);
                }
            }
        }
        Ok(groups)
    }
}

impl<P: Entity, C: Entity> Load<P> for Many<C> {
    fn load<'a>(
        &'a self,
        db: &'a DatabaseConnection,
        actor: &'a Actor,
        parents: &'a [Node<P>],
    ) -> BoxFuture<'a, Result<Vec<Child>, DbErr>> {
        Box::pin(async move {
            let ids: Vec<Uuid> = parents.iter().map(|p| P::id(&p.row)).collect();
            let mut groups = self.rows(db, actor, &ids).await?;
            let totals = if self.spec.total {
                counted::<C>(db, actor, &ids, self.fk, &self.spec.filter).await?
            } else {
                HashMap::new()
            };
            // All children of all parents go one level down together, then back to their pages.
            let mut all: Vec<Node<C>> = vec![];
            let mut pages: Vec<(Page<C>, usize)> = vec![];
            for id in &ids {
                let total = self.spec.total.then(|| totals.get(id).copied().unwrap_or(0));
                let (nodes, page) = self.spec.page(groups.remove(id).unwrap_or_default(), total);
                pages.push((page, nodes.len()));
                all.extend(nodes);
            }
            load(db, actor, &self.spec.branches, &mut all).await?;
            let mut all = all.into_iter();
            let filled = pages.into_iter().map(|(mut page, size)| -> Child {
                page.nodes = all.by_ref().take(size).map(Arc::new).collect();
                Arc::new(page)
            });
            Ok(filled.collect())
        })
    }
}

struct Count<C: Entity> {
    fk: C::Column,
    filter: Condition,
}

impl<P: Entity, C: Entity> Load<P> for Count<C> {
    fn load<'a>(
        &'a self,
        db: &'a DatabaseConnection,
        actor: &'a Actor,
        parents: &'a [Node<P>],
    ) -> BoxFuture<'a, Result<Vec<Child>, DbErr>> {
        Box::pin(async move {
            let ids: Vec<Uuid> = parents.iter().map(|p| P::id(&p.row)).collect();
            let counts = counted::<C>(db, actor, &ids, self.fk, &self.filter).await?;
            Ok(ids.iter().map(|id| -> Child { Arc::new(counts.get(id).copied().unwrap_or(0)) }).collect())
        })
    }
}

async fn counted<C: Entity>(
    db: &DatabaseConnection,
    actor: &Actor,
    parents: &[Uuid],
    fk: C::Column,
    filter: &Condition,
) -> Result<HashMap<Uuid, u64>, DbErr> {
    let mut counts = HashMap::new();
    for chunk in parents.chunks(KEYS) {
        let matching = C::find().filter(C::visible_to(actor)).filter(filter.clone()).into_query();
        for row in db.query_all(&sql::counts::<C>(chunk, fk, matching)).await? {
            let (parent, n): (Uuid, i64) = (row.try_get_by_index(0)?, row.try_get_by_index(1)?);
            counts.insert(parent, u64::try_from(n).unwrap_or(0));
        }
    }
    Ok(counts)
}

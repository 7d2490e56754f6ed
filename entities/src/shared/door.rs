//! The doors of an action: the one way to a row that it changes, and the one way to change it.
//!
//! What [`load`] answers is locked for the transaction and was seen by the actor, but nothing can be read from it for a
//! change before somebody says why the actor may: [`Loaded::may`]. So seeing, locking and the right are one call that
//! cannot be left out. [`save`] changes a row only as it was read: its version and its state are part of the statement,
//! and whoever comes second tries again.

use std::str::FromStr;

use sea_orm::sea_query::LockType;
use sea_orm::{
    ActiveModelBehavior, ActiveModelTrait, ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait,
    IntoActiveModel, Iterable, ModelTrait, PrimaryKeyToColumn, PrimaryKeyTrait, QueryFilter, QuerySelect,
    Select, SqlErr,
};

use super::actor::Actor;
use super::error::{Error, Refusal, Result, found, refuse};
use super::ids::TypedId;
use super::operation::Operation;
use super::policy::{Place, Right, require};
use super::read::{self, Row};
use super::refusals::{DUPLICATE, FORBIDDEN, STALE_VERSION};
use super::tx::Tx;

/// The key of a table.
type Key<E> = <<E as EntityTrait>::PrimaryKey as PrimaryKeyTrait>::ValueType;

/// A row that belongs somewhere: what rights are held against.
pub trait Placed {
    /// Where it belongs.
    fn place(&self) -> Place;
}

/// A row that the actor sees, locked until the transaction ends. Whether they may change it is still to be said.
#[derive(Debug)]
#[must_use]
pub struct Loaded<'a, M> {
    row: M,
    actor: &'a Actor,
}

impl<M> Loaded<'_, M> {
    /// The row, for whoever has the right where it belongs.
    ///
    /// # Errors
    /// `FORBIDDEN`.
    pub fn may(self, right: Right) -> Result<M>
    where
        M: Placed,
    {
        let place = self.row.place();
        self.may_at(right, &place)
    }

    /// The row, for whoever has the right at the place of what it is a part of.
    ///
    /// # Errors
    /// `FORBIDDEN`.
    pub fn may_at(self, right: Right, place: &Place) -> Result<M> {
        require(self.actor, right, place)?;
        Ok(self.row)
    }

    /// The row, where a rule of its room says that the actor may.
    ///
    /// # Errors
    /// `FORBIDDEN`.
    pub fn may_if(self, rule: impl FnOnce(&Actor, &M) -> bool) -> Result<M> {
        if rule(self.actor, &self.row) { Ok(self.row) } else { refuse(FORBIDDEN, "") }
    }

    /// The row, where whoever sees it may do this, or its room goes on to ask.
    pub fn seen(self) -> M {
        self.row
    }
}

/// A row for a change: locked, if the actor may see it. Rows are locked in the order of the rooms, what a thing is a part
/// of before the thing.
///
/// # Errors
/// `NOT_FOUND` on `field`; the database failed.
pub async fn load<'a, E: read::Entity>(
    tx: &Tx,
    op: &'a Operation,
    id: impl TypedId,
    field: &str,
) -> Result<Loaded<'a, Row<E>>> {
    let seen = E::find().filter(E::ID.eq(id.uuid())).filter(E::visible_to(&op.actor));
    let row = found(locked(seen).one(tx).await?, field)?;
    Ok(Loaded { row, actor: &op.actor })
}

/// A row that is only referred to, if the actor may see it.
///
/// # Errors
/// `NOT_FOUND` on `field`; the database failed.
pub async fn see<E: read::Entity>(
    db: &impl ConnectionTrait,
    op: &Operation,
    id: impl TypedId,
    field: &str,
) -> Result<Row<E>> {
    let seen = E::find().filter(E::ID.eq(id.uuid())).filter(E::visible_to(&op.actor));
    found(seen.one(db).await?, field)
}

/// Changes a row that was read: `change` holds what becomes different. Who changed it and when is noted, its version goes
/// one on. Where somebody changed it since it was read, the transaction begins anew.
///
/// # Errors
/// The database failed.
pub async fn save<A>(
    tx: &Tx,
    op: &Operation,
    read: &<A::Entity as EntityTrait>::Model,
    mut change: A,
) -> Result<()>
where
    A: ActiveModelTrait + ActiveModelBehavior + Send,
    <A::Entity as EntityTrait>::Model: IntoActiveModel<A>,
{
    for key in <A::Entity as EntityTrait>::PrimaryKey::iter() {
        let key = key.into_column();
        change.set(key, read.get(key));
    }
    let mut unchanged = Condition::all();
    if let Some(version) = column::<A::Entity>("version") {
        let was = read.get(version);
        unchanged = unchanged.add(version.eq(was.clone()));
        if let sea_orm::Value::Int(Some(was)) = was {
            change.set(version, (was + 1).into());
        }
    }
    if let Some(state) = column::<A::Entity>("state") {
        unchanged = unchanged.add(state.eq(read.get(state)));
    }
    if let Some(at) = column::<A::Entity>("updated_at") {
        change.set(at, op.now.into());
    }
    if let Some(by) = column::<A::Entity>("updated_by") {
        change.set(by, op.actor.user_id().map(TypedId::uuid).into());
    }
    #[expect(clippy::disallowed_methods, reason = "the one place that updates a row")]
    let update = A::Entity::update(change).validate()?.filter(unchanged);
    update.exec_without_returning(tx).await?;
    Ok(())
}

/// Lets the transaction begin anew: something is no longer as it was when its locks were taken.
pub fn anew() -> Error {
    DbErr::RecordNotUpdated.into()
}

fn column<E: EntityTrait>(name: &str) -> Option<E::Column> {
    E::Column::from_str(name).ok()
}

/// Refuses a change of what is no longer as the client read it.
///
/// # Errors
/// `STALE_VERSION`.
pub fn fresh(given: Option<i32>, stored: i32) -> Result<()> {
    if given.is_none_or(|version| version == stored) { Ok(()) } else { refuse(STALE_VERSION, "version") }
}

/// A row that must be alone of its kind and is not, as a refusal of a field; other failures stay as they are.
pub fn unique(field: &str) -> impl Fn(DbErr) -> Error {
    move |error| match error.sql_err() {
        Some(SqlErr::UniqueConstraintViolation(_)) => Refusal::of(DUPLICATE, field).into(),
        _ => error.into(),
    }
}

/// A row, locked, whoever asks: for the system, and for whoever comes with a secret that leads to it.
///
/// # Errors
/// The database failed.
pub async fn hold<E: EntityTrait>(tx: &Tx, id: impl Into<Key<E>>) -> Result<Option<E::Model>> {
    Ok(locked(E::find_by_id(id)).one(tx).await?)
}

/// A query for rows that are about to be changed: they are locked until the transaction ends.
pub fn locked<E: EntityTrait>(rows: Select<E>) -> Select<E> {
    rows.lock(LockType::NoKeyUpdate)
}

/// A row that must stay as it is while others are written that rely on it; who else relies on it does not wait.
///
/// # Errors
/// The database failed.
pub async fn steady<E: EntityTrait>(tx: &Tx, id: impl Into<Key<E>>) -> Result<Option<E::Model>> {
    Ok(steadied(E::find_by_id(id)).one(tx).await?)
}

/// A query for rows that must stay as they are until the transaction ends, by their keys in order.
pub fn steadied<E: EntityTrait>(rows: Select<E>) -> Select<E> {
    rows.lock(LockType::Share)
}

/// The same for a row that the actor must see, such as a person about whom something is written.
///
/// # Errors
/// `NOT_FOUND` on `field`; the database failed.
pub async fn see_steady<E: read::Entity>(
    tx: &Tx,
    op: &Operation,
    id: impl TypedId,
    field: &str,
) -> Result<Row<E>> {
    let seen = E::find().filter(E::ID.eq(id.uuid())).filter(E::visible_to(&op.actor));
    found(steadied(seen).one(tx).await?, field)
}

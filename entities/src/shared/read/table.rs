//! Tables as statements are made of them: names and kinds of columns, known by their place in the entity.

use std::any::TypeId;
use std::collections::HashMap;
use std::sync::{PoisonError, RwLock};

use sea_orm::{ColumnTrait, ColumnType, Condition, EntityTrait, IdenStatic, Iterable};

use super::Entity;
use crate::shared::actor::Actor;

/// A table that can be read.
pub struct Table {
    /// Its name.
    pub name: &'static str,
    /// Its columns in the order of the entity's declaration: `Column::X as usize` is a place in it.
    pub(super) columns: Vec<Column>,
    /// The place of the primary key.
    pub(super) id: usize,
    /// Which rows an actor may see.
    pub(super) visible_to: fn(&Actor) -> Condition,
    /// The same, way by way.
    pub(super) ways: fn(&Actor) -> Vec<Condition>,
}

/// A column.
pub(super) struct Column {
    pub(super) name: &'static str,
    pub(super) kind: ColumnType,
}

impl Table {
    /// The table of an entity.
    pub fn of<E: Entity>() -> Self {
        let columns: Vec<_> = <E as EntityTrait>::Column::iter().collect();
        let id = columns.iter().position(|column| column.as_str() == E::ID.as_str()).unwrap_or_default();
        let columns = columns
            .iter()
            .map(|column| Column { name: column.as_str(), kind: column.def().get_column_type().clone() });
        Self {
            name: E::default().table_name(),
            columns: columns.collect(),
            id,
            visible_to: E::visible_to,
            ways: E::ways,
        }
    }

    /// The place of a column; none where there is no such column.
    pub fn column(&self, name: &str) -> Option<usize> {
        self.columns.iter().position(|column| column.name == name)
    }
}

static TABLES: RwLock<Option<HashMap<TypeId, &'static Table>>> = RwLock::new(None);

/// The table of an entity, made once.
pub(super) fn known<E: Entity>() -> &'static Table {
    let key = TypeId::of::<E>();
    let read = TABLES.read().unwrap_or_else(PoisonError::into_inner);
    if let Some(table) = read.as_ref().and_then(|tables| tables.get(&key)) {
        return table;
    }
    drop(read);
    let mut tables = TABLES.write().unwrap_or_else(PoisonError::into_inner);
    tables.get_or_insert_default().entry(key).or_insert_with(|| Box::leak(Box::new(Table::of::<E>())))
}

//! Filter and order of requests.

use async_graphql::{ID, InputObject, Result};
use entities::requests::{RequestKind, RequestState, request};
use entities::shared::ids::PersonId;
use entities::shared::read::{ColumnTrait, Condition};

use crate::graphql::enums::Coded;
use crate::graphql::page::{Filter, day, id_is, is_any_of};
use crate::graphql::scalars::Date;
use crate::ordering;

/// Which requests.
#[derive(InputObject, Default)]
pub struct DataSubjectRequestFilter {
    /// About this person.
    person_id: Option<ID>,
    /// Of these kinds.
    kinds: Option<Vec<Coded<RequestKind>>>,
    /// In these states.
    states: Option<Vec<Coded<RequestState>>>,
    /// Due on this day or before.
    due_by: Option<Date>,
}

impl Filter<request::Entity> for DataSubjectRequestFilter {
    fn condition(&self) -> Result<Condition> {
        use request::Column;
        Ok(Condition::all()
            .add_option(id_is::<PersonId, _>(Column::PersonId, self.person_id.as_ref(), "personId")?)
            .add_option(is_any_of(Column::Kind, self.kinds.as_deref()))
            .add_option(is_any_of(Column::State, self.states.as_deref()))
            .add_option(day(self.due_by.as_ref(), "dueBy")?.map(|day| Column::DueOn.lte(day))))
    }
}

ordering! {
    /// How requests are ordered.
    pub enum DataSubjectRequestOrder for request by default CreatedDesc {
        /// By when they were made.
        CreatedAsc = "created" [CreatedAt] asc,
        /// By when they were made, newest first.
        CreatedDesc = "created" [CreatedAt] desc,
        /// By when they are due.
        DueAsc = "due" [DueOn] asc,
        /// By when they are due, latest first.
        DueDesc = "due" [DueOn] desc,
    }
}

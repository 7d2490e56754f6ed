//! Filters and orders of the mail's connections.

use async_graphql::{ID, InputObject, Result};
use entities::mail::{DeliveryKind, DeliveryState, Problem, delivery};
use entities::shared::ids::{PersonId, ProjectId, UserId};
use entities::shared::read::{ColumnTrait, Condition};

use crate::graphql::enums::Coded;
use crate::graphql::page::{Filter, id_is, instant, is_any_of};
use crate::graphql::scalars::DateTime;
use crate::ordering;

/// Which deliveries.
#[derive(InputObject, Default)]
pub struct DeliveryFilter {
    /// About these things.
    kinds: Option<Vec<Coded<DeliveryKind>>>,
    /// In these states.
    states: Option<Vec<Coded<DeliveryState>>>,
    /// With these problems.
    problems: Option<Vec<Coded<Problem>>>,
    /// Of this project.
    project_id: Option<ID>,
    /// To this user.
    user_id: Option<ID>,
    /// To this person.
    person_id: Option<ID>,
    /// Created at this instant or later.
    created_since: Option<DateTime>,
}

impl Filter<delivery::Entity> for DeliveryFilter {
    fn condition(&self) -> Result<Condition> {
        use delivery::Column;
        Ok(Condition::all()
            .add_option(is_any_of(Column::Kind, self.kinds.as_deref()))
            .add_option(is_any_of(Column::State, self.states.as_deref()))
            .add_option(is_any_of(Column::Problem, self.problems.as_deref()))
            .add_option(id_is::<ProjectId, _>(Column::ProjectId, self.project_id.as_ref(), "projectId")?)
            .add_option(id_is::<UserId, _>(Column::UserId, self.user_id.as_ref(), "userId")?)
            .add_option(id_is::<PersonId, _>(Column::PersonId, self.person_id.as_ref(), "personId")?)
            .add_option(
                instant(self.created_since.as_ref(), "createdSince")?
                    .map(|since| Column::CreatedAt.gte(since)),
            ))
    }
}

ordering! {
    /// How deliveries are ordered.
    pub enum DeliveryOrder for delivery by default CreatedDesc {
        /// By when they were created.
        CreatedAsc = "created" [CreatedAt] asc,
        /// By when they were created, newest first.
        CreatedDesc = "created" [CreatedAt] desc,
        /// By when they were last changed.
        UpdatedAsc = "updated" [UpdatedAt] asc,
        /// By when they were last changed, latest first.
        UpdatedDesc = "updated" [UpdatedAt] desc,
    }
}

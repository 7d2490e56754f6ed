//! Filters and orders of who saw PESEL numbers.

use async_graphql::{ID, InputObject, Result};
use entities::pesel::{SightingKind, sighting};
use entities::shared::ids::{PartnerId, PersonId, ProjectId};
use entities::shared::read::{ColumnTrait, Condition};

use crate::graphql::enums::Coded;
use crate::graphql::page::{Filter, id_is, instant, is_any_of};
use crate::graphql::scalars::DateTime;
use crate::ordering;

/// Which sightings.
#[derive(InputObject, Default)]
pub struct PeselSightingFilter {
    /// Of the number of this person.
    person_id: Option<ID>,
    /// Of these kinds.
    kinds: Option<Vec<Coded<SightingKind>>>,
    /// On the ground of this project.
    project_id: Option<ID>,
    /// For this partner.
    partner_id: Option<ID>,
    /// At this instant or later.
    from: Option<DateTime>,
    /// Before this instant.
    to: Option<DateTime>,
}

impl Filter<sighting::Entity> for PeselSightingFilter {
    fn condition(&self) -> Result<Condition> {
        use sighting::Column;
        Ok(Condition::all()
            .add_option(id_is::<PersonId, _>(Column::PersonId, self.person_id.as_ref(), "personId")?)
            .add_option(is_any_of(Column::Kind, self.kinds.as_deref()))
            .add_option(id_is::<ProjectId, _>(Column::ProjectId, self.project_id.as_ref(), "projectId")?)
            .add_option(id_is::<PartnerId, _>(Column::PartnerId, self.partner_id.as_ref(), "partnerId")?)
            .add_option(instant(self.from.as_ref(), "from")?.map(|from| Column::At.gte(from)))
            .add_option(instant(self.to.as_ref(), "to")?.map(|to| Column::At.lt(to))))
    }
}

ordering! {
    /// How sightings are ordered.
    pub enum PeselSightingOrder for sighting by default AtDesc {
        /// By when it was.
        AtAsc = "at" [At] asc,
        /// By when it was, latest first.
        AtDesc = "at" [At] desc,
    }
}

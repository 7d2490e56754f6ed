//! Filters and orders of the institutions' connections.

use async_graphql::{ID, InputObject, Result};
use entities::institutions::{InstitutionKind, InstitutionState, Sector, employment, institution, person};
use entities::shared::actor::Actor;
use entities::shared::ids::{InstitutionId, PersonId, UnitId};
use entities::shared::read::{ColumnTrait, Condition, Entity, within};

use crate::graphql::enums::Coded;
use crate::graphql::page::{Filter, day, holds, id_is, is_any_of, is_email};
use crate::graphql::scalars::Date;
use crate::ordering;

/// Which institutions.
#[derive(InputObject, Default)]
pub struct InstitutionFilter {
    /// Of these types.
    kinds: Option<Vec<Coded<InstitutionKind>>>,
    /// Of these sectors.
    sectors: Option<Vec<Coded<Sector>>>,
    /// In these states.
    states: Option<Vec<Coded<InstitutionState>>>,
    /// In this voivodeship.
    voivodeship_id: Option<ID>,
    /// That serve this territorial unit.
    unit_id: Option<ID>,
    /// That belong to this institution.
    parent_id: Option<ID>,
    /// Whose name holds this text, whatever its case.
    name_contains: Option<String>,
}

impl Filter<institution::Entity> for InstitutionFilter {
    fn condition(&self) -> Result<Condition> {
        use institution::Column;
        let voivodeship = self.voivodeship_id.as_ref();
        Ok(Condition::all()
            .add_option(is_any_of(Column::Kind, self.kinds.as_deref()))
            .add_option(is_any_of(Column::Sector, self.sectors.as_deref()))
            .add_option(is_any_of(Column::State, self.states.as_deref()))
            .add_option(id_is::<UnitId, _>(Column::VoivodeshipId, voivodeship, "voivodeshipId")?)
            .add_option(id_is::<UnitId, _>(Column::UnitId, self.unit_id.as_ref(), "unitId")?)
            .add_option(id_is::<InstitutionId, _>(Column::ParentId, self.parent_id.as_ref(), "parentId")?)
            .add_option(self.name_contains.as_ref().map(|text| holds(Column::Name, text))))
    }
}

ordering! {
    /// How institutions are ordered.
    pub enum InstitutionOrder for institution by default NameAsc {
        /// By name in Polish order.
        NameAsc = "name" [NameKey] asc,
        /// By name in Polish order, last first.
        NameDesc = "name" [NameKey] desc,
    }
}

/// Which people.
#[derive(InputObject, Default)]
pub struct PersonFilter {
    /// With an employment in this institution, past ones included, that the viewer may see.
    institution_id: Option<ID>,
    /// With this e-mail, whatever its case.
    email_is: Option<String>,
    /// Whose surname holds this text, whatever its case.
    last_name_contains: Option<String>,
}

impl PersonFilter {
    fn own(&self) -> Condition {
        use person::Column;
        Condition::all()
            .add_option(self.email_is.as_ref().map(|email| is_email(Column::Email, email)))
            .add_option(self.last_name_contains.as_ref().map(|text| holds(Column::LastName, text)))
    }
}

impl Filter<person::Entity> for PersonFilter {
    /// For nobody in particular: whoever the public may see.
    fn condition(&self) -> Result<Condition> {
        self.condition_for(&Actor::Public)
    }

    fn condition_for(&self, actor: &Actor) -> Result<Condition> {
        use employment::{Column, Entity as Employments};
        let there =
            id_is::<InstitutionId, _>(Column::InstitutionId, self.institution_id.as_ref(), "institutionId")?;
        Ok(self.own().add_option(there.map(|there| {
            let seen = Condition::all().add(there).add(Employments::visible_to(actor));
            within::<_, Employments>(person::Column::Id, Column::PersonId, seen)
        })))
    }
}

ordering! {
    /// How people are ordered.
    pub enum PersonOrder for person by default NameAsc {
        /// By surname and first names in Polish order.
        NameAsc = "name" [SortKey] asc,
        /// By surname and first names in Polish order, last first.
        NameDesc = "name" [SortKey] desc,
    }
}

/// Which employments.
#[derive(InputObject, Default)]
pub struct EmploymentFilter {
    /// Of this person.
    person_id: Option<ID>,
    /// In this institution.
    institution_id: Option<ID>,
    /// That last on this day.
    on: Option<Date>,
}

impl Filter<employment::Entity> for EmploymentFilter {
    fn condition(&self) -> Result<Condition> {
        use employment::Column;
        let institution = self.institution_id.as_ref();
        let on = day(self.on.as_ref(), "on")?.map(|on| {
            let not_over = Condition::any().add(Column::To.is_null()).add(Column::To.gte(on));
            Condition::all().add(Column::From.lte(on)).add(not_over)
        });
        Ok(Condition::all()
            .add_option(id_is::<PersonId, _>(Column::PersonId, self.person_id.as_ref(), "personId")?)
            .add_option(id_is::<InstitutionId, _>(Column::InstitutionId, institution, "institutionId")?)
            .add_option(on))
    }
}

ordering! {
    /// How employments are ordered.
    pub enum EmploymentOrder for employment by default FromDesc {
        /// By first day.
        FromAsc = "from" [From] asc,
        /// By first day, latest first.
        FromDesc = "from" [From] desc,
    }
}

//! Filters and orders of the certificates' connections.

use async_graphql::{ID, InputObject, Result};
use entities::certificates::{CertificateState, certificate, certificate_template};
use entities::shared::ids::{EditionId, PersonId, ProjectId};
use entities::shared::read::{ColumnTrait, Condition};

use crate::graphql::enums::Coded;
use crate::graphql::page::{Filter, day, holds, id_is, is_any_of, is_line};
use crate::graphql::scalars::Date;
use crate::ordering;

/// Which certificates.
#[derive(InputObject, Default)]
pub struct CertificateFilter {
    /// Of this edition.
    edition_id: Option<ID>,
    /// Of this project.
    project_id: Option<ID>,
    /// Of this person.
    person_id: Option<ID>,
    /// In these states.
    states: Option<Vec<Coded<CertificateState>>>,
    /// With this number.
    number: Option<String>,
    /// Issued on this day or later.
    issued_from: Option<Date>,
    /// Issued on this day or earlier.
    issued_to: Option<Date>,
}

impl Filter<certificate::Entity> for CertificateFilter {
    fn condition(&self) -> Result<Condition> {
        use certificate::Column;
        let from = day(self.issued_from.as_ref(), "issuedFrom")?;
        let to = day(self.issued_to.as_ref(), "issuedTo")?;
        Ok(Condition::all()
            .add_option(id_is::<EditionId, _>(Column::EditionId, self.edition_id.as_ref(), "editionId")?)
            .add_option(id_is::<ProjectId, _>(Column::ProjectId, self.project_id.as_ref(), "projectId")?)
            .add_option(id_is::<PersonId, _>(Column::PersonId, self.person_id.as_ref(), "personId")?)
            .add_option(is_any_of(Column::State, self.states.as_deref()))
            .add_option(self.number.as_ref().map(|number| is_line(Column::Number, number)))
            .add_option(from.map(|day| Column::IssuedOn.gte(day)))
            .add_option(to.map(|day| Column::IssuedOn.lte(day))))
    }
}

ordering! {
    /// How certificates are ordered.
    pub enum CertificateOrder for certificate by default IssuedDesc {
        /// By when they were issued.
        IssuedAsc = "issued" [IssuedAt] asc,
        /// By when they were issued, newest first.
        IssuedDesc = "issued" [IssuedAt] desc,
        /// By series, year and number.
        NumberAsc = "number" [Series] [Year] [Ordinal] asc,
        /// By series, year and number, last first.
        NumberDesc = "number" [Series] [Year] [Ordinal] desc,
    }
}

/// Which certificate templates.
#[derive(InputObject, Default)]
pub struct CertificateTemplateFilter {
    /// Of this project.
    project_id: Option<ID>,
    /// Whose name holds this text, whatever its case.
    name_contains: Option<String>,
}

impl Filter<certificate_template::Entity> for CertificateTemplateFilter {
    fn condition(&self) -> Result<Condition> {
        use certificate_template::Column;
        Ok(Condition::all()
            .add_option(id_is::<ProjectId, _>(Column::ProjectId, self.project_id.as_ref(), "projectId")?)
            .add_option(self.name_contains.as_ref().map(|text| holds(Column::Name, text))))
    }
}

ordering! {
    /// How certificate templates are ordered.
    pub enum CertificateTemplateOrder for certificate_template by default CreatedDesc {
        /// By when they were created.
        CreatedAsc = "created" [CreatedAt] asc,
        /// By when they were created, newest first.
        CreatedDesc = "created" [CreatedAt] desc,
    }
}

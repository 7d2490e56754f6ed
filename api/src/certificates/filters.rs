//! Filters and orders of the certificates' connections.

use entities::certificates::{CertificateState, certificate, certificate_template};
use entities::shared::ids::{EditionId, PersonId, ProjectId};

use crate::graphql::filter::{AnyOf, Contains, FromDay, Id, Line, ToDay};
use crate::{filter, ordering};

filter! {
    /// Which certificates.
    pub struct CertificateFilter for certificate {
        /// Of this edition.
        edition_id: Id<EditionId> = EditionId;
        /// Of this project.
        project_id: Id<ProjectId> = ProjectId;
        /// Of this person.
        person_id: Id<PersonId> = PersonId;
        /// In these states.
        states: AnyOf<CertificateState> = State;
        /// With this number.
        number: Line = Number;
        /// Issued on this day or later.
        issued_from: FromDay = IssuedOn;
        /// Issued on this day or earlier.
        issued_to: ToDay = IssuedOn;
    }
}

ordering! {
    /// How certificates are ordered.
    pub enum CertificateOrder for certificate by default IssuedDesc {
        /// By when they were issued.
        IssuedAsc,
        /// By when they were issued, newest first.
        IssuedDesc = "issued" [IssuedAt];
        /// By series, year and number.
        NumberAsc,
        /// By series, year and number, last first.
        NumberDesc = "number" [Series] [Year] [Ordinal];
    }
}

filter! {
    /// Which certificate templates.
    pub struct CertificateTemplateFilter for certificate_template {
        /// Of this project.
        project_id: Id<ProjectId> = ProjectId;
        /// Whose name holds this text, whatever its case.
        name_contains: Contains = Name;
    }
}

ordering! {
    /// How certificate templates are ordered.
    pub enum CertificateTemplateOrder for certificate_template by default CreatedDesc {
        /// By when they were created.
        CreatedAsc,
        /// By when they were created, newest first.
        CreatedDesc = "created" [CreatedAt];
    }
}

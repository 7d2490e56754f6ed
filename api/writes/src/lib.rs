//! What clients do: mutations of all rooms. A room is a folder with a file for each mutation, listed with their
//! descriptions in its `mod.rs`.

// A merged root nests its rooms in one another, a level for each.
#![recursion_limit = "256"]

pub mod accounts;
pub mod advisory;
pub mod certificates;
pub mod clauses;
pub mod documents;
pub mod indicators;
pub mod institutions;
pub mod mail;
pub mod partnerships;
pub mod pesel;
pub mod pilots;
pub mod reporting;
pub mod requests;
pub mod territory;
pub mod trainings;

use kit::rooms::{OfRoom, fields_of};

/// Everything that can be done. Each mutation takes one input and answers the changed object and typed errors.
#[derive(async_graphql::MergedObject, Default)]
pub struct Mutation(
    accounts::AccountMutations,
    advisory::AdvisoryMutations,
    certificates::CertificateMutations,
    clauses::ClauseMutations,
    documents::DocumentMutations,
    indicators::IndicatorMutations,
    institutions::InstitutionMutations,
    mail::MailMutations,
    partnerships::PartnershipMutations,
    pesel::PeselMutations,
    pilots::PilotMutations,
    reporting::ReportingMutations,
    requests::DataSubjectRequestMutations,
    territory::TerritoryMutations,
    trainings::TrainingMutations,
);

/// What is done in each room.
pub fn of_rooms() -> Vec<OfRoom> {
    let of = |room, fields| OfRoom { room, fields, objects: vec![] };
    vec![
        of("accounts", fields_of::<accounts::AccountMutations>()),
        of("advisory", fields_of::<advisory::AdvisoryMutations>()),
        of("certificates", fields_of::<certificates::CertificateMutations>()),
        of("clauses", fields_of::<clauses::ClauseMutations>()),
        of("documents", fields_of::<documents::DocumentMutations>()),
        of("indicators", fields_of::<indicators::IndicatorMutations>()),
        of("institutions", fields_of::<institutions::InstitutionMutations>()),
        of("mail", fields_of::<mail::MailMutations>()),
        of("partnerships", fields_of::<partnerships::PartnershipMutations>()),
        of("pesel", fields_of::<pesel::PeselMutations>()),
        of("pilots", fields_of::<pilots::PilotMutations>()),
        of("reporting", fields_of::<reporting::ReportingMutations>()),
        of("requests", fields_of::<requests::DataSubjectRequestMutations>()),
        of("territory", fields_of::<territory::TerritoryMutations>()),
        of("trainings", fields_of::<trainings::TrainingMutations>()),
    ]
}

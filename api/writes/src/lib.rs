//! What clients do: mutations of all rooms. A room is a folder with a file for each mutation, listed with their
//! descriptions in its `mod.rs`.

// A merged root nests its rooms in one another, a level for each.
#![recursion_limit = "256"]

pub mod accounts;
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
pub mod trainings;

/// Everything that can be done. Each mutation takes one input and answers the changed object and typed errors.
#[derive(async_graphql::MergedObject, Default)]
pub struct Mutation(
    accounts::AccountMutations,
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
    trainings::TrainingMutations,
);

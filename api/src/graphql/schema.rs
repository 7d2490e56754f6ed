//! The roots, assembled from the rooms.

use async_graphql::{MergedObject, MergedSubscription, SDLExportOptions, SchemaBuilder};

use super::guard::Limits;
use super::mutate::AnyMutationError;
use super::relay::NodeQuery;
use crate::accounts::mutations::AccountMutations;
use crate::accounts::query::{AccountQuery, ViewerQuery};
use crate::audit::query::AuditQuery;
use crate::certificates::mutations::CertificateMutations;
use crate::certificates::query::{CertificateQuery, VerificationQuery};
use crate::certificates::subscription::CertificateSubscription;
use crate::clauses::mutations::ClauseMutations;
use crate::clauses::query::ClauseQuery;
use crate::documents::mutations::DocumentMutations;
use crate::documents::query::DocumentQuery;
use crate::indicators::mutations::IndicatorMutations;
use crate::indicators::query::IndicatorQuery;
use crate::institutions::mutations::InstitutionMutations;
use crate::institutions::query::InstitutionQuery;
use crate::jobs::query::JobQuery;
use crate::mail::mutations::MailMutations;
use crate::mail::query::MailQuery;
use crate::partnerships::mutations::PartnershipMutations;
use crate::partnerships::query::PartnershipQuery;
use crate::pesel::mutations::PeselMutations;
use crate::pesel::query::PeselQuery;
use crate::pilots::mutations::PilotMutations;
use crate::pilots::query::PilotQuery;
use crate::reporting::mutations::ReportingMutations;
use crate::reporting::query::ReportingQuery;
use crate::reporting::subscription::ReportingSubscription;
use crate::requests::mutations::DataSubjectRequestMutations;
use crate::requests::query::{DataSubjectRequestQuery, PrivacyPreviewQuery};
use crate::territory::query::TerritoryQuery;
use crate::trainings::mutations::TrainingMutations;
use crate::trainings::query::TrainingQuery;
use crate::trainings::subscription::TrainingSubscription;

/// Everything that can be read.
#[derive(MergedObject, Default)]
pub struct Query(
    NodeQuery,
    ViewerQuery,
    TerritoryQuery,
    InstitutionQuery,
    PartnershipQuery,
    TrainingQuery,
    CertificateQuery,
    VerificationQuery,
    DocumentQuery,
    PilotQuery,
    IndicatorQuery,
    ReportingQuery,
    AccountQuery,
    MailQuery,
    JobQuery,
    AuditQuery,
    PeselQuery,
    ClauseQuery,
    DataSubjectRequestQuery,
    PrivacyPreviewQuery,
);

/// Everything that can be done. Each mutation takes one input and answers the changed object and typed errors.
#[derive(MergedObject, Default)]
pub struct Mutation(
    AccountMutations,
    MailMutations,
    InstitutionMutations,
    PartnershipMutations,
    TrainingMutations,
    CertificateMutations,
    DocumentMutations,
    PilotMutations,
    IndicatorMutations,
    ReportingMutations,
    PeselMutations,
    ClauseMutations,
    DataSubjectRequestMutations,
);

/// Everything that can be waited for, over a WebSocket.
#[derive(MergedSubscription, Default)]
pub struct Subscription(TrainingSubscription, CertificateSubscription, ReportingSubscription);

/// The schema.
pub type Schema = async_graphql::Schema<Query, Mutation, Subscription>;

/// The schema, to be given its state. The guard has compared the depth already, with fragments expanded; the
/// library compares it once more.
pub fn builder(limits: &Limits) -> SchemaBuilder<Query, Mutation, Subscription> {
    Schema::build(Query::default(), Mutation::default(), Subscription::default())
        .register_output_type::<AnyMutationError>()
        .limit_depth(usize::try_from(limits.depth).unwrap_or(usize::MAX))
        .limit_complexity(limits.complexity)
        .disable_suggestions()
}

/// Read by graphql-eslint: it takes every plain list for a mistake, those of filters and errors too.
const LINT: &str =
    "# eslint-disable @graphql-eslint/relay-edge-types -- values, filters and errors are plain lists\n";

/// A definition that no tool needs and graphql-eslint takes for unused.
const SPECIFIED_BY: &str = "\"\"\"\nProvides a scalar specification URL for specifying the behavior of custom scalar \
    types.\n\"\"\"\ndirective @specifiedBy(url: String!) on SCALAR\n";

/// The schema as text, as `schema.graphql` has it.
pub fn sdl() -> String {
    let options = SDLExportOptions::new().sorted_fields().sorted_arguments().sorted_enum_items();
    let text = builder(&Limits::default()).finish().sdl_with_options(options).replace(SPECIFIED_BY, "");
    format!("{LINT}{}\n", text.trim_end())
}

//! GraphQL and HTTP of Zwornik.

pub mod certificates;
pub mod documents;
pub mod graphql;
pub mod http;
pub mod institutions;
pub mod partnerships;
pub mod territory;
pub mod trainings;

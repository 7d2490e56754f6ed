//! GraphQL and HTTP of Zwornik.
pub mod graphql;
pub mod http;

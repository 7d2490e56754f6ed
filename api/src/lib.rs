//! GraphQL and HTTP of Zwornik.

//! Schema history of Zwornik.

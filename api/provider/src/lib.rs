//! Login by the word of a provider of OpenID Connect, where an office has one (ADR 15).
//!
//! | file | what |
//! | --- | --- |
//! | `http.rs` | the HTTP client, bounded in time and size |
//! | `provider.rs` | what the provider is asked, and what is believed of its answer |
//!
//! Pages are in `api/src/accounts/provider_login.rs` and `provider_words.rs`, rows in `entities/src/accounts/actions/provider_login.rs`.

pub mod http;
pub mod provider;

pub use provider::{Provider, ProviderError, Settings};

//! Privacy in the API: what people ask for about their own data, erasure, retention.

pub mod request_filters;
pub mod request_query;
pub mod request_types;
pub mod requests;

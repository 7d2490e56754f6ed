//! Who asks, for what lives longer than one request.

use std::sync::Arc;

use axum::http::request::Parts;
use futures_util::future::BoxFuture;
use futures_util::stream::BoxStream;

use super::Refusal;

/// Who asks, and a trace of what they may do: two of them are equal as long as nothing of it has changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    /// The account; none for the public.
    pub who: Option<String>,
    /// Stands for token and rights.
    pub rights: String,
}

/// Tells who asks, and when to ask again.
pub trait Watch: Send + Sync + 'static {
    /// Whom the head of a request stands for, now.
    fn identify(&self, head: Arc<Parts>) -> BoxFuture<'static, Result<Identity, Refusal>>;

    /// Yields whenever token or rights of somebody may have changed.
    fn changes(&self, of: &Identity) -> BoxFuture<'static, BoxStream<'static, ()>>;
}

//! One GraphQL request on its way to the executor: hook, guard, operation, execution within the time left.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;

use async_graphql::parser::types::{DocumentOperations, OperationType};
use async_graphql::{Executor, Request, Response};
use axum::http::Method;
use axum::http::request::Parts;
use futures_util::FutureExt as _;
use tokio::time::Instant;

use super::{GraphqlEndpoint, Refusal};
use crate::graphql::guard;

/// The HTTP request whose elements are run.
pub(super) struct Turn<'a, E> {
    pub(super) endpoint: &'a GraphqlEndpoint<E>,
    pub(super) parts: Arc<Parts>,
    pub(super) deadline: Instant,
}

impl<E: Executor> Turn<'_, E> {
    /// Runs one element to its end, to the deadline, or to a refusal. A panic becomes `INTERNAL`.
    pub(super) async fn run(&self, request: Request) -> Result<Response, Refusal> {
        let work = AssertUnwindSafe(self.guarded(request)).catch_unwind();
        match tokio::time::timeout_at(self.deadline, work).await {
            Ok(Ok(outcome)) => outcome,
            Ok(Err(_panic)) => {
                tracing::error!("a resolver panicked");
                Err(Refusal::internal())
            }
            Err(_) => Err(Refusal::timeout()),
        }
    }

    async fn guarded(&self, request: Request) -> Result<Response, Refusal> {
        let mut request = (self.endpoint.prepare)(Arc::clone(&self.parts), request).await?;
        if request.query.is_empty() && request.extensions.contains_key("persistedQuery") {
            // The message is the one by which clients know that they have to send the document.
            return Err(Refusal::document("PERSISTED_QUERY_NOT_FOUND", "PersistedQueryNotFound"));
        }
        let limits = &self.endpoint.limits;
        guard::admit(&mut request, &limits.document)?;
        self.expect_servable(operation(&mut request)?)?;

        let mut response = self.endpoint.executor.execute(request).await;
        super::answer::finish(&mut response, limits.errors);
        Ok(response)
    }

    fn expect_servable(&self, operation: OperationType) -> Result<(), Refusal> {
        match operation {
            OperationType::Query => Ok(()),
            OperationType::Mutation if self.parts.method == Method::GET => {
                Err(Refusal::method("POST", "Send mutations by POST."))
            }
            OperationType::Mutation => Ok(()),
            OperationType::Subscription => {
                Err(Refusal::document("BAD_REQUEST", "Subscriptions are served over WebSocket."))
            }
        }
    }
}

/// The kind of the operation that would be executed.
fn operation(request: &mut Request) -> Result<OperationType, Refusal> {
    let name = request.operation_name.clone();
    let document = request.parsed_query()?;
    let chosen = match (&document.operations, &name) {
        (DocumentOperations::Single(operation), None) => Some(operation),
        (DocumentOperations::Single(_), Some(_)) => None,
        (DocumentOperations::Multiple(operations), Some(name)) => operations.get(name.as_str()),
        (DocumentOperations::Multiple(operations), None) if operations.len() == 1 => {
            operations.values().next()
        }
        (DocumentOperations::Multiple(_), None) => None,
    };
    chosen.map(|operation| operation.node.ty).ok_or_else(|| {
        let message = match name {
            Some(name) => format!("The document has no operation \"{name}\"."),
            None => "The document has several operations; name one in operationName.".to_owned(),
        };
        Refusal::document("OPERATION_RESOLUTION_FAILED", message)
    })
}

//! One GraphQL request on its way to the executor: hook, guard, operation, execution within the time left.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;

use async_graphql::parser::types::{DocumentOperations, ExecutableDocument, OperationType};
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
        guard::scan::check_text(&request.query, &limits.document)?;
        let name = request.operation_name.clone();
        let document = request.parsed_query().map_err(|error| Refusal::syntax(&error))?;
        guard::check(document, &limits.document)?;
        self.expect_servable(operation(document, name.as_deref())?)?;

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
fn operation(document: &ExecutableDocument, name: Option<&str>) -> Result<OperationType, Refusal> {
    let unknown = |message: String| Refusal::document("OPERATION_RESOLUTION_FAILED", message);
    match (&document.operations, name) {
        (DocumentOperations::Single(operation), None) => Ok(operation.node.ty),
        (DocumentOperations::Single(_), Some(name)) => {
            Err(unknown(format!("Unknown operation: \"{name}\".")))
        }
        (DocumentOperations::Multiple(operations), Some(name)) => operations
            .get(name)
            .map(|operation| operation.node.ty)
            .ok_or_else(|| unknown(format!("Unknown operation: \"{name}\"."))),
        (DocumentOperations::Multiple(operations), None) => {
            let mut all = operations.values();
            match (all.next(), all.next()) {
                (Some(only), None) => Ok(only.node.ty),
                _ => Err(unknown("The document has several operations; name one in operationName.".into())),
            }
        }
    }
}

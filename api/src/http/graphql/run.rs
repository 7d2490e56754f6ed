//! One GraphQL request on its way to the executor: hook, guard, operation, execution within the time left.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;

use async_graphql::parser::types::{
    DocumentOperations, ExecutableDocument, OperationDefinition, OperationType,
};
use async_graphql::{Executor, Positioned, Request, Response};
use axum::http::Method;
use axum::http::request::Parts;
use futures_util::FutureExt as _;
use tokio::time::Instant;

use super::shape::Shape;
use super::{Confined, GraphqlEndpoint, Refusal};
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
        self.run_changed(request, |_| Ok(())).await
    }

    /// The same, with a change of the request between its admission and its execution. Whoever changes the document
    /// has it weighed again.
    pub(super) async fn run_changed(
        &self,
        request: Request,
        change: impl FnOnce(&mut Request) -> Result<(), Refusal>,
    ) -> Result<Response, Refusal> {
        let work = AssertUnwindSafe(self.guarded(request, change)).catch_unwind();
        match tokio::time::timeout_at(self.deadline, work).await {
            Ok(Ok(outcome)) => outcome,
            Ok(Err(_panic)) => {
                tracing::error!("a resolver panicked");
                Err(Refusal::internal())
            }
            Err(_) => Err(Refusal::timeout()),
        }
    }

    async fn guarded(
        &self,
        request: Request,
        change: impl FnOnce(&mut Request) -> Result<(), Refusal>,
    ) -> Result<Response, Refusal> {
        let (mut request, operation, shape) = self.endpoint.admit(&self.parts, request).await?;
        self.expect_servable(operation)?;
        change(&mut request)?;

        let mut response = self.endpoint.executor.execute(request).await;
        super::answer::finish(&mut response, &shape, self.endpoint.limits.errors);
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

impl<E: Executor> GraphqlEndpoint<E> {
    /// Brings one request, by whatever way it came, to the point where it may be executed: its document is there,
    /// its sender is known, the guard has passed it.
    pub(super) async fn admit(
        &self,
        parts: &Arc<Parts>,
        mut request: Request,
    ) -> Result<(Request, OperationType, Shape), Refusal> {
        let to_remember = self.documents.resolve(&mut request)?;
        let mut request = (self.prepare)(Arc::clone(parts), request).await?;
        guard::admit(&mut request, &self.limits.document)?;
        if let Some(hash) = to_remember {
            self.documents.remember(hash, &request.query);
        }
        let (operation, shape) = operation(&mut request)?;
        Ok((request, operation, shape))
    }
}

/// Kind and shape of the operation that would be executed, if its sender may ask for it.
fn operation(request: &mut Request) -> Result<(OperationType, Shape), Refusal> {
    let (name, confined) = (request.operation_name.clone(), Confined::of(request));
    let document = request.parsed_query()?;
    let chosen = chosen(document, name.as_deref());
    let Some(chosen) = chosen else {
        let message = match name {
            Some(name) => format!("The document has no operation \"{name}\"."),
            None => "The document has several operations; name one in operationName.".to_owned(),
        };
        return Err(Refusal::document("OPERATION_RESOLUTION_FAILED", message));
    };
    confined.map_or(Ok(()), |confined| confined.allows(document, &chosen.node))?;
    Ok((chosen.node.ty, Shape::of(document, &chosen.node.selection_set.node)))
}

/// The operation of a document that a name picks; without a name the only one.
pub(super) fn chosen<'d>(
    document: &'d ExecutableDocument,
    name: Option<&str>,
) -> Option<&'d Positioned<OperationDefinition>> {
    match (&document.operations, name) {
        (DocumentOperations::Single(operation), None) => Some(operation),
        (DocumentOperations::Single(_), Some(_)) => None,
        (DocumentOperations::Multiple(operations), Some(name)) => operations.get(name),
        (DocumentOperations::Multiple(operations), None) if operations.len() == 1 => {
            operations.values().next()
        }
        (DocumentOperations::Multiple(_), None) => None,
    }
}

//! One GraphQL request on its way to the executor: hook, guard, operation, execution within the time left.

use std::convert::Infallible;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;

use async_graphql::parser::types::{
    DocumentOperations, ExecutableDocument, OperationDefinition, OperationType, Selection,
};
use async_graphql::{Executor, Name, Pos, Positioned, Request, Response, Variables};
use axum::http::request::Parts;
use axum::http::{Method, header};
use entities::shared::language::Language;
use futures_util::FutureExt as _;
use tokio::time::Instant;

use super::answer::Asked;
use super::metered::Together;
use super::shape::Shape;
use super::{Bound, Confined, GraphqlEndpoint, ReadOnly, Refusal};
use crate::guard;
use crate::unfit::Unfit;

/// The HTTP request whose elements are run.
pub(super) struct Turn<'a, E> {
    pub(super) endpoint: &'a GraphqlEndpoint<E>,
    pub(super) parts: Arc<Parts>,
    pub(super) deadline: Instant,
    /// What its elements may cost together.
    pub(super) together: Together,
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
        let (mut request, operation, asked) = self.endpoint.admit(&self.parts, request).await?;
        self.expect_servable(operation)?;
        change(&mut request)?;
        let request = request.data(self.together.clone());

        let mut response = self.endpoint.executor.execute(request).await;
        if let Some(refusal) = Refusal::of_cost(&response) {
            return Err(refusal);
        }
        super::answer::finish(&mut response, &asked, self.endpoint.limits.errors);
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
    ) -> Result<(Request, OperationType, Asked), Refusal> {
        let to_remember = self.documents.resolve(&mut request)?;
        let mut request = (self.prepare)(Arc::clone(parts), request).await?;
        guard::admit(&mut request, &self.limits.document)?;
        if let Some(hash) = to_remember {
            self.documents.remember(hash, &request.query);
        }
        let lang = parts.headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
        let (operation, asked) = operation(&mut request, Language::of_header(lang))?;
        ReadOnly::allows(&request, operation)?;
        Ok((request, operation, asked))
    }
}

/// Kind of the operation that would be executed and what its answer depends on, if its sender may ask for it.
fn operation(request: &mut Request, lang: Language) -> Result<(OperationType, Asked), Refusal> {
    let (name, confined) = (request.operation_name.clone(), Confined::of(request));
    let bound = Bound::of(request);
    let variables = request.variables.clone();
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
    bound.map_or(Ok(()), |bound| bound.allows(document, &chosen.node))?;
    let shape = Shape::of(document, &chosen.node.selection_set.node);
    Ok((chosen.node.ty, Asked { shape, lang, wide: wide(document, &chosen.node, &variables) }))
}

/// Whole numbers in arguments that are wider than an `Int`; mostly there are none.
fn wide(
    document: &ExecutableDocument,
    operation: &OperationDefinition,
    variables: &Variables,
) -> Vec<(Pos, Unfit)> {
    let variable = |name: &Name| {
        let definition = operation.variable_definitions.iter().find(|known| known.node.name.node == *name);
        let default = || definition?.node.default_value().cloned();
        variables.get(name).cloned().or_else(default).unwrap_or_default()
    };
    let fragments = document.fragments.values().map(|fragment| &fragment.node.selection_set.node);
    let mut sets: Vec<_> = fragments.chain([&operation.selection_set.node]).collect();
    let mut found = vec![];
    while let Some(set) = sets.pop() {
        for item in &set.items {
            match &item.node {
                Selection::Field(field) => {
                    for (name, value) in &field.node.arguments {
                        let Ok(given) =
                            value.node.clone().into_const_with(|name| Ok::<_, Infallible>(variable(&name)));
                        found.extend(Unfit::wide(&name.node, &given).map(|unfit| (value.pos, unfit)));
                    }
                    sets.push(&field.node.selection_set.node);
                }
                Selection::InlineFragment(inline) => sets.push(&inline.node.selection_set.node),
                // Fragments are walked by themselves.
                Selection::FragmentSpread(_) => {}
            }
        }
    }
    found
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

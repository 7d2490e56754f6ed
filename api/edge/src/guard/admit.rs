//! The gate as a step of its own, for every path by which a document can reach the schema.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock, PoisonError, RwLock};

use async_graphql::parser::types::ExecutableDocument;
use async_graphql::{ErrorExtensionValues, Request, ServerError};

use super::{Limits, Refused, check, scan};

/// Bytes of text of the longest document that is kept parsed, and of all of them. Parsed, a document is up to two hundred
/// times as large as its text.
const KEPT: [usize; 2] = [4 * 1024, 128 * 1024];

/// Documents that were parsed and found harmless, by their text: a cache of this process.
static PARSED: LazyLock<RwLock<Parsed>> = LazyLock::new(RwLock::default);

#[derive(Default)]
struct Parsed {
    bytes: usize,
    of: HashMap<String, Arc<ExecutableDocument>>,
}

fn remember(text: &str, document: ExecutableDocument) {
    if text.len() > KEPT[0] {
        return;
    }
    let mut parsed = PARSED.write().unwrap_or_else(PoisonError::into_inner);
    if parsed.bytes + text.len() > KEPT[1] {
        *parsed = Parsed::default();
    }
    parsed.bytes += text.len();
    parsed.of.insert(text.to_owned(), Arc::new(document));
}

/// Scans, parses and weighs the document of `request`, which keeps the parsed document for its execution.
///
/// # Errors
/// A GraphQL error with a code: of [`Refused`], or `GRAPHQL_PARSE_FAILED`.
pub fn admit(request: &mut Request, limits: &Limits) -> Result<(), ServerError> {
    scan::check_text(&request.query, limits)?;
    let parsed = PARSED.read().unwrap_or_else(PoisonError::into_inner).of.get(&request.query).cloned();
    let is_new = parsed.is_none();
    if let Some(document) = parsed {
        request.set_parsed_query(ExecutableDocument::clone(&document));
    }
    // Taken out meanwhile, because the document stays a part of the request.
    let variables = std::mem::take(&mut request.variables);
    let document = request.parsed_query().map_err(|error| syntax_error(&error))?;
    check(document, &variables, limits)?;
    if is_new {
        let document = document.clone();
        remember(&request.query, document);
    }
    request.variables = variables;
    Ok(())
}

impl From<Refused> for ServerError {
    fn from(refused: Refused) -> Self {
        coded(refused.code(), Self::new(refused.to_string(), None))
    }
}

/// What the parser expected and where, without its drawing of the place.
fn syntax_error(error: &ServerError) -> ServerError {
    let told = error.message.lines().last().unwrap_or_default().trim().trim_start_matches("= ");
    // A number that is out of range is followed by a place inside the number.
    let told = told.split(" at line ").next().unwrap_or_default().trim_end_matches('.');
    let mut shortened = ServerError::new(format!("Syntax error: {told}."), None);
    shortened.locations.clone_from(&error.locations);
    coded("GRAPHQL_PARSE_FAILED", shortened)
}

fn coded(code: &'static str, mut error: ServerError) -> ServerError {
    let mut extensions = ErrorExtensionValues::default();
    extensions.set("code", code);
    error.extensions = Some(extensions);
    error
}

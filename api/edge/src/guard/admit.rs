//! The gate as a step of its own, for every path by which a document can reach the schema.

use async_graphql::{ErrorExtensionValues, Request, ServerError};

use super::{Limits, Refused, check, scan};

/// Scans, parses and weighs the document of `request`, which keeps the parsed document for its execution.
///
/// # Errors
/// A GraphQL error with a code: of [`Refused`], or `GRAPHQL_PARSE_FAILED`.
pub fn admit(request: &mut Request, limits: &Limits) -> Result<(), ServerError> {
    scan::check_text(&request.query, limits)?;
    // Taken out meanwhile, because the document stays a part of the request.
    let variables = std::mem::take(&mut request.variables);
    let document = request.parsed_query().map_err(|error| syntax_error(&error))?;
    check(document, &variables, limits)?;
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

//! Documents on their way to the API, and what comes back.

use graphql_client::{GraphQLQuery, Response};

use crate::call::{Call, Fault, Future};

/// Whoever serves the pages asks the API as the viewer: by the same door as any client.
pub trait Ask: Send + Sync {
    /// Posts a GraphQL request, JSON, and answers what came back, JSON.
    fn ask<'a>(&'a self, request: Vec<u8>) -> Future<'a, Vec<u8>>;
}

/// Documents of a page: a type for each, and a module with its variables and its answer.
macro_rules! documents {
    ($($visible:vis $name:ident in $path:tt;)+) => {
        $(
            #[derive(graphql_client::GraphQLQuery)]
            #[graphql(
                schema_path = "../../schema.graphql",
                query_path = $path,
                skip_serializing_none,
                response_derives = "PartialEq"
            )]
            $visible struct $name;
        )+
    };
}

pub(crate) use documents;

/// Why a mutation did not do what was asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Refused {
    /// The reason, for programs.
    pub code: String,
    /// The input field it is about, e.g. `needsDiet`; empty for the input as a whole.
    pub field: String,
    /// The reason in the reader's language.
    pub message: String,
}

/// The errors of a payload, whose types differ by mutation.
macro_rules! refused {
    ($errors:expr) => {
        $errors
            .into_iter()
            .map(|error| $crate::ask::Refused {
                code: $crate::ask::code_of(&error.code),
                field: error.field.join("."),
                message: error.message,
            })
            .collect::<Vec<_>>()
    };
}

pub(crate) use refused;

/// A code as it is in the schema.
pub(crate) fn code_of(code: &impl serde::Serialize) -> String {
    serde_json::to_value(code).ok().and_then(|code| code.as_str().map(str::to_owned)).unwrap_or_default()
}

/// Asks a document.
pub(crate) async fn ask<Q: GraphQLQuery>(
    call: &Call,
    variables: Q::Variables,
) -> Result<Q::ResponseData, Fault> {
    let request = serde_json::to_vec(&Q::build_query(variables)).map_err(|_| Fault::Broken)?;
    let answer = call.ask.ask(request).await;
    // Beside errors data may lack what its type has.
    let told: Errors = serde_json::from_slice(&answer).map_err(|_| Fault::Broken)?;
    if let Some(error) = told.errors.first() {
        return Err(fault_of(error));
    }
    let answer: Response<Q::ResponseData> = serde_json::from_slice(&answer).map_err(|_| Fault::Broken)?;
    answer.data.ok_or(Fault::Broken)
}

/// What an answer says of errors alone.
#[derive(serde::Deserialize)]
struct Errors {
    #[serde(default)]
    errors: Vec<graphql_client::Error>,
}

/// What an error of the API means for a page.
fn fault_of(error: &graphql_client::Error) -> Fault {
    let extension = |name: &str| error.extensions.as_ref().and_then(|all| all.get(name));
    let code = extension("code").and_then(|code| code.as_str()).unwrap_or_default();
    match code {
        "UNAUTHENTICATED" => Fault::LogIn,
        // What somebody may not look at is not there for them.
        "NOT_FOUND" | "BAD_USER_INPUT" | "INVALID" | "FORBIDDEN" => Fault::NotFound,
        "SECOND_FACTOR_REQUIRED" => Fault::SecondFactor,
        "RATE_LIMITED" | "TOO_MANY_REQUESTS" => {
            Fault::TooMany(extension("retryAfterSeconds").and_then(|after| after.as_u64()).unwrap_or(60))
        }
        "UNAVAILABLE" | "TIMEOUT" => Fault::Unavailable,
        _ => Fault::Broken,
    }
}

//! `POST /export`: any list of the schema as a file, by the query a client already has.
//!
//! The body is a GraphQL request, with `headers` for the columns beside it. Its one list is asked for page by page, each
//! page by the way of a request over HTTP (`run.rs`): who asks and how often, documents on the list, guard, time. What is
//! executed is the client's document with paging put in, weighed once more. The answer is made when the last page is
//! there, so that an error on any page is an error and never half a file.
//!
//! | file | what |
//! | --- | --- |
//! | `shape.rs` | which list, which columns, pure |
//! | `paging.rs` | the document of one page, pure |
//! | `table.rs` | rows as cells, pure |
//! | `formats.rs`, `workbook.rs` | cells as a file |
//! | `made.rs` | a file that waits for its reader |
//! | `types.rs` | types of fields, from the text of the schema |
//!
//! Absent on purpose: exports without an account, because nobody would be in the audit trail; a snapshot over all pages:
//! rows that come or go meanwhile are there or not, as for whoever pages.

mod formats;
mod made;
mod paging;
mod shape;
mod table;
#[cfg(test)]
mod tests;
mod types;
mod workbook;

use std::any::TypeId;
use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use async_graphql::{Executor, Request, Response as Outcome, ServerError, Value};
use axum::extract::Request as HttpRequest;
use axum::http::request::Parts;
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::response::Response;
use axum::routing::{MethodRouter, any};
use chrono::NaiveDate;
use entities::audit::exported::Exported;
use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::Instant;

use super::answer::has_code;
use super::metered::Together;
use super::run::{Turn, chosen};
use super::{GraphqlEndpoint, MediaType, Refusal, answer, input};
use crate::asked::Asked;
use crate::downloads::{Download, Downloads, TooManyDownloads};
use crate::guard;
use crate::unavailable::UNAVAILABLE;
use formats::{Format, Sheet, Unwritten};
use made::Made;
use paging::{COUNT, MORE, Page};
use shape::Shape;
pub use types::Types;

/// What exports may be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExportLimits {
    /// Rows of one export. Default 50 000.
    pub rows: usize,
    /// Bytes of its cells. Default 64 MiB.
    pub bytes: usize,
    /// Time for all its pages together. Default 60 s.
    pub time: Duration,
    /// Exports of this process at once; 0 turns them off. Default 4.
    pub at_once: usize,
}

impl Default for ExportLimits {
    fn default() -> Self {
        Self { rows: 50_000, bytes: 64 * 1024 * 1024, time: Duration::from_secs(60), at_once: 4 }
    }
}

/// Rows of a page: as many as a page may have, and fewer where rows with what is below them cost too much.
const SIZES: [u32; 5] = [100, 50, 25, 10, 5];

/// Most bytes of one heading.
const HEADING: usize = 500;

/// Notes who exported what, and answers what day it is.
type Keep = Arc<dyn Fn(Asked, Exported) -> BoxFuture<'static, Result<NaiveDate, Refusal>> + Send + Sync>;

/// Exports the lists of an endpoint. Cheap to clone.
#[derive(Clone)]
pub struct Export<E> {
    endpoint: GraphqlEndpoint<E>,
    types: fn() -> &'static Types,
    keep: Keep,
    places: Arc<Semaphore>,
    downloads: Downloads,
}

impl<E: Executor> Export<E> {
    /// Exports lists of an endpoint whose schema has these types. `keep` notes each export before it is answered; where
    /// it cannot, nothing is answered.
    pub fn new<F, Fut>(endpoint: GraphqlEndpoint<E>, types: fn() -> &'static Types, keep: F) -> Self
    where
        F: Fn(Asked, Exported) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = Result<NaiveDate, Refusal>> + Send + 'static,
    {
        let places = Arc::new(Semaphore::new(endpoint.limits.export.at_once));
        let keep: Keep = Arc::new(move |asked, exported| keep(asked, exported).boxed());
        Self { endpoint, types, keep, places, downloads: Downloads::default() }
    }

    /// Sets what counts the files that somebody is reading.
    #[must_use]
    pub fn downloads(mut self, downloads: Downloads) -> Self {
        self.downloads = downloads;
        self
    }

    /// The export as a route for all methods; those that are not served are answered here, with `Allow`.
    pub fn route<S: Clone + Send + Sync + 'static>(self) -> MethodRouter<S> {
        any(move |request: HttpRequest| {
            let export = self.clone();
            async move { export.answer(request).await }
        })
    }

    /// Answers one HTTP request: a file, or GraphQL errors with the status that fits them.
    pub async fn answer(&self, request: HttpRequest) -> Response {
        let answered = match Format::negotiate(request.headers()) {
            Some(format) => self.file(format, request).await,
            None => Err(Stop::Refused(Refusal::http(
                StatusCode::NOT_ACCEPTABLE,
                "NOT_ACCEPTABLE",
                format!("Exports are {}.", Format::ALL.map(Format::media_type).join(" or ")),
            ))),
        };
        let mut response = answered.unwrap_or_else(Stop::respond);
        response.headers_mut().append(header::VARY, HeaderValue::from_static("accept"));
        response
    }

    async fn file(&self, format: Format, request: HttpRequest) -> Result<Response, Stop> {
        let (parts, body) = request.into_parts();
        if parts.method != Method::POST {
            return Err(Refusal::method("POST", "Ask for an export by POST.").into());
        }
        let body =
            input::json(&parts.headers, body, &self.endpoint.limits, self.endpoint.is_known(&parts)).await?;
        let (request, headings) = asked(body)?;
        let deadline = Instant::now() + self.endpoint.limits.export.time;
        let job = Job {
            export: self,
            parts: Arc::new(parts),
            request,
            headings,
            format,
            deadline,
            begun: None,
            rows: 0,
        };
        job.run().await
    }
}

/// A request and the headings of its columns.
fn asked(body: serde_json::Value) -> Result<(serde_json::Value, HashMap<String, String>), Refusal> {
    let serde_json::Value::Object(mut members) = body else {
        return Err(Refusal::malformed("An export is one GraphQL request, a JSON object."));
    };
    let headings = match members.remove("headers") {
        None | Some(serde_json::Value::Null) => HashMap::new(),
        Some(told) => serde_json::from_value(told)
            .map_err(|_| Refusal::malformed("headers must be an object of texts, by column."))?,
    };
    if headings.values().any(|heading: &String| heading.len() > HEADING) {
        return Err(Refusal::malformed(format!("headers: a heading may have {HEADING} bytes.")));
    }
    Ok((members.into(), headings))
}

/// Why there is no file.
enum Stop {
    /// Something was refused before it was executed.
    Refused(Refusal),
    /// A page was answered with errors.
    Failed(Vec<ServerError>),
}

impl From<Refusal> for Stop {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl Stop {
    fn respond(self) -> Response {
        const MEDIA: MediaType = MediaType::GraphqlResponse;
        match self {
            Self::Refused(refusal) => refusal.respond(MEDIA),
            Self::Failed(errors) => {
                let mut response = answer::errors_only(status(&errors), MEDIA, &errors);
                answer::say_when_to_come_back(&mut response, &errors);
                response
            }
        }
    }
}

/// The status of errors: a defect of ours wherever one is among them.
fn status(errors: &[ServerError]) -> StatusCode {
    let is = |code: &str| errors.iter().any(|error| has_code(error, code));
    if is("INTERNAL") {
        StatusCode::INTERNAL_SERVER_ERROR
    } else if is(UNAVAILABLE) {
        StatusCode::SERVICE_UNAVAILABLE
    } else if is("RATE_LIMITED") {
        StatusCode::TOO_MANY_REQUESTS
    } else if is("FORBIDDEN") {
        StatusCode::FORBIDDEN
    } else {
        StatusCode::BAD_REQUEST
    }
}

/// One export on its way.
struct Job<'a, E> {
    export: &'a Export<E>,
    parts: Arc<Parts>,
    request: serde_json::Value,
    headings: HashMap<String, String>,
    format: Format,
    deadline: Instant,
    /// What is known once the first page was admitted.
    begun: Option<Begun>,
    rows: usize,
}

struct Begun {
    asked: Asked,
    shape: Shape,
    sheet: Sheet,
    /// A place among the exports of this process, while the file is made.
    place: OwnedSemaphorePermit,
    /// A place among the files that its reader reads.
    download: Download,
}

impl<E: Executor> Job<'_, E> {
    async fn run(mut self) -> Result<Response, Stop> {
        let mut sizes = SIZES.into_iter();
        let (mut size, mut after) = (sizes.next().unwrap_or(1), None);
        loop {
            let page = Page { size, after: after.as_deref(), count: after.is_none() };
            let outcome = match self.page(page).await {
                Err(refusal) if self.waits(&refusal).await => continue,
                outcome => outcome?,
            };
            if after.is_none()
                && outcome.errors.iter().any(|error| has_code(error, "QUERY_TOO_COMPLEX"))
                && let Some(smaller) = sizes.next()
            {
                size = smaller;
                continue;
            }
            if !outcome.errors.is_empty() {
                return Err(Stop::Failed(outcome.errors));
            }
            match self.take(&outcome.data)? {
                // A page that leads to itself would never end.
                Some(next) if after.as_ref() == Some(&next) => {
                    return Err(broken("a page leads to itself").into());
                }
                Some(next) => after = Some(next),
                None => break,
            }
        }
        self.finish().await
    }

    /// Whether somebody asked too often and has waited. An export that has begun goes as fast as its sender may ask;
    /// where the wait would take longer than the export may, it ends at once.
    async fn waits(&self, refusal: &Refusal) -> bool {
        let seconds = refusal.retry_after_s().filter(|_| self.begun.is_some());
        let until = seconds.and_then(|seconds| Instant::now().checked_add(Duration::from_secs(seconds)));
        match until.filter(|until| *until < self.deadline) {
            Some(until) => {
                tokio::time::sleep_until(until).await;
                true
            }
            None => false,
        }
    }

    /// Asks for one page, as a request over HTTP is asked.
    async fn page(&mut self, page: Page<'_>) -> Result<Outcome, Refusal> {
        let endpoint = &self.export.endpoint;
        // A page that is ready when the time is over would be answered; the next one is not asked for.
        if Instant::now() >= self.deadline {
            return Err(Refusal::timeout());
        }
        let deadline = (Instant::now() + endpoint.limits.answer_time).min(self.deadline);
        let together = Together::within(endpoint.limits.document.complexity);
        let turn = Turn { endpoint, parts: Arc::clone(&self.parts), deadline, together };
        let request = input::to_request(self.request.clone())?;
        turn.run_changed(request, |request| self.put_paging_in(request, page)).await
    }

    fn put_paging_in(&mut self, request: &mut Request, page: Page<'_>) -> Result<(), Refusal> {
        let operation = request.operation_name.clone();
        let document = request.parsed_query()?.clone();
        let types = (self.export.types)();
        let begun = match self.begun.take() {
            Some(begun) => begun,
            None => self.begin(request)?,
        };
        let document = paging::document(document, operation.as_deref(), (&begun.shape, types), page);
        self.begun = Some(begun);
        guard::check(&document, &request.variables, &self.export.endpoint.limits.document)
            .map_err(ServerError::from)?;
        request.set_parsed_query(document);
        Ok(())
    }

    /// Whether the export may begin: who asks is somebody, the document is of one list, and there is a place.
    fn begin(&self, request: &mut Request) -> Result<Begun, Refusal> {
        let asked = request.data.get(&TypeId::of::<Asked>()).and_then(|asked| asked.downcast_ref::<Asked>());
        let asked = asked.filter(|asked| asked.actor.user_id().is_some()).cloned();
        let asked = asked.ok_or_else(|| Refusal::unauthenticated("Exports need a bearer token."))?;
        let (name, variables) = (request.operation_name.clone(), request.variables.clone());
        let document = request.parsed_query()?;
        let operation = chosen(document, name.as_deref()).ok_or_else(|| broken("an operation is gone"))?;
        let shape = Shape::of(document, &operation.node, &variables, (self.export.types)())?;
        let headings = shape.headings(&self.headings)?;
        let download = self.export.downloads.take(asked.address, asked.actor.user_id());
        let download = download.map_err(TooManyDownloads::refusal)?;
        let place = Arc::clone(&self.export.places).try_acquire_owned().map_err(|_| busy())?;
        let sheet =
            Sheet::new(self.format, asked.lang, &headings).ok_or_else(|| broken("no file to begin with"))?;
        Ok(Begun { asked, shape, sheet, place, download })
    }

    /// Takes the rows of a page; answers where the next one begins.
    fn take(&mut self, data: &Value) -> Result<Option<String>, Refusal> {
        let limits = &self.export.endpoint.limits.export;
        let begun = self.begun.as_mut().ok_or_else(|| broken("a page without an export"))?;
        let shape = &begun.shape;
        let list = shape.way.iter().try_fold(data, |value, key| member(value, key));
        let Some(list @ Value::Object(_)) = list else { return Err(nothing_there()) };
        if let Some(Value::Number(count)) = member(list, COUNT)
            && let Some(count) = count.as_u64()
            && count > limits.rows as u64
        {
            return Err(too_many_rows(limits.rows).with_fact("rows", count));
        }
        let edges = member(list, &shape.edges);
        let Some(Value::List(edges)) = edges else { return Err(broken("a page without rows")) };
        for edge in edges {
            if self.rows == limits.rows {
                return Err(too_many_rows(limits.rows));
            }
            let cells = table::cells(edge, &shape.columns, begun.sheet.words()).map_err(|overflow| {
                let message = format!(
                    "{}: a row has more of these than one page takes; ask for fewer with first, or export their list.",
                    overflow.0
                );
                Refusal::document("EXPORT_TOO_LARGE", message).with_fact("column", overflow.0)
            })?;
            begun.sheet.add(&cells).map_err(|unwritten| match unwritten {
                Unwritten::TooLong(at) => {
                    let column = shape.columns.get(at).map_or("", |column| column.path.as_str());
                    let message =
                        format!("{column}: a text is longer than a cell; take CSV or ask for less.");
                    Refusal::document("EXPORT_TOO_LARGE", message).with_fact("column", column)
                }
                Unwritten::Broken => broken("a row could not be written"),
            })?;
            self.rows += 1;
            if begun.sheet.bytes() > limits.bytes {
                let message = format!("An export may have {} bytes; ask for less at once.", limits.bytes);
                return Err(Refusal::document("EXPORT_TOO_LARGE", message).with_fact("limit", limits.bytes));
            }
        }
        let page = member(list, MORE);
        match (
            page.and_then(|page| member(page, "hasNextPage")),
            page.and_then(|page| member(page, "endCursor")),
        ) {
            (Some(Value::Boolean(false)), _) => Ok(None),
            (Some(Value::Boolean(true)), Some(Value::String(next))) => Ok(Some(next.clone())),
            _ => Err(broken("a page does not tell whether it is the last")),
        }
    }

    async fn finish(self) -> Result<Response, Stop> {
        let Some(begun) = self.begun else { return Err(broken("an export without pages").into()) };
        let file = begun.shape.name().to_owned();
        let exported = Exported {
            list: begun.shape.list,
            fields: begun.shape.columns.into_iter().map(|column| column.fields).collect(),
            rows: self.rows,
            format: self.format.name(),
        };
        let ending = exported.format;
        // Packing a large workbook takes a second, which others need not wait for.
        let packed = tokio::task::spawn_blocking(move || Made::of(begun.sheet.finish()?));
        let made = packed.await.ok().flatten().ok_or_else(|| broken("a file could not be written"))?;
        let day = (self.export.keep)(begun.asked, exported).await?;
        // Its reader may be slow; the next export need not wait for that.
        drop(begun.place);
        let size = made.size();
        let mut response = Response::new(made.body(begun.download));
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_LENGTH, HeaderValue::from(size));
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(self.format.content_type()));
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        // The name of a field is made of letters and digits.
        let disposition = format!("attachment; filename=\"{file}-{day}.{ending}\"");
        if let Ok(value) = HeaderValue::from_str(&disposition) {
            headers.insert(header::CONTENT_DISPOSITION, value);
        }
        Ok(response)
    }
}

fn member<'v>(value: &'v Value, key: &str) -> Option<&'v Value> {
    match value {
        Value::Object(fields) => fields.get(key),
        _ => None,
    }
}

/// What the list would be of is hidden, or is not there; both alike.
fn nothing_there() -> Refusal {
    let message = "There is nothing that this list would be of.";
    Refusal::http(StatusCode::NOT_FOUND, "NOT_FOUND", message)
}

fn too_many_rows(limit: usize) -> Refusal {
    let message = format!("An export may have {limit} rows; narrow the filter.");
    Refusal::document("EXPORT_TOO_LARGE", message).with_fact("limit", limit)
}

fn busy() -> Refusal {
    let message = "Other exports are being made; please wait.";
    Refusal::http(StatusCode::SERVICE_UNAVAILABLE, "EXPORT_BUSY", message)
        .with_header(header::RETRY_AFTER, HeaderValue::from_static("5"))
}

/// What cannot be; what it was stays in the log.
fn broken(what: &'static str) -> Refusal {
    tracing::error!(what, "an export could not be made");
    Refusal::internal()
}

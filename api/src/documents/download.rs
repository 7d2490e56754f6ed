//! `/documents/{id}`: the bytes of a stored document, for whoever may see it or holds a signed link. Who downloads one
//! that holds facts of persons leaves a line in the audit trail.
//!
//! The bytes go from the store to the client piece by piece. They are hashed on their way, and the last piece leaves only
//! once the hash is that of what was stored: where it is not, the connection is cut before the answer is whole.

use axum::body::Body;
use axum::extract::rejection::{PathRejection, QueryRejection};
use axum::extract::{Path, Query, State as Shared};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use edge::downloads::{Downloads, TooManyDownloads};
use edge::graphql::rooms::within;
use edge::headers::RequestId;
use entities::certificates::actions::deliver_certificate;
use entities::certificates::{CertificateState, store as certificates};
use entities::documents::actions::{Access, note_download};
use entities::documents::files::FilesError;
use entities::documents::{DocumentKind, DocumentState, document, store};
use entities::shared::actor::Actor;
use entities::shared::ids::DocumentId;
use entities::shared::tx;
use futures_util::stream::{self, StreamExt as _};
use kit::ctx::State;
use serde::Deserialize;
use uuid::Uuid;

use crate::app::App;
use crate::auth::{self, AuthError};

/// What is told of a link that is broken or too old.
const BROKEN_LINK: &str = "Odnośnik wygasł lub jest nieprawidłowy.";

/// What a signed link carries.
#[derive(Deserialize)]
pub(crate) struct Link {
    expires: Option<i64>,
    signature: Option<String>,
}

/// Answers with the document. What one may not see is 404, a broken or old link 403, a document that is not made
/// yet 409, one that was erased 410.
pub(crate) async fn download(
    Shared(app): Shared<App>,
    id: Result<Path<String>, PathRejection>,
    link: Result<Query<Link>, QueryRejection>,
    headers: HeaderMap,
    extensions: axum::http::Extensions,
) -> Response {
    if let Err(too_many) = app.state.tries.request(crate::app::address(&extensions), None) {
        let mut response = plain(StatusCode::TOO_MANY_REQUESTS, "Za dużo żądań. Spróbuj ponownie za chwilę.");
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(too_many.retry_after_s()));
        return response;
    }
    let request = extensions.get::<RequestId>().map_or_else(String::new, |id| id.0.to_string());
    let Some(id) = id.ok().and_then(|Path(id)| Uuid::try_parse(&id).ok()).map(DocumentId) else {
        return plain(StatusCode::NOT_FOUND, "Nie znaleziono.");
    };
    let Ok(Query(link)) = link else { return plain(StatusCode::FORBIDDEN, BROKEN_LINK) };
    let reader = Reader { downloads: &app.downloads, address: crate::app::address(&extensions) };
    match answer(&app.state, id, &link, (&headers, reader), &request).await {
        Ok(response) => response,
        Err(error) => {
            tracing::error!(%request, document = %id, %error, "a document could not be served");
            plain(StatusCode::INTERNAL_SERVER_ERROR, "Błąd wewnętrzny. Spróbuj ponownie później.")
        }
    }
}

/// Who reads, as far as it counts how much they read at once.
struct Reader<'a> {
    downloads: &'a Downloads,
    address: Option<std::net::IpAddr>,
}

async fn answer(
    state: &State,
    id: DocumentId,
    link: &Link,
    (headers, reader): (&HeaderMap, Reader<'_>),
    request: &str,
) -> Result<Response, Box<dyn std::error::Error + Send + Sync>> {
    let (document, actor, access) = if let (Some(expires), Some(signature)) =
        (link.expires, link.signature.as_deref())
    {
        if !state.link_key.holds(id, expires, signature, state.clock.now()) {
            return Ok(plain(StatusCode::FORBIDDEN, BROKEN_LINK));
        }
        (store::by_id(&state.db.reader, id).await?, Actor::Public, Access::Link)
    } else {
        let actor = match auth::caller(state, headers).await {
            // The room is named, as everywhere.
            Ok(caller) if within(caller.rooms.as_deref(), "documents").is_err() => {
                return Ok(plain(StatusCode::FORBIDDEN, "OUTSIDE_TOKEN_SCOPE: documents"));
            }
            Ok(caller) => caller.actor,
            Err(AuthError::Unauthenticated) => {
                let mut response = plain(StatusCode::UNAUTHORIZED, "Nieznany lub wygasły token.");
                response.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
                return Ok(response);
            }
            Err(AuthError::Fault(error)) => return Err(error.into()),
        };
        (store::visible(&state.db.reader, &actor, id).await?, actor, Access::Account)
    };
    let Some(document) = document else { return Ok(plain(StatusCode::NOT_FOUND, "Nie znaleziono.")) };
    match document.state {
        DocumentState::Stored => {}
        DocumentState::Due => return Ok(plain(StatusCode::CONFLICT, "Dokument jest w przygotowaniu.")),
        DocumentState::Failed => return Ok(plain(StatusCode::CONFLICT, "Dokument nie powstał.")),
        DocumentState::Erased => return Ok(plain(StatusCode::GONE, "Dokument usunięto.")),
    }
    let Ok(place) = reader.downloads.take(reader.address, actor.user_id()) else {
        return Ok(TooManyDownloads.respond());
    };
    let opened = state.files.open(&document.path).await?;
    let (size, noted) = (opened.size, document.size_bytes.and_then(|size| u64::try_from(size).ok()));
    let hash = document.sha256.clone().filter(|_| noted == Some(size)).ok_or(FilesError::Changed)?;
    let mut pieces = Box::pin(opened.checked(hash));
    // What is wrong from the beginning, and with what is short, is told by a status.
    let first = pieces.next().await.transpose()?;
    if document.kind.is_personal() {
        let args = (state.op(actor.clone(), request), &document, access);
        tx::write(&state.db, &args, |tx, (op, document, access)| {
            Box::pin(note_download(tx, op, document, *access))
        })
        .await?;
    }
    note_delivery(state, &actor, &document, request).await?;
    let (request, id) = (request.to_owned(), document.id);
    let pieces = stream::iter(first.map(Ok)).chain(pieces).inspect(move |piece| {
        if let Err(error) = piece {
            tracing::error!(%request, document = %id, %error, "a document could not be served to its end");
        }
    });
    Ok(file(&document, size, place.body(pieces)))
}

/// A person who downloads their own certificate has it.
async fn note_delivery(
    state: &State,
    actor: &Actor,
    document: &document::Model,
    request: &str,
) -> Result<(), entities::shared::error::Error> {
    let own = document.person_id.is_some() && document.person_id == actor.person_id();
    if document.kind != DocumentKind::Certificate || !own {
        return Ok(());
    }
    let certificate = certificates::by_document(&state.db.reader, document.id).await?;
    let Some(certificate) = certificate.filter(|c| c.state == CertificateState::Rendered) else {
        return Ok(());
    };
    let op = state.op(actor.clone(), request);
    let args = (&op, certificate.id);
    tx::write(&state.db, &args, |tx, (op, id)| Box::pin(deliver_certificate(tx, op, *id))).await.map(drop)
}

fn file(document: &document::Model, size: u64, body: Body) -> Response {
    let mut response = Response::new(body);
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_LENGTH, HeaderValue::from(size));
    let mut set = |name: header::HeaderName, value: &str| {
        if let Ok(value) = HeaderValue::from_str(value) {
            headers.insert(name, value);
        }
    };
    set(header::CONTENT_TYPE, &document.media_type);
    set(header::CONTENT_DISPOSITION, &disposition(&document.file_name));
    set(header::CACHE_CONTROL, "private, no-store");
    if let Some(hash) = &document.sha256 {
        set(header::ETAG, &format!("\"{hash}\""));
    }
    response
}

/// Always to be saved, never to be shown. The name twice: for clients that read ASCII alone, and as it is.
///
/// # Source
/// RFC 6266 and RFC 8187.
fn disposition(name: &str) -> String {
    let plain = |c: char| if c.is_ascii_graphic() && !"\"\\%".contains(c) || c == ' ' { c } else { '_' };
    let ascii: String = name.chars().map(plain).collect();
    if ascii == name {
        return format!("attachment; filename=\"{ascii}\"");
    }
    let encoded: String = name
        .bytes()
        .map(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                char::from(byte).to_string()
            }
            byte => format!("%{byte:02X}"),
        })
        .collect();
    format!("attachment; filename=\"{ascii}\"; filename*=UTF-8''{encoded}")
}

fn plain(status: StatusCode, text: &'static str) -> Response {
    (status, [(header::CONTENT_TYPE, "text/plain; charset=utf-8")], format!("{text}\n")).into_response()
}

#[cfg(test)]
mod tests {
    use super::disposition;

    #[test]
    fn a_name_reaches_old_and_new_clients() {
        assert_eq!(disposition("lista 1.pdf"), "attachment; filename=\"lista 1.pdf\"");
        assert_eq!(disposition("ą\".csv"), "attachment; filename=\"__.csv\"; filename*=UTF-8''%C4%85%22.csv");
    }
}

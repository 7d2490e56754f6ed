//! Posted forms of the pages: read within a limit and a time, whatever they are for.

use axum::extract::{Query, Request};
use axum::http::{StatusCode, Uri};
use edge::body::{Unread, whole};
use serde::de::DeserializeOwned;

use crate::app::App;

/// Most bytes of a posted form.
const FORM_MAX: usize = 8 << 10;

/// Most bytes of a form of answers in one's own words.
const ANSWERS_MAX: usize = 60 << 10;

/// The fields of a form of answers, whose names are not known before.
///
/// # Errors
/// The status of a form that did not arrive.
pub(crate) async fn answers(request: Request, app: &App) -> Result<Vec<(String, String)>, StatusCode> {
    read(request, app, ANSWERS_MAX).await
}

/// The fields of a posted form; none of them where it has not the form of one. Read as axum reads a query, which has the same
/// form; nothing of it is an address.
///
/// # Errors
/// The status of a form that did not arrive.
pub(crate) async fn fields<T: DeserializeOwned + Default>(
    request: Request,
    app: &App,
) -> Result<T, StatusCode> {
    read(request, app, FORM_MAX).await
}

async fn read<T: DeserializeOwned + Default>(
    request: Request,
    app: &App,
    most: usize,
) -> Result<T, StatusCode> {
    let body =
        whole(request.into_body(), most, app.limits.body_time).await.map_err(|unread| match unread {
            Unread::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Unread::TooSlow => StatusCode::REQUEST_TIMEOUT,
            Unread::Broken => StatusCode::BAD_REQUEST,
        })?;
    let uri = std::str::from_utf8(&body).ok().and_then(|body| format!("/?{body}").parse::<Uri>().ok());
    let fields = uri.and_then(|uri| Query::try_from_uri(&uri).ok());
    Ok(fields.map(|Query(fields)| fields).unwrap_or_default())
}

//! Uploads: one operation whose variables hold files, as `multipart/form-data`.
//!
//! Browsers send such a body to other sites without asking, so a header is required that they do not send without
//! asking. Only who presents a valid token may upload. Parts, files and bytes are counted while they arrive; nothing
//! touches the disk here. What a file may be is the business of the mutation that takes it.
//!
//! # Source
//! The GraphQL multipart request specification, version 2; batches of uploads are absent on purpose.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, StatusCode, header};
use multer::{Constraints, Multipart, SizeLimit};
use serde_json::Value;

use super::{Limits, Refusal, input};

/// Headers of which one must be present: no browser sends them to another site without asking it first.
const PREFLIGHT: [&str; 3] = ["graphql-require-preflight", "apollo-require-preflight", "x-requested-with"];
/// Places in the variables that files may take.
const PLACES: usize = 50;

/// What uploads may be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UploadLimits {
    /// Bytes of the whole body. Default 25 MiB.
    pub body_bytes: usize,
    /// Bytes of one file. Default 20 MiB.
    pub file_bytes: usize,
    /// Files of one request; 0 refuses uploads. Default 5.
    pub files: usize,
    /// Time to receive the body. Default 60 s.
    pub body_time: Duration,
    /// Requests with files received at once; further ones wait. Default 8.
    pub at_once: usize,
    /// The same of one account; further ones are refused. Default 2.
    pub of_account: usize,
}

impl Default for UploadLimits {
    fn default() -> Self {
        Self {
            body_bytes: 25 * 1024 * 1024,
            file_bytes: 20 * 1024 * 1024,
            files: 5,
            body_time: Duration::from_secs(60),
            at_once: 8,
            of_account: 2,
        }
    }
}

/// A file as it was sent.
#[derive(Clone, Debug)]
pub struct UploadedFile {
    /// What the sender calls it: anything, paths included.
    pub name: String,
    /// Its bytes.
    pub bytes: Bytes,
}

/// Files of a request, found among its data; a variable holds the place in this list.
#[derive(Clone, Debug, Default)]
pub struct UploadedFiles(pub Arc<Vec<UploadedFile>>);

/// Whether a body is one of parts.
pub(super) fn is_multipart(headers: &HeaderMap) -> bool {
    let content_type = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or("");
    let essence = content_type.split(';').next().unwrap_or_default().trim();
    essence.eq_ignore_ascii_case("multipart/form-data")
}

/// # Errors
/// 400: no page of another site could send this, or so it must be shown.
pub(super) fn expect_preflight(headers: &HeaderMap) -> Result<(), Refusal> {
    if PREFLIGHT.iter().any(|name| headers.get(*name).is_some_and(|value| !value.is_empty())) {
        return Ok(());
    }
    let message = "Send uploads with a header GraphQL-Require-Preflight: 1.";
    Err(Refusal::http(StatusCode::BAD_REQUEST, "PREFLIGHT_REQUIRED", message))
}

/// Reads a body of parts into a request that has its files attached.
///
/// # Errors
/// 400 for a wrong shape, 408 for a slow body, 413 for a large one.
pub(super) async fn read(
    headers: &HeaderMap,
    body: Body,
    limits: &Limits,
) -> Result<async_graphql::Request, Refusal> {
    let content_type = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or("");
    let boundary = multer::parse_boundary(content_type)
        .map_err(|_| Refusal::malformed("The media type names no boundary."))?;
    let reading = parts(body, boundary, limits);
    match tokio::time::timeout(limits.upload.body_time, reading).await {
        Ok(read) => read,
        Err(_) => Err(Refusal::http(
            StatusCode::REQUEST_TIMEOUT,
            "BODY_TOO_SLOW",
            "The body did not arrive in time.",
        )),
    }
}

async fn parts(body: Body, boundary: String, limits: &Limits) -> Result<async_graphql::Request, Refusal> {
    let upload = &limits.upload;
    let sizes = SizeLimit::new()
        .whole_stream(upload.body_bytes as u64)
        .per_field(upload.file_bytes as u64)
        .for_field("operations", limits.body_bytes as u64)
        .for_field("map", 64 * 1024);
    let constraints = Constraints::new().size_limit(sizes);
    let mut parts = Multipart::with_constraints(body.into_data_stream(), boundary, constraints);

    let mut operations = json(&mut parts, "operations").await?;
    if !operations.is_object() {
        return Err(Refusal::malformed("operations must be one GraphQL request; uploads are not batched."));
    }
    let map = json(&mut parts, "map").await?;
    let places = places(&map, upload.files)?;
    let mut files = Vec::with_capacity(places.len());
    let mut left: HashMap<&str, &[String]> =
        places.iter().map(|(name, paths)| (name.as_str(), paths.as_slice())).collect();
    while let Some(part) = parts.next_field().await.map_err(|error| broken(&error))? {
        let name = part.name().unwrap_or_default().to_owned();
        let Some(paths) = left.remove(name.as_str()) else {
            return Err(Refusal::malformed("A part is not in the map, or comes twice."));
        };
        for path in paths {
            put(&mut operations, path, files.len())?;
        }
        let file = UploadedFile {
            name: part.file_name().unwrap_or_default().to_owned(),
            bytes: part.bytes().await.map_err(|error| broken(&error))?,
        };
        files.push(file);
    }
    if !left.is_empty() {
        return Err(Refusal::malformed("A file of the map is missing."));
    }
    Ok(input::to_request(operations)?.data(UploadedFiles(Arc::new(files))))
}

/// The next part, which must have this name and hold JSON.
async fn json(parts: &mut Multipart<'_>, name: &str) -> Result<Value, Refusal> {
    let part = parts.next_field().await.map_err(|error| broken(&error))?;
    let Some(part) = part.filter(|part| part.name() == Some(name)) else {
        return Err(Refusal::malformed("The parts are operations, map, then the files, in this order."));
    };
    let bytes = part.bytes().await.map_err(|error| broken(&error))?;
    serde_json::from_slice(&bytes).map_err(|_| Refusal::malformed(format!("Part {name} is not JSON.")))
}

/// Names of parts, each with the places its file takes.
fn places(map: &Value, files: usize) -> Result<Vec<(String, Vec<String>)>, Refusal> {
    let malformed = || Refusal::malformed("map must be an object of lists of paths.");
    let mut places = vec![];
    for (name, paths) in map.as_object().ok_or_else(malformed)? {
        let paths: Option<Vec<String>> = paths
            .as_array()
            .and_then(|paths| paths.iter().map(|path| path.as_str().map(str::to_owned)).collect());
        places.push((name.clone(), paths.filter(|paths| !paths.is_empty()).ok_or_else(malformed)?));
    }
    let taken: usize = places.iter().map(|(_, paths)| paths.len()).sum();
    if places.len() > files || taken > PLACES {
        let message = format!("A request may have {files} files.");
        return Err(Refusal::http(StatusCode::BAD_REQUEST, "TOO_MANY_FILES", message));
    }
    Ok(places)
}

/// Puts a file's place in the list where the operation has a null for it.
fn put(operations: &mut Value, path: &str, file: usize) -> Result<(), Refusal> {
    let refused = || Refusal::malformed("A path of the map does not lead to a null among the variables.");
    let mut steps = path.split('.');
    if steps.next() != Some("variables") {
        return Err(refused());
    }
    let start = operations.get_mut("variables").ok_or_else(refused)?;
    let place = steps.try_fold(start, |value, step| match value {
        Value::Object(members) => members.get_mut(step),
        Value::Array(items) => items.get_mut(step.parse::<usize>().ok()?),
        _ => None,
    });
    match place {
        Some(place @ Value::Null) => {
            *place = Value::String(crate::upload::place(file));
            Ok(())
        }
        _ => Err(refused()),
    }
}

fn broken(error: &multer::Error) -> Refusal {
    match error {
        multer::Error::FieldSizeExceeded { .. } | multer::Error::StreamSizeExceeded { .. } => {
            Refusal::http(StatusCode::PAYLOAD_TOO_LARGE, "UPLOAD_TOO_LARGE", "The upload is too large.")
        }
        _ => Refusal::malformed("The body is not multipart/form-data."),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn body(parts: &[(&str, Option<&str>, &str)]) -> Body {
        let mut text = String::new();
        for (name, file, content) in parts {
            let file = file.map(|file| format!("; filename=\"{file}\"")).unwrap_or_default();
            text +=
                &format!("--b\r\ncontent-disposition: form-data; name=\"{name}\"{file}\r\n\r\n{content}\r\n");
        }
        Body::from(text + "--b--\r\n")
    }

    async fn refused(parts: &[(&str, Option<&str>, &str)], limits: &Limits) -> String {
        let mut headers = HeaderMap::new();
        headers.insert(header::CONTENT_TYPE, "multipart/form-data; boundary=b".parse().unwrap());
        let error = read(&headers, body(parts), limits).await.unwrap_err().into_error();
        error.extensions.unwrap().get("code").unwrap().to_string().replace('"', "")
    }

    #[tokio::test]
    async fn a_file_takes_the_place_of_a_null_and_nothing_else() {
        let operations = r#"{"query":"{a}","variables":{"in":{"files":[null,null]},"text":"x"}}"#;
        let ok = [
            ("operations", None, operations),
            ("map", None, r#"{"0":["variables.in.files.1"]}"#),
            ("0", Some("a.csv"), "1,2"),
        ];
        let mut headers = HeaderMap::new();
        headers.insert(header::CONTENT_TYPE, "multipart/form-data; boundary=b".parse().unwrap());
        let request = read(&headers, body(&ok), &Limits::default()).await.unwrap();
        let variables = serde_json::to_value(&request.variables).unwrap();
        assert_eq!(variables, json!({ "in": { "files": [null, crate::upload::place(0)] }, "text": "x" }));

        let limits = Limits::default();
        for map in [
            r#"{"0":["variables.text"]}"#,
            r#"{"0":["variables.nope.9.x"]}"#,
            r#"{"0":["query"]}"#,
            r#"{"0":["variables"]}"#,
            r#"{"0":[]}"#,
            r#"{"0":["variables.in.files.1"],"1":["variables.in.files.0"]}"#,
            r#"{"1":["variables.in.files.0"]}"#,
            r#"["0"]"#,
            "{",
        ] {
            let parts = [("operations", None, operations), ("map", None, map), ("0", Some("a.csv"), "1,2")];
            assert_eq!(refused(&parts, &limits).await, "BAD_REQUEST", "{map}");
        }
        assert_eq!(refused(&[ok[1], ok[0], ok[2]], &limits).await, "BAD_REQUEST");
        assert_eq!(refused(&[ok[0], ok[1], ok[2], ok[2]], &limits).await, "BAD_REQUEST");
        assert_eq!(refused(&[("operations", None, "[]"), ok[1], ok[2]], &limits).await, "BAD_REQUEST");
    }

    #[tokio::test]
    async fn parts_and_bytes_are_counted() {
        let operations = r#"{"query":"{a}","variables":{"a":null,"b":null}}"#;
        let map = r#"{"0":["variables.a"],"1":["variables.b"]}"#;
        let parts = [
            ("operations", None, operations),
            ("map", None, map),
            ("0", Some("a"), "12345"),
            ("1", Some("b"), ""),
        ];
        let limits = |upload: UploadLimits| Limits { upload, ..Limits::default() };
        let few = limits(UploadLimits { files: 1, ..UploadLimits::default() });
        assert_eq!(refused(&parts, &few).await, "TOO_MANY_FILES");
        let small = limits(UploadLimits { file_bytes: 4, ..UploadLimits::default() });
        assert_eq!(refused(&parts, &small).await, "UPLOAD_TOO_LARGE");
        let short = limits(UploadLimits { body_bytes: 100, ..UploadLimits::default() });
        assert_eq!(refused(&parts, &short).await, "UPLOAD_TOO_LARGE");
        let many = format!("{{\"0\":[{}]}}", vec!["\"variables.a\""; PLACES + 1].join(","));
        assert_eq!(refused(&[parts[0], ("map", None, &many)], &Limits::default()).await, "TOO_MANY_FILES");
    }
}

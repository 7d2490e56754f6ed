//! The list of documents outside of which nothing runs, read from files.
//!
//! A `.graphql` file is one document, with its fragments. A `.json` file is a manifest as client tools write it: an
//! object from hash or id to text (Relay, graphql-codegen), or Apollo's list of operations with a `body`. A folder
//! stands for all such files in it.

use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use edge::graphql::Documents;
use serde_json::Value;

use crate::config::Web;

/// The documents of an installation.
///
/// # Errors
/// A list that cannot be read, is empty, or holds a document that the guard refuses.
pub(super) fn of(web: &Web) -> anyhow::Result<Documents> {
    let Some(path) = &web.documents else { return Ok(Documents::default()) };
    let mut texts = vec![];
    for file in files(path)? {
        let read = std::fs::read_to_string(&file);
        let text = read.with_context(|| format!("Nie można odczytać {}", file.display()))?;
        let of_file = if is(&file, "json") { manifest(&text) } else { Some(vec![text]) };
        texts.extend(of_file.with_context(|| format!("{} nie jest listą dokumentów", file.display()))?);
    }
    if texts.is_empty() {
        bail!("W {} nie ma ani jednego dokumentu GraphQL", path.display());
    }
    Documents::locked(texts, &web.limits.all().requests.document)
        .with_context(|| format!("Dokument z {} nie może działać", path.display()))
}

/// A file, or those in a folder, in order.
fn files(path: &Path) -> anyhow::Result<Vec<PathBuf>> {
    if !path.is_dir() {
        return Ok(vec![path.to_owned()]);
    }
    let unread = || format!("Nie można odczytać {}", path.display());
    let mut files = vec![];
    for entry in std::fs::read_dir(path).with_context(unread)? {
        files.push(entry.with_context(unread)?.path());
    }
    files.retain(|file| is(file, "graphql") || is(file, "json"));
    files.sort();
    Ok(files)
}

fn is(file: &Path, ending: &str) -> bool {
    file.extension().is_some_and(|own| own.eq_ignore_ascii_case(ending))
}

/// Texts of a manifest; none where it is none.
fn manifest(text: &str) -> Option<Vec<String>> {
    let value: Value = serde_json::from_str(text).ok()?;
    let members = value.as_object()?;
    let text = |value: &Value| value.as_str().map(str::to_owned);
    match members.get("operations") {
        Some(Value::Array(operations)) => {
            operations.iter().map(|operation| operation.get("body").and_then(text)).collect()
        }
        _ => members.values().map(text).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_kinds_of_manifest_are_read_and_nothing_else() {
        let apollo = r#"{"format":"apollo-persisted-query-manifest","version":1,
            "operations":[{"id":"x","name":"A","type":"query","body":"query A { a }"}]}"#;
        assert_eq!(manifest(apollo), Some(vec!["query A { a }".to_owned()]));
        assert_eq!(manifest(r#"{"0f":"{ a }","1f":"{ b }"}"#).map(|texts| texts.len()), Some(2));
        for other in ["", "[]", r#"{"a":1}"#, r#"{"operations":[{"id":"x"}]}"#] {
            assert_eq!(manifest(other), None, "{other}");
        }
    }
}

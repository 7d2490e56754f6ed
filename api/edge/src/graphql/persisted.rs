//! Documents known by their hash: automatic persisted queries, and a list that nothing else may leave.
//!
//! Open, a client sends the hash alone; if it is not known here, the client sends it with the document, which is
//! remembered once the guard has passed it. What is remembered is a cache of this process: bounded, and lost with it.
//! Locked, only documents of the list run, by hash or by text.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use async_graphql::{Request, Value};
use sha2::{Digest, Sha256};

use super::Refusal;
use crate::guard;

/// Documents remembered at once.
const REMEMBERED: usize = 1_000;
/// Bytes remembered at once.
const REMEMBERED_BYTES: usize = 8 * 1024 * 1024;

/// SHA-256 of a document's text.
pub(super) type Hash = [u8; 32];

/// The documents an endpoint knows. Cheap to clone.
#[derive(Clone)]
pub struct Documents(Arc<Known>);

enum Known {
    /// Whatever clients send.
    Open(Mutex<Remembered>),
    /// These and no other.
    Locked(HashMap<Hash, Arc<str>>),
}

impl Default for Documents {
    fn default() -> Self {
        Self(Arc::new(Known::Open(Mutex::default())))
    }
}

/// A document of the list that the guard refuses.
#[derive(Debug, thiserror::Error)]
#[error("{reason}: {start}")]
pub struct Unfit {
    reason: String,
    start: String,
}

impl Documents {
    /// A list, outside of which nothing runs.
    ///
    /// # Errors
    /// A document that the guard refuses.
    pub fn locked<I: IntoIterator<Item = String>>(texts: I, limits: &guard::Limits) -> Result<Self, Unfit> {
        let mut known = HashMap::new();
        for text in texts {
            guard::admit(&mut Request::new(text.clone()), limits).map_err(|error| Unfit {
                reason: error.message,
                start: text.trim().chars().take(60).collect(),
            })?;
            known.insert(hash(&text), text.into());
        }
        Ok(Self(Arc::new(Known::Locked(known))))
    }

    /// How many documents the list has; none where there is no list.
    pub fn listed(&self) -> Option<usize> {
        match &*self.0 {
            Known::Open(_) => None,
            Known::Locked(known) => Some(known.len()),
        }
    }

    /// Puts the document in the place of its hash. Answers the hash to remember the document by, once it is known
    /// to be harmless.
    ///
    /// # Errors
    /// The hash is none, is not known, or is that of another document; the document is not on the list.
    pub(super) fn resolve(&self, request: &mut Request) -> Result<Option<Hash>, Refusal> {
        let asked = asked(request)?;
        if let (Some(asked), false) = (asked, request.query.is_empty())
            && asked != hash(&request.query)
        {
            return Err(Refusal::document(
                "PERSISTED_QUERY_HASH_MISMATCH",
                "provided sha does not match query",
            ));
        }
        match (&*self.0, asked, request.query.is_empty()) {
            (_, None, true) => Err(Refusal::malformed("The query is missing.")),
            (Known::Locked(known), asked, _) => {
                let document = known.get(&asked.unwrap_or_else(|| hash(&request.query)));
                let document = document.ok_or_else(|| {
                    let message = "Only registered documents run here.";
                    Refusal::document("PERSISTED_QUERY_NOT_IN_LIST", message)
                })?;
                request.query = document.to_string();
                Ok(None)
            }
            (Known::Open(remembered), Some(asked), true) => {
                let document = lock(remembered).get(&asked);
                // The message is the one by which clients know that they have to send the document.
                request.query = document
                    .ok_or_else(|| Refusal::document("PERSISTED_QUERY_NOT_FOUND", "PersistedQueryNotFound"))?
                    .to_string();
                Ok(None)
            }
            (Known::Open(_), asked, false) => Ok(asked),
        }
    }

    /// Remembers a document that the guard has passed.
    pub(super) fn remember(&self, hash: Hash, document: &str) {
        if let Known::Open(remembered) = &*self.0 {
            lock(remembered).put(hash, document);
        }
    }
}

/// The hash a request comes with.
fn asked(request: &Request) -> Result<Option<Hash>, Refusal> {
    let member = match request.extensions.get("persistedQuery") {
        None | Some(Value::Null) => return Ok(None),
        Some(Value::Object(members)) => members,
        Some(_) => return Err(Refusal::malformed("persistedQuery must be an object.")),
    };
    if member.get("version") != Some(&Value::from(1)) {
        return Err(Refusal::document(
            "PERSISTED_QUERY_NOT_SUPPORTED",
            "Only version 1 of persisted queries is served.",
        ));
    }
    let hash = match member.get("sha256Hash") {
        Some(Value::String(text)) => from_hex(text),
        _ => None,
    };
    hash.map(Some).ok_or_else(|| Refusal::malformed("sha256Hash must be 64 hexadecimal digits."))
}

fn from_hex(text: &str) -> Option<Hash> {
    let mut hash = [0; 32];
    let digits = text.as_bytes();
    if digits.len() != 64 {
        return None;
    }
    for (byte, pair) in hash.iter_mut().zip(digits.chunks_exact(2)) {
        let digit = |n: usize| char::from(pair[n]).to_digit(16);
        *byte = u8::try_from(digit(0)? * 16 + digit(1)?).ok()?;
    }
    Some(hash)
}

fn hash(document: &str) -> Hash {
    Sha256::digest(document.as_bytes()).into()
}

fn lock(remembered: &Mutex<Remembered>) -> std::sync::MutexGuard<'_, Remembered> {
    remembered.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Documents used lately; the one that was not used for longest makes room.
#[derive(Default)]
struct Remembered {
    documents: HashMap<Hash, (Arc<str>, u64)>,
    bytes: usize,
    uses: u64,
}

impl Remembered {
    fn get(&mut self, hash: &Hash) -> Option<Arc<str>> {
        self.uses += 1;
        let (document, used) = self.documents.get_mut(hash)?;
        *used = self.uses;
        Some(Arc::clone(document))
    }

    fn put(&mut self, hash: Hash, document: &str) {
        if self.get(&hash).is_some() {
            return;
        }
        self.bytes += document.len();
        self.documents.insert(hash, (document.into(), self.uses));
        while self.documents.len() > REMEMBERED || self.bytes > REMEMBERED_BYTES {
            let oldest = self.documents.iter().min_by_key(|(_, (_, used))| *used).map(|(hash, _)| *hash);
            let Some((document, _)) = oldest.and_then(|oldest| self.documents.remove(&oldest)) else {
                return;
            };
            self.bytes -= document.len();
        }
    }
}

#[cfg(test)]
mod tests {
    use async_graphql::value;

    use super::*;

    fn request(query: &str, hash: Option<&str>) -> Request {
        let mut request = Request::new(query);
        if let Some(hash) = hash {
            let member = value!({ "version": 1, "sha256Hash": hash });
            request.extensions.insert("persistedQuery".to_owned(), member);
        }
        request
    }

    fn hex(document: &str) -> String {
        hash(document).iter().map(|byte| format!("{byte:02x}")).collect()
    }

    fn code(outcome: Result<Option<Hash>, Refusal>) -> String {
        let error = outcome.unwrap_err().into_error();
        error.extensions.unwrap().get("code").unwrap().to_string().replace('"', "")
    }

    #[test]
    fn a_document_is_sent_once_and_then_its_hash_is_enough() {
        let (open, text) = (Documents::default(), "{ a }");
        let known = hex(text);
        assert_eq!(code(open.resolve(&mut request("", Some(&known)))), "PERSISTED_QUERY_NOT_FOUND");
        let to_remember = open.resolve(&mut request(text, Some(&known))).unwrap().unwrap();
        assert_eq!(code(open.resolve(&mut request("", Some(&known)))), "PERSISTED_QUERY_NOT_FOUND");
        open.remember(to_remember, text);
        let mut short = request("", Some(&known.to_uppercase()));
        assert_eq!(open.resolve(&mut short).unwrap(), None);
        assert_eq!(short.query, text);
        assert_eq!(open.resolve(&mut request(text, None)).unwrap(), None);
    }

    #[test]
    fn a_wrong_hash_is_refused_and_so_is_what_is_no_hash() {
        let open = Documents::default();
        let wrong = request("{ a }", Some(&"a".repeat(64)));
        assert_eq!(code(open.resolve(&mut { wrong })), "PERSISTED_QUERY_HASH_MISMATCH");
        for none in ["", "abc", &"g".repeat(64), &"ż".repeat(32)] {
            assert_eq!(code(open.resolve(&mut request("{ a }", Some(none)))), "BAD_REQUEST");
        }
        let mut other = Request::new("{ a }");
        other.extensions.insert("persistedQuery".to_owned(), value!({ "version": 2 }));
        assert_eq!(code(open.resolve(&mut other)), "PERSISTED_QUERY_NOT_SUPPORTED");
    }

    #[test]
    fn memory_is_bounded_and_what_is_used_stays() {
        let mut remembered = Remembered::default();
        let kept = hash("kept");
        remembered.put(kept, "kept");
        for n in 0..3_000 {
            let text = format!("{{ f{n} }}");
            remembered.put(hash(&text), &text);
            assert!(remembered.get(&kept).is_some());
        }
        assert_eq!(remembered.documents.len(), REMEMBERED);
        let large = "x".repeat(REMEMBERED_BYTES / 4);
        for n in 0..10 {
            let text = format!("{large}{n}");
            remembered.put(hash(&text), &text);
        }
        let sum: usize = remembered.documents.values().map(|(document, _)| document.len()).sum();
        assert!(remembered.bytes == sum && sum <= REMEMBERED_BYTES, "{} {sum}", remembered.bytes);
    }

    #[test]
    fn a_list_lets_nothing_else_pass() {
        let limits = guard::Limits::default();
        let locked = Documents::locked(["{ a }".to_owned()], &limits).unwrap();
        assert_eq!(locked.listed(), Some(1));
        let mut short = request("", Some(&hex("{ a }")));
        locked.resolve(&mut short).unwrap();
        assert_eq!(short.query, "{ a }");
        assert!(locked.resolve(&mut request("{ a }", None)).is_ok());
        for (query, hash) in [("{ b }", None), ("", Some(hex("{ b }"))), ("{ b }", Some(hex("{ b }")))] {
            let refused = locked.resolve(&mut request(query, hash.as_deref()));
            assert_eq!(code(refused), "PERSISTED_QUERY_NOT_IN_LIST");
        }
        assert!(Documents::locked(["{ a".to_owned()], &limits).is_err());
        assert!(Documents::locked(["{ ...F } fragment F on Q { ...F }".to_owned()], &limits).is_err());
    }
}

//! Short-lived signed links: whoever holds one may download one document until it expires.
//!
//! The signature covers the document and the time, so neither can be changed; the key lies outside the database.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::{DateTime, Duration, Utc};
use hmac::{Hmac, Mac};
use sha2::Sha256;

use crate::shared::ids::DocumentId;

/// How long a link holds.
pub const LIFETIME: Duration = Duration::minutes(15);

/// The key that signs links. Never printed.
#[derive(Clone)]
pub struct LinkKey([u8; 32]);

impl std::fmt::Debug for LinkKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("LinkKey(…)")
    }
}

impl LinkKey {
    /// A key of 32 random bytes.
    pub fn new(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// Signature of a link that holds until `expires`.
    pub fn sign(&self, id: DocumentId, expires: DateTime<Utc>) -> String {
        URL_SAFE_NO_PAD.encode(self.mac(id, expires.timestamp()).finalize().into_bytes())
    }

    /// Whether a link is good at `now`. Compares in constant time.
    pub fn holds(&self, id: DocumentId, expires: i64, signature: &str, now: DateTime<Utc>) -> bool {
        let Ok(signature) = URL_SAFE_NO_PAD.decode(signature) else { return false };
        now.timestamp() < expires && self.mac(id, expires).verify_slice(&signature).is_ok()
    }

    fn mac(&self, id: DocumentId, expires: i64) -> Hmac<Sha256> {
        // HMAC takes keys of any length; the error has no case here.
        #[expect(clippy::unwrap_used, reason = "HMAC takes keys of any length")]
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.0).unwrap();
        mac.update(b"zwornik document link\0");
        mac.update(id.0.as_bytes());
        mac.update(&expires.to_be_bytes());
        mac
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[test]
    fn a_link_holds_for_its_document_until_it_expires_and_not_otherwise() {
        let key = LinkKey::new([7; 32]);
        let (id, now) = (DocumentId(Uuid::from_u128(1)), DateTime::from_timestamp(1_779_091_200, 0).unwrap());
        let (until, signature) = ((now + LIFETIME).timestamp(), key.sign(id, now + LIFETIME));
        assert!(key.holds(id, until, &signature, now));
        assert!(!key.holds(id, until, &signature, now + LIFETIME));
        assert!(!key.holds(id, until + 1, &signature, now));
        assert!(!key.holds(DocumentId(Uuid::from_u128(2)), until, &signature, now));
        assert!(!LinkKey::new([8; 32]).holds(id, until, &signature, now));
        assert!(!key.holds(id, until, "", now));
    }
}

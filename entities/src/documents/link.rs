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
/// How long a code holds that is mailed to whom a document is about, and is exchanged for a link.
pub const MAILED_LIFETIME: Duration = Duration::days(7);

const LINK: &[u8] = b"zwornik document link\0";
const MAILED: &[u8] = b"zwornik mailed document\0";

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
        URL_SAFE_NO_PAD.encode(self.mac(LINK, id, expires.timestamp()).finalize().into_bytes())
    }

    /// Whether a link is good at `now`. Compares in constant time.
    pub fn holds(&self, id: DocumentId, expires: i64, signature: &str, now: DateTime<Utc>) -> bool {
        let Ok(signature) = URL_SAFE_NO_PAD.decode(signature) else { return false };
        now.timestamp() < expires && self.mac(LINK, id, expires).verify_slice(&signature).is_ok()
    }

    /// A code to be mailed, exchanged for a link by [`LinkKey::mailed`] until `expires`. It is no link itself, so that
    /// what stands in addresses, and so in logs, holds for minutes only.
    pub fn mail(&self, id: DocumentId, expires: DateTime<Utc>) -> String {
        let seconds = expires.timestamp();
        let signature = URL_SAFE_NO_PAD.encode(self.mac(MAILED, id, seconds).finalize().into_bytes());
        format!("zw_d_{}.{seconds}.{signature}", id.0.simple())
    }

    /// The document of a mailed code; none where it is none, was changed, or is too old.
    pub fn mailed(&self, code: &str, now: DateTime<Utc>) -> Option<DocumentId> {
        let mut parts = code.trim().strip_prefix("zw_d_")?.split('.');
        let (id, expires, signature) = (parts.next()?, parts.next()?, parts.next()?);
        let id = DocumentId(uuid::Uuid::try_parse(id).ok()?);
        let expires: i64 = expires.parse().ok()?;
        let signature = URL_SAFE_NO_PAD.decode(signature).ok()?;
        let is_good = self.mac(MAILED, id, expires).verify_slice(&signature).is_ok();
        (parts.next().is_none() && now.timestamp() < expires && is_good).then_some(id)
    }

    fn mac(&self, purpose: &[u8], id: DocumentId, expires: i64) -> Hmac<Sha256> {
        // HMAC takes keys of any length; the error has no case here.
        #[expect(clippy::unwrap_used, reason = "HMAC takes keys of any length")]
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.0).unwrap();
        mac.update(purpose);
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

    #[test]
    fn a_mailed_code_names_its_document_until_it_expires_and_is_no_link() {
        let key = LinkKey::new([7; 32]);
        let (id, now) = (DocumentId(Uuid::from_u128(1)), DateTime::from_timestamp(1_779_091_200, 0).unwrap());
        let until = now + MAILED_LIFETIME;
        let code = key.mail(id, until);
        assert_eq!(key.mailed(&format!(" {code}\n"), now), Some(id));
        assert_eq!(key.mailed(&code, until), None);
        assert_eq!(LinkKey::new([8; 32]).mailed(&code, now), None);
        let signature = code.rsplit('.').next().unwrap();
        assert!(!key.holds(id, until.timestamp(), signature, now));
        for wrong in ["", "zw_d_", "zw_d_1.2.3", &code[1..], &format!("{code}.x"), &code.replace('.', "")] {
            assert_eq!(key.mailed(wrong, now), None, "{wrong}");
        }
    }
}

//! Short-lived signed links: whoever holds one may download one document until it expires.
//!
//! The signature covers the document and the time, so neither can be changed; the keys lie outside the database. It
//! names the version of its key, `2~…`, so that links of an older key hold until they expire.

use std::collections::BTreeMap;
use std::sync::{Arc, PoisonError, RwLock, Weak};

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::{DateTime, Duration, Utc};
use hmac::{Hmac, Mac};
use sha2::Sha256;
use uuid::Uuid;

use crate::shared::ids::{DocumentId, EnrolmentId};
use crate::shared::keys::{Keys, Purpose};
use crate::shared::text;

/// How long a link holds.
pub const LIFETIME: Duration = Duration::minutes(15);
/// How long a code holds that is mailed to whom a document is about, and is exchanged for a link.
pub const MAILED_LIFETIME: Duration = Duration::days(7);

const MAILED: &[u8] = b"zwornik mailed document\0";
const OFFER: &[u8] = b"zwornik offered seat\0";
const TICKET: &[u8] = b"zwornik ticket\0";
const SURVEY: &[u8] = b"zwornik survey\0";

const LINK: &[u8] = b"zwornik document link\0";

/// The keys that sign links; copies share them. Never printed.
#[derive(Clone)]
pub struct LinkKey(Arc<RwLock<Ring>>);

/// The same keys for whoever brings them up to date, without keeping them alive.
#[derive(Clone)]
pub struct WeakLinkKey(Weak<RwLock<Ring>>);

#[derive(Clone)]
struct Ring {
    keys: BTreeMap<u32, [u8; 32]>,
    signing: u32,
}

impl std::fmt::Debug for LinkKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("LinkKey(…)")
    }
}

impl WeakLinkKey {
    /// Takes over the keys of another; false where nobody uses these any more.
    pub fn replace(&self, other: &LinkKey) -> bool {
        let Some(ring) = self.0.upgrade() else { return false };
        let new = other.ring();
        *ring.write().unwrap_or_else(PoisonError::into_inner) = new;
        true
    }
}

impl LinkKey {
    /// One key of 32 random bytes, the first version.
    pub fn new(bytes: [u8; 32]) -> Self {
        Self::of(BTreeMap::from([(1, bytes)]), 1)
    }

    /// Keys by version, and the version that signs.
    pub fn of(keys: BTreeMap<u32, [u8; 32]>, signing: u32) -> Self {
        Self(Arc::new(RwLock::new(Ring { keys, signing })))
    }

    /// The keys of an installation as they sign at `now`.
    pub fn at(keys: &Keys, now: DateTime<Utc>) -> Self {
        Self::of(keys.secrets(Purpose::Links), keys.signing(Purpose::Links, now))
    }

    /// The same keys, not kept alive.
    pub fn weak(&self) -> WeakLinkKey {
        WeakLinkKey(Arc::downgrade(&self.0))
    }

    /// Signature of a link that holds until `expires`.
    pub fn sign(&self, id: DocumentId, expires: DateTime<Utc>) -> String {
        self.signature(LINK, id.0, expires.timestamp())
    }

    /// Whether a link is good at `now`. Compares in constant time.
    pub fn holds(&self, id: DocumentId, expires: i64, signature: &str, now: DateTime<Utc>) -> bool {
        now.timestamp() < expires && self.verifies(LINK, id.0, expires, signature)
    }

    /// A code to be mailed, exchanged for a link by [`LinkKey::mailed`] until `expires`. It is no link itself, so that
    /// what stands in addresses, and so in logs, holds for minutes only.
    pub fn mail(&self, id: DocumentId, expires: DateTime<Utc>) -> String {
        let seconds = expires.timestamp();
        format!("zw_d_{}.{seconds}.{}", id.0.simple(), self.signature(MAILED, id.0, seconds))
    }

    /// The document of a mailed code; none where it is none, was changed, or is too old.
    pub fn mailed(&self, code: &str, now: DateTime<Utc>) -> Option<DocumentId> {
        self.opened("zw_d_", MAILED, code, now).map(DocumentId)
    }

    /// A code to be mailed with the offer of a seat: whoever holds it answers the offer until `expires`.
    pub fn offer(&self, id: EnrolmentId, expires: DateTime<Utc>) -> String {
        let seconds = expires.timestamp();
        format!("zw_o_{}.{seconds}.{}", id.0.simple(), self.signature(OFFER, id.0, seconds))
    }

    /// The enrolment of a mailed offer; none where the code is none, was changed, or is too old.
    pub fn offered(&self, code: &str, now: DateTime<Utc>) -> Option<EnrolmentId> {
        self.opened("zw_o_", OFFER, code, now).map(EnrolmentId)
    }

    /// The ticket of a participant: the code that is scanned at the door. It holds as long as its key.
    pub fn ticket(&self, id: EnrolmentId) -> String {
        format!("zw_t_{}.0.{}", id.0.simple(), self.signature(TICKET, id.0, 0))
    }

    /// Whose ticket it is; none where it is none, or was changed.
    pub fn ticketed(&self, code: &str) -> Option<EnrolmentId> {
        self.named("zw_t_", TICKET, code)
    }

    /// The code by which a participant answers the survey of their training. It holds as long as its key: the survey says until
    /// when it is answered, and that once.
    pub fn survey(&self, id: EnrolmentId) -> String {
        format!("zw_q_{}.0.{}", id.0.simple(), self.signature(SURVEY, id.0, 0))
    }

    /// Who answers by a code; none where it is none, or was changed.
    pub fn surveyed(&self, code: &str) -> Option<EnrolmentId> {
        self.named("zw_q_", SURVEY, code)
    }

    fn named(&self, sign: &str, purpose: &[u8], code: &str) -> Option<EnrolmentId> {
        let code = text::code(code);
        let (id, signature) = code.strip_prefix(sign)?.split_once(".0.")?;
        let id = Uuid::try_parse(id).ok()?;
        self.verifies(purpose, id, 0, signature).then_some(EnrolmentId(id))
    }

    fn opened(&self, sign: &str, purpose: &[u8], code: &str, now: DateTime<Utc>) -> Option<Uuid> {
        let code = text::code(code);
        let mut parts = code.strip_prefix(sign)?.split('.');
        let (id, expires, signature) = (parts.next()?, parts.next()?, parts.next()?);
        let id = Uuid::try_parse(id).ok()?;
        let expires: i64 = expires.parse().ok()?;
        let is_good = parts.next().is_none() && self.verifies(purpose, id, expires, signature);
        (is_good && now.timestamp() < expires).then_some(id)
    }

    /// A signature for a purpose, by the key that signs.
    fn signature(&self, purpose: &[u8], id: Uuid, expires: i64) -> String {
        let Ring { keys, signing } = self.ring();
        // There is always a key: files without one are refused.
        let key = keys.get(&signing).copied().unwrap_or_default();
        format!(
            "{signing}~{}",
            URL_SAFE_NO_PAD.encode(mac(&key, purpose, id, expires).finalize().into_bytes())
        )
    }

    /// Whether a signature for a purpose is one of ours. One without a version is of the first.
    fn verifies(&self, purpose: &[u8], id: Uuid, expires: i64, signature: &str) -> bool {
        let (version, signature) = signature.split_once('~').unwrap_or(("1", signature));
        let Ok(version) = version.parse::<u32>() else { return false };
        let Ok(signature) = URL_SAFE_NO_PAD.decode(signature) else { return false };
        let Some(key) = self.ring().keys.get(&version).copied() else { return false };
        mac(&key, purpose, id, expires).verify_slice(&signature).is_ok()
    }

    fn ring(&self) -> Ring {
        self.0.read().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

fn mac(key: &[u8; 32], purpose: &[u8], id: Uuid, expires: i64) -> Hmac<Sha256> {
    // HMAC takes keys of any length; the error has no case here.
    #[expect(clippy::unwrap_used, reason = "HMAC takes keys of any length")]
    let mut mac = Hmac::<Sha256>::new_from_slice(key).unwrap();
    mac.update(purpose);
    mac.update(id.as_bytes());
    mac.update(&expires.to_be_bytes());
    mac
}

#[cfg(test)]
mod tests {
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
        for wrong in ["", "1~", "~", "0~", "x~y", "99999999999~AAAA", &signature.replacen('1', "2", 1)] {
            assert!(!key.holds(id, until, wrong, now), "{wrong}");
        }
        // As links were signed before keys had versions.
        assert!(key.holds(id, until, signature.strip_prefix("1~").unwrap(), now));
    }

    #[test]
    fn copies_share_what_is_brought_up_to_date() {
        let key = LinkKey::new([7; 32]);
        let (copy, weak) = (key.clone(), key.weak());
        let (id, now) = (DocumentId(Uuid::from_u128(1)), DateTime::from_timestamp(1_779_091_200, 0).unwrap());
        let (until, old) = (now + LIFETIME, key.sign(id, now + LIFETIME));
        assert!(weak.replace(&LinkKey::of(BTreeMap::from([(1, [7; 32]), (2, [8; 32])]), 2)));
        assert!(copy.sign(id, until).starts_with("2~"));
        assert!(copy.holds(id, until.timestamp(), &old, now));
        drop((key, copy));
        assert!(!weak.replace(&LinkKey::new([9; 32])));
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

    #[test]
    fn a_ticket_names_its_enrolment_and_opens_nothing_else() {
        let key = LinkKey::new([7; 32]);
        let id = EnrolmentId(Uuid::from_u128(1));
        let code = key.ticket(id);
        assert_eq!(key.ticketed(&format!(" {code}\n")), Some(id));
        assert_eq!(LinkKey::new([8; 32]).ticketed(&code), None);
        let now = DateTime::from_timestamp(0, 0).unwrap() - LIFETIME;
        assert_eq!((key.offered(&code, now), key.mailed(&code, now)), (None, None));
        assert_eq!(key.offered(&code.replacen("zw_t_", "zw_o_", 1), now), None);
        assert_eq!(key.surveyed(&key.survey(id)), Some(id));
        assert_eq!((key.surveyed(&code), key.ticketed(&key.survey(id))), (None, None));
        assert_eq!(key.ticketed(&key.survey(id).replacen("zw_q_", "zw_t_", 1)), None);
        for wrong in ["", "zw_t_", "zw_t_1.0.1", &code[1..], &code.replace(".0.", ".1.")] {
            assert_eq!(key.ticketed(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_mailed_offer_opens_its_enrolment_and_no_document() {
        let key = LinkKey::new([7; 32]);
        let (id, now) =
            (EnrolmentId(Uuid::from_u128(1)), DateTime::from_timestamp(1_779_091_200, 0).unwrap());
        let until = now + LIFETIME;
        let code = key.offer(id, until);
        assert_eq!(key.offered(&code, now), Some(id));
        assert_eq!(key.offered(&code, until), None);
        assert_eq!(key.mailed(&code, now), None);
        assert_eq!(key.mailed(&code.replacen("zw_o_", "zw_d_", 1), now), None);
        assert_eq!(key.offered(&key.mail(DocumentId(id.0), until).replacen("zw_d_", "zw_o_", 1), now), None);
    }
}

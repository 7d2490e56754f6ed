//! Small secrets at rest: sealed by an AEAD under the versioned keys of one purpose. Pure.
//!
//! What is sealed belongs to something, e.g. an account, and opens for that alone: it cannot be moved to another row.
//! The version of the key is kept beside it, so that a rotation leaves everything readable.

use std::collections::BTreeMap;
use std::sync::{Arc, PoisonError, RwLock, Weak};

use chrono::{DateTime, Utc};
use hmac::{Hmac, Mac as _};
use ring::aead::{Aad, CHACHA20_POLY1305, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use ring::signature::{ED25519, Ed25519KeyPair, KeyPair as _, UnparsedPublicKey};
use sha2::Sha256;
use uuid::Uuid;

use super::chance::Chance;
use super::error::Error;
use super::keys::{Keys, Purpose};

/// The keys of one purpose; copies share them. Never printed.
#[derive(Clone)]
pub struct Vault(Arc<RwLock<Ring>>);

/// The same keys for whoever brings them up to date, without keeping them alive.
#[derive(Clone)]
pub struct WeakVault(Weak<RwLock<Ring>>);

#[derive(Clone)]
struct Ring {
    keys: BTreeMap<u32, [u8; 32]>,
    sealing: u32,
}

/// What lies in the database.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sealed {
    /// Version of the key.
    pub version: i32,
    /// Nonce, ciphertext and tag.
    pub bytes: Vec<u8>,
}

/// What a batch of sealing anew did, after a rotation of keys.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rekeyed {
    /// The last row that was looked at; none where none was left.
    pub last: Option<Uuid>,
    /// Rows that are of the present keys now.
    pub done: u64,
    /// Rows whose key is gone, or that were changed by somebody else than this program.
    pub unreadable: u64,
}

/// Why something was not sealed or opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum VaultError {
    /// The key file has no such version.
    #[error("there is no key of this version")]
    NoKey,
    /// It was changed, belongs to something else, or was sealed under another key.
    #[error("this cannot be opened")]
    Broken,
}

impl From<VaultError> for Error {
    fn from(error: VaultError) -> Self {
        Self::Fault(error.to_string())
    }
}

impl std::fmt::Debug for Vault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Vault(…)")
    }
}

impl WeakVault {
    /// Takes over the keys of another; false where nobody uses these any more.
    pub fn replace(&self, other: &Vault) -> bool {
        let Some(ring) = self.0.upgrade() else { return false };
        let new = other.ring();
        *ring.write().unwrap_or_else(PoisonError::into_inner) = new;
        true
    }
}

impl Default for Vault {
    /// No keys at all: nothing can be sealed or opened.
    fn default() -> Self {
        Self::of(BTreeMap::new(), 0)
    }
}

impl Vault {
    /// Keys by version, and the version that seals.
    pub fn of(keys: BTreeMap<u32, [u8; 32]>, sealing: u32) -> Self {
        Self(Arc::new(RwLock::new(Ring { keys, sealing })))
    }

    /// The keys of an installation for a purpose, as they seal at `now`.
    pub fn at(keys: &Keys, purpose: Purpose, now: DateTime<Utc>) -> Self {
        Self::of(keys.secrets(purpose), keys.signing(purpose, now))
    }

    /// The same keys, not kept alive.
    pub fn weak(&self) -> WeakVault {
        WeakVault(Arc::downgrade(&self.0))
    }

    /// The version that seals; none where there are no keys.
    pub fn present(&self) -> Option<i32> {
        i32::try_from(self.ring().sealing).ok().filter(|version| *version > 0)
    }

    /// Seals a secret of what `owner` names.
    ///
    /// # Errors
    /// There is no key.
    pub fn seal(&self, secret: &[u8], owner: &[u8], chance: &dyn Chance) -> Result<Sealed, VaultError> {
        let Ring { keys, sealing } = self.ring();
        let key = key(&keys, sealing)?;
        let nonce = chance.bytes::<NONCE_LEN>();
        let mut text = secret.to_vec();
        key.seal_in_place_append_tag(Nonce::assume_unique_for_key(nonce), Aad::from(owner), &mut text)
            .map_err(|_| VaultError::Broken)?;
        let version = i32::try_from(sealing).map_err(|_| VaultError::NoKey)?;
        Ok(Sealed { version, bytes: [&nonce[..], &text].concat() })
    }

    /// Signs with the present key, by Ed25519: the public key and the signature.
    ///
    /// # Errors
    /// There is no key.
    pub fn sign(&self, bytes: &[u8]) -> Result<([u8; 32], [u8; 64]), VaultError> {
        self.sign_by(|_| bytes.to_vec())
    }

    /// The same for what names the key that signs it.
    ///
    /// # Errors
    /// There is no key.
    pub fn sign_by(
        &self,
        named: impl FnOnce(&[u8; 32]) -> Vec<u8>,
    ) -> Result<([u8; 32], [u8; 64]), VaultError> {
        let Ring { keys, sealing } = self.ring();
        let pair = pair(keys.get(&sealing).ok_or(VaultError::NoKey)?)?;
        let key = public(&pair)?;
        let signature = pair.sign(&named(&key)).as_ref().try_into().map_err(|_| VaultError::Broken)?;
        Ok((key, signature))
    }

    /// The public keys of all versions, the oldest first: what was signed under any of them stays signed.
    pub fn public_keys(&self) -> Vec<[u8; 32]> {
        let Ring { keys, .. } = self.ring();
        keys.values().filter_map(|seed| pair(seed).and_then(|pair| public(&pair)).ok()).collect()
    }

    /// Opens what was sealed for `owner`.
    ///
    /// # Errors
    /// There is no such key any more, or it is not what was sealed for it.
    pub fn open(&self, sealed: &Sealed, owner: &[u8]) -> Result<Vec<u8>, VaultError> {
        let version = u32::try_from(sealed.version).map_err(|_| VaultError::NoKey)?;
        let key = key(&self.ring().keys, version)?;
        let (nonce, text) = sealed.bytes.split_at_checked(NONCE_LEN).ok_or(VaultError::Broken)?;
        let nonce = Nonce::try_assume_unique_for_key(nonce).map_err(|_| VaultError::Broken)?;
        let mut text = text.to_vec();
        let opened =
            key.open_in_place(nonce, Aad::from(owner), &mut text).map_err(|_| VaultError::Broken)?.len();
        text.truncate(opened);
        Ok(text)
    }

    /// A mark of a text under the present key: whoever has no key can neither make nor change it. Hexadecimal, with the
    /// version of the key.
    ///
    /// # Errors
    /// There is no key.
    pub fn mark(&self, text: &[u8]) -> Result<(i32, String), VaultError> {
        let version = self.present().ok_or(VaultError::NoKey)?;
        Ok((version, self.mark_under(version, text)?))
    }

    /// The mark of a text under one version of the key; hexadecimal.
    ///
    /// # Errors
    /// There is no such key any more.
    pub fn mark_under(&self, version: i32, text: &[u8]) -> Result<String, VaultError> {
        let ring = self.0.read().unwrap_or_else(PoisonError::into_inner);
        let key = u32::try_from(version).ok().and_then(|version| ring.keys.get(&version));
        let mut mark =
            key.and_then(|key| Hmac::<Sha256>::new_from_slice(key).ok()).ok_or(VaultError::NoKey)?;
        mark.update(text);
        Ok(hex::encode(mark.finalize().into_bytes()))
    }

    fn ring(&self) -> Ring {
        self.0.read().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

/// Whether the holder of this public key signed these bytes.
pub fn is_signed(key: &[u8; 32], bytes: &[u8], signature: &[u8]) -> bool {
    UnparsedPublicKey::new(&ED25519, key).verify(bytes, signature).is_ok()
}

fn pair(seed: &[u8; 32]) -> Result<Ed25519KeyPair, VaultError> {
    Ed25519KeyPair::from_seed_unchecked(seed).map_err(|_| VaultError::Broken)
}

fn public(pair: &Ed25519KeyPair) -> Result<[u8; 32], VaultError> {
    pair.public_key().as_ref().try_into().map_err(|_| VaultError::Broken)
}

fn key(keys: &BTreeMap<u32, [u8; 32]>, version: u32) -> Result<LessSafeKey, VaultError> {
    let bytes = keys.get(&version).ok_or(VaultError::NoKey)?;
    UnboundKey::new(&CHACHA20_POLY1305, bytes).map(LessSafeKey::new).map_err(|_| VaultError::NoKey)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::shared::chance::SeededChance;

    fn one() -> Vault {
        Vault::of(BTreeMap::from([(1, [7; 32])]), 1)
    }

    #[test]
    fn what_is_sealed_opens_for_its_owner_alone() {
        let (vault, chance) = (one(), SeededChance::new(1));
        let sealed = vault.seal(b"tajne", b"ewa", &chance).unwrap();
        assert_eq!(vault.open(&sealed, b"ewa").unwrap(), b"tajne");
        assert_eq!(vault.open(&sealed, b"jan"), Err(VaultError::Broken));
        assert!(!sealed.bytes.windows(5).any(|part| part == b"tajne"));
        assert_ne!(vault.seal(b"tajne", b"ewa", &chance).unwrap(), sealed, "never twice the same");
        let other = Vault::of(BTreeMap::from([(1, [8; 32])]), 1);
        assert_eq!(other.open(&sealed, b"ewa"), Err(VaultError::Broken));
        assert!(!format!("{vault:?}").contains('7'));
    }

    #[test]
    fn a_rotation_leaves_everything_readable_and_seals_anew() {
        let (vault, chance) = (one(), SeededChance::new(1));
        let old = vault.seal(b"tajne", b"ewa", &chance).unwrap();
        assert!(vault.weak().replace(&Vault::of(BTreeMap::from([(1, [7; 32]), (2, [8; 32])]), 2)));
        let new = vault.seal(b"tajne", b"ewa", &chance).unwrap();
        assert_eq!((old.version, new.version), (1, 2));
        for sealed in [&old, &new] {
            assert_eq!(vault.open(sealed, b"ewa").unwrap(), b"tajne");
        }
        let claimed = Sealed { version: 1, ..new };
        assert_eq!(vault.open(&claimed, b"ewa"), Err(VaultError::Broken));
        for version in [0, 3, -1] {
            assert_eq!(vault.open(&Sealed { version, ..old.clone() }, b"ewa"), Err(VaultError::NoKey));
        }
        let weak = vault.weak();
        drop(vault);
        assert!(!weak.replace(&one()));
    }

    proptest! {
        #[test]
        fn changed_bytes_never_open(at in 0_usize..64, by in 1_u8..=255, cut in 0_usize..64) {
            let sealed = one().seal(b"dwadziescia bajtow!!", b"ewa", &SeededChance::new(1)).unwrap();
            let mut changed = sealed.clone();
            let at = at % changed.bytes.len();
            changed.bytes[at] ^= by;
            prop_assert_eq!(one().open(&changed, b"ewa"), Err(VaultError::Broken));
            let mut short = sealed.clone();
            short.bytes.truncate(cut % sealed.bytes.len());
            prop_assert_eq!(one().open(&short, b"ewa"), Err(VaultError::Broken));
        }
    }
}

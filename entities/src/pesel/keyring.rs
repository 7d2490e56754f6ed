//! The keys of PESEL numbers: one purpose seals them, another marks them, so that they can be found. Pure.
//!
//! A number is sealed for its person and opens for nobody else. A mark is a keyed hash: without the key nobody can try
//! all numbers. Each is kept with the version of its key. New ones are made with the version in use; what is searched
//! for is marked under every live version, so a rotation hides nothing.

use std::collections::BTreeMap;
use std::sync::{Arc, PoisonError, RwLock, Weak};

use chrono::{DateTime, Utc};
use hmac::{Hmac, Mac};
use sha2::Sha256;

use super::number::Pesel;
use crate::shared::chance::Chance;
use crate::shared::error::{Error, Result};
use crate::shared::ids::PersonId;
use crate::shared::keys::{Keys, Purpose};
use crate::shared::vault::{Sealed, Vault, WeakVault};

/// What is sealed belongs to PESEL numbers and to nothing else under these keys.
const SEALED: &[u8] = b"zwornik pesel\0";
/// So does what is marked.
const MARKED: &[u8] = b"zwornik pesel mark\0";

/// The keys of PESEL numbers; copies share them. Never printed.
#[derive(Clone)]
pub struct PeselKeys {
    vault: Vault,
    index: Arc<RwLock<Index>>,
}

/// The same keys for whoever brings them up to date, without keeping them alive.
#[derive(Clone)]
pub struct WeakPeselKeys {
    vault: WeakVault,
    index: Weak<RwLock<Index>>,
}

#[derive(Clone, Default)]
struct Index {
    keys: BTreeMap<u32, [u8; 32]>,
    present: Versions,
}

/// The versions in use for what is new.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Versions {
    /// Of the key that seals.
    pub key: i32,
    /// Of the key that marks.
    pub index: i32,
}

/// A keyed hash of a number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// Version of the key.
    pub version: i32,
    /// The hash.
    pub bytes: Vec<u8>,
}

impl std::fmt::Debug for PeselKeys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("PeselKeys(…)")
    }
}

impl Default for PeselKeys {
    /// No keys at all: nothing can be sealed, opened or found.
    fn default() -> Self {
        Self { vault: Vault::default(), index: Arc::default() }
    }
}

impl WeakPeselKeys {
    /// Takes over the keys of another; false where nobody uses these any more.
    pub fn replace(&self, other: &PeselKeys) -> bool {
        let Some(index) = self.index.upgrade() else { return false };
        let new = other.index();
        // The vault first: a version in use is one that it has.
        let is_used = self.vault.replace(&other.vault);
        *index.write().unwrap_or_else(PoisonError::into_inner) = new;
        is_used
    }
}

impl PeselKeys {
    /// The keys of an installation as they seal and mark at `now`.
    pub fn at(keys: &Keys, now: DateTime<Utc>) -> Self {
        let present = |purpose| i32::try_from(keys.signing(purpose, now)).unwrap_or(0);
        let index = Index {
            keys: keys.secrets(Purpose::PeselIndex),
            present: Versions { key: present(Purpose::PeselEncryption), index: present(Purpose::PeselIndex) },
        };
        Self { vault: Vault::at(keys, Purpose::PeselEncryption, now), index: Arc::new(RwLock::new(index)) }
    }

    /// The same keys, not kept alive.
    pub fn weak(&self) -> WeakPeselKeys {
        WeakPeselKeys { vault: self.vault.weak(), index: Arc::downgrade(&self.index) }
    }

    /// The versions in use for what is new; none where there are no keys.
    pub fn present(&self) -> Option<Versions> {
        Some(self.index().present).filter(|versions| versions.key > 0 && versions.index > 0)
    }

    /// Seals the number of a person.
    ///
    /// # Errors
    /// There is no key.
    pub fn seal(&self, person: PersonId, pesel: &Pesel, chance: &dyn Chance) -> Result<Sealed> {
        Ok(self.vault.seal(pesel.expose().as_bytes(), &owner(person), chance)?)
    }

    /// Opens what was sealed for a person.
    ///
    /// # Errors
    /// The key is gone, or it is not what was sealed for the person.
    pub fn open(&self, person: PersonId, sealed: &Sealed) -> Result<Pesel> {
        let text = self.vault.open(sealed, &owner(person))?;
        let text = std::str::from_utf8(&text).ok();
        let pesel = text.and_then(|text| Pesel::parse(text).ok());
        pesel.ok_or_else(|| Error::Fault("what was sealed is no number".into()))
    }

    /// Marks a number under the version in use.
    ///
    /// # Errors
    /// There is no key.
    pub fn mark(&self, pesel: &Pesel) -> Result<Mark> {
        let present = self.index().present.index;
        let mut marks = self.marks(pesel).into_iter();
        marks.find(|mark| mark.version == present).ok_or_else(|| Error::Fault("no key to mark with".into()))
    }

    /// Marks a number under every live version, to find it by.
    pub fn marks(&self, pesel: &Pesel) -> Vec<Mark> {
        let of = |(version, key): (u32, [u8; 32])| {
            Some(Mark { version: i32::try_from(version).ok()?, bytes: hash(&key, pesel) })
        };
        self.index().keys.into_iter().filter_map(of).collect()
    }

    fn index(&self) -> Index {
        self.index.read().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

fn owner(person: PersonId) -> Vec<u8> {
    [SEALED, person.0.as_bytes()].concat()
}

fn hash(key: &[u8; 32], pesel: &Pesel) -> Vec<u8> {
    #[expect(clippy::unwrap_used, reason = "HMAC takes keys of any length")]
    let mut mac = Hmac::<Sha256>::new_from_slice(key).unwrap();
    mac.update(MARKED);
    mac.update(pesel.expose().as_bytes());
    mac.finalize().into_bytes().to_vec()
}

#[cfg(test)]
mod tests {
    use chrono::Duration;
    use uuid::Uuid;

    use super::*;
    use crate::shared::chance::SeededChance;

    fn now() -> DateTime<Utc> {
        DateTime::from_timestamp(1_779_091_200, 0).unwrap()
    }

    #[test]
    fn a_number_opens_for_its_person_alone_and_is_marked_alike_for_all() {
        let chance = SeededChance::new(1);
        let keys = PeselKeys::at(&Keys::new(None, now(), &chance), now());
        let pesel = Pesel::parse("44051401359").unwrap();
        let (anna, olga) = (PersonId(Uuid::from_u128(1)), PersonId(Uuid::from_u128(2)));
        let sealed = keys.seal(anna, &pesel, &chance).unwrap();
        assert_eq!(keys.open(anna, &sealed).unwrap(), pesel);
        assert!(keys.open(olga, &sealed).is_err());
        assert!(!sealed.bytes.windows(11).any(|part| part == b"44051401359"));
        assert_ne!(keys.seal(anna, &pesel, &chance).unwrap().bytes, sealed.bytes);
        assert_eq!(keys.mark(&pesel).unwrap(), keys.mark(&pesel).unwrap());
        assert_ne!(keys.mark(&pesel).unwrap(), keys.mark(&Pesel::parse("02070803628").unwrap()).unwrap());
        assert_eq!(format!("{keys:?}"), "PeselKeys(…)");
    }

    #[test]
    fn after_a_rotation_the_old_is_opened_and_found_and_the_new_is_made_anew() {
        let chance = SeededChance::new(2);
        let mut file = Keys::new(None, now(), &chance);
        let keys = PeselKeys::at(&file, now());
        let (anna, pesel) = (PersonId(Uuid::from_u128(1)), Pesel::parse("44051401359").unwrap());
        let (sealed, mark) = (keys.seal(anna, &pesel, &chance).unwrap(), keys.mark(&pesel).unwrap());
        file.rotate(&[Purpose::PeselEncryption, Purpose::PeselIndex], now(), &chance);
        // Known, but not in use before every process knows it.
        assert!(keys.weak().replace(&PeselKeys::at(&file, now())));
        assert_eq!(keys.present(), Some(Versions { key: 1, index: 1 }));
        assert_eq!(keys.marks(&pesel).len(), 2);
        assert!(keys.weak().replace(&PeselKeys::at(&file, now() + Duration::minutes(1))));
        assert_eq!(keys.present(), Some(Versions { key: 2, index: 2 }));
        assert_eq!(keys.open(anna, &sealed).unwrap(), pesel);
        assert!(keys.marks(&pesel).contains(&mark));
        assert_eq!(keys.seal(anna, &pesel, &chance).unwrap().version, 2);
        assert_eq!(keys.mark(&pesel).unwrap().version, 2);
    }

    #[test]
    fn without_keys_nothing_is_kept() {
        let (keys, pesel) = (PeselKeys::default(), Pesel::parse("44051401359").unwrap());
        assert!(keys.seal(PersonId(Uuid::nil()), &pesel, &SeededChance::new(3)).is_err());
        assert!(keys.mark(&pesel).is_err() && keys.marks(&pesel).is_empty() && keys.present().is_none());
    }
}

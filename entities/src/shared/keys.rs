//! Keys of an installation: for each purpose any number of versions, the newest in use. Pure; where the file lies and
//! who may read it is the command line's.
//!
//! A rotation adds versions and takes none away: what was signed or encrypted with an older one stays readable.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use chrono::{DateTime, Duration, Utc};
use serde::{Deserialize, Serialize};

use super::chance::Chance;

/// The form of the file.
const FORMAT: u32 = 1;
/// After how long a new key signs: by then every running process has read it.
pub const SPREAD: Duration = Duration::seconds(30);

/// What a key is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    /// Signs links.
    Links,
    /// Encrypts PESEL numbers.
    PeselEncryption,
    /// Makes PESEL numbers findable without keeping them readable.
    PeselIndex,
    /// Encrypts the secrets of second factors.
    SecondFactor,
    /// Seals the audit trail.
    AuditSeals,
    /// Encrypts notes of coaching.
    CoachingNotes,
    /// Signs badges, and what the QR codes of certificates say.
    Badges,
}

impl Purpose {
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::Links,
        Self::PeselEncryption,
        Self::PeselIndex,
        Self::SecondFactor,
        Self::AuditSeals,
        Self::CoachingNotes,
        Self::Badges,
    ];
}

/// One key.
#[derive(Clone, Serialize, Deserialize)]
struct Key {
    purpose: Purpose,
    version: u32,
    created_at: DateTime<Utc>,
    /// 32 bytes, hexadecimal.
    secret: String,
}

/// All keys of an installation, as they lie in its file. Never printed.
#[derive(Clone, Serialize, Deserialize)]
pub struct Keys {
    format: u32,
    keys: Vec<Key>,
}

impl fmt::Debug for Keys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Keys({} …)", self.keys.len())
    }
}

/// Why a file holds no keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeysError {
    /// It is not of the form.
    #[error("this is no key file")]
    Form,
    /// A later version of the program wrote it.
    #[error("this key file is of a newer program")]
    Newer,
    /// A purpose has no key.
    #[error("a purpose has no key")]
    Missing,
    /// A key is not 32 bytes, or a version stands there twice.
    #[error("a key is broken")]
    Broken,
}

/// A key without its secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Listed {
    /// What it is for.
    pub purpose: Purpose,
    /// Its version.
    pub version: u32,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// Whether it is the newest of its purpose.
    pub is_newest: bool,
}

impl Keys {
    /// A first key for each purpose; the one that signs links where there was one before there were key files.
    pub fn new(links: Option<[u8; 32]>, now: DateTime<Utc>, chance: &dyn Chance) -> Self {
        let mut keys = Self { format: FORMAT, keys: vec![] };
        for purpose in Purpose::ALL {
            let own = links.filter(|_| purpose == Purpose::Links);
            keys.add(purpose, own.unwrap_or_else(|| chance.bytes()), now);
        }
        keys
    }

    /// Reads a file.
    ///
    /// # Errors
    /// It is not of the form, or a key is missing or broken.
    pub fn parse(bytes: &[u8]) -> Result<Self, KeysError> {
        let keys = Self::parse_older(bytes)?;
        let is_whole = Purpose::ALL.iter().all(|purpose| keys.newest(*purpose) > 0);
        if is_whole { Ok(keys) } else { Err(KeysError::Missing) }
    }

    /// Reads a file of this program or of an older one, which knew fewer purposes.
    ///
    /// # Errors
    /// It is not of the form, or a key is broken.
    pub fn parse_older(bytes: &[u8]) -> Result<Self, KeysError> {
        let format = serde_json::from_slice::<serde_json::Value>(bytes).map_err(|_| KeysError::Form)?;
        if format["format"].as_u64().is_some_and(|format| format > u64::from(FORMAT)) {
            return Err(KeysError::Newer);
        }
        let keys: Self = serde_json::from_slice(bytes).map_err(|_| KeysError::Form)?;
        for purpose in Purpose::ALL {
            let secrets = keys.secrets(purpose);
            let written = keys.keys.iter().filter(|key| key.purpose == purpose).count();
            if secrets.len() != written || secrets.contains_key(&0) {
                return Err(KeysError::Broken);
            }
        }
        Ok(keys)
    }

    /// Adds a first key for each purpose that has none: those that an older program did not know. Answers whether there
    /// was one.
    pub fn complete(&mut self, now: DateTime<Utc>, chance: &dyn Chance) -> bool {
        let missing = Purpose::ALL.into_iter().filter(|purpose| self.newest(*purpose) == 0);
        let missing: Vec<Purpose> = missing.collect();
        self.rotate(&missing, now, chance);
        !missing.is_empty()
    }

    /// As it lies in the file.
    pub fn to_text(&self) -> String {
        // Strings, numbers and times: nothing that JSON could not say.
        serde_json::to_string_pretty(self).map(|text| text + "\n").unwrap_or_default()
    }

    /// A new newest key for each of these purposes.
    pub fn rotate(&mut self, purposes: &[Purpose], now: DateTime<Utc>, chance: &dyn Chance) {
        for purpose in purposes {
            self.add(*purpose, chance.bytes(), now);
        }
    }

    /// Takes old versions of a purpose away: those that nothing needs, that no process may still use at `now`, and that
    /// are not the newest. Answers them.
    pub fn retire(&mut self, purpose: Purpose, needed: &BTreeSet<u32>, now: DateTime<Utc>) -> Vec<u32> {
        // A process that has not looked yet still uses what was in use before.
        let stays = [self.newest(purpose), self.signing(purpose, now), self.signing(purpose, now - SPREAD)];
        let goes = |key: &Key| {
            key.purpose == purpose && !stays.contains(&key.version) && !needed.contains(&key.version)
        };
        let gone = self.keys.iter().filter(|key| goes(key)).map(|key| key.version).collect();
        self.keys.retain(|key| !goes(key));
        gone
    }

    /// Keys without their secrets, by purpose and version.
    pub fn list(&self) -> Vec<Listed> {
        let mut listed: Vec<Listed> = self
            .keys
            .iter()
            .map(|key| Listed {
                purpose: key.purpose,
                version: key.version,
                created_at: key.created_at,
                is_newest: key.version == self.newest(key.purpose),
            })
            .collect();
        listed.sort_unstable_by_key(|key| (key.purpose, key.version));
        listed
    }

    /// The version in use for what is new.
    pub fn newest(&self, purpose: Purpose) -> u32 {
        self.keys.iter().filter(|key| key.purpose == purpose).map(|key| key.version).max().unwrap_or(0)
    }

    /// All versions of a purpose; a key that is broken is left out.
    pub fn secrets(&self, purpose: Purpose) -> BTreeMap<u32, [u8; 32]> {
        let of = self.keys.iter().filter(|key| key.purpose == purpose);
        of.filter_map(|key| {
            let mut secret = [0; 32];
            hex::decode_to_slice(&key.secret, &mut secret).ok().map(|()| (key.version, secret))
        })
        .collect()
    }

    /// The version to sign with at `now`: the newest that every process knows by then.
    pub fn signing(&self, purpose: Purpose, now: DateTime<Utc>) -> u32 {
        let of = || self.keys.iter().filter(|key| key.purpose == purpose);
        let known = of().filter(|key| key.created_at <= now - SPREAD).map(|key| key.version).max();
        known.or_else(|| of().map(|key| key.version).min()).unwrap_or(0)
    }

    /// Until when a version may have been used for what is new, by a process that had not looked yet; none for the newest
    /// and for one that is not there.
    pub fn used_until(&self, purpose: Purpose, version: u32) -> Option<DateTime<Utc>> {
        let of = || self.keys.iter().filter(|key| key.purpose == purpose);
        of().find(|key| key.version == version)?;
        let next = of().filter(|key| key.version > version).min_by_key(|key| key.version)?;
        Some(next.created_at + SPREAD + SPREAD)
    }

    fn add(&mut self, purpose: Purpose, secret: [u8; 32], now: DateTime<Utc>) {
        let version = self.newest(purpose) + 1;
        self.keys.push(Key { purpose, version, created_at: now, secret: hex::encode(secret) });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shared::chance::SeededChance;

    fn now() -> DateTime<Utc> {
        DateTime::from_timestamp(1_779_091_200, 0).unwrap()
    }

    #[test]
    fn a_rotation_adds_a_version_that_signs_once_every_process_knows_it() {
        let chance = SeededChance::new(1);
        let mut keys = Keys::new(Some([7; 32]), now(), &chance);
        assert_eq!(keys.secrets(Purpose::Links), BTreeMap::from([(1, [7; 32])]));
        // A first key signs at once: there is no other.
        assert_eq!(keys.signing(Purpose::Links, now()), 1);
        keys.rotate(&[Purpose::Links], now() + Duration::minutes(1), &chance);
        assert_eq!([keys.newest(Purpose::Links), keys.newest(Purpose::PeselIndex)], [2, 1]);
        assert_eq!(keys.signing(Purpose::Links, now() + Duration::seconds(89)), 1);
        assert_eq!(keys.signing(Purpose::Links, now() + Duration::seconds(90)), 2);
        let secrets = keys.secrets(Purpose::Links);
        assert!(secrets[&1] == [7; 32] && secrets[&2] != [7; 32]);
    }

    #[test]
    fn a_file_is_read_as_it_was_written_and_says_nothing_in_logs() {
        let chance = SeededChance::new(2);
        let mut keys = Keys::new(None, now(), &chance);
        keys.rotate(&Purpose::ALL, now(), &chance);
        let text = keys.to_text();
        let read = Keys::parse(text.as_bytes()).unwrap();
        assert_eq!(read.to_text(), text);
        assert_eq!(read.list().len(), 2 * Purpose::ALL.len());
        assert_eq!(
            read.list().iter().filter(|key| key.is_newest && key.version == 2).count(),
            Purpose::ALL.len()
        );
        let said = format!("{read:?} {:?}", read.list());
        for purpose in Purpose::ALL {
            for secret in read.secrets(purpose).values() {
                assert!(text.contains(&hex::encode(secret)) && !said.contains(&hex::encode(secret)));
            }
        }
    }

    #[test]
    fn a_version_goes_when_nothing_needs_it_and_nobody_may_still_use_it() {
        let chance = SeededChance::new(5);
        let mut keys = Keys::new(None, now(), &chance);
        let later = |seconds| now() + Duration::seconds(seconds);
        keys.rotate(&[Purpose::PeselIndex], later(100), &chance);
        let none = BTreeSet::new();
        assert!(keys.retire(Purpose::PeselIndex, &none, later(129)).is_empty(), "the first is in use");
        assert!(keys.retire(Purpose::PeselIndex, &none, later(159)).is_empty(), "somebody may still use it");
        assert!(
            keys.retire(Purpose::PeselIndex, &BTreeSet::from([1]), later(160)).is_empty(),
            "a row needs it"
        );
        assert_eq!(keys.retire(Purpose::PeselIndex, &none, later(160)), [1]);
        assert!(keys.retire(Purpose::PeselIndex, &none, later(160)).is_empty(), "the newest stays");
        assert_eq!(keys.list().len(), Purpose::ALL.len());
        assert!(Keys::parse(keys.to_text().as_bytes()).is_ok());
        // Versions are not used twice.
        keys.rotate(&[Purpose::PeselIndex], later(200), &chance);
        assert_eq!(keys.newest(Purpose::PeselIndex), 3);
    }

    #[test]
    fn a_version_is_used_until_every_process_knows_the_next() {
        let chance = SeededChance::new(6);
        let mut keys = Keys::new(None, now(), &chance);
        let (links, later) = (Purpose::Links, now() + Duration::hours(1));
        assert_eq!(keys.used_until(links, 1), None, "the newest is in use");
        keys.rotate(&[links], later, &chance);
        let until = keys.used_until(links, 1).unwrap();
        assert_eq!(until, later + Duration::minutes(1));
        let none = BTreeSet::new();
        assert!(keys.clone().retire(links, &none, until - Duration::microseconds(1)).is_empty());
        assert_eq!(keys.clone().retire(links, &none, until), [1], "retiring reckons alike");
        // A third changes nothing for the first.
        keys.rotate(&[links], later + Duration::hours(1), &chance);
        assert_eq!(keys.used_until(links, 1), Some(until));
        assert_eq!([keys.used_until(links, 3), keys.used_until(links, 4)], [None; 2]);
        assert_eq!(keys.used_until(Purpose::PeselIndex, 1), None);
    }

    #[test]
    fn what_is_no_key_file_is_refused() {
        let text = Keys::new(None, now(), &SeededChance::new(3)).to_text();
        let fails = |text: &str| Keys::parse(text.as_bytes()).unwrap_err();
        assert_eq!(fails(""), KeysError::Form);
        assert_eq!(fails("{}"), KeysError::Form);
        assert_eq!(fails(&text.replace("\"format\": 1", "\"format\": 2")), KeysError::Newer);
        // A version that stands there twice, and a purpose that is gone with it.
        assert_eq!(fails(&text.replace("pesel_index", "links")), KeysError::Broken);
        assert_eq!(fails(&text.replace("\"version\": 1", "\"version\": 0")), KeysError::Broken);
        let secret = Keys::parse(text.as_bytes()).unwrap().secrets(Purpose::Links)[&1];
        assert_eq!(fails(&text.replace(&hex::encode(secret), "0a")), KeysError::Broken);
    }

    #[test]
    fn a_file_of_an_older_program_is_completed_and_keeps_its_keys() {
        let chance = SeededChance::new(4);
        let mut older = Keys::new(Some([7; 32]), now(), &chance);
        older.keys.retain(|key| key.purpose != Purpose::SecondFactor);
        let text = older.to_text();
        assert_eq!(Keys::parse(text.as_bytes()).unwrap_err(), KeysError::Missing);
        let mut read = Keys::parse_older(text.as_bytes()).unwrap();
        assert!(read.complete(now(), &chance));
        assert!(!read.complete(now(), &chance), "nothing is missing now");
        let whole = Keys::parse(read.to_text().as_bytes()).unwrap();
        assert_eq!(whole.secrets(Purpose::Links)[&1], [7; 32]);
        assert_eq!(whole.signing(Purpose::SecondFactor, now()), 1);
    }
}

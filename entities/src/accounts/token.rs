//! Opaque secrets of sessions and API tokens. Only their SHA-256 is stored; a lookup by hash needs no comparison
//! in constant time.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use sha2::{Digest, Sha256};

use super::CredentialKind;
use crate::shared::chance::Chance;
use crate::shared::text;

/// Random bytes of a secret: 256 bits.
const BYTES: usize = 32;
/// Characters of a secret after its prefix.
const CHARS: usize = 43;
/// Prefix of the secret of a calendar; it is no bearer token.
pub const CALENDAR: &str = "zw_c_";
/// Prefix of the secret of an invitation.
pub const INVITATION: &str = "zw_i_";
/// Prefix of the secret that sets a new password.
pub const RESET: &str = "zw_r_";
/// Prefix of the secret that opens a person's own certificates.
pub const OWN_CERTIFICATES: &str = "zw_c_";
/// Prefix of the secret by which a device is known.
pub const DEVICE: &str = "zw_d_";
/// Prefix of the secret that confirms a changed address.
pub const ADDRESS: &str = "zw_a_";

/// A secret, shown once to its owner. Its debug form does not give it away.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// A new secret: `zw_s_…` for a session, `zw_t_…` for an API token.
    pub fn new(kind: CredentialKind, chance: &dyn Chance) -> Self {
        Self::of_link(prefix(kind), chance)
    }

    /// A new secret with a prefix of its own, for a link that is mailed.
    pub fn of_link(prefix: &'static str, chance: &dyn Chance) -> Self {
        Self(format!("{prefix}{}", URL_SAFE_NO_PAD.encode(chance.bytes::<BYTES>())))
    }

    /// The text to hand out.
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// What is stored: SHA-256, hexadecimal.
    pub fn hash(&self) -> String {
        sha256(&self.0)
    }
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// The stored hash of a presented text; none where it can't be a secret, so that no statement is spent on it.
pub fn hash_of(text: &str) -> Option<String> {
    let kinds = [CredentialKind::Session, CredentialKind::ApiToken];
    kinds.into_iter().find_map(|kind| hash_of_link(prefix(kind), text))
}

/// The same for a secret with the prefix of a link. White space around it, as pasting brings along, does not matter.
pub fn hash_of_link(prefix: &'static str, text: &str) -> Option<String> {
    let text = &*text::code(text);
    let random = text.strip_prefix(prefix)?;
    let plain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_');
    (random.len() == CHARS && random.bytes().all(plain)).then(|| sha256(text))
}

const fn prefix(kind: CredentialKind) -> &'static str {
    match kind {
        CredentialKind::Session => "zw_s_",
        CredentialKind::ApiToken => "zw_t_",
        CredentialKind::Calendar => CALENDAR,
    }
}

fn sha256(text: &str) -> String {
    hex::encode(Sha256::digest(text))
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use proptest::prelude::*;

    use super::*;
    use crate::shared::chance::SeededChance;

    #[test]
    fn a_secret_is_long_tells_its_kind_and_is_found_by_its_hash() {
        let chance = SeededChance::new(7);
        let session = Secret::new(CredentialKind::Session, &chance);
        let token = Secret::new(CredentialKind::ApiToken, &chance);
        assert!(session.expose().starts_with("zw_s_") && token.expose().starts_with("zw_t_"));
        for secret in [&session, &token] {
            assert_eq!(secret.expose().len(), 5 + CHARS);
            assert_eq!(hash_of(secret.expose()), Some(secret.hash()));
            assert_eq!(secret.hash().len(), 64);
            assert!(!format!("{secret:?}").contains(secret.expose()));
        }
    }

    #[test]
    fn no_two_secrets_are_alike() {
        let chance = SeededChance::new(7);
        let all: HashSet<String> =
            (0..1000).map(|_| Secret::new(CredentialKind::Session, &chance).hash()).collect();
        assert_eq!(all.len(), 1000);
    }

    #[test]
    fn a_link_opens_what_it_is_for_and_nothing_else() {
        let secret = Secret::of_link(RESET, &SeededChance::new(7));
        assert_eq!(hash_of_link(RESET, &format!(" {}\n", secret.expose())), Some(secret.hash()));
        assert_eq!(hash_of_link(INVITATION, secret.expose()), None);
        assert_eq!(hash_of(secret.expose()), None, "and is no bearer token");
    }

    proptest! {
        #[test]
        fn other_texts_are_no_secrets(text in "\\PC{0,60}|zw_[st]_[A-Za-z0-9_-]{0,42}") {
            prop_assert_eq!(hash_of(&text), None);
        }
    }
}

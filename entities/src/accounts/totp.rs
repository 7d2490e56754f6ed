//! The code of an authenticator app, and the recovery code that stands in for it. Pure.
//!
//! # Source
//! RFC 6238 with SHA-1, six digits and steps of 30 seconds, which is what authenticator apps expect; the address that
//! a QR code carries is that of their common “Key URI Format”.

use chrono::{DateTime, Utc};
use sha2::{Digest, Sha256};
use totp_rs::{Algorithm, Builder, Secret, Totp, TotpError};

use crate::shared::chance::Chance;
use crate::shared::ids::UserId;
use crate::shared::text;

/// Seconds of a step.
pub const STEP_S: u64 = 30;
/// Steps by which a clock may be wrong, either way.
const SKEW: u16 = 1;
/// Digits of a code.
const DIGITS: u8 = 6;
/// Bytes of a secret: as many as SHA-1 gives, as RFC 4226 recommends.
const BYTES: usize = 20;
/// How many recovery codes there are at once.
pub const RECOVERY_CODES: usize = 10;
/// Characters of a recovery code: 80 random bits.
const RECOVERY_CHARS: usize = 16;
/// Digits and letters that nobody takes for one another.
const LETTERS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// What an account and its authenticator app share. Its debug form does not give it away.
#[derive(Clone, PartialEq, Eq)]
pub struct TotpSecret([u8; BYTES]);

impl std::fmt::Debug for TotpSecret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("TotpSecret(…)")
    }
}

impl TotpSecret {
    /// A new secret.
    pub fn new(chance: &dyn Chance) -> Self {
        Self(chance.bytes())
    }

    /// Of its bytes; none where they are not as many as a secret has.
    pub fn of(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(Self)
    }

    /// Its bytes, to be sealed.
    pub fn bytes(&self) -> &[u8] {
        &self.0
    }

    /// In base32, to be typed into an app.
    pub fn base32(&self) -> String {
        Secret::from(self.0).to_base32()
    }

    /// The address that an app reads from a QR code.
    pub fn uri(&self, issuer: &str, account: &str) -> String {
        let (issuer, account) = (encoded(issuer), encoded(account));
        format!(
            "otpauth://totp/{issuer}:{account}?secret={}&issuer={issuer}&algorithm=SHA1&digits={DIGITS}&period={STEP_S}",
            self.base32()
        )
    }

    /// The step a code belongs to, among those that may be used at `now`; none where it is wrong.
    ///
    /// # Errors
    /// Never with these settings; kept, because the library says so by a type.
    pub fn step_of(&self, code: &str, now: DateTime<Utc>) -> Result<Option<i64>, TotpError> {
        Ok(self.totp()?.check(code, seconds(now)).and_then(|step| i64::try_from(step).ok()))
    }

    /// The code of a moment, as an app shows it.
    ///
    /// # Errors
    /// As [`Self::step_of`].
    pub fn code_at(&self, at: DateTime<Utc>) -> Result<String, TotpError> {
        Ok(self.totp()?.generate(seconds(at)).to_string())
    }

    fn totp(&self) -> Result<Totp, TotpError> {
        Builder::new()
            .with_algorithm(Algorithm::SHA1)
            .with_digits(DIGITS)
            .with_skew(SKEW)
            .with_step_duration(STEP_S)
            .with_secret(self.0)
            .build()
    }
}

/// The latest step of which a code is taken at an instant.
pub fn last_step_at(now: DateTime<Utc>) -> i64 {
    i64::try_from(seconds(now) / STEP_S + u64::from(SKEW)).unwrap_or(i64::MAX)
}

fn seconds(at: DateTime<Utc>) -> u64 {
    u64::try_from(at.timestamp()).unwrap_or(0)
}

/// Percent-encoded but for the unreserved characters of RFC 3986.
fn encoded(text: &str) -> String {
    text.bytes()
        .map(|byte| match byte {
            b if b.is_ascii_alphanumeric() || b"-._~".contains(&b) => char::from(b).to_string(),
            b => format!("%{b:02X}"),
        })
        .collect()
}

/// A code that works once in place of the app's. Its debug form does not give it away.
#[derive(Clone, PartialEq, Eq)]
pub struct RecoveryCode([u8; RECOVERY_CHARS]);

impl std::fmt::Debug for RecoveryCode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("RecoveryCode(…)")
    }
}

impl std::fmt::Display for RecoveryCode {
    /// In groups of four, as people copy it.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for (n, letter) in self.0.iter().enumerate() {
            if n > 0 && n % 4 == 0 {
                f.write_str("-")?;
            }
            write!(f, "{}", char::from(*letter))?;
        }
        Ok(())
    }
}

impl RecoveryCode {
    /// A new code.
    pub fn new(chance: &dyn Chance) -> Self {
        // 256 is a multiple of 32, so every letter is as likely as any other.
        Self(chance.bytes::<RECOVERY_CHARS>().map(|byte| LETTERS[usize::from(byte % 32)]))
    }

    /// What is stored: SHA-256 of the code and whose it is, hexadecimal. 80 random bits need no slower hash.
    pub fn hash(&self, user: UserId) -> String {
        let mut hash = Sha256::new();
        hash.update(b"zwornik recovery code\0");
        hash.update(user.0.as_bytes());
        hash.update(self.0);
        hex::encode(hash.finalize())
    }
}

/// What was typed as a second factor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Typed {
    /// Six digits of an app.
    Totp(String),
    /// A recovery code.
    Recovery(RecoveryCode),
}

impl Typed {
    /// Reads what was typed, with spaces or hyphens, in any case; none where it is neither.
    pub fn parse(text: &str) -> Option<Self> {
        let mut plain = String::new();
        for letter in text::number(text).chars() {
            if plain.len() >= RECOVERY_CHARS {
                return None;
            }
            plain.push(letter.to_ascii_uppercase());
        }
        if plain.len() == usize::from(DIGITS) && plain.bytes().all(|byte| byte.is_ascii_digit()) {
            return Some(Self::Totp(plain));
        }
        let letters: Option<Vec<u8>> = plain
            .bytes()
            .map(|byte| match byte {
                b'O' => Some(b'0'),
                b'I' | b'L' => Some(b'1'),
                b => LETTERS.contains(&b).then_some(b),
            })
            .collect();
        letters?.try_into().ok().map(|letters| Self::Recovery(RecoveryCode(letters)))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;
    use crate::shared::chance::SeededChance;

    /// The secret of the examples in RFC 6238, appendix B.
    fn rfc() -> TotpSecret {
        TotpSecret::of(b"12345678901234567890").unwrap()
    }

    fn at(seconds: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(seconds, 0).unwrap()
    }

    #[test]
    fn the_examples_of_the_rfc_come_out() {
        // The last six of the eight digits printed there.
        for (seconds, code) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_111_111_111, "050471"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
            (20_000_000_000, "353130"),
        ] {
            assert_eq!(rfc().code_at(at(seconds)).unwrap(), code);
            assert_eq!(rfc().step_of(code, at(seconds)).unwrap(), Some(seconds / 30));
        }
    }

    #[test]
    fn a_clock_may_be_wrong_by_one_step_either_way() {
        let code = rfc().code_at(at(1_111_111_111)).unwrap();
        let step = 1_111_111_111 / 30;
        for (steps, found) in [(-2, false), (-1, true), (0, true), (1, true), (2, false)] {
            let now = at((step + steps) * 30 + 7);
            assert_eq!(rfc().step_of(&code, now).unwrap(), found.then_some(step), "{steps}");
        }
    }

    #[test]
    fn no_code_of_a_later_step_than_the_last_is_taken() {
        let now = at(1_111_111_111);
        let of = |step: i64| rfc().code_at(at(step * 30)).unwrap();
        let last = last_step_at(now);
        assert_eq!(rfc().step_of(&of(last), now).unwrap(), Some(last));
        assert_eq!(rfc().step_of(&of(last + 1), now).unwrap(), None);
    }

    #[test]
    fn an_app_reads_secret_issuer_and_account_from_the_address() {
        let uri = rfc().uri("Zwornik rops.example.pl", "ewa+x@example.pl");
        assert_eq!(
            uri,
            "otpauth://totp/Zwornik%20rops.example.pl:ewa%2Bx%40example.pl?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ\
             &issuer=Zwornik%20rops.example.pl&algorithm=SHA1&digits=6&period=30"
        );
        assert!(!format!("{:?}", rfc()).contains("49"));
    }

    #[test]
    fn recovery_codes_differ_and_are_read_as_people_type_them() {
        let chance = SeededChance::new(5);
        let all: HashSet<String> = (0..1000).map(|_| RecoveryCode::new(&chance).to_string()).collect();
        assert_eq!(all.len(), 1000);
        let code = RecoveryCode(*b"0123456789ABCDEF");
        assert_eq!(code.to_string(), "0123-4567-89AB-CDEF");
        for typed in ["0123-4567-89AB-CDEF", " oi23 4567 89ab cdef\n", "0L234567-89abcdef"] {
            assert_eq!(Typed::parse(typed), Some(Typed::Recovery(code.clone())), "{typed}");
        }
        let (one, other) = (UserId(Uuid::from_u128(1)), UserId(Uuid::from_u128(2)));
        assert_ne!(code.hash(one), code.hash(other));
        assert!(!format!("{code:?}").contains("0123"));
    }

    #[test]
    fn digits_of_an_app_may_be_typed_in_groups_and_nothing_else_is_a_code() {
        assert_eq!(Typed::parse("123 456"), Some(Typed::Totp("123456".into())));
        for wrong in
            ["", "12345", "1234567", "١٢٣٤٥٦", "0123-4567-89AB-CDEU", "0123-4567-89AB-CDEF-0", "+12345"]
        {
            assert_eq!(Typed::parse(wrong), None, "{wrong}");
        }
    }

    proptest! {
        #[test]
        fn no_text_brings_it_down(text in "\\PC{0,40}", seconds in -10_i64..30_000_000_000) {
            let _ = Typed::parse(&text);
            prop_assert!(rfc().step_of(&text, at(seconds)).is_ok());
        }

        #[test]
        fn what_is_handed_out_is_read_back(seed in any::<u64>()) {
            let code = RecoveryCode::new(&SeededChance::new(seed));
            prop_assert_eq!(Typed::parse(&code.to_string()), Some(Typed::Recovery(code)));
        }
    }
}

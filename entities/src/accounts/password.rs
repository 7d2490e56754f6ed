//! Passwords: argon2id, off the async threads. Hashing takes tens of milliseconds, so it never happens inside a
//! write transaction: actions are given a [`Hashed`].

use argon2::password_hash::{PasswordHash, PasswordHasher, PasswordVerifier, SaltString};
use argon2::{Algorithm, Argon2, Params, Version};
use tokio::sync::Semaphore;

use crate::accounts::refusals::{COMMON_PASSWORD, OWN_FACTS};
use crate::shared::chance::Chance;
use crate::shared::error::{Error, Refusal, Result};
use crate::shared::refusals::{AT_LEAST, AT_MOST, CONTROL_CHARACTERS};
use crate::shared::text;

/// Shortest password, in characters.
pub const PASSWORD_MIN: usize = 12;
/// Longest password, in characters.
pub const PASSWORD_MAX: usize = 200;

/// Memory in KiB, passes and lanes: of the settings that OWASP calls equally strong the one that takes least memory.
///
/// # Source
/// OWASP Password Storage Cheat Sheet, Argon2id.
const COST: (u32, u32, u32) = (7168, 5, 1);

/// Many logins at once wait for each other instead of filling the memory.
static AT_ONCE: Semaphore = Semaphore::const_new(2);

/// Verified against where there is no account or no password, so that the answer takes as long; nobody knows a
/// password for it.
const NOBODY: &str =
    "$argon2id$v=19$m=7168,t=5,p=1$AAECAwQFBgcICQoLDA0ODw$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

/// A password's argon2id hash. Its debug form does not give it away.
#[derive(Clone, PartialEq, Eq)]
pub struct Hashed(String);

impl Hashed {
    /// The stored text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for Hashed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Hashed(…)")
    }
}

/// What is left of a password without its owner's own facts must be at least this long.
const BESIDE_OWN: usize = 8;

/// Letters of a password that are judged; the judge's work grows with their square.
const JUDGED: usize = 100;

/// Hashes a new password, in the one spelling that [`text::password`] gives it. `own` are facts about its owner, such as
/// address and names.
///
/// # Errors
/// `Invalid` on `password` where it is shorter than 12 or longer than 200 characters, has controls in it, is one that many
/// people choose or that is easily tried, or is made of what is known about its owner.
pub async fn hash(password: String, own: &[String], chance: &dyn Chance) -> Result<Hashed> {
    let password = text::password(&password);
    if password.contains(char::is_control) {
        return Err(Refusal::form("password", CONTROL_CHARACTERS).into());
    }
    let length = password.chars().count();
    if length < PASSWORD_MIN {
        return Err(Refusal::form("password", AT_LEAST.of(PASSWORD_MIN)).into());
    }
    if length > PASSWORD_MAX {
        return Err(Refusal::form("password", AT_MOST.of(PASSWORD_MAX)).into());
    }
    let salt = chance.bytes::<16>();
    let own = own.to_vec();
    on_a_thread(move || {
        judge(&password, &own)?;
        let salt = SaltString::encode_b64(&salt).map_err(fault)?;
        let hash = argon2id()?.hash_password(password.as_bytes(), &salt).map_err(fault)?;
        Ok(Hashed(hash.to_string()))
    })
    .await
}

/// Refuses what is guessed first.
///
/// # Source
/// NIST SP 800-63B, 5.1.1.2: common, repetitive and sequential passwords, and those of the service's and the owner's names.
fn judge(password: &str, own: &[String]) -> Result<()> {
    let folded = text::folded(password);
    let facts: Vec<String> = facts(own);
    let mut rest = folded.clone();
    for fact in &facts {
        rest = rest.replace(fact.as_str(), "");
    }
    if rest != folded && rest.chars().filter(|c| c.is_alphanumeric()).count() < BESIDE_OWN {
        return Err(Refusal::form("password", OWN_FACTS).into());
    }
    let judged: String = password.chars().take(JUDGED).collect();
    let inputs: Vec<&str> = facts.iter().map(String::as_str).collect();
    if zxcvbn::zxcvbn(&judged, &inputs).score() < zxcvbn::Score::Three {
        return Err(Refusal::form("password", COMMON_PASSWORD).into());
    }
    Ok(())
}

/// What passwords must not be made of, longest first: the facts, their words, and the name of the product.
fn facts(own: &[String]) -> Vec<String> {
    let mut all: Vec<String> = vec!["zwornik".into()];
    for fact in own {
        let fact = text::folded(fact);
        all.extend(fact.split(|c: char| !c.is_alphanumeric()).map(str::to_owned));
        all.push(fact);
    }
    all.retain(|fact| fact.chars().count() > 3);
    all.sort_unstable_by_key(|fact| std::cmp::Reverse(fact.len()));
    all.dedup();
    all
}

/// Whether a password belongs to a stored hash; takes as long where there is none.
///
/// # Errors
/// A fault where the stored hash is none.
pub async fn verify(password: String, stored: Option<String>) -> Result<bool> {
    // What no password can be is not worth the work of hashing it, for known and unknown accounts alike.
    if password.chars().count() > PASSWORD_MAX {
        return Ok(false);
    }
    // Passwords of former times were hashed as they were typed.
    let spelled = text::password(&password);
    let spellings = if spelled == password { vec![spelled] } else { vec![spelled, password] };
    on_a_thread(move || {
        let known = stored.is_some();
        let stored = stored.unwrap_or_else(|| NOBODY.to_owned());
        let stored = PasswordHash::new(&stored).map_err(fault)?;
        let hasher = argon2id()?;
        let opens = |spelling: &String| hasher.verify_password(spelling.as_bytes(), &stored).is_ok();
        Ok(spellings.iter().any(opens) && known)
    })
    .await
}

async fn on_a_thread<T: Send + 'static>(work: impl FnOnce() -> Result<T> + Send + 'static) -> Result<T> {
    let _permit = AT_ONCE.acquire().await.map_err(|error| Error::Fault(error.to_string()))?;
    tokio::task::spawn_blocking(work).await.map_err(|error| Error::Fault(error.to_string()))?
}

fn argon2id() -> Result<Argon2<'static>> {
    let (memory, passes, lanes) = COST;
    let params = Params::new(memory, passes, lanes, None).map_err(|error| fault(error.into()))?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

fn fault(error: argon2::password_hash::Error) -> Error {
    Error::Fault(format!("password hash: {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shared::chance::SeededChance;

    #[tokio::test]
    async fn a_password_opens_its_own_hash_and_no_other() {
        let chance = SeededChance::new(1);
        let word = || "zażółć gęślą jaźń".to_owned();
        let (one, other) =
            (hash(word(), &[], &chance).await.unwrap(), hash(word(), &[], &chance).await.unwrap());
        assert_ne!(one, other, "salted");
        assert!(one.as_str().starts_with("$argon2id$v=19$m=7168,t=5,p=1$"));
        assert!(verify(word(), Some(one.0.clone())).await.unwrap());
        assert!(!verify("zażółć gęślą jaźn".into(), Some(one.0.clone())).await.unwrap());
        assert!(!format!("{one:?}").contains(one.as_str()));
    }

    #[tokio::test]
    async fn a_password_opens_its_hash_however_it_is_written() {
        let chance = SeededChance::new(1);
        let one = hash("zażółć gęślą jaźń".into(), &[], &chance).await.unwrap();
        let pasted = "\u{feff}zaz\u{307}o\u{301}łc\u{301} ge\u{328}śla\u{328}\u{a0}jaźn\u{301}\n";
        assert!(verify(pasted.into(), Some(one.0.clone())).await.unwrap());
        assert!(!verify("zażółćgęśląjaźń".into(), Some(one.0)).await.unwrap(), "blanks within it count");
        let salt = SaltString::encode_b64(&[1; 16]).unwrap();
        let former = argon2id().unwrap().hash_password(pasted.as_bytes(), &salt).unwrap().to_string();
        assert!(verify(pasted.into(), Some(former)).await.unwrap(), "as it was hashed in former times");
        assert!(hash("dwanaście\u{1b}znaków".into(), &[], &chance).await.is_err());
    }

    #[tokio::test]
    async fn nobody_has_a_hash_of_the_same_cost_that_nothing_opens() {
        let nobody = PasswordHash::new(NOBODY).unwrap();
        let chance = SeededChance::new(1);
        let real = hash("correct horse battery".into(), &[], &chance).await.unwrap();
        let real = PasswordHash::new(real.as_str()).unwrap();
        assert_eq!((nobody.algorithm, nobody.version), (real.algorithm, real.version));
        assert_eq!(nobody.params, real.params);
        assert_eq!(nobody.salt.map(|s| s.len()), real.salt.map(|s| s.len()));
        assert_eq!(nobody.hash.map(|h| h.len()), real.hash.map(|h| h.len()));
        assert!(!verify("correct horse battery".into(), None).await.unwrap());
    }

    #[tokio::test]
    async fn short_and_endless_passwords_are_refused() {
        let chance = SeededChance::new(1);
        for (wrong, form) in [
            ("ąęśćżźńłóąę".to_owned(), AT_LEAST.of(PASSWORD_MIN)),
            ("x".repeat(PASSWORD_MAX + 1), AT_MOST.of(PASSWORD_MAX)),
        ] {
            let Err(Error::Refused(refusals)) = hash(wrong, &[], &chance).await else { panic!("taken") };
            assert_eq!(refusals, [Refusal::form("password", form)]);
        }
        assert!(!verify("x".repeat(PASSWORD_MAX + 1), None).await.unwrap());
    }

    #[test]
    fn what_is_guessed_first_is_refused_with_the_reason() {
        let own = ["anna.nowak@ops-bieliny.pl".to_owned(), "Anna".to_owned(), "Nowak-Łącka".to_owned()];
        let refused = |password: &str| match judge(password, &own) {
            Err(Error::Refused(refusals)) => Some(refusals[0].clone()),
            _ => None,
        };
        for (password, form) in [
            ("aaaaaaaaaaaa", COMMON_PASSWORD),
            ("123456789012", COMMON_PASSWORD),
            ("password1234", COMMON_PASSWORD),
            ("qwertyuiop12", COMMON_PASSWORD),
            ("abcabcabcabc", COMMON_PASSWORD),
            ("anna.nowak@ops-bieliny.pl", OWN_FACTS),
            ("Nowak-Łącka2026", OWN_FACTS),
            ("zwornik-zwornik", OWN_FACTS),
            ("ANNANOWAK!!!!", OWN_FACTS),
        ] {
            assert_eq!(refused(password), Some(Refusal::form("password", form)), "{password}");
        }
        for good in ["zażółć gęślą jaźń", "correct horse battery", "trzy żółwie i Nowak w kajaku"]
        {
            assert_eq!(refused(good), None, "{good}");
        }
    }
}

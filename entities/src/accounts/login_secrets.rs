//! Secrets of a login at a provider of OpenID Connect. Pure.
//!
//! The browser holds one secret, in a cookie; the provider is shown others that follow from it and cannot be turned back.
//! So the database needs hashes alone, and any process can go on where another began. The client, which is not always
//! the browser, is known by a challenge of its own: who finishes must know what it was made of.
//!
//! # Source
//! RFC 7636 (S256) for both challenges; OpenID Connect Core 1.0, 15.5.2 for the nonce.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use hmac::{Hmac, Mac};
use sha2::{Digest, Sha256};

/// Prefix of the secret in the browser's cookie.
pub const BROWSER: &str = "zw_b_";
/// Prefix of the state that comes back from the provider.
pub const STATE: &str = "zw_f_";
/// Prefix of the ticket by which a browser starts for a user who is logged in elsewhere.
pub const TICKET: &str = "zw_k_";
/// Prefix of the code that is exchanged for a session.
pub const CODE: &str = "zw_o_";

/// Shortest verifier.
const VERIFIER_MIN: usize = 43;
/// Longest verifier.
const VERIFIER_MAX: usize = 128;

/// What follows from a browser's secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Derived {
    /// The verifier that goes with the provider's code.
    Verifier,
    /// The nonce that the provider puts into its word.
    Nonce,
}

/// The verifier or nonce of one login of a browser: 43 characters.
pub fn derived(of: Derived, browser: &str, state: &str) -> String {
    let purpose: &[u8] = match of {
        Derived::Verifier => b"zwornik oidc verifier\0",
        Derived::Nonce => b"zwornik oidc nonce\0",
    };
    #[expect(clippy::unwrap_used, reason = "HMAC takes keys of any length")]
    let mut mac = Hmac::<Sha256>::new_from_slice(browser.as_bytes()).unwrap();
    mac.update(purpose);
    mac.update(state.as_bytes());
    URL_SAFE_NO_PAD.encode(mac.finalize().into_bytes())
}

/// The challenge of a verifier: S256 of RFC 7636.
pub fn challenge(verifier: &str) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(verifier))
}

/// Whether a text can be a challenge.
pub fn is_challenge(text: &str) -> bool {
    text.len() == VERIFIER_MIN && URL_SAFE_NO_PAD.decode(text).is_ok_and(|bytes| bytes.len() == 32)
}

/// Whether a verifier is what a challenge was made of. Hashes are compared, so the time tells nothing.
pub fn meets(verifier: &str, challenge_of_client: &str) -> bool {
    let is_plain = |b: u8| b.is_ascii_alphanumeric() || b"-._~".contains(&b);
    (VERIFIER_MIN..=VERIFIER_MAX).contains(&verifier.len())
        && verifier.bytes().all(is_plain)
        && challenge(verifier) == challenge_of_client
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_example_of_the_rfc_comes_out() {
        // RFC 7636, appendix B.
        let verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
        assert_eq!(challenge(verifier), "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
        assert!(meets(verifier, "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"));
        assert!(is_challenge(&challenge(verifier)));
    }

    #[test]
    fn nothing_else_meets_a_challenge() {
        let verifier = "a".repeat(43);
        let own = challenge(&verifier);
        for wrong in [String::new(), "a".repeat(42), "a".repeat(44), "b".repeat(43), own.clone()] {
            assert!(!meets(&wrong, &own), "{wrong}");
        }
        for odd in ["a".repeat(129), format!("{} ", "a".repeat(43)), "ą".repeat(43)] {
            assert!(!meets(&odd, &challenge(&odd)), "{odd}");
        }
        for wrong in ["", "abc", &"a".repeat(44), &"+".repeat(43), &"ą".repeat(43)] {
            assert!(!is_challenge(wrong), "{wrong}");
        }
    }

    #[test]
    fn each_browser_and_each_login_has_secrets_of_its_own() {
        let all = [
            derived(Derived::Verifier, "b1", "s1"),
            derived(Derived::Nonce, "b1", "s1"),
            derived(Derived::Verifier, "b2", "s1"),
            derived(Derived::Verifier, "b1", "s2"),
        ];
        assert_eq!(all.iter().collect::<std::collections::HashSet<_>>().len(), 4);
        assert!(all.iter().all(|one| one.len() == 43));
        assert_eq!(all[0], derived(Derived::Verifier, "b1", "s1"), "and any process finds the same");
    }
}

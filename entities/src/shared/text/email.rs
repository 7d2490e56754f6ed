//! E-mail addresses in one spelling: lower case, the local part composed, the domain as people read it.
//!
//! `Anna@ŁÓDŹ.PL`, `anna@łódź.pl` and `anna@xn--d-uga0v4h.pl` are one mailbox, so they are one account.

use email_address::EmailAddress;
use idna::uts46::{AsciiDenyList, DnsLength, Hyphens, Uts46};

/// Longest address, in bytes, in the spelling that is sent.
///
/// # Source
/// RFC 5321, 4.5.3.1.3, less the angle brackets.
const MAX: usize = 254;

/// The spelling that is stored; none where it is no address that mail can be sent to.
#[must_use]
pub fn canonical(text: &str) -> Option<String> {
    let text = super::line(text);
    let (local, host) = text.rsplit_once('@')?;
    let local = super::composed(&local.to_lowercase()).into_owned();
    // A letter of another width or shape looks like the plain one and makes another mailbox.
    let is_plain = local.chars().all(|letter| letter.is_alphanumeric() || letter.is_ascii() && letter != '"');
    if !is_plain || super::plain(&local) != local || !EmailAddress::is_valid_local_part(&local) {
        return None;
    }
    let (ascii, host) = domain(host)?;
    (local.len() + 1 + ascii.len() <= MAX).then(|| format!("{local}@{host}"))
}

/// What to look for where somebody names an address: its stored spelling, or what was typed where it is no address.
#[must_use]
pub fn asked(text: &str) -> String {
    canonical(text).unwrap_or_else(|| super::line(text).to_lowercase())
}

/// A domain of at least two labels, as it is sent and as people read it.
fn domain(text: &str) -> Option<(String, String)> {
    let (names, rules) = (Uts46::new(), Hyphens::CheckFirstLast);
    let ascii = names.to_ascii(text.as_bytes(), AsciiDenyList::STD3, rules, DnsLength::Verify).ok()?;
    let (_, top) = ascii.rsplit_once('.')?;
    if top.bytes().all(|byte| byte.is_ascii_digit()) || !EmailAddress::is_valid_domain(&ascii) {
        return None;
    }
    let (read, outcome) = names.to_unicode(ascii.as_bytes(), AsciiDenyList::STD3, rules);
    outcome.ok()?;
    let read = read.into_owned();
    Some((ascii.into_owned(), read))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_mailbox_has_one_spelling() {
        for (typed, stored) in [
            (" Anna.Zielin\u{301}ska@ROPS.example.pl\u{feff}", "anna.zielińska@rops.example.pl"),
            ("anna\u{200b}@example.pl\u{202e}", "anna@example.pl"),
            ("Biuro@ŁÓDŹ.PL", "biuro@łódź.pl"),
            ("biuro@xn--d-uga0v4h.pl", "biuro@łódź.pl"),
            ("biuro@\u{ff45}xample.pl", "biuro@example.pl"),
            ("o'neill+szkolenia@example.co.uk", "o'neill+szkolenia@example.co.uk"),
            ("іван@приклад.укр", "іван@приклад.укр"),
        ] {
            assert_eq!(canonical(typed).as_deref(), Some(stored), "{typed:?}");
            assert_eq!(asked(typed), stored, "{typed:?}");
        }
    }

    #[test]
    fn what_no_mail_reaches_is_no_address() {
        for wrong in [
            "",
            "anna",
            "anna@",
            "@example.pl",
            "anna@example",
            "a b@example.pl",
            "a@exa mple.pl",
            "a..b@example.pl",
            ".a@example.pl",
            "a.@example.pl",
            "a@-x-.pl",
            "a@x..pl",
            "a@example.pl.",
            "a@127.0.0.1",
            "a@[127.0.0.1]",
            "\"a b\"@example.pl",
            "a@b@example.pl",
            "a,b@example.pl",
            "Anna <anna@example.pl>",
            "\u{ff41}nna@example.pl",
            "a\u{336}@example.pl",
            "a@exa_mple.pl",
            &format!("{}@example.pl", "a".repeat(65)),
            &format!("a@{}.pl", "b".repeat(64)),
        ] {
            assert_eq!(canonical(wrong), None, "{wrong:?}");
        }
    }
}

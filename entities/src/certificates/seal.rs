//! What the QR code of a certificate says without a network: the facts that it prints, signed with a key of the
//! installation. Pure.
//!
//! The seal stands in the fragment of the address, which browsers never send, and is written in figures: a QR code holds
//! three of them in ten bits. It is signed together with the verification code, so that it belongs to one address. Texts
//! that the symbol has no room for are cut where they can be spared most, and end with `…` then.
//!
//! One byte says the form, four name the key, one the kind and whether there is a last day of validity, three are the day of
//! issue, three that last day; then number, name, training, days and hours, each behind a byte with its length; then 64
//! bytes of signature. A script of the page of verification reads the same.
//!
//! What it cannot say is what happened later: that is known to the register alone.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{Datelike, NaiveDate};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::snapshot::Snapshot;
use super::{CertificateKind, code};
use crate::shared::vault::{Vault, is_signed};

const FORM: u8 = 1;
/// Before what is signed, so that no signature of another kind is one of these.
const DOMAIN: &[u8] = b"zwornik certificate seal 1\0";
const SIGNATURE: usize = 64;
const HAS_LAST_DAY: u8 = 0x10;
/// A text is at most this long; its length is one byte.
const MOST_TEXT: usize = 250;
const CUT: &str = "…";
/// Bits that the largest symbol takes (version 14, 73 modules, medium error correction): larger ones are hard to read from
/// paper.
pub const ROOM_BITS: usize = 365 * 8;
/// How short texts may become, in bytes, in the order in which they give way: number, name, training, days and hours.
const GIVE_WAY: [(usize, usize); 7] = [(2, 64), (3, 48), (2, 24), (1, 96), (3, 3), (1, 40), (0, 40)];

/// The facts of a seal that was opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facts {
    /// What it confirms.
    pub kind: CertificateKind,
    /// Number.
    pub number: String,
    /// Whose it is.
    pub name: String,
    /// Training.
    pub training: String,
    /// Days, place and hours, as printed.
    pub when: String,
    /// Day of issue.
    pub issued_on: NaiveDate,
    /// Last day of validity.
    pub valid_until: Option<NaiveDate>,
}

/// A seal that was opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opened {
    /// What was signed.
    pub facts: Facts,
    /// The verification code that was signed with it.
    pub code: String,
    /// The address that asks the register.
    pub address: String,
    /// The name of the key.
    pub key: String,
}

/// Why a text is no genuine seal.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// It is not what the QR code of a certificate holds.
    #[error("this is not the text of a certificate's QR code")]
    Foreign,
    /// The address has no seal: certificates of before have none.
    #[error("this certificate has no seal")]
    Unsealed,
    /// Its end is missing.
    #[error("the seal is cut off")]
    Cut,
    /// Another program wrote it.
    #[error("the seal is of another form")]
    Form,
    /// None of the keys has this name.
    #[error("the key {0} is not among those given")]
    UnknownKey(String),
    /// It was changed, or is of another certificate.
    #[error("the signature does not fit")]
    Broken,
}

/// The seal of a certificate; none where there is no key, or its address leaves no room.
pub fn of(snapshot: &Snapshot, keys: &Vault) -> Option<String> {
    let variable = &snapshot.variable;
    let mut unsigned = vec![];
    let signed = keys.sign_by(|key| {
        unsigned = payload(snapshot, name_of(key)).unwrap_or_default();
        message(&variable.code, &unsigned)
    });
    let Ok((_, signature)) = signed else { return None };
    (!unsigned.is_empty()).then(|| figures(&[&unsigned[..], &signature].concat()))
}

/// Opens the text of a QR code with published keys.
///
/// # Errors
/// It is none, or not genuine.
pub fn open(text: &str, keys: &[[u8; 32]]) -> Result<Opened, Refused> {
    let text = text.trim();
    let (address, seal) = text.split_once('#').map_or((text, None), |(address, seal)| (address, Some(seal)));
    let typed = address.rsplit_once("/verify/").ok_or(Refused::Foreign)?.1;
    let code = typed.split('?').next().and_then(code::parse).ok_or(Refused::Foreign)?;
    let seal = seal.filter(|seal| !seal.is_empty()).ok_or(Refused::Unsealed)?;
    let bytes = bytes_of(seal)?;
    let (facts, unsigned, signature) = read(&bytes)?;
    let name = bytes.get(1..5).and_then(|name| name.try_into().ok()).ok_or(Refused::Cut)?;
    let mut named = keys.iter().filter(|key| name_of(key) == name).peekable();
    let key = written(name);
    if named.peek().is_none() {
        return Err(Refused::UnknownKey(key));
    }
    let message = message(&code, unsigned);
    if !named.any(|key| is_signed(key, &message, signature)) {
        return Err(Refused::Broken);
    }
    Ok(Opened { facts, code, address: address.to_owned(), key })
}

/// Whether a seal says what its certificate prints, whoever signed it.
pub fn is_of(snapshot: &Snapshot, seal: &str) -> bool {
    let Ok(bytes) = bytes_of(seal) else { return false };
    let name = bytes.get(1..5).and_then(|name| name.try_into().ok());
    let Some((name, Ok((_, unsigned, _)))) = name.map(|name| (name, read(&bytes))) else { return false };
    payload(snapshot, name).as_deref() == Some(unsigned)
}

/// Public keys as an installation publishes them: a set of JSON Web Keys.
///
/// # Source
/// RFC 7517, RFC 8037.
pub fn published(keys: &[[u8; 32]]) -> Value {
    let one = |key: &[u8; 32]| {
        json!({
            "kty": "OKP", "crv": "Ed25519", "alg": "EdDSA", "use": "sig",
            "kid": written(name_of(key)), "x": URL_SAFE_NO_PAD.encode(key),
        })
    };
    json!({ "keys": keys.iter().map(one).collect::<Vec<_>>() })
}

/// Reads published keys; none where a text holds no such set. Keys of other kinds are passed over.
pub fn keys_of(text: &str) -> Option<Vec<[u8; 32]>> {
    let set: Value = serde_json::from_str(text).ok()?;
    let own = set["keys"].as_array()?.iter().filter(|key| key["crv"] == "Ed25519");
    let of = |key: &Value| URL_SAFE_NO_PAD.decode(key["x"].as_str()?).ok()?.try_into().ok();
    own.map(of).collect()
}

fn name_of(key: &[u8; 32]) -> [u8; 4] {
    let [a, b, c, d, ..] = <[u8; 32]>::from(Sha256::digest(key));
    [a, b, c, d]
}

fn written(name: [u8; 4]) -> String {
    URL_SAFE_NO_PAD.encode(name)
}

fn message(code: &str, unsigned: &[u8]) -> Vec<u8> {
    [DOMAIN, code.as_bytes(), b"\0", unsigned].concat()
}

/// What is signed; none where it has no room, or a day no number.
fn payload(snapshot: &Snapshot, key: [u8; 4]) -> Option<Vec<u8>> {
    let (fixed, person) = (&snapshot.fixed, &snapshot.variable);
    let mut texts =
        [&person.number, &person.name, &fixed.training, &fixed.when].map(|text| shortened(text, MOST_TEXT));
    let last_day = person.valid_until.map(day).transpose().ok()?;
    let days = if last_day.is_some() { 6 } else { 3 };
    let length =
        |texts: &[String; 4]| 6 + days + texts.iter().map(|text| text.len() + 1).sum::<usize>() + SIGNATURE;
    for (at, least) in GIVE_WAY {
        let over = excess(person.verify_url.len(), length(&texts));
        let text = texts.get_mut(at)?;
        if over > 0 && text.len() > least {
            *text = shortened(text, text.len().saturating_sub(over).max(least));
        }
    }
    if excess(person.verify_url.len(), length(&texts)) > 0 {
        return None;
    }
    let kind = CertificateKind::ALL.iter().position(|kind| *kind == fixed.kind)?;
    let mut bytes = vec![FORM];
    bytes.extend(key);
    bytes.push(u8::try_from(kind).ok()? | last_day.map_or(0, |_| HAS_LAST_DAY));
    bytes.extend(day(person.issued_on).ok()?);
    bytes.extend(last_day.into_iter().flatten());
    for text in &texts {
        bytes.push(u8::try_from(text.len()).ok()?);
        bytes.extend(text.as_bytes());
    }
    Some(bytes)
}

/// How many bytes too many a seal of this length is behind an address of that length.
fn excess(address: usize, length: usize) -> usize {
    let bits =
        |length: usize| (4 + 16 + 8 * (address + 1)) + (4 + 12 + (digits(length) * 10).div_ceil(3) + 1);
    (0..length).take_while(|over| bits(length - over) > ROOM_BITS).count()
}

/// A text of at most so many bytes; what is left out is told by `…`.
fn shortened(text: &str, most: usize) -> String {
    if text.len() <= most {
        return text.to_owned();
    }
    let mut kept = String::with_capacity(most);
    for letter in text.chars() {
        if kept.len() + letter.len_utf8() + CUT.len() > most {
            break;
        }
        kept.push(letter);
    }
    kept.truncate(kept.trim_end().len());
    kept + CUT
}

/// Days of our era, in three bytes.
fn day(of: NaiveDate) -> Result<[u8; 3], std::num::TryFromIntError> {
    let [_, a, b, c] = u32::try_from(of.num_days_from_ce())?.to_be_bytes();
    Ok([a, b, c])
}

/// Facts, what was signed, and the signature.
fn read(bytes: &[u8]) -> Result<(Facts, &[u8], &[u8]), Refused> {
    let mut rest = bytes;
    let mut take = |count: usize| {
        let (taken, after) = rest.split_at_checked(count).ok_or(Refused::Cut)?;
        rest = after;
        Ok::<&[u8], Refused>(taken)
    };
    if take(1)? != [FORM] {
        return Err(Refused::Form);
    }
    take(4)?;
    let flags = take(1)?.first().copied().unwrap_or_default();
    let kind = CertificateKind::ALL.get(usize::from(flags & !HAS_LAST_DAY)).ok_or(Refused::Broken)?;
    let mut date = |is_there: bool| {
        let Some([a, b, c]) = is_there.then(|| take(3)).transpose()? else { return Ok(None) };
        let days = i32::from_be_bytes([0, *a, *b, *c]);
        NaiveDate::from_num_days_from_ce_opt(days).map(Some).ok_or(Refused::Broken)
    };
    let issued_on = date(true)?.ok_or(Refused::Broken)?;
    let valid_until = date(flags & HAS_LAST_DAY != 0)?;
    let mut text = || {
        let length = take(1)?.first().copied().unwrap_or_default();
        String::from_utf8(take(usize::from(length))?.to_vec()).map_err(|_| Refused::Broken)
    };
    let (number, name, training, when) = (text()?, text()?, text()?, text()?);
    let (unsigned, signature) = bytes.split_at_checked(bytes.len() - rest.len()).ok_or(Refused::Cut)?;
    match signature.len() {
        SIGNATURE => {}
        0..SIGNATURE => return Err(Refused::Cut),
        _ => return Err(Refused::Broken),
    }
    let facts = Facts { kind: *kind, number, name, training, when, issued_on, valid_until };
    Ok((facts, unsigned, signature))
}

/// Bytes of a block, and the figures it takes.
const BLOCK: (usize, usize) = (7, 17);
/// Figures for so many bytes that are left over.
const REST: [usize; 7] = [0, 3, 5, 8, 10, 13, 15];

fn digits(length: usize) -> usize {
    length / BLOCK.0 * BLOCK.1 + REST.get(length % BLOCK.0).copied().unwrap_or_default()
}

/// Bytes as figures: each seven as seventeen.
fn figures(bytes: &[u8]) -> String {
    let number = |block: &[u8]| block.iter().fold(0_u64, |number, byte| number << 8 | u64::from(*byte));
    bytes
        .chunks(BLOCK.0)
        .map(|block| format!("{:0width$}", number(block), width = digits(block.len())))
        .collect()
}

fn bytes_of(figures: &str) -> Result<Vec<u8>, Refused> {
    if !figures.bytes().all(|figure| figure.is_ascii_digit()) {
        return Err(Refused::Foreign);
    }
    let mut bytes = vec![];
    for block in figures.as_bytes().chunks(BLOCK.1) {
        let length = if block.len() == BLOCK.1 {
            Some(BLOCK.0)
        } else {
            REST.iter().position(|count| *count == block.len())
        };
        let number = block.iter().fold(0_u64, |number, figure| number * 10 + u64::from(figure - b'0'));
        let length = length.filter(|length| number >> (8 * length) == 0).ok_or(Refused::Cut)?;
        bytes.extend(number.to_be_bytes().into_iter().skip(8 - length));
    }
    Ok(bytes)
}

#[cfg(test)]
mod tests;

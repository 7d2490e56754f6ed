//! A certificate as an Open Badge 3.0: a credential that anybody verifies without asking us, signed with a key of the
//! installation. Pure.
//!
//! The proof is of `eddsa-rdfc-2022`: what is signed is the credential as RDF in its canonical form. A badge has one shape, so
//! its statements are written down here beside its JSON, instead of being derived from it by a library for any JSON-LD; nodes
//! without a name are told apart by their own statements alone, which differ for each of them. The issuer is named by the key
//! itself (`did:key`), and the installation publishes its keys, past ones too.
//!
//! No `credentialStatus`: none that verifiers know fits a register that answers one of five. The badge names the page that
//! verifies its certificate as its evidence, and no badge is handed out of a certificate that was taken back.
//!
//! # Source
//! Open Badges 3.0 (1EdTech); Verifiable Credentials 2.0, Data Integrity EdDSA Cryptosuites 1.0, RDF Dataset
//! Canonicalization (W3C).

use chrono::{DateTime, SecondsFormat, Utc};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::CertificateKind;
use super::snapshot::Snapshot;
use crate::shared::ids::EditionId;
use crate::shared::language::{Language, Words};
use crate::shared::warsaw;

const CONTEXT: [&str; 2] =
    ["https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"];
const TYPE: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type";
const BADGES: &str = "https://purl.imsglobal.org/spec/vc/ob/vocab.html#";
const CREDENTIALS: &str = "https://www.w3.org/2018/credentials#";
const SCHEMA: &str = "https://schema.org/";
const SECURITY: &str = "https://w3id.org/security#";
const INSTANT: &str = "http://www.w3.org/2001/XMLSchema#dateTime";

const PROGRAMME: Words = Words::new("Program", "Programme");

/// What each kind is earned by, as its badge says.
const fn criteria(kind: CertificateKind, language: Language) -> &'static str {
    let words = match kind {
        CertificateKind::Attendance => Words::new(
            "Udział w szkoleniu potwierdzony listą obecności, w wymiarze wymaganym przez organizatora.",
            "Attendance, confirmed by the attendance list, to the extent that the organiser requires.",
        ),
        CertificateKind::Completion => Words::new(
            "Udział w szkoleniu potwierdzony listą obecności, w wymiarze wymaganym przez organizatora, i pełny udział we \
             wszystkich zajęciach obowiązkowych.",
            "Attendance, confirmed by the attendance list, to the extent that the organiser requires, and all of every \
             mandatory session.",
        ),
        CertificateKind::Trainer => {
            Words::new("Przeprowadzenie zajęć w podanym wymiarze.", "Teaching sessions for the hours given.")
        }
    };
    words.say(language)
}

/// A badge that is not signed yet.
#[derive(Clone, Debug)]
pub struct Badge {
    json: Value,
    statements: Vec<Statement>,
    signed_at: String,
}

/// Subject, predicate, object.
type Statement = (Node, String, Object);

#[derive(Clone, Debug, PartialEq, Eq)]
enum Node {
    Named(String),
    /// One without a name, by what the credential calls it.
    Unnamed(&'static str),
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Object {
    Node(Node),
    Text(String),
    Of(String, &'static str),
}

impl Badge {
    /// The badge of a certificate, as the holder of the key with these public bytes signs it.
    pub fn of(snapshot: &Snapshot, edition: EditionId, key: &[u8; 32]) -> Self {
        let (fixed, person) = (&snapshot.fixed, &snapshot.variable);
        let (page, signed_at) = (person.verify_url.as_str(), instant(person.issued_at));
        let base = page.split("/verify/").next().unwrap_or_default();
        let until = person.valid_until.map(|last| instant(warsaw::end_of_day(last)));
        let (id, issuer) = (format!("{page}/badge.json"), did(key));
        // Each kind is an achievement of its own; that of before there were kinds keeps its name.
        let achievement = match fixed.kind {
            CertificateKind::Attendance => format!("urn:uuid:{}", edition.0),
            kind => format!("urn:uuid:{}#{}", edition.0, kind.code()),
        };
        let criteria_of = criteria(fixed.kind, fixed.language);
        let mut about = fixed.when.clone();
        if !fixed.topics.is_empty() {
            about = format!("{about}. {}: {}", PROGRAMME.say(fixed.language), fixed.topics.join("; "));
        }
        let mut json = json!({
            "@context": CONTEXT,
            "id": id,
            "type": ["VerifiableCredential", "OpenBadgeCredential"],
            "name": fixed.training,
            "issuer": { "id": issuer, "type": ["Profile"], "name": fixed.issuer, "url": base },
            "validFrom": signed_at,
            "credentialSubject": {
                "type": ["AchievementSubject"],
                "identifier": [{
                    "type": "IdentityObject", "hashed": false, "identityHash": person.name, "identityType": "name",
                }],
                "achievement": {
                    "id": achievement,
                    "type": ["Achievement"],
                    "name": fixed.training,
                    "description": about,
                    "criteria": { "narrative": criteria_of },
                },
            },
            "evidence": [{ "id": page, "type": ["Evidence"], "name": person.number }],
        });
        if let Some(until) = &until {
            json["validUntil"] = json!(until);
        }

        let named = |name: &str| Node::Named(name.to_owned());
        let text = |text: &str| Object::Text(text.to_owned());
        let node = |name: &str| Object::Node(named(name));
        let of = |vocabulary: &str, name: &str| format!("{vocabulary}{name}");
        let (badge, by, what, seen) = (named(&id), named(&issuer), named(&achievement), named(page));
        let (subject, identity) = (Node::Unnamed("subject"), Node::Unnamed("identity"));
        let criteria = Node::Unnamed("criteria");
        let kind = |name: &str| Object::Node(Node::Named(of(BADGES, name)));
        let is = || TYPE.to_owned();
        let name = || of(SCHEMA, "name");
        let mut statements = vec![
            (badge.clone(), is(), node(&of(CREDENTIALS, "VerifiableCredential"))),
            (badge.clone(), is(), kind("OpenBadgeCredential")),
            (badge.clone(), name(), text(&fixed.training)),
            (badge.clone(), of(CREDENTIALS, "issuer"), Object::Node(by.clone())),
            (badge.clone(), of(CREDENTIALS, "validFrom"), Object::Of(signed_at.clone(), INSTANT)),
            (badge.clone(), of(CREDENTIALS, "credentialSubject"), Object::Node(subject.clone())),
            (badge.clone(), of(CREDENTIALS, "evidence"), Object::Node(seen.clone())),
            (by.clone(), is(), kind("Profile")),
            (by.clone(), name(), text(&fixed.issuer)),
            (by, of(SCHEMA, "url"), Object::Of(base.to_owned(), "https://www.w3.org/2001/XMLSchema#anyURI")),
            (subject.clone(), is(), kind("AchievementSubject")),
            (subject.clone(), of(BADGES, "identifier"), Object::Node(identity.clone())),
            (subject, of(BADGES, "achievement"), Object::Node(what.clone())),
            (identity.clone(), is(), kind("IdentityObject")),
            (
                identity.clone(),
                of(BADGES, "hashed"),
                Object::Of("false".to_owned(), "https://www.w3.org/2001/XMLSchema#boolean"),
            ),
            (identity.clone(), of(BADGES, "identityHash"), text(&person.name)),
            (identity, of(BADGES, "identityType"), text("name")),
            (what.clone(), is(), kind("Achievement")),
            (what.clone(), name(), text(&fixed.training)),
            (what.clone(), of(SCHEMA, "description"), text(&about)),
            (what, of(BADGES, "Criteria"), Object::Node(criteria.clone())),
            (criteria, of(BADGES, "narrative"), text(criteria_of)),
            (seen.clone(), is(), kind("Evidence")),
            (seen, name(), text(&person.number)),
        ];
        if let Some(until) = until {
            statements.push((badge, of(CREDENTIALS, "validUntil"), Object::Of(until, INSTANT)));
        }
        Self { json, statements, signed_at }
    }

    /// What is signed: the hashes of the proof's and of the credential's statements.
    pub fn to_sign(&self, key: &[u8; 32]) -> Vec<u8> {
        let proof = Node::Unnamed("proof");
        let of = |name: &str| format!("{SECURITY}{name}");
        let named = |name: String| Object::Node(Node::Named(name));
        let suite = Object::Of("eddsa-rdfc-2022".to_owned(), "https://w3id.org/security#cryptosuiteString");
        let created = Object::Of(self.signed_at.clone(), INSTANT);
        let statements = vec![
            (proof.clone(), TYPE.to_owned(), named(of("DataIntegrityProof"))),
            (proof.clone(), "http://purl.org/dc/terms/created".to_owned(), created),
            (proof.clone(), of("cryptosuite"), suite),
            (proof.clone(), of("proofPurpose"), named(of("assertionMethod"))),
            (proof, of("verificationMethod"), named(method(key))),
        ];
        let hash = |statements: &[Statement]| Sha256::digest(canonical(statements));
        [hash(&statements), hash(&self.statements)].concat()
    }

    /// The badge with its proof.
    pub fn signed(mut self, key: &[u8; 32], signature: &[u8; 64]) -> Value {
        self.json["proof"] = json!({
            "type": "DataIntegrityProof",
            "cryptosuite": "eddsa-rdfc-2022",
            "created": self.signed_at,
            "verificationMethod": method(key),
            "proofPurpose": "assertionMethod",
            "proofValue": multibase(signature),
        });
        self.json
    }
}

/// Public keys as an installation publishes them.
pub fn published(keys: &[[u8; 32]]) -> Value {
    let one = |key: &[u8; 32]| json!({ "id": method(key), "type": "Multikey", "controller": did(key), "publicKeyMultibase": multikey(key) });
    let all: Vec<Value> = keys.iter().map(one).collect();
    json!({ "assertionMethod": all })
}

fn instant(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}

fn did(key: &[u8; 32]) -> String {
    format!("did:key:{}", multikey(key))
}

fn method(key: &[u8; 32]) -> String {
    format!("{}#{}", did(key), multikey(key))
}

/// An Ed25519 key: its kind (0xed, as a varint) before its bytes.
fn multikey(key: &[u8; 32]) -> String {
    multibase(&[&[0xed, 0x01][..], key].concat())
}

/// In base 58 as Bitcoin writes it, with the letter that says so.
fn multibase(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 58] = b"123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
    let mut digits: Vec<u8> = vec![];
    for byte in bytes {
        let mut carry = u32::from(*byte);
        for digit in &mut digits {
            carry += u32::from(*digit) << 8;
            *digit = u8::try_from(carry % 58).unwrap_or_default();
            carry /= 58;
        }
        while carry > 0 {
            digits.push(u8::try_from(carry % 58).unwrap_or_default());
            carry /= 58;
        }
    }
    let zeros = bytes.iter().take_while(|byte| **byte == 0).count();
    digits.resize(digits.len() + zeros, 0);
    let letter = |digit: &u8| LETTERS.get(usize::from(*digit)).copied().map_or('1', char::from);
    std::iter::once('z').chain(digits.iter().rev().map(letter)).collect()
}

/// Statements in their canonical form: unnamed nodes are numbered in the order of the hashes of their own statements.
fn canonical(statements: &[Statement]) -> String {
    let mut hashed: Vec<(Vec<u8>, &'static str)> = vec![];
    for (subject, _, object) in statements {
        for node in [Some(subject), object.node()].into_iter().flatten() {
            if let Node::Unnamed(name) = node
                && !hashed.iter().any(|(_, known)| known == name)
            {
                let own = |other: &str| if other == *name { "_:a".to_owned() } else { "_:z".to_owned() };
                let of_it = statements.iter().filter(|one| is_about(one, name));
                hashed.push((Sha256::digest(lines(of_it, &own)).to_vec(), name));
            }
        }
    }
    hashed.sort();
    let number = |name: &str| {
        let at = hashed.iter().position(|(_, known)| *known == name).unwrap_or_default();
        format!("_:c14n{at}")
    };
    lines(statements.iter(), &number)
}

fn is_about((subject, _, object): &Statement, name: &str) -> bool {
    let is_it = |node: &Node| matches!(node, Node::Unnamed(known) if *known == name);
    is_it(subject) || object.node().is_some_and(is_it)
}

fn lines<'a>(statements: impl Iterator<Item = &'a Statement>, unnamed: &dyn Fn(&str) -> String) -> String {
    let node = |node: &Node| match node {
        Node::Named(name) => format!("<{name}>"),
        Node::Unnamed(name) => unnamed(name),
    };
    let mut lines: Vec<String> = statements
        .map(|(subject, predicate, object)| {
            let object = match object {
                Object::Node(of) => node(of),
                Object::Text(text) => quoted(text),
                Object::Of(text, kind) => format!("{}^^<{kind}>", quoted(text)),
            };
            format!("{} <{predicate}> {object} .\n", node(subject))
        })
        .collect();
    lines.sort();
    lines.concat()
}

fn quoted(text: &str) -> String {
    let escaped = text.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n").replace('\r', "\\r");
    format!("\"{escaped}\"")
}

impl Object {
    const fn node(&self) -> Option<&Node> {
        match self {
            Self::Node(node) => Some(node),
            Self::Text(_) | Self::Of(..) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_are_written_in_base_58() {
        assert_eq!(multibase(b"Hello World!"), "z2NEpo7TZRRrLZSi2U");
        assert_eq!(multibase(&[0, 0, 0x28, 0x7f, 0xb4, 0xcd]), "z11233QC4");
        assert_eq!(multibase(&[]), "z");
        // The example of did:key's specification.
        assert!(multikey(&[7; 32]).starts_with("z6Mk"));
    }

    #[test]
    fn statements_are_ordered_escaped_and_their_unnamed_nodes_numbered() {
        let (one, other) = (Node::Unnamed("one"), Node::Unnamed("other"));
        let named = Node::Named("urn:x".into());
        let all = vec![
            (one.clone(), "urn:says".to_owned(), Object::Text("a \"b\"\\\n".into())),
            (named.clone(), "urn:has".to_owned(), Object::Node(other.clone())),
            (named, "urn:has".to_owned(), Object::Node(one)),
            (other, "urn:at".to_owned(), Object::Of("2026".into(), "urn:t")),
        ];
        let text = canonical(&all);
        assert!(text.contains(" <urn:says> \"a \\\"b\\\"\\\\\\n\" .\n"), "{text}");
        assert_eq!(text.matches("_:c14n0").count(), 2);
        assert_eq!(text.matches("_:c14n1").count(), 2);
        let mut reversed = all;
        reversed.reverse();
        assert_eq!(canonical(&reversed), text);
    }
}

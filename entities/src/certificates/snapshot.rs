//! Everything a certificate prints, frozen when its number is taken.
//!
//! `Fixed` is the same for every certificate of one edition, `Variable` belongs to one person: the renderer
//! draws the first once and the second per person, and the bytes of a certificate depend on these two values
//! and the renderer's version alone.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::CertificateKind;
use crate::partnerships::sign::Sign;
use crate::shared::language::Language;
use crate::shared::repertoire;

/// Everything one certificate prints; stored in its row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Snapshot {
    /// What all certificates of the edition share.
    pub fixed: Fixed,
    /// What belongs to the person.
    pub variable: Variable,
}

impl Snapshot {
    /// Whether two snapshots print the same but for what every new certificate has of its own (number, code, day
    /// of issue).
    pub fn prints_the_same(&self, other: &Self) -> bool {
        let same_person = self.variable.name == other.variable.name
            && self.variable.place == other.variable.place
            && self.variable.valid_until == other.variable.valid_until;
        same_person && self.fixed == other.fixed
    }

    /// The first letter that no face has, in anything that is printed.
    pub fn unprintable(&self) -> Option<char> {
        let Fixed {
            issuer,
            subtitle,
            phrase,
            training,
            when,
            topics,
            signatory,
            project,
            strip,
            verify_host,
            verify_link: _,
            kind: _,
            language: _,
        } = &self.fixed;
        let signs = strip.iter().flat_map(|sign| [&sign.line1, &sign.line2]);
        [issuer, subtitle, phrase, training, when, &signatory.name, &signatory.post, project, verify_host]
            .into_iter()
            .chain(topics)
            .chain(signs)
            .chain([&self.variable.name, &self.variable.place, &self.variable.number])
            .find_map(|text| repertoire::unprintable(text))
    }
}

/// What all certificates of an edition share. Texts are ready to print, in the language of the template.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Fixed {
    /// The issuing office, e.g. `Regionalny Ośrodek Polityki Społecznej w Kielcach`.
    pub issuer: String,
    /// The line under the heading, e.g. `o ukończeniu szkolenia`.
    pub subtitle: String,
    /// The sentence after the name, neutral in gender, e.g. `za udział w szkoleniu`.
    pub phrase: String,
    /// Title of the training (with its edition where it has one).
    pub training: String,
    /// Days and hours, e.g. `12–14 maja 2026 r., 24 godziny dydaktyczne, Kielce`.
    pub when: String,
    /// Topics in programme order; may be empty, may be forty.
    pub topics: Vec<String>,
    /// Who signs.
    pub signatory: Signatory,
    /// Title and number of the project, printed small above the strip.
    pub project: String,
    /// The visibility strip in order; one to four signs.
    pub strip: Vec<Sign>,
    /// Host shown below the code, e.g. `zwornik.example.pl/verify`.
    pub verify_host: String,
    /// Whether the code is also a link: only where the public address is https. The QR code is there in any case.
    #[serde(default)]
    pub verify_link: bool,
    /// What it confirms. Not written where it is what all were before there were kinds.
    #[serde(default, skip_serializing_if = "is_default")]
    pub kind: CertificateKind,
    /// Language of all words that the office does not choose.
    #[serde(default, skip_serializing_if = "is_default")]
    pub language: Language,
}

fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

/// What belongs to one person's certificate.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Variable {
    /// `SERIES/2026/0001`.
    pub number: String,
    /// Names as the person writes them.
    pub name: String,
    /// Place of issue, e.g. `Kielce`.
    pub place: String,
    /// Day of issue in Warsaw.
    pub issued_on: NaiveDate,
    /// Last day of validity, where the programme sets one.
    pub valid_until: Option<NaiveDate>,
    /// Instant of issue; the document's dates.
    pub issued_at: DateTime<Utc>,
    /// Verification code in upper case without separators (26 characters, 130 bits).
    pub code: String,
    /// Address in the QR code.
    pub verify_url: String,
    /// What the QR code says without a network, in the fragment of that address. Certificates of before have none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seal: Option<String>,
    /// Number of the certificate that this one corrects.
    pub corrects: Option<String>,
}

impl Variable {
    /// The text of the QR code.
    pub fn scanned(&self) -> String {
        match &self.seal {
            Some(seal) => format!("{}#{seal}", self.verify_url),
            None => self.verify_url.clone(),
        }
    }
}

/// A person who signs in the name of the office.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Signatory {
    /// Names with title.
    pub name: String,
    /// Post.
    pub post: String,
}

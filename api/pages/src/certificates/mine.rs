//! `/moje/zaswiadczenia`: all of one's certificates, with what others see when they check them.

use askama::Template;
use chrono::NaiveDate;

use crate::ask::{ask, documents};
use crate::call::{Call, Fault, Reply};
use crate::shell::{Shell, shown, who};

type Date = NaiveDate;
/// A number that does not fit into 32 bits, as text.
type BigInt = String;

documents! {
    MyCertificates in "src/certificates/mine.graphql";
    CreateDownloadLink in "src/certificates/create_download_link.graphql";
}

struct Row {
    number: String,
    kind: String,
    edition: String,
    issued: NaiveDate,
    until: Option<NaiveDate>,
    colour: &'static str,
    label: String,
    /// The document, once it is there.
    document: Option<String>,
    check: String,
    badge: Option<String>,
}

#[derive(Template)]
#[template(path = "certificates/mine.html")]
struct MinePage {
    s: Shell,
    rows: Vec<Row>,
}

pub(super) async fn show(call: &Call) -> Result<Reply, Fault> {
    use my_certificates::{CertificateState, DocumentState};
    if !call.is_known {
        return Err(Fault::LogIn);
    }
    let answer = ask::<MyCertificates>(call, my_certificates::Variables {}).await?;
    let mut viewer = answer.viewer.ok_or(Fault::LogIn)?;
    let all = viewer
        .person
        .as_mut()
        .map(|person| std::mem::take(&mut person.certificates.edges))
        .unwrap_or_default();
    let rows = all.into_iter().map(|edge| {
        let one = edge.node;
        let (colour, label) = match one.state {
            CertificateState::REVOKED | CertificateState::ANNULLED => ("bad", one.state_label),
            CertificateState::SUPERSEDED => ("note", one.state_label),
            _ if one.expired => ("note", call.lang.of("po terminie ważności", "expired").to_owned()),
            _ => ("good", call.lang.of("ważne", "valid").to_owned()),
        };
        let stored = one.document.filter(|document| document.state == DocumentState::STORED);
        Row {
            number: one.number,
            kind: one.kind_label,
            edition: one.edition.map(|edition| edition.title).unwrap_or_default(),
            issued: one.issued_on,
            until: one.valid_until,
            colour,
            label,
            document: stored.map(|document| document.id),
            check: format!("/verify/{}", one.code),
            badge: one.badge_url,
        }
    });
    let rows = rows.collect();
    let title = call.lang.of("Moje zaświadczenia", "My certificates");
    shown(&MinePage { s: Shell::new(call, who!(Some(viewer.shell)), title), rows })
}

/// Leads to the file by a link that holds for minutes.
pub(super) async fn download(call: &Call) -> Result<Reply, Fault> {
    let input = create_download_link::CreateDownloadLinkInput { document_id: call.part.clone() };
    let answer = ask::<CreateDownloadLink>(call, create_download_link::Variables { input }).await?;
    let payload = answer.create_download_link.ok_or(Fault::Broken)?;
    match payload.path {
        Some(path) => Ok(Reply::Go(path)),
        None => Err(payload
            .errors
            .into_iter()
            .next()
            .map_or(Fault::NotFound, |error| Fault::Refused(error.message))),
    }
}

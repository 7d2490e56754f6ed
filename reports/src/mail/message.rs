//! A letter as a message: addresses, headers, both forms of the text, the attachment. Pure.

use chrono::{DateTime, Utc};
use entities::mail::Problem;
use entities::mail::delivery;
use lettre::Address;
use lettre::address::Envelope;
use lettre::message::header::{ContentType, HeaderName, HeaderValue};
use lettre::message::{Attachment, Mailbox, Message, MultiPart, SinglePart};

use super::Mail;
use entities::mail::letter::Letter;

/// Longest subject and name, in characters.
const LINE_MAX: usize = 200;

/// Where a message goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Addressee {
    pub(super) email: String,
    pub(super) name: Option<String>,
}

/// A file that goes along.
#[derive(Clone, Debug)]
pub(super) struct Enclosure {
    pub(super) file_name: String,
    pub(super) media_type: String,
    pub(super) bytes: Vec<u8>,
}

/// Who is named to the mail server.
pub(super) fn envelope(mail: &Mail, to: &Addressee) -> Result<Envelope, Problem> {
    let to = to.email.parse::<Address>().map_err(|_| Problem::BadAddress)?;
    Envelope::new(Some(mail.from.email.clone()), vec![to]).map_err(|_| Problem::BadAddress)
}

/// The message, ready to be sent.
pub(super) fn message(
    mail: &Mail,
    delivery: &delivery::Model,
    to: &Addressee,
    letter: &Letter,
    enclosure: Option<Enclosure>,
    now: DateTime<Utc>,
) -> Result<Vec<u8>, Problem> {
    let address = to.email.parse::<Address>().map_err(|_| Problem::BadAddress)?;
    let name = to.name.as_deref().map(line).filter(|name| !name.is_empty());
    // One line in the HTML's title, too.
    let letter = &Letter { subject: line(&letter.subject), ..letter.clone() };
    let mut builder = Message::builder()
        .from(mail.from.clone())
        .to(Mailbox::new(name, address))
        .date(now.into())
        .message_id(Some(delivery.message_id.clone()))
        .subject(letter.subject.clone());
    if let Some(reply_to) = &mail.reply_to {
        builder = builder.reply_to(reply_to.clone());
    }
    for (name, value) in [
        // Answered by no machine (RFC 3834).
        ("Auto-Submitted", "auto-generated"),
        ("Content-Language", letter.language.code()),
    ] {
        let name = HeaderName::new_from_ascii_str(name);
        builder = builder.raw_header(HeaderValue::new(name, value.to_owned()));
    }
    // Boundaries by the delivery: another try is the same message.
    let boundary = |part: &str| format!("zwornik-{part}-{}", delivery.id.0.simple());
    let texts = MultiPart::alternative()
        .boundary(boundary("text"))
        .singlepart(SinglePart::plain(letter.plain()))
        .singlepart(SinglePart::html(letter.html()));
    let content = match enclosure {
        None => texts,
        Some(file) => {
            let media_type = ContentType::parse(&file.media_type);
            let media_type = media_type.unwrap_or_else(|_| octets());
            MultiPart::mixed()
                .boundary(boundary("whole"))
                .multipart(texts)
                .singlepart(Attachment::new(line(&file.file_name)).body(file.bytes, media_type))
        }
    };
    let message = builder.multipart(content).map_err(|_| Problem::BadAddress)?;
    Ok(message.formatted())
}

fn octets() -> ContentType {
    ContentType::parse("application/octet-stream").unwrap_or(ContentType::TEXT_PLAIN)
}

/// One line for a header: whatever would end it or begin another becomes a space.
fn line(text: &str) -> String {
    let text: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).take(LINE_MAX).collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use entities::documents::link::LinkKey;
    use entities::mail::{Channel, DeliveryKind, DeliveryState};
    use entities::shared::ids::DeliveryId;
    use entities::shared::language::Language;

    use super::super::{Settings, Way};
    use super::*;

    #[test]
    fn what_a_form_takes_as_an_address_can_be_written_to() {
        for typed in [
            "Anna.Zielin\u{301}ska@ROPS.example.pl\u{feff}",
            "biuro@łódź.pl",
            "biuro@xn--d-uga0v4h.pl",
            "іван@приклад.укр",
            "o'neill+szkolenia_1@a-b.example.co.uk",
            "!#$%&'*+/=?^_`{|}~-@example.pl",
            &format!("{}@{}.pl", "a".repeat(64), "b".repeat(63)),
        ] {
            let stored = entities::shared::text::email(typed);
            assert!(stored.is_some_and(|stored| stored.parse::<Address>().is_ok()), "{typed}");
        }
    }

    fn mail(folder: std::path::PathBuf) -> Mail {
        Mail::new(Settings {
            way: Way::Folder(folder),
            from: Some("ROPS w Łodzi <zwornik@rops.example.pl>".into()),
            reply_to: Some("biuro@rops.example.pl".into()),
            client_url: None,
            link_key: LinkKey::new([7; 32]),
        })
        .unwrap()
    }

    fn delivery(now: DateTime<Utc>) -> delivery::Model {
        let id = DeliveryId(uuid::Uuid::from_u128(5));
        delivery::Model {
            id,
            kind: DeliveryKind::CertificateReady,
            channel: Channel::Email,
            artefact_id: id.0,
            subject_id: None,
            recipient_id: Some(id.0),
            user_id: None,
            person_id: None,
            project_id: None,
            partner_id: None,
            language: Language::Polish,
            message_id: "<5@zwornik.example.pl>".into(),
            state: DeliveryState::Queued,
            attempts: 0,
            problem: None,
            reply_code: None,
            sent_at: None,
            created_at: now,
            created_by: None,
            updated_at: now,
            updated_by: None,
            version: 1,
        }
    }

    #[test]
    fn names_cannot_write_headers_and_polish_letters_are_encoded() {
        let folder = tempfile::tempdir().unwrap();
        let (mail, now) =
            (mail(folder.path().join("mail")), DateTime::from_timestamp(1_779_091_200, 0).unwrap());
        let to = Addressee {
            email: "anna@example.pl".into(),
            name: Some("Łucja\r\nBcc: obcy@example.com\r\n\r\nX\u{85}\u{0}\"<obcy@example.com>".into()),
        };
        let letter = Letter {
            language: Language::Polish,
            subject: "Zażółć\r\nBcc: obcy@example.com".into(),
            blocks: vec![],
        };
        let file = Enclosure {
            file_name: "raport\r\nX-Y: z.pdf".into(),
            media_type: "application/pdf".into(),
            bytes: vec![0, 159, 146, 150],
        };
        let first = message(&mail, &delivery(now), &to, &letter, Some(file.clone()), now).unwrap();
        let text = String::from_utf8(first.clone()).unwrap();
        assert!(text.is_ascii(), "only ASCII travels");
        let head = text.split("\r\n\r\n").next().unwrap();
        for header in text.split("\r\n") {
            let lower = header.to_lowercase();
            assert!(!lower.starts_with("bcc") && !lower.starts_with("x-y"), "{header}");
        }
        assert!(head.contains("=?utf-8?"), "{head}");
        assert!(head.contains("Message-ID: <5@zwornik.example.pl>"), "{head}");
        assert!(head.contains("Auto-Submitted: auto-generated"), "{head}");
        assert!(text.split("\r\n").all(|line| line.len() <= 998));
        assert_eq!(first, message(&mail, &delivery(now), &to, &letter, Some(file), now).unwrap());
    }

    #[test]
    fn what_is_no_address_is_not_written_to() {
        let folder = tempfile::tempdir().unwrap();
        let mail = mail(folder.path().join("mail"));
        for wrong in ["", "anna", "anna@x.pl\r\nRCPT TO:<b@x.pl>", "a@x.pl>,<b@x.pl"] {
            let to = Addressee { email: wrong.into(), name: None };
            assert_eq!(envelope(&mail, &to), Err(Problem::BadAddress), "{wrong:?}");
        }
    }
}

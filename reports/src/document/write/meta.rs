//! Metadata: the Info dictionary and the XMP packet, always in step.

use chrono::{DateTime, Datelike, Utc};
use lopdf::{Dictionary, Object, dictionary};

use super::conform::tag;
use super::object::text;
use super::render::PRODUCER;
use crate::document::RenderError;
use crate::document::model::Meta;

const CREATOR: &str = "Zwornik";

/// The Info dictionary.
///
/// # Errors
/// [`RenderError::Invalid`] for a date outside of years 0–9999.
pub fn info(meta: &Meta) -> Result<Dictionary, RenderError> {
    let date = Object::string_literal(date(meta.created, "D:%Y%m%d%H%M%S+00'00'")?);
    Ok(dictionary! {
        "Title" => text(&meta.title),
        "Author" => text(&meta.author),
        "Subject" => text(&meta.subject),
        "Creator" => text(CREATOR),
        "Producer" => text(PRODUCER),
        "CreationDate" => date.clone(),
        "ModDate" => date,
    })
}

/// The same, of an overlay's.
pub const XMP_ENTRIES: &[u8] = b"/Type/Metadata/Subtype/XML";

/// Dictionary of the XMP stream.
#[must_use]
pub fn xmp_dictionary() -> Dictionary {
    dictionary! { "Type" => "Metadata", "Subtype" => "XML" }
}

/// The XMP packet with the PDF/A and PDF/UA identification and the schema that describes the latter.
///
/// # Errors
/// [`RenderError::Invalid`] for a date outside of years 0–9999.
pub fn xmp(meta: &Meta) -> Result<String, RenderError> {
    let date = date(meta.created, "%Y-%m-%dT%H:%M:%S+00:00")?;
    // one pass over the template: what people wrote is never searched for marks
    let filled = include_str!("xmp.xml").split('{').map(|part| {
        let (mark, rest) = part.split_once('}').unwrap_or(("", part));
        let value = match mark {
            "title" => escape(&meta.title),
            "author" => escape(&meta.author),
            "subject" => escape(&meta.subject),
            "date" => date.clone(),
            "language" => tag(meta.language).to_owned(),
            "creator" => CREATOR.to_owned(),
            "producer" => PRODUCER.to_owned(),
            _ => String::new(),
        };
        value + rest
    });
    Ok(filled.collect())
}

fn date(at: DateTime<Utc>, format: &str) -> Result<String, RenderError> {
    if !(0..=9999).contains(&at.year()) {
        return Err(RenderError::Invalid { field: "date", reason: "outside of years 0–9999" });
    }
    Ok(at.format(format).to_string())
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use entities::shared::language::Language;

    use super::*;

    #[test]
    fn texts_are_escaped_and_never_taken_for_marks() {
        let meta = Meta {
            title: "A & B <{author}>".into(),
            author: "Ośrodek".into(),
            subject: "{title}".into(),
            created: DateTime::UNIX_EPOCH,
            language: Language::Polish,
        };
        let packet = xmp(&meta).expect("packet");
        assert!(packet.contains("A &amp; B &lt;{author}&gt;</rdf:li>"));
        assert!(packet.contains(">{title}</rdf:li>"));
        assert!(packet.contains("<xmp:CreateDate>1970-01-01T00:00:00+00:00<"));
    }

    #[test]
    fn years_that_no_document_can_carry_are_refused() {
        let meta = Meta {
            title: String::new(),
            author: String::new(),
            subject: String::new(),
            created: DateTime::<Utc>::MAX_UTC,
            language: Language::Polish,
        };
        assert!(xmp(&meta).is_err() && info(&meta).is_err());
    }
}

//! What is written to whose certificate was revoked or expires soon, in Polish and English. Pure.

use chrono::NaiveDate;
use entities::certificates::CertificateKind;
use entities::certificates::told::EndLetter;
use entities::mail::DeliveryKind as Kind;
use entities::shared::enums::Choice as _;
use entities::shared::language::Language;
use entities::shared::warsaw;

use entities::mail::letter::{Block, Letter};
use entities::mail::phrases::{greeting, signature};

/// A letter about the end of a certificate.
pub fn letter(kind: Kind, facts: &EndLetter, lang: Language) -> Letter {
    let is_revoked = kind == Kind::CertificateRevoked;
    let (training, number) = (&facts.training, &facts.number);
    let what = called(facts.kind, lang);
    let day = |day: Option<NaiveDate>| day.map(|day| on(day, lang)).unwrap_or_default();
    let (subject, told, then) = match (is_revoked, lang) {
        (true, Language::Polish) => (
            format!("Unieważniono zaświadczenie nr {number}"),
            format!(
                "{what} nr {number} ze szkolenia „{training}” zostało unieważnione ({}). Dokument niczego już nie \
                 potwierdza, a każdy, kto go sprawdzi, dowie się o unieważnieniu.",
                day(facts.ended_on)
            ),
            "W razie pytań albo wątpliwości prosimy o kontakt z urzędem, który je wydał.",
        ),
        (true, Language::English) => (
            format!("Your certificate no. {number} was revoked"),
            format!(
                "your {what} no. {number} of “{training}” was revoked ({}). The document confirms nothing any more, and \
                 whoever checks it is told so.",
                day(facts.ended_on)
            ),
            "Should you have questions or doubts, please turn to the office that issued it.",
        ),
        (false, Language::Polish) => (
            format!("Zbliża się koniec ważności zaświadczenia nr {number}"),
            format!("{what} nr {number} ze szkolenia „{training}” jest ważne do {}.", day(facts.valid_until)),
            "O odnowienie albo kolejne szkolenie można zapytać urząd, który je wydał.",
        ),
        (false, Language::English) => (
            format!("Your certificate no. {number} expires soon"),
            format!("your {what} no. {number} of “{training}” is valid until {}.", day(facts.valid_until)),
            "The office that issued it can tell about a renewal or another training.",
        ),
    };
    let mut blocks = vec![Block::Text(greeting(lang).into()), Block::Text(told)];
    if let Some(reason) = facts.reason.as_ref().filter(|_| is_revoked) {
        blocks.push(Block::Text(match lang {
            Language::Polish => format!("Uzasadnienie: {reason}"),
            Language::English => format!("The reason given: {reason}"),
        }));
    }
    blocks.push(Block::Text(then.into()));
    blocks.push(Block::Text(match lang {
        Language::Polish => format!("Z pozdrowieniami\n{}", facts.issuer),
        Language::English => format!("Kind regards\n{}", facts.issuer),
    }));
    blocks.push(signature(lang));
    Letter { language: lang, subject, blocks }
}

fn on(day: NaiveDate, lang: Language) -> String {
    match lang {
        Language::Polish => warsaw::long(day),
        Language::English => day.format("%-d %B %Y").to_string(),
    }
}

/// What a certificate of a kind is called where it is told of.
pub(super) fn called(kind: CertificateKind, lang: Language) -> &'static str {
    match (kind, lang) {
        (CertificateKind::Attendance, Language::Polish) => "zaświadczenie",
        (CertificateKind::Attendance, Language::English) => "certificate",
        _ => kind.label(lang),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_letter_names_the_certificate_and_the_day_and_only_a_revocation_has_a_reason() {
        let facts = EndLetter {
            kind: CertificateKind::Attendance,
            email: "a@x.pl".into(),
            name: "Anna".into(),
            training: "Superwizja".into(),
            issuer: "ROPS w Kielcach".into(),
            number: "SK/2026/0001".into(),
            valid_until: NaiveDate::from_ymd_opt(2027, 5, 18),
            ended_on: NaiveDate::from_ymd_opt(2026, 6, 1),
            reason: Some("Wydano omyłkowo".into()),
        };
        for (kind, lang, day) in [
            (Kind::CertificateRevoked, Language::Polish, "1 czerwca 2026 r."),
            (Kind::CertificateRevoked, Language::English, "1 June 2026"),
            (Kind::CertificateExpires, Language::Polish, "18 maja 2027 r."),
            (Kind::CertificateExpires, Language::English, "18 May 2027"),
        ] {
            let letter = letter(kind, &facts, lang);
            let text = letter.plain();
            assert!(
                text.contains(day) && text.contains("SK/2026/0001") && text.contains("Superwizja"),
                "{text}"
            );
            assert!(letter.subject.contains("SK/2026/0001"));
            assert_eq!(text.contains("Wydano omyłkowo"), kind == Kind::CertificateRevoked, "{text}");
        }
    }
}

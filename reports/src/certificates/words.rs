//! The words of certificates that no office chooses, in the language of each.

use entities::certificates::CertificateKind;
use entities::certificates::snapshot::Fixed;
use entities::shared::language::Language;
use entities::shared::polish::counted;

/// The words.
#[derive(Debug)]
pub struct Words {
    /// The heading.
    pub heading: &'static str,
    /// Above the name.
    pub receives: &'static str,
    /// Above the topics.
    pub topics: &'static str,
    /// The heading of a page of topics, and of those that follow it.
    pub programme: [&'static str; 2],
    /// Above place and day of issue.
    pub issued: &'static str,
    /// Above the number.
    pub number: &'static str,
    /// Above the code.
    pub code: &'static str,
    /// The mark of a preview.
    pub preview: &'static str,
    /// What the link beside the code does, before the address.
    pub link: &'static str,
    /// What the QR code is, before the address.
    pub qr: &'static str,
    /// Before the last day of validity.
    pub valid_until: &'static str,
    /// Before the number that is corrected.
    pub corrects: &'static str,
    /// Before the number in a running head.
    pub numbered: &'static str,
    /// What a certificate and a preview of one are called in metadata.
    pub titles: [&'static str; 2],
    /// Letters of dates and remarks; those of a place are mostly in the edition's own text.
    pub facts: &'static str,
}

const POLISH: Words = Words {
    heading: "ZAŚWIADCZENIE",
    receives: "otrzymuje",
    topics: "PROGRAM SZKOLENIA",
    programme: ["Program szkolenia", "Program szkolenia (ciąg dalszy)"],
    issued: "MIEJSCE I DATA WYDANIA",
    number: "NUMER ZAŚWIADCZENIA",
    code: "KOD WERYFIKACYJNY",
    preview: "PODGLĄD – dokument nieważny",
    link: "Zweryfikuj zaświadczenie na stronie",
    qr: "Kod QR z adresem strony weryfikacji zaświadczenia:",
    valid_until: "Ważne do",
    corrects: "Koryguje zaświadczenie nr",
    numbered: "Zaświadczenie nr",
    titles: ["Zaświadczenie", "Podgląd zaświadczenia"],
    facts: "0123456789 \u{a0},.–-/ Ważne do Koryguje zaświadczenie nr stycznia lutego marca kwietnia maja \
            czerwca lipca sierpnia września października listopada grudnia r.",
};

const ENGLISH: Words = Words {
    heading: "CERTIFICATE",
    receives: "awarded to",
    topics: "TRAINING PROGRAMME",
    programme: ["Training programme", "Training programme (continued)"],
    issued: "PLACE AND DATE OF ISSUE",
    number: "CERTIFICATE NUMBER",
    code: "VERIFICATION CODE",
    preview: "PREVIEW – not a valid document",
    link: "Verify the certificate at",
    qr: "QR code with the address at which the certificate is verified:",
    valid_until: "Valid until",
    corrects: "Corrects certificate no.",
    numbered: "Certificate no.",
    titles: ["Certificate", "Preview of a certificate"],
    facts: "0123456789 \u{a0},.–-/ Valid until Corrects certificate no. January February March April May June July \
            August September October November December",
};

impl Words {
    /// The words of a language.
    #[must_use]
    pub const fn of(language: Language) -> &'static Self {
        match language {
            Language::Polish => &POLISH,
            Language::English => &ENGLISH,
        }
    }
}

/// Where the topics are, if not on the first page.
#[must_use]
pub fn topics_elsewhere(language: Language, count: usize) -> String {
    match language {
        Language::Polish => {
            let noun = counted(count, "temat", "tematy", "tematów");
            format!("Program szkolenia ({count} {noun}) – strona 2")
        }
        Language::English => {
            let noun = if count == 1 { "topic" } else { "topics" };
            format!("Training programme ({count} {noun}) – page 2")
        }
    }
}

/// `Strona 1 z 2`.
#[must_use]
pub fn page_of(language: Language, page: usize, count: usize) -> String {
    match language {
        Language::Polish => format!("Strona {page} z {count}"),
        Language::English => format!("Page {page} of {count}"),
    }
}

/// What a certificate is about, as its metadata say: what it confirms, and of which training. A certificate of attendance is
/// told by the office's own line alone.
#[must_use]
pub fn subject(edition: &Fixed) -> String {
    let Fixed { subtitle, training, kind, language, .. } = edition;
    let what = match (kind, language) {
        (CertificateKind::Attendance, _) => Words::of(*language).titles[0],
        (CertificateKind::Completion, Language::Polish) => "Zaświadczenie o ukończeniu",
        (CertificateKind::Completion, Language::English) => "Certificate of completion",
        (CertificateKind::Trainer, Language::Polish) => "Zaświadczenie dla trenera",
        (CertificateKind::Trainer, Language::English) => "Trainer's certificate",
    };
    match kind {
        CertificateKind::Attendance => format!("{what} {subtitle}: {training}"),
        _ => format!("{what} ({subtitle}): {training}"),
    }
}

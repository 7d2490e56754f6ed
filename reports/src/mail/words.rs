//! What is written to people, in Polish and English. Pure.
//!
//! Sentences do without the reader's sex. Secrets stand behind the `#` of an address, which browsers keep to
//! themselves, and once more by themselves, to be pasted where scripts do not run.

use chrono::{DateTime, Utc};
use entities::accounts::letters::{Invited, Linked};
use entities::certificates::CertificateKind;
use entities::certificates::store::CertificateLetter;
use entities::reporting::ReportKind;
use entities::requests::store::ExportLetter;
use entities::shared::enums::Choice as _;
use entities::shared::language::Language;
use entities::shared::warsaw;

use super::ends::called;
use entities::mail::letter::{Block, Letter};
use entities::mail::phrases::{Door, code, greeting, moment, signature};

/// Page on which an invitation is accepted.
pub const INVITATION_PAGE: &str = "invitation";
/// Page on which a new password is set.
pub const RESET_PAGE: &str = "reset";
/// Page on which people find their own certificates.
pub const CERTIFICATES_PAGE: &str = "my-certificates";
/// Page on which a changed address is confirmed.
pub const ADDRESS_PAGE: &str = "address";
/// Page on which a mailed copy of one's own data is downloaded.
pub const COPY_PAGE: &str = "copy";
/// Page on which one mailed certificate is downloaded.
pub const CERTIFICATE_PAGE: &str = "certificate";

/// A certificate is ready.
pub fn certificate(
    facts: &CertificateLetter,
    door: &Door<'_>,
    until: DateTime<Utc>,
    lang: Language,
) -> Letter {
    let (training, number) = (&facts.training, &facts.number);
    let others = format!("{}/{CERTIFICATES_PAGE}", door.base);
    let what = called(facts.kind, lang);
    match lang {
        Language::Polish => {
            let opening = match &facts.corrects {
                None => match facts.kind {
                    CertificateKind::Attendance => format!(
                        "dziękujemy za udział w szkoleniu „{training}”. Zaświadczenie nr {number} jest już gotowe – \
                         gratulujemy!"
                    ),
                    CertificateKind::Completion => format!(
                        "gratulujemy ukończenia szkolenia „{training}”! Zaświadczenie o ukończeniu nr {number} jest już \
                         gotowe."
                    ),
                    CertificateKind::Trainer => format!(
                        "dziękujemy za prowadzenie szkolenia „{training}”. Zaświadczenie dla trenera nr {number} jest już \
                         gotowe."
                    ),
                },
                Some(old) => format!(
                    "poprawione {what} ze szkolenia „{training}” jest już gotowe. Ma numer {number} i zastępuje \
                     zaświadczenie nr {old}."
                ),
            };
            Letter {
                language: lang,
                subject: format!("Zaświadczenie ze szkolenia „{training}”"),
                blocks: vec![
                    Block::Text(greeting(lang).into()),
                    Block::Text(opening),
                    Block::Link {
                        label: "Zaświadczenie można pobrać na tej stronie".into(),
                        url: door.url(),
                    },
                    code(door, lang),
                    Block::Text(format!(
                        "Odnośnik działa do {}. Gdyby przestał działać albo zaginął, nowy można w każdej chwili zamówić \
                         na stronie {others}.",
                        moment(until, lang)
                    )),
                    Block::Text(format!("Z pozdrowieniami\n{}", facts.issuer)),
                    signature(lang),
                ],
            }
        }
        Language::English => {
            let opening = match &facts.corrects {
                None => {
                    let thanks = match facts.kind {
                        CertificateKind::Attendance => "thank you for taking part in",
                        CertificateKind::Completion => "congratulations on completing",
                        CertificateKind::Trainer => "thank you for teaching",
                    };
                    format!("{thanks} “{training}”. Your {what} no. {number} is ready.")
                }
                Some(old) => format!(
                    "your corrected {what} of “{training}” is ready. Its number is {number}; it replaces no. {old}."
                ),
            };
            Letter {
                language: lang,
                subject: format!("Your certificate of “{training}”"),
                blocks: vec![
                    Block::Text(greeting(lang).into()),
                    Block::Text(opening),
                    Block::Link { label: "You can download it on this page".into(), url: door.url() },
                    code(door, lang),
                    Block::Text(format!(
                        "The link works until {}. Should it have ended or be lost, you can ask for another at any time \
                         on {others}.",
                        moment(until, lang)
                    )),
                    Block::Text(format!("Kind regards\n{}", facts.issuer)),
                    signature(lang),
                ],
            }
        }
    }
}

/// A scheduled report is ready; it is attached.
pub fn report(
    kind: ReportKind,
    (title, project): (&str, &str),
    cut_off: DateTime<Utc>,
    lang: Language,
) -> Letter {
    let day = warsaw::day(cut_off);
    let (covers, beside) = match (kind, lang) {
        (ReportKind::PilotSummary, Language::Polish) => {
            (format!("Obejmuje dane zatwierdzone do {}.", moment(cut_off, lang)), "CSV")
        }
        (ReportKind::PilotSummary, Language::English) => {
            (format!("It covers what was approved by {}.", moment(cut_off, lang)), "CSV")
        }
        (ReportKind::TrainingSummary, Language::Polish) => {
            ("Pokazuje stan z chwili, w której powstał.".into(), "XLSX")
        }
        (ReportKind::TrainingSummary, Language::English) => {
            ("It shows what was so when it was made.".into(), "XLSX")
        }
    };
    match lang {
        Language::Polish => Letter {
            language: lang,
            subject: format!("{title} – stan na {}", warsaw::long(day)),
            blocks: vec![
                Block::Text(greeting(lang).into()),
                Block::Text(format!(
                    "w załączniku przesyłamy raport „{title}” projektu „{project}”. {covers}"
                )),
                Block::Text(format!(
                    "Raport przygotował się sam, zgodnie z harmonogramem. Te same liczby w pliku {beside} czekają w systemie. O \
                     zmianę terminów lub listy adresatów można poprosić kierownika albo koordynatora projektu."
                )),
                signature(lang),
            ],
        },
        Language::English => Letter {
            language: lang,
            subject: format!("{title} – as of {day}"),
            blocks: vec![
                Block::Text(greeting(lang).into()),
                Block::Text(format!(
                    "attached you find the report “{title}” of the project “{project}”. {covers}"
                )),
                Block::Text(format!(
                    "The report was made by its schedule. The same figures as {beside} are in the system. The project's manager or \
                     coordinator can change its times and its recipients."
                )),
                signature(lang),
            ],
        },
    }
}

/// Somebody is invited to an account.
pub fn invitation(facts: &Invited, door: &Door<'_>, lang: Language) -> Letter {
    let role = facts.role.label(lang);
    match lang {
        Language::Polish => {
            let place = facts.scope.as_ref().map(|scope| format!(" („{scope}”)")).unwrap_or_default();
            Letter {
                language: lang,
                subject: "Zaproszenie do systemu Zwornik".into(),
                blocks: vec![
                    Block::Text(greeting(lang).into()),
                    Block::Text(format!(
                        "zapraszamy do pracy w systemie Zwornik. Rola, która czeka: {role}{place}."
                    )),
                    Block::Link { label: "Zaproszenie można przyjąć na tej stronie".into(), url: door.url() },
                    code(door, lang),
                    Block::Text(format!(
                        "Wystarczy ustawić hasło: co najmniej 12 znaków, na przykład kilka słów. Loginem będzie ten adres \
                         e-mail. Zaproszenie jest ważne do {} i działa jeden raz.",
                        moment(facts.expires_at, lang)
                    )),
                    Block::Text(
                        "Jeśli to pomyłka, nie trzeba nic robić: bez przyjęcia zaproszenia konto nie powstanie.".into(),
                    ),
                    signature(lang),
                ],
            }
        }
        Language::English => {
            let place = facts.scope.as_ref().map(|scope| format!(" (“{scope}”)")).unwrap_or_default();
            Letter {
                language: lang,
                subject: "An invitation to Zwornik".into(),
                blocks: vec![
                    Block::Text(greeting(lang).into()),
                    Block::Text(format!("you are invited to work in Zwornik as: {role}{place}.")),
                    Block::Link { label: "You can accept on this page".into(), url: door.url() },
                    code(door, lang),
                    Block::Text(format!(
                        "All it takes is a password of 12 characters or more, some words for example. You will log in with \
                         this e-mail address. The invitation holds until {} and works once.",
                        moment(facts.expires_at, lang)
                    )),
                    Block::Text(
                        "If this is a mistake, you need not do anything: without your acceptance there is no account."
                            .into(),
                    ),
                    signature(lang),
                ],
            }
        }
    }
}

/// A link to set a new password.
pub fn password_reset(facts: &Linked, door: &Door<'_>, lang: Language) -> Letter {
    match lang {
        Language::Polish => Letter {
            language: lang,
            subject: "Nowe hasło do systemu Zwornik".into(),
            blocks: vec![
                Block::Text(greeting(lang).into()),
                Block::Text(
                    "ktoś – zapewne właściciel tego adresu – prosi o ustawienie nowego hasła do konta."
                        .into(),
                ),
                Block::Link { label: "Nowe hasło można ustawić na tej stronie".into(), url: door.url() },
                code(door, lang),
                Block::Text(format!(
                    "Odnośnik działa jeden raz, do {}. Po zmianie hasła trzeba zalogować się od nowa na wszystkich \
                     urządzeniach.",
                    moment(facts.expires_at, lang)
                )),
                Block::Text(
                    "Jeśli ta prośba jest obca, wystarczy zignorować wiadomość: hasło się nie zmieni.".into(),
                ),
                signature(lang),
            ],
        },
        Language::English => Letter {
            language: lang,
            subject: "A new password for Zwornik".into(),
            blocks: vec![
                Block::Text(greeting(lang).into()),
                Block::Text(
                    "somebody, probably you, asks to set a new password for the account of this address."
                        .into(),
                ),
                Block::Link { label: "You can set it on this page".into(), url: door.url() },
                code(door, lang),
                Block::Text(format!(
                    "The link works once, until {}. Afterwards you log in anew on all devices.",
                    moment(facts.expires_at, lang)
                )),
                Block::Text(
                    "If it was not you, just ignore this message: the password stays as it is.".into(),
                ),
                signature(lang),
            ],
        },
    }
}

/// A link to one's own certificates.
pub fn own_certificates(facts: &Linked, door: &Door<'_>, lang: Language) -> Letter {
    match lang {
        Language::Polish => Letter {
            language: lang,
            subject: "Zaświadczenia ze szkoleń".into(),
            blocks: vec![
                Block::Text(greeting(lang).into()),
                Block::Text("zgodnie z prośbą przesyłamy odnośnik do zaświadczeń ze szkoleń.".into()),
                Block::Link { label: "Zaświadczenia czekają na tej stronie".into(), url: door.url() },
                code(door, lang),
                Block::Text(format!(
                    "Odnośnik działa jeden raz, do {}. Kolejny można zamówić w każdej chwili.",
                    moment(facts.expires_at, lang)
                )),
                Block::Text(
                    "Jeśli ta prośba jest obca, wystarczy zignorować wiadomość: nikt poza odbiorcą tej skrzynki nie \
                     zobaczy zaświadczeń."
                        .into(),
                ),
                signature(lang),
            ],
        },
        Language::English => Letter {
            language: lang,
            subject: "Your certificates".into(),
            blocks: vec![
                Block::Text(greeting(lang).into()),
                Block::Text("here is the link to your certificates, as you asked.".into()),
                Block::Link { label: "They are on this page".into(), url: door.url() },
                code(door, lang),
                Block::Text(format!(
                    "The link works once, until {}. You can ask for another at any time.",
                    moment(facts.expires_at, lang)
                )),
                Block::Text(
                    "If you did not ask, just ignore this message: nobody but the reader of this mailbox sees them."
                        .into(),
                ),
                signature(lang),
            ],
        },
    }
}

/// A changed address that is to be confirmed.
pub fn confirm_address(facts: &Linked, door: &Door<'_>, lang: Language) -> Letter {
    let words = match lang {
        Language::Polish => (
            "Prosimy o potwierdzenie adresu e-mail",
            "urząd zapisał ten adres jako adres do zaświadczeń i wiadomości o szkoleniach. Zacznie on działać po \
             potwierdzeniu; do tego czasu używany jest poprzedni.",
            "Adres można potwierdzić na tej stronie",
            format!("Odnośnik działa jeden raz, do {}.", moment(facts.expires_at, lang)),
            "Jeśli ta zmiana jest obca, wystarczy zignorować wiadomość: adres nie zacznie działać.",
        ),
        Language::English => (
            "Please confirm your e-mail address",
            "an office has entered this address for certificates and messages about trainings. It works once it is confirmed; \
             until then the one before is used.",
            "You can confirm it on this page",
            format!("The link works once, until {}.", moment(facts.expires_at, lang)),
            "If you know nothing of it, just ignore this message: the address will not be used.",
        ),
    };
    confirmation(words, door, lang)
}

/// The message that asks whoever reads the new mailbox of an account to confirm it.
pub fn confirm_login(facts: &Linked, door: &Door<'_>, lang: Language) -> Letter {
    let words = match lang {
        Language::Polish => (
            "Prosimy o potwierdzenie adresu logowania",
            "ten adres wpisano jako nowy adres logowania do konta. Zacznie on działać po potwierdzeniu; do tego czasu loguje się \
             poprzednim. Po potwierdzeniu trzeba zalogować się ponownie.",
            "Adres można potwierdzić na tej stronie",
            format!("Odnośnik działa jeden raz, do {}.", moment(facts.expires_at, lang)),
            "Jeśli ta zmiana jest obca, wystarczy zignorować wiadomość: adres nie zacznie działać.",
        ),
        Language::English => (
            "Please confirm your login address",
            "this address was entered as the new login of an account. It works once it is confirmed; until then one logs in by the \
             one before. After that, log in again.",
            "You can confirm it on this page",
            format!("The link works once, until {}.", moment(facts.expires_at, lang)),
            "If you know nothing of it, just ignore this message: the address will not be used.",
        ),
    };
    confirmation(words, door, lang)
}

/// A message that asks to confirm an address: subject, what it is about, the link's label, until when, and otherwise.
fn confirmation(
    (subject, what, label, when, otherwise): (&str, &str, &str, String, &str),
    door: &Door<'_>,
    lang: Language,
) -> Letter {
    Letter {
        language: lang,
        subject: subject.into(),
        blocks: vec![
            Block::Text(greeting(lang).into()),
            Block::Text(what.into()),
            Block::Link { label: label.into(), url: door.url() },
            code(door, lang),
            Block::Text(when),
            Block::Text(otherwise.into()),
            signature(lang),
        ],
    }
}

/// A copy of one's own data is ready. Whoever has an account logs in; to others the links to the document and to the file
/// are mailed, in this order, for nobody else hands it over.
pub fn export(facts: &ExportLetter, doors: &[Door<'_>; 2], lang: Language) -> Letter {
    let until = facts.until;
    let (subject, what, when, otherwise, labels) = match lang {
        Language::Polish => (
            "Kopia danych osobowych jest gotowa",
            "kopia wszystkich danych osobowych, o którą poproszono, jest gotowa: dokument PDF do czytania i plik JSON dla \
             programów.",
            if facts.has_account {
                format!("Po zalogowaniu można ją pobrać do {}. Potem zostanie usunięta.", warsaw::long(until))
            } else {
                format!("Odnośniki działają do {}. Potem kopia zostanie usunięta.", warsaw::long(until))
            },
            "Jeśli nikt o nią nie prosił, warto dać znać biuru projektu. Kopię może pobrać tylko osoba, której dane dotyczą; \
             nie widzi jej nikt inny, także ten, kto o nią poprosił.",
            ["Dokument PDF", "Plik JSON"],
        ),
        Language::English => (
            "The copy of your personal data is ready",
            "the copy of all your personal data is ready: a PDF to be read and a JSON file for programs.",
            if facts.has_account {
                format!("Log in to download it until {until}. It is deleted afterwards.")
            } else {
                format!("The links work until {until}. The copy is deleted afterwards.")
            },
            "If nobody asked for it, please tell the project's office. Only the person whose data these are can download the \
             copy; nobody else sees it, whoever asked for it.",
            ["The PDF", "The JSON file"],
        ),
    };
    let mut blocks = vec![Block::Text(greeting(lang).into()), Block::Text(what.into())];
    if !facts.has_account {
        for (door, label) in doors.iter().zip(labels) {
            blocks.push(Block::Link { label: label.into(), url: door.url() });
            blocks.push(code(door, lang));
        }
    }
    blocks.extend([Block::Text(when), Block::Text(otherwise.into()), signature(lang)]);
    Letter { language: lang, subject: subject.into(), blocks }
}

#[cfg(test)]
mod tests {
    use entities::shared::actor::Role;
    use entities::shared::ids::DocumentId;

    use super::*;

    fn all(lang: Language) -> Vec<Letter> {
        let at = DateTime::from_timestamp(1_779_091_200, 0).unwrap();
        let door = Door { base: "https://x.pl", page: INVITATION_PAGE, secret: "zw_i_tajne" };
        let linked = Linked { email: "a@x.pl".into(), name: None, expires_at: at };
        let certificate_facts = |corrects| CertificateLetter {
            email: "a@x.pl".into(),
            name: "Anna".into(),
            kind: CertificateKind::Completion,
            training: "Szkolenie".into(),
            issuer: "ROPS".into(),
            number: "SK/2026/0002".into(),
            corrects,
            document_id: DocumentId(uuid::Uuid::nil()),
        };
        let invited = Invited {
            email: "a@x.pl".into(),
            role: Role::Coordinator,
            scope: Some("P".into()),
            expires_at: at,
        };
        vec![
            certificate(&certificate_facts(None), &door, at, lang),
            certificate(&certificate_facts(Some("SK/2026/0001".into())), &door, at, lang),
            report(ReportKind::TrainingSummary, ("Raport", "Projekt"), at, lang),
            invitation(&invited, &door, lang),
            password_reset(&linked, &door, lang),
            own_certificates(&linked, &door, lang),
            confirm_address(&linked, &door, lang),
            export(&copied(true), &[door; 2], lang),
            export(&copied(false), &[door; 2], lang),
        ]
    }

    fn copied(has_account: bool) -> ExportLetter {
        let until = "2026-06-11".parse().unwrap();
        let (email, name) = ("a@x.pl".into(), "Anna".into());
        ExportLetter {
            email,
            name,
            has_account,
            until,
            expires_at: DateTime::default(),
            pdf: None,
            json: None,
        }
    }

    #[test]
    fn who_has_no_account_is_not_told_to_log_in() {
        let doors = [Door { base: "https://x.pl", page: COPY_PAGE, secret: "zw_d_tajne" }; 2];
        let told = |has_account| export(&copied(has_account), &doors, Language::Polish).plain();
        assert!(told(true).contains("zalogowaniu") && !told(true).contains("zw_d_"));
        assert!(told(false).contains("https://x.pl/copy#zw_d_tajne") && !told(false).contains("zalogowaniu"));
    }

    #[test]
    fn every_letter_greets_says_who_writes_and_shows_its_secret_behind_the_hash_alone() {
        for lang in [Language::Polish, Language::English] {
            for letter in all(lang) {
                assert_eq!(letter.blocks[0], Block::Text(greeting(lang).into()));
                assert_eq!(letter.blocks.last(), Some(&signature(lang)));
                assert!(!letter.subject.is_empty() && !letter.subject.contains("zw_"));
                for block in &letter.blocks {
                    if let Block::Link { url, .. } = block {
                        assert!(url.starts_with("https://x.pl/invitation#zw_i_tajne"), "{url}");
                    }
                }
            }
        }
    }

    #[test]
    fn a_correction_names_what_it_replaces() {
        let text = all(Language::Polish)[1].plain();
        assert!(text.contains("SK/2026/0001") && text.contains("SK/2026/0002"), "{text}");
    }
}

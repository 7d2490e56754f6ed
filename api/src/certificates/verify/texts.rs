//! The words of the verification pages, in Polish and English.

use chrono::NaiveDate;
use edge::html::Html;
use entities::shared::language::{Language, Words};
use entities::shared::warsaw::long_tied;

use super::{Asked, CODE_CHARS, Verdict};

/// A day as a sentence has it.
pub(super) fn date(day: NaiveDate, lang: Language) -> String {
    match lang {
        Language::Polish => long_tied(day),
        Language::English => day.format("%-d\u{a0}%B %Y").to_string(),
    }
}

/// What is told when something typed is no code.
pub(super) const NOT_A_CODE: Words = Words::new(
    "kod składa się wyłącznie z liter od A do Z i cyfr. Przepisz go z zaświadczenia jeszcze raz.",
    "a code consists of letters from A to Z and figures only. Please copy it from the certificate once more.",
);

/// What is told when a number was typed in place of a code.
pub(super) const IS_A_NUMBER: Words = Words::new(
    "to wygląda na numer zaświadczenia, a nie na kod. Numer sprawdzamy razem z nazwiskiem – wpisz je niżej.",
    "this looks like the number of a certificate, not its code. A number is checked together with the name – add it below.",
);

/// What is told when the number or the name is missing.
pub(super) const BOTH_NEEDED: Words = Words::new(
    "potrzebny jest i numer zaświadczenia, i nazwisko osoby, która je otrzymała.",
    "both the number of the certificate and the name of its holder are needed.",
);

/// Titles and labels.
pub(super) const CHECK_IT: Words = Words::new("Sprawdź zaświadczenie", "Check a certificate");
pub(super) const MEND_IT: Words = Words::new("Popraw dane zaświadczenia", "Mend what you typed");
pub(super) const LEAD: Words = Words::new(
    "Masz przed sobą zaświadczenie ze szkolenia? Wpisz kod z dokumentu, a pokażemy, co o nim mówi rejestr: czy jest ważne, \
     komu i kiedy zostało wydane.",
    "Do you have a certificate of a training before you? Type its code, and we show what the register says: whether it is \
     valid, to whom and when it was issued.",
);
pub(super) const CHECK: Words = Words::new("Sprawdź", "Check");
pub(super) const CHECK_ANOTHER: Words = Words::new("Sprawdź inne zaświadczenie", "Check another certificate");
pub(super) const ATTENTION: Words = Words::new("Uwaga:", "Note:");
pub(super) const CODE: Words = Words::new("Kod weryfikacyjny", "Verification code");
pub(super) const CODE_HINT: Words = Words::new(
    "26 liter i cyfr wydrukowanych obok kodu QR. Wielkość liter, spacje i łączniki nie mają znaczenia.",
    "26 letters and figures, printed beside the QR code. Case, blanks and hyphens do not matter.",
);
pub(super) const BY_NUMBER: Words = Words::new("Nie masz kodu? Numer i nazwisko", "No code? Number and name");
pub(super) const NUMBER: Words = Words::new("Numer zaświadczenia", "Number of the certificate");
pub(super) const NUMBER_HINT: Words = Words::new(
    "W postaci SERIA/ROK/NUMER, na przykład SK/2026/0001.",
    "As SERIES/YEAR/NUMBER, such as SK/2026/0001.",
);
pub(super) const NAME: Words =
    Words::new("Nazwisko albo imię i nazwisko", "Last name, or first and last name");
pub(super) const NAME_HINT: Words = Words::new(
    "Tak jak na zaświadczeniu; wielkość liter i polskie znaki nie mają znaczenia.",
    "As the certificate has it; case and diacritics do not matter.",
);
pub(super) const BY_FILE: Words = Words::new("Masz plik PDF?", "Do you have the PDF?");
pub(super) const FILE: Words =
    Words::new("Wybierz plik PDF albo upuść go tutaj", "Choose the PDF or drop it here");
pub(super) const FILE_HINT: Words = Words::new(
    "Plik zostaje na tym urządzeniu. Przeglądarka oblicza jego skrót i pyta rejestr tylko o ten skrót.",
    "The file stays on this device. The browser computes its fingerprint and asks the register for that alone.",
);
pub(super) const FILE_BUSY: Words =
    Words::new("Obliczam skrót pliku…", "Computing the fingerprint of the file…");
pub(super) const FILE_TOO_LARGE: Words = Words::new(
    "To nie jest plik zaświadczenia: jest na to za duży.",
    "This is no certificate: the file is too large for one.",
);
pub(super) const FILE_UNREAD: Words =
    Words::new("Nie udało się odczytać pliku.", "The file could not be read.");
pub(super) const FILE_OFF: Words = Words::new(
    "Sprawdzanie pliku wymaga w przeglądarce skryptów i bezpiecznego połączenia (https). Bez nich przepisz z dokumentu kod \
     albo numer i nazwisko.",
    "Checking a file needs scripts and a secure connection (https). Without them, type the code, or the number and the name, \
     from the document.",
);
pub(super) const TRY_LATER: Words = Words::new("Spróbuj za chwilę", "Please try again in a moment");
pub(super) const WHY_LATER: Words = Words::new(
    "Nie możemy teraz sprawdzić zaświadczenia: zapytań jest zbyt wiele albo rejestr jest chwilowo niedostępny. Odczekaj \
     minutę i spróbuj ponownie.",
    "The certificate cannot be checked now: there are too many questions, or the register cannot be reached for a while. Wait \
     a minute and try again.",
);
pub(super) const BADGE: Words = Words::new("Pobierz odznakę Open Badge", "Download the Open Badge");
pub(super) const ABOUT_BADGE: Words = Words::new(
    "– to samo zaświadczenie jako podpisany plik dla portfeli cyfrowych, LinkedIn i innych serwisów.",
    "– the same certificate as a signed file for digital wallets, LinkedIn and other services.",
);
pub(super) const UNREADABLE: Words =
    Words::new("Formularz nie dotarł w całości", "The form did not arrive as a whole");
pub(super) const WHY_UNREADABLE: Words = Words::new(
    "Wróć do poprzedniej strony i wyślij go jeszcze raz.",
    "Go back to the page before and send it once more.",
);
/// What stands in place of a name that was erased.
pub(super) const ERASED_NAME: Words = Words::new(
    "usunięto z rejestru (ochrona danych osobowych)",
    "removed from the register (protection of personal data)",
);

/// Names of facts.
pub(super) const HOLDER: Words = Words::new("Imię i nazwisko", "Name");
pub(super) const TRAINING: Words = Words::new("Szkolenie", "Training");
pub(super) const KIND: Words = Words::new("Rodzaj", "Kind");
pub(super) const ISSUER: Words = Words::new("Wystawca", "Issued by");
pub(super) const ISSUED_ON: Words = Words::new("Data wystawienia", "Date of issue");
pub(super) const VALID_UNTIL: Words = Words::new("Termin ważności", "Valid until");
pub(super) const FOR_EVER: Words = Words::new("bezterminowo", "without limit");
pub(super) const CHECKED_CODE: Words = Words::new("Sprawdzony kod:", "Checked code:");
pub(super) const CHECKED_NUMBER: Words = Words::new("Sprawdzony numer:", "Checked number:");
pub(super) const CHECKED_FILE: Words = Words::new("Skrót SHA-256 pliku:", "SHA-256 of the file:");

/// How a verdict is told.
pub(super) struct Told {
    /// The class that colours it.
    pub(super) tone: &'static str,
    /// The sign beside the heading.
    pub(super) icon: &'static str,
    /// The heading, which is also the title of the page.
    pub(super) heading: &'static str,
    /// One or two sentences below the heading.
    pub(super) lead: Html,
}

/// The words for `verdict` about what was asked.
pub(super) fn told(verdict: &Verdict, asked: &Asked, lang: Language) -> Told {
    let say = |polish, english| Words::new(polish, english).say(lang);
    match verdict {
        Verdict::Valid(_) => Told {
            tone: "good",
            icon: OK,
            heading: say("Zaświadczenie jest ważne", "The certificate is valid"),
            lead: Html::markup(say(
                "Potwierdzamy: to zaświadczenie znajduje się w rejestrze i jest w mocy.",
                "We confirm: this certificate stands in the register and is in force.",
            )),
        },
        Verdict::Corrected { by, .. } => Told {
            tone: "note",
            icon: ARROWS,
            heading: say("Zaświadczenie zostało zastąpione", "The certificate was replaced"),
            lead: Html::markup(say(
                "W jego miejsce wydano poprawione zaświadczenie o numerze <strong>",
                "A corrected certificate was issued in its place; its number is <strong>",
            ))
            .and_text(by)
            .and(say(
                "</strong>. Poproś o nowszy dokument – to on jest teraz w mocy.",
                "</strong>. Ask for the newer document – that is the one in force.",
            )),
        },
        Verdict::Revoked { on, .. } => Told {
            tone: "bad",
            icon: CROSS,
            heading: say("Zaświadczenie zostało unieważnione", "The certificate was revoked"),
            lead: Html::markup(say("Wystawca unieważnił je ", "Its issuer revoked it on "))
                .and_text(&date(*on, lang))
                .and(say(
                    " Dokument niczego już nie potwierdza. O przyczynę można zapytać wystawcę.",
                    ". The document confirms nothing any more. The issuer can be asked for the reason.",
                )),
        },
        Verdict::Expired(_, until) => Told {
            tone: "note",
            icon: CLOCK,
            heading: say("Ważność zaświadczenia minęła", "The certificate has expired"),
            lead: Html::markup(say(
                "Zaświadczenie jest prawdziwe, ale było ważne do ",
                "The certificate is genuine, but it was valid until ",
            ))
            .and_text(&date(*until, lang))
            .and(say(" O odnowienie można zapytać wystawcę.", ". The issuer can be asked about a renewal.")),
        },
        Verdict::Unknown => Told {
            tone: "bad",
            icon: QUESTION,
            heading: say(
                "Nie ma takiego zaświadczenia w rejestrze",
                "There is no such certificate in the register",
            ),
            lead: Html::markup(unknown(asked).say(lang)),
        },
    }
}

const fn unknown(asked: &Asked) -> Words {
    match asked {
        Asked::Code(_) => Words::new(
            "Pod tym kodem nie znaleźliśmy żadnego dokumentu. To nie musi oznaczać fałszerstwa – najczęściej chodzi o pomyłkę \
             w przepisywaniu.",
            "We found no document with this code. That need not mean a forgery – most often something was mistyped.",
        ),
        Asked::Number(_) => Words::new(
            "Nie znaleźliśmy zaświadczenia o tym numerze wydanego osobie o tym nazwisku. To nie musi oznaczać fałszerstwa – \
             najczęściej chodzi o pomyłkę w przepisywaniu.",
            "We found no certificate with this number that was issued to somebody of this name. That need not mean a forgery – \
             most often something was mistyped.",
        ),
        Asked::File(_) => Words::new(
            "W rejestrze nie ma pliku o takim skrócie. Albo to nie jest plik pobrany z tego serwisu, albo został po pobraniu \
             zmieniony – na przykład zapisany ponownie, połączony z innym lub zeskanowany.",
            "The register has no file with this fingerprint. Either the file does not come from this service, or it was changed \
             afterwards – saved anew, joined with another, or scanned.",
        ),
    }
}

/// Help for what is unknown.
pub(super) fn what_to_check(asked: &Asked, lang: Language) -> Html {
    let say = |polish, english| Words::new(polish, english).say(lang);
    let mut list = Html::markup(say(
        "<section>\n<h2>Co warto sprawdzić</h2>\n<ul>\n",
        "<section>\n<h2>What to look at</h2>\n<ul>\n",
    ));
    match asked {
        Asked::Code(code) => {
            let count = code.chars().count();
            if count != CODE_CHARS {
                list = list
                    .and(say(
                        "<li><strong>Długość kodu.</strong> Kod ma 26 znaków, a wpisano ",
                        "<li><strong>Its length.</strong> A code has 26 characters, and these were ",
                    ))
                    .and_text(&count.to_string())
                    .and(".</li>\n");
            }
            list = list.and(say(
                "<li><strong>Podobne znaki.</strong> Łatwo pomylić literę S z cyfrą 5, literę Z z cyfrą 2 albo literę B \
                 z cyfrą 8. Liter I, L, O i U w kodach nie ma; wpisane I, L i O czytamy jako cyfry.</li>\n\
                 <li><strong>Kod QR.</strong> Jeśli masz dokument pod ręką, zeskanuj go telefonem – unikniesz \
                 przepisywania.</li>\n",
                "<li><strong>Signs that look alike.</strong> S is easily taken for 5, Z for 2, B for 8. Codes have no I, L, O \
                 and U; a typed I, L or O is read as a figure.</li>\n\
                 <li><strong>The QR code.</strong> If you have the document at hand, scan it with a phone – then nothing need \
                 be typed.</li>\n",
            ));
        }
        Asked::Number(_) => {
            list = list.and(say(
                "<li><strong>Numer.</strong> Przepisz go w całości, razem z serią i rokiem.</li>\n\
                 <li><strong>Nazwisko.</strong> Wpisz je tak, jak na zaświadczeniu: jeśli zmieniło się po wydaniu, rejestr zna \
                 poprzednie.</li>\n",
                "<li><strong>The number.</strong> Copy all of it, with the series and the year.</li>\n\
                 <li><strong>The name.</strong> Type it as the certificate has it: where it changed later, the register knows \
                 the former one.</li>\n",
            ));
        }
        Asked::File(_) => {
            list = list.and(say(
                "<li><strong>Kod z dokumentu.</strong> Otwórz plik i przepisz kod wydrukowany obok kodu QR: on powie, czy samo \
                 zaświadczenie istnieje.</li>\n",
                "<li><strong>The code on it.</strong> Open the file and type the code beside the QR code: it tells whether the \
                 certificate itself exists.</li>\n",
            ));
        }
    }
    list.and(say(
        "<li><strong>Adres strony.</strong> Sprawdź, czy adres strony w pasku przeglądarki jest dokładnie taki, \
         jak na zaświadczeniu. Strony oszustów różnią się czasem tylko jedną literą.</li>\n\
         </ul>\n<p>Wszystko się zgadza, a dokumentu nadal nie ma? Zapytaj urząd, który widnieje na zaświadczeniu \
         jako wystawca. Dane kontaktowe weź z jego oficjalnej strony, nie z samego dokumentu.</p>\n</section>\n",
        "<li><strong>The address of this page.</strong> Look whether it is exactly the one on the certificate. Pages of \
         swindlers differ by a single letter at times.</li>\n\
         </ul>\n<p>All of it is right, and still there is no document? Ask the office that the certificate names as its issuer. \
         Take its address from its own website, not from the document.</p>\n</section>\n",
    ))
}

/// Advice below a certificate that was found.
pub(super) fn how_to_compare(lang: Language, has_name: bool) -> Html {
    let say = |polish, english| Words::new(polish, english).say(lang);
    let same = if has_name {
        say(
            "<li>Imię i nazwisko, numer oraz tytuł szkolenia na dokumencie powinny być takie same jak tutaj. Jeśli \
             się różnią, wierz rejestrowi i zapytaj wystawcę.</li>\n",
            "<li>Name, number and title of the training should be the same on the document as here. Where they differ, believe \
             the register and ask the issuer.</li>\n",
        )
    } else {
        say(
            "<li>Numer oraz tytuł szkolenia na dokumencie powinny być takie same jak tutaj. Jeśli się różnią, wierz \
             rejestrowi i zapytaj wystawcę.</li>\n",
            "<li>Number and title of the training should be the same on the document as here. Where they differ, believe the \
             register and ask the issuer.</li>\n",
        )
    };
    Html::markup(say(
        "<section>\n<h2>Porównaj z dokumentem</h2>\n<ul>\n",
        "<section>\n<h2>Compare it with the document</h2>\n<ul>\n",
    ))
    .and(same)
    .and(say(
        "<li>Sprawdź, czy adres strony w pasku przeglądarki jest dokładnie taki, jak na zaświadczeniu. Strony \
         oszustów różnią się czasem tylko jedną literą.</li>\n</ul>\n</section>\n",
        "<li>Look whether the address of this page is exactly the one on the certificate. Pages of swindlers differ by a single \
         letter at times.</li>\n</ul>\n</section>\n",
    ))
}

/// What is said of the seal in the QR code, by the names under which the script finds it.
pub(super) const SEAL: [(&str, Words); 16] = [
    ("genuine", Words::new("Podpis z kodu QR jest prawdziwy", "The signature in the QR code is genuine")),
    (
        "genuine-lead",
        Words::new(
            "Poniższe dane podpisano przy wydaniu zaświadczenia kluczem tego serwisu. Podpis nie mówi, co stało się później: czy              zaświadczenie unieważniono albo skorygowano, wie tylko rejestr – jego odpowiedź jest powyżej.",
            "The facts below were signed with a key of this service when the certificate was issued. The signature does not say              what happened later: whether the certificate was revoked or corrected is known to the register alone – its answer is              above.",
        ),
    ),
    (
        "false",
        Words::new("Podpis z kodu QR nie jest prawdziwy", "The signature in the QR code is not genuine"),
    ),
    (
        "broken",
        Words::new(
            "Dane zapisane w kodzie QR zmieniono albo pochodzą z innego zaświadczenia. Nie ufaj temu dokumentowi, dopóki nie              potwierdzi go wystawca.",
            "What the QR code says was changed, or belongs to another certificate. Do not trust this document until its issuer              has confirmed it.",
        ),
    ),
    (
        "unknown",
        Words::new(
            "Dane zapisane w kodzie QR podpisał ktoś inny: ten serwis nie ma takiego klucza.",
            "What the QR code says was signed by somebody else: this service has no such key.",
        ),
    ),
    (
        "cut",
        Words::new(
            "Podpis jest niepełny albo to nie jest podpis zaświadczenia. Zeskanuj kod QR jeszcze raz, prosto z dokumentu.",
            "The signature is incomplete, or it is no signature of a certificate. Please scan the QR code once more, from the              document itself.",
        ),
    ),
    (
        "unchecked",
        Words::new("Podpisu z kodu QR nie sprawdzono", "The signature in the QR code was not checked"),
    ),
    (
        "unable",
        Words::new(
            "Nie udało się sprawdzić podpisu w tej przeglądarce. Odpowiedź rejestru powyżej jest od niego niezależna.",
            "The signature could not be checked in this browser. The answer of the register above does not depend on it.",
        ),
    ),
    ("key", Words::new("Klucz", "Key")),
    ("holder", Words::new("Imię i nazwisko", "Name")),
    ("training", Words::new("Szkolenie", "Training")),
    ("kind", Words::new("Rodzaj", "Kind")),
    ("when", Words::new("Daty i godziny", "Days and hours")),
    ("number", Words::new("Numer", "Number")),
    ("issued", Words::new("Data wydania", "Issued on")),
    ("until", Words::new("Ważne do", "Valid until")),
];

/// Help below the forms.
pub(super) const WHERE_IS_THE_CODE: Words = Words::new(
    "<section>\n<h2>Gdzie znajdę kod?</h2>\n<p>Na zaświadczeniu, obok kodu QR. Możesz też zeskanować kod QR \
     telefonem – otworzy się ta sama strona z wynikiem.</p>\n\
     <h2>Co zobaczę?</h2>\n<p>Numer zaświadczenia, imię i nazwisko osoby, tytuł szkolenia, wystawcę, datę \
     wystawienia i termin ważności. Nic więcej.</p>\n</section>\n",
    "<section>\n<h2>Where is the code?</h2>\n<p>On the certificate, beside the QR code. You can scan the QR code with a phone, \
     too – the same page opens with the answer.</p>\n\
     <h2>What do I see?</h2>\n<p>Number, name, title of the training, issuer, date of issue and term of validity. Nothing \
     more.</p>\n</section>\n",
);

const OK: &str = "<svg aria-hidden=\"true\" viewBox=\"0 0 48 48\" width=\"56\" height=\"56\"><circle cx=\"24\" \
    cy=\"24\" r=\"22\" fill=\"currentColor\"/><path d=\"m14 25 7 7 14-15\" fill=\"none\" stroke=\"#fff\" \
    stroke-width=\"4\" stroke-linecap=\"round\" stroke-linejoin=\"round\"/></svg>";

const CROSS: &str = "<svg aria-hidden=\"true\" viewBox=\"0 0 48 48\" width=\"56\" height=\"56\"><path d=\"M15 2h18l13 \
    13v18L33 46H15L2 33V15z\" fill=\"currentColor\"/><path d=\"m16 16 16 16m0-16L16 32\" fill=\"none\" \
    stroke=\"#fff\" stroke-width=\"4\" stroke-linecap=\"round\"/></svg>";

const CLOCK: &str = "<svg aria-hidden=\"true\" viewBox=\"0 0 48 48\" width=\"56\" height=\"56\"><circle cx=\"24\" \
    cy=\"24\" r=\"22\" fill=\"currentColor\"/><path d=\"M24 12v13l8 6\" fill=\"none\" stroke=\"#fff\" \
    stroke-width=\"4\" stroke-linecap=\"round\" stroke-linejoin=\"round\"/></svg>";

const ARROWS: &str = "<svg aria-hidden=\"true\" viewBox=\"0 0 48 48\" width=\"56\" height=\"56\"><rect x=\"2\" y=\"2\" \
    width=\"44\" height=\"44\" rx=\"10\" fill=\"currentColor\"/><path d=\"M12 19h22l-6-6m8 16H14l6 6\" \
    fill=\"none\" stroke=\"#fff\" stroke-width=\"4\" stroke-linecap=\"round\" stroke-linejoin=\"round\"/></svg>";

const QUESTION: &str = "<svg aria-hidden=\"true\" viewBox=\"0 0 48 48\" width=\"56\" height=\"56\"><path d=\"M24 2 46 \
    24 24 46 2 24z\" fill=\"currentColor\"/><path d=\"M19 19a5 5 0 1 1 7 4.600c-1.500.700-2 1.400-2 3.400\" \
    fill=\"none\" stroke=\"#fff\" stroke-width=\"3.500\" stroke-linecap=\"round\"/><circle cx=\"24\" cy=\"33\" \
    r=\"2.500\" fill=\"#fff\"/></svg>";

//! The words of the verification pages, in Polish.

use edge::html::Html;
use entities::shared::warsaw::long_tied as date;

use super::{CODE_CHARS, Verdict};

/// What is told when something typed is no code.
pub(super) const NOT_A_CODE: &str =
    "kod składa się wyłącznie z liter od A do Z i cyfr. Przepisz go z zaświadczenia jeszcze raz.";

/// How a verdict is told.
pub(super) struct Words {
    /// The class that colours it.
    pub(super) tone: &'static str,
    /// The sign beside the heading.
    pub(super) icon: &'static str,
    /// The heading, which is also the title of the page.
    pub(super) heading: &'static str,
    /// One or two sentences below the heading.
    pub(super) lead: Html,
}

/// The words for `verdict`.
pub(super) fn words(verdict: &Verdict) -> Words {
    match verdict {
        Verdict::Valid(_) => Words {
            tone: "good",
            icon: CHECK,
            heading: "Zaświadczenie jest ważne",
            lead: Html::markup("Potwierdzamy: to zaświadczenie znajduje się w rejestrze i jest w mocy."),
        },
        Verdict::Corrected { by, .. } => Words {
            tone: "note",
            icon: ARROWS,
            heading: "Zaświadczenie zostało zastąpione",
            lead: Html::markup("W jego miejsce wydano poprawione zaświadczenie o numerze <strong>")
                .and_text(by)
                .and("</strong>. Poproś o nowszy dokument – to on jest teraz w mocy."),
        },
        Verdict::Revoked { on, .. } => Words {
            tone: "bad",
            icon: CROSS,
            heading: "Zaświadczenie zostało unieważnione",
            lead: Html::markup("Wystawca unieważnił je ")
                .and_text(&date(*on))
                .and(" Dokument niczego już nie potwierdza. O przyczynę można zapytać wystawcę."),
        },
        Verdict::Expired(_, until) => Words {
            tone: "note",
            icon: CLOCK,
            heading: "Ważność zaświadczenia minęła",
            lead: Html::markup("Zaświadczenie jest prawdziwe, ale było ważne do ")
                .and_text(&date(*until))
                .and(" O odnowienie można zapytać wystawcę."),
        },
        Verdict::Unknown => Words {
            tone: "bad",
            icon: QUESTION,
            heading: "Nie ma takiego zaświadczenia w rejestrze",
            lead: Html::markup(
                "Pod tym kodem nie znaleźliśmy żadnego dokumentu. To nie musi oznaczać fałszerstwa – najczęściej \
                 chodzi o pomyłkę w przepisywaniu.",
            ),
        },
    }
}

/// Help for an unknown code.
pub(super) fn what_to_check(code: &str) -> Html {
    let count = code.chars().count();
    let mut list = Html::markup("<section>\n<h2>Co warto sprawdzić</h2>\n<ul>\n");
    if count != CODE_CHARS {
        list = list
            .and("<li><strong>Długość kodu.</strong> Kod ma 26 znaków, a wpisano ")
            .and_text(&count.to_string())
            .and(".</li>\n");
    }
    list.and(
        "<li><strong>Podobne znaki.</strong> Łatwo pomylić literę S z cyfrą 5, literę Z z cyfrą 2 albo literę B \
         z cyfrą 8. Liter I, L, O i U w kodach nie ma; wpisane I, L i O czytamy jako cyfry.</li>\n\
         <li><strong>Kod QR.</strong> Jeśli masz dokument pod ręką, zeskanuj go telefonem – unikniesz \
         przepisywania.</li>\n\
         <li><strong>Adres strony.</strong> Sprawdź, czy adres strony w pasku przeglądarki jest dokładnie taki, \
         jak na zaświadczeniu. Strony oszustów różnią się czasem tylko jedną literą.</li>\n\
         </ul>\n<p>Kod się zgadza, a dokumentu nadal nie ma? Zapytaj urząd, który widnieje na zaświadczeniu \
         jako wystawca. Dane kontaktowe weź z jego oficjalnej strony, nie z samego dokumentu.</p>\n</section>\n",
    )
}

/// Advice below a certificate that was found.
pub(super) fn how_to_compare() -> Html {
    Html::markup(
        "<section>\n<h2>Porównaj z dokumentem</h2>\n<ul>\n\
         <li>Imię i nazwisko, numer oraz tytuł szkolenia na dokumencie powinny być takie same jak tutaj. Jeśli \
         się różnią, wierz rejestrowi i zapytaj wystawcę.</li>\n\
         <li>Sprawdź, czy adres strony w pasku przeglądarki jest dokładnie taki, jak na zaświadczeniu. Strony \
         oszustów różnią się czasem tylko jedną literą.</li>\n</ul>\n</section>\n",
    )
}

/// Help below the form.
pub(super) fn where_is_the_code() -> Html {
    Html::markup(
        "<section>\n<h2>Gdzie znajdę kod?</h2>\n<p>Na zaświadczeniu, obok kodu QR. Możesz też zeskanować kod QR \
         telefonem – otworzy się ta sama strona z wynikiem.</p>\n\
         <h2>Co zobaczę?</h2>\n<p>Numer zaświadczenia, imię i nazwisko osoby, tytuł szkolenia, wystawcę, datę \
         wystawienia i termin ważności. Nic więcej.</p>\n</section>\n",
    )
}

const CHECK: &str = "<svg aria-hidden=\"true\" viewBox=\"0 0 48 48\" width=\"56\" height=\"56\"><circle cx=\"24\" \
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

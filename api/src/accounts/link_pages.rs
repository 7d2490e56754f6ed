//! Pages that mailed links lead to: pure words and forms.
//!
//! The secret stands behind the `#` of the link, which browsers do not send, so it is in no log. A script of this
//! host moves it into the form; without scripts it is pasted from the message. Forms are posted, because what they
//! carry belongs into no address, and nothing happens on a mere look: mail scanners follow links.

use edge::html::{Html, layout};
use writes::accounts::links::Clause;

/// What is told beside a form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Problem {
    /// The code does not work.
    Code,
    /// The new password is too short or too long.
    Password,
    /// The present password is another.
    WrongPassword,
    /// The address has not the form of one.
    Address,
    /// The information clause that is in force was not shown yet.
    Clause,
}

impl Problem {
    const fn text(self) -> &'static str {
        match self {
            Self::Code => {
                "ten kod nie działa: jest nieznany, wykorzystany, nieaktualny albo wycofany. Sprawdź, czy jest \
                 skopiowany w całości, albo poproś o nową wiadomość."
            }
            Self::Password => "hasło ma mieć od 12 do 200 znaków. Może to być kilka zwykłych słów.",
            Self::WrongPassword => {
                "to nie jest hasło konta, które ma ten adres. Podaj jego obecne hasło albo najpierw ustaw nowe."
            }
            Self::Address => "to nie jest adres e-mail.",
            Self::Clause => {
                "przeczytaj jeszcze informację o tym, jak wykorzystujemy dane, i wyślij formularz ponownie. Hasło trzeba \
                 wpisać od nowa."
            }
        }
    }
}

/// An information clause, above the form by which somebody goes on.
fn section(clause: &Clause) -> Html {
    let begun = Html::markup("<section aria-labelledby=\"clause\">\n<h2 id=\"clause\">")
        .and_text(&clause.title)
        .and("</h2>\n");
    let paragraphs = clause.text.split("\n\n").map(str::trim).filter(|text| !text.is_empty());
    let told = paragraphs.fold(begun, |html, text| html.and("<p>").and_text(text).and("</p>\n"));
    told.and("</section>\n")
}

/// A line of the list of certificates.
#[derive(Clone, Debug)]
pub struct Row {
    /// Title of the training.
    pub training: String,
    /// Number.
    pub number: String,
    /// Day of issue, in words.
    pub issued_on: String,
    /// Where it is downloaded.
    pub href: String,
    /// What the certificate confirms.
    pub kind: &'static str,
}

/// The page on which an invitation is accepted. A code that was sent already stays in the form.
#[must_use]
pub fn invitation(problem: Option<Problem>, code: &str, clause: Option<&Clause>) -> Html {
    let form = Form { action: "/invitation", button: "Przyjmij zaproszenie", problem, name: "invitation" };
    let main = Html::markup(
        "<h1>Zaproszenie do Zwornika</h1>\n<p class=\"lead\">Ustaw hasło, a konto będzie gotowe. Jeśli masz już konto \
         z tym adresem, podaj jego obecne hasło – dołączymy do niego nową rolę.</p>\n",
    )
    .and_html(&form.open())
    .and_html(&form.code_field(code))
    .and_html(&form.password_field("Hasło", "Co najmniej 12 znaków, na przykład kilka słów."));
    let main = match clause {
        // The button says what was shown, so that nobody agrees to anything: they are told.
        Some(clause) => main
            .and_html(&section(clause))
            .and("<p class=\"send\"><button class=\"button\" type=\"submit\" name=\"clause\" value=\"")
            .and_text(&clause.id)
            .and("\">")
            .and(form.button)
            .and("</button></p>\n</form>\n"),
        None => main.and_html(&form.close()),
    };
    with_script("Zaproszenie", problem, main)
}

/// What is told when an invitation was accepted.
#[must_use]
pub fn invited() -> Html {
    told("Konto jest gotowe", "Można się już zalogować: loginem jest adres, na który przyszło zaproszenie.")
}

/// The page on which a new password is asked for and set. A code that was sent already stays in the form.
#[must_use]
pub fn reset(problem: Option<Problem>, code: &str) -> Html {
    let set = problem.filter(|problem| *problem != Problem::Address);
    let ask = problem.filter(|problem| *problem == Problem::Address);
    let form = Form { action: "/reset", button: "Ustaw hasło", problem: set, name: "reset" };
    let main = Html::markup("<h1>Nowe hasło</h1>\n")
        .and_html(&form.open())
        .and_html(&form.code_field(code))
        .and_html(&form.password_field("Nowe hasło", "Co najmniej 12 znaków, na przykład kilka słów."))
        .and_html(&form.close())
        .and_html(&request("/reset/request", "Nie masz kodu?", "Adres e-mail konta", ask));
    with_script("Nowe hasło", problem, main)
}

/// What is told when a new password was set.
#[must_use]
pub fn was_reset() -> Html {
    told(
        "Nowe hasło jest ustawione",
        "Na wszystkich urządzeniach trzeba zalogować się od nowa, nowym hasłem.",
    )
}

/// The page on which people without an account find their certificates.
#[must_use]
pub fn certificates(problem: Option<Problem>) -> Html {
    let open = problem.filter(|problem| *problem != Problem::Address);
    let ask = problem.filter(|problem| *problem == Problem::Address);
    let form = Form {
        action: "/my-certificates",
        button: "Pokaż zaświadczenia",
        problem: open,
        name: "certificates",
    };
    let main = Html::markup(
        "<h1>Moje zaświadczenia</h1>\n<p class=\"lead\">Konto nie jest potrzebne. Wyślemy wiadomość z kodem na adres \
         podany przy zapisie na szkolenie.</p>\n",
    )
    .and_html(&form.open())
    .and_html(&form.code_field(""))
    .and_html(&form.close())
    .and_html(&request("/my-certificates/request", "Nie masz kodu?", "Adres e-mail podany przy zapisie", ask));
    with_script("Moje zaświadczenia", problem, main)
}

/// The list of certificates that a code opened.
#[must_use]
pub fn opened(rows: &[Row]) -> Html {
    let mut main = Html::markup("<h1>Moje zaświadczenia</h1>\n");
    main = if rows.is_empty() {
        main.and("<p class=\"lead\">Obecnie nie ma zaświadczeń do pobrania.</p>\n")
    } else {
        main.and(
            "<p class=\"lead\">Odnośniki do plików działają przez 15 minut. Później wystarczy zamówić nowy kod.</p>\n\
             <ul>\n",
        )
    };
    for row in rows {
        main = main
            .and("<li><a href=\"")
            .and_text(&row.href)
            .and("\">Pobierz zaświadczenie nr ")
            .and_text(&row.number)
            .and(" (PDF)</a><br>")
            .and_text(&row.training)
            .and(", ")
            .and(row.kind)
            .and(", wystawione ")
            .and_text(&row.issued_on)
            .and("</li>\n");
    }
    if !rows.is_empty() {
        main = main.and("</ul>\n");
    }
    layout("Moje zaświadczenia", &main)
}

/// The page on which one mailed certificate is downloaded.
#[must_use]
pub fn certificate(problem: Option<Problem>) -> Html {
    let form =
        Form { action: "/certificate", button: "Pobierz zaświadczenie", problem, name: "certificate" };
    let main = Html::markup(
        "<h1>Zaświadczenie ze szkolenia</h1>\n<p class=\"lead\">Plik PDF pobierze się po naciśnięciu przycisku.</p>\n",
    )
    .and_html(&form.open())
    .and_html(&form.code_field(""))
    .and_html(&form.close())
    .and(
        "<p class=\"actions\">Kod już nie działa? Nowy można zamówić na stronie \
         <a href=\"/my-certificates\">Moje zaświadczenia</a>.</p>\n",
    );
    with_script("Zaświadczenie", problem, main)
}

/// The page on which a changed address is confirmed.
#[must_use]
pub fn address(problem: Option<Problem>) -> Html {
    let form = Form { action: "/address", button: "Potwierdź adres", problem, name: "address" };
    let main = Html::markup(
        "<h1>Potwierdzenie adresu e-mail</h1>\n<p class=\"lead\">Po potwierdzeniu adres zacznie działać: do \
         zaświadczeń i wiadomości o szkoleniach albo do logowania, jak mówi wiadomość.</p>\n",
    )
    .and_html(&form.open())
    .and_html(&form.code_field(""))
    .and_html(&form.close());
    with_script("Potwierdzenie adresu", problem, main)
}

/// What is told when an address was confirmed.
#[must_use]
pub fn address_confirmed() -> Html {
    told("Adres jest potwierdzony", "Od teraz działa do tego, o czym mówiła wiadomość.")
}

/// The page on which a mailed copy of one's own data is downloaded.
#[must_use]
pub fn copy(problem: Option<Problem>) -> Html {
    let form = Form { action: "/copy", button: "Pobierz kopię danych", problem, name: "copy" };
    let main = Html::markup(
        "<h1>Kopia danych osobowych</h1>\n<p class=\"lead\">Plik pobierze się po naciśnięciu przycisku.</p>\n",
    )
    .and_html(&form.open())
    .and_html(&form.code_field(""))
    .and_html(&form.close());
    with_script("Kopia danych osobowych", problem, main)
}

/// The page on which an offered seat is taken or left to the next. A code that was sent already stays in the form.
#[must_use]
pub fn offer(problem: Option<Problem>, code: &str) -> Html {
    let form = Form { action: "/offer", button: "", problem, name: "offer" };
    let main = Html::markup(
        "<h1>Wolne miejsce na szkoleniu</h1>\n<p class=\"lead\">Zwolniło się miejsce. Jest zarezerwowane do terminu \
         podanego w wiadomości – potem dostanie propozycję następna osoba z listy.</p>\n",
    )
    .and_html(&form.open())
    .and_html(&form.code_field(code))
    .and(
        "<p class=\"send\"><button class=\"button\" type=\"submit\" name=\"answer\" value=\"accept\">Przyjmuję miejsce\
         </button>\n<button class=\"button quiet\" type=\"submit\" name=\"answer\" value=\"decline\">Rezygnuję\
         </button></p>\n</form>\n",
    );
    with_script("Wolne miejsce na szkoleniu", problem, main)
}

/// The page that leads to the ticket of a participant.
#[must_use]
pub fn ticket_form(problem: Option<Problem>) -> Html {
    let form = Form { action: "/ticket", button: "Pokaż bilet", problem, name: "ticket" };
    let main = Html::markup(
        "<h1>Bilet na szkolenie</h1>\n<p class=\"lead\">Bilet pokazuje się przy wejściu, na ekranie telefonu albo na \
         wydruku.</p>\n",
    )
    .and_html(&form.open())
    .and_html(&form.code_field(""))
    .and_html(&form.close());
    with_script("Bilet na szkolenie", problem, main)
}

/// What is told when an offered seat was taken.
#[must_use]
pub fn seat_taken() -> Html {
    told("Miejsce jest przyjęte", "Potwierdzenie wyślemy w osobnej wiadomości. Do zobaczenia!")
}

/// What is told when an offered seat was declined.
#[must_use]
pub fn seat_declined() -> Html {
    told("Dziękujemy za odpowiedź", "Miejsce zaproponujemy następnej osobie z listy.")
}

/// What is told whoever asked to be written to.
#[must_use]
pub fn requested() -> Html {
    told(
        "Sprawdź skrzynkę",
        "Jeśli ten adres jest nam znany, za chwilę przyjdzie wiadomość z kodem ważnym przez 2 godziny. Warto zajrzeć \
         także do folderu ze spamem.",
    )
}

/// What is told while nothing can be done.
#[must_use]
pub fn later() -> Html {
    told(
        "Spróbuj później",
        "Prób było zbyt wiele albo system jest chwilowo niedostępny. Odczekaj kilka minut.",
    )
}

/// What is told where a form did not arrive.
#[must_use]
pub fn unreadable() -> Html {
    told(
        "Formularz nie dotarł",
        "Dane z formularza nie dotarły w całości albo jest ich za dużo. Wróć i wyślij go jeszcze raz.",
    )
}

fn told(heading: &'static str, text: &'static str) -> Html {
    let main = Html::markup("<h1>")
        .and(heading)
        .and("</h1>\n<p class=\"lead\" role=\"status\">")
        .and(text)
        .and("</p>\n");
    layout(heading, &main)
}

fn with_script(title: &'static str, problem: Option<Problem>, main: Html) -> Html {
    let title = if problem.is_some() { format!("Popraw dane: {title}") } else { title.to_owned() };
    layout(&title, &main.and("<script src=\"/assets/code.js\" defer></script>\n"))
}

struct Form {
    action: &'static str,
    button: &'static str,
    problem: Option<Problem>,
    name: &'static str,
}

impl Form {
    fn open(&self) -> Html {
        let form =
            Html::markup("<form class=\"ask\" method=\"post\" action=\"").and(self.action).and("\">\n");
        match self.problem {
            Some(problem) => form
                .and("<p class=\"problem\" role=\"alert\" id=\"")
                .and(self.name)
                .and("-problem\"><strong>Uwaga:</strong> ")
                .and(problem.text())
                .and("</p>\n"),
            None => form,
        }
    }

    /// The field is marked where the problem is about it.
    fn described(&self, is_about: bool, hint: &'static str) -> Html {
        if is_about {
            Html::markup(" aria-invalid=\"true\" aria-describedby=\"")
                .and(self.name)
                .and("-problem ")
                .and(hint)
                .and("\"")
        } else {
            Html::markup(" aria-describedby=\"").and(hint).and("\"")
        }
    }

    fn code_field(&self, code: &str) -> Html {
        let described = self.described(self.problem == Some(Problem::Code), "code-hint");
        Html::markup(
            "<label for=\"code\">Kod z wiadomości</label>\n<p class=\"hint\" id=\"code-hint\">Zwykle wpisuje się sam. \
             Jeśli nie, skopiuj go z wiadomości: zaczyna się od „zw_”.</p>\n<div class=\"row plain\">\
             <input id=\"code\" name=\"code\" type=\"text\" required maxlength=\"300\" autocomplete=\"off\" \
             autocapitalize=\"none\" spellcheck=\"false\" value=\"",
        )
        .and_text(code)
        .and("\" data-code")
        .and_html(&described)
        .and("></div>\n")
    }

    fn password_field(&self, label: &'static str, hint: &'static str) -> Html {
        let is_about = matches!(self.problem, Some(Problem::Password | Problem::WrongPassword));
        Html::markup("<label for=\"password\">")
            .and(label)
            .and("</label>\n<p class=\"hint\" id=\"password-hint\">")
            .and(hint)
            .and(
                "</p>\n<div class=\"row plain\"><input id=\"password\" name=\"password\" type=\"password\" required \
                 maxlength=\"200\" autocomplete=\"new-password\"",
            )
            .and_html(&self.described(is_about, "password-hint"))
            .and("></div>\n")
    }

    fn close(&self) -> Html {
        Html::markup("<p class=\"send\"><button class=\"button\" type=\"submit\">")
            .and(self.button)
            .and("</button></p>\n</form>\n")
    }
}

/// The form by which a message is asked for.
fn request(
    action: &'static str,
    heading: &'static str,
    label: &'static str,
    problem: Option<Problem>,
) -> Html {
    let form = Form { action, button: "Wyślij kod", problem, name: "request" };
    Html::markup("<section>\n<h2>")
        .and(heading)
        .and("</h2>\n")
        .and_html(&form.open())
        .and("<label for=\"email\">")
        .and(label)
        .and(
            "</label>\n<p class=\"hint\" id=\"email-hint\">Wyślemy na niego wiadomość z kodem.</p>\n\
             <div class=\"row plain\"><input id=\"email\" name=\"email\" type=\"email\" required maxlength=\"254\" \
             autocomplete=\"email\"",
        )
        .and_html(&form.described(problem.is_some(), "email-hint"))
        .and("></div>\n")
        .and_html(&form.close())
        .and("</section>\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_field_has_a_label_and_a_description_that_are_there() {
        let problems = [None, Some(Problem::Code), Some(Problem::Password), Some(Problem::Address)];
        for problem in problems {
            let clause = Clause { id: "a".into(), title: "<b>".into(), text: "Raz\n\n<i>dwa".into() };
            for page in [
                invitation(problem, "", None),
                invitation(problem, "zw_i_\"<b>", Some(&clause)),
                reset(problem, "zw_r_<i>"),
                certificates(problem),
                certificate(problem),
                copy(problem),
                address(problem),
                offer(problem, "zw_o_<i>"),
            ] {
                let page = page.as_str();
                for field in
                    page.split("<input ").skip(1).map(|rest| rest.split('>').next().unwrap_or_default())
                {
                    let of = |name: &str| {
                        field.split(&format!("{name}=\"")).nth(1).and_then(|rest| rest.split('"').next())
                    };
                    let id = of("id").unwrap_or_default();
                    assert!(page.contains(&format!("<label for=\"{id}\">")), "{id}");
                    for described in of("aria-describedby").unwrap_or_default().split(' ') {
                        assert!(page.contains(&format!("id=\"{described}\"")), "{described}");
                    }
                }
                assert!(!page.contains("<b>") && !page.contains("<i>"), "a clause is text");
                assert!(!page.contains("method=\"get\""), "nothing typed here gets into an address");
            }
        }
    }

    #[test]
    fn titles_of_trainings_never_become_markup() {
        let row = Row {
            training: "<b>A</b>".into(),
            number: "SK/2026/0001".into(),
            issued_on: "12 maja 2026 r.".into(),
            href: "/documents/1?a=1&b=2".into(),
            kind: "zaświadczenie o udziale",
        };
        let page = opened(&[row]);
        assert!(page.as_str().contains("&lt;b&gt;A&lt;/b&gt;"));
        assert!(page.as_str().contains("href=\"/documents/1?a=1&amp;b=2\""));
    }
}

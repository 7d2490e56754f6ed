//! The page on which a participant answers the survey of a training by the code that was mailed, in Polish and English. Pure.
//!
//! It is three pages at one address: the form for the code, the questions, and thanks. No script is needed; what was given stays in
//! the form when something is missing or the language is changed. The page names nobody.

use edge::html::{Html, layout_in};
use entities::shared::language::{Language, Words};
use entities::shared::warsaw;
use entities::trainings::asked::MailedSurvey;
use entities::trainings::{QuestionKind, survey_question};

const TITLE: Words = Words::new("Ankieta po szkoleniu", "Survey of a training");
const LEAD: Words = Words::new(
    "Kilka pytań o szkolenie. Konto nie jest potrzebne, a odpowiedzi są anonimowe.",
    "A few questions about the training. No account is needed, and the answers are anonymous.",
);
const CODE: Words = Words::new("Kod z wiadomości", "Code from the message");
const CODE_HINT: Words = Words::new(
    "Zwykle wpisuje się sam. Jeśli nie, skopiuj go z wiadomości: zaczyna się od „zw_”.",
    "Usually it is here by itself. If not, copy it from the message: it begins with “zw_”.",
);
const SHOW: Words = Words::new("Pokaż ankietę", "Show the survey");
const WRONG_CODE: Words = Words::new(
    "ten kod nie działa. Sprawdź, czy jest skopiowany w całości.",
    "this code does not work. Please check that it was copied whole.",
);
const ATTENTION: Words = Words::new("Uwaga:", "Note:");
const ALONE: Words = Words::new(
    "Zapisujemy tylko to, że ankieta została wypełniona. Odpowiedzi nie łączymy z osobą, która je podała, dlatego po wysłaniu nie \
     można ich zmienić. Prosimy nie podawać w nich danych osobowych.",
    "We keep that the survey was answered. Nothing joins the answers to who gave them, so they cannot be changed afterwards. Please \
     name nobody in them.",
);
const NEEDED: Words = Words::new("(wymagane)", "(required)");
const LOWEST: Words = Words::new("1 – najniżej", "1 – lowest");
const HIGHEST: Words = Words::new("5 – najwyżej", "5 – highest");
const IN_WORDS: Words = Words::new("Najwyżej 2000 znaków.", "At most 2000 characters.");
const MISSING: Words = Words::new(
    "niektóre odpowiedzi trzeba jeszcze poprawić albo uzupełnić:",
    "some answers are missing or have to be mended:",
);
const QUESTION: Words = Words::new("pytanie", "question");
const MEND: Words = Words::new("Popraw odpowiedzi", "Mend the answers");
const SEND: Words = Words::new("Wyślij odpowiedzi", "Send the answers");
const OTHER: Words = Words::new("English", "Polski");
const THANKS: Words = Words::new("Dziękujemy za odpowiedzi", "Thank you for your answers");
const THANKED: Words = Words::new(
    "Pomogą nam przygotować kolejne szkolenia. Tę stronę można już zamknąć.",
    "They will help us to prepare further trainings. You can close this page.",
);
const ANSWERED: Words =
    Words::new("Ta ankieta jest już wypełniona. Dziękujemy!", "This survey is answered already. Thank you!");
const OVER: Words = Words::new(
    "Ta ankieta jest już zamknięta. Dziękujemy za zainteresowanie.",
    "This survey is closed. Thank you for your interest.",
);

/// What was given to a question: a number, or words.
pub type Given = Option<String>;

/// Name of the field of a question.
#[must_use]
pub fn field(ordinal: i32) -> String {
    format!("q{ordinal}")
}

/// The form for the code; `wrong` is one that does not work.
#[must_use]
pub fn ask(lang: Language, wrong: Option<&str>) -> Html {
    let said = match wrong {
        Some(_) => problem(lang).and(WRONG_CODE.say(lang)).and("</p>\n"),
        None => Html::default(),
    };
    let described =
        if wrong.is_some() { "code-hint survey-problem\" aria-invalid=\"true" } else { "code-hint" };
    let main = heading(TITLE.say(lang))
        .and("<p class=\"lead\">")
        .and(LEAD.say(lang))
        .and("</p>\n<form class=\"ask\" method=\"post\" action=\"/survey\">\n")
        .and_html(&said)
        .and("<label for=\"code\">")
        .and(CODE.say(lang))
        .and("</label>\n<p class=\"hint\" id=\"code-hint\">")
        .and(CODE_HINT.say(lang))
        .and(
            "</p>\n<div class=\"row plain\"><input id=\"code\" name=\"code\" type=\"text\" required maxlength=\"300\" \
             autocomplete=\"off\" autocapitalize=\"none\" spellcheck=\"false\" value=\"",
        )
        .and_text(wrong.unwrap_or_default())
        .and("\" data-code aria-describedby=\"")
        .and(described)
        .and("\"></div>\n<p class=\"send\"><button class=\"button\" type=\"submit\">")
        .and(SHOW.say(lang))
        .and("</button>\n")
        .and_html(&other(lang))
        .and("</p>\n</form>\n<script src=\"/assets/code.js\" defer></script>\n");
    page(lang, if wrong.is_some() { MEND } else { TITLE }, &main)
}

/// The questions, with what was given to each, and those that are still to be mended.
#[must_use]
pub fn questions(lang: Language, of: &MailedSurvey, code: &str, given: &[Given], faulty: &[i32]) -> Html {
    let until = match lang {
        Language::Polish => format!("Czekamy na odpowiedzi do {}.", warsaw::long_tied(of.survey.closes_on)),
        Language::English => format!("We wait for answers until {}.", of.survey.closes_on),
    };
    let mut main = heading(TITLE.say(lang))
        .and("<p class=\"lead\">")
        .and_text(&of.training)
        .and("</p>\n<p>")
        .and(ALONE.say(lang))
        .and(" ")
        .and_text(&until)
        .and("</p>\n<form class=\"ask\" method=\"post\" action=\"/survey\">\n<h2>")
        .and_text(&of.survey.title)
        .and("</h2>\n<input type=\"hidden\" name=\"code\" value=\"")
        .and_text(code)
        .and("\">\n");
    if !faulty.is_empty() {
        main = main.and_html(&summary(lang, faulty));
    }
    for (question, given) in of.questions.iter().zip(given.iter().chain(std::iter::repeat(&None))) {
        let is_faulty = faulty.contains(&question.ordinal);
        main = main.and_html(&match question.kind {
            QuestionKind::Words => in_words(lang, question, given.as_deref(), is_faulty),
            _ => of_numbers(lang, question, given.as_deref(), is_faulty),
        });
    }
    let main = main
        .and("<p class=\"send\"><button class=\"button\" type=\"submit\" name=\"send\" value=\"1\">")
        .and(SEND.say(lang))
        .and("</button>\n")
        .and_html(&other(lang))
        .and("</p>\n</form>\n");
    page(lang, if faulty.is_empty() { TITLE } else { MEND }, &main)
}

/// What is told when the answers were taken.
#[must_use]
pub fn thanks(lang: Language) -> Html {
    told(lang, THANKS, THANKED)
}

/// What is told to whoever has answered.
#[must_use]
pub fn answered(lang: Language) -> Html {
    told(lang, TITLE, ANSWERED)
}

/// What is told when nobody answers any more.
#[must_use]
pub fn over(lang: Language) -> Html {
    told(lang, TITLE, OVER)
}

fn told(lang: Language, title: Words, text: Words) -> Html {
    let main =
        heading(title.say(lang)).and("<p class=\"lead\" role=\"status\">").and(text.say(lang)).and("</p>\n");
    page(lang, title, &main)
}

fn page(lang: Language, title: Words, main: &Html) -> Html {
    layout_in(lang, None, title.say(lang), main)
}

fn heading(text: &'static str) -> Html {
    Html::markup("<h1>").and(text).and("</h1>\n")
}

fn problem(lang: Language) -> Html {
    Html::markup("<p class=\"problem\" role=\"alert\" id=\"survey-problem\"><strong>")
        .and(ATTENTION.say(lang))
        .and("</strong> ")
}

/// The button by which the same form is read in the other language.
fn other(lang: Language) -> Html {
    let code = match lang {
        Language::Polish => "en",
        Language::English => "pl",
    };
    Html::markup("<input type=\"hidden\" name=\"shown\" value=\"")
        .and(lang.code())
        .and("\"><button class=\"button quiet\" type=\"submit\" name=\"lang\" value=\"")
        .and(code)
        .and("\" lang=\"")
        .and(code)
        .and("\" formnovalidate>")
        .and(OTHER.say(lang))
        .and("</button>")
}

/// Which answers are to be mended, each with the way to it.
fn summary(lang: Language, faulty: &[i32]) -> Html {
    let mut said = problem(lang).and(MISSING.say(lang));
    for (nth, ordinal) in faulty.iter().enumerate() {
        said = said
            .and(if nth == 0 { " <a href=\"#" } else { ", <a href=\"#" })
            .and_text(&format!("{}-1", field(*ordinal)))
            .and("\">")
            .and(QUESTION.say(lang))
            .and_text(&format!(" {ordinal}"))
            .and("</a>");
    }
    said.and(".</p>\n")
}

fn asked(lang: Language, question: &survey_question::Model) -> Html {
    let text = Html::text(&format!("{}. {}", question.ordinal, question.text));
    if question.required {
        text.and(" <span class=\"hint\">").and(NEEDED.say(lang)).and("</span>")
    } else {
        text
    }
}

fn marks(question: &survey_question::Model, is_faulty: bool) -> Html {
    let required = if question.required { " required" } else { "" };
    let invalid = if is_faulty { " aria-invalid=\"true\"" } else { "" };
    Html::markup(required).and(invalid)
}

fn of_numbers(
    lang: Language,
    question: &survey_question::Model,
    given: Option<&str>,
    is_faulty: bool,
) -> Html {
    let labels = match question.kind {
        QuestionKind::Choice => question.choices(),
        _ => [LOWEST.say(lang), "2", "3", "4", HIGHEST.say(lang)].map(str::to_owned).to_vec(),
    };
    let name = field(question.ordinal);
    let mut html = Html::markup("<fieldset class=\"question\">\n<legend>")
        .and_html(&asked(lang, question))
        .and("</legend>\n");
    for (number, label) in (1..).zip(labels) {
        let number: i32 = number;
        let (id, value) = (format!("{name}-{number}"), number.to_string());
        html = html
            .and("<div class=\"choice\"><input type=\"radio\" id=\"")
            .and_text(&id)
            .and("\" name=\"")
            .and_text(&name)
            .and("\" value=\"")
            .and_text(&value)
            .and("\"")
            .and(if given == Some(value.as_str()) { " checked" } else { "" })
            .and_html(&marks(question, is_faulty))
            .and("><label for=\"")
            .and_text(&id)
            .and("\">")
            .and_text(&label)
            .and("</label></div>\n");
    }
    html.and("</fieldset>\n")
}

fn in_words(lang: Language, question: &survey_question::Model, given: Option<&str>, is_faulty: bool) -> Html {
    let name = field(question.ordinal);
    let id = format!("{name}-1");
    Html::markup("<div class=\"question\">\n<label for=\"")
        .and_text(&id)
        .and("\">")
        .and_html(&asked(lang, question))
        .and("</label>\n<p class=\"hint\" id=\"")
        .and_text(&format!("{id}-hint"))
        .and("\">")
        .and(IN_WORDS.say(lang))
        .and("</p>\n<textarea id=\"")
        .and_text(&id)
        .and("\" name=\"")
        .and_text(&name)
        .and("\" rows=\"4\" maxlength=\"2000\" aria-describedby=\"")
        .and_text(&format!("{id}-hint"))
        .and("\"")
        .and_html(&marks(question, is_faulty))
        .and(">\n")
        .and_text(given.unwrap_or_default())
        .and("</textarea>\n</div>\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_languages_say_what_to_do_and_a_wrong_code_stays_text() {
        for lang in [Language::Polish, Language::English] {
            let page = ask(lang, Some("zw_q_\"<b>"));
            let page = page.as_str();
            assert!(
                page.contains(&format!("<html lang=\"{}\"", lang.code())) && !page.contains("<b>"),
                "{page}"
            );
            assert!(
                page.contains("aria-describedby=\"code-hint survey-problem\"")
                    && page.contains("role=\"alert\"")
            );
            assert!(page.contains("method=\"post\"") && page.contains("formnovalidate"));
        }
        assert!(!ask(Language::Polish, None).as_str().contains("survey-problem"));
    }
}

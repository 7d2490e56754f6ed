//! Handlers of the page that answers a survey by a mailed code.

use std::collections::HashMap;

use axum::Router;
use axum::extract::{FromRequest, Request, State as Shared};
use axum::http::{Extensions, HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use edge::html::Html;
use entities::shared::error::{Error, Refusal};
use entities::shared::language::Language;
use entities::shared::refusals::{INVALID, WRONG_STATE};
use entities::trainings::actions::GivenAnswer;
use entities::trainings::asked::{MailedSurvey, Stands};
use entities::trainings::refusals::{SURVEY_ANSWERED, SURVEY_CLOSED};
use entities::trainings::{QuestionKind, survey_question};
use writes::accounts::links::{self, Tried};

use crate::accounts::link_pages;
use crate::accounts::mailed_links::{of_public, too_many_tries};
use crate::accounts::survey_page::{self as page, Given};
use crate::app::App;
use crate::certificates::verify::in_language;
use crate::forms::answers;

/// The page.
pub(crate) fn router() -> Router<App> {
    Router::new().route("/survey", get(ask).post(go_on))
}

/// What the form sends, by the names of its fields.
struct Sent(HashMap<String, String>);

impl FromRequest<App> for Sent {
    type Rejection = Response;

    async fn from_request(request: Request, app: &App) -> Result<Self, Response> {
        let fields = answers(request, app).await;
        let fields = fields.map_err(|status| link_pages::unreadable().with_status(status))?;
        Ok(Self(fields.into_iter().collect()))
    }
}

impl Sent {
    fn get(&self, name: &str) -> &str {
        self.0.get(name).map(String::as_str).unwrap_or_default()
    }

    /// What was given to each question.
    fn given(&self, questions: &[survey_question::Model]) -> Vec<Given> {
        let given = questions.iter().map(|question| self.get(&page::field(question.ordinal)).trim());
        given.map(|given| (!given.is_empty()).then(|| given.to_owned())).collect()
    }
}

fn language(headers: &HeaderMap) -> Language {
    Language::of_header(headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()))
}

async fn ask(headers: HeaderMap) -> Response {
    in_language(page::ask(language(&headers), None).into_response())
}

async fn go_on(Shared(app): Shared<App>, headers: HeaderMap, extensions: Extensions, sent: Sent) -> Response {
    let (op, from) = of_public(&app, &extensions);
    let lang = match (sent.get("lang"), sent.get("shown")) {
        ("pl", _) | ("", "pl") => Language::Polish,
        ("en", _) | ("", "en") => Language::English,
        _ => language(&headers),
    };
    let code = sent.get("code");
    let survey = match links::survey(&app.state, &op, from, code).await {
        Tried::TooMany(too_many) => return too_many_tries(&too_many),
        Tried::Done(Ok(survey)) => survey,
        Tried::Done(Err(Error::Refused(_))) => return bad(page::ask(lang, Some(code))),
        Tried::Done(Err(error)) => return failed(&op.request, &error),
    };
    match survey.stands {
        Stands::Answered => return page::answered(lang).into_response(),
        Stands::Over => return page::over(lang).into_response(),
        Stands::Open => {}
    }
    let given = sent.given(&survey.questions);
    if sent.get("send").is_empty() {
        return page::questions(lang, &survey, code, &given, &[]).into_response();
    }
    let (answers, unread) = read(&survey, &given);
    if !unread.is_empty() {
        return bad(page::questions(lang, &survey, code, &given, &unread));
    }
    match links::answer_survey(&app.state, &op, (code, answers)).await {
        Ok(_) => page::thanks(lang).into_response(),
        Err(Error::Refused(refusals)) => refused(lang, (&survey, code, &given), &refusals),
        Err(error) => failed(&op.request, &error),
    }
}

/// An answer to each question, and the numbers of those whose answer is none.
fn read(survey: &MailedSurvey, given: &[Given]) -> (Vec<GivenAnswer>, Vec<i32>) {
    let mut unread = vec![];
    let answers = survey.questions.iter().zip(given).map(|(question, given)| {
        let in_words = question.kind == QuestionKind::Words;
        let number = given.as_ref().filter(|_| !in_words).map(|given| given.parse::<i32>());
        if matches!(number, Some(Err(_))) {
            unread.push(question.ordinal);
        }
        GivenAnswer {
            question_id: question.id,
            number: number.and_then(Result::ok),
            words: given.clone().filter(|_| in_words),
        }
    });
    (answers.collect(), unread)
}

/// Why the answers were not taken, beside what was given.
fn refused(
    lang: Language,
    (survey, code, given): (&MailedSurvey, &str, &[Given]),
    refusals: &[Refusal],
) -> Response {
    match refusals.first().map(|refusal| refusal.code) {
        Some(SURVEY_ANSWERED) => page::answered(lang).into_response(),
        Some(SURVEY_CLOSED | WRONG_STATE) => page::over(lang).into_response(),
        Some(INVALID) => {
            // `answers[2].number` is about the third question.
            let of = |refusal: &Refusal| {
                let nth = refusal.field.strip_prefix("answers[")?.split(']').next()?.parse::<usize>().ok()?;
                survey.questions.get(nth).map(|question| question.ordinal)
            };
            let mut faulty: Vec<i32> = refusals.iter().filter_map(of).collect();
            faulty.dedup();
            bad(page::questions(lang, survey, code, given, &faulty))
        }
        _ => bad(page::ask(lang, Some(code))),
    }
}

fn bad(page: Html) -> Response {
    page.with_status(StatusCode::BAD_REQUEST)
}

fn failed(request: &str, error: &Error) -> Response {
    tracing::error!(request, %error, "a survey could not be answered");
    link_pages::later().with_status(StatusCode::SERVICE_UNAVAILABLE)
}

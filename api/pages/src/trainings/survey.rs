//! `/moje/ankiety/{id}`: a survey of a training, answered once; nothing joins the answers to who gave them.

use askama::Template;
use chrono::NaiveDate;

use super::standing::named;
use crate::ask::{ask, documents, refused};
use crate::call::{Call, Fault, Reply};
use crate::form::{Faults, Form, Wrong};
use crate::shell::{Shell, again, shown, who};
use crate::words;

type Date = NaiveDate;

documents! {
    Survey in "src/trainings/survey.graphql";
    AnswerSurvey in "src/trainings/answer_survey.graphql";
}

/// A question as it is asked.
struct Question {
    id: String,
    /// Name of its field.
    field: String,
    text: String,
    required: bool,
    /// What is chosen from; empty where it is answered in words.
    choices: Vec<Choice>,
    /// What was typed.
    typed: String,
    fault: String,
}

struct Choice {
    value: String,
    label: String,
    chosen: bool,
}

#[derive(Template)]
#[template(path = "trainings/survey.html")]
struct SurveyPage {
    s: Shell,
    form: Form,
    /// What is wrong, with the field where it is.
    wrong: Vec<(String, String)>,
    id: String,
    title: String,
    training: String,
    until: String,
    is_open: bool,
    is_answered: bool,
    questions: Vec<Question>,
}

/// The page; `faults` are messages by the place of the answer that was sent.
async fn page(call: &Call, form: Form) -> Result<SurveyPage, Fault> {
    use survey::SurveyQuestionKind as Kind;
    if !call.is_known {
        return Err(Fault::LogIn);
    }
    let answer = ask::<Survey>(call, survey::Variables { id: call.part.clone() }).await?;
    let Some(survey::SurveyNode::Survey(of)) = answer.node else { return Err(Fault::NotFound) };
    let questions = of.questions.edges.into_iter().map(|edge| {
        let asked = edge.node;
        let field = format!("pytanie-{}", asked.ordinal);
        let typed = form.value(&field).to_owned();
        let choice = |value: usize, label: String| {
            let value = value.to_string();
            Choice { chosen: value == typed, value, label }
        };
        let choices = match asked.kind {
            Kind::SCALE => {
                let ends = [
                    call.lang.of("1 – najniżej", "1 – lowest"),
                    "2",
                    "3",
                    "4",
                    call.lang.of("5 – najwyżej", "5 – highest"),
                ];
                ends.iter().enumerate().map(|(n, label)| choice(n + 1, (*label).to_owned())).collect()
            }
            Kind::CHOICE => {
                asked.choices.into_iter().enumerate().map(|(n, label)| choice(n + 1, label)).collect()
            }
            _ => vec![],
        };
        Question {
            id: asked.id,
            field,
            text: asked.text,
            required: asked.required,
            choices,
            typed,
            fault: String::new(),
        }
    });
    let (title, programme) = of
        .edition
        .map(|edition| (edition.title, edition.programme.map(|of| of.title).unwrap_or_default()))
        .unwrap_or_default();
    Ok(SurveyPage {
        questions: questions.collect(),
        s: Shell::new(
            call,
            who!(answer.viewer),
            call.lang.of("Ankieta po szkoleniu", "Survey of a training"),
        ),
        wrong: vec![],
        form,
        id: of.id,
        title: of.title,
        training: named(&programme, &title),
        until: words::day(call.lang, of.closes_on),
        is_open: of.state == survey::SurveyState::OPEN && of.closes_on >= call.today(),
        is_answered: of.viewer_has_answered,
    })
}

pub(super) async fn show(call: &Call) -> Result<Reply, Fault> {
    // What had been typed before a session ended comes back.
    shown(&page(call, Form { typed: call.form.clone(), key: call.key.clone(), ..Form::default() }).await?)
}

pub(super) async fn take(call: &Call) -> Result<Reply, Fault> {
    let key = call.sent_key();
    let mut page =
        page(call, Form { typed: call.form.clone(), key: call.key.clone(), ..Form::default() }).await?;
    let answered: Vec<usize> = page
        .questions
        .iter()
        .enumerate()
        .filter(|(_, question)| question.required || !question.typed.trim().is_empty())
        .map(|(n, _)| n)
        .collect();
    let answers = answered.iter().map(|n| {
        let question = &page.questions[*n];
        let in_words = question.choices.is_empty();
        answer_survey::SurveyAnswerInput {
            question_id: question.id.clone(),
            number: if in_words { None } else { question.typed.parse().ok() },
            words: Some(question.typed.trim().to_owned()).filter(|words| in_words && !words.is_empty()),
        }
    });
    let input = answer_survey::AnswerSurveyInput {
        survey_id: call.part.clone(),
        answers: answers.collect(),
        idempotency_key: key,
    };
    let answer = ask::<AnswerSurvey>(call, answer_survey::Variables { input }).await?;
    let payload = answer.answer_survey.ok_or(Fault::Broken)?;
    let refused = refused!(payload.errors);
    if refused.is_empty() {
        return Ok(Reply::Done("/moje".to_owned(), "wyslano"));
    }
    for one in refused {
        // `answers.2.number`: the third of those that were sent.
        let nth =
            one.field.strip_prefix("answers.").and_then(|rest| rest.split('.').next()?.parse::<usize>().ok());
        let question = nth.and_then(|nth| page.questions.get_mut(*answered.get(nth)?));
        match question {
            Some(question) => {
                page.wrong.push((question.field.clone(), format!("{}: {}", question.text, one.message)));
                question.fault = one.message;
            }
            None => page.form.faults.0.push(Wrong { field: None, message: one.message }),
        }
    }
    let is_wrong = Faults::any(!page.wrong.is_empty() || !page.form.faults.is_empty());
    page.s = page.s.with_faults(&is_wrong);
    again(&page)
}

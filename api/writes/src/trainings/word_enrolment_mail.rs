//! `wordEnrolmentMail`.

use async_graphql::{ID, InputObject};
use entities::mail::DeliveryKind;
use entities::shared::language::Language;
use entities::shared::refusals::STALE_VERSION;
use entities::trainings::actions;
use graph::trainings::wordings::EnrolmentWording;
use kit::enums::Coded;
use kit::form::Form;
use kit::mutation;

/// What `wordEnrolmentMail` takes: both texts, as they are to be.
#[derive(InputObject)]
pub struct WordEnrolmentMailInput {
    /// The project.
    pub project_id: ID,
    /// The kind of message: one of those about enrolments.
    pub kind: Coded<DeliveryKind>,
    /// The language of the message.
    pub language: Coded<Language>,
    /// Said before the facts, at most 1500 characters of plain text; none where it is left out. An empty line begins another
    /// paragraph. `{person}`, `{training}`, `{days}`, `{place}`, `{organiser}` and `{project}` stand for facts.
    pub opening: Option<String>,
    /// The same, said after the facts.
    pub closing: Option<String>,
    /// The version that was read, 0 where nothing was said yet; another one is refused.
    pub version: Option<i32>,
    /// Makes a repeated mutation answer with its first result.
    pub idempotency_key: Option<String>,
}

mutation! {
    WordEnrolmentMail (WordEnrolmentMailInput) -> WordEnrolmentMailPayload {
        /// What the project says now.
        wording: EnrolmentWording
    }
    codes [STALE_VERSION]
    run |tx, op, cmd| actions::word_mail(tx, op, cmd);
}

fn parse(input: &WordEnrolmentMailInput, form: &mut Form) -> actions::WordMail {
    actions::WordMail {
        project_id: form.id("projectId", &input.project_id),
        kind: input.kind.0,
        language: input.language.0,
        opening: input.opening.clone(),
        closing: input.closing.clone(),
        version: input.version,
    }
}

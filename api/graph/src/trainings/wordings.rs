//! What projects say of their own in messages about enrolments, and how these read.

use async_graphql::{Context, ID, InputObject, Object, Result, SimpleObject};
use entities::mail::DeliveryKind;
use entities::shared::ids::ProjectId;
use entities::shared::language::Language;
use entities::shared::policy::{Place, allows};
use entities::trainings::enrolment_wording;
use entities::trainings::rights::WORD_MAILS;
use entities::trainings::wordings::{PreviewMail, preview};
use kit::ctx::ContextExt as _;
use kit::enums::Coded;
use kit::error::refused;
use kit::filter::{AnyOf, Id};
use kit::{filter, form, ordering, resource};

use crate::partnerships::types::Project;

resource! {
    /// What a project says of its own in one kind of message about enrolments, in one language. Facts, links and dates are
    /// told beside it.
    EnrolmentWording: enrolment_wording {
        one {
            /// The project.
            project: Project = ProjectId;
        }
        choices {
            /// In which message.
            kind, kind_label: DeliveryKind;
            /// In which language.
            language, language_label: Language;
        }
        columns {
            /// Said before the facts, with names such as `{person}` between braces; none where nothing is said.
            opening: Option<String>;
            /// Said after the facts.
            closing: Option<String>;
            /// Counts changes, for optimistic locking.
            version: i32;
        }
        computed {
            /// Whether the viewer may change it.
            viewer_can_word: bool = |row, ctx| {
                allows(ctx.actor(), WORD_MAILS, &Place { project: Some(row.project_id), ..Place::default() })
            };
        }
    }
}

filter! {
    /// Which wordings.
    pub struct EnrolmentWordingFilter for enrolment_wording {
        /// Of this project.
        project_id: Id<ProjectId> = ProjectId;
        /// In these messages.
        kinds: AnyOf<DeliveryKind> = Kind;
        /// In these languages.
        languages: AnyOf<Language> = Language;
    }
}

ordering! {
    /// How wordings are ordered.
    pub enum EnrolmentWordingOrder for enrolment_wording by default KindAsc {
        /// By kind of message.
        KindAsc,
        /// The other way round.
        KindDesc = "kind" [Kind];
    }
}

/// A text that is tried.
#[derive(InputObject)]
pub struct TriedWordingInput {
    /// Said before the facts.
    opening: Option<String>,
    /// Said after them.
    closing: Option<String>,
}

/// A message as it would read.
#[derive(SimpleObject)]
pub struct MailPreviewResult {
    /// Its subject.
    subject: String,
    /// As plain text.
    text: String,
    /// As HTML that says the same.
    html: String,
}

/// How messages read.
#[derive(Default)]
pub struct MailPreviewQuery;

#[Object]
impl MailPreviewQuery {
    /// How a message about an enrolment would read: to somebody made up, or of an enrolment that the viewer sees. Nothing is
    /// sent, and its link leads nowhere.
    #[graphql(complexity = "50 + child_complexity")]
    async fn enrolment_mail_preview(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The project.")] project_id: ID,
        #[graphql(desc = "The kind of message: one of those about enrolments.")] kind: Coded<DeliveryKind>,
        #[graphql(desc = "The language of the message.")] language: Coded<Language>,
        #[graphql(desc = "Of this enrolment; of somebody made up where none is named.")] enrolment_id: Option<
            ID,
        >,
        #[graphql(desc = "With these texts in the place of what the project says now.")] tried: Option<
            TriedWordingInput,
        >,
    ) -> Result<Option<MailPreviewResult>> {
        let asked = form::read(|form| PreviewMail {
            project_id: form.id("projectId", &project_id),
            kind: kind.0,
            language: language.0,
            enrolment_id: enrolment_id.as_ref().map(|id| form.id("enrolmentId", id)),
            tried: tried.map(|tried| (tried.opening, tried.closing)),
        });
        let asked = asked.map_err(|error| refused(ctx, &error))?;
        let letter = preview(&ctx.state().db.reader, &ctx.op(), asked).await;
        let letter = letter.map_err(|error| refused(ctx, &error))?;
        Ok(Some(MailPreviewResult { text: letter.plain(), html: letter.html(), subject: letter.subject }))
    }
}

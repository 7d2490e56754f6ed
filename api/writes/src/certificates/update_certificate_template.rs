//! `updateCertificateTemplate`.

use async_graphql::{ID, InputObject, MaybeUndefined};
use entities::certificates::actions;
use entities::certificates::refusals::UNPRINTABLE;
use entities::shared::refusals::{STALE_VERSION, WRONG_STATE};
use graph::certificates::types::CertificateTemplate;
use kit::form::Form;
use kit::mutation;
use kit::patch;

/// What `updateCertificateTemplate` takes. Fields left out stay as they are.
#[derive(InputObject)]
pub struct UpdateCertificateTemplateInput {
    /// The template.
    pub template_id: ID,
    /// Name within the project.
    pub name: MaybeUndefined<String>,
    /// The issuing office, as printed.
    pub issuer: MaybeUndefined<String>,
    /// The line below the heading.
    pub subtitle: MaybeUndefined<String>,
    /// The sentence after the name, neutral in gender.
    pub phrase: MaybeUndefined<String>,
    /// Place of issue.
    pub place: MaybeUndefined<String>,
    /// Who signs.
    pub signatory_name: MaybeUndefined<String>,
    /// Post of who signs.
    pub signatory_post: MaybeUndefined<String>,
    /// The version that was read; another one is refused.
    pub version: Option<i32>,
    /// Makes a repeated mutation answer with its first result.
    pub idempotency_key: Option<String>,
}

mutation! {
    UpdateCertificateTemplate (UpdateCertificateTemplateInput) -> UpdateCertificateTemplatePayload {
        /// The template.
        certificate_template: CertificateTemplate
    }
    codes [UNPRINTABLE, WRONG_STATE, STALE_VERSION]
    run |tx, op, cmd| actions::update_template(tx, op, cmd);
}

fn parse(input: &UpdateCertificateTemplateInput, form: &mut Form) -> actions::TemplateChange {
    actions::TemplateChange {
        id: form.id("templateId", &input.template_id),
        version: input.version,
        name: patch::text(&input.name),
        issuer: patch::text(&input.issuer),
        subtitle: patch::text(&input.subtitle),
        phrase: patch::text(&input.phrase),
        place: patch::text(&input.place),
        signatory_name: patch::text(&input.signatory_name),
        signatory_post: patch::text(&input.signatory_post),
    }
}

//! `restoreCertificateTemplate`.

use async_graphql::{ID, InputObject};
use entities::certificates::actions;
use entities::shared::ids::TemplateId;
use entities::shared::refusals::WRONG_STATE;
use graph::certificates::types::CertificateTemplate;
use kit::form::Form;
use kit::mutation;

/// What `restoreCertificateTemplate` takes.
#[derive(InputObject)]
pub struct RestoreCertificateTemplateInput {
    /// The template.
    pub template_id: ID,
    /// Makes a repeated mutation answer with its first result.
    pub idempotency_key: Option<String>,
}

mutation! {
    RestoreCertificateTemplate (RestoreCertificateTemplateInput) -> RestoreCertificateTemplatePayload {
        /// The template.
        certificate_template: CertificateTemplate
    }
    codes [WRONG_STATE]
    run |tx, op, cmd| actions::restore_template(tx, op, cmd);
}

fn parse(input: &RestoreCertificateTemplateInput, form: &mut Form) -> TemplateId {
    form.id("templateId", &input.template_id)
}

//! `retireCertificateTemplate`.

use async_graphql::{ID, InputObject};
use entities::certificates::actions;
use entities::shared::refusals::{STALE_VERSION, WRONG_STATE};
use graph::certificates::types::CertificateTemplate;
use kit::form::Form;
use kit::mutation;

/// What `retireCertificateTemplate` takes.
#[derive(InputObject)]
pub struct RetireCertificateTemplateInput {
    /// The template.
    pub template_id: ID,
    /// Why; stays in the trail.
    pub reason: String,
    /// The version that was read; another one is refused.
    pub version: Option<i32>,
    /// Makes a repeated mutation answer with its first result.
    pub idempotency_key: Option<String>,
}

mutation! {
    RetireCertificateTemplate (RetireCertificateTemplateInput) -> RetireCertificateTemplatePayload {
        /// The template; its `programmes` go on with it.
        certificate_template: CertificateTemplate
    }
    codes [WRONG_STATE, STALE_VERSION]
    run |tx, op, cmd| actions::retire_template(tx, op, cmd);
}

fn parse(input: &RetireCertificateTemplateInput, form: &mut Form) -> actions::RetireTemplate {
    actions::RetireTemplate {
        id: form.id("templateId", &input.template_id),
        version: input.version,
        reason: input.reason.clone(),
    }
}

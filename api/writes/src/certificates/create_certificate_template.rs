//! `createCertificateTemplate`.

use async_graphql::{ID, InputObject};
use entities::certificates::CertificateKind;
use entities::certificates::actions;
use entities::certificates::refusals::UNPRINTABLE;
use entities::shared::language::Language;
use entities::shared::refusals::WRONG_STATE;
use graph::certificates::types::CertificateTemplate;
use kit::enums::Coded;
use kit::form::Form;
use kit::mutation;

/// What `createCertificateTemplate` takes.
#[derive(InputObject)]
pub struct CreateCertificateTemplateInput {
    /// The partner that issues.
    pub partner_id: ID,
    /// Name within the project.
    pub name: String,
    /// The issuing office, as printed.
    pub issuer: String,
    /// The line below the heading.
    pub subtitle: String,
    /// The sentence after the name, neutral in gender.
    pub phrase: String,
    /// Place of issue.
    pub place: String,
    /// What its certificates confirm; attendance where nothing is said.
    pub kind: Option<Coded<CertificateKind>>,
    /// Language of its certificates; Polish where nothing is said.
    pub language: Option<Coded<Language>>,
    /// Who signs.
    pub signatory_name: String,
    /// Post of who signs.
    pub signatory_post: String,
    /// Makes a repeated mutation answer with its first result.
    pub idempotency_key: Option<String>,
}

mutation! {
    CreateCertificateTemplate (CreateCertificateTemplateInput) -> CreateCertificateTemplatePayload {
        /// The template.
        certificate_template: CertificateTemplate
    }
    codes [UNPRINTABLE, WRONG_STATE]
    run |tx, op, cmd| actions::create_template(tx, op, cmd);
}

fn parse(input: &CreateCertificateTemplateInput, form: &mut Form) -> actions::NewTemplate {
    actions::NewTemplate {
        partner_id: form.id("partnerId", &input.partner_id),
        kind: input.kind.map(|kind| kind.0).unwrap_or_default(),
        language: input.language.map(|language| language.0).unwrap_or_default(),
        name: input.name.clone(),
        issuer: input.issuer.clone(),
        subtitle: input.subtitle.clone(),
        phrase: input.phrase.clone(),
        place: input.place.clone(),
        signatory_name: input.signatory_name.clone(),
        signatory_post: input.signatory_post.clone(),
    }
}

//! `addSiteInstitution`.

use async_graphql::{ID, InputObject};
use entities::pilots::actions;
use entities::shared::refusals::{DUPLICATE, WRONG_STATE};
use graph::pilots::types::SiteInstitution;
use kit::form::Form;
use kit::mutation;

/// What `addSiteInstitution` takes.
#[derive(InputObject)]
pub struct AddSiteInstitutionInput {
    /// The site.
    pub site_id: ID,
    /// The institution; once per site.
    pub institution_id: ID,
    /// Makes a repeated mutation answer with its first result.
    pub idempotency_key: Option<String>,
}

mutation! {
    AddSiteInstitution (AddSiteInstitutionInput) -> AddSiteInstitutionPayload {
        /// The institution's part.
        site_institution: SiteInstitution
    }
    codes [WRONG_STATE, DUPLICATE]
    run |tx, op, cmd| actions::add_site_institution(tx, op, cmd);
}

fn parse(input: &AddSiteInstitutionInput, form: &mut Form) -> actions::NewSiteInstitution {
    actions::NewSiteInstitution {
        site_id: form.id("siteId", &input.site_id),
        institution_id: form.id("institutionId", &input.institution_id),
    }
}

//! `addSiteInstitution`.

use async_graphql::{ID, InputObject};
use entities::pilots::actions;
use entities::shared::refusals::{DUPLICATE, WRONG_STATE};

use crate::graphql::ids::parse;
use crate::mutation;
use crate::pilots::types::SiteInstitution;

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
    /// Notes that an institution takes part at a site.
    AddSiteInstitution (AddSiteInstitutionInput) -> AddSiteInstitutionPayload {
        /// The institution's part.
        site_institution: SiteInstitution
    }
    codes [WRONG_STATE, DUPLICATE]
    parse |input| actions::NewSiteInstitution {
        site_id: parse(&input.site_id, "siteId")?,
        institution_id: parse(&input.institution_id, "institutionId")?,
    };
    run |tx, call, cmd| actions::add_site_institution(tx, call, cmd);
}

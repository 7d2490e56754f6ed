//! `grantRole`.

use async_graphql::{ID, InputObject, OneofObject};
use entities::accounts::actions;
use entities::shared::actor::{Role, Scope, ScopeKind};
use entities::shared::error::{Error, Result, refuse};
use entities::shared::refusals::{DUPLICATE, INVALID};
use uuid::Uuid;

use crate::accounts::types::RoleGrant;
use crate::graphql::enums::Coded;
use crate::graphql::ids::parse;
use crate::mutation;

/// What `grantRole` takes.
#[derive(InputObject)]
pub struct GrantRoleInput {
    /// Who.
    pub user_id: ID,
    /// The role.
    pub role: Coded<Role>,
    /// Where it is held.
    pub scope: RoleScopeInput,
    /// Makes a repeated mutation answer with its first result.
    pub idempotency_key: Option<String>,
}

/// Where a role is held.
#[derive(OneofObject)]
pub enum RoleScopeInput {
    /// The whole installation; must be true.
    Installation(bool),
    /// This voivodeship.
    VoivodeshipId(ID),
    /// This project: the lead's scope.
    ProjectId(ID),
    /// This partner in a project.
    PartnerId(ID),
    /// This institution.
    InstitutionId(ID),
    /// This edition.
    EditionId(ID),
    /// This pilot site.
    SiteId(ID),
}

fn grant(input: &GrantRoleInput) -> Result<actions::NewGrant> {
    let (scope_kind, scope_id) = scope(&input.scope)?;
    Ok(actions::NewGrant {
        user_id: parse(&input.user_id, "userId")?,
        role: input.role.0,
        scope_kind,
        scope_id,
    })
}

/// Kind and key of a scope.
pub(super) fn scope(input: &RoleScopeInput) -> Result<(ScopeKind, Option<Uuid>)> {
    let scope = match input {
        RoleScopeInput::Installation(true) => Scope::Installation,
        RoleScopeInput::Installation(false) => return refuse(INVALID, "scope.installation"),
        RoleScopeInput::VoivodeshipId(id) => Scope::Voivodeship(parse(id, "scope.voivodeshipId")?),
        RoleScopeInput::ProjectId(id) => Scope::Project(parse(id, "scope.projectId")?),
        RoleScopeInput::PartnerId(id) => Scope::Partner(parse(id, "scope.partnerId")?),
        RoleScopeInput::InstitutionId(id) => Scope::Institution(parse(id, "scope.institutionId")?),
        RoleScopeInput::EditionId(id) => Scope::Edition(parse(id, "scope.editionId")?),
        RoleScopeInput::SiteId(id) => Scope::Site(parse(id, "scope.siteId")?),
    };
    Ok(scope.parts())
}

/// The action speaks of kind and key, the input of one field.
pub(super) fn of_scope(error: Error) -> Error {
    let Error::Refused(mut refusals) = error else { return error };
    for refusal in &mut refusals {
        if matches!(refusal.field.as_str(), "scopeId" | "scopeKind") {
            "scope".clone_into(&mut refusal.field);
        }
    }
    Error::Refused(refusals)
}

mutation! {
    /// What was granted.
    GrantRole (GrantRoleInput) -> GrantRolePayload {
        /// The grant.
        grant: RoleGrant
    }
    codes [DUPLICATE]
    parse |input| grant(input)?;
    run |tx, call, cmd| async move { actions::grant_role(tx, call, cmd).await.map_err(of_scope) };
}

//! `grantRole`.

use async_graphql::{ID, InputObject, OneofObject};
use entities::accounts::actions;
use entities::shared::actor::{Role, Scope, ScopeKind};
use entities::shared::error::Error;
use entities::shared::refusals::{DUPLICATE, INVALID};
use graph::accounts::types::RoleGrant;
use kit::enums::Coded;
use kit::form::Form;
use kit::mutation;
use uuid::Uuid;

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

/// Kind and key of a scope.
pub(super) fn scope(input: &RoleScopeInput, form: &mut Form) -> (ScopeKind, Option<Uuid>) {
    let scope = form.within("scope", |form| match input {
        RoleScopeInput::Installation(whole) => {
            if !whole {
                form.refuse(INVALID, "installation");
            }
            Scope::Installation
        }
        RoleScopeInput::VoivodeshipId(id) => Scope::Voivodeship(form.id("voivodeshipId", id)),
        RoleScopeInput::ProjectId(id) => Scope::Project(form.id("projectId", id)),
        RoleScopeInput::PartnerId(id) => Scope::Partner(form.id("partnerId", id)),
        RoleScopeInput::InstitutionId(id) => Scope::Institution(form.id("institutionId", id)),
        RoleScopeInput::EditionId(id) => Scope::Edition(form.id("editionId", id)),
        RoleScopeInput::SiteId(id) => Scope::Site(form.id("siteId", id)),
    });
    scope.parts()
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
    GrantRole (GrantRoleInput) -> GrantRolePayload {
        /// The grant.
        grant: RoleGrant
    }
    codes [DUPLICATE]
    run |tx, op, cmd| async move { actions::grant_role(tx, op, cmd).await.map_err(of_scope) };
}

fn parse(input: &GrantRoleInput, form: &mut Form) -> actions::NewGrant {
    let (scope_kind, scope_id) = scope(&input.scope, form);
    actions::NewGrant { user_id: form.id("userId", &input.user_id), role: input.role.0, scope_kind, scope_id }
}

//! Models and their versions: a text is never changed, a change is a new version.

use sea_orm::{
    ActiveValue::Set, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
};
use serde::Serialize;

use super::{place_of, visible_partner};
use crate::partnerships::project;
use crate::pilots::rights::MANAGE_PILOTS;
use crate::pilots::{ModelState, ModelTarget, PilotState, cooperation_model, deeds, model_version, pilot};
use crate::shared::door::{self, Placed, fresh};
use crate::shared::error::{Error, Result, found, refuse};
use crate::shared::ids::{ModelId, ModelVersionId, PartnerId};
use crate::shared::input::{Check, NAME_MAX, sort_key};
use crate::shared::operation::Operation;
use crate::shared::policy::{self};
use crate::shared::refusals::{REQUIRED, WRONG_STATE};
use crate::shared::tx::Tx;
use crate::{audit, created};

/// A model to be created.
#[derive(Clone, Debug, Serialize)]
pub struct NewModel {
    /// The partner that develops it; its project is the model's.
    pub partner_id: PartnerId,
    /// Title.
    pub title: String,
    /// The kind of gmina it is for.
    pub target: ModelTarget,
}

/// Creates a model without versions.
///
/// # Errors
/// Refused: not found, forbidden, wrong state of the project, invalid.
pub async fn create_model(tx: &Tx, op: &Operation, new: NewModel) -> Result<ModelId> {
    let partner = visible_partner(tx, op, new.partner_id).await?;
    policy::require(&op.actor, MANAGE_PILOTS, &place_of(&partner))?;
    partner.must_take_part()?;
    let project = found(project::Entity::find_by_id(partner.project_id).one(tx).await?, "partnerId")?;
    project.state.must_be_open()?;
    let mut check = Check::default();
    let title = check.line("title", &new.title, NAME_MAX);
    check.done()?;

    let id = op.id();
    let row = cooperation_model::ActiveModel {
        id: Set(id),
        project_id: Set(partner.project_id),
        partner_id: Set(partner.id),
        title_key: Set(sort_key(&title)),
        title: Set(title),
        target: Set(new.target),
        ..Default::default()
    };
    cooperation_model::Entity::insert(created!(op, row)).exec_without_returning(tx).await?;
    audit::Line::new(deeds::CREATE_MODEL, id).project(partner.project_id).write(tx, op).await?;
    Ok(id)
}

/// A version to be added.
#[derive(Clone, Debug, Serialize)]
pub struct NewVersion {
    /// The model.
    pub model_id: ModelId,
    /// What the version says.
    pub summary: String,
    /// What it changes against the version before.
    pub changes: Option<String>,
}

/// Adds the next version, as a draft.
///
/// # Errors
/// Refused: not found, forbidden, invalid.
pub async fn add_version(tx: &Tx, op: &Operation, new: NewVersion) -> Result<ModelVersionId> {
    let model =
        door::load::<cooperation_model::Entity>(tx, op, new.model_id, "modelId").await?.may(MANAGE_PILOTS)?;
    let mut check = Check::default();
    let summary = check.text("summary", Some(&new.summary));
    if summary.is_none() {
        check.fault("summary", REQUIRED);
    }
    let changes = check.text("changes", new.changes.as_deref());
    check.done()?;

    let id = op.id();
    let last: Option<i32> = model_version::Entity::find()
        .select_only()
        .column(model_version::Column::Ordinal)
        .filter(model_version::Column::ModelId.eq(model.id))
        .order_by_desc(model_version::Column::Ordinal)
        .into_tuple()
        .one(tx)
        .await?;
    let row = model_version::ActiveModel {
        id: Set(id),
        model_id: Set(model.id),
        ordinal: Set(last.unwrap_or(0) + 1),
        state: Set(ModelState::Draft),
        summary: Set(summary.unwrap_or_default()),
        changes: Set(changes),
        ..Default::default()
    };
    model_version::Entity::insert(created!(op, row)).exec_without_returning(tx).await?;
    let line = audit::Line::new(deeds::ADD_VERSION, id).project(model.project_id);
    line.into_state(ModelState::Draft.code()).write(tx, op).await?;
    Ok(id)
}

/// A version goes to another state.
#[derive(Clone, Debug, Serialize)]
pub struct VersionStateChange {
    /// The version of the model.
    pub id: ModelVersionId,
    /// The state to go to.
    pub to: ModelState,
    /// Why; required to withdraw it.
    pub reason: Option<String>,
    /// The version of the row that the client saw.
    pub version: Option<i32>,
}

/// Takes a version to its next state. Piloted is what has a pilot whose data are closed.
///
/// # Errors
/// Refused: not found, forbidden, stale, wrong state, invalid.
pub async fn change_version_state(
    tx: &Tx,
    op: &Operation,
    change: VersionStateChange,
) -> Result<ModelVersionId> {
    let version = door::load::<model_version::Entity>(tx, op, change.id, "modelVersionId").await?.seen();
    let model = cooperation_model::Entity::find_by_id(version.model_id).one(tx).await?;
    let model = model.ok_or_else(|| Error::Fault(format!("version {} has no model", version.id)))?;
    policy::require(&op.actor, MANAGE_PILOTS, &model.place())?;
    fresh(change.version, version.version)?;
    version.state.go(change.to)?;
    let mut check = Check::default();
    let reason = check.opt_line("reason", change.reason.as_deref(), 1_000);
    if change.to == ModelState::Withdrawn && reason.is_none() {
        check.fault("reason", REQUIRED);
    }
    check.done()?;
    if change.to == ModelState::Piloted {
        let measured = pilot::Entity::find()
            .filter(pilot::Column::ModelVersionId.eq(version.id))
            .filter(pilot::Column::State.is_in(PilotState::MEASURED.iter().copied()));
        if measured.count(tx).await? == 0 {
            return refuse(WRONG_STATE, "modelVersionId");
        }
    }

    let row = model_version::ActiveModel { id: Set(version.id), state: Set(change.to), ..Default::default() };
    door::save(tx, op, &version, row).await?;
    let mut line = audit::Line::new(deeds::CHANGE_VERSION_STATE, version.id)
        .project(model.project_id)
        .states(version.state.code(), change.to.code());
    if let Some(reason) = &reason {
        line = line.reason(reason);
    }
    line.write(tx, op).await?;
    Ok(version.id)
}

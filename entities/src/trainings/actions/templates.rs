//! Further templates of a programme: one of each kind of certificate and language, beside its own.

use std::collections::HashSet;

use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use serde::Serialize;

use crate::audit;
use crate::certificates::certificate_template;
use crate::shared::door;
use crate::shared::error::{Refusal, Result, refuse};
use crate::shared::ids::{ProgrammeId, ProgrammeTemplateId, TemplateId};
use crate::shared::operation::Operation;
use crate::shared::refusals::{AT_MOST, REFERENCE};
use crate::shared::tx::Tx;
use crate::trainings::refusals::TEMPLATE_TWICE;
use crate::trainings::rights::MANAGE_TRAININGS;
use crate::trainings::{deeds, programme_template, training_programme};

/// Most further templates: each kind in each language.
const MOST: usize = 6;

/// Which templates a programme has beside its own.
#[derive(Clone, Debug, Serialize)]
pub struct SetProgrammeTemplates {
    /// The programme.
    pub programme_id: ProgrammeId,
    /// All of them.
    pub template_ids: Vec<TemplateId>,
}

/// Says which templates a programme has beside its own, for certificates that are issued from now on.
///
/// # Errors
/// Refused: not found, forbidden, two templates of one kind and language, invalid.
pub async fn set_programme_templates(
    tx: &Tx,
    op: &Operation,
    request: SetProgrammeTemplates,
) -> Result<ProgrammeId> {
    let programme =
        door::load::<training_programme::Entity>(tx, op, request.programme_id, "programmeId").await?;
    let programme = programme.may(MANAGE_TRAININGS)?;
    if request.template_ids.len() > MOST {
        return Err(Refusal::form("templateIds", AT_MOST.of(MOST)).into());
    }
    let old = held(tx, programme.id).await?;
    // Held, so that nobody retires them meanwhile.
    let wanted = certificate_template::Entity::find()
        .filter(certificate_template::Column::Id.is_in(request.template_ids.iter().copied()))
        .filter(certificate_template::Column::ProjectId.eq(programme.project_id))
        .filter(certificate_template::Column::RetiredAt.is_null())
        .order_by_asc(certificate_template::Column::Id);
    let usable = door::steadied(wanted).all(tx).await?;
    let mut taken = HashSet::new();
    for (n, id) in request.template_ids.iter().enumerate() {
        let Some(template) = usable.iter().find(|one| one.id == *id) else {
            return Err(Refusal::form(format!("templateIds[{n}]"), REFERENCE).into());
        };
        if !taken.insert((template.kind, template.language)) {
            return refuse(TEMPLATE_TWICE, &format!("templateIds[{n}]"));
        }
    }
    if !old.is_empty() {
        let gone = programme_template::Column::Id.is_in(old);
        programme_template::Entity::delete_many().filter(gone).exec(tx).await?;
    }
    let rows = request.template_ids.iter().map(|template| programme_template::ActiveModel {
        id: Set(op.id()),
        programme_id: Set(programme.id),
        template_id: Set(*template),
    });
    let rows: Vec<_> = rows.collect();
    if !rows.is_empty() {
        programme_template::Entity::insert_many(rows).exec_without_returning(tx).await?;
    }
    let line = audit::Line::new(deeds::SET_TEMPLATES, programme.id).project(programme.project_id);
    line.write(tx, op).await?;
    Ok(programme.id)
}

/// Further templates of a programme, behind their lock.
async fn held(tx: &Tx, id: ProgrammeId) -> Result<Vec<ProgrammeTemplateId>> {
    let all = programme_template::Entity::find()
        .filter(programme_template::Column::ProgrammeId.eq(id))
        .order_by_asc(programme_template::Column::Id);
    Ok(door::locked(all).all(tx).await?.into_iter().map(|one| one.id).collect())
}

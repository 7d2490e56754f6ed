//! Employments begin and end; they are never deleted.

use chrono::NaiveDate;
use sea_orm::{ActiveValue::Set, ColumnTrait, Condition, EntityTrait, PaginatorTrait, QueryFilter};
use serde::Serialize;

use super::person::living_person;
use super::{may_manage_people_of, visible_institution};
use crate::institutions::deeds;
use crate::institutions::employment::{ActiveModel, Column, Entity};
use crate::shared::door::{self, fresh, unique};
use crate::shared::error::{Result, refuse};
use crate::shared::ids::{EmploymentId, InstitutionId, PersonId};
use crate::shared::input::{Check, NAME_MAX};
use crate::shared::operation::Operation;
use crate::shared::refusals::{DUPLICATE, END_BEFORE_START};
use crate::shared::tx::Tx;
use crate::{audit, created};

/// Where a person works.
#[derive(Clone, Debug, Serialize)]
pub struct NewEmployment {
    /// The institution.
    pub institution_id: InstitutionId,
    /// Post.
    pub post: String,
    /// First day.
    pub from: NaiveDate,
}

/// Notes that a person works in an institution.
///
/// # Errors
/// Refused: person or institution not found, forbidden, wrong state, invalid, duplicate where the person works
/// there already.
pub async fn add_employment(
    tx: &Tx,
    op: &Operation,
    person_id: PersonId,
    new: NewEmployment,
) -> Result<EmploymentId> {
    let institution = visible_institution(tx, op, new.institution_id, "institutionId").await?;
    let person = living_person(tx, op, person_id, "personId").await?;
    let institution = institution.may_if(may_manage_people_of)?;
    institution.state.must_live("institutionId")?;
    let mut check = Check::default();
    let post = post(&mut check, "", &new);
    check.done()?;
    let not_over = Condition::any().add(Column::To.is_null()).add(Column::To.gte(new.from));
    let there_already = Entity::find()
        .filter(Column::PersonId.eq(person.id))
        .filter(Column::InstitutionId.eq(institution.id))
        .filter(not_over)
        .count(tx)
        .await?;
    if there_already > 0 {
        return refuse(DUPLICATE, "institutionId");
    }
    insert(tx, op, person.id, &new, post).await
}

/// The end of an employment.
#[derive(Clone, Debug, Serialize)]
pub struct EndEmployment {
    /// The employment.
    pub id: EmploymentId,
    /// The version that was read.
    pub version: Option<i32>,
    /// Last day.
    pub to: NaiveDate,
}

/// Notes the last day of an employment; noting another one corrects it.
///
/// # Errors
/// Refused: not found, forbidden, stale version, invalid.
pub async fn end_employment(tx: &Tx, op: &Operation, end: EndEmployment) -> Result<EmploymentId> {
    let institution_id = door::see::<Entity>(tx, op, end.id, "id").await?.institution_id;
    visible_institution(tx, op, institution_id, "id").await?.may_if(may_manage_people_of)?;
    let employment = door::load::<Entity>(tx, op, end.id, "id").await?.seen();
    fresh(end.version, employment.version)?;
    let mut check = Check::default();
    check.date("to", end.to);
    if end.to < employment.from {
        check.fault("to", END_BEFORE_START);
    }
    check.done()?;
    let row = ActiveModel { id: Set(employment.id), to: Set(Some(end.to)), ..Default::default() };
    door::save(tx, op, &employment, row).await?;
    audit::Line::new(deeds::END_EMPLOYMENT, employment.id).write(tx, op).await?;
    Ok(employment.id)
}

/// Checks an employment; `prefix` leads its fields.
pub(super) fn post(check: &mut Check, prefix: &str, new: &NewEmployment) -> String {
    check.date(&format!("{prefix}from"), new.from);
    check.line(&format!("{prefix}post"), &new.post, NAME_MAX)
}

/// Writes an employment that was checked.
pub(super) async fn insert(
    tx: &Tx,
    op: &Operation,
    person_id: PersonId,
    new: &NewEmployment,
    post: String,
) -> Result<EmploymentId> {
    let id = op.id();
    let row = ActiveModel {
        id: Set(id),
        person_id: Set(person_id),
        institution_id: Set(new.institution_id),
        post: Set(post),
        from: Set(new.from),
        to: Set(None),
        ..Default::default()
    };
    // The index decides, too: a post that has no end is the only one of the person there.
    let inserted = Entity::insert(created!(op, row)).exec_without_returning(tx).await;
    inserted.map_err(unique("institutionId"))?;
    audit::Line::new(deeds::ADD_EMPLOYMENT, id).write(tx, op).await?;
    Ok(id)
}

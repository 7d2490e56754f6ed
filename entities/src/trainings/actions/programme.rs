//! Programmes: what is taught, and the topics certificates list.

use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};
use serde::Serialize;

use crate::certificates::certificate_template;
use crate::partnerships::project_partner;
use crate::shared::door;
use crate::shared::error::Result;
use crate::shared::ids::{PartnerId, ProgrammeId, ProjectId, TemplateId};
use crate::shared::input::{Check, NAME_MAX, sort_key};
use crate::shared::operation::Operation;
use crate::shared::policy::{self, Place};
use crate::shared::refusals::{AT_MOST, REFERENCE};
use crate::shared::tx::Tx;
use crate::trainings::rights::MANAGE_TRAININGS;
use crate::trainings::{ProgrammeKind, deeds, programme_topic, training_programme};
use crate::{audit, created};

/// Most topics of a programme.
const TOPICS_MAX: usize = 40;
/// Highest limit across editions.
const LIMIT_MAX: i64 = 10_000;

/// A programme to be created.
#[derive(Clone, Debug, Serialize)]
pub struct NewProgramme {
    /// The partner that runs it; its project is the programme's.
    pub partner_id: PartnerId,
    /// Kind.
    pub kind: ProgrammeKind,
    /// Title.
    pub title: String,
    /// Aims.
    pub aims: Option<String>,
    /// For whom.
    pub audience: Option<String>,
    /// Topics in order, at most 40.
    pub topics: Vec<String>,
    /// Validity of its certificates in months.
    pub certificate_months: Option<i32>,
    /// How its certificates read.
    pub template_id: Option<TemplateId>,
    /// In how many of its editions one person may take part.
    pub editions_per_person: Option<i32>,
    /// How many seats one institution may have in all of them.
    pub institution_cap: Option<i32>,
}

/// Creates a programme.
///
/// # Errors
/// Refused: not found, forbidden, wrong state of the partner, invalid.
pub async fn create_programme(tx: &Tx, op: &Operation, new: NewProgramme) -> Result<ProgrammeId> {
    let partner = door::see::<project_partner::Entity>(tx, op, new.partner_id, "partnerId").await?;
    let place = Place { project: Some(partner.project_id), partner: Some(partner.id), ..Place::default() };
    policy::require(&op.actor, MANAGE_TRAININGS, &place)?;
    partner.must_take_part()?;

    let mut check = Check::default();
    let title = check.printed("title", &new.title, NAME_MAX);
    let (aims, audience) =
        (check.text("aims", new.aims.as_deref()), check.text("audience", new.audience.as_deref()));
    let topics = checked_topics(&mut check, &new.topics);
    if let Some(months) = new.certificate_months {
        check.range("certificateMonths", months.into(), 1..=600);
    }
    check_limits(&mut check, new.editions_per_person, new.institution_cap);
    checked_template(tx, &mut check, partner.project_id, new.template_id).await?;
    check.done()?;

    let id = op.id();
    let row = training_programme::ActiveModel {
        id: Set(id),
        project_id: Set(partner.project_id),
        partner_id: Set(partner.id),
        kind: Set(new.kind),
        title_key: Set(sort_key(&title)),
        title: Set(title),
        aims: Set(aims),
        audience: Set(audience),
        certificate_months: Set(new.certificate_months),
        template_id: Set(new.template_id),
        editions_per_person: Set(new.editions_per_person),
        institution_cap: Set(new.institution_cap),
        ..Default::default()
    };
    training_programme::Entity::insert(created!(op, row)).exec_without_returning(tx).await?;
    write_topics(tx, op, id, topics).await?;
    audit::Line::new(deeds::CREATE_PROGRAMME, id).project(partner.project_id).write(tx, op).await?;
    Ok(id)
}

/// Limits across editions are numbers of which there is at least one.
pub(super) fn check_limits(
    check: &mut Check,
    editions_per_person: Option<i32>,
    institution_cap: Option<i32>,
) {
    for (field, limit) in [("editionsPerPerson", editions_per_person), ("institutionCap", institution_cap)] {
        if let Some(limit) = limit {
            check.range(field, limit.into(), 1..=LIMIT_MAX);
        }
    }
}

/// Topics as they are printed, at most so many.
pub(super) fn checked_topics(check: &mut Check, topics: &[String]) -> Vec<String> {
    if topics.len() > TOPICS_MAX {
        check.fault("topics", AT_MOST.of(TOPICS_MAX));
    }
    let lines = topics.iter().enumerate();
    lines.map(|(n, topic)| check.printed(&format!("topics[{n}]"), topic, NAME_MAX)).collect()
}

/// A template is one of the programme's project.
pub(super) async fn checked_template(
    tx: &Tx,
    check: &mut Check,
    project: ProjectId,
    template: Option<TemplateId>,
) -> Result<()> {
    if let Some(template) = template {
        // Held, so that nobody retires it meanwhile.
        let usable = certificate_template::Entity::find_by_id(template)
            .filter(certificate_template::Column::ProjectId.eq(project))
            .filter(certificate_template::Column::RetiredAt.is_null());
        if door::steadied(usable).one(tx).await?.is_none() {
            check.fault("templateId", REFERENCE);
        }
    }
    Ok(())
}

/// Writes the topics of a programme that has none.
pub(super) async fn write_topics(
    tx: &Tx,
    op: &Operation,
    id: ProgrammeId,
    topics: Vec<String>,
) -> Result<()> {
    let rows = (1..).zip(topics).map(|(ordinal, title)| programme_topic::ActiveModel {
        id: Set(op.id()),
        programme_id: Set(id),
        ordinal: Set(ordinal),
        title: Set(title),
    });
    let rows: Vec<_> = rows.collect();
    if !rows.is_empty() {
        programme_topic::Entity::insert_many(rows).exec_without_returning(tx).await?;
    }
    Ok(())
}

//! Funding programmes and projects are created.

use chrono::NaiveDate;
use sea_orm::{ActiveValue::Set, EntityTrait};
use serde::Serialize;

use super::consent::speaks_for_office;
use super::parts::{NewPartner, insert_partner};
use crate::partnerships::rights::CREATE_PROJECT;
use crate::partnerships::{PartnerRole, PartnerState, ProjectState, deeds, funding_programme, project};
use crate::shared::door::unique;
use crate::shared::error::Result;
use crate::shared::ids::{FundingProgrammeId, InstitutionId, ProjectId, UnitId};
use crate::shared::input::{Check, NAME_MAX, sort_key};
use crate::shared::operation::Operation;
use crate::shared::policy::{self, Place};
use crate::shared::refusals::{REFERENCE, REQUIRED};
use crate::shared::tx::Tx;
use crate::{audit, created};

/// Longest title of a project, in characters.
pub(super) const TITLE_MAX: usize = 500;
/// Longest number of a grant agreement, in characters.
pub(super) const NUMBER_MAX: usize = 60;

/// A funding programme to be created.
#[derive(Clone, Debug, Serialize)]
pub struct NewFundingProgramme {
    /// Short code, e.g. `PO WER 2.5`.
    pub code: String,
    /// Name.
    pub name: String,
    /// The fund behind it.
    pub fund: String,
    /// First day of its period.
    pub starts_on: NaiveDate,
    /// Last day of its period.
    pub ends_on: NaiveDate,
}

/// Creates a funding programme.
///
/// # Errors
/// Refused: forbidden, invalid.
pub async fn create_funding_programme(
    tx: &Tx,
    op: &Operation,
    new: NewFundingProgramme,
) -> Result<FundingProgrammeId> {
    policy::require(&op.actor, CREATE_PROJECT, &Place::default())?;
    let mut check = Check::default();
    let row = funding_programme::ActiveModel {
        code: Set(check.line("code", &new.code, NUMBER_MAX)),
        name: Set(check.line("name", &new.name, TITLE_MAX)),
        fund: Set(check.line("fund", &new.fund, NAME_MAX)),
        starts_on: Set(new.starts_on),
        ends_on: Set(new.ends_on),
        ..Default::default()
    };
    check.period(("startsOn", "endsOn"), new.starts_on, new.ends_on);
    check.done()?;
    let id = op.id();
    let row = funding_programme::ActiveModel { id: Set(id), ..row };
    funding_programme::Entity::insert(created!(op, row)).exec_without_returning(tx).await?;
    audit::Line::new(deeds::CREATE_FUNDING_PROGRAMME, id).write(tx, op).await?;
    Ok(id)
}

/// A project to be created, as a draft.
#[derive(Clone, Debug, Serialize)]
pub struct NewProject {
    /// What pays for it.
    pub programme_id: FundingProgrammeId,
    /// Title.
    pub title: String,
    /// Number of the grant agreement; alone among projects.
    pub number: Option<String>,
    /// Main goal.
    pub goal: String,
    /// First day.
    pub starts_on: NaiveDate,
    /// Last day.
    pub ends_on: NaiveDate,
    /// Day the grant agreement was signed.
    pub agreement_on: Option<NaiveDate>,
    /// The lead; may also be added later.
    pub lead: Option<NewLead>,
}

/// The lead of a project to be created.
#[derive(Clone, Debug, Serialize)]
pub struct NewLead {
    /// Name as documents print it.
    pub name: String,
    /// The voivodeship.
    pub voivodeship_id: UnitId,
    /// The office itself.
    pub institution_id: Option<InstitutionId>,
    /// Why the office is the lead without having been asked: the installation's administrator alone may say so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// Creates a project as a draft, with its lead where one is given. An office that creates its own project leads it; any other
/// is invited, unless the installation's administrator enters it with a reason. Its letters are
/// `accounts/actions/partnership.rs`'s, which is the way here.
///
/// # Errors
/// Refused: forbidden, invalid, duplicate number.
pub async fn create_project(tx: &Tx, op: &Operation, new: NewProject) -> Result<ProjectId> {
    let place = Place { voivodeship: new.lead.as_ref().map(|lead| lead.voivodeship_id), ..Place::default() };
    policy::require(&op.actor, CREATE_PROJECT, &place)?;
    let mut check = Check::default();
    let title = check.printed("title", &new.title, TITLE_MAX);
    let number = check.opt_printed("number", new.number.as_deref(), NUMBER_MAX);
    let goal = check.text("goal", Some(&new.goal));
    check.period(("startsOn", "endsOn"), new.starts_on, new.ends_on);
    if let Some(day) = new.agreement_on {
        check.date("agreementOn", day);
    }
    if goal.is_none() {
        check.fault("goal", REQUIRED);
    }
    if funding_programme::Entity::find_by_id(new.programme_id).one(tx).await?.is_none() {
        check.fault("programmeId", REFERENCE);
    }
    check.done()?;
    let id = op.id();
    let row = project::ActiveModel {
        id: Set(id),
        programme_id: Set(new.programme_id),
        title_key: Set(sort_key(&title)),
        title: Set(title),
        number: Set(number),
        goal: Set(goal.unwrap_or_default()),
        starts_on: Set(new.starts_on),
        ends_on: Set(new.ends_on),
        agreement_on: Set(new.agreement_on),
        state: Set(ProjectState::Draft),
        visibility_profile_id: Set(None),
        certificate_series: Set(None),
        ..Default::default()
    };
    project::Entity::insert(created!(op, row)).exec_without_returning(tx).await.map_err(unique("number"))?;
    let line = audit::Line::new(deeds::CREATE_PROJECT, id).project(id);
    line.into_state(ProjectState::Draft.code()).write(tx, op).await?;
    if let Some(lead) = new.lead {
        let reason = lead.reason.filter(|_| !speaks_for_office(&op.actor, Some(lead.voivodeship_id)));
        let lead = NewPartner {
            project_id: id,
            role: PartnerRole::Lead,
            name: lead.name,
            voivodeship_id: Some(lead.voivodeship_id),
            institution_id: lead.institution_id,
        };
        let state = match reason.is_some() || speaks_for_office(&op.actor, lead.voivodeship_id) {
            true => PartnerState::Accepted,
            false => PartnerState::Invited,
        };
        insert_partner(tx, op, "lead.", (&lead, state, reason)).await?;
    }
    Ok(id)
}

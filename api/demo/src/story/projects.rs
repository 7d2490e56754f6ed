//! Projects from their plans: created by the administrator, set up and begun by the lead's project manager.

use chrono::{DateTime, NaiveDate, Utc};
use entities::accounts::actions::{answer_partnership, create_project, invite_partner};
use entities::partnerships::actions::{
    Answer, CertificateSeries, NewFundingProgramme, NewLead, NewPartner, NewProject, NewSign, NewTask,
    NewVisibilityProfile, ProjectStateChange, add_task, change_project_state, create_funding_programme,
    create_visibility_profile, set_certificate_series,
};
use entities::partnerships::store::lead_of;
use entities::partnerships::{PartnerRole, ProjectState, SignKind};
use entities::shared::error::Result;
use entities::shared::ids::FundingProgrammeId;

use super::{ADMIN, Story, at, untold};
use crate::accounts::At;

/// What a project is to be.
pub(super) struct Plan {
    pub key: &'static str,
    pub programme: FundingProgrammeId,
    pub title: &'static str,
    pub goal: &'static str,
    pub period: (NaiveDate, NaiveDate),
    /// Who manages it for the lead.
    pub manager: &'static str,
    /// The lead first: part, name, voivodeship, key of the institution.
    pub partners: &'static [(PartnerRole, &'static str, Option<&'static str>, Option<&'static str>)],
    pub tasks: Vec<Task>,
    pub signs: &'static [(SignKind, &'static str, &'static str)],
    /// Series of its certificates, where it gives any.
    pub series: Option<&'static str>,
    /// Day it was entered; it begins on the first day of its period.
    pub entered: NaiveDate,
}

/// A task of a project.
pub(super) struct Task {
    pub title: &'static str,
    pub description: &'static str,
    pub team: Option<&'static str>,
    pub period: (NaiveDate, NaiveDate),
}

impl Story<'_> {
    pub(super) async fn funding(
        &self,
        (code, name, fund): (&str, &str, &str),
        (starts_on, ends_on): (NaiveDate, NaiveDate),
        now: DateTime<Utc>,
    ) -> Result<FundingProgrammeId> {
        let new = NewFundingProgramme {
            code: code.to_owned(),
            name: name.to_owned(),
            fund: fund.to_owned(),
            starts_on,
            ends_on,
        };
        create_funding_programme(self.tx, &self.by(ADMIN, now).await?, new).await
    }

    /// Enters a project, appoints its people, and begins it.
    pub(super) async fn plan(&mut self, plan: Plan) -> Result<()> {
        let now = at(plan.entered, 9, 0);
        let (_, lead, Some(terc), office) = *plan.partners.first().ok_or_else(|| untold("a lead"))? else {
            return Err(untold("the lead's voivodeship"));
        };
        let new = NewProject {
            programme_id: plan.programme,
            title: plan.title.to_owned(),
            number: None,
            goal: plan.goal.to_owned(),
            starts_on: plan.period.0,
            ends_on: plan.period.1,
            agreement_on: None,
            lead: Some(NewLead {
                name: lead.to_owned(),
                voivodeship_id: self.unit(terc)?,
                institution_id: office.map(|key| self.office(key)).transpose()?,
                reason: Some("Umowa o dofinansowanie podpisana przez urząd".to_owned()),
            }),
        };
        let id = create_project(self.tx, &self.by(ADMIN, now).await?, new).await?;
        self.projects.insert(plan.key, id);
        if let Some(lead) = lead_of(self.tx, id).await? {
            self.partners.insert((plan.key, terc), lead.id);
        }
        self.appoint(At::Project(plan.key), now).await?;
        self.appoint(At::Partner(plan.key, terc), now).await?;

        let op = self.by(plan.manager, at(plan.entered, 12, 0)).await?;
        for (role, name, terc, office) in plan.partners.iter().skip(1) {
            let new = NewPartner {
                project_id: id,
                role: *role,
                name: (*name).to_owned(),
                voivodeship_id: terc.map(|terc| self.unit(terc)).transpose()?,
                institution_id: office.map(|key| self.office(key)).transpose()?,
            };
            let partner = invite_partner(self.tx, &op, new).await?;
            // The demonstration's offices agree at once.
            let yes = Answer { partner_id: partner, accept: true, reason: None };
            answer_partnership(self.tx, &op.as_system(), yes).await?;
            if let Some(terc) = terc {
                self.partners.insert((plan.key, terc), partner);
            }
        }
        for task in plan.tasks {
            let new = NewTask {
                project_id: id,
                ordinal: None,
                title: task.title.to_owned(),
                description: Some(task.description.to_owned()),
                team: task.team.map(str::to_owned),
                starts_on: task.period.0,
                ends_on: task.period.1,
            };
            add_task(self.tx, &op, new).await?;
        }
        let signs = plan.signs.iter().map(|(kind, line1, line2)| NewSign {
            kind: *kind,
            line1: (*line1).to_owned(),
            line2: Some((*line2).to_owned()),
            height_pct: 100,
        });
        let profile = NewVisibilityProfile {
            name: format!("Oznaczenia projektu „{}”", plan.title),
            project_id: Some(id),
            signs: signs.collect(),
        };
        create_visibility_profile(self.tx, &op, profile).await?;
        if let Some(series) = plan.series {
            let series = CertificateSeries { id, version: None, series: series.to_owned() };
            set_certificate_series(self.tx, &op, series).await?;
        }
        self.move_project(plan.key, plan.manager, &[(ProjectState::Active, plan.period.0)]).await
    }

    /// Takes a project through states on their days.
    pub(super) async fn move_project(
        &self,
        key: &'static str,
        manager: &str,
        steps: &[(ProjectState, NaiveDate)],
    ) -> Result<()> {
        for (to, day) in steps {
            let op = self.by(manager, at(*day, 13, 0)).await?;
            let change = ProjectStateChange { id: self.project(key)?, version: None, to: *to, reason: None };
            change_project_state(self.tx, &op, change).await?;
        }
        Ok(())
    }
}

//! Types of the partnerships.

use chrono::{DateTime, Utc};
use entities::certificates::certificate_template;
use entities::clauses::information_clause;
use entities::partnerships::rights::{DECIDE_PARTNERSHIP, MANAGE_PROJECT};
use entities::partnerships::{
    PartnerRole, PartnerState, ProjectState, SignKind, funding_programme, project, project_partner,
    project_task, visibility_profile, visibility_sign,
};
use entities::pilots::{cooperation_model, pilot};
use entities::shared::door::Placed as _;
use entities::shared::policy::{Place, Readable, allows};
use entities::trainings::{edition, training_programme};
use kit::ctx::ContextExt;
use kit::resource;
use kit::scalars::Date;

use super::filters::{
    ProjectFilter, ProjectOrder, ProjectPartnerFilter, ProjectPartnerOrder, ProjectTaskFilter,
    ProjectTaskOrder, VisibilitySignFilter, VisibilitySignOrder,
};
use crate::certificates::filters::{CertificateTemplateFilter, CertificateTemplateOrder};
use crate::certificates::types::CertificateTemplate;
use crate::clauses::filters::{InformationClauseFilter, InformationClauseOrder};
use crate::clauses::types::InformationClause;
use crate::institutions::types::Institution;
use crate::pilots::filters::{CooperationModelFilter, CooperationModelOrder, PilotFilter, PilotOrder};
use crate::pilots::types::{CooperationModel, Pilot};
use crate::territory::types::TerritorialUnit;
use crate::trainings::filters::{
    EditionFilter, EditionOrder, TrainingProgrammeFilter, TrainingProgrammeOrder,
};
use crate::trainings::types::{Edition, TrainingProgramme};

resource! {
    /// What pays for projects, e.g. FERS.
    FundingProgramme: funding_programme {
        many {
            /// Projects the viewer may see.
            projects: Project, ProjectFilter, ProjectOrder = project.ProgrammeId |row| Some(row.programme_id.0);
        }
        fields {
            /// Short code, e.g. `PO WER 2.5`.
            async fn code(&self) -> &str { &self.row().code }
            /// Name.
            async fn name(&self) -> &str { &self.row().name }
            /// The fund behind it.
            async fn fund(&self) -> &str { &self.row().fund }
            /// First day of its period.
            async fn starts_on(&self) -> Date { self.row().starts_on.into() }
            /// Last day of its period.
            async fn ends_on(&self) -> Date { self.row().ends_on.into() }
            /// Counts changes, for optimistic locking.
            async fn version(&self) -> i32 { self.row().version }
        }
    }
}

resource! {
    /// A cooperation project.
    Project: project {
        one {
            /// What pays for it.
            programme: FundingProgramme = |row| Some(row.programme_id.0);
            /// Signs on its documents; none until they are chosen.
            visibility_profile: VisibilityProfile = |row| row.visibility_profile_id.map(|id| id.0);
        }
        many {
            /// Partners, the lead among them.
            partners: ProjectPartner, ProjectPartnerFilter, ProjectPartnerOrder = project_partner.ProjectId |row| Some(row.project_id.0);
            /// Tasks.
            tasks: ProjectTask, ProjectTaskFilter, ProjectTaskOrder = project_task.ProjectId |row| Some(row.project_id.0);
            /// Its information clauses, as far as the viewer may see them; the installation's hold beside them.
            information_clauses: InformationClause, InformationClauseFilter, InformationClauseOrder = information_clause.ProjectId |row| row.project_id.map(|id| id.0);
            /// Training programmes the viewer may see.
            training_programmes: TrainingProgramme, TrainingProgrammeFilter, TrainingProgrammeOrder = training_programme.ProjectId |row| Some(row.project_id.0);
            /// Editions the viewer may see.
            editions: Edition, EditionFilter, EditionOrder = edition.ProjectId |row| Some(row.project_id.0);
            /// Certificate templates the viewer may see.
            certificate_templates: CertificateTemplate, CertificateTemplateFilter, CertificateTemplateOrder = certificate_template.ProjectId |row| Some(row.project_id.0);
            /// Cooperation models the viewer may see.
            cooperation_models: CooperationModel, CooperationModelFilter, CooperationModelOrder = cooperation_model.ProjectId |row| Some(row.project_id.0);
            /// Pilots the viewer may see.
            pilots: Pilot, PilotFilter, PilotOrder = pilot.ProjectId |row| Some(row.project_id.0);
        }
        choices {
            /// State.
            state, state_label: ProjectState;
        }
        fields {
            /// Title.
            async fn title(&self) -> &str { &self.row().title }
            /// Number of the grant agreement.
            async fn number(&self) -> Option<&str> { self.row().number.as_deref() }
            /// Main goal.
            async fn goal(&self) -> &str { &self.row().goal }
            /// First day.
            async fn starts_on(&self) -> Date { self.row().starts_on.into() }
            /// Last day.
            async fn ends_on(&self) -> Date { self.row().ends_on.into() }
            /// Day the grant agreement was signed.
            async fn agreement_on(&self) -> Option<Date> { self.row().agreement_on.map(Date::from) }
            /// The last day on which its documentation is kept, and with it the names of whoever took part.
            async fn retention_until(&self) -> Date { entities::partnerships::retention::until(self.row()).into() }
            /// Series of its certificate numbers, e.g. `SK` in `SK/2026/0001`.
            async fn certificate_series(&self) -> Option<&str> { self.row().certificate_series.as_deref() }
            /// Whether it asks its participants for their PESEL numbers.
            async fn requires_pesel(&self) -> bool { self.row().pesel_basis.is_some() }
            /// The legal basis on which it asks for PESEL numbers; none where it does not.
            async fn pesel_legal_basis(&self) -> Option<&str> { self.row().pesel_basis.as_deref() }
            /// When it was created.
            async fn created_at(&self) -> DateTime<Utc> { self.row().created_at }
            /// When it was last changed.
            async fn updated_at(&self) -> DateTime<Utc> { self.row().updated_at }
            /// Counts changes, for optimistic locking.
            async fn version(&self) -> i32 { self.row().version }
            /// Whether the viewer may change the project, its partners and tasks.
            async fn viewer_can_manage(&self, ctx: &async_graphql::Context<'_>) -> bool { allows(ctx.actor(), MANAGE_PROJECT, &self.row().place()) }
        }
    }
}

resource! {
    /// A voivodeship's part in a project, once its office has accepted; exactly one is the lead.
    ProjectPartner: project_partner {
        one {
            /// The project.
            project: Project = |row| Some(row.project_id.0);
            /// The voivodeship; none for an expert such as a university.
            voivodeship: TerritorialUnit = |row| row.voivodeship_id.map(|id| id.0);
            /// The office or university itself.
            institution: Institution = |row| row.institution_id.map(|id| id.0);
        }
        choices {
            /// Part in the project.
            role, role_label: PartnerRole;
            /// How far the partnership has come.
            state, state_label: PartnerState;
        }
        fields {
            /// Name as documents print it.
            async fn name(&self) -> &str { &self.row().name }
            /// When it was invited, the last time.
            async fn invited_at(&self) -> DateTime<Utc> { self.row().invited_at }
            /// When its office accepted.
            async fn accepted_at(&self) -> Option<DateTime<Utc>> { self.row().accepted_at }
            /// When its office refused or left, or the lead ended it.
            async fn ended_at(&self) -> Option<DateTime<Utc>> { self.row().ended_at }
            /// The reason given for the last step, to those who manage the project and to the partner's office.
            async fn reason(&self, ctx: &async_graphql::Context<'_>) -> Option<&str> {
                let row = self.row();
                let concerned = decides(ctx, row) || manages(ctx, row) || Readable::of(ctx.actor()).all;
                row.reason.as_deref().filter(|_| concerned)
            }
            /// When it was asked to take the lead, to those who manage the project and to the partner's office.
            async fn lead_offered_at(&self, ctx: &async_graphql::Context<'_>) -> Option<DateTime<Utc>> {
                let row = self.row();
                let concerned = decides(ctx, row) || manages(ctx, row) || Readable::of(ctx.actor()).all;
                row.lead_offered_at.filter(|_| concerned)
            }
            /// Whether the viewer may speak for the partner's office: answer, leave, take the lead.
            async fn viewer_can_decide(&self, ctx: &async_graphql::Context<'_>) -> bool { decides(ctx, self.row()) }
            /// Whether the viewer may remove the partner and offer it the lead.
            async fn viewer_can_remove(&self, ctx: &async_graphql::Context<'_>) -> bool { manages(ctx, self.row()) }
            /// Counts changes, for optimistic locking.
            async fn version(&self) -> i32 { self.row().version }
        }
    }
}

fn decides(ctx: &async_graphql::Context<'_>, partner: &project_partner::Model) -> bool {
    allows(ctx.actor(), DECIDE_PARTNERSHIP, &partner.place())
}

fn manages(ctx: &async_graphql::Context<'_>, partner: &project_partner::Model) -> bool {
    let project = Place { project: Some(partner.project_id), ..Place::default() };
    allows(ctx.actor(), MANAGE_PROJECT, &project)
}

resource! {
    /// A task of a project and the team that does it.
    ProjectTask: project_task {
        one {
            /// The project.
            project: Project = |row| Some(row.project_id.0);
        }
        fields {
            /// Number within the project, from 1.
            async fn ordinal(&self) -> i32 { self.row().ordinal }
            /// Title.
            async fn title(&self) -> &str { &self.row().title }
            /// What is done.
            async fn description(&self) -> Option<&str> { self.row().description.as_deref() }
            /// Name of the team.
            async fn team(&self) -> Option<&str> { self.row().team.as_deref() }
            /// First day.
            async fn starts_on(&self) -> Date { self.row().starts_on.into() }
            /// Last day.
            async fn ends_on(&self) -> Date { self.row().ends_on.into() }
            /// Counts changes, for optimistic locking.
            async fn version(&self) -> i32 { self.row().version }
        }
    }
}

resource! {
    /// Which signs stand in which order on the documents of a project. It never changes; a project takes another one.
    VisibilityProfile: visibility_profile {
        many {
            /// Its signs.
            signs: VisibilitySign, VisibilitySignFilter, VisibilitySignOrder = visibility_sign.ProfileId |row| Some(row.profile_id.0);
        }
        fields {
            /// Name.
            async fn name(&self) -> &str { &self.row().name }
            /// When it was created.
            async fn created_at(&self) -> DateTime<Utc> { self.row().created_at }
        }
    }
}

resource! {
    /// A sign of a visibility profile.
    VisibilitySign: visibility_sign {
        choices {
            /// Which sign.
            kind, kind_label: SignKind;
        }
        fields {
            /// Place from the left, from 1.
            async fn ordinal(&self) -> i32 { self.row().ordinal }
            /// First line of its words.
            async fn line1(&self) -> &str { &self.row().line1 }
            /// Second line of its words; none where there is one line.
            async fn line2(&self) -> Option<&str> { Some(self.row().line2.as_str()).filter(|line| !line.is_empty()) }
            /// Height in per cent of the EU flag.
            async fn height_pct(&self) -> i32 { self.row().height_pct }
        }
    }
}

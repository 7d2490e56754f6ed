//! Types of the partnerships.

use chrono::{DateTime, NaiveDate, Utc};
use entities::certificates::certificate_template;
use entities::clauses::information_clause;
use entities::partnerships::rights::{DECIDE_PARTNERSHIP, MANAGE_PROJECT};
use entities::partnerships::{
    PartnerRole, PartnerState, PeselBasis, PeselPurpose, ProjectState, SignKind, funding_programme, project,
    project_partner, project_task, visibility_profile, visibility_sign,
};
use entities::pilots::{cooperation_model, pilot};
use entities::shared::door::Placed as _;
use entities::shared::policy::{Place, Readable, allows};
use entities::trainings::{edition, training_programme};
use kit::ctx::ContextExt;
use kit::enums::Coded;
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
            projects: Project, ProjectFilter, ProjectOrder = project.ProgrammeId;
        }
        columns {
            /// Short code, e.g. `PO WER 2.5`.
            code: String;
            /// Name.
            name: String;
            /// The fund behind it.
            fund: String;
            /// First day of its period.
            starts_on: NaiveDate;
            /// Last day of its period.
            ends_on: NaiveDate;
            /// Counts changes, for optimistic locking.
            version: i32;
        }
    }
}

resource! {
    /// A cooperation project.
    Project: project {
        one {
            /// What pays for it.
            programme: FundingProgramme = ProgrammeId;
            /// Signs on its documents; none until they are chosen.
            visibility_profile: VisibilityProfile = VisibilityProfileId;
        }
        many {
            /// Partners, the lead among them.
            partners: ProjectPartner, ProjectPartnerFilter, ProjectPartnerOrder = project_partner.ProjectId;
            /// Tasks.
            tasks: ProjectTask, ProjectTaskFilter, ProjectTaskOrder = project_task.ProjectId;
            /// Its information clauses, as far as the viewer may see them; the installation's hold beside them.
            information_clauses: InformationClause, InformationClauseFilter, InformationClauseOrder = information_clause.ProjectId;
            /// Training programmes the viewer may see.
            training_programmes: TrainingProgramme, TrainingProgrammeFilter, TrainingProgrammeOrder = training_programme.ProjectId;
            /// Editions the viewer may see.
            editions: Edition, EditionFilter, EditionOrder = edition.ProjectId;
            /// Certificate templates the viewer may see.
            certificate_templates: CertificateTemplate, CertificateTemplateFilter, CertificateTemplateOrder = certificate_template.ProjectId;
            /// Cooperation models the viewer may see.
            cooperation_models: CooperationModel, CooperationModelFilter, CooperationModelOrder = cooperation_model.ProjectId;
            /// Pilots the viewer may see.
            pilots: Pilot, PilotFilter, PilotOrder = pilot.ProjectId;
        }
        choices {
            /// State.
            state, state_label: ProjectState;
        }
        columns {
            /// Title.
            title: String;
            /// Number of the grant agreement.
            number: Option<String>;
            /// Main goal.
            goal: String;
            /// First day.
            starts_on: NaiveDate;
            /// Last day.
            ends_on: NaiveDate;
            /// Day the grant agreement was signed.
            agreement_on: Option<NaiveDate>;
            /// Series of its certificate numbers, e.g. `SK` in `SK/2026/0001`.
            certificate_series: Option<String>;
            /// The legal basis on which it asks for PESEL numbers; none where it does not.
            pesel_legal_basis: Option<String> = pesel_basis;
            /// The kind of that basis.
            pesel_basis: Option<Coded<PeselBasis>> = pesel_ground;
            /// For what it keeps PESEL numbers.
            pesel_purpose: Option<Coded<PeselPurpose>>;
            /// When it was created.
            created_at: DateTime<Utc>;
            /// When it was last changed.
            updated_at: DateTime<Utc>;
            /// Counts changes, for optimistic locking.
            version: i32;
        }
        computed {
            /// The last day on which its documentation is kept, and with it the names of whoever took part.
            retention_until: Date = |row| entities::partnerships::retention::until(row).into();
            /// Whether it asks its participants for their PESEL numbers.
            requires_pesel: bool = |row| row.pesel_basis.is_some();
            /// Whether the viewer may change the project, its partners and tasks.
            viewer_can_manage: bool = |row, ctx| allows(ctx.actor(), MANAGE_PROJECT, &row.place());
        }
    }
}

resource! {
    /// A voivodeship's part in a project, once its office has accepted; exactly one is the lead.
    ProjectPartner: project_partner {
        one {
            /// The project.
            project: Project = ProjectId;
            /// The voivodeship; none for an expert such as a university.
            voivodeship: TerritorialUnit = VoivodeshipId;
            /// The office or university itself.
            institution: Institution = InstitutionId;
        }
        choices {
            /// Part in the project.
            role, role_label: PartnerRole;
            /// How far the partnership has come.
            state, state_label: PartnerState;
        }
        columns {
            /// Name as documents print it.
            name: String;
            /// When it was invited, the last time.
            invited_at: DateTime<Utc>;
            /// When its office accepted.
            accepted_at: Option<DateTime<Utc>>;
            /// When its office refused or left, or the lead ended it.
            ended_at: Option<DateTime<Utc>>;
            /// Counts changes, for optimistic locking.
            version: i32;
        }
        computed {
            /// The reason given for the last step, to those who manage the project and to the partner's office.
            reason: Option<&str> = |row, ctx| {
                let concerned = decides(ctx, row) || manages(ctx, row) || Readable::of(ctx.actor()).all;
                row.reason.as_deref().filter(|_| concerned)
            };
            /// When it was asked to take the lead, to those who manage the project and to the partner's office.
            lead_offered_at: Option<DateTime<Utc>> = |row, ctx| {
                let concerned = decides(ctx, row) || manages(ctx, row) || Readable::of(ctx.actor()).all;
                row.lead_offered_at.filter(|_| concerned)
            };
            /// Whether the viewer may speak for the partner's office: answer, leave, take the lead.
            viewer_can_decide: bool = |row, ctx| decides(ctx, row);
            /// Whether the viewer may remove the partner and offer it the lead.
            viewer_can_remove: bool = |row, ctx| manages(ctx, row);
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
            project: Project = ProjectId;
        }
        columns {
            /// Number within the project, from 1.
            ordinal: i32;
            /// Title.
            title: String;
            /// What is done.
            description: Option<String>;
            /// Name of the team.
            team: Option<String>;
            /// First day.
            starts_on: NaiveDate;
            /// Last day.
            ends_on: NaiveDate;
            /// Counts changes, for optimistic locking.
            version: i32;
        }
    }
}

resource! {
    /// Which signs stand in which order on the documents of a project. It never changes; a project takes another one.
    VisibilityProfile: visibility_profile {
        many {
            /// Its signs.
            signs: VisibilitySign, VisibilitySignFilter, VisibilitySignOrder = visibility_sign.ProfileId;
        }
        columns {
            /// Name.
            name: String;
            /// When it was created.
            created_at: DateTime<Utc>;
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
        columns {
            /// Place from the left, from 1.
            ordinal: i32;
            /// First line of its words.
            line1: String;
            /// Height in per cent of the EU flag.
            height_pct: i32;
        }
        computed {
            /// Second line of its words; none where there is one line.
            line2: Option<&str> = |row| Some(row.line2.as_str()).filter(|line| !line.is_empty());
        }
    }
}

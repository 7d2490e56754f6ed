//! Types of the pilots.

use chrono::{DateTime, Utc};
use entities::indicators::rights::{APPROVE_MEASUREMENTS, SUBMIT_MEASUREMENTS};
use entities::indicators::{indicator, measurement};
use entities::pilots::rights::MANAGE_PILOTS;
use entities::pilots::{
    ModelState, ModelTarget, PilotState, cooperation_model, model_version, pilot, pilot_site,
    site_institution,
};
use entities::shared::door::Placed as _;
use entities::shared::policy::allows;
use kit::ctx::ContextExt;
use kit::resource;
use kit::scalars::Date;

use super::filters::{
    ModelVersionFilter, ModelVersionOrder, PilotFilter, PilotOrder, PilotSiteFilter, PilotSiteOrder,
    SiteInstitutionFilter, SiteInstitutionOrder,
};
use crate::indicators::filters::{IndicatorFilter, IndicatorOrder, MeasurementFilter, MeasurementOrder};
use crate::indicators::types::{Indicator, Measurement};
use crate::institutions::types::Institution;
use crate::partnerships::types::{Project, ProjectPartner};
use crate::territory::types::TerritorialUnit;

resource! {
    /// A model of cooperation that is developed, piloted and recommended.
    CooperationModel: cooperation_model {
        one {
            /// The project.
            project: Project = |row| Some(row.project_id.0);
            /// The partner that develops it.
            partner: ProjectPartner = |row| Some(row.partner_id.0);
        }
        many {
            /// Its versions that the viewer may see.
            versions: ModelVersion, ModelVersionFilter, ModelVersionOrder = model_version.ModelId |row| Some(row.model_id.0);
        }
        choices {
            /// The kind of gmina it is for.
            target, target_label: ModelTarget;
        }
        fields {
            /// Title.
            async fn title(&self) -> &str { &self.row().title }
            /// When it was created.
            async fn created_at(&self) -> DateTime<Utc> { self.row().created_at }
            /// Counts changes, for optimistic locking.
            async fn version(&self) -> i32 { self.row().version }
            /// Whether the viewer may add versions and take them to other states.
            async fn viewer_can_manage(&self, ctx: &async_graphql::Context<'_>) -> bool { allows(ctx.actor(), MANAGE_PILOTS, &self.row().place()) }
        }
    }
}

resource! {
    /// A version of a model. Its text never changes; a change is a new version.
    ModelVersion: model_version {
        one {
            /// The model.
            model: CooperationModel = |row| Some(row.model_id.0);
        }
        many {
            /// Its pilots that the viewer may see.
            pilots: Pilot, PilotFilter, PilotOrder = pilot.ModelVersionId |row| Some(row.model_version_id.0);
        }
        choices {
            /// State.
            state, state_label: ModelState;
        }
        fields {
            /// Number of the version, from 1.
            async fn ordinal(&self) -> i32 { self.row().ordinal }
            /// What the version says.
            async fn summary(&self) -> &str { &self.row().summary }
            /// What it changes against the version before.
            async fn changes(&self) -> Option<&str> { self.row().changes.as_deref() }
            /// When it was created.
            async fn created_at(&self) -> DateTime<Utc> { self.row().created_at }
            /// Counts changes, for optimistic locking.
            async fn version(&self) -> i32 { self.row().version }
        }
    }
}

resource! {
    /// A pilot of an approved version of a model.
    Pilot: pilot {
        one {
            /// The project.
            project: Project = |row| Some(row.project_id.0);
            /// The partner that runs it.
            partner: ProjectPartner = |row| Some(row.partner_id.0);
            /// What is piloted.
            model_version: ModelVersion = |row| Some(row.model_version_id.0);
        }
        many {
            /// Its sites that the viewer may see.
            sites: PilotSite, PilotSiteFilter, PilotSiteOrder = pilot_site.PilotId |row| Some(row.pilot_id.0);
            /// What it measures.
            indicators: Indicator, IndicatorFilter, IndicatorOrder = indicator.PilotId |row| Some(row.pilot_id.0);
        }
        choices {
            /// State.
            state, state_label: PilotState;
        }
        fields {
            /// Title.
            async fn title(&self) -> &str { &self.row().title }
            /// First day.
            async fn starts_on(&self) -> Date { self.row().starts_on.into() }
            /// Last day.
            async fn ends_on(&self) -> Date { self.row().ends_on.into() }
            /// When it was created.
            async fn created_at(&self) -> DateTime<Utc> { self.row().created_at }
            /// Counts changes, for optimistic locking.
            async fn version(&self) -> i32 { self.row().version }
            /// Whether the viewer may change it, its sites and indicators.
            async fn viewer_can_manage(&self, ctx: &async_graphql::Context<'_>) -> bool { allows(ctx.actor(), MANAGE_PILOTS, &self.row().place()) }
        }
    }
}

resource! {
    /// A gmina or powiat in which the model is piloted.
    PilotSite: pilot_site {
        one {
            /// The pilot.
            pilot: Pilot = |row| Some(row.pilot_id.0);
            /// The project.
            project: Project = |row| Some(row.project_id.0);
            /// The partner whose voivodeship it lies in, else the one that runs the pilot.
            partner: ProjectPartner = |row| Some(row.partner_id.0);
            /// The gmina or powiat.
            unit: TerritorialUnit = |row| Some(row.unit_id.0);
        }
        many {
            /// Institutions that take part there.
            institutions: SiteInstitution, SiteInstitutionFilter, SiteInstitutionOrder = site_institution.SiteId |row| Some(row.site_id.0);
            /// What was measured there.
            measurements: Measurement, MeasurementFilter, MeasurementOrder = measurement.SiteId |row| Some(row.site_id.0);
        }
        fields {
            /// Name as reports print it.
            async fn name(&self) -> &str { &self.row().name }
            /// When it was added.
            async fn created_at(&self) -> DateTime<Utc> { self.row().created_at }
            /// Counts changes, for optimistic locking.
            async fn version(&self) -> i32 { self.row().version }
            /// Whether the viewer works here: records, submits and corrects measurements.
            async fn viewer_can_submit(&self, ctx: &async_graphql::Context<'_>) -> bool { allows(ctx.actor(), SUBMIT_MEASUREMENTS, &self.row().place()) }
            /// Whether the viewer may approve measurements that somebody else submitted.
            async fn viewer_can_approve(&self, ctx: &async_graphql::Context<'_>) -> bool { allows(ctx.actor(), APPROVE_MEASUREMENTS, &self.row().place()) }
        }
    }
}

resource! {
    /// An institution takes part at a site.
    SiteInstitution: site_institution {
        one {
            /// The site.
            site: PilotSite = |row| Some(row.site_id.0);
            /// The institution.
            institution: Institution = |row| Some(row.institution_id.0);
        }
        fields {
            /// When it was added.
            async fn added_at(&self) -> DateTime<Utc> { self.row().created_at }
        }
    }
}

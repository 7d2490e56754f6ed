//! Types of the pilots.

use chrono::{DateTime, NaiveDate, Utc};
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
            project: Project = ProjectId;
            /// The partner that develops it.
            partner: ProjectPartner = PartnerId;
        }
        many {
            /// Its versions that the viewer may see.
            versions: ModelVersion, ModelVersionFilter, ModelVersionOrder = model_version.ModelId;
        }
        choices {
            /// The kind of gmina it is for.
            target, target_label: ModelTarget;
        }
        columns {
            /// Title.
            title: String;
            /// When it was created.
            created_at: DateTime<Utc>;
            /// Counts changes, for optimistic locking.
            version: i32;
        }
        computed {
            /// Whether the viewer may add versions and take them to other states.
            viewer_can_manage: bool = |row, ctx| allows(ctx.actor(), MANAGE_PILOTS, &row.place());
        }
    }
}

resource! {
    /// A version of a model. Its text never changes; a change is a new version.
    ModelVersion: model_version {
        one {
            /// The model.
            model: CooperationModel = ModelId;
        }
        many {
            /// Its pilots that the viewer may see.
            pilots: Pilot, PilotFilter, PilotOrder = pilot.ModelVersionId;
        }
        choices {
            /// State.
            state, state_label: ModelState;
        }
        columns {
            /// Number of the version, from 1.
            ordinal: i32;
            /// What the version says.
            summary: String;
            /// What it changes against the version before.
            changes: Option<String>;
            /// When it was created.
            created_at: DateTime<Utc>;
            /// Counts changes, for optimistic locking.
            version: i32;
        }
    }
}

resource! {
    /// A pilot of an approved version of a model.
    Pilot: pilot {
        one {
            /// The project.
            project: Project = ProjectId;
            /// The partner that runs it.
            partner: ProjectPartner = PartnerId;
            /// What is piloted.
            model_version: ModelVersion = ModelVersionId;
        }
        many {
            /// Its sites that the viewer may see.
            sites: PilotSite, PilotSiteFilter, PilotSiteOrder = pilot_site.PilotId;
            /// What it measures.
            indicators: Indicator, IndicatorFilter, IndicatorOrder = indicator.PilotId;
        }
        choices {
            /// State.
            state, state_label: PilotState;
        }
        columns {
            /// Title.
            title: String;
            /// First day.
            starts_on: NaiveDate;
            /// Last day.
            ends_on: NaiveDate;
            /// When it was created.
            created_at: DateTime<Utc>;
            /// Counts changes, for optimistic locking.
            version: i32;
        }
        computed {
            /// Whether the viewer may change it, its sites and indicators.
            viewer_can_manage: bool = |row, ctx| allows(ctx.actor(), MANAGE_PILOTS, &row.place());
        }
    }
}

resource! {
    /// A gmina or powiat in which the model is piloted.
    PilotSite: pilot_site {
        one {
            /// The pilot.
            pilot: Pilot = PilotId;
            /// The project.
            project: Project = ProjectId;
            /// The partner whose voivodeship it lies in, else the one that runs the pilot.
            partner: ProjectPartner = PartnerId;
            /// The gmina or powiat.
            unit: TerritorialUnit = UnitId;
        }
        many {
            /// Institutions that take part there.
            institutions: SiteInstitution, SiteInstitutionFilter, SiteInstitutionOrder = site_institution.SiteId;
            /// What was measured there.
            measurements: Measurement, MeasurementFilter, MeasurementOrder = measurement.SiteId;
        }
        columns {
            /// Name as reports print it.
            name: String;
            /// When it was added.
            created_at: DateTime<Utc>;
            /// Counts changes, for optimistic locking.
            version: i32;
        }
        computed {
            /// Whether the viewer works here: records, submits and corrects measurements.
            viewer_can_submit: bool = |row, ctx| allows(ctx.actor(), SUBMIT_MEASUREMENTS, &row.place());
            /// Whether the viewer may approve measurements that somebody else submitted.
            viewer_can_approve: bool = |row, ctx| allows(ctx.actor(), APPROVE_MEASUREMENTS, &row.place());
        }
    }
}

resource! {
    /// An institution takes part at a site.
    SiteInstitution: site_institution {
        one {
            /// The site.
            site: PilotSite = SiteId;
            /// The institution.
            institution: Institution = InstitutionId;
        }
        columns {
            /// When it was added.
            added_at: DateTime<Utc> = created_at;
        }
    }
}

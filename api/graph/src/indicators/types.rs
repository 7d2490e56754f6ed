//! Types of the indicators.

use chrono::{DateTime, Utc};
use entities::indicators::{Direction, IndicatorKind, MeasurementState, indicator, measurement};
use kit::resource;
use kit::scalars::{Date, Decimal};

use super::filters::{MeasurementFilter, MeasurementOrder};
use crate::accounts::types::User;
use crate::partnerships::types::{Project, ProjectPartner};
use crate::pilots::types::{Pilot, PilotSite};

resource! {
    /// Something a pilot measures, with a unit, a baseline and a target.
    Indicator: indicator {
        one {
            /// The pilot.
            pilot: Pilot = |row| Some(row.pilot_id.0);
            /// The project.
            project: Project = |row| Some(row.project_id.0);
            /// The partner that runs the pilot.
            partner: ProjectPartner = |row| Some(row.partner_id.0);
        }
        many {
            /// Its measurements that the viewer may see.
            measurements: Measurement, MeasurementFilter, MeasurementOrder = measurement.IndicatorId |row| Some(row.indicator_id.0);
        }
        choices {
            /// Kind.
            kind, kind_label: IndicatorKind;
            /// Whether more or less is better.
            direction, direction_label: Direction;
        }
        fields {
            /// Place in reports, from 1.
            async fn ordinal(&self) -> i32 { self.row().ordinal }
            /// Short code, e.g. `W1`; one of a kind within its pilot.
            async fn code(&self) -> &str { &self.row().code }
            /// Name.
            async fn name(&self) -> &str { &self.row().name }
            /// Unit, as printed after a value.
            async fn unit(&self) -> &str { &self.row().unit }
            /// Decimals of a value as printed, 0 to 2.
            async fn decimals(&self) -> i32 { self.row().decimals }
            /// Value before the pilot.
            async fn baseline(&self) -> Decimal { Decimal::Hundredths(self.row().baseline_hundredths) }
            /// Value to be reached.
            async fn target(&self) -> Decimal { Decimal::Hundredths(self.row().target_hundredths) }
            /// Counts changes, for optimistic locking.
            async fn version(&self) -> i32 { self.row().version }
        }
    }
}

resource! {
    /// A measured value of an indicator at a site in a quarter. An approved one never changes; a correction is a new
    /// revision.
    Measurement: measurement {
        one {
            /// The indicator.
            indicator: Indicator = |row| Some(row.indicator_id.0);
            /// The site.
            site: PilotSite = |row| Some(row.site_id.0);
            /// The project.
            project: Project = |row| Some(row.project_id.0);
            /// The partner the site belongs to.
            partner: ProjectPartner = |row| Some(row.partner_id.0);
            /// The revision it corrects.
            supersedes: Measurement = |row| row.supersedes_id.map(|id| id.0);
            /// Who submitted it; none where the viewer may not see them.
            submitted_by: User = |row| row.submitted_by.map(|id| id.0);
            /// Who approved it, never who submitted it; none where the viewer may not see them.
            approved_by: User = |row| row.approved_by.map(|id| id.0);
        }
        choices {
            /// State.
            state, state_label: MeasurementState;
        }
        fields {
            /// First day of the quarter.
            async fn quarter_on(&self) -> Date { self.row().quarter_on.into() }
            /// Number of the revision, from 1.
            async fn revision(&self) -> i32 { self.row().revision }
            /// Value, in the unit of the indicator.
            async fn value(&self) -> Decimal { Decimal::Hundredths(self.row().value_hundredths) }
            /// Whether its value never changes any more.
            async fn locked(&self) -> bool { self.row().state.is_locked() }
            /// Why it was corrected; none for a first revision.
            async fn reason(&self) -> Option<&str> { self.row().reason.as_deref() }
            /// When it was submitted.
            async fn submitted_at(&self) -> Option<DateTime<Utc>> { self.row().submitted_at }
            /// When it was approved.
            async fn approved_at(&self) -> Option<DateTime<Utc>> { self.row().approved_at }
            /// Counts changes, for optimistic locking.
            async fn version(&self) -> i32 { self.row().version }
        }
    }
}

//! Types of the indicators.

use chrono::{DateTime, NaiveDate, Utc};
use entities::indicators::{Direction, IndicatorKind, MeasurementState, indicator, measurement};
use kit::resource;
use kit::scalars::Decimal;

use super::filters::{MeasurementFilter, MeasurementOrder};
use crate::accounts::types::User;
use crate::partnerships::types::{Project, ProjectPartner};
use crate::pilots::types::{Pilot, PilotSite};

resource! {
    /// Something a pilot measures, with a unit, a baseline and a target.
    Indicator: indicator {
        one {
            /// The pilot.
            pilot: Pilot = PilotId;
            /// The project.
            project: Project = ProjectId;
            /// The partner that runs the pilot.
            partner: ProjectPartner = PartnerId;
        }
        many {
            /// Its measurements that the viewer may see.
            measurements: Measurement, MeasurementFilter, MeasurementOrder = measurement.IndicatorId;
        }
        choices {
            /// Kind.
            kind, kind_label: IndicatorKind;
            /// Whether more or less is better.
            direction, direction_label: Direction;
        }
        columns {
            /// Place in reports, from 1.
            ordinal: i32;
            /// Short code, e.g. `W1`; one of a kind within its pilot.
            code: String;
            /// Name.
            name: String;
            /// Unit, as printed after a value.
            unit: String;
            /// Decimals of a value as printed, 0 to 2.
            decimals: i32;
            /// Counts changes, for optimistic locking.
            version: i32;
        }
        computed {
            /// Value before the pilot.
            baseline: Decimal = |row| Decimal::Hundredths(row.baseline_hundredths);
            /// Value to be reached.
            target: Decimal = |row| Decimal::Hundredths(row.target_hundredths);
        }
    }
}

resource! {
    /// A measured value of an indicator at a site in a quarter. An approved one never changes; a correction is a new
    /// revision.
    Measurement: measurement {
        one {
            /// The indicator.
            indicator: Indicator = IndicatorId;
            /// The site.
            site: PilotSite = SiteId;
            /// The project.
            project: Project = ProjectId;
            /// The partner the site belongs to.
            partner: ProjectPartner = PartnerId;
            /// The revision it corrects.
            supersedes: Measurement = SupersedesId;
            /// Who submitted it; none where the viewer may not see them.
            submitted_by: User = SubmittedBy;
            /// Who approved it, never who submitted it; none where the viewer may not see them.
            approved_by: User = ApprovedBy;
        }
        choices {
            /// State.
            state, state_label: MeasurementState;
        }
        columns {
            /// First day of the quarter.
            quarter_on: NaiveDate;
            /// Number of the revision, from 1.
            revision: i32;
            /// Why it was corrected; none for a first revision.
            reason: Option<String>;
            /// When it was submitted.
            submitted_at: Option<DateTime<Utc>>;
            /// When it was approved.
            approved_at: Option<DateTime<Utc>>;
            /// Counts changes, for optimistic locking.
            version: i32;
        }
        computed {
            /// Value, in the unit of the indicator.
            value: Decimal = |row| Decimal::Hundredths(row.value_hundredths);
            /// Whether its value never changes any more.
            locked: bool = |row| row.state.is_locked();
        }
    }
}

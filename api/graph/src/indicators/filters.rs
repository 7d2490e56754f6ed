//! Filters and orders of the indicators' connections.

use entities::indicators::{IndicatorKind, MeasurementState, indicator, measurement};
use entities::shared::actor::Actor;
use entities::shared::ids::{IndicatorId, PilotId, ProjectId, SiteId};
use entities::shared::read::{ColumnTrait, Condition, Entity, within};
use kit::filter::{AnyOf, FromDay, Id, Line, ToDay, Words};
use kit::{filter, ordering};

filter! {
    /// Which indicators.
    pub struct IndicatorFilter for indicator {
        /// Of this project.
        project_id: Id<ProjectId> = ProjectId;
        /// Of this pilot.
        pilot_id: Id<PilotId> = PilotId;
        /// Of these kinds.
        kinds: AnyOf<IndicatorKind> = Kind;
        /// With this code.
        code: Line = Code;
        /// With these words in their code or name, by their beginnings,
        /// in any order; neither case nor diacritics matter.
        search: Words = Id;
    }
}

ordering! {
    /// How indicators are ordered.
    pub enum IndicatorOrder for indicator by default OrdinalAsc {
        /// By place in reports.
        OrdinalAsc,
        /// By place in reports, last first.
        OrdinalDesc = "ordinal" [Ordinal];
    }
}

filter! {
    /// Which measurements.
    pub struct MeasurementFilter for measurement {
        /// Of this project.
        project_id: Id<ProjectId> = ProjectId;
        /// Of this pilot.
        pilot_id: Id<PilotId> => of_pilot;
        /// Of this indicator.
        indicator_id: Id<IndicatorId> = IndicatorId;
        /// Of this site.
        site_id: Id<SiteId> = SiteId;
        /// Of the quarter that begins on this day, or of later ones.
        quarter_from: FromDay = QuarterOn;
        /// Of the quarter that begins on this day, or of earlier ones.
        quarter_to: ToDay = QuarterOn;
        /// In these states.
        states: AnyOf<MeasurementState> = State;
    }
}

/// Only by way of indicators that the actor sees.
fn of_pilot(pilot: PilotId, actor: &Actor) -> Condition {
    let seen =
        Condition::all().add(indicator::Entity::visible_to(actor)).add(indicator::Column::PilotId.eq(pilot));
    let of = within::<_, indicator::Entity>(measurement::Column::IndicatorId, indicator::Column::Id, seen);
    Condition::all().add(of)
}

ordering! {
    /// How measurements are ordered.
    pub enum MeasurementOrder for measurement by default QuarterAsc {
        /// By quarter, earliest first.
        QuarterAsc,
        /// By quarter, latest first.
        QuarterDesc = "quarter" [QuarterOn];
    }
}

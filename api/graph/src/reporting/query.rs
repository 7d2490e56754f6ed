//! Where reporting is reached from the top of a query.

use async_graphql::{Context, Object, Result};
use kit::connections;

use super::filters::{
    ReportDefinitionFilter, ReportDefinitionOrder, ReportRunFilter, ReportRunOrder, ReportScheduleFilter,
    ReportScheduleOrder,
};
use super::types::{ReportDefinition, ReportRun, ReportSchedule};

connections! {
    /// Queries of reporting.
    ReportingQuery {
        /// Reports of projects and partners whose staff the viewer is.
        report_definitions: ReportDefinition, ReportDefinitionFilter, ReportDefinitionOrder;
        /// Schedules the viewer may see.
        report_schedules: ReportSchedule, ReportScheduleFilter, ReportScheduleOrder;
        /// Runs the viewer may see.
        report_runs: ReportRun, ReportRunFilter, ReportRunOrder;
    }
}

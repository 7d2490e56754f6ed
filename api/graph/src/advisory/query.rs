//! Where advice is reached from the top of a query.

use async_graphql::{Context, ID, Object, Result};
use entities::advisory::ledger::{Whose, ledger};
use entities::advisory::summary::summary;
use entities::shared::ids::ProjectId;
use kit::connections;
use kit::ctx::ContextExt;
use kit::error::refused;
use kit::ids::parse;
use kit::scalars::Date;

use super::coaching_filters::{
    CoachingEngagementFilter, CoachingEngagementOrder, CoachingNoteFilter, CoachingNoteOrder,
    CoachingSessionFilter, CoachingSessionOrder, CoachingSlotFilter, CoachingSlotOrder,
};
use super::filters::{
    AdvisoryRequestFilter, AdvisoryRequestOrder, AdvisorySessionFilter, AdvisorySessionOrder,
    SubregionAdviserFilter, SubregionAdviserOrder,
};
use super::ledger::SupportLedgerResult;
use super::summary::AdviceSummaryResult;
use super::types::{
    AdvisoryRequest, AdvisorySession, CoachingEngagement, CoachingNote, CoachingSession, CoachingSlot,
    SubregionAdviser,
};

connections! {
    /// Queries of advice.
    AdvisoryQuery {
        /// Advisers of subregions, present and former.
        subregion_advisers: SubregionAdviser, SubregionAdviserFilter, SubregionAdviserOrder;
        /// Requests for advice of one's institutions and projects, and those that one advises on.
        advisory_requests: AdvisoryRequest, AdvisoryRequestFilter, AdvisoryRequestOrder;
        /// Sessions of advice that the viewer may see.
        advisory_sessions: AdvisorySession, AdvisorySessionFilter, AdvisorySessionOrder;
        /// Coaching that the viewer leads, takes part in or looks after.
        coaching_engagements: CoachingEngagement, CoachingEngagementFilter, CoachingEngagementOrder;
        /// Which notes there are that the viewer may read, without their texts.
        coaching_notes: CoachingNote, CoachingNoteFilter, CoachingNoteOrder;
        /// Sessions of coaching that the viewer may see.
        coaching_sessions: CoachingSession, CoachingSessionFilter, CoachingSessionOrder;
        /// One's own slots, those of one's coaches, and those that are booked in one's projects.
        coaching_slots: CoachingSlot, CoachingSlotFilter, CoachingSlotOrder;
    }
}

/// Sums of hours.
#[derive(Default)]
pub struct AdviceSummaryQuery;

#[Object]
impl AdviceSummaryQuery {
    /// Hours of advice and coaching of a project from one day to another, both included, by topic and subregion. For managers,
    /// coordinators, the team for services and auditors of the project.
    #[graphql(complexity = "50 + 50 * child_complexity")]
    async fn advice_summary(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The project.")] project_id: ID,
        #[graphql(desc = "First day.")] from: Date,
        #[graphql(desc = "Last day.")] to: Date,
    ) -> Result<Option<AdviceSummaryResult>> {
        let id: ProjectId = parse(&project_id, "projectId").map_err(|error| refused(ctx, &error))?;
        let from = from.day("from").map_err(|error| refused(ctx, &error))?;
        let to = to.day("to").map_err(|error| refused(ctx, &error))?;
        let sums = summary(&ctx.state().db.reader, &ctx.op(), id, (from, to)).await;
        let sums = sums.map_err(|error| refused(ctx, &error))?;
        Ok(Some(AdviceSummaryResult::of(sums, ctx.lang())))
    }

    /// What support a person was given from one day to another, both included, across projects, as far as the viewer sees it.
    #[graphql(complexity = "50 + 50 * child_complexity")]
    async fn person_support(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The person.")] person_id: ID,
        #[graphql(desc = "First day.")] from: Date,
        #[graphql(desc = "Last day.")] to: Date,
    ) -> Result<Option<SupportLedgerResult>> {
        let id = parse(&person_id, "personId").map_err(|error| refused(ctx, &error))?;
        support(ctx, Whose::Person(id), (&from, &to)).await
    }

    /// What support an institution was given from one day to another, both included, across projects, as far as the viewer sees
    /// it: trainings of the people who represented it, and advice.
    #[graphql(complexity = "50 + 50 * child_complexity")]
    async fn institution_support(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The institution.")] institution_id: ID,
        #[graphql(desc = "First day.")] from: Date,
        #[graphql(desc = "Last day.")] to: Date,
    ) -> Result<Option<SupportLedgerResult>> {
        let id = parse(&institution_id, "institutionId").map_err(|error| refused(ctx, &error))?;
        support(ctx, Whose::Institution(id), (&from, &to)).await
    }
}

async fn support(
    ctx: &Context<'_>,
    of: Whose,
    (from, to): (&Date, &Date),
) -> Result<Option<SupportLedgerResult>> {
    let from = from.day("from").map_err(|error| refused(ctx, &error))?;
    let to = to.day("to").map_err(|error| refused(ctx, &error))?;
    let found = ledger(&ctx.state().db.reader, &ctx.op(), of, (from, to)).await;
    let found = found.map_err(|error| refused(ctx, &error))?;
    Ok(Some(SupportLedgerResult::of(found, ctx.lang())))
}

//! How far a report's run is.

use async_graphql::{Context, ID, Result, SimpleObject, Subscription};
use entities::reporting::{RunState, report_run, store};
use entities::shared::enums::Choice as _;
use entities::shared::ids::RunId;
use entities::shared::live::Event;
use futures_util::Stream;
use kit::enums::Coded;
use kit::ids::parse;
use kit::live::{Told, expect_visible, follow, not_found, row};
use kit::node::Ref;

use super::types::ReportRun;

/// How far a report's run is.
#[derive(SimpleObject)]
#[graphql(name = "ReportRunProgressResult")]
pub struct ReportRunProgress {
    /// The run as it is now.
    run: ReportRun,
    /// State.
    state: Coded<RunState>,
    /// State, for people.
    state_label: &'static str,
    /// How far it is, in per cent.
    progress_pct: i32,
    /// Files it makes.
    total: i32,
    /// Those that are stored.
    done: i32,
}

/// Subscriptions of reporting.
#[derive(Default)]
pub struct ReportingSubscription;

#[Subscription]
impl ReportingSubscription {
    /// How far a run is: now, and at each step. Ends when its files are stored or it was given up, or the viewer sees
    /// it no more. A failed try is a step: another follows.
    async fn report_run_progress(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The run.")] run_id: ID,
    ) -> Result<impl Stream<Item = Result<Option<ReportRunProgress>>> + use<>> {
        let id: RunId = parse(&run_id, "runId").map_err(|_| not_found("runId"))?;
        expect_visible::<report_run::Entity>(ctx, id.0, "runId").await?;
        follow(ctx, vec![Event::Run(id)], None, move |viewer, last: &mut Option<(RunState, i32, u64)>| {
            Box::pin(async move {
                let Some(row) = row::<report_run::Entity>(viewer, id.0).await? else {
                    return Ok(Told::Gone);
                };
                let (state, progress_pct) = (row.state, row.progress_pct);
                let (stored, total) = store::stored_artefacts(&viewer.state.db.reader, id).await?;
                let seen = (state, progress_pct, stored);
                if last.replace(seen) == Some(seen) {
                    return Ok(Told::Nothing);
                }
                let count = |n: u64| i32::try_from(n).unwrap_or(i32::MAX);
                let told = ReportRunProgress {
                    run: ReportRun::from(Ref::of(row.id.0)),
                    state: state.into(),
                    state_label: state.label(viewer.lang),
                    progress_pct,
                    total: count(total),
                    done: count(stored),
                };
                Ok(match state {
                    RunState::Rendered | RunState::Delivered | RunState::Dead => Told::Last(told),
                    RunState::Due | RunState::Collecting | RunState::Failed => Told::These(vec![told]),
                })
            })
        })
        .await
    }
}

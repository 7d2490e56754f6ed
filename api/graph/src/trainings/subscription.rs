//! Seats of an edition, as they are taken and given back.

use async_graphql::{Context, ID, Result, Subscription};
use entities::shared::ids::EditionId;
use entities::shared::live::Event;
use entities::trainings::{EditionState, edition};
use futures_util::Stream;
use kit::ids::parse;
use kit::live::{Told, expect_visible, follow, not_found, row};
use kit::node::Ref;

use super::types::Edition;

/// Subscriptions of the trainings.
#[derive(Default)]
pub struct TrainingSubscription;

#[Subscription]
impl TrainingSubscription {
    /// The edition now, and again whenever its seats, its waiting list or its state change. Ends when it is cancelled
    /// or the viewer sees it no more.
    async fn edition_seats(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The edition.")] edition_id: ID,
    ) -> Result<impl Stream<Item = Result<Option<Edition>>> + use<>> {
        let id: EditionId = parse(&edition_id, "editionId").map_err(|_| not_found("editionId"))?;
        expect_visible::<edition::Entity>(ctx, id.0, "editionId").await?;
        follow(ctx, vec![Event::Seats(id)], None, move |viewer, last: &mut Option<[i32; 4]>| {
            Box::pin(async move {
                let Some(row) = row::<edition::Entity>(viewer, id.0).await? else { return Ok(Told::Gone) };
                let state =
                    EditionState::ALL.iter().position(|state| *state == row.state).unwrap_or_default();
                let seen =
                    [row.seats, row.seats_taken, row.waiting, i32::try_from(state).unwrap_or_default()];
                let over = row.state == EditionState::Cancelled;
                let news = last.replace(seen) != Some(seen);
                let edition = Edition::from(Ref::of(row.id.0));
                Ok(match (news, over) {
                    (_, true) => Told::Last(edition),
                    (true, false) => Told::These(vec![edition]),
                    (false, false) => Told::Nothing,
                })
            })
        })
        .await
    }
}

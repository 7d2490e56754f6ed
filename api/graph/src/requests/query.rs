//! Where requests are reached from the top of a query; what an erasure and what retention would touch.

use async_graphql::{Context, ID, Object, Result};
use entities::requests::{actions, duplicates, retention};
use entities::shared::ids::PersonId;
use kit::connections;
use kit::ctx::ContextExt;
use kit::error::refused;
use kit::ids::parse;

use super::filters::{DataSubjectRequestFilter, DataSubjectRequestOrder};
use super::types::{
    DataSubjectRequest, LikelyDuplicateResult, PersonErasurePreviewResult, RetentionPreviewResult,
};

connections! {
    /// Queries of requests.
    DataSubjectRequestQuery {
        /// Requests the viewer made, those about the viewer, and those about people the viewer may ask for.
        data_subject_requests: DataSubjectRequest, DataSubjectRequestFilter, DataSubjectRequestOrder;
    }
}

/// What would be touched.
#[derive(Default)]
pub struct PrivacyPreviewQuery;

#[Object]
impl PrivacyPreviewQuery {
    /// What erasing a person would do now, and what must stay until when. For whoever may erase the person.
    #[graphql(complexity = "50 + child_complexity")]
    async fn person_erasure_preview(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The person.")] person_id: ID,
    ) -> Result<Option<PersonErasurePreviewResult>> {
        let id: PersonId = parse(&person_id, "personId").map_err(|error| refused(ctx, &error))?;
        let plan = actions::preview_erasure(&ctx.state().db.reader, &ctx.op(), id).await;
        let plan = plan.map_err(|error| refused(ctx, &error))?;
        Ok(Some(PersonErasurePreviewResult::of(plan, ctx.lang())))
    }

    /// Records that are likely to be of one person, among those whom the viewer sees: the same e-mail, or the same names at one
    /// institution. At most 100 pairs. For whoever may join people.
    #[graphql(complexity = "100 + 100 * child_complexity")]
    async fn likely_duplicates(&self, ctx: &Context<'_>) -> Result<Option<Vec<LikelyDuplicateResult>>> {
        let pairs = duplicates::likely(&ctx.state().db.reader, &ctx.op()).await;
        let pairs = pairs.map_err(|error| refused(ctx, &error))?;
        Ok(Some(LikelyDuplicateResult::of(pairs, ctx.lang())))
    }

    /// What the nightly rules of retention would touch if they ran now: counts and keys, no names. For whoever looks
    /// after the installation.
    #[graphql(complexity = "500 + child_complexity")]
    async fn retention_preview(&self, ctx: &Context<'_>) -> Result<Option<RetentionPreviewResult>> {
        let due = retention::preview_for(&ctx.state().db.reader, &ctx.op()).await;
        let due = due.map_err(|error| refused(ctx, &error))?;
        Ok(Some(RetentionPreviewResult::of(due, ctx.lang())))
    }
}

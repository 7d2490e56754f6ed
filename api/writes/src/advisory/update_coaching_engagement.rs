//! `updateCoachingEngagement`.

use async_graphql::{ID, InputObject, MaybeUndefined};
use entities::advisory::refusals::{BOOKED_AHEAD, NOT_A_COACH};
use entities::advisory::{AdvisoryTopic, actions};
use entities::shared::change::Change;
use entities::shared::refusals::{STALE_VERSION, WRONG_STATE};
use graph::advisory::types::CoachingEngagement;
use kit::enums::Coded;
use kit::form::Form;
use kit::scalars::Date;
use kit::{mutation, patch};

/// What `updateCoachingEngagement` takes. Fields left out stay as they are.
#[derive(InputObject)]
pub struct UpdateCoachingEngagementInput {
    /// The coaching.
    pub engagement_id: ID,
    /// What it is called.
    pub title: MaybeUndefined<String>,
    /// About what.
    pub topic: MaybeUndefined<Coded<AdvisoryTopic>>,
    /// The subregion to which its hours count; `null` for none.
    pub subregion_id: MaybeUndefined<ID>,
    /// Who coaches from now on.
    pub coach_id: MaybeUndefined<ID>,
    /// Minutes that may be used; not less than were.
    pub budget_minutes: MaybeUndefined<i32>,
    /// First day.
    pub starts_on: MaybeUndefined<Date>,
    /// Last day.
    pub ends_on: MaybeUndefined<Date>,
    /// The version the client saw; refused if it has changed since.
    pub version: Option<i32>,
    /// Makes a repeated mutation answer with its first result.
    pub idempotency_key: Option<String>,
}

mutation! {
    UpdateCoachingEngagement (UpdateCoachingEngagementInput) -> UpdateCoachingEngagementPayload {
        /// The coaching.
        engagement: CoachingEngagement
    }
    codes [WRONG_STATE, STALE_VERSION, NOT_A_COACH, BOOKED_AHEAD]
    run |tx, op, cmd| actions::update_engagement(tx, op, cmd);
}

fn parse(input: &UpdateCoachingEngagementInput, form: &mut Form) -> actions::EngagementChange {
    actions::EngagementChange {
        id: form.id("engagementId", &input.engagement_id),
        title: patch::text(&input.title),
        topic: form.sent("topic", &input.topic).map(|topic| topic.0),
        subregion_id: match &input.subregion_id {
            MaybeUndefined::Undefined => Change::Keep,
            MaybeUndefined::Null => Change::Clear,
            MaybeUndefined::Value(id) => Change::Set(form.id("subregionId", id)),
        },
        coach_id: form.sent_id("coachId", &input.coach_id),
        budget_min: form.sent("budgetMinutes", &input.budget_minutes),
        starts_on: form.sent_day("startsOn", &input.starts_on),
        ends_on: form.sent_day("endsOn", &input.ends_on),
        version: input.version,
    }
}

//! `createCoachingEngagement`.

use async_graphql::{ID, InputObject};
use entities::advisory::refusals::{NO_COACHEE, NOT_A_COACH, ONE_COACHEE};
use entities::advisory::{AdvisoryTopic, CoachingKind, actions};
use entities::partnerships::refusals::PROJECT_NOT_ACTIVE;
use entities::shared::refusals::{TOO_MANY, WRONG_STATE};
use graph::advisory::types::CoachingEngagement;
use kit::enums::Coded;
use kit::form::Form;
use kit::mutation;
use kit::scalars::Date;

/// What `createCoachingEngagement` takes.
#[derive(InputObject)]
pub struct CreateCoachingEngagementInput {
    /// The partner that arranges it.
    pub partner_id: ID,
    /// Of a person or a group.
    pub kind: Coded<CoachingKind>,
    /// What it is called.
    pub title: String,
    /// About what.
    pub topic: Coded<AdvisoryTopic>,
    /// The subregion to which its hours count, of the partner's voivodeship.
    pub subregion_id: Option<ID>,
    /// Who coaches: somebody with the role of a coach there.
    pub coach_id: ID,
    /// Who is coached: one person, or a group of at most 30.
    pub coachee_ids: Vec<ID>,
    /// Minutes that may be used.
    pub budget_minutes: i32,
    /// First day.
    pub starts_on: Date,
    /// Last day.
    pub ends_on: Date,
    /// Makes a repeated mutation answer with its first result.
    pub idempotency_key: Option<String>,
}

mutation! {
    CreateCoachingEngagement (CreateCoachingEngagementInput) -> CreateCoachingEngagementPayload {
        /// The coaching.
        engagement: CoachingEngagement
    }
    codes [PROJECT_NOT_ACTIVE, WRONG_STATE, NOT_A_COACH, ONE_COACHEE, NO_COACHEE, TOO_MANY]
    run |tx, op, cmd| actions::create_engagement(tx, op, cmd);
}

fn parse(input: &CreateCoachingEngagementInput, form: &mut Form) -> actions::NewEngagement {
    actions::NewEngagement {
        partner_id: form.id("partnerId", &input.partner_id),
        kind: input.kind.0,
        title: input.title.clone(),
        topic: input.topic.0,
        subregion_id: form.opt_id("subregionId", input.subregion_id.as_ref()),
        coach_id: form.id("coachId", &input.coach_id),
        coachee_ids: form.ids("coacheeIds", Some(&input.coachee_ids)),
        budget_min: input.budget_minutes,
        starts_on: form.day("startsOn", &input.starts_on),
        ends_on: form.day("endsOn", &input.ends_on),
    }
}

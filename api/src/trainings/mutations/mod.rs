//! Mutations of the trainings.

pub mod add_breakout_group;
pub mod add_session;
pub mod answer_offer;
pub mod assign_trainer;
pub mod cancel_enrolment;
pub mod change_edition_state;
pub mod confirm_edition_dates;
pub mod create_edition;
pub mod create_training_programme;
pub mod decide_enrolment;
pub mod enrol_person;
pub mod lock_attendance;
pub mod promote_waiting;
pub mod record_attendance;
pub mod remove_session;
pub mod request_attendance_sheet;
pub mod set_breakout_group;
pub mod set_seats;
pub mod update_edition;
pub mod update_session;

use async_graphql::{Context, Object, Result};

/// Mutations of the trainings.
#[derive(Default)]
pub struct TrainingMutations;

#[Object]
impl TrainingMutations {
    /// Creates a training programme.
    async fn create_training_programme(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: create_training_programme::CreateTrainingProgrammeInput,
    ) -> Result<Option<create_training_programme::CreateTrainingProgrammePayload>> {
        create_training_programme::resolve(ctx, input).await.map(Some)
    }

    /// Creates an edition of a programme, as a draft.
    async fn create_edition(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: create_edition::CreateEditionInput,
    ) -> Result<Option<create_edition::CreateEditionPayload>> {
        create_edition::resolve(ctx, input).await.map(Some)
    }

    /// Fixes the tentative dates of an edition that has not begun. Its sessions must lie within them.
    async fn confirm_edition_dates(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: confirm_edition_dates::ConfirmEditionDatesInput,
    ) -> Result<Option<confirm_edition_dates::ConfirmEditionDatesPayload>> {
        confirm_edition_dates::resolve(ctx, input).await.map(Some)
    }

    /// Changes an edition that is not over. What documents have printed stays.
    async fn update_edition(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: update_edition::UpdateEditionInput,
    ) -> Result<Option<update_edition::UpdateEditionPayload>> {
        update_edition::resolve(ctx, input).await.map(Some)
    }

    /// Adds a session to an edition that is not over.
    async fn add_session(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: add_session::AddSessionInput,
    ) -> Result<Option<add_session::AddSessionPayload>> {
        add_session::resolve(ctx, input).await.map(Some)
    }

    /// Changes a session of an edition that is not over. Minutes recorded must fit into those planned.
    async fn update_session(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: update_session::UpdateSessionInput,
    ) -> Result<Option<update_session::UpdateSessionPayload>> {
        update_session::resolve(ctx, input).await.map(Some)
    }

    /// Takes away a session for which nothing was recorded.
    async fn remove_session(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: remove_session::RemoveSessionInput,
    ) -> Result<Option<remove_session::RemoveSessionPayload>> {
        remove_session::resolve(ctx, input).await.map(Some)
    }

    /// Adds a breakout group to an edition.
    async fn add_breakout_group(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: add_breakout_group::AddBreakoutGroupInput,
    ) -> Result<Option<add_breakout_group::AddBreakoutGroupPayload>> {
        add_breakout_group::resolve(ctx, input).await.map(Some)
    }

    /// Puts a participant into a breakout group, or out of all.
    async fn set_breakout_group(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: set_breakout_group::SetBreakoutGroupInput,
    ) -> Result<Option<set_breakout_group::SetBreakoutGroupPayload>> {
        set_breakout_group::resolve(ctx, input).await.map(Some)
    }

    /// Assigns a trainer to an edition. Assigning one twice changes nothing.
    async fn assign_trainer(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: assign_trainer::AssignTrainerInput,
    ) -> Result<Option<assign_trainer::AssignTrainerPayload>> {
        assign_trainer::resolve(ctx, input).await.map(Some)
    }

    /// Takes an edition to its next state. Completing needs the attendance lock and settles everybody who took part; calling off cancels every enrolment.
    async fn change_edition_state(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: change_edition_state::ChangeEditionStateInput,
    ) -> Result<Option<change_edition_state::ChangeEditionStatePayload>> {
        change_edition_state::resolve(ctx, input).await.map(Some)
    }

    /// Sets the number of seats, not below those taken. More seats are offered to people who wait.
    async fn set_seats(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: set_seats::SetSeatsInput,
    ) -> Result<Option<set_seats::SetSeatsPayload>> {
        set_seats::resolve(ctx, input).await.map(Some)
    }

    /// Enrols a person: with a seat, else on the waiting list.
    async fn enrol_person(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: enrol_person::EnrolPersonInput,
    ) -> Result<Option<enrol_person::EnrolPersonPayload>> {
        enrol_person::resolve(ctx, input).await.map(Some)
    }

    /// Approves or rejects an enrolment that waits for approval.
    async fn decide_enrolment(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: decide_enrolment::DecideEnrolmentInput,
    ) -> Result<Option<decide_enrolment::DecideEnrolmentPayload>> {
        decide_enrolment::resolve(ctx, input).await.map(Some)
    }

    /// Cancels an enrolment. Its seat is offered to whoever waits.
    async fn cancel_enrolment(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: cancel_enrolment::CancelEnrolmentInput,
    ) -> Result<Option<cancel_enrolment::CancelEnrolmentPayload>> {
        cancel_enrolment::resolve(ctx, input).await.map(Some)
    }

    /// Takes or declines an offered seat. Who declines is not offered one again.
    async fn answer_offer(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: answer_offer::AnswerOfferInput,
    ) -> Result<Option<answer_offer::AnswerOfferPayload>> {
        answer_offer::resolve(ctx, input).await.map(Some)
    }

    /// Offers free seats to people who wait, longest first.
    async fn promote_waiting(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: promote_waiting::PromoteWaitingInput,
    ) -> Result<Option<promote_waiting::PromoteWaitingPayload>> {
        promote_waiting::resolve(ctx, input).await.map(Some)
    }

    /// Records the attendance of a session for a whole list, in minutes. All or nothing; a person recorded before is corrected.
    async fn record_attendance(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: record_attendance::RecordAttendanceInput,
    ) -> Result<Option<record_attendance::RecordAttendancePayload>> {
        record_attendance::resolve(ctx, input).await.map(Some)
    }

    /// Locks the attendance list of an edition: from now on it counts, and nothing in it changes.
    async fn lock_attendance(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: lock_attendance::LockAttendanceInput,
    ) -> Result<Option<lock_attendance::LockAttendancePayload>> {
        lock_attendance::resolve(ctx, input).await.map(Some)
    }

    /// Asks for the attendance list of one day, to be printed and signed. The document is due until the worker has drawn it.
    async fn request_attendance_sheet(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: request_attendance_sheet::RequestAttendanceSheetInput,
    ) -> Result<Option<request_attendance_sheet::RequestAttendanceSheetPayload>> {
        request_attendance_sheet::resolve(ctx, input).await.map(Some)
    }
}

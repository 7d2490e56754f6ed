//! Filters and orders of the mail's connections.

use entities::mail::{DeliveryKind, DeliveryState, Problem, delivery};
use entities::shared::ids::{PersonId, ProjectId, UserId};
use kit::filter::{AnyOf, Id, Since};
use kit::{filter, ordering};

filter! {
    /// Which deliveries.
    pub struct DeliveryFilter for delivery {
        /// About these things.
        kinds: AnyOf<DeliveryKind> = Kind;
        /// In these states.
        states: AnyOf<DeliveryState> = State;
        /// With these problems.
        problems: AnyOf<Problem> = Problem;
        /// Of this project.
        project_id: Id<ProjectId> = ProjectId;
        /// To this user.
        user_id: Id<UserId> = UserId;
        /// To this person.
        person_id: Id<PersonId> = PersonId;
        /// Created at this instant or later.
        created_since: Since = CreatedAt;
    }
}

ordering! {
    /// How deliveries are ordered.
    pub enum DeliveryOrder for delivery by default CreatedDesc {
        /// By when they were created.
        CreatedAsc,
        /// By when they were created, newest first.
        CreatedDesc = "created" [CreatedAt];
        /// By when they were last changed.
        UpdatedAsc,
        /// By when they were last changed, latest first.
        UpdatedDesc = "updated" [UpdatedAt];
    }
}
